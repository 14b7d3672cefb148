"""Erasing a customer: what is personal goes from every table, what is only counted stays.

In steps that each leave a row behind (``Erasure``), so that whoever is killed in the middle goes on where it was:
erased here in one transaction, forgotten by the dialogue, told, and then the chat's number goes too. Each step does
nothing the second time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

import structlog
from sqlalchemy import ColumnElement, delete, func, or_, update
from sqlmodel import SQLModel, col, select

from bot.desk.account import AccountLink
from bot.desk.bill import Bill
from bot.desk.button import Button
from bot.desk.correction import Correction, Review
from bot.desk.customer import Customer
from bot.desk.erasure import Erasure
from bot.desk.inbox import InboxState, InboxUpdate
from bot.desk.notice import Budget, Lane, Notice, NoticeState
from bot.desk.occasion import Occasion, Survey
from bot.desk.outage import SupplyReport
from bot.desk.promise import Promise, PromiseState
from bot.desk.rating import Rating
from bot.desk.remark import Remark, RemarkState
from bot.desk.screen import ScreenPost
from bot.desk.task import Task
from bot.desk.ticket import LIVE, Move, Ticket, TicketEvent
from bot.desk.transcript import Author, Message, MessageEdit
from bot.desk.wishes import Consent, Wishes
from bot.service import escalations, handover, history, post, staffroom, tasks, tickets
from bot.service.work import Work

log = structlog.get_logger()

NOBODY = -(2**62)  # chat ids of erased customers count from here: unique, and no chat of Telegram's
NO_CHAT = 0
PATIENCE = timedelta(minutes=5)  # what was answered this lately is said before its words go
LAST_WORD_HOLDS = timedelta(days=1)
AT_ONCE = 20  # erasures looked at in one go
ON_THE_WAY = (NoticeState.CLAIMED, NoticeState.SENDING)
WAITING = (NoticeState.READY, NoticeState.UNKNOWN)
UNFINISHED = (InboxState.WAITING, InboxState.CLAIMED)
LABELS_MOVED = (
    Move.KIND,
    Move.CATEGORY,
    Move.URGENT,
    Move.NOT_URGENT,
)  # of these the history's words are labels

Stage = Literal["erase", "forget", "finish"]


@dataclass(frozen=True)
class Pending:
    """An erasure and what is to be done for it next."""

    erasure_id: int
    chat_id: int
    stage: Stage


def pending(work: Work) -> list[Pending]:
    """The erasures that are not done, oldest first, each with its next step where that can be done now."""
    query = select(Erasure).where(col(Erasure.done_at).is_(None)).order_by(col(Erasure.id)).limit(AT_ONCE)
    found = []
    for one in work.session.exec(query).all():
        stage = _stage(work, one)
        if stage is not None and one.id is not None and one.chat_id is not None:
            found.append(Pending(one.id, one.chat_id, stage))
    return found


def erase(work: Work, erasure_id: int) -> bool:
    """Takes everything personal of the customer out of every table; False when it cannot be done now (any more).

    Open tickets are withdrawn, staff are told in every topic, and nobody is told anything that waits.
    """
    asked = _held(work, erasure_id)
    if asked is None or _stage(work, asked) != "erase":
        return False
    customer = work.session.get_one(Customer, asked.customer_id, with_for_update=True)
    own = _Own.of(work, customer)
    _end_what_is_open(work, customer, own)
    _forget_what_staff_saw(work, own)
    _forget_words(work, own)
    _forget_tickets(work, own)
    _forget_tasks(work, own)
    escalations.forget(work, own.tickets)
    _forget_notices(work, own.customer, own.notices())
    _forget_the_chat(work, customer)
    asked.erased_at = work.now
    work.session.add(asked)
    work.session.flush()
    work.session.expire_all()
    for ticket_id in own.tickets:
        staffroom.show_erased(work, work.session.get_one(Ticket, ticket_id))
    for task_id in own.tasks:
        tasks.refresh(work, work.session.get_one(Task, task_id))
    log.info("a customer was erased", action="customer_erased", customer=customer.id)
    return True


def forgotten(work: Work, erasure_id: int) -> None:
    """The dialogue has forgotten the chat: the customer hears the last word."""
    asked = _held(work, erasure_id)
    if asked is None or asked.forgotten_at is not None or asked.chat_id is None:
        return
    asked.forgotten_at = work.now
    work.session.add(asked)
    post.put(
        work,
        Notice(
            subject=f"erasure:{asked.id}",
            kind="erased",
            lane=Lane.REPLY,
            chat_id=asked.chat_id,
            stream=f"chat:{asked.chat_id}",
            language=asked.language,
            template="erased",
            due_at=work.now,
            created_at=work.now,
            expires_at=work.now + LAST_WORD_HOLDS,
        ),
    )


def finish(work: Work, erasure_id: int) -> None:
    """The last word was said, or cannot be: the chat's number goes, and with it what came in while this went on."""
    asked = _held(work, erasure_id)
    if asked is None or _stage(work, asked) != "finish":
        return
    customer = work.session.get_one(Customer, asked.customer_id)
    _forget_notices(work, customer.id or 0, col(Notice.customer_id) == customer.id)
    last = (Notice.subject == f"erasure:{asked.id}",)
    _change(work, Notice, last, chat_id=NO_CHAT, stream="", message_id=None, error=None)
    _drop(work, Budget, col(Budget.scope) == f"chat:{asked.chat_id}")
    asked.chat_id, asked.done_at = None, work.now
    work.session.add(asked)


@dataclass(frozen=True)
class _Own:
    """What belongs to the customer: ids of rows."""

    customer: int
    tickets: Sequence[int]
    messages: Sequence[int]
    tasks: Sequence[int]  # what somebody was to do for them, e.g. call about a low mark

    @classmethod
    def of(cls, work: Work, customer: Customer) -> "_Own":
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
        )

    def notices(self) -> ColumnElement[bool]:
        """What was said to the customer, and to staff about them."""
        subjects = [f"customer:{self.customer}"]
        subjects += [f"ticket:{one}" for one in self.tickets] + [f"message:{one}" for one in self.messages]
        subjects += [f"task:{one}" for one in self.tasks]
        return or_(
            col(Notice.customer_id) == self.customer,
            col(Notice.ticket_id).in_(self.tickets),
            col(Notice.subject).in_(subjects),
        )


def _ids(work: Work, query: Any) -> list[int]:
    return list(work.session.exec(query).all())


def _stage(work: Work, asked: Erasure) -> Stage | None:
    if asked.done_at is not None:
        return None
    if asked.erased_at is None:
        return "erase" if _may_erase(work, asked) else None
    if asked.forgotten_at is None:
        return "forget"
    said = select(Notice.state).where(Notice.subject == f"erasure:{asked.id}")
    return None if work.session.exec(said).first() in (*WAITING, *ON_THE_WAY) else "finish"


def _may_erase(work: Work, asked: Erasure) -> bool:
    """Nothing of the chat is being worked on or said, and no ticket is open that the customer wants settled first.

    A ticket that was filed after they asked is one of these: somebody may be in danger.
    """
    live = select(Ticket.id).where(Ticket.customer_id == asked.customer_id, col(Ticket.state).in_(LIVE))
    if not asked.waits:
        live = live.where(Ticket.filed_at > asked.asked_at)
    heard = select(InboxUpdate.update_id).where(
        InboxUpdate.chat_id == asked.chat_id, col(InboxUpdate.state).in_(UNFINISHED)
    )
    answered = (col(Notice.lane) <= Lane.REPLY) & (col(Notice.created_at) > work.now - PATIENCE)
    said = select(Notice.id).where(
        Notice.customer_id == asked.customer_id,
        col(Notice.state).in_(ON_THE_WAY) | ((col(Notice.state) == NoticeState.READY) & answered),
    )
    return all(work.session.exec(query.limit(1)).first() is None for query in (live, heard, said))


def _held(work: Work, erasure_id: int) -> Erasure | None:
    query = select(Erasure).where(Erasure.id == erasure_id).with_for_update(skip_locked=True)
    return work.session.exec(query.execution_options(populate_existing=True)).first()


def _end_what_is_open(work: Work, customer: Customer, own: _Own) -> None:
    talk = history.open_handover(work, customer.id or 0)
    if talk is not None:
        handover.end(work, talk, "customer", Author.CUSTOMER)
    live = select(Ticket.id).where(Ticket.customer_id == customer.id, col(Ticket.state).in_(LIVE))
    for ticket_id in work.session.exec(live.order_by(col(Ticket.id))).all():
        tickets.withdraw(work, customer.chat_id, ticket_id or 0)
    for task_id in own.tasks:
        task = tasks.hold(work, task_id)
        if task is not None and task.done_at is None:
            tasks.done(work, task, "no_reason")
    work.session.flush()


def _forget_what_staff_saw(work: Work, own: _Own) -> None:
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
    _change(
        work,
        ScreenPost,
        (in_topics, col(ScreenPost.chat_id) == work.staff_chat_id),
        text="",
        media=[],
        buttons=[],
        edits=ScreenPost.edits + 1,
    )
    _change(work, InboxUpdate, (col(InboxUpdate.chat_id) < 0, _finished()), body={}, error=None)


def _forget_words(work: Work, own: _Own) -> None:
    """What was written, by the customer and to them, and everything that was made of it."""
    of_messages, of_tickets = own.messages, own.tickets
    remarks = col(Remark.message_id).in_(of_messages) | col(Remark.ticket_id).in_(of_tickets)
    corrected = col(Correction.message_id).in_(of_messages) | col(Correction.ticket_id).in_(of_tickets)
    of_corrections = select(Correction.id).where(corrected)
    _drop(work, MessageEdit, col(MessageEdit.message_ref).in_(of_messages))
    _drop(work, Review, col(Review.correction_id).in_(of_corrections))
    _change(work, Correction, (corrected,), text="", read=None)
    _change(work, Remark, (remarks,), text="")
    _change(work, Remark, (remarks, col(Remark.state) == RemarkState.OPEN), state=RemarkState.LEFT)
    promises = col(Promise.ticket_id).in_(of_tickets)
    open_ones = col(Promise.state).in_((PromiseState.OFFERED, PromiseState.MADE))
    _change(work, Promise, (promises,), words="", next_at=None)
    broken = (col(Promise.state) == PromiseState.BROKEN) & col(Promise.settled_at).is_(None)
    _change(work, Promise, (promises, broken), settled_at=work.now)
    _change(work, Promise, (promises, open_ones), state=PromiseState.DROPPED, ended_at=work.now)
    _change(work, Rating, (col(Rating.ticket_id).in_(of_tickets),), comment=None)
    _change(work, SupplyReport, (col(SupplyReport.customer_id) == own.customer,), building="")
    _change(work, Survey, (col(Survey.customer_id) == own.customer,), comment="")
    _change(
        work,
        Message,
        (col(Message.customer_id) == own.customer,),
        text="",
        media=[],
        reading=None,
        album=None,
        reply_to=None,
    )


def _forget_tickets(work: Work, own: _Own) -> None:
    mine = (col(Ticket.id).in_(own.tickets),)
    _change(work, Ticket, mine, place=None, since=None, resolution=None, account_id=None)
    events = col(TicketEvent.ticket_id).in_(own.tickets)
    _change(work, TicketEvent, (events,), reason=None)
    _change(work, TicketEvent, (events, col(TicketEvent.move).not_in(LABELS_MOVED)), before=None, after=None)
    _change(work, Bill, (col(Bill.ticket_id).in_(own.tickets),), ticket_id=None)


def _forget_tasks(work: Work, own: _Own) -> None:
    """Their cards keep their form without a name, and nothing about this customer is planned any more."""
    for task_id in own.tasks:
        task = work.session.get_one(Task, task_id)
        task.values = {name: "" if isinstance(one, str) else one for name, one in task.values.items()}
        task.party_id = task.account_id = None
        work.session.add(task)
    subjects = [f"customer:{own.customer}", *(f"ticket:{one}" for one in own.tickets)]
    _drop(work, Occasion, col(Occasion.subject).in_(subjects))


def _forget_notices(work: Work, customer_id: int, theirs: ColumnElement[bool]) -> None:
    """What waits is not said any more; of what was said only kind, topic and times stay."""
    _change(
        work,
        Notice,
        (theirs, col(Notice.state).in_((*WAITING, NoticeState.CLAIMED))),
        state=NoticeState.CANCELLED,
        lease_until=None,
    )
    _change(
        work, Notice, (theirs,), text=None, values={}, buttons=[], address=None, error=None, reply_to=None
    )
    to_them = (col(Notice.customer_id) == customer_id,)
    _change(work, Notice, to_them, chat_id=NO_CHAT, stream="", message_id=None)


def _forget_the_chat(work: Work, customer: Customer) -> None:
    """All but its wrong tries of codes (``ProofTry``), which the hourly clean-up ends: erasing wins no new guesses."""
    chat, nobody = customer.chat_id, NOBODY - (customer.id or 0)
    of_customer = customer.id
    for noun in (AccountLink, Consent, Wishes):
        _drop(work, noun, noun.customer_id == of_customer)
    _drop(work, Button, col(Button.chat_id) == chat)
    _drop(work, ScreenPost, col(ScreenPost.chat_id) == chat)
    _change(work, Message, (col(Message.chat_id) == chat,), chat_id=nobody)
    _change(
        work, InboxUpdate, (col(InboxUpdate.chat_id) == chat, _finished()), body={}, error=None, album=None
    )
    _change(work, InboxUpdate, (col(InboxUpdate.chat_id) == chat, _finished()), chat_id=NO_CHAT)
    _change(
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


def _change(
    work: Work, noun: type[SQLModel], where: tuple[ColumnElement[bool] | bool, ...], **values: Any
) -> None:
    work.session.connection().execute(update(noun).where(*where).values(**values))  # type: ignore[arg-type]


def _drop(work: Work, noun: type[SQLModel], where: ColumnElement[bool] | bool) -> None:
    work.session.connection().execute(delete(noun).where(where))  # type: ignore[arg-type]
