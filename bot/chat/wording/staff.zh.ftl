# 员工：派单、上下班、休假、转交、个人记录

card_no_owner_with_assigned = 👤 请 <a href="tg://user?id={ $assigned_id }">{ $assigned }</a> 受理
alarm_for = 👉 请 <a href="tg://user?id={ $assigned_id }">{ $assigned }</a> 马上受理
told_assigned = 👉 { $number } 请 <a href="tg://user?id={ $to_id }">{ $to }</a> 受理（{ $reason }）。
told_assigned_with_former = 👉 { $number } 转给 <a href="tg://user?id={ $to_id }">{ $to }</a> 办理（{ $reason }），<a href="tg://user?id={ $former_id }">{ $former }</a> 不再经办。
reason_on_leave = 原经办人休假
reason_late = 超时未办
reason_relabelled = 类别已更正
told_returned = ↩️ { $number }：<a href="tg://user?id={ $to_id }">{ $to }</a> 到{ $returned_at } 还没有接手，已退回，仍由 { $owner } 负责。<a href="tg://user?id={ $by_id }">{ $by }</a> 请另找人接手。
offer_with_owner = 🔀 { $by } 请 <a href="tg://user?id={ $to_id }">{ $to }</a> 接手 { $number }，{ $until_at } 前有效。接手之前仍由 { $owner } 负责。
verdict_offered_already = 已经请 { $name } 接手，{ $offered_until_at } 前有效，正在等回应。
verdict_is_away = { $name } 今天休假，请转给别人。
told_offer_sooner = ⏱ <a href="tg://user?id={ $to_id }">{ $to }</a>，{ $number } 变为紧急，请在 { $until_at } 前点“接手”或“不接”。
verdict_offer_replaced = 这次转交已经失效，后来改请 { $name } 接手了。
verdict_offer_ended = 这次转交已经失效，{ $number } 现在由 { $name } 负责。
verdict_offer_over = 已经过了接手时间，仍由 { $name } 负责。
told_called_off = ↩️ { $to } 在休假，接不了 { $number }，仍由 { $owner } 负责。<a href="tg://user?id={ $by_id }">{ $by }</a> 请另找人接手。
told_called_off_with_left = ↩️ { $to } 已离开，接不了 { $number }，仍由 { $owner } 负责。<a href="tg://user?id={ $by_id }">{ $by }</a> 请另找人接手。
departed = 👋 { $name } 已离开团队。名下未结工单 { $tickets } 件、未完成任务 { $tasks } 项，由其他人接手。{ $promises ->
        [0] { "" }
       *[other] 对客户的承诺还有 { $promises } 项未到期或未兑现，由接手工单的人继续兑现。
    }
departed_with_shifts = { departed }
    排班表里还有 { $shifts } 个班{ $on_call ->
        [0] { "" }
       *[other] （其中听班 { $on_call } 个）
    }，到时没有人来，请组长重新排班。
told_nobody_there = ↩️ { $to } 已离开，{ $number } 暂时没有当班的人可以接手，请组长安排；在此之前谁都可以处理。
told_nobody_there_with_until_on = ↩️ <a href="tg://user?id={ $to_id }">{ $to }</a> 休假到 { $until_on }，{ $number } 暂时没有当班的人可以接手，请组长安排。
staff_give_how = 请在命令后写同事的名字，例如：/give 小王。也可以点卡片上的“转交”。
command_give = 转交给同事：/give 小王
command_onshift = 上班：/onshift，或 /onshift 18:00 说明几点下班
command_offshift = 下班：/offshift，手上的工单不会转走
verdict_on_shift = 🟢 { $name } 上班了，到{ $until_at } 为止，提前走请发 /offshift。手上 { $own } 件未结，本部门待受理 { $waiting } 件。
verdict_back_on_shift = 🟢 { $name } 销假上班了，到{ $until_at } 为止。手上 { $own } 件未结；休假时移交出去的工单不会自动转回。
verdict_on_shift_already = 您已经在班上，到{ $until_at } 为止。手上 { $own } 件未结。要改时间请写 /onshift 20:00。
verdict_off_shift = ⚪ { $name } 下班了。手上 { $own } 件未结，仍由您负责；要交给别人请点“转交”。
verdict_off_shift_later = { $name } { $until_at } 下班。手上 { $own } 件未结，到时仍由您负责。
verdict_not_on_shift = 您现在没有在班上。上班请发 /onshift。
verdict_shift_no_time = 没看懂时间。请这样写：/onshift 18:00、/onshift 到晚上八点。
verdict_shift_past = 这个时间已经过了，请写以后的时间，例如 /onshift 18:00。
verdict_shift_unread = 时间没看明白，请只写钟点，例如 /onshift 18:00。
shift_over = ⚪ <a href="tg://user?id={ $to_id }">{ $to }</a>，您的班到{ $until_at } 已经结束。还在上班的话，请再发 /onshift。
verdict_shift_too_long = 一个班最晚到{ $until_at }，请写早一点的时间；更长的班请让主管排：python -m bot agents shift。
verdict_nobody_named = 没有找到这个名字的同事，请按群里的名字写全。
verdict_several_named = 有几位同事都可能是：{ $names }。请写全名。
command_record = 我近 30 天的记录；组长可写同事的名字
verdict_own_work = 📥 { $name } { $count ->
        [0] 手上没有未结工单。
       *[other] 手上未结 { $count } 件：
    }
own_not_taken = 👉 还没有受理
own_snoozed = 💤 暂缓到{ $snoozed_at }
own_tasks = 🗒 另有 { $tasks } 项任务没有完成，见群里 General 的卡片。
verdict_record = 📊 { $name }，{ $since_on }以来
    办结 { $handled } 件，超时 { $late } 件，返工 { $fix_failed } 件
    转出 { $given } 件，接手 { $received } 件，未及时接手 { $not_accepted } 件
    承诺兑现 { $kept } 次，失约 { $broken } 次
    表扬 { $praised } 次，还没有评分
verdict_record_with_mean = 📊 { $name }，{ $since_on }以来
    办结 { $handled } 件，超时 { $late } 件，返工 { $fix_failed } 件
    转出 { $given } 件，接手 { $received } 件，未及时接手 { $not_accepted } 件
    承诺兑现 { $kept } 次，失约 { $broken } 次
    表扬 { $praised } 次，评分 { $mean } 星（{ $marks } 次）
verdict_record_of_others = { $name } 的记录只有本人和组长以上可以看。
card_offered = 🔀 等 { $offered } 接手，{ $offered_until_at } 前有效
reason_left = 原经办人已离开
handover_with_holder = 🙋 <b>{ $name }</b> 要和人工对话（{ $number }）。<a href="tg://user?id={ $holder_id }">{ $holder }</a> 请接待。机器人已静默，在这里写的话直接发给客户；谈完点下面的按钮。
