"""The two forms: at most two questions after filing, one word after the stars; all of it can be skipped or left."""

from typing import Any

import pytest

from bot.desk.labels import Kind
from bot.desk.rating import Rating
from bot.desk.ticket import State
from tests.actions.stage import Played, Stage, words


def answer(
    stage: Stage, text: str, intent: str = "nlu_fallback", confidence: float = 0.3, **more: Any
) -> Played:
    """The customer writes while a form is open, and Rasa lets the form look at it."""
    assert stage.form is not None
    return stage.hear(f"validate_{stage.form}", text, intent, confidence=confidence, **more)


@pytest.fixture
def asked(stage: Stage) -> Stage:
    """A complaint was filed and the customer is asked where."""
    stage.filed()
    stage.open_form("details_form", "place")
    return stage


def test_the_questions_can_be_skipped(asked: Stage) -> None:
    place = asked.run("action_ask_details_form_place", {"metadata": {}})
    assert (place.text, place.payloads, place.about) == (words("zh_ask_place"), ["/skip"], [1])
    since = asked.run("action_ask_details_form_since", {"metadata": {}})
    assert (since.text, since.payloads) == (words("zh_ask_since"), ["/skip"])
    assert not place.ended_form


def test_an_answer_is_written_into_the_ticket_at_once(asked: Stage) -> None:
    assert answer(asked, "3栋2单元1201").slots["place"] == "3栋2单元1201"
    assert asked.scene.get(1).place == "3栋2单元1201"
    assert asked.scene.message(2).ticket_id == 1

    asked.open_form("details_form", "since")
    assert answer(asked, "昨天晚上").slots["since"] == "昨天晚上"
    assert asked.scene.get(1).since == "昨天晚上"
    assert asked.hear("action_details_done", "昨天晚上").text.startswith("记下了")


@pytest.mark.parametrize("said", ["不知道", "/skip", "跳过", "I don't know"])
def test_a_question_is_skipped(asked: Stage, said: str) -> None:
    assert answer(asked, said, "skip").slots["place"] == ""
    assert asked.scene.get(1).place is None
    assert asked.hear("action_details_done").texts != []


@pytest.mark.parametrize(
    ("text", "intent", "more"),
    [
        ("保安今天骂人，态度太差了", "complaint+service", {}),
        ("家里有煤气味", "complaint+quality", {"hazard": "gas"}),
        ("怎么样了", "check_status", {}),
        ("转人工", "talk_to_human", {}),
        ("/help", "help", {}),
        ('/wrong_kind{"ticket": 1}', "wrong_kind", {}),
    ],
)
def test_something_else_makes_the_form_make_way(
    asked: Stage, text: str, intent: str, more: dict[str, Any]
) -> None:
    """Rasa takes a form that fills no slot as rejected, and does what the rules say of the intent."""
    assert answer(asked, text, intent, 0.9, **more).slots.keys() <= {"requested_slot"}
    assert asked.scene.get(1).place is None


def test_the_new_matter_ends_the_form(asked: Stage) -> None:
    played = asked.hear("action_file_matter", "保安今天骂人", "complaint+service")
    assert played.ended_form
    assert played.slots["requested_slot"] is None
    assert played.slots["in_hand"] == 2


def test_an_answer_to_an_old_question_does_not_open_a_closed_ticket(asked: Stage) -> None:
    asked.scene.resolve(asked.scene.agent(), 1)
    answer(asked, "3栋2单元1201")
    assert asked.scene.get(1).state == State.RESOLVED
    assert asked.scene.get(1).place == "3栋2单元1201"


def test_the_same_answer_again_changes_nothing(asked: Stage) -> None:
    message = asked.scene.write("3栋2单元1201")
    for _ in range(2):
        assert answer(asked, "3栋2单元1201", message=message).slots["place"] == "3栋2单元1201"
    details = [one for one in asked.scene.history(1) if one.move == "details"]
    assert len(details) == 1


def test_slots_filled_before_the_form_opens_are_left_alone(stage: Stage) -> None:
    """A suggestion has no since; Rasa shows the form what is filled already."""
    stage.filed()
    stage.form = "details_form"
    stage.slots |= {"requested_slot": None, "since": ""}
    played = stage.run("validate_details_form", {"text": "楼上漏水", "metadata": {"message": 1}})
    assert played.slots == {}
    assert stage.scene.get(1).since is None


@pytest.fixture
def rated(stage: Stage) -> Stage:
    """A matter was resolved and the customer gave four stars."""
    stage.scene.resolved()
    played = stage.press("action_rate", "rate", ticket=1, round=1, stars=4)
    assert played.text == words("zh_rated", stars="★★★★☆")
    assert played.slots["follow"] == "comment"
    stage.open_form("rating_form", "comment")
    return stage


def test_a_word_with_the_stars(rated: Stage) -> None:
    asked = rated.run("action_ask_rating_form_comment", {"metadata": {}})
    assert (asked.text, asked.payloads) == (words("zh_ask_comment"), ["/skip"])
    assert answer(rated, "师傅很细心", "praise+service", 0.9).slots["comment"] == "师傅很细心"
    (rating,) = rated.scene.all(Rating)
    assert (rating.stars, rating.comment) == (4, "师傅很细心")
    assert rated.hear("action_rating_done", "师傅很细心").text == words("zh_comment_noted")
    assert rated.scene.get(1).state == State.RESOLVED


def test_no_word_is_fine(rated: Stage) -> None:
    assert answer(rated, "没有了", "deny", 0.9).slots["comment"] == ""
    assert rated.hear("action_rating_done").text == words("zh_comment_skipped")
    assert rated.scene.all(Rating)[0].comment is None


def test_a_new_matter_after_the_stars(rated: Stage) -> None:
    slots = answer(rated, "另外，楼下的路灯坏了", "complaint+quality", 0.9).slots
    assert slots.keys() <= {"requested_slot"}
    assert rated.scene.all(Rating)[0].comment is None


def test_low_stars_open_the_ticket_again_and_say_so(stage: Stage) -> None:
    stage.scene.resolved()
    played = stage.press("action_rate", "rate", ticket=1, round=1, stars=1)
    assert "CD-1 已重新打开" in played.text
    assert played.about == [1]
    assert stage.scene.get(1).state in (State.OPEN, State.TAKEN)
    stage.open_form("rating_form", "comment")
    assert stage.run("action_ask_rating_form_comment", {"metadata": {}}).text == words("zh_ask_comment_low")
    again = stage.press("action_rate", "rate", ticket=1, round=1, stars=1)
    assert again.said == played.said
    assert stage.scene.get(1).round == 2


@pytest.mark.parametrize("stars", [0, 6, -1])
def test_stars_that_do_not_exist_count_for_nothing(stage: Stage, stars: int) -> None:
    stage.scene.resolved()
    played = stage.press("action_rate", "rate", ticket=1, round=1, stars=stars)
    assert played.text == words("zh_not_yours")
    assert played.slots["follow"] == "nothing"
    assert stage.scene.all(Rating) == []


def test_the_kind_of_a_ticket_decides_the_questions_in_english_too(stage: Stage) -> None:
    played = stage.hear("action_file_matter", "How do I change the name on my contract?", "inquiry+service")
    assert stage.scene.get(1).kind == Kind.INQUIRY
    assert (played.slots["place"], played.slots["since"]) == (None, "")
