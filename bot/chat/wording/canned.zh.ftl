# 常用答复

verdict_canned_list = 在工单话题里用 /a 名称 发送，客户看到自己的语言：
    { $text }
verdict_canned_none = 还没有常用答复，在 policy.toml 里用 [[answers]] 添加。
verdict_canned_said = 已发给客户：
    { $text }
verdict_canned_unknown = 没有叫“{ $name }”的常用答复。/a 列出全部。
verdict_canned_unknown_with_near = 没有叫“{ $name }”的常用答复，是不是：{ $near }？/a 列出全部。
verdict_canned_lacks = 没有发出：“{ $name }”里要填 { $field }，{ $number } 没有这项信息。
command_a = 常用答复：/a 名称，/a 列出全部
