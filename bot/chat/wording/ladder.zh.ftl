# 超时上报、绿色通道、督办

task_meeting = 🗓 <b>请召集会议：{ $number } · { $kind } · { $category }</b>
    事情经过已整理在该工单的话题里，结论请以 // 备注写回话题。
key_task_held = ✅ 已开会
task_outcome_held = 已开会
