# Tickets together: departments' parts, repeats, snooze, merging, one answer to everybody of a defect

## A department's part: a card in the staff group

task_part = 🧩 <b>{ $department }: your part in { $number }</b>
    { $asked_by } asks you to look into it
task_part_with_words = 🧩 <b>{ $department }: your part in { $number }</b>
    { $asked_by }: { $words }
task_part_quote = <blockquote>{ $said }</blockquote>
task_part_for = 👉 <a href="tg://user?id={ $to_id }">{ $to }</a>
task_part_how = When it is done, reply to this card and say what was done; or write /did and the words in the ticket's topic.
task_result = <blockquote>{ $result }</blockquote>
key_task_not_ours = Not ours
task_outcome_not_ours = not this department's

card_part = 🧩 { $department }, by { $due_at }: { $words }
card_part_with_owner = 🧩 { $department } ({ $owner }), by { $due_at }: { $words }
card_part_late = 🧩 ⚠️ { $department }, was due { $due_at }: { $words }
card_part_late_with_owner = 🧩 ⚠️ { $department } ({ $owner }), was due { $due_at }: { $words }
told_part_done = 🧩 ✅ { $department } is done ({ $by }):
    <blockquote>{ $words }</blockquote>
told_part_done_with_to = 🧩 ✅ <a href="tg://user?id={ $to_id }">{ $to }</a>, { $department } is done ({ $by }):
    <blockquote>{ $words }</blockquote>
told_part_not_ours = 🧩 { $department } ({ $by }) says that it is not theirs; please ask another department:
    <blockquote>{ $words }</blockquote>
told_part_not_ours_with_to = 🧩 <a href="tg://user?id={ $to_id }">{ $to }</a>, { $department } ({ $by }) says that it is not theirs; please ask another department:
    <blockquote>{ $words }</blockquote>
told_part_late = 🧩 ⚠️ { $department }: the part was due { $due_at } and is not done; they are reminded.
ask_open_parts = 🧩 Parts of { $number } are still open: { $parts }. Resolve it anyway? Then nobody needs to do them.
key_resolve_anyway = Resolve anyway
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
verdict_part_needs_words = After the department, write what was done, like: /did design plan checked
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

card_snoozed = 💤 snoozed until { $snoozed_at }: { $reason } (the clocks keep running)
reason_snooze_part = waiting for a part
reason_snooze_visit = visit agreed
reason_snooze_away = customer away
reason_snooze_others = waiting for others
told_woken_over = ⏰ The snooze of { $number } is over ({ $reason }); please go on with it.
told_woken_over_with_to = ⏰ <a href="tg://user?id={ $to_id }">{ $to }</a>, the snooze of { $number } is over ({ $reason }); please go on with it.
told_woken_customer = ⏰ The customer wrote, so { $number } is no longer snoozed (it was until { $until_at }: { $reason }).
told_woken_customer_with_to = ⏰ <a href="tg://user?id={ $to_id }">{ $to }</a>, the customer wrote, so { $number } is no longer snoozed (it was until { $until_at }: { $reason }).
told_woken_agent = ⏰ { $number } is no longer snoozed (it was until { $until_at }: { $reason }).
told_woken_urgent = ⏰ { $number } became urgent and is no longer snoozed (it was until { $until_at }: { $reason }).
told_woken_merged = ⏰ Another ticket goes on here, so { $number } is no longer snoozed (it was until { $until_at }: { $reason }).
told_woken_merged_with_to = ⏰ <a href="tg://user?id={ $to_id }">{ $to }</a>, another ticket goes on here, so { $number } is no longer snoozed (it was until { $until_at }: { $reason }).
key_snooze = 💤 Snooze
key_snooze_until = 💤 { $until_at }
key_wake = ⏰ End the snooze
staff_snooze_how = Write until when and why, like: /snooze tomorrow 9:00 waiting for the part. To end it: /snooze off.
command_snooze = Snooze it and be reminded: /snooze tomorrow 9:00 reason
verdict_snoozed = 💤 { $number } is snoozed until { $until_at }. You'll be reminded then, or sooner if the customer writes. The clocks keep running.
verdict_snooze_no_time = I could not read that time. Write it like: /snooze tomorrow 9:00 waiting for the part.
verdict_snooze_past = That time has passed already, so it is not snoozed. Write one that is still to come, like: /snooze tomorrow 9:00 waiting for the part.
verdict_snooze_unread = I can't make out the time, so it is not snoozed. Begin with the day and the hour, then the reason, like: /snooze tomorrow 9:00 waiting for the part.
verdict_snooze_why = Write why it is snoozed, like: /snooze tomorrow 9:00 waiting for the part.
verdict_snooze_choose_why = Why is it snoozed?
verdict_snooze_urgent = Urgent tickets cannot be snoozed.
verdict_snooze_too_far = It can only be snoozed until a time still to come, { $count } days ahead at most.
verdict_snooze_ended = { $number } is no longer snoozed.
verdict_snooze_none = { $number } is not snoozed.

## Merging duplicates

card_merged_into = 🔗 merged into { $merged_into }, where it goes on
card_merged = 🔗 { $merged } merged into this ticket
merged_here = 🔗 { $number } was merged into this ticket. What the customer wrote there:
merged_here_with_left = 🔗 { $number } was merged into this ticket. What the customer wrote there last ({ $left } earlier messages are in its own topic):
told_merged = 🔗 { $by } merged { $number } into { $into }; please go on there.
told_unmerged = 🔗 { $by } undid the merge with { $into }: { $number } is a ticket of its own again.
told_unmerged_here = 🔗 { $by } undid the merge: { $other } is a ticket of its own again.
merged_told = 🔗 Your tickets <b>{ $number }</b> and <b>{ $into }</b> are about the same thing. We'll handle both in <b>{ $into }</b>; everything you wrote is there.
unmerged_told = 🔗 A correction: <b>{ $number }</b> and <b>{ $into }</b> are two matters after all. We'll handle each of them on its own.
key_merge = 🔗 Merge into another
key_merge_into = 🔗 Into { $number } { $words }
key_unmerge = ↩️ Undo the merge of { $number }
staff_merge_how = Write which ticket it goes into, like: /merge CD-123. This one goes on there.
command_merge = Merge this ticket into another: /merge CD-123
command_unmerge = Undo a merge: the button, or /unmerge CD-123 where that ticket goes on
verdict_merged = { $number } was merged into { $into }; the customer is told.
verdict_unmerged = { $number } is a ticket of its own again; the customer is told.
verdict_merge_unknown = There is no such ticket. Write its number, like: /merge CD-123.
verdict_merge_resolved = { $number } is resolved, so nothing goes on in it. If this matter is over, too, resolve it as “Duplicate”; if not, go on here.
verdict_merge_itself = That is this ticket; write the number of the other one.
verdict_merge_other_customer = { $number } is another customer's and cannot be merged. For one defect of many customers use /defect.
verdict_merge_the_other_way = { $number } is more urgent, or about a bill; please merge { $into } into it instead.
verdict_unmerge_resolved = { $number }, which this was merged into, is resolved, and this with it. If something is left to do, the merge can be undone once { $number } is open again.
verdict_unmerge_withdrawn = The customer withdrew { $number }, which this was merged into, and this with it; the merge cannot be undone.
verdict_unmerge_erased = The customer had their data erased; the merge cannot be undone.
verdict_unmerge_unknown = There is no merge to undo here. Tap the button on the merged ticket's card, or write its number in the topic where it goes on: /unmerge CD-123.
verdict_said_in_merged = The customer did not get that: this ticket was merged into { $number }; please answer there.

## Defects, and one answer to everybody of a defect or an outage

card_defect = 🐞 { $defect } (tickets: { $defect_tickets })
bulk_asked = 📣 Tell { $count ->
        [one] the one customer
       *[other] the { $count } customers
    } of <b>{ $place }</b>? Each hears it once, as it stands here:
bulk_asked_resolves = 📣 Resolve { $tickets ->
        [one] the one ticket
       *[other] the { $tickets } tickets
    } of <b>{ $place }</b> and tell { $count ->
        [one] the one customer
       *[other] the { $count } customers
    }? They will read:
bulk_going = 📣 Telling the customers of <b>{ $place }</b>: { $told } of { $count } ({ $by })
bulk_over = ✅ The customers of <b>{ $place }</b> are told: { $told } ({ $by })
bulk_going_resolves = 📣 Resolving the tickets of <b>{ $place }</b>: { $told } so far ({ $by })
bulk_over_resolves = ✅ { $told ->
        [one] 1 ticket
       *[other] { $told } tickets
    } of <b>{ $place }</b> resolved, and their customers told ({ $by })
bulk_dropped = ✖️ Not sent to the customers of <b>{ $place }</b>
bulk_words = <blockquote>{ $words }</blockquote>
bulk_kept = Not resolved: { $kept }. They belong to colleagues, have open parts of departments, or wait for their supervisor to look.
told_bulk = 📣 { $by } told everybody:
    <blockquote>{ $words }</blockquote>
outage_says = 📣 About the trouble you reported ({ $out }):
    { $text }
key_bulk_tell = 📣 Tell { $count ->
        [one] 1 customer
       *[other] { $count } customers
    }
key_bulk_resolve = ✅ Resolve and tell { $count ->
        [one] 1 customer
       *[other] { $count } customers
    }
key_bulk_no = Don't send
key_leave_defect = 🐞 Not this defect
staff_defect_how = Write the defect's name or number, like: /defect lift door, block 3. The same name is the same defect; /defect off leaves it.
staff_tell_how = Write what they are to be told, like: /tell The part comes tomorrow and is fitted the same day. Or name which: /tell D-3 … or /tell with the outage's number …
command_defect = Group it under a defect: /defect name
command_tell = Tell everybody of one defect or outage: /tell words
verdict_defect_joined = 🐞 Part of { $name }, now with { $count ->
        [one] 1 open ticket
       *[other] { $count } open tickets
    }. /tell answers them all.
verdict_defect_already = It is part of { $name } already.
verdict_defect_left = Not part of { $name } any more.
verdict_defect_none = This ticket is part of no defect.
verdict_defect_over = { $name } is over. If the trouble is back, open a new one under its name: /defect name
verdict_defect_unknown = There is no defect with that number.
verdict_tell_nobody = There is nobody to tell: use it in a ticket that belongs to a defect or an outage, or write which one, like: /tell D-3 …
verdict_tell_nobody_left = There is nobody left to tell about { $name }: all its tickets are closed.
verdict_tell_unknown = There is no defect and no outage { $number }; nothing was sent. Check the number. If it is part of your text, begin with another word.
verdict_done_all_needs_words = Write what the customers are to be told, like: /done all The door lock has been replaced.
verdict_done_all_of_nothing = Nothing was sent: “all” resolves every ticket of a defect or an outage, and this ticket belongs to neither. Group it with /defect first, or leave out “all”. If your words to the customer begin with it, write “All”.
verdict_tell_no_words = Write what the customers are to be told.
verdict_tell_confirm = Customers to be told: { $count }. Please confirm.
verdict_bulk_begun = 📣 On its way.
verdict_bulk_dropped = All right, nothing is sent.
verdict_bulk_too_late = This question is older than 15 minutes, so nothing is sent. Please ask again.
verdict_bulk_recounted = There are more customers by now: { $count }. Please check the question and confirm again.
verdict_bulk_said_already = The same words were sent to them just now; they are not sent again.
verdict_bulk_answered = That was answered already.
