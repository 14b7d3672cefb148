"""Tickets together, as staff do it in the group: typed, pressed and answered."""

from sqlmodel import select

from bot.desk.agent import Agent
from bot.desk.labels import Category
from bot.desk.task import Task
from bot.service import agents, bulk
from tests.chat.conftest import RunningDesk
from tests.emulator.actors import Person
from tests.emulator.emulator import Emulator


async def test_a_department_answers_the_card_of_its_part(
    running: RunningDesk, telegram: Emulator, customer: Person, agent: Person
) -> None:
    customer.says("阳台漏水")
    card = await telegram.wait_for_async("📋 CD-", chat=running.staff)
    agent.says("/part", chat=running.staff, thread=card.thread)
    await telegram.wait_for_async("请写明部门", chat=running.staff, thread=card.thread)
    agent.says("/part 设计 请核对排水图", chat=running.staff, thread=card.thread)
    part = await telegram.wait_for_async("需要设计部配合", chat=running.staff)
    assert part.thread is None
    await telegram.wait_until_async(lambda: "🧩 设计部" in card.text)
    agent.presses(card, "更多")
    await telegram.wait_until_async(lambda: any("暂缓" in one.text for one in card.buttons))
    agent.says("图纸漏画了地漏，已补", chat=running.staff, reply_to=part)
    told = await telegram.wait_for_async("设计部办完了", chat=running.staff, thread=card.thread)
    assert "图纸漏画了地漏" in told.text
    await telegram.wait_until_async(lambda: "🧩 设计部" not in card.text)
    assert not any("漏画" in one.text for one in telegram.from_bot(customer))
    with running.desk() as work:
        (task,) = work.session.exec(select(Task)).all()
        assert (task.department, task.outcome) == (Category.DESIGN, "done")
        assert work.session.exec(select(Agent)).one().id == task.done_by_id


async def test_one_deed_is_one_message_in_the_topic(
    running: RunningDesk, telegram: Emulator, customer: Person, agent: Person
) -> None:
    customer.says("阳台漏水")
    card = await telegram.wait_for_async("📋 CD-", chat=running.staff)
    colleague = telegram.user(first_name="赵敏")
    telegram.add_member(running.staff, colleague)
    with running.desk() as work:
        agents.welcome(work, colleague.id, "赵敏")
    for command, said in (
        ("/take", "受理"),
        ("/green", "绿色通道"),
        ("/supervise 今天上门", "今天上门"),
        ("/green off", "绿色通道"),
        ("/snooze 明天9:00 等配件", "暂缓"),
        ("/snooze off", "不再暂缓"),
        ("/give 赵敏", "接手"),
        ("/part 设计 请核对图纸", "设计部"),
        ("/done 修好了", "还有部门没有办完"),
        ("/did 图纸没问题", "图纸没问题"),
        ("/done 修好了", "修好了"),
    ):
        before = len(_said(telegram, running.staff, card.thread))
        sender = colleague if command.startswith(("/green", "/supervise")) else agent
        sender.says(command, chat=running.staff, thread=card.thread)
        await telegram.wait_until_async(
            lambda before=before: len(_said(telegram, running.staff, card.thread)) > before
        )
        await running.settled()
        new = _said(telegram, running.staff, card.thread)[before:]
        assert len(new) == 1, (command, new)
        assert said in new[0], (command, new)


def _said(telegram: Emulator, chat: int, thread: int | None) -> list[str]:
    return [one.text for one in telegram.from_bot(chat) if one.thread == thread and not one.service]


async def test_one_answer_to_everybody_of_a_defect(
    running: RunningDesk, telegram: Emulator, customer: Person, agent: Person
) -> None:
    customer.says("电梯门关不上")
    card = await telegram.wait_for_async("📋 CD-", chat=running.staff)
    agent.says("/tell 明天修", chat=running.staff)
    await telegram.wait_for_async("没有可以告知的客户", chat=running.staff)
    agent.says("/defect 3 栋电梯门锁", chat=running.staff, thread=card.thread)
    await telegram.wait_until_async(lambda: "🐞 D-1 3 栋电梯门锁" in card.text)
    agent.says("/tell 配件明天到", chat=running.staff, thread=card.thread)
    asked = await telegram.wait_for_async(
        "告知 D-1 3 栋电梯门锁 的 1 位客户", chat=running.staff, thread=card.thread
    )
    agent.presses(asked, "告知")
    await running.settled()
    with running.desk() as work:
        bulk.carry_on(work)
    with running.desk() as work:
        bulk.carry_on(work)
    heard = await telegram.wait_for_async("配件明天到", chat=customer)
    assert "CD-1" in heard.text
    await telegram.wait_until_async(lambda: "已告知" in asked.text)
    assert [one.text for one in telegram.from_bot(customer)].count(heard.text) == 1
