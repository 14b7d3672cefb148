"""What a ticket went through, and how it stood at any moment since: what the figures of a period are counted from.

A ticket shows how it is now; whatever happened after the moment that is asked about is taken back by its history. So
the figures of a month are the same whenever they are asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.desk.labels import Category, Kind
from bot.desk.ticket import LIVE, Move, State
from bot.desk.ticket_clock import ClockState, Metric

CLOSING = (Move.RESOLVED, Move.WITHDRAWN, Move.MERGED)
OPENING = {Move.REOPENED: State.RESOLVED, Move.UNMERGED: State.MERGED}
"""The state before the move."""
MOVED = (Move.FILED, *CLOSING, *OPENING, Move.KIND, Move.CATEGORY)
"""The moves that change a figure."""


@dataclass(frozen=True)
class Moved:
    """A line of the history; ``before``: the label that it changed."""

    move: Move
    at: datetime
    before: str | None = None


@dataclass(frozen=True)
class Run:
    """A clock of the ticket, as its row stands now."""

    metric: Metric
    state: ClockState
    started_at: datetime
    due_at: datetime | None
    warn_at: datetime | None
    stopped_at: datetime | None
    breached_at: datetime | None
    warned_at: datetime | None
    calendar: str = ""

    def ran_at(self, moment: datetime) -> bool:
        return self.started_at < moment and (self.stopped_at is None or self.stopped_at >= moment)

    def late_since(self, moment: datetime) -> datetime | None:
        """When it had broken its promise by ``moment``: as written down, or due and not looked at yet."""
        since = self.breached_at or self._overdue()
        return since if since is not None and since < moment else None

    def near(self, moment: datetime) -> bool:
        """Whether at ``moment`` it was warned of, and not late."""
        warned = self.warned_at or self.warn_at
        return warned is not None and warned < moment and self.late_since(moment) is None

    def _overdue(self) -> datetime | None:
        stopped = self.stopped_at is not None and self.due_at is not None and self.stopped_at <= self.due_at
        return None if stopped or self.state == ClockState.DROPPED else self.due_at


@dataclass
class Course:
    """``kind``, ``category``, ``state`` and ``resolved_at`` are those of now; ``moves`` are in their order and reach
    back as far as anybody asks; ``runs`` are all its clocks. Every time is aware.
    """

    ticket_id: int
    filed_at: datetime
    kind: Kind
    category: Category
    state: State
    resolved_at: datetime | None = None
    taken: bool = False
    green_at: datetime | None = None
    moves: list[Moved] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)

    def state_at(self, moment: datetime) -> State | None:
        """Its state just before ``moment``; None: it was not filed yet."""
        if self.filed_at >= moment:
            return None
        following = next((one for one in self._after(moment) if one.move in (*CLOSING, *OPENING)), None)
        if following is None:
            return self.state
        if following.move in OPENING:
            return OPENING[following.move]
        return State.TAKEN if self.taken else State.OPEN

    def kind_at(self, moment: datetime) -> Kind:
        before = self._label_before(Move.KIND, moment)
        return Kind(before) if before else self.kind

    def category_at(self, moment: datetime) -> Category:
        before = self._label_before(Move.CATEGORY, moment)
        return Category(before) if before else self.category

    def resolved_before(self, moment: datetime) -> datetime | None:
        """When it was resolved for the last time before ``moment``, as far as that is known."""
        found = [one.at for one in self.moves if one.move == Move.RESOLVED and one.at < moment]
        if found:
            return found[-1]
        return self.resolved_at if self.resolved_at is not None and self.resolved_at < moment else None

    def round_at(self, moment: datetime) -> list[Run]:
        """The clocks since it was last opened before ``moment``."""
        begun = [
            run.started_at for run in self.runs if run.metric == Metric.RESOLUTION and run.started_at < moment
        ]
        since = max(begun, default=self.filed_at)
        return [run for run in self.runs if since <= run.started_at < moment]

    def late_at(self, moment: datetime) -> list[Run]:
        """The clocks that make it late at ``moment``: of an open ticket those that still ran, else any of its round."""
        live = self.state_at(moment) in LIVE
        runs: Sequence[Run] = self.round_at(moment)
        return [run for run in runs if run.late_since(moment) and (run.ran_at(moment) or not live)]

    def near_at(self, moment: datetime) -> bool:
        """Whether at ``moment`` a clock of it ran that was near its end."""
        return any(run.ran_at(moment) and run.near(moment) for run in self.round_at(moment))

    def _after(self, moment: datetime) -> list[Moved]:
        return [one for one in self.moves if one.at >= moment]

    def _label_before(self, move: Move, moment: datetime) -> str | None:
        return next((one.before for one in self._after(moment) if one.move == move), None)
