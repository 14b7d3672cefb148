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
