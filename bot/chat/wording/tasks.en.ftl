# Tasks for people of the staff: a card in the staff group, pressed by whoever did it
task_call_about_outage = 📞 <b>Please call this customer: { $out }</b>
    { $name } { $phone } · { $account }
    { $reason }
    { $number } · from { $starts_at }
task_call_about_outage_with_ends_at = 📞 <b>Please call this customer: { $out }</b>
    { $name } { $phone } · { $account }
    { $reason }
    { $number } · from { $starts_at } until { $ends_at }
task_verify_payment = 💰 <b>Please check whether this payment arrived</b>
    { $name } { $phone } · { $account }
    { $bill } · { $amount_sum }
task_visit = 🤝 <b>Please arrange this quarter’s visit</b>
    { $name } { $phone } · { $account }
task_contract_ends = 📄 <b>This contract is about to end; please get in touch</b>
    { $name } { $phone } · { $account }
    It ends on { $until_on }
task_area_alarm = 🚨 <b>{ $site }: { $count } reports of { $out } in { $minutes } minutes</b>
    No outage is known there. Please check whether the whole area is affected.
task_outage_overdue = ⌛ <b>{ $number } should be over; please confirm</b>
    { $out } · expected back { $ends_at }
task_call_unhappy = 📞 <b>An unhappy customer; please call and ask why</b>
    { $name } { $phone } · { $account }
    { $stars } of 5 stars { $words }
task_recover = 📞 <b>{ $number }: an unhappy customer; please call and make it good</b>
    { $name } { $phone } · { $account }
    { $stars } of 5 stars { $words }
task_due = ⏰ by { $deadline_at }
task_given_back = ↩️ { $former } is not available; who takes it over?
task_overdue = ⚠️ Overdue and still not done:
task_owner = 👤 <a href="tg://user?id={ $owner_id }">{ $owner }</a>
task_everybody = 👤 anybody: press “I’ll do it”
task_tries = 📵 called without an answer: { $tries }×
task_done = ✅ { $by }: { $outcome } ({ $done_at })
task_over = ☑️ { $outcome } ({ $done_at })
task_outcome_done = done
task_outcome_not_needed = not needed
task_outcome_reached = reached
task_outcome_received = payment received
task_outcome_not_found = payment not found
task_outcome_open_outage = treated as an outage of the area
task_outcome_no_outage = not an outage of the area
task_outcome_restored = restored
task_outcome_goes_on = still being worked on
task_outcome_won_back = satisfied now
task_outcome_still_unhappy = spoken with, still not satisfied
task_outcome_no_reason = no longer needed
task_outcome_left_area = no longer needed: the outage does not concern them any more
task_outcome_new_end = no longer needed: another end is expected now
task_outcome_known_outage = the reports belong to an outage that is known by now
key_task_take = ✋ I’ll do it
key_task_done = ✅ Done
key_task_not_needed = Not needed
key_task_reached = ✅ Reached
key_task_no_answer = 📵 No answer
key_task_received = ✅ Received
key_task_not_found = ❌ Not found
key_task_open_outage = ⚡ Open an outage for this area
key_task_no_outage = Not an outage
key_task_restored = ✅ Restored, tell customers
key_task_goes_on = Still out
key_task_won_back = ✅ Satisfied now
key_task_still_unhappy = 😟 Still unhappy
verdict_task_done = Done, thank you.
verdict_task_tried = Noted. Please try again later.
verdict_task_done_by = { $name } has done it already.
verdict_task_over = This task is no longer needed.
reason_medical = ⚕️ Lives with powered medical equipment: please do reach them
reason_vip = ⭐ VIP customer
reason_key = ⭐ Key customer
