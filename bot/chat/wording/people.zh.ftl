# 谁在写、哪些户号是他们的

command_account = 我的户号
