# Promises to customers: recorded, reminded of, kept or broken

## Staff group: the message below an answer; it changes with the promise

promise_offered = 📌 Record this as a promise to the customer? You'll be reminded in time, and the customer will be told.
    <blockquote>{ $words }</blockquote>
promise_another = 📌 Something is promised in this ticket already. Is this one (by { $due_at }) a new time for it, or another matter?
    <blockquote>{ $words }</blockquote>
promise_made = 📌 { $name } promised it by { $due_at }; the customer knows.
    <blockquote>{ $words }</blockquote>
promise_kept = ✅ Kept (promised by { $due_at }); the customer knows.
    <blockquote>{ $words }</blockquote>
promise_broken = 💔 Not kept: promised by { $due_at }.
    <blockquote>{ $words }</blockquote>
promise_settled = 💔 Not kept in time (promised by { $due_at }), settled since.
    <blockquote>{ $words }</blockquote>
promise_dropped = ✖️ No longer promised (it was by { $due_at }).
    <blockquote>{ $words }</blockquote>
promise_not_made = <i>Not recorded as a promise: { $words }</i>

## Staff group: somebody is called by name

promise_due = ⏰ Promised to the customer by { $due_at }. Tap “Kept” when it is done. If it can't be done, write to the customer first and set another time with /promise.
    <blockquote>{ $words }</blockquote>
promise_due_with_to = ⏰ <a href="tg://user?id={ $to_id }">{ $to }</a>, this is promised to the customer by { $due_at }. Tap “Kept” when it is done. If it can't be done, write to the customer first and set another time with /promise.
    <blockquote>{ $words }</blockquote>
promise_was_broken = 💔 A promise was not kept: it was due by { $due_at }, and the customer gets an apology. Please see to it now and tap “Done now”, or agree on another time with /promise.
    <blockquote>{ $words }</blockquote>
promise_was_broken_with_to = 💔 <a href="tg://user?id={ $to_id }">{ $to }</a>, a promise was not kept: it was due by { $due_at }, and the customer gets an apology. Please see to it now and tap “Done now”, or agree on another time with /promise.
    <blockquote>{ $words }</blockquote>
promise_doubtful = ✏️ The edited words no longer say it, but the promise by { $due_at } is still recorded, and the customer knows of it. If it doesn't hold, tap “Withdraw”.
    <blockquote>{ $words }</blockquote>
promise_doubtful_with_to = ✏️ <a href="tg://user?id={ $to_id }">{ $to }</a>, the edited words no longer say it, but the promise by { $due_at } is still recorded, and the customer knows of it. If it doesn't hold, tap “Withdraw”.
    <blockquote>{ $words }</blockquote>
promise_after_close = 📌 The ticket is resolved; the promise by { $due_at } is still to be kept and is being watched. If it is done, tap “Kept”.
    <blockquote>{ $words }</blockquote>
promise_after_close_with_to = 📌 <a href="tg://user?id={ $to_id }">{ $to }</a>, the ticket is resolved; the promise by { $due_at } is still to be kept and is being watched. If it is done, tap “Kept”.
    <blockquote>{ $words }</blockquote>
promise_disputed = ⚠️ The customer says that it was not done (promised by { $due_at }). Please find out, and see to it now.
    <blockquote>{ $words }</blockquote>
promise_disputed_with_to = ⚠️ <a href="tg://user?id={ $to_id }">{ $to }</a>, the customer says that it was not done (promised by { $due_at }). Please find out, and see to it now.
    <blockquote>{ $words }</blockquote>

key_promise_until = ✅ By { $due_at }
key_promise_none = No promise
key_promise_instead = 🔄 Instead of { $due_at }
key_promise_besides = ➕ Another matter
key_promise_kept = ✅ Kept
key_promise_done = ✅ Done now
key_promise_withdraw = Withdraw
key_promise_not_yet = ↩️ Not done yet

verdict_promise_made = Recorded: by { $due_at }.
verdict_promise_choose = Please choose with a button.
verdict_promise_none = All right, not recorded.
verdict_promise_kept = Marked as kept; the customer is told.
verdict_promise_made_good = Marked as done late; the customer is told.
verdict_promise_withdrawn = Withdrawn; the customer is told.
verdict_promise_goes_on = All right, it still stands; the customer is told.
verdict_promise_whose = { $name } promised this; only they, whoever has the ticket, or a lead can withdraw or change it.
verdict_promise_over = This promise was dealt with already.
verdict_promise_past = That time has passed already, so nothing was recorded. Write one that is still to come: <code>/promise Friday 15:00 our technician comes and looks</code>
verdict_promise_no_time = I can't see which time you mean. Write it like this: <code>/promise Friday 15:00 our technician comes and looks</code>
verdict_promise_unread = I can't make out the time, so nothing was recorded. Begin with just the day and the hour: <code>/promise Friday 15:00 our technician comes and looks</code>
verdict_promise_too_far = That is too far ahead, so nothing was recorded: { $count } days at most.
staff_promise_how = Please add when and what: <code>/promise Friday 15:00 our technician comes and looks</code>
command_promise = Record a promise: /promise time words

card_promise = 📌 promised by { $due_at }: { $words }
card_promise_broken = 💔 promise not kept (by { $due_at }): { $words }

## What the customer sees

promise_told = 📌 <b>{ $number }</b>: we promise you this by { $due_at }. It is on record, and we are keeping an eye on it.
    <blockquote>{ $words }</blockquote>
promise_moved = 📌 <b>{ $number }</b>: this was promised by { $before_at }; it is now <b>by { $due_at }</b>. The new time is on record.
    <blockquote>{ $words }</blockquote>
promise_done = ✅ <b>{ $number }</b>: we promised this by { $due_at }, and our colleague says it is done.
    <blockquote>{ $words }</blockquote>
    If that is not so, tap below and tell us.
promise_done_late = ✅ <b>{ $number }</b>: we promised this by { $due_at }, and our colleague says it is done now. We are sorry that it was late.
    <blockquote>{ $words }</blockquote>
    If that is not so, tap below and tell us.
promise_withdrawn = <b>{ $number }</b>: what was promised by { $due_at } no longer holds. If you have any questions, just reply; our staff will see it.
    <blockquote>{ $words }</blockquote>
promise_goes_on = <b>{ $number }</b>: a correction, this is not done yet after all (promised by { $due_at }). We are still on it.
    <blockquote>{ $words }</blockquote>
key_promise_not_kept = Not done yet
