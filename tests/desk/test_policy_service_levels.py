"""[service_levels] of policy.toml: who is promised what, and every mistake is named by its key with its cure."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.desk.labels import Category, Kind
from bot.desk.party import Standing
from bot.desk.policy import ROUND_THE_CLOCK, Policy
from bot.desk.policy_service_levels import MATTERS, Matter
from bot.desk.ticket_clock import Metric
from bot.policy import load
from tests.desk.test_policy import GOOD, written
from tests.desk.test_policy_calendars import named

RULES = GOOD[GOOD.index("rules = [\n  {") : GOOD.index("\n]\n", GOOD.index("rules = [\n  {")) + 2]
BASE = "{ first_response_minutes = 240, next_response_minutes = 240, resolution_minutes = 2400 }"


def with_rules(folder: Path, *rules: str) -> Path:
    return written(folder, GOOD.replace(RULES, "rules = [\n" + ",\n".join(rules) + "\n]"))


def promised(folder: Path, matter: Matter, *rules: str) -> int:
    """Minutes until the first answer, by the rules."""
    level = load(with_rules(folder, *rules)).service_level(matter)
    return int(level.first_response / timedelta(minutes=1))


# the matter, the first answer in minutes, and its calendar, as policy.toml comes with the desk
SHIPPED = {
    "an inquiry waits for its department": (Matter(Kind.INQUIRY, Category.DESIGN), 240, "office"),
    "each department has its own hours": (Matter(Kind.INQUIRY, Category.QUALITY), 240, "site"),
    "a suggestion": (Matter(Kind.SUGGESTION, Category.SERVICE), 960, "site"),
    "a complaint waits for nobody": (Matter(Kind.COMPLAINT, Category.DESIGN), 240, ROUND_THE_CLOCK),
    "an important customer's complaint": (
        Matter(Kind.COMPLAINT, Category.DESIGN, False, Standing.VIP),
        60,
        ROUND_THE_CLOCK,
    ),
    "an important customer's inquiry": (
        Matter(Kind.INQUIRY, Category.SALES_PROMISE, False, Standing.KEY),
        120,
        "office",
    ),
    "an urgent inquiry": (Matter(Kind.INQUIRY, Category.DESIGN, True), 15, ROUND_THE_CLOCK),
    "an urgent matter of an important customer": (
        Matter(Kind.PRAISE, Category.DESIGN, True, Standing.VIP),
        15,
        ROUND_THE_CLOCK,
    ),
}


@pytest.mark.parametrize(("matter", "minutes", "calendar"), SHIPPED.values(), ids=SHIPPED)
def test_what_the_desk_comes_with(policy: Policy, matter: Matter, minutes: int, calendar: str) -> None:
    level = policy.service_level(matter)
    assert (level.first_response, level.calendar) == (timedelta(minutes=minutes), calendar)
    assert policy.calendar(level.calendar).name == calendar


def test_everything_has_targets_and_is_warned_of_before(policy: Policy) -> None:
    for matter in MATTERS:
        level = policy.service_level(matter)
        for metric in Metric:
            assert timedelta(0) < level.warn_before(metric) <= level.target(metric)
        assert level.first_response <= level.resolution
    urgent = policy.service_level(Matter(Kind.COMPLAINT, Category.DESIGN, True))
    assert urgent.warn_before(Metric.FIRST_RESPONSE) == timedelta(minutes=5)
    inquiry = policy.service_level(Matter(Kind.INQUIRY, Category.DESIGN))
    assert inquiry.warn_before(Metric.FIRST_RESPONSE) == timedelta(minutes=60)


INQUIRY = Matter(Kind.INQUIRY, Category.DESIGN, False, Standing.KEY)
URGENT = Matter(Kind.INQUIRY, Category.DESIGN, True, Standing.KEY)
KIND = '{ kind = "inquiry", first_response_minutes = 1 }'
CATEGORY = '{ category = "design", first_response_minutes = 2 }'
STANDING = '{ standing = "key", first_response_minutes = 3 }'
HASTE = "{ urgent = true, first_response_minutes = 4 }"
BOTH = '{ kind = "inquiry", category = "design", first_response_minutes = 5 }'
ALL = '{ kind = "inquiry", category = "design", standing = "key", first_response_minutes = 6 }'


@pytest.mark.parametrize(
    ("rules", "matter", "minutes"),
    [
        ((), INQUIRY, 240),
        ((KIND,), INQUIRY, 1),
        ((KIND, CATEGORY), INQUIRY, 2),
        ((BOTH, KIND, CATEGORY), INQUIRY, 5),
        ((STANDING, BOTH), INQUIRY, 3),
        ((ALL, STANDING, BOTH), INQUIRY, 6),
        ((HASTE, ALL), INQUIRY, 6),
        ((HASTE, ALL), URGENT, 4),
        (("{ urgent = false, first_response_minutes = 7 }", ALL), INQUIRY, 7),
        (("{ urgent = false, first_response_minutes = 7 }", ALL), URGENT, 6),
        (('{ standing = ["vip", "credit_risk"], first_response_minutes = 8 }',), INQUIRY, 240),
        (('{ standing = ["vip", "key"], first_response_minutes = 8 }',), INQUIRY, 8),
    ],
)
def test_the_most_specific_rule_wins_wherever_it_stands(
    tmp_path: Path, rules: tuple[str, ...], matter: Matter, minutes: int
) -> None:
    assert promised(tmp_path, matter, BASE, *rules) == minutes
    assert promised(tmp_path, matter, *reversed(rules), BASE) == minutes


def test_each_value_is_of_the_most_specific_rule_that_gives_it(tmp_path: Path) -> None:
    warned = '{ kind = "inquiry", warn_minutes = 90, calendar = "round_the_clock" }'
    level = load(with_rules(tmp_path, BASE, STANDING, warned)).service_level(INQUIRY)
    assert (level.first_response, level.next_response) == (timedelta(minutes=3), timedelta(minutes=240))
    assert level.calendar == ROUND_THE_CLOCK
    assert level.warn_before(Metric.RESOLUTION) == timedelta(minutes=90)
    assert level.warn_before(Metric.FIRST_RESPONSE) == timedelta(minutes=3)  # no more than there is
    back = '{ standing = "key", calendar = "department" }'
    assert load(with_rules(tmp_path, BASE, warned, back)).service_level(INQUIRY).calendar == "office"


WRONG_RULES = {
    "no rules": ((), "service_levels.rules", "at least 1"),
    "a value that nobody gives": (
        ("{ first_response_minutes = 9, next_response_minutes = 9 }",),
        "service_levels.rules",
        "no rule gives resolution_minutes",
    ),
    "a matter that nobody gives": (
        (BASE.replace("{", '{ kind = ["complaint", "inquiry", "praise"],'),),
        "service_levels.rules",
        "suggestion about design of a customer of class vip; add it to a rule without conditions",
    ),
    "a rule of nothing": (
        (BASE, '{ kind = "inquiry" }'),
        "service_levels.rules.1",
        "gives nothing; give it a target",
    ),
    "an unknown kind": (
        (BASE, '{ kind = "question", first_response_minutes = 9 }'),
        "service_levels.rules.1.kind.0",
        "'complaint', 'inquiry'",
    ),
    "an unknown class": (
        (BASE, '{ standing = ["vip", "gold"], first_response_minutes = 9 }'),
        "service_levels.rules.1.standing.1",
        "'vip', 'key'",
    ),
    "an unknown category": (
        (BASE, '{ category = "roof", first_response_minutes = 9 }'),
        "service_levels.rules.1.category.0",
        "'design', 'quality'",
    ),
    "urgent in quotes": (
        (BASE, '{ urgent = "yes", first_response_minutes = 9 }'),
        "service_levels.rules.1.urgent",
        "valid boolean",
    ),
    "no time at all": (
        (BASE, '{ kind = "praise", first_response_minutes = 0 }'),
        "service_levels.rules.1.first_response_minutes",
        "greater than or equal to 1",
    ),
    "minutes in quotes": (
        (BASE, '{ kind = "praise", resolution_minutes = "9" }'),
        "service_levels.rules.1.resolution_minutes",
        "valid integer",
    ),
    "an unknown key": (
        (BASE, '{ kind = "praise", resolve_minutes = 9 }'),
        "service_levels.rules.1.resolve_minutes",
        "mend its spelling",
    ),
    "more than a whole": (
        (BASE, '{ kind = "praise", warn_share = 25 }'),
        "service_levels.rules.1.warn_share",
        "less than or equal to 1",
    ),
    "two ways to warn": (
        (BASE, '{ kind = "praise", warn_share = 0.5, warn_minutes = 5 }'),
        "service_levels.rules.1",
        "keep one of them",
    ),
    "an unknown calendar": (
        (BASE, '{ kind = "praise", calendar = "offices" }'),
        "service_levels.rules.1.calendar",
        "write one of: office, site, round_the_clock, department",
    ),
    "the same twice": (
        (BASE, KIND, KIND),
        "service_levels.rules.2",
        "rule 1 says first_response_minutes of the same matters (inquiry about design",
    ),
    "two that overlap": (
        (BASE, KIND, '{ kind = ["praise", "inquiry"], first_response_minutes = 9 }'),
        "service_levels.rules.2",
        "narrow one of them",
    ),
}


@pytest.mark.parametrize(("rules", "key", "cure"), WRONG_RULES.values(), ids=WRONG_RULES)
def test_a_rules_mistake_is_named_with_its_cure(
    tmp_path: Path, rules: tuple[str, ...], key: str, cure: str
) -> None:
    named(with_rules(tmp_path, *rules), key, cure)


def test_rules_that_say_different_things_of_the_same_matters_go_together(tmp_path: Path) -> None:
    other = '{ kind = "inquiry", resolution_minutes = 9 }'
    level = load(with_rules(tmp_path, BASE, KIND, other)).service_level(INQUIRY)
    assert (level.first_response, level.resolution) == (timedelta(minutes=1), timedelta(minutes=9))
