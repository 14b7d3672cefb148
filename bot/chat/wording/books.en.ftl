# Importing the company's books

import_and = {", "}
import_progress = { $book ->
    [customers] Customers
    [accounts] Accounts
    [bills] Bills
    [outages] Outages
    [staff] Staff
   *[roster] Roster
 }
import_place = line { $line }
import_value = “{ $value }”
import_done = { $lines } lines: { $added } added, { $changed } changed, { $unchanged } unchanged, { $bad } bad
import_rehearsed = { $lines } lines, tried and not kept: { $added } would be added, { $changed } changed, { $unchanged } unchanged, { $bad } bad
import_file_unreadable = cannot be read ({ $why }); give the path of a CSV or XLSX file
import_file_old_excel = is an old Excel file (.xls); save it as .xlsx or as CSV
import_file_not_a_workbook = cannot be opened as an Excel workbook; save it again as .xlsx or as CSV
import_file_not_a_table = is neither text nor an Excel workbook; save it as CSV in UTF-8 or as .xlsx
import_file_empty = is empty; the first line names the columns
import_file_broken_line = breaks off as a table in line { $line }; look for a quotation mark that is not closed
import_header_empty = the first line names no columns; write { $columns }
import_header_unknown = unknown column: { $columns }; known are { $known }. Rename or remove it, or leave it out with --ignore-unknown
import_header_unknown_with_close = unknown column: { $columns }; did you mean { $close }? Rename or remove it, or leave it out with --ignore-unknown
import_header_twice = the column { $columns } is there twice; remove one
import_header_missing = a column is missing: { $columns }; add it
import_missing = is empty; write it
import_unknown_field = no such field; remove it
import_too_long = is longer than { $most } characters; shorten it
import_control_characters = holds characters that cannot be seen; write it anew
import_not_a_number = is no number; write digits
import_not_a_number_of_it = is no number of a record; write at most 64 characters without spaces, commas or semicolons
import_not_a_reference = is no account number; write Latin letters, digits, - and _, at most 64
import_not_in_list = is not on the list; write one of { $list }
import_not_yes_or_no = write yes or no
import_not_a_phone = is no phone number that can be called; write 13800138000 or, with the country, +44 7400 123456
import_not_an_email = is no e-mail address; write one like name@example.com
import_not_a_day = is no date; write it as 2027-01-31
import_no_such_day = there is no such day; look it up in a calendar
import_day_out_of_range = is not between { $first } and { $last }; mend the year
import_not_a_time = is no day with a time; write it as 2027-01-31 08:00
import_time_left_out = there was no such time in { $zone }: clocks went forward over it; write one an hour later
import_not_an_amount = is no amount; write it as 1234.50
import_amount_not_positive = an amount is more than zero; write what is to be paid
import_amount_too_large = is too large for a bill; mend the amount
import_too_many_decimals = has more decimals than { $currency } has; round it
import_unknown_currency = no such currency; write its ISO code, like CNY or EUR
import_paid_but_open = there is a date of payment, but the state says something else; write paid, or empty the date
import_paid_tomorrow = the date of payment is in the future; mend it
import_end_before_start = the end is not after the start; mend one of them
import_planned_without_end = a planned outage has an end; write when it is expected to be over
import_not_an_area = is no area: { $area }; write kind:name with semicolons between, like site:Maple Court; feeder:F12 (kinds: site, building, feeder, account)
import_unknown_area = no account is in this area; import the accounts first, or mend the name
import_unknown_customer = no such customer; import the customers first, or mend the number
import_unknown_account = no such account; import the accounts first, or mend the number
import_unknown_manager = nobody of the staff is called that; write the Telegram user id, or add them with: python -m bot agents add
import_several_managers = several of the staff are called that; write the Telegram user id
import_duplicate = this number stands in line { $first } already; keep one of the two
import_too_many_cells = there are more cells than columns have names; name the column or empty the cell (a comma in a text needs quotation marks)
import_outage_too_long = the outage lasts longer than { $days } days; mend the dates
import_outage_too_far = is more than ten years away; mend the date
import_outage_other_kind = the outage of this number is of another kind; give this one a number of its own
import_outage_is_over = the outage is over already in another way and stays so; mend the state
import_outage_has_started = the outage has started; write restored, it can no longer be cancelled
import_outage_refused = cannot be taken: { $why }
import_not_days = is neither a date nor days of the week; write 2027-01-31, mon-fri, daily or workdays
import_not_a_clock_time = is no time of day; write it as 08:30, 24:00 at the latest
import_days_without_dates = days of the week need dates between which they hold; write them
import_roster_too_long = is more than a year; write an earlier last day
import_shift_overlaps = is at the same time as this person's shift of line { $first }; mend one of them
import_not_a_user_id = is no Telegram user id; write digits, like 712345678 (python -m bot agents list shows them)
