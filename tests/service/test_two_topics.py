"""A message about two things: the second one is noted with the first one's ticket, and filed by one tap."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.desk.labels import Category, Hazard, Kind
from bot.desk.notice import Lane
from bot.desk.remark import Remark, RemarkState
from bot.desk.ticket import Move, State, Ticket
from bot.desk.transcript import Author
from bot.service import conversation, handover, intake, linking, ticket_deeds, tickets, unanswered
from bot.service.intake import Outcome, Reading
from bot.service.readings import Part
from bot.service.view import TicketView
from bot.service.work import Work
from tests.builders import ANN, LI, Scene, photo, ticket_of
from tests.service.test_races import at_once

LEAK = Part(Kind.COMPLAINT, Category.QUALITY, "车库顶上一直在漏水。")
STAND = Part(Kind.SUGGESTION, Category.DESIGN, "建议门口放个雨伞架。")
BOTH = LEAK.text + "另外，" + STAND.text
READ = Reading(Kind.COMPLAINT, Category.QUALITY, 0.9, parts=(LEAK, STAND))


def wrote(scene: Scene, read: Reading = READ, **more: Any) -> tuple[int, Outcome]:
    """A customer writes about both; the transcript's id of the message, and what became of it."""
    message = scene.write(BOTH, **more)
    with scene.desk() as work:
        return message, intake.file_matter(work, message, read)


def remark(scene: Scene) -> Remark:
    (one,) = scene.all(Remark)
    assert isinstance(one, Remark)
    return one


def tap(scene: Scene, chat: int = LI, remark_id: int | None = None) -> TicketView | None:
    one = remark_id or remark(scene).id or 0
    with scene.desk() as work:
        return linking.file_theirs(work, chat, one)


def leave(scene: Scene, chat: int = LI) -> Any:
    one = remark(scene).id or 0
    with scene.desk() as work:
        return linking.leave_theirs(work, chat, one)


def card(scene: Scene, ticket: int) -> Any:
    """The last card of a ticket, or edit of it."""
    return [one for one in scene.all_notices(ticket) if one.kind in ("card", "card_edit")][-1]


def deeds(scene: Scene, ticket: int) -> list[str]:
    return [one["do"] for one in scene.payloads(card(scene, ticket))]


def test_the_second_matter_waits_on_the_first_ones_card(scene: Scene) -> None:
    message, outcome = wrote(scene)
    first = ticket_of(outcome)
    noted = remark(scene)
    assert (noted.message_id, noted.ticket_id, noted.state) == (message, first, RemarkState.OPEN)
    assert (noted.kind, noted.category, noted.text) == (STAND.kind, STAND.category, STAND.text)
    assert card(scene, first).values["besides"] == [
        {"kind": "suggestion", "category": "design", "words": STAND.text, "state": "open"}
    ]
    assert deeds(scene, first)[-1] == "file_remark"
    assert len(scene.all(Ticket)) == 1
    with scene.desk() as work:
        offered = linking.offered(work, message)
        assert offered is not None
        assert linking.quoted(offered) == "建议门口放个雨伞架"


def test_a_message_about_one_thing_leaves_no_remark(scene: Scene) -> None:
    ticket = scene.ticket()
    assert scene.all(Remark) == []
    assert card(scene, ticket).values["besides"] == []
    assert "file_remark" not in deeds(scene, ticket)


def test_one_tap_files_the_second_linked_both_ways(scene: Scene) -> None:
    message, outcome = wrote(scene)
    first = ticket_of(outcome)
    second = tap(scene)
    assert second is not None
    assert (second.kind, second.category) == (Kind.SUGGESTION, Category.DESIGN)
    assert (second.linked, second.first_words, second.department) == (f"CD-{first}", STAND.text, "设计部")
    # two working days, from Monday at 17:30
    assert second.due_at == datetime(2026, 3, 5, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    with scene.desk() as work:
        mine = tickets.mine(work, LI)
    assert [(one.number, one.linked) for one in mine] == [
        (second.number, f"CD-{first}"),
        (f"CD-{first}", second.number),
    ]
    assert scene.message(message).ticket_id == first
    linked = [one for one in scene.history(first) + scene.history(second.id) if one.move == Move.LINKED]
    assert [(one.ticket_id, one.after, one.author) for one in linked] == [
        (first, second.number, Author.CUSTOMER),
        (second.id, f"CD-{first}", Author.CUSTOMER),
    ]


def test_both_cards_name_the_other_and_the_whole_message_stands_behind_the_part(scene: Scene) -> None:
    _, outcome = wrote(scene, media=[photo(7)])
    first = ticket_of(outcome)
    second = tap(scene)
    assert second is not None
    assert card(scene, first).values["linked"] == second.number
    assert card(scene, first).values["besides"] == []
    assert "file_remark" not in deeds(scene, first)
    assert card(scene, second.id).values["linked"] == f"CD-{first}"
    assert card(scene, second.id).values["words"] == STAND.text
    (relayed,) = scene.notices("relay", ticket_id=second.id)
    assert relayed.values["text"] == BOTH
    assert [one.values["message"] for one in scene.notices("media", ticket_id=second.id)] == [7]
    (told,) = scene.notices("told", ticket_id=first)
    assert (told.template, told.values["filed"], told.values["said"]) == (
        "told_linked",
        second.number,
        STAND.text,
    )


def test_a_second_tap_finds_the_ticket(scene: Scene) -> None:
    wrote(scene)
    assert tap(scene) == tap(scene)
    assert len(scene.all(Ticket)) == 2
    assert leave(scene)[0] == "filed"
    assert remark(scene).state == RemarkState.FILED


def test_two_taps_at_once_file_once(scene: Scene) -> None:
    wrote(scene)
    one = remark(scene).id or 0

    def file(work: Work) -> TicketView | None:
        return linking.file_theirs(work, LI, one)

    assert at_once(scene, file, file)[0] is not None
    assert len(scene.all(Ticket)) == 2


def test_the_customers_tap_and_an_agents_at_once_file_once(scene: Scene) -> None:
    first = ticket_of(wrote(scene)[1])
    agent, one = scene.agent(), remark(scene).id or 0
    pressed, filed = at_once(
        scene,
        lambda work: linking.file_theirs(work, LI, one),
        lambda work: ticket_deeds.press(work, agent, {"do": "file_remark", "ticket": first, "remark": one}),
    )
    assert (filed.word, filed.number) == ("remark_filed", pressed.number)
    assert len(scene.all(Ticket)) == 2
    assert scene.notices("filed_besides") == []  # the customer knows already


def test_no_need_is_noted_and_may_be_taken_back(scene: Scene) -> None:
    _, outcome = wrote(scene)
    first = ticket_of(outcome)
    for _ in range(2):
        what, told = leave(scene)
        assert (what, told.id) == ("left", first)
    assert [one.reason for one in scene.history(first) if one.move == Move.LEFT] == [STAND.text]
    assert card(scene, first).values["besides"][0]["state"] == "left"
    assert "file_remark" not in deeds(scene, first)
    assert tap(scene) is not None
    assert remark(scene).state == RemarkState.FILED


def test_an_agent_files_it_and_the_customer_is_told(scene: Scene) -> None:
    _, outcome = wrote(scene)
    first, agent = ticket_of(outcome), scene.agent()
    for _ in range(2):
        verdict = scene.press(agent, "file_remark", first, remark=remark(scene).id)
    second = remark(scene).filed_id or 0
    assert (verdict.word, verdict.number) == ("remark_filed", f"CD-{second}")
    (told,) = scene.notices("filed_besides")
    assert (told.chat_id, told.ticket_id, told.values["linked"]) == (LI, second, f"CD-{first}")
    assert [one["say"].partition("{")[0] for one in scene.payloads(told)] == [
        "/wrong_kind",
        "/wrong_category",
        "/withdraw",
    ]
    assert [one.author for one in scene.history(second) if one.move == Move.LINKED] == [Author.AGENT]
    assert scene.notices("told", ticket_id=first)[0].values["name"] == "王强"


def test_a_closed_ticket_still_offers_agents_what_nobody_decided_about(scene: Scene) -> None:
    _, outcome = wrote(scene)
    first, agent = ticket_of(outcome), scene.agent()
    scene.resolve(agent, first)
    assert deeds(scene, first) == ["file_remark"]
    assert scene.press(agent, "file_remark", first, remark=remark(scene).id).word == "remark_filed"
    second = scene.get(remark(scene).filed_id or 0)
    assert (scene.get(first).state, second.state) == (State.RESOLVED, State.OPEN)


def test_another_tickets_remark_is_gone(scene: Scene) -> None:
    wrote(scene)
    other = scene.ticket("电梯坏了", category=Category.DESIGN, chat=ANN)
    assert scene.press(scene.agent(), "file_remark", other, remark=remark(scene).id).word == "gone"


@pytest.mark.parametrize("remark_id", [-1, 99, 2**40])
def test_what_is_no_remark_files_nothing(scene: Scene, remark_id: int) -> None:
    wrote(scene)
    assert tap(scene, remark_id=remark_id) is None


def test_another_customer_can_neither_file_nor_leave_it(scene: Scene) -> None:
    wrote(scene)
    scene.write("你好", ANN)
    assert (tap(scene, ANN), leave(scene, ANN)) == (None, None)
    assert remark(scene).state == RemarkState.OPEN


def test_danger_is_filed_first_and_the_second_still_waits(scene: Scene) -> None:
    gas = Reading(Kind.COMPLAINT, Category.QUALITY, 0.9, Hazard.GAS, parts=(LEAK, STAND))
    _, outcome = wrote(scene, gas)
    assert scene.get(ticket_of(outcome)).hazard == Hazard.GAS
    second = tap(scene)
    assert second is not None
    assert not scene.get(second.id).urgent
    assert {one.lane for one in scene.all_notices(second.id)} == {Lane.NOTICE}


@pytest.mark.parametrize(
    ("chosen", "left"), [(Kind.COMPLAINT, STAND), (Kind.INQUIRY, STAND), (Kind.SUGGESTION, LEAK)]
)
def test_what_the_customer_did_not_choose_is_what_waits(scene: Scene, chosen: Kind, left: Part) -> None:
    message = scene.write(BOTH)
    with scene.desk() as work:
        assert intake.unsure(work, message, READ).what == "unsure"
    assert scene.all(Remark) == []
    with scene.desk() as work:
        intake.file_as(work, LI, message, chosen, Category.DESIGN)
    assert remark(scene).text == left.text


def test_of_one_kind_the_category_tells_what_waits(scene: Scene) -> None:
    rude = Part(Kind.COMPLAINT, Category.SERVICE, "前台态度差。")
    wrote(scene, Reading(Kind.COMPLAINT, Category.QUALITY, 0.9, parts=(LEAK, rude)))
    assert remark(scene).text == rude.text


def test_a_message_that_joins_a_ticket_brings_its_remark(scene: Scene) -> None:
    first = scene.ticket()
    scene.deliver()
    message = scene.write(BOTH)
    with scene.desk() as work:
        intake.file_matter(work, message, READ)
        intake.place(work, LI, message, first)
    assert remark(scene).ticket_id == first
    assert card(scene, first).values["besides"][0]["words"] == STAND.text


def test_a_message_that_reopens_a_ticket_brings_its_remark(scene: Scene) -> None:
    first = scene.resolved()
    message = scene.write(BOTH)
    with scene.desk() as work:
        intake.unsure(work, message, READ)
        intake.reopen_theirs(work, LI, first, message)
    assert remark(scene).ticket_id == first
    assert card(scene, first).values["besides"][0]["state"] == "open"


def test_asking_for_a_person_keeps_the_remark_too(scene: Scene) -> None:
    message = scene.write(BOTH)
    with scene.desk() as work:
        intake.unsure(work, message, READ)
    with scene.desk() as work:
        handover.begin(work, LI, message)
    assert remark(scene).ticket_id == scene.message(message).ticket_id


def test_filed_by_the_clock_it_is_offered_by_a_notice(scene: Scene) -> None:
    message = scene.write(BOTH)
    with scene.desk() as work:
        intake.unsure(work, message, READ)
    scene.clock.forward(minutes=11)
    with scene.desk() as work:
        assert unanswered.file_unanswered(work) == 1
    (offer,) = scene.notices("offer_besides")
    assert offer.values["words"] == "建议门口放个雨伞架"
    one = remark(scene).id
    assert scene.payloads(offer) == [
        {"say": f'/file_remark{{"remark": {one}}}'},
        {"say": f'/leave_remark{{"remark": {one}}}'},
    ]


def test_an_edit_is_shown_in_both_topics(scene: Scene) -> None:
    message, outcome = wrote(scene)
    second = tap(scene)
    assert second is not None
    written = scene.message(message)
    with scene.desk() as work:
        conversation.edit(work, LI, written.message_id, "改过的话", scene.clock.forward(seconds=5))
    edits = scene.notices("relay_edit")
    assert sorted(one.ticket_id or 0 for one in edits) == [ticket_of(outcome), second.id]
    assert {one.values["text"] for one in edits} == {"改过的话"}


def test_it_is_corrected_with_its_own_words(scene: Scene) -> None:
    wrote(scene)
    second = tap(scene)
    assert second is not None
    with scene.desk() as work:
        tickets.correct(work, LI, second.id, kind=Kind.INQUIRY)
    assert [(one.text, one.before, one.after) for one in scene.corrections()] == [
        (STAND.text, "suggestion", "inquiry")
    ]


def test_a_long_part_is_quoted_short(scene: Scene) -> None:
    long = Part(Kind.SUGGESTION, Category.DESIGN, "建议" + "加个雨伞架\n" * 60)
    message, _ = wrote(scene, Reading(Kind.COMPLAINT, Category.QUALITY, 0.9, parts=(LEAK, long)))
    with scene.desk() as work:
        offered = linking.offered(work, message)
        assert offered is not None
        quoted = linking.quoted(offered)
    assert len(quoted) <= linking.QUOTED + 1
    assert "\n" not in quoted
    assert quoted.endswith("…")
