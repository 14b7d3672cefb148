"""The customer: one private chat with the desk."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from bot.desk.columns import labelled
from bot.desk.labels import Language
from bot.desk.times import Instant


class Customer(SQLModel, table=True):
    """A person who writes to the desk. ``chat_id`` is Telegram's id of the private chat (equal to the user's id)."""

    id: int | None = Field(default=None, primary_key=True)
    chat_id: int = Field(sa_type=BigInteger, unique=True)
    name: str = ""
    username: str | None = None
    phone: str | None = None  # E.164, only from a contact the person shared of themselves
    party_id: int | None = Field(
        default=None, foreign_key="party.id", index=True
    )  # proven: who they are in the books
    language: Language = Field(default=Language.ZH, sa_type=labelled(Language))
    language_chosen: bool = False  # chosen with /language: what they write no longer changes it
    created_at: datetime = Field(sa_type=Instant)
    unreachable_at: datetime | None = Field(
        default=None, sa_type=Instant
    )  # blocked the bot (403) at this time

    @property
    def erased(self) -> bool:
        """Whether they had their data erased: they have no chat, and nothing is said to them or written of them."""
        return nobodys(self.chat_id)


def nobodys(chat_id: int) -> bool:
    """Whether it is what an erased customer has in place of a chat; Telegram numbers private chats from 1."""
    return chat_id < 0
