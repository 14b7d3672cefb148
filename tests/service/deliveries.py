"""What tests of delivery share: people and tickets to write to, notices, and a courier with a script."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import col, select

from bot.desk.customer import Customer
from bot.desk.labels import Category, Kind, Language
from bot.desk.notice import Lane, Notice
from bot.desk.ticket import Ticket
from bot.service.courier import Delivered, Letter
from bot.service.delivery import Delivery
from bot.service.work import Desk

Step = Delivered | BaseException


@dataclass
class ScriptedCourier:
    """Does what its script says, letter by letter; after that everything arrives, numbered from 1000 on."""

    script: list[Step] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    in_flight: int = 16
    _numbers: Iterator[int] = field(default_factory=lambda: iter(range(1000, 10**6)))

    async def deliver(self, letter: Letter) -> Delivered:
        self.letters.append(letter)
        step = self.script.pop(0) if self.script else Delivered(message_id=next(self._numbers))
        if isinstance(step, BaseException):
            raise step
        return step

    @property
    def said(self) -> list[str | None]:
        return [letter.text for letter in self.letters]


def customer(desk: Desk, chat_id: int = 5) -> int:
    with desk() as work:
        row = Customer(chat_id=chat_id, created_at=work.now)
        work.session.add(row)
        work.session.flush()
        return row.id or 0


def ticket(desk: Desk, customer_id: int, **more: Any) -> int:
    with desk() as work:
        row = Ticket(
            customer_id=customer_id,
            kind=Kind.COMPLAINT,
            category=Category.QUALITY,
            language=Language.EN,
            due_at=work.now,
            filed_at=work.now,
            last_word_at=work.now,
            **more,
        )
        work.session.add(row)
        work.session.flush()
        return row.id or 0


def post(desk: Desk, text: str, *, chat_id: int = 5, stream: str | None = None, **more: Any) -> int:
    """A notice with words; its stream is its own unless given."""
    with desk() as work:
        values: dict[str, Any] = {
            "subject": f"test:{text}",
            "kind": "reply",
            "lane": Lane.REPLY,
            "chat_id": chat_id,
            "stream": stream or f"test:{text}",
            "language": Language.EN,
            "text": text,
            "due_at": work.now,
            "created_at": work.now,
        }
        row = Notice(**values | more)
        work.session.add(row)
        work.session.flush()
        return row.id or 0


def notice(desk: Desk, notice_id: int) -> Notice:
    with desk() as work:
        return work.session.get_one(Notice, notice_id)


def states(desk: Desk, *notice_ids: int) -> list[str]:
    return [notice(desk, one).state.value for one in notice_ids]


def posted(desk: Desk, kind: str) -> Sequence[Notice]:
    with desk() as work:
        return work.session.exec(select(Notice).where(Notice.kind == kind).order_by(col(Notice.id))).all()


async def deliver(desk: Desk, *script: Step) -> list[Letter]:
    """One look at the outbox with a courier of this script; the letters it was given."""
    courier = ScriptedCourier(list(script))
    await Delivery(desk, courier).once()
    return courier.letters
