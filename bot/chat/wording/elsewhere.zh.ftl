## 通过邮件或短信发送的内容

elsewhere_title = 服务台通知
without_chat = 这条通知按我们登记的联系方式发送。要更改联系方式，或不想再收到，请告诉我们。
instead_of_email = （这条消息未能送达您的邮箱，因此在这里告知您。）
instead_of_sms = （这条消息未能以短信送达，因此在这里告知您。）
