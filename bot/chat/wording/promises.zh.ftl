# 对客户的承诺：登记、提醒、兑现或未兑现

## 员工群：答复下面的一条，随承诺变化

promise_offered = 📌 要登记为对客户的承诺吗？到时间会提醒，客户也会收到。
    <blockquote>{ $words }</blockquote>
promise_another = 📌 这张工单已经有承诺。这一条（{ $due_at } 前）是改时间，还是另外一件？
    <blockquote>{ $words }</blockquote>
promise_made = 📌 { $name } 承诺{ $due_at } 前办到，已告知客户。
    <blockquote>{ $words }</blockquote>
promise_kept = ✅ 已兑现（原定{ $due_at } 前），已告知客户。
    <blockquote>{ $words }</blockquote>
promise_broken = 💔 未兑现：应在{ $due_at } 前办到。
    <blockquote>{ $words }</blockquote>
promise_settled = 💔 未按时兑现（应在{ $due_at } 前），后来已了结。
    <blockquote>{ $words }</blockquote>
promise_dropped = ✖️ 承诺已取消（原定{ $due_at } 前）。
    <blockquote>{ $words }</blockquote>
promise_not_made = <i>没有登记为承诺：{ $words }</i>

## 员工群：点名提醒

promise_due = ⏰ 答应客户{ $due_at } 前办到，办好请点“已兑现”。来不及就先写给客户，用 /promise 改时间。
    <blockquote>{ $words }</blockquote>
promise_due_with_to = ⏰ <a href="tg://user?id={ $to_id }">{ $to }</a>，答应客户{ $due_at } 前办到，办好请点“已兑现”。来不及就先写给客户，用 /promise 改时间。
    <blockquote>{ $words }</blockquote>
promise_was_broken = 💔 对客户的承诺没有兑现：应在{ $due_at } 前办到，会向客户道歉。请尽快办，办好点“已补办”，或用 /promise 约定新的时间。
    <blockquote>{ $words }</blockquote>
promise_was_broken_with_to = 💔 <a href="tg://user?id={ $to_id }">{ $to }</a>，对客户的承诺没有兑现：应在{ $due_at } 前办到，会向客户道歉。请尽快办，办好点“已补办”，或用 /promise 约定新的时间。
    <blockquote>{ $words }</blockquote>
promise_doubtful = ✏️ 改过的话里没有{ $due_at } 前的承诺了，但承诺还在登记中、客户也知道。不算数了请点“撤回承诺”。
    <blockquote>{ $words }</blockquote>
promise_doubtful_with_to = ✏️ <a href="tg://user?id={ $to_id }">{ $to }</a>，改过的话里没有{ $due_at } 前的承诺了，但承诺还在登记中、客户也知道。不算数了请点“撤回承诺”。
    <blockquote>{ $words }</blockquote>
promise_after_close = 📌 工单已办结，{ $due_at } 前的承诺还没有了结，会继续跟踪。已经办到请点“已兑现”。
    <blockquote>{ $words }</blockquote>
promise_after_close_with_to = 📌 <a href="tg://user?id={ $to_id }">{ $to }</a>，工单已办结，{ $due_at } 前的承诺还没有了结，会继续跟踪。已经办到请点“已兑现”。
    <blockquote>{ $words }</blockquote>
promise_disputed = ⚠️ 客户说没有办到（{ $due_at } 前的承诺）。请核实，尽快办好。
    <blockquote>{ $words }</blockquote>
promise_disputed_with_to = ⚠️ <a href="tg://user?id={ $to_id }">{ $to }</a>，客户说没有办到（{ $due_at } 前的承诺）。请核实，尽快办好。
    <blockquote>{ $words }</blockquote>

key_promise_until = ✅ { $due_at } 前
key_promise_none = 不是承诺
key_promise_instead = 🔄 代替{ $due_at } 那条
key_promise_besides = ➕ 另外一件
key_promise_kept = ✅ 已兑现
key_promise_done = ✅ 已补办
key_promise_withdraw = 撤回承诺
key_promise_not_yet = ↩️ 还没办到

verdict_promise_made = 已登记，{ $due_at } 前。
verdict_promise_choose = 请点按钮选定。
verdict_promise_none = 好的，不登记。
verdict_promise_kept = 已记为兑现，客户会收到。
verdict_promise_made_good = 已记为补办，客户会收到。
verdict_promise_withdrawn = 已撤回，客户会收到。
verdict_promise_goes_on = 好的，承诺仍然有效，客户会收到。
verdict_promise_whose = 这是 { $name } 的承诺，只有本人、工单负责人或组长以上可以撤回或改时间。
verdict_promise_over = 这条承诺已经处理过了。
verdict_promise_past = 这个时间已经过了，没有登记。请写以后的时间：<code>/promise 周五15:00 师傅上门检修</code>
verdict_promise_no_time = 没看出是什么时间。请这样写：<code>/promise 周五15:00 师傅上门检修</code>
verdict_promise_unread = 时间没看明白，没有登记。请在最前面只写日子和钟点：<code>/promise 周五15:00 师傅上门检修</code>
verdict_promise_too_far = 时间太远，没有登记，最多 { $count } 天以后。
staff_promise_how = 请写上时间和内容：<code>/promise 周五15:00 师傅上门检修</code>
command_promise = 登记对客户的承诺：/promise 时间 内容

card_promise = 📌 承诺{ $due_at } 前：{ $words }
card_promise_broken = 💔 承诺未兑现（应在{ $due_at } 前）：{ $words }

## 客户看到的

promise_told = 📌 <b>{ $number }</b>：我们答应您{ $due_at } 前办到，已经登记，我们会一直跟进。
    <blockquote>{ $words }</blockquote>
promise_moved = 📌 <b>{ $number }</b>：原来答应您{ $before_at } 前办到，现在改为 <b>{ $due_at } 前</b>，已经重新登记。
    <blockquote>{ $words }</blockquote>
promise_done = ✅ <b>{ $number }</b>：答应您{ $due_at } 前办到的这件事，同事反馈已经办好。
    <blockquote>{ $words }</blockquote>
    如果不是这样，请点下面告诉我们。
promise_done_late = ✅ <b>{ $number }</b>：答应您{ $due_at } 前办到的这件事，同事反馈现在已经办好。没有按时办到，很抱歉。
    <blockquote>{ $words }</blockquote>
    如果不是这样，请点下面告诉我们。
promise_withdrawn = <b>{ $number }</b>：之前登记的承诺（{ $due_at } 前）取消了。有疑问请直接回复，同事会看到。
    <blockquote>{ $words }</blockquote>
promise_goes_on = <b>{ $number }</b>：更正一下，这件事其实还没有办到（答应的是{ $due_at } 前），我们继续办。
    <blockquote>{ $words }</blockquote>
key_promise_not_kept = 还没办到
