## What the desk says first: words shared by all of it

key_stop = 🔕 No more { $topic }

topic_bills = payment reminders
topic_outages = outage notices
topic_care = greetings and tips
topic_surveys = surveys
topic_safety = safety notices

supply_power = power
supply_water = water
supply_gas = gas
supply_heating = heating
supply_network = broadband
supply_lift = lift

standing_vip = VIP
standing_key = key customer
standing_ordinary = ordinary
standing_credit_risk = credit risk
