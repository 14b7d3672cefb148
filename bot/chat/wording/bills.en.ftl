## Bills: reminders, payments, instalments, disputes

bill_reminder = 💰 <b>Payment reminder</b>
bill_brief = { $count ->
        [one] You have 1 bill to pay: <b>{ $total }</b>, due on { $due_on }.
       *[other] You have { $count } bills to pay: <b>{ $total }</b> in all, the first one due on { $due_on }.
    }
bill_brief_with_late = { $count ->
        [one] You have 1 bill to pay: <b>{ $total }</b>. It was due on { $due_on }.
       *[other] You have { $count } bills to pay: <b>{ $total }</b> in all, { $late } of them overdue, the first one since { $due_on }.
    }
bill_brief_others = { $left ->
        [one] Besides, 1 more bill is unpaid; /bills shows it.
       *[other] Besides, { $left } more bills are unpaid; /bills shows them.
    }
bill_line_due = · { $account } | { $period }: <b>{ $amount_sum }</b>, due on { $due_on } ({ $days ->
        [one] 1 day left
       *[other] { $days } days left
    })
bill_line_due_with_part = · { $account } | { $period }, instalment { $part } of { $parts }: <b>{ $amount_sum }</b>, due on { $due_on } ({ $days ->
        [one] 1 day left
       *[other] { $days } days left
    })
bill_line_today = · { $account } | { $period }: <b>{ $amount_sum }</b>, due today
bill_line_today_with_part = · { $account } | { $period }, instalment { $part } of { $parts }: <b>{ $amount_sum }</b>, due today
bill_line_late = · { $account } | { $period }: <b>{ $amount_sum }</b>, was due on { $due_on } ({ $days ->
        [one] 1 day ago
       *[other] { $days } days ago
    })
bill_line_late_with_part = · { $account } | { $period }, instalment { $part } of { $parts }: <b>{ $amount_sum }</b>, was due on { $due_on } ({ $days ->
        [one] 1 day ago
       *[other] { $days } days ago
    })
bill_others = Your other unpaid bills:
bill_total = Total of what is due: <b>{ $total }</b>
bill_left = { $left ->
        [one] 1 more is not listed; /bills shows it.
       *[other] { $left } more are not listed; /bills shows them.
    }
bill_left_unasked = { $left ->
        [one] 1 more unpaid bill is not listed; please ask us about it.
       *[other] { $left } more unpaid bills are not listed; please ask us about them.
    }
bill_url = { "  " }Pay online: { $url }
bill_elsewhere = To be told in another way, or no more, send us /bills or /settings in Telegram.

bill_paid = ✅ We received your payment of <b>{ $amount_sum }</b> ({ $period }, bill { $number }). Thank you!
bill_part_paid = ✅ We received instalment { $part } of bill { $number } ({ $period }): <b>{ $amount_sum }</b>. Thank you!
bill_settled = Bill { $number } ({ $period }, { $amount_sum }) is settled; there is nothing more to pay.
bill_cancelled = Bill { $number } ({ $period }, { $amount_sum }) was cancelled; you don't have to pay it.
bill_open_again = We have dealt with your objection to bill { $number } ({ $period }). It still has to be paid: <b>{ $amount_sum }</b>, due on { $due_on }. You'll be reminded as usual; if something is unclear, just write here.
bill_instalments = Bill { $number } ({ $period }, { $amount_sum }) can now be paid in { $count } instalments:
bill_instalment = · instalment { $part }: <b>{ $amount_sum }</b>, due on { $due_on }
payment_not_found = We couldn't find your payment of bill { $number } ({ $period }, { $amount_sum }) yet. A transfer may still be on its way. If you have paid, please send a photo of the receipt here and we'll look again. Until then you'll be reminded as usual.

key_pay = 💳 Pay { $amount_sum }
key_pay_one = 💳 { $period } { $amount_sum }
key_bill_paid = ✅ I have paid
key_bill_more_time = 🕒 Instalments or more time
key_bill_dispute = ❓ The bill is wrong
key_bills = 📄 My bills
key_talk_to_human = Talk to a person

told_bill_disputed = ❓ The customer says that this bill is wrong; reminders rest until the ticket is resolved:
    { $number } | { $period } | <b>{ $amount_sum }</b> | due on { $due_on }
    { $account }
    After that it is reminded of again; if nothing is to be paid, press “Nothing to pay” first.
told_bill_more_time = 🕒 The customer asks for instalments or more time:
    { $number } | { $period } | <b>{ $amount_sum }</b> | due on { $due_on }
    { $account }
    A button agrees instalments, and the customer gets the plan; for another number: python -m bot bills instalments { $number } N
key_bill_instalments = { $count } instalments
key_bill_settle = Nothing to pay

verdict_bill_settled = Bill { $number } is settled; the customer is told.
verdict_bill_agreed = Bill { $number } is paid in instalments; the customer gets the plan.
verdict_bill_closed = Bill { $number } is closed already.
verdict_bill_too_small = Bill { $number } is too small for so many instalments.

command_bills = My bills and reminders
