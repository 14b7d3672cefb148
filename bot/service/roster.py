"""Who is staff, and in which role: kept by ``python -m bot agents``."""

from collections.abc import Sequence

from sqlmodel import select

from bot.desk.agent import Agent, Role
from bot.desk.labels import Category
from bot.service import departures
from bot.service.work import Work


class UnknownAgent(Exception):
    """No such member of staff; `python -m bot agents list` shows who is known."""

    def __init__(self, user_id: int) -> None:
        super().__init__(f"{user_id}: {self.__doc__}")


def everyone(work: Work) -> Sequence[Agent]:
    """All agents, active ones first, by name."""
    agents = work.session.exec(select(Agent)).all()
    return sorted(agents, key=lambda agent: (not agent.active, agent.name))


def add(work: Work, user_id: int, name: str, role: Role, department: Category | None) -> Agent:
    """Adds a member of staff, or changes the one with this Telegram user id.

    They act only while Telegram says that they are a member of the staff group.
    """
    agent = work.session.exec(select(Agent).where(Agent.user_id == user_id)).first()
    if agent is None:
        agent = Agent(user_id=user_id, name=name, created_at=work.now)
    agent.name, agent.role, agent.department = name, role, department or agent.department
    agent.active, agent.removed_at = True, None
    work.session.add(agent)
    work.session.flush()
    departures.took_back(work, agent)
    return agent


def change(
    work: Work,
    user_id: int,
    role: Role | None = None,
    department: Category | None = None,
    languages: Sequence[str] | None = None,
    sites: Sequence[str] | None = None,
) -> Agent:
    """Gives an agent another role, department, languages or sites; None leaves what is known.

    Raises ``UnknownAgent``.
    """
    agent = find(work, user_id)
    agent.role = role or agent.role
    agent.department = department or agent.department
    agent.languages = list(languages) if languages is not None else agent.languages
    agent.sites = list(sites) if sites is not None else agent.sites
    work.session.add(agent)
    return agent


def remove(work: Work, user_id: int) -> Agent:
    """An agent acts no more, also while still in the group, and their open work finds new hands; ``add`` takes them
    back. Raises ``UnknownAgent``.
    """
    agent = find(work, user_id)
    departures.leave(work, agent)
    agent.removed_at = work.now
    return agent


def find(work: Work, user_id: int) -> Agent:
    """The agent with this Telegram user id. Raises ``UnknownAgent``."""
    agent = work.session.exec(select(Agent).where(Agent.user_id == user_id)).first()
    if agent is None:
        raise UnknownAgent(user_id)
    return agent
