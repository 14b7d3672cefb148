## 关怀：回访、续约

# 回访：办结几天后问一句
still_fixed = 🔧 前几天办结的 <b>{ $number }</b> 现在还好吗？
still_fixed_with_words = 🔧 前几天办结的 <b>{ $number }</b> 现在还好吗？
    <blockquote>{ $words }</blockquote>
key_still_fixed = ✅ 没再出问题
key_not_fixed = ❌ 又不行了
told_still_fixed = ✅ 回访：客户说没有再出问题。

key_extend = 📄 我想续约
told_extend = 📄 客户想续约：{ $account }
told_extend_with_until_on = 📄 客户想续约：{ $account }，合同 { $until_on }到期

## 满意度调查

survey = 📝 想听听您的真实感受：最近这几个月，您对{ $desk }的服务满意吗？点星级就行，5 星最好。

## 客户等级：卡片上的一行，和等级是怎么来的

card_standing = ⭐ { $standing }
standing_head = { $number } { $name }：{ $standing }，{ $score } 分（满分 100）
standing_given = 公司指定为{ $standing }，以公司的为准；按分数是{ $computed }
standing_because_start = 每位客户的起始分
standing_because_billed = 近 12 个月账单合计 { $billed_sum }
standing_because_accounts = 名下 { $accounts } 户
standing_because_on_time = { $bills } 笔账单按时缴清
standing_because_late = 到期的 { $bills } 笔账单里有 { $late } 笔逾期
standing_because_overdue = 目前有账单逾期 { $days } 天
standing_because_complaints = 近 12 个月投诉 { $complaints } 次
standing_because_stars = 近 12 个月平均 { $mean } 星（{ $marks } 次评价）
standing_because_risk_overdue = 账单逾期 { $days } 天，达到 { $most } 天即为信用关注
standing_because_risk_late = 到期的 { $bills } 笔账单里有 { $late } 笔逾期，比例过高，为信用关注
