"""The ticket: one matter of one customer, its lawful moves and its history."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel

from bot.desk.columns import labelled
from bot.desk.labels import Category, Hazard, Kind, Language
from bot.desk.times import Instant
from bot.desk.transcript import Author


class State(StrEnum):
    OPEN = "open"  # filed, nobody took it yet
    TAKEN = "taken"  # an agent owns it
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"  # is about the same as another ticket, which goes on


class Move(StrEnum):
    """What can happen to a ticket; every one leaves a line in its history."""

    FILED = "filed"
    TAKEN = "taken"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    KIND = "kind"
    CATEGORY = "category"
    URGENT = "urgent"
    NOT_URGENT = "not_urgent"  # a false alarm, says an agent
    ANSWERED = "answered"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    RATED = "rated"
    DETAILS = "details"
    HANDOVER = "handover"
    HANDBACK = "handback"
    LINKED = "linked"  # with the ticket of what the same message said besides
    OUTAGE = "outage"  # belongs to an outage of the area
    ASSIGNED = "assigned"  # the desk asks an agent to take it
    RETURNED = "returned"  # a transfer was not accepted in time, or its holder is away
    WAITING = "waiting"  # for the customer: the clocks stand still
    GOES_ON = "goes_on"
    WARNED = "warned"
    BREACHED = "breached"
    ESCALATED = "escalated"
    PRIORITY = "priority"
    GREEN = "green"  # the green channel: supervised until it is closed
    SUPERVISED = "supervised"
    PROMISED = "promised"
    PROMISE_KEPT = "promise_kept"
    PROMISE_BROKEN = "promise_broken"
    PART_GIVEN = "part_given"  # a department has a part in it
    PART_DONE = "part_done"
    FIX_FAILED = "fix_failed"  # the customer complained again about what was resolved
    SNOOZED = "snoozed"
    MERGED = "merged"
    UNMERGED = "unmerged"
    DEFECT = "defect"
    CONSIDERED = "considered"
    ADOPTED = "adopted"
    NOT_ADOPTED = "not_adopted"
    PRAISED = "praised"
    LEFT = "left"  # what the message said besides needs no ticket, says the customer


LIVE = (State.OPEN, State.TAKEN)

LAWFUL: dict[Move, tuple[State, ...]] = {
    Move.TAKEN: (State.OPEN,),
    Move.OFFERED: (State.TAKEN,),
    Move.ACCEPTED: (State.TAKEN,),
    Move.DECLINED: (State.TAKEN,),
    Move.RESOLVED: LIVE,
    Move.WITHDRAWN: LIVE,
    Move.REOPENED: (State.RESOLVED,),
    Move.URGENT: LIVE,
    Move.NOT_URGENT: LIVE,
    Move.ASSIGNED: LIVE,
    Move.WAITING: LIVE,
    Move.SNOOZED: LIVE,
    Move.MERGED: LIVE,
    Move.UNMERGED: (State.MERGED,),
}


class Ticket(SQLModel, table=True):
    """A customer's matter. Shown to people by ``number``, e.g. ``CD-1042``.

    ``owner_id`` is who works on it now; ``first_owner_id`` never changes once set: the first member of staff who took
    it stays responsible until the customer is answered (首问负责制). ``assigned_id`` is whom the desk asked to take it.
    ``priority`` grows when a rung of the ladder raises it. ``green_at``: since when it goes through the green channel,
    supervised by ``supervisor_id``, who is next asked for a look at ``look_at``. ``repeats_id``: the resolved ticket
    whose fix failed. ``merged_into_id``: where it goes on.
    """

    __table_args__ = (
        Index("ticket_owned", "owner_id", "state"),  # what somebody has open, whatever they resolved before
        Index("ticket_asked", "assigned_id", "state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id", index=True)
    source_message_id: int | None = Field(
        default=None, unique=True
    )  # the message that opened it: filed once only
    kind: Kind = Field(sa_type=labelled(Kind))
    category: Category = Field(sa_type=labelled(Category))
    urgent: bool = False
    hazard: Hazard | None = Field(default=None, sa_type=labelled(Hazard))
    language: Language = Field(sa_type=labelled(Language))
    state: State = Field(default=State.OPEN, index=True, sa_type=labelled(State))
    owner_id: int | None = Field(default=None, foreign_key="agent.id")
    first_owner_id: int | None = Field(default=None, foreign_key="agent.id")
    assigned_id: int | None = Field(default=None, foreign_key="agent.id")
    priority: int = 0
    green_at: datetime | None = Field(default=None, sa_type=Instant)
    supervisor_id: int | None = Field(default=None, foreign_key="agent.id")
    look_at: datetime | None = Field(default=None, sa_type=Instant, index=True)
    snoozed_until: datetime | None = Field(default=None, sa_type=Instant, index=True)
    snooze_reason: str = ""
    merged_into_id: int | None = Field(default=None, foreign_key="ticket.id", index=True)
    repeats_id: int | None = Field(default=None, foreign_key="ticket.id", index=True)
    fix_failed_at: datetime | None = Field(default=None, sa_type=Instant)
    defect_id: int | None = Field(default=None, foreign_key="defect.id", index=True)
    account_id: int | None = Field(default=None, foreign_key="account.id")
    place: str | None = None  # which home, meter or order, in the customer's words
    since: str | None = None  # since when, in the customer's words
    refers_to_id: int | None = Field(default=None, foreign_key="ticket.id")
    due_at: datetime = Field(sa_type=Instant)  # first response promised by
    first_answered_at: datetime | None = Field(default=None, sa_type=Instant)
    resolved_at: datetime | None = Field(default=None, sa_type=Instant)
    resolution: str | None = None  # what was done, as told to the customer
    round: int = 1  # grows with every reopening
    steps: int = 0  # counts the history, so that notices of later moves have keys of their own
    thread_id: int | None = Field(default=None, sa_type=BigInteger)  # its forum topic in the staff group
    card_message_id: int | None = Field(default=None, sa_type=BigInteger)
    filed_at: datetime = Field(sa_type=Instant, index=True)
    last_word_at: datetime = Field(sa_type=Instant)  # last word of customer or staff in it

    @property
    def number(self) -> str:
        """The number people see."""
        return number_of(self.id)


class TicketEvent(SQLModel, table=True):
    """One line of a ticket's history: who did what, when and why."""

    __table_args__ = (Index("ticketevent_moved", "move", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id", index=True)
    move: Move = Field(sa_type=labelled(Move))
    author: Author = Field(sa_type=labelled(Author))
    agent_id: int | None = Field(default=None, foreign_key="agent.id")
    before: str | None = None
    after: str | None = None
    reason: str | None = None
    at: datetime = Field(sa_type=Instant)


def number_of(ticket_id: int | None) -> str:
    return f"CD-{ticket_id}"


class UnlawfulMove(Exception):
    """A move that the ticket's state does not allow."""

    def __init__(self, move: Move, state: State) -> None:
        super().__init__(f"a ticket that is {state} cannot be {move}")
        self.move, self.state = move, state


def check_move(move: Move, state: State) -> None:
    """Raises ``UnlawfulMove`` when a ticket in ``state`` cannot make ``move``."""
    if move in LAWFUL and state not in LAWFUL[move]:
        raise UnlawfulMove(move, state)
