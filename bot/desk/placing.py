"""To which matter a message belongs: a pure rule over what is open and what was said last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.desk.labels import Category, Kind

CLEAR = 0.9  # so sure is the model of a new matter, and hardly ever of "I will send the photo later"


@dataclass(frozen=True)
class OpenMatter:
    """What the rule needs to know of a ticket.

    ``live`` is False for a resolved one that may still be reopened. ``with_staff``: an agent wrote to the customer in
    it within the window, so the two are talking; or a button opened it, and the customer was asked to write about it;
    or ``waits``: staff wait for the customer's word, however long that takes.
    """

    ticket_id: int
    kind: Kind
    category: Category
    last_word_at: datetime
    live: bool
    with_staff: bool = False
    waits: bool = False


@dataclass(frozen=True)
class Join:
    ticket_id: int


@dataclass(frozen=True)
class Reopen:
    ticket_id: int


@dataclass(frozen=True)
class New:
    refers_to: int | None = None


@dataclass(frozen=True)
class Ask:
    """It could be either: the customer is asked once, with these as choices."""

    ticket_ids: tuple[int, ...]


Placement = Join | Reopen | New | Ask


def place(
    kind: Kind,
    category: Category,
    replied_to: int | None,
    matters: Sequence[OpenMatter],
    now: datetime,
    window: timedelta,
    confidence: float = 1.0,
) -> Placement:
    """Where a message of ``kind`` and ``category`` goes, which the model is so sure of (0 to 1).

    A reply to something the desk said about a ticket joins that ticket (a complaint in reply to a resolved one
    reopens it). Otherwise the same kind and category within ``window`` of a live ticket's last word could be more of
    the same or a new matter: the customer is asked, unless an agent talks with them about it just now. What they ask
    during such a talk may be about it, too. Where staff wait for them, it is what staff wait for, unless it clearly
    is something else. Anything else is a new ticket.
    """
    known = {matter.ticket_id: matter for matter in matters}
    if replied_to is not None:
        matter = known.get(replied_to)
        if matter is None:
            return New(refers_to=replied_to)
        if matter.live:
            return Join(replied_to)
        return Reopen(replied_to) if kind == Kind.COMPLAINT else New(refers_to=replied_to)
    alike = [
        matter
        for matter in matters
        if matter.live
        and (matter.kind, matter.category) == (kind, category)
        and _in_hand(matter, now, window)
    ]
    talk = talked_about(matters)
    if talk is not None and talk in alike:
        return Join(talk.ticket_id)
    if talk is not None and talk.waits and not _clearly_new(kind, category, confidence):
        return Join(talk.ticket_id)
    if talk is not None and kind == Kind.INQUIRY:
        return Ask((talk.ticket_id,))
    alike.sort(key=lambda matter: matter.last_word_at, reverse=True)
    return Ask(tuple(matter.ticket_id for matter in alike[:3])) if alike else New()


def talked_about(matters: Sequence[OpenMatter]) -> OpenMatter | None:
    """The live matter that an agent and the customer talk about just now, when it is only one."""
    talks = [matter for matter in matters if matter.live and matter.with_staff]
    return talks[0] if len(talks) == 1 else None


def _clearly_new(kind: Kind, category: Category, confidence: float) -> bool:
    """Whether it is no answer to what staff wait for. "Saturday morning would be fine" reads like a suggestion about
    service, however sure the model is.
    """
    return confidence >= CLEAR and (kind, category) != (Kind.SUGGESTION, Category.SERVICE)


def _in_hand(matter: OpenMatter, now: datetime, window: timedelta) -> bool:
    return matter.with_staff or now - matter.last_word_at <= window


def place_unspoken(
    replied_to: int | None, matters: Sequence[OpenMatter], now: datetime, window: timedelta
) -> Join | Ask | None:
    """Where a message that says nothing by itself goes (a photo without words).

    Into the matter in hand; where that is not clear the customer is asked; without any live matter, nowhere.
    """
    live = [matter for matter in matters if matter.live]
    if replied_to is not None and any(matter.ticket_id == replied_to for matter in live):
        return Join(replied_to)
    recent = [matter for matter in live if _in_hand(matter, now, window)]
    if len(recent) == 1:
        return Join(recent[0].ticket_id)
    choices = sorted(recent or live, key=lambda matter: matter.last_word_at, reverse=True)
    return Ask(tuple(matter.ticket_id for matter in choices[:3])) if choices else None
