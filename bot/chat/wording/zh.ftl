## 标签：在卡片、按钮和通知里用到的固定说法

kind_complaint = 投诉
kind_inquiry = 咨询
kind_suggestion = 建议
kind_praise = 表扬

category_design = 设计规划
category_quality = 质量
category_sales_promise = 销售承诺
category_service = 服务

hazard_gas = 燃气泄漏
hazard_shock = 触电
hazard_fire = 火情
hazard_trapped = 人员被困
hazard_flooding = 大量漏水
hazard_falling = 高空坠物
hazard_medical = 医疗设备断电
hazard_other = 人身或财产危险

state_open = 待受理
state_taken = 处理中
state_resolved = 已办结
state_withdrawn = 客户已撤回
state_merged = 已并入另一工单

language_zh = 中文
language_en = 英文

# 员工办结时选的原因
reason_fixed = 已修好
reason_explained = 已解释清楚
reason_arranged = 已安排
reason_compensated = 已补偿
reason_no_fault = 未见异常
reason_duplicate = 重复工单
reason_words = 见说明

# 同样的原因，说给客户听
outcome_fixed = 问题已经修好。
outcome_explained = 相关情况已向您说明。
outcome_arranged = 已经安排处理。
outcome_compensated = 已经按约定给您补偿。
outcome_no_fault = 已经检查，没有发现异常。
outcome_duplicate = 这件事和您之前反映的是同一件，我们合并处理。

## 客户看到的

agent_says = 💬 <b>{ $number }</b>
    { $text }

# 客服写得很长、放不下抬头时，只送原话
agent_says_bare = { $text }

resolved = ✅ <b>{ $number }</b> 已办结。
    { $outcome }

    这次处理您满意吗？请点星级，5 星最好。如果还没解决，请点“没有解决”。
resolved_with_words = ✅ <b>{ $number }</b> 已办结。
    <blockquote>{ $words }</blockquote>
    这次处理您满意吗？请点星级，5 星最好。如果还没解决，请点“没有解决”。

resolved_with_numbers = ✅ <b>{ $numbers }</b> 都已办结。
    <blockquote>{ $words }</blockquote>
    这次处理您满意吗？请点星级，5 星最好。哪一件还没解决，请点它的编号。

delayed = 您的消息已经收到并保存，只是系统眼下没法马上答复。恢复后会立刻处理，您不用重发。

    ⚠️ 如果现在有危险（燃气味、触电、着火、有人被困），请马上离开现场，并立即拨打紧急电话（火警 119，急救 120，报警 110）。

handed_back = 人工对话到这里先告一段落（{ $number }），接下来由小助手为您服务。还需要人工，随时说“转人工”。

filed_unanswered = 您之前写的“{ $words }”，我先按{ $kind }·{ $category }受理了，编号 <b>{ $number }</b>，最晚{ $due_at }前答复您。如果不对，点下面改一下就好。
joined_unanswered = 您之前写的“{ $words }”，已经记到 <b>{ $number }</b> 里，处理的同事能看到。

offer_besides = 另外您还提到：“{ $words }”。也为您单独立案吗？
filed_besides = 您之前另外提到的“{ $words }”，已经单独为您立案，编号 <b>{ $number }</b>（{ $kind }·{ $category }），与 { $linked } 关联，最晚{ $due_at }前答复您。如果不对，点下面改一下就好。

key_file_remark = 立案
key_leave_remark = 不用
key_wrong_kind = 类型不对
key_wrong_category = 分类不对
key_withdraw = 撤回
key_stars = { $stars } ★
key_not_solved = 没有解决
key_not_solved_number = { $number } 没有解决

## 员工群：卡片

card_head = 📋 <b>{ $number } · { $kind } · { $category }</b>
card_head_urgent = 🔴 <b>{ $number } · { $kind } · { $category } · 紧急</b>
card_head_resolved = ✅ <b>{ $number } · { $kind } · { $category } · 已办结</b>
card_head_withdrawn = ↩️ <b>{ $number } · { $kind } · { $category } · 客户已撤回</b>
card_head_merged = 🔗 <b>{ $number } · { $kind } · { $category } · 已合并</b>
card_hazard = ⚠️ <b>{ $hazard }</b>
card_no_owner = 👤 待受理
card_owner = 👤 { $owner }
card_owner_with_first_owner = 👤 { $owner }（首问：{ $first_owner }）
card_customer = 🙋 { $customer } · { $language }
card_account = 🏷 { $account }
card_place = 📍 { $place }
card_since = 🕒 { $since }
card_refers = 🔗 与 { $refers_to } 是同一件事
card_linked = 🔗 与 { $linked } 出自同一条消息
card_outage = ⚡ 属于片区{ $out }（{ $number }）
card_outage_with_restored_at = ✅ 属于片区{ $out }（{ $number }），{ $restored_at } 已恢复
card_outage_besides = ⚡ 同一条消息还反映了已知的{ $out }（{ $number }），已告知客户
# 同一条消息里另外提到的事
card_besides_open = 💬 另外还提到（{ $kind }·{ $category }，未立案）：“{ $words }”
card_besides_left = 💬 另外还提到（客户说不用立案）：“{ $words }”
card_round = 🔁 第 { $round } 次办理
card_words = <blockquote>{ $words }</blockquote>
card_words_long = <blockquote expandable>{ $words }</blockquote>
card_no_words = <i>（没有文字，见下面的内容）</i>
card_more = <i>还有 { $more } 字没有显示，原文已全部保存</i>
card_resolution = 处理结果：{ $resolution }
card_earlier = 以前的工单：
card_earlier_one = · { $number } { $kind }·{ $category }，{ $state }：{ $words }

topic = { $number } { $kind }·{ $category } { $words }
topic_urgent = { $number } 🔴 { $kind }·{ $category } { $words }

## 为什么这样判断：卡片下方和终端里的说明

# 除工单以外，一条消息还可能是什么
intent_check_status = 查工单进度
intent_talk_to_human = 转人工
intent_ask_bill = 查账单
intent_ask_outage = 查停水停电
intent_chitchat = 闲聊
intent_withdraw = 撤回工单
intent_not_solved = 还没解决
intent_list_mine = 看自己的工单
intent_skip = 跳过问题
intent_affirm = 是
intent_deny = 否
intent_cancel = 取消
intent_other_language = 其他语言
intent_no_words = 没有文字
kind_none = 不用立案

why_head = 💡 { $number } 判断为 <b>{ $label }</b>
why_because_sure = 把握 { $sure }%，低于 { $least }% 才会追问客户。
why_because_unsure = 把握只有 { $sure }%，低于 { $least }%，要先问客户。
why_because_urgent = 可能有危险，不追问，直接受理。
why_because_phrase = 整句是熟悉的说法：“{ $label }”。
why_because_parts = 一条消息说了两件事，分开看更清楚：按主要的一件受理，不追问客户。
why_because_unread = 没有按词判断。
why_kind = 类型看：{ $found }
why_category = 类别看：{ $found }
why_urgent = 险情看：{ $found }
why_hazard = ⚠️ { $hazard }，可能性 { $danger }%（{ $alarm_from }% 起报警）
why_danger_words = 险情用语：{ $found }
why_danger_words_with_guards = 险情用语：{ $found }；但不是眼下的险情：{ $guards }
why_others = 其次可能：{ $found }
why_removed = 只是标签名、没有计入：{ $found }
why_left_out = 消息很长，中间 { $left } 字没有读
# 一条消息两件事：工单跟着哪一件，另一件是什么
why_besides = 💬 两件事：工单按“{ $main }”办；“{ $said }”另判断为 { $label }
why_besides_with_found = 💬 两件事：工单按“{ $main }”办；“{ $said }”另判断为 { $label }，看：{ $found }
why_then = 收到时判断为 { $label }（{ $share }%），之后模型更新过。
why_asked_not = 没有追问客户。
why_asked_quiet = 追问过客户，客户没有回答。
why_asked_answered = 追问过客户，客户选了：{ $chosen }
why_changed = ✏️ { $before } → { $after }（{ $by }，{ $changed_at }）
why_changed_urgent_true = ✏️ 设为紧急（{ $by }，{ $changed_at }）
why_changed_urgent_false = ✏️ 改为不紧急（{ $by }，{ $changed_at }）
why_customer = 客户
why_legend = <i>数字：去掉这个词，把握会降低几个百分点。</i>

# “坏了” 41
why_word = “{ $said }” { $points }
why_quoted = “{ $said }”
why_share = { $said } { $points }%
# 两项之间的分隔
why_separator = |、|

# 遇到这样的消息，服务台会怎么做
explain_file = 直接受理立案。
explain_ask = 先问客户。
explain_answer = 直接答复，不立案。
explain_kind = 决定类型的词
explain_category = 决定类别的词
explain_urgent = 说明险情的词
explain_parts = 一条消息说了两件事：
explain_part_main = { $label } { $share }%（工单按这一件）
explain_part_besides = { $label } { $share }%（另外的一件）
explain_others = 其次可能，%

## 员工群：按钮

key_take = ✋ 受理
key_offer = 🔀 转交
key_resolve = ✅ 办结
key_kind = 改类型
key_category = 改类别
key_urgent = 🔴 设为紧急
key_not_urgent = 不紧急
key_why = 💡 为什么？
key_back = ‹ 返回
key_file_besides = ➕ 另立一单：{ $words }
key_hand_back = 🤖 交还机器人
key_accept = 接手
key_not_accept = 不接

## 员工群：通知

alarm = 🔴 <b>紧急 { $number }</b> · { $kind } · { $category }
    🙋 { $customer }
    ⏰ { $due_at } 前必须处理
    <blockquote>{ $words }</blockquote>
alarm_with_hazard = 🔴 <b>紧急 { $number }：{ $hazard }</b> · { $kind } · { $category }
    🙋 { $customer }
    ⏰ { $due_at } 前必须处理
    <blockquote>{ $words }</blockquote>

relay = 🙋 <b>{ $name }</b>
    { $text }
relay_with_left = 🙋 <b>{ $name }</b>
    { $text }
    <i>还有 { $left } 字没有显示，原文已全部保存</i>
relay_edit = ✏️ <b>{ $name }</b> 把消息改成了：
    { $text }

handover = 🙋 <b>{ $name }</b> 要和人工对话（{ $number }）。机器人已静默，您在这里写的会直接发给客户；谈完请点下面的按钮。
offer = 🔀 { $by } 请 <a href="tg://user?id={ $to_id }">{ $to }</a> 接手 { $number }。对方点“接手”后才算转交，在那之前仍由 { $by } 负责。

told_linked = 🔗 客户把另外提到的事单独立案了：{ $filed }
    <blockquote>{ $said }</blockquote>
told_linked_with_name = 🔗 { $name } 把客户另外提到的事单独立案了：{ $filed }
    <blockquote>{ $said }</blockquote>
told_withdrawn = ↩️ 客户撤回了 { $number }。
told_corrected_by_customer = ✏️ 客户更正：这是 { $kind } · { $category }。
told_handed_back = 🤖 机器人已接回对话（{ $by }）。
told_rated = { $marks } 客户给 { $number } 打了 { $stars } 星。
told_rating_comment = { $marks } 客户的评价：
    <blockquote>{ $said }</blockquote>
told_reopened = 🔁 { $number } 重新打开（第 { $round } 次办理），请尽快受理。
told_reopened_with_owner = 🔁 { $number } 重新打开（第 { $round } 次办理），由 <a href="tg://user?id={ $owner_id }">{ $owner }</a> 负责到底。
told_resolved = ✅ { $name } 办结了 { $number }：{ $reason }
told_resolved_with_words = ✅ { $name } 办结了 { $number }，给客户的说明：
    <blockquote>{ $words }</blockquote>
told_accepted = 🔀 { $name } 接手了 { $number }。
told_declined = 🔀 { $name } 没有接 { $number }，仍由原负责人处理。

by_agent = 由客服交还
by_silence = 长时间无人说话
by_resolved = 工单已办结
by_customer = 客户撤回

dialogue_away = ⚠️ 对话服务暂时没有应答。客户的消息都已保存，客户已被告知会晚些答复，恢复后自动处理。请值班同事检查服务。
update_failed = ⚠️ 有一条消息（编号 { $update }）试了 { $attempts } 次都没能处理，已搁置，后面的消息照常处理。请技术同事查看：
    <code>{ $error }</code>

undelivered = ⚠️ { $number }：有一条消息没能送到客户手里。{ $why }
undelivered_with_text = ⚠️ { $number }：这条消息没能送到客户手里。{ $why }
    <blockquote>{ $text }</blockquote>

why_unreachable = 客户停用了机器人，请用其他方式联系。
why_refused = 请换个说法再发，或用其他方式联系客户。

staff_help = <b>在工单话题里</b>
    直接写字：以服务台名义发给客户（图片、文件也行）
    <code>//</code> 开头：内部备注，客户看不到
    <b>办理</b>
    /take 受理 · /give 名字 转交 · /done 说明 办结并告知客户
    /wait 等客户回复，暂停计时 · /snooze 明天 9:00 原因 暂缓，到时提醒，计时照常 · /back 交还机器人
    <b>答复和承诺</b>
    /a 名称 发常用答复，/a 列出全部 · /promise 周五15:00 内容 登记对客户的承诺
    <b>请同事</b>
    /part 部门 要做的事 请部门配合 · /did 做了什么 本部门办完了
    /green 开通绿色通道，督办到办结 · /supervise 要求 督办
    <b>几张工单一起办</b>
    /merge CD-123 并入 CD-123；要取消，点按钮，或在 CD-123 的话题里发 /unmerge 和本单编号
    /defect 名称 归到同一缺陷 · /tell 要说的话 告知同一缺陷或停供的所有客户 · /done 全部 说明 一起办结
    <b>建议和表扬</b>
    /adopt 打算怎么做 · /notadopt 理由 答复建议 · /praise 姓名 客户表扬的是谁
    卡片上的按钮：受理、转交、更正、设为紧急或不紧急、办结、为什么这样判断、时限怎么算的；其他在“更多”里

    <b>在群里任何地方</b>
    /mine 我手上的工单 · /onshift 上班 · /offshift 下班 · /record 我的记录 · /digest 看数字（/digest xlsx 要表格）
    反复出现的问题：/change FD-1 打算怎么改 · /changed FD-1 改了什么 · /nochange FD-1 原因
staff_no_ticket = 这里不是工单。请在工单的话题里用这个命令，或者回复工单的消息。
staff_no_command = 没有这个命令，没有发给客户。/help 列出全部命令。
staff_done_how = 请在命令后写明给客户的说明，例如：/done 水管已更换，试压正常。也可以点卡片上的“办结”。

## 员工按下按钮后的提示

verdict_removed = 您已被移出客服名单，这里的操作和回复不会生效。如有疑问请联系主管。
verdict_erased = { $number } 的客户已要求删除资料：这里不再办理，也不再记录，您写的话不会发给任何人。请删除这个话题。
verdict_gone = 这个已经不存在了。
verdict_is_open = 还没有人受理，请先点“受理”。
verdict_is_taken = 正在处理中。
verdict_is_resolved = { $number } 已经办结。
verdict_is_withdrawn = { $number } 客户已经撤回。
verdict_is_merged = { $number } 已并入另一工单，请到那边处理。
verdict_yours_already = 已经由您负责。
verdict_taken_by = 已由 { $name } 受理。
verdict_taken = { $name } 已受理。
verdict_not_yours = 由 { $name } 负责，请本人或组长操作。
verdict_resolved = { $number } 已办结，已告知客户。
verdict_no_handover = 现在没有人工对话。
verdict_handed_back = 对话已交还机器人。
verdict_offered = 已请 { $name } 接手，等待确认。
verdict_answered_already = 已经答复过了。
verdict_not_offered_to_you = 这是请 { $name } 接手的。
verdict_accepted = { $number } 已由您接手。
verdict_declined = 已谢绝，{ $number } 仍由原负责人处理。
verdict_corrected = { $number } 已更正。
verdict_remark_filed = 已单独立案：{ $number }。
verdict_urgent = { $number } 已设为紧急。
verdict_not_urgent = { $number } 已改为不紧急。
verdict_why_told = 原因已写在 { $number } 的卡片下方。
verdict_why_told_already = 没有新变化：{ $number } 的话题里已经说明过。
verdict_why_no_words = 没有文字可以说明。
verdict_why_away = 对话服务暂时没有响应，现在说不了原因，请过一分钟再试。
verdict_unchanged = 好的，没有改动。
verdict_choose = 请选择。
verdict_choose_reason = 请选择办结原因。
verdict_unreachable = ⚠️ { $name } 已停用机器人，这条没能送达，请用其他方式联系客户。

## 机器人的菜单和介绍

command_start = 开始
command_help = 怎么用
command_mine = 我的工单
command_language = 切换语言 / Language
command_privacy = 隐私说明
command_cancel = 取消当前操作
command_take = 受理这张工单
command_done = 办结：/done 给客户的说明
command_back = 把对话交还机器人
bot_about = 投诉、咨询、建议、表扬，直接说就行：立即受理，有编号、有答复时间、有专人负责。
bot_description = 您好，这里是服务台。
    遇到问题直接说，比如“3 号楼电梯坏了两天没人修”。可以发照片、语音、位置。
    每件事都会立即受理，给您编号和答复时间，并由专人负责到底。

## 终端

terminal_welcome_customer = 直接写您的问题，回车发送。按钮写编号就是按下；/photo 路径 发照片；/quit 退出。
terminal_welcome_staff = 这里是员工群。/open CD-12 进入工单，/list 看全部，写编号按按钮，// 开头是内部备注，/quit 退出。
terminal_prompt_customer = 您
terminal_prompt_staff = 群
terminal_desk = 服务台
terminal_topics = 工单话题
terminal_no_topics = 还没有工单。
terminal_open = 进行中
terminal_closed = 已关闭
terminal_unread = { $number } 有新消息
terminal_open_first = 先用 /open CD-12 进入工单，再写给客户。
terminal_entered = 进入 { $title }
terminal_unknown_topic = 没有 { $number } 这个话题。/list 看全部。
terminal_no_button = 没有编号为 { $number } 的按钮。
terminal_pressed = 已按：{ $label }
terminal_edited = 已更新
terminal_attachment = 附件：{ $name }
terminal_no_file = 读不到 { $path }：请检查路径。
terminal_nothing_heard = 等了 { $seconds } 秒没有答复。服务台在运行吗？消息已经保存，起来后会答复。

## 审核更正

review_begin = 有 { $open } 条更正待审核，每个决定当场保存。请看清原文：不能留下姓名、号码和地址。
review_nothing = 没有待审核的更正。
review_model_said = 模型判断：{ $label }（{ $sure }）
review_model_silent = 模型没有判断过
review_agent_says = 客服改为：{ $label }
review_customer_says = 客户改为：{ $label }
review_asked_says = 客户被问时选的：{ $label }
review_learned_as = 将学习为：{ $label }
review_urgent = 紧急
review_not_urgent = 不紧急
review_choices = [k] 采用  [c] 改标签  [u] 切换紧急  [w] 改文字  [s] 跳过  [q] 退出
review_which = 正确标签的编号
review_words = 用于学习的文字
review_unknown = 没有“{ $answer }”这个选项。
review_kept = 已采用
review_skipped = 已跳过
review_end = 采用 { $kept } 条，跳过 { $skipped } 条，还有 { $open } 条待审核。
review_next = 采用的句子存放在 { $file }；运行 make retrain，确认有帮助后才会真正学习。
label_check_status = 查询工单进度
label_talk_to_human = 要找人工
label_ask_bill = 查询账单
label_ask_outage = 查询停水停电
label_chitchat_greeting = 打招呼
label_chitchat_thanks = 道谢
label_chitchat_help = 问机器人能做什么
label_chitchat_abuse = 辱骂
label_chitchat_other = 闲聊，无需立案
