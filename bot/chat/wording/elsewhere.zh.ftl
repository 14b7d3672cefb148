## 通过邮件或短信发送的内容

elsewhere_title = 服务台通知
instead_of_email = （这条消息未能送达您的邮箱，因此在这里告知您。）
instead_of_sms = （这条消息未能以短信送达，因此在这里告知您。）
