"""What a customer controls, over Telegram: settings, ending a topic by button and by word, files, erasing."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, time

import pytest
from sqlalchemy import select as columns_of
from sqlmodel import col, select

from bot.desk.customer import Customer
from bot.desk.erasure import Erasure
from bot.desk.notice import Notice, NoticeState
from bot.desk.wishes import Consent, Topic, Wishes
from bot.policy import load
from bot.service import speaking
from bot.service.speaking import Word
from bot.service.work import Desk
from bot.settings import ROOT
from bot.store.sessions import desk as open_desk
from bot.store.tables import metadata
from tests.emulator.messages import Message
from tests.flows.talk import Talk
from tests.live import Live

Meet = Callable[..., Talk]
SECRET = "quittenmus"  # one customer's only: the desk is shared by all flows
LIFT = "小区电梯坏了三天没人修"
LIFT_EN = f"The lift in my building has been broken for three days, {SECRET}"


def desk_of(live: Live) -> Desk:
    """The desk's own transactions, from here."""
    return open_desk(live.engine, load(ROOT / "policy.toml"), live.staff.id, lambda: datetime.now(UTC))


def says_first(live: Live, customer: Talk, topic: Topic, words: str) -> Message:
    """The desk says something first, at any hour, and it arrives."""
    customer.now()
    spell = f"{customer.person.id}:{len(live.rows(Notice))}"
    with desk_of(live)() as work:
        row = work.session.exec(select(Customer).where(Customer.chat_id == customer.person.id)).one()
        speaking.tell(work, Word(row, topic, f"test:{spell}", "test", text=words, awake=True))
    return customer.hears(words)


def met(meet: Meet, language: str = "zh") -> Talk:
    """A customer who has said hello."""
    customer = meet(language)
    customer.says("/start")
    customer.hears("安居服务台" if language == "zh" else "CareDesk")
    return customer


def consents(live: Live, customer: Talk) -> dict[Topic, bool]:
    rows = live.rows(Consent, Consent.customer_id == customer.customer().id)
    return {one.topic: one.given for one in rows}


def found(live: Live, word: str) -> list[str]:
    """Every column of the desk's database in which the word stands."""
    with desk_of(live)() as work:
        connection = work.session.connection()
        return [
            f"{table.name}.{column.name}"
            for table in metadata.sorted_tables
            for column in table.columns
            if any(word in str(value) for (value,) in connection.execute(columns_of(column)).all())
        ]


def dialogue_keeps(live: Live) -> bytes:
    """The bytes of Rasa's own database."""
    return b"".join(file.read_bytes() for file in (live.folder / "logs").glob("rasa-tracker.db*"))


def test_settings_by_button_and_written(live: Live, meet: Meet) -> None:
    customer = met(meet)
    customer.says("/settings")
    shown = customer.hears("我会主动告诉您的内容")
    customer.presses(shown, "开启问候和贴士")
    customer.hears("问候和贴士已开启")
    assert consents(live, customer) == {Topic.CARE: True}
    customer.presses(shown, "免打扰时段")
    customer.presses(customer.hears("什么时段不要主动打扰"), "22:00–07:00")
    customer.hears("22:00–07:00")
    customer.says("/settings 23:15-06:30")
    customer.hears("23:15–06:30")
    customer.says("/settings Europe/Lisbon")
    customer.hears("Europe/Lisbon")
    (wishes,) = live.rows(Wishes, Wishes.customer_id == customer.customer().id)
    assert (wishes.quiet_from, wishes.quiet_until, wishes.zone) == (
        time(23, 15),
        time(6, 30),
        "Europe/Lisbon",
    )


def test_the_button_below_what_is_said_first_ends_it_and_brings_it_back(live: Live, meet: Meet) -> None:
    customer = met(meet, "en")
    reminder = says_first(live, customer, Topic.BILLS, "Your bill is due.")
    customer.presses(reminder, "No more payment reminders")
    ended = customer.hears("No more payment reminders")
    assert consents(live, customer) == {Topic.BILLS: False}
    customer.presses(ended, "Turn on payment reminders")
    customer.hears("Payment reminders: on")
    assert consents(live, customer) == {Topic.BILLS: True}


@pytest.mark.parametrize(
    ("language", "words", "told"),
    [
        ("zh", "别再发了", "不再发送停水停电通知"),
        ("zh", "退订", "不再发送停水停电通知"),
        ("en", "stop sending me these", "No more outage notices"),
        ("en", "Unsubscribe", "No more outage notices"),
    ],
)
def test_plain_words_end_what_came_last(live: Live, meet: Meet, language: str, words: str, told: str) -> None:
    customer = met(meet, language)
    says_first(live, customer, Topic.OUTAGES, "停电 / outage")
    customer.says(words)
    customer.hears(told)
    assert consents(live, customer) == {Topic.OUTAGES: False}
    assert customer.tickets() == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Stop the noise upstairs, they drill at midnight every day"),
        ("zh", "楼上半夜别再装修了，吵死了"),
    ],
)
def test_a_complaint_that_says_stop_is_a_complaint(live: Live, meet: Meet, language: str, words: str) -> None:
    customer = met(meet, language)
    says_first(live, customer, Topic.OUTAGES, "停电 / outage")
    customer.says(words)
    customer.worked_off()
    customer.hears(lambda said: "🔕" not in said.text)  # filed, or asked what kind it is
    assert consents(live, customer) == {}


def test_stop_as_a_reply_ends_what_it_answers(live: Live, meet: Meet) -> None:
    customer = met(meet, "en")
    outage = says_first(live, customer, Topic.OUTAGES, "outage")
    says_first(live, customer, Topic.BILLS, "bill")
    customer.says("stop", reply_to=outage)
    customer.hears("No more outage notices")
    assert consents(live, customer) == {Topic.OUTAGES: False}


def test_everything_that_is_kept_comes_as_two_files(live: Live, meet: Meet) -> None:
    customer = met(meet)
    ticket, _ = customer.files(LIFT)
    customer.says("/privacy")
    customer.presses(customer.hears("我们保存了您的这些内容"), "全部发给我")
    customer.hears("两个文件")
    customer.hears("供程序读取")
    theirs = {
        one.file_id for one in live.telegram.from_bot(customer.person)
    }  # the group may get a digest's, too
    page, data = [one for one in live.telegram.files() if one.id in theirs]
    kept = json.loads(data.content)
    assert LIFT in [one["text"] for one in kept["messages"]]
    assert ticket.number in [one["number"] for one in kept["tickets"]]
    assert LIFT in page.content.decode()


def test_erasing_leaves_no_word_of_theirs_here_or_in_the_dialogue(live: Live, meet: Meet) -> None:
    customer = met(meet, "en")
    ticket, _ = customer.files(LIFT_EN)
    customer.says("/cancel")
    customer.hears("dropped that question")
    row = customer.customer()
    assert len(found(live, SECRET)) > 2
    assert SECRET.encode() in dialogue_keeps(live)
    customer.says("/privacy")
    customer.presses(customer.hears("What we keep of you"), "Erase it")
    customer.presses(customer.hears("Erasing takes away for good"), f"Erase now, withdraw {ticket.number}")
    customer.presses(customer.hears("Are you sure?"), "Yes, erase for good")
    customer.hears("I am erasing it now")
    customer.hears("everything that the desk kept of you is gone", patience=60)
    live.until(
        lambda: (
            [one.done_at is not None for one in live.rows(Erasure, Erasure.customer_id == row.id)] == [True]
        ),
        "the erasure to be done",
    )
    assert found(live, SECRET) == []
    assert SECRET.encode() not in dialogue_keeps(live)
    assert found(live, str(customer.person.id)) == []
    live.in_topic(ticket.id or 0, "客户已要求删除其数据")
    assert live.ticket(ticket.id or 0).state == "withdrawn"
    customer.says("Hello")
    customer.hears("how can I help")
    assert customer.customer().id != row.id  # a new beginning
    waiting = live.rows(Notice, Notice.customer_id == row.id, col(Notice.state) == NoticeState.READY)
    assert waiting == []
