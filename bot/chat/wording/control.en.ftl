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
