"""Where there is no Telegram: the numbers of a terminal's posts, after somebody was erased."""

import asyncio

from bot.chat.typed import Typist
from bot.desk.inbox import InboxState, InboxUpdate
from bot.desk.labels import Language
from bot.desk.screen import ScreenPost
from bot.service import inbox, privacy
from bot.service.eraser import Eraser
from tests.builders import LI, Scene
from tests.service.test_erasing import Forgetful

SECRET = "quittenmus drips"


def test_no_number_of_a_terminal_is_given_twice(scene: Scene) -> None:
    """A post's number is its update's, too: one given twice would be taken for an update that was heard already."""
    typist = Typist(LI, LI, "Li", Language.EN)
    scene.write(SECRET)
    with scene.desk() as work:
        before = [typist.say(work, SECRET), typist.say(work, "/privacy")]
        inbox.finish(work, before)
        privacy.ask_erasure(work, LI, waits=False)
    for _ in range(3):
        asyncio.run(Eraser(scene.desk, Forgetful()).once())
        scene.deliver()
    assert SECRET not in str([one.text for one in scene.all(ScreenPost)])
    with scene.desk() as work:
        after = typist.say(work, "the tap drips")
        assert after > max(before)
        assert work.session.get(InboxUpdate, after).state == InboxState.WAITING
