"""One answer to everybody of a defect or an outage: asked for once, then said in pieces, to each customer once.

Whoever dies in the middle leaves the rest to the next tick: how far it has come is in its row, and each answer is a
notice of subject ``bulk:<id>`` and step ``<customer>``.
"""

from collections.abc import Sequence
from typing import Any

from sqlmodel import col, func, select, update

from bot.desk.agent import Agent
from bot.desk.bulk import BulkReply
from bot.desk.customer import Customer
from bot.desk.finding import Defect
from bot.desk.language import pieces, storable
from bot.desk.notice import Act, Lane, Notice, NoticeState
from bot.desk.outage import Outage, SupplyReport
from bot.desk.ticket import LIVE, Move, Ticket, TicketEvent
from bot.desk.transcript import Author, Message
from bot.service import agents, cards, carrying, defect_rows, defects, history, merged, post, staffroom, watch
from bot.service.post import Key, Keys
from bot.service.verdict import Verdict
from bot.service.work import Work

PIECE = 50  # tickets, or customers without one, in one transaction
ALL = ("all ", "全部 ", "全部：", "全部:")


def tell_all(work: Work, agent: Agent, ticket: Ticket | None, argument: str) -> Verdict:
    """``/tell words`` in a ticket of a defect or an outage, ``/tell D-3 words`` or ``/tell F-12 words`` anywhere."""
    first, _, rest = storable(argument).strip().partition(" ")
    place = (
        defect_rows.find(work, first)
        or work.session.exec(select(Outage).where(Outage.number == first)).first()
    )
    if place is not None:
        return _ask(work, agent, ticket, place, rest, False)
    place = place_of(work, ticket) if ticket else None
    return _ask(work, agent, ticket, place, argument, False) if place else Verdict("tell_nobody")


def resolve(work: Work, agent: Agent, ticket: Ticket, argument: str) -> Verdict:
    """``/done words`` resolves the ticket, ``/done all words`` all tickets of its defect or outage."""
    begin = next((one for one in ALL if argument.casefold().startswith(one)), "")
    place = place_of(work, ticket) if begin else None
    if place is None:
        return agents.resolve(work, agent, ticket, "words", argument)
    return _ask(work, agent, ticket, place, argument[len(begin) :], True)


def place_of(work: Work, ticket: Ticket) -> Defect | Outage | None:
    """The defect that the ticket speaks of, else the outage that it belongs to."""
    if ticket.defect_id is not None:
        return work.session.get(Defect, ticket.defect_id)
    query = select(TicketEvent.after).where(
        TicketEvent.ticket_id == ticket.id,
        TicketEvent.move == Move.OUTAGE,
        TicketEvent.reason != cards.BESIDES,
    )
    number = work.session.exec(query.order_by(col(TicketEvent.id).desc()).limit(1)).first()
    return work.session.exec(select(Outage).where(Outage.number == number)).first() if number else None


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
        bulk.confirmed_at = bulk.due_at = work.now
        bulk.agent_id = agent.id or 0
    else:
        bulk.ended_at = work.now
    work.session.add(bulk)
    _show(work, bulk)
    return Verdict("bulk_begun" if bulk.due_at else "bulk_dropped")


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
    bulk.count = len(_customers(work, bulk))
    if not bulk.count:
        return Verdict("tell_nobody")
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
        keys=_keys(bulk),
    )
    return Verdict("tell_confirm", more={"count": bulk.count})


def _customers(work: Work, bulk: BulkReply) -> set[int]:
    """Whoever would be told: of open tickets, and of reports of the outage that became none."""
    ids = [merged.place_of(work, work.session.get_one(Ticket, one)) for one in _tickets(work, bulk)]
    found = {one.customer_id for one in ids if one.state in LIVE}
    if bulk.outage_id is not None and not bulk.resolves:
        reports = (
            select(SupplyReport.customer_id)
            .join(Customer, col(Customer.id) == col(SupplyReport.customer_id))
            .where(
                SupplyReport.outage_id == bulk.outage_id, col(Customer.chat_id) > 0
            )  # who was erased has none
        )
        found |= set(work.session.exec(reports))
    return found


def _tickets(work: Work, bulk: BulkReply, limit: int | None = None) -> Sequence[int]:
    """The tickets behind the last one that was looked at."""
    if bulk.defect_id is not None:
        query = select(Ticket.id).where(Ticket.defect_id == bulk.defect_id)
    else:
        outage = work.session.get_one(Outage, bulk.outage_id)
        query = (
            select(Ticket.id)
            .join(TicketEvent, col(TicketEvent.ticket_id) == col(Ticket.id))
            .where(
                TicketEvent.move == Move.OUTAGE,
                TicketEvent.after == outage.number,
                TicketEvent.reason != cards.BESIDES,
            )
            .distinct()
        )
    query = query.where(col(Ticket.id) > bulk.last_ticket_id).order_by(col(Ticket.id)).limit(limit)
    return [one for one in work.session.exec(query) if one]


def _tickets_piece(work: Work, bulk: BulkReply) -> int:
    found, agent = _tickets(work, bulk, PIECE), work.session.get_one(Agent, bulk.agent_id)
    for number in found:
        ticket = merged.held(work, number)
        if ticket.state in LIVE:
            _tell_ticket(work, bulk, agent, ticket)
        bulk.last_ticket_id = number
    return len(found)


def _tell_ticket(work: Work, bulk: BulkReply, agent: Agent, ticket: Ticket) -> None:
    if bulk.resolves:
        done = agents.resolve(work, agent, ticket, "words", bulk.words, lane=Lane.NOTICE)
        bulk.told += done.word == "resolved"
        bulk.kept += done.word != "resolved"
        return
    customer = history.customer_of(work, ticket)
    if not _say(work, bulk, customer, ticket):
        return
    history.note(
        work,
        ticket,
        Move.ANSWERED,
        Author.AGENT,
        agent_id=agent.id,
        reason=f"told all of {_name(work, bulk)}",
    )
    _write_down(work, bulk, ticket)
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
    query = (
        select(SupplyReport)
        .where(SupplyReport.outage_id == bulk.outage_id, col(SupplyReport.id) > bulk.last_report_id)
        .order_by(col(SupplyReport.id))
        .limit(PIECE)
    )
    found = work.session.exec(query).all()
    for report in found:
        _say(work, bulk, work.session.get_one(Customer, report.customer_id), None)
        bulk.last_report_id = report.id or 0
    return len(found)


def _say(work: Work, bulk: BulkReply, customer: Customer, ticket: Ticket | None) -> bool:
    """False when the customer was told before, in another ticket."""
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
    return said


def _write_down(work: Work, bulk: BulkReply, ticket: Ticket) -> None:
    """The transcript has what was said. It was written once for all, so its place is below all of Telegram's ids."""
    work.session.add(
        Message(
            customer_id=ticket.customer_id,
            ticket_id=ticket.id,
            author=Author.AGENT,
            agent_id=bulk.agent_id,
            chat_id=work.staff_chat_id,
            message_id=-((bulk.id or 0) * 2**31 + (ticket.id or 0)),
            text=bulk.words,
            written_at=work.now,
        )
    )


def _show(work: Work, bulk: BulkReply) -> None:
    """Shows how far it has come, where it was asked; only the last of the changes that wait counts."""
    subject = f"bulk:{bulk.id}"
    edits = (col(Notice.subject) == subject) & (col(Notice.kind) == "bulk_edit")
    work.session.exec(
        update(Notice)
        .where(edits, col(Notice.state) == NoticeState.READY)
        .values(state=NoticeState.CANCELLED, error="a newer change takes its place")
    )
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
    )


def _values(work: Work, bulk: BulkReply) -> dict[str, Any]:
    agent = work.session.get_one(Agent, bulk.agent_id)
    stage = "asked" if bulk.confirmed_at is None else "going" if bulk.due_at else "over"
    return {
        "stage": "dropped" if bulk.ended_at and not bulk.confirmed_at else stage,
        "resolves": int(bulk.resolves),
        "place": _name(work, bulk),
        "count": bulk.count,
        "told": bulk.told,
        "kept": bulk.kept,
        "by": agent.name,
        "words": bulk.words,
    }


def _keys(bulk: BulkReply) -> Keys:
    yes = "key_bulk_resolve" if bulk.resolves else "key_bulk_tell"
    return [
        [Key({"do": "bulk_yes", "bulk": bulk.id}, word=yes, values={"count": bulk.count})],
        [Key({"do": "bulk_no", "bulk": bulk.id}, word="key_bulk_no")],
    ]


def _name(work: Work, bulk: BulkReply) -> str:
    if bulk.defect_id is not None:
        return defect_rows.called(work.session.get_one(Defect, bulk.defect_id))
    return work.session.get_one(Outage, bulk.outage_id).number


def _out(work: Work, bulk: BulkReply) -> str:
    return work.session.get_one(Outage, bulk.outage_id).supply if bulk.outage_id else ""
