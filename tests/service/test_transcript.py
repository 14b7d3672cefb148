"""Every word once: messages, late photos of an album, edits, answers, and the truth when answers are late."""

from datetime import timedelta

import pytest

from bot.desk.customer import Customer
from bot.desk.labels import Hazard
from bot.desk.notes import visible
from bot.desk.notice import Lane
from bot.desk.transcript import Message, MessageEdit
from bot.service import conversation, intake
from bot.service.dialogue import Answer, Choice
from tests.builders import ANN, LI, Scene, photo, ticket_of
from tests.databases import STAFF_CHAT


def test_a_message_that_arrives_again_is_one_message(scene: Scene) -> None:
    heard = scene.heard("漏水", forwarded=True, reply_to=3, username="lina")
    first, again = scene.record(heard), scene.record(heard)
    assert first == again
    (kept,) = scene.all(Message)
    assert (kept.text, kept.forwarded, kept.reply_to, kept.written_at) == ("漏水", True, 3, heard.written_at)


def test_the_same_message_number_in_two_chats_is_two_messages(scene: Scene) -> None:
    refs = {scene.write("漏水", message_id=7), scene.write("a leak", ANN, message_id=7)}
    assert len(refs) == 2


class TestAlbums:
    def test_late_photos_join_and_are_shown_once(self, scene: Scene) -> None:
        first = scene.heard("墙裂了", media=[photo(1)], album="a", message_id=1)
        ticket = ticket_of(scene.file(scene.record(first).message))
        late = scene.heard(media=[photo(2)], album="a", message_id=2)
        for _ in range(2):
            assert scene.record(late).with_staff
        (kept,) = scene.all(Message)
        assert [one["message_id"] for one in kept.media] == [1, 2]
        assert [one.values["message"] for one in scene.notices("media", ticket_id=ticket)] == [1, 2]

    def test_a_late_caption_reaches_staff(self, scene: Scene) -> None:
        ticket = scene.ticket("墙裂了")
        first = scene.write(media=[photo(1)], album="a", message_id=1)
        with scene.desk() as work:
            intake.place(work, LI, first, ticket)
        scene.write("在卧室", media=[photo(2)], album="a", message_id=2)
        assert scene.message(first).text == "在卧室"
        assert [one.values["text"] for one in scene.notices("relay", ticket_id=ticket)] == ["在卧室"]

    def test_an_album_that_is_heard_again_with_one_more_photo_keeps_it(self, scene: Scene) -> None:
        first = scene.heard("墙", media=[photo(1), photo(2)], album="a", message_id=1)
        more = scene.heard("墙\n裂了", media=[photo(1), photo(2), photo(3)], album="a", message_id=1)
        assert [scene.record(one).with_staff for one in (first, first, more, more)] == [False] * 4
        (kept,) = scene.all(Message)
        assert (kept.text, len(kept.media)) == ("墙\n裂了", 3)

    def test_a_late_caption_of_an_unplaced_album_is_for_the_dialogue(self, scene: Scene) -> None:
        scene.write(media=[photo(1)], album="a", message_id=1)
        assert scene.record(scene.heard(media=[photo(2)], album="a", message_id=2)).with_staff
        worded = scene.heard("墙裂了", media=[photo(3)], album="a", message_id=3)
        assert not scene.record(worded).with_staff
        (kept,) = scene.all(Message)
        assert (kept.text, len(kept.media)) == ("墙裂了", 3)

    def test_albums_of_two_chats_stay_apart(self, scene: Scene) -> None:
        refs = {scene.write(chat=chat, media=[photo(1)], album="a", message_id=1) for chat in (LI, ANN)}
        assert len(refs) == 2

    def test_a_caption_changed_at_a_later_photo_is_an_edit_of_the_album(self, scene: Scene) -> None:
        album = scene.write("墙裂了", media=[photo(1), photo(2)], album="a", message_id=1)
        edit(scene, 2, "")
        assert scene.message(album).text == "墙裂了"
        edit(scene, 2, "墙裂开了")
        assert scene.message(album).text == "墙裂开了"


class TestEdits:
    def test_both_versions_are_kept_and_staff_see_the_change(self, scene: Scene) -> None:
        ticket = ticket_of(scene.file(scene.write("三楼漏水", message_id=5)))
        for text in ("四楼漏水", "四楼漏水", "五楼漏水"):
            edit(scene, 5, text)
        assert [(one.text_before, one.text_after) for one in scene.all(MessageEdit)] == [
            ("三楼漏水", "四楼漏水"),
            ("四楼漏水", "五楼漏水"),
        ]
        shown = scene.notices("relay_edit", ticket_id=ticket)
        assert [one.values["text"] for one in shown] == ["四楼漏水", "五楼漏水"]

    def test_an_older_edit_that_comes_late_changes_nothing(self, scene: Scene) -> None:
        message = scene.write("一", message_id=5)
        edit(scene, 5, "三", after=20)
        edit(scene, 5, "二", after=10)
        assert scene.message(message).text == "三"
        edit(scene, 5, "四", after=20)  # Telegram counts in seconds
        edit(scene, 5, "三", after=10)
        assert scene.message(message).text == "四"
        assert len(scene.all(MessageEdit)) == 2

    def test_an_edit_of_nothing_is_nothing(self, scene: Scene) -> None:
        scene.write("一", message_id=5)
        edit(scene, 6, "二")
        edit(scene, 5, "二", chat=ANN)
        assert scene.all(MessageEdit) == []

    def test_an_edit_of_what_belongs_to_no_ticket_is_not_shown(self, scene: Scene) -> None:
        scene.write("一", message_id=5)
        edit(scene, 5, "二")
        assert scene.notices("relay_edit") == []


class TestAnswers:
    def test_each_answer_is_posted_once_with_its_buttons_and_ticket(self, scene: Scene) -> None:
        ticket = scene.ticket()
        answers = [
            Answer("已受理", [[Choice("类别不对", "/wrong")]], ticket_id=ticket),
            Answer(silent=True),
            Answer("请立即离开", alert=True),
        ]
        for _ in range(2):
            with scene.desk() as work:
                conversation.answer(work, LI, 77, answers)
        first, second = scene.notices("reply")
        assert (first.subject, first.step, first.text, first.ticket_id) == (
            "update:77",
            "1",
            "已受理",
            ticket,
        )
        assert (second.step, second.lane, first.lane) == ("3", Lane.ALERT, Lane.REPLY)
        assert scene.payloads(first) == [{"say": "/wrong"}]

    def test_a_reply_to_an_answer_finds_its_ticket(self, scene: Scene) -> None:
        ticket = scene.ticket()
        with scene.desk() as work:
            conversation.answer(work, LI, 77, [Answer("已受理", ticket_id=ticket)])
        scene.deliver()
        (said,) = scene.notices("reply")
        assert ticket_of(scene.matter("谢谢", reply_to=said.message_id)) == ticket


class TestDelays:
    def test_the_customer_is_told_once_in_half_an_hour(self, scene: Scene) -> None:
        scene.clock.now = scene.clock.now.replace(hour=9, minute=29)
        scene.write("你好")
        for minutes, told in ((0, 1), (2, 1), (27, 1), (1, 2), (29, 2), (1, 3)):
            scene.clock.forward(minutes=minutes)
            tell_delayed(scene, LI)
            assert len(scene.notices("delayed")) == told

    def test_staff_hear_it_once_for_all_customers(self, scene: Scene) -> None:
        for chat in (LI, ANN):
            scene.write("你好", chat)
            tell_delayed(scene, chat)
        tell_delayed(scene, 404)
        assert [one.chat_id for one in scene.notices("delayed")] == [LI, ANN]
        assert [one.chat_id for one in scene.notices("dialogue_away")] == [STAFF_CHAT]


def test_who_blocked_the_desk_is_lost_until_they_write(scene: Scene) -> None:
    scene.write("你好")
    with scene.desk() as work:
        conversation.lose(work, LI)
    assert [one.unreachable_at for one in scene.all(Customer)] == [scene.clock.now]
    scene.write("我回来了")
    assert [one.unreachable_at for one in scene.all(Customer)] == [None]


ODD = {
    "NUL": "漏水\x00了",
    "half a character": "漏水\ud83d了",
    "emoji only": "😭😭😭",
    "right to left": "الماء \u202e يتسرب",
    "zero width": "\u200b\u200b\u200d",
    "markup": "<b>漏水</b> *_`[x](y) &amp;",
    "SQL": "'); DROP TABLE ticket; --",
    "empty": "",
    "Fluent": "{ $number } %s {0}",
    "100,000 characters": "漏" * 100_000,
    "100,000 emoji": "😭" * 100_000,
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_texts_are_kept_filed_and_shown(scene: Scene, text: str) -> None:
    kept = text.replace("\x00", "\ufffd").replace("\ud83d", "\ufffd")
    first = scene.heard(text, name=text[:60], username=text[:30], message_id=5)
    ticket = ticket_of(scene.file(scene.record(first).message, hazard=Hazard.OTHER))
    joined = scene.matter(text, reply_to=5)
    assert ticket_of(joined) == ticket
    assert scene.message(joined.message).text == kept
    (card,) = scene.notices("card")
    assert kept.startswith(card.values["words"])
    assert len(card.values["words"]) + card.values["more"] == len(kept)
    relayed = scene.notices("relay")
    assert kept.startswith("".join(one.values["text"] for one in relayed))
    assert sum(len(one.values["text"]) + one.values["left"] for one in relayed) == len(kept)
    assert all(len(one.values["text"].encode("utf-16-le")) <= 2 * 3500 for one in relayed)
    edit(scene, 5, text + "\x00")
    agent = scene.agent(text[:60] or "王强")
    scene.answer(agent, ticket, text)
    scene.resolve(agent, ticket, "fixed", text)
    assert scene.get(ticket).resolution == (kept if visible(kept) else "fixed")


def edit(scene: Scene, message_id: int, text: str, after: int = 1, chat: int = LI) -> None:
    with scene.desk() as work:
        edited_at = scene.clock.now + timedelta(seconds=after)
        conversation.edit(work, chat, message_id, text, edited_at)


def tell_delayed(scene: Scene, chat: int) -> None:
    with scene.desk() as work:
        conversation.tell_delayed(work, chat)
