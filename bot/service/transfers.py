"""Handing a ticket on: offered by one agent to another, who accepts it in time, or it stays where it was.

The first owner stays responsible to the customer through every transfer (首问负责制).
"""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, select

from bot.desk.agent import Agent, Transfer
from bot.desk.escalation import Rung
from bot.desk.ticket import LIVE, Move, Ticket
from bot.desk.transcript import Author
from bot.service import agents, history, ladder, people, staffroom, transfer_rows
from bot.service.verdict import Verdict
from bot.service.work import Work

PIECE = 200  # transfers in one transaction
DUE = (
    select(Transfer.id, Ticket)
    .join(Ticket, col(Ticket.id) == col(Transfer.ticket_id))
    .where(col(Transfer.due_at) < bindparam("now"))
    .order_by(col(Transfer.due_at), col(Transfer.id))
    .limit(PIECE)
    .with_for_update(key_share=True, skip_locked=True, of=Ticket)
    .execution_options(populate_existing=True)
)


def offer(work: Work, agent: Agent, ticket: Ticket, receiver: Agent) -> Verdict:
    """Asks ``receiver`` to take the ticket over; an offer to somebody else that was not answered yet is replaced.

    Raises ``UnlawfulMove`` for a ticket that nobody took. The ticket is held.
    """
    if receiver.id == ticket.owner_id:
        return Verdict("yours_already" if receiver.id == agent.id else "taken_by", receiver.name)
    if not agents.may_decide(work, agent, ticket):
        return Verdict("not_yours", agents.owner_name(work, ticket))
    if people.away(work, [receiver.id or 0]):
        return Verdict("is_away", receiver.name)
    open_offer = transfer_rows.waiting(work, ticket)
    if open_offer is not None and open_offer[1].id == receiver.id:
        return Verdict("offered_already", receiver.name, more=transfer_rows.shown(work, ticket))
    owner = agents.owner_name(work, ticket)
    history.note(
        work,
        ticket,
        Move.OFFERED,
        Author.AGENT,
        agent_id=agent.id,
        before=owner,
        after=receiver.name,
        reason="button",
    )
    transfer = _write(work, agent, ticket, receiver)
    staffroom.tell_offer(work, ticket, transfer, agent, receiver)
    staffroom.refresh_card(work, ticket)
    return Verdict("offered", receiver.name, told=True)


def offer_named(work: Work, agent: Agent, ticket: Ticket, words: str) -> Verdict:
    """Offers the ticket to whom ``words`` name, as people call each other; nobody is guessed where several answer."""
    history.hold(work, ticket.id)
    found = people.called(people.everybody(work), words)
    if len(found) != 1:
        return Verdict("several_named" if found else "nobody_named", more={"names": people.listed(found)})
    return offer(work, agent, ticket, found[0])


def answer(work: Work, agent: Agent, ticket: Ticket, transfer: Transfer, accepted: bool) -> Verdict:
    """The receiver takes the ticket over, or leaves it where it is. An answer that comes too late changes nothing; one
    at the very instant is in time.
    """
    if transfer.to_agent_id != agent.id:
        return Verdict("not_offered_to_you", work.session.get_one(Agent, transfer.to_agent_id).name)
    if transfer.due_at is not None and transfer.due_at < work.now:
        _settle_late(work, ticket, transfer, transfer.due_at)
    if transfer.due_at is None:
        return _settled(work, ticket, transfer)
    move = Move.ACCEPTED if accepted else Move.DECLINED
    before, after = (agents.owner_name(work, ticket), agent.name) if accepted else (None, None)
    history.note(
        work, ticket, move, Author.AGENT, agent_id=agent.id, before=before, after=after, reason="button"
    )
    if accepted:
        transfer.accepted_at = work.now
        ticket.owner_id = agent.id
    else:
        transfer.declined_at = work.now
    transfer.due_at = None
    work.session.add(transfer)
    staffroom.tell(work, ticket, "accepted" if accepted else "declined", name=agent.name)
    staffroom.refresh_card(work, ticket)
    return Verdict("accepted" if accepted else "declined", number=ticket.number)


def return_late(work: Work) -> int:
    """Brings back what was not accepted in time, at most ``PIECE`` of them; returns how many. A tick, in pieces.

    Two at once share the work: tickets that one holds are left out by the other.
    """
    found = work.session.exec(DUE, params={"now": work.now}).all()
    for number, ticket in found:
        # Read again: somebody may have answered just before its ticket was held here.
        transfer = work.session.get_one(Transfer, number, populate_existing=True)
        if transfer.due_at is not None and transfer.due_at < work.now:
            _settle_late(work, ticket, transfer, transfer.due_at)
    return len(found)


def _settled(work: Work, ticket: Ticket, transfer: Transfer) -> Verdict:
    """What became of an offer that waits for no answer any more."""
    if ticket.state not in LIVE:
        return Verdict(f"is_{ticket.state}", number=ticket.number)
    if transfer.accepted_at or transfer.declined_at:
        return Verdict("answered_already")
    owner = agents.owner_name(work, ticket)
    if transfer.returned_at is not None:
        return Verdict("offer_over", owner)
    later = transfer_rows.after(work, transfer)
    return Verdict("offer_replaced", later.name) if later else Verdict("offer_ended", owner, ticket.number)


def call_off(work: Work, ticket: Ticket, transfer: Transfer, reason: str) -> None:
    """Whoever it is offered to is not there to answer (``on_leave``, ``left``): it stays where it is, and whoever
    offered it is called. The ticket is held.
    """
    transfer.due_at = None
    work.session.add(transfer)
    if ticket.state not in LIVE:
        return
    giver, receiver = (
        work.session.get_one(Agent, one) for one in (transfer.from_agent_id, transfer.to_agent_id)
    )
    names = {"to": receiver.name, "by": giver.name, "by_id": giver.user_id}
    history.note(
        work, ticket, Move.RETURNED, Author.DESK, before=receiver.name, after=giver.name, reason=reason
    )
    left = "1" if reason == "left" else ""
    staffroom.tell(work, ticket, "called_off", **names, left=left, owner=agents.owner_name(work, ticket))
    staffroom.refresh_card(work, ticket)


def _write(work: Work, agent: Agent, ticket: Ticket, receiver: Agent) -> Transfer:
    transfer_rows.end(work, ticket)
    transfer = Transfer(
        ticket_id=ticket.id or 0,
        from_agent_id=agent.id or 0,
        to_agent_id=receiver.id or 0,
        offered_at=work.now,
        due_at=transfer_rows.due_at(work, ticket, receiver),
    )
    work.session.add(transfer)
    work.session.flush()
    return transfer


def _settle_late(work: Work, ticket: Ticket, transfer: Transfer, moment: datetime) -> None:
    """Its time was over at ``moment``: it is said, and the shift lead called, unless the matter is closed anyway."""
    transfer.due_at = None
    work.session.add(transfer)
    if ticket.state not in LIVE:
        return
    transfer.returned_at = moment
    giver, receiver = (
        work.session.get_one(Agent, one) for one in (transfer.from_agent_id, transfer.to_agent_id)
    )
    history.note(
        work,
        ticket,
        Move.RETURNED,
        Author.DESK,
        before=receiver.name,
        after=giver.name,
        reason="not accepted",
    )
    staffroom.tell(
        work,
        ticket,
        "returned",
        to=receiver.name,
        to_id=receiver.user_id,
        by=giver.name,
        by_id=giver.user_id,
        owner=agents.owner_name(work, ticket),
        returned_at=moment.isoformat(),
    )
    staffroom.refresh_card(work, ticket)
    ladder.climb(work, ticket, f"transfer:{transfer.id}", _step_above_owner(work, ticket), moment)


def _step_above_owner(work: Work, ticket: Ticket) -> int:
    """The ladder's first step that calls somebody above the owner; the last one where none does."""
    steps = ladder.steps_of(work, ticket)
    return next((number for number, one in enumerate(steps, start=1) if one.to != Rung.OWNER), len(steps))


def _offer_to(work: Work, agent: Agent, ticket: Ticket, payload: dict[str, Any]) -> Verdict:
    receiver = work.session.get(Agent, payload["to"])
    if receiver is None or not receiver.active:
        return Verdict("gone")
    return offer(work, agent, ticket, receiver)


def _answer(work: Work, agent: Agent, ticket: Ticket, payload: dict[str, Any]) -> Verdict:
    transfer = work.session.get(Transfer, payload["transfer"], populate_existing=True)
    if transfer is None:
        return Verdict("gone")
    return answer(work, agent, ticket, transfer, payload["do"] == "accept")


DEEDS = {"offer_to": _offer_to, "accept": _answer, "not_accept": _answer}
