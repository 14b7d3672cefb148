"""Is the desk alive, and what waits? Asked by ``python -m bot health`` and the container's health check."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, func, select

from bot.desk.beat import Beat
from bot.desk.inbox import InboxState, InboxUpdate
from bot.desk.notice import Notice, NoticeState
from bot.service.work import Work

ALIVE_FOR = timedelta(seconds=60)


@dataclass(frozen=True)
class Vitals:
    """``last_beat``: when a desk process last gave a sign of life; counts of updates and notices by state."""

    last_beat: datetime | None
    alive: bool
    inbox: dict[InboxState, int]
    notices: dict[NoticeState, int]


def beat(work: Work, process: str) -> None:
    """A sign of life of ``process``; those of processes gone for a day are dropped."""
    work.session.merge(Beat(process=process, at=work.now))
    for old in work.session.exec(select(Beat).where(Beat.at < work.now - timedelta(days=1))):
        work.session.delete(old)


def vitals(work: Work, process_prefix: str = "") -> Vitals:
    """How the desk is. ``process_prefix`` narrows the signs of life to one host (``host:``)."""
    last = work.session.exec(
        select(func.max(Beat.at)).where(col(Beat.process).startswith(process_prefix))
    ).one()
    updates = select(InboxUpdate.state, func.count()).where(InboxUpdate.state != InboxState.DONE)
    notices = select(Notice.state, func.count()).where(col(Notice.state).not_in(_SETTLED))
    return Vitals(
        last_beat=last,
        alive=last is not None and work.now - last <= ALIVE_FOR,
        inbox={InboxState(state): n for state, n in work.session.exec(updates.group_by(InboxUpdate.state))},
        notices={NoticeState(state): n for state, n in work.session.exec(notices.group_by(Notice.state))},
    )


_SETTLED = (NoticeState.SENT, NoticeState.CANCELLED)
