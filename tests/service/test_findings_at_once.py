"""A finding is taken back just while its customers are being told: they are not, or it stays so."""

from bot.desk.notice import NoticeState
from bot.service import deeds, finding_deeds, finding_news
from tests.builders import Scene
from tests.service.recurring import DONE, changed, found, head, tell
from tests.service.test_races import at_once


def test_what_is_taken_back_meanwhile_is_said_to_nobody(scene: Scene) -> None:
    one, user = found(scene), head(scene)
    changed(scene, user, f"{one.number} {DONE}")
    (undo,) = scene.payloads(scene.notices("finding_closed")[0])
    scene.clock.forward(seconds=finding_deeds.TELL_AFTER.total_seconds())
    _, undone = at_once(scene, finding_news.tell, lambda work: deeds.press(work, user, undo))
    assert undone.word == "finding_undone"
    assert {notice.state for notice in tell(scene)} == {NoticeState.CANCELLED}
