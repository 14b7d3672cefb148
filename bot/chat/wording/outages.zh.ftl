# 停电停水等，主动告知客户
out_power = 停电
out_water = 停水
out_gas = 停气
out_heating = 停暖
out_network = 断网
out_lift = 电梯停用
