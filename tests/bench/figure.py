"""One measured figure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """``ratio`` is ``value / baseline``, both measured in the same run; ``how`` says in a line what was measured."""

    name: str
    value: float
    unit: str
    how: str
    baseline: float | None = None
    ratio: float | None = None
