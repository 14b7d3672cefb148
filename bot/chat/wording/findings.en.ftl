# What comes up again and again: a department says what will change; who raised it is told when it has
task_finding = 🔎 <b>{ $finding } · { $category } · { $placed ->
    [0] no site on record
   *[other] { $site }
    }: raised { $count } times by { $customers } customers</b>
    { $since_on } to { $until_on }
    <blockquote expandable>{ $words }</blockquote>
    Please say what your department will change (just reply to this), or why it will not.
task_finding_with_plan = 🔎 <b>{ $finding } · { $category } · { $placed ->
    [0] no site on record
   *[other] { $site }
    }: raised { $count } times by { $customers } customers</b>
    { $since_on } to { $until_on }
    <blockquote expandable>{ $words }</blockquote>
    🛠 What will change: { $plan }
    Once it has, tap “It has changed” or write /changed { $finding } and what changed: the customers who raised it are told your words.
task_finding_with_ending = 🔎 <b>{ $finding } · { $category } · { $placed ->
    [0] no site on record
   *[other] { $site }
    }: raised { $count } times by { $customers } customers</b>
    { $since_on } to { $until_on }
    <blockquote expandable>{ $words }</blockquote>
    📌 What came of it: { $ending }
key_task_will_change = 🛠 We will change it
key_task_no_change = Nothing to change
key_task_changed = ✅ It has changed
task_outcome_will_change = will change
task_outcome_no_change = nothing to change
task_outcome_changed = changed
finding_ask_will_change = ✍️ <a href="tg://user?id={ $to_id }">{ $to }</a>, what will change about { $finding }, and roughly by when? Please reply to this message.
finding_ask_no_change = ✍️ <a href="tg://user?id={ $to_id }">{ $to }</a>, why does nothing change about { $finding }? Please reply to this message; the reason stays in the digest.
finding_ask_changed = ✍️ <a href="tg://user?id={ $to_id }">{ $to }</a>, what has changed about { $finding }? Please reply to this message. Your words go, as they are, to the { $customers } customers who raised it.
finding_unheard = ⚠️ { $finding } ({ $category }): raised { $count } times by { $customers } customers, and nobody had said by { $deadline_at } whether it will change. <a href="tg://user?id={ $to_id }">{ $to }</a>, please look into it.
finding_unheard_with_plan = ⚠️ { $finding } ({ $category }): “{ $plan }” was to be done, and by { $deadline_at } nobody had said that it is. <a href="tg://user?id={ $to_id }">{ $to }</a>, please look into it.
finding_unheard_all = ⚠️ { $finding } ({ $category }): raised { $count } times by { $customers } customers, and nobody had said by { $deadline_at } whether it will change. Whoever it belongs to, please answer.
finding_unheard_all_with_plan = ⚠️ { $finding } ({ $category }): “{ $plan }” was to be done, and by { $deadline_at } nobody had said that it is. Whoever it belongs to, please answer.
finding_changed = About what you told us ({ $numbers }, { $category }): something has changed since. From { $department }:
    <blockquote>{ $words }</blockquote>
    Thank you for telling us then. If something is still not right, just write to me.
finding_confirm = 📣 { $finding } has changed, says { $by }. Tell { $customers ->
        [one] the one customer
       *[other] the { $customers } customers
    } who raised it? They will read:
    <blockquote>{ $words }</blockquote>
finding_closed = ✅ { $finding } has changed. { $customers ->
        [one] The one customer who raised it
       *[other] The { $customers } customers who raised it
    } will be told from { $tell_at } on:
    <blockquote>{ $words }</blockquote>
    If that is not right, take it back before then.
key_finding_tell = 📣 Tell { $count ->
        [one] 1 customer
       *[other] { $count } customers
    }
key_finding_keep = Not yet
key_finding_undo = ↩️ Take it back
verdict_finding_confirm = Customers who would be told: { $customers }. Please confirm in the group; { $number } stays open until then.
verdict_finding_kept = All right, nobody is told; { $number } stays open.
verdict_finding_asked_anew = That question is answered, or a newer one about { $number } counts.
verdict_finding_undone = { $number } is open again; nobody was told.
verdict_finding_told_already = This cannot be taken back any more: customers of { $number } are being told, or a newer finding has begun.
verdict_finding_needs_words = Please add the words, like: /change { $number } new door drives by the end of June.
verdict_finding_words = Please reply to the message that was just posted in the group.
verdict_finding_planned = { $number }: noted. Once it has changed, write /changed { $number } and what changed.
verdict_finding_planned_again = { $number }: the plan is updated.
verdict_finding_changed = { $number } is noted as changed. Customers who raised it and will be told: { $customers }.
verdict_finding_dismissed = { $number }: the reason is noted.
verdict_finding_over = { $number } was settled already.
verdict_finding_unknown = There is no such number. Write it like { $number }; it is on the card.
staff_change_how = Write the number and what will change after the command, like: /change FD-12 new door drives for the lifts of building 3 by the end of June. Or just reply to the card.
staff_changed_how = Write the number and what has changed after the command, like: /changed FD-12 all lifts of building 3 have new door drives. The customers who raised it are told these words.
staff_nochange_how = Write the number and the reason after the command, like: /nochange FD-12 fire rules don't allow closing this passage.
command_change = What will change about a finding: /change FD-12 words
command_changed = A finding has changed, tell customers: /changed FD-12 words
command_nochange = Nothing to change about a finding: /nochange FD-12 reason
