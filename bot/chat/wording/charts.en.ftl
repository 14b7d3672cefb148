## Pictures and the workbook of the digests

chart_day = { $begin_on }
chart_days = { $begin_on } to { $end_on }

# What is open
chart_backlog = Open tickets
chart_backlog_sum = { $open } open, { $late } of them late
chart_backlog_since = { $open } open (before: { $open_before }), { $late } late (before: { $late_before })
chart_nothing_open = No ticket is open.
chart_by_category = By department
chart_by_site = By site
chart_late = late
chart_warned = due soon
chart_on_time = on time
chart_some_late = { $open } open, { $late } late
chart_no_site = Site not known
chart_other_sites = { $sites ->
    [one] One more site
   *[other] { $sites } more sites
}

# How it went
chart_trend = Trend
chart_trend_sum = Open: { $open_first } → { $open_last }, late: { $late_first } → { $late_last }
chart_no_trend = There are not two weeks to compare yet.
chart_flow = In and out
chart_stock = Left at the end of each week
chart_filed = filed
chart_resolved = resolved
chart_open = open

# Stars
chart_satisfaction = Satisfaction
chart_satisfaction_sum = { $mean } of 5 stars, { $marks ->
    [one] { $marks } mark
   *[other] { $marks } marks
}, net { $net }
chart_satisfaction_few = { $mean } of 5 stars, n = { $marks }: too few for a percentage
chart_net_few = n = { $marks }
chart_no_marks = Nobody has given stars.
chart_by_stars = By stars
chart_marks_share = { $marks } ({ $percent }%)
chart_by_class = Net figure by class of customer
chart_net_note = % with 5 stars minus % with 3 or fewer, from −100 to +100
chart_net = { $net }, { $marks ->
    [one] { $marks } mark
   *[other] { $marks } marks
}

# Promises
chart_promises = Promises kept
chart_promises_sum = { $percent }% kept: { $kept } kept, { $broken } broken, { $waiting } not due yet
chart_promises_waiting = { $waiting ->
    [one] One promise, not due yet
   *[other] { $waiting } promises, none due yet
}
chart_no_promises = No promise was due, and none waits.
chart_kept = kept
chart_broken = broken
chart_waiting = not due yet
chart_kept_of = { $kept } of { $ended } kept, { $percent }%
chart_none_due = none due yet

# The workbook
sheet_summary = Summary
sheet_title = Digest of the service desk
sheet_zone = All times are those of { $zone }.
sheet_total = Total
sheet_before = The period before
sheet_survey = Survey
sheet_promises = Promises
sheet_findings = Recurring findings
sheet_people = People
chart_by_kind = By kind
sheet_number = Number
sheet_filed_at = Filed at
sheet_kind = Kind
sheet_category = Department
sheet_site = Site
sheet_owner = Owner
sheet_standing = Class of customer
sheet_green = Green channel
sheet_state = State
sheet_first_response_due_at = First response due
sheet_first_response_at = First response at
sheet_resolution_due_at = Resolution due
sheet_resolved_at = Resolved at
sheet_late_by = Late by (h:mm)
sheet_stars = Stars
sheet_words = What the customer wrote
sheet_link = Topic
sheet_filed = Filed
sheet_open = Open
sheet_warned = Due soon
sheet_late = Late
sheet_resolved = Resolved
sheet_resolved_late = Resolved late
sheet_marks = Marks
sheet_mean = Mean stars
sheet_net = Net figure
sheet_kept_percent = Kept, %
sheet_at = At
sheet_comment = Comment
sheet_promise = Promise
sheet_due_at = Due
sheet_outcome = Outcome
sheet_promise_offered = not confirmed
sheet_promise_made = not due yet
sheet_promise_kept = kept
sheet_promise_broken = broken
sheet_promise_dropped = dropped
sheet_tickets = Tickets
sheet_numbers = Which
sheet_finding = State
sheet_finding_found = new
sheet_finding_acknowledged = acknowledged
sheet_finding_changed = changed
sheet_finding_dismissed = dismissed
sheet_plan = What will change
sheet_name = Name
sheet_handled = Handled
sheet_transferred = Passed on
sheet_praised = Praised
