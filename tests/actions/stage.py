"""A conversation as an action sees it: the tracker that Rasa would send, and what the action says and remembers."""

import asyncio
import functools
import importlib
import inspect
import pkgutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

import actions
from tests.builders import LI, Scene

ROOT = Path(__file__).parents[2]


@functools.cache
def domain() -> dict[str, Any]:
    """domain.yml with the responses of data/responses/, as Rasa sends it to an action."""
    known: dict[str, Any] = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))
    responses: dict[str, Any] = {}
    for file in sorted((ROOT / "data" / "responses").glob("*.yml")):
        responses |= yaml.safe_load(file.read_text("utf-8"))["responses"]
    return known | {"responses": responses}


@functools.cache
def all_actions() -> dict[str, type[Action]]:
    """Every action of ``actions/`` by its name, found as rasa-sdk finds them."""
    found: dict[str, type[Action]] = {}
    for module in pkgutil.iter_modules(actions.__path__):
        for _, one in inspect.getmembers(importlib.import_module(f"actions.{module.name}"), inspect.isclass):
            if (
                issubclass(one, Action)
                and not inspect.isabstract(one)
                and one.__module__.startswith("actions.")
            ):
                found[one().name()] = one
    return found


def words(name: str, /, **values: Any) -> str:
    """The text of a response as the customer reads it."""
    return str(domain()["responses"][f"utter_{name}"][0]["text"]).format(**values)


@dataclass
class Played:
    """What one action said, in order, and which events it returned."""

    said: list[dict[str, Any]]
    events: list[dict[str, Any]]

    @property
    def texts(self) -> list[str]:
        return [str(one["text"]) for one in self.said]

    @property
    def text(self) -> str:
        """The only message. Fails when there are more, or none."""
        (one,) = self.texts
        return one

    @property
    def payloads(self) -> list[str]:
        """What the buttons under the last message say."""
        return [one["payload"] for one in self.said[-1]["buttons"]]

    @property
    def about(self) -> list[int | None]:
        return [one["custom"].get("about") for one in self.said]

    @property
    def alerts(self) -> list[bool]:
        return [one["custom"].get("alert", False) for one in self.said]

    @property
    def slots(self) -> dict[str, Any]:
        return {event["name"]: event["value"] for event in self.events if event["event"] == "slot"}

    @property
    def ended_form(self) -> bool:
        return {"event": "active_loop", "name": None, "timestamp": None} in self.events


@dataclass
class Stage:
    """Turns of one chat after another. ``slots`` are kept between turns as Rasa keeps them."""

    scene: Scene
    chat: int = LI
    slots: dict[str, Any] = field(default_factory=dict)
    form: str | None = None

    def hear(
        self,
        action: str,
        text: str = "",
        intent: str = "nlu_fallback",
        *,
        confidence: float = 0.9,
        message: int | None = None,
        **said: Any,
    ) -> Played:
        """The customer writes ``text``, which the model reads as ``intent``, and ``action`` runs.

        ``message`` is given for words that were recorded before (a redelivery). ``said`` may hold ``hazard`` and
        ``understanding``.
        """
        ref = message if message is not None else self.scene.write(text, self.chat)
        hazard = said.pop("hazard", None)
        latest = {
            "text": text,
            "intent": {"name": intent, "confidence": confidence},
            "entities": [{"entity": "hazard", "value": hazard}] if hazard else [],
            "metadata": {"message": ref},
        } | said
        return self.run(action, latest)

    def press(self, action: str, intent: str = "", **payload: Any) -> Played:
        """The customer presses a button (or gives a command) with this payload, and ``action`` runs."""
        entities = [{"entity": name, "value": value} for name, value in payload.items()]
        ref = payload.pop("as_message", None)
        return self.run(
            action,
            {
                "text": f"/{intent}",
                "intent": {"name": intent, "confidence": 1.0},
                "entities": [one for one in entities if one["entity"] != "as_message"],
                "metadata": {"message": ref},
            },
        )

    def run(self, action: str, latest: dict[str, Any], slots: dict[str, Any] | None = None) -> Played:
        dispatcher = CollectingDispatcher()
        tracker = Tracker(
            str(self.chat),
            slots if slots is not None else dict(self.slots),
            latest,
            [],
            False,
            None,
            {"name": self.form} if self.form else {},
            "action_listen",
        )
        events = asyncio.run(all_actions()[action]().run(dispatcher, tracker, domain()))  # type: ignore[arg-type]
        played = Played(dispatcher.messages, list(events))
        self.slots |= played.slots
        if played.ended_form:
            self.form = None
        return played

    def filed(self, text: str = "楼上漏水，天花板湿了一片", intent: str = "complaint+quality") -> int:
        """A matter is filed; the ticket's id."""
        (about, *_) = self.hear("action_file_matter", text, intent).about
        assert about is not None
        return about

    def open_form(self, name: str, question: str) -> None:
        """Rasa opens a form and asks for one of its slots."""
        self.form = name
        self.slots["requested_slot"] = question
