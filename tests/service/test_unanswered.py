"""What was asked about and never answered is filed all the same, and its customer is told."""

from bot.desk.labels import Category, Kind
from bot.desk.notice import Notice
from bot.desk.transcript import Message
from bot.service import intake, unanswered
from bot.service.intake import Reading
from tests.builders import LI, Scene

UNSURE = Reading(Kind.COMPLAINT, Category.SERVICE, 0.3, matter=0.8)


def _unsure(scene: Scene, text: str, reading: Reading = UNSURE) -> int:
    ref = scene.write(text)
    with scene.desk() as work:
        assert intake.unsure(work, ref, reading).what == "unsure"
    return ref


def _tick(scene: Scene) -> int:
    with scene.desk() as work:
        return unanswered.file_unanswered(work)


def _told(scene: Scene) -> list[Notice]:
    return list(scene.notices("unanswered"))


def _ticket_of(scene: Scene, ref: int) -> int | None:
    with scene.glance() as work:
        return work.session.get_one(Message, ref).ticket_id


def test_a_customer_who_goes_quiet_loses_nothing(scene: Scene) -> None:
    ref = _unsure(scene, "门口那个谁来管一下")
    scene.clock.forward(minutes=9)
    assert _tick(scene) == 0
    scene.clock.forward(minutes=2)
    assert _tick(scene) == 1
    (told,) = _told(scene)
    assert _ticket_of(scene, ref) == told.ticket_id
    assert told.template == "filed_unanswered"
    assert [key["word"] for key in told.buttons[0]] == [
        "key_wrong_kind",
        "key_wrong_category",
        "key_withdraw",
    ]
    assert _tick(scene) == 0, "it is filed once"


def test_what_could_be_more_of_the_same_joins_it(scene: Scene) -> None:
    first = scene.matter("楼上漏水")
    ref = scene.matter("楼下也漏").message
    assert _ticket_of(scene, ref) is None
    scene.clock.forward(minutes=11)
    assert _tick(scene) == 1
    assert first.ticket is not None
    assert _ticket_of(scene, ref) == first.ticket.id
    assert [one.template for one in _told(scene)] == ["joined_unanswered"]


def test_small_talk_and_what_the_customer_called_nothing_are_left_alone(scene: Scene) -> None:
    chatter = _unsure(scene, "哈哈哈", Reading(Kind.INQUIRY, Category.SERVICE, 0.2, matter=0.3))
    nothing = _unsure(scene, "随便说说")
    with scene.desk() as work:
        intake.leave(work, LI, nothing)
    scene.clock.forward(minutes=30)
    assert _tick(scene) == 0
    assert _ticket_of(scene, chatter) is None
    assert _ticket_of(scene, nothing) is None


def test_old_questions_wake_nobody_after_a_long_absence(scene: Scene) -> None:
    _unsure(scene, "门口那个谁来管一下")
    scene.clock.forward(days=3)
    assert _tick(scene) == 0
