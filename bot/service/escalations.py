"""What the ladder's steps set off: their acts, a line in the ticket's topic, and one digest for each person called.

Two passes, so that a morning with thousands of steps is many short transactions and one message to each person: first
each step's ticket is held, its acts are done and its topic is told; then everybody who is called gets all that waits
for them in one message. Both leave a mark on the row, so that whoever is killed between them goes on where it was.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, select, update

from bot.desk import clocks
from bot.desk.agent import Agent
from bot.desk.escalation import Act, Escalation, Rung
from bot.desk.notice import Lane, Notice
from bot.desk.promise import Promise
from bot.desk.screen import ScreenPost
from bot.desk.task import Task
from bot.desk.ticket import LIVE, Ticket, number_of
from bot.desk.ticket_clock import TicketClock
from bot.desk.transcript import Message
from bot.service import cards, clock_rows, ladder, people, post, staffroom
from bot.service.clock_rows import Waits
from bot.service.escalation_acts import ACTS
from bot.service.still_late import id_in, kind_of, still_late
from bot.service.view import opening_words, shortened
from bot.service.work import Work, at_hand

PIECE = 200  # steps whose acts are done in one transaction
MOST_LINES = 20  # of a digest: the worst; the others are counted
MOST_ROWS = 5000  # steps said in one transaction
WORDS = 30  # characters of the customer's words in a line
MINUTE = timedelta(minutes=1)
DUE = (
    select(Escalation.id, Ticket)
    .join(Ticket, col(Ticket.id) == col(Escalation.ticket_id))
    .where(col(Escalation.acted_at).is_(None), col(Escalation.say_at) <= bindparam("now"))
    .order_by(col(Escalation.say_at), col(Escalation.id))
    .limit(PIECE)
    .with_for_update(key_share=True, skip_locked=True, of=Ticket)
    .execution_options(populate_existing=True)
)
_waits = (
    col(Escalation.said_at).is_(None),
    col(Escalation.say_at) <= bindparam("now"),
    col(Escalation.acted_at).is_not(None),
)
WAITING = (
    select(Escalation)
    .where(*_waits)
    .order_by(col(Escalation.agent_id), col(Escalation.id))
    .limit(MOST_ROWS)
    .with_for_update()
    .execution_options(populate_existing=True)
)
OF_TICKETS = (
    select(Escalation)
    .where(
        col(Escalation.ticket_id).in_(bindparam("tickets", expanding=True)),
        col(Escalation.acted_at).is_(None),
        col(Escalation.say_at) <= bindparam("now"),
    )
    .order_by(col(Escalation.ticket_id), col(Escalation.id))
    .execution_options(populate_existing=True)
)
OF_IDS = select(Ticket).where(col(Ticket.id).in_(bindparam("tickets", expanding=True)))


@dataclass(frozen=True)
class _Facts:
    """What the lines of digests speak of, by the ticket's id."""

    tickets: Mapping[int, Ticket]
    waits: Mapping[int, Waits]


def say(work: Work) -> int:
    """Does a piece of what the steps that may be heard of set off; returns how much it looked at. A tick, in pieces.

    What is over by now (answered, resolved, waiting for the customer) is dropped: nobody is called about it.
    """
    taken = _take_up_some(work)
    return taken if taken == PIECE else taken + _tell_some(work)


def forget(work: Work, ticket_ids: Sequence[int]) -> None:
    """Takes the customer's words out of the digests that spoke of these tickets."""
    rows = select(Escalation).where(
        col(Escalation.ticket_id).in_(ticket_ids), col(Escalation.said_at).is_not(None)
    )
    numbers = {number_of(one) for one in ticket_ids}
    for subject, step in {(_digest_for(row.agent_id), _moment(row)) for row in work.session.exec(rows)}:
        query = select(Notice).where(Notice.subject == subject, col(Notice.step).startswith(step))
        for notice in work.session.exec(query):
            items = [
                one | {"words": ""} if one["number"] in numbers else one
                for one in notice.values.get("items", [])
            ]
            notice.values = notice.values | {"items": items}
            work.session.add(notice)
            _clear_screen(work, notice)


def _clear_screen(work: Work, notice: Notice) -> None:
    """Where there is no Telegram, the staff's screen is a table."""
    shown = (col(ScreenPost.id) == notice.message_id, col(ScreenPost.chat_id) == work.staff_chat_id)
    work.session.exec(update(ScreenPost).where(*shown).values(text="", edits=ScreenPost.edits + 1))


@contextmanager
def _at_hand(work: Work, rows: Sequence[Escalation]) -> Iterator[None]:
    """Clocks that climbed, and people who are called."""
    clocks = (id_in(row) for row in rows if kind_of(row) == "clock")
    with at_hand(work, TicketClock, clocks), at_hand(work, Agent, (row.agent_id for row in rows)):
        yield


# --- acts, and the topics -----------------------------------------------------------------------------------


def _take_up_some(work: Work) -> int:
    found = work.session.exec(DUE, params={"now": work.now}).all()
    if not found:
        return 0
    tickets = {ticket.id: ticket for _, ticket in found}
    # Read again: somebody may have taken it up just before; and all of a ticket's together, so its topic hears once.
    rows = work.session.exec(OF_TICKETS, params={"now": work.now, "tickets": list(tickets)}).all()
    late = still_late(work, rows)
    with _at_hand(work, rows):
        for ticket_id, own in groupby(rows, key=lambda row: row.ticket_id):
            _take_up(work, tickets[ticket_id], list(own), late)
    return len(found)


def _take_up(work: Work, ticket: Ticket, rows: Sequence[Escalation], late: set[int]) -> None:
    """Does what the steps of one ticket say; its topic hears of the highest one."""
    told: list[Escalation] = []
    for row in rows:
        work.session.add(row)
        if row.id not in late:
            row.say_at = None
        elif _sleeps(work, ticket, row):
            row.say_at = ladder.may_hear_at(work, ticket.urgent, ticket.snoozed_until)
        else:
            told.append(row)
    for row in told:
        if row.say_at and row.say_at - row.noticed_at > work.policy.ladder.digest_every:
            _call_again(work, ticket, row)
        row.acted_at = work.now
        if Act.REMIND not in row.acts:
            row.said_at = work.now  # nobody is called
    _do_acts(work, ticket, told)
    above = [row for row in told if row.step > ladder.WARNING and Act.REMIND in row.acts]
    for looks in (True, False):
        own = [row for row in above if (kind_of(row) == "look") == looks]
        if own:
            _tell_topic(work, ticket, max(own, key=_gravity))


def _do_acts(work: Work, ticket: Ticket, rows: Sequence[Escalation]) -> None:
    """What the steps do besides calling. The ticket is given to somebody else once, else the second step would take it
    from whoever just got it; and not where a department is late with its part: the owner has done what they could.
    """
    stays = False
    for row in rows:
        for act in (Act(one) for one in row.acts if one in ACTS):
            moves = act == Act.REASSIGN
            if (ticket.state not in LIVE and act != Act.MEETING) or (
                moves and (stays or kind_of(row) == "task")
            ):
                continue
            ACTS[act](work, ticket, row)
            stays = stays or moves


def _sleeps(work: Work, ticket: Ticket, row: Escalation) -> bool:
    """Whoever holds a snoozed ticket is not reminded of it; everybody above is."""
    asleep = ticket.snoozed_until is not None and ticket.snoozed_until > work.now
    return asleep and row.rung == Rung.OWNER and kind_of(row) != "look"


def _call_again(work: Work, ticket: Ticket, row: Escalation) -> None:
    if kind_of(row) != "look":
        ladder.call_again(work, ticket, row)


def _tell_topic(work: Work, ticket: Ticket, row: Escalation) -> None:
    name = people.listed(ladder.called_by(work, row))
    if kind_of(row) == "look":
        keys = [[cards.key("looked", ticket)]]
        values: dict[str, Any] = {"number": ticket.number, "name": name}
        step = str(row.step)
        post.to_staff(work, ticket, "look", step=step, template="look", values=values, keys=keys)
        return
    staffroom.tell(
        work,
        ticket,
        "escalated",
        missing=ladder.missing(work, ticket, row),
        group="" if name else "1",
        rung=row.stands_on or "",
        name=name,
        **_promise(work, row),
    )


# --- digests ------------------------------------------------------------------------------------------------


def _tell_some(work: Work) -> int:
    """Everybody, and the whole group, gets one message with all that waits for them; how many steps that were."""
    rows = _whole(work.session.exec(WAITING, params={"now": work.now}).all())
    if not rows:
        return 0
    late = still_late(work, rows)
    _mark(work, rows, late)
    told = [row for row in rows if row.id in late]
    facts = _read_together(work, told)
    words = (one.source_message_id for one in facts.tickets.values())
    with _at_hand(work, told), at_hand(work, Message, words):
        for agent_id, own in groupby(told, key=lambda row: row.agent_id):
            _post_digests(work, agent_id, list(own), facts)
    return len(rows)


def _whole(rows: Sequence[Escalation]) -> Sequence[Escalation]:
    """Without those of the last person where not all of theirs may be among them, and others' are."""
    if len(rows) < MOST_ROWS or rows[0].agent_id == rows[-1].agent_id:
        return rows
    return [row for row in rows if row.agent_id != rows[-1].agent_id]


def _mark(work: Work, rows: Sequence[Escalation], late: set[int]) -> None:
    for row in rows:
        if row.id in late:
            row.said_at = work.now
        else:
            row.say_at = None
    work.session.flush()


def _read_together(work: Work, rows: Sequence[Escalation]) -> _Facts:
    ticket_ids = {row.ticket_id for row in rows}
    tickets = work.session.exec(OF_IDS, params={"tickets": list(ticket_ids)})
    return _Facts({one.id or 0: one for one in tickets}, clock_rows.waits_of_each(work, ticket_ids))


def _post_digests(work: Work, agent_id: int | None, rows: Sequence[Escalation], facts: _Facts) -> None:
    """One to the person, and one of what the management is called about to each of the others in it."""
    agent = work.session.get(Agent, agent_id) if agent_id else None
    subject, step = _digest_for(agent_id), work.now.isoformat()
    _post_digest(work, agent, subject, step, rows, facts)
    high = [row for row in rows if row.stands_on == Rung.MANAGEMENT]
    for other in ladder.called_by(work, high[0])[1:] if high else ():
        _post_digest(work, other, subject, f"{step} {other.id}", high, facts)


def _post_digest(
    work: Work, agent: Agent | None, subject: str, step: str, rows: Sequence[Escalation], facts: _Facts
) -> None:
    worst = sorted(_one_each(rows), key=_gravity, reverse=True)
    if not worst:
        return
    post.to_staff(
        work,
        None,
        "ladder",
        subject=subject,
        step=step,
        lane=Lane.ALERT if worst[0].urgent else Lane.REPLY,
        template="ladder_digest",
        values={
            "name": agent.name if agent else "",
            "name_id": agent.user_id if agent else 0,
            "count": len(worst),
            "items": [_line(work, row, facts) for row in worst[:MOST_LINES]],
            "left": max(len(worst) - MOST_LINES, 0),
        },
    )


def _one_each(rows: Sequence[Escalation]) -> Iterator[Escalation]:
    """Of each ticket the gravest step."""
    for _, own in groupby(sorted(rows, key=lambda row: row.ticket_id), key=lambda row: row.ticket_id):
        yield max(own, key=_gravity)


def _gravity(row: Escalation) -> tuple[bool, bool, int, float]:
    """Urgent before others, what is late before looks, a higher step before a lower, what fired first before later."""
    return row.urgent, kind_of(row) != "look", row.step, -row.fired_at.timestamp()


def _line(work: Work, row: Escalation, facts: _Facts) -> dict[str, Any]:
    ticket = facts.tickets[row.ticket_id]
    minutes = _late_minutes(work, row, facts.waits[row.ticket_id])
    return cards.names(ticket) | {
        "link": cards.link_of(work, ticket),
        **_promise(work, row),
        "hours": minutes // 60,
        "minutes": minutes % 60,
        "missing": ladder.missing(work, ticket, row),
        "words": shortened(opening_words(work, ticket), WORDS),
    }


def _promise(work: Work, row: Escalation) -> dict[str, str]:
    """What it is about (``late``): a metric of the clocks (``soon_…`` of a warning), else the kind of its subject; and
    until when it was promised (``due_at``, ISO 8601).
    """
    kind, subject = kind_of(row), _subject(work, row)
    if isinstance(subject, TicketClock):
        kind = subject.metric if row.step > ladder.WARNING else f"soon_{subject.metric}"
    return {"late": kind, "due_at": _due(row, subject).isoformat()}


def _subject(work: Work, row: Escalation) -> TicketClock | Promise | Task | None:
    """What has a deadline of its own; None: it is about the moment itself."""
    match kind_of(row):
        case "clock":
            return work.session.get_one(TicketClock, id_in(row))
        case "promise":
            return work.session.get_one(Promise, id_in(row))
        case "task":
            return work.session.get_one(Task, id_in(row))
        case _:
            return None


def _due(row: Escalation, subject: TicketClock | Promise | Task | None) -> datetime:
    return (subject.due_at if subject else None) or row.fired_at


def _late_minutes(work: Work, row: Escalation, waits: Waits) -> int:
    """By how much it is late, of a clock in its own working time; 0 for what is not late."""
    subject = _subject(work, row)
    if not isinstance(subject, TicketClock):
        return max((work.now - _due(row, subject)) // MINUTE, 0)
    clock = clock_rows.as_clock(work, subject, waits)
    return max(-clocks.left(clock, work.now) // MINUTE, 0)


def _moment(row: Escalation) -> str:
    return row.said_at.isoformat() if row.said_at else ""


def _digest_for(agent_id: int | None) -> str:
    return f"ladder:{agent_id or 'everybody'}"
