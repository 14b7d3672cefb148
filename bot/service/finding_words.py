"""What is said of a finding in the staff group: its card, the questions to whoever answers, and when nobody does."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import col, func, select, update

from bot.desk.agent import Agent
from bot.desk.finding import Finding, FindingTicket
from bot.desk.notice import Notice
from bot.desk.screen import ScreenPost
from bot.desk.task import Task, TaskKind
from bot.desk.ticket import Ticket
from bot.service import people, post, tasks
from bot.service.post import Key
from bot.service.view import opening_words, shortened
from bot.service.work import Work

CONFIRM = "finding_confirm"
ASKED = "finding_ask"  # the kind of the notice whose reply is what the department says
MOST_LISTED = 12  # tickets with their words on a card
WORDS = 60  # characters of a customer's words on it
PLAN_WORDS = 300  # characters of what the department says


def card_of(work: Work, finding: Finding) -> dict[str, Any]:
    """What the card of its task shows, as values."""
    ended = finding.ended_at is not None
    return brief(work, finding) | {
        "words": "\n".join(_line(work, one) for one in _listed(work, finding)),
        "plan": "" if ended else shortened(finding.plan, PLAN_WORDS),
        "ending": shortened(finding.outcome, PLAN_WORDS) if ended else "",
    }


def brief(work: Work, finding: Finding) -> dict[str, Any]:
    """Values of every text about a finding; days are local."""
    count, customers = _counts(work, finding)
    return {
        "finding": finding.number,
        "category": finding.category,
        "placed": int(bool(finding.site)),
        "site": finding.site,
        "count": count,
        "customers": customers,
        "since_on": finding.since.isoformat(),
        "until_on": finding.until.isoformat(),
    }


def ask(work: Work, finding: Finding, task: Task, agent: Agent, outcome: str) -> None:
    """Asks whoever pressed a button for the words; a reply to it is them."""
    asked = select(func.count()).where(FindingTicket.finding_id == finding.id)
    post.to_staff(
        work,
        None,
        ASKED,
        subject=f"task:{task.id}",
        step=f"{outcome}:{agent.id}:{work.now.isoformat()}:{work.session.exec(asked).one()}",
        template=f"finding_ask_{outcome}",
        values=brief(work, finding) | {"outcome": outcome, "to": agent.name, "to_id": agent.user_id},
    )


def ask_to_confirm(work: Work, finding: Finding, task: Task, agent: Agent, customers: int) -> None:
    """Shows what so many customers would be told, and asks whether they are; only the newest question counts."""
    asked = {"task": task.id, "asked": confirmations(work, task) + 1, "customers": customers}
    post.to_staff(
        work,
        None,
        CONFIRM,
        subject=f"task:{task.id}",
        step=str(asked["asked"]),
        template="finding_confirm",
        values=_told(finding, customers) | {"by": agent.name},
        keys=[
            [Key({"do": "finding_tell"} | asked, word="key_finding_tell", values={"count": customers})],
            [Key({"do": "finding_keep"} | asked, word="key_finding_keep")],
        ],
    )


def confirmations(work: Work, task: Task) -> int:
    """How often it was asked whether customers are told."""
    asked = select(func.count()).where(Notice.subject == f"task:{task.id}", Notice.kind == CONFIRM)
    return work.session.exec(asked).one()


def say_closed(work: Work, finding: Finding, task: Task, customers: int, tell_at: datetime) -> None:
    """Says from when on customers are told, with a button that takes it back until then."""
    post.to_staff(
        work,
        None,
        "finding_closed",
        subject=f"task:{task.id}",
        step=str(confirmations(work, task)),
        template="finding_closed",
        values=_told(finding, customers) | {"tell_at": tell_at.isoformat()},
        keys=[[Key({"do": "finding_undo", "task": task.id}, word="key_finding_undo")]],
    )


def _told(finding: Finding, customers: int) -> dict[str, Any]:
    return {"finding": finding.number, "customers": customers, "words": finding.outcome}


def tell_unheard(work: Work, finding: Finding, due_at: datetime) -> None:
    """The management hears that nobody has said in time what will change, or that it has: all who are there, each in a
    message and once; where nobody is, the whole group.
    """
    values = brief(work, finding) | {
        "plan": shortened(finding.plan, PLAN_WORDS),
        "deadline_at": due_at.isoformat(),
    }
    managers = people.management(work)
    template = "finding_unheard" if managers else "finding_unheard_all"
    called = [{"to": one.name, "to_id": one.user_id} for one in managers] or [{"to": "", "to_id": 0}]
    for who in called:
        post.to_staff(
            work,
            None,
            "finding_unheard",
            subject=f"finding:{finding.id}",
            step=f"{due_at.isoformat()} {who['to_id']}",
            template=template,
            values=values | who,
        )


def forget(work: Work, ticket_ids: Sequence[int]) -> None:
    """Takes the words of these tickets, which are gone by now, out of what was said of the findings about them."""
    behind = select(FindingTicket.finding_id).where(col(FindingTicket.ticket_id).in_(ticket_ids))
    for finding_id in sorted(set(work.session.exec(behind))):
        finding = work.session.get_one(Finding, finding_id)
        task = tasks.of_subject(work, TaskKind.FINDING, f"finding:{finding_id}")
        if task is None:
            continue
        words = card_of(work, finding)["words"]
        task.values = task.values | {"words": words}
        work.session.add(task)
        _unsay(work, f"task:{task.id}", words)
        tasks.refresh(work, task)


def _unsay(work: Work, subject: str, words: str) -> None:
    for notice in work.session.exec(select(Notice).where(Notice.subject == subject)).all():
        if "words" in notice.values:
            notice.values = notice.values | {"words": words}
            work.session.add(notice)
        # Where there is no Telegram, the staff's screen is a table.
        shown = (col(ScreenPost.id) == notice.message_id, col(ScreenPost.chat_id) == work.staff_chat_id)
        work.session.exec(update(ScreenPost).where(*shown).values(text="", edits=ScreenPost.edits + 1))


def _listed(work: Work, finding: Finding) -> Sequence[Ticket]:
    """The newest tickets behind it."""
    query = (
        select(Ticket)
        .join(FindingTicket, col(FindingTicket.ticket_id) == col(Ticket.id))
        .where(FindingTicket.finding_id == finding.id)
        .order_by(col(Ticket.id).desc())
    )
    return work.session.exec(query.limit(MOST_LISTED)).all()


def _line(work: Work, ticket: Ticket) -> str:
    return f"· {ticket.number} {shortened(opening_words(work, ticket), WORDS)}".rstrip()


def _counts(work: Work, finding: Finding) -> tuple[int, int]:
    """How many tickets, of how many customers."""
    query = (
        select(func.count(), func.count(func.distinct(Ticket.customer_id)))
        .select_from(FindingTicket)
        .join(Ticket, col(Ticket.id) == col(FindingTicket.ticket_id))
        .where(FindingTicket.finding_id == finding.id)
    )
    return work.session.exec(query).one()
