"""What mistakes cost (policy.toml, [costs]), and the thresholds that follow from it.

A choice is worth its risk when the expected cost of being wrong is below the cost of the safe way out: with
calibrated probabilities that is arithmetic, not taste (Elkan 2001, "The Foundations of Cost-Sensitive Learning").
"""

from __future__ import annotations

import os
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Dict

import tomli
from rasa.shared.exceptions import InvalidConfigException

from nlu.calibration import Certainty
from nlu.train import ROOT

_PART = "costs"


@dataclass(frozen=True)
class Costs:
    """Costs in any one unit; only their ratios count.

    Args:
        ask: a customer has to answer one more question.
        wrong_ticket: a message is filed or answered as something else.
        false_alarm: people are called out for nothing.
        missed_danger: danger waits like any other ticket.
        ask_at_most: the largest share of messages that may be asked about, whatever the costs say (0 to 1).
    """

    ask: float
    wrong_ticket: float
    false_alarm: float
    missed_danger: float
    ask_at_most: float

    def ask_below(self, certainty: Certainty) -> float:
        """The certainty under which asking costs less than the risk of a wrong ticket."""
        return min(1 - self.ask / self.wrong_ticket, certainty.least(self.ask_at_most))

    def urgent_from(self) -> float:
        """The probability of danger from which an alarm costs less than the risk of missing it."""
        return self.false_alarm / (self.false_alarm + self.missed_danger)


def policy_file() -> Path:
    """The desk's policy: POLICY_FILE, or policy.toml beside config.yml."""
    return Path(os.environ.get("POLICY_FILE") or ROOT / "policy.toml")


def load(path: Path) -> Costs:
    """The costs in a policy.

    Raises:
        InvalidConfigException: names the file, the key and the cure.
    """
    try:
        table = tomli.loads(path.read_text("utf-8-sig")).get(_PART)
    except (OSError, UnicodeDecodeError, tomli.TOMLDecodeError) as error:
        raise InvalidConfigException(f"{path}: cannot be read as TOML: {error}; mend it.") from error
    if not isinstance(table, dict):
        raise InvalidConfigException(f"{path}: [{_PART}] is missing; add this table.")
    return Costs(**{field.name: _number(path, table, field.name) for field in fields(Costs)})


def _number(path: Path, table: Dict[str, Any], name: str) -> float:
    value = table.get(name)
    highest = 1.0 if name == "ask_at_most" else 1_000_000.0
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value <= highest:
        raise InvalidConfigException(
            f"{path}: {_PART}.{name}: {value!r} is no cost; write a number above 0 and up to {highest:g}."
        )
    return float(value)
