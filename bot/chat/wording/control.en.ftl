## What a customer controls

command_settings = Reminders, quiet hours, language
danger_at_night = ⚠️ This cannot wait for the end of your quiet hours, so I am telling you now.

## All that is kept of a customer, as a file

export_caption = { $as ->
    [html] All that the desk keeps of you, to be read in a browser.
   *[json] The same for programs (JSON).
}
told_erased = 🗑 The customer had their data erased. The desk keeps no words, names or files of { $number } any more. What stands here in Telegram the desk cannot take back: please delete this topic.
erased = 🗑 Done: everything that the desk kept of you is gone, this chat's memory too. Should you write again one day, we start anew. You can delete this chat on your side.

kept_title = What the desk keeps of you ({ $day_on })
kept_person = You
kept_settings = Settings
kept_consents = What you want to hear of
kept_accounts = Accounts tied to this chat
kept_untied = Accounts that you untied
kept_bills = Bills
kept_messages = Messages
kept_edits = Edits
kept_tickets = Tickets
kept_history = What was done
kept_promises = Promises to you
kept_remarks = What your messages said besides
kept_corrections = Corrections
kept_ratings = Ratings
kept_surveys = Surveys
kept_reports = Reports that something is out
kept_notices = What the desk told you
yes = yes
no = no

field_chat_id = Chat
field_name = Name
field_username = Username
field_phone = Phone
field_language = Language
field_created_at = Made
field_unreachable_at = Not reachable since
field_topic = Topic
field_given = Agreed
field_changed_at = Changed
field_quiet_from = Quiet from
field_quiet_until = Quiet until
field_zone = Time zone
field_most_a_week = At most a week
field_bill_detail = What a bill message holds
field_bill_days_before = Days before a bill is due
field_bill_channel = How bills reach you
field_author = Written by
field_text = Words
field_media = Files
field_reading = What was understood
field_written_at = Written
field_edited_at = Edited
field_words = What it says
field_made_at = Promised
field_ended_at = Ended
field_settled_at = Made good
field_ticket_id = Ticket
field_text_before = Before
field_text_after = After
field_number = Number
field_kind = Kind
field_category = Category
field_urgent = Urgent
field_hazard = Danger
field_state = State
field_place = Place
field_since = Since when
field_resolution = What was done
field_filed_at = Filed
field_due_at = Promised by
field_first_answered_at = First answered
field_resolved_at = Resolved
field_move = Step
field_before = Before
field_after = After
field_reason = Reason
field_at = When
field_noted_at = Noted
field_field = What was corrected
field_stars = Stars
field_comment = Comment
field_rated_at = Rated
field_asked_at = Asked
field_answered_at = Answered
field_standing = Class
field_supply = What is out
field_site = Site
field_building = Building
field_reported_at = Reported
field_period = Period
field_amount = Amount
field_currency = Currency
field_due_on = Due
field_paid_on = Paid
field_channel = Channel
field_sent_at = Sent
field_error = Why it was not sent
field_proof = How it was proven
field_linked_at = Tied
field_untied_at = Untied
field_address = Address
field_holder = Holder

## Broadcasts

broadcast = { $text }
