"""The green channel: opened and ended by staff, who supervises it, and that nobody closes a matter unseen."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from bot.desk.agent import Agent, Role
from bot.desk.escalation import Rung
from bot.desk.labels import Category, Kind
from bot.desk.shift import Leave
from bot.desk.ticket import Move, State
from bot.desk.transcript import Author
from bot.service import changes, green, history
from bot.service.verdict import Verdict
from tests.builders import ANN, Scene
from tests.service.colleagues import colleague, id_of
from tests.service.rungs import company, digests, name, said, steps, tick, until

LOOK = timedelta(hours=4)
MORNING = datetime(2026, 3, 3, 1, 0, tzinfo=UTC)  # 09:00 of a Tuesday at the desk; repairs work until 18:00


@pytest.fixture
def people(scene: Scene) -> dict[str, int]:
    scene.clock.now = MORNING
    return company(scene)


def command(scene: Scene, user: int, ticket: int, how: str, words: str = "") -> Verdict:
    run = {"green": green.obey, "supervise": green.look}[how]
    with scene.desk() as work:
        agent = work.session.exec(select(Agent).where(Agent.user_id == user)).one()
        return run(work, agent, history.held(work, ticket), words)


def test_staff_open_it_with_a_button_and_whoever_may_ends_it(scene: Scene, people: dict[str, int]) -> None:
    ticket = scene.ticket()
    scene.deliver()
    assert scene.press(people["An"], "green", ticket) == Verdict("green", "Lin")
    assert scene.press(people["An"], "green", ticket).word == "green_already"
    (told,) = scene.notices("told", template="told_green")
    assert (told.values["by"], told.values["name_id"]) == ("An", people["Lin"])
    (title,) = scene.notices("topic_renamed")
    assert title.values["green"] == "1"
    assert {"do": "looked", "ticket": ticket} in scene.payloads(scene.notices("card_edit")[-1])
    assert command(scene, people["An"], ticket, "green", "结束") == Verdict("not_supervisor", "Lin")
    assert command(scene, people["He"], ticket, "green", "OFF").word == "green_ended"
    ended = scene.get(ticket)
    assert (ended.green_at, ended.supervisor_id, ended.look_at) == (None, None, None)
    assert command(scene, people["He"], ticket, "green", "off").word == "not_green"
    assert command(scene, people["He"], ticket, "supervise").word == "not_green"


ENDS = (
    "off",
    "off please",
    "OFF.",
    "ｏｆｆ",
    "end",
    "/off",
    "off。",
    "关",
    "关闭",
    "关掉吧",
    "取消",
    "取消督办",
    "结束！",
)
NEITHER = (
    "please off",
    "no",
    "offer him a room",
    "不用了",
    "请结束",
    "独居老人",
    "vip",
    "关键客户",
    "停电了",
    "end of month",
)


def test_only_the_command_alone_opens_it_and_what_says_off_ends_it(
    scene: Scene, people: dict[str, int]
) -> None:
    ticket, lin = scene.ticket(kind=Kind.SUGGESTION), people["Lin"]
    for words in ("", "on", "On!", "开通", "开。"):
        for end in ENDS:
            assert command(scene, lin, ticket, "green", end).word == "not_green", end
        assert command(scene, lin, ticket, "green", words).word == "green", words
        assert command(scene, lin, ticket, "green", "off").word == "green_ended"
    for end in ENDS:
        command(scene, lin, ticket, "green")
        assert command(scene, lin, ticket, "green", end).word == "green_ended", end
    for others in NEITHER:
        assert command(scene, lin, ticket, "green", others).word == "green_how", others
        assert scene.get(ticket).green_at is None, others
    command(scene, lin, ticket, "green")
    for others in NEITHER:
        assert command(scene, lin, ticket, "green", others).word == "green_how", others
        assert scene.get(ticket).green_at is not None, others


def test_the_supervisor_is_asked_for_a_look_each_time_once(scene: Scene, people: dict[str, int]) -> None:
    ticket = scene.ticket(kind=Kind.SUGGESTION)
    scene.press(people["An"], "green", ticket)
    asked = []
    for _ in range(8 * 6):  # eight hours, of which the desk works until 18:00, with an hour for lunch
        scene.clock.forward(minutes=10)
        before = len(said(scene))
        tick(scene)
        asked += [scene.clock.now - MORNING] if len(said(scene)) > before else []
    assert [str(one) for one in asked] == ["5:10:00"], "four working hours, and the next digest"
    assert digests(scene) == [("Lin", [f"CD-{ticket}"])]
    (look,) = scene.notices("look")
    assert (look.ticket_id, look.values["name"]) == (ticket, "Lin")
    assert scene.payloads(look) == [{"do": "looked", "ticket": ticket}]
    due = scene.get(ticket).look_at
    scene.clock.now = datetime(2026, 3, 4, 1, 20, tzinfo=UTC)
    tick(scene)
    assert due is not None
    assert due < scene.clock.now
    assert len(scene.notices("look")) == 1
    scene.clock.forward(minutes=10)
    tick(scene)
    assert [one.step for one in scene.notices("look")] == ["1", "2"]


def test_a_look_in_between_puts_the_next_one_off_and_a_note_is_kept(
    scene: Scene, people: dict[str, int]
) -> None:
    ticket = scene.ticket(kind=Kind.SUGGESTION)
    scene.press(people["An"], "green", ticket)
    scene.clock.forward(hours=2)
    before = scene.get(ticket).look_at
    assert command(scene, people["Lin"], ticket, "supervise", "今天下班前必须上门") == Verdict(
        "supervised", number=f"CD-{ticket}"
    )
    after = scene.get(ticket).look_at
    assert before is not None
    assert after is not None
    assert after > before
    (line,) = [one for one in scene.history(ticket) if one.move == Move.SUPERVISED]
    assert (line.agent_id, line.reason) == (id_of(scene, people["Lin"]), "今天下班前必须上门")
    (told,) = scene.notices("told", template="told_supervised")
    assert told.values["words"] == "今天下班前必须上门"
    assert command(scene, people["An"], ticket, "supervise", "看过了").word == "not_supervisor"


def test_asked_and_looked_at_before_it_was_said_nobody_is_called(
    scene: Scene, people: dict[str, int]
) -> None:
    ticket = scene.ticket(kind=Kind.SUGGESTION)
    scene.press(people["An"], "green", ticket)
    scene.clock.forward(hours=5, minutes=5)
    tick(scene)
    scene.press(people["Guan"], "looked", ticket)
    scene.clock.forward(minutes=10)
    tick(scene)
    assert digests(scene) == []


def test_nobody_closes_it_before_it_was_seen(scene: Scene, people: dict[str, int]) -> None:
    ticket = scene.ticket()
    scene.press(people["An"], "green", ticket)
    scene.take(people["An"], ticket)
    assert scene.resolve(people["An"], ticket) == Verdict("look_first", "Lin")
    assert scene.get(ticket).state == State.TAKEN
    scene.press(people["Lin"], "looked", ticket)
    assert scene.resolve(people["An"], ticket).word == "resolved"
    with scene.desk() as work:
        changes.reopen(work, history.held(work, ticket), Author.CUSTOMER, "还在漏")
    now = scene.get(ticket)
    assert (now.green_at is not None, now.look_at is not None) == (True, True)
    assert scene.resolve(people["An"], ticket).word == "look_first", "seen before it was opened again"
    assert scene.resolve(people["Lin"], ticket).word == "resolved", "who supervises it sees it by that"
    assert [one.move for one in scene.history(ticket)].count(Move.SUPERVISED) == 2


def test_looks_in_vain_go_up_the_ladder(scene: Scene, people: dict[str, int]) -> None:
    ticket = scene.ticket(kind=Kind.SUGGESTION)
    scene.press(people["An"], "green", ticket)
    for _ in range(6):
        until(scene, scene.clock.now.replace(hour=9, minute=30) + timedelta(days=1))
    asked = [one.values["name"] for one in scene.notices("look")]
    assert asked == ["Lin", "Lin", "He", "He", "Guan", "Guan"], "also where the ticket is late besides"
    scene.press(people["He"], "looked", ticket)
    until(scene, scene.clock.now + timedelta(days=1))
    assert scene.notices("look")[-1].values["name"] == "Lin"
    assert name(scene, scene.get(ticket).supervisor_id) == "Lin"


def test_of_a_department_without_a_head_the_whole_management_is_asked(scene: Scene) -> None:
    scene.clock.now = MORNING
    lin = colleague(scene, "Lin", Category.QUALITY, role=Role.LEAD, shift=None)
    for one in ("Guan", "Meng"):
        colleague(scene, one, None, role=Role.MANAGER, shift=None)
    ticket = scene.ticket(kind=Kind.SUGGESTION)
    scene.press(lin, "green", ticket)
    for _ in range(3):
        until(scene, scene.clock.now.replace(hour=9, minute=30) + timedelta(days=1))
    assert [one.values["name"] for one in scene.notices("look")] == ["Lin", "Lin", "Guan · Meng"]
    (asked,) = steps(scene, subject=f"look:{ticket}", rung=Rung.DEPARTMENT_HEAD)
    assert asked.stands_on == Rung.MANAGEMENT


def test_closed_it_is_looked_at_no_more(scene: Scene, people: dict[str, int]) -> None:
    ticket = scene.ticket()
    scene.press(people["An"], "green", ticket)
    scene.resolve(people["Lin"], ticket)
    scene.clock.forward(days=2)
    tick(scene)
    assert (scene.get(ticket).look_at, scene.notices("look")) == (None, [])
    assert scene.press(people["Lin"], "looked", ticket).word == "is_resolved"


def test_the_supervisor_left_and_another_one_is_asked(scene: Scene, people: dict[str, int]) -> None:
    ticket = scene.ticket(kind=Kind.SUGGESTION)
    scene.press(people["An"], "green", ticket)
    with scene.desk() as work:
        agent = work.session.exec(select(Agent).where(Agent.name == "Lin")).one()
        agent.active = False
        work.session.add(agent)
    scene.clock.forward(hours=5)
    tick(scene)
    scene.clock.forward(minutes=10)
    tick(scene)
    assert digests(scene) == [("He", [f"CD-{ticket}"])]
    assert name(scene, scene.get(ticket).supervisor_id) == "He"


def test_in_a_company_without_leads_colleagues_look(scene: Scene) -> None:
    scene.clock.now = MORNING
    an, bo = (colleague(scene, one, shift=None) for one in ("An", "Bo"))
    ticket = scene.ticket()
    assert scene.press(an, "green", ticket) == Verdict("green", "")
    scene.take(an, ticket)
    assert scene.resolve(an, ticket).word == "look_first"
    assert scene.press(bo, "looked", ticket).word == "supervised"
    assert scene.resolve(an, ticket).word == "resolved"


def on_leave(scene: Scene, *users: int) -> None:
    ids = [id_of(scene, user) for user in users]
    with scene.desk() as work:
        for number in ids:
            work.session.add(
                Leave(agent_id=number, from_on=date(2026, 3, 3), until_on=date(2026, 3, 9), last_id=0)
            )


def test_while_the_lead_is_on_leave_the_next_above_supervises(scene: Scene, people: dict[str, int]) -> None:
    ticket = scene.ticket()
    scene.take(people["An"], ticket)
    scene.press(people["An"], "green", ticket)
    on_leave(scene, people["Lin"])
    assert command(scene, people["An"], ticket, "green", "off") == Verdict("not_supervisor", "He")
    assert scene.resolve(people["An"], ticket) == Verdict("look_first", "He")
    assert command(scene, people["He"], ticket, "green", "off").word == "green_ended"


def test_with_all_who_decide_on_leave_whoever_is_on_call_supervises(
    scene: Scene, people: dict[str, int]
) -> None:
    bo, duty = colleague(scene, "Bo", shift=None), colleague(scene, "Duty", shift="on_call")
    ticket = scene.ticket()
    scene.take(people["An"], ticket)
    on_leave(scene, people["Lin"], people["He"], people["Guan"])
    assert scene.press(people["An"], "green", ticket) == Verdict("green", "Duty")
    assert scene.press(bo, "looked", ticket) == Verdict("not_supervisor", "Duty")
    assert scene.press(duty, "looked", ticket).word == "supervised"
    assert command(scene, duty, ticket, "green", "off").word == "green_ended"


def test_with_all_on_leave_and_nobody_on_call_any_colleague_may(scene: Scene, people: dict[str, int]) -> None:
    bo = colleague(scene, "Bo", shift=None)
    ticket = scene.ticket()
    scene.take(people["An"], ticket)
    scene.press(people["An"], "green", ticket)
    on_leave(scene, people["Lin"], people["He"], people["Guan"])
    assert command(scene, people["An"], ticket, "green", "off") == Verdict("not_supervisor", "")
    assert command(scene, bo, ticket, "green", "off").word == "green_ended"


def test_the_only_one_who_is_not_on_leave_may(scene: Scene, people: dict[str, int]) -> None:
    ticket = scene.ticket()
    scene.take(people["An"], ticket)
    scene.press(people["An"], "green", ticket)
    on_leave(scene, people["Lin"], people["He"], people["Guan"])
    assert scene.resolve(people["An"], ticket).word == "resolved"


def test_a_merged_ticket_is_supervised_where_it_goes_on(scene: Scene, people: dict[str, int]) -> None:
    one, other = scene.ticket("一"), scene.ticket("二", chat=ANN, category=Category.DESIGN)
    scene.press(people["An"], "green", one)
    with scene.desk() as work:
        green.carry(work, history.held(work, one), history.held(work, other))
    now = scene.get(other)
    assert (now.green_at, name(scene, now.supervisor_id)) == (scene.clock.now, "Lin")
    assert [one.reason for one in scene.history(other) if one.move == Move.GREEN] == ["merged"]
