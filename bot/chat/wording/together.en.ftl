# Tickets together: departments' parts, repeats, snooze, merging, one answer to everybody of a defect

## A department's part: a card in the staff group

task_part = 🧩 <b>{ $number } needs { $department }</b>
    { $asked_by }: { $words }
task_part_quote = <blockquote>{ $said }</blockquote>
task_part_for = 👉 { $people }
task_part_how = When it is done, reply to this card and say what was done; or write /did and the words in the ticket's topic.
key_task_not_ours = Not ours
task_outcome_not_ours = not this department's
