"""What each member of staff did in a period."""

from datetime import datetime, timedelta

from sqlmodel import select

from bot.desk.agent import Agent, Role
from bot.desk.finding import Praise
from bot.desk.promise import Promise, PromiseState
from bot.desk.ticket import Ticket
from bot.service import clock_sweep, ratings, records, transfers
from bot.service.records import PersonalRecord
from bot.service.verdict import Verdict
from tests.builders import LI, Scene
from tests.service.colleagues import colleague, id_of


def record(scene: Scene, user: int, since: datetime, until: datetime | None = None) -> PersonalRecord:
    end = until or scene.clock.now + timedelta(seconds=1)
    with scene.desk() as work:
        agent = work.session.exec(select(Agent).where(Agent.user_id == user)).one()
        return records.records(work, since, end, [agent])[0]


def asks(scene: Scene, user: int, words: str = "") -> Verdict:
    with scene.desk() as work:
        return records.tell(work, work.session.exec(select(Agent).where(Agent.user_id == user)).one(), words)


def test_everything_counts_in_its_period_for_whoever_holds_it(scene: Scene) -> None:
    begin = scene.clock.now
    wang, zhao = colleague(scene, "王强", shift=None), colleague(scene, "赵敏", shift=None)
    done = scene.ticket()
    scene.take(wang, done)
    scene.clock.forward(hours=5)  # its first answer was due after four
    with scene.desk() as work:
        clock_sweep.sweep(work)
    scene.resolve(wang, done)
    with scene.desk() as work:
        ratings.rate(work, LI, done, 1, 4)
    passed, left = scene.ticket("一", chat=5003), scene.ticket("二", chat=5004)
    for ticket in (passed, left):
        scene.take(wang, ticket)
        scene.press(wang, "offer_to", ticket, to=id_of(scene, zhao))
    scene.press(zhao, "accept", passed, transfer=scene.payloads(scene.notices("offer")[0])[0]["transfer"])
    middle = scene.clock.forward(days=1)
    with scene.desk() as work:
        transfers.return_late(work)
        work.session.add(Praise(ticket_id=done, agent_id=id_in(work, wang), at=work.now))
        work.session.get_one(Ticket, done).fix_failed_at = work.now
        for state in (PromiseState.KEPT, PromiseState.KEPT, PromiseState.BROKEN, PromiseState.DROPPED):
            work.session.add(
                Promise(
                    ticket_id=done,
                    agent_id=id_in(work, wang),
                    words="周五到",
                    state=state,
                    due_at=work.now,
                    offered_at=work.now,
                    ended_at=work.now,
                )
            )
    one, other = record(scene, wang, begin), record(scene, zhao, begin)
    assert (one.handled, one.late, one.given, one.received, one.not_accepted) == (1, 1, 1, 0, 0)
    assert (one.kept, one.broken, one.praised, one.fix_failed) == (2, 1, 1, 1)
    assert (one.marks, one.mean) == (1, 4.0)
    assert (other.handled, other.received, other.not_accepted, other.marks, other.mean) == (0, 1, 1, 0, None)
    early = record(scene, wang, begin, middle)
    assert (early.handled, early.late, early.praised, early.kept) == (1, 1, 0, 0)
    assert record(scene, wang, middle).handled == 0


def id_in(work: object, user: int) -> int:
    return int(work.session.exec(select(Agent.id).where(Agent.user_id == user)).one())  # type: ignore[attr-defined]


def test_ones_own_record_and_for_leads_anybodys(scene: Scene) -> None:
    wang, lead = colleague(scene, "王强", shift=None), colleague(scene, "钱", role=Role.LEAD, shift=None)
    colleague(scene, "王芳", shift=None)
    scene.resolve(wang, scene.ticket())
    mine = asks(scene, wang)
    assert (mine.word, mine.name, mine.more["handled"], mine.more["mean"]) == ("record", "王强", 1, "")
    assert mine.more["since_on"] == "2026-01-31"
    assert asks(scene, lead, "王强").more["handled"] == 1
    assert asks(scene, wang, "王强").word == "record"
    assert asks(scene, wang, "钱").word == "record_of_others"
    several = asks(scene, lead, "王师傅")
    assert (several.word, several.more["names"]) == ("several_named", "王强 · 王芳")
    assert asks(scene, lead, "李").word == "nobody_named"


def test_everybody_has_a_line(scene: Scene) -> None:
    for name in ("Bo", "An"):
        colleague(scene, name, shift=None)
    with scene.desk() as work:
        found = records.records(work, work.now - timedelta(days=1), work.now)
        assert [one.agent.name for one in found] == ["An", "Bo"]
