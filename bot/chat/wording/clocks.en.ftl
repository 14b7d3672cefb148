# Why a deadline is when it is: each piece that counted, and the days left out between
clock_due_first_response = ⏱ <b>First answer due { $due }</b>
clock_due_next_response = ⏱ <b>Next answer due { $due }</b>
clock_due_resolution = ⏱ <b>To be resolved by { $due }</b>
clock_waits_first_response = ⏸ <b>The clock of the first answer stands still until the customer writes</b>
clock_waits_next_response = ⏸ <b>The clock of the next answer stands still until the customer writes</b>
clock_waits_resolution = ⏸ <b>The clock of the resolution stands still until the customer writes</b>
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
