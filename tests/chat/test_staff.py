"""The staff group: who may act, where words go, and what strangers get."""

from sqlmodel import select
from structlog.testing import capture_logs

from bot.chat.words import Words
from bot.desk.agent import Agent
from bot.desk.ticket import State, Ticket
from bot.desk.transcript import Message
from bot.service import roster
from bot.service.work import Desk
from tests.chat.conftest import RunningDesk, working
from tests.emulator.actors import Person
from tests.emulator.emulator import Emulator
from tests.emulator.messages import Message as Seen


async def filed(running: RunningDesk, customer: Person, text: str = "漏水") -> Seen:
    """A ticket's card."""
    customer.says(text)
    return await running.telegram.wait_for_async("📋 CD-", chat=running.staff)


def ticket(running: RunningDesk) -> Ticket:
    with running.desk() as work:
        return work.session.get_one(Ticket, 1)


async def test_a_stranger_gets_nothing_and_leaves_a_log_line(
    running: RunningDesk, telegram: Emulator, customer: Person
) -> None:
    card = await filed(running, customer)
    stranger = telegram.user(first_name="Mallory")
    with capture_logs() as logs:
        press = stranger.presses(card, "受理")
        await running.settled()
    assert [one["user"] for one in logs if one.get("action") == "stranger_pressed"] == [stranger.id]
    assert not press.answers
    assert ticket(running).owner_id is None


async def test_guessed_and_stolen_tokens_do_nothing(
    running: RunningDesk, telegram: Emulator, customer: Person, agent: Person
) -> None:
    card = await filed(running, customer)
    answer = await telegram.wait_for_async("已受理", chat=customer)
    thief = telegram.user(first_name="Mallory")
    note = thief.says("hi")
    said = len(running.dialogue.heard)
    with capture_logs() as logs:
        thief.presses_data(note, answer.buttons[0].data or "")  # another customer's button
        thief.presses_data(note, card.buttons[0].data or "")  # a staff button, in a private chat
        thief.presses_data(note, '/rate{"ticket": 1, "stars": 5}')
        agent.presses_data(card, "x" * 64)
        await running.settled()
    assert sum(one.get("action") == "stranger_pressed" for one in logs) == 4
    assert {text for _, text in running.dialogue.heard[said:]} <= {"hi"}
    assert ticket(running).state == State.OPEN


async def test_one_taker_wins_and_a_member_who_left_acts_no_more(
    running: RunningDesk, telegram: Emulator, customer: Person, agent: Person
) -> None:
    card = await filed(running, customer)
    other = telegram.user(first_name="赵")
    telegram.add_member(running.staff, other)
    await running.settled()
    first, second = agent.presses(card, "受理"), other.presses(card, "受理")
    await telegram.wait_until_async(lambda: first.answers and second.answers)
    assert first.answers[0]["text"] == "王芳 已受理。"
    assert second.answers[0]["text"] == "已由 王芳 受理。"
    telegram.remove_member(running.staff, other)
    await running.settled()
    late = other.presses(card, "改类型")
    await running.settled()
    assert not late.answers
    with running.desk() as work:
        assert not work.session.exec(select(Agent).where(Agent.user_id == other.id)).one().active


async def test_who_was_taken_out_but_is_still_in_the_group_changes_nothing_a_customer_sees(
    running: RunningDesk, telegram: Emulator, customer: Person, agent: Person
) -> None:
    card = await filed(running, customer)
    said = agent.says("马上来", chat=running.staff, thread=card.thread)
    canned = agent.says("/a 收到", chat=running.staff, thread=card.thread)
    await telegram.wait_for_async("我是安居服务台", chat=customer)
    await running.settled()
    before = [one.text for one in telegram.from_bot(customer)]
    with running.desk() as work:
        roster.remove(work, agent.id)
    agent.edits(said, "别再来烦我们")
    agent.edits(canned, "/a 照片")
    press = agent.presses(card, "设为紧急")
    agent.says("/done 就这样", chat=running.staff, thread=card.thread)
    agent.says("我还有话说", chat=running.staff, thread=card.thread)
    await running.settled()
    assert [one.text for one in telegram.from_bot(customer)] == before
    assert not press.answers
    assert (ticket(running).state, ticket(running).urgent) == (State.TAKEN, False)


async def test_commands_answer_in_their_place(
    running: RunningDesk, telegram: Emulator, customer: Person, agent: Person
) -> None:
    card = await filed(running, customer)
    agent.says("/done", chat=running.staff, thread=card.thread)
    await telegram.wait_for_async("请在命令后写明", chat=running.staff, thread=card.thread)
    agent.says("/take@caredesk_test_bot", chat=running.staff, thread=card.thread)
    await telegram.wait_for_async("王芳 已受理。", chat=running.staff, thread=card.thread)
    agent.says("/back", chat=running.staff, thread=card.thread)
    await telegram.wait_for_async("现在没有人工对话", chat=running.staff, thread=card.thread)
    agent.says("/help", chat=running.staff)
    await telegram.wait_for_async("在工单话题里", chat=running.staff)
    agent.says("/take", chat=running.staff)
    await telegram.wait_for_async("这里不是工单", chat=running.staff)
    agent.says("大家中午吃什么", chat=running.staff)
    agent.says("/superivse 客户很难缠", chat=running.staff, thread=card.thread)
    await telegram.wait_for_async("没有这个命令，没有发给客户", chat=running.staff, thread=card.thread)
    agent.says("/done@another_bot 与本单无关", chat=running.staff, thread=card.thread)
    agent.says("/help@another_bot", chat=running.staff)
    agent.says("/done@CareDesk_Test_Bot 已修好", chat=running.staff, thread=card.thread)
    await telegram.wait_for_async("已办结", chat=customer)
    agent.says("/take", chat=running.staff, thread=card.thread)
    await telegram.wait_for_async("CD-1 已经办结。", chat=running.staff, thread=card.thread)
    assert not any(
        one.text.count(said) for one in telegram.from_bot(customer) for said in ("吃什么", "难缠", "无关")
    )
    assert len([one for one in telegram.from_bot(running.staff) if "在工单话题里\n" in one.text]) == 1


async def test_a_talk_with_a_person(
    running: RunningDesk, telegram: Emulator, customer: Person, agent: Person
) -> None:
    customer.says("转人工")
    asked = await telegram.wait_for_async("要和人工对话", chat=running.staff)
    customer.says("在吗 <i>急</i>")
    relayed = await telegram.wait_for_async("在吗 <i>急</i>", chat=running.staff)
    assert relayed.thread == asked.thread
    written = agent.says("在的", chat=running.staff, thread=asked.thread)
    heard = await telegram.wait_for_async("在的", chat=customer)
    agent.edits(written, "在的，请讲")
    await telegram.wait_until_async(lambda: "请讲" in heard.text)
    agent.sends_photo("像这样吗", chat=running.staff, thread=asked.thread)
    await telegram.wait_for_async(lambda one: one.kind == "photo", chat=customer)
    mine = customer.says("三楼")
    await telegram.wait_for_async("三楼", chat=running.staff)
    customer.edits(mine, "四楼")
    await telegram.wait_for_async("把消息改成了", chat=running.staff)
    agent.presses(asked, "交还")
    await telegram.wait_for_async("小助手", chat=customer)
    assert [text for _, text in running.dialogue.heard] == ["转人工"]


async def test_a_plain_group_is_threads_of_replies(
    telegram: Emulator, customer: Person, agent: Person, desk: Desk, words: Words
) -> None:
    staff = telegram.group("客服群", forum=False, members=[agent], id=-1001000000001)
    async with working(telegram, staff, desk, words) as running:
        card = await filed(running, customer)
        agent.says("没有指名的话", chat=staff)
        agent.says("师傅下午到", chat=staff, reply_to=card)
        await telegram.wait_for_async("师傅下午到", chat=customer)
        customer.says("转人工")
        await telegram.wait_for_async("要和人工对话", chat=staff)
        customer.says("再等等")
        relayed = await telegram.wait_for_async("再等等", chat=staff)
        agent.says("好的", chat=staff, reply_to=relayed)
        await telegram.wait_for_async("好的", chat=customer)
        assert not any("没有指名" in one.text for one in telegram.from_bot(customer))


async def test_a_group_that_moves_stays_the_staff_group(
    telegram: Emulator, customer: Person, agent: Person, desk: Desk, words: Words
) -> None:
    old = telegram.group("客服群", basic=True, members=[agent], id=-1001000000001)
    async with working(telegram, old, desk, words) as running:
        new = telegram.migrate(old)
        await running.settled()
        customer.says("漏水")
        card = await telegram.wait_for_async("📋 CD-1", chat=new)
        press = agent.presses(card, "受理")
        await telegram.wait_until_async(lambda: press.answers)
        agent.says("马上来", chat=new, reply_to=card)
        await telegram.wait_for_async("马上来", chat=customer)
        assert running.dialogue.heard


async def test_an_anonymous_administrator_answers_as_the_desk(
    running: RunningDesk, telegram: Emulator, customer: Person
) -> None:
    boss = telegram.user(first_name="Boss")
    running.staff.members[boss.id] = "administrator"
    card = await filed(running, customer)
    boss.says("已安排", chat=running.staff, thread=card.thread, anonymous=True)
    await telegram.wait_for_async("已安排", chat=customer)


async def test_other_groups_bots_and_blocks(
    running: RunningDesk, telegram: Emulator, customer: Person, agent: Person
) -> None:
    other = telegram.group("Elsewhere", members=[agent, customer])
    customer.says("漏水", chat=other)
    robot = telegram.user(first_name="Robot", is_bot=True)
    telegram.push(
        {"message": {"message_id": 9, "date": 1, "chat": {"id": robot.id, "type": "private"},
                     "from": robot.user.as_json(), "text": "hi"}}
    )  # fmt: skip
    await running.settled()
    assert not telegram.from_bot(other)
    assert not running.dialogue.heard
    customer.says("漏水")
    await telegram.wait_for_async("已受理", chat=customer)
    card = await telegram.wait_for_async("📋 CD-", chat=running.staff)
    telegram.block(customer)
    await running.settled()
    agent.says("在吗", chat=running.staff, thread=card.thread)
    await telegram.wait_for_async("没能送达", chat=running.staff)
    telegram.unblock(customer)
    await running.settled()
    agent.says("又见面了", chat=running.staff, thread=card.thread)
    await telegram.wait_for_async("又见面了", chat=customer)
    with running.desk() as work:
        assert len(work.session.exec(select(Message).where(Message.chat_id == customer.id)).all()) == 1


async def test_an_answer_to_the_alarm_belongs_to_its_ticket(
    running: RunningDesk, telegram: Emulator, customer: Person, agent: Person
) -> None:
    card = await filed(running, customer)
    agent.presses(card, "设为紧急")
    alarm = await telegram.wait_for_async("紧急 CD-1", chat=running.staff)
    await telegram.wait_for_async("🔴 CD-1", chat=running.staff)
    agent.says("马上到", chat=running.staff, reply_to=alarm)
    await telegram.wait_for_async("马上到", chat=customer)
    agent.says("/take", chat=running.staff)
    helped = await telegram.wait_for_async("这里不是工单", chat=running.staff)
    agent.says("谢谢", chat=running.staff, reply_to=helped)
    await running.settled()
    assert not any("谢谢" in one.text for one in telegram.from_bot(customer))


async def test_an_answer_that_is_quicker_than_the_cards_number_waits_for_it(
    telegram: Emulator, customer: Person, agent: Person, desk: Desk, words: Words
) -> None:
    staff = telegram.group("客服群", forum=False, members=[agent], id=-1001000000001)
    async with working(telegram, staff, desk, words) as running:
        late = telegram.fault("sendMessage", chat=staff, late=1.5)  # shown at once, its number is told later
        customer.says("漏水")
        card = await telegram.wait_for_async("📋 CD-1", chat=staff)
        agent.says("马上来", chat=staff, reply_to=card)
        await telegram.wait_for_async("马上来", chat=customer, timeout=30)
        assert late.fired
        assert not any("这里不是工单" in one.text for one in telegram.from_bot(staff))
        await running.settled()


async def test_mine_in_the_group_is_the_agents_own_work(
    running: RunningDesk, telegram: Emulator, customer: Person, agent: Person
) -> None:
    card = await filed(running, customer)
    agent.presses(card, "受理")
    await telegram.wait_until_async(lambda: "👤 王芳" in card.text)
    agent.says("/mine", chat=running.staff)
    told = await telegram.wait_for_async("王芳 手上未结 1 件", chat=running.staff)
    assert told.thread is None
    assert "CD-1" in told.text
    assert "前首次答复" in told.text
