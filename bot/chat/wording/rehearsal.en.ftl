## A year rehearsed, a day previewed: for managers

rehearsal_stand_ins = no chat is tied to an account yet, so everybody in the books stands in with one
rehearsal_living = rehearsing
rehearsal_what = what
rehearsal_all = all
rehearsal_customers = customers
rehearsal_not_said = not said: { $count } × { $what }: { $why }
rehearsal_busiest_hour = busiest hour: { $hour }:00, { $count } in all
rehearsal_busiest_day = busiest day: { $day }, { $count }
rehearsal_hear_most = customers who hear most: { $words }
rehearsal_rule_two_a_day = two bill reminders in one day: { $count }
rehearsal_rule_quiet_hours = said in somebody's quiet hours: { $count }
rehearsal_rule_twice = the same said twice: { $count }
rehearsal_rule_too_often = more in a week than they wished: { $count }
rehearsal_done = { $days ->
    [one] 1 day
   *[other] { $days } days
 }, { $events ->
    [one] 1 event
   *[other] { $events } events
 }, { $moments ->
    [one] 1 moment
   *[other] { $moments } moments
 }, { $count ->
    [one] 1 notice
   *[other] { $count } notices
 }, in { $seconds } s
preview_group = { $what }: { $count } to { $customers ->
    [one] 1 customer
   *[other] { $customers } customers
 }
preview_done = { $day }: { $count ->
    [one] 1 notice
   *[other] { $count } notices
 }, { $customers ->
    [one] 1 customer
   *[other] { $customers } customers
 }
preview_over = { $day } is over; what went out: python -m bot notices --sent --since { $day }

said_reminder = what is due
said_bill_paid = thanks for a payment
said_outage_announced = planned outage announced
said_outage_reminder = before an outage
said_outage_started = outage started
said_outage_restored = supply restored
said_outage_fault = fault
said_outage_changed = outage changed
said_outage_cancelled = outage called off
said_survey = survey

unsaid_no_consent = no consent
unsaid_unreachable = the contact is unreachable
unsaid_too_often = said often enough this week
unsaid_too_late = over before it may be said
unsaid_posted = on its way
unsaid_known = said before
