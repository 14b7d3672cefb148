"""The figures of a digest: what counts, what does not, and that parts add up to the whole."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.desk.digest import Digest, Figures, Kept, Line, Mark, Opinion, Pledge, Week
from bot.desk.labels import Category, Kind
from bot.desk.party import Standing
from bot.desk.promise import PromiseState
from bot.desk.ticket import State
from tests.charts import digests

BERLIN = ZoneInfo("Europe/Berlin")
BEGIN, END = datetime(2026, 3, 1, 23, tzinfo=UTC), datetime(2026, 3, 8, 23, tzinfo=UTC)
DIGEST = Digest(BEGIN, END, BERLIN)
INSTANT = timedelta(microseconds=1)
HOUR = timedelta(hours=1)
OLD = BEGIN - timedelta(days=9)


def line(filed_at: datetime = OLD, state: State = State.OPEN, **more: object) -> Line:
    return Line("CD-1", filed_at, Kind.COMPLAINT, Category.QUALITY, state, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("what", "one", "expected"),
    [
        ("open and old", line(), Figures(open=1)),
        ("open and taken", line(state=State.TAKEN), Figures(open=1)),
        ("filed at the first instant", line(BEGIN), Figures(filed=1, open=1)),
        ("filed just before", line(BEGIN - INSTANT), Figures(open=1)),
        ("filed at the last instant", line(END - INSTANT), Figures(filed=1, open=1)),
        ("filed when it had ended", line(END), Figures(open=1)),
        ("near its end", line(warned=True), Figures(open=1, warned=1)),
        ("late", line(late_by=HOUR), Figures(open=1, late=1)),
        ("late is not also near its end", line(late_by=HOUR, warned=True), Figures(open=1, late=1)),
        ("resolved in time", line(state=State.RESOLVED, resolved_at=BEGIN), Figures(resolved=1)),
        (
            "resolved late",
            line(state=State.RESOLVED, resolved_at=BEGIN, late_by=HOUR),
            Figures(resolved=1, resolved_late=1),
        ),
        ("resolved before", line(state=State.RESOLVED, resolved_at=OLD, stars=5), Figures()),
        ("resolved, then reopened", line(resolved_at=BEGIN), Figures(open=1)),
        ("withdrawn", line(BEGIN, State.WITHDRAWN, late_by=HOUR), Figures(filed=1)),
        ("merged", line(state=State.MERGED, warned=True), Figures()),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_a_ticket_counts_as(what: str, one: Line, expected: Figures) -> None:
    assert DIGEST.counted(one) == expected


def test_parts_add_up_to_the_whole() -> None:
    week = digests.week()
    whole = week.figures()
    assert whole.filed > 40
    assert whole.on_time + whole.warned + whole.late == whole.open
    for parts in (week.by_department(), week.by_kind(), week.by_site()):
        assert sum(parts.values(), Figures()) == whole
    departments = [week.of(one) for one in Category]
    assert sum((one.figures() for one in departments), Figures()) == whole
    assert sum((one.before() or Figures() for one in departments), Figures()) == week.before()
    assert sum((of for one in departments for of in one.promises().values()), Kept()).total == len(
        week.pledges
    )
    assert sum(of.marks for of in week.opinions().values()) == week.opinion().marks


def test_a_departments_part_speaks_of_nobody_elses_matters() -> None:
    part = digests.week().of(Category.SERVICE)
    assert list(part.by_department()) == list(part.promises()) == [Category.SERVICE]
    assert {one.category for one in (*part.lines, *part.pledges, *part.recurring)} == {Category.SERVICE}
    assert not part.records
    assert not part.surveys
    assert len(part.trend()) == 9


def test_departments_and_kinds_without_a_ticket_are_there_with_zeros() -> None:
    assert DIGEST.by_department() == dict.fromkeys(Category, Figures())
    assert DIGEST.by_kind() == dict.fromkeys(Kind, Figures())
    assert DIGEST.promises() == dict.fromkeys(Category, Kept())
    assert DIGEST.by_site() == DIGEST.opinions() == {}
    assert DIGEST.before() is None


def test_sites_come_by_open_tickets_and_the_unknown_one_last() -> None:
    lines = [line(), line(), line(), line(site="B"), line(site="A"), line(site="C"), line(site="C")]
    lines.append(line(site="B2", late_by=HOUR))
    assert list(replace(DIGEST, lines=tuple(lines)).by_site()) == ["C", "B2", "A", "B", ""]


def test_days_are_local_and_the_end_is_not_one_of_them() -> None:
    assert DIGEST.days == (date(2026, 3, 2), date(2026, 3, 8))
    # The night in which clocks go forward is a day all the same.
    short = Digest(datetime(2026, 3, 28, 23, tzinfo=UTC), datetime(2026, 3, 29, 22, tzinfo=UTC), BERLIN)
    assert short.days == (date(2026, 3, 29), date(2026, 3, 29))


def test_the_trend_adds_departments_up_and_goes_forward() -> None:
    weeks = [
        Week(date(2026, 3, 2), Category.DESIGN, Figures(filed=1, open=4)),
        Week(date(2026, 2, 23), Category.DESIGN, Figures(filed=2)),
        Week(date(2026, 3, 2), Category.SERVICE, Figures(filed=3, late=1)),
    ]
    trend = replace(DIGEST, weeks=tuple(weeks)).trend()
    assert trend == [
        (date(2026, 2, 23), Figures(filed=2)),
        (date(2026, 3, 2), Figures(filed=4, open=4, late=1)),
    ]


@pytest.mark.parametrize(
    ("counts", "mean", "net"),
    [
        ((0, 0, 0, 0, 0), None, None),
        ((0, 0, 0, 0, 5), 5.0, 100),
        ((6, 0, 0, 0, 0), 1.0, -100),
        ((0, 0, 3, 0, 3), 4.0, 0),
        ((0, 0, 0, 8, 0), 4.0, 0),
        ((2, 0, 0, 2, 2), 10 / 3, 0),
        ((0, 0, 2, 0, 4), 13 / 3, 33),
        ((0, 2, 2, 0, 2), 10 / 3, -33),
        ((0, 0, 0, 0, 4), 5.0, None),  # too few for a percentage
        ((1, 1, 0, 0, 0), 1.5, None),
    ],
)
def test_mean_and_net_figure(
    counts: tuple[int, int, int, int, int], mean: float | None, net: int | None
) -> None:
    opinion = Opinion(counts)
    assert opinion.mean == (None if mean is None else pytest.approx(mean))
    assert opinion.net == net


def test_stars_of_tickets_and_of_surveys_count_by_class() -> None:
    done = line(state=State.RESOLVED, resolved_at=BEGIN, standing=Standing.VIP, stars=5)
    digest = replace(
        DIGEST, lines=(done, line()), surveys=(Mark(Standing.VIP, 2, BEGIN), Mark(Standing.KEY, 4, BEGIN))
    )
    assert digest.opinions() == {
        Standing.VIP: Opinion((0, 1, 0, 0, 1)),
        Standing.KEY: Opinion((0, 0, 0, 1, 0)),
    }
    assert digest.opinion().marks == 3


def test_promises_by_what_became_of_them() -> None:
    states = [
        PromiseState.KEPT,
        PromiseState.KEPT,
        PromiseState.BROKEN,
        PromiseState.MADE,
        PromiseState.DROPPED,
    ]
    pledges = tuple(Pledge("CD-1", Category.DESIGN, "", "", BEGIN, state) for state in states)
    kept = replace(DIGEST, pledges=pledges).promises()[Category.DESIGN]
    assert (kept, kept.total, kept.percent) == (Kept(2, 1, 1), 4, 67)
    assert Kept(waiting=3).percent is None
