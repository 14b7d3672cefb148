"""Messages that were asked about, and whose customer went quiet: filed all the same. Nothing waits for an answer."""

from datetime import timedelta

from sqlmodel import col, select

from bot.desk.customer import Customer
from bot.desk.notice import Lane
from bot.desk.ticket import Ticket
from bot.desk.transcript import Author, Message
from bot.service import intake, linking, post, readings
from bot.service.intake import Outcome
from bot.service.post import Key
from bot.service.view import shortened
from bot.service.work import Work

OLDEST = timedelta(days=2)  # a desk that was away for long does not wake everybody about old questions
LIKELY = 0.5  # from this probability on, it is a matter and not small talk
AT_ONCE = 20  # messages in one transaction; the next tick takes the rest


def file_unanswered(work: Work) -> int:
    """Files what waits for its customer's answer longer than the policy's minutes; returns how many. A tick.

    It joins the live ticket it most likely belongs to, or becomes one of the likeliest kind; the customer is told and
    can put it right. What is more likely small talk stays in the transcript.
    """
    outcomes = [(message, _file(work, message)) for message in _waiting(work)[:AT_ONCE]]
    for message, outcome in outcomes:
        _tell(work, message, outcome)
    return len(outcomes)


def _waiting(work: Work) -> list[Message]:
    """Oldest first."""
    limit = work.now - timedelta(minutes=work.policy.conversation.unanswered_minutes)
    query = (
        select(Message)
        .where(
            col(Message.ticket_id).is_(None),
            Message.author == Author.CUSTOMER,
            Message.written_at <= limit,
            Message.written_at > work.now - OLDEST,
        )
        .order_by(col(Message.id))
    )
    return [message for message in work.session.exec(query) if _is_matter(message)]


def _is_matter(message: Message) -> bool:
    read = readings.of(message)
    return read is not None and read.matter >= LIKELY


def _file(work: Work, message: Message) -> Outcome:
    read, ref = readings.of(message), message.id
    assert read is not None
    assert ref is not None
    outcome = intake.file_matter(work, ref, read)
    if outcome.what != "which":
        return outcome
    customer = work.session.get_one(Customer, message.customer_id)
    return intake.join(work, message, customer, outcome.candidates[0].id)


def _tell(work: Work, message: Message, outcome: Outcome) -> None:
    ticket = outcome.ticket
    assert ticket is not None, f"message {message.id} was {outcome.what} without a ticket"
    keys = [
        Key({"say": f'/{deed}{{"ticket": {ticket.id}}}'}, word=f"key_{deed}")
        for deed in ("wrong_kind", "wrong_category", "withdraw")
    ]
    post.to_customer(
        work,
        work.session.get_one(Customer, message.customer_id),
        f"message:{message.id}",
        "unanswered",
        lane=Lane.NOTICE,
        ticket=work.session.get_one(Ticket, ticket.id),
        template="filed_unanswered" if outcome.what == "filed" else "joined_unanswered",
        values={
            "number": ticket.number,
            "words": shortened(message.text, 40),
            "kind": ticket.kind,
            "category": ticket.category,
            "due_at": ticket.due_at.isoformat(),
        },
        keys=[keys] if outcome.what == "filed" else [],
    )
    linking.offer(work, message)
