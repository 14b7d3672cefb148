# 员工：派单、上下班、休假、转交、个人记录

card_no_owner_with_assigned = 👤 请 <a href="tg://user?id={ $assigned_id }">{ $assigned }</a> 受理
alarm_for = 👉 请 <a href="tg://user?id={ $assigned_id }">{ $assigned }</a> 马上受理
told_assigned = 👉 { $number } 请 <a href="tg://user?id={ $to_id }">{ $to }</a> 受理（{ $reason }）。
told_assigned_with_former = 👉 { $number } 转给 <a href="tg://user?id={ $to_id }">{ $to }</a> 办理（{ $reason }），<a href="tg://user?id={ $former_id }">{ $former }</a> 不再经办。
reason_on_leave = 原经办人休假
reason_late = 超时未办
reason_relabelled = 类别已更正
