"""The ladder of reminders: named cases, and what holds for every ladder, date and sleep."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.ladder import next_step, personal, step_on, union

USUAL = (-7, -3, -1, 0, 1, 7, 15)
DUE = date(2027, 2, 6)


def day(offset: int) -> date:
    return DUE + timedelta(days=offset)


# today, the last day that was said (days after the due date), and the day that comes next
CASES: dict[str, tuple[int, int | None, int | None]] = {
    "long before": (-30, None, -7),
    "the first step is today": (-7, None, -7),
    "the first step was said today": (-7, -7, -3),
    "between two steps": (-5, -7, -3),
    "issued three days before it is due": (-3, None, -3),
    "issued two days before it is due": (-2, None, -1),
    "due today": (0, None, 0),
    "due today and said": (0, 0, 1),
    "overdue": (2, 1, 7),
    "a day asleep over a step": (-2, -7, -1),
    "a week asleep: the missed ones never come": (6, -3, 7),
    "asleep until a step: that one": (7, -3, 7),
    "the last step": (15, 7, 15),
    "the last step was said": (15, 15, None),
    "long after": (400, None, None),
    "the clock went back a day: nothing twice": (-4, -3, -1),
}


@pytest.mark.parametrize(("today", "said", "following"), CASES.values(), ids=CASES)
def test_what_comes_next(today: int, said: int | None, following: int | None) -> None:
    found = next_step(USUAL, DUE, day(today), None if said is None else day(said))
    assert found == (None if following is None else day(following))


ladders = st.lists(st.integers(-365, 365), min_size=1, max_size=12, unique=True).map(sorted)
dates = st.dates(date(1900, 1, 1), date(2200, 12, 31))


@given(ladders, dates, dates, st.none() | dates)
def test_a_step_is_of_the_ladder_never_past_and_never_said_again(
    ladder: list[int], due_on: date, today: date, said: date | None
) -> None:
    found = next_step(ladder, due_on, today, said)
    if found is not None:
        assert found >= today
        assert said is None or found > said
        assert step_on(ladder, due_on, found) is not None
        days = [due_on + timedelta(days=one) for one in ladder]
        assert not [day for day in days if today <= day < found and (said is None or day > said)]


@given(ladders, dates, st.sets(st.integers(-400, 400)))
def test_whichever_days_the_desk_is_awake_each_step_is_said_once_on_its_day_or_never(
    ladder: list[int], due_on: date, awake: set[int]
) -> None:
    said: list[date] = []
    look = next_step(ladder, due_on, due_on - timedelta(days=400))
    for offset in sorted(awake):
        today = due_on + timedelta(days=offset)
        if look is None or look > today:
            continue
        if step_on(ladder, due_on, today) is not None:
            said.append(today)
        look = next_step(ladder, due_on, today, today)
    assert said == [due_on + timedelta(days=one) for one in ladder if one in awake]


def test_a_date_at_the_end_of_the_calendar_ends_the_ladder() -> None:
    assert next_step((0, 15), date.max, date(9999, 12, 31), date.max) is None


@pytest.mark.parametrize(
    ("before", "steps"),
    [
        (None, USUAL),
        (1, (-1, 0, 1, 7, 15)),
        (3, (-3, -1, 0, 1, 7, 15)),
        (7, USUAL),
        (15, (-15, *USUAL)),
    ],
)
def test_a_customer_chooses_the_first_day(before: int | None, steps: tuple[int, ...]) -> None:
    assert personal(USUAL, before) == steps


def test_every_step_of_several_ladders() -> None:
    assert union([(-3, 0), (0, 7), (-15,)]) == (-15, -3, 0, 7)
