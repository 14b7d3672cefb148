"""Groups that became supergroups: Telegram gives them a new id, and the desk follows."""

from sqlalchemy import select, update
from sqlmodel import Session, col

from bot.desk.button import Button
from bot.desk.notice import MovedChat
from bot.desk.ticket import Ticket
from bot.service.once import insert_once
from bot.service.work import Work

MOVES = select(col(MovedChat.old_id), col(MovedChat.new_id))


def current(session: Session, chat_id: int) -> int:
    """Where the chat ``chat_id`` is now; the same number when it never moved."""
    return follow(known(session), chat_id)


def known(session: Session) -> dict[int, int]:
    """Every move, old id to new."""
    return {row.old_id: row.new_id for row in session.connection().execute(MOVES)}


def follow(moves: dict[int, int], chat_id: int) -> int:
    seen = set()
    while chat_id in moves and chat_id not in seen:
        seen.add(chat_id)
        chat_id = moves[chat_id]
    return chat_id


def remember(work: Work, old_id: int, new_id: int) -> bool:
    """The group ``old_id`` is ``new_id`` from now on. False when that was known.

    Message numbers begin anew there: a card's old number may soon be another message, so topics and cards are
    forgotten and shown again when next needed. Buttons go with the messages.
    """
    if old_id == new_id or not insert_once(
        work.session, MovedChat, {"old_id": old_id, "new_id": new_id, "moved_at": work.now}
    ):
        return False
    connection = work.session.connection()
    if old_id == work.staff_chat_id:
        connection.execute(update(Ticket).values(thread_id=None, card_message_id=None))
    connection.execute(update(Button).where(col(Button.chat_id) == old_id).values(chat_id=new_id))
    return True
