"""Several matters at once: what a customer writes next joins the ticket it belongs to, or opens a new one."""

from datetime import timedelta

import pytest

from bot.desk.labels import Category, Hazard, Kind
from bot.desk.notice import Act, Lane, Notice
from bot.desk.ticket import Move, State, Ticket
from bot.service import bill_claims, intake, open_matters, tickets
from tests.builders import ANN, LI, Scene, photo, ticket_of
from tests.service.bills import billed, tied

DAYS = {"days": 7}


def test_same_kind_and_category_in_one_conversation_could_be_either(scene: Scene) -> None:
    ticket = scene.ticket("电梯坏了")
    scene.clock.forward(minutes=30)
    asked = scene.matter("电梯还在响")
    assert (asked.what, [one.id for one in asked.candidates]) == ("which", [ticket])
    assert scene.message(asked.message).ticket_id is None
    assert len(scene.all(Ticket)) == 1


@pytest.mark.parametrize(
    ("chosen_old", "what"), [(True, "joined"), (False, "filed")], ids=["the old one", "a new one"]
)
def test_the_answer_to_which_places_the_message_once(scene: Scene, chosen_old: bool, what: str) -> None:
    ticket = scene.ticket("电梯坏了")
    asked = scene.matter("电梯还在响")
    for _ in range(2):
        with scene.desk() as work:
            placed = intake.place(work, LI, asked.message, ticket if chosen_old else None)
        assert placed is not None
        assert placed.what == what
        assert (ticket_of(placed) == ticket) == chosen_old
    assert len(scene.all(Ticket)) == (1 if chosen_old else 2)
    assert len(scene.notices("relay")) == (1 if chosen_old else 0)


@pytest.mark.parametrize(
    ("kind", "category", "minutes"),
    [
        (Kind.COMPLAINT, Category.SERVICE, 0),
        (Kind.INQUIRY, Category.QUALITY, 0),
        (Kind.COMPLAINT, Category.QUALITY, 31),
    ],
    ids=["another category", "another kind", "another conversation"],
)
def test_anything_else_is_a_new_matter(scene: Scene, kind: Kind, category: Category, minutes: int) -> None:
    scene.ticket("电梯坏了")
    scene.clock.forward(minutes=minutes)
    assert scene.matter("还有一件事", kind, category).what == "filed"


def test_what_is_closed_is_no_choice(scene: Scene) -> None:
    scene.resolved("电梯坏了")
    withdraw(scene, scene.ticket("灯坏了"))
    assert scene.matter("门坏了").what == "filed"


def test_a_reply_to_what_the_desk_said_joins_its_ticket(scene: Scene) -> None:
    ticket = scene.ticket("电梯坏了")
    agent = scene.agent()
    scene.answer(agent, ticket, "师傅在路上")
    scene.deliver()
    (said,) = scene.notices("answer")
    joined = scene.matter("服务真好", Kind.PRAISE, Category.SERVICE, reply_to=said.message_id)
    assert (joined.what, ticket_of(joined)) == ("joined", ticket)
    (relay,) = scene.notices("relay")
    assert (relay.ticket_id, relay.values["text"]) == (ticket, "服务真好")


def test_whatever_the_words_seem_to_be_a_reply_joins_its_live_ticket_once(scene: Scene) -> None:
    closed, first = scene.resolved("墙裂了"), scene.heard("电梯坏了", message_id=9)
    ticket = ticket_of(scene.file(scene.record(first).message))
    scene.deliver()
    about = {one.ticket_id: one.message_id for one in scene.all(Notice, kind="resolved")}
    words = scene.write("明天上午在家", reply_to=9)
    for _ in range(2):
        assert joined_by_reply(scene, words) == ticket
    assert [one.ticket_id for one in scene.notices("relay")] == [ticket]
    assert joined_by_reply(scene, scene.write("知道了", reply_to=about[closed])) is None
    assert joined_by_reply(scene, scene.write("知道了")) is None
    assert scene.get(closed).state == State.RESOLVED


def test_who_asks_after_a_ticket_writes_into_it_when_it_is_theirs_and_live(scene: Scene) -> None:
    closed, ticket = scene.resolved("墙裂了"), scene.ticket("电梯坏了")
    question, foreign = scene.write("催一下师傅"), scene.write("please hurry them up", ANN)
    for message, of, expected in (
        (foreign, ticket, None),
        (question, closed, None),
        (question, 2**31, None),
        (question, ticket, ticket),
        (question, ticket, ticket),
    ):
        with scene.desk() as work:
            shown = intake.ask_after(work, message, of)
        assert (ticket_of(shown) if shown else None) == expected
    assert [one.values["text"] for one in scene.notices("relay")] == ["催一下师傅"]


def test_a_reply_to_ones_own_words_and_to_any_photo_of_an_album_joins_too(scene: Scene) -> None:
    first = scene.heard("墙裂了", media=[photo(31), photo(32)], album="wall", message_id=31)
    ticket = ticket_of(scene.file(scene.record(first).message))
    for place in (31, 32):
        joined = scene.matter("又大了", Kind.INQUIRY, Category.DESIGN, reply_to=place)
        assert ticket_of(joined) == ticket


def test_a_reply_finds_its_ticket_however_many_came_later(scene: Scene) -> None:
    first = scene.heard("墙裂了", message_id=9)
    ticket = ticket_of(scene.file(scene.record(first).message))
    with scene.desk() as work:
        old = work.session.get_one(Ticket, ticket)
        for _ in range(open_matters.MOST_MATTERS + 1):
            fields = old.model_dump(exclude={"id", "source_message_id"})
            work.session.add(Ticket(**fields))
    assert ticket_of(scene.matter("又大了", reply_to=9)) == ticket


def test_a_reply_in_another_chat_with_the_same_number_joins_nothing(scene: Scene) -> None:
    first = scene.heard("墙裂了", message_id=9)
    ticket = ticket_of(scene.file(scene.record(first).message))
    foreign = scene.matter("the wall cracked too", chat=ANN, reply_to=9)
    assert foreign.what == "filed"
    assert scene.get(ticket_of(foreign)).refers_to_id is None
    assert ticket_of(foreign) != ticket


def test_a_complaint_in_reply_to_a_resolved_ticket_reopens_it_for_some_days(scene: Scene) -> None:
    ticket = scene.resolved("墙裂了")
    scene.deliver()
    (told,) = scene.notices("resolved")
    scene.clock.forward(**DAYS)
    again = scene.matter("根本没修好", reply_to=told.message_id)
    assert (again.what, ticket_of(again)) == ("reopened", ticket)
    now = scene.get(ticket)
    assert (now.state, now.round, now.resolved_at, now.first_answered_at) == (State.TAKEN, 2, None, None)
    assert now.due_at == scene.clock.now + timedelta(minutes=240)
    (reopened,) = (one for one in scene.history(ticket) if one.move == Move.REOPENED)
    assert (reopened.author, reopened.reason) == ("customer", "根本没修好")
    assert [one.act for one in scene.notices("topic_reopened")] == [Act.REOPEN]
    (told_owner,) = scene.notices("told", template="told_reopened")
    assert told_owner.values["owner"] == "赵敏"


def test_after_those_days_a_new_ticket_refers_to_the_old_one(scene: Scene) -> None:
    ticket = scene.resolved("墙裂了")
    scene.deliver()
    (told,) = scene.notices("resolved")
    scene.clock.forward(days=7, seconds=1)
    again = scene.matter("又裂了", reply_to=told.message_id)
    assert again.what == "filed"
    assert again.ticket is not None
    assert again.ticket.refers_to == f"CD-{ticket}"
    with scene.desk() as work:
        pressed = intake.reopen_theirs(work, LI, ticket, None)
    assert pressed is not None
    assert pressed.what == "filed"
    assert scene.get(ticket_of(pressed)).refers_to_id == ticket
    assert scene.get(ticket).state == State.RESOLVED


def test_praise_in_reply_to_a_resolved_ticket_is_a_ticket_of_its_own(scene: Scene) -> None:
    ticket = scene.resolved("墙裂了")
    scene.deliver()
    (told,) = scene.notices("resolved")
    praise = scene.matter("谢谢师傅", Kind.PRAISE, Category.SERVICE, reply_to=told.message_id)
    assert praise.what == "filed"
    assert scene.get(ticket_of(praise)).refers_to_id == ticket
    assert scene.get(ticket).state == State.RESOLVED


def test_a_button_reopens_once_and_only_its_customers_ticket(scene: Scene) -> None:
    ticket = scene.resolved("墙裂了")
    scene.write("hello", ANN)
    with scene.desk() as work:
        assert intake.reopen_theirs(work, ANN, ticket, None) is None
        assert intake.reopen_theirs(work, LI, 2**31, None) is None
        assert [one.id for one in intake.reopenable(work, LI)] == [ticket]
        assert intake.reopenable(work, ANN) == intake.reopenable(work, 404) == []
    for what in ("reopened", "joined"):
        with scene.desk() as work:
            outcome = intake.reopen_theirs(work, LI, ticket, None)
        assert outcome is not None
        assert (outcome.what, ticket_of(outcome)) == (what, ticket)
    assert scene.get(ticket).round == 2


def test_another_customers_words_never_come_along_when_a_ticket_is_reopened(scene: Scene) -> None:
    ticket, foreign = scene.resolved("墙裂了"), scene.write("my secret", ANN)
    with scene.desk() as work:
        intake.reopen_theirs(work, LI, ticket, foreign)
    assert scene.message(foreign).ticket_id is None
    assert scene.notices("relay") == []


def test_urgent_words_are_filed_at_once_inside_a_conversation(scene: Scene) -> None:
    first = scene.ticket("电梯坏了")
    urgent = scene.matter("电梯里困了人", hazard=Hazard.TRAPPED)
    assert urgent.what == "filed"
    assert ticket_of(urgent) != first


def test_urgent_words_about_a_resolved_matter_are_filed_at_once_and_refer_to_it(scene: Scene) -> None:
    ticket = scene.resolved("煤气表坏了")
    scene.deliver()
    (told,) = scene.notices("resolved")
    urgent = scene.matter("漏气了", hazard=Hazard.GAS, reply_to=told.message_id)
    assert urgent.what == "filed"
    assert scene.get(ticket_of(urgent)).refers_to_id == ticket


def test_urgent_words_in_a_reply_make_the_ticket_urgent_and_raise_the_alarm_once(scene: Scene) -> None:
    ticket = ticket_of(scene.file(scene.record(scene.heard("煤气表坏了", message_id=9)).message))
    scene.clock.forward(minutes=5)
    for words in ("现在漏气了", "漏得厉害"):
        assert ticket_of(scene.matter(words, hazard=Hazard.GAS, reply_to=9)) == ticket
    now = scene.get(ticket)
    assert (now.urgent, now.hazard) == (True, Hazard.GAS)
    assert now.due_at == scene.clock.now + timedelta(minutes=15)
    (alarm,) = scene.notices("alarm")
    assert alarm.lane == Lane.ALERT
    assert [one.move for one in scene.history(ticket)].count(Move.URGENT) == 1
    assert not scene.corrections(), "the model heard the danger: nobody corrected anything"


def test_a_second_danger_in_an_urgent_ticket_is_called_out_too(scene: Scene) -> None:
    ticket = ticket_of(
        scene.file(scene.record(scene.heard("冒烟", message_id=9)).message, hazard=Hazard.FIRE)
    )
    scene.matter("有人困在里面", hazard=Hazard.TRAPPED, reply_to=9)
    assert [one.step for one in scene.notices("alarm")] == ["fire", "trapped"]
    assert scene.get(ticket).hazard == Hazard.TRAPPED


def test_a_withdrawn_ticket_is_neither_joined_nor_reopened(scene: Scene) -> None:
    ticket = ticket_of(scene.file(scene.record(scene.heard("墙裂了", message_id=9)).message))
    withdraw(scene, ticket)
    replied = scene.matter("还是来看看", reply_to=9)
    assert (replied.what, scene.get(ticket_of(replied)).refers_to_id) == ("filed", ticket)
    scene.clock.forward(hours=1)
    message = scene.write("算了还是修吧")
    with scene.desk() as work:
        placed = intake.place(work, LI, message, ticket)
    assert placed is not None
    assert (placed.what, scene.get(ticket_of(placed)).refers_to_id) == ("filed", ticket)
    assert scene.get(ticket).state == State.WITHDRAWN


def test_a_message_that_has_its_ticket_stays_there(scene: Scene) -> None:
    first, other = scene.matter("墙裂了"), scene.ticket("保安态度差", category=Category.SERVICE)
    with scene.desk() as work:
        placed = intake.place(work, LI, first.message, other)
        filed = intake.file_as(work, LI, first.message, Kind.PRAISE, Category.SERVICE)
        attached = intake.attach(work, first.message, other)
        reopened = intake.reopen_theirs(work, LI, other, first.message)
    assert {ticket_of(one) for one in (placed, filed, attached, reopened)} == {ticket_of(first)}


def test_nobody_joins_another_customers_ticket(scene: Scene) -> None:
    foreign = scene.ticket("墙裂了")
    words, picture = scene.write("the wall", ANN), scene.write(chat=ANN, media=[photo(3)])
    with scene.desk() as work:
        assert intake.place(work, ANN, words, foreign) is None
        assert intake.attach(work, picture, foreign).what == "kept"
    assert scene.message(words).ticket_id is scene.message(picture).ticket_id is None


def test_a_photo_joins_the_matter_in_hand(scene: Scene) -> None:
    ticket, other = scene.ticket("墙裂了"), scene.ticket("保安态度差", category=Category.SERVICE)
    picture = scene.write(media=[photo(3)])
    with scene.desk() as work:
        attached = intake.attach(work, picture, ticket)
    assert (attached.what, ticket_of(attached)) == ("joined", ticket)
    (media,) = scene.notices("media")
    assert (media.ticket_id, media.values["message"]) == (ticket, 3)
    unclear = scene.write(media=[photo(4)])
    with scene.desk() as work:
        asked = intake.attach(work, unclear, None)
    assert (asked.what, {one.id for one in asked.candidates}) == ("which", {ticket, other})


def test_a_photo_goes_to_the_only_open_matter_and_not_to_a_closed_one(scene: Scene) -> None:
    closed = scene.resolved("墙裂了")
    picture = scene.write(media=[photo(3)])
    with scene.desk() as work:
        assert intake.attach(work, picture, closed).what == "kept"
    ticket = scene.ticket("灯坏了")
    with scene.desk() as work:
        attached = intake.attach(work, picture, closed)
    assert (attached.what, ticket_of(attached)) == ("joined", ticket)
    assert scene.get(closed).state == State.RESOLVED


def test_an_album_is_attached_as_one_message(scene: Scene) -> None:
    ticket = scene.ticket("墙裂了")
    album = scene.write(media=[photo(3), photo(4)], album="a")
    with scene.desk() as work:
        assert ticket_of(intake.attach(work, album, ticket)) == ticket
    (media,) = scene.notices("media")
    assert (media.act, len(media.values["media"])) == (Act.ALBUM, 2)


def test_a_photo_that_was_kept_cannot_be_filed_as_nothing(scene: Scene) -> None:
    picture = scene.write(media=[photo(3)])
    with scene.desk() as work:
        kept = intake.place(work, LI, picture, None)
    assert kept is not None
    assert kept.what == "kept"


def withdraw(scene: Scene, ticket: int) -> None:
    with scene.desk() as work:
        assert tickets.withdraw(work, LI, ticket) is not None


def joined_by_reply(scene: Scene, message: int) -> int | None:
    with scene.desk() as work:
        added = intake.add_by_reply(work, message)
    return ticket_of(added) if added else None


def test_what_is_written_after_a_button_asked_for_words_belongs_to_its_ticket(scene: Scene) -> None:
    scene.ticket("前台一直没人理", category=Category.SERVICE)
    ref = billed(scene, tied(scene))
    with scene.desk() as work:
        dealt = bill_claims.dispute(work, LI, ref)
    assert dealt is not None
    assert dealt.ticket is not None
    joined = scene.matter("抄表的日子不对", category=Category.SERVICE)
    assert (joined.what, ticket_of(joined)) == ("joined", dealt.ticket.id)
    assert scene.matter("你们态度也不好", category=Category.SERVICE).what == "which"
