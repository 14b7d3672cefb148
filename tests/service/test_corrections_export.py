"""Corrections become training lines: whose word counts, what the model had said, nothing personal, reviewed or not."""

from typing import Any

import pytest

from bot.desk.account import Account, AccountLink, Proof
from bot.desk.labels import Category, Hazard, Kind
from bot.desk.ticket import Ticket
from bot.service import corrections_export, intake, tickets
from bot.service.corrections_export import LABELS, Line
from bot.service.intake import Reading
from nlu.labels import LEARNED_LABELS
from tests.builders import LI, Scene, ticket_of
from tests.service.test_two_topics import BOTH, STAND, tap, wrote


def exported(scene: Scene, **since: Any) -> list[Line]:
    with scene.desk() as work:
        return corrections_export.lines(work, **since)


def correct(scene: Scene, ticket: int, **said: Any) -> None:
    with scene.desk() as work:
        tickets.correct(work, LI, ticket, **said)
    scene.clock.forward(minutes=1)


def asked(scene: Scene, text: str) -> int:
    message = scene.write(text)
    with scene.desk() as work:
        intake.unsure(work, message, Reading(Kind.INQUIRY, Category.SERVICE, 0.3))
    return message


def test_the_labels_are_those_that_the_model_learns() -> None:
    assert sorted(LABELS) == sorted(LEARNED_LABELS)


def test_a_line_says_everything(scene: Scene) -> None:
    ticket = scene.ticket("车位太窄，开不了车门")
    correct(scene, ticket, category=Category.DESIGN)
    (line,) = exported(scene)
    assert line.as_json() == {
        "text": "车位太窄，开不了车门",
        "lang": "zh",
        "kind": "complaint",
        "category": "design",
        "intent": None,
        "label": "complaint+design",
        "urgent": False,
        "source": "customer",
        "ticket": f"CD-{ticket}",
        "said": {"kind": "complaint", "category": "quality", "urgent": False, "confidence": 0.9},
        "at": "2026-03-02T09:30:00+00:00",
        "reviewed": "no",
    }


def test_staff_outrank_the_customer_whoever_spoke_last(scene: Scene) -> None:
    ticket, wang = scene.ticket("车位太窄"), scene.agent()
    scene.press(wang, "set_kind", ticket, to="suggestion")
    correct(scene, ticket, kind=Kind.PRAISE, category=Category.DESIGN)
    (line,) = exported(scene)
    assert (line.label, line.source) == ("suggestion+design", "agent")


def test_among_equals_the_last_word_counts(scene: Scene) -> None:
    ticket = scene.ticket("车位太窄")
    correct(scene, ticket, category=Category.SERVICE)
    correct(scene, ticket, category=Category.DESIGN)
    (line,) = exported(scene)
    assert (line.label, line.source) == ("complaint+design", "customer")


def test_answers_to_the_desks_question_are_marked(scene: Scene) -> None:
    first, second = asked(scene, "那个东西怎么弄"), asked(scene, "你们好啊在吗")
    with scene.desk() as work:
        ticket = ticket_of(intake.file_as(work, LI, first, Kind.INQUIRY, Category.QUALITY))
        intake.leave(work, LI, second)
    filed, nothing = exported(scene)
    assert (filed.label, filed.source, filed.ticket) == ("inquiry+quality", "asked", f"CD-{ticket}")
    assert (nothing.label, nothing.source, nothing.ticket) == ("chitchat+other", "asked", None)
    assert {key: nothing.as_json()[key] for key in ("kind", "category", "intent")} == {
        "kind": "none",
        "category": None,
        "intent": "chitchat",
    }
    correct(scene, ticket, kind=Kind.COMPLAINT)
    assert [(line.label, line.source) for line in exported(scene)][-1] == ("complaint+quality", "customer")


def test_a_message_that_was_nothing_and_then_filed_is_one_line(scene: Scene) -> None:
    message = asked(scene, "灯不亮也没啥")
    with scene.desk() as work:
        intake.leave(work, LI, message)
    with scene.desk() as work:
        intake.file_as(work, LI, message, Kind.COMPLAINT, Category.QUALITY)
    (line,) = exported(scene)
    assert (line.label, line.source) == ("complaint+quality", "asked")


def test_urgent_is_what_people_say_and_else_what_the_model_heard(scene: Scene) -> None:
    calm, heard = scene.ticket("有股怪味"), scene.ticket("着火了", hazard=Hazard.FIRE)
    with scene.desk() as work:
        tickets.set_urgent(work, LI, calm, Hazard.GAS)
    correct(scene, heard, category=Category.SERVICE)
    joined = scene.ticket("水表不转", category=Category.DESIGN)
    with scene.desk() as work:
        work.session.get_one(Ticket, joined).urgent = True  # by something said later
    correct(scene, joined, category=Category.QUALITY)
    assert [line.urgent for line in exported(scene)] == [True, True, False]


def test_the_second_matter_of_a_message_is_a_line_of_its_own(scene: Scene) -> None:
    _, first = wrote(scene)
    second = tap(scene)
    assert second is not None
    correct(scene, ticket_of(first), category=Category.SERVICE)
    correct(scene, second.id, category=Category.SERVICE)
    whole, part = exported(scene)
    assert (whole.text, whole.label) == (BOTH, "complaint+service")
    assert (part.text, part.label, part.ticket) == (STAND.text, "suggestion+service", second.number)
    assert part.said == {"kind": "suggestion", "category": "design", "urgent": False, "confidence": None}


def test_what_has_no_words_is_no_line(scene: Scene) -> None:
    correct(scene, scene.ticket(""), kind=Kind.PRAISE)
    correct(scene, scene.ticket("？！13"), kind=Kind.PRAISE)
    assert exported(scene) == []


def test_since_counts_the_last_correction(scene: Scene) -> None:
    correct(scene, scene.ticket("车位太窄"), category=Category.DESIGN)
    renewed = scene.ticket("楼道太脏")
    correct(scene, renewed, category=Category.DESIGN)
    scene.clock.forward(days=1)
    noon = scene.clock.now
    correct(scene, renewed, category=Category.SERVICE)
    assert [line.ticket for line in exported(scene, since=noon)] == [f"CD-{renewed}"]


def test_who_wrote_and_who_answered_does_not_leave_the_desk(scene: Scene) -> None:
    scene.account("M-20391", holder="赵建国", address="翠湖花园 3栋2单元501", site="翠湖花园")
    scene.agent("孙小美")
    text = "我是Li Na，户主赵建国，翠湖花园3栋2单元501，表号M20391，孙小美没来，电话13800138000"
    ticket = scene.ticket(text)
    (account,), customer = scene.all(Account), scene.get(ticket).customer_id
    link = {"customer_id": customer, "account_id": account.id, "proof": Proof.SAID}
    with scene.desk() as work:
        work.session.add(AccountLink(**link, linked_at=work.now))
    correct(scene, ticket, category=Category.SERVICE)
    (line,) = exported(scene)
    for gone in ("Li Na", "赵建国", "翠湖", "501", "20391", "孙小美", "13800138000"):
        assert gone not in line.text
    assert "没来" in line.text


def test_a_review_holds_until_the_message_is_corrected_again(scene: Scene) -> None:
    ticket = scene.ticket("车位太窄")
    correct(scene, ticket, category=Category.DESIGN)
    (line,) = exported(scene)
    for kept in (True, False):  # the last decision counts
        with scene.desk() as work:
            corrections_export.decide(work, line, kept)
    (decided,) = exported(scene)
    assert (decided.reviewed, decided.label) == ("skipped", "complaint+design")
    correct(scene, ticket, kind=Kind.SUGGESTION)
    (again,) = exported(scene)
    assert (again.reviewed, again.label) == ("no", "suggestion+design")


@pytest.mark.parametrize("label", LABELS)
def test_every_label_is_exported_in_the_lists_words(scene: Scene, label: str) -> None:
    correct(scene, scene.ticket("车位太窄"), category=Category.DESIGN)
    (line,) = exported(scene)
    body = Line(**{**vars(line), "label": label}).as_json()
    assert (body["kind"] == "none") == (body["category"] is None) == (body["intent"] is not None)
