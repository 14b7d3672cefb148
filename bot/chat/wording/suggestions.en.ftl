# Suggestions: received, considered, adopted or not, and points for those that are
card_suggestion_considered = 💡 being considered, the customer knows
card_suggestion_adopted = 💡 adopted
card_suggestion_not_adopted = 💡 not adopted
key_consider = 💡 Consider
key_adopt = 👍 Adopt
key_not_adopt = Don’t adopt
suggestion_ask_adopt = ✍️ <a href="tg://user?id={ $to_id }">{ $to }</a>, what will be done about { $number }? Please reply to this message, or write /adopt and your words. The customer reads them, and the ticket is resolved.
suggestion_ask_not_adopt = ✍️ <a href="tg://user?id={ $to_id }">{ $to }</a>, why is { $number } not adopted? Please reply to this message with the reason, or write /notadopt and the reason. The customer reads it, and the ticket is resolved.
suggestion_considered = 💡 Your suggestion <b>{ $number }</b> is now being considered by { $department }. Adopted or not, you will hear why.
suggestion_adopted = 💡 Your suggestion <b>{ $number }</b> is adopted. Thank you for it.
    <blockquote>{ $words }</blockquote>
    Are you happy with how we handled it? Please choose the stars, 5 is best.
suggestion_adopted_with_points = 💡 Your suggestion <b>{ $number }</b> is adopted. Thank you for it.
    <blockquote>{ $words }</blockquote>
    With our thanks, { $points } points are yours; /points shows them.

    Are you happy with how we handled it? Please choose the stars, 5 is best.
suggestion_not_adopted = 💡 We looked into your suggestion <b>{ $number }</b> with care. It is not adopted this time.
    <blockquote>{ $words }</blockquote>
    Thank you for thinking along. If there is more to say, just write to me and my colleagues will look again.

    Are you happy with how we handled it? Please choose the stars, 5 is best.
reason_adopted = suggestion adopted
reason_not_adopted = suggestion not adopted
late_suggestion = nobody has considered the suggestion
verdict_suggestion_none = { $number } is not a suggestion: its kind is { $kind }. If that is wrong, correct it first.
verdict_suggestion_needs_words = Please reply, in the topic, to the message just posted; the customer reads what you write.
verdict_suggestion_considered = { $number } is being considered, and the customer knows.
verdict_suggestion_adopted = { $number } is adopted, and the customer knows.
verdict_suggestion_not_adopted = { $number } is not adopted, and the customer knows why.
verdict_suggestion_considered_already = { $number } is being considered already.
verdict_suggestion_adopted_already = { $number } was adopted already.
verdict_suggestion_not_adopted_already = It was decided already not to adopt { $number }.
staff_adopt_how = Write after the command what will be done; the customer reads it, like: /adopt We will put up an umbrella stand at the main gate next month.
staff_notadopt_how = Write the reason after the command; the customer reads it, like: /notadopt Fire rules don't allow anything to stand there.
command_adopt = Adopt a suggestion: /adopt what will be done
command_notadopt = Don't adopt a suggestion: /notadopt the reason
command_points = My points
intent_points = Wants to see their points
kept_suggestions = What became of suggestions
kept_suggestions_state_received = received
kept_suggestions_state_considered = being considered
kept_suggestions_state_adopted = adopted
kept_suggestions_state_not_adopted = not adopted
kept_points = Points
field_subject = For
field_points = Points
field_given_at = Given at
