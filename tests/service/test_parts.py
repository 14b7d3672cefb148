"""Departments' parts of a ticket: given and called, done with words, asked about before resolving, late ones climb."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select

from bot.chat.letters import message, without_markup
from bot.chat.words import Words
from bot.desk.agent import Agent, Role
from bot.desk.escalation import Act, Escalation, Rung
from bot.desk.labels import Category, Hazard, Language
from bot.desk.notice import Notice
from bot.desk.policy import Policy
from bot.desk.shift import Leave, Shift
from bot.desk.task import Task
from bot.desk.ticket import Move, State, Ticket
from bot.desk.ticket_clock import TicketClock
from bot.service import deeds, escalations, history, ladder, parts, tasks, ticket_deeds, tickets
from bot.service.verdict import Verdict
from tests.builders import LI, Scene
from tests.databases import STAFF_CHAT

MONDAY_NOON = datetime(2026, 3, 9, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai


def colleague(scene: Scene, name: str, department: Category, role: Role = Role.AGENT) -> int:
    user = scene.agent(name, role)
    with scene.desk() as work:
        agent = work.session.exec(select(Agent).where(Agent.user_id == user)).one()
        agent.department = department
        work.session.add(agent)
    return user


def command(scene: Scene, user: int, ticket: int, words: str, *, did: bool = False) -> Verdict:
    with scene.desk() as work:
        agent = work.session.exec(select(Agent).where(Agent.user_id == user)).one()
        found = work.session.get_one(Ticket, ticket)
        return (parts.say_done if did else parts.give_named)(work, agent, found, words)


def reply(scene: Scene, user: int, card: Notice, words: str) -> Verdict | None:
    """What a colleague writes in reply to a card in the group."""
    with scene.desk() as work:
        agent = work.session.exec(select(Agent).where(Agent.user_id == user)).one()
        return deeds.said(work, agent, STAFF_CHAT, card.message_id, words)


def the_task(scene: Scene) -> Task:
    (task,) = scene.all(Task)
    return task


@pytest.fixture
def wang(scene: Scene) -> int:
    scene.clock.now = MONDAY_NOON
    return scene.agent("王强")


@pytest.fixture
def ticket(scene: Scene, wang: int) -> int:
    number = scene.ticket("阳台漏水，图纸上没有地漏")
    scene.take(wang, number)
    return number


def test_a_department_is_called_with_a_deadline_of_its_own_hours(
    scene: Scene, wang: int, ticket: int
) -> None:
    designer = colleague(scene, "周工", Category.DESIGN)
    assert command(scene, wang, ticket, "设计部 请核对排水图").word == "part_given"
    task = the_task(scene)
    assert (task.department, task.ticket_id, task.agent_id) == (Category.DESIGN, ticket, None)
    assert task.due_at == datetime(2026, 3, 10, 2, 30, tzinfo=UTC), "eight hours of the design office's days"
    assert task.values["called"] == [{"to": "周工", "to_id": designer}]
    (card,) = scene.notices("task")
    assert (card.chat_id, card.ticket_id) == (STAFF_CHAT, None)
    assert [event.move for event in scene.history(ticket)][-1] == Move.PART_GIVEN
    assert scene.notices("card_edit")[-1].values["parts"][0]["words"] == "请核对排水图"


def test_the_same_is_not_asked_twice_and_an_unknown_department_is_asked_back(
    scene: Scene, wang: int, ticket: int
) -> None:
    command(scene, wang, ticket, "sales what was promised?")
    assert command(scene, wang, ticket, "Sales: what was promised?").word == "part_given_already"
    assert command(scene, wang, ticket, "请核对").word == "part_which_department"
    assert len(scene.all(Task)) == 1


def test_only_whoever_is_on_shift_is_called_else_the_head(scene: Scene, wang: int, ticket: int) -> None:
    head = colleague(scene, "钱总", Category.DESIGN, Role.HEAD)
    colleague(scene, "周工", Category.DESIGN)
    with scene.desk() as work:
        agent = work.session.exec(select(Agent).where(Agent.user_id == wang)).one()
        work.session.add(Shift(agent_id=agent.id or 0, from_at=work.now - timedelta(hours=1)))
    command(scene, wang, ticket, "design please look")
    assert the_task(scene).values["called"] == [{"to": "钱总", "to_id": head}]


def test_somebody_is_called_also_when_nobody_of_the_department_is_on_shift(
    scene: Scene, wang: int, ticket: int
) -> None:
    def called(words: str) -> list[str]:
        command(scene, wang, ticket, words)
        return [one["to"] for one in scene.all(Task)[-1].values["called"]]

    with scene.desk() as work:
        agent = work.session.exec(select(Agent).where(Agent.user_id == wang)).one()
        work.session.add(Shift(agent_id=agent.id or 0, from_at=work.now - timedelta(hours=1)))
    assert called("design 1") == []
    colleague(scene, "管总", Category.SERVICE, Role.MANAGER)
    assert called("design 2") == ["管总"], "it has no people: the management"
    on_call(scene, colleague(scene, "值班", Category.SERVICE))
    assert called("design 3") == ["值班"]
    own = [colleague(scene, name, Category.DESIGN) for name in ("周工", "吴工")]
    assert called("design 4") == ["吴工", "周工"], "all of them"
    leave(scene, own[0])
    assert called("design 5") == ["吴工"]
    leave(scene, own[1])
    assert called("design 6") == ["值班"]


def on_call(scene: Scene, user: int) -> None:
    with scene.desk() as work:
        agent = work.session.exec(select(Agent).where(Agent.user_id == user)).one()
        hour = timedelta(hours=1)
        work.session.add(
            Shift(agent_id=agent.id or 0, from_at=work.now - hour, until_at=work.now + hour, on_call=True)
        )


def leave(scene: Scene, user: int) -> None:
    with scene.desk() as work:
        agent = work.session.exec(select(Agent).where(Agent.user_id == user)).one()
        today = work.now.astimezone(work.policy.zone).date()
        work.session.add(Leave(agent_id=agent.id or 0, from_on=today, until_on=today))


def test_staff_read_a_label_where_customers_read_a_phrase(policy: Policy) -> None:
    known = [policy.departments.of(one) for one in Category]
    assert [one.among_staff(Language.EN) for one in known] == [
        "Design office",
        "Repairs team",
        "Sales team",
        "Customer service team",
    ]
    assert [one.among_staff(Language.ZH) for one in known] == [one.zh for one in known]


def test_a_reply_to_the_card_says_what_was_done(scene: Scene, wang: int, ticket: int) -> None:
    designer = colleague(scene, "周工", Category.DESIGN)
    command(scene, wang, ticket, "设计 请核对排水图")
    scene.deliver()
    (card,) = scene.notices("task")
    verdict = reply(scene, designer, card, "图纸漏画了地漏，已补")
    assert verdict is not None
    assert verdict.word == "part_done"
    told = scene.notices("told", ticket_id=ticket)[-1]
    assert (told.values["words"], told.values["to"]) == ("图纸漏画了地漏，已补", "王强")
    assert the_task(scene).done_at == scene.clock.now
    assert scene.notices("card_edit")[-1].values["parts"] == []
    done = scene.history(ticket)[-1]
    assert (done.move, done.before, done.reason) == (Move.PART_DONE, "design", "图纸漏画了地漏，已补")
    again = reply(scene, designer, card, "好了")
    assert again is not None
    assert again.word == "task_done_by"


@pytest.mark.parametrize("words", ["// 先问厂家", "／／ ask the maker first", " // 备注\n已补"])
def test_a_note_in_reply_to_the_card_ends_nothing(scene: Scene, wang: int, ticket: int, words: str) -> None:
    designer = colleague(scene, "周工", Category.DESIGN)
    command(scene, wang, ticket, "设计 请核对排水图")
    scene.deliver()
    (card,) = scene.notices("task")
    assert reply(scene, designer, card, words) is None
    assert the_task(scene).done_at is None


def test_several_departments_are_asked_at_once(scene: Scene, wang: int, ticket: int) -> None:
    verdict = command(scene, wang, ticket, "sales and design check what was promised")
    assert (verdict.word, verdict.name) == ("part_given", "销售部、设计部")
    assert [(one.department, one.values["words"]) for one in scene.all(Task)] == [
        (Category.SALES_PROMISE, "check what was promised"),
        (Category.DESIGN, "check what was promised"),
    ]
    assert command(scene, wang, ticket, "销售、设计、维修 check what was promised").name == "工程维修部"
    assert command(scene, wang, ticket, "设计院检查一下").word == "part_which_department"


def test_a_department_that_is_named_without_words_ends_nobodys_part(
    scene: Scene, wang: int, ticket: int
) -> None:
    seller = colleague(scene, "孙", Category.SALES_PROMISE)
    command(scene, wang, ticket, "设计和销售核对")
    assert command(scene, seller, ticket, "design", did=True).word == "part_needs_words"
    assert command(scene, seller, ticket, "设计部", did=True).word == "part_needs_words"
    assert [one.done_at for one in scene.all(Task)] == [None, None]


def test_words_in_reply_to_another_card_belong_to_no_part(scene: Scene, wang: int, ticket: int) -> None:
    scene.deliver()
    (card,) = scene.notices("card")
    assert reply(scene, wang, card, "好") is None
    with scene.desk() as work:
        agent = work.session.exec(select(Agent).where(Agent.user_id == wang)).one()
        assert deeds.said(work, agent, STAFF_CHAT, None, "好") is None


def test_in_the_topic_the_department_that_is_named_or_ones_own_is_meant(
    scene: Scene, wang: int, ticket: int
) -> None:
    designer = colleague(scene, "周工", Category.DESIGN)
    command(scene, wang, ticket, "design look")
    command(scene, wang, ticket, "sales look")
    assert command(scene, wang, ticket, "checked", did=True).word == "part_which"
    assert command(scene, designer, ticket, "checked", did=True).word == "part_done"
    assert command(scene, wang, ticket, "sales we promised nothing", did=True).word == "part_done"
    assert [one.values["result"] for one in scene.all(Task)] == ["checked", "we promised nothing"]
    assert command(scene, wang, ticket, "more", did=True).word == "part_none"


def test_not_ours_is_told_to_whoever_holds_the_ticket(scene: Scene, wang: int, ticket: int) -> None:
    designer = colleague(scene, "周工", Category.DESIGN)
    scene.press(wang, "give_part", ticket, to="design")
    meaning = {"do": "task", "task": the_task(scene).id, "outcome": "not_ours"}
    with scene.desk() as work:
        verdict = deeds.press(work, designer, meaning)
    assert verdict.word == "part_not_ours"
    told = scene.notices("told", ticket_id=ticket)[-1]
    assert (told.template, told.values["words"]) == ("told_part_not_ours", "阳台漏水，图纸上没有地漏")


def test_resolving_with_open_parts_asks_first(scene: Scene, wang: int, ticket: int) -> None:
    command(scene, wang, ticket, "design look")
    assert scene.resolve(wang, ticket, "words", "换了地漏").word == "parts_open"
    assert scene.get(ticket).state == State.TAKEN
    (asked,) = scene.notices("ask_open_parts")
    sure, leave = scene.payloads(asked)
    with scene.desk() as work:
        assert ticket_deeds.press(work, wang, leave).word == "unchanged"
        assert ticket_deeds.press(work, wang, sure).word == "resolved"
    found = scene.get(ticket)
    assert (found.state, found.resolution) == (State.RESOLVED, "换了地漏")
    assert the_task(scene).outcome == "no_reason"


def test_a_withdrawn_ticket_needs_no_parts(scene: Scene, wang: int, ticket: int) -> None:
    command(scene, wang, ticket, "design look")
    with scene.desk() as work:
        tickets.withdraw(work, LI, ticket)
    assert the_task(scene).outcome == "no_reason"


def sweep(scene: Scene) -> int:
    with scene.desk() as work:
        tasks.remind_overdue(work)
        return parts.call_late(work)


def test_a_late_part_is_reminded_of_once_and_climbs_at_its_true_moments(
    scene: Scene, wang: int, ticket: int
) -> None:
    lead = colleague(scene, "组长", Category.QUALITY, Role.LEAD)
    command(scene, wang, ticket, "quality look")
    due = the_task(scene).due_at
    scene.clock.now = due - timedelta(seconds=1)
    assert sweep(scene) == 0
    scene.clock.now = due
    sweep(scene)
    sweep(scene)
    assert len(scene.notices("task_overdue")) == 1
    assert [one.template for one in scene.notices("told", ticket_id=ticket)].count("told_part_late") == 1
    scene.clock.now = due + timedelta(days=10)
    sweep(scene)
    sweep(scene)
    rows = [one for one in scene.all(Escalation) if one.subject == f"task:{the_task(scene).id}"]
    assert [one.rung for one in rows] == [Rung.SHIFT_LEAD, Rung.DEPARTMENT_HEAD, Rung.MANAGEMENT]
    assert all(due < one.fired_at < scene.clock.now for one in rows)
    assert sorted(one.fired_at for one in rows) == [one.fired_at for one in rows]
    with scene.desk() as work:
        assert work.session.get_one(Agent, rows[0].agent_id).user_id == lead
    assert sweep(scene) == 0
    assert len(scene.notices("task_overdue")) == 1


@pytest.mark.parametrize("late_itself", [False, True], ids=["answered in time", "late itself"])
def test_a_late_part_takes_the_ticket_from_nobody(scene: Scene, wang: int, late_itself: bool) -> None:
    """Where the step of the ladder gives what is late to somebody else; what is late itself at the same time does."""
    urgent = scene.ticket("漏电了", hazard=Hazard.SHOCK)
    scene.take(wang, urgent)
    scene.answer(wang, urgent, "马上到")
    colleague(scene, "组长", Category.QUALITY, Role.LEAD)
    for user in (wang, colleague(scene, "赵敏", Category.QUALITY)):
        with scene.desk() as work:
            agent = work.session.exec(select(Agent).where(Agent.user_id == user)).one()
            work.session.add(Shift(agent_id=agent.id or 0, from_at=work.now - timedelta(hours=1)))
    command(scene, wang, urgent, "design look")
    scene.clock.now = the_task(scene).due_at + timedelta(minutes=5)
    sweep(scene)
    if late_itself:
        with scene.desk() as work:
            (clock,) = work.session.exec(select(TicketClock).where(col(TicketClock.stopped_at).is_(None)))
            ladder.climb(work, history.held(work, urgent), f"clock:{clock.id}", 2, work.now)
    scene.planned(escalations.say)
    (row,) = scene.all(Escalation, subject=f"task:{the_task(scene).id}")
    assert (row.rung, Act.REASSIGN in row.acts, row.said_at) == (Rung.SHIFT_LEAD, True, scene.clock.now)
    assert len(scene.notices("told", template="told_assigned")) == late_itself
    (owner,) = scene.all(Agent, id=scene.get(urgent).owner_id)
    assert (owner.user_id != wang) == late_itself


def test_what_was_late_when_it_was_done_climbed_all_the_same(scene: Scene, wang: int, ticket: int) -> None:
    """The sweep was away for days; whoever does it now does not wipe that out."""
    command(scene, wang, ticket, "quality look")
    scene.clock.now = the_task(scene).due_at + timedelta(days=10)
    command(scene, wang, ticket, "done", did=True)
    assert len([one for one in scene.all(Escalation) if one.subject.startswith("task:")]) == 3
    assert sweep(scene) == 0
    assert not scene.notices("task_overdue")


@pytest.mark.parametrize("language", Language)
def test_the_cards_words(scene: Scene, wang: int, ticket: int, policy: Policy, language: Language) -> None:
    colleague(scene, "周工", Category.DESIGN)
    command(scene, wang, ticket, "设计 请核对排水图")
    words = Words(policy.zone, scene.clock)
    with scene.desk() as work:
        task = work.session.exec(select(Task)).one()
        said = without_markup(message(words, language, "task", tasks.card_values(work, task)))
        tasks.take(work, task, work.session.exec(select(Agent).where(Agent.name == "周工")).one())
        taken = without_markup(message(words, language, "task", tasks.card_values(work, task)))
    assert all(one in said for one in ("请核对排水图", "👉 周工", "阳台漏水", "/did"))
    assert "👉 周工" not in taken
    card = scene.notices("card_edit")[-1]
    shown = without_markup(message(words, language, "card", card.values))
    assert {Language.ZH: "🧩 设计部，", Language.EN: "🧩 设计部, by "}[language] in shown
