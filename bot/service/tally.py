"""What became of a set of messages: the summary of a replay."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from sqlmodel import select

from bot.desk.button import Button
from bot.desk.inbox import InboxState, InboxUpdate
from bot.desk.notice import Notice
from bot.desk.ticket import Ticket
from bot.desk.transcript import Message
from bot.service.work import Work

Fate = Literal["filed", "asked", "answered", "failed", "waiting"]


@dataclass
class Tally:
    """Counts of what became of messages; ``filed`` by (kind, category), ``urgent`` among the filed."""

    fates: Counter[Fate] = field(default_factory=Counter)
    filed: Counter[tuple[str, str]] = field(default_factory=Counter)
    urgent: int = 0
    failures: list[tuple[int, str]] = field(default_factory=list)  # update id, why


def tally(work: Work, update_ids: Iterable[int]) -> Tally:
    """What became of the messages of these updates: filed or joined, asked about, answered, failed or waiting."""
    result = Tally()
    for update_id in update_ids:
        update = work.session.get_one(InboxUpdate, update_id)
        fate, ticket, why = _fate(work, update)
        result.fates[fate] += 1
        if ticket is not None:
            result.filed[(ticket.kind, ticket.category)] += 1
            result.urgent += ticket.urgent
        if fate == "failed":
            result.failures.append((update_id, why))
    return result


def unfinished(work: Work, update_ids: Sequence[int]) -> int:
    """How many of the updates from the first to the last id are not worked off yet."""
    query = select(InboxUpdate.update_id).where(
        InboxUpdate.update_id >= min(update_ids),
        InboxUpdate.update_id <= max(update_ids),
        InboxUpdate.state != InboxState.DONE,
        InboxUpdate.state != InboxState.FAILED,
    )
    return len(work.session.exec(query).all())


def _fate(work: Work, update: InboxUpdate) -> tuple[Fate, Ticket | None, str]:
    if update.state == InboxState.FAILED:
        return "failed", None, update.error or "given up"
    if update.state != InboxState.DONE:
        return "waiting", None, ""
    message_id = update.body["message"]["message_id"]
    query = select(Message).where(Message.chat_id == update.chat_id, Message.message_id == message_id)
    message = work.session.exec(query).first()
    if message is None:
        return "failed", None, "not in the transcript"
    if message.ticket_id is not None:
        return "filed", work.session.get_one(Ticket, message.ticket_id), ""
    replies = work.session.exec(select(Notice).where(Notice.subject == f"update:{update.update_id}")).all()
    if not replies:
        return "failed", None, "no answer"
    return ("asked" if any(_asks(work, reply) for reply in replies) else "answered"), None, ""


def _asks(work: Work, reply: Notice) -> bool:
    """Whether an answer is a question about what the message is or where it belongs."""
    for row in reply.buttons:
        for key in row:
            button = work.session.get(Button, key["token"])
            if button is not None and str(button.payload.get("say", "")).startswith(("/file_as", "/place")):
                return True
    return False
