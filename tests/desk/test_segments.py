"""The class of a customer: points that add up, reasons for each, credit risk whatever the points."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.party import Standing
from bot.desk.policy_segments import SegmentsPart
from bot.desk.segments import Facts, judge
from bot.policy import load

RULES: SegmentsPart = load(Path(__file__).parent.parent.parent / "policy.toml").segments


@pytest.mark.parametrize(
    ("facts", "standing", "score"),
    [
        (Facts(), Standing.ORDINARY, 50),
        (Facts(accounts=1, billed=6000, due=12), Standing.ORDINARY, 65),
        (Facts(accounts=2, billed=20_000, due=12), Standing.KEY, 78),
        (Facts(accounts=5, billed=100_000, due=12), Standing.VIP, 100),
        (Facts(accounts=9, billed=900_000, due=40, stars=5.0, marks=3), Standing.VIP, 100),
        (Facts(accounts=5, billed=100_000, due=12, overdue_days=45, late=1), Standing.CREDIT_RISK, 76),
        (Facts(due=4, late=2), Standing.CREDIT_RISK, 35),
        (Facts(due=3, late=3), Standing.ORDINARY, 50),
        (Facts(due=12, late=12, overdue_days=200, complaints=9, stars=1.0, marks=4), Standing.CREDIT_RISK, 0),
        (Facts(complaints=3, stars=4.5, marks=1), Standing.ORDINARY, 52),
    ],
)
def test_classes(facts: Facts, standing: Standing, score: int) -> None:
    judged = judge(facts, RULES)
    assert (judged.standing, judged.score) == (standing, score)


def test_it_says_why() -> None:
    judged = judge(Facts(accounts=5, billed=100_000, due=12, late=2, overdue_days=50), RULES)
    assert [(one.word, one.points) for one in judged.reasons] == [
        ("start", 50),
        ("billed", 30),
        ("accounts", 10),
        ("on_time", 6),
        ("late", -5),
        ("overdue", -20),
        ("risk_overdue", 0),
    ]
    assert judged.reasons[1].values == {"billed_sum": "10000000 CNY"}
    assert judged.reasons[4].row() == {"word": "late", "points": -5, "values": {"late": 2, "bills": 12}}


FACTS = st.builds(
    lambda due, late, **more: Facts(due=due, late=min(late, due), **more),
    due=st.integers(0, 200),
    late=st.integers(0, 200),
    accounts=st.integers(0, 50),
    billed=st.integers(0, 10_000_000),
    overdue_days=st.integers(0, 4000),
    complaints=st.integers(0, 100),
    stars=st.floats(1, 5),
    marks=st.integers(0, 9),
)


@given(FACTS)
def test_the_reasons_add_up_to_the_score(facts: Facts) -> None:
    judged = judge(facts, RULES)
    assert judged.score == min(max(sum(one.points for one in judged.reasons), 0), 100)
    assert judged.reasons[0].points == RULES.start
    if judged.standing == Standing.VIP:
        assert judged.score >= RULES.vip_from
    if facts.overdue_days >= RULES.risk.overdue_days:
        assert judged.standing == Standing.CREDIT_RISK
