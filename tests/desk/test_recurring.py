"""When what comes up again and again is a finding: named cases, and a slow search that agrees."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from bot.desk.recurring import Raised, spell

BEGIN = datetime(2026, 3, 2, 9, tzinfo=UTC)
WEEK = timedelta(days=7)


def raised(*matters: tuple[int, int]) -> list[Raised]:
    """Matters by (day, customer)."""
    return [Raised(number, who, BEGIN + timedelta(days=day)) for number, (day, who) in enumerate(matters, 1)]


def test_enough_tickets_of_enough_customers_within_the_days() -> None:
    found = spell(raised((0, 1), (3, 2), (7, 1)), 3, 2, WEEK)
    assert found is not None
    assert [one.ticket_id for one in found.raised] == [1, 2, 3]
    assert found.found_at == BEGIN + timedelta(days=7)


def test_too_few_too_long_ago_or_always_the_same_person_is_none() -> None:
    assert spell(raised((0, 1), (3, 2)), 3, 2, WEEK) is None
    assert spell(raised((0, 1), (3, 2), (8, 3)), 3, 2, WEEK) is None
    assert spell(raised((0, 1), (1, 1), (2, 1), (3, 1)), 3, 2, WEEK) is None
    assert spell([], 2, 1, WEEK) is None


def test_what_came_long_before_is_not_part_of_it_and_what_comes_after_is() -> None:
    found = spell(raised((0, 9), (20, 1), (21, 2), (22, 3), (60, 4)), 3, 3, WEEK)
    assert found is not None
    assert [one.ticket_id for one in found.raised] == [2, 3, 4, 5]
    assert found.found_at == BEGIN + timedelta(days=22)


matters = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 4)), max_size=9)


def slowly(found: Sequence[Raised], tickets: int, customers: int) -> datetime | None:
    """The earliest end of any group of matters that is enough."""
    ends = [
        max(one.at for one in group)
        for size in range(tickets, len(found) + 1)
        for group in combinations(found, size)
        if len({one.customer_id for one in group}) >= customers
        and max(one.at for one in group) - min(one.at for one in group) <= WEEK
    ]
    return min(ends, default=None)


@given(matters, st.integers(2, 4), st.integers(1, 3))
def test_it_is_found_exactly_when_a_slow_search_finds_it(
    days: list[tuple[int, int]], tickets: int, customers: int
) -> None:
    own = raised(*days)
    found = spell(own, tickets, customers, WEEK)
    assert (found.found_at if found else None) == slowly(own, tickets, customers)


@given(matters, st.randoms())
def test_the_order_does_not_matter(days: list[tuple[int, int]], chance: object) -> None:
    own = raised(*days)
    mixed = list(own)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert spell(mixed, 2, 2, WEEK) == spell(own, 2, 2, WEEK)
