"""One answer to everybody in a test: asked for by command, confirmed by a button, said by the clock."""

from typing import Any

from sqlmodel import select

from bot.desk.agent import Agent
from bot.desk.notice import Notice
from bot.desk.ticket import Ticket
from bot.service import bulk, defects
from bot.service.verdict import Verdict
from tests.builders import ANN, Scene


def run(scene: Scene, what: Any, user: int, ticket: int | None, words: str) -> Verdict:
    """A command, in the ticket's topic or (None) anywhere."""
    with scene.desk() as work:
        agent = work.session.exec(select(Agent).where(Agent.user_id == user)).one()
        found = work.session.get_one(Ticket, ticket) if ticket else None
        return what(work, agent, found, words)


def press(scene: Scene, user: int, key: int = 0, asked: Notice | None = None) -> str:
    """Presses a button of the question ``asked``, the last one when it is not given."""
    payload = scene.payloads(asked or scene.notices("bulk")[-1])[key]
    with scene.desk() as work:
        return bulk.press(work, user, payload).word


def carry_on(scene: Scene) -> int:
    """The clock until everybody is told; in how many pieces."""
    rounds = 0
    while True:
        with scene.desk() as work:
            if not bulk.carry_on(work):
                return rounds
        rounds += 1


def stuck_lifts(scene: Scene, user: int) -> list[int]:
    """Three tickets of one defect, the first and the last of one customer."""
    tickets = [scene.ticket("电梯门关不上"), scene.ticket("lift door stuck", chat=ANN)]
    scene.clock.forward(hours=1)
    tickets.append(scene.ticket("电梯门又夹人"))
    for one in tickets:
        run(scene, defects.by_hand, user, one, "3 栋电梯门锁")
    return tickets
