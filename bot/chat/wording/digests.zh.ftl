# 反馈给公司：简报、表扬

digest = 📊 { $first_on }至{ $last_on }：各项数字，以及每个数字背后的工单。
digest_daily = 📊 <b>早报</b> · { $days }
digest_weekly = 📊 <b>周报</b> · { $days }
digest_asked = 📊 <b>简报</b> · { $days }
digest_department = { " " }· { $category }
digest_for = 👤{ " " }
digest_reader = <a href="tg://user?id={ $user_id }">{ $name }</a>
digest_comma = 、
digest_open = 📂 未办结 { $open }，已超时 { $late }，即将超时 { $warned }
digest_flow = 📥 新收 { $filed }，办结 { $resolved }，其中超时办结 { $resolved_late }
digest_departments = 🏢{ " " }
digest_sites = 🏘{ " " }
digest_part = { $name } { $open }
digest_part_late = { $name } { $open }（超时 { $late }）
digest_stars = ⭐ 平均 { $mean } 星，{ $count } 次评价，净满意度 { $net }（五星占比减三星及以下占比）
digest_stars_few = ⭐ 平均 { $mean } 星，n = { $count }
digest_promises = 🤝 承诺：兑现 { $kept }，失约 { $broken }，未到期 { $waiting }
digest_green = 🟢 绿色通道：未办结 { $open }，其中超时 { $late }
digest_findings = 🔎 反复出现的问题：新发现 { $found }，整改中 { $acknowledged }，已整改 { $changed }
digest_more = 括号内为与上期相比。/digest xlsx 看每个数字背后的工单
verdict_digest_in_general = 📊 简报发在群里，不在工单话题里。
verdict_digest_how = /digest 看今天到现在。后面可加（顺序不限）：周（上周）、月份（2026-10 或 10月）、部门（设计、质量、销售、服务）、xlsx（要表格，含每个数字背后的工单），例如：/digest xlsx 2026-10
verdict_digest_to_come = 这个月还没有到，没有数字。请查本月或以前的月份，例如：/digest 2026-10
command_digest = 今天、上周或某月的数字；加 xlsx 要表格

# 表扬
praise = 👏 <a href="tg://user?id={ $agent_id }">{ $agent }</a>，客户表扬您（{ $number }）：
    { $words }
praise_with_lead = 👏 <a href="tg://user?id={ $agent_id }">{ $agent }</a>，客户表扬您（{ $number }）：
    { $words }
    👤 <a href="tg://user?id={ $lead_id }">{ $lead }</a>，供您知悉。
praise_former = 👏 客户表扬{ $agent }（已离开团队，{ $number }）：
    { $words }
praise_former_with_lead = 👏 <a href="tg://user?id={ $lead_id }">{ $lead }</a>，客户表扬{ $agent }（已离开团队，{ $number }）：
    { $words }
praise_reached = 👏 您的表扬（{ $number }）已经转达给{ $agent }，谢谢您特意告诉我们。
praise_reached_with_lead = 👏 您的表扬（{ $number }）已经转达给{ $agent }和团队负责人，谢谢您特意告诉我们。
praise_reached_former = 👏 谢谢您的表扬（{ $number }）。{ $agent }已不在我们团队，同事们都看到了您的话。
praise_reached_former_with_lead = 👏 谢谢您的表扬（{ $number }）。{ $agent }已不在我们团队，您的话已经转达给团队负责人。
verdict_praised = 👏 已转告{ $name }。
verdict_praised_already = { $name } 已经收到过了。
verdict_praised_former = 👏 { $name } 已离开团队，已转告负责人。
verdict_praise_self = { $name } 就是这张工单的客户，不能表扬自己。
verdict_no_praise = 这不是表扬；如果是，请先改成表扬。
staff_praise_how = 请写明客户表扬的是谁：/praise 王强
command_praise = 写明客户表扬的是谁：/praise 姓名
