"""The corrections as training lines: one for each message that somebody corrected, scrubbed, reviewed or not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from sqlmodel import col, select

from bot.desk.account import Account, AccountLink
from bot.desk.agent import Agent
from bot.desk.correction import Correction, Review
from bot.desk.customer import Customer
from bot.desk.labels import Category, Kind, Language
from bot.desk.language import spoken
from bot.desk.scrubbing import Known, scrub
from bot.desk.ticket import Ticket, number_of
from bot.desk.transcript import Author, Message
from bot.service.corrections import NONE
from bot.service.work import Work

CHITCHAT = "chitchat+other"
# Every label a line can have, as the Rasa intents of data/nlu are called.
LABELS = (
    *(f"{kind}+{category}" for kind in Kind for category in Category),
    "check_status",
    "talk_to_human",
    "ask_bill",
    "ask_outage",
    *(f"chitchat+{flavour}" for flavour in ("greeting", "thanks", "help", "abuse")),
    CHITCHAT,
)


@dataclass(frozen=True)
class Line:
    """One message and what people say that it is. ``text`` is scrubbed.

    ``label`` is one of ``LABELS``. ``source`` is whose word counts: an agent's before a customer's, a customer's
    before an answer to the desk's question. ``said`` is what the model said: kind, category, urgent and confidence;
    None when it was not asked. ``at`` is when the last correction was made. ``last`` is its row.
    """

    text: str
    language: Language
    label: str
    urgent: bool
    source: Literal["agent", "customer", "asked"]
    ticket: str | None
    said: Mapping[str, Any] | None
    at: datetime
    last: int
    reviewed: Literal["no", "kept", "skipped"] = "no"

    def as_json(self) -> dict[str, Any]:
        """The line as it is exported; kind, category and intent as the label lists have them, label as Rasa has."""
        kind, _, tail = self.label.partition("+")
        matter = kind in set(Kind)
        return {
            "text": self.text,
            "lang": str(self.language),
            "kind": kind if matter else NONE,
            "category": tail if matter else None,
            "intent": None if matter else kind,
            "label": self.label,
            "urgent": self.urgent,
            "source": self.source,
            "ticket": self.ticket,
            "said": self.said,
            "at": self.at.isoformat(timespec="seconds"),
            "reviewed": self.reviewed,
        }


def lines(work: Work, since: datetime | None = None) -> list[Line]:
    """The lines of all messages with words, in the order of their last correction; ``since`` is an aware instant.

    A line that was reviewed is as the reviewer left it, until the message is corrected again.
    """
    agents = [agent.name for agent in work.session.exec(select(Agent))]
    reviews = {review.correction_id: review for review in work.session.exec(select(Review))}
    made = []
    for rows in _by_message(work):
        if any(one.isalpha() for one in rows[-1].text) and (since is None or rows[-1].at >= since):
            line = _line(work, rows, agents)
            made.append(_as_reviewed(line, reviews.get(line.last)))
    return sorted(made, key=lambda line: line.last)


def decide(work: Work, line: Line, kept: bool) -> Line:
    """Remembers what the reviewer decided about a line, with its text and label as they left it."""
    review = work.session.exec(select(Review).where(Review.correction_id == line.last)).first()
    review = review or Review(
        correction_id=line.last, kept=kept, text="", label="", urgent=False, at=work.now
    )
    review.kept, review.at = kept, work.now
    review.text, review.label, review.urgent = line.text, line.label, line.urgent
    work.session.add(review)
    return _as_reviewed(line, review)


def _as_reviewed(line: Line, review: Review | None) -> Line:
    if review is None:
        return line
    word: Literal["kept", "skipped"] = "kept" if review.kept else "skipped"
    return replace(line, text=review.text, label=review.label, urgent=review.urgent, reviewed=word)


def _by_message(work: Work) -> Iterator[Sequence[Correction]]:
    """The corrections of each message, oldest first.

    They are told apart by their ticket; an answer "nothing to file" belongs to the ticket that came of it after all.
    """
    rows = work.session.exec(select(Correction).order_by(col(Correction.id))).all()
    filed = {row.message_id: row.ticket_id for row in rows if row.message_id and row.ticket_id}
    groups: dict[tuple[str, int | None], list[Correction]] = {}
    for row in rows:
        ticket = row.ticket_id or filed.get(row.message_id or 0)
        key = ("ticket", ticket) if ticket else ("message", row.message_id)
        groups.setdefault(key, []).append(row)
    yield from groups.values()


def _line(work: Work, rows: Sequence[Correction], agents: Sequence[str]) -> Line:
    ticket = next((work.session.get(Ticket, row.ticket_id) for row in rows if row.ticket_id), None)
    read = next((row.read for row in rows if row.read), None)
    words = {field: _weightiest(rows, field) for field in ("kind", "category", "urgent")}
    kind = words["kind"].after if words["kind"] else str(ticket.kind if ticket else NONE)
    category = words["category"].after if words["category"] else str(ticket.category if ticket else "")
    if kind == NONE and ticket and words["category"]:  # filed after all, and then somebody corrected it
        kind = str(ticket.kind)
    urgent = words["urgent"].after == "True" if words["urgent"] else bool((read or {}).get("hazard"))
    text, last = rows[-1].text, rows[-1]
    scrubbed = scrub(text, _known(work, last, ticket, agents))
    return Line(
        text=scrubbed,
        language=spoken(text) or last.language,
        label=CHITCHAT if kind == NONE else f"{kind}+{category}",
        urgent=urgent,
        source=_source([word for word in words.values() if word]),
        ticket=number_of(ticket.id) if ticket else None,
        said=_said(read),
        at=last.at,
        last=last.id or 0,
    )


def _weightiest(rows: Sequence[Correction], field: str) -> Correction | None:
    """Whose word about a label counts: an agent's before a customer's, the latest among equals."""
    about = [row for row in rows if row.field == field]
    return max(about, key=lambda row: (row.author == Author.AGENT, row.at, row.id), default=None)


def _source(words: Sequence[Correction]) -> Literal["agent", "customer", "asked"]:
    if any(word.author == Author.AGENT for word in words):
        return "agent"
    return "asked" if all(word.asked for word in words) else "customer"


def _said(read: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if not read:
        return None
    return {
        "kind": read.get("kind"),
        "category": read.get("category"),
        "urgent": bool(read.get("hazard")),
        "confidence": read.get("confidence"),
    }


def _known(work: Work, row: Correction, ticket: Ticket | None, agents: Sequence[str]) -> Known:
    """Who wrote the message, what is known of them, and who may have answered."""
    message = work.session.get(Message, row.message_id) if row.message_id else None
    customer_id = ticket.customer_id if ticket else (message.customer_id if message else None)
    customer = work.session.get(Customer, customer_id) if customer_id else None
    linked = select(Account).join(AccountLink).where(AccountLink.customer_id == customer_id)
    accounts = work.session.exec(linked).all()
    names = [customer.name if customer else "", *(account.holder for account in accounts), *agents]
    numbers = [customer.phone, customer.username] if customer else []
    numbers += [value for account in accounts for value in (account.number, account.phone)]
    places = [value for account in accounts for value in (account.address, account.site)]
    return Known(*(tuple(value for value in values if value) for values in (names, numbers, places)))
