## What goes by e-mail or SMS

elsewhere_title = A message from your service desk
without_chat = This was sent to the contact details we have on record. To change them, or to stop these messages, please let us know.
instead_of_email = (This could not be delivered to your e-mail address, so we tell you here.)
instead_of_sms = (This could not be delivered by SMS, so we tell you here.)
