"""What customers answer to care: still fixed, a contract that is to go on, stars for the house."""

from datetime import date
from typing import Any

import pytest

from bot.desk.account import Proof
from bot.desk.occasion import Survey
from bot.desk.task import Task
from bot.desk.ticket import State, Ticket
from tests.actions.stage import Played, Stage, words
from tests.builders import ANN, LI
from tests.service.carefolk import account, customer


def answer(stage: Stage, text: str, intent: str = "nlu_fallback", confidence: float = 0.3) -> Played:
    """The customer answers the open question of the survey."""
    latest: dict[str, Any] = {
        "text": text,
        "intent": {"name": intent, "confidence": confidence},
        "metadata": {"message": stage.scene.write(text, stage.chat)},
    }
    return stage.run("validate_survey_form", latest)


def test_still_fixed_says_thanks_and_staff_see_it(stage: Stage) -> None:
    ticket = stage.scene.resolved()
    for _ in range(2):
        assert stage.press("action_still_fixed", "still_fixed", ticket=ticket).text == words("zh_still_fixed")
    told = [one for one in stage.scene.notices("told") if one.template == "told_still_fixed"]
    assert len(told) == 1
    assert stage.scene.get(ticket).state == State.RESOLVED


def test_not_fixed_opens_it_again(stage: Stage) -> None:
    ticket = stage.scene.resolved()
    assert f"CD-{ticket}" in stage.press("action_reopen", "reopen", ticket=ticket).text
    assert stage.scene.get(ticket).state in (State.OPEN, State.TAKEN)
    assert stage.press("action_still_fixed", "still_fixed", ticket=ticket).text == words("zh_still_fixed")
    assert not [one for one in stage.scene.notices("told") if one.template == "told_still_fixed"]


def test_another_s_ticket_is_nobody_s_business(stage: Stage) -> None:
    ticket = stage.scene.resolved(chat=ANN)
    stage.scene.write("你好", LI)
    for number in (ticket, 999, "x", 2**40):
        played = stage.press("action_still_fixed", "still_fixed", ticket=number)
        assert played.text == words("zh_not_yours")


def test_a_contract_is_extended_by_a_button(stage: Stage) -> None:
    mine = account(stage.scene, "H-1", customer(stage.scene), contract_until=date(2026, 6, 1))
    played = stage.press("action_extend_contract", "extend_contract", account=mine)
    (ticket,) = stage.scene.all(Ticket)
    assert "H-1 的续约已经登记，编号 CD-1" in played.text
    assert played.payloads == ['/withdraw{"ticket": 1}']
    assert (played.about, played.slots["in_hand"]) == ([ticket.id], ticket.id)
    again = stage.press("action_extend_contract", "extend_contract", account=mine)
    assert again.text == words("zh_extension_known", account="H-1", number="CD-1")
    assert len(stage.scene.all(Ticket)) == 1


@pytest.mark.parametrize("number", [1, 999, "x", 0])
def test_a_contract_that_is_not_proven_theirs_is_not_extended(stage: Stage, number: object) -> None:
    account(stage.scene, "H-1", customer(stage.scene), Proof.SAID)
    played = stage.press("action_extend_contract", "extend_contract", account=number)
    assert played.text == words("zh_not_yours")
    assert not stage.scene.all(Ticket)


@pytest.fixture
def asked(stage: Stage) -> Stage:
    """A survey was asked; its id is 1."""
    one = customer(stage.scene, LI, "李娜")
    with stage.scene.desk() as work:
        work.session.add(Survey(customer_id=one, standing="ordinary", asked_at=work.now))
    return stage


def test_good_stars_and_that_is_all(asked: Stage) -> None:
    played = asked.press("action_survey_stars", "survey_stars", survey=1, stars=4)
    assert played.text == words("zh_survey_thanks", stars="★★★★☆")
    assert played.slots["follow"] == "nothing"
    assert asked.scene.all(Survey)[0].stars == 4
    assert not asked.scene.all(Task)


def test_low_stars_are_asked_why_and_called_about(asked: Stage) -> None:
    played = asked.press("action_survey_stars", "survey_stars", survey=1, stars=2)
    assert played.text == words("zh_survey_low", stars="★★☆☆☆")
    assert (played.slots["follow"], played.slots["surveyed"]) == ("comment", 1)
    asked.open_form("survey_form", "comment")
    question = asked.run("action_ask_survey_form_comment", {"metadata": {}})
    assert (question.text, question.payloads) == (words("zh_ask_survey_word"), ["/skip"])
    assert answer(asked, "电话总打不通").slots["comment"] == "电话总打不通"
    assert asked.hear("action_survey_done", "电话总打不通").text == words("zh_survey_word_noted")
    assert asked.scene.all(Survey)[0].comment == "电话总打不通"
    assert asked.scene.all(Task)[0].values["words"] == "电话总打不通"


def test_nobody_has_to_say_why(asked: Stage) -> None:
    asked.press("action_survey_stars", "survey_stars", survey=1, stars=1)
    asked.open_form("survey_form", "comment")
    assert answer(asked, "不说了", "skip", 0.9).slots["comment"] == ""
    assert asked.hear("action_survey_done").text == words("zh_survey_word_skipped")
    assert asked.scene.all(Survey)[0].comment == ""


@pytest.mark.parametrize(
    "pressed", [{"survey": 1, "stars": 6}, {"survey": 2, "stars": 5}, {"survey": "x", "stars": 5}, {}]
)
def test_stars_for_no_survey_of_theirs(asked: Stage, pressed: dict[str, Any]) -> None:
    played = asked.press("action_survey_stars", "survey_stars", **pressed)
    assert played.text == words("zh_survey_over")
    assert played.slots["follow"] == "nothing"
    assert asked.scene.all(Survey)[0].stars is None


def test_in_english(stage: Stage) -> None:
    ticket = stage.scene.resolved("The tap is leaking again in the kitchen")
    stage.scene.write("The tap is leaking again in the kitchen")
    played = stage.press("action_still_fixed", "still_fixed", ticket=ticket)
    assert played.text == words("en_still_fixed")
