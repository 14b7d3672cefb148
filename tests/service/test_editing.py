"""A notice that changes what an earlier one said: it finds that message when it is sent, or is said anew."""

import pytest

from bot.desk.notice import Act
from bot.service.courier import Delivered, Refused
from bot.service.work import Desk
from tests.service.deliveries import deliver, notice, post, states


def pair(desk: Desk) -> tuple[int, int]:
    """A word on its way, and the change of it posted before its number is known."""
    first = post(desk, "power cut", stream="chat:5")
    return first, post(desk, "until six", stream="chat:5", act=Act.EDIT, values={"of": first})


async def test_a_change_waits_for_its_message_and_changes_it(desk: Desk) -> None:
    first, change = pair(desk)
    (said,) = await deliver(desk, Delivered(message_id=41))
    assert said.act == Act.SAY
    (edit,) = await deliver(desk)
    assert (edit.act, edit.message_id) == (Act.EDIT, 41)
    assert states(desk, first, change) == ["sent", "sent"]


@pytest.mark.parametrize("refused", ["Message to edit not found", "Message can't be edited"])
async def test_what_cannot_be_changed_is_said_anew(desk: Desk, refused: str) -> None:
    first, change = pair(desk)
    await deliver(desk, Delivered(message_id=41))
    await deliver(desk, Refused(refused))
    (anew,) = await deliver(desk, Delivered(message_id=42))
    assert (anew.act, anew.message_id) == (Act.SAY, None)
    assert notice(desk, change).message_id == 42
    assert states(desk, first, change) == ["sent", "sent"]


async def test_refused_again_it_is_given_up(desk: Desk) -> None:
    _, change = pair(desk)
    await deliver(desk, Delivered(message_id=41))
    await deliver(desk, Refused("Message to edit not found"))
    await deliver(desk, Refused("no"))
    assert states(desk, change) == ["dead"]


async def test_a_change_of_what_was_never_said_is_said(desk: Desk) -> None:
    first, _ = pair(desk)
    await deliver(desk, Refused("no"))
    assert states(desk, first) == ["dead"]
    (said,) = await deliver(desk)
    assert said.act == Act.SAY
