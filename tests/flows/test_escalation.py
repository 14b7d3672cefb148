"""A whole escalation over real Telegram: nobody answers, and by time alone everybody up to the management is called."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from bot.desk.agent import Agent, Role
from bot.desk.escalation import Escalation
from bot.desk.labels import Category
from bot.desk.task import Task, TaskKind
from bot.desk.ticket_clock import Metric, TicketClock
from bot.service import agents
from tests.emulator.messages import Message
from tests.flows.books import books
from tests.flows.talk import Talk
from tests.live import Live

GAS = "家里有很浓的煤气味，头晕"
PATIENCE = 90.0  # seconds: the desk sweeps every ten, then it says what it found, then Telegram shows it
MOMENTS = ("started_at", "counts_from", "due_at", "warn_at", "next_at", "warned_at", "breached_at")
ABOVE = {"林组长": Role.LEAD, "何主管": Role.HEAD, "管经理": Role.MANAGER}


@pytest.fixture
def above(live: Live) -> Iterator[dict[str, int]]:
    """A shift lead, a department head and the management: their rows; gone again after the test."""
    with books(live) as work:
        rows = {}
        for name, role in ABOVE.items():
            person = live.telegram.user(first_name=name)
            live.staff.members[person.id] = "member"
            agent = agents.welcome(work, person.id, name)
            assert agent is not None
            agent.role = role
            rows[name] = agent.id or 0
    yield rows
    with books(live) as work:
        for number in rows.values():
            work.session.get_one(Agent, number).active = False


def pass_by(live: Live, ticket_id: int, minutes: int) -> None:
    """So much time goes by for the first answer that is owed in a ticket."""
    with Session(live.engine) as session:
        clock = session.exec(
            select(TicketClock).where(
                TicketClock.ticket_id == ticket_id, TicketClock.metric == Metric.FIRST_RESPONSE
            )
        ).one()
        for name in MOMENTS:
            moment = getattr(clock, name)
            if moment is not None:
                setattr(clock, name, moment - timedelta(minutes=minutes))
        session.add(clock)
        session.commit()


def test_silence_climbs_to_the_management_each_called_once(
    live: Live, meet: Callable[..., Talk], above: dict[str, int]
) -> None:
    customer = meet("zh")
    customer.says(GAS)
    customer.hears("已按紧急情况受理")
    ticket = customer.ticket()
    number, category = ticket.id or 0, ticket.category
    with books(live) as work:
        for one in above.values():
            work.session.get_one(Agent, one).department = Category(category)
    assert "已受理" in live.press(live.agent, live.card(number), "受理")
    begun = live.telegram.mark()

    def calls(name: str, words: str) -> list[Message]:
        """What the group was told of the ticket with the name of somebody in it, outside its topic."""
        return [
            message
            for message in live.telegram.from_bot(live.staff)
            if message.thread is None
            and ticket.number in message.text
            and f"{name}，" in message.text
            and words in message.text
        ]

    def called(name: str, words: str) -> None:
        live.telegram.wait_until(lambda: calls(name, words), PATIENCE, f"{name} to be told: {words}")

    pass_by(live, number, 11)  # five of fifteen minutes are left
    called("小王", "首次答复快到时限")
    pass_by(live, number, 5)
    called("小王", "首次答复已超时")
    for minutes, name in ((5, "林组长"), (10, "何主管"), (15, "管经理")):
        pass_by(live, number, minutes)
        called(name, "首次答复已超时")
        live.in_topic(number, f"{name}", since=begun)
    ours = Task.ticket_id == number  # other tickets of the shared desk may be late by now, too
    meeting = live.until(
        lambda: live.rows(Task, Task.kind == TaskKind.MEETING, ours), "a meeting to be called"
    )
    assert [one.agent_id for one in meeting] == [above["管经理"]]
    live.in_topic(number, f"{ticket.number} 会议材料", since=begun)

    pass_by(live, number, 600)  # there is nobody above
    done = lambda: len(live.rows(Escalation, Escalation.ticket_id == number))  # noqa: E731
    assert done() == 5, "a warning and four steps"
    told = {name: len(calls(name, "首次答复已超时")) for name in ("小王", *ABOVE)}
    assert told == dict.fromkeys(told, 1), live.telegram.transcript(live.staff)
    assert len(calls("小王", "首次答复快到时限")) == 1

    customer.now()
    live.agent.says("师傅已经到了，请开门", chat=live.staff, thread=live.card(number).thread)
    customer.hears("师傅已经到了")
    (clock,) = live.rows(
        TicketClock, TicketClock.ticket_id == number, TicketClock.metric == Metric.FIRST_RESPONSE
    )
    assert clock.stopped_at is not None
    assert (clock.breached_at, clock.rungs) == (clock.due_at, 4), "late at its true moment"
