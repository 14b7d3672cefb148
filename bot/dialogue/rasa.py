"""The Rasa server, seen from the house: one HTTP client that speaks ``bot.service.dialogue`` and nothing else.

Rasa answers 200 with an empty list when an action failed inside, so an empty list is a failure here. Nothing of httpx
leaves this module.
"""

import json
from collections.abc import Sequence
from typing import Any

import httpx
from pydantic import ValidationError

from bot.desk.explanation import Explanation
from bot.dialogue.shaping import answers
from bot.service.dialogue import Answer, Dialogue, DialogueAway

CONNECT = 3.0  # seconds until a server on the same machine or network must have taken the call
EXPLAIN = 6.0  # seconds for weighing the words of one message; an agent waits with a finger on a button
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

        What was before is said to Rasa again behind its event ``restart``: appended, because a tracker store in a
        database never forgets an event that it has (replacing them changes nothing there), and not undone with
        ``rewind``, which takes a whole form where one answer is meant. Raises ``DialogueAway``.
        """
        tracker = await self._call(
            "GET", f"/conversations/{chat_id}/tracker", params={"include_events": "ALL"}
        )
        try:
            kept = events_before(tracker.get("events") or [], update_id)
        except (AttributeError, TypeError) as error:
            raise DialogueAway(f"Rasa answered what is no tracker: {tracker!r:.200}") from error
        if kept is not None:
            events = [{"event": "restart"}, *(kept or [{"event": "action", "name": "action_listen"}])]
            await self._call("POST", f"/conversations/{chat_id}/tracker/events", json=events)

    async def forget(self, chat_id: int) -> None:
        """Deletes everything that Rasa keeps of the chat (``nlu/forget_channel.py``). Raises ``DialogueAway``."""
        told = await self._call("POST", "/webhooks/forget/", json={"sender": str(chat_id)})
        if not isinstance(told, dict) or not isinstance(told.get("events"), int):
            raise DialogueAway(f"Rasa did not say that it forgot: {told!r:.200}")

    async def explain(self, text: str) -> Explanation:
        """Why ``text`` is understood as it is; no conversation is touched. Raises ``DialogueAway``."""
        timeout = httpx.Timeout(EXPLAIN, connect=CONNECT)
        told = await self._call("POST", "/webhooks/why/", json={"text": text}, timeout=timeout)
        try:
            return Explanation.model_validate(told)
        except ValidationError as error:
            raise DialogueAway(f"Rasa answered what is no explanation: {told!r:.200}") from error

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


def events_before(events: Sequence[dict[str, Any]], update_id: int) -> list[dict[str, Any]] | None:
    """The events of this session that stand before the turn of ``update_id``; None when no such turn stands.

    Sessions and restarts before the last one do not count: they cannot be reached any more.
    """
    kept: list[dict[str, Any]] = []
    found = False
    for event in events:
        kind = event.get("event")
        if kind in ("session_started", "restart"):
            kept, found = [], False
            continue
        if kind == "user" and (event.get("metadata") or {}).get("update") == update_id:
            found = True
        if not found:
            kept.append(event)
    return kept if found else None
