"""The days of parties and accounts: this year's until it is over, then the next; each row once."""

from datetime import UTC, date, datetime

import pytest

from bot.desk.account import Account, AccountKind
from bot.desk.occasion import Occasion, OccasionKind
from bot.desk.party import Party
from bot.service import occasions
from bot.service.occasions import anniversary, next_day
from tests.builders import Scene

TODAY = date(2026, 3, 2)
BIRTHDAY, MOVED_IN, CONTRACT = OccasionKind.BIRTHDAY, OccasionKind.MOVED_IN, OccasionKind.CONTRACT_UNTIL


@pytest.mark.parametrize(
    ("kind", "day", "wanted"),
    [
        (BIRTHDAY, date(1980, 5, 1), date(2026, 5, 1)),
        (BIRTHDAY, date(1980, 3, 2), date(2026, 3, 2)),
        (BIRTHDAY, date(1980, 2, 20), date(2026, 2, 20)),
        (BIRTHDAY, date(1980, 1, 20), date(2027, 1, 20)),
        (BIRTHDAY, date(1980, 2, 29), date(2026, 2, 28)),
        (MOVED_IN, date(2020, 6, 1), date(2026, 6, 1)),
        (MOVED_IN, date(2026, 3, 1), date(2027, 3, 1)),
        (MOVED_IN, date(2026, 12, 1), date(2027, 12, 1)),
        (MOVED_IN, date(2024, 2, 29), date(2026, 2, 28)),
        (CONTRACT, date(2019, 1, 1), date(2019, 1, 1)),
        (CONTRACT, date(2030, 1, 1), date(2030, 1, 1)),
    ],
)
def test_the_next_day(kind: OccasionKind, day: date, wanted: date) -> None:
    assert next_day(kind, day, TODAY) == wanted


def test_the_29th_of_february() -> None:
    born = date(2000, 2, 29)
    assert anniversary(born, 2027) == date(2027, 2, 28)
    assert anniversary(born, 2028) == date(2028, 2, 29)
    assert anniversary(born, 2100) == date(2100, 2, 28)


def row(scene: Scene) -> Occasion:
    (one,) = scene.all(Occasion)
    return one  # type: ignore[no-any-return]


def test_kept_again_it_is_the_same_row_with_the_new_day(scene: Scene) -> None:
    for day, wanted in (
        (date(1990, 7, 1), date(2026, 7, 1)),
        (date(1990, 7, 1), date(2026, 7, 1)),
        (date(1990, 8, 1), date(2026, 8, 1)),
        (None, None),
        (date(1990, 8, 1), date(2026, 8, 1)),
    ):
        with scene.desk() as work:
            occasions.keep(work, "party:1", BIRTHDAY, day)
        assert row(scene).next_on == wanted


def test_many_at_once(scene: Scene) -> None:
    kept = [(f"account:{number}", CONTRACT, date(2027, 1, 1)) for number in range(1, 1201)]
    with scene.desk() as work:
        occasions.keep_all(work, kept)
        occasions.keep_all(work, kept)
        occasions.keep_all(work, [])
    assert len(scene.all(Occasion)) == 1200


def test_a_year_later_it_comes_again(scene: Scene) -> None:
    with scene.desk() as work:
        work.session.add(Party(id=1, number="p", name="李娜", birthday=date(1992, 2, 29)))
        work.session.add(Account(id=1, number="a", kind=AccountKind.HOME, moved_in_on=date(2020, 5, 1)))
        occasions.keep(work, "party:1", BIRTHDAY, date(1992, 2, 29))
        occasions.keep(work, "account:1", MOVED_IN, date(2020, 5, 1))
        occasions.keep(work, "party:2", BIRTHDAY, date(1990, 3, 1))  # a party that is gone meanwhile
    for day, wanted in (
        (date(2026, 3, 31), [date(2026, 2, 28), date(2026, 5, 1), date(2026, 3, 1)]),
        (date(2026, 4, 2), [date(2027, 2, 28), date(2026, 5, 1), None]),
        (date(2027, 4, 2), [date(2028, 2, 29), date(2027, 5, 1), None]),
    ):
        scene.clock.now = datetime(day.year, day.month, day.day, 3, tzinfo=UTC)
        with scene.desk() as work:
            while occasions.roll(work, 1):
                pass
        assert [one.next_on for one in scene.all(Occasion)] == wanted


def test_tickets_resolved_long_ago_are_forgotten(scene: Scene) -> None:
    with scene.desk() as work:
        occasions.keep(work, "ticket:1", OccasionKind.RESOLVED, date(2026, 3, 1))
    scene.clock.forward(days=20)
    with scene.desk() as work:
        assert occasions.roll(work, 10) == 0
    assert scene.all(Occasion)
    scene.clock.forward(days=20)
    with scene.desk() as work:
        assert occasions.roll(work, 10) == 0
    assert not scene.all(Occasion)
