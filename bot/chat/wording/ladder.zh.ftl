# 超时上报、绿色通道、督办

task_meeting = 🗓 <b>请召集会议：{ $number } · { $kind } · { $category }</b>
    事情经过已整理在该工单的话题里，结论请以 // 备注写回话题。
key_task_held = ✅ 已开会
task_outcome_held = 已开会

rung_owner = 经办人
rung_shift_lead = 值班组长
rung_department_head = 部门负责人
rung_management = 公司管理层
missing_owner = 没有经办人
missing_owner_on_leave = 经办人休假
missing_shift_lead = 值班组长不在
missing_shift_lead_on_leave = 值班组长都在休假
missing_department_head = 没有部门负责人
missing_department_head_on_leave = 部门负责人休假
missing_management = 没有管理层

late_first_response = 首次答复已超时
late_next_response = 再次答复已超时
late_resolution = 办结已超时
late_soon_first_response = 首次答复快到时限
late_soon_next_response = 再次答复快到时限
late_soon_resolution = 办结快到时限
late_promise = 对客户的承诺没有兑现
late_transfer = 转交没有人接
late_task = 部门配合已超时
late_wait = 等客户回复已到最长时间，继续计时
late_look = 绿色通道，请督办人查看

told_escalated = ⏫ { $number }：{ $late }（时限 { $due_at }），已通知{ $rung } { $name }。
told_escalated_with_missing = ⏫ { $number }：{ $late }（时限 { $due_at }；{ $missing }），已通知{ $rung } { $name }。
told_escalated_with_group = ⏫ { $number }：{ $late }（时限 { $due_at }），已通知全组。

# 提醒：一人一条，一单一行
ladder_digest = ⏰ 有 { $count } 件事请大家处理：
ladder_digest_with_name = ⏰ <a href="tg://user?id={ $name_id }">{ $name }</a>，有 { $count } 件事请您处理：
ladder_line = 📋 <b>{ $number }</b> { $kind }·{ $category } { $words }
ladder_line_with_link = 📋 <a href="{ $link }"><b>{ $number }</b></a> { $kind }·{ $category } { $words }
ladder_line_urgent = 🔴 <b>{ $number }</b> { $kind }·{ $category } { $words }
ladder_line_urgent_with_link = 🔴 <a href="{ $link }"><b>{ $number }</b></a> { $kind }·{ $category } { $words }
ladder_late = · { $late }，应在 { $due_at } 前，已超 { $amount }
ladder_late_with_missing = · { $late }，应在 { $due_at } 前，已超 { $amount }（{ $missing }）
ladder_soon = · { $late }：{ $due_at }
ladder_look = · { $late }
ladder_left = …… 还有 { $left } 件

# 上班时接手的积压工单
waited_digest = 📥 <a href="tg://user?id={ $name_id }">{ $name }</a>，有 { $count } 件没人接的工单现在派给您：
waited_since = · { $filed_at } 受理

# 会议记录：发生了什么，谁在什么时候说了什么
meeting_note = 🗓 <b>{ $number } 会议材料</b>（{ $kind } · { $category }）
meeting_left = …… 另有 { $left } 条没有列出，见话题
meeting_fact = { $done_at } · { $who } · { $fact }
meeting_fact_with_words = { $done_at } · { $who } · { $fact }：{ $words }
who_desk = 服务台
who_customer = 客户
who_agent = 员工
fact_said = 说
fact_note = 内部备注
fact_filed = 立案
fact_urgent = 设为紧急
fact_not_urgent = 改为不紧急
fact_category = 更正类别
fact_assigned = 派给
fact_taken = 受理
fact_accepted = 接手
fact_returned = 转交退回
fact_waiting = 等待客户回复
fact_goes_on = 继续计时
fact_breached = 超时
fact_escalated = 上报
fact_priority = 提高优先级
fact_green = 绿色通道
fact_supervised = 督办
fact_promised = 承诺
fact_promise_kept = 承诺已兑现
fact_promise_broken = 承诺没有兑现
fact_part_given = 请部门配合
fact_part_done = 部门配合完成
fact_fix_failed = 客户再次投诉，上次处理没有解决
fact_snoozed = 暂缓
fact_resolved = 办结
fact_reopened = 重新打开
fact_rated = 客户评分

# 绿色通道、督办
card_green = 🟢 绿色通道
card_green_with_supervisor = 🟢 绿色通道 · 督办：<a href="tg://user?id={ $supervisor_id }">{ $supervisor }</a>
card_priority = ❗ 优先处理（已提高 { $priority } 级）
topic_with_green = { $number } 🟢 { $kind }·{ $category } { $words }
topic_with_priority = { $number } ❗ { $kind }·{ $category } { $words }
topic_urgent_with_green = { $number } 🔴🟢 { $kind }·{ $category } { $words }
topic_urgent_with_priority = { $number } 🔴❗ { $kind }·{ $category } { $words }
look = 👁 { $number } 在绿色通道，请督办人查看进展，点下面的按钮，或用 /supervise 写明要求。
look_with_name = 👁 { $number } 在绿色通道，请 { $name } 查看进展，点下面的按钮，或用 /supervise 写明要求。
told_green = 🟢 { $by } 给 { $number } 开通了绿色通道，办结前一直督办。
told_green_with_name = 🟢 { $by } 给 { $number } 开通了绿色通道，由 <a href="tg://user?id={ $name_id }">{ $name }</a> 督办到办结。
told_green_known = 🟢 { $number } 转入绿色通道（{ $ground }），办结前一直督办。
told_green_known_with_name = 🟢 { $number } 转入绿色通道（{ $ground }），由 <a href="tg://user?id={ $name_id }">{ $name }</a> 督办到办结。
ground_medical = 有需要用电的医疗设备
ground_vip = { standing_vip }
ground_key = { standing_key }
ground_ordinary = { standing_ordinary }
ground_credit_risk = { standing_credit_risk }
told_green_ended = { $by } 结束了 { $number } 的绿色通道。
told_supervised = 👁 { $by } 已查看 { $number } 的进展。
told_supervised_with_words = 👁 { $by } 督办 { $number }：
    <blockquote>{ $words }</blockquote>
key_green = 🟢 绿色通道
key_looked = 👁 已查看
staff_supervise_how = 请在命令后写明督办要求或看到的情况，例如：/supervise 今天下班前必须上门。只看不写，点话题里的“已查看”。
command_green = 绿色通道：/green 开通，/green 结束 退出
command_supervise = 督办：/supervise 要求
verdict_green = 已开通绿色通道。
verdict_green_with_name = 已开通绿色通道，由 { $name } 督办。
verdict_green_already = 已经在绿色通道。要结束请写：/green 结束
verdict_green_ended = { $number } 的绿色通道已结束。
verdict_green_how = 没有改动。开通请发 /green，退出请发 /green 结束，督办要求请用 /supervise 写。
verdict_not_green = 这张工单不在绿色通道。
verdict_not_supervisor = 请由组长、部门负责人或管理层操作；他们都不在时，请其他同事操作。
verdict_not_supervisor_with_name = 由 { $name } 督办，请本人或其他负责人操作。
verdict_supervised = 已记录督办：{ $number }。
verdict_look_first = 绿色通道的工单要别人看过才能办结，请先联系组长；组长以上都不在时，请其他同事查看。
verdict_look_first_with_name = 绿色通道的工单要督办人看过才能办结，请先请 { $name } 查看。
