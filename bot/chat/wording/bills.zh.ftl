## 账单：提醒、到账、分期、有异议

bill_reminder = 💰 <b>缴费提醒</b>
bill_brief = 您有 { $count } 笔账单待缴，共 <b>{ $total }</b>，最早 { $due_on }到期。
bill_brief_with_late = 您有 { $count } 笔账单待缴，共 <b>{ $total }</b>，其中 { $late } 笔已过期，最早的 { $due_on }到期。
bill_brief_others = 此外还有 { $left } 笔未缴账单，输入 /bills 查看。
bill_line_due = · { $account }｜{ $period }：<b>{ $amount_sum }</b>，{ $due_on }到期（还有 { $days } 天）
bill_line_due_with_part = · { $account }｜{ $period } 第 { $part }/{ $parts } 期：<b>{ $amount_sum }</b>，{ $due_on }到期（还有 { $days } 天）
bill_line_today = · { $account }｜{ $period }：<b>{ $amount_sum }</b>，今天到期
bill_line_today_with_part = · { $account }｜{ $period } 第 { $part }/{ $parts } 期：<b>{ $amount_sum }</b>，今天到期
bill_line_late = · { $account }｜{ $period }：<b>{ $amount_sum }</b>，{ $due_on }到期，已过 { $days } 天
bill_line_late_with_part = · { $account }｜{ $period } 第 { $part }/{ $parts } 期：<b>{ $amount_sum }</b>，{ $due_on }到期，已过 { $days } 天
bill_others = 其他未缴账单：
bill_total = 以上到期提醒合计：<b>{ $total }</b>
bill_left = 另有 { $left } 笔没有列出，输入 /bills 查看。
bill_left_unasked = 另有 { $left } 笔未缴账单没有列出，想了解请与我们联系。
bill_url = 　在线缴费：{ $url }
bill_elsewhere = 想换接收方式或不再接收，请在 Telegram 里向我们发送 /bills 或 /settings。

bill_paid = ✅ 已收到您的缴费：<b>{ $amount_sum }</b>（{ $period }，账单 { $number }）。谢谢您！
bill_part_paid = ✅ 已收到您账单 { $number }（{ $period }）第 { $part } 期的缴费：<b>{ $amount_sum }</b>。谢谢您！
bill_settled = 账单 { $number }（{ $period }，{ $amount_sum }）已结清，您不用再缴。
bill_cancelled = 账单 { $number }（{ $period }，{ $amount_sum }）已作废，您不用缴纳。
bill_open_again = 您对账单 { $number }（{ $period }）的异议已处理完，这笔账单仍需缴纳：<b>{ $amount_sum }</b>，{ $due_on }到期。之后会照常提醒您；还有疑问，直接写在这里。
bill_instalments = 账单 { $number }（{ $period }，{ $amount_sum }）已为您办好分期，共 { $count } 期：
bill_instalment = · 第 { $part } 期 <b>{ $amount_sum }</b>，{ $due_on }到期
payment_not_found = 账单 { $number }（{ $period }，{ $amount_sum }）暂时没有查到您的缴费。转账可能还在路上；已经缴过的话，请把缴费凭证的照片发到这里，我们再核对。在此之前会照常提醒您。

key_pay = 💳 去缴费 { $amount_sum }
key_pay_one = 💳 { $period } { $amount_sum }
key_bill_paid = ✅ 我已缴费
key_bill_more_time = 🕒 想分期或缓缴
key_bill_dispute = ❓ 账单不对
key_bills = 📄 我的账单
key_talk_to_human = 转人工

told_bill_disputed = ❓ 客户认为账单不对，提醒已暂停，直到工单办结：
    { $number }｜{ $period }｜<b>{ $amount_sum }</b>｜{ $due_on }到期
    { $account }
    工单办结后账单恢复提醒；如果不用再缴，请先点“不用再缴”。
told_bill_more_time = 🕒 客户想分期或缓缴：
    { $number }｜{ $period }｜<b>{ $amount_sum }</b>｜{ $due_on }到期
    { $account }
    点按钮即可办分期，客户会收到分期安排；其他期数：python -m bot bills instalments { $number } N
key_bill_instalments = 分 { $count } 期
key_bill_settle = 不用再缴

verdict_bill_settled = 账单 { $number } 已结清，客户会收到通知。
verdict_bill_agreed = 账单 { $number } 已办分期，客户会收到安排。
verdict_bill_closed = 账单 { $number } 已经了结，不用再处理。
verdict_bill_too_small = 账单 { $number } 的金额太小，分不了这么多期。

command_bills = 我的账单和提醒方式
