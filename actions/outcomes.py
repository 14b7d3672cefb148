"""What became of a message, told to its customer: filed, joined, reopened, or a question to them."""

from collections.abc import Sequence
from typing import Any

from actions.turn import Turn
from actions.voice import Button, button
from bot.desk.labels import Hazard, Kind
from bot.service import intake, linking
from bot.service.intake import Outcome
from bot.service.view import TicketView

SUGGESTED = 3  # kinds of matter offered when the model is not sure
BUTTON_WORDS = 40  # characters of a button's title that a phone still shows


def tell(turn: Turn, outcome: Outcome | None) -> None:
    """Says what became of a message. None: it, or the ticket named with it, is not this customer's."""
    if outcome is None:
        turn.say("not_yours")
        return
    settled = _settle_waiting(turn, outcome)
    match outcome.what:
        case "filed":
            assert outcome.ticket is not None
            _tell_filed(turn, outcome.ticket)
        case "joined":
            assert outcome.ticket is not None
            _tell_joined(turn, outcome.ticket, spoke=outcome.message != 0)
        case "reopened":
            assert outcome.ticket is not None
            turn.remember(in_hand=outcome.ticket.id)
            turn.say("reopened", ticket=outcome.ticket)
        case "which":
            turn.say("which", buttons=[*_places(outcome), _elsewhere(turn, outcome)])
        case "unsure":
            _ask_kind(turn, outcome)
        case "kept":
            turn.say("kept")
    for one in (outcome, *settled):
        _offer_besides(turn, one)


def tell_danger(turn: Turn, ticket: TicketView, hazard: Hazard, then: str) -> None:
    """What to do right now, ahead of everything else; then that staff know."""
    turn.remember(in_hand=ticket.id)
    turn.say(f"advice_{hazard}", ticket=ticket, alert=True)
    late = then == "urgent_joined" and ticket.due_at <= turn.work.now  # the answer that was owed is
    turn.say(f"{then}_soon" if late else then, ticket=ticket, alert=True)


def _tell_filed(turn: Turn, ticket: TicketView) -> None:
    if ticket.hazard is not None:
        tell_danger(turn, ticket, ticket.hazard, "urgent_filed")
        return
    more = [turn.voice.word("refers_to", refers_to=ticket.refers_to)] if ticket.refers_to else []
    turn.say("filed", ticket=ticket, more=more)
    turn.remember(in_hand=ticket.id, **_questions(turn, ticket))


def _offer_besides(turn: Turn, outcome: Outcome) -> None:
    """What a message says besides, about something else, is offered as a ticket of its own: one tap."""
    remark = linking.offered(turn.work, outcome.message) if outcome.ticket else None
    if remark is not None:
        turn.say("besides", ticket=outcome.ticket, besides=linking.quoted(remark), remark=remark.id)


def _questions(turn: Turn, ticket: TicketView) -> dict[str, Any]:
    """Which of the two questions are asked: an empty slot is asked for, a filled one is not.

    Where is known when one account is tied to the chat, and asked for what needs a place; since when, for complaints.
    """
    needs_place = ticket.kind in (Kind.COMPLAINT, Kind.INQUIRY) and len(turn.person.accounts) != 1
    needs_since = ticket.kind == Kind.COMPLAINT
    return {
        "place": None if needs_place else "",
        "since": None if needs_since else "",
        "follow": "details" if needs_place or needs_since else "nothing",
    }


def _tell_joined(turn: Turn, ticket: TicketView, spoke: bool) -> None:
    turn.remember(in_hand=ticket.id)
    if turn.heard.hazard is not None:
        tell_danger(turn, ticket, turn.heard.hazard, "urgent_joined")
    else:
        turn.say("joined" if spoke else "still_open", ticket=ticket)


def _ask_kind(turn: Turn, outcome: Outcome) -> None:
    """One short question instead of a guess."""
    suggested = [
        button(
            turn.voice.word("guess", kind=turn.voice.kind(kind), category=turn.voice.category(category)),
            "file_as",
            message=outcome.message,
            kind=kind,
            category=category,
        )
        for (kind, category), _ in turn.heard.likely[:SUGGESTED]
    ]
    after_ticket = [button(turn.voice.word("button_mine"), "mine")] if turn.heard.asks_after_ticket else []
    others = [
        *after_ticket,
        button(turn.voice.word("button_person"), "talk_to_human", message=outcome.message),
        button(turn.voice.word("button_chatting"), "just_chatting", message=outcome.message),
    ]
    turn.say("ask_kind", buttons=[*suggested, *_places(outcome, turn), *others])


def _places(outcome: Outcome, turn: Turn | None = None) -> list[Button]:
    """A button for each ticket that the message could belong to; worded as an addition where ``turn`` is given."""
    found = []
    for one in outcome.candidates:
        title = f"{one.number} {one.first_words}".strip()
        title = turn.voice.word("button_add_to", words=title) if turn else title
        found.append(button(title[:BUTTON_WORDS], "place", message=outcome.message, ticket=one.id))
    return found


def _elsewhere(turn: Turn, outcome: Outcome) -> Button:
    return button(turn.voice.word("button_new_matter"), "place", message=outcome.message)


def _settle_waiting(turn: Turn, outcome: Outcome) -> list[Outcome]:
    """Messages that still wait for an answer of the customer's go where this one goes: nothing stays in the air.

    One that was most likely part of a ticket goes there instead. The slot ``waiting`` is a list of
    ``{"message", "ticket" or None}``.
    """
    waiting: Sequence[dict[str, Any]] = turn.heard.slots.get("waiting") or []
    older = [one for one in waiting if one["message"] != outcome.message]
    if outcome.ticket is None:
        likely = outcome.candidates[0].id if outcome.what == "which" else None
        turn.remember(waiting=[*older, {"message": outcome.message, "ticket": likely}])
        return []
    placed = [
        intake.place(turn.work, turn.heard.chat, one["message"], one["ticket"] or outcome.ticket.id)
        for one in older
    ]
    if waiting:
        turn.remember(waiting=None)
    return [one for one in placed if one is not None]
