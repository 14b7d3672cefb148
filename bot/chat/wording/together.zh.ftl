# 一起办理：部门配合、重复投诉、暂缓、合并、同一缺陷的批量答复

## 部门配合：卡片放在员工群

task_part = 🧩 <b>{ $number } 需要{ $department }配合</b>
    { $asked_by }：{ $words }
task_part_quote = <blockquote>{ $said }</blockquote>
task_part_for = 👉 { $people }
task_part_how = 办完请回复这张卡片，写明做了什么；也可以在工单话题里发 /did 说明。
key_task_not_ours = 不归我们
task_outcome_not_ours = 不归我们
