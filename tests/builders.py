"""A desk in a test: customers write, agents press and answer, and what came of it is looked at."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlmodel import SQLModel, col, select

from bot.desk.account import Account, AccountKind
from bot.desk.agent import Agent, Role
from bot.desk.button import Button
from bot.desk.correction import Correction
from bot.desk.handover import Handover
from bot.desk.labels import Category, Hazard, Kind
from bot.desk.notice import Notice, NoticeState
from bot.desk.ticket import Ticket, TicketEvent
from bot.desk.transcript import Message
from bot.service import agents, conversation, handover, intake, ticket_deeds
from bot.service.conversation import Heard, Recorded
from bot.service.intake import Outcome, Reading
from bot.service.verdict import Verdict
from bot.service.work import Desk, Work
from tests.databases import STAFF_CHAT, Clock

LI, ANN = 5001, 5002  # two customers' chats
FIRST_USER = 900  # user ids of agents count from here


class Scene:
    """What happens at one desk. Everything that is done is one transaction, as in the house; ``glance`` only reads."""

    def __init__(self, desk: Desk, glance: Desk, clock: Clock) -> None:
        self.desk, self.glance, self.clock = desk, glance, clock
        self._messages = 100
        self._users = FIRST_USER

    # --- customers --------------------------------------------------------------------------

    def heard(self, text: str = "", chat: int = LI, **more: Any) -> Heard:
        """A message as it arrives; each has a Telegram id of its own."""
        self._messages += 1
        given: dict[str, Any] = {
            "message_id": self._messages,
            "name": "Li Na",
            "written_at": self.clock.now,
        } | more
        return Heard(chat_id=chat, text=text, **given)

    def record(self, heard: Heard, command: bool = False) -> Recorded:
        with self.desk() as work:
            return conversation.record(work, heard, command)

    def write(self, text: str = "", chat: int = LI, **more: Any) -> int:
        """A customer writes; the transcript's id of the message."""
        return self.record(self.heard(text, chat, **more)).message

    def matter(
        self,
        text: str = "楼上漏水",
        kind: Kind = Kind.COMPLAINT,
        category: Category = Category.QUALITY,
        hazard: Hazard | None = None,
        **more: Any,
    ) -> Outcome:
        """A customer writes something that the model reads as a matter."""
        return self.file(self.write(text, **more), kind, category, hazard)

    def file(
        self,
        message: int,
        kind: Kind = Kind.COMPLAINT,
        category: Category = Category.QUALITY,
        hazard: Hazard | None = None,
    ) -> Outcome:
        with self.desk() as work:
            return intake.file_matter(work, message, Reading(kind, category, 0.9, hazard))

    def ticket(self, text: str = "楼上漏水", **more: Any) -> int:
        """Files a new matter; the ticket's id."""
        return ticket_of(self.matter(text, **more))

    def ask_for_person(self, chat: int = LI, text: str = "转人工") -> int:
        """A customer asks for a person; the ticket's id."""
        message = self.write(text, chat)
        with self.desk() as work:
            talk = handover.begin(work, chat, message)
        assert talk is not None
        self.clock.forward(seconds=1)
        return talk.id

    def account(self, number: str, kind: AccountKind = AccountKind.METER, **more: Any) -> None:
        with self.desk() as work:
            work.session.add(Account(kind=kind, number=number, **more))

    # --- staff ------------------------------------------------------------------------------

    def agent(self, name: str = "王强", role: Role = Role.AGENT) -> int:
        """A member of the staff group; the Telegram user id."""
        self._users += 1
        with self.desk() as work:
            agent = agents.welcome(work, self._users, name)
            assert agent is not None
            agent.role = role
        return self._users

    def press(self, user: int, do: str, ticket: int, **more: Any) -> Verdict:
        with self.desk() as work:
            return ticket_deeds.press(work, user, {"do": do, "ticket": ticket} | more)

    def take(self, user: int, ticket: int) -> Verdict:
        return self.press(user, "take", ticket)

    def resolve(self, user: int, ticket: int, reason: str = "fixed", words: str = "") -> Verdict:
        with self.desk() as work:
            agent = work.session.exec(select(Agent).where(Agent.user_id == user)).one()
            return agents.resolve(work, agent, work.session.get_one(Ticket, ticket), reason, words)

    def resolved(self, text: str = "楼上漏水", **more: Any) -> int:
        """A matter that was filed and resolved; the ticket's id."""
        ticket = self.ticket(text, **more)
        self.resolve(self.agent("赵敏"), ticket)
        return ticket

    def answer(self, user: int, ticket: int, text: str = "", **more: Any) -> Verdict | None:
        return self.say_again(user, ticket, self.heard(text, STAFF_CHAT, **({"name": "王强"} | more)))

    def say_again(self, user: int, ticket: int, heard: Heard) -> Verdict | None:
        with self.desk() as work:
            return conversation.answer_as_desk(work, user, ticket, heard)

    # --- the clock ---------------------------------------------------------------------------

    def planned(self, task: Callable[[Work], int]) -> list[int]:
        """A task of the clock until nothing is due: how many rows each of its pieces looked at."""
        pieces: list[int] = []
        while not pieces or pieces[-1]:
            with self.desk() as work:
                pieces.append(task(work))
        return pieces[:-1]

    # --- delivery ---------------------------------------------------------------------------

    def deliver(self) -> None:
        """Everything that waits arrives, and has a Telegram id from now on."""
        with self.desk() as work:
            for notice in work.session.exec(select(Notice).where(Notice.state == NoticeState.READY)):
                self._messages += 1
                notice.state, notice.message_id = NoticeState.SENT, self._messages
                notice.sent_at = work.now
                work.session.add(notice)

    # --- what came of it ----------------------------------------------------------------------

    def get(self, ticket: int) -> Ticket:
        with self.desk() as work:
            return work.session.get_one(Ticket, ticket)

    def message(self, ref: int) -> Message:
        with self.desk() as work:
            return work.session.get_one(Message, ref)

    def all(self, noun: type[SQLModel], **fields: Any) -> Sequence[Any]:
        """Rows of ``noun`` with these values, oldest first."""
        with self.desk() as work:
            query = select(noun).filter_by(**fields).order_by(col(noun.id))  # type: ignore[attr-defined]
            return work.session.exec(query).all()

    def notices(self, kind: str, **fields: Any) -> Sequence[Notice]:
        return self.all(Notice, kind=kind, **fields)

    def all_notices(self, ticket: int) -> Sequence[Notice]:
        """Everything that is said about a ticket, to its customer and to staff."""
        return self.all(Notice, ticket_id=ticket)

    def said_to(self, chat: int) -> list[Notice]:
        """Everything a chat is told."""
        return list(self.all(Notice, chat_id=chat))

    def payloads(self, notice: Notice) -> list[dict[str, Any]]:
        """What the buttons of a notice mean, in order."""
        with self.desk() as work:
            return [
                work.session.get_one(Button, key["token"]).payload
                for row in notice.buttons
                for key in row
                if "token" in key
            ]

    def history(self, ticket: int) -> Sequence[TicketEvent]:
        return self.all(TicketEvent, ticket_id=ticket)

    def corrections(self) -> Sequence[Correction]:
        return self.all(Correction)

    def open_handovers(self) -> Sequence[Handover]:
        return self.all(Handover, ended_at=None)


def ticket_of(outcome: Outcome | None) -> int:
    """The ticket of an outcome that has one."""
    assert outcome is not None
    assert outcome.ticket is not None
    return outcome.ticket.id


def photo(number: int) -> dict[str, Any]:
    """A photo as it stands in a message's media; ``number`` is Telegram's message id."""
    return {"type": "photo", "file_id": f"photo-{number}", "message_id": number, "name": None, "size": 1000}
