# Who is writing, and which accounts are theirs

command_account = My accounts
