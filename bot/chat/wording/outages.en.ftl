# Outages, as customers are told of them
out_power = power cut
out_water = water outage
out_gas = gas outage
out_heating = heating outage
out_network = broadband outage
out_lift = lift out of service
