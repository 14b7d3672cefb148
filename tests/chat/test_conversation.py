"""A customer writes, staff answer: the whole chat over the emulator with a scripted dialogue."""

from tests.chat.conftest import RunningDesk
from tests.emulator.actors import Person
from tests.emulator.emulator import Emulator


async def test_a_complaint_reaches_staff_and_the_answer_the_customer(
    running: RunningDesk, telegram: Emulator, customer: Person, agent: Person
) -> None:
    customer.says("厨房水管漏水 <b>急</b>")
    answer = await telegram.wait_for_async("CD-1 已受理", chat=customer)
    card = await telegram.wait_for_async("CD-1 · 投诉 · 质量", chat=running.staff)
    assert "<b>急</b>" in card.text
    assert card.thread is not None
    assert running.staff.topics[card.thread].name.startswith("CD-1 投诉·质量 厨房水管漏水")

    press = agent.presses(card, "受理")
    await telegram.wait_for_async("👤 王芳", chat=running.staff)
    await telegram.wait_until_async(lambda: press.answers)
    assert press.answers[0]["text"] == "王芳 已受理。"

    agent.says("师傅下午到", chat=running.staff, thread=card.thread)
    await telegram.wait_for_async("师傅下午到", chat=customer)
    agent.says("// 客户有点急", chat=running.staff, thread=card.thread)
    agent.says("/done 水管已换", chat=running.staff, thread=card.thread)
    resolved = await telegram.wait_for_async("已办结", chat=customer)
    assert "水管已换" in resolved.text
    assert resolved.button_texts == ["1 ★", "2 ★", "3 ★", "4 ★", "5 ★", "没有解决"]
    customer.presses(resolved, "5 ★")
    await telegram.wait_for_async("听到 /rate", chat=customer)
    customer.presses(answer, "撤回")
    await telegram.wait_for_async("已撤回", chat=customer)
    assert not any("客户有点急" in message.text for message in telegram.from_bot(customer))
    await running.settled()
    assert not telegram.errors()
