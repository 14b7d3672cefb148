"""Opening a ticket: the one place where a matter gets its number, its clock and its card."""

from sqlmodel import select

from bot.desk.account import AccountLink
from bot.desk.customer import Customer
from bot.desk.labels import Category, Hazard, Kind
from bot.desk.remark import Remark, RemarkState
from bot.desk.ticket import Move, Ticket
from bot.desk.transcript import Author, Message
from bot.service import green, history, praise, remarks, repeats, routing, staffroom, suggestion_rows, watch
from bot.service.view import opening_words, shortened
from bot.service.work import Work


def open_ticket(
    work: Work,
    customer: Customer,
    message: Message | None,
    kind: Kind,
    category: Category,
    hazard: Hazard | None = None,
    refers_to: int | None = None,
    remark: Remark | None = None,
) -> Ticket:
    """Files a ticket (opened by ``message``, which becomes part of it) and posts its card to staff.

    Urgent when there is a ``hazard``. ``refers_to`` is the id of an older ticket about the same matter. ``remark``
    opens the ticket instead of a message of its own, and links it with the ticket where the message went.
    """
    urgent, account_id = hazard is not None, _only_account(work, customer)
    ticket = Ticket(
        customer_id=customer.id or 0,
        source_message_id=message.id if message else None,
        kind=kind,
        category=category,
        urgent=urgent,
        hazard=hazard,
        language=customer.language,
        account_id=account_id,
        refers_to_id=refers_to,
        due_at=work.now,
        filed_at=work.now,
        last_word_at=work.now,
    )
    work.session.add(ticket)
    work.session.flush()
    watch.filed(work, ticket)
    suggestion_rows.follow(work, ticket)
    if message is not None:
        message.ticket_id = ticket.id
        work.session.add(message)
        remarks.keep(work, message, ticket)
    if remark is not None:
        remark.filed_id, remark.state = ticket.id, RemarkState.FILED
        work.session.add(remark)
    words = shortened(opening_words(work, ticket), 200) if message or remark else ""
    history.note(
        work, ticket, Move.FILED, Author.CUSTOMER, after=f"{kind}+{category}", reason=words or "no words"
    )
    green.follow(work, ticket)
    repeated = repeats.look(work, ticket)
    routing.route(work, ticket)
    staffroom.open_card(work, ticket, message)
    praise.follow(work, ticket)
    repeats.tell(work, ticket, repeated)
    return ticket


def _only_account(work: Work, customer: Customer) -> int | None:
    links = work.session.exec(
        select(AccountLink).where(AccountLink.customer_id == customer.id).limit(2)
    ).all()
    return links[0].account_id if len(links) == 1 else None
