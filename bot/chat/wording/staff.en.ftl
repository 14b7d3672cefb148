# Staff: who gets a ticket, shifts, leave, transfers, records of people

card_no_owner_with_assigned = 👤 for <a href="tg://user?id={ $assigned_id }">{ $assigned }</a> to take
alarm_for = 👉 <a href="tg://user?id={ $assigned_id }">{ $assigned }</a>, please take it now
told_assigned = 👉 { $number } is for <a href="tg://user?id={ $to_id }">{ $to }</a> to take ({ $reason }).
told_assigned_with_former = 👉 { $number } goes to <a href="tg://user?id={ $to_id }">{ $to }</a> ({ $reason }); <a href="tg://user?id={ $former_id }">{ $former }</a> no longer has it.
reason_on_leave = on leave
reason_late = late
reason_relabelled = another category
told_returned = ↩️ { $number } was not accepted by <a href="tg://user?id={ $to_id }">{ $to }</a> until { $returned_at }; it stays with { $owner }. <a href="tg://user?id={ $by_id }">{ $by }</a>, please find somebody else.
offer_with_owner = 🔀 { $by } asks <a href="tg://user?id={ $to_id }">{ $to }</a> to take over { $number } by { $until_at }. Until it is accepted, { $owner } stays responsible.
verdict_is_away = { $name } is on leave today; please choose somebody else.
verdict_offer_over = The time for accepting it is over; it stays with { $name }.
