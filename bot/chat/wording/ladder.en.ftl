# The ladder of what is late, the green channel, supervision

task_meeting = 🗓 <b>Please call a meeting about { $number } · { $kind } · { $category }</b>
    What happened so far is noted in its topic; please write what was decided there, as a // note.
key_task_held = ✅ Meeting held
task_outcome_held = meeting held
