"""Plays a month at a real desk: people do what the script says, the desk's clock is driven, and it sweeps.

Clocks, routing, transfers, leave, history and the ladder are the desk's own. Left out is what would be shown to
anybody, and what filing and resolving do besides (cards, notes, praise, surveys, …), which has no say in what is due
when.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

from sqlalchemy import insert
from sqlmodel import col, select

from bot.desk.agent import Agent, Role, Transfer
from bot.desk.customer import Customer
from bot.desk.labels import Category, Hazard, Kind, Language
from bot.desk.party import Party, Standing
from bot.desk.shift import Leave, Shift
from bot.desk.ticket import Move, State, Ticket
from bot.desk.transcript import Author, Message
from bot.service import (
    agents,
    changes,
    clock_sweep,
    escalations,
    history,
    leaves,
    meeting_note,
    post,
    praise,
    routing,
    staffroom,
    tickets,
    transfers,
    waits,
    watch,
)
from bot.service.work import Desk, Work, at_hand
from tests.databases import Clock
from tests.month.script import BEGIN, DAY, Course, Deed, Month, Person

EVERY = 10  # minutes between two sweeps
SHOWN = {
    staffroom: (
        "refresh_card",
        "show_urgent",
        "show_not_urgent",
        "show_marks",
        "tell",
        "tell_offer",
        "close_topic",
    ),
    post: ("to_customer", "to_staff", "unsay"),
    meeting_note: ("post_note",),
    praise: ("follow",),
}
TASKS: Sequence[Callable[[Work], int]] = (
    leaves.hand_over,
    transfers.return_late,
    waits.sweep,
    clock_sweep.sweep,
    escalations.say,
)
FIRST_CHAT = 1_000_000
Sweep = Callable[[Desk], None]


def at(minute: int) -> datetime:
    return BEGIN + timedelta(minutes=minute)


def sweep(desk: Desk) -> None:
    """What the clock of the desk does, each task until nothing is due of it; in one transaction, for nobody waits."""
    with desk() as work:
        for task in TASKS:
            while task(work):
                pass


def sweep_in_pieces(desk: Desk, tasks: Sequence[Callable[[Work], int]] = TASKS) -> None:
    """``sweep`` with a transaction for each piece, as the desk has it: others may sweep, or end it, between two."""
    over = 0
    while over < len(tasks):
        with desk() as work:
            while over < len(tasks) and not tasks[over](work):
                over += 1


@contextmanager
def unseen() -> Iterator[None]:
    """Nothing is posted."""
    with ExitStack() as stack:
        for module, names in SHOWN.items():
            for name in names:
                stack.enter_context(patch.object(module, name, lambda *_, **__: None))
        yield


@dataclass
class Played:
    """The month on its way. ``people`` and ``tickets`` are the ids of rows, in the order of the script."""

    desk: Desk
    clock: Clock
    month: Month
    people: list[int] = field(default_factory=list)
    tickets: dict[int, int] = field(default_factory=dict)
    sweeps: list[int] = field(default_factory=list)

    def begin(self) -> None:
        """The company and its customers are there."""
        self.clock.now = BEGIN
        with self.desk() as work:
            rows = [_agent(number, one) for number, one in enumerate(self.month.people, start=1)]
            work.session.add_all(rows)
            work.session.flush()
            self.people = [row.id or 0 for row in rows]
            for number, one in zip(self.people, self.month.people, strict=True):
                work.session.add_all(_shifts(number, one))
                work.session.add_all(_leave(number, one))
            run = work.session.connection().execute
            run(
                insert(Party), [_party(number, one) for number, one in enumerate(self.month.courses, start=1)]
            )
            run(
                insert(Customer),
                [_customer(number, one) for number, one in enumerate(self.month.courses, start=1)],
            )
            run(
                insert(Message),
                [_message(number, one) for number, one in enumerate(self.month.courses, start=1)],
            )

    def play(self, minutes: Sequence[int], sweep: Sweep = sweep) -> None:
        """People do what they do; the desk sweeps at each of ``minutes``, the last of which ends it."""
        deeds, done = _in_order(self.month), 0
        for minute in minutes:
            until = done
            while until < len(deeds) and deeds[until][0] <= minute:
                until += 1
            if until > done:
                self._do_all(deeds[done:until])
                done = until
            self.clock.now = at(minute)
            self.sweeps.append(minute)
            sweep(self.desk)

    def _do_all(self, deeds: Sequence[tuple[int, int, Deed | None]]) -> None:
        """In one transaction, each at its own time."""
        self.clock.now = at(deeds[-1][0])
        with self.desk() as work:
            held = self._held(work, {index for _, index, _ in deeds})
            owners = [one.owner_id for one in held.values()]
            others = [self.people[deed.person] for _, _, deed in deeds if deed and deed.person is not None]
            customers = {index + 1 for _, index, deed in deeds if deed is None}
            with at_hand(work, Agent, [*owners, *others]), at_hand(work, Customer, customers):
                for minute, index, deed in deeds:
                    then = replace(work, now=at(minute))
                    if deed is None:
                        held[index] = self._file(then, index)
                    else:
                        self._do(then, index, held[index], deed)

    def _held(self, work: Work, indexes: Iterable[int]) -> dict[int, Ticket]:
        """The tickets that are filed by now, held all at once as ``history.hold`` does with one."""
        by_id = {self.tickets[index]: index for index in indexes if index in self.tickets}
        query = select(Ticket).where(col(Ticket.id).in_(by_id)).order_by(col(Ticket.id))
        return {by_id[one.id or 0]: one for one in work.session.exec(query.with_for_update(key_share=True))}

    def _file(self, work: Work, index: int) -> Ticket:
        course = self.month.courses[index]
        ticket = Ticket(
            customer_id=index + 1,
            source_message_id=index + 1,
            kind=Kind(course.kind),
            category=Category(course.category),
            urgent=course.urgent,
            language=Language(course.language),
            due_at=work.now,
            filed_at=work.now,
            last_word_at=work.now,
        )
        work.session.add(ticket)
        work.session.flush()
        watch.filed(work, ticket)
        history.note(work, ticket, Move.FILED, Author.CUSTOMER, reason="no words")
        routing.route(work, ticket)
        self.tickets[index] = ticket.id or 0
        return ticket

    def _do(self, work: Work, index: int, ticket: Ticket, deed: Deed) -> None:
        match deed.what:
            case "spoke":
                watch.customer_spoke(work, ticket)
            case "urgent":
                if not ticket.urgent:
                    changes.set_urgent(work, ticket, Hazard.GAS, Author.CUSTOMER)
                else:
                    watch.before_change(work, ticket)
            case "kind":
                changes.correct(work, ticket, Author.CUSTOMER, kind=Kind(deed.label))
            case "category":
                changes.correct(work, ticket, Author.CUSTOMER, category=Category(deed.label))
            case "reopen":
                changes.reopen(work, ticket, Author.CUSTOMER, "not solved")
            case "withdraw":
                tickets.withdraw(work, FIRST_CHAT + index, ticket.id or 0)
            case _:
                by = ticket.owner_id if deed.person is None else self.people[deed.person]
                _by_staff(work, ticket, deed.what, by or 0)


def _by_staff(work: Work, ticket: Ticket, what: str, by: int) -> None:
    """``by``: whose deed it is; of an offer, to whom it is made."""
    match what:
        case "take":
            agents.take(work, work.session.get_one(Agent, by), ticket)
        case "answer":
            history.note(work, ticket, Move.ANSWERED, Author.AGENT, agent_id=by, reason="answered")
            watch.answered(work, ticket)
            ticket.first_answered_at = ticket.first_answered_at or work.now
        case "calm":
            watch.before_change(work, ticket)
            if ticket.urgent:
                changes.set_not_urgent(work, ticket, by)
        case "wait":
            watch.wait_for_customer(work, ticket, by)
        case "go_on":
            watch.before_change(work, ticket)
            watch.go_on(work, ticket, by)
        case "resolve":
            history.note(work, ticket, Move.RESOLVED, Author.AGENT, agent_id=by, reason="fixed")
            ticket.state, ticket.resolved_at = State.RESOLVED, work.now
            watch.resolved(work, ticket)
        case "offer":
            owner, receiver = (work.session.get_one(Agent, one) for one in (ticket.owner_id, by))
            transfers.offer(work, owner, ticket, receiver)
        case "accept" | "decline":
            newest = select(Transfer).where(Transfer.ticket_id == ticket.id).order_by(col(Transfer.id).desc())
            offered = work.session.exec(newest.limit(1)).first()
            if offered is not None and offered.to_agent_id == by:
                transfers.answer(work, work.session.get_one(Agent, by), ticket, offered, what == "accept")


def _in_order(month: Month) -> list[tuple[int, int, Deed | None]]:
    """Everything that people do, by its minute; None: the ticket is filed."""
    filed = [(one.filed, index, None) for index, one in enumerate(month.courses)]
    done = [(deed.minute, index, deed) for index, one in enumerate(month.courses) for deed in one.deeds]
    return sorted([*filed, *done], key=lambda one: one[:2])


def _agent(number: int, one: Person) -> Agent:
    return Agent(
        user_id=number,
        name=one.name,
        role=Role(one.role),
        department=one.department,
        languages=list(one.languages),
        created_at=BEGIN,
    )


def _party(number: int, one: Course) -> dict[str, Any]:
    """As the company's books know the customer, with the class that they give."""
    return {
        "id": number,
        "number": f"C{number}",
        "name": "",
        "language": one.language,
        "given_standing": Standing(one.standing),
    }


def _customer(number: int, one: Course) -> dict[str, Any]:
    return {
        "id": number,
        "chat_id": FIRST_CHAT + number - 1,
        "party_id": number,
        "name": "",
        "language": one.language,
        "language_chosen": True,
        "created_at": BEGIN,
    }


def _message(number: int, one: Course) -> dict[str, Any]:
    """What opens the ticket."""
    return {
        "id": number,
        "customer_id": number,
        "author": Author.CUSTOMER,
        "chat_id": FIRST_CHAT + number - 1,
        "message_id": 1,
        "text": "no words",
        "media": [],
        "forwarded": False,
        "internal": False,
        "written_at": at(one.filed),
    }


def _shifts(number: int, one: Person) -> list[Shift]:
    return [
        Shift(
            agent_id=number, from_at=at(turn.begin), until_at=at(turn.end), on_call=turn.on_call, planned=True
        )
        for turn in one.turns
    ]


def _leave(number: int, one: Person) -> list[Leave]:
    if one.away is None:
        return []
    first, last = ((BEGIN + timedelta(hours=8, minutes=day * DAY)).date() for day in one.away)
    return [Leave(agent_id=number, from_on=first, until_on=last)]
