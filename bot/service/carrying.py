"""An agent's words on their way to the customer: what is meant for them, and what became of it when it is edited."""

from typing import Any

from sqlmodel import col, select, update

from bot.desk import notes
from bot.desk.language import pieces
from bot.desk.notice import Act, Notice, NoticeState
from bot.desk.ticket import Ticket
from bot.desk.transcript import Message
from bot.service import history, post
from bot.service.work import Work

WORDS = ("answer", "answer_edit", "answer_anew")  # the kinds of what an answer says, and its changes
ANSWER_WORDS = 4096  # UTF-16 units of a Telegram message; an agent's longest one goes out in one piece


def for_customer(text: str) -> str | None:
    """What of an agent's ``text`` the customer may read: all but its notes; empty when nothing of it can be seen.

    A text that begins with ``//`` is a note to its end: None. Further down, ``//`` makes a note of that line.
    """
    return None if notes.is_note(text) else notes.without_notes(text)


def carry(work: Work, ticket: Ticket, message: Message) -> None:
    """Says an answer to the customer: a text with the ticket's number; media as they are, an album in one piece."""
    text = for_customer(message.text) or ""
    if not message.media:
        _say(work, ticket, message, "answer", text)
    elif len(message.media) == 1:
        values: dict[str, Any] = {"from_chat": message.chat_id, "message": message.media[0]["message_id"]}
        if text != message.text:
            values["caption"] = text  # in place of the one that is copied: it has notes
        _post(work, ticket, message, "answer", act=Act.COPY, values=values)
    else:
        values = {"media": message.media, "caption": text}
        _post(work, ticket, message, "answer", act=Act.ALBUM, values=values)


def carry_edit(work: Work, ticket: Ticket, message: Message, before: str, edits: int) -> None:
    """Mends what the customer was told. ``before`` is the text until now, ``edits`` how often it was edited.

    An answer that has not gone out yet is changed where it waits; one text is edited in place; whatever cannot be
    edited (a long text in pieces, a caption) is said anew, and what is in doubt of the old words is not said once more.
    Nothing is said when all of it became a note.
    """
    text = for_customer(message.text)
    if not text or text == for_customer(before):
        return
    said = work.session.exec(
        select(Notice)
        .where(Notice.subject == f"message:{message.id}", Notice.kind == "answer")
        .execution_options(populate_existing=True)
    ).all()
    short = len(said) == 1 and said[0].act == Act.SAY and len(pieces(text, ANSWER_WORDS)) == 1
    if short and _change_waiting(work, said[0], ticket, text):
        return
    older = (col(Notice.subject) == f"message:{message.id}", col(Notice.kind).in_(WORDS))
    post.unsay(work, "the answer was changed", *older, col(Notice.act).in_((Act.SAY, Act.EDIT)))
    if short and said[0].message_id is not None:
        values = {"number": ticket.number, "text": text, "message": said[0].message_id}
        _post(
            work,
            ticket,
            message,
            "answer_edit",
            step=str(edits),
            act=Act.EDIT,
            template="agent_says",
            values=values,
        )
    else:
        _say(work, ticket, message, "answer_anew", text, f"{edits}.")


def _change_waiting(work: Work, said: Notice, ticket: Ticket, text: str) -> bool:
    """False when the answer is on its way or there already."""
    waiting = update(Notice).where(col(Notice.id) == said.id, col(Notice.state) == NoticeState.READY)
    values = {"number": ticket.number, "text": text}
    changed = work.session.exec(
        waiting.values({"values": values}).execution_options(synchronize_session=False)
    )
    return bool(changed.rowcount)


def _say(work: Work, ticket: Ticket, message: Message, kind: str, text: str, step: str = "") -> None:
    for index, piece in enumerate(pieces(text, ANSWER_WORDS), start=1):
        values = {"number": ticket.number, "text": piece}
        _post(work, ticket, message, kind, step=f"{step}{index}", template="agent_says", values=values)


def _post(work: Work, ticket: Ticket, message: Message, kind: str, **more: Any) -> None:
    customer = history.customer_of(work, ticket)
    post.to_customer(work, customer, f"message:{message.id}", kind, ticket=ticket, **more)
