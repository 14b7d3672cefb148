"""The class of a customer by points, which explain themselves."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bot.desk.money import in_smallest, written
from bot.desk.party import Standing
from bot.desk.policy_segments import SegmentsPart, Steps

LOWEST, HIGHEST = 0, 100


@dataclass(frozen=True)
class Facts:
    """What is known of a party: of the last twelve months; ``accounts`` and ``overdue_days`` are of today.

    ``billed`` is in whole units of the policy's currency; ``due`` counts bills whose day has come, ``late`` those of
    them that were paid late or not yet; ``stars`` is the mean of ``marks`` marks.
    """

    accounts: int = 0
    billed: int = 0
    due: int = 0
    late: int = 0
    overdue_days: int = 0
    complaints: int = 0
    stars: float = 0.0
    marks: int = 0

    @property
    def late_percent(self) -> float:
        return 100 * self.late / self.due if self.due else 0.0


@dataclass(frozen=True)
class Reason:
    """One line of the explanation: a word of chat/wording (``standing_because_<word>``) with its values."""

    word: str
    points: int
    values: dict[str, Any]

    def row(self) -> dict[str, object]:
        return {"word": self.word, "points": self.points, "values": self.values}


@dataclass(frozen=True)
class Judgement:
    """``score`` is 0 to 100; the reasons' points add up to it before it is kept within these bounds."""

    standing: Standing
    score: int
    reasons: tuple[Reason, ...]


def judge(facts: Facts, rules: SegmentsPart) -> Judgement:
    """The class of a party with these facts, and why."""
    reasons = [Reason("start", rules.start, {}), *_reasons(facts, rules)]
    score = min(max(sum(one.points for one in reasons), LOWEST), HIGHEST)
    risk = _risk(facts, rules)
    if risk is not None:
        return Judgement(Standing.CREDIT_RISK, score, (*reasons, risk))
    if score >= rules.vip_from:
        return Judgement(Standing.VIP, score, tuple(reasons))
    standing = Standing.KEY if score >= rules.key_from else Standing.ORDINARY
    return Judgement(standing, score, tuple(reasons))


def _reasons(facts: Facts, rules: SegmentsPart) -> list[Reason]:
    """Facts that earn or cost nothing are not named."""
    paid = facts.due - facts.late
    billed = written(in_smallest(Decimal(facts.billed), rules.currency), rules.currency)
    enough = facts.due >= rules.risk.bills  # one late bill of two says little
    found = [
        Reason("billed", _points(rules.billed, facts.billed), {"billed_sum": billed}),
        Reason("accounts", _points(rules.accounts, facts.accounts), {"accounts": facts.accounts}),
        Reason("on_time", _points(rules.on_time, paid), {"bills": paid}),
        Reason(
            "late",
            _points(rules.late_percent, facts.late_percent) if enough else 0,
            {"late": facts.late, "bills": facts.due},
        ),
        Reason("overdue", _points(rules.overdue_days, facts.overdue_days), {"days": facts.overdue_days}),
        Reason("complaints", _points(rules.complaints, facts.complaints), {"complaints": facts.complaints}),
    ]
    if facts.marks:
        mean = {"mean": f"{facts.stars:.1f}", "marks": facts.marks}
        found.append(Reason("stars", _points(rules.stars, facts.stars), mean))
    return [one for one in found if one.points]


def _risk(facts: Facts, rules: SegmentsPart) -> Reason | None:
    risk = rules.risk
    if facts.overdue_days >= risk.overdue_days:
        return Reason("risk_overdue", 0, {"days": facts.overdue_days, "most": risk.overdue_days})
    if facts.due >= risk.bills and facts.late_percent >= risk.late_percent:
        return Reason("risk_late", 0, {"late": facts.late, "bills": facts.due})
    return None


def _points(steps: Steps, amount: float) -> int:
    """Of the highest step that ``amount`` reaches; nothing below the first."""
    return next((points for begin, points in reversed(steps) if amount >= begin), 0)
