"""What a ticket's card shows staff, as values, and what its buttons do."""

from typing import Any

from sqlmodel import col, select

from bot.desk.account import Account
from bot.desk.agent import Agent
from bot.desk.customer import Customer
from bot.desk.labels import Category, Kind
from bot.desk.outage import Outage
from bot.desk.party import Standing
from bot.desk.remark import Remark, RemarkState
from bot.desk.suggestion import SuggestionState
from bot.desk.ticket import LIVE, Move, State, Ticket, TicketEvent, number_of
from bot.desk.ticket_clock import Metric
from bot.service import (
    clock_rows,
    defect_rows,
    history,
    merged,
    more_menu,
    part_rows,
    people,
    promise_rows,
    remarks,
    staffgroup,
    standing,
    suggestion_rows,
    transfer_rows,
)
from bot.service.post import Key, Keys
from bot.service.view import opening_words, shortened
from bot.service.work import Work

WORDS = 2000  # characters of the customer's words on a card; a Telegram message holds 4,096 in all
RESOLUTION_WORDS = 500
EARLIER_TICKETS = 3
MOST_RECEIVERS = 20  # of a ticket that is handed on, as buttons; /give reaches everybody
BESIDES_WORDS = 300  # characters of what a message said besides, on the card
MOST_PROMISES = 3
PROMISE_WORDS = 60  # characters of what was promised
REMARK_WORDS = 20  # characters of it on the button that files it
BESIDES = "besides"
"""In the history: the message reported an outage, and the ticket is about what else it said."""
REASONS = ("fixed", "explained", "arranged", "compensated", "no_fault", "duplicate")


def values_of(work: Work, ticket: Ticket) -> dict[str, Any]:
    """Everything a card shows, as values (times in ISO 8601, UTC)."""
    customer = history.customer_of(work, ticket)
    account = work.session.get(Account, ticket.account_id) if ticket.account_id else None
    owner = work.session.get(Agent, ticket.owner_id) if ticket.owner_id else None
    first = work.session.get(Agent, ticket.first_owner_id) if ticket.first_owner_id else None
    asked = work.session.get(Agent, ticket.assigned_id) if ticket.assigned_id and not owner else None
    supervisor = work.session.get(Agent, ticket.supervisor_id) if ticket.supervisor_id else None
    return names(ticket) | {
        **_clock(work, ticket),
        "state": ticket.state,
        "language": ticket.language,
        "owner": owner.name if owner else "",
        "first_owner": first.name if first and first.id != ticket.owner_id else "",
        "assigned": asked.name if asked else "",
        "assigned_id": asked.user_id if asked else 0,
        **transfer_rows.shown(work, ticket),
        "customer": customer.name,
        "account": f"{account.number} {account.address}".strip() if account else "",
        "standing": _standing(work, ticket, customer),
        "place": ticket.place or "",
        "since": ticket.since or "",
        "green": "1" if ticket.green_at else "",
        "supervisor": supervisor.name if supervisor else "",
        "supervisor_id": supervisor.user_id if supervisor else 0,
        "priority": ticket.priority,
        "words": opening_words(work, ticket)[:WORDS],
        "more": max(len(opening_words(work, ticket)) - WORDS, 0),
        "refers_to": f"CD-{ticket.refers_to_id}" if ticket.refers_to_id else "",
        "linked": remarks.linked(work, ticket),
        "outages": _outages(work, ticket),
        "promises": [_promise(one) for one in promise_rows.standing(work, ticket)[:MOST_PROMISES]],
        "suggestion": suggestion_rows.state_of(work, ticket) or "",
        "besides": [_besides(one) for one in remarks.unfiled(work, ticket)],
        "repeats": number_of(ticket.repeats_id) if ticket.repeats_id else "",
        "fix_failed": int(ticket.fix_failed_at is not None),
        "merged_into": merged.place_of(work, ticket).number if ticket.merged_into_id else "",
        "merged": merged.numbers(work, ticket),
        **defect_rows.shown(work, ticket),
        "snoozed_at": ticket.snoozed_until.isoformat() if ticket.snoozed_until else "",
        "snooze_reason": ticket.snooze_reason,
        "parts": part_rows.shown(work, ticket),
        "round": ticket.round,
        "resolution": (ticket.resolution or "")[:RESOLUTION_WORDS],
        "earlier": _earlier(work, ticket),
    }


def keys_of(work: Work, ticket: Ticket, menu: str = "main") -> Keys:
    """The buttons of a card. A closed ticket has none of its own; what was said besides is still nobody's. That of a
    merged one undoes the merging: in its topic, which is closed, only administrators of the group can write.
    """
    if ticket.state not in LIVE:
        undo = [[more_menu.unmerge(ticket)]] if ticket.state == State.MERGED else []
        return [*undo, *_suggestion_keys(work, ticket), *_remark_keys(work, ticket)]
    if menu == "main":
        return [*_main_menu(work, ticket), *_suggestion_keys(work, ticket), *_remark_keys(work, ticket)]
    if menu == "resolve":
        return [*_suggestion_keys(work, ticket), *_resolve_menu(ticket)]
    menus = {"kind": _kind_menu, "category": _category_menu}
    if menu == "offer":
        return _offer_menu(work, ticket)
    if menu in menus:
        return menus[menu](ticket)
    return [*more_menu.keys_of(work, ticket, menu), [key("back", ticket)]]


def key(do: str, ticket: Ticket, word: str = "", **more: Any) -> Key:
    return Key({"do": do, "ticket": ticket.id} | more, word=word or f"key_{do}")


def _main_menu(work: Work, ticket: Ticket) -> Keys:
    owned = ticket.owner_id is not None
    free = ticket.owner_id is None or people.left_alone(work, ticket.owner_id)
    first = [*([key("take", ticket)] if free else []), *([key("offer", ticket)] if owned else [])]
    urgent = key("not_urgent", ticket) if ticket.urgent else key("urgent", ticket)
    return [
        [*first, key("resolve", ticket)],
        [key("kind", ticket), key("category", ticket)],
        [urgent, key("why", ticket), *([key("looked", ticket)] if ticket.green_at else [])],
        [key("go_on" if clock_rows.pause_of(work, ticket) else "wait", ticket), key("clock", ticket)],
        [key("more", ticket)],
    ]


def _suggestion_keys(work: Work, ticket: Ticket) -> Keys:
    """What comes next in the life of a suggestion that nobody has decided about."""
    state = suggestion_rows.state_of(work, ticket)
    if state not in suggestion_rows.UNDECIDED or ticket.state not in suggestion_rows.DECIDABLE:
        return []
    considered = state == SuggestionState.CONSIDERED or ticket.state not in LIVE
    return [
        [
            *([] if considered else [key("consider", ticket)]),
            key("adopt", ticket),
            key("not_adopt", ticket),
        ]
    ]


def _remark_keys(work: Work, ticket: Ticket) -> Keys:
    """A row for each thing that the customer said besides and that nobody decided about."""
    return [
        [
            Key(
                {"do": "file_remark", "ticket": ticket.id, "remark": one.id},
                word="key_file_besides",
                values={"words": shortened(one.text, REMARK_WORDS)},
            )
        ]
        for one in remarks.unfiled(work, ticket)
        if one.state == RemarkState.OPEN
    ]


def _kind_menu(ticket: Ticket) -> Keys:
    keys = [key("set_kind", ticket, f"kind_{kind}", to=kind) for kind in Kind if kind != ticket.kind]
    return [keys, [key("back", ticket)]]


def _category_menu(ticket: Ticket) -> Keys:
    keys = [
        key("set_category", ticket, f"category_{one}", to=one) for one in Category if one != ticket.category
    ]
    return [keys, [key("back", ticket)]]


def _resolve_menu(ticket: Ticket) -> Keys:
    keys = [key("resolve_as", ticket, f"reason_{reason}", reason=reason) for reason in REASONS]
    return [keys[:3], keys[3:], [key("back", ticket)]]


def _offer_menu(work: Work, ticket: Ticket) -> Keys:
    keys = [
        Key({"do": "offer_to", "ticket": ticket.id, "to": agent.id}, text=agent.name)
        for agent in people.receivers(work, ticket.category, ticket.owner_id)[:MOST_RECEIVERS]
    ]
    return [*(keys[at : at + 2] for at in range(0, len(keys), 2)), [key("back", ticket)]]


def link_of(work: Work, ticket: Ticket) -> str:
    """The address of the ticket's topic; empty for a group without topics, or before it is opened."""
    address = staffgroup.topics(work) if ticket.thread_id is not None else ""
    return f"{address}{ticket.thread_id}" if address else ""


def names(ticket: Ticket) -> dict[str, Any]:
    return {
        "number": ticket.number,
        "kind": ticket.kind,
        "category": ticket.category,
        "urgent": ticket.urgent,
        "hazard": ticket.hazard or "",
    }


def _clock(work: Work, ticket: Ticket) -> dict[str, Any]:
    """The deadline of the first answer, after that the matter's, or since when it stands still.

    Those of later answers are said with the words that they are owed to: a card is not edited with every word.
    """
    running, pause = clock_rows.running(work, ticket), clock_rows.pause_of(work, ticket)
    shown = {row.metric: row for row in running}
    row = shown.get(Metric.FIRST_RESPONSE, shown.get(Metric.RESOLUTION))
    return {
        "due_at": row.due_at.isoformat() if row and row.due_at else "",
        "due_metric": row.metric if row else "",
        "late": bool(row and row.due_at and row.due_at <= work.now),
        "waits_at": pause.from_at.isoformat() if pause else "",
    }


def _besides(remark: Remark) -> dict[str, Any]:
    return {
        "kind": remark.kind,
        "category": remark.category,
        "words": shortened(remark.text, BESIDES_WORDS),
        "state": remark.state,
    }


def _outages(work: Work, ticket: Ticket) -> list[dict[str, Any]]:
    """The outages that the ticket belongs to, or that its message reported besides, as they are now."""
    query = (
        select(Outage, TicketEvent.reason)
        .join(TicketEvent, col(TicketEvent.after) == col(Outage.number))
        .where(TicketEvent.ticket_id == ticket.id, TicketEvent.move == Move.OUTAGE)
        .order_by(col(TicketEvent.id))
    )
    return [
        {
            "number": outage.number,
            "out": outage.supply,
            "restored_at": outage.restored_at.isoformat() if outage.restored_at else "",
            "part": reason != BESIDES,
        }
        for outage, reason in work.session.exec(query)
    ]


def _promise(one: promise_rows.Standing) -> dict[str, Any]:
    return {
        "due_at": one.due_at.isoformat(),
        "words": shortened(one.words, PROMISE_WORDS),
        "broken": one.broken,
    }


def _standing(work: Work, ticket: Ticket, customer: Customer) -> str:
    """The class of the customer, or of the account that the ticket is about; an ordinary one is not shown."""
    found = standing.of_matter(work, customer, ticket.account_id)
    return "" if found == Standing.ORDINARY else found


def _earlier(work: Work, ticket: Ticket) -> list[dict[str, Any]]:
    """The customer's history: their last tickets before this one."""
    query = (
        select(Ticket)
        .where(Ticket.customer_id == ticket.customer_id, col(Ticket.id) < ticket.id)
        .order_by(col(Ticket.id).desc())
        .limit(EARLIER_TICKETS)
    )
    return [
        names(one) | {"state": one.state, "words": shortened(opening_words(work, one), 40)}
        for one in work.session.exec(query)
    ]
