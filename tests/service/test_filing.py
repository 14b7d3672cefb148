"""File first: what a customer wrote has its number, department and time before anything is asked."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.desk.labels import Category, Hazard, Kind, Language
from bot.desk.notice import Act, Lane
from bot.desk.ticket import Move, State, Ticket
from bot.desk.transcript import Author
from bot.service import intake
from bot.service.intake import Reading
from tests.builders import ANN, LI, Scene, photo, ticket_of
from tests.databases import STAFF_CHAT

SHANGHAI = ZoneInfo("Asia/Shanghai")
# Filed on Monday, 2 March 2026, at 17:30: only complaints do not wait for the hours of their department.
DUE = {
    Kind.COMPLAINT: "2026-03-02T21:30",
    Kind.INQUIRY: "2026-03-03T12:00",
    Kind.SUGGESTION: "2026-03-05T09:30",
    Kind.PRAISE: "2026-03-05T16:00",
}


def test_every_kind_has_number_department_and_time_by_policy(scene: Scene) -> None:
    departments = {
        Category.DESIGN: ("设计部", "our design office"),
        Category.QUALITY: ("工程维修部", "our repairs team"),
        Category.SALES_PROMISE: ("销售部", "our sales team"),
        Category.SERVICE: ("客户服务部", "our customer service team"),
    }
    for (kind, due), (category, (zh, en)) in zip(DUE.items(), departments.items(), strict=True):
        for chat, words, department in ((LI, "你们看看这个", zh), (ANN, "please look at this", en)):
            outcome = scene.matter(words, kind, category, chat=chat)
            ticket = outcome.ticket
            assert ticket is not None
            assert (outcome.what, ticket.kind, ticket.category) == ("filed", kind, category)
            assert ticket.number == f"CD-{ticket.id}"
            assert ticket.department == department
            assert ticket.due_at == datetime.fromisoformat(due).replace(tzinfo=SHANGHAI)
            assert ticket.state == State.OPEN


def test_a_message_files_one_ticket_however_often_it_is_said_again(scene: Scene) -> None:
    message = scene.write("楼上漏水")
    first, again = scene.file(message), scene.file(message, Kind.PRAISE, Category.SERVICE)
    assert (first.what, again.what) == ("filed", "filed")
    assert ticket_of(first) == ticket_of(again)
    assert len(scene.all(Ticket)) == 1
    assert len(scene.notices("card")) == 1


def test_the_card_brings_words_and_media_and_the_customers_history(scene: Scene) -> None:
    scene.matter("水管坏了", category=Category.DESIGN)
    ticket = ticket_of(scene.matter("电梯又坏了", media=[photo(7)]))
    topic, card = scene.notices("topic", ticket_id=ticket)[0], scene.notices("card", ticket_id=ticket)[0]
    assert (topic.act, topic.chat_id) == (Act.TOPIC, STAFF_CHAT)
    assert card.values["words"] == "电梯又坏了"
    assert card.values["customer"] == "Li Na"
    assert card.values["due_at"] == scene.get(ticket).due_at.isoformat()
    assert card.values["language"] == Language.ZH
    assert [one["words"] for one in card.values["earlier"]] == ["水管坏了"]
    (media,) = scene.notices("media")
    assert (media.act, media.values) == (Act.COPY, {"from_chat": LI, "message": 7})
    assert [one["do"] for one in scene.payloads(card)] == [
        "take",
        "resolve",
        "kind",
        "category",
        "urgent",
        "why",
        "wait",
        "clock",
        "more",
    ]


def test_an_urgent_matter_alerts_everybody_ahead_of_everything(scene: Scene) -> None:
    ticket = ticket_of(scene.matter("闻到煤气味", hazard=Hazard.GAS))
    filed = scene.get(ticket)
    assert (filed.urgent, filed.hazard) == (True, Hazard.GAS)
    assert filed.due_at == scene.clock.now + timedelta(minutes=15)
    (alarm,) = scene.notices("alarm")
    assert (alarm.lane, alarm.ticket_id) == (Lane.ALERT, None)
    assert {one.lane for one in scene.said_to(STAFF_CHAT)} == {Lane.ALERT}
    assert [one.kind for one in scene.said_to(STAFF_CHAT)] == ["alarm", "topic", "card"]
    (card,) = scene.notices("card")
    assert "urgent" not in [one["do"] for one in scene.payloads(card)]


def test_an_album_opens_its_ticket_in_one_piece(scene: Scene) -> None:
    scene.matter("裂缝", media=[photo(1), photo(2)], album="a1")
    (media,) = scene.notices("media")
    assert (media.act, [one["message_id"] for one in media.values["media"]]) == (Act.ALBUM, [1, 2])


def test_filing_leaves_a_line_with_author_time_and_reason(scene: Scene) -> None:
    (line,) = scene.history(scene.ticket("楼上漏水"))
    assert (line.move, line.author, line.at) == (Move.FILED, Author.CUSTOMER, scene.clock.now)
    assert (line.after, line.reason) == ("complaint+quality", "楼上漏水")


def test_unsure_asks_and_offers_what_is_open(scene: Scene) -> None:
    ticket = scene.ticket()
    asked = read_unsure(scene, scene.write("那个怎么弄"))
    assert (asked.what, asked.ticket) == ("unsure", None)
    assert [one.id for one in asked.candidates] == [ticket]
    scene.clock.forward(minutes=31)
    assert read_unsure(scene, scene.write("那个怎么弄")).candidates == []
    assert len(scene.all(Ticket)) == 1


def test_danger_is_filed_at_once_however_unsure_the_model_is(scene: Scene) -> None:
    outcome = read_unsure(scene, scene.write("有点呛人的味道"), Hazard.GAS)
    assert outcome.what == "filed"
    assert scene.get(ticket_of(outcome)).urgent


def test_the_answer_to_unsure_files_as_the_customer_said_and_teaches(scene: Scene) -> None:
    message = scene.write("车位太小")
    read_unsure(scene, message)
    with scene.desk() as work:
        filed = intake.file_as(work, LI, message, Kind.COMPLAINT, Category.DESIGN)
    with scene.desk() as work:
        again = intake.file_as(work, LI, message, Kind.PRAISE, Category.DESIGN)
    assert ticket_of(filed) == ticket_of(again)
    assert len(scene.all(Ticket)) == 1
    learnt = [(one.field, one.before, one.after, one.text, one.author) for one in scene.corrections()]
    assert learnt == [
        ("kind", "inquiry", "complaint", "车位太小", Author.CUSTOMER),
        ("category", "service", "design", "车位太小", Author.CUSTOMER),
    ]


@pytest.mark.parametrize("message", [0, -1, 10**6, 2**31, 10**30])
def test_a_message_that_does_not_exist_is_filed_as_nothing(scene: Scene, message: int) -> None:
    scene.write("你好")
    with scene.desk() as work:
        assert intake.file_as(work, LI, message, Kind.COMPLAINT, Category.DESIGN) is None
        assert intake.place(work, LI, message, None) is None


def test_strangers_place_nothing(scene: Scene) -> None:
    message, ticket = scene.write("楼上漏水"), scene.ticket(category=Category.DESIGN)
    scene.write("hello there", ANN)
    for chat in (ANN, 777):
        with scene.desk() as work:
            assert intake.file_as(work, chat, message, Kind.COMPLAINT, Category.DESIGN) is None
            assert intake.place(work, chat, message, ticket) is None
            assert intake.place(work, chat, message, None) is None
    assert scene.message(message).ticket_id is None


def read_unsure(scene: Scene, message: int, hazard: Hazard | None = None) -> intake.Outcome:
    with scene.desk() as work:
        return intake.unsure(work, message, Reading(Kind.INQUIRY, Category.SERVICE, 0.3, hazard))
