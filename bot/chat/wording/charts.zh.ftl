## 简报的图和表格

chart_day = { $begin_on }
chart_days = { $begin_on }至{ $end_on }

# 未办结
chart_backlog = 未办结工单
chart_backlog_sum = 未办结 { $open } 件，其中超时 { $late } 件
chart_backlog_since = 未办结 { $open } 件（上期 { $open_before }），超时 { $late } 件（上期 { $late_before }）
chart_nothing_open = 没有未办结的工单。
chart_by_category = 按责任部门
chart_by_site = 按项目（小区）
chart_late = 已超时
chart_warned = 即将超时
chart_on_time = 时限内
chart_some_late = { $open } 件，超时 { $late } 件
chart_no_site = 项目不详
chart_other_sites = 其他 { $sites } 个项目

# 走势
chart_trend = 走势
chart_trend_sum = 未办结 { $open_first } → { $open_last }，超时 { $late_first } → { $late_last }
chart_no_trend = 还不到两周，暂时看不出走势。
chart_flow = 新收与办结
chart_stock = 每周末的存量
chart_filed = 新收
chart_resolved = 办结
chart_open = 未办结

# 满意度
chart_satisfaction = 客户满意度
chart_satisfaction_sum = 平均 { $mean } 星，共 { $marks } 次评价，净满意度 { $net }
chart_satisfaction_few = 平均 { $mean } 星，n = { $marks }，太少，不算百分比
chart_net_few = n = { $marks }
chart_no_marks = 这段时间还没有客户评价。
chart_by_stars = 星级分布
chart_marks_share = { $marks } 次，{ $percent }%
chart_by_class = 各类客户的净满意度
chart_net_note = 五星占比减去三星及以下占比，范围 −100 到 +100
chart_net = { $net }，{ $marks } 次评价

# 承诺
chart_promises = 承诺兑现
chart_promises_sum = 兑现率 { $percent }%：兑现 { $kept } 项，失约 { $broken } 项，未到期 { $waiting } 项
chart_promises_waiting = { $waiting } 项承诺，都还没到期
chart_no_promises = 这段时间没有到期或待兑现的承诺。
chart_kept = 已兑现
chart_broken = 失约
chart_waiting = 未到期
chart_kept_of = { $ended } 项兑现 { $kept } 项，{ $percent }%
chart_none_due = 还没到期

# 表格
sheet_summary = 汇总
sheet_title = 服务台简报
sheet_zone = 时间均为 { $zone } 当地时间。
sheet_total = 合计
sheet_before = 上期
sheet_survey = 满意度调查
sheet_promises = 承诺
sheet_findings = 反复出现的问题
sheet_people = 人员
chart_by_kind = 按类型
sheet_number = 工单号
sheet_filed_at = 受理时间
sheet_kind = 类型
sheet_category = 责任部门
sheet_site = 项目
sheet_owner = 负责人
sheet_standing = 客户等级
sheet_green = 绿色通道
sheet_state = 状态
sheet_first_response_due_at = 首次答复时限
sheet_first_response_at = 首次答复时间
sheet_resolution_due_at = 办结时限
sheet_resolved_at = 办结时间
sheet_late_by = 超时（时:分）
sheet_stars = 星级
sheet_words = 客户原话
sheet_link = 话题链接
sheet_filed = 新收
sheet_open = 未办结
sheet_warned = 即将超时
sheet_late = 已超时
sheet_resolved = 办结
sheet_resolved_late = 超时办结
sheet_marks = 评价次数
sheet_mean = 平均星级
sheet_net = 净满意度
sheet_kept_percent = 兑现率（%）
sheet_at = 时间
sheet_comment = 留言
sheet_promise = 承诺内容
sheet_due_at = 到期时间
sheet_outcome = 结果
sheet_promise_offered = 待确认
sheet_promise_made = 未到期
sheet_promise_kept = 已兑现
sheet_promise_broken = 失约
sheet_promise_dropped = 已取消
sheet_tickets = 工单数
sheet_numbers = 相关工单
sheet_finding = 状态
sheet_finding_found = 新发现
sheet_finding_acknowledged = 已确认
sheet_finding_changed = 已整改
sheet_finding_dismissed = 不予处理
sheet_plan = 改进措施
sheet_name = 姓名
sheet_handled = 经办
sheet_transferred = 转交
sheet_praised = 获表扬
