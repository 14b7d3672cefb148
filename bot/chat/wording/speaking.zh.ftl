## 服务台主动说的话：大家共用的词

key_stop = 🔕 不再接收{ $topic }

topic_bills = 缴费提醒
topic_outages = 停水停电通知
topic_care = 关怀问候
topic_surveys = 满意度调查
topic_safety = 安全提醒

supply_power = 供电
supply_water = 供水
supply_gas = 供气
supply_heating = 供暖
supply_network = 宽带网络
supply_lift = 电梯

standing_vip = 贵宾客户
standing_key = 重点客户
standing_ordinary = 普通客户
standing_credit_risk = 信用关注
