# 一起办理：部门配合、重复投诉、暂缓、合并、同一缺陷的批量答复

## 部门配合：卡片放在员工群

task_part = 🧩 <b>{ $number } 需要{ $department }配合</b>
    { $asked_by }：请看工单里的情况
task_part_with_words = 🧩 <b>{ $number } 需要{ $department }配合</b>
    { $asked_by }：{ $words }
task_part_quote = <blockquote>{ $said }</blockquote>
task_part_for = 👉 <a href="tg://user?id={ $to_id }">{ $to }</a>
task_part_how = 办完请直接回复这张卡片，写明做了什么；也可以在工单话题里发 /did 说明。
task_result = <blockquote>{ $result }</blockquote>
key_task_not_ours = 不归我们
task_outcome_not_ours = 不归我们

card_part = 🧩 { $department }，{ $due_at } 前：{ $words }
card_part_with_owner = 🧩 { $department }（{ $owner }），{ $due_at } 前：{ $words }
card_part_late = 🧩 ⚠️ { $department }，已过 { $due_at }：{ $words }
card_part_late_with_owner = 🧩 ⚠️ { $department }（{ $owner }），已过 { $due_at }：{ $words }
told_part_done = 🧩 ✅ { $department }办完了（{ $by }）：
    <blockquote>{ $words }</blockquote>
told_part_done_with_to = 🧩 ✅ <a href="tg://user?id={ $to_id }">{ $to }</a>，{ $department }办完了（{ $by }）：
    <blockquote>{ $words }</blockquote>
told_part_not_ours = 🧩 { $department }说不归他们（{ $by }），请另找部门：
    <blockquote>{ $words }</blockquote>
told_part_not_ours_with_to = 🧩 <a href="tg://user?id={ $to_id }">{ $to }</a>，{ $department }说不归他们（{ $by }），请另找部门：
    <blockquote>{ $words }</blockquote>
told_part_late = 🧩 ⚠️ { $department }的配合没有在 { $due_at } 前办完，已催办。
ask_open_parts = 🧩 { $number } 还有部门没有办完：{ $parts }。仍然办结？办结后他们不用再办。
key_resolve_anyway = 仍然办结
key_leave_open = 先不办结
key_more = ⋯ 更多
key_part = 🧩 请部门配合
staff_part_how = 请写明部门和要做的事，例如：/part 设计 请核对 3 栋排水图纸。也可以点卡片上的“更多”。
staff_did_how = 请写明做了什么，例如：/did 图纸已核对，排水口偏小
command_part = 请部门配合：/part 设计 要做的事
command_did = 部门的配合办完了：/did 做了什么
verdict_part_given = 🧩 已请{ $name }配合，卡片在员工群里。
verdict_part_given_already = 同样的事已经请过这个部门，还没有办完。
verdict_part_which_department = 没看出是哪个部门。可以写：{ $departments }。
verdict_part_which = 这里有几个部门的配合没有办完，请先写部门，例如：/did 设计 图纸已核对
verdict_part_needs_words = 请在部门后面写明做了什么，例如：/did 设计 图纸已核对
verdict_part_none = 这里没有还没办完的部门配合。
verdict_part_done = 🧩 谢谢，已经写进 { $number } 的话题。
verdict_part_not_ours = 已告诉 { $number } 的经办人。
verdict_parts_open = 还有 { $count } 项部门配合没有办完，请在话题里确认。

## 同一件事再次投诉

card_repeats = 🔁 再次投诉：上次是 { $repeats }，当时的处理没有解决
card_fix_failed = 🔁 客户又来投诉同一件事，这次处理记为未解决
repeats = 🔁 同一件事再次投诉：{ $number } 在 { $resolved_at } 办结（{ $by }），那次处理已记为未解决。请先看看当时做了什么。
    <blockquote>{ $reason }</blockquote>
told_fix_failed = 🔁 客户就同一件事又来投诉（{ $again }），这次处理记为未解决。
told_fix_not_failed = 🔁 { $by } 说 { $again } 是另一件事，不再记为未解决。
key_not_same = 🔁 不是同一件事
verdict_not_same = 好的，与 { $number } 不是同一件事。

## 暂缓：到时提醒

card_snoozed = 💤 暂缓到{ $snoozed_at }：{ $reason }（计时照常）
reason_snooze_part = 等配件
reason_snooze_visit = 已约上门
reason_snooze_away = 客户不在
reason_snooze_others = 等其他单位
told_woken_over = ⏰ { $number } 暂缓的时间到了（{ $reason }），请接着办。
told_woken_over_with_to = ⏰ <a href="tg://user?id={ $to_id }">{ $to }</a>，{ $number } 暂缓的时间到了（{ $reason }），请接着办。
told_woken_customer = ⏰ 客户发来消息，{ $number } 不再暂缓（原定到{ $until_at }，{ $reason }）。
told_woken_customer_with_to = ⏰ <a href="tg://user?id={ $to_id }">{ $to }</a>，客户发来消息，{ $number } 不再暂缓（原定到{ $until_at }，{ $reason }）。
told_woken_agent = ⏰ { $number } 不再暂缓（原定到{ $until_at }，{ $reason }）。
told_woken_urgent = ⏰ { $number } 已转为紧急，不再暂缓（原定到{ $until_at }，{ $reason }）。
told_woken_merged = ⏰ 另一工单并到这里，{ $number } 不再暂缓（原定到{ $until_at }，{ $reason }）。
told_woken_merged_with_to = ⏰ <a href="tg://user?id={ $to_id }">{ $to }</a>，另一工单并到这里，{ $number } 不再暂缓（原定到{ $until_at }，{ $reason }）。
key_snooze = 💤 暂缓
key_snooze_until = 💤 { $until_at }
key_wake = ⏰ 不再暂缓
staff_snooze_how = 请写明到什么时候、为什么，例如：/snooze 明天 9:00 等配件。要结束暂缓，请写：/snooze 结束。
command_snooze = 暂缓，到时提醒：/snooze 明天 9:00 原因
verdict_snoozed = 💤 { $number } 暂缓到{ $until_at }，到时提醒；客户发消息就提前结束。计时照常，不会停。
verdict_snooze_no_time = 没看懂时间。请这样写：/snooze 明天 9:00 等配件。
verdict_snooze_past = 这个时间已经过了，没有暂缓。请写以后的时间，例如：/snooze 明天 9:00 等配件。
verdict_snooze_unread = 时间没看明白，没有暂缓。请先写日子和钟点，再写原因，例如：/snooze 明天 9:00 等配件。
verdict_snooze_why = 请写明为什么暂缓，例如：/snooze 明天 9:00 等配件。
verdict_snooze_choose_why = 为什么暂缓？
verdict_snooze_urgent = 紧急工单不能暂缓。
verdict_snooze_too_far = 只能暂缓到以后的时间，最长 { $count } 天。
verdict_snooze_ended = { $number } 不再暂缓。
verdict_snooze_none = { $number } 没有暂缓。

## 合并重复的工单

card_merged_into = 🔗 已并入 { $merged_into }，在那里继续办理
card_merged = 🔗 { $merged } 已并入本工单
merged_here = 🔗 { $number } 并入这里，客户在那边说的话：
merged_here_with_left = 🔗 { $number } 并入这里，客户在那边最近说的话（更早的 { $left } 条在原话题里）：
told_merged = 🔗 { $by } 把 { $number } 并入 { $into }，请到那边继续。
told_unmerged = 🔗 { $by } 取消了与 { $into } 的合并，{ $number } 照旧单独办理。
told_unmerged_here = 🔗 { $by } 取消了合并，{ $other } 照旧单独办理。
merged_told = 🔗 您的 <b>{ $number }</b> 和 <b>{ $into }</b> 说的是同一件事，我们合在 <b>{ $into }</b> 一起办，您之前写的都在。
unmerged_told = 🔗 更正：<b>{ $number }</b> 与 <b>{ $into }</b> 不是同一件事，我们照旧分开办理，互不影响。
key_merge = 🔗 并入另一工单
key_merge_into = 🔗 并入 { $number } { $words }
key_unmerge = ↩️ 取消合并 { $number }
staff_merge_how = 请写明并入哪个工单，例如：/merge CD-123。本工单会并到那里继续。
command_merge = 把本工单并入另一个：/merge CD-123
command_unmerge = 取消合并：点按钮，或在并入的那个话题里发 /unmerge CD-123
verdict_merged = { $number } 已并入 { $into }，已告知客户。
verdict_unmerged = { $number } 已恢复单独办理，已告知客户。
verdict_merge_unknown = 没有这个工单。请写编号，例如：/merge CD-123。
verdict_merge_resolved = { $number } 已经办结，不能再并进去。这件事如果也已解决，请按“重复工单”办结；没有解决，就在这里继续办理。
verdict_merge_itself = 这就是本工单，请写另一个的编号。
verdict_merge_other_customer = { $number } 是另一位客户的，不能合并。同一个缺陷请用 /defect 归到一起。
verdict_merge_the_other_way = { $number } 更急或牵涉账单，请反过来，把 { $into } 并入它。
verdict_unmerge_resolved = { $number } 已办结，并进去的这件也随之办结。如果还有事没办，等 { $number } 重新打开后就可以取消合并。
verdict_unmerge_withdrawn = 客户撤回了 { $number }，并进去的这件也随之撤回，不能取消合并。
verdict_unmerge_erased = 客户已删除资料，不能取消合并。
verdict_unmerge_unknown = 这里没有可以取消的合并。请点被合并工单卡片上的按钮，或到它并入的那个话题里写编号：/unmerge CD-123。
verdict_said_in_merged = 没有发给客户：这个工单已并入 { $number }，请到那边答复。

## 缺陷，以及对同一缺陷或停供的客户统一答复

card_defect = 🐞 { $defect }（共 { $defect_tickets } 件）
bulk_asked = 📣 告知 <b>{ $place }</b> 的 { $count } 位客户？每人一次，原文如下：
bulk_asked_resolves = 📣 办结 <b>{ $place }</b> 的 { $tickets } 件工单，告知 { $count } 位客户？原文如下：
bulk_going = 📣 正在告知 <b>{ $place }</b> 的客户：{ $told }/{ $count }（{ $by }）
bulk_over = ✅ 已告知 <b>{ $place }</b> 的 { $told } 位客户（{ $by }）
bulk_going_resolves = 📣 正在办结 <b>{ $place }</b> 的工单：已办结 { $told } 件（{ $by }）
bulk_over_resolves = ✅ 已办结 <b>{ $place }</b> 的 { $told } 件工单，并告知客户（{ $by }）
bulk_dropped = ✖️ 没有告知 <b>{ $place }</b> 的客户
bulk_words = <blockquote>{ $words }</blockquote>
bulk_kept = 另有 { $kept } 件没有办结：由别人负责、还有部门没办完，或督办人还没看过。
told_bulk = 📣 { $by } 已统一告知：
    <blockquote>{ $words }</blockquote>
outage_says = 📣 关于您反映的{ $out }：
    { $text }
key_bulk_tell = 📣 告知 { $count } 位客户
key_bulk_resolve = ✅ 办结并告知 { $count } 位客户
key_bulk_no = 不发
key_leave_defect = 🐞 不是这个缺陷
staff_defect_how = 请写缺陷的名称或编号，例如：/defect 3 栋电梯门锁。同名的会归到一起；/defect off 退出。
staff_tell_how = 请写要告知的话，例如：/tell 配件明天到，到货当天修好。也可以写明是哪个：/tell D-3 …… 或 /tell 停供编号 ……
command_defect = 归到同一个缺陷：/defect 名称
command_tell = 告知同一缺陷或停供的所有客户：/tell 要说的话
verdict_defect_joined = 🐞 已归到 { $name }，现在共 { $count } 件未结。/tell 可以统一答复。
verdict_defect_already = 已经归在 { $name }。
verdict_defect_left = 已从 { $name } 退出。
verdict_defect_none = 这个工单没有归到缺陷。
verdict_defect_over = { $name } 已经结束。如果又出现，请写名称新建一个：/defect 名称
verdict_defect_unknown = 没有这个编号的缺陷。
verdict_tell_nobody = 没有可以告知的客户：请在归到缺陷或停供的工单里用，或者写明编号，例如：/tell D-3 ……
verdict_tell_nobody_left = { $name } 的工单都已结束，没有可以告知的客户。
verdict_tell_unknown = 没有编号为 { $number } 的缺陷或停供，什么都没有发。请核对编号；如果它是正文的一部分，请换个开头。
verdict_done_all_needs_words = 请写明要告知客户的话，例如：/done 全部 门锁已更换。
verdict_done_all_of_nothing = 没有发出：“all”或“全部”是办结同一缺陷或停供的所有工单，这个工单不属于任何一个。请先用 /defect 归类，或者去掉这个词。给客户的话本来就以“全部”开头的，后面不要加空格或标点。
verdict_tell_no_words = 请写要告知客户的话。
verdict_tell_confirm = 将告知 { $count } 位客户，请先确认。
verdict_bulk_begun = 📣 开始告知。
verdict_bulk_dropped = 好的，没有发。
verdict_bulk_too_late = 这个确认已经超过 15 分钟，没有发。请重新发起。
verdict_bulk_recounted = 现在有 { $count } 位客户，比刚才多了。请看一下再确认。
verdict_bulk_said_already = 同样的话刚刚发过，不再重复发。
verdict_bulk_answered = 已经确认过了。
