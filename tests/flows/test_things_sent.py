"""Everything that is not plain words: media, albums, edits, contacts, links and commands."""

import subprocess
from collections.abc import Callable

import pytest

from bot.desk.account import AccountLink, Proof
from bot.desk.labels import Language
from bot.desk.transcript import MessageEdit
from bot.processes import INTERPRETERS
from bot.settings import ROOT
from tests.emulator.actors import Person
from tests.emulator.messages import Message
from tests.flows.talk import Talk
from tests.live import PATIENCE, Live

Meet = Callable[..., Talk]
LIFT = "小区电梯坏了三天没人修"
PHONE_OF_CHEN = "+8613800138001"  # of bot/demo.toml, as meter_12345


@pytest.fixture(scope="module")
def demo(shared_live: Live) -> None:
    """The demo company's accounts, by the command a person would give."""
    command = [INTERPRETERS["app"], "-m", "bot", "seed"]
    environment = shared_live.house.settings.environment()
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)


def test_an_album_is_one_message_of_one_ticket(live: Live, meet: Meet) -> None:
    customer = meet()
    customer.now()
    customer.person.sends_album(["photo", "photo", "video"], caption="卫生间天花板漏水，墙皮都掉了")
    answer = customer.hears("已为您受理")
    ticket = customer.ticket()
    assert ticket.number in answer.text
    opening = customer.words()[0]
    assert [one["type"] for one in opening.media] == ["photo", "photo", "video"]
    assert opening.text == "卫生间天花板漏水，墙皮都掉了"
    assert len(customer.words()) == 1
    card = live.card(ticket.id or 0)
    shown = live.until(
        lambda: [one for one in live.telegram.from_bot(live.staff, card.thread) if one.album],
        "the album in the topic",
    )
    live.until(
        lambda: len([one for one in live.telegram.from_bot(live.staff, card.thread) if one.album]) == 3,
        "all of it",
    )
    assert len({one.album for one in shown}) == 1  # in one piece
    customer.worked_off()
    assert len([text for text in customer.heard() if "已为您受理" in text]) == 1


SENT: dict[str, Callable[[Person], object]] = {
    "photo": lambda person: person.sends_photo(),
    "document": lambda person: person.sends_document("合同.pdf"),
    "voice": lambda person: person.sends_voice(),
    "video": lambda person: person.sends_video(),
    "location": lambda person: person.sends_location(),
    "contact": lambda person: person.sends_contact("+8613911112222", name="维修师傅"),
}


def _of(kind: str) -> Callable[[Message], bool]:
    return lambda message: message.kind == kind


def test_media_join_the_matter_in_hand_and_staff_see_them(live: Live, meet: Meet) -> None:
    customer = meet()
    ticket, answer = customer.files(LIFT)
    customer.presses(answer, "补充照片")
    customer.hears(f"会放进 {ticket.number}")
    thread = live.card(ticket.id or 0).thread
    for kind, send in SENT.items():
        customer.now()
        send(customer.person)
        assert ticket.number in customer.hears("已补充到").text
        live.telegram.wait_for(_of(kind), live.staff, PATIENCE, thread)
    assert [one.ticket_id for one in customer.words()] == [ticket.id] * (1 + len(SENT))


def test_an_edit_is_recorded_and_seen_by_staff_and_changes_no_ticket(live: Live, meet: Meet) -> None:
    customer = meet()
    said = customer.says(LIFT)
    customer.hears("已为您受理")
    ticket = customer.ticket()
    customer.person.edits(said, "小区电梯坏了四天没人修")
    edited = live.in_topic(ticket.id or 0, "把消息改成了")
    assert "坏了四天" in edited.text
    message = customer.words()[0]
    edits = live.rows(MessageEdit, MessageEdit.message_ref == message.id)
    assert [(one.text_before, one.text_after) for one in edits] == [(LIFT, "小区电梯坏了四天没人修")]
    customer.worked_off()
    assert len(customer.tickets()) == 1


def test_an_agents_edit_mends_what_the_customer_was_told(live: Live, meet: Meet) -> None:
    customer = meet()
    ticket, _ = customer.files(LIFT)
    thread = live.card(ticket.id or 0).thread
    said = live.agent.says("师傅明天上午来", chat=live.staff, thread=thread)
    told = customer.hears("师傅明天上午来")
    live.agent.edits(said, "师傅今天下午来")
    live.until(lambda: "师傅今天下午来" in told.text, "the mended answer")


@pytest.mark.usefixtures("demo")
def test_ones_own_contact_ties_the_account_and_is_greeted_by_name(live: Live, meet: Meet) -> None:
    customer = meet(name="小陈")
    customer.now()
    customer.person.shares_contact(PHONE_OF_CHEN)
    assert "meter_12345" in customer.hears("陈晓岚").text
    links = live.rows(AccountLink, AccountLink.customer_id == customer.customer().id)
    assert {one.proof for one in links} == {Proof.PHONE}
    customer.says("你好")
    customer.hears("陈晓岚，您好")


@pytest.mark.usefixtures("demo")
def test_a_link_ties_the_chat_but_shows_nobody_elses_name(live: Live, meet: Meet) -> None:
    customer = meet(name="路人")
    customer.says("/start meter_12345")
    welcome = customer.hears("已关联到 meter_12345")
    assert "陈晓岚" not in welcome.text  # a link can be guessed
    links = live.rows(AccountLink, AccountLink.customer_id == customer.customer().id)
    assert [one.proof for one in links] == [Proof.LINK]
    ticket, _ = customer.files(LIFT)
    live.card_says(ticket.id or 0, "meter_12345")
    customer.hears("什么时候开始")  # where it is, is known
    customer.says("/start meter_99999")
    customer.hears("没有查到 meter_99999")


def test_somebody_elses_contact_proves_nothing(live: Live, meet: Meet) -> None:
    customer = meet()
    customer.now()
    customer.person.sends_contact(PHONE_OF_CHEN, name="陈晓岚", user_id=customer.person.id + 100_000)
    customer.hears(lambda message: True)
    customer.worked_off()
    assert not live.rows(AccountLink, AccountLink.customer_id == customer.customer().id)


def test_the_language_is_switched_and_kept(live: Live, meet: Meet) -> None:
    customer = meet("en")
    customer.says("Hello")
    customer.hears("how can I help")
    customer.says("/language")
    customer.presses(customer.hears("Please choose a language / 请选择语言"), "中文")
    customer.hears("以后用中文回复您")
    customer.says("Hello")
    customer.hears("有什么可以帮您")
    assert customer.customer().language == Language.ZH
    customer.says("/language")
    customer.presses(customer.hears("请选择语言"), "English")
    customer.hears("answer in English from now on")


def test_commands_answer_and_cancel_leaves_the_ticket(live: Live, meet: Meet) -> None:
    customer = meet()
    customer.says("/start")
    customer.hears("这里是安居服务台")
    customer.says("/help")
    customer.hears("/privacy")
    customer.says("/mine")
    customer.hears("您现在没有工单")
    ticket, _ = customer.files(LIFT)
    customer.hears("哪一户")
    customer.says("/cancel")
    assert ticket.number in customer.hears("刚才的问题先放下").text
    customer.says("/privacy")
    assert "目前" in customer.hears("我们保存了您的这些内容").text
    customer.says("/mine")
    customer.hears(ticket.number)
    assert customer.ticket().place is None  # none of the commands was taken for an answer


def test_the_command_menus_are_set_in_both_languages(live: Live) -> None:
    names = [
        "start",
        "help",
        "mine",
        "bills",
        "account",
        "points",
        "settings",
        "language",
        "privacy",
        "cancel",
    ]
    for code, word in (("", "My tickets"), ("en", "My tickets"), ("zh", "我的工单")):
        menu = live.telegram.commands("all_private_chats", code)
        assert [one["command"] for one in menu] == names
        assert word in [one["description"] for one in menu]
