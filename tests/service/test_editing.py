"""A notice that changes what an earlier one said: it finds that message when it is sent, or is said anew."""

from datetime import timedelta
from typing import Any

import pytest

from bot.desk.notice import Act, Lane
from bot.desk.wishes import Topic
from bot.service.courier import Delivered, MaybeSent, Refused
from bot.service.work import Desk
from tests.databases import Clock
from tests.service.deliveries import customer, deliver, notice, post, states

NIGHT, MORNING = timedelta(hours=8), timedelta(hours=14, minutes=30)  # 01:30 and 08:00 in Shanghai


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


def first_pair(desk: Desk, **change: Any) -> tuple[int, int]:
    """Something that the desk says first, and its change."""
    same: dict[str, Any] = {"customer_id": customer(desk), "topic": Topic.OUTAGES, "stream": "first:x:5"}
    first = post(desk, "power cut", **same | {"lane": Lane.NOTICE})
    given = {"lane": Lane.NOTICE, "act": Act.EDIT, "values": {"of": first}}
    return first, post(desk, "until six", **same | given | change)


@pytest.mark.parametrize(("lane", "waits"), [(Lane.NOTICE, True), (Lane.ALERT, False)])
@pytest.mark.parametrize("known", [True, False])
async def test_in_the_night_what_cannot_be_changed_wakes_nobody_unless_it_is_an_alert(
    desk: Desk, clock: Clock, lane: Lane, waits: bool, known: bool
) -> None:
    _, change = first_pair(desk, lane=lane)
    await deliver(desk, Delivered(message_id=41) if known else Refused("no"))
    asked = clock.now
    clock.now = asked + NIGHT
    if known:
        (edit,) = await deliver(desk, Refused("Message can't be edited"))
        assert edit.act == Act.EDIT
    assert [one.text for one in await deliver(desk)] == ([] if waits else ["until six"])
    clock.now = asked + MORNING - timedelta(seconds=1)
    assert await deliver(desk) == []
    clock.now = asked + MORNING
    assert [(one.text, one.act) for one in await deliver(desk)] == ([("until six", Act.SAY)] if waits else [])
    assert states(desk, change) == ["sent"]


async def test_a_change_waits_while_its_message_is_in_doubt_and_comes_after_it(
    desk: Desk, clock: Clock
) -> None:
    first, change = first_pair(desk)
    await deliver(desk, MaybeSent("the line broke"))
    said = []
    for _ in range(70):
        said += [(one.text, one.act) for one in await deliver(desk)]
        clock.forward(seconds=1)
    assert said == [("power cut", Act.SAY), ("until six", Act.EDIT)]
    assert states(desk, first, change) == ["sent", "sent"]
