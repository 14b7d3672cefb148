"""A way into the running server for one request: forget a conversation. Declared in credentials.yml.

`POST /webhooks/forget/` with `{"sender"}` deletes every event of that sender from the tracker store: Rasa's own API can
only add events, and whoever has their data erased wants the words gone, not a `restart` behind them. Asked again, it
finds nothing and says so; nothing else is touched.
"""

from __future__ import annotations

from typing import Any, Awaitable, Callable

from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.core.tracker_store import InMemoryTrackerStore, SQLTrackerStore, TrackerStore
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

# What Rasa wraps around the store that was configured.
_WRAPPED = ("_tracker_store", "_fallback_tracker_store")


class CannotForget(Exception):
    """A tracker store of another kind than the desk runs with."""


class ForgetInput(InputChannel):
    """Deletes what the tracker store has of a sender, and answers how many events that were."""

    @classmethod
    def name(cls) -> str:
        return "forget"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        routes = Blueprint("forget_webhook", __name__)

        @routes.post("/")
        async def forget_sender(request: Request) -> HTTPResponse:
            sender = request.json.get("sender") if isinstance(request.json, dict) else None
            if not isinstance(sender, str) or not sender:
                return response.json(
                    {"error": 'send {"sender": "the conversation\'s id"} as JSON'}, status=400
                )
            agent = request.app.ctx.agent
            try:
                async with agent.lock_store.lock(sender):  # a turn of this sender is over before
                    return response.json({"events": forget(agent.tracker_store, sender)})
            except CannotForget as error:
                return response.json({"error": str(error)}, status=501)

        return routes


def forget(store: TrackerStore, sender: str) -> int:
    """Deletes every event of `sender`; returns how many events (in memory: trackers) there were.

    Raises:
        CannotForget: the store is neither SQL nor in memory.
    """
    wrapped = [inner for inner in (getattr(store, name, None) for name in _WRAPPED) if inner is not None]
    if wrapped:
        return sum(forget(inner, sender) for inner in wrapped)
    if isinstance(store, SQLTrackerStore):
        return _deleted(store, sender)
    if isinstance(store, InMemoryTrackerStore):
        return int(store.store.pop(sender, None) is not None)
    raise CannotForget(
        f"a {type(store).__name__} cannot forget a sender here; set tracker_store to SQL in endpoints.yml"
    )


def _deleted(store: SQLTrackerStore, sender: str) -> int:
    with store.session_scope() as session:
        if session.get_bind().dialect.name == "sqlite":
            # Deleted rows would stay readable in the file until their place is needed.
            session.execute("PRAGMA secure_delete = ON")
        events = session.query(store.SQLEvent).filter(store.SQLEvent.sender_id == sender)
        count = events.delete(synchronize_session=False)
        session.commit()
        return int(count)
