# Staff: who gets a ticket, shifts, leave, transfers, records of people

card_no_owner_with_assigned = 👤 for <a href="tg://user?id={ $assigned_id }">{ $assigned }</a> to take
alarm_for = 👉 <a href="tg://user?id={ $assigned_id }">{ $assigned }</a>, please take it now
told_assigned = 👉 <a href="tg://user?id={ $to_id }">{ $to }</a>, please take { $number } ({ $reason }).
told_assigned_with_former = 👉 <a href="tg://user?id={ $to_id }">{ $to }</a>, { $number } is yours now ({ $reason }); <a href="tg://user?id={ $former_id }">{ $former }</a> no longer has it.
reason_on_leave = its owner is on leave
reason_late = it is late
reason_relabelled = its category was corrected
told_returned = ↩️ <a href="tg://user?id={ $to_id }">{ $to }</a> had not accepted { $number } by { $returned_at }; it stays with { $owner }. <a href="tg://user?id={ $by_id }">{ $by }</a>, please find somebody else.
offer_with_owner = 🔀 { $by } asks <a href="tg://user?id={ $to_id }">{ $to }</a> to take over { $number } by { $until_at }. Until it is accepted, { $owner } stays responsible.
verdict_offered_already = { $name } was asked already and has until { $offered_until_at } to accept.
verdict_is_away = { $name } is on leave today; please choose somebody else.
told_offer_sooner = ⏱ <a href="tg://user?id={ $to_id }">{ $to }</a>, { $number } is urgent now: please accept or decline by { $until_at }.
verdict_offer_replaced = This offer no longer stands: the ticket has since been offered to { $name }.
verdict_offer_ended = This offer no longer stands: { $number } is with { $name } now.
verdict_offer_over = Too late to accept it; it stays with { $name }.
told_called_off = ↩️ { $to } is on leave and cannot take over { $number }; it stays with { $owner }. <a href="tg://user?id={ $by_id }">{ $by }</a>, please find somebody else.
told_called_off_with_left = ↩️ { $to } has left and cannot take over { $number }; it stays with { $owner }. <a href="tg://user?id={ $by_id }">{ $by }</a>, please find somebody else.
departed = 👋 { $name } is no longer on the staff. Still open: { $tickets ->
        [one] 1 ticket
       *[other] { $tickets } tickets
    } and { $tasks ->
        [one] 1 task
       *[other] { $tasks } tasks
    }, for others to take over.{ $promises ->
        [0] { "" }
       *[other] { " " }Promises to customers that still stand: { $promises }; whoever has the ticket keeps them.
    }
departed_with_shifts = { departed }
    Still in the roster: { $shifts ->
        [one] 1 shift
       *[other] { $shifts } shifts
    }{ $on_call ->
        [0] { "" }
       *[other] { " " }({ $on_call } on call)
    }. Lead, please replan: nobody will turn up.
told_nobody_there = ↩️ { $to } has left, and nobody on shift can take { $number } over. Lead, please find somebody; until then anybody may decide about it.
told_nobody_there_with_until_on = ↩️ <a href="tg://user?id={ $to_id }">{ $to }</a> is on leave until { $until_on }, and nobody on shift can take { $number } over. Lead, please find somebody.
staff_give_how = Write a colleague's name after the command, like: /give Lin. Or tap “Hand on” on the card.
command_give = Hand on to a colleague: /give Lin
command_onshift = Begin your shift: /onshift, or /onshift 18:00 to say until when
command_offshift = End your shift: /offshift; your tickets stay yours
verdict_on_shift = 🟢 { $name } is on shift until { $until_at }; send /offshift to leave sooner. Open and yours: { $own }. Waiting to be taken in your department: { $waiting }.
verdict_back_on_shift = 🟢 { $name } is back from leave and on shift until { $until_at }. Open and yours: { $own }. What was handed over meanwhile stays where it is.
verdict_on_shift_already = You are on shift already, until { $until_at }. Open and yours: { $own }. To change the time: /onshift 20:00.
verdict_off_shift = ⚪ { $name } is off shift. Open and still yours: { $own }; to hand one on, tap “Hand on” on its card.
verdict_off_shift_later = { $name } goes off shift { $until_at }. Open: { $own }; they stay yours.
verdict_not_on_shift = You are not on shift. Begin with /onshift.
verdict_shift_no_time = I could not read that time. Write it like /onshift 18:00 or /onshift until 8 pm.
verdict_shift_past = That time has passed already. Write one that is still to come, like /onshift 18:00.
verdict_shift_unread = I can't make out the time. Write only the hour, like /onshift 18:00.
shift_over = ⚪ <a href="tg://user?id={ $to_id }">{ $to }</a>, your shift ended { $until_at }. Still at work? Send /onshift.
verdict_shift_too_long = A shift lasts until { $until_at } at most; write an earlier time. Longer ones are planned by your manager: python -m bot agents shift.
verdict_nobody_named = No colleague of that name. Write the full name as it stands in the group.
verdict_several_named = Several colleagues could be meant: { $names }. Write the full name.
command_record = My record of the last 30 days; leads may name a colleague
verdict_own_work = 📥 { $name }: { $count ->
        [0] no open tickets.
        [one] 1 open ticket:
       *[other] { $count } open tickets:
    }
own_not_taken = 👉 not taken yet
own_snoozed = 💤 snoozed until { $snoozed_at }
own_tasks = 🗒 { $tasks ->
        [one] 1 task is not done yet; its card is in General.
       *[other] { $tasks } tasks are not done yet; their cards are in General.
    }
verdict_record = 📊 { $name } since { $since_on }
    resolved: { $handled }, late: { $late }, fix failed: { $fix_failed }
    handed on: { $given }, taken over: { $received }, not accepted in time: { $not_accepted }
    promises kept: { $kept }, broken: { $broken }
    praised: { $praised }, no stars yet
verdict_record_with_mean = 📊 { $name } since { $since_on }
    resolved: { $handled }, late: { $late }, fix failed: { $fix_failed }
    handed on: { $given }, taken over: { $received }, not accepted in time: { $not_accepted }
    promises kept: { $kept }, broken: { $broken }
    praised: { $praised }, stars: { $mean } ({ $marks ->
        [one] 1 mark
       *[other] { $marks } marks
    })
verdict_record_of_others = Only { $name } and leads see this record.
card_offered = 🔀 offered to { $offered } until { $offered_until_at }
reason_left = its owner has left
handover_with_holder = 🙋 <b>{ $name }</b> wants to talk to a person ({ $number }). <a href="tg://user?id={ $holder_id }">{ $holder }</a>, this is for you. The bot is silent; what you write here goes straight to the customer. Tap the button when you are done.
