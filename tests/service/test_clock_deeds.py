"""Waiting for the customer, small talk, and how a deadline is reckoned: what staff press and see."""

from datetime import datetime, timedelta

import pytest

from bot.chat.deadlines import reckoned
from bot.chat.words import Words
from bot.desk.agent import Agent, Role
from bot.desk.labels import Hazard, Kind, Language
from bot.desk.policy import Policy
from bot.desk.ticket import Ticket
from bot.desk.ticket_clock import ClockState, Metric, TicketClock
from bot.desk.transcript import Author, Message
from bot.service import (
    agents,
    changes,
    clock_deeds,
    clock_sweep,
    conversation,
    handover,
    history,
    intake,
    tickets,
    view,
)
from bot.service.verdict import Verdict
from bot.service.view import TicketView
from tests.builders import LI, Scene, photo

HOUR = timedelta(hours=1)
FIRST, NEXT, END = Metric.FIRST_RESPONSE, Metric.NEXT_RESPONSE, Metric.RESOLUTION


@pytest.fixture
def agent(scene: Scene) -> int:
    return scene.agent()


@pytest.fixture
def asked(scene: Scene, agent: int) -> int:
    """A complaint whose customer staff asked for a photo, ten minutes after it was filed."""
    ticket = scene.ticket()
    scene.clock.forward(minutes=10)
    scene.answer(agent, ticket, "请拍一张照片")
    return ticket


@pytest.fixture
def words(scene: Scene, policy: Policy) -> Words:
    return Words(policy.zone, lambda: scene.clock.now)


def states(scene: Scene, ticket: int) -> dict[Metric, ClockState]:
    return {one.metric: one.state for one in scene.all(TicketClock, ticket_id=ticket)}


def shown(scene: Scene, ticket: int) -> TicketView:
    with scene.desk() as work:
        return view.view(work, work.session.get_one(Ticket, ticket), Language.ZH)


def overhear(scene: Scene, text: str) -> None:
    message = scene.write(text)
    with scene.desk() as work:
        assert intake.overhear(work, message) is not None


def card(scene: Scene, ticket: int) -> dict[str, object]:
    return (
        scene.all_notices(ticket)
        and [one.values for one in scene.all_notices(ticket) if one.kind in ("card", "card_edit")][-1]
    )


def test_the_clocks_wait_and_go_on_when_the_customer_writes(scene: Scene, agent: int, asked: int) -> None:
    filed = scene.get(asked).filed_at
    waits_at = scene.clock.forward(minutes=5)
    assert scene.press(agent, "wait", asked) == Verdict("waits")
    assert states(scene, asked) == {FIRST: ClockState.MET, END: ClockState.PAUSED}
    assert (card(scene, asked)["waits_at"], card(scene, asked)["due_at"]) == (waits_at.isoformat(), "")
    assert (shown(scene, asked).waits, shown(scene, asked).owed) == (True, False)
    scene.clock.forward(hours=30)
    with scene.desk() as work:
        assert clock_sweep.sweep(work) == 0
    scene.matter("拍好了", media=[photo(7)])
    assert states(scene, asked)[END] == ClockState.RUNNING
    due = filed + 102 * HOUR
    assert (card(scene, asked)["waits_at"], card(scene, asked)["due_at"]) == ("", due.isoformat())
    assert shown(scene, asked).due_at == scene.clock.now + 4 * HOUR


def test_waiting_again_and_going_on_by_hand(scene: Scene, agent: int, asked: int) -> None:
    scene.press(agent, "wait", asked)
    assert scene.press(agent, "wait", asked) == Verdict("waits_already")
    scene.clock.forward(hours=1)
    assert scene.press(agent, "go_on", asked) == Verdict("goes_on")
    assert scene.press(agent, "go_on", asked) == Verdict("goes_on_already")
    assert states(scene, asked)[END] == ClockState.RUNNING
    authors = [(one.move, one.agent_id is not None) for one in scene.history(asked)][-2:]
    assert authors == [("waiting", True), ("goes_on", True)]


def test_nobody_waits_while_staff_owe_a_word(scene: Scene, agent: int) -> None:
    ticket = scene.ticket()
    assert scene.press(agent, "wait", ticket) == Verdict("wait_answer_first")
    scene.answer(agent, ticket, "几楼？")
    scene.clock.forward(minutes=1)
    scene.matter("三楼")
    assert scene.press(agent, "wait", ticket) == Verdict("wait_answer_first")


def test_only_whoever_decides_stops_clocks(scene: Scene, agent: int, asked: int) -> None:
    assert scene.press(scene.agent("赵敏"), "wait", asked) == Verdict("not_yours", "王强")
    assert scene.press(scene.agent("组长", Role.LEAD), "wait", asked) == Verdict("waits")


def test_a_closed_ticket_neither_waits_nor_explains(scene: Scene, agent: int, asked: int) -> None:
    scene.resolve(agent, asked)
    for deed in ("wait", "go_on", "clock"):
        assert scene.press(agent, deed, asked) == Verdict("is_resolved", number=f"CD-{asked}")


def test_words_behind_the_command_are_not_swallowed(scene: Scene, agent: int, asked: int) -> None:
    with scene.desk() as work:
        person = agents.welcome(work, agent, "王强")
        assert isinstance(person, Agent)
        told = clock_deeds.wait(work, person, history.held(work, asked), "请拍照片")
    assert told == Verdict("wait_words")
    assert states(scene, asked)[END] == ClockState.RUNNING


@pytest.mark.parametrize("text", ["谢谢", "ok, thanks", "好的"])
def test_small_talk_is_owed_nothing_and_ends_the_waiting(
    scene: Scene, agent: int, asked: int, text: str
) -> None:
    scene.press(agent, "wait", asked)
    overhear(scene, text)
    assert states(scene, asked) == {FIRST: ClockState.MET, END: ClockState.RUNNING}
    assert card(scene, asked)["waits_at"] == ""
    assert scene.notices("relay")[-1].values["owed_at"] == ""


def test_thanks_to_a_person_are_owed_nothing_a_question_is(scene: Scene, agent: int) -> None:
    ticket = scene.ask_for_person()
    scene.answer(agent, ticket, "您好")
    scene.write("谢谢您")
    assert NEXT not in states(scene, ticket)
    scene.clock.forward(minutes=1)
    scene.write("几点来？")
    first = scene.notices("relay")[-1].values["owed_at"]
    assert datetime.fromisoformat(first) == shown(scene, ticket).due_at
    scene.write("下午有人")
    assert scene.notices("relay")[-1].values["owed_at"] == ""


def test_an_edited_message_is_owed_nothing(scene: Scene, asked: int) -> None:
    message = scene.all(Message)[0]
    with scene.desk() as work:
        conversation.edit(work, message.chat_id, message.message_id, "楼上漏水，三楼", scene.clock.now)
    assert NEXT not in states(scene, asked)


def test_who_asks_for_a_person_in_an_answered_ticket_is_owed_a_word(
    scene: Scene, agent: int, asked: int
) -> None:
    scene.press(agent, "wait", asked)
    message = scene.write("转人工")
    with scene.desk() as work:
        told = handover.begin(work, LI, message)
    assert told is not None
    assert (told.owed, told.waits, told.due_at) == (True, False, scene.clock.now + 4 * HOUR)


def test_urgent_after_the_first_answer_is_owed_an_urgent_one(scene: Scene, asked: int) -> None:
    with scene.desk() as work:
        told = tickets.set_urgent(work, LI, asked, Hazard.GAS)
    assert told is not None
    assert (told.owed, told.due_at) == (True, scene.clock.now + HOUR / 2)
    assert scene.notices("alarm")[-1].values["due_at"] == told.due_at.isoformat()


def test_how_it_is_reckoned_is_told_once_with_each_deadline(
    scene: Scene, words: Words, agent: int, asked: int
) -> None:
    told = scene.press(agent, "clock", asked)
    assert told == Verdict("clock_left_resolution", more={"hours": 71, "minutes": 50, "working": 0})
    scene.matter("几点来？")
    scene.press(agent, "clock", asked)
    scene.press(agent, "clock", asked)
    first, second = scene.notices("clock_why")
    said = reckoned(words, Language.ZH, second.values)
    assert said.startswith("⏱ <b>再次答复时限：3月2日 周一 21:40</b>\n")
    assert "\n\n⏱ <b>办结时限：3月5日 周四 17:30</b>" in said
    assert len(first.values["told"]) == 1


def test_the_toast_says_what_is_left_or_late(scene: Scene, words: Words, agent: int) -> None:
    def toast(ticket: int, language: Language = Language.ZH) -> str:
        verdict = scene.press(agent, "clock", ticket)
        return words.label(language, f"verdict_{verdict.word}", verdict.values)

    inquiry, complaint = scene.ticket("多久能修", kind=Kind.INQUIRY), scene.ticket(chat=5002)
    assert toast(inquiry) == "⏱ 距首次答复时限还有 4 小时 0 分钟工作时间。计算过程已写在话题里。"
    scene.clock.forward(hours=4, minutes=5)
    assert toast(complaint) == "🔥 首次答复已超时 5 分钟。计算过程已写在话题里。"
    assert toast(complaint, Language.EN) == (
        "🔥 The first answer is 5 min late. The topic shows how the time adds up."
    )
    assert toast(inquiry, Language.EN) == (
        "⏱ 3 h 30 min of working time left for the first answer. The topic shows how the time adds up."
    )


def test_a_reopened_ticket_is_promised_anew(scene: Scene, agent: int, asked: int) -> None:
    scene.press(agent, "wait", asked)
    scene.resolve(agent, asked)
    scene.clock.forward(hours=50)
    with scene.desk() as work:
        ticket = history.held(work, asked)
        changes.reopen(work, ticket, Author.CUSTOMER, "not solved")
    told = shown(scene, asked)
    assert (told.owed, told.waits, told.due_at) == (True, False, scene.clock.now + 4 * HOUR)
    assert scene.get(asked).due_at == told.due_at
