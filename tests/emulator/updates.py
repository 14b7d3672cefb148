"""The queue of updates: numbered, filtered by allowed_updates, kept until somebody confirmed them."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

Update = dict[str, Any]

FIRST_UPDATE_ID = 700_000_001
NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}


@dataclass(eq=False)
class Pending:
    """An update that is not confirmed; a ``forced`` one is given out once even below the offset."""

    update: Update
    forced: bool = False
    served: bool = False

    @property
    def id(self) -> int:
        """The update_id."""
        return int(self.update["update_id"])


class UpdateQueue:
    """Updates of one bot. Every access holds the condition it was made with."""

    def __init__(self, changed: threading.Condition) -> None:
        self.changed = changed
        self.pending: list[Pending] = []
        self.log: list[Update] = []
        self.allowed: set[str] | None = None
        self.on_push: list[Callable[[], None]] = []
        self._next_id = FIRST_UPDATE_ID
        self._offset = 0
        self._held: list[Pending] | None = None

    def push(self, update: Update) -> Update | None:
        """Queue an update, numbered unless it has an ``update_id``; None when allowed_updates omits it."""
        with self.changed:
            kind = update_kind(update)
            if kind in NOT_BY_DEFAULT if self.allowed is None else kind not in self.allowed:
                return None
            if "update_id" in update:
                forced = update["update_id"] < self._offset
            else:
                update, forced = {"update_id": self._next_id, **update}, False
            self._next_id = max(self._next_id, update["update_id"] + 1)
            self.log.append(update)
            self._queue(Pending(update, forced))
            return update

    def redeliver(self, update: Update) -> None:
        """Give an update out once more, whatever was confirmed."""
        with self.changed:
            self._queue(Pending(update, forced=True))

    def _queue(self, pending: Pending) -> None:
        if self._held is not None:
            self._held.append(pending)
            return
        self.pending.append(pending)
        self.changed.notify_all()
        for wake in self.on_push:
            wake()

    @contextmanager
    def held(self, order: Callable[[list[Update]], Iterable[Update]]) -> Iterator[None]:
        """Keep back what is pushed inside the block, then queue it in the order ``order`` returns."""
        with self.changed:
            self._held = []
        try:
            yield
        finally:
            with self.changed:
                kept = {id(pending.update): pending for pending in self._held or []}
                self._held = None
                for update in order([pending.update for pending in kept.values()]):
                    self._queue(kept[id(update)])

    def allow(self, kinds: list[str] | None) -> None:
        """Remember allowed_updates: None leaves it as it was, an empty list means the default set."""
        if kinds is not None:
            self.allowed = set(kinds) or None

    def confirm(self, offset: int) -> None:
        """Forget what lies below the offset; a negative one keeps only that many of the newest."""
        with self.changed:
            if offset < 0:
                self.pending = self.pending[offset:]
            elif offset > 0:
                self._offset = max(self._offset, offset)
                self.pending = [p for p in self.pending if not (p.served if p.forced else p.id < offset)]

    def batch(self, limit: int) -> list[Update]:
        """The oldest updates, at most ``limit``; they stay until confirmed."""
        with self.changed:
            chosen = self.pending[:limit]
            for pending in chosen:
                pending.served = True
            return [pending.update for pending in chosen]

    def delivered(self, pending: Pending) -> None:
        """A webhook took it: forget it."""
        with self.changed:
            if pending in self.pending:
                self.pending.remove(pending)
            self._offset = max(self._offset, pending.id + 1)
            self.changed.notify_all()

    def drop_all(self) -> None:
        """drop_pending_updates."""
        with self.changed:
            self.pending.clear()


def update_kind(update: Update) -> str:
    """``message``, ``callback_query`` …; raises ValueError for a dict that is no update."""
    kinds = [key for key in update if key != "update_id"]
    if len(kinds) != 1:
        raise ValueError(
            f"an update has exactly one kind besides update_id, this one has {kinds}; "
            "push e.g. {'message': {...}}"
        )
    return kinds[0]


def conversation(update: Update) -> int:
    """The chat an update belongs to (else its author): webhooks keep the order inside it."""
    body = update[update_kind(update)]
    chat = body.get("chat") or body.get("message", {}).get("chat") or body.get("from") or {"id": 0}
    return int(chat["id"])
