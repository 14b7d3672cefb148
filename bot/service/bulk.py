"""One answer to everybody of a defect or an outage: asked for once, then said in pieces, to each customer once.

Whoever dies in the middle leaves the rest to the next tick: how far it has come is in its row, and each answer is a
notice of subject ``bulk:<id>`` and step ``<customer>``.
"""

from datetime import timedelta
from typing import Any

from sqlmodel import col, func, select

from bot.desk import bulk_words
from bot.desk.agent import Agent
from bot.desk.bulk import BulkReply
from bot.desk.customer import Customer
from bot.desk.finding import Defect
from bot.desk.language import pieces, storable
from bot.desk.notice import Act, Lane, Notice
from bot.desk.outage import Outage
from bot.desk.ticket import LIVE, Move, Ticket
from bot.desk.transcript import Author, Message
from bot.service import (
    agents,
    bulk_hearers,
    carrying,
    defect_rows,
    defects,
    history,
    merged,
    post,
    staffroom,
    watch,
)
from bot.service.post import Key, Keys
from bot.service.verdict import Verdict
from bot.service.work import Work

PIECE = 50  # tickets, or customers without one, in one transaction
HOLDS = timedelta(minutes=15)  # how long the question before it can be answered with yes


def tell_all(work: Work, agent: Agent, ticket: Ticket | None, argument: str) -> Verdict:
    """``/tell words`` in a ticket of a defect or an outage, ``/tell D-3 words`` or ``/tell F-12 words`` anywhere.

    A number that is none is never taken for words, nor for the ticket's own defect.
    """
    number, rest = bulk_words.numbered(storable(argument)) or bulk_words.first_word(storable(argument))
    place = defect_rows.find(work, number) or bulk_hearers.outage(work, number)
    if place is not None:
        return _ask(work, agent, ticket, place, rest, False)
    if bulk_words.numbered(argument):
        return Verdict("tell_unknown", number=number)
    place = bulk_hearers.place_of(work, ticket) if ticket else None
    return _ask(work, agent, ticket, place, argument, False) if place else Verdict("tell_nobody")


def resolve(work: Work, agent: Agent, ticket: Ticket, argument: str) -> Verdict:
    """``/done words`` resolves the ticket, ``/done all words`` all tickets of its defect or outage.

    Where it belongs to none, "all" is no word to a customer: nothing is sent.
    """
    words = bulk_words.for_all(argument)
    if words is None:
        return agents.resolve(work, agent, ticket, "words", argument)
    place = bulk_hearers.place_of(work, ticket)
    if place is None:
        return Verdict("done_all_of_nothing")
    return _ask(work, agent, ticket, place, words, True) if words else Verdict("done_all_needs_words")


def press(work: Work, user_id: int, payload: dict[str, Any]) -> Verdict:
    """The answer to "tell so many customers?". ``user_id`` is a verified member of the staff group."""
    agent = work.session.exec(select(Agent).where(Agent.user_id == user_id)).one()
    held = select(BulkReply).where(BulkReply.id == payload.get("bulk")).with_for_update()
    bulk = work.session.exec(held.execution_options(populate_existing=True)).first()
    if bulk is None:
        return Verdict("gone")
    if bulk.confirmed_at is not None or bulk.ended_at is not None:
        return Verdict("bulk_answered")
    if payload.get("do") == "bulk_yes":
        return _confirmed(work, bulk, agent, payload)
    bulk.ended_at = work.now
    _show(work, bulk)
    return Verdict("bulk_dropped")


def _confirmed(work: Work, bulk: BulkReply, agent: Agent, payload: dict[str, Any]) -> Verdict:
    """Yes, to so many as the button says. Where it is too late nothing is sent; where more are there by now, whoever
    pressed is asked anew.
    """
    if work.now > bulk.made_at + HOLDS:
        bulk.ended_at = work.now
        _show(work, bulk)
        return Verdict("bulk_too_late")
    tickets, customers = bulk_hearers.reached(work, bulk)
    if tickets > payload.get("tickets", tickets) or customers > payload.get("count", customers):
        bulk.count, bulk.made_at = customers, work.now
        _show(work, bulk, _keys(bulk, tickets))
        return Verdict("bulk_recounted", more={"count": customers})
    bulk.confirmed_at = bulk.due_at = work.now
    bulk.agent_id, bulk.count = agent.id or 0, customers
    _show(work, bulk)
    return Verdict("bulk_begun")


def carry_on(work: Work) -> int:
    """Says the next piece of the answer that is due for the longest time; how many were looked at. A tick."""
    due = select(BulkReply).where(col(BulkReply.due_at) <= work.now).order_by(col(BulkReply.due_at))
    held = due.limit(1).with_for_update(skip_locked=True).execution_options(populate_existing=True)
    bulk = work.session.exec(held).first()
    if bulk is None:
        return 0
    looked = _tickets_piece(work, bulk) or _reports_piece(work, bulk)
    if not looked:
        bulk.due_at, bulk.ended_at = None, work.now
        defect = work.session.get(Defect, bulk.defect_id) if bulk.defect_id else None
        if defect is not None:
            defects.end_if_over(work, defect)
    work.session.add(bulk)
    work.session.flush()
    _show(work, bulk)
    return max(looked, 1)


def _ask(
    work: Work, agent: Agent, ticket: Ticket | None, place: Defect | Outage, words: str, resolves: bool
) -> Verdict:
    """Shows the words and how many would get them; nothing is said before somebody presses yes."""
    words = (carrying.for_customer(storable(words)) or "").strip()
    if not words:
        return Verdict("tell_no_words")
    bulk = BulkReply(
        defect_id=place.id if isinstance(place, Defect) else None,
        outage_id=place.id if isinstance(place, Outage) else None,
        agent_id=agent.id or 0,
        words=words,
        resolves=resolves,
        made_at=work.now,
    )
    tickets, bulk.count = bulk_hearers.reached(work, bulk)
    if not bulk.count:
        return Verdict("tell_nobody_left", _name(work, bulk))
    if _said_already(work, bulk):
        return Verdict("bulk_said_already")
    work.session.add(bulk)
    work.session.flush()
    post.to_staff(
        work,
        ticket,
        "bulk",
        subject=f"bulk:{bulk.id}",
        lane=Lane.REPLY,
        template="bulk",
        values=_values(work, bulk),
        keys=_keys(bulk, tickets),
    )
    return Verdict("tell_confirm", more={"count": bulk.count}, told=True, told_in_general=True)


def _said_already(work: Work, bulk: BulkReply) -> bool:
    """Whether the same customers were sent the same words just now; a question about them ends an older one."""
    same = select(BulkReply).where(
        BulkReply.defect_id == bulk.defect_id,
        BulkReply.outage_id == bulk.outage_id,
        BulkReply.words == bulk.words,
        BulkReply.resolves == bulk.resolves,
        func.coalesce(BulkReply.confirmed_at, BulkReply.made_at) >= work.now - HOLDS,
    )
    for one in work.session.exec(same.with_for_update().execution_options(populate_existing=True)).all():
        if one.confirmed_at is not None:
            return True
        if one.ended_at is None:
            one.ended_at = work.now
            _show(work, one)
    return False


def _tickets_piece(work: Work, bulk: BulkReply) -> int:
    found, agent = bulk_hearers.next_tickets(work, bulk, PIECE), work.session.get_one(Agent, bulk.agent_id)
    for number in found:
        if bulk.resolves:
            _resolve_theirs(work, bulk, agent, number)
        else:
            _tell_ticket(work, bulk, agent, merged.held(work, number))
        bulk.last_ticket_id = number
    return len(found)


def _resolve_theirs(work: Work, bulk: BulkReply, agent: Agent, number: int) -> None:
    """Resolves all tickets of a customer when their last one, ``number``, has its turn: they read the words once."""
    known = bulk_hearers.theirs(work, bulk, work.session.get_one(Ticket, number).customer_id)
    if any(one > number for one in known):
        return
    places = {ticket.id: ticket for ticket in (merged.held(work, one) for one in known)}
    live = [one for one in places.values() if one.state in LIVE]
    done = [
        one
        for one in live
        if agents.resolve(work, agent, one, "words", bulk.words, tells=False).word == "resolved"
    ]
    if done:
        agents.tell_resolved(work, done, "words", bulk.words, Lane.NOTICE)
    bulk.told += len(done)
    bulk.kept += len(live) - len(done)


def _tell_ticket(work: Work, bulk: BulkReply, agent: Agent, ticket: Ticket) -> None:
    if ticket.state not in LIVE:
        return
    if not _write_down(work, bulk, ticket):
        return  # another ticket that goes on in this one came before
    _say(work, bulk, history.customer_of(work, ticket), ticket)
    history.note(
        work,
        ticket,
        Move.ANSWERED,
        Author.AGENT,
        agent_id=agent.id,
        reason=f"told all of {_name(work, bulk)}",
    )
    ticket.last_word_at = work.now
    watch.answered(work, ticket)
    staffroom.tell(work, ticket, "bulk", by=agent.name, words=bulk.words)
    if ticket.first_answered_at is None:
        ticket.first_answered_at = work.now
        staffroom.refresh_card(work, ticket)


def _reports_piece(work: Work, bulk: BulkReply) -> int:
    """Customers who reported the outage and have no ticket of it."""
    if bulk.outage_id is None or bulk.resolves:
        return 0
    found = bulk_hearers.next_reports(work, bulk, PIECE)
    for report in found:
        _say(work, bulk, work.session.get_one(Customer, report.customer_id), None)
        bulk.last_report_id = report.id or 0
    return len(found)


def _say(work: Work, bulk: BulkReply, customer: Customer, ticket: Ticket | None) -> None:
    """Each customer hears it once: of several tickets of theirs, in the first one."""
    said = False
    for index, piece in enumerate(pieces(bulk.words, carrying.ANSWER_WORDS), start=1):
        values = {"number": ticket.number if ticket else "", "text": piece, "out": _out(work, bulk)}
        step = str(customer.id) if index == 1 else f"{customer.id}:{index}"
        new = post.to_customer(
            work,
            customer,
            f"bulk:{bulk.id}",
            "answer",
            step=step,
            lane=Lane.NOTICE,
            ticket=ticket,
            template="agent_says" if ticket else "outage_says",
            values=values,
        )
        said = said or new
    bulk.told += said


def _write_down(work: Work, bulk: BulkReply, ticket: Ticket) -> bool:
    """The transcript of each ticket has what was said; False when it has it already.

    It was written once for all, so its place is below all of Telegram's ids.
    """
    place = -((bulk.id or 0) * 2**31 + (ticket.id or 0))
    if history.message_at(work, work.staff_chat_id, place) is not None:
        return False
    work.session.add(
        Message(
            customer_id=ticket.customer_id,
            ticket_id=ticket.id,
            author=Author.AGENT,
            agent_id=bulk.agent_id,
            chat_id=work.staff_chat_id,
            message_id=place,
            text=bulk.words,
            written_at=work.now,
        )
    )
    return True


def _show(work: Work, bulk: BulkReply, keys: Keys = ()) -> None:
    """Shows how far it has come, where it was asked; only the last of the changes that wait counts."""
    subject = f"bulk:{bulk.id}"
    edits = (col(Notice.subject) == subject) & (col(Notice.kind) == "bulk_edit")
    post.unsay(work, "a newer change takes its place", edits)
    asked = work.session.exec(select(Notice).where(Notice.subject == subject, Notice.kind == "bulk")).first()
    post.to_staff(
        work,
        work.session.get(Ticket, asked.ticket_id) if asked and asked.ticket_id else None,
        "bulk_edit",
        subject=subject,
        step=str(work.session.exec(select(func.count()).where(edits)).one() + 1),
        act=Act.EDIT,
        template="bulk",
        values=_values(work, bulk) | {"of": asked.id if asked else 0},
        keys=keys,
    )


def _values(work: Work, bulk: BulkReply) -> dict[str, Any]:
    agent = work.session.get_one(Agent, bulk.agent_id)
    stage = "asked" if bulk.confirmed_at is None else "going" if bulk.due_at else "over"
    return {
        "stage": "dropped" if bulk.ended_at and not bulk.confirmed_at else stage,
        "tickets": bulk_hearers.reached(work, bulk)[0] if stage == "asked" else 0,
        "resolves": int(bulk.resolves),
        "place": _name(work, bulk),
        "count": bulk.count,
        "told": bulk.told,
        "kept": bulk.kept,
        "by": agent.name,
        "words": bulk.words,
    }


def _keys(bulk: BulkReply, tickets: int) -> Keys:
    """``tickets``: of so many it is asked."""
    yes = "key_bulk_resolve" if bulk.resolves else "key_bulk_tell"
    asked = {"do": "bulk_yes", "bulk": bulk.id, "count": bulk.count, "tickets": tickets}
    return [
        [Key(asked, word=yes, values={"count": bulk.count})],
        [Key({"do": "bulk_no", "bulk": bulk.id}, word="key_bulk_no")],
    ]


def _name(work: Work, bulk: BulkReply) -> str:
    if bulk.defect_id is not None:
        return defect_rows.called(work.session.get_one(Defect, bulk.defect_id))
    return work.session.get_one(Outage, bulk.outage_id).number


def _out(work: Work, bulk: BulkReply) -> str:
    return work.session.get_one(Outage, bulk.outage_id).supply if bulk.outage_id else ""
