"""Digests of made-up weeks, always the same ones."""

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.desk.digest import Digest, Figures, Line, Mark, Pledge, Record, Recurring, Week
from bot.desk.finding import FindingState
from bot.desk.labels import Category, Kind
from bot.desk.party import Standing
from bot.desk.promise import PromiseState
from bot.desk.ticket import State

ZONE = ZoneInfo("Asia/Shanghai")
BEGIN = datetime(2026, 3, 1, 16, tzinfo=UTC)  # a Monday's midnight in Shanghai
END = BEGIN + timedelta(days=7)
SITES = [
    "云栖花园一期",
    "云栖花园二期",
    "滨江壹号",
    "Riverside Court",
    "城南新苑",
    "翠湖天地",
    "和平里 12 号院",
    "东方国际商务中心写字楼及附属地下停车场三期工程",
    "",
]
OWNERS = ["王芳", "李雷", "Anna Becker", "陈师傅", ""]
WORDS = [
    "厨房漏水三天了没人来",
    '=HYPERLINK("x")',
    "+86 call me",
    "-1 star",
    "@all look",
    "The lift is stuck\nagain",
    "谢谢小周",
]


def week(lines: int = 160, seed: int = 5) -> Digest:
    """A week of ``lines`` tickets with everything else that a digest can hold."""
    dice = random.Random(seed)
    return Digest(
        BEGIN,
        END,
        ZONE,
        lines=tuple(_line(dice, 1000 + number) for number in range(lines)),
        surveys=tuple(
            Mark(
                dice.choice(list(Standing)),
                dice.choice([1, 3, 4, 5, 5]),
                BEGIN + timedelta(hours=hour),
                "还行",
            )
            for hour in range(20)
        ),
        pledges=tuple(_pledge(dice, 1000 + number) for number in range(24)),
        recurring=(
            Recurring(Category.QUALITY, SITES[0], ("CD-1001", "CD-1004", "CD-1009"), FindingState.FOUND),
            Recurring(
                Category.SERVICE, SITES[3], ("CD-1002", "CD-1003"), FindingState.ACKNOWLEDGED, "加派一名保洁"
            ),
        ),
        records=tuple(
            Record(name, dice.randrange(40), dice.randrange(6), dice.randrange(4), dice.randrange(3))
            for name in OWNERS[:4]
        ),
        weeks=tuple(weeks(dice, 9)),
        previous=tuple((one, Figures(30, 14, 2, 3, 28, 4)) for one in Category),
    )


def nothing() -> Digest:
    return Digest(BEGIN, END, ZONE)


def weeks(dice: random.Random, count: int) -> list[Week]:
    first = date(2026, 3, 2) - timedelta(weeks=count - 1)
    return [
        Week(
            first + timedelta(weeks=number),
            one,
            Figures(
                dice.randrange(20, 40),
                dice.randrange(10, 22),
                2,
                dice.randrange(7),
                dice.randrange(18, 42),
                3,
            ),
        )
        for number in range(count)
        for one in Category
    ]


def _line(dice: random.Random, number: int) -> Line:
    filed = BEGIN + timedelta(minutes=dice.randrange(-20_000, 10_080))
    state = dice.choice(
        [State.OPEN, State.TAKEN, State.TAKEN, State.RESOLVED, State.RESOLVED, State.WITHDRAWN]
    )
    resolved = max(filed, BEGIN) + timedelta(minutes=dice.randrange(60)) if state == State.RESOLVED else None
    return Line(
        number=f"CD-{number}",
        filed_at=filed,
        kind=dice.choices(list(Kind), [6, 3, 2, 1])[0],
        category=dice.choices(list(Category), [1, 4, 1, 3])[0],
        state=state,
        site=dice.choices(SITES, [9, 7, 5, 4, 3, 2, 2, 6, 2])[0],
        owner=dice.choice(OWNERS),
        standing=dice.choice(list(Standing)),
        first_response_due_at=filed + timedelta(minutes=30),
        first_response_at=filed + timedelta(minutes=dice.randrange(5, 50)),
        resolution_due_at=filed + timedelta(days=2),
        resolved_at=resolved,
        late_by=timedelta(minutes=dice.choice([0, 0, 0, 45, 3000])),
        warned=dice.random() < 0.25,
        stars=dice.choice([5, 5, 4, 2, None]) if resolved else None,
        words=dice.choice(WORDS),
        link=f"https://t.me/c/1000000001/{number}",
    )


def _pledge(dice: random.Random, number: int) -> Pledge:
    return Pledge(
        f"CD-{number}",
        dice.choice([Category.QUALITY, Category.SERVICE, Category.SALES_PROMISE]),
        dice.choice(OWNERS[:4]),
        dice.choice(["周五下午过来", "will call you back by Friday"]),
        BEGIN + timedelta(hours=dice.randrange(150)),
        dice.choice([PromiseState.KEPT, PromiseState.KEPT, PromiseState.BROKEN, PromiseState.MADE]),
    )
