# 时限说明：为什么是这个时间，每段计入的时间和中间跳过的日子
clock_due_first_response = ⏱ <b>首次答复时限：{ $due }</b>
clock_due_next_response = ⏱ <b>再次答复时限：{ $due }</b>
clock_due_resolution = ⏱ <b>办结时限：{ $due }</b>
clock_waits_first_response = ⏸ <b>首次答复已暂停计时，客户回复后接着算</b>
clock_waits_next_response = ⏸ <b>再次答复已暂停计时，客户回复后接着算</b>
clock_waits_resolution = ⏸ <b>办结时限已暂停计时，客户回复后接着算</b>
clock_target_working = { $start } 起算，时限 { $target }，只计工作时间：
clock_target_round_the_clock = { $start } 起算，时限 { $target }，全天计时：
clock_counted = ▪️ { $day } { $spans }，计 { $amount }，累计 { $total }
clock_counted_make_up = ▪️ { $day }（调休上班）{ $spans }，计 { $amount }，累计 { $total }
clock_counted_exception = ▪️ { $day }（{ $name }）{ $spans }，计 { $amount }，累计 { $total }
clock_closed_week = ▫️ { $day } 不上班
clock_closed_holiday = ▫️ { $day } 放假：{ $name }
clock_closed_exchanged = ▫️ { $day } 调休放假（{ $worked } 补班）
clock_closed_exception = ▫️ { $day } 不上班：{ $name }
clock_waited_customer = ⏸ { $start } 至 { $end } 等待客户回复，不计时
clock_waiting_customer = ⏸ { $start } 起等待客户回复，不计时
clock_left_out = … 此处省略 { $count } 行
clock_not_announced = ❗ { $years } 年的调休安排尚未公布，目前按法定节假日计算，时限可能会变。
clock_zone = 🌐 以上为 { $zone } 当地时间。
clock_days = { $first } 至 { $last }
clock_separator = |、|
clock_amount = { $hours ->
    [0] { $minutes } 分钟
   *[other] { $minutes ->
        [0] { $hours } 小时
       *[other] { $hours } 小时 { $minutes } 分钟
    }
}

## 卡片、话题里的时限，等客户回复

card_due_first_response = ⏰ { $due_at } 前首次答复
card_due_next_response = ⏰ { $due_at } 前再次答复
card_due_resolution = ⏰ { $due_at } 前办结
card_late_first_response = 🔥 首次答复已超时（应在{ $due_at } 前）
card_late_next_response = 🔥 再次答复已超时（应在{ $due_at } 前）
card_late_resolution = 🔥 办结已超时（应在{ $due_at } 前）
card_waits = ⏸ 等客户回复，{ $waits_at } 起暂停计时
told_waits_no_more = ▶️ { $number } 已转为紧急，不再等客户回复（{ $waits_at } 起），继续计时。
told_waits_no_more_with_to = ▶️ <a href="tg://user?id={ $to_id }">{ $to }</a>，{ $number } 已转为紧急，不再等客户回复（{ $waits_at } 起），继续计时。
relay_owed = <i>⏰ 请在{ $owed_at } 前答复</i>

key_wait = ⏸ 等客户回复
key_go_on = ▶️ 继续计时
key_clock = ⏱ 时限怎么算的？
command_wait = 等客户回复，暂停计时

verdict_waits = ⏸ 已暂停计时，客户一写消息就继续；也可以点“继续计时”。
verdict_waits_already = 已经在等客户回复了。
verdict_wait_answer_first = 还欠客户一句答复。请先写清楚要客户做什么，再暂停计时。
verdict_wait_words = 没有发出，也没有暂停：/wait 后面不用写字。要告诉客户的话请直接写，发出后再用 /wait。
verdict_goes_on = ▶️ 继续计时。
verdict_goes_on_already = 没有在等客户，一直在计时。
verdict_clock_waits = ⏸ 在等客户回复，暂停计时。计算过程已写在话题里。
# 距首次答复时限还有 2 小时 5 分钟工作时间
verdict_clock_left_first_response = ⏱ 距首次答复时限还有 { $hours ->
        [0] { "" }
       *[other] { $hours } 小时{ " " }
    }{ $minutes } 分钟{ $working ->
        [0] { "" }
       *[other] 工作时间
    }。计算过程已写在话题里。
verdict_clock_late_first_response = 🔥 首次答复已超时 { $hours ->
        [0] { "" }
       *[other] { $hours } 小时{ " " }
    }{ $minutes } 分钟{ $working ->
        [0] { "" }
       *[other] 工作时间
    }。计算过程已写在话题里。
verdict_clock_left_next_response = ⏱ 距再次答复时限还有 { $hours ->
        [0] { "" }
       *[other] { $hours } 小时{ " " }
    }{ $minutes } 分钟{ $working ->
        [0] { "" }
       *[other] 工作时间
    }。计算过程已写在话题里。
verdict_clock_late_next_response = 🔥 再次答复已超时 { $hours ->
        [0] { "" }
       *[other] { $hours } 小时{ " " }
    }{ $minutes } 分钟{ $working ->
        [0] { "" }
       *[other] 工作时间
    }。计算过程已写在话题里。
verdict_clock_left_resolution = ⏱ 距办结时限还有 { $hours ->
        [0] { "" }
       *[other] { $hours } 小时{ " " }
    }{ $minutes } 分钟{ $working ->
        [0] { "" }
       *[other] 工作时间
    }。计算过程已写在话题里。
verdict_clock_late_resolution = 🔥 办结已超时 { $hours ->
        [0] { "" }
       *[other] { $hours } 小时{ " " }
    }{ $minutes } 分钟{ $working ->
        [0] { "" }
       *[other] 工作时间
    }。计算过程已写在话题里。
