# 给工作人员的任务：卡片放在员工群，谁办完谁点
task_call_about_outage = 📞 <b>请致电客户，告知{ $out }</b>
    { $name } { $phone } · { $account }
    { $reason }
    { $number } · { $starts_at } 起
task_call_about_outage_with_ends_at = 📞 <b>请致电客户，告知{ $out }</b>
    { $name } { $phone } · { $account }
    { $reason }
    { $number } · { $starts_at } 至 { $ends_at }
task_verify_payment = 💰 <b>请核对是否到账</b>
    { $name } { $phone } · { $account }
    { $bill } · { $amount_sum }
task_visit = 🤝 <b>请安排本季度拜访</b>
    { $name } { $phone } · { $account }
task_contract_ends = 📄 <b>合同即将到期，请联系客户</b>
    { $name } { $phone } · { $account }
    到期日 { $until_on }
task_area_alarm = 🚨 <b>{ $site }：{ $minutes } 分钟内 { $count } 户报告{ $out }</b>
    目前没有已知的停供记录，请核实是否为片区故障。
task_outage_overdue = ⌛ <b>{ $number } 应已恢复，请确认</b>
    { $out } · 预计 { $ends_at } 恢复
task_call_unhappy = 📞 <b>客户评价不满意，请致电了解</b>
    { $name } { $phone } · { $account }
    { $stars } 星 { $words }
task_recover = 📞 <b>{ $number }：客户不满意，请致电补救</b>
    { $name } { $phone } · { $account }
    { $stars } 星 { $words }
task_due = ⏰ { $deadline_at } 前完成
task_given_back = ↩️ { $former } 不在，请其他人接手：
task_overdue = ⚠️ 已超过期限，还没有完成：
task_owner = 👤 <a href="tg://user?id={ $owner_id }">{ $owner }</a>
task_everybody = 👤 谁都可以处理，请点“我来”
task_tries = 📵 已致电 { $tries } 次，未接通
task_done = ✅ { $by }：{ $outcome }（{ $done_at }）
task_over = ☑️ { $outcome }（{ $done_at }）
task_outcome_done = 已完成
task_outcome_not_needed = 不需要
task_outcome_reached = 已联系上
task_outcome_received = 已到账
task_outcome_not_found = 未查到到账
task_outcome_open_outage = 已按片区故障处理
task_outcome_no_outage = 不是片区故障
task_outcome_restored = 已恢复
task_outcome_goes_on = 仍在处理
task_outcome_won_back = 客户已满意
task_outcome_still_unhappy = 已沟通，客户仍不满意
task_outcome_no_reason = 原因已消除，不用再办
task_outcome_left_area = 停供已不涉及这一户，不用再办
task_outcome_new_end = 预计恢复时间已改，不用再办
task_outcome_known_outage = 已并入现有的停供记录
key_task_take = ✋ 我来
key_task_done = ✅ 完成
key_task_not_needed = 不需要
key_task_reached = ✅ 已联系上
key_task_no_answer = 📵 没接通
key_task_received = ✅ 已到账
key_task_not_found = ❌ 没查到
key_task_open_outage = ⚡ 按片区故障发布
key_task_no_outage = 不是片区故障
key_task_restored = ✅ 已恢复，告知客户
key_task_goes_on = 仍在处理
key_task_won_back = ✅ 客户已满意
key_task_still_unhappy = 😟 仍不满意
verdict_task_done = 已完成，谢谢。
verdict_task_tried = 已记下，请稍后再打一次。
verdict_task_done_by = { $name } 已经办完了。
verdict_task_over = 这个任务已经不用办了。
reason_medical = ⚕️ 家中有需要用电的医疗设备，请务必联系上
reason_vip = ⭐ 贵宾客户
reason_key = ⭐ 重点客户
