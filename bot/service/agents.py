"""What staff do with tickets: take, hand on, correct, answer, resolve."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlmodel import col, select

from bot.desk.agent import Agent, Role, Transfer
from bot.desk.labels import Category, Kind
from bot.desk.language import storable
from bot.desk.ticket import LIVE, Move, State, Ticket, UnlawfulMove, check_move
from bot.desk.transcript import Author
from bot.service import (
    aftercare,
    carrying,
    corrections,
    handover,
    history,
    linking,
    payments,
    post,
    staffroom,
)
from bot.service.post import Key
from bot.service.work import Work

VERIFIED_FOR = timedelta(minutes=10)


@dataclass(frozen=True)
class Verdict:
    """What came of a press or a command: a word of chat/wording (``verdict_<word>``) shown to the agent who did it."""

    word: str
    name: str = ""  # an agent's name the word needs
    number: str = ""


def known(work: Work, user_id: int) -> Agent | None:
    """The agent, when Telegram said within the last ten minutes that they are a member of the staff group."""
    agent = work.session.exec(select(Agent).where(Agent.user_id == user_id)).first()
    if agent is None or not agent.active or agent.verified_at is None:
        return None
    return agent if work.now - agent.verified_at <= VERIFIED_FOR else None


def welcome(work: Work, user_id: int, name: str) -> Agent | None:
    """Records that ``user_id`` is a member of the staff group; a new one becomes an agent.

    None for somebody whom ``python -m bot agents remove`` took out: being in the group does not make them staff.
    """
    name = storable(name)
    agent = work.session.exec(select(Agent).where(Agent.user_id == user_id)).first()
    if agent is None:
        agent = Agent(user_id=user_id, name=name, created_at=work.now)
    if agent.removed_at is not None:
        return None
    agent.name, agent.active, agent.verified_at = agent.name or name, True, work.now
    work.session.add(agent)
    work.session.flush()
    return agent


def is_staff(work: Work, agent_id: int | None) -> bool:
    """Whether ``python -m bot agents remove`` did not take this agent out."""
    agent = work.session.get(Agent, agent_id) if agent_id is not None else None
    return agent is not None and agent.removed_at is None


def dismiss(work: Work, user_id: int) -> None:
    """Somebody left the staff group: they act no more; what they own shows their name until it is handed on."""
    agent = work.session.exec(select(Agent).where(Agent.user_id == user_id)).first()
    if agent is not None:
        agent.active, agent.verified_at = False, None
        work.session.add(agent)


def press(work: Work, user_id: int, payload: dict[str, Any]) -> Verdict:
    """Does what a staff button says. ``user_id`` is a verified member (see ``known``).

    A button of an older version of the desk, whose payload means nothing now, is ``gone``.
    """
    agent = work.session.exec(select(Agent).where(Agent.user_id == user_id)).one()
    ticket, deed = history.hold(work, payload.get("ticket")), _DEEDS.get(payload.get("do", ""))
    if ticket is None or deed is None:
        return Verdict("gone")
    try:
        return deed(work, agent, ticket, payload)
    except UnlawfulMove as error:
        return Verdict(f"is_{error.state}", number=ticket.number)


def take(work: Work, agent: Agent, ticket: Ticket, reason: str = "button") -> Verdict:
    """One taker wins; the first one stays responsible (首问负责制)."""
    history.hold(work, ticket.id)
    if ticket.state not in LIVE:
        return _closed(ticket)
    if ticket.owner_id is not None:
        owner = work.session.get_one(Agent, ticket.owner_id)
        return Verdict("yours_already" if owner.id == agent.id else "taken_by", owner.name)
    history.note(work, ticket, Move.TAKEN, Author.AGENT, agent_id=agent.id, reason=reason)
    ticket.owner_id = agent.id
    ticket.first_owner_id = ticket.first_owner_id or agent.id
    ticket.state = State.TAKEN
    staffroom.refresh_card(work, ticket)
    return Verdict("taken", agent.name)


def resolve(work: Work, agent: Agent, ticket: Ticket, reason: str, words: str = "") -> Verdict:
    """Closes the matter, tells the customer what was done and asks for stars.

    ``reason``: one of ``cards.REASONS``, or "words" when ``words`` say it all. Notes in ``words`` stay inside.
    """
    noted, words = storable(words), carrying.for_customer(storable(words)) or ""
    if reason == "words" and not words:
        return Verdict("choose_reason")
    history.hold(work, ticket.id)
    if ticket.state not in LIVE:
        return _closed(ticket)
    if ticket.owner_id is None:
        take(work, agent, ticket, "resolved")
    if not _may_decide(work, agent, ticket):
        return Verdict("not_yours", _owner_name(work, ticket))
    history.note(
        work, ticket, Move.RESOLVED, Author.AGENT, agent_id=agent.id, reason=f"{reason} {noted}".strip()[:500]
    )
    ticket.state, ticket.resolved_at = State.RESOLVED, work.now
    ticket.first_answered_at = ticket.first_answered_at or work.now
    ticket.resolution = words or reason
    ticket.last_word_at = work.now
    handover.end_of_ticket(work, ticket, "resolved")
    _tell_resolved(work, ticket, reason, words)
    payments.follow(work, ticket)
    aftercare.watch(work, ticket)
    staffroom.tell(work, ticket, "resolved", name=agent.name, reason=reason, words=words)
    staffroom.refresh_card(work, ticket)
    staffroom.close_topic(work, ticket)
    return Verdict("resolved", number=ticket.number)


def hand_back(work: Work, agent: Agent, ticket: Ticket) -> Verdict:
    """Ends the talk between the customer and a person in this ticket: the bot answers again."""
    history.hold(work, ticket.id)
    current = history.open_handover(work, ticket.customer_id)
    if current is None or current.ticket_id != ticket.id:
        return Verdict("no_handover")
    handover.end(work, current, "agent", Author.AGENT, agent.id)
    return Verdict("handed_back")


def _tell_resolved(work: Work, ticket: Ticket, reason: str, words: str) -> None:
    stars = [
        Key(
            {"say": f'/rate{{"ticket": {ticket.id}, "round": {ticket.round}, "stars": {n}}}'},
            word="key_stars",
            values={"stars": n},
        )
        for n in range(1, 6)
    ]
    again = Key({"say": f'/reopen{{"ticket": {ticket.id}}}'}, word="key_not_solved")
    post.to_customer(
        work,
        history.customer_of(work, ticket),
        f"ticket:{ticket.id}",
        "resolved",
        step=str(ticket.round),
        ticket=ticket,
        template="resolved",
        values={"number": ticket.number, "reason": reason, "words": words},
        keys=[stars, [again]],
    )


def _offer_to(work: Work, agent: Agent, ticket: Ticket, payload: dict[str, Any]) -> Verdict:
    receiver = work.session.get(Agent, payload["to"])
    if receiver is None or not receiver.active:
        return Verdict("gone")
    if receiver.id == ticket.owner_id:
        return Verdict("yours_already" if receiver.id == agent.id else "taken_by", receiver.name)
    if not _may_decide(work, agent, ticket):
        return Verdict("not_yours", _owner_name(work, ticket))
    owner = _owner_name(work, ticket)
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
    transfer = Transfer(
        ticket_id=ticket.id or 0,
        from_agent_id=agent.id or 0,
        to_agent_id=receiver.id or 0,
        offered_at=work.now,
    )
    work.session.add(transfer)
    work.session.flush()
    staffroom.tell_offer(work, ticket, transfer, agent, receiver)
    staffroom.refresh_card(work, ticket)
    return Verdict("offered", receiver.name)


def _answer_offer(work: Work, agent: Agent, ticket: Ticket, payload: dict[str, Any]) -> Verdict:
    transfer = work.session.get(Transfer, payload["transfer"], populate_existing=True)
    if transfer is None or transfer.accepted_at or transfer.declined_at or _offered_anew(work, transfer):
        return Verdict("answered_already")
    if transfer.to_agent_id != agent.id:
        return Verdict("not_offered_to_you", work.session.get_one(Agent, transfer.to_agent_id).name)
    accepted = payload["do"] == "accept"
    move = Move.ACCEPTED if accepted else Move.DECLINED
    before, after = (_owner_name(work, ticket), agent.name) if accepted else (None, None)
    history.note(
        work, ticket, move, Author.AGENT, agent_id=agent.id, before=before, after=after, reason="button"
    )
    if accepted:
        transfer.accepted_at = work.now
        ticket.owner_id = agent.id
    else:
        transfer.declined_at = work.now
    work.session.add(transfer)
    staffroom.tell(work, ticket, "accepted" if accepted else "declined", name=agent.name)
    staffroom.refresh_card(work, ticket)
    return Verdict("accepted" if accepted else "declined", number=ticket.number)


def _set_label(work: Work, agent: Agent, ticket: Ticket, payload: dict[str, Any]) -> Verdict:
    kind = Kind(payload["to"]) if payload["do"] == "set_kind" else None
    category = Category(payload["to"]) if payload["do"] == "set_category" else None
    history.correct(work, ticket, Author.AGENT, kind=kind, category=category, agent_id=agent.id)
    staffroom.refresh_card(work, ticket)
    return Verdict("corrected", number=ticket.number)


def _set_urgent(work: Work, agent: Agent, ticket: Ticket, payload: dict[str, Any]) -> Verdict:
    check_move(Move.URGENT, ticket.state)
    if not ticket.urgent:
        corrections.keep(work, ticket, "urgent", "False", "True", Author.AGENT, agent.id)
        history.set_urgent(work, ticket, None, Author.AGENT, agent.id)
        staffroom.show_urgent(work, ticket)
    else:
        staffroom.refresh_card(work, ticket)  # theirs may be out of date
    return Verdict("urgent", number=ticket.number)


def _set_not_urgent(work: Work, agent: Agent, ticket: Ticket, payload: dict[str, Any]) -> Verdict:
    """A false alarm. What was said on it stays said, and the customer is told nothing."""
    check_move(Move.NOT_URGENT, ticket.state)
    if ticket.urgent:
        corrections.keep(work, ticket, "urgent", "True", "False", Author.AGENT, agent.id)
        history.set_not_urgent(work, ticket, agent.id or 0)
        staffroom.show_not_urgent(work, ticket)
    else:
        staffroom.refresh_card(work, ticket)
    return Verdict("not_urgent", number=ticket.number)


def _open_menu(work: Work, agent: Agent, ticket: Ticket, payload: dict[str, Any]) -> Verdict:
    menu = "main" if payload["do"] == "back" else payload["do"]
    if ticket.state not in LIVE:
        return _closed(ticket)
    staffroom.refresh_card(work, ticket, menu)
    return Verdict("choose_reason" if menu == "resolve" else "choose")


def _resolve_as(work: Work, agent: Agent, ticket: Ticket, payload: dict[str, Any]) -> Verdict:
    return resolve(work, agent, ticket, payload["reason"])


def _file_remark(work: Work, agent: Agent, ticket: Ticket, payload: dict[str, Any]) -> Verdict:
    filed = linking.file_for(work, agent, ticket, payload["remark"])
    return Verdict("remark_filed", number=filed.number) if filed else Verdict("gone")


def _closed(ticket: Ticket) -> Verdict:
    return Verdict(f"is_{ticket.state}", number=ticket.number)


def _may_decide(work: Work, agent: Agent, ticket: Ticket) -> bool:
    """The owner and leads; anybody when the owner left the group, for else nobody could."""
    if ticket.owner_id in (None, agent.id) or agent.role in (Role.LEAD, Role.MANAGER):
        return True
    return not work.session.get_one(Agent, ticket.owner_id).active


def _offered_anew(work: Work, transfer: Transfer) -> bool:
    """A later offer of the ticket takes the place of the earlier one."""
    later = select(Transfer.id).where(
        Transfer.ticket_id == transfer.ticket_id, col(Transfer.id) > transfer.id
    )
    return work.session.exec(later.limit(1)).first() is not None


def _owner_name(work: Work, ticket: Ticket) -> str:
    owner = work.session.get(Agent, ticket.owner_id) if ticket.owner_id else None
    return owner.name if owner else ""


_DEEDS = {
    "take": lambda work, agent, ticket, payload: take(work, agent, ticket),
    "hand_back": lambda work, agent, ticket, payload: hand_back(work, agent, ticket),
    "offer": _open_menu,
    "kind": _open_menu,
    "category": _open_menu,
    "resolve": _open_menu,
    "back": _open_menu,
    "offer_to": _offer_to,
    "accept": _answer_offer,
    "decline": _answer_offer,
    "set_kind": _set_label,
    "set_category": _set_label,
    "urgent": _set_urgent,
    "not_urgent": _set_not_urgent,
    "resolve_as": _resolve_as,
    "file_remark": _file_remark,
}
