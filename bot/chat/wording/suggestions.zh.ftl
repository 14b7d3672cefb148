# 建议：收到、研究、采纳与否，采纳后送积分
card_suggestion_considered = 💡 正在研究，客户已知道
card_suggestion_adopted = 💡 已采纳
card_suggestion_not_adopted = 💡 未采纳
key_consider = 💡 开始研究
key_adopt = 👍 采纳
key_not_adopt = 不采纳
suggestion_ask_adopt = ✍️ <a href="tg://user?id={ $to_id }">{ $to }</a>，{ $number } 采纳以后打算怎么做？请回复这条消息写明，或者发 /adopt 说明。客户会看到您写的话，工单随即办结。
suggestion_ask_not_adopt = ✍️ <a href="tg://user?id={ $to_id }">{ $to }</a>，{ $number } 为什么不采纳？请回复这条消息写明理由，或者发 /notadopt 理由。客户会看到您写的话，工单随即办结。
suggestion_considered = 💡 您的建议 <b>{ $number }</b>，{ $department }已经开始研究。采纳与否，都会告诉您原因。
suggestion_adopted = 💡 您的建议 <b>{ $number }</b> 采纳了，谢谢您。
    <blockquote>{ $words }</blockquote>
    这次处理您满意吗？请点星级，5 星最好。
suggestion_adopted_with_points = 💡 您的建议 <b>{ $number }</b> 采纳了，谢谢您。
    <blockquote>{ $words }</blockquote>
    送您 { $points } 积分表示感谢，发 /points 可以查看。

    这次处理您满意吗？请点星级，5 星最好。
suggestion_not_adopted = 💡 您的建议 <b>{ $number }</b> 认真研究过了，这次没有采纳。
    <blockquote>{ $words }</blockquote>
    谢谢您为我们想到这些。还有想补充的，直接写给我，同事会再看。

    这次处理您满意吗？请点星级，5 星最好。
reason_adopted = 建议已采纳
reason_not_adopted = 建议未采纳
late_suggestion = 建议还没有人研究
verdict_suggestion_none = { $number } 不是建议，现在的类型是{ $kind }。如果不对，请先更正。
verdict_suggestion_needs_words = 请在话题里回复刚发的那条消息写明，客户会看到您写的话。
verdict_suggestion_considered = { $number } 开始研究，已告知客户。
verdict_suggestion_adopted = { $number } 已采纳，已告知客户。
verdict_suggestion_not_adopted = { $number } 未采纳，已把理由告知客户。
verdict_suggestion_considered_already = { $number } 已经在研究了。
verdict_suggestion_adopted_already = { $number } 已经采纳过了。
verdict_suggestion_not_adopted_already = { $number } 已经决定不采纳。
staff_adopt_how = 请在命令后写明打算怎么做，客户会看到，例如：/adopt 下个月在大门口加装雨伞架。
staff_notadopt_how = 请在命令后写明理由，客户会看到，例如：/notadopt 消防规定这个位置不能放东西。
command_adopt = 采纳建议：/adopt 打算怎么做
command_notadopt = 不采纳建议：/notadopt 理由
command_points = 我的积分
intent_points = 看自己的积分
kept_suggestions = 建议的进展
kept_suggestions_state_received = 已收到
kept_suggestions_state_considered = 正在研究
kept_suggestions_state_adopted = 已采纳
kept_suggestions_state_not_adopted = 未采纳
kept_points = 积分
field_subject = 事由
field_points = 积分
field_given_at = 给予时间
