"""What happens in the pictures of owner, clock and escalation: silence, a deadline, ten weeks."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlmodel import Session, SQLModel, select

from bot.desk.agent import Role
from bot.desk.digest_periods import monday_of, morning_of
from bot.desk.escalation import Escalation
from bot.desk.labels import Category
from bot.desk.notice import Notice
from bot.desk.ticket import Move, Ticket, TicketEvent, number_of
from bot.desk.ticket_clock import TicketClock
from bot.desk.transcript import Message as Words
from bot.policy import load
from bot.processes import DESK
from bot.service import agents, digests
from docs.pictures.play import BRISK
from docs.pictures.weeks import Company, weeks_pass
from tests.emulator.messages import Message
from tests.flows.books import books
from tests.live import PATIENCE, Live, relieved

SWEPT = 90.0  # seconds: the desk sweeps every ten, then it says what it found, then Telegram shows it
STEPS = (11, 5, 5, 10, 15)  # minutes that pass until the owner is warned, then one after the other is called
DATED: dict[type[SQLModel], str] = {  # what has times of a ticket, and the column that names the ticket
    Ticket: "id",
    TicketEvent: "ticket_id",
    TicketClock: "ticket_id",
    Escalation: "ticket_id",
    Words: "ticket_id",
}
NUMBER = re.compile(r"CD-(\d+)")
WALL_TIME = re.compile(r"\b\d\d:\d\d\b")


@dataclass(frozen=True)
class Cast:
    """Who meets on a desk and what they write, in one language (``code`` is Telegram's, ``staff`` the policy's)."""

    code: str
    staff: str
    group: str
    agent: str
    lead: str
    head: str
    manager: str
    flooded: tuple[tuple[str, str], ...]  # customers and their words
    asks: tuple[str, str]
    company: Company


class Watch:
    """One desk with its staff group, from the agent up to the management."""

    def __init__(self, live: Live, cast: Cast) -> None:
        self.live, self.telegram, self.cast = live, live.telegram, cast
        self.late: list[int] = []
        self.taken = 0
        self._above()

    def nobody_answers(self) -> list[int]:
        """Two urgent complaints are taken and forgotten; everybody is called in turn. The tickets."""
        self.late = [self._files(name, words) for name, words in self.cast.flooded]
        for ticket in self.late:
            self.live.press(self.live.agent, self.live.card(ticket), "✋")
            self.live.card_says(ticket, self.cast.agent)
        self.taken = self.telegram.mark()
        called = (self.cast.agent, self.cast.agent, self.cast.lead, self.cast.head, self.cast.manager)
        for minutes, name in zip(STEPS, called, strict=True):
            since = self.telegram.mark()
            self._passes(timedelta(minutes=minutes))
            self._called(name, since)
        self.live.in_topic(self.late[0], "🗓")
        return self.late

    def general(self) -> list[Message]:
        """Whom the desk called, and what for, since the tickets were taken."""
        numbers = [number_of(one) for one in self.late]
        return [
            one
            for one in self.telegram.from_bot(self.live.staff)
            if one.thread is None
            and one.changed > self.taken
            and any(number in one.text for number in numbers)
        ]

    def topic(self, ticket_id: int) -> list[Message]:
        """A ticket's topic."""
        return self.telegram.messages(self.live.staff, thread=self.live.card(ticket_id).thread)[1:]

    def deadline_is_asked(self) -> int:
        """A question is taken, and the agent wonders why it is due then; the ticket."""
        ticket = self._files(*self.cast.asks)
        self.live.press(self.live.agent, self.live.card(ticket), "✋")
        card = self.live.card_says(ticket, self.cast.agent)
        self.live.press(self.live.agent, card, "⏱")
        self.live.in_topic(ticket, "▪️")
        return ticket

    def digest_is_due(self) -> list[Message]:
        """The management's weekly digest on the next working day, of which there is something to tell."""
        self.live.house.stop(DESK.name)
        morning = self._working_morning()
        weeks_pass(self.live, self.cast.company, monday_of(morning.date()))
        with books(self.live) as work:
            weekly = work.policy.digests.model_copy(update={"daily_at": None})
            policy = work.policy.model_copy(update={"digests": weekly})
            digests.plan(replace(work, policy=policy, now=morning.astimezone(UTC)))
            for notice in work.session.exec(select(Notice).where(Notice.kind == "digest")):
                notice.due_at = work.now  # nobody waits for the morning
        since = self.telegram.mark()
        self.live.start_desk()
        first = self.telegram.wait_for("📊", chat=self.live.staff, timeout=SWEPT, since=since)
        return [one for one in self.telegram.from_bot(self.live.staff) if one.album == first.album]

    def _working_morning(self) -> datetime:
        """When the weekly digest is due today, or else on the next working day."""
        policy = load(self.live.folder / "policy.toml")
        calendar, at = policy.calendar(policy.digests.calendar), policy.digests.weekly_at
        assert at is not None
        day = datetime.now(policy.zone).date()
        while morning_of(calendar, day) is None:
            day += timedelta(days=1)
        return datetime.combine(day, at, policy.zone)

    def _above(self) -> None:
        """Who stands above the agent is entered."""
        with books(self.live) as work:
            for name, role in (
                (self.cast.lead, Role.LEAD),
                (self.cast.head, Role.HEAD),
                (self.cast.manager, Role.MANAGER),
            ):
                person = self.telegram.user(first_name=name)
                self.live.staff.members[person.id] = "member"
                agent = agents.welcome(work, person.id, name)
                assert agent is not None
                agent.role, agent.department = role, Category.QUALITY

    def _files(self, name: str, words: str) -> int:
        customer = self.live.customer(name, self.cast.code)
        customer.starts()
        self.telegram.wait_for("/mine", chat=customer, timeout=PATIENCE)
        since = self.telegram.mark()
        customer.says(words)
        answer = self.telegram.wait_for("CD-", chat=customer, timeout=PATIENCE, since=since)
        found = NUMBER.search(answer.text)
        assert found is not None
        return int(found[1])

    def _passes(self, passed: timedelta) -> None:
        """So much time goes by for the tickets: in the books, and for what is said of them in the group."""
        with Session(self.live.engine) as session:
            for noun, key in DATED.items():
                for row in session.exec(select(noun).where(getattr(noun, key).in_(self.late))):
                    for name, moment in row.model_dump().items():
                        if isinstance(moment, datetime):
                            setattr(row, name, moment - passed)
                    if isinstance(row, TicketEvent) and row.move == Move.BREACHED:
                        row.after = (datetime.fromisoformat(row.after or "") - passed).isoformat()
            session.commit()
        with self.telegram.world.changed:
            for message in self.telegram.messages(self.live.staff):
                message.date -= int(passed.total_seconds())
                message.text = WALL_TIME.sub(lambda found: _earlier(found[0], passed), message.text)

    def _called(self, name: str, since: int) -> None:
        """Waits until one message told somebody of both tickets."""
        wanted = (name, *(number_of(one) for one in self.late))

        def both(message: Message) -> bool:
            return message.thread is None and all(one in message.text for one in wanted)

        self.telegram.wait_for(both, chat=self.live.staff, timeout=SWEPT, since=since)


def _earlier(wall: str, passed: timedelta) -> str:
    """A wall time as it would have been written then; of another day than now, just after midnight, it says "today"."""
    return f"{datetime.strptime(wall, '%H:%M') - passed:%H:%M}"  # noqa: DTZ007, a wall clock's


@contextmanager
def watched(live: Live, cast: Cast, folder: Path) -> Iterator[Watch]:
    """A desk in the cast's language in place of ``live``'s."""
    telegram = live.telegram
    agent, colleague = telegram.user(first_name=cast.agent), telegram.user(first_name="Mei")
    staff = telegram.group(cast.group, forum=True, members=[agent, colleague])
    people = replace(live, agent=agent, colleague=colleague)
    policy = BRISK | {"staff_language": f'"{cast.staff}"'}
    with relieved(people, folder, staff=staff, policy=policy) as desk:
        yield Watch(desk, cast)


CHINESE = Cast(
    "zh-hans",
    "zh",
    "客服群",
    "小王",
    "林组长",
    "何主管",
    "管经理",
    (
        ("赵女士", "楼上水管爆了，水正往我家客厅里灌"),
        ("老马", "地下车库进水了，水已经没过车轮"),
    ),
    ("吴先生", "请问装修押金什么时候退给我？"),
    Company(
        sites=("云栖苑", "滨江壹号", "城南新苑"),
        agents=("张师傅", "小刘", "陈静"),
        matters=("厨房漏水", "电梯总停在两层之间", "交房时的地板和样板间不一样", "前台一直没人接电话"),
        answer="您好，已经安排，办好了马上告诉您。",
        promise="师傅上门检修",
    ),
)
ENGLISH = Cast(
    "en",
    "en",
    "Customer care",
    "Aisha",
    "Lin",
    "Harold",
    "Morgan",
    (
        ("Rosa", "A pipe burst upstairs and water is pouring in"),
        ("Ben", "The garage is flooding, the water is up to the wheels"),
    ),
    ("Daniel", "When do I get my renovation deposit back?"),
    Company(
        sites=("Harbour Point", "Maple Court", "Elm Park"),
        agents=("Viktor", "Joan", "Sam"),
        matters=(
            "The kitchen tap leaks",
            "The lift stops between floors",
            "The floor is not the one we were shown",
            "Nobody answers the phone at the desk",
        ),
        answer="Hello, it is arranged; I will write as soon as it is done.",
        promise="our technician comes by",
    ),
)
