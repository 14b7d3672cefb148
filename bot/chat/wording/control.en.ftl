## What a customer controls

command_settings = Reminders, quiet hours, language
danger_at_night = ⚠️ This cannot wait for the end of your quiet hours, so I am telling you now.
