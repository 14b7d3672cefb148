"""Telegram's JSON, read: a table of updates and what they say."""

import json
from typing import Any

import pytest
from telegram import Update

from bot.chat import reader
from bot.chat.customer import to_say
from bot.chat.reader import Edited, Membership, Moved, Nothing, Pressed, Said

ANN = {
    "id": 7,
    "is_bot": False,
    "first_name": "Ann",
    "last_name": "Li",
    "username": "ann",
    "language_code": "en",
}
PRIVATE = {"id": 7, "type": "private", "first_name": "Ann"}
GROUP = {"id": -100, "type": "supergroup", "title": "Staff", "is_forum": True}
FILE = {"file_id": "f", "file_unique_id": "u", "file_size": 9}
SIZED = FILE | {"width": 1, "height": 1}


def update(**message: Any) -> dict[str, Any]:
    return {"update_id": 1, "message": {"message_id": 5, "date": 1, "chat": PRIVATE, "from": ANN} | message}


def said(**message: Any) -> Said:
    event = reader.read([update(**message)])
    assert isinstance(event, Said)
    return event


MEDIA = [
    ({"photo": [SIZED, SIZED | {"file_id": "big"}]}, {"type": "photo", "file_id": "big", "size": 9}),
    ({"document": FILE | {"file_name": "a.pdf"}}, {"type": "document", "file_id": "f", "name": "a.pdf", "size": 9}),
    ({"voice": FILE | {"duration": 3}}, {"type": "voice", "file_id": "f", "size": 9}),
    ({"audio": FILE | {"duration": 3}}, {"type": "audio", "file_id": "f", "size": 9}),
    ({"video": SIZED | {"duration": 3}}, {"type": "video", "file_id": "f", "size": 9}),
    ({"video_note": FILE | {"length": 1, "duration": 3}}, {"type": "video_note", "file_id": "f", "size": 9}),
    (
        {"animation": SIZED | {"duration": 1}, "document": FILE},
        {"type": "animation", "file_id": "f", "size": 9},
    ),
    (
        {"sticker": SIZED | {"is_animated": False, "is_video": False, "type": "regular", "emoji": "🙂"}},
        {"type": "sticker", "file_id": "f", "name": "🙂", "size": 9},
    ),
    ({"location": {"latitude": 1.5, "longitude": 2}}, {"type": "location", "latitude": 1.5, "longitude": 2}),
    (
        {
            "venue": {"location": {"latitude": 1, "longitude": 2}, "title": "Shop", "address": "x"},
            "location": {"latitude": 1, "longitude": 2},
        },
        {"type": "venue", "name": "Shop", "latitude": 1, "longitude": 2},
    ),
    (
        {"contact": {"phone_number": "+861", "first_name": "Bo", "user_id": 8}},
        {"type": "contact", "name": "Bo", "phone": "+861", "user_id": 8},
    ),
    ({"dice": {"emoji": "🎲", "value": 4}}, {"type": "dice", "name": "🎲 4"}),
    (
        {
            "poll": {"id": "1", "question": "Why?", "options": [], "total_voter_count": 0, "is_closed": False,
                     "is_anonymous": True, "type": "regular", "allows_multiple_answers": False,
                     "allows_revoting": False,
                     "members_only": False}
        },
        {"type": "poll", "name": "Why?"},
    ),
    ({"hologram": {"file_id": "h"}}, {"type": "unknown"}),
]  # fmt: skip


@pytest.mark.parametrize(("content", "expected"), MEDIA)
def test_media(content: dict[str, Any], expected: dict[str, Any]) -> None:
    event = said(**content)
    assert event.heard.media == [expected | {"message_id": 5}]
    assert event.heard.text == ""


SAID = [
    ({"text": "漏水"}, "漏水"),
    ({"text": '/rate{"ticket": 1, "stars": 5}'}, '／rate{"ticket": 1, "stars": 5}'),
    ({"text": '  /rate{"ticket": 1}'}, '／rate{"ticket": 1}'),
    ({"text": "/mine{}"}, "／mine{}"),
    ({"text": "@rate"}, "＠rate"),
    ({"text": "/mine"}, "/mine"),
    ({"text": "/Mine@caredesk_bot"}, "/mine"),
    ({"text": "/mine now please"}, "/mine"),
    ({"text": "/start meter_12345"}, '/start{"payload": "meter_12345"}'),
    ({"text": '/start "}{"'}, '/start{"payload": "\\"}{\\""}'),
    ({"text": "/start"}, "/start"),
    ({"text": "/take"}, "／take"),
    ({"text": "字" * 5000}, "字" * 4000),
    ({"text": "\u200b \ufeff"}, "/attachment"),
    ({"photo": [SIZED]}, "/attachment"),
    ({"photo": [SIZED], "caption": "墙裂了"}, "墙裂了"),
    ({"photo": [SIZED], "caption": "/withdraw"}, "／withdraw"),
    (
        {"contact": {"phone_number": "+861", "first_name": "Ann", "user_id": 7}},
        '/contact{"phone": "+861", "user": 7}',
    ),
]


@pytest.mark.parametrize(("content", "expected"), SAID)
def test_what_the_dialogue_hears(content: dict[str, Any], expected: str) -> None:
    assert to_say(said(**content)) == expected


def test_who_and_where() -> None:
    event = said(text="x", forward_origin={"type": "hidden_user", "date": 1, "sender_user_name": "Bo"})
    assert (event.who.user_id, event.who.name, event.who.language_code) == (7, "Ann Li", "en")
    assert event.place.private
    assert event.heard.forwarded


def test_a_topics_opening_is_no_reply() -> None:
    opening = {
        "message_id": 3,
        "date": 1,
        "chat": GROUP,
        "forum_topic_created": {"name": "t", "icon_color": 1},
    }
    topic = {"chat": GROUP, "message_thread_id": 3, "is_topic_message": True, "text": "x"}
    assert said(**topic, reply_to_message=opening).heard.reply_to is None
    real = said(**topic, reply_to_message=opening | {"message_id": 4})
    assert (real.heard.reply_to, real.thread_id) == (4, 3)
    plain = said(chat=GROUP | {"is_forum": False}, message_thread_id=3, text="x", reply_to_message=opening)
    assert (plain.heard.reply_to, plain.thread_id, plain.to_desk) == (3, 3, False)


def test_an_album_is_one_message() -> None:
    parts = [update(photo=[SIZED], media_group_id="g"), update(message_id=6, photo=[SIZED], caption="裂缝")]
    event = reader.read(parts)
    assert isinstance(event, Said)
    assert event.heard.text == "裂缝"
    assert [one["message_id"] for one in event.heard.media] == [5, 6]
    assert [one.message_id for one in event.parts] == [5, 6]


OTHERS = [
    (update(pinned_message={"message_id": 1, "date": 1, "chat": PRIVATE}), Nothing),
    (update(new_chat_members=[ANN], chat=GROUP), Nothing),
    (update(forum_topic_created={"name": "t", "icon_color": 1}, chat=GROUP), Nothing),
    (update(left_chat_member=ANN, chat=GROUP), Membership),
    (update(migrate_to_chat_id=-1009, chat=GROUP), Moved),
    (update(migrate_from_chat_id=-9, chat=GROUP), Moved),
    (update(text="x", chat=GROUP, sender_chat={"id": -5, "type": "channel", "title": "News"}), Nothing),
    (
        {
            "update_id": 1,
            "poll_answer": {"poll_id": "1", "option_ids": [], "user": ANN, "option_persistent_ids": []},
        },
        Nothing,
    ),
    ({"update_id": 1, "something_new": {"id": 1}}, Nothing),
]


@pytest.mark.parametrize(("body", "kind"), OTHERS)
def test_other_updates(body: dict[str, Any], kind: type) -> None:
    assert isinstance(reader.read([body]), kind)


def test_an_anonymous_administrator_is_the_group() -> None:
    event = said(text="x", chat=GROUP, sender_chat=GROUP, author_signature="lead")
    assert (event.who.user_id, event.who.name, event.who.is_bot) == (-100, "lead", False)


def test_moves_edits_presses_and_memberships() -> None:
    assert reader.read([update(migrate_to_chat_id=-1009, chat=GROUP)]) == Moved(-100, -1009)
    message = update(text="new", edit_date=9)["message"]
    edited = reader.read([{"update_id": 1, "edited_message": message}])
    assert isinstance(edited, Edited)
    assert (edited.message_id, edited.text, int(edited.at.timestamp())) == (5, "new", 9)
    query = {"id": "q", "from": ANN, "chat_instance": "1", "data": "token", "message": message}
    pressed = reader.read([{"update_id": 1, "callback_query": query}])
    assert isinstance(pressed, Pressed)
    assert (pressed.callback_id, pressed.token, pressed.place.chat_id) == ("q", "token", 7)
    gone = query | {"message": {"chat": GROUP, "message_id": 5, "date": 0}}
    assert isinstance(reader.read([{"update_id": 1, "callback_query": gone}]), Pressed)
    bare = {"id": "q", "from": ANN, "chat_instance": "1", "inline_message_id": "i", "data": "t"}
    assert isinstance(reader.read([{"update_id": 1, "callback_query": bare}]), Nothing)


@pytest.mark.parametrize(
    ("status", "more", "member"),
    [("member", {}, True), ("kicked", {"until_date": 0}, False), ("left", {}, False)],
)
def test_memberships(status: str, more: dict[str, Any], member: bool) -> None:
    bot = {"id": 1, "is_bot": True, "first_name": "Desk"}
    change = {
        "chat": PRIVATE,
        "from": ANN,
        "date": 1,
        "old_chat_member": {"user": bot, "status": "left"},
        "new_chat_member": {"user": bot, "status": status} | more,
    }
    event = reader.read([{"update_id": 1, "my_chat_member": change}])
    assert isinstance(event, Membership)
    assert (event.member, event.of_desk, event.who.user_id) == (member, True, 7)


def test_the_json_survives_the_library() -> None:
    """What the door keeps is what Telegram sent, also what this version of the library does not know."""
    body = update(
        text="x",
        entities=[{"type": "bold", "offset": 0, "length": 1}],
        hologram={"file_id": "h", "deep": [1]},
    )
    body["something_new"] = {"id": 3}
    kept = json.loads(json.dumps(Update.de_json(body, None).to_dict()))
    assert kept["something_new"] == {"id": 3}
    assert kept["message"] | body["message"] == kept["message"]
    assert reader.read([kept]) == reader.read([body])
