"""What services give with the texts about promises and canned answers."""

from typing import Any

_DUE = "2026-03-06T07:00:00+00:00"
PROMISE: dict[str, Any] = {"number": "CD-1", "name": "王强", "words": "周五下午三点上门", "due_at": _DUE}
_TEXTS = (
    "offered",
    "another",
    "made",
    "kept",
    "broken",
    "settled",
    "dropped",
    "not_made",
    "told",
    "done",
    "done_late",
    "withdrawn",
    "goes_on",
)
_CALLS = ("due", "was_broken", "doubtful", "after_close", "disputed")
PROMISES: dict[str, dict[str, Any]] = {
    **{f"promise_{one}": PROMISE for one in _TEXTS},
    **{f"promise_{one}": PROMISE | {"to": "王强", "to_id": 12345678} for one in _CALLS},
    "promise_moved": PROMISE | {"before_at": "2026-03-05T07:00:00+00:00"},
}
