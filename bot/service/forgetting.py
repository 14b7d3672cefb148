"""What is personal of a customer goes from every table: words, names, chats; what is only counted stays."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, delete, func, or_, update
from sqlmodel import SQLModel, col, select

from bot.desk.account import AccountLink, Untied
from bot.desk.bill import Bill
from bot.desk.button import Button
from bot.desk.correction import Correction, Review
from bot.desk.customer import Customer
from bot.desk.inbox import InboxState, InboxUpdate
from bot.desk.notice import Notice, NoticeState
from bot.desk.occasion import Occasion, Survey
from bot.desk.outage import SupplyReport
from bot.desk.promise import Promise, PromiseState
from bot.desk.rating import Rating
from bot.desk.remark import Remark, RemarkState
from bot.desk.screen import ScreenPost
from bot.desk.suggestion import Points, Suggestion
from bot.desk.task import Task
from bot.desk.ticket import Move, Ticket, TicketEvent
from bot.desk.transcript import Message, MessageEdit
from bot.desk.wishes import Consent, Wishes
from bot.service import forgetting_shared
from bot.service.work import Work

NOBODY = -(2**62)  # chat ids of erased customers count from here: unique, and no chat of Telegram's
NO_CHAT = 0
WAITING = (NoticeState.READY, NoticeState.UNKNOWN)
UNFINISHED = (InboxState.WAITING, InboxState.CLAIMED)
# Of these the history's words are labels.
LABELS_MOVED = (Move.KIND, Move.CATEGORY, Move.URGENT, Move.NOT_URGENT)


@dataclass(frozen=True)
class Own:
    """What belongs to the customer: ids of rows."""

    customer: int
    tickets: Sequence[int]
    messages: Sequence[int]
    tasks: Sequence[int]  # what somebody was to do for them, e.g. call about a low mark
    answers: Sequence[int]  # to many, of whom they are the only one
    defects: Sequence[int]  # that nobody else has

    @classmethod
    def of(cls, work: Work, customer: Customer) -> "Own":
        assert customer.id is not None
        own = customer.id
        surveys = _ids(work, select(Survey.id).where(Survey.customer_id == own))
        asked = col(Task.subject).in_([f"survey:{one}" for one in surveys])
        tickets = _ids(work, select(Ticket.id).where(Ticket.customer_id == own).order_by(col(Ticket.id)))
        return cls(
            customer=own,
            tickets=tickets,
            messages=_ids(work, select(Message.id).where(Message.customer_id == own)),
            tasks=_ids(work, select(Task.id).where(asked | col(Task.ticket_id).in_(tickets))),
            answers=forgetting_shared.answers_of(work, own, tickets),
            defects=forgetting_shared.defects_of(work, own),
        )

    def notices(self) -> ColumnElement[bool]:
        """What was said to the customer, and to staff about them."""
        subjects = [f"customer:{self.customer}"]
        subjects += [f"ticket:{one}" for one in self.tickets] + [f"message:{one}" for one in self.messages]
        subjects += [f"task:{one}" for one in self.tasks] + [f"bulk:{one}" for one in self.answers]
        # In the topic of somebody else of the household it says what was done here.
        repeated = col(Notice.step).in_([str(one) for one in self.tickets])
        return or_(
            col(Notice.customer_id) == self.customer,
            col(Notice.ticket_id).in_(self.tickets),
            col(Notice.subject).in_(subjects),
            (col(Notice.kind) == "repeats") & repeated,
        )


def _ids(work: Work, query: Any) -> list[int]:
    return list(work.session.exec(query).all())


def what_staff_saw(work: Work, own: Own) -> None:
    """Where there is no Telegram, the staff's screen is a table; and updates of the group quote what it showed."""
    shown = select(Notice.message_id).where(own.notices(), Notice.chat_id == work.staff_chat_id)
    numbers = [one for one in work.session.exec(shown).all() if one is not None]
    threads = [
        one
        for one in work.session.exec(select(Ticket.thread_id).where(col(Ticket.id).in_(own.tickets))).all()
        if one is not None
    ]
    in_topics = or_(
        col(ScreenPost.id).in_(numbers),
        col(ScreenPost.thread_id).in_(threads),
        col(ScreenPost.id).in_(threads),
    )
    change(
        work,
        ScreenPost,
        (in_topics, col(ScreenPost.chat_id) == work.staff_chat_id),
        text="",
        media=[],
        buttons=[],
        edits=ScreenPost.edits + 1,
    )
    change(work, InboxUpdate, (col(InboxUpdate.chat_id) < 0, _finished()), body={}, error=None)


def words(work: Work, own: Own) -> None:
    """What was written, by the customer and to them, and everything that was made of it."""
    of_messages, of_tickets = own.messages, own.tickets
    remarks = col(Remark.message_id).in_(of_messages) | col(Remark.ticket_id).in_(of_tickets)
    corrected = col(Correction.message_id).in_(of_messages) | col(Correction.ticket_id).in_(of_tickets)
    of_corrections = select(Correction.id).where(corrected)
    drop(work, MessageEdit, col(MessageEdit.message_ref).in_(of_messages))
    drop(work, Review, col(Review.correction_id).in_(of_corrections))
    change(work, Correction, (corrected,), text="", read=None)
    change(work, Remark, (remarks,), text="")
    change(work, Remark, (remarks, col(Remark.state) == RemarkState.OPEN), state=RemarkState.LEFT)
    promises = col(Promise.ticket_id).in_(of_tickets)
    open_ones = col(Promise.state).in_((PromiseState.OFFERED, PromiseState.MADE))
    change(work, Promise, (promises,), words="", next_at=None)
    broken = (col(Promise.state) == PromiseState.BROKEN) & col(Promise.settled_at).is_(None)
    change(work, Promise, (promises, broken), settled_at=work.now)
    change(work, Promise, (promises, open_ones), state=PromiseState.DROPPED, ended_at=work.now)
    change(work, Suggestion, (col(Suggestion.ticket_id).in_(of_tickets),), reason="", climb_at=None)
    drop(work, Points, col(Points.customer_id) == own.customer)
    change(work, Rating, (col(Rating.ticket_id).in_(of_tickets),), comment=None)
    change(work, SupplyReport, (col(SupplyReport.customer_id) == own.customer,), building="")
    change(work, Survey, (col(Survey.customer_id) == own.customer,), comment="")
    change(
        work,
        Message,
        (col(Message.customer_id) == own.customer,),
        text="",
        media=[],
        reading=None,
        album=None,
        reply_to=None,
    )


def of_tickets(work: Work, own: Own) -> None:
    """What the tickets say of the customer."""
    mine = (col(Ticket.id).in_(own.tickets),)
    change(work, Ticket, mine, place=None, since=None, resolution=None, account_id=None, snooze_reason="")
    events = col(TicketEvent.ticket_id).in_(own.tickets)
    change(work, TicketEvent, (events,), reason=None)
    change(work, TicketEvent, (events, col(TicketEvent.move).not_in(LABELS_MOVED)), before=None, after=None)
    change(work, Bill, (col(Bill.ticket_id).in_(own.tickets),), ticket_id=None)


def of_tasks(work: Work, own: Own) -> None:
    """Their cards keep their form without a name, and nothing about this customer is planned any more."""
    for task_id in own.tasks:
        task = work.session.get_one(Task, task_id)
        task.values = {name: "" if isinstance(one, str) else one for name, one in task.values.items()}
        task.party_id = task.account_id = None
        work.session.add(task)
    subjects = [f"customer:{own.customer}", *(f"ticket:{one}" for one in own.tickets)]
    drop(work, Occasion, col(Occasion.subject).in_(subjects))


def buttons(work: Work, theirs: ColumnElement[bool]) -> None:
    """What staff's buttons below these notices do stays, by numbers; the words that they would say go."""
    offered = work.session.exec(select(Notice.buttons).where(theirs))
    tokens = {key["token"] for rows in offered for row in rows for key in row if "token" in key}
    for button in work.session.exec(select(Button).where(col(Button.token).in_(tokens))).all():
        deed = {"do": button.payload["do"]} if "do" in button.payload else {}
        button.payload = {name: one for name, one in button.payload.items() if isinstance(one, int)} | deed
        work.session.add(button)
    work.session.flush()


def notices(work: Work, customer_id: int, theirs: ColumnElement[bool]) -> None:
    """What waits is not said any more; of what was said only kind, topic and times stay."""
    change(
        work,
        Notice,
        (theirs, col(Notice.state).in_((*WAITING, NoticeState.CLAIMED))),
        state=NoticeState.CANCELLED,
        lease_until=None,
    )
    change(work, Notice, (theirs,), text=None, values={}, buttons=[], address=None, error=None, reply_to=None)
    to_them = (col(Notice.customer_id) == customer_id,)
    change(work, Notice, to_them, chat_id=NO_CHAT, stream="", message_id=None)


def the_chat(work: Work, customer: Customer) -> None:
    """All but its wrong tries of codes (``ProofTry``), which the hourly clean-up ends: erasing wins no new guesses."""
    chat, nobody = customer.chat_id, NOBODY - (customer.id or 0)
    of_customer = customer.id
    for noun in (AccountLink, Untied, Consent, Wishes):
        drop(work, noun, noun.customer_id == of_customer)
    drop(work, Button, col(Button.chat_id) == chat)
    # One empty post stays: SQLite would give its number away, and a number twice is an update heard already.
    newest = work.session.exec(select(func.max(ScreenPost.id)).where(col(ScreenPost.chat_id) == chat)).one()
    blank: dict[str, Any] = {
        "name": "",
        "text": "",
        "buttons": [],
        "media": [],
        "reply_to": None,
        "thread_id": None,
    }
    change(work, ScreenPost, (col(ScreenPost.id) == newest,), chat_id=NO_CHAT, **blank)
    drop(work, ScreenPost, col(ScreenPost.chat_id) == chat)
    change(work, Message, (col(Message.chat_id) == chat,), chat_id=nobody)
    change(
        work, InboxUpdate, (col(InboxUpdate.chat_id) == chat, _finished()), body={}, error=None, album=None
    )
    change(work, InboxUpdate, (col(InboxUpdate.chat_id) == chat, _finished()), chat_id=NO_CHAT)
    change(
        work,
        Customer,
        (col(Customer.id) == of_customer,),
        chat_id=nobody,
        name="",
        username=None,
        phone=None,
        party_id=None,
        unreachable_at=func.coalesce(col(Customer.unreachable_at), work.now),
    )


def _finished() -> ColumnElement[bool]:
    return col(InboxUpdate.state).not_in(UNFINISHED)


def change(
    work: Work, noun: type[SQLModel], where: tuple[ColumnElement[bool] | bool, ...], **values: Any
) -> None:
    """Gives the rows for which all of ``where`` holds these values."""
    work.session.connection().execute(update(noun).where(*where).values(**values))  # type: ignore[arg-type]


def drop(work: Work, noun: type[SQLModel], where: ColumnElement[bool] | bool) -> None:
    """Deletes the rows for which ``where`` holds."""
    work.session.connection().execute(delete(noun).where(where))  # type: ignore[arg-type]
