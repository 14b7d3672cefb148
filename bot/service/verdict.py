"""What came of a press or a command of staff."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Verdict:
    """A word of chat/wording (``verdict_<word>``) shown to the agent who did it, with what it needs to be said.

    ``told``: the ticket's topic has a message about it already, ``told_in_general``: the staff group's General has; so
    who typed a command there reads no second one.
    """

    word: str
    name: str = ""  # an agent's name the word needs
    number: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)
    told: bool = field(default=False, compare=False)
    told_in_general: bool = field(default=False, compare=False)

    @property
    def values(self) -> dict[str, Any]:
        return {"name": self.name, "number": self.number, **self.more}
