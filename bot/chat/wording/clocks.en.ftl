# Why a deadline is when it is: each piece that counted, and the days left out between
clock_due_first_response = ⏱ <b>First answer due { $due }</b>
clock_due_next_response = ⏱ <b>Next answer due { $due }</b>
clock_due_resolution = ⏱ <b>To be resolved by { $due }</b>
clock_waits_first_response = ⏸ <b>First answer: the clock is paused until the customer writes</b>
clock_waits_next_response = ⏸ <b>Next answer: the clock is paused until the customer writes</b>
clock_waits_resolution = ⏸ <b>Resolution: the clock is paused until the customer writes</b>
clock_target_working = From { $start }: { $target }, only working time counts
clock_target_round_the_clock = From { $start }: { $target }, around the clock
clock_counted = ▪️ { $day }, { $spans }: { $amount }, { $total } so far
clock_counted_make_up = ▪️ { $day } (make-up working day), { $spans }: { $amount }, { $total } so far
clock_counted_exception = ▪️ { $day } ({ $name }), { $spans }: { $amount }, { $total } so far
clock_closed_week = ▫️ { $day }: closed
clock_closed_holiday = ▫️ { $day }: closed, { $name }
clock_closed_exchanged = ▫️ { $day }: closed, worked on { $worked } instead
clock_closed_exception = ▫️ { $day }: closed, { $name }
clock_waited_customer = ⏸ { $start } to { $end }: waiting for the customer, not counted
clock_waiting_customer = ⏸ since { $start }: waiting for the customer, not counted
clock_left_out = … { $count } more lines
clock_not_announced = ❗ The make-up working days of { $years } have not been announced yet. Public holidays count as the law has them; this deadline may still move.
clock_zone = 🌐 Times are those of { $zone }.
clock_days = { $first } to { $last }
clock_separator = |, |
clock_amount = { $hours ->
    [0] { $minutes } min
   *[other] { $minutes ->
        [0] { $hours } h
       *[other] { $hours } h { $minutes } min
    }
}

## Deadlines on the card and in the topic, waiting for the customer

card_due_first_response = ⏰ first answer by { $due_at }
card_due_next_response = ⏰ next answer by { $due_at }
card_due_resolution = ⏰ resolve by { $due_at }
card_late_first_response = 🔥 the first answer is late, it was due { $due_at }
card_late_next_response = 🔥 the next answer is late, it was due { $due_at }
card_late_resolution = 🔥 late: it was to be resolved by { $due_at }
card_waits = ⏸ waiting for the customer since { $waits_at }; the clocks are paused
told_waits_no_more = ▶️ { $number } became urgent, so it no longer waits for the customer (it had been waiting since { $waits_at }). The clocks are running again.
told_waits_no_more_with_to = ▶️ <a href="tg://user?id={ $to_id }">{ $to }</a>, { $number } became urgent, so it no longer waits for the customer (it had been waiting since { $waits_at }). The clocks are running again.
relay_owed = <i>⏰ please answer by { $owed_at }</i>

key_wait = ⏸ Wait for customer
key_go_on = ▶️ Resume the clocks
key_clock = ⏱ Why this time?
command_wait = Wait for the customer: the clocks are paused

verdict_waits = ⏸ The clocks are paused until the customer writes, or you tap “Resume the clocks”.
verdict_waits_already = It is waiting for the customer already.
verdict_wait_answer_first = The customer is still owed an answer. First write what you need from them, then pause the clocks.
verdict_wait_words = Nothing was sent and the clocks are still running: /wait takes no words. Write to the customer first, then send /wait.
verdict_goes_on = ▶️ The clocks are running again.
verdict_goes_on_already = Nobody was waiting for the customer: the clocks are running.
verdict_clock_waits = ⏸ It is waiting for the customer, so nothing is due. The topic shows how the time adds up.
# 2 h 5 min of working time left for the first answer
verdict_clock_left_first_response = ⏱ { $hours ->
        [0] { "" }
       *[other] { $hours } h{ " " }
    }{ $minutes } min{ $working ->
        [0] { "" }
       *[other] { " " }of working time
    } left for the first answer. The topic shows how the time adds up.
verdict_clock_late_first_response = 🔥 The first answer is { $hours ->
        [0] { "" }
       *[other] { $hours } h{ " " }
    }{ $minutes } min{ $working ->
        [0] { "" }
       *[other] { " " }of working time
    } late. The topic shows how the time adds up.
verdict_clock_left_next_response = ⏱ { $hours ->
        [0] { "" }
       *[other] { $hours } h{ " " }
    }{ $minutes } min{ $working ->
        [0] { "" }
       *[other] { " " }of working time
    } left for the next answer. The topic shows how the time adds up.
verdict_clock_late_next_response = 🔥 The next answer is { $hours ->
        [0] { "" }
       *[other] { $hours } h{ " " }
    }{ $minutes } min{ $working ->
        [0] { "" }
       *[other] { " " }of working time
    } late. The topic shows how the time adds up.
verdict_clock_left_resolution = ⏱ { $hours ->
        [0] { "" }
       *[other] { $hours } h{ " " }
    }{ $minutes } min{ $working ->
        [0] { "" }
       *[other] { " " }of working time
    } left to resolve it. The topic shows how the time adds up.
verdict_clock_late_resolution = 🔥 The resolution is { $hours ->
        [0] { "" }
       *[other] { $hours } h{ " " }
    }{ $minutes } min{ $working ->
        [0] { "" }
       *[other] { " " }of working time
    } late. The topic shows how the time adds up.
