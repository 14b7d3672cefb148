# Tickets together: departments' parts, repeats, snooze, merging, one answer to everybody of a defect

## A department's part: a card in the staff group

task_part = 🧩 <b>{ $number } needs { $department }</b>
    { $asked_by } asks you to look into it
task_part_with_words = 🧩 <b>{ $number } needs { $department }</b>
    { $asked_by }: { $words }
task_part_quote = <blockquote>{ $said }</blockquote>
task_part_for = 👉 <a href="tg://user?id={ $to_id }">{ $to }</a>
task_part_how = When it is done, reply to this card and say what was done; or write /did and the words in the ticket's topic.
task_result = <blockquote>{ $result }</blockquote>
key_task_not_ours = Not ours
task_outcome_not_ours = not this department's

card_part = 🧩 { $department }, by { $due_at }: { $owner } { $words }
card_part_late = 🧩 ⚠️ { $department }, was due { $due_at }: { $owner } { $words }
told_part_done = 🧩 ✅ Done by { $department } ({ $by }):
    <blockquote>{ $words }</blockquote>
told_part_done_with_to = 🧩 ✅ <a href="tg://user?id={ $to_id }">{ $to }</a>, it is done by { $department } ({ $by }):
    <blockquote>{ $words }</blockquote>
told_part_not_ours = 🧩 Not theirs, says { $department } ({ $by }); please ask another department:
    <blockquote>{ $words }</blockquote>
told_part_not_ours_with_to = 🧩 <a href="tg://user?id={ $to_id }">{ $to }</a>, it is not theirs, says { $department } ({ $by }); please ask another department:
    <blockquote>{ $words }</blockquote>
told_part_late = 🧩 ⚠️ The part of { $department } was due { $due_at } and is not done; they are reminded.
ask_open_parts = 🧩 Parts of { $number } are still open: { $parts }. Resolve it all the same? Nobody needs to do them then.
key_resolve_anyway = Resolve all the same
key_leave_open = Leave it open
key_more = ⋯ More
key_part = 🧩 Ask a department
staff_part_how = Write the department and what it is to do, like: /part design please check the drainage plan of block 3. Or tap “More” on the card.
staff_did_how = Write what was done, like: /did plan checked, the drain is too small
command_part = Ask a department for its part: /part design words
command_did = Your department's part is done: /did words
verdict_part_given = 🧩 Asked { $name }; the card is in the group.
verdict_part_given_already = That department was asked for the same already, and it is still open.
verdict_part_which_department = I can't tell which department. You can write: { $departments }.
verdict_part_which = Several parts are open here; begin with the department, like: /did design plan checked
verdict_part_none = No department's part is open here.
verdict_part_done = 🧩 Thank you; it stands in the topic of { $number }.
verdict_part_not_ours = Whoever holds { $number } is told.
verdict_parts_open = Parts of departments are still open: { $count }. Please confirm in the topic.

## The same complaint again

card_repeats = 🔁 Complained again: { $repeats } did not fix it
card_fix_failed = 🔁 The customer complained about the same thing again: this fix failed
repeats = 🔁 The same complaint again: { $number } was resolved { $resolved_at } ({ $by }), and that fix is marked as failed now. Please see what was done then.
    <blockquote>{ $reason }</blockquote>
told_fix_failed = 🔁 The customer complained about the same thing again ({ $again }): this fix is marked as failed.
told_fix_not_failed = 🔁 { $again } is another thing, says { $by }: this fix is not marked as failed any more.
key_not_same = 🔁 Not the same thing
verdict_not_same = All right, it is not the same as { $number }.

## Snooze: staff are reminded when the time has come

card_snoozed = 💤 put off until { $snoozed_at }: { $reason } (the clocks go on)
reason_snooze_part = waiting for a part
reason_snooze_visit = visit agreed
reason_snooze_away = customer away
reason_snooze_others = waiting for others
told_woken_over = ⏰ { $number } was put off until now ({ $reason }); please go on with it.
told_woken_over_with_to = ⏰ <a href="tg://user?id={ $to_id }">{ $to }</a>, { $number } was put off until now ({ $reason }); please go on with it.
told_woken_customer = ⏰ The customer wrote: { $number } is not put off any more (it was until { $until_at }: { $reason }).
told_woken_customer_with_to = ⏰ <a href="tg://user?id={ $to_id }">{ $to }</a>, the customer wrote: { $number } is not put off any more (it was until { $until_at }: { $reason }).
told_woken_agent = ⏰ { $number } is not put off any more (it was until { $until_at }: { $reason }).
told_woken_urgent = ⏰ { $number } became urgent and is not put off any more (it was until { $until_at }: { $reason }).
key_snooze = 💤 Snooze
key_snooze_until = 💤 { $until_at }
key_wake = ⏰ End the snooze
staff_snooze_how = Write until when and why, like: /snooze tomorrow 9:00 waiting for the part. To end it: /snooze off.
command_snooze = Put it off and be reminded: /snooze tomorrow 9:00 reason
verdict_snoozed = 💤 { $number } is put off until { $until_at }; you are reminded then, or sooner when the customer writes. The clocks go on meanwhile.
verdict_snooze_when = I could not read that time. Write it like: /snooze tomorrow 9:00 waiting for the part.
verdict_snooze_why = Write why it is put off, like: /snooze tomorrow 9:00 waiting for the part.
verdict_snooze_choose_why = Why is it put off?
verdict_snooze_urgent = Urgent tickets cannot be put off.
verdict_snooze_too_far = It can only be put off to a time that is still to come, { $count } days ahead at most.
verdict_snooze_ended = { $number } is not put off any more.
verdict_snooze_none = { $number } is not put off.

## Merging duplicates

card_merged_into = 🔗 merged into { $merged_into }, where it goes on
card_merged = 🔗 with { $merged }, merged into this
merged_here = 🔗 { $number } was merged into this ticket. What the customer wrote there:
merged_here_with_left = 🔗 { $number } was merged into this ticket. What the customer wrote there last ({ $left } earlier messages are in its own topic):
told_merged = 🔗 { $by } merged { $number } into { $into }; please go on there.
told_unmerged = 🔗 { $by } undid the merging with { $into }: { $number } is a ticket of its own again.
told_unmerged_here = 🔗 { $by } undid the merging: { $other } is a ticket of its own again.
merged_told = 🔗 Your tickets <b>{ $number }</b> and <b>{ $into }</b> are about the same thing. We go on with both in <b>{ $into }</b>; everything you wrote is there.
unmerged_told = 🔗 A correction: <b>{ $number }</b> and <b>{ $into }</b> are two matters after all. We go on with each of them.
key_merge = 🔗 Merge into another
key_merge_into = 🔗 Into { $number } { $words }
key_unmerge = ↩️ Undo the merging of { $number }
staff_merge_how = Write which ticket it goes into, like: /merge CD-123. This one goes on there.
command_merge = Merge this ticket into another: /merge CD-123
command_unmerge = Undo a merging: /unmerge or /unmerge CD-123
verdict_merged = { $number } was merged into { $into }; the customer is told.
verdict_unmerged = { $number } is a ticket of its own again; the customer is told.
verdict_merge_unknown = There is no such ticket. Write its number, like: /merge CD-123.
verdict_merge_itself = That is this ticket; write the number of the other one.
verdict_merge_other_customer = { $number } is another customer's and cannot be merged. For one defect of many customers use /defect.
verdict_merge_the_other_way = { $number } is more urgent, or about a bill; please merge { $into } into it instead.
verdict_unmerge_unknown = There is no merging to undo here. Where there are several, write the number: /unmerge CD-123.
verdict_said_in_merged = The customer did not get that: this ticket was merged into { $number }; please answer there.
