"""A turn in which an action failed: whatever Rasa asks for after it says nothing, so that the desk tries again."""

from typing import Any

import pytest
from rasa_sdk import Tracker

from actions.turn import TurnBroken, check_unbroken
from bot.desk.customer import Customer
from bot.desk.ticket import Ticket
from bot.service import post
from tests.actions.stage import Stage

USER, BOT, SLOT = {"event": "user"}, {"event": "bot"}, {"event": "slot", "name": "in_hand", "value": 1}
FORM = {"event": "action", "name": "details_form"}


def action(name: str) -> dict[str, Any]:
    return {"event": "action", "name": name}


def tracker(events: list[dict[str, Any]]) -> Tracker:
    return Tracker("1", {}, {}, events, False, None, {}, "action_listen")


WHOLE = {
    "the first action of a turn": [USER],
    "after one that spoke": [USER, action("action_file_matter"), BOT, SLOT],
    "after two that spoke": [USER, action("action_attach"), BOT, action("action_ask"), BOT],
    "a new session": [
        action("action_session_start"),
        {"event": "session_started"},
        action("action_listen"),
        USER,
    ],
    "a form that asked": [USER, FORM, BOT],
    "one that failed in an earlier turn": [USER, action("action_file_matter"), action("action_listen"), USER],
}
BROKEN = {
    "after one that failed": [USER, action("action_file_matter")],
    "after one that failed and a form": [USER, FORM, action("action_attach"), FORM],
    "the first of two failed": [USER, action("action_attach"), action("action_ask"), BOT],
    "the turn was taken back and said again": [USER, BOT, {"event": "rewind"}, USER, action("action_attach")],
}


@pytest.mark.parametrize("events", WHOLE.values(), ids=WHOLE.keys())
def test_a_whole_turn_goes_on(events: list[dict[str, Any]]) -> None:
    check_unbroken(tracker(events))


@pytest.mark.parametrize("events", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_turn_ends(events: list[dict[str, Any]]) -> None:
    with pytest.raises(TurnBroken, match=r"action_(file_matter|attach)"):
        check_unbroken(tracker(events))


def test_a_reply_to_another_ticket_is_no_answer_to_the_question(stage: Stage) -> None:
    other, mine = stage.filed(), stage.filed("电梯坏了", "complaint+design")
    stage.open_form("details_form", "place")
    assert stage.slots["in_hand"] == mine != other
    with stage.scene.desk() as work:
        ticket = work.session.get_one(Ticket, other)
        customer = work.session.get_one(Customer, ticket.customer_id)
        post.to_customer(work, customer, "update:1", "reply", ticket=ticket, text="CD-1", message_id=4711)
    said = stage.scene.write("3栋2单元1201", stage.chat, reply_to=4711)
    answered = stage.hear("validate_details_form", "3栋2单元1201", message=said)
    assert "place" not in answered.slots
