"""The dialogue as the house sees it: something is said to it, and it answers."""

from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.desk.explanation import Explanation


@dataclass(frozen=True)
class Choice:
    """A button under an answer; ``say`` is what the dialogue hears when it is pressed."""

    text: str
    say: str


@dataclass(frozen=True)
class Answer:
    """One message of the dialogue.

    ``ticket_id`` is the ticket it speaks of, so that a reply to it finds its way. ``silent`` answers are never shown:
    the dialogue heard and has nothing to say. ``alert`` goes ahead of everything.
    """

    text: str = ""
    choices: list[list[Choice]] = field(default_factory=list)
    ticket_id: int | None = None
    silent: bool = False
    alert: bool = False


class DialogueAway(Exception):
    """The dialogue did not answer: not reachable, too slow, or it failed inside. The message is said again."""


class Dialogue(Protocol):
    async def say(self, chat_id: int, text: str, update_id: int, metadata: dict[str, Any]) -> list[Answer]:
        """What the dialogue answers. Raises ``DialogueAway``. An empty answer never comes back as an empty list."""
        ...

    async def forget_turn(self, chat_id: int, update_id: int) -> None:
        """Takes back the turn of ``update_id`` and all after it: it can be said again. Raises ``DialogueAway``."""
        ...

    async def forget(self, chat_id: int) -> None:
        """Deletes everything that the dialogue keeps of the chat; doing it twice is fine. Raises ``DialogueAway``."""
        ...

    async def explain(self, text: str) -> Explanation:
        """Why ``text`` is understood as it is. Nothing is said to anybody by that. Raises ``DialogueAway``."""
        ...
