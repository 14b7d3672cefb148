"""A customer's side of a flow: what they do, what the desk says to them, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.desk.customer import Customer
from bot.desk.inbox import InboxState, InboxUpdate
from bot.desk.ticket import Ticket
from bot.desk.transcript import Message as Words
from tests.emulator.actors import Person
from tests.emulator.messages import Message
from tests.live import PATIENCE, Live

NAMES = {"zh": "陈女士", "en": "Tom"}
CODES = {"zh": "zh-hans", "en": "en"}


@dataclass
class Talk:
    """One customer. ``hears`` looks at what was said after the customer's last deed."""

    live: Live
    person: Person
    since: int = 0

    @classmethod
    def begun(cls, live: Live, language: str = "zh", name: str = "") -> Talk:
        return cls(live, live.customer(name or NAMES[language], CODES[language]))

    def says(self, text: str, reply_to: Message | None = None) -> Message:
        """Writes."""
        self.now()
        return self.person.says(text, reply_to=reply_to)

    def presses(self, message: Message, button: str) -> None:
        """Presses a button under one of the desk's messages, and sees that the desk noticed."""
        self.now()
        self.live.press(self.person, message, button)

    def now(self) -> None:
        """From here on counts what the desk says."""
        self.since = self.live.telegram.mark()

    def hears(self, wanted: Any, patience: float = PATIENCE) -> Message:
        """The desk's first message since the last deed that has ``wanted`` in it, waited for (seconds)."""
        return self.live.telegram.wait_for(wanted, chat=self.person, timeout=patience, since=self.since)

    def heard(self) -> list[str]:
        """All that the desk ever said in this chat."""
        return [message.text for message in self.live.telegram.from_bot(self.person)]

    def customer(self) -> Customer:
        """The customer's row, waited for."""
        chat = Customer.chat_id == self.person.id
        return self.live.until(lambda: self.live.rows(Customer, chat), "the customer's row")[0]

    def tickets(self) -> list[Ticket]:
        return self.live.rows(Ticket, Ticket.customer_id == self.customer().id)

    def ticket(self) -> Ticket:
        """Their only ticket."""
        found = self.tickets()
        assert len(found) == 1, [one.number for one in found]
        return found[0]

    def words(self) -> list[Words]:
        """Everything in the transcript that belongs to them."""
        return self.live.rows(Words, Words.customer_id == self.customer().id)

    def files(self, text: str, number: str = "CD-") -> tuple[Ticket, Message]:
        """Writes a matter that is filed: its ticket and the desk's answer, which names it."""
        known = self.live.rows(Customer, Customer.chat_id == self.person.id)
        before = {one.id for one in self.tickets()} if known else set()
        self.says(text)
        answer = self.hears(number)
        ticket = next(one for one in self.tickets() if one.id not in before)
        assert ticket.number in answer.text, self.live.telegram.transcript(self.person)
        return ticket, answer

    def worked_off(self) -> None:
        """Waits until nothing of this chat is unfinished, and that nothing was given up."""
        chat = InboxUpdate.chat_id == self.person.id
        self.live.until(lambda: not self.live.telegram.pending, "confirmed updates")
        self.live.until(
            lambda: all(
                one.state in (InboxState.DONE, InboxState.FAILED) for one in self.live.rows(InboxUpdate, chat)
            ),
            "a finished inbox",
        )
        assert not self.live.rows(InboxUpdate, chat, InboxUpdate.state == InboxState.FAILED)
