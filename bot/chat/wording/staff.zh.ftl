# 员工：派单、上下班、休假、转交、个人记录

card_no_owner_with_assigned = 👤 请 <a href="tg://user?id={ $assigned_id }">{ $assigned }</a> 受理
alarm_for = 👉 请 <a href="tg://user?id={ $assigned_id }">{ $assigned }</a> 马上受理
told_assigned = 👉 { $number } 请 <a href="tg://user?id={ $to_id }">{ $to }</a> 受理（{ $reason }）。
told_assigned_with_former = 👉 { $number } 转给 <a href="tg://user?id={ $to_id }">{ $to }</a> 办理（{ $reason }），<a href="tg://user?id={ $former_id }">{ $former }</a> 不再经办。
reason_on_leave = 原经办人休假
reason_late = 超时未办
reason_relabelled = 类别已更正
told_returned = ↩️ { $number }：<a href="tg://user?id={ $to_id }">{ $to }</a> 到 { $returned_at } 还没有接，转交退回，仍由 { $owner } 负责。<a href="tg://user?id={ $by_id }">{ $by }</a> 请另找人接手。
offer_with_owner = 🔀 { $by } 请 <a href="tg://user?id={ $to_id }">{ $to }</a> 接手 { $number }，{ $until_at } 前有效。接手之前仍由 { $owner } 负责。
verdict_is_away = { $name } 今天休假，请转给别人。
verdict_offer_over = 已经过了接手时间，仍由 { $name } 负责。
