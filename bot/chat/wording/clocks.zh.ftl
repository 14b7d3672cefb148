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
