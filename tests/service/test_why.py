"""Why a ticket was read so: what an agent is told in its topic, and what was said and corrected since."""

from datetime import timedelta

import pytest

from bot.desk.labels import Category, Kind
from bot.desk.notice import Lane, Notice
from bot.desk.transcript import Author
from bot.service import changes, history, intake, tickets, unanswered, why
from bot.service.verdict import Verdict
from bot.service.why import Question
from tests.builders import LI, Scene
from tests.explanations import TWO, explained, told, topic


def ask(scene: Scene, ticket: int, **more: object) -> tuple[Verdict, Notice | None]:
    """An agent asks why, and the dialogue answers; the verdict and what the topic is told last."""
    with scene.desk() as work:
        asked = why.question(work, ticket)
    assert isinstance(asked, Question)
    with scene.desk() as work:
        verdict = why.answer(work, asked, explained(asked.text, **more))
    return verdict, next(iter(reversed(scene.notices("why"))), None)


def test_the_words_that_decided_are_told_below_the_card(scene: Scene) -> None:
    ticket = scene.ticket("电梯坏了三天没人修")
    verdict, notice = ask(scene, ticket)
    assert verdict.word == "why_told"
    assert notice is not None
    assert (notice.ticket_id, notice.lane, notice.template) == (ticket, Lane.REPLY, "why")
    values = notice.values
    assert (values["label"], values["sure"], values["least"]) == ("complaint+quality", 91, 46)
    assert values["kind_words"] == [["电梯", 41]]
    assert values["category_words"] == [["电梯", 30]]
    assert values["others"] == [["complaint+service", 4]]
    assert (values["asked"], values["then"], values["changes"]) == ({}, [], [])


def test_both_things_that_a_message_says_are_told(scene: Scene) -> None:
    _, notice = ask(
        scene, scene.ticket("建议装伞架。另外电梯坏了"), parts=TWO, because="parts", certainty=0.2
    )
    assert notice is not None
    assert notice.values["sure"] == 93, "that of the part that decided, not of the whole"
    second, main = notice.values["parts"]
    assert (main["main"], second["main"]) == (True, False)
    assert (second["label"], second["share"]) == ("suggestion+design", 97)
    assert (second["said"], second["kind_words"]) == ("建议在门口装一个雨伞架", [["建议", 40]])
    assert second["category_words"] == []


def test_the_same_answer_is_said_once_and_a_new_one_again(scene: Scene) -> None:
    ticket = scene.ticket()
    assert ask(scene, ticket)[0].word == "why_told"
    assert ask(scene, ticket)[0].word == "why_told_already"
    agent = scene.agent("王芳")
    scene.press(agent, "set_kind", ticket, to="inquiry")
    verdict, notice = ask(scene, ticket)
    assert verdict.word == "why_told"
    assert notice is not None
    (change,) = notice.values["changes"]
    assert (change["field"], change["before"], change["after"]) == ("kind", "complaint", "inquiry")
    assert change["name"] == "王芳"
    assert len(scene.notices("why")) == 2


def test_a_customers_correction_has_no_agents_name(scene: Scene) -> None:
    ticket = scene.ticket()
    with scene.desk() as work:
        changes.correct(work, history.held(work, ticket), Author.CUSTOMER, category=Category.SERVICE)
    _, notice = ask(scene, ticket)
    assert notice is not None
    assert [(one["after"], one["name"]) for one in notice.values["changes"]] == [("service", "")]


def test_whether_the_customer_was_asked_and_what_they_chose(scene: Scene) -> None:
    message = scene.write("那个怎么样")
    with scene.desk() as work:
        intake.unsure(work, message, intake.Reading(Kind.INQUIRY, Category.SERVICE, 0.4))
    with scene.desk() as work:
        filed = intake.file_as(work, LI, message, Kind.COMPLAINT, Category.QUALITY)
    assert filed is not None
    assert filed.ticket is not None
    _, notice = ask(scene, filed.ticket.id)
    assert notice is not None
    assert notice.values["asked"] == {"how": "answered", "chosen": "complaint+quality"}
    assert notice.values["changes"] == []


def test_whether_the_customer_was_asked_and_went_quiet(scene: Scene) -> None:
    message = scene.write("那个怎么样")
    with scene.desk() as work:
        intake.unsure(work, message, intake.Reading(Kind.INQUIRY, Category.SERVICE, 0.4))
    scene.clock.now += timedelta(hours=3)
    with scene.desk() as work:
        assert unanswered.file_unanswered(work) == 1
    ticket = scene.message(message).ticket_id
    assert ticket is not None
    _, notice = ask(scene, ticket, label="inquiry+service")
    assert notice is not None
    assert notice.values["asked"] == {"how": "quiet"}


def test_another_reading_by_a_newer_model_says_how_it_was_read_then(scene: Scene) -> None:
    ticket = scene.ticket()
    _, notice = ask(scene, ticket, label="complaint+service")
    assert notice is not None
    assert notice.values["then"] == ["complaint+quality", 90]


@pytest.mark.parametrize("state", ["resolved", "withdrawn"])
def test_a_closed_ticket_says_that_it_is_closed(scene: Scene, state: str) -> None:
    ticket = scene.ticket()
    if state == "resolved":
        scene.press(scene.agent(), "resolve_as", ticket, reason="fixed")
    else:
        with scene.desk() as work:
            tickets.withdraw(work, LI, ticket)
    with scene.desk() as work:
        verdict = why.question(work, ticket)
    assert isinstance(verdict, Verdict)
    assert verdict.word == f"is_{state}"


def test_nothing_to_explain_says_so(scene: Scene) -> None:
    ticket = scene.ticket(" ")
    with scene.desk() as work:
        assert why.question(work, ticket) == Verdict("why_no_words")
        assert why.question(work, 10**12) == Verdict("gone")
        assert why.question(work, None) == Verdict("gone")


def test_while_the_dialogue_is_away_nothing_is_written(scene: Scene) -> None:
    ticket = scene.ticket()
    with scene.desk() as work:
        assert why.answer(work, Question(ticket, "漏水"), None) == Verdict("why_away")
    assert not scene.notices("why")


def test_what_is_shown_stays_short(scene: Scene) -> None:
    long = "长" * 3000
    weight = told(long)["words"][0] | {"text": long}
    urgent = {
        "probability": 0.9,
        "from": 0.17,
        "hazard": "gas",
        "danger_words": [{"hazard": "gas", "word": long, "sure": True}] * 9,
        "guards": [{"guard": "negated", "word": long}] * 9,
    }
    values = why.shown(explained(long, words=[weight] * 60, urgent=urgent, removed=[long] * 30))
    assert len(str(values)) < 1500
    assert values["parts"] == []
    two = [topic(long, "complaint+quality", main) for main in (True, False)]
    assert len(str(why.shown(explained("长", parts=two)))) < 1500
    assert len(values["kind_words"]) == why.WORDS


def test_the_card_offers_it_until_the_ticket_is_closed(scene: Scene) -> None:
    ticket, agent = scene.ticket(), scene.agent()
    (card,) = scene.notices("card")
    assert {"do": "why", "ticket": ticket} in scene.payloads(card)
    scene.press(agent, "urgent", ticket)
    assert [one["do"] for one in scene.payloads(scene.notices("card_edit")[-1])][:6] == [
        *("take", "resolve", "kind", "category", "not_urgent", "why"),
    ]
    scene.press(agent, "resolve_as", ticket, reason="fixed")
    assert "why" not in [one["do"] for one in scene.payloads(scene.notices("card_edit")[-1])]
