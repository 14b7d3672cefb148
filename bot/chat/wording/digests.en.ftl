# What goes back to the company: digests, praise

digest = 📊 { $first_on } to { $last_on }: the figures, and the tickets behind each of them.
digest_daily = 📊 <b>Morning digest</b> · { $days }
digest_weekly = 📊 <b>Weekly digest</b> · { $days }
digest_asked = 📊 <b>Digest</b> · { $days }
digest_department = { " " }· { $category }
digest_for = 👤{ " " }
digest_reader = <a href="tg://user?id={ $user_id }">{ $name }</a>
digest_comma = ,{ " " }
digest_open = 📂 Open: { $open } · late: { $late } · due soon: { $warned }
digest_flow = 📥 Filed: { $filed } · resolved: { $resolved }, of them late: { $resolved_late }
digest_departments = 🏢{ " " }
digest_sites = 🏘{ " " }
digest_part = { $name } { $open }
digest_part_late = { $name } { $open } ({ $late } late)
digest_stars = ⭐ { $mean } of 5 stars, { $count } marks · net { $net }: % with 5 stars minus % with 3 or fewer
digest_stars_few = ⭐ { $mean } of 5 stars, n = { $count }
digest_promises = 🤝 Promises: { $kept } kept, { $broken } broken, { $waiting } not due yet
digest_green = 🟢 Green channel: { $open } open, { $late } of them late
digest_findings = 🔎 What comes up again: { $found } new, { $acknowledged } being worked on, { $changed } changed
digest_more = In brackets: the change from the period before. /digest xlsx: the tickets behind each figure
verdict_digest_in_general = 📊 The digest is posted in the group, outside the tickets' topics.
verdict_digest_how = /digest: today so far. You can add, in any order: week (the last one), a month (2026-10), a department (design, quality, sales, service), xlsx for the file with the tickets behind each figure; e.g. /digest xlsx 2026-10
verdict_digest_to_come = That month has not begun, so there are no figures yet. Ask for this one or an earlier one, like /digest 2026-10
command_digest = Figures of today, a week, a month; xlsx for the file

# Praise
praise = 👏 <a href="tg://user?id={ $agent_id }">{ $agent }</a>, a customer praises you ({ $number }):
    { $words }
praise_with_lead = 👏 <a href="tg://user?id={ $agent_id }">{ $agent }</a>, a customer praises you ({ $number }):
    { $words }
    👤 <a href="tg://user?id={ $lead_id }">{ $lead }</a>, just so you know.
praise_former = 👏 A customer praises { $agent }, who no longer works here ({ $number }):
    { $words }
praise_former_with_lead = 👏 <a href="tg://user?id={ $lead_id }">{ $lead }</a>, a customer praises { $agent }, who no longer works here ({ $number }):
    { $words }
praise_reached = 👏 Your praise ({ $number }) has reached { $agent }. Thank you for telling us.
praise_reached_with_lead = 👏 Your praise ({ $number }) has reached { $agent } and their team lead. Thank you for telling us.
praise_reached_former = 👏 Thank you for your praise ({ $number }). { $agent } no longer works with us; the team has read it.
praise_reached_former_with_lead = 👏 Thank you for your praise ({ $number }). { $agent } no longer works with us, so we passed it on to their team lead.
verdict_praised = 👏 { $name } is told.
verdict_praised_already = { $name } was told already.
verdict_praised_former = 👏 { $name } no longer works here; their lead is told.
verdict_praise_self = { $name } is the customer of this ticket; nobody praises themselves.
verdict_no_praise = This ticket is not a praise. If it should be one, change its kind first.
staff_praise_how = Write whom the customer praises, like: /praise Wang Qiang
command_praise = Say whom a customer praises: /praise name
