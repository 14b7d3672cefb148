"""Promises and canned answers as people see them, over the emulator."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import select

from bot.desk.agent import Agent
from bot.desk.labels import Language
from bot.desk.language import say_when
from bot.desk.promise import Promise, PromiseState
from bot.desk.ticket import Ticket
from tests.chat.conftest import RunningDesk
from tests.chat.test_staff import filed
from tests.emulator.actors import Person
from tests.emulator.emulator import Emulator

ZONE = ZoneInfo("Asia/Shanghai")


def in_a_few_days() -> tuple[str, str]:
    """Three in the afternoon, as an agent writes it and as the desk says it, also when midnight comes meanwhile."""
    now = datetime.now(ZONE)
    then = (now + timedelta(days=5)).replace(hour=15, minute=0)
    return f"{then.month}月{then.day}日下午三点", say_when(then, ZONE, Language.ZH, now)


async def test_one_tap_below_an_agents_words(
    running: RunningDesk, telegram: Emulator, customer: Person, agent: Person
) -> None:
    card = await filed(running, customer)
    day, due = in_a_few_days()
    agent.says(f"师傅{day}上门检修", chat=running.staff, thread=card.thread)
    offer = await telegram.wait_for_async("要登记为对客户的承诺吗", chat=running.staff, thread=card.thread)
    assert [one.text for one in offer.buttons] == [f"✅ {due} 前", "不是承诺"]
    assert "已经登记" not in "".join(one.text for one in telegram.from_bot(customer))
    agent.presses(offer, "15:00")
    told = await telegram.wait_for_async(f"我们答应您{due} 前办到", chat=customer)
    assert "师傅" in told.text
    await telegram.wait_until_async(lambda: f"王芳 承诺{due} 前办到" in offer.text)
    await telegram.wait_until_async(lambda: f"📌 承诺{due} 前：师傅" in card.text)
    agent.presses(offer, "已兑现")
    done = await telegram.wait_for_async("同事反馈已经办好", chat=customer)
    assert [one.text for one in done.buttons] == ["还没办到"]
    await telegram.wait_until_async(lambda: "📌" not in card.text)
    with running.desk() as work:
        assert work.session.exec(select(Promise)).one().state == PromiseState.KEPT


async def test_a_promise_by_command(
    running: RunningDesk, telegram: Emulator, customer: Person, agent: Person
) -> None:
    card = await filed(running, customer)
    agent.says("/promise", chat=running.staff, thread=card.thread)
    await telegram.wait_for_async("请写上时间和内容", chat=running.staff, thread=card.thread)
    agent.says("/promise 换新的", chat=running.staff, thread=card.thread)
    await telegram.wait_for_async("没看出是什么时间", chat=running.staff, thread=card.thread)
    agent.says(f"/promise {in_a_few_days()[0]} 换新的水龙头", chat=running.staff, thread=card.thread)
    told = await telegram.wait_for_async("已经登记", chat=customer)
    assert told.text.endswith("换新的水龙头")


async def test_a_canned_answer_is_the_agents_own(
    running: RunningDesk, telegram: Emulator, customer: Person, agent: Person
) -> None:
    card = await filed(running, customer)
    agent.says("/a", chat=running.staff)
    await telegram.wait_for_async("• 照片 / photo", chat=running.staff)
    agent.says("/a 照", chat=running.staff, thread=card.thread)
    await telegram.wait_for_async("是不是：照片", chat=running.staff, thread=card.thread)
    command = agent.says("/a 照片", chat=running.staff, thread=card.thread)
    heard = await telegram.wait_for_async("请拍一两张照片", chat=customer)
    await telegram.wait_for_async("已发给客户", chat=running.staff, thread=card.thread)
    with running.desk() as work:
        ticket = work.session.get_one(Ticket, 1)
        assert ticket.first_answered_at is not None
        assert ticket.owner_id == work.session.exec(select(Agent.id)).one()
    agent.edits(command, "/a 地址")  # another one in its place
    await telegram.wait_until_async(lambda: "哪一栋" in heard.text)
    for typed in ("/a 没有这个", "/done 修好了"):  # nothing to say in its place
        agent.edits(command, typed)
    await running.settled()
    assert "哪一栋" in heard.text
    assert not any("/a" in one.text or "/done" in one.text for one in telegram.from_bot(customer))
