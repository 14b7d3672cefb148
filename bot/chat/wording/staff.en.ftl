# Staff: who gets a ticket, shifts, leave, transfers, records of people

card_no_owner_with_assigned = 👤 for <a href="tg://user?id={ $assigned_id }">{ $assigned }</a> to take
alarm_for = 👉 <a href="tg://user?id={ $assigned_id }">{ $assigned }</a>, please take it now
told_assigned = 👉 { $number } is for <a href="tg://user?id={ $to_id }">{ $to }</a> to take ({ $reason }).
told_assigned_with_former = 👉 { $number } goes to <a href="tg://user?id={ $to_id }">{ $to }</a> ({ $reason }); <a href="tg://user?id={ $former_id }">{ $former }</a> no longer has it.
reason_on_leave = on leave
reason_late = late
reason_relabelled = another category
