"""A ticket, its agent, and what happens to the promises made in it."""

from datetime import UTC, datetime

from sqlmodel import select

from bot.desk.agent import Agent
from bot.desk.promise import Promise
from bot.desk.ticket import Move, Ticket
from bot.service import promise_steps, promises
from bot.service.verdict import Verdict
from tests.builders import Scene

MONDAY = datetime(2026, 3, 2, 2, tzinfo=UTC)  # ten in the morning there
FRIDAY = datetime(2026, 3, 6, 7, tzinfo=UTC)  # three in the afternoon
SAID = "师傅周五下午三点上门检修"


def promise(scene: Scene, agent: int, ticket: int, said: str) -> None:
    """The agent says what promises something, and records it as that."""
    scene.answer(agent, ticket, said)
    found: Promise = scene.all(Promise)[-1]
    assert found.from_at is not None, "what is read in words has both ends"
    window = {"from": found.from_at.isoformat(), "due": found.due_at.isoformat()}
    assert scene.press(agent, "promise_until", ticket, promise=found.id, **window).word == "promise_made"


class Office:
    """A ticket, its agent, and what happens to the promises made in it."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        scene.clock.now = MONDAY
        self.agent = scene.agent("王强")
        self.ticket = scene.ticket("厨房水龙头一直滴水")

    def promise(self, said: str = SAID) -> Promise:
        """The agent says it, and taps the first button."""
        self.scene.answer(self.agent, self.ticket, said)
        self.tap("promise_until")
        return self.last

    @property
    def last(self) -> Promise:
        found: Promise = self.scene.all(Promise)[-1]
        return found

    def tap(self, do: str, index: int = 0, **more: object) -> str:
        """Presses a button of what is shown last about promises."""
        shown = [
            n for n in self.scene.all_notices(self.ticket) if n.subject.startswith("promise:") and n.buttons
        ]
        offered = [one for notice in reversed(shown) for one in self.scene.payloads(notice)]
        payload = [one for one in offered if one.get("do") == do and more.items() <= one.items()][index]
        return self.scene.press(self.agent, **payload).word

    def by_hand(self, argument: str) -> Verdict:
        """``/promise`` in the ticket's topic."""
        with self.scene.desk() as work:
            agent = work.session.exec(select(Agent).where(Agent.user_id == self.agent)).one()
            return promises.by_hand(work, agent, work.session.get_one(Ticket, self.ticket), argument)

    def at(self, moment: datetime) -> "Office":
        self.scene.clock.now = moment
        self.sweep()
        return self

    def sweep(self) -> None:
        with self.scene.desk() as work:
            while promise_steps.sweep(work):
                pass

    def said(self, kind: str) -> list[str]:
        return [notice.template or notice.text or "" for notice in self.scene.notices(kind)]

    def moves(self, move: Move) -> list[str | None]:
        return [one.after for one in self.scene.history(self.ticket) if one.move == move]
