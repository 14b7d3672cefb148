# The ladder of what is late, the green channel, supervision

task_meeting = 🗓 <b>Please call a meeting about { $number } · { $kind } · { $category }</b>
    What happened so far is noted in its topic; please write what was decided there, as a // note.
key_task_held = ✅ Meeting held
task_outcome_held = meeting held

rung_owner = owner
rung_shift_lead = shift lead
rung_department_head = department head
rung_management = management
missing_owner = no owner
missing_owner_on_leave = the owner is on leave
missing_shift_lead = no shift lead on duty
missing_shift_lead_on_leave = all shift leads are on leave
missing_department_head = no department head
missing_department_head_on_leave = the department head is on leave
missing_management = nobody from management

late_first_response = first answer late
late_next_response = next answer late
late_resolution = resolution late
late_soon_first_response = first answer due soon
late_soon_next_response = next answer due soon
late_soon_resolution = resolution due soon
late_promise = a promise to the customer was not kept
late_transfer = nobody accepted the transfer
late_task = a department’s part is late
late_wait = it has waited for the customer as long as allowed, and its clocks are running again
late_look = green channel, please take a look

told_escalated = ⏫ { $number }: { $late } (was due { $due_at }). { $name } ({ $rung }) has been told.
told_escalated_with_missing = ⏫ { $number }: { $late } (was due { $due_at }; { $missing }). { $name } ({ $rung }) has been told.
told_escalated_with_group = ⏫ { $number }: { $late } (was due { $due_at }). The whole group has been told.

# Reminders: one message to each person, a line for each ticket
ladder_digest = ⏰ { $count ->
    [one] One thing needs somebody:
   *[other] { $count } things need somebody:
}
ladder_digest_with_name = ⏰ <a href="tg://user?id={ $name_id }">{ $name }</a>, { $count ->
    [one] one thing needs you:
   *[other] { $count } things need you:
}
ladder_line = 📋 <b>{ $number }</b> { $kind } · { $category } { $words }
ladder_line_with_link = 📋 <a href="{ $link }"><b>{ $number }</b></a> { $kind } · { $category } { $words }
ladder_line_urgent = 🔴 <b>{ $number }</b> { $kind } · { $category } { $words }
ladder_line_urgent_with_link = 🔴 <a href="{ $link }"><b>{ $number }</b></a> { $kind } · { $category } { $words }
ladder_late = · { $late }: was due { $due_at }, { $amount } over
ladder_late_with_missing = · { $late }: was due { $due_at }, { $amount } over ({ $missing })
ladder_soon = · { $late }: { $due_at }
ladder_look = · { $late }
ladder_left = … and { $left } more

# What waited for somebody, at the beginning of a shift
waited_digest = 📥 <a href="tg://user?id={ $name_id }">{ $name }</a>, { $count ->
    [one] one ticket that waited for somebody is yours now:
   *[other] { $count } tickets that waited for somebody are yours now:
}
waited_since = · filed { $filed_at }

# The note for a meeting: what happened, and who said what when
meeting_note = 🗓 <b>{ $number }: notes for the meeting</b> ({ $kind } · { $category })
meeting_left = … { $left } more lines are left out; see the topic
meeting_fact = { $done_at } · { $who } · { $fact }
meeting_fact_with_words = { $done_at } · { $who } · { $fact }: { $words }
who_desk = the desk
who_customer = the customer
who_agent = staff
fact_said = said
fact_note = internal note
fact_filed = filed
fact_urgent = marked urgent
fact_not_urgent = marked not urgent
fact_category = category corrected
fact_assigned = given to
fact_taken = taken
fact_accepted = taken over
fact_returned = transfer came back
fact_waiting = waiting for the customer
fact_goes_on = clocks resumed
fact_breached = late
fact_escalated = escalated
fact_priority = priority raised
fact_green = green channel
fact_supervised = supervised
fact_promised = promised
fact_promise_kept = promise kept
fact_promise_broken = promise broken
fact_part_given = a department was asked
fact_part_done = the department is done
fact_fix_failed = the customer complained again, the fix failed
fact_snoozed = snoozed
fact_resolved = resolved
fact_reopened = reopened
fact_rated = rated

# The green channel, supervision
card_green = 🟢 green channel
card_green_with_supervisor = 🟢 green channel · supervised by <a href="tg://user?id={ $supervisor_id }">{ $supervisor }</a>
card_priority = ❗ higher priority (raised { $priority }×)
topic_with_green = { $number } 🟢 { $kind } · { $category } { $words }
topic_with_priority = { $number } ❗ { $kind } · { $category } { $words }
topic_urgent_with_green = { $number } 🔴🟢 { $kind } · { $category } { $words }
topic_urgent_with_priority = { $number } 🔴❗ { $kind } · { $category } { $words }
look = 👁 { $number } is in the green channel. Please check how it stands and tap the button, or write what should be done with /supervise.
look_with_name = 👁 { $number } is in the green channel. { $name }, please check how it stands and tap the button, or write what should be done with /supervise.
told_green = 🟢 { $by } put { $number } into the green channel. It is supervised until it is closed.
told_green_with_name = 🟢 { $by } put { $number } into the green channel. <a href="tg://user?id={ $name_id }">{ $name }</a> supervises it until it is closed.
told_green_known = 🟢 { $number } goes through the green channel from now on ({ $ground }). It is supervised until it is closed.
told_green_known_with_name = 🟢 { $number } goes through the green channel from now on ({ $ground }). <a href="tg://user?id={ $name_id }">{ $name }</a> supervises it until it is closed.
ground_medical = medical equipment that needs power
ground_vip = { standing_vip }
ground_key = { standing_key }
ground_ordinary = { standing_ordinary }
ground_credit_risk = { standing_credit_risk }
told_green_ended = { $by } took { $number } out of the green channel.
told_supervised = 👁 { $by } has looked at { $number }.
told_supervised_with_words = 👁 { $by } on { $number }:
    <blockquote>{ $words }</blockquote>
key_green = 🟢 Green channel
key_looked = 👁 Seen
staff_supervise_how = Write after the command what should be done, or what you saw, like: /supervise Somebody has to be there before the end of the day. If you only looked, tap “Seen” in the topic.
command_green = Green channel: /green opens it, /green off ends it
command_supervise = Supervise: /supervise what should be done
verdict_green = It is in the green channel now.
verdict_green_with_name = It is in the green channel now; { $name } supervises it.
verdict_green_already = It is in the green channel already. To end that, write: /green off
verdict_green_ended = { $number } is out of the green channel.
verdict_green_how = Nothing was changed. /green opens the green channel, /green off ends it; remarks go with /supervise.
verdict_not_green = This ticket is not in the green channel.
verdict_not_supervisor = Only leads, department heads and management can do that; where none of them is there, a colleague.
verdict_not_supervisor_with_name = { $name } supervises it; they or another lead can do that.
verdict_supervised = Noted: { $number }.
verdict_look_first = A green channel ticket can be closed only once somebody else has looked at it. Please ask a lead, or a colleague where there is none.
verdict_look_first_with_name = A green channel ticket can be closed only once its supervisor has looked at it. Please ask { $name } to look.
