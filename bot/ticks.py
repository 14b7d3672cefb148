"""What the clock does and how often."""

from datetime import timedelta

from bot.clock.ticks import Task
from bot.service import (
    bill_claims,
    broadcasts,
    budget,
    bulk,
    care,
    clock_adoption,
    clock_sweep,
    digests,
    escalations,
    finding_news,
    findings,
    green,
    handing_over,
    handover,
    inbox,
    leaves,
    outage_notices,
    outages,
    parts,
    praise,
    promise_steps,
    proving,
    reminders,
    segments,
    suggestions,
    surveys,
    transfers,
    unanswered,
    visits,
    vitals,
    waits,
    waking,
    welcoming,
)
from bot.service.tasks import remind_overdue

PLANNING: tuple[Task, ...] = (
    Task("tasks_overdue", timedelta(seconds=60), remind_overdue, in_pieces=True),
    Task("outages_advance", timedelta(seconds=30), outages.advance, in_pieces=True),
    Task("outages_told", timedelta(seconds=10), outage_notices.plan, in_pieces=True),
    Task("remind_of_bills", timedelta(seconds=60), reminders.plan, in_pieces=True),
    Task("payments_unverified", timedelta(minutes=10), bill_claims.resume_unverified, in_pieces=True),
    Task("broadcasts", timedelta(seconds=5), broadcasts.plan, in_pieces=True),
    Task("classes", timedelta(minutes=1), segments.recompute, in_pieces=True),
    Task("care", timedelta(minutes=5), care.plan, in_pieces=True),
    Task("visits", timedelta(minutes=30), visits.plan, in_pieces=True),
    Task("surveys", timedelta(minutes=10), surveys.plan, in_pieces=True),
)
"""What plans what the desk says first; a rehearsal runs these and no others."""


def tasks(process: str) -> list[Task]:
    """The one table of regular tasks. ``process`` names this desk process in its signs of life."""
    return [
        Task(f"beat:{process}", timedelta(seconds=10), lambda work: vitals.beat(work, process)),
        Task("handover_silence", timedelta(seconds=30), handover.end_silent),
        Task("clocks_adopted", timedelta(minutes=1), clock_adoption.sweep, in_pieces=True),
        Task("calendars_followed", timedelta(minutes=1), clock_adoption.follow_calendars, in_pieces=True),
        Task("clocks", timedelta(seconds=10), clock_sweep.sweep, in_pieces=True),
        Task("waits_over", timedelta(seconds=30), waits.sweep, in_pieces=True),
        Task("leave_handed_over", timedelta(minutes=1), leaves.hand_over, in_pieces=True),
        Task("work_of_who_left", timedelta(minutes=1), handing_over.of_who_left, in_pieces=True),
        Task("shifts_welcomed", timedelta(seconds=15), welcoming.welcome, in_pieces=True),
        Task("parts_late", timedelta(seconds=30), parts.call_late, in_pieces=True),
        Task("snoozed_woken", timedelta(seconds=15), waking.wake, in_pieces=True),
        Task("told_in_bulk", timedelta(seconds=5), bulk.carry_on, in_pieces=True),
        Task("transfers_late", timedelta(seconds=30), transfers.return_late, in_pieces=True),
        Task("findings", timedelta(minutes=10), findings.look, in_pieces=True),
        Task("findings_unheard", timedelta(minutes=5), findings.climb, in_pieces=True),
        Task("findings_told", timedelta(seconds=30), finding_news.tell, in_pieces=True),
        Task("suggestions", timedelta(minutes=1), suggestions.climb, in_pieces=True),
        Task("looks", timedelta(seconds=30), green.ask, in_pieces=True),
        Task("escalations", timedelta(seconds=10), escalations.say, in_pieces=True),
        Task("promises", timedelta(seconds=15), promise_steps.sweep, in_pieces=True),
        Task("digests", timedelta(seconds=60), digests.plan),
        Task("praise_thanked", timedelta(seconds=15), praise.thank, in_pieces=True),
        Task("file_unanswered", timedelta(seconds=30), unanswered.file_unanswered),
        Task("inbox_prune", timedelta(hours=1), inbox.prune),
        Task("budget_prune", timedelta(hours=1), budget.prune),
        Task("tries_prune", timedelta(hours=1), proving.forget_tries),
        *PLANNING,
    ]
