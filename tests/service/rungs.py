"""A company with people on every rung of the ladder, and hours that go by at its desk."""

from datetime import datetime, timedelta
from typing import Any

from bot.desk.agent import Agent, Role
from bot.desk.escalation import Escalation
from bot.desk.labels import Category
from bot.desk.notice import Notice
from bot.service import clock_sweep, escalations, green
from tests.builders import Scene
from tests.service.colleagues import colleague

DIGEST = timedelta(minutes=10)
RUNGS = (("An", Role.AGENT), ("Lin", Role.LEAD), ("He", Role.HEAD), ("Guan", Role.MANAGER))


def company(scene: Scene) -> dict[str, int]:
    """An agent, a shift lead, a department head and the management, by name; no shifts are planned."""
    return {name: colleague(scene, name, Category.QUALITY, role=role, shift=None) for name, role in RUNGS}


def tick(scene: Scene) -> None:
    """What the clock of the desk does about what is due now."""
    for run in (clock_sweep.sweep, green.ask, escalations.say):
        while True:
            with scene.desk() as work:
                if not run(work):
                    break


def until(scene: Scene, moment: datetime) -> None:
    """Time goes by to ``moment``; the desk ticks then, and so long before that what it noticed is said."""
    for each in (moment - DIGEST, moment):
        if each > scene.clock.now:
            scene.clock.now = each
            tick(scene)


def digests(scene: Scene) -> list[tuple[str, list[str]]]:
    """Who was told, and of which tickets, in the order in which they were."""
    return [(one.values["name"], [item["number"] for item in one.values["items"]]) for one in said(scene)]


def said(scene: Scene) -> list[Notice]:
    return list(scene.notices("ladder"))


def steps(scene: Scene, **fields: Any) -> list[Escalation]:
    return list(scene.all(Escalation, **fields))


def name(scene: Scene, agent_id: int | None) -> str:
    return scene.all(Agent, id=agent_id)[0].name if agent_id else ""
