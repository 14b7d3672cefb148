"""Defects of many tickets, and one answer to everybody of a defect or an outage: asked first, once each, in pieces."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import select

from bot.desk.bulk import BulkReply
from bot.desk.finding import Defect
from bot.desk.notice import Act, Lane, NoticeState
from bot.desk.outage import Outage, OutageKind, OutageState, Supply, SupplyReport
from bot.desk.ticket import Move, Ticket
from bot.desk.ticket_clock import Metric, TicketClock
from bot.desk.transcript import Author, Message
from bot.service import bulk, defects, merging, outage_tickets
from tests.builders import ANN, LI, Scene
from tests.service.mailings import carry_on, press, run, stuck_lifts


@pytest.fixture
def wang(scene: Scene) -> int:
    return scene.agent("王强")


@pytest.fixture
def lifts(scene: Scene, wang: int) -> list[int]:
    return stuck_lifts(scene, wang)


def test_the_same_name_is_the_same_defect(scene: Scene, wang: int, lifts: list[int]) -> None:
    (defect,) = scene.all(Defect)
    assert {scene.get(one).defect_id for one in lifts} == {defect.id}
    assert scene.history(lifts[0])[-1].after == f"D-{defect.id} 3 栋电梯门锁"
    shown = scene.notices("card_edit")[-1].values
    assert (shown["defect"], shown["defect_tickets"]) == (f"D-{defect.id} 3 栋电梯门锁", 3)
    assert run(scene, defects.by_hand, wang, lifts[0], " 3栋 电梯门锁").word == "defect_already"
    assert run(scene, defects.by_hand, wang, lifts[0], "D-99").word == "defect_unknown"
    assert run(scene, defects.by_hand, wang, lifts[0], "off").word == "defect_left"
    assert run(scene, defects.by_hand, wang, lifts[0], f"d-{defect.id}").word == "defect_joined"
    assert len(scene.all(Defect)) == 1


def test_nothing_is_said_before_it_is_confirmed(scene: Scene, wang: int, lifts: list[int]) -> None:
    verdict = run(scene, bulk.tell_all, wang, lifts[0], "配件明天到")
    assert (verdict.word, verdict.more["count"]) == ("tell_confirm", 2)
    (asked,) = scene.notices("bulk")
    assert (asked.values["count"], asked.values["words"], asked.ticket_id) == (2, "配件明天到", lifts[0])
    assert carry_on(scene) == 0
    assert press(scene, wang, 1) == "bulk_dropped"
    assert carry_on(scene) == 0
    assert press(scene, wang, 0) == "bulk_answered"
    assert not scene.notices("answer")


def test_everybody_hears_it_once_in_the_notice_lane(scene: Scene, wang: int, lifts: list[int]) -> None:
    run(scene, bulk.tell_all, wang, lifts[0], "配件明天到\n// 厂家说的")
    assert press(scene, wang) == "bulk_begun"
    assert press(scene, wang) == "bulk_answered"
    carry_on(scene)
    said = scene.notices("answer")
    assert sorted(one.chat_id for one in said) == [LI, ANN]
    assert {(one.lane, one.values["text"], one.template) for one in said} == {
        (Lane.NOTICE, "配件明天到", "agent_says")
    }
    assert carry_on(scene) == 0
    first = scene.get(lifts[0])
    assert first.first_answered_at == scene.clock.now
    assert scene.history(lifts[0])[-1].move == Move.ANSWERED
    assert [one.text for one in scene.all(Message, ticket_id=lifts[0], author=Author.AGENT)] == ["配件明天到"]
    last = scene.notices("bulk_edit")[-1]
    assert (last.act, last.values["stage"], last.values["told"]) == (Act.EDIT, "over", 2)
    assert last.values["of"] == scene.notices("bulk")[0].id
    assert len([one for one in scene.notices("bulk_edit") if one.state == NoticeState.READY]) == 1


def killed_in_a_piece(scene: Scene) -> None:
    with scene.desk() as work:
        bulk.carry_on(work)
        raise RuntimeError("killed before its commit")


def test_a_kill_between_two_pieces_repeats_nothing(
    scene: Scene, wang: int, lifts: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "PIECE", 1)
    run(scene, bulk.tell_all, wang, lifts[0], "配件明天到")
    press(scene, wang)
    with scene.desk() as work:
        bulk.carry_on(work)
    with pytest.raises(RuntimeError):
        killed_in_a_piece(scene)
    assert len(scene.notices("answer")) == 1
    carry_on(scene)
    assert sorted(one.chat_id for one in scene.notices("answer")) == [LI, ANN]
    (row,) = scene.all(BulkReply)
    assert (row.told, row.last_ticket_id, row.due_at) == (2, lifts[-1], None)


@pytest.mark.parametrize("words", ["F-7 今晚八点恢复", "今晚八点恢复"])
def test_everybody_of_an_outage_with_and_without_a_ticket(scene: Scene, wang: int, words: str) -> None:
    ticket = scene.ticket("没电了")
    report = scene.write("no power here", chat=ANN)
    with scene.desk() as work:
        outage = Outage(
            number="F-7",
            kind=OutageKind.FAULT,
            supply=Supply.POWER,
            state=OutageState.STARTED,
            starts_at=work.now,
        )
        work.session.add(outage)
        work.session.flush()
        outage_tickets.mark(work, work.session.get_one(Ticket, ticket), outage)
        customers = {one.customer_id: one for one in work.session.exec(select(Message))}
        for customer_id, message in customers.items():
            if message.id == report:
                work.session.add(
                    SupplyReport(
                        customer_id=customer_id,
                        message_id=report,
                        outage_id=outage.id,
                        supply=Supply.POWER,
                        reported_at=work.now,
                    )
                )
    where = None if words.startswith("F-7") else ticket
    assert run(scene, bulk.tell_all, wang, where, words).more["count"] == 2
    press(scene, wang)
    carry_on(scene)
    said = {one.chat_id: (one.template, one.values["text"]) for one in scene.notices("answer")}
    assert said == {LI: ("agent_says", "今晚八点恢复"), ANN: ("outage_says", "今晚八点恢复")}


def test_where_nobody_is_there_to_be_told_it_says_so(scene: Scene, wang: int) -> None:
    ticket = scene.ticket("水龙头滴水")
    assert run(scene, bulk.tell_all, wang, ticket, "明天修").word == "tell_nobody"
    assert run(scene, bulk.tell_all, wang, None, "明天修").word == "tell_nobody"
    run(scene, defects.by_hand, wang, ticket, "水龙头")
    assert run(scene, bulk.tell_all, wang, ticket, "// 明天修").word == "tell_no_words"


@pytest.mark.parametrize("written", ["d-{}", "Ｄ－{}", "D-{}:", "D-{}\n", "D-{}，", "D–{} ", "D-{}。"])
def test_a_number_is_known_however_it_is_typed(
    scene: Scene, wang: int, lifts: list[int], written: str
) -> None:
    (defect,) = scene.all(Defect)
    words = f"{written.format(defect.id)} 配件明天到"
    assert run(scene, bulk.tell_all, wang, None, words).word == "tell_confirm"
    (asked,) = scene.notices("bulk")
    assert asked.values["words"] == "配件明天到"


@pytest.mark.parametrize(
    "words", ["D-99 the lift runs", "f-12 power is back", "D-99\n来电了", "CD-1: 好了", "D-1x 好了"]
)
def test_a_number_that_is_none_is_refused_in_a_defects_topic_too(
    scene: Scene, wang: int, lifts: list[int], words: str
) -> None:
    assert run(scene, bulk.tell_all, wang, lifts[0], words).word == "tell_unknown"
    assert not scene.notices("bulk")


def test_the_question_holds_for_a_quarter_of_an_hour(scene: Scene, wang: int, lifts: list[int]) -> None:
    run(scene, bulk.tell_all, wang, lifts[0], "配件明天到")
    scene.clock.forward(minutes=16)
    assert press(scene, wang) == "bulk_too_late"
    assert carry_on(scene) == 0
    assert scene.notices("bulk_edit")[-1].values["stage"] == "dropped"


def test_where_more_are_there_by_now_it_is_asked_anew(scene: Scene, wang: int, lifts: list[int]) -> None:
    run(scene, bulk.tell_all, wang, lifts[0], "配件明天到")
    another = scene.ticket("电梯门坏了", chat=5003)
    run(scene, defects.by_hand, wang, another, "3 栋电梯门锁")
    assert press(scene, wang) == "bulk_recounted"
    assert carry_on(scene) == 0
    anew = scene.notices("bulk_edit")[-1]
    assert (anew.values["stage"], anew.values["count"]) == ("asked", 3)
    assert press(scene, wang, asked=anew) == "bulk_begun"
    carry_on(scene)
    assert len(scene.notices("answer")) == 3


def test_the_same_words_asked_twice_are_said_once(scene: Scene, wang: int, lifts: list[int]) -> None:
    run(scene, bulk.tell_all, wang, lifts[0], "配件明天到")
    run(scene, bulk.tell_all, wang, lifts[1], "配件明天到")
    older, newer = scene.notices("bulk")
    assert press(scene, wang, asked=older) == "bulk_answered"
    assert press(scene, wang, asked=newer) == "bulk_begun"
    assert run(scene, bulk.tell_all, wang, lifts[0], "配件明天到").word == "bulk_said_already"
    carry_on(scene)
    assert len(scene.notices("answer")) == 2


def test_said_just_now_counts_from_the_yes(scene: Scene, wang: int, lifts: list[int]) -> None:
    run(scene, bulk.tell_all, wang, lifts[0], "配件明天到")
    scene.clock.forward(minutes=14)
    assert press(scene, wang) == "bulk_begun"
    scene.clock.forward(minutes=2)
    assert run(scene, bulk.tell_all, wang, lifts[0], "配件明天到").word == "bulk_said_already"
    scene.clock.forward(minutes=14)
    assert run(scene, bulk.tell_all, wang, lifts[0], "配件明天到").word == "tell_confirm"


def test_every_ticket_of_a_customer_is_answered_by_what_they_hear_once(
    scene: Scene, wang: int, lifts: list[int]
) -> None:
    run(scene, bulk.tell_all, wang, lifts[0], "配件明天到")
    press(scene, wang)
    carry_on(scene)
    assert len(scene.notices("answer", chat_id=LI)) == 1
    for one in lifts:
        assert scene.get(one).first_answered_at == scene.clock.now
        (first,) = scene.all(TicketClock, ticket_id=one, metric=Metric.FIRST_RESPONSE)
        assert first.stopped_at == scene.clock.now


def test_a_merged_ticket_and_the_one_it_goes_on_in_are_answered_once(
    scene: Scene, wang: int, lifts: list[int]
) -> None:
    run(scene, merging.by_hand, wang, lifts[2], str(lifts[0]))
    run(scene, bulk.tell_all, wang, lifts[0], "配件明天到")
    press(scene, wang)
    carry_on(scene)
    assert [one.move for one in scene.history(lifts[0])].count(Move.ANSWERED) == 1
    assert len(scene.notices("answer", chat_id=LI)) == 1


def test_a_defect_that_is_over_takes_no_more_tickets(scene: Scene, wang: int, lifts: list[int]) -> None:
    run(scene, bulk.resolve, wang, lifts[0], "all 门锁已换")
    press(scene, wang)
    carry_on(scene)
    (defect,) = scene.all(Defect)
    again = scene.ticket("电梯门夹人", chat=5003)
    verdict = run(scene, defects.by_hand, wang, again, f"D-{defect.id}")
    assert (verdict.word, verdict.name) == ("defect_over", f"D-{defect.id} 3 栋电梯门锁")
    assert scene.get(again).defect_id is None
    assert run(scene, bulk.tell_all, wang, None, f"D-{defect.id} 好了").word == "tell_nobody_left"


def test_two_processes_tell_everybody_once(scene: Scene, wang: int, lifts: list[int]) -> None:
    """The second one leaves the answer that the first one holds alone."""
    run(scene, bulk.tell_all, wang, lifts[0], "配件明天到")
    press(scene, wang)
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(carry_on, scene) for _ in range(2)]:
            done.result()
    carry_on(scene)
    assert sorted(one.chat_id for one in scene.notices("answer")) == [LI, ANN]
    (row,) = scene.all(BulkReply)
    assert (row.told, row.due_at) == (2, None)
