"""Members of the staff with departments and shifts, for tests of routing, leave, transfers and records."""

from datetime import timedelta
from typing import Any

from sqlmodel import select

from bot.desk.agent import Agent, Role
from bot.desk.labels import Category
from bot.desk.shift import Shift
from tests.builders import Scene

HALF_A_DAY = timedelta(hours=8)


def colleague(
    scene: Scene,
    name: str,
    department: Category | None = Category.QUALITY,
    *,
    role: Role = Role.AGENT,
    shift: str | None = "on_shift",
    **fields: Any,
) -> int:
    """A member of the staff, now on shift (or ``on_call``, or neither: None) for eight hours; the Telegram user id."""
    user = scene.agent(name, role)
    with scene.desk() as work:
        agent = work.session.exec(select(Agent).where(Agent.user_id == user)).one()
        agent.department = department
        for field, value in fields.items():
            setattr(agent, field, value)
        if shift:
            begun, until = work.now - HALF_A_DAY, work.now + HALF_A_DAY
            row = Shift(
                agent_id=agent.id or 0,
                from_at=begun,
                until_at=until,
                on_call=shift == "on_call",
                planned=True,
            )
            work.session.add(row)
    return user


def id_of(scene: Scene, user: int) -> int:
    (agent,) = scene.all(Agent, user_id=user)
    return int(agent.id)


def name_of(scene: Scene, agent_id: int | None) -> str | None:
    return scene.all(Agent, id=agent_id)[0].name if agent_id else None
