"""The desk is killed again and again while customers write: is anything lost, doubled or out of order?"""

import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from sqlmodel import Session, col, func, select

from bot.desk.customer import Customer
from bot.desk.inbox import InboxState, InboxUpdate
from bot.desk.notice import Notice, NoticeState
from bot.desk.ticket import Ticket
from bot.desk.transcript import Author, Message
from bot.processes import DESK
from tests.emulator.actors import Person
from tests.live import Live

# What customers write, so that every message is its own: {n} is its number. Kinds and categories change, so that most
# open tickets of their own and some join, are asked about, or are small talk.
WORDS = (
    "{n}号楼的电梯又坏了，困在家里下不去",
    "请问{n}月的发票怎么开",
    "建议{n}栋门口加一个快递柜",
    "谢谢{n}号师傅，修得又快又好",
    "The lift in block {n} has been out of order since Monday",
    "How do I change the name on contract {n}?",
    "你好，我是{n}号",
    "Sales promised flat {n} a free parking space and now deny it",
)


@dataclass
class Verdict:
    """What a campaign found. Everything but ``written``, ``kills``, ``tickets`` and ``repeated`` must be nothing."""

    written: int
    kills: int
    seconds: float
    tickets: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    disordered: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    repeated: int = 0  # answers that a kill in flight said twice: at most one per kill

    @property
    def faultless(self) -> bool:
        return not (self.lost or self.doubled or self.disordered or self.unanswered) and self.repeated <= self.kills


def campaign(live: Live, *, updates: int, kills: int, seed: int, report: Callable[[str], None] = print) -> Verdict:
    """Lets customers write ``updates`` messages while the desk is killed ``kills`` times (SIGKILL) at random moments."""
    chance = random.Random(seed)
    people = [live.customer(f"客户{n}") for n in range(max(updates // 20, 5))]
    written: list[tuple[Person, str]] = []
    started, killed = time.monotonic(), 0
    while len(written) < updates or killed < kills:
        for _ in range(min(updates - len(written), max(updates // kills, 1))):
            person = chance.choice(people)
            text = chance.choice(WORDS).format(n=len(written) + 1000)
            person.says(text)
            written.append((person, text))
        live.house.kill(DESK.name)
        killed += 1
        if killed % 10 == 0:
            report(f"{killed} kills, {len(written)} messages written, {_unfinished(live)} in the inbox")
        live.house.restart(DESK.name)
        time.sleep(chance.uniform(0.0, 1.2))
    _settle(live)
    return _judge(live, written, killed, time.monotonic() - started)


def _unfinished(live: Live) -> int:
    with Session(live.engine) as session:
        return session.exec(select(func.count()).where(InboxUpdate.state != InboxState.DONE)).one()


def _settle(live: Live, patience: float = 600.0) -> None:
    """Waits until everything is confirmed, worked off and said to the customers."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if not live.telegram.pending and not _unfinished(live) and not _unsaid(live):
            return
        time.sleep(0.5)
    raise AssertionError(f"not settled: {live.telegram.pending} pending, {_unfinished(live)} unfinished, {_unsaid(live)} unsaid")


def _unsaid(live: Live) -> int:
    """Answers to customers that are not settled (the staff group's budget is slow on purpose and not waited for)."""
    open_states = (NoticeState.READY, NoticeState.CLAIMED, NoticeState.SENDING, NoticeState.UNKNOWN)
    with Session(live.engine) as session:
        query = select(func.count()).where(col(Notice.state).in_(open_states), col(Notice.customer_id).is_not(None))
        return session.exec(query).one()


def _judge(live: Live, written: list[tuple[Person, str]], kills: int, seconds: float) -> Verdict:
    verdict = Verdict(len(written), kills, seconds)
    with Session(live.engine) as session:
        kept = session.exec(
            select(Message, Customer.chat_id).join(Customer).where(Message.author == Author.CUSTOMER).order_by(Message.id)
        ).all()
        texts = Counter(message.text for message, _ in kept)
        verdict.lost = [text for _, text in written if texts[text] == 0]
        sources = Counter(session.exec(select(Ticket.source_message_id)).all())
        verdict.tickets = sum(sources.values())
        verdict.doubled = [text for text, times in texts.items() if times > 1]
        verdict.doubled += [f"message {one} opened {times} tickets" for one, times in sources.items() if times > 1]
        chats: dict[int, list[Message]] = {}
        for message, chat_id in kept:
            chats.setdefault(chat_id, []).append(message)
        for chat_id, messages in chats.items():
            late = [after.text for before, after in pairwise(messages) if before.message_id > after.message_id]
            verdict.disordered += [f"{chat_id}: {text}" for text in late]
        answered = set(session.exec(select(Notice.subject).where(Notice.kind == "reply")).all())
        updates = session.exec(select(InboxUpdate.update_id)).all()
        verdict.unanswered = [f"update {one}" for one in updates if f"update:{one}" not in answered]
        said = session.exec(select(func.count()).where(col(Notice.customer_id).is_not(None))).one()
    heard = sum(len(live.telegram.from_bot(chat=person)) for person in {person for person, _ in written})
    verdict.repeated = max(heard - said, 0)
    return verdict
