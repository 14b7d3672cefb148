# Canned answers

verdict_canned_list = Send one with /a name in a ticket's topic; customers read it in their own language:
    { $text }
verdict_canned_none = There are no canned answers yet; add them to policy.toml under [[answers]].
verdict_canned_said = The customer is told:
    { $text }
verdict_canned_unknown = There is no canned answer “{ $name }”. /a lists them all.
verdict_canned_unknown_with_near = There is no canned answer “{ $name }”. Did you mean { $near }? /a lists them all.
verdict_canned_lacks = Not sent: “{ $name }” needs { $field }, which { $number } doesn't have.
command_a = Canned answer: /a name; /a lists them
