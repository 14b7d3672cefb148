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
chart_no_marks = Nobody has given stars.
chart_by_stars = By stars
chart_marks_share = { $marks }, { $percent }%
chart_by_class = Net figure by class of customer
chart_net_note = % with 5 stars less % with 3 or fewer, from −100 to +100
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
