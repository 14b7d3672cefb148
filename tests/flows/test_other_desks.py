"""Other desks than the usual one: a group without topics, a group that becomes a supergroup, PostgreSQL."""

from pathlib import Path

import pytest

from bot.desk.notice import MovedChat, Notice
from bot.desk.ticket import State
from tests.flows.talk import Talk
from tests.live import BRISK, PATIENCE, Live, relieved

LIFT, INVOICE = "小区电梯坏了三天没人修", "请问物业费怎么开发票"


def test_in_a_plain_group_a_ticket_is_a_thread_of_replies(live: Live, tmp_path: Path) -> None:
    plain = live.telegram.group("客服群", forum=False, members=[live.agent, live.colleague])
    with relieved(live, tmp_path, staff=plain, policy=BRISK) as desk:
        first, second = Talk.begun(desk), Talk.begun(desk)
        lift, answer = first.files(LIFT)
        invoice, _ = second.files(INVOICE)
        card, other = desk.card(lift.id or 0), desk.card(invoice.id or 0)
        assert not plain.topics

        first.says("麻烦帮忙催一下师傅", reply_to=answer)
        relayed = desk.telegram.wait_for(
            lambda message: "麻烦帮忙催一下师傅" in message.text and message is not card, plain, PATIENCE
        )
        assert relayed.reply_to is card
        assert "小王 已受理" in desk.press(desk.agent, card, "受理")
        for replied_to in (card, relayed):  # any message of the thread is the ticket
            first.now()
            desk.agent.says(f"师傅马上到 {replied_to.id}", chat=plain, reply_to=replied_to)
            assert lift.number in first.hears(f"师傅马上到 {replied_to.id}").text
        desk.agent.says("// 备件没货", chat=plain, reply_to=card)
        desk.agent.says("大家中午吃什么", chat=plain)  # no ticket's
        second.now()
        desk.colleague.sends_photo("发票样张", chat=plain, reply_to=other)
        second.hears(lambda message: message.kind == "photo")
        first.now()
        desk.agent.says("/done 电梯已修好", chat=plain, reply_to=card)
        first.hears("电梯已修好")
        desk.card_says(lift.id or 0, "已办结")
        assert first.ticket().state == State.RESOLVED
        heard = "".join(first.heard() + second.heard())
        assert "备件" not in heard
        assert "中午" not in heard
        assert not desk.rows(Notice, Notice.state == "dead")


def test_a_group_that_becomes_a_supergroup_is_followed(live: Live, tmp_path: Path) -> None:
    basic = live.telegram.group("客服群", basic=True, members=[live.agent, live.colleague])
    with relieved(live, tmp_path, staff=basic, policy=BRISK) as desk:
        customer, late = Talk.begun(desk), Talk.begun(desk)
        ticket, answer = customer.files(LIFT)
        desk.card(ticket.id or 0)
        with desk.telegram.held(lambda updates: [one for one in updates if "callback_query" in one]):
            moved = desk.telegram.migrate(basic)  # and its news are lost
        late_ticket, _ = late.files(INVOICE)  # refused at the old number, and said at the new one
        card = desk.telegram.wait_for(f"📋 {late_ticket.number}", chat=moved, timeout=PATIENCE)
        assert [one.new_id for one in desk.rows(MovedChat, MovedChat.old_id == basic.id)] == [moved.id]
        desk.agent.says("发票马上开", chat=moved, reply_to=card)
        late.hears("发票马上开")
        desk.press(desk.agent, card, "办结")
        late.now()
        desk.press(desk.agent, card, "已解释清楚")
        late.hears("相关情况已向您说明")

        customer.now()
        customer.person.sends_photo(reply_to=answer)  # the older matter goes on at the new number too
        customer.hears("已补充到")
        desk.telegram.wait_for(lambda message: message.kind == "photo", chat=moved, timeout=PATIENCE)
        customer.worked_off()
        assert not desk.rows(Notice, Notice.state == "dead")


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_the_main_job_on_postgresql(live: Live, tmp_path: Path, database_url: str) -> None:
    with relieved(live, tmp_path, database_url=database_url, policy=BRISK) as desk:
        customer = Talk.begun(desk, "en", "Tom")
        ticket, _ = customer.files("The lift has been broken for three days")
        customer.hears("Which home")
        customer.says("Block 3, flat 1201")
        customer.presses(customer.hears("Since when"), "Skip")
        customer.hears("Noted")
        card = desk.card_says(ticket.id or 0, "Block 3, flat 1201")
        take = card.button("受理").data or ""
        presses = [desk.agent.presses_data(card, take), desk.colleague.presses_data(card, take)]
        toasts = sorted(desk.toast(one) for one in presses)
        assert toasts[0].startswith("小王") or toasts[0].startswith("Mei")
        assert toasts[1].startswith("已由")
        owner = desk.agent if "小王 已受理" in toasts[0] else desk.colleague
        owner.says("The repairman is on his way", chat=desk.staff, thread=card.thread)
        customer.hears("The repairman is on his way")
        owner.sends_photo(chat=desk.staff, thread=card.thread)
        customer.hears(lambda message: message.kind == "photo")
        desk.press(owner, card, "办结")
        desk.press(owner, card, "已修好")
        customer.presses(customer.hears("How did we do"), "1 ★")
        customer.hears("sorry it wasn't good")
        again = customer.ticket()
        assert (again.state, again.round) == (State.TAKEN, 2)
        customer.worked_off()
        assert not desk.rows(Notice, Notice.state == "dead")
