"""Duplicates in a test: merged and parted again by command, and the clocks of their tickets."""

from sqlmodel import select

from bot.desk.agent import Agent
from bot.desk.ticket import Ticket
from bot.desk.ticket_clock import TicketClock
from bot.service import merging
from bot.service.verdict import Verdict
from tests.builders import Scene


def type_merge(scene: Scene, user: int, ticket: int, words: str, *, undo: bool = False) -> Verdict:
    """``/merge words`` in the ticket's topic; ``undo``: ``/unmerge words``."""
    with scene.desk() as work:
        agent = work.session.exec(select(Agent).where(Agent.user_id == user)).one()
        run = merging.undo_by_hand if undo else merging.by_hand
        return run(work, agent, work.session.get_one(Ticket, ticket), words)


def clocks(scene: Scene, ticket: int) -> list[tuple[object, ...]]:
    return [
        (one.metric, one.number, one.state, one.due_at, one.next_at, one.stopped_at)
        for one in scene.all(TicketClock, ticket_id=ticket)
    ]


def owed(scene: Scene, ticket: int) -> list[tuple[object, ...]]:
    """The clocks that run."""
    return [one for one in clocks(scene, ticket) if one[5] is None]
