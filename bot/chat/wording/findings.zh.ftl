# 反复出现的问题：交给部门，说明怎么改，改好后告诉反映过的客户
task_finding = 🔎 <b>{ $finding } · { $category } · { $placed ->
    [0] 小区未登记
   *[other] { $site }
    }：{ $customers } 位客户反映了 { $count } 次</b>
    { $since_on } 至 { $until_on }
    <blockquote expandable>{ $words }</blockquote>
    请部门说明会怎么改（回复这条消息即可），或说明为什么不改。
task_finding_with_plan = 🔎 <b>{ $finding } · { $category } · { $placed ->
    [0] 小区未登记
   *[other] { $site }
    }：{ $customers } 位客户反映了 { $count } 次</b>
    { $since_on } 至 { $until_on }
    <blockquote expandable>{ $words }</blockquote>
    🛠 打算这样改：{ $plan }
    改好以后请点“已经改好”，或发 /changed { $finding } 改了什么，反映过的客户会收到您写的话。
task_finding_with_ending = 🔎 <b>{ $finding } · { $category } · { $placed ->
    [0] 小区未登记
   *[other] { $site }
    }：{ $customers } 位客户反映了 { $count } 次</b>
    { $since_on } 至 { $until_on }
    <blockquote expandable>{ $words }</blockquote>
    📌 结果：{ $ending }
key_task_will_change = 🛠 会改，说明怎么改
key_task_no_change = 不改，说明原因
key_task_changed = ✅ 已经改好
task_outcome_will_change = 会改
task_outcome_no_change = 不改
task_outcome_changed = 已经改好
finding_ask_will_change = ✍️ <a href="tg://user?id={ $to_id }">{ $to }</a>，{ $finding } 打算怎么改？请回复这条消息写明，大概什么时候也请写上。
finding_ask_no_change = ✍️ <a href="tg://user?id={ $to_id }">{ $to }</a>，{ $finding } 为什么不改？请回复这条消息写明原因，会留在报告里。
finding_ask_changed = ✍️ <a href="tg://user?id={ $to_id }">{ $to }</a>，{ $finding } 改好了什么？请回复这条消息写明。您写的话会原样发给反映过的 { $customers } 位客户。
finding_unheard = ⚠️ { $finding }（{ $category }）：{ $customers } 位客户反映了 { $count } 次，到 { $deadline_at } 还没有人说会不会改。<a href="tg://user?id={ $to_id }">{ $to }</a> 请过问。
finding_unheard_with_plan = ⚠️ { $finding }（{ $category }）：说好要改“{ $plan }”，到 { $deadline_at } 还没有说改好。<a href="tg://user?id={ $to_id }">{ $to }</a> 请过问。
finding_unheard_all = ⚠️ { $finding }（{ $category }）：{ $customers } 位客户反映了 { $count } 次，到 { $deadline_at } 还没有人说会不会改。请负责的同事尽快答复。
finding_unheard_all_with_plan = ⚠️ { $finding }（{ $category }）：说好要改“{ $plan }”，到 { $deadline_at } 还没有说改好。请负责的同事尽快答复。
finding_changed = 您之前反映的{ $category }问题（{ $numbers }），现在有了改变。{ $department }告诉您：
    <blockquote>{ $words }</blockquote>
    谢谢您当时告诉我们。如果还有不对的地方，直接写给我就行。
finding_confirm = 📣 { $by } 说 { $finding } 已经改好。告诉反映过的 { $customers } 位客户？他们会看到：
    <blockquote>{ $words }</blockquote>
finding_closed = ✅ { $finding } 已记为改好，{ $tell_at } 起告诉反映过的 { $customers } 位客户：
    <blockquote>{ $words }</blockquote>
    如果不对，请在此之前撤回。
key_finding_tell = 📣 告知 { $count } 位客户
key_finding_keep = 先不发
key_finding_undo = ↩️ 撤回
verdict_finding_confirm = 将告知 { $customers } 位客户，请在群里确认；确认前 { $number } 仍未结束。
verdict_finding_kept = 好的，没有发，{ $number } 仍未结束。
verdict_finding_asked_anew = 这条已经答过，或者 { $number } 有更新的确认，以新的为准。
verdict_finding_undone = { $number } 已撤回，没有告诉客户。
verdict_finding_told_already = 不能撤回了：{ $number } 的客户已经在收到消息，或者同样的问题又有了新的编号。
verdict_finding_needs_words = 请写明内容，例如：/change { $number } 六月底前换门机。
verdict_finding_words = 请回复群里刚发的那条消息，写明内容。
verdict_finding_planned = { $number } 已记下。改好以后请发 /changed { $number } 改了什么。
verdict_finding_planned_again = { $number } 的打算已更新。
verdict_finding_changed = { $number } 已记为改好，会告诉反映过的 { $customers } 位客户。
verdict_finding_dismissed = { $number } 已记下不改的原因。
verdict_finding_over = { $number } 已经有结果了。
verdict_finding_unknown = 没有这个编号。请写成 { $number } 这样，编号在卡片上。
staff_change_how = 请在命令后写编号和打算怎么改，例如：/change FD-12 六月底前给三栋电梯换门机。也可以直接回复那张卡片。
staff_changed_how = 请在命令后写编号和改好了什么，例如：/changed FD-12 三栋电梯的门机已全部更换。反映过的客户会收到这句话。
staff_nochange_how = 请在命令后写编号和不改的原因，例如：/nochange FD-12 消防规定不允许封闭这个通道。
command_change = 反复的问题打算怎么改：/change FD-12 说明
command_changed = 反复的问题已改好，告知客户：/changed FD-12 说明
command_nochange = 反复的问题不改：/nochange FD-12 原因
