"""Who ties an account after its neighbours were told of an outage hears of it, too, and once."""

from bot.service import identity, outages
from tests.builders import ANN, LI, Scene
from tests.service.neighbourhood import FAR, at, do, fault, home, record, tick, told


def link(scene: Scene, chat: int, number: str) -> None:
    scene.write("你好", chat)
    with scene.desk() as work:
        tied = identity.follow_link(work, chat, number)
        assert tied is not None
        assert tied.what == "tied"


def test_planned_work_that_was_announced_is_told_to_who_comes_later(scene: Scene) -> None:
    home(scene, "H-1", LI)
    home(scene, "H-2")
    record(scene)
    tick(scene)
    assert told(scene, ANN) == []
    link(scene, ANN, "H-2")
    assert told(scene, ANN) == ["announced v1"]
    assert told(scene, LI) == ["announced v1"]
    tick(scene)
    assert told(scene, ANN) == ["announced v1"]


def test_a_second_account_of_the_same_outage_says_nothing_more(scene: Scene) -> None:
    home(scene, "H-1")
    home(scene, "H-2")
    record(scene)
    tick(scene)
    link(scene, ANN, "H-1")
    link(scene, ANN, "H-2")
    assert told(scene, ANN) == ["announced v1"]


def test_what_runs_is_told_as_running(scene: Scene) -> None:
    home(scene, "H-1")
    fault(scene)
    record(scene)
    do(scene, outages.start)
    tick(scene)
    link(scene, ANN, "H-1")
    assert sorted(told(scene, ANN)) == ["fault v1", "started v2"]


def test_what_is_over_elsewhere_or_not_announced_yet_is_not_told(scene: Scene) -> None:
    home(scene, "H-1")
    record(scene, "P-1")
    do(scene, outages.cancel)
    record(scene, "P-2", areas=(FAR,))
    record(scene, "P-3", starts_at=at(scene, 9, days=30), ends_at=at(scene, 12, days=30))
    tick(scene)
    link(scene, ANN, "H-1")
    assert told(scene, ANN) == []


def test_the_claim_of_a_chat_that_was_tied_before_says_nothing(scene: Scene) -> None:
    home(scene, "H-1", ANN)
    record(scene)
    with scene.desk() as work:
        tied = identity.follow_link(work, ANN, "H-1")
        assert tied is not None
        assert tied.what == "already"
    assert told(scene, ANN) == []
