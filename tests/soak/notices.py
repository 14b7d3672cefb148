"""Desks are killed again and again while notices go out: is anything lost, or said twice for no good reason?"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Engine, func, insert, select, update
from sqlmodel import Session, col

from bot.desk.beat import Beat
from bot.desk.customer import Customer
from bot.desk.notice import Notice, NoticeState
from bot.desk.wishes import Topic
from bot.house import TETHER, free_port
from bot.service import post, speaking
from bot.service.speaking import Word
from bot.settings import ROOT, Settings
from bot.store.engine import open_engine
from bot.store.migrate import upgrade
from bot.wiring import Wiring
from tests.emulator.emulator import Emulator
from tests.live import policy_file, settings_for
from tests.soak.repeats import Doubt, Kill, Repeats, Saying, doubt

PATIENCE = 300.0  # seconds until everything must have been said, leases of killed desks included
ALWAYS = {  # a policy under which everything may be said at any hour, and what is in doubt is said soon
    "quiet": '{ from = "00:00", until = "00:00" }',
    "consent": "{ bills = true, outages = true, care = true, surveys = true }",
    "most_a_week": 1000,
    "unknown_retry_seconds": 1,
}
TOPICS = (Topic.OUTAGES, Topic.CARE, Topic.BILLS, Topic.CARE)  # half of it matters
KIND = "soak"  # what a campaign says; a desk's own clock may say something besides, as on a holiday
NOTICED = 0.2  # seconds until a desk sees what another process posted
LATE = (0.003, 3.0)  # chance of an answer that comes late, and seconds
# Ways to write one address: by the name in its calls it is known which desk made them.
NAMES = ("127.0.0.1", "127.0.1", "127.1", "2130706433")


@dataclass
class Verdict:
    """What a campaign found. ``repeated``: what matters and was said again after a kill in mid-air; ``most``: by one
    kill. The lists must be empty; ``more_than_one`` names the kills that repeated so many, and what they met.
    """

    notices: int
    kills: int
    seconds: float
    a_second: float = 0.0
    repeated: int = 0
    most: int = 0
    never_said: int = 0  # of care, whose kill came in mid-air: at most once
    late_answers: int = 0
    lost: list[str] = field(default_factory=list)
    repeated_care: list[str] = field(default_factory=list)
    repeated_without_kill: list[str] = field(default_factory=list)
    more_than_one: list[str] = field(default_factory=list)
    unsettled: list[str] = field(default_factory=list)
    floods: list[str] = field(default_factory=list)

    @property
    def faultless(self) -> bool:
        repeated = (self.repeated_care, self.repeated_without_kill, self.more_than_one)
        return not any((self.lost, *repeated, self.unsettled, self.floods))


class Process:
    """One desk process, started and killed at will; it ends with this one."""

    def __init__(self, settings: Settings, log: Path) -> None:
        self.settings, self.log = settings, log
        self.popen: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        tether = [sys.executable, "-I", "-S", TETHER, str(os.getpid())]
        with self.log.open("ab") as log:
            self.popen = subprocess.Popen(
                [*tether, sys.executable, "-m", "bot", "serve"],
                cwd=ROOT,
                env=os.environ | self.settings.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def desk(self) -> str:
        """By which name it knows Telegram."""
        return urlsplit(str(self.settings.telegram_api_url)).hostname or ""

    @property
    def pid(self) -> int:
        assert self.popen is not None
        return self.popen.pid

    def kill(self, number: signal.Signals = signal.SIGKILL) -> None:
        if self.popen is not None and self.popen.poll() is None:
            os.killpg(self.popen.pid, number)
            self.popen.wait()


@dataclass
class Field:
    """An emulated Telegram, a database, and desk processes that share it."""

    telegram: Emulator
    engine: Engine
    wiring: Wiring
    processes: list[Process]

    def alive(self, process: Process) -> bool:
        with Session(self.engine) as session:
            mine = select(col(Beat.process)).where(col(Beat.process).endswith(f":{process.pid}"))
            return session.connection().execute(mine).first() is not None

    def start(self, process: Process) -> None:
        """Starts it and waits for its sign of life."""
        process.start()
        self.telegram.wait_until(lambda: self.alive(process), 60, "a sign of life of a desk")

    def left(self) -> int:
        """Notices of the campaign that are not settled yet."""
        unsettled = col(Notice.state).in_(("ready", "claimed", "sending")) | _again()
        query = select(func.count()).where(unsettled, Notice.kind == KIND)
        with Session(self.engine) as session:
            return int(session.connection().execute(query).scalar_one())

    def doubts(self) -> dict[str, Doubt]:
        """What is being sent, or in doubt and would be said once more, by its text."""
        query = select(col(Notice.text), col(Notice.state), col(Notice.lease_until)).where(
            (col(Notice.state) == NoticeState.SENDING) | _again()
        )
        with Session(self.engine) as session:
            rows = session.connection().execute(query).all()
        return {text or "": doubt(state, until) for text, state, until in rows}

    def end_leases(self) -> None:
        """Whatever killed desks held is free, as it is after a minute and a half."""
        with Session(self.engine) as session:
            held = update(Notice).where(col(Notice.lease_until).is_not(None))
            session.connection().execute(held.values(lease_until=datetime.now(UTC) - timedelta(hours=1)))
            session.commit()


def _again() -> Any:
    return (col(Notice.state) == NoticeState.UNKNOWN) & col(Notice.matters)


@contextmanager
def desks(
    number: int = 1,
    database_url: str | None = None,
    *,
    seed: int = 1,
    policy: Mapping[str, Any] | None = None,
) -> Iterator[Field]:
    """``number`` desk processes (not started yet) at one database and one Telegram that enforces its limits."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="caredesk-soak-")))
        telegram = stack.enter_context(Emulator(limits=True, seed=seed))
        staff = telegram.group("客服群", forum=True, members=[telegram.user(first_name="小王")])
        url = database_url or f"sqlite:///{folder / 'desk.db'}"
        upgrade(url)
        given = {"policy_file": policy_file(folder, ALWAYS | dict(policy or {})), "log_level": "WARNING"}
        # Several desks cannot poll one bot; each listens on a port of its own.
        all_settings = [
            settings_for(telegram, url, staff.id, **given, **_webhook()).model_copy(
                update={"telegram_api_url": f"http://{name}:{telegram.port}"}
            )
            for name in NAMES[:number]
        ]
        engine = open_engine(url)
        stack.callback(engine.dispose)
        processes = [Process(one, folder / f"desk-{place}.log") for place, one in enumerate(all_settings)]
        for process in processes:
            stack.callback(process.kill)
        yield Field(telegram, engine, Wiring(all_settings[0]), processes)


def _webhook() -> dict[str, Any]:
    port = free_port()
    return {
        "webhook_url": f"http://127.0.0.1:{port}/telegram",
        "webhook_secret": "the-secret_token-1",
        "webhook_port": port,
    }


def meet(ground: Field, people: int) -> list[int]:
    """So many customers who opened the chat; their chats."""
    met = [ground.telegram.user(first_name=f"客户{n}") for n in range(people)]
    for person in met:
        ground.telegram.chat(person).started = True
    with ground.wiring.desk() as work:
        same = {"name": "", "language": "zh", "language_chosen": False, "created_at": work.now}
        work.session.connection().execute(insert(Customer), [{"chat_id": one.id} | same for one in met])
    return [one.id for one in met]


def say(ground: Field, chats: Sequence[int], each: int = 1) -> None:
    """Posts ``each`` words to every one of these customers, half of them mattering."""
    for first in range(0, len(chats), 500):
        with ground.wiring.desk() as work:
            these = select(Customer).where(col(Customer.chat_id).in_(chats[first : first + 500]))
            customers = work.session.scalars(these).all()
            words = [_word(one, step) for one in customers for step in range(each)]
            fates = speaking.tell_all(work, words)
            assert fates == {speaking.Fate.POSTED: len(words)}, fates


def say_to_staff(ground: Field, notices: int) -> None:
    with ground.wiring.desk() as work:
        for number in range(notices):
            post.to_staff(work, None, KIND, step=str(number), text=f"员工通知 {number}")


def _word(customer: Customer, step: int) -> Word:
    topic = TOPICS[((customer.id or 0) + step) % len(TOPICS)]
    text = f"通知 {customer.id}-{step}"
    return Word(customer, topic, f"soak:{customer.id}", KIND, str(step), text=text)


@dataclass
class Campaign:
    """``notices`` go out while one of the desks is killed ``kills`` times (SIGKILL) at random moments.

    ``hurried``: the leases of killed desks are over at the end, as if minutes had passed; else they are waited for.
    ``to_staff``: notices to the staff group besides; ``each``: how many of the notices one customer gets.
    """

    ground: Field
    notices: int
    kills: int
    seed: int
    hurried: bool = False
    to_staff: int = 0
    each: int = 1
    report: Callable[[str], None] = print
    killed: list[Kill] = field(default_factory=list, init=False)

    def run(self) -> Verdict:
        chance, began, ground = random.Random(self.seed), time.monotonic(), self.ground
        chats = meet(ground, self.notices // self.each)
        late = ground.telegram.fault("sendMessage", probability=LATE[0], late=LATE[1], count=None)
        for process in ground.processes:
            ground.start(process)
        say_to_staff(ground, self.to_staff)
        for kill in range(1, self.kills + 1):
            self._round(chance, chats, kill)
            if kill % 20 == 0:
                self.report(f"{kill} kills, {ground.left()} of {self.notices} notices left")
        if not self.kills:
            say(ground, chats, self.each)
        ground.telegram.wait_until(self._settled, PATIENCE, "all notices to be settled")
        late.lift()
        return self._judge(time.monotonic() - began, late.fired)

    def _round(self, chance: random.Random, chats: Sequence[int], kill: int) -> None:
        """Some more notices, and a kill while they go out."""
        some = chats[len(chats) * (kill - 1) // self.kills : len(chats) * kill // self.kills]
        say(self.ground, some, self.each)
        lasts = NOTICED + len(some) * self.each / self.ground.wiring.policy.delivery.per_second
        time.sleep(chance.uniform(0, lasts))
        process = chance.choice(self.ground.processes)
        process.kill()
        self.killed.append(Kill(kill, time.time(), process.desk, self.ground.doubts()))
        if self.hurried and kill == self.kills:
            self.ground.end_leases()
        self.ground.start(process)

    def _settled(self) -> bool:
        time.sleep(0.3)
        return self.ground.left() == 0

    def _judge(self, seconds: float, late: int) -> Verdict:
        verdict, repeats = Verdict(self.notices, self.kills, seconds, late_answers=late), Repeats(self.killed)
        said = _said(self.ground)
        with Session(self.ground.engine) as session:
            rows = session.connection().execute(
                select(col(Notice.text), col(Notice.matters), col(Notice.state), col(Notice.error)).where(
                    Notice.kind == KIND
                )
            )
            for text, matters, state, error in rows:
                self._count(verdict, repeats, text or "", matters, said.get(text or "", []))
                if state != NoticeState.SENT and (matters or state != NoticeState.UNKNOWN):
                    verdict.unsettled.append(f"{text}: {state}: {error}")
        verdict.repeated, verdict.most = repeats.number, repeats.most
        verdict.more_than_one = list(repeats.more_than_one())
        verdict.a_second = sum(map(len, said.values())) / seconds
        verdict.floods = [f"{call.method} at {call.at:.3f}" for call in self.ground.telegram.errors(429)]
        return verdict

    def _count(
        self, verdict: Verdict, repeats: Repeats, text: str, matters: bool, times: Sequence[Saying]
    ) -> None:
        if not times and matters:
            verdict.lost.append(text)
        elif not times:
            verdict.never_said += 1
        for first, again in pairwise(times):
            if not matters:
                verdict.repeated_care.append(text)
            elif not repeats.explain(text, first, again):
                verdict.repeated_without_kill.append(f"{text}: {first} {again}")


def _said(ground: Field) -> dict[str, list[Saying]]:
    """What Telegram applied, oldest first, by text, whatever the desk learned of it."""
    said: dict[str, list[Saying]] = {}
    for call in ground.telegram.calls("sendMessage"):
        if call.applied:
            answered = call.at + call.took + (LATE[1] if call.injected else 0)
            said.setdefault(str(call.params.get("text")), []).append(Saying(call.at, call.host, answered))
    return said
