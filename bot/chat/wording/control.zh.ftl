## 客户说了算的事

command_settings = 通知、免打扰和语言
danger_at_night = ⚠️ 事关安全，等不到您的免打扰时段结束，所以现在告诉您。

## 保存的全部内容，做成文件

export_caption = { $as ->
    [html] 服务台保存的您的全部内容，用浏览器打开即可阅读。
   *[json] 同样的内容，供程序读取（JSON）。
}
told_erased = 🗑 客户已要求删除其数据。服务台已不再保存 { $number } 的文字、姓名和文件。这里的 Telegram 消息服务台无法撤回：请手动删除本话题。
erased = 🗑 已完成：服务台保存的您的全部内容都已删除，对话记忆也清空了。以后您再写来，就是重新开始。您这边的聊天记录可以自己删除。

kept_title = 服务台保存的您的内容（{ $day_on }）
kept_person = 您
kept_settings = 设置
kept_consents = 主动通知的意愿
kept_accounts = 关联的账户
kept_untied = 您解除关联的账户
kept_bills = 账单
kept_messages = 消息
kept_edits = 修改记录
kept_tickets = 工单
kept_history = 处理经过
kept_promises = 对您的承诺
kept_remarks = 消息里顺带提到的事
kept_corrections = 更正
kept_ratings = 评价
kept_surveys = 满意度调查
kept_reports = 停水停电等报告
kept_notices = 服务台说过的话
yes = 是
no = 否

field_chat_id = 聊天编号
field_name = 名称
field_username = 用户名
field_phone = 手机号
field_language = 语言
field_created_at = 产生时间
field_unreachable_at = 无法送达自
field_topic = 主题
field_given = 同意
field_changed_at = 更改时间
field_quiet_from = 免打扰从
field_quiet_until = 免打扰到
field_zone = 时区
field_most_a_week = 每周最多
field_bill_detail = 账单提醒内容
field_bill_days_before = 提前几天提醒
field_bill_channel = 账单提醒方式
field_author = 谁写的
field_text = 文字
field_media = 附件
field_reading = 系统的理解
field_written_at = 写于
field_edited_at = 修改于
field_words = 内容
field_made_at = 承诺于
field_ended_at = 了结于
field_settled_at = 补办于
field_ticket_id = 工单
field_text_before = 修改前
field_text_after = 修改后
field_number = 编号
field_kind = 类型
field_category = 类别
field_urgent = 紧急
field_hazard = 险情
field_state = 状态
field_place = 位置
field_since = 从何时起
field_resolution = 处理结果
field_filed_at = 受理于
field_due_at = 承诺时间
field_first_answered_at = 首次答复于
field_resolved_at = 办结于
field_move = 动作
field_before = 之前
field_after = 之后
field_reason = 原因
field_at = 时间
field_noted_at = 记录于
field_field = 更正项
field_stars = 星级
field_comment = 留言
field_rated_at = 评价于
field_asked_at = 询问于
field_answered_at = 回答于
field_standing = 客户类别
field_supply = 什么停了
field_site = 小区
field_building = 楼栋
field_reported_at = 报告于
field_period = 账期
field_amount = 金额
field_currency = 币种
field_due_on = 到期日
field_paid_on = 缴清日
field_channel = 渠道
field_sent_at = 送达于
field_error = 未送达的原因
field_proof = 核实方式
field_linked_at = 关联于
field_untied_at = 解除于
field_address = 地址
field_holder = 户主

## 群发

broadcast = { $text }
