"""What comes up again and again in a test: neighbours who complain, the clock that looks, and who answers."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import select

from bot.desk.account import Account, AccountLink, Proof
from bot.desk.agent import Agent, Role
from bot.desk.finding import Finding, FindingTicket
from bot.desk.labels import Category
from bot.desk.notice import Notice
from bot.desk.task import Task, TaskKind
from bot.service import (
    conversation,
    deeds,
    finding_deeds,
    finding_news,
    findings,
)
from bot.service.verdict import Verdict
from tests.builders import Scene
from tests.databases import STAFF_CHAT

SITE = "云栖苑"
FIRST = 7001  # chats of the customers who raise it count from here
PLAN, DONE = "六月底前给三栋电梯换门机", "三栋电梯的门机已全部更换"


def neighbour(scene: Scene, chat: int, site: str = SITE) -> int:
    """A customer who lives at the site; their chat."""
    with scene.desk() as work:
        customer = conversation.meet(work, chat, "邻居", None, "zh")
        if site:
            account = Account(kind="home", number=f"H-{chat}", site=site)
            work.session.add(account)
            work.session.flush()
            work.session.add(
                AccountLink(
                    account_id=account.id or 0,
                    customer_id=customer.id or 0,
                    proof=Proof.PHONE,
                    linked_at=work.now,
                )
            )
    return chat


def complain(scene: Scene, chats: Sequence[int], text: str = "电梯又停了", **more: Any) -> list[int]:
    return [scene.ticket(f"{text}{number}", chat=chat, **more) for number, chat in enumerate(chats)]


def street(scene: Scene, count: int = 5, site: str = SITE) -> list[int]:
    return [neighbour(scene, FIRST + number, site) for number in range(count)]


def look(scene: Scene) -> None:
    with scene.desk() as work:
        while findings.look(work):
            pass


def found(scene: Scene, count: int = 5, **more: Any) -> Finding:
    """A finding of so many customers."""
    complain(scene, street(scene, count), **more)
    look(scene)
    return only(scene)


def only(scene: Scene) -> Finding:
    (one,) = scene.all(Finding)
    assert isinstance(one, Finding)
    return one


def task(scene: Scene) -> Task:
    (one,) = scene.all(Task, kind=TaskKind.FINDING)
    assert isinstance(one, Task)
    return one


def head(scene: Scene, category: Category = Category.QUALITY, name: str = "周主任") -> int:
    user = scene.agent(name, Role.HEAD)
    with scene.desk() as work:
        work.session.exec(select(Agent).where(Agent.user_id == user)).one().department = category
    return user


def behind(scene: Scene) -> list[int]:
    """The tickets behind the finding."""
    with scene.desk() as work:
        return sorted(one.ticket_id for one in work.session.exec(select(FindingTicket)))


def say(scene: Scene, user: int, outcome: str, argument: str) -> Verdict:
    with scene.desk() as work:
        agent = work.session.exec(select(Agent).where(Agent.user_id == user)).one()
        return finding_deeds.command(work, agent, outcome, argument)


def answer(scene: Scene, user: int, key: int = 0, asked: Notice | None = None) -> str:
    """Presses a button of the question whether customers are told, the last one when it is not given."""
    payload = scene.payloads(asked or scene.notices("finding_confirm")[-1])[key]
    with scene.desk() as work:
        return deeds.press(work, user, payload).word


def changed(scene: Scene, user: int, argument: str) -> None:
    """Says that it has changed, and that its customers are told."""
    assert say(scene, user, "changed", argument).word == "finding_confirm"
    assert answer(scene, user) == "finding_changed"


def press(scene: Scene, user: int, outcome: str) -> str:
    with scene.desk() as work:
        number = work.session.exec(select(Task.id).where(Task.kind == TaskKind.FINDING)).one()
        return deeds.press(work, user, {"do": "task", "task": number, "outcome": outcome}).word


def reply(scene: Scene, user: int, notice: Notice, words: str) -> Verdict | None:
    with scene.desk() as work:
        agent = work.session.exec(select(Agent).where(Agent.user_id == user)).one()
        return deeds.said(work, agent, STAFF_CHAT, notice.message_id, words)


def tell(scene: Scene) -> Sequence[Notice]:
    """When the time to take it back is over."""
    scene.clock.forward(seconds=finding_deeds.TELL_AFTER.total_seconds())
    with scene.desk() as work:
        while finding_news.tell(work):
            pass
    return scene.notices("finding_changed")
