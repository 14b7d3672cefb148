"""The screen of a desk without Telegram: what was posted, and whether everything that was typed is worked off."""

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import col, select

from bot.desk.inbox import InboxState, InboxUpdate
from bot.desk.notice import Notice, NoticeState
from bot.desk.screen import PostKind, ScreenPost
from bot.service.work import Work

UNDER_WAY = (NoticeState.READY, NoticeState.CLAIMED, NoticeState.SENDING)
SOON = timedelta(seconds=5)  # as long as another try after a failure waits
UNFINISHED = (InboxState.WAITING, InboxState.CLAIMED)


def add(work: Work, post: ScreenPost) -> int:
    """Puts a post on the screen; returns its number."""
    work.session.add(post)
    work.session.flush()
    assert post.id is not None
    return post.id


def posts(work: Work, chat_id: int, after: int, most: int = 300) -> Sequence[ScreenPost]:
    """What was posted in a chat after the post ``after``, the newest ``most``, oldest first."""
    query = (
        select(ScreenPost)
        .where(ScreenPost.chat_id == chat_id, col(ScreenPost.id) > after, ScreenPost.kind != PostKind.PRESS)
        .order_by(col(ScreenPost.id).desc())
        .limit(most)
    )
    return list(reversed(work.session.exec(query).all()))


def topics(work: Work, chat_id: int) -> Sequence[ScreenPost]:
    """The topics of a group, oldest first."""
    query = select(ScreenPost).where(ScreenPost.chat_id == chat_id, ScreenPost.kind == PostKind.TOPIC)
    return work.session.exec(query.order_by(col(ScreenPost.id))).all()


def in_topic(work: Work, thread_id: int) -> Sequence[ScreenPost]:
    """The posts of a topic, oldest first."""
    query = select(ScreenPost).where(
        ScreenPost.thread_id == thread_id, col(ScreenPost.kind).in_([PostKind.WORDS, PostKind.TOAST])
    )
    return work.session.exec(query.order_by(col(ScreenPost.id))).all()


def settled(work: Work, chat_id: int) -> bool:
    """Whether nothing typed in a chat waits to be worked on, and nothing said to it is under way: what is to be said at
    a later hour is not.
    """
    waiting = select(InboxUpdate.update_id).where(
        InboxUpdate.chat_id == chat_id, col(InboxUpdate.state).in_(UNFINISHED)
    )
    coming = select(Notice.id).where(
        Notice.chat_id == chat_id, col(Notice.state).in_(UNDER_WAY), Notice.due_at <= work.now + SOON
    )
    return all(work.session.exec(query.limit(1)).first() is None for query in (waiting, coming))
