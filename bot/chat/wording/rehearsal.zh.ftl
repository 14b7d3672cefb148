## 演练一年、预览一天：给经理看的

rehearsal_stand_ins = 还没有客户关联账户，就当资料里的每位客户都已关联
rehearsal_living = 演练中
rehearsal_what = 内容
rehearsal_all = 合计
rehearsal_customers = 客户
rehearsal_not_said = 未发出 { $count } 条：{ $what }，原因：{ $why }
rehearsal_busiest_hour = 最忙的时段：{ $hour }:00，共 { $count } 条
rehearsal_busiest_day = 最忙的一天：{ $day }，{ $count } 条
rehearsal_hear_most = 收到最多的客户：{ $words }
rehearsal_rule_two_a_day = 同一客户一天两条缴费提醒：{ $count }
rehearsal_rule_quiet_hours = 在客户的免打扰时段发出：{ $count }
rehearsal_rule_twice = 同样的话说了两遍：{ $count }
rehearsal_rule_too_often = 一周内超过客户愿意的条数：{ $count }
rehearsal_done = 演练了 { $days } 天，{ $events } 件事，{ $moments } 个时刻，共 { $count } 条通知，用时 { $seconds } 秒
preview_group = { $what }：{ $count } 条，{ $customers } 位客户
preview_done = { $day }：共 { $count } 条，{ $customers } 位客户
preview_over = { $day } 已经过去；当天发了什么，请看 python -m bot notices --sent --since { $day }

said_reminder = 缴费提醒
said_bill_paid = 到账致谢
said_outage_announced = 计划停供公告
said_outage_reminder = 停供前提醒
said_outage_started = 停供开始
said_outage_restored = 恢复供应
said_outage_fault = 故障通知
said_outage_changed = 停供变更
said_outage_cancelled = 停供取消
said_survey = 满意度调查

unsaid_no_consent = 客户没有同意
unsaid_unreachable = 联系不上
unsaid_too_often = 这一周已经说得够多
unsaid_too_late = 等到能说的时候已经过期
unsaid_posted = 已安排
unsaid_known = 已经说过
