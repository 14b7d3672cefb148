"""Digests of a night on which clocks change: said at their hour, of a day that is as long as it was, once."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

import pytest

from bot.chat.digests import digest_text
from bot.chat.letters import without_markup
from bot.chat.words import Words
from bot.desk.digest import Digest
from bot.desk.digest_order import Order
from bot.desk.labels import Language
from bot.desk.policy import ROUND_THE_CLOCK, Policy
from bot.service import digest_making, digests
from bot.store.sessions import desk as open_desk
from tests.builders import Scene
from tests.databases import STAFF_CHAT

MINUTE, SECOND, DAY = timedelta(minutes=1), timedelta(seconds=1), timedelta(days=1)
SAID_AT = time(8, 40)
SAID = {
    Language.EN: ("Morning digest · {}", "Filed: 2 (−1)", "Open: 6 (+2)"),
    Language.ZH: ("早报 · {}", "新收 2 (−1)", "未办结 6 (+2)"),
}


class Night(NamedTuple):
    """``begins``, ``ends``: the first instants (UTC) of the day and of the one after it; ``said``: 08:40 of that."""

    zone: str
    day: date
    begins: datetime
    ends: datetime
    said: datetime


def utc(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


NIGHTS = [
    Night("Europe/Berlin", date(2026, 3, 29), utc(3, 28, 23), utc(3, 29, 22), utc(3, 30, 6, 40)),
    Night("Europe/Berlin", date(2026, 10, 25), utc(10, 24, 22), utc(10, 25, 23), utc(10, 26, 7, 40)),
    Night("America/New_York", date(2026, 3, 8), utc(3, 8, 5), utc(3, 9, 4), utc(3, 9, 12, 40)),
    Night("America/New_York", date(2026, 11, 1), utc(11, 1, 4), utc(11, 2, 5), utc(11, 2, 13, 40)),
]


def policy_of(policy: Policy, zone: str, said_at: time = SAID_AT) -> Policy:
    """Of a desk there that works every day."""
    daily = {"calendar": ROUND_THE_CLOCK, "daily_at": said_at, "weekly_at": said_at}
    own = {
        "desk": policy.desk.model_copy(update={"zone": zone}),
        "digests": policy.digests.model_copy(update=daily),
    }
    return policy.model_copy(update=own)


def at_desk(scene: Scene, policy: Policy) -> Scene:
    with scene.desk() as work:
        engine = work.session.get_bind()
    desk, glance = (
        open_desk(engine, policy, STAFF_CHAT, scene.clock, reading=reading)  # type: ignore[arg-type]
        for reading in (False, True)
    )
    return Scene(desk, glance, scene.clock)


def planned(scene: Scene, now: datetime) -> list[tuple[str, str]]:
    """What is said by then: the occasion and the first day of each digest."""
    scene.clock.now = now
    with scene.desk() as work:
        digests.plan(work)
    return [(one.values["occasion"], one.values["first_on"]) for one in scene.notices("digest")]


def made(scene: Scene, order: Order) -> Digest:
    with scene.glance() as work:
        return digest_making.digest(work, order)


def filed_around(scene: Scene, night: Night) -> None:
    """One ticket, two and three on the days before and the day, and one after it: at the first and last instants."""
    before = night.begins - DAY  # an ordinary day
    moments = (before - SECOND, before, before + timedelta(hours=3), night.begins - SECOND)
    for number, moment in enumerate((*moments, night.begins, night.ends - SECOND, night.ends)):
        scene.clock.now = moment
        scene.ticket(chat=7001 + number)


@pytest.mark.parametrize("night", NIGHTS, ids=lambda one: f"{one.zone} {one.day}")
def test_the_morning_after_it_is_said_at_its_hour_and_once(
    scene: Scene, policy: Policy, night: Night
) -> None:
    there = at_desk(scene, policy_of(policy, night.zone))
    filed_around(there, night)
    yesterday = [("daily", (night.day - DAY).isoformat())]
    assert planned(there, night.said - DAY - timedelta(hours=2)) == []
    for hours in (0, 1, 2):  # on the day itself, of the day before it
        now = night.begins + timedelta(hours=8 + hours, minutes=40)
        on_time = now.astimezone(policy_of(policy, night.zone).zone).time() >= SAID_AT
        assert planned(there, now) == (yesterday if on_time else [])
    assert planned(there, night.said - MINUTE) == yesterday
    monday = ("weekly", (night.day - 6 * DAY).isoformat())
    for minutes in (0, 1, 60, 180, 240):
        assert planned(there, night.said + minutes * MINUTE) == [
            *yesterday,
            ("daily", night.day.isoformat()),
            monday,
        ]
    (_, last, _) = there.notices("digest")
    assert last.expires_at == night.said + timedelta(hours=3, minutes=20)  # noon


@pytest.mark.parametrize("night", NIGHTS, ids=lambda one: f"{one.zone} {one.day}")
def test_its_figures_are_those_of_the_day_however_long(scene: Scene, policy: Policy, night: Night) -> None:
    own = policy_of(policy, night.zone)
    there = at_desk(scene, own)
    filed_around(there, night)
    planned(there, night.said)
    order = Order.of(there.notices("digest")[0].values)
    found = made(there, order)
    assert (found.begin, found.end) == (night.begins, night.ends)
    before = found.before()
    assert before is not None
    assert (before.filed, before.open) == (3, 4)
    assert (found.figures().filed, found.figures().open) == (2, 6)
    assert found.days == (night.day, night.day)
    words = Words(own.zone, there.clock)
    for language, parts in SAID.items():
        said = without_markup(digest_text(words, language, order, found, ()))
        for one in parts:
            assert one.format(words.label(language, "chart_day", {"begin_on": night.day.isoformat()})) in said


@pytest.mark.parametrize("night", NIGHTS, ids=lambda one: f"{one.zone} {one.day}")
def test_its_week_is_whole_and_so_are_those_of_the_trend(scene: Scene, policy: Policy, night: Night) -> None:
    there = at_desk(scene, policy_of(policy, night.zone))
    filed_around(there, night)
    planned(there, night.said)
    found = made(there, Order.of(there.notices("digest")[1].values))
    assert (found.end, found.figures().filed) == (night.ends, 6)
    trend = found.trend()
    assert [begin for begin, _ in trend[-2:]] == [night.day - 13 * DAY, night.day - 6 * DAY]
    assert [of.filed for _, of in trend] == [0] * 8 + [6]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 3, 29), utc(3, 29, 1)),  # 02:30 is left out: when the clocks show 03:00
        (date(2026, 10, 25), utc(10, 25, 0, 30)),  # 02:30 comes twice: the first time
    ],
)
def test_an_hour_that_is_left_out_or_comes_twice(
    scene: Scene, policy: Policy, day: date, said: datetime
) -> None:
    there = at_desk(scene, policy_of(policy, "Europe/Berlin", time(2, 30)))
    there.clock.now = said - 2 * DAY
    there.ticket()
    daily = ("daily", (day - DAY).isoformat())
    assert daily not in planned(there, said - MINUTE)
    for minutes in (0, 30, 60, 90, 120):
        assert planned(there, said + minutes * MINUTE).count(daily) == 1
