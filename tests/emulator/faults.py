"""Things that go wrong on purpose: refused, late, hanging, dropped before or after the call was applied."""

import random
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.emulator.errors import ApiError, too_many_requests


@dataclass
class Call:
    """One call of the bot. ``at`` and ``took`` are seconds; ``injected`` names the fault that met it; ``host``: by
    which name the caller knows the emulator.
    """

    method: str
    params: dict[str, Any]
    at: float
    took: float = 0.0
    result: Any = None
    error: dict[str, Any] | None = None
    applied: bool = False
    injected: str | None = None
    host: str = ""

    @property
    def chat_id(self) -> int | None:
        """The chat the call names."""
        value = self.params.get("chat_id")
        return value if isinstance(value, int) else None

    @property
    def code(self) -> int | None:
        """The error code, None when it went well or was never answered."""
        return self.error["error_code"] if self.error else None


@dataclass
class Fault:
    """A rule; exactly one effect of ``error``, ``retry_after``, ``hang``, ``drop`` and ``late``.

    ``method``: a name, several, or None for any. ``count``: how many calls it meets (None: all).
    ``after``: how many matching calls it lets pass first. ``when``: a predicate over the Call.
    ``hang``: seconds without answer or effect; ``late``: seconds until the answer of an applied call.
    """

    method: str | Collection[str] | None = None
    chat: int | None = None
    count: int | None = 1
    after: int = 0
    probability: float = 1.0
    when: Callable[[Call], bool] | None = None
    error: tuple[int, str] | None = None
    retry_after: int | None = None
    hang: float | None = None
    drop: Literal["before", "after"] | None = None
    late: float | None = None
    fired: int = 0
    passed: int = 0
    names: set[str] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        effects = [self.error, self.retry_after, self.hang, self.drop, self.late]
        if sum(effect is not None for effect in effects) != 1:
            raise ValueError(
                "a fault has exactly one effect: error=(code, description), retry_after=seconds, "
                "hang=seconds, drop='before' or 'after', late=seconds"
            )
        given = [self.method] if isinstance(self.method, str) else self.method or []
        self.names = {name.lower() for name in given}

    @property
    def name(self) -> str:
        """What it does, for the log."""
        return next(
            f"{key} {value}"
            for key in ("error", "retry_after", "hang", "drop", "late")
            if (value := getattr(self, key)) is not None
        )

    def meets(self, call: Call, chance: random.Random) -> bool:
        """True when this call is hit; counts it."""
        if self.count is not None and self.fired >= self.count:
            return False
        if self.names and call.method.lower() not in self.names:
            return False
        if self.chat is not None and call.chat_id != self.chat:
            return False
        if self.when is not None and not self.when(call):
            return False
        if self.passed < self.after or (self.probability < 1 and chance.random() >= self.probability):
            self.passed += 1
            return False
        self.fired += 1
        return True

    def lift(self) -> None:
        """No further call is hit."""
        self.count = self.fired

    def refusal(self) -> ApiError | None:
        """The answer instead of the method's, when the fault is one."""
        if self.retry_after is not None:
            return too_many_requests(self.retry_after)
        return ApiError(*self.error) if self.error is not None else None
