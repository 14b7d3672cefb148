"""Erasing a customer: what is personal goes from every table, what is only counted stays.

In steps that each leave a row behind (``Erasure``), so that whoever is killed in the middle goes on where it was:
erased here in one transaction, forgotten by the dialogue, told, and then the chat's number goes too. Each step does
nothing the second time.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

import structlog
from sqlmodel import col, select

from bot.desk.customer import Customer
from bot.desk.erasure import Erasure
from bot.desk.inbox import InboxUpdate
from bot.desk.notice import Budget, Lane, Notice, NoticeState
from bot.desk.task import Task
from bot.desk.ticket import LIVE, Ticket
from bot.desk.transcript import Author
from bot.service import (
    escalations,
    finding_words,
    forgetting,
    forgetting_shared,
    handover,
    history,
    post,
    staffroom,
    tasks,
    tickets,
)
from bot.service.work import Work

log = structlog.get_logger()

PATIENCE = timedelta(minutes=5)  # what was answered this lately is said before its words go
LAST_WORD_HOLDS = timedelta(days=1)
AT_ONCE = 20  # erasures looked at in one go
ON_THE_WAY = (NoticeState.CLAIMED, NoticeState.SENDING)

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
    own = forgetting.Own.of(work, customer)
    _end_what_is_open(work, customer, own)
    forgetting.what_staff_saw(work, own)
    forgetting.words(work, own)
    forgetting.of_tickets(work, own)
    forgetting.of_tasks(work, own)
    escalations.forget(work, own.tickets)
    finding_words.forget(work, own.tickets)
    forgetting_shared.forget(work, own.answers, own.defects)
    forgetting.buttons(work, own.notices())
    forgetting.notices(work, own.customer, own.notices())
    forgetting.the_chat(work, customer)
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
    forgetting.notices(work, customer.id or 0, col(Notice.customer_id) == customer.id)
    last = (Notice.subject == f"erasure:{asked.id}",)
    forgetting.change(work, Notice, last, chat_id=forgetting.NO_CHAT, stream="", message_id=None, error=None)
    forgetting.drop(work, Budget, col(Budget.scope) == f"chat:{asked.chat_id}")
    asked.chat_id, asked.done_at = None, work.now
    work.session.add(asked)


def _stage(work: Work, asked: Erasure) -> Stage | None:
    if asked.done_at is not None:
        return None
    if asked.erased_at is None:
        return "erase" if _may_erase(work, asked) else None
    if asked.forgotten_at is None:
        return "forget"
    said = select(Notice.state).where(Notice.subject == f"erasure:{asked.id}")
    return None if work.session.exec(said).first() in (*forgetting.WAITING, *ON_THE_WAY) else "finish"


def _may_erase(work: Work, asked: Erasure) -> bool:
    """Nothing of the chat is being worked on or said, and no ticket is open that the customer wants settled first.

    A ticket that was filed after they asked is one of these: somebody may be in danger.
    """
    live = select(Ticket.id).where(Ticket.customer_id == asked.customer_id, col(Ticket.state).in_(LIVE))
    if not asked.waits:
        live = live.where(Ticket.filed_at > asked.asked_at)
    heard = select(InboxUpdate.update_id).where(
        InboxUpdate.chat_id == asked.chat_id, col(InboxUpdate.state).in_(forgetting.UNFINISHED)
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


def _end_what_is_open(work: Work, customer: Customer, own: forgetting.Own) -> None:
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
