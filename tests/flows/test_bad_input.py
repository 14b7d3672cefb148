"""What nobody expects: an answer or a quiet record, never a failed update; staff see it as it is, escaped."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import col

from bot.desk.customer import Customer
from bot.desk.inbox import InboxState, InboxUpdate
from bot.desk.ticket import State, Ticket
from tests.emulator.actors import Person
from tests.flows.talk import Talk
from tests.live import Live

Meet = Callable[..., Talk]
LIFT = "小区电梯坏了三天没人修"


def pushed(live: Live, person: Person, **content: Any) -> int:
    """An update with a message that no app would send; its number."""
    person.private.started = True
    message = {
        "message_id": 900_000_000 + live.telegram.mark(),
        "date": 1_770_000_000,
        "chat": person.private.as_json(),
        "from": person.user.as_json(),
    }
    update = live.telegram.push({"message": message | content})
    assert update is not None
    return int(update["update_id"])


def done(live: Live, update_id: int) -> None:
    """The update was worked off, at the first try."""
    ended = col(InboxUpdate.state).in_((InboxState.DONE, InboxState.FAILED))
    query = (InboxUpdate, InboxUpdate.update_id == update_id, ended)
    row = live.until(lambda: live.rows(*query), f"update {update_id} to be worked off")[0]
    assert (row.state, row.attempts, row.error) == (InboxState.DONE, 0, None)


ODD = {
    "only emoji": "😀😀👍🏽👨‍👩‍👧",
    "right to left": "\u202eمرحبا كيف حالك",
    "zero width": "\u200b\u200d\u2060\ufeff",
    "controls": "\u0000\u0007 hello \u001b[31m",
    "half a character": "abc \ud83d def",
    "a lone slash": "/",
    "an unknown command": "/does_not_exist now",
    "an at sign": "@caredesk_test_bot",
    "digits": "12345678901234567890",
    "json": '{"ticket": 1}',
    "a URL": "http://127.0.0.1/x?y=<z>",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_odd_words_get_an_answer(live: Live, meet: Meet, text: str) -> None:
    customer = meet()
    customer.now()
    number = pushed(live, customer.person, text=text)
    customer.hears(lambda message: True)
    done(live, number)


DANGEROUS = {
    "HTML": f"<b>x</b> & </blockquote><a href='tg://user?id=1'>{LIFT}</a>",
    "Markdown": f"*_`[{LIFT}](http://a.example)`",
    "SQL": f"{LIFT}'; DROP TABLE ticket; -- %s %(x)s :x",
    "placeholders": f"{LIFT} {{number}} {{0}} {{ $words }} ${{x}}",
}


@pytest.mark.parametrize("text", DANGEROUS.values(), ids=DANGEROUS.keys())
def test_markup_and_code_are_shown_to_staff_as_they_are(live: Live, meet: Meet, text: str) -> None:
    customer = meet()
    customer.says(text)
    answer = customer.hears(lambda message: True)
    if not customer.tickets():  # the words around it may make the model unsure: it asks
        customer.presses(answer, answer.button_texts[0])
        customer.hears(lambda message: message.id > answer.id)
    ticket = customer.ticket()
    assert text in live.card(ticket.id or 0).text
    assert customer.words()[0].text == text
    assert live.rows(Ticket)  # the table is still there
    assert not [
        one for one in live.card(ticket.id or 0).entities if one["type"] in ("text_link", "text_mention")
    ]


def test_a_hundred_thousand_characters_are_kept_and_answered(live: Live, meet: Meet) -> None:
    customer, text = meet(), f"{LIFT}。" * (100_000 // (len(LIFT) + 1))
    customer.now()
    number = pushed(live, customer.person, text=text)
    customer.hears(lambda message: True)
    done(live, number)
    assert customer.words()[0].text == text
    for ticket in customer.tickets():
        assert len(live.card(ticket.id or 0).text) <= 4096


def test_a_long_text_that_the_app_cuts_into_pieces_is_one_matter(live: Live, meet: Meet) -> None:
    customer, text = meet(), f"{LIFT}。" * 900
    customer.says(text)
    customer.hears("已为您受理")
    customer.worked_off()
    assert "".join(one.text for one in customer.words()) == text
    assert {one.ticket_id for one in customer.words()} == {customer.ticket().id}
    assert not [
        said for said in customer.heard() if "接着哪件事" in said
    ]  # it is one matter, without a question


@pytest.mark.parametrize(
    ("name", "content", "size"),
    [("空.txt", b"", 0), ("录像.zip", b"x", 60 * 2**20)],
    ids=["0 bytes", "60 MB"],
)
def test_files_of_no_size_and_of_too_much_are_kept(
    live: Live, meet: Meet, name: str, content: bytes, size: int
) -> None:
    customer = meet()
    ticket, _ = customer.files(LIFT)
    customer.now()
    customer.person.sends_document(name, content, size=size)
    customer.hears("已补充到")
    live.in_topic(ticket.id or 0, lambda message: message.kind == "document")
    assert customer.words()[-1].media[0]["size"] == size
    customer.worked_off()


def test_a_photo_without_words_waits_for_a_sentence_and_goes_with_it(live: Live, meet: Meet) -> None:
    customer = meet()
    customer.now()
    customer.person.sends_photo()
    customer.hears("这是关于什么事的")
    assert not customer.tickets()
    ticket, _ = customer.files(LIFT)
    live.in_topic(ticket.id or 0, lambda message: message.kind == "photo")
    assert [one.ticket_id for one in customer.words()] == [ticket.id] * 2


def test_a_forwarded_message_is_filed_and_marked(live: Live, meet: Meet) -> None:
    customer, neighbour = meet(), meet()
    original = neighbour.person.says(LIFT)
    customer.now()
    customer.person.forwards(original)
    customer.hears("已为您受理")
    assert [one.forwarded for one in customer.words()] == [True]


def test_a_bot_that_writes_is_left_alone(live: Live) -> None:
    other = live.telegram.user(first_name="Other bot", is_bot=True)
    number = pushed(live, other, text=LIFT)
    done(live, number)
    live.logged("bot_ignored", updates=[number])
    assert not live.telegram.from_bot(other)
    assert not live.rows(Customer, Customer.chat_id == other.id)


UPDATES: dict[str, dict[str, Any]] = {
    "an unknown kind": {
        "message": {"date": 1, "message_id": 1, "chat": {"id": 77, "type": "private"}, "glitter": 1}
    },
    "a poll answer": {"poll_answer": {"poll_id": "1", "option_ids": [0], "user": {"id": 7, "is_bot": False}}},
    "a press without a message": {
        "callback_query": {
            "id": "1",
            "from": {"id": 78, "is_bot": False, "first_name": "x"},
            "chat_instance": "1",
            "inline_message_id": "z",
            "data": "x",
        }
    },
}


def test_an_empty_message_is_recorded_quietly(live: Live, meet: Meet) -> None:
    customer = meet()
    done(live, pushed(live, customer.person, text=""))
    done(live, pushed(live, customer.person))
    assert not customer.heard()


@pytest.mark.parametrize("body", UPDATES.values(), ids=UPDATES.keys())
def test_updates_of_no_use_are_recorded_quietly(live: Live, body: dict[str, Any]) -> None:
    update = live.telegram.push(body)
    if update is not None:  # else Telegram does not even send it, as it was not asked for
        done(live, update["update_id"])


def test_a_sticker_and_a_dice_get_a_word(live: Live, meet: Meet) -> None:
    customer = meet()
    customer.now()
    customer.person.sends_sticker()
    customer.hears(lambda message: True)
    number = pushed(live, customer.person, dice={"emoji": "🎲", "value": 3})
    done(live, number)


def test_everything_of_this_file_left_the_desk_sound(live: Live) -> None:
    assert not live.rows(InboxUpdate, InboxUpdate.state == InboxState.FAILED)
    assert not live.log("inbox_failed")
    assert not live.log("turn_failed")
    assert State.OPEN in {one.state for one in live.rows(Ticket)}
