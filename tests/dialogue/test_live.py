"""The dialogue whole: a real Rasa with the trained model, a real action server and database, over HTTP."""

import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import httpx
import pytest
import pytest_asyncio
from sqlmodel import col, select

from bot.desk.policy import Policy
from bot.desk.ticket import Ticket
from bot.dialogue.rasa import RasaDialogue
from bot.processes import ACTIONS
from bot.service import conversation
from bot.service.conversation import Heard
from bot.service.dialogue import Answer, DialogueAway
from bot.store.sessions import desk as open_desk
from tests.live import Live, live_desk

chats = itertools.count(7001)
numbers = itertools.count(1)


@pytest.fixture(scope="module")
def live() -> Iterator[Live]:
    with live_desk(with_desk=False) as running:
        yield running


@dataclass
class Talk:
    """One customer's chat. ``say`` records the words and says them to Rasa, as the desk does."""

    live: Live
    policy: Policy
    dialogue: RasaDialogue
    chat: int = field(default_factory=lambda: next(chats))
    update: int = 0
    ref: int | None = None

    async def say(self, text: str) -> list[Answer]:
        self.update, self.ref = next(numbers), None
        with open_desk(
            self.live.engine, self.policy, self.live.staff.id, lambda: datetime.now(UTC)
        )() as work:
            conversation.meet(work, self.chat, "Li Na", None, "zh")
            if not text.startswith("/"):
                heard = Heard(self.chat, self.update, "Li Na", datetime.now(UTC), text)
                self.ref = conversation.record(work, heard).message
        return await self.again(text)

    async def again(self, text: str) -> list[Answer]:
        """The same update once more."""
        return await self.dialogue.say(self.chat, text, self.update, {"message": self.ref})

    async def press(self, answers: list[Answer], title: str) -> list[Answer]:
        said = {choice.text: choice.say for one in answers for row in one.choices for choice in row}
        return await self.say(said[title])

    def tickets(self) -> list[Ticket]:
        with open_desk(
            self.live.engine, self.policy, self.live.staff.id, lambda: datetime.now(UTC)
        )() as work:
            customer = conversation.meet(work, self.chat, "Li Na", None, "zh")
            query = select(Ticket).where(Ticket.customer_id == customer.id).order_by(col(Ticket.id))
            return list(work.session.exec(query))


@pytest_asyncio.fixture
async def talk(live: Live, policy: Policy) -> Talk:
    return Talk(live, policy, RasaDialogue(live.house.rasa_url))


async def test_filed_at_once_then_two_questions_in_chinese(talk: Talk) -> None:
    filed, place = await talk.say("厨房水管一直漏水，地板都泡坏了")
    assert "已为您受理" in filed.text
    assert [len(row) for row in filed.choices] == [3, 2]
    assert place.text.startswith("方便说一下是哪一户")
    (since,) = await talk.say("3栋2单元1201")
    assert since.text == "从什么时候开始的？"
    (noted,) = await talk.say("昨天晚上")
    assert noted.text.startswith("记下了")
    (ticket,) = talk.tickets()
    assert (ticket.place, ticket.since) == ("3栋2单元1201", "昨天晚上")
    assert {one.ticket_id for one in (filed, place, since, noted)} == {ticket.id}


async def test_filed_at_once_then_two_questions_in_english(talk: Talk) -> None:
    filed, place = await talk.say("The kitchen pipe keeps leaking and the floor is soaked")
    assert "I've filed this for you" in filed.text
    (since,) = await talk.press([place], "Skip")
    assert since.text.startswith("Since when")
    (fine,) = await talk.say("I don't know")
    assert fine.text.startswith("That's fine")


async def test_a_new_matter_interrupts_and_its_own_questions_follow(talk: Talk) -> None:
    await talk.say("厨房水管一直漏水，地板都泡坏了")
    filed, place = await talk.say("客服态度很差，打电话总被挂断")
    assert "投诉报修 · 服务" in filed.text
    assert place.text.startswith("方便说一下是哪一户")
    await talk.say("3栋2单元1201")
    first, second = talk.tickets()
    assert (first.place, second.place) == (None, "3栋2单元1201")


async def test_a_photo_between_the_questions_joins_and_the_question_stands(talk: Talk) -> None:
    await talk.say("厨房水管一直漏水，地板都泡坏了")
    with open_desk(talk.live.engine, talk.policy, talk.live.staff.id, lambda: datetime.now(UTC))() as work:
        photo = [{"type": "photo", "file_id": "f", "message_id": 900001}]
        heard = Heard(talk.chat, 900001, "Li Na", datetime.now(UTC), media=photo)
        ref = conversation.record(work, heard).message
    joined, place = await talk.dialogue.say(talk.chat, "/attachment", next(numbers), {"message": ref})
    assert joined.text.startswith("已补充到")
    assert place.text.startswith("方便说一下是哪一户")


async def test_danger_is_answered_first_and_asks_nothing(talk: Talk) -> None:
    advice, filed = await talk.say("家里有很大的煤气味")
    assert advice.text.startswith("请先保证安全")
    assert advice.alert
    assert filed.alert
    (status,) = await talk.say(f"CD-{filed.ticket_id} 怎么样了")
    assert status.ticket_id == filed.ticket_id


async def test_taken_back_in_words(talk: Talk) -> None:
    await talk.say("保洁阿姨很负责，要好好表扬她")
    (sure,) = await talk.say("撤回")
    assert sure.text.startswith("确定撤回")
    (done,) = await talk.say("是的")
    assert "已撤回" in done.text
    (nothing,) = await talk.say("是的")
    assert nothing.text.startswith("好的")


async def test_a_turn_said_again_gives_the_same_answers_and_no_second_ticket(talk: Talk) -> None:
    words = "厨房水管一直漏水，地板都泡坏了"
    first = await talk.say(words)
    await talk.dialogue.forget_turn(talk.chat, talk.update)
    assert await talk.again(words) == first
    assert len(talk.tickets()) == 1
    (since,) = await talk.say("3栋2单元1201")
    assert since.text == "从什么时候开始的？"


async def test_an_answer_said_again_is_the_same_step_of_the_form(talk: Talk) -> None:
    await talk.say("厨房水管一直漏水，地板都泡坏了")
    first = await talk.say("3栋2单元1201")
    for _ in range(2):
        await talk.dialogue.forget_turn(talk.chat, talk.update)
        assert await talk.again("3栋2单元1201") == first
    assert talk.tickets()[0].since is None


async def test_taking_back_a_turn_takes_back_those_after_it(talk: Talk) -> None:
    await talk.say("厨房水管一直漏水，地板都泡坏了")
    update, ref = talk.update, talk.ref
    await talk.say("3栋2单元1201")
    await talk.say("昨天晚上")
    await talk.dialogue.forget_turn(talk.chat, update)
    talk.update, talk.ref = update, ref
    _, place = await talk.again("厨房水管一直漏水，地板都泡坏了")
    assert place.text.startswith("方便说一下是哪一户")
    await talk.dialogue.forget_turn(talk.chat, 10**9)
    assert len(talk.tickets()) == 1


async def test_without_the_action_server_there_is_no_answer_and_afterwards_the_right_one(talk: Talk) -> None:
    words = "厨房水管一直漏水，地板都泡坏了"
    await talk.say("保洁阿姨很负责，要好好表扬她")
    talk.live.house.stop(ACTIONS.name)
    try:
        with pytest.raises(DialogueAway, match="answered nothing"):
            await talk.say(words)
        await talk.dialogue.forget_turn(talk.chat, talk.update)
    finally:
        talk.live.house.restart(ACTIONS.name)
    filed, place = await talk.again(words)
    assert "已为您受理" in filed.text
    assert place.text.startswith("方便说一下是哪一户")
    assert len(talk.tickets()) == 2


async def test_the_dialogue_says_that_it_is_ready(talk: Talk) -> None:
    await talk.dialogue.health()


async def test_why_is_told_in_time_and_leaves_no_trace(talk: Talk) -> None:
    for text, wanted in (("小区电梯坏了三天没人修", "坏"), ("The lift has been broken for days", "broken")):
        began = time.monotonic()
        explanation = await talk.dialogue.explain(text)
        assert time.monotonic() - began < 2
        assert explanation.label == "complaint+quality"
        assert wanted in " ".join(word.text for word in explanation.deciding("category", 3))
    for nothing in ("", "👍", "Нет горячей воды", "x" * 4000, "/restart"):
        await talk.dialogue.explain(nothing)
    tracker = await talk.dialogue._call("GET", f"/conversations/{talk.chat}/tracker")
    assert [event["event"] for event in tracker["events"]] in ([], ["action", "session_started", "action"])


async def test_a_question_why_that_is_none_says_what_to_send(talk: Talk) -> None:
    async with httpx.AsyncClient(base_url=talk.live.house.rasa_url, trust_env=False) as http:
        for bad in ({}, {"text": 7}, []):
            answer = await http.post("/webhooks/why/", json=bad)
            assert answer.status_code == 400
            assert "text" in answer.json()["error"]
