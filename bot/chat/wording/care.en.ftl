## Care: asking again, contracts that go on

# Some days after a matter was resolved
still_fixed = 🔧 Is everything still all right with <b>{ $number }</b>, which was closed some days ago?
still_fixed_with_words = 🔧 Is everything still all right with <b>{ $number }</b>, which was closed some days ago?
    <blockquote>{ $words }</blockquote>
key_still_fixed = ✅ Still fine
key_not_fixed = ❌ Broken again
told_still_fixed = ✅ Asked again: the customer says it is still fine.

key_extend = 📄 I’d like to extend
told_extend = 📄 The customer wants to extend: { $account }
told_extend_with_until_on = 📄 The customer wants to extend: { $account }, the contract ends on { $until_on }

## Surveys

survey = 📝 Tell us honestly: how happy have you been with { $desk } these last months? Just press the stars, 5 is best.

## The class of a customer: a line on the card, and where it comes from

card_standing = ⭐ { $standing }
standing_head = { $number } { $name }: { $standing }, { $score } of 100 points
standing_given = the company says { $standing }, which holds; by points it would be { $computed }
standing_because_start = everybody begins here
standing_because_billed = billed in the last 12 months: { $billed_sum }
standing_because_accounts = { $accounts ->
    [one] { $accounts } account
   *[other] { $accounts } accounts
}
standing_because_on_time = { $bills ->
    [one] { $bills } bill paid on time
   *[other] { $bills } bills paid on time
}
standing_because_late = { $late } of { $bills } bills that were due paid late or not yet
standing_because_overdue = overdue today by { $days ->
    [one] { $days } day
   *[other] { $days } days
}
standing_because_complaints = { $complaints ->
    [one] { $complaints } complaint
   *[other] { $complaints } complaints
} in the last 12 months
standing_because_stars = mean mark { $mean } of 5 in the last 12 months ({ $marks ->
    [one] { $marks } mark
   *[other] { $marks } marks
})
standing_because_risk_overdue = overdue by { $days } days: from { $most } days on a credit risk
standing_because_risk_late = { $late } of { $bills } bills late: so many make a credit risk
