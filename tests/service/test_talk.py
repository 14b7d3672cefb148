"""While an agent and a customer talk, or danger is not over, what the customer says reaches staff."""

import pytest

from bot.desk.labels import Category, Hazard, Kind
from bot.desk.ticket_clock import Metric, Pause
from bot.service import intake
from bot.service.intake import Reading
from tests.builders import ANN, Scene, ticket_of


def _overheard(scene: Scene, text: str, chat: int) -> int | None:
    ref = scene.write(text, chat)
    with scene.desk() as work:
        found = intake.overhear(work, ref)
    return found.id if found else None


def test_small_talk_during_a_talk_reaches_the_agent(scene: Scene) -> None:
    ticket = scene.ticket(chat=ANN)
    assert _overheard(scene, "好的，谢谢", ANN) is None, "nobody talks with them yet"
    scene.answer(scene.agent(), ticket, "师傅三点到")
    assert _overheard(scene, "好的，谢谢", ANN) == ticket
    assert [one.values["text"] for one in scene.notices("relay")] == ["好的，谢谢"]


def test_a_note_among_staff_is_no_talk(scene: Scene) -> None:
    ticket = scene.ticket(chat=ANN)
    scene.answer(scene.agent(), ticket, "// 老客户")
    assert _overheard(scene, "好的", ANN) is None


def test_in_danger_every_word_reaches_staff(scene: Scene) -> None:
    ticket = ticket_of(scene.matter("煤气味很大", hazard=Hazard.GAS, chat=ANN))
    assert _overheard(scene, "OK, everyone is out", ANN) == ticket


def test_the_talk_is_over_after_the_window(scene: Scene) -> None:
    ticket = scene.ticket(chat=ANN)
    scene.answer(scene.agent(), ticket, "师傅三点到")
    scene.clock.forward(minutes=31)
    assert _overheard(scene, "好的，谢谢", ANN) is None


def test_more_of_the_same_and_what_is_unclear_go_to_the_agent_who_talks(scene: Scene) -> None:
    ticket = scene.ticket(chat=ANN)
    scene.answer(scene.agent(), ticket, "哪个房间？")
    more = scene.matter("客厅也漏了", chat=ANN)
    assert (more.what, ticket_of(more)) == ("joined", ticket)
    ref = scene.write("3栋1201", ANN)
    with scene.desk() as work:
        unclear = intake.unsure(work, ref, Reading(Kind.INQUIRY, Category.DESIGN, 0.2, matter=0.5))
    assert (unclear.what, ticket_of(unclear)) == ("joined", ticket)


def test_the_promise_leaves_the_card_once_it_is_kept(scene: Scene) -> None:
    ticket = scene.ticket()
    assert scene.notices("card")[-1].values["due_metric"] == Metric.FIRST_RESPONSE
    scene.answer(scene.agent(), ticket, "师傅三点到")
    assert scene.notices("card_edit")[-1].values["due_metric"] == Metric.RESOLUTION


def test_a_talk_that_was_given_back_to_the_bot_is_over(scene: Scene) -> None:
    ticket = scene.ask_for_person(ANN)
    user = scene.agent()
    scene.answer(user, ticket, "您好，请说", written_at=scene.clock.now)
    scene.clock.forward(seconds=5)
    scene.press(user, "hand_back", ticket)
    assert _overheard(scene, "好的", ANN) is None


@pytest.mark.parametrize(
    ("text", "kind", "sure"),
    [
        ("I will send the photo later", Kind.SUGGESTION, 0.7),
        ("照片稍后发", Kind.COMPLAINT, 0.85),
        ("Saturday morning would be fine", Kind.SUGGESTION, 0.96),
        ("最好周六上午来", Kind.SUGGESTION, 0.96),
    ],
)
def test_what_staff_wait_for_belongs_to_the_ticket_that_waits(
    scene: Scene, text: str, kind: Kind, sure: float
) -> None:
    ticket = _waits(scene)
    scene.clock.forward(hours=30)
    ref = scene.write(text, ANN)
    with scene.desk() as work:
        found = intake.file_matter(work, ref, Reading(kind, Category.SERVICE, sure))
    assert (found.what, ticket_of(found)) == ("joined", ticket)
    (pause,) = scene.all(Pause)
    assert pause.until_at == scene.clock.now


def test_what_clearly_is_something_else_is_filed_while_staff_wait(scene: Scene) -> None:
    _waits(scene)
    for text, kind, hazard in (
        ("建议小区东门加一排停车棚", Kind.SUGGESTION, None),
        ("I smell gas", Kind.COMPLAINT, Hazard.GAS),
    ):
        ref = scene.write(text, ANN)
        with scene.desk() as work:
            sure = 0.4 if hazard else 0.99
            found = intake.file_matter(work, ref, Reading(kind, Category.DESIGN, sure, hazard))
        assert found.what == "filed"
    (pause,) = scene.all(Pause)
    assert pause.until_at is None


def _waits(scene: Scene) -> int:
    """A ticket in which staff wait for the customer."""
    user, ticket = scene.agent(), scene.ticket(chat=ANN)
    scene.take(user, ticket)
    scene.answer(user, ticket, "请拍张照片")
    scene.press(user, "wait", ticket)
    return ticket
