"""Colleagues in the staff group: shifts, who a ticket is for, handing on by name, one's own record."""

from tests.chat.conftest import RunningDesk
from tests.emulator.actors import Person
from tests.emulator.emulator import Emulator


async def test_a_ticket_calls_whoever_is_on_shift_and_goes_to_a_colleague_by_name(
    running: RunningDesk, telegram: Emulator, customer: Person, agent: Person
) -> None:
    other = telegram.user(first_name="赵敏")
    telegram.add_member(running.staff, other)
    other.says("/record", chat=running.staff)
    await telegram.wait_for_async("📊 赵敏", chat=running.staff)
    agent.says("/onshift 到后天", chat=running.staff)
    await telegram.wait_for_async("一个班最晚到", chat=running.staff)
    agent.says("/onshift", chat=running.staff)
    begun = await telegram.wait_for_async("🟢 王芳 上班了", chat=running.staff)
    assert "手上 0 件未结，本部门待受理 0 件" in begun.text
    customer.says("楼上漏水")
    card = await telegram.wait_for_async("📋 CD-", chat=running.staff)
    assert "👤 请 王芳 受理" in card.text
    assert [one["user"]["id"] for one in card.entities if "user" in one] == [agent.id]
    agent.presses(card, "受理")
    agent.says("/give 小赵", chat=running.staff, thread=card.thread)
    offer = await telegram.wait_for_async("请 赵敏 接手", chat=running.staff)
    other.presses(offer, "接手")
    await telegram.wait_for_async("赵敏 接手了 CD-1", chat=running.staff)
    await telegram.wait_until_async(lambda: "👤 赵敏（首问：王芳）" in card.text)
    agent.says("/record", chat=running.staff)
    record = await telegram.wait_for_async("📊 王芳", chat=running.staff)
    assert "转出 1 件" in record.text
    agent.says("/record 赵敏", chat=running.staff)
    await telegram.wait_for_async("赵敏 的记录只有本人和组长以上可以看", chat=running.staff)
    agent.says("/offshift", chat=running.staff)
    await telegram.wait_for_async("⚪ 王芳 下班了。手上 0 件未结", chat=running.staff)
