"""Ten weeks of a company for the picture of a digest: tickets filed, answered, promised, resolved and rated."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import select

from bot.desk.account import Account, AccountKind, AccountLink, Proof
from bot.desk.agent import Agent
from bot.desk.customer import Customer
from bot.desk.labels import Category, Kind
from bot.desk.promise import Promise
from bot.desk.ticket import Ticket
from bot.policy import load
from bot.service import clock_sweep, escalations, promise_endings, promise_steps, promises, ratings
from bot.store.sessions import desk
from tests.builders import Scene
from tests.databases import Clock
from tests.live import Live

FILED = (14, 17, 19, 16, 21, 23, 20, 18, 22, 19)  # a week
FIRST_CHAT = 7_000_000_000  # no chat of the emulator has such a number: nobody of them hears anything
CATEGORIES = (Category.QUALITY, Category.QUALITY, Category.SALES_PROMISE, Category.SERVICE)
STARS = (5, 5, 5, 5, 4, 4, 3, 1)


@dataclass(frozen=True)
class Company:
    """Where customers live, who answers them, and what is said; a matter for each of ``CATEGORIES``."""

    sites: tuple[str, ...]
    agents: tuple[str, ...]
    matters: tuple[str, ...]
    answer: str
    promise: str


def weeks_pass(live: Live, company: Company, monday: date) -> None:
    """Lives through the weeks before ``monday``, as far as they have come, on the books of a desk that rests.

    What is said goes nowhere.
    """
    policy = load(live.folder / "policy.toml")
    first = monday - timedelta(weeks=len(FILED))
    clock = Clock(datetime.combine(first, time(), policy.zone).astimezone(UTC))
    books = desk(live.engine, policy, live.staff.id, clock)
    Past(Scene(books, books, clock), company).live()


class Past:
    """The same weeks each time."""

    def __init__(self, scene: Scene, company: Company) -> None:
        self.scene, self.company, self.clock = scene, company, scene.clock
        self.dice = random.Random(3)
        self.begin, self.chat = scene.clock.now, FIRST_CHAT

    def live(self) -> None:
        self.staff = [self.scene.agent(name) for name in self.company.agents]
        for filed in self._moments():
            if filed < datetime.now(UTC):
                self.clock.now = filed
                self._ticket()
                self.scene.deliver()
        self._everybody_is_called()

    def _everybody_is_called(self) -> None:
        """What is late has been said before the desk wakes, so that only today's is said now."""
        for minutes, task in ((60, clock_sweep.sweep), (60, promise_steps.sweep), (30, escalations.say)):
            self.clock.now = datetime.now(UTC) - timedelta(minutes=minutes)
            self.scene.planned(task)
        self.scene.deliver()

    def _moments(self) -> Iterator[datetime]:
        """When something is filed: by day, in order."""
        for week, count in enumerate(FILED):
            days = sorted(self.dice.randrange(7 * 10 * 60) for _ in range(count))
            for minute in days:
                day, rest = divmod(minute, 600)
                yield self.begin + timedelta(weeks=week, days=day, hours=8, minutes=rest)

    def _customer(self) -> int:
        """Somebody new of one of the sites; the chat."""
        self.chat += 1
        self.scene.write("…", self.chat)
        with self.scene.desk() as work:
            customer = work.session.exec(select(Customer).where(Customer.chat_id == self.chat)).one()
            site = self.dice.choice(self.company.sites)
            home = Account(kind=AccountKind.HOME, number=f"H-{customer.id}", site=site)
            work.session.add(home)
            work.session.flush()
            tie = {"customer_id": customer.id or 0, "account_id": home.id or 0}
            work.session.add(AccountLink(**tie, proof=Proof.LINK, linked_at=work.now))
        return self.chat

    def _ticket(self) -> None:
        """From filing to stars; a few wait long, and of the last ones many are still open."""
        chat, category = self._customer(), self.dice.randrange(len(CATEGORIES))
        kind = self.dice.choices((Kind.COMPLAINT, Kind.INQUIRY), (3, 1))[0]
        words = self.company.matters[category]
        ticket = self.scene.ticket(words, kind=kind, category=CATEGORIES[category], chat=chat)
        agent = self.dice.choice(self.staff)
        if not self._later(minutes=self.dice.choice((10, 20, 40, 50, 90, 120, 150, 200, 400))):
            return
        self.scene.take(agent, ticket)
        self.scene.answer(agent, ticket, self.company.answer)
        if self.dice.random() < 0.3 and not self._promised(agent, ticket):
            return
        if self._later(hours=self.dice.choice((2, 4, 6, 8, 20, 26, 30, 42, 50, 60, 90, 300))):
            self.scene.resolve(agent, ticket)
            self._rated(agent, chat, ticket)

    def _promised(self, user: int, ticket: int) -> bool:
        """Promised for the next day; kept mostly. False: that day is still to come."""
        with self.scene.desk() as work:
            agent = work.session.exec(select(Agent).where(Agent.user_id == user)).one()
            due = (work.now.astimezone(work.policy.zone) + timedelta(days=1)).strftime("%Y-%m-%d 15:00")
            promises.by_hand(
                work, agent, work.session.get_one(Ticket, ticket), f"{due} {self.company.promise}"
            )
        if not self._later(hours=20):
            return False
        if self.dice.random() < 0.8:
            with self.scene.desk() as work:
                agent = work.session.exec(select(Agent).where(Agent.user_id == user)).one()
                promise = work.session.exec(select(Promise).where(Promise.ticket_id == ticket)).one()
                promise_endings.kept(work, agent, work.session.get_one(Ticket, ticket), promise)
        return True

    def _rated(self, agent: int, chat: int, ticket: int) -> None:
        """Stars of most; whoever gives one is called once more."""
        if self.dice.random() < 0.6 and self._later(minutes=30):
            with self.scene.desk() as work:
                rated = ratings.rate(work, chat, ticket, 1, self.dice.choice(STARS))
            if rated is not None and rated.reopened and self._later(hours=20):
                self.scene.answer(agent, ticket, self.company.answer)
                self.scene.resolve(agent, ticket)

    def _later(self, **duration: float) -> bool:
        """Moves on, unless that would be after this moment."""
        then = self.clock.now + timedelta(**duration)
        if then >= datetime.now(UTC):
            return False
        self.clock.now = then
        return True
