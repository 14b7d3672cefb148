"""Praise reaches the person it is meant for, and whoever leads them; the customer is told once it has.

Whom a customer's words name is praised, and it stands in their record (``Praise``). Where nobody is named, it is who
resolved the customer's last matter; where nobody knows, a colleague who does says so with /praise. Of a former
colleague their lead hears, and the customer that they are gone. Nobody praises themselves.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import col, delete, or_, select

from bot.desk.agent import Agent
from bot.desk.finding import Praise
from bot.desk.labels import Kind
from bot.desk.notice import Lane, Notice, NoticeState
from bot.desk.ticket import Move, State, Ticket
from bot.desk.transcript import Author
from bot.service import history, people, post
from bot.service.once import insert_once
from bot.service.verdict import Verdict
from bot.service.view import opening_words, shortened
from bot.service.work import Work

PIECE = 200  # praises looked at in one transaction
LOOK_EVERY = timedelta(seconds=20)
PATIENCE = timedelta(days=2)  # so long it may take until it is said
WORDS = 600  # characters of the customer's
FORMER = "praise_former"  # the template about somebody who is no longer there: their lead hears it
ON_THE_WAY = (NoticeState.READY, NoticeState.CLAIMED, NoticeState.SENDING, NoticeState.UNKNOWN)


def follow(work: Work, ticket: Ticket) -> None:
    """The ticket was filed, or is of another kind now: whom it praises is told; of what is no praise nothing counts.

    The ticket is held, or new.
    """
    if ticket.kind != Kind.PRAISE:
        work.session.exec(delete(Praise).where(col(Praise.ticket_id) == ticket.id))
        line = (col(Notice.subject) == f"ticket:{ticket.id}", col(Notice.kind) == "praise")
        post.unsay(work, "it is no praise", *line)
        return
    words = opening_words(work, ticket)
    named = people.praised(work, ticket, words)
    for agent in _did_the_work(work, ticket) if named is None else named:
        _tell(work, ticket, agent, words, Author.DESK)


def name(work: Work, agent: Agent, ticket: Ticket, words: str) -> Verdict:
    """A colleague says who is meant."""
    history.hold(work, ticket.id)
    if ticket.kind != Kind.PRAISE:
        return Verdict("no_praise")
    meant = people.called(people.everybody(work), words) or people.called(people.former(work), words)
    if len(meant) == 1 and _is_customer(work, ticket, meant[0]):
        return Verdict("praise_self", meant[0].name)
    if len(meant) != 1:
        return Verdict("several_named" if meant else "nobody_named", more={"names": people.listed(meant)})
    told = _tell(work, ticket, meant[0], opening_words(work, ticket), Author.AGENT, agent.id)
    if not told:
        return Verdict("praised_already", meant[0].name)
    return Verdict("praised" if meant[0].active else "praised_former", meant[0].name)


def thank(work: Work) -> int:
    """Tells customers whose praise has arrived, once each; how many were looked at (a task of the clock, in pieces)."""
    query = (
        select(Praise)
        .where(col(Praise.look_at) <= work.now)
        .order_by(col(Praise.look_at))
        .limit(PIECE)
        .with_for_update(skip_locked=True)
    )
    due = work.session.exec(query).all()
    for one in due:
        _look(work, one)
    return len(due)


def _tell(
    work: Work, ticket: Ticket, agent: Agent, words: str, author: Author, agent_id: int | None = None
) -> bool:
    """A line in the group that names the person and their lead, once each; False when they were told before, or
    praise themselves.
    """
    if _is_customer(work, ticket, agent):
        return False
    row = {"ticket_id": ticket.id, "agent_id": agent.id, "at": work.now, "look_at": work.now + LOOK_EVERY}
    if not insert_once(work.session, Praise, row):
        return False
    said = _lines(work, ticket.id or 0, agent.id or 0)
    if any(one.state != NoticeState.CANCELLED for one in said):
        return False  # they know: it was called something else meanwhile
    history.note(work, ticket, Move.PRAISED, author, agent_id=agent_id, after=agent.name, reason="praise")
    lead, there = people.lead_of(work, agent), agent.active
    post.to_staff(
        work,
        None,
        "praise",
        subject=f"ticket:{ticket.id}",
        step=f"{agent.id}:{len(said) + 1}" if said else str(agent.id),
        lane=Lane.NOTICE,
        template="praise" if there else FORMER,
        values={
            "number": ticket.number,
            "agent": agent.name,
            "agent_id": agent.user_id if there else 0,
            "lead": lead.name if lead else "",
            "lead_id": lead.user_id if lead else 0,
            "words": shortened(words, WORDS),
        },
    )
    return True


def _is_customer(work: Work, ticket: Ticket, agent: Agent) -> bool:
    """Whether the agent is the one who praises: staff may be customers, too."""
    return history.customer_of(work, ticket).chat_id == agent.user_id


def _lines(work: Work, ticket_id: int, agent_id: int) -> Sequence[Notice]:
    """What was said in the group of the agent's praise in the ticket, the last one last."""
    query = select(Notice).where(
        Notice.subject == f"ticket:{ticket_id}",
        Notice.kind == "praise",
        or_(col(Notice.step) == str(agent_id), col(Notice.step).startswith(f"{agent_id}:", autoescape=True)),
    )
    fresh = query.order_by(col(Notice.id)).execution_options(populate_existing=True)
    return work.session.exec(fresh).all()


def _did_the_work(work: Work, ticket: Ticket) -> Sequence[Agent]:
    """Who resolved the ticket that it refers to, else the customer's last one within the days of reopening."""
    since = work.now - timedelta(days=work.policy.conversation.reopen_days)
    resolved = select(Ticket).where(Ticket.customer_id == ticket.customer_id, Ticket.state == State.RESOLVED)
    if ticket.refers_to_id is not None:
        resolved = resolved.where(Ticket.id == ticket.refers_to_id)
    else:
        resolved = resolved.where(col(Ticket.resolved_at) >= since, Ticket.id != ticket.id)
    last = work.session.exec(resolved.order_by(col(Ticket.resolved_at).desc()).limit(1)).first()
    owner = work.session.get(Agent, last.owner_id) if last is not None and last.owner_id else None
    return [owner] if owner is not None else []


def _look(work: Work, praise: Praise) -> None:
    """The customer hears of the first person whom it reached."""
    notice = next(reversed(_lines(work, praise.ticket_id, praise.agent_id)), None)
    waits = notice is not None and notice.state in ON_THE_WAY and work.now < praise.at + PATIENCE
    praise.look_at = work.now + LOOK_EVERY if waits else None
    work.session.add(praise)
    ticket = work.session.get_one(Ticket, praise.ticket_id)
    customer = history.customer_of(work, ticket)
    if notice is None or notice.state != NoticeState.SENT or customer.unreachable_at is not None:
        return
    post.to_customer(
        work,
        customer,
        f"ticket:{ticket.id}",
        "praise_reached",
        lane=Lane.NOTICE,
        ticket=ticket,
        template="praise_reached_former" if notice.template == FORMER else "praise_reached",
        values={
            "number": ticket.number,
            "agent": notice.values.get("agent", ""),
            "lead": notice.values.get("lead", ""),
        },
    )
