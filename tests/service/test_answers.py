"""What an agent writes in a topic reaches the customer as the desk, except notes; edits follow."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.desk.agent import Agent
from bot.desk.labels import Category
from bot.desk.notice import Act, Notice, NoticeState
from bot.desk.ticket import Move, State
from bot.desk.transcript import Author, Message, MessageEdit
from bot.service import agents, carrying, conversation, roster, tickets
from tests.builders import LI, Scene, photo
from tests.databases import STAFF_CHAT


def test_an_answer_reaches_the_customer_as_the_desk(scene: Scene) -> None:
    ticket, wang = scene.ticket(), scene.agent("王强")
    scene.clock.forward(minutes=3)
    assert scene.answer(wang, ticket, "师傅下午到") is None
    (said,) = scene.notices("answer")
    assert (said.chat_id, said.template, said.act) == (LI, "agent_says", Act.SAY)
    assert said.values == {"number": f"CD-{ticket}", "text": "师傅下午到"}
    now = scene.get(ticket)
    assert (now.state, now.first_answered_at, now.last_word_at) == (
        State.TAKEN,
        scene.clock.now,
        scene.clock.now,
    )
    (written,) = scene.all(Message, author=Author.AGENT)
    assert (written.text, written.ticket_id, written.chat_id) == ("师傅下午到", ticket, STAFF_CHAT)


def test_who_answers_first_owns_it_and_who_answers_later_does_not(scene: Scene) -> None:
    ticket, wang, zhao = scene.ticket(), scene.agent("王强"), scene.agent("赵敏")
    scene.answer(wang, ticket, "在看")
    scene.clock.forward(minutes=3)
    scene.answer(zhao, ticket, "我也在看", name="赵敏")
    (owner,) = scene.all(Agent, user_id=wang)
    now = scene.get(ticket)
    assert (now.owner_id, now.first_owner_id) == (owner.id, owner.id)
    assert now.first_answered_at == scene.clock.now - timedelta(minutes=3)
    lines = [(one.move, one.reason) for one in scene.history(ticket)][1:]
    assert lines == [(Move.TAKEN, "answered"), (Move.ANSWERED, "answered"), (Move.ANSWERED, "answered")]


def test_an_answer_said_again_is_one_answer(scene: Scene) -> None:
    ticket, wang = scene.ticket(), scene.agent()
    heard = scene.heard("在看", STAFF_CHAT)
    for _ in range(2):
        scene.say_again(wang, ticket, heard)
    assert len(scene.notices("answer")) == len(scene.all(Message, author=Author.AGENT)) == 1


NOTES = {
    "plain": "// 客户很难缠",
    "no space": "//note",
    "spaces before": "   // note",
    "line break before": "\n// note",
    "wide slashes": "／／客户很难缠",
    "wide space before": "\u3000／／ 注意",
    "invisible mark before": "\ufeff\u200b// note",
    "more lines": "// note\nand the rest of it",
}


@pytest.mark.parametrize("text", NOTES.values(), ids=NOTES)
def test_a_note_never_reaches_the_customer(scene: Scene, text: str) -> None:
    ticket, wang = scene.ticket(), scene.agent()
    scene.answer(wang, ticket, text)
    scene.answer(wang, ticket, text, media=[photo(8)])
    scene.answer(wang, ticket, text, media=[photo(9), photo(10)], album="x")
    assert [one for one in scene.said_to(LI) if one.kind.startswith("answer")] == []
    written = scene.all(Message, author=Author.AGENT)
    assert [(one.internal, one.text) for one in written] == [(True, text)] * 3
    now = scene.get(ticket)
    assert (now.owner_id, now.first_answered_at) == (None, None)


def test_a_late_photo_of_a_note_stays_inside(scene: Scene) -> None:
    ticket, wang = scene.ticket(), scene.agent()
    scene.answer(wang, ticket, "// 现场", media=[photo(9), photo(10)], album="x", message_id=9)
    scene.answer(wang, ticket, media=[photo(11)], album="x", message_id=11)
    assert scene.notices("answer") == []
    scene.answer(wang, ticket, "现场", media=[photo(12), photo(13)], album="y", message_id=12)
    for _ in range(2):
        scene.answer(wang, ticket, media=[photo(14)], album="y", message_id=14)
    assert [one.act for one in scene.notices("answer")] == [Act.ALBUM, Act.COPY]


def test_notes_in_the_words_of_a_resolution_stay_inside(scene: Scene) -> None:
    ticket, wang = scene.ticket(), scene.agent()
    for words in ("", "  ", "// 他很难缠"):
        assert scene.resolve(wang, ticket, "words", words).word == "choose_reason"
    assert scene.resolve(wang, ticket, "words", "换了水管\n// 他很难缠").word == "resolved"
    (told,) = scene.notices("resolved")
    assert told.values["words"] == scene.get(ticket).resolution == "换了水管"


def test_a_note_line_in_an_answer_stays_inside(scene: Scene) -> None:
    ticket, wang = scene.ticket(), scene.agent()
    text = "明天上门\n // 他上次投诉过\n请留人"
    scene.answer(wang, ticket, text)
    scene.answer(wang, ticket, text, media=[photo(8)])
    scene.answer(wang, ticket, text, media=[photo(9), photo(10)], album="x")
    said, copy, album = scene.notices("answer")
    assert said.values["text"] == copy.values["caption"] == album.values["caption"] == "明天上门\n请留人"


@pytest.mark.parametrize("text", ["https://example.org/a", "见 // 处", "/ /", "1//2"])
def test_slashes_elsewhere_are_no_note(text: str) -> None:
    assert carrying.for_customer(text) == text


def test_media_go_as_they_are_and_albums_in_one_piece(scene: Scene) -> None:
    ticket, wang = scene.ticket(), scene.agent()
    scene.answer(wang, ticket, "这样装", media=[photo(8)])
    scene.answer(wang, ticket, media=[photo(9), photo(10)], album="x")
    copy, album = scene.notices("answer")
    assert (copy.act, copy.values) == (Act.COPY, {"from_chat": STAFF_CHAT, "message": 8})
    assert (album.act, album.values["caption"], len(album.values["media"])) == (Act.ALBUM, "", 2)


def test_the_longest_message_goes_out_whole_and_longer_ones_in_pieces(scene: Scene) -> None:
    ticket, wang = scene.ticket(), scene.agent()
    scene.answer(wang, ticket, "好" * 4096)
    assert [one.values["text"] for one in scene.notices("answer")] == ["好" * 4096]
    scene.answer(wang, ticket, "长" * 100_000)
    pieces = [one.values["text"] for one in scene.notices("answer")][1:]
    assert "".join(pieces) == "长" * 100_000
    assert max(len(one) for one in pieces) <= 4096


@pytest.mark.parametrize("text", ["", "  \n "])
def test_nothing_said_answers_nothing(scene: Scene, text: str) -> None:
    ticket, wang = scene.ticket(), scene.agent()
    assert scene.answer(wang, ticket, text) is None
    assert scene.notices("answer") == []
    assert scene.get(ticket).first_answered_at is None


def test_the_agent_learns_that_a_customer_cannot_be_reached(scene: Scene) -> None:
    ticket, wang = scene.ticket(), scene.agent()
    with scene.desk() as work:
        conversation.lose(work, LI)
        conversation.lose(work, 404)
    verdict = scene.answer(wang, ticket, "在看")
    assert verdict is not None
    assert (verdict.word, verdict.name) == ("unreachable", "Li Na")
    scene.write("我回来了")
    assert scene.answer(wang, ticket, "好的") is None


@pytest.mark.parametrize("closing", ["resolved", "withdrawn"])
def test_an_answer_after_the_end_still_arrives_and_opens_nothing(scene: Scene, closing: str) -> None:
    ticket, wang = scene.ticket(), scene.agent()
    if closing == "resolved":
        scene.resolve(wang, ticket)
    else:
        with scene.desk() as work:
            tickets.withdraw(work, LI, ticket)
    scene.answer(wang, ticket, "还有一句")
    assert len(scene.notices("answer")) == 1
    assert scene.get(ticket).state == closing


@pytest.mark.parametrize("nothing", ["\u200b", "\u2060\u3164", " \ufeff\n", "\u200b\n\u2062// 小心"])
def test_what_nobody_sees_is_no_answer(scene: Scene, nothing: str) -> None:
    ticket, wang = scene.ticket(), scene.agent()
    scene.answer(wang, ticket, nothing)
    assert scene.notices("answer") == []
    assert scene.get(ticket).first_answered_at is None
    assert scene.get(ticket).owner_id is None
    assert scene.resolve(wang, ticket, "words", nothing).word == "choose_reason"
    assert scene.get(ticket).state == State.OPEN
    scene.answer(wang, ticket, nothing, media=[photo(8)])  # a picture is seen
    assert scene.get(ticket).first_answered_at is not None or "//" in nothing


class TestEdits:
    def test_a_delivered_answer_is_edited_in_place(self, scene: Scene) -> None:
        heard = answered(scene, "明天来")
        scene.deliver()
        (said,) = scene.notices("answer")
        edit(scene, heard, "后天来")
        (change,) = scene.notices("answer_edit")
        assert (change.act, change.chat_id) == (Act.EDIT, LI)
        assert (change.values["text"], change.values["message"]) == ("后天来", said.message_id)
        assert [(one.text_before, one.text_after) for one in scene.all(MessageEdit)] == [("明天来", "后天来")]

    def test_two_edits_in_one_second_are_two(self, scene: Scene) -> None:
        heard = answered(scene, "明天来")
        scene.deliver()
        for text in ("后天来", "大后天来", "大后天来"):
            edit(scene, heard, text)
        assert [one.values["text"] for one in scene.notices("answer_edit")] == ["后天来", "大后天来"]

    def test_an_answer_that_waits_is_changed_where_it_waits(self, scene: Scene) -> None:
        heard = answered(scene, "明天来")
        edit(scene, heard, "后天来")
        assert [one.values["text"] for one in scene.notices("answer")] == ["后天来"]
        assert scene.notices("answer_edit") == []

    def test_an_answer_on_its_way_is_followed_by_the_new_one(self, scene: Scene) -> None:
        heard = answered(scene, "明天来")
        with scene.desk() as work:
            one = work.session.exec(select(Notice).where(Notice.kind == "answer")).one()
            one.state = NoticeState.SENDING
        edit(scene, heard, "后天来")
        assert [one.values["text"] for one in scene.notices("answer_anew")] == ["后天来"]

    @pytest.mark.parametrize("arrived", [True, False])
    def test_old_words_that_are_in_doubt_are_not_said_once_more(self, scene: Scene, arrived: bool) -> None:
        heard = answered(scene, "明天来")
        if arrived:
            scene.deliver()
            edit(scene, heard, "后天来")
        kind = "answer_edit" if arrived else "answer"
        with scene.desk() as work:
            work.session.exec(select(Notice).where(Notice.kind == kind)).one().state = NoticeState.UNKNOWN
        edit(scene, heard, "大后天来")
        (old, *_) = scene.notices(kind)
        assert old.state == NoticeState.CANCELLED
        (new,) = (one for one in scene.said_to(LI) if one.values.get("text") == "大后天来")
        assert new.state == NoticeState.READY

    def test_a_caption_and_a_long_text_are_said_anew(self, scene: Scene) -> None:
        ticket, wang = scene.ticket(), scene.agent()
        caption = scene.heard("明天来", STAFF_CHAT, media=[photo(8)])
        long = scene.heard("长" * 5000, STAFF_CHAT)
        for heard in (caption, long):
            scene.say_again(wang, ticket, heard)
        scene.deliver()
        edit(scene, caption, "后天来")
        edit(scene, long, "短")
        assert [one.values["text"] for one in scene.notices("answer_anew")] == ["后天来", "短"]

    def test_an_answer_edited_into_a_note_tells_nothing(self, scene: Scene) -> None:
        heard = answered(scene, "明天来")
        scene.deliver()
        edit(scene, heard, "明天来\n// 不要说这个")
        edit(scene, heard, "// 不要说这个")
        assert scene.notices("answer_edit") == scene.notices("answer_anew") == []

    def test_a_note_stays_a_note_and_its_versions_are_kept(self, scene: Scene) -> None:
        heard = answered(scene, "// 小心")
        edit(scene, heard, "小心他")
        assert [one for one in scene.said_to(LI) if "answer" in one.kind] == []
        assert len(scene.all(MessageEdit)) == 1

    @pytest.mark.parametrize("gone", [roster.remove, agents.dismiss])
    def test_who_is_no_longer_staff_edits_nothing(self, scene: Scene, gone: Any) -> None:
        ticket, wang = scene.ticket(), scene.agent()
        heard = scene.heard("马上来", STAFF_CHAT)
        scene.say_again(wang, ticket, heard)
        with scene.desk() as work:
            gone(work, wang)
        edit(scene, heard, "别再来烦我们")
        assert scene.notices("answer_edit") == scene.notices("answer_anew") == []
        assert [one.values["text"] for one in scene.notices("answer")] == ["马上来"]
        assert scene.all(MessageEdit) == []

    def test_who_came_back_edits_again(self, scene: Scene) -> None:
        ticket, wang = scene.ticket(), scene.agent()
        heard = scene.heard("马上来", STAFF_CHAT)
        scene.say_again(wang, ticket, heard)
        with scene.desk() as work:
            agents.dismiss(work, wang)
            agents.welcome(work, wang, "王强")
        edit(scene, heard, "五点来")
        assert [one.values["text"] for one in scene.notices("answer")] == ["五点来"]

    def test_nobody_edits_what_is_not_theirs(self, scene: Scene) -> None:
        scene.ticket()
        (message,) = scene.all(Message)
        with scene.desk() as work:
            conversation.edit_as_desk(work, LI, message.message_id, "改", scene.clock.now)
            conversation.edit_as_desk(work, STAFF_CHAT, 10**6, "改", scene.clock.now)
        assert scene.message(message.id).text == "楼上漏水"


def answered(scene: Scene, text: str) -> conversation.Heard:
    ticket, wang = scene.ticket(category=Category.DESIGN), scene.agent()
    heard = scene.heard(text, STAFF_CHAT)
    scene.say_again(wang, ticket, heard)
    return heard


def edit(scene: Scene, heard: conversation.Heard, text: str) -> None:
    with scene.desk() as work:
        conversation.edit_as_desk(work, STAFF_CHAT, heard.message_id, text, scene.clock.now)
