"""Bills and their instalments."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlmodel import Field, SQLModel, UniqueConstraint

from bot.desk.columns import labelled
from bot.desk.times import Instant


class BillState(StrEnum):
    OPEN = "open"
    CLAIMED = "claimed"  # the customer says it is paid; staff verify
    DISPUTED = "disputed"  # a complaint is tied to it; reminders pause
    PAID = "paid"
    SETTLED = "settled"  # closed without a payment: credited, written off
    CANCELLED = "cancelled"  # issued by mistake


REMINDED = (BillState.OPEN,)  # only these are reminded of
UNPAID = (BillState.OPEN, BillState.CLAIMED, BillState.DISPUTED)
CLOSED = (BillState.PAID, BillState.SETTLED, BillState.CANCELLED)


class Bill(SQLModel, table=True):
    """What an account owes for a period. ``amount`` is in the smallest unit of ``currency`` (fen, cents).

    ``remind_on``: the desk's local date on which the clock looks at it again: at an open one for the next step of the
    ladder, at a claimed one because staff did not verify in time; empty when nothing more is due.
    """

    __table_args__ = (Index("bill_due", "state", "remind_on", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    period: str  # as the company writes it, e.g. "2027-01"
    amount: int
    currency: str  # ISO 4217
    due_on: date
    state: BillState = Field(default=BillState.OPEN, sa_type=labelled(BillState))
    paid_on: date | None = None
    remind_on: date | None = None
    ticket_id: int | None = Field(default=None, foreign_key="ticket.id", index=True)  # dispute or hardship
    created_at: datetime = Field(sa_type=Instant)
    changed_at: datetime = Field(sa_type=Instant)


class Instalment(SQLModel, table=True):
    """A part of a bill with a date of its own; while there are open ones, these are reminded of, not the bill.

    The bill stays open until the last one is paid.
    """

    __table_args__ = (UniqueConstraint("bill_id", "number"), Index("instalment_due", "paid_on", "remind_on"))

    id: int | None = Field(default=None, primary_key=True)
    bill_id: int = Field(foreign_key="bill.id", index=True)
    number: int  # 1, 2, 3 …
    amount: int
    due_on: date
    paid_on: date | None = None
    with_bill: bool = False  # the payment that closed the bill paid it: it is open again with the bill
    remind_on: date | None = None
