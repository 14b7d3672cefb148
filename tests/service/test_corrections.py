"""Whoever says what a message really is, in whatever way, teaches."""

import contextlib
from typing import Any

import pytest

from bot.desk.labels import Category, Hazard, Kind
from bot.desk.transcript import Author
from bot.service import intake, tickets
from bot.service.intake import Reading
from tests.builders import LI, Scene, ticket_of

READ = {"kind": "inquiry", "category": "service", "confidence": 0.3, "hazard": None, "matter": 1.0}


def asked(scene: Scene, text: str = "车位太小") -> int:
    """A message that the desk had to ask about; the transcript's id."""
    message = scene.write(text)
    with scene.desk() as work:
        intake.unsure(work, message, Reading(Kind.INQUIRY, Category.SERVICE, 0.3))
    return message


def choose(scene: Scene, message: int, kind: Kind, category: Category) -> int:
    with scene.desk() as work:
        return ticket_of(intake.file_as(work, LI, message, kind, category))


def kept(scene: Scene) -> list[tuple[Any, ...]]:
    return [(one.field, one.before, one.after, one.asked, one.author) for one in scene.corrections()]


def test_a_correction_knows_the_message_and_how_it_was_read(scene: Scene) -> None:
    message = scene.write("车位太窄")
    ticket = ticket_of(scene.file(message))
    with scene.desk() as work:
        tickets.correct(work, LI, ticket, category=Category.DESIGN)
    (one,) = scene.corrections()
    assert (one.text, one.ticket_id, one.message_id, one.at) == ("车位太窄", ticket, message, scene.clock.now)
    assert (one.field, one.before, one.after) == ("category", "quality", "design")
    assert one.read["category"] == "quality"
    assert one.read["confidence"] == pytest.approx(0.9)


def test_an_answer_to_the_desks_question_is_kept_also_where_it_confirms_the_guess(scene: Scene) -> None:
    message = asked(scene)
    ticket = choose(scene, message, Kind.INQUIRY, Category.DESIGN)
    assert kept(scene) == [
        ("kind", "inquiry", "inquiry", True, Author.CUSTOMER),
        ("category", "service", "design", True, Author.CUSTOMER),
    ]
    assert {(one.message_id, one.ticket_id) for one in scene.corrections()} == {(message, ticket)}
    choose(scene, message, Kind.PRAISE, Category.DESIGN)
    assert len(scene.corrections()) == 2, "filed already: the second press changes nothing"


def test_nothing_to_file_is_an_answer_too_and_may_be_taken_back(scene: Scene) -> None:
    message = asked(scene, "随便问问")
    for _ in range(2):
        with scene.desk() as work:
            intake.leave(work, LI, message)
    assert kept(scene) == [("kind", "inquiry", "none", True, Author.CUSTOMER)]
    (none,) = scene.corrections()
    assert (none.ticket_id, none.message_id, none.read) == (None, message, READ)
    ticket = choose(scene, message, Kind.SUGGESTION, Category.SERVICE)
    last = scene.corrections()[-1]
    assert (last.ticket_id, last.read) == (ticket, READ)


def test_a_question_for_staff_says_nothing_about_the_label(scene: Scene) -> None:
    choose(scene, scene.write("电费多少"), Kind.INQUIRY, Category.SERVICE)
    assert not scene.corrections()


def test_urgent_teaches_when_a_person_says_so(scene: Scene) -> None:
    ticket = scene.ticket("有股怪味")
    for hazard in (None, Hazard.GAS):
        with scene.desk() as work:
            tickets.set_urgent(work, LI, ticket, hazard)
    assert kept(scene) == [("urgent", "False", "True", False, Author.CUSTOMER)]
    other, wang = scene.ticket("线头露着", category=Category.SERVICE), scene.agent()
    scene.press(wang, "urgent", other)
    last = scene.corrections()[-1]
    assert (last.text, last.field, last.after, last.author) == ("线头露着", "urgent", "True", Author.AGENT)
    assert last.agent_id is not None


def test_a_turn_that_fails_leaves_nothing_and_teaches_when_it_is_said_again(scene: Scene) -> None:
    message = asked(scene)
    with contextlib.suppress(RuntimeError), scene.desk() as work:
        intake.file_as(work, LI, message, Kind.COMPLAINT, Category.DESIGN)
        raise RuntimeError
    assert not scene.corrections()
    choose(scene, message, Kind.COMPLAINT, Category.DESIGN)
    assert len(scene.corrections()) == 2
