"""Trouble on our side of the line: whatever is away or broken, nothing is lost or doubled, and the customer knows."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest
from sqlalchemy.engine import make_url
from sqlmodel import col

from bot.desk.inbox import InboxState, InboxUpdate
from bot.desk.notice import Notice
from bot.desk.ticket import Ticket
from bot.processes import ACTIONS, RASA
from tests.flows.talk import Talk
from tests.live import Live

Meet = Callable[..., Talk]
LIFT, INVOICE = "小区电梯坏了三天没人修", "请问物业费怎么开发票"
DELAYED = {"zh": "您的消息已经收到并保存", "en": "Your message has arrived and is kept safe"}
BACK = 75.0  # seconds until everybody has tried again who waited for a process
LOCKED = 12.0  # seconds: longer than anybody's patience with a lock


@pytest.fixture(scope="module", autouse=True)
def filed_before(shared_live: Live) -> int:
    """The last ticket that the shared desk had filed before this file; 0 when it had none."""
    return max((one.id for one in shared_live.rows(Ticket)), default=0)


def said_once(customer: Talk, words: str = "已为您受理") -> bool:
    return len([text for text in customer.heard() if words in text]) == 1


def database(live: Live) -> str:
    return str(make_url(live.house.settings.database_url).database)


# --- updates that come as they should not ------------------------------------------------------------


def test_an_update_that_comes_again_does_nothing_again(live: Live, meet: Meet) -> None:
    customer = meet()
    said = customer.says(LIFT)
    live.telegram.redeliver(said)  # while the first one is on its way
    customer.hears("已为您受理")
    customer.worked_off()
    live.telegram.redeliver(said)  # long done
    assert said.update is not None
    live.logged("update_redelivered", update=said.update["update_id"])
    customer.says("谢谢")
    customer.hears("不客气")
    assert said_once(customer)
    assert len(customer.tickets()) == 1
    assert len(customer.words()) == 2


def test_a_press_that_comes_again_does_nothing_again(live: Live, meet: Meet) -> None:
    customer = meet()
    ticket, _ = customer.files(LIFT)
    press = live.agent.presses(live.card(ticket.id or 0), "受理")
    live.toast(press)
    live.telegram.redeliver(press.update)
    live.logged("update_redelivered", update=press.update["update_id"])
    assert len(press.answers) == 1


def test_updates_out_of_order_are_all_worked_off_once(live: Live, meet: Meet) -> None:
    customers = [meet() for _ in range(3)]
    with live.telegram.held(lambda updates: reversed(list(updates))):
        for customer in customers:
            customer.says(LIFT)
            customer.person.says("谢谢")
    for customer in customers:
        customer.hears("已为您受理")
        customer.hears("不客气")
        customer.worked_off()
        assert said_once(customer)
        assert len(customer.tickets()) == 1
        assert sorted(one.text for one in customer.words()) == sorted([LIFT, "谢谢"])


def test_two_updates_at_once_from_one_chat_are_answered_in_their_order(live: Live, meet: Meet) -> None:
    customer = meet()
    with live.telegram.held():
        customer.says(LIFT)
        customer.person.says(INVOICE)
        customer.person.says("谢谢")
    thanks = customer.hears("不客气")
    customer.worked_off()
    assert [one.text for one in customer.words()] == [LIFT, INVOICE, "谢谢"]
    assert [one.kind for one in customer.tickets()] == ["complaint", "inquiry"]
    filed = [one for one in live.telegram.from_bot(customer.person) if "已为您受理" in one.text]
    assert [one.id < thanks.id for one in filed] == [True, True]
    assert customer.tickets()[0].number in filed[0].text


# --- processes that die ---------------------------------------------------------------------------


@pytest.mark.parametrize("process", [RASA.name, ACTIONS.name])
def test_what_comes_while_a_process_is_dead_is_kept_told_and_worked_off(
    live: Live, meet: Meet, process: str
) -> None:
    customers = [meet("zh"), meet("en")]
    known, _ = customers[0].files(LIFT)
    live.house.kill(process)
    try:
        customers[0].says(INVOICE)
        customers[1].says("The lift has been broken for three days")
        for customer, language in zip(customers, DELAYED):
            customer.hears(DELAYED[language])
        assert [one.id for one in customers[0].tickets()] == [known.id]
        assert not customers[1].tickets()
        # Staff do not need the dialogue: a ticket goes on meanwhile.
        live.press(live.agent, live.card(known.id or 0), "受理")
    finally:
        live.house.restart(process)
    customers[0].hears("已为您受理", BACK)
    customers[1].hears("I've filed this for you", BACK)
    for customer, count in zip(customers, (2, 1)):
        customer.worked_off()
        assert len(customer.tickets()) == count
        assert said_once(customer, DELAYED[customer.customer().language])
    assert len([text for text in customers[0].heard() if "已为您受理" in text]) == 2
    assert said_once(customers[1], "I've filed this for you")


# --- a turn that fails in its middle ----------------------------------------------------------------


@contextmanager
def refused(live: Live, table: str, customer: Talk) -> Iterator[None]:
    """The database takes no change of the customer's rows in ``table``: one action fails, others go on."""
    when = f"NEW.customer_id = {customer.customer().id}"
    with closing(sqlite3.connect(database(live), timeout=30, isolation_level=None)) as connection:
        for deed in ("INSERT", "UPDATE"):
            connection.execute(
                f"CREATE TRIGGER broken_{deed} BEFORE {deed} ON {table} WHEN {when} "
                "BEGIN SELECT RAISE(ABORT, 'broken on purpose'); END"
            )
        try:
            yield
        finally:
            for deed in ("INSERT", "UPDATE"):
                connection.execute(f"DROP TRIGGER broken_{deed}")


def test_a_matter_whose_action_failed_is_not_done_with_the_question_that_followed(
    live: Live, meet: Meet
) -> None:
    """While a form is open Rasa asks its question again after an action that failed; that is no answer."""
    customer = meet()
    customer.files(LIFT)
    customer.hears("哪一户")
    asked = len([text for text in customer.heard() if "哪一户" in text])
    with refused(live, "ticket", customer):
        said = customer.says(INVOICE)
        customer.hears(DELAYED["zh"])
        assert said.update is not None
        row = live.rows(InboxUpdate, InboxUpdate.update_id == said.update["update_id"])[0]
        assert row.state != InboxState.DONE
        assert asked == len([text for text in customer.heard() if "哪一户" in text])
    customer.hears("已为您受理")
    customer.worked_off()
    assert [one.kind for one in customer.tickets()] == ["complaint", "inquiry"]
    assert [one.ticket_id for one in customer.words()] == [one.id for one in customer.tickets()]


def test_a_photo_whose_action_failed_reaches_its_ticket_later(live: Live, meet: Meet) -> None:
    customer = meet()
    lift, _ = customer.files(LIFT)
    customer.hears("哪一户")
    live.card(lift.id or 0)
    with refused(live, "ticket", customer):
        customer.now()
        customer.person.sends_photo()
        customer.hears(DELAYED["zh"])
        assert not [text for text in customer.heard() if "已补充到" in text]
    assert lift.number in customer.hears("已补充到").text
    live.in_topic(lift.id or 0, lambda message: message.kind == "photo")
    customer.worked_off()
    assert said_once(customer, "已补充到")
    assert [one.ticket_id for one in customer.words()] == [lift.id] * 2


def test_an_answer_to_a_question_that_could_not_be_written_is_written_later(live: Live, meet: Meet) -> None:
    customer = meet()
    customer.files(LIFT)
    customer.hears("哪一户")
    with refused(live, "ticket", customer):
        customer.says("3栋2单元1201")
        customer.hears(DELAYED["zh"])
    customer.hears("什么时候开始")
    customer.worked_off()
    assert customer.ticket().place == "3栋2单元1201"
    assert len(customer.tickets()) == 1


# --- a database that is locked ---------------------------------------------------------------------


def test_a_database_locked_by_another_process_holds_up_but_loses_nothing(live: Live, meet: Meet) -> None:
    customers = [meet() for _ in range(4)]
    known, _ = customers[0].files(LIFT)
    card = live.card(known.id or 0)
    with closing(sqlite3.connect(database(live), timeout=30, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        for customer in customers[1:]:
            customer.says(LIFT)
        live.agent.says("师傅马上到", chat=live.staff, thread=card.thread)
        time.sleep(LOCKED)
        other.execute("ROLLBACK")
    customers[0].hears("师傅马上到")
    for customer in customers[1:]:
        customer.hears("已为您受理")
        customer.worked_off()
        assert said_once(customer)
        assert len(customer.tickets()) == 1
        live.card(customer.ticket().id or 0)
    assert said_once(customers[0], "师傅马上到")


def test_nothing_of_this_was_given_up(live: Live, filed_before: int) -> None:
    assert not live.rows(InboxUpdate, InboxUpdate.state == InboxState.FAILED)
    assert not live.rows(Notice, Notice.state == "dead")
    sources = [one.source_message_id for one in live.rows(Ticket, col(Ticket.id) > filed_before)]
    assert sources
    assert None not in sources  # all of them were written, none was filed by a button
    assert len(sources) == len(set(sources))
