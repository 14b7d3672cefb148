"""The Rasa server, seen from the house: one HTTP client that speaks ``bot.service.dialogue`` and nothing else.

Rasa answers 200 with an empty list when an action failed inside, so an empty list is a failure here. Nothing of httpx
leaves this module.
"""

import json
from collections.abc import Sequence
from typing import Any

import httpx

from bot.dialogue.shaping import answers
from bot.service.dialogue import Answer, Dialogue, DialogueAway

CONNECT = 3.0  # seconds until a server on the same machine or network must have taken the call
TURN = 20.0  # seconds a whole turn may take (model, actions, a busy database); a worker gives up after 25


class RasaDialogue(Dialogue):
    """Talks to the Rasa server at ``url`` (without a slash at its end). ``transport`` is for tests."""

    def __init__(
        self, url: str, *, turn_seconds: float = TURN, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        # trust_env=False: a proxy of this machine's environment has no business between the house and its dialogue.
        self._http = httpx.AsyncClient(
            base_url=url,
            timeout=httpx.Timeout(turn_seconds, connect=CONNECT),
            limits=httpx.Limits(max_connections=64, max_keepalive_connections=16),
            trust_env=False,
            transport=transport,
        )

    async def say(self, chat_id: int, text: str, update_id: int, metadata: dict[str, Any]) -> list[Answer]:
        """What the dialogue answers to ``text``; never an empty list. Raises ``DialogueAway``."""
        said = {
            "sender": str(chat_id),
            "message": text,
            "metadata": {**metadata, "update": update_id, "chat": chat_id},
        }
        parts = await self._call("POST", "/webhooks/rest/webhook", json=said)
        try:
            found = answers(parts)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise DialogueAway(f"Rasa answered what is no list of messages: {parts!r:.200}") from error
        if not found:
            raise DialogueAway(
                "Rasa answered nothing; see the logs of rasa and actions for what failed inside"
            )
        return found

    async def forget_turn(self, chat_id: int, update_id: int) -> None:
        """Takes back the turn of ``update_id`` and every later one; does nothing when there is no such turn.

        By Rasa's own event ``rewind``, once per turn to take back: it is appended like any other event, so it works in
        every tracker store (to replace the events would leave those of a database untouched). Raises ``DialogueAway``.
        """
        tracker = await self._call(
            "GET", f"/conversations/{chat_id}/tracker", params={"include_events": "ALL"}
        )
        try:
            turns = turns_to_rewind(tracker.get("events") or [], update_id)
        except (AttributeError, TypeError) as error:
            raise DialogueAway(f"Rasa answered what is no tracker: {tracker!r:.200}") from error
        if turns:
            events = [{"event": "rewind"}] * turns
            await self._call("POST", f"/conversations/{chat_id}/tracker/events", json=events)

    async def health(self) -> None:
        """Returns when Rasa is ready with a model. Raises ``DialogueAway`` with the reason when it is not."""
        status = await self._call("GET", "/status")
        if not isinstance(status, dict) or not status.get("model_file"):
            raise DialogueAway("Rasa runs without a model; train one with `make model` and start it again")

    async def close(self) -> None:
        await self._http.aclose()

    async def _call(self, method: str, path: str, **request: Any) -> Any:
        """The JSON of one call. Raises ``DialogueAway`` for everything that can go wrong on the way."""
        try:
            response = await self._http.request(method, path, **request)
            response.raise_for_status()
            return response.json()
        except httpx.TimeoutException as error:
            raise DialogueAway(f"Rasa took too long over {path} ({type(error).__name__})") from error
        except httpx.HTTPStatusError as error:
            raise DialogueAway(f"Rasa answered {error.response.status_code} to {path}") from error
        except httpx.HTTPError as error:
            raise DialogueAway(
                f"Rasa is not reachable for {path}: {error or type(error).__name__}"
            ) from error
        except (json.JSONDecodeError, UnicodeDecodeError) as error:
            raise DialogueAway(f"Rasa answered {path} with something that is no JSON") from error


def turns_to_rewind(events: Sequence[dict[str, Any]], update_id: int) -> int:
    """How many turns stand from the one of ``update_id`` to the end of the conversation; 0 when it does not stand.

    Turns that were rewound before, and those of earlier sessions, do not count: they cannot be reached any more.
    """
    standing: list[Any] = []
    for event in events:
        match event.get("event"):
            case "user":
                standing.append((event.get("metadata") or {}).get("update"))
            case "rewind" if standing:
                standing.pop()
            case "session_started" | "restart":
                standing.clear()
    return len(standing) - standing.index(update_id) if update_id in standing else 0
