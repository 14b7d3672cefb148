"""What the services give with the answer to /mine."""

from typing import Any

_AT = "2026-03-02T10:30:00+00:00"
_HELD: dict[str, Any] = {
    "number": "CD-1",
    "kind": "complaint",
    "category": "quality",
    "urgent": False,
    "link": "https://t.me/c/1000000001/7",
    "words": "",
    "taken": True,
    "offered": "",
    "due_at": _AT,
    "due_metric": "resolution",
    "late": False,
    "waits_at": "",
    "snoozed_at": "",
}
OWN_WORK: dict[str, Any] = {
    "name": "赵",
    "count": 3,
    "tasks": 1,
    "left": 0,
    "items": [
        _HELD | {"offered": "赵", "offered_until_at": _AT, "due_metric": "first_response"},
        _HELD | {"late": True, "snoozed_at": _AT, "urgent": True},
        _HELD | {"taken": False},
        _HELD | {"waits_at": _AT, "link": ""},
    ],
}
