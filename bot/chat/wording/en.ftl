## Labels: fixed wording on cards, buttons and notices

kind_complaint = Complaint
kind_inquiry = Question
kind_suggestion = Suggestion
kind_praise = Praise

category_design = Design
category_quality = Quality
category_sales_promise = Sales promise
category_service = Service

hazard_gas = gas leak
hazard_shock = electric shock
hazard_fire = fire
hazard_trapped = people trapped
hazard_flooding = flooding
hazard_falling = falling parts
hazard_medical = medical equipment without power
hazard_other = danger to people or property

state_open = not taken yet
state_taken = in progress
state_resolved = resolved
state_withdrawn = withdrawn by the customer
state_merged = merged into another ticket

language_zh = Chinese
language_en = English

# Why a ticket is closed, as staff choose it
reason_fixed = Fixed
reason_explained = Explained
reason_arranged = Arranged
reason_compensated = Compensated
reason_no_fault = No fault found
reason_duplicate = Duplicate
reason_words = see the note

# The same, as the customer reads it
outcome_fixed = The problem has been fixed.
outcome_explained = We have explained what happened.
outcome_arranged = The work has been arranged.
outcome_compensated = You have been compensated as agreed.
outcome_no_fault = We checked and found no fault.
outcome_duplicate = This is the same matter you told us about before; we are dealing with them together.

## What the customer sees

agent_says = 💬 <b>{ $number }</b>
    { $text }

# Where an agent's words leave no room for a heading: the words alone
agent_says_bare = { $text }

resolved = ✅ <b>{ $number }</b> is resolved.
    { $outcome }

    How did we do? Tap the stars, 5 is best. If it isn't solved, tap “Not solved”.
resolved_with_words = ✅ <b>{ $number }</b> is resolved.
    <blockquote>{ $words }</blockquote>
    How did we do? Tap the stars, 5 is best. If it isn't solved, tap “Not solved”.

resolved_with_numbers = ✅ <b>{ $numbers }</b> are resolved.
    <blockquote>{ $words }</blockquote>
    How did we do? Tap the stars, 5 is best. If something isn't solved, tap its number.

delayed = Your message has arrived and is kept safe, but we can't answer it right now. It will be dealt with as soon as our system is back; you don't need to send it again.

    ⚠️ If there is danger now (a smell of gas, electric shock, fire, someone trapped): leave the place and call the emergency number now (in China: fire 119, ambulance 120, police 110).

handed_back = That's the end of the talk with our staff for now ({ $number }); the assistant is back. Say “talk to a person” whenever you need one.

filed_unanswered = I have filed what you wrote earlier (“{ $words }”) as { $kind } · { $category }: <b>{ $number }</b>. You will have an answer by { $due_at }. If that is not right, tap below.
joined_unanswered = What you wrote earlier (“{ $words }”) has been added to <b>{ $number }</b>, where the people working on it can see it.

offer_besides = You also mentioned: “{ $words }”. Shall I file that as a ticket of its own?
filed_besides = The other matter you mentioned (“{ $words }”) now has a ticket of its own: <b>{ $number }</b> ({ $kind } · { $category }), linked with { $linked }. You will have an answer by { $due_at }. If that is not right, tap below.

key_file_remark = File it
key_leave_remark = No need
key_wrong_kind = Wrong kind
key_wrong_category = Wrong category
key_withdraw = Withdraw
key_stars = { $stars } ★
key_not_solved = Not solved
key_not_solved_number = { $number }: not solved

## Staff group: the card

card_head = 📋 <b>{ $number } · { $kind } · { $category }</b>
card_head_urgent = 🔴 <b>{ $number } · { $kind } · { $category } · URGENT</b>
card_head_resolved = ✅ <b>{ $number } · { $kind } · { $category } · resolved</b>
card_head_withdrawn = ↩️ <b>{ $number } · { $kind } · { $category } · withdrawn</b>
card_head_merged = 🔗 <b>{ $number } · { $kind } · { $category } · merged</b>
card_hazard = ⚠️ <b>{ $hazard }</b>
card_no_owner = 👤 nobody yet
card_owner = 👤 { $owner }
card_owner_with_first_owner = 👤 { $owner } (taken first by { $first_owner })
card_customer = 🙋 { $customer } · { $language }
card_account = 🏷 { $account }
card_place = 📍 { $place }
card_since = 🕒 since { $since }
card_refers = 🔗 about the same matter as { $refers_to }
card_linked = 🔗 from the same message as { $linked }
card_outage = ⚡ part of an outage: { $out } ({ $number })
card_outage_with_restored_at = ✅ part of an outage: { $out } ({ $number }), restored { $restored_at }
card_outage_besides = ⚡ the message also reports an outage that is known: { $out } ({ $number }); the customer is told
# What the same message said besides
card_besides_open = 💬 Also mentioned ({ $kind } · { $category }, not filed): “{ $words }”
card_besides_left = 💬 Also mentioned (no ticket needed, says the customer): “{ $words }”
card_round = 🔁 round { $round }
card_words = <blockquote>{ $words }</blockquote>
card_words_long = <blockquote expandable>{ $words }</blockquote>
card_no_words = <i>(no words, see below)</i>
card_more = <i>{ $more ->
        [one] 1 more character
       *[other] { $more } more characters
    } not shown; everything is kept</i>
card_resolution = Outcome: { $resolution }
card_earlier = Earlier tickets:
card_earlier_one = · { $number } { $kind } · { $category }, { $state }: { $words }

topic = { $number } { $kind } · { $category } { $words }
topic_urgent = { $number } 🔴 { $kind } · { $category } { $words }

## Why a message was understood so: under the card, and in the terminal

# What a message can be besides a ticket
intent_check_status = Asks about a ticket
intent_talk_to_human = Wants to talk to a person
intent_ask_bill = Asks for a bill
intent_ask_outage = Asks about an outage
intent_chitchat = Small talk
intent_withdraw = Takes a ticket back
intent_not_solved = Not solved yet
intent_list_mine = Wants to see their tickets
intent_skip = Skips a question
intent_affirm = Yes
intent_deny = No
intent_cancel = Cancels
intent_other_language = Another language
intent_no_words = No words
kind_none = Nothing to file

why_head = 💡 { $number } reads as <b>{ $label }</b>
why_because_sure = { $sure } % certain; the desk asks below { $least } %.
why_because_unsure = Only { $sure } % certain: below { $least } % the desk asks.
why_because_urgent = There may be danger: that is filed without a question.
why_because_phrase = A phrase the desk knows by heart: “{ $label }”.
why_because_parts = It says two things, clearer one by one than together: filed as the main one, without a question.
why_because_unread = The words were not weighed.
why_kind = Kind: { $found }
why_category = Category: { $found }
why_urgent = Danger: { $found }
why_hazard = ⚠️ { $hazard }, probable to { $danger } % (alarm from { $alarm_from } %)
why_danger_words = Danger word: { $found }
why_danger_words_with_guards = Danger word: { $found }; but not now: { $guards }
why_others = Next best: { $found }
why_removed = Not counted, it only names labels: { $found }
why_left_out = { $left ->
        [one] 1 character
       *[other] { $left } characters
    } in the middle not read: the message is very long
# A message about two things: which part the ticket follows, and what the other one is
why_besides = 💬 Two matters: the ticket follows “{ $main }”; “{ $said }” reads as { $label }
why_besides_with_found = 💬 Two matters: the ticket follows “{ $main }”; “{ $said }” reads as { $label }, by { $found }
why_then = On arrival it was read as { $label } ({ $share } %); the model has changed since.
why_asked_not = The customer was not asked.
why_asked_quiet = The customer was asked and did not answer.
why_asked_answered = The customer was asked and chose: { $chosen }
why_changed = ✏️ { $before } → { $after } ({ $by }, { $changed_at })
why_changed_urgent_true = ✏️ marked urgent ({ $by }, { $changed_at })
why_changed_urgent_false = ✏️ not urgent after all ({ $by }, { $changed_at })
why_customer = the customer
why_legend = <i>The numbers: by how many points it would be less certain without the word.</i>

# “broken” 41
why_word = “{ $said }” { $points }
why_quoted = “{ $said }”
why_share = { $said } { $points } %
# What stands between two of them
why_separator = |, |

# What the desk would do with such a message
explain_file = A ticket is filed.
explain_ask = The customer is asked first.
explain_answer = It is answered; nothing is filed.
explain_kind = Words for the kind
explain_category = Words for the category
explain_urgent = Words for danger
explain_parts = The message says two things:
explain_part_main = { $label } { $share } % (the ticket follows this one)
explain_part_besides = { $label } { $share } % (the other one)
explain_others = Next best, %

## Staff group: buttons

key_take = ✋ Take
key_offer = 🔀 Hand on
key_resolve = ✅ Resolve
key_kind = Change kind
key_category = Change category
key_urgent = 🔴 Urgent
key_not_urgent = Not urgent
key_why = 💡 Why?
key_back = ‹ Back
key_file_besides = ➕ File separately: { $words }
key_hand_back = 🤖 Back to the bot
key_accept = Accept
key_not_accept = Decline

## Staff group: notices

alarm = 🔴 <b>URGENT { $number }</b> · { $kind } · { $category }
    🙋 { $customer }
    ⏰ act by { $due_at }
    <blockquote>{ $words }</blockquote>
alarm_with_hazard = 🔴 <b>URGENT { $number }: { $hazard }</b> · { $kind } · { $category }
    🙋 { $customer }
    ⏰ act by { $due_at }
    <blockquote>{ $words }</blockquote>

relay = 🙋 <b>{ $name }</b>
    { $text }
relay_with_left = 🙋 <b>{ $name }</b>
    { $text }
    <i>{ $left ->
        [one] 1 more character
       *[other] { $left } more characters
    } not shown; everything is kept</i>
relay_edit = ✏️ <b>{ $name }</b> changed the message to:
    { $text }

handover = 🙋 <b>{ $name }</b> wants to talk to a person ({ $number }). The bot is silent; what you write here goes straight to the customer. Tap the button when you are done.
offer = 🔀 { $by } asks <a href="tg://user?id={ $to_id }">{ $to }</a> to take over { $number }. Until it is accepted, { $by } stays responsible.

told_linked = 🔗 The customer had the other matter filed separately: { $filed }
    <blockquote>{ $said }</blockquote>
told_linked_with_name = 🔗 { $name } filed the other matter separately: { $filed }
    <blockquote>{ $said }</blockquote>
told_withdrawn = ↩️ The customer withdrew { $number }.
told_corrected_by_customer = ✏️ The customer says it is: { $kind } · { $category }.
told_handed_back = 🤖 The bot answers again ({ $by }).
told_rated = { $marks } The customer gave { $number } { $stars ->
        [one] 1 star
       *[other] { $stars } stars
    }.
told_rating_comment = { $marks } The customer's word:
    <blockquote>{ $said }</blockquote>
told_reopened = 🔁 { $number } is open again (round { $round }); please take it.
told_reopened_with_owner = 🔁 { $number } is open again (round { $round }); <a href="tg://user?id={ $owner_id }">{ $owner }</a> is responsible.
told_resolved = ✅ { $name } resolved { $number }: { $reason }
told_resolved_with_words = ✅ { $name } resolved { $number } and told the customer:
    <blockquote>{ $words }</blockquote>
told_accepted = 🔀 { $name } took over { $number }.
told_declined = 🔀 { $name } declined { $number }; its owner keeps it.

by_agent = handed back by staff
by_silence = nobody spoke for a while
by_resolved = the ticket is resolved
by_customer = the customer withdrew it

dialogue_away = ⚠️ The dialogue does not answer. Customers' messages are kept, customers have been told that the answer will be late, and everything is worked off when it is back. Please check the services.
update_failed = ⚠️ A message (update { $update }) could not be worked on in { $attempts } tries and is set aside; later messages go on. Please have it looked at:
    <code>{ $error }</code>

undelivered = ⚠️ { $number }: a message did not reach the customer. { $why }
undelivered_with_text = ⚠️ { $number }: this did not reach the customer. { $why }
    <blockquote>{ $text }</blockquote>

why_unreachable = They have stopped the bot; please reach them another way.
why_refused = Please say it another way, or reach them by other means.

staff_help = <b>In a ticket's topic</b>
    Just write: it reaches the customer as the desk (photos and files too)
    A line starting with <code>//</code>: an internal note
    <b>Your ticket</b>
    /take take it · /give name hand it on · /done words resolve it and tell the customer
    /wait wait for the customer, clocks paused · /snooze tomorrow 9:00 reason be reminded, clocks running · /back give the talk back to the bot
    <b>Answers and promises</b>
    /a name send a canned answer, /a lists them · /promise Friday 15:00 words record a promise
    <b>With colleagues</b>
    /part department words ask a department for its part · /did words your department's part is done
    /green have it supervised until it is closed · /supervise words what its supervisor asks for
    <b>Several tickets</b>
    /merge CD-123 merge this one into CD-123; to undo it, tap the button, or write /unmerge and this one's number in the topic of CD-123
    /defect name group it under a defect · /tell words tell everybody of its defect or outage · /done all words resolve them all
    <b>Suggestions and praise</b>
    /adopt words · /notadopt reason answer a suggestion · /praise name whom a customer praises
    On the card: take, hand on, correct, urgent or not, resolve, why it was understood so, why this time; more behind “More”

    <b>Anywhere in the group</b>
    /mine your open tickets · /onshift · /offshift begin and end your shift · /record your record · /digest the figures (/digest xlsx the file)
    What comes up again and again: /change FD-1 words · /changed FD-1 words · /nochange FD-1 reason
staff_no_ticket = This is not a ticket. Use the command in a ticket's topic, or reply to a message of the ticket.
staff_no_command = There is no such command, so nothing was sent to the customer. /help lists them all.
staff_done_how = Write what the customer should be told after the command, like: /done The pipe was replaced and tested. Or tap “Resolve” on the card.

## What an agent is told after a press

verdict_removed = You are no longer on the staff list, so nothing you do or write here takes effect. Please ask your manager.
verdict_erased = The customer of { $number } had their data erased: nothing is done or written down here any more, and your words reach nobody. Please delete this topic.
verdict_gone = That no longer exists.
verdict_is_open = Nobody has taken it yet; tap “Take” first.
verdict_is_taken = It is in progress.
verdict_is_resolved = { $number } is resolved already.
verdict_is_withdrawn = { $number } was withdrawn by the customer.
verdict_is_merged = { $number } was merged into another ticket. Please go on there.
verdict_yours_already = It is yours already.
verdict_taken_by = { $name } has taken it.
verdict_taken = { $name } has taken it.
verdict_not_yours = { $name } owns it; they or a lead can do that.
verdict_resolved = { $number } is resolved and the customer has been told.
verdict_no_handover = Nobody is talking to the customer now.
verdict_handed_back = The bot answers again.
verdict_offered = Offered to { $name }, waiting for an answer.
verdict_answered_already = That has been answered already.
verdict_not_offered_to_you = That was offered to { $name }.
verdict_accepted = { $number } is yours now.
verdict_declined = Declined; the owner keeps { $number }.
verdict_corrected = { $number } is corrected.
verdict_remark_filed = Filed separately as { $number }.
verdict_urgent = { $number } is urgent now.
verdict_not_urgent = { $number } is not urgent any more.
verdict_why_told = Said below the card of { $number }.
verdict_why_told_already = Nothing has changed: it is said already in the topic of { $number }.
verdict_why_no_words = There are no words to explain.
verdict_why_away = The dialogue does not answer just now, so nobody can say why. Please try again in a minute.
verdict_unchanged = All right, nothing was changed.
verdict_choose = Please choose.
verdict_choose_reason = Please choose how it ended.
verdict_unreachable = ⚠️ { $name } has stopped the bot, so this did not arrive. Please reach the customer another way.

## The bot's menu and introduction

command_start = Start
command_help = How it works
command_mine = My tickets
command_language = Language / 切换语言
command_privacy = Your data
command_cancel = Cancel what we are doing
command_take = Take this ticket
command_done = Resolve: /done what the customer is told
command_back = Give the talk back to the bot
bot_about = Complaints, questions, ideas, praise: just write. You get a number, a time and one person responsible.
bot_description = Hello, this is the service desk.
    Tell us what is wrong as you would tell a person, like “the lift in block 3 has been broken for two days”. Photos, voice messages and locations are welcome.
    Everything gets a number, a time for our answer, and somebody responsible until it is done.

## The terminal

terminal_welcome_customer = Write your problem and press Enter. Type a button's number to press it; /photo PATH sends a picture; /quit leaves.
terminal_welcome_staff = This is the staff group. /open CD-12 goes into a ticket, /list shows all, a button's number presses it, // starts an internal note, /quit leaves.
terminal_prompt_customer = You
terminal_prompt_staff = Group
terminal_desk = Desk
terminal_topics = Tickets
terminal_no_topics = No tickets yet.
terminal_open = open
terminal_closed = closed
terminal_unread = new in { $number }
terminal_open_first = Go into a ticket with /open CD-12 first, then write to its customer.
terminal_entered = In { $title }
terminal_unknown_topic = There is no { $number }. /list shows all.
terminal_no_button = There is no button number { $number }.
terminal_pressed = Pressed: { $label }
terminal_edited = updated
terminal_attachment = attached: { $name }
terminal_no_file = Cannot read { $path }: check the path.
terminal_nothing_heard = No answer for { $seconds } s. Is the desk running? Your message is kept and will be answered when it is.

## Reviewing corrections

review_begin = { $open ->
        [one] 1 correction to review
       *[other] { $open } corrections to review
    }; every decision is kept at once. Read the words: no name, number or address may be left.
review_nothing = Nothing to review.
review_model_said = The model said: { $label } ({ $sure })
review_model_silent = the model was not asked
review_agent_says = Staff say: { $label }
review_customer_says = The customer says: { $label }
review_asked_says = The customer chose when asked: { $label }
review_learned_as = To be learned as: { $label }
review_urgent = urgent
review_not_urgent = not urgent
review_choices = [k] keep  [c] change the label  [u] urgent or not  [w] change the words  [s] skip  [q] quit
review_which = Number of the right label
review_words = The words as they shall be learned
review_unknown = There is no “{ $answer }”.
review_kept = kept
review_skipped = skipped
review_end = { $kept } kept, { $skipped } skipped, { $open } still to review.
review_next = Kept lines wait in { $file }; “make retrain” measures whether they help and learns them only then.
label_check_status = Asks after a ticket
label_talk_to_human = Wants a person
label_ask_bill = Asks about a bill
label_ask_outage = Asks about an outage
label_chitchat_greeting = Greeting
label_chitchat_thanks = Thanks
label_chitchat_help = Asks what the bot can do
label_chitchat_abuse = Abuse
label_chitchat_other = Small talk, nothing to file
