"""The desk is killed again and again while customers write: is anything lost, doubled or out of order?"""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlmodel import Session, col, func, or_, select, update

from bot.desk.customer import Customer
from bot.desk.inbox import InboxState, InboxUpdate
from bot.desk.notice import Notice, NoticeState
from bot.desk.ticket import Move, Ticket, TicketEvent
from bot.desk.transcript import Message
from bot.house import free_port
from bot.processes import DESK
from tests.emulator.actors import Person
from tests.emulator.messages import Message as Post
from tests.live import Live

# What customers write, so that every message is its own: {n} is its number. Kinds and categories change, so that most
# open tickets of their own and some join, are asked about, or are small talk.
WORDS = (
    "{n}号楼的电梯又坏了，等了三天没人修",
    "请问{n}月的物业费怎么开发票",
    "建议{n}栋门口加一个快递柜",
    "谢谢{n}号师傅，态度特别好，修得又快",
    "The lift in block {n} has been broken for three days",
    "How do I get an invoice for contract {n}?",
    "你好，我是{n}号",
    "Sales promised flat {n} a free parking space and now deny it",
)
WINDOW = (0.05, 1.5)  # seconds a desk lives, from its first sign of life to its kill
BEYOND = 1.3  # some of a round's messages are written after the kill, to a dead desk
SETTLED = (NoticeState.SENT, NoticeState.CANCELLED)
PATIENCE = 600.0  # seconds until everything must have been worked off, leases of killed processes included


@dataclass
class Verdict:
    """What a campaign found: everything that is a list must be empty."""

    written: int
    kills: int
    seconds: float
    tickets: int = 0
    repeated: int = (
        0  # messages to customers that a kill in flight let be said twice: at most one for each kill
    )
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    disordered: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    unsaid: list[str] = field(default_factory=list)

    @property
    def faultless(self) -> bool:
        wrong = (self.lost, self.doubled, self.disordered, self.unanswered, self.unsaid)
        return not any(wrong) and self.repeated <= self.kills


@dataclass
class Campaign:
    """Customers write ``updates`` messages while the desk is killed ``kills`` times (SIGKILL) at random moments.

    ``hurried``: the leases of the last killed desk are over when the next one starts, as if it had been down for
    minutes; else they are waited for. ``report`` is told how it goes.
    """

    live: Live
    updates: int
    kills: int
    seed: int
    hurried: bool = False
    report: Callable[[str], None] = print
    written: list[Post] = field(default_factory=list, init=False)

    def run(self) -> Verdict:
        chance, began = random.Random(self.seed), time.monotonic()
        people = [self.live.customer(f"客户{n}") for n in range(max(self.updates // 20, 12))]
        for kill in range(1, self.kills + 1):
            self._round(chance, people, self.updates * kill // self.kills)
            if self.hurried and kill == self.kills:
                _end_leases(self.live)
            self.live.start_desk()
            if kill % 10 == 0:
                self.report(
                    f"{kill} kills, {len(self.written)} messages written, {len(self._open())} not worked off"
                )
        self.live.telegram.wait_until(self._settled, PATIENCE, "everything to be worked off and said")
        return self._judge(time.monotonic() - began)

    def _round(self, chance: random.Random, people: list[Person], until: int) -> None:
        """Messages up to the number ``until``, with a kill among them."""
        began, lives = time.monotonic(), chance.uniform(*WINDOW)
        moments = [chance.uniform(0, lives * BEYOND) for _ in range(until - len(self.written))]
        for moment in [*sorted(one for one in moments if one <= lives), None]:
            time.sleep(max(began + (lives if moment is None else moment) - time.monotonic(), 0))
            if moment is not None:
                self._write(chance, people)
        self.live.house.kill(DESK.name)
        while len(self.written) < until:
            self._write(chance, people)

    def _write(self, chance: random.Random, people: list[Person]) -> None:
        text = chance.choice(WORDS).format(n=len(self.written) + 1000)
        self.written.append(chance.choice(people).says(text))

    def _chats(self) -> set[int]:
        return {post.chat.id for post in self.written}

    def _open(self) -> list[InboxUpdate]:
        mine = col(InboxUpdate.chat_id).in_(self._chats())
        return self.live.rows(InboxUpdate, mine, InboxUpdate.state != InboxState.DONE)

    def _settled(self) -> bool:
        """Everything is confirmed, worked off and said: to customers, and as cards to staff.

        Not what is for another hour: past midnight the clock plans the next day's reminders.
        """
        time.sleep(0.2)
        if self.live.telegram.pending or self._open():
            return False
        soon = col(Notice.due_at) < datetime.now(UTC) + timedelta(seconds=PATIENCE)
        return not self.live.rows(Notice, soon, col(Notice.state).not_in((*SETTLED, NoticeState.DEAD)))

    def _judge(self, seconds: float) -> Verdict:
        verdict = Verdict(len(self.written), self.kills, seconds)
        with Session(self.live.engine) as session:
            customers = {
                one.id: one.chat_id
                for one in session.exec(select(Customer).where(col(Customer.chat_id).in_(self._chats())))
            }
            verdict.lost = list(self._lost(session))
            verdict.doubled = list(_doubled(session, customers))
            verdict.disordered = list(self._disordered(session))
            verdict.unanswered = list(self._unanswered(session))
            mine = col(Ticket.customer_id).in_(customers)
            verdict.tickets = session.exec(select(func.count()).where(mine)).one()
            cardless = session.exec(select(Ticket).where(mine, col(Ticket.card_message_id).is_(None)))
            verdict.unsaid = [f"the card of {ticket.number}" for ticket in cardless]
            to_them = col(Notice.customer_id).in_(customers)
            about = select(Ticket.id).where(mine)
            theirs = or_(to_them, col(Notice.ticket_id).in_(about))
            dead = session.exec(select(Notice).where(theirs, Notice.state == NoticeState.DEAD))
            verdict.unsaid += [f"{one.kind} of {one.subject}: {one.error}" for one in dead]
            said = session.exec(select(func.count()).where(to_them, Notice.state == NoticeState.SENT)).one()
        heard = sum(len(self.live.telegram.from_bot(chat)) for chat in self._chats())
        verdict.repeated = heard - said
        if verdict.repeated < 0:
            verdict.unsaid.append(f"{-verdict.repeated} messages count as sent and never came")
        return verdict

    def _lost(self, session: Session) -> Iterator[str]:
        """What is not in the transcript exactly as it was written."""
        kept = {(one.chat_id, one.message_id): one.text for one in session.exec(select(Message))}
        for post in self.written:
            if kept.get((post.chat.id, post.id)) != post.text:
                yield f"{post.chat.id}/{post.id}: {post.text}"

    def _disordered(self, session: Session) -> Iterator[str]:
        """Per chat: recorded, worked off and answered in the order in which it was written."""
        for chat_id in self._chats():
            rows = session.exec(
                select(Message).where(Message.chat_id == chat_id).order_by(col(Message.id))
            ).all()
            yield from _steps_back(chat_id, "recorded", [one.message_id for one in rows])
            worked = (
                select(InboxUpdate).where(InboxUpdate.chat_id == chat_id).order_by(col(InboxUpdate.update_id))
            )
            updates = session.exec(worked).all()
            yield from _steps_back(chat_id, "worked off", [one.done_at for one in updates])
            answers = (
                select(Notice)
                .where(Notice.kind == "reply", Notice.chat_id == chat_id)
                .order_by(col(Notice.id))
            )
            yield from _steps_back(
                chat_id,
                "answered",
                [int(one.subject.removeprefix("update:")) for one in session.exec(answers)],
            )

    def _unanswered(self, session: Session) -> Iterator[str]:
        answered = set(session.exec(select(Notice.subject).where(Notice.kind == "reply")).all())
        for post in self.written:
            number = (post.update or {}).get("update_id")
            if f"update:{number}" not in answered:
                yield f"update {number}: {post.text}"


def _doubled(session: Session, customers: dict[Any, int]) -> Iterator[str]:
    """Tickets that no message opened, were opened twice, or whose card stands twice in the books."""
    tickets = session.exec(select(Ticket).where(col(Ticket.customer_id).in_(customers))).all()
    opened = Counter(ticket.source_message_id for ticket in tickets)
    yield from (
        f"message {one} opened {times} tickets" for one, times in opened.items() if times > 1 or one is None
    )
    filed = session.exec(select(TicketEvent.ticket_id).where(TicketEvent.move == Move.FILED)).all()
    yield from (f"ticket {one} was filed {times} times" for one, times in Counter(filed).items() if times > 1)
    cards = session.exec(select(Notice.ticket_id).where(Notice.kind == "card")).all()
    yield from (f"ticket {one} has {times} cards" for one, times in Counter(cards).items() if times > 1)


def _steps_back(chat_id: int, what: str, marks: list[Any]) -> Iterator[str]:
    yield from (
        f"{chat_id}: {what} {after} after {before}" for before, after in pairwise(marks) if after < before
    )


def _end_leases(live: Live) -> None:
    """While no desk runs: whatever a killed one held is free, as it is after a minute and a half."""
    past = datetime(2000, 1, 1, tzinfo=UTC)
    with Session(live.engine) as session:
        session.exec(update(Notice).where(col(Notice.lease_until).is_not(None)).values(lease_until=past))
        claimed = update(InboxUpdate).where(col(InboxUpdate.claimed_until).is_not(None))
        session.exec(claimed.values(claimed_until=past))
        session.commit()


def webhook() -> dict[str, Any]:
    """Settings of a desk that hears updates over a webhook with a secret token."""
    port = free_port()
    return {
        "webhook_url": f"http://127.0.0.1:{port}/telegram",
        "webhook_secret": "the-secret_token-1",
        "webhook_port": port,
    }
