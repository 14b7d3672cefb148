"""What staff do with tickets: take, correct, answer, resolve. Handing on is in ``transfers``."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlmodel import select

from bot.desk.agent import DECIDES, Agent
from bot.desk.labels import Category, Kind
from bot.desk.language import say_list, storable
from bot.desk.notice import Lane
from bot.desk.suggestion import SuggestionState
from bot.desk.ticket import LIVE, Move, State, Ticket, check_move
from bot.desk.transcript import Author
from bot.service import (
    aftercare,
    carrying,
    changes,
    corrections,
    departures,
    green,
    handover,
    history,
    linking,
    merged,
    parts,
    payments,
    people,
    points,
    post,
    promise_endings,
    promises,
    staffroom,
    suggestion_rows,
    transfer_rows,
    waking,
    watch,
)
from bot.service.post import Key
from bot.service.verdict import Verdict
from bot.service.work import Work

VERIFIED_FOR = timedelta(minutes=10)
DECISIONS = (SuggestionState.ADOPTED, SuggestionState.NOT_ADOPTED)  # of a suggestion: they resolve its ticket


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
    departures.took_back(work, agent)
    return agent


def is_staff(work: Work, agent_id: int | None) -> bool:
    """Whether this agent neither left the group nor was taken out by ``python -m bot agents remove``."""
    agent = work.session.get(Agent, agent_id) if agent_id is not None else None
    return agent is not None and agent.active and agent.removed_at is None


def dismiss(work: Work, user_id: int) -> None:
    """Somebody left the staff group: they act no more, and their open work finds new hands."""
    agent = work.session.exec(select(Agent).where(Agent.user_id == user_id)).first()
    if agent is not None:
        departures.leave(work, agent)


def take(work: Work, agent: Agent, ticket: Ticket, reason: str = "button") -> Verdict:
    """One taker wins, until they are gone and nobody was there; the first one stays responsible (首问负责制)."""
    history.hold(work, ticket.id)
    if ticket.state not in LIVE:
        return _closed(ticket)
    if ticket.owner_id == agent.id:
        return Verdict("yours_already", agent.name)
    if ticket.owner_id is None:
        history.note(work, ticket, Move.TAKEN, Author.AGENT, agent_id=agent.id, reason=reason)
        ticket.first_owner_id = ticket.first_owner_id or agent.id
        ticket.state = State.TAKEN
    elif people.left_alone(work, ticket.owner_id):
        names = {"before": owner_name(work, ticket), "after": agent.name}
        history.note(work, ticket, Move.ASSIGNED, Author.AGENT, agent_id=agent.id, reason=reason, **names)
        transfer_rows.end(work, ticket)
    else:
        return Verdict("taken_by", owner_name(work, ticket))
    ticket.owner_id = agent.id
    staffroom.refresh_card(work, ticket)
    return Verdict("taken", agent.name)


def resolve(
    work: Work,
    agent: Agent,
    ticket: Ticket,
    reason: str,
    words: str = "",
    sure: bool = False,
    tells: bool = True,
) -> Verdict:
    """Closes the matter, tells the customer what was done and asks for stars.

    ``reason``: one of ``cards.REASONS``, or "words" when ``words`` say it all, or of ``DECISIONS`` about a suggestion.
    Notes in ``words`` stay inside. Where parts of departments are open, the agent is asked first unless they are
    ``sure``. Without ``tells`` the caller tells the customer, of several tickets at once (``tell_resolved``).
    """
    noted, words = storable(words), carrying.for_customer(storable(words)) or ""
    if reason == "words" and not words:
        return Verdict("choose_reason")
    history.hold(work, ticket.id)
    if ticket.state not in LIVE:
        return _closed(ticket)
    if not may_decide(work, agent, ticket):
        return Verdict("not_yours", owner_name(work, ticket))
    unseen = green.before_closing(work, agent, ticket)
    if unseen is not None:
        return unseen
    if ticket.owner_id is None:
        take(work, agent, ticket, "resolved")
    asked = None if sure else parts.ask_first(work, ticket, reason, noted)
    if asked is not None:
        return asked
    parts.drop(work, ticket)
    history.note(
        work, ticket, Move.RESOLVED, Author.AGENT, agent_id=agent.id, reason=f"{reason} {noted}".strip()[:500]
    )
    ticket.state, ticket.resolved_at = State.RESOLVED, work.now
    ticket.first_answered_at = ticket.first_answered_at or work.now
    ticket.resolution = words or reason
    waking.closed(ticket)
    ticket.last_word_at = work.now
    watch.resolved(work, ticket)
    promise_endings.resolved(work, ticket, agent.id or 0, reason)
    handover.end_of_ticket(work, ticket, "resolved")
    if reason in DECISIONS:
        suggestion_rows.decided(work, ticket, agent, SuggestionState(reason), words)
    if tells:
        tell_resolved(work, [ticket], reason, words)
    payments.follow(work, ticket)
    aftercare.watch(work, ticket)
    staffroom.tell(work, ticket, "resolved", name=agent.name, reason=reason, words=words)
    promises.read(work, ticket, agent.id or 0, words, work.now)
    staffroom.refresh_card(work, ticket)
    staffroom.close_topic(work, ticket)
    return Verdict("resolved", number=ticket.number, told=True)


def hand_back(work: Work, agent: Agent, ticket: Ticket) -> Verdict:
    """Ends the talk between the customer and a person in this ticket, or where it goes on: the bot answers again."""
    ticket = merged.held(work, ticket.id)
    current = history.open_handover(work, ticket.customer_id)
    if current is None or current.ticket_id != ticket.id:
        return Verdict("no_handover")
    handover.end(work, current, "agent", Author.AGENT, agent.id)
    return Verdict("handed_back", told=True)


def tell_resolved(
    work: Work, tickets: Sequence[Ticket], reason: str, words: str, lane: Lane = Lane.REPLY
) -> None:
    """Tells the customer what was done, or decided about their suggestion, and asks for stars.

    Of several ``tickets`` of theirs it is said once, with all numbers; the stars are the first one's.
    """
    ticket, customer = tickets[0], history.customer_of(work, tickets[0])
    numbers = say_list((one.number for one in tickets), customer.language)
    decided = reason in DECISIONS
    template = f"suggestion_{reason}" if decided else "resolved"
    more: dict[str, Any] = {"numbers": numbers} if len(tickets) > 1 else {}
    if decided:
        more["points"] = points.for_ticket(work, ticket.customer_id, ticket.id)
    post.to_customer(
        work,
        customer,
        f"ticket:{ticket.id}",
        template,
        step=str(ticket.round),
        lane=lane,
        ticket=ticket,
        template=template,
        values=more | {"number": ticket.number, "reason": reason, "words": words},
        keys=[_stars(ticket), *([] if decided else _not_solved(tickets))],
    )


def _stars(ticket: Ticket) -> list[Key]:
    return [
        Key(
            {"say": f'/rate{{"ticket": {ticket.id}, "round": {ticket.round}, "stars": {n}}}'},
            word="key_stars",
            values={"stars": n},
        )
        for n in range(1, 6)
    ]


def _not_solved(tickets: Sequence[Ticket]) -> list[list[Key]]:
    """A button for each, by its number where they are several."""
    word = "key_not_solved_number" if len(tickets) > 1 else "key_not_solved"
    return [
        [Key({"say": f'/reopen{{"ticket": {one.id}}}'}, word=word, values={"number": one.number})]
        for one in tickets
    ]


def _set_label(work: Work, agent: Agent, ticket: Ticket, payload: dict[str, Any]) -> Verdict:
    kind = Kind(payload["to"]) if payload["do"] == "set_kind" else None
    category = Category(payload["to"]) if payload["do"] == "set_category" else None
    changes.correct(work, ticket, Author.AGENT, kind=kind, category=category, agent_id=agent.id)
    staffroom.refresh_card(work, ticket)
    return Verdict("corrected", number=ticket.number)


def _set_urgent(work: Work, agent: Agent, ticket: Ticket, payload: dict[str, Any]) -> Verdict:
    check_move(Move.URGENT, ticket.state)
    if not ticket.urgent:
        corrections.keep(work, ticket, "urgent", "False", "True", Author.AGENT, agent.id)
        changes.set_urgent(work, ticket, None, Author.AGENT, agent.id)
        staffroom.show_urgent(work, ticket)
    else:
        staffroom.refresh_card(work, ticket)  # theirs may be out of date
    return Verdict("urgent", number=ticket.number)


def _set_not_urgent(work: Work, agent: Agent, ticket: Ticket, payload: dict[str, Any]) -> Verdict:
    """A false alarm. What was said on it stays said, and the customer is told nothing."""
    check_move(Move.NOT_URGENT, ticket.state)
    if ticket.urgent:
        corrections.keep(work, ticket, "urgent", "True", "False", Author.AGENT, agent.id)
        changes.set_not_urgent(work, ticket, agent.id or 0)
        staffroom.show_not_urgent(work, ticket)
    else:
        staffroom.refresh_card(work, ticket)
    return Verdict("not_urgent", number=ticket.number)


def _open_menu(work: Work, agent: Agent, ticket: Ticket, payload: dict[str, Any]) -> Verdict:
    menu = "main" if payload["do"] == "back" else payload["do"]
    if ticket.state not in LIVE:
        return _closed(ticket)
    staffroom.refresh_card(work, ticket, menu)
    return Verdict({"main": "unchanged", "resolve": "choose_reason"}.get(menu, "choose"))


def _resolve_as(work: Work, agent: Agent, ticket: Ticket, payload: dict[str, Any]) -> Verdict:
    return resolve(work, agent, ticket, payload["reason"], payload.get("words", ""), "words" in payload)


def _file_remark(work: Work, agent: Agent, ticket: Ticket, payload: dict[str, Any]) -> Verdict:
    filed = linking.file_for(work, agent, ticket, payload["remark"])
    return Verdict("remark_filed", number=filed.number) if filed else Verdict("gone")


def _closed(ticket: Ticket) -> Verdict:
    return Verdict(f"is_{ticket.state}", number=ticket.number)


def may_decide(work: Work, agent: Agent, ticket: Ticket) -> bool:
    """The owner and leads; anybody when the owner left the group or is on leave, for else nobody could."""
    if ticket.owner_id in (None, agent.id) or agent.role in DECIDES:
        return True
    owner = work.session.get_one(Agent, ticket.owner_id)
    return not owner.active or bool(people.away(work, [owner.id or 0]))


def owner_name(work: Work, ticket: Ticket) -> str:
    """Whose ticket it is; empty when nobody took it."""
    owner = work.session.get(Agent, ticket.owner_id) if ticket.owner_id else None
    return owner.name if owner else ""


DEEDS = {
    "take": lambda work, agent, ticket, payload: take(work, agent, ticket),
    "hand_back": lambda work, agent, ticket, payload: hand_back(work, agent, ticket),
    "offer": _open_menu,
    "kind": _open_menu,
    "category": _open_menu,
    "resolve": _open_menu,
    "more": _open_menu,
    "part": _open_menu,
    "snooze": _open_menu,
    "merge": _open_menu,
    "back": _open_menu,
    "set_kind": _set_label,
    "set_category": _set_label,
    "urgent": _set_urgent,
    "not_urgent": _set_not_urgent,
    "resolve_as": _resolve_as,
    "resolve_anyway": _resolve_as,
    "file_remark": _file_remark,
}
