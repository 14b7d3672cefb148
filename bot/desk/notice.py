"""Notices: everything the desk says, as rows written with the fact that caused them."""

from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, Index
from sqlmodel import Field, SQLModel, UniqueConstraint

from bot.desk.columns import labelled, ranked
from bot.desk.labels import Language
from bot.desk.times import Instant
from bot.desk.wishes import Channel, Topic


class Lane(IntEnum):
    """What overtakes what: a lower lane goes first."""

    ALERT = 0  # danger now: the urgent card and its safety advice
    REPLY = 1  # answers to what a customer or an agent just did
    NOTICE = 2  # facts that may wait a moment
    BULK = 3  # broadcasts


class NoticeState(StrEnum):
    READY = "ready"
    CLAIMED = "claimed"  # leased by a delivery process
    SENDING = "sending"  # committed before the call: after a kill it is known that it may have been said
    SENT = "sent"
    UNKNOWN = "unknown"  # the line broke while sending: it may have arrived
    DEAD = "dead"  # refused for good, expired, or the contact is unreachable; ``error`` says why
    CANCELLED = "cancelled"


class Act(StrEnum):
    """What a notice does in Telegram."""

    SAY = "say"  # a text with buttons
    COPY = "copy"  # copies one message (any media) as the desk's own: values {"from_chat", "message"}
    ALBUM = "album"  # sends an album: values {"media": [{"type","file_id"}], "caption"}
    EDIT = "edit"  # edits the text and buttons of the message of an earlier notice: values {"message"} or the card
    PICTURES = "pictures"  # sends pictures that are drawn at that moment: values as of a document
    DOCUMENT = "document"  # sends a file that is made at that moment and never stored: values {"what", "as"}
    TOPIC = "topic"  # opens the ticket's forum topic
    RENAME = "rename"  # renames it (state in the title)
    CLOSE = "close"  # closes it
    REOPEN = "reopen"


class Notice(SQLModel, table=True):
    """Something to be said to someone, once: unique by (subject, kind, step).

    Words: either ``text`` (already worded by the dialogue) or ``template`` + ``values`` (worded at sending, from
    chat/wording, in ``language``). ``buttons`` is a list of rows of ``{"token", "text"}`` (worded) or
    ``{"token", "word", "values"}`` (a label of chat/wording); tokens are rows of ``button``.
    ``stream`` keeps order: a notice waits for the earlier unfinished ones of its stream.
    """

    __table_args__ = (
        UniqueConstraint("subject", "kind", "step"),
        Index("notice_due", "state", "channel", "lane", "due_at", "id"),
        Index("notice_stream", "stream", "state", "id"),
        Index("notice_posted", "chat_id", "message_id"),
        Index("notice_sent", "sent_at"),
        Index("notice_topic", "customer_id", "topic", "created_at"),
        Index("notice_party", "party_id", "state"),
        Index("notice_broadcast", "broadcast_id", "state", "due_at", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    subject: str  # "ticket:12", "update:991", "customer:3"
    kind: str  # card, reply, relay, resolved, rating, delayed …
    step: str = "1"
    lane: Lane = Field(sa_type=ranked(Lane))
    matters: bool = True  # at least once; otherwise at most once (care, surveys)
    act: Act = Field(default=Act.SAY, sa_type=labelled(Act))
    chat_id: int = Field(sa_type=BigInteger)
    customer_id: int | None = Field(default=None, foreign_key="customer.id")  # empty: staff, or no chat
    party_id: int | None = Field(default=None, foreign_key="party.id")  # of the books, who has no chat
    ticket_id: int | None = Field(default=None, foreign_key="ticket.id", index=True)
    stream: str
    language: Language = Field(sa_type=labelled(Language))
    text: str | None = None
    template: str | None = None
    values: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    buttons: list[list[dict[str, Any]]] = Field(default_factory=list, sa_type=JSON)
    reply_to: int | None = Field(default=None, sa_type=BigInteger)
    topic: Topic | None = Field(default=None, sa_type=labelled(Topic))  # of what the desk says first
    channel: Channel = Field(default=Channel.TELEGRAM, sa_type=labelled(Channel))
    address: str | None = None  # the e-mail address or phone number where the channel is not Telegram
    broadcast_id: int | None = Field(default=None, foreign_key="broadcast.id")
    state: NoticeState = Field(default=NoticeState.READY, sa_type=labelled(NoticeState))
    attempts: int = 0
    due_at: datetime = Field(sa_type=Instant)
    expires_at: datetime | None = Field(default=None, sa_type=Instant)
    lease_until: datetime | None = Field(default=None, sa_type=Instant)
    doubted_at: datetime | None = Field(
        default=None, sa_type=Instant
    )  # first time it was unknown whether it arrived
    created_at: datetime = Field(sa_type=Instant)
    sent_at: datetime | None = Field(default=None, sa_type=Instant)
    message_id: int | None = Field(default=None, sa_type=BigInteger)  # Telegram's id of what was said
    error: str | None = None


class Budget(SQLModel, table=True):
    """A token bucket shared by all delivery processes, taken in the claim's transaction."""

    scope: str = Field(primary_key=True)  # "all", "chat:5", "group:-100"
    tokens: float
    filled_at: datetime = Field(sa_type=Instant)
    paused_until: datetime | None = Field(default=None, sa_type=Instant)  # Telegram said RetryAfter
    # Of "all": what counts against the present second, as pairs of when it stops counting (a Unix time) and how much.
    counting: list[list[float]] = Field(default_factory=list, sa_type=JSON)


class MovedChat(SQLModel, table=True):
    """A group that became a supergroup: Telegram gave it a new id."""

    old_id: int = Field(primary_key=True, sa_type=BigInteger)
    new_id: int = Field(sa_type=BigInteger)
    moved_at: datetime = Field(sa_type=Instant)
