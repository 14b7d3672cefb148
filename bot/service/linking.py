"""What a message says besides becomes a ticket of its own, linked with the first, by its customer's tap or by staff."""

from typing import Literal

from sqlmodel import select

from bot.desk.agent import Agent
from bot.desk.customer import Customer
from bot.desk.language import pieces
from bot.desk.notice import Lane
from bot.desk.remark import Remark, RemarkState
from bot.desk.ticket import Move, Ticket
from bot.desk.transcript import Author, Message
from bot.service import filing, history, post, remarks, staffroom
from bot.service.post import Key
from bot.service.view import TicketView, shortened, view
from bot.service.work import Work

QUOTED = 160  # UTF-16 units of the customer's words that an offer repeats


def offered(work: Work, message_ref: int) -> Remark | None:
    """What the message says besides, while nobody decided about it."""
    remark = remarks.of_message(work, message_ref)
    return remark if remark is not None and remark.state == RemarkState.OPEN else None


def quoted(remark: Remark) -> str:
    """The customer's words on one line, to be repeated to them in quotes."""
    line = " ".join(remark.text.split())
    first, *more = pieces(line, QUOTED) or [""]
    return f"{first.rstrip()}…" if more else first.rstrip("。. ")


def file_theirs(work: Work, chat_id: int, remark_id: int) -> TicketView | None:
    """Files what a customer said besides, because they tapped; a second tap finds the ticket. None when not theirs."""
    found = _theirs(work, chat_id, remark_id)
    if found is None:
        return None
    remark, first, customer = found
    ticket = history.find(work, remark.filed_id)
    if ticket is None:
        ticket = _file(work, remark, first, customer, Author.CUSTOMER)
        staffroom.tell(work, first, "linked", filed=ticket.number, said=remark.text)
    return view(work, ticket, customer.language)


def leave_theirs(
    work: Work, chat_id: int, remark_id: int
) -> tuple[Literal["left", "filed"], TicketView] | None:
    """Notes that it needs no ticket, with the first ticket; ``filed`` with its ticket when it has one already.

    None when it is not theirs.
    """
    found = _theirs(work, chat_id, remark_id)
    if found is None:
        return None
    remark, first, customer = found
    filed = history.find(work, remark.filed_id)
    if filed is not None:
        return "filed", view(work, filed, customer.language)
    if remark.state == RemarkState.OPEN:
        remark.state = RemarkState.LEFT
        work.session.add(remark)
        history.note(work, first, Move.LEFT, Author.CUSTOMER, reason=shortened(remark.text, 200))
        staffroom.refresh_card(work, first)
    return "left", view(work, first, customer.language)


def file_for(work: Work, agent: Agent, first: Ticket, remark_id: int) -> Ticket | None:
    """An agent files what a customer said besides; the customer is told. None when ``first`` has no such remark."""
    remark = remarks.hold(work, remark_id)
    if remark is None or remark.ticket_id != first.id:
        return None
    known = history.find(work, remark.filed_id)
    if known is not None:
        return known
    customer = history.customer_of(work, first)
    ticket = _file(work, remark, first, customer, Author.AGENT, agent.id)
    staffroom.tell(work, first, "linked", filed=ticket.number, said=remark.text, name=agent.name)
    _tell_filed(work, remark, ticket, customer)
    return ticket


def offer(work: Work, message: Message) -> None:
    """Offers what the message says besides outside any reply: the message was filed by the clock."""
    remark = offered(work, message.id or 0)
    if remark is None:
        return
    keys = [
        Key({"say": f'/{deed}{{"remark": {remark.id}}}'}, word=f"key_{deed}")
        for deed in ("file_remark", "leave_remark")
    ]
    post.to_customer(
        work,
        work.session.get_one(Customer, message.customer_id),
        f"remark:{remark.id}",
        "offer_besides",
        lane=Lane.NOTICE,
        ticket=work.session.get_one(Ticket, remark.ticket_id),
        template="offer_besides",
        values={"words": quoted(remark)},
        keys=[keys],
    )


def _file(
    work: Work,
    remark: Remark,
    first: Ticket,
    customer: Customer,
    author: Author,
    agent_id: int | None = None,
) -> Ticket:
    """Opens the second ticket with its part of the message on the card and the whole message behind it."""
    ticket = filing.open_ticket(work, customer, None, remark.kind, remark.category, remark=remark)
    for one, other in ((first, ticket), (ticket, first)):
        history.note(
            work, one, Move.LINKED, author, agent_id=agent_id, after=other.number, reason="same message"
        )
    staffroom.relay(
        work, ticket, work.session.get_one(Message, remark.message_id), subject=f"ticket:{ticket.id}"
    )
    staffroom.refresh_card(work, first)
    return ticket


def _tell_filed(work: Work, remark: Remark, ticket: Ticket, customer: Customer) -> None:
    keys = [
        Key({"say": f'/{deed}{{"ticket": {ticket.id}}}'}, word=f"key_{deed}")
        for deed in ("wrong_kind", "wrong_category", "withdraw")
    ]
    post.to_customer(
        work,
        customer,
        f"remark:{remark.id}",
        "filed_besides",
        lane=Lane.NOTICE,
        ticket=ticket,
        template="filed_besides",
        values={
            "number": ticket.number,
            "linked": remarks.linked(work, ticket),
            "words": quoted(remark),
            "kind": ticket.kind,
            "category": ticket.category,
            "due_at": ticket.due_at.isoformat(),
        },
        keys=[keys],
    )


def _theirs(work: Work, chat_id: int, remark_id: int) -> tuple[Remark, Ticket, Customer] | None:
    """The remark and its ticket, held in this order: ticket first, as staff do; None when it is not theirs."""
    customer = work.session.exec(select(Customer).where(Customer.chat_id == chat_id)).first()
    known = work.session.get(Remark, remark_id) if 0 < remark_id < 2**31 else None
    ticket = history.hold(work, known.ticket_id) if known else None
    if customer is None or ticket is None or ticket.customer_id != customer.id:
        return None
    remark = remarks.hold(work, remark_id)
    return (remark, ticket, customer) if remark else None
