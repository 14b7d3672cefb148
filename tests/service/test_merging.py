"""Duplicates of one customer: merged, shown and answered in one place, and undone whole."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.desk.agent import Agent, Role
from bot.desk.customer import Customer
from bot.desk.handover import Handover
from bot.desk.labels import Category, Hazard, Kind
from bot.desk.notice import Act, Lane
from bot.desk.task import Task
from bot.desk.ticket import Move, State, Ticket
from bot.desk.ticket_clock import ClockState, Metric, Pause, TicketClock
from bot.service import (
    agents,
    clock_sweep,
    conversation,
    handing_over,
    leaves,
    merging,
    parts,
    snoozing,
    ticket_deeds,
    tickets,
    waking,
    watch,
)
from bot.service.verdict import Verdict
from tests.builders import ANN, LI, Scene, photo
from tests.service.colleagues import colleague, id_of, name_of
from tests.service.duplicates import clocks, owed, type_merge


@pytest.fixture
def wang(scene: Scene) -> int:
    return scene.agent("王强")


@pytest.fixture
def pair(scene: Scene, wang: int) -> tuple[int, int]:
    """The ticket that goes on, and the duplicate of it, an hour later."""
    first = scene.ticket("厨房漏水")
    scene.take(wang, first)
    scene.clock.forward(hours=1)
    second = scene.ticket("厨房天花板滴水", media=[photo(7)])
    scene.clock.forward(minutes=1)
    return first, second


def test_it_goes_on_in_the_other_and_its_words_are_shown_there(
    scene: Scene, wang: int, pair: tuple[int, int]
) -> None:
    first, second = pair
    assert type_merge(scene, wang, second, f"cd-{first}").word == "merged"
    found = scene.get(second)
    assert (found.state, found.merged_into_id) == (State.MERGED, first)
    last = [one for one in scene.history(second) if one.move == Move.MERGED][-1]
    assert (last.before, last.after) == ("open", f"CD-{first}")
    relays = [one for one in scene.notices("relay") if one.ticket_id == first]
    assert relays[-1].values["text"] == "厨房天花板滴水"
    assert [one.act for one in scene.notices("media", ticket_id=first)] == [Act.COPY]
    (told,) = scene.notices("merged_told")
    assert (told.chat_id, told.lane, told.values["into"]) == (LI, Lane.NOTICE, f"CD-{first}")
    assert scene.notices("topic_closed", ticket_id=second)
    assert all(one[2] == ClockState.DROPPED for one in clocks(scene, second))
    assert scene.notices("card_edit", ticket_id=first)[-1].values["merged"] == f"CD-{second}"
    assert scene.notices("card_edit", ticket_id=second)[-1].values["merged_into"] == f"CD-{first}"


def test_an_answer_that_was_owed_is_owed_there(scene: Scene, wang: int, pair: tuple[int, int]) -> None:
    first, second = pair
    scene.answer(wang, first, "我们马上来")
    type_merge(scene, wang, second, str(first))
    running = [one for one in clocks(scene, first) if one[5] is None]
    assert {str(one[0]) for one in running} == {"next_response", "resolution"}


def test_the_customers_later_words_go_there(scene: Scene, wang: int, pair: tuple[int, int]) -> None:
    first, second = pair
    scene.answer(wang, second, "请问是哪个房间")
    scene.deliver()
    (said,) = scene.notices("answer")
    type_merge(scene, wang, second, str(first))
    outcome = scene.matter("是厨房", kind=Kind.INQUIRY, reply_to=said.message_id)
    assert outcome.ticket is not None
    assert (outcome.what, outcome.ticket.id) == ("joined", first)
    with scene.desk() as work:
        tickets.set_urgent(work, LI, second, Hazard.FLOODING)
    assert scene.get(first).urgent
    assert not scene.get(second).urgent


def test_what_the_customer_changes_of_their_words_is_shown_there(
    scene: Scene, wang: int, pair: tuple[int, int]
) -> None:
    first, second = pair
    source = scene.message(scene.get(second).source_message_id or 0)
    type_merge(scene, wang, second, str(first))
    with scene.desk() as work:
        conversation.edit(work, LI, source.message_id, "厨房天花板滴水，是主卧", scene.clock.now)
    assert [one.ticket_id for one in scene.notices("relay_edit")] == [first]


def test_a_talk_that_went_along_is_given_back_by_its_old_button(scene: Scene, wang: int) -> None:
    first = scene.ticket("厨房漏水")
    scene.clock.forward(hours=1)
    talked = scene.ask_for_person()
    type_merge(scene, wang, talked, str(first))
    assert scene.press(wang, "hand_back", talked).word == "handed_back"
    assert not scene.open_handovers()


def test_what_an_agent_writes_in_the_merged_topic_reaches_nobody(
    scene: Scene, wang: int, pair: tuple[int, int]
) -> None:
    first, second = pair
    type_merge(scene, wang, second, str(first))
    verdict = scene.answer(wang, second, "您好")
    assert verdict is not None
    assert (verdict.word, verdict.number) == ("said_in_merged", f"CD-{first}")
    assert not scene.notices("answer")
    assert scene.answer(wang, second, "// 备注") is None


@pytest.mark.parametrize("button", ["below the words", "on the closed ticket's card"])
def test_undone_whole(scene: Scene, wang: int, pair: tuple[int, int], button: str) -> None:
    first, second = pair
    before = clocks(scene, second)
    type_merge(scene, wang, second, str(first))
    scene.clock.forward(minutes=5)
    (there,) = scene.notices("merged_here")
    shown = there if button == "below the words" else scene.notices("card_edit", ticket_id=second)[-1]
    (payload,) = scene.payloads(shown)
    with scene.desk() as work:
        assert ticket_deeds.press(work, wang, payload).word == "unmerged"
    found = scene.get(second)
    assert (found.state, found.merged_into_id) == (State.OPEN, None)
    assert clocks(scene, second) == before
    assert scene.history(second)[-1].move == Move.UNMERGED
    assert [one.act for one in scene.notices("topic_reopened", ticket_id=second)] == [Act.REOPEN]
    assert len(scene.notices("unmerged_told")) == 1
    with scene.desk() as work:
        assert ticket_deeds.press(work, wang, payload).word == "unmerge_unknown"
    assert type_merge(scene, wang, second, str(first)).word == "merged", "and merged again"
    assert len(scene.notices("topic_closed", ticket_id=second)) == 2


def test_what_was_due_meanwhile_is_late_at_its_true_moment(
    scene: Scene, wang: int, pair: tuple[int, int]
) -> None:
    first, second = pair
    due = {one.due_at for one in scene.all(TicketClock, ticket_id=second)}
    type_merge(scene, wang, second, str(first))
    scene.clock.forward(days=10)
    assert type_merge(scene, wang, first, f"CD-{second}", undo=True).word == "unmerged"
    with scene.desk() as work:
        clock_sweep.sweep(work)
    assert {one.breached_at for one in scene.all(TicketClock, ticket_id=second)} == due


@pytest.mark.parametrize("answered", [True, False])
def test_each_keeps_but_its_own_clocks(
    scene: Scene, wang: int, pair: tuple[int, int], answered: bool
) -> None:
    first, second = pair
    if answered:
        scene.answer(wang, first, "我们马上来")
    before = owed(scene, first), owed(scene, second)
    type_merge(scene, wang, second, str(first))
    scene.clock.forward(minutes=1)
    assert type_merge(scene, wang, second, "", undo=True).word == "unmerged"
    assert (owed(scene, first), owed(scene, second)) == before


def test_an_earlier_word_leaves_the_other_its_own_start(
    scene: Scene, wang: int, pair: tuple[int, int]
) -> None:
    first, second = pair
    before = owed(scene, second)
    with scene.desk() as work:
        agent = work.session.exec(select(Agent).where(Agent.user_id == wang)).one()
        one, other = work.session.get_one(Ticket, first), work.session.get_one(Ticket, second)
        merging.merge(work, agent, one, other)
    assert owed(scene, second) != before
    type_merge(scene, wang, first, "", undo=True)
    assert owed(scene, second) == before


def test_what_the_customer_said_there_meanwhile_is_still_owed(
    scene: Scene, wang: int, pair: tuple[int, int]
) -> None:
    first, second = pair
    scene.answer(wang, first, "我们马上来")
    scene.deliver()
    (said,) = scene.notices("answer")
    type_merge(scene, wang, second, str(first))
    scene.clock.forward(minutes=3)
    scene.matter("还没有人来", kind=Kind.INQUIRY, reply_to=said.message_id)
    type_merge(scene, wang, second, "", undo=True)
    (word,) = [
        one
        for one in scene.all(TicketClock, ticket_id=first, stopped_at=None)
        if one.number == 1 and one.metric == Metric.NEXT_RESPONSE
    ]
    assert word.started_at == scene.clock.now


def test_waiting_snooze_and_parts_come_back_as_they_were(
    scene: Scene, wang: int, pair: tuple[int, int]
) -> None:
    first, second = pair
    scene.take(wang, second)
    scene.answer(wang, second, "请问是哪个房间")
    with scene.desk() as work:
        agent = work.session.exec(select(Agent).where(Agent.user_id == wang)).one()
        ticket = work.session.get_one(Ticket, second)
        assert parts.give_named(work, agent, ticket, "design look").word == "part_given"
        assert snoozing.by_hand(work, agent, ticket, "in 2 days waiting for the part").word == "snoozed"
        assert watch.wait_for_customer(work, ticket, agent.id or 0)
    (waited,) = scene.all(Pause)
    until = scene.get(second).snoozed_until
    type_merge(scene, wang, second, str(first))
    scene.clock.forward(hours=5)
    assert type_merge(scene, wang, second, "", undo=True).word == "unmerged"
    (pause,) = scene.all(Pause)
    assert (pause.from_at, pause.until_at) == (waited.from_at, None)
    assert scene.get(second).snoozed_until == until
    assert [one.done_at for one in scene.all(Task)] == [None]
    type_merge(scene, wang, second, str(first))
    scene.clock.forward(days=3)
    assert scene.planned(waking.wake) == []
    type_merge(scene, wang, second, "", undo=True)
    assert scene.planned(waking.wake) == [1]
    assert scene.notices("told", ticket_id=second)[-1].template == "told_woken_over"


def test_a_ticket_that_is_put_off_is_woken_by_what_goes_on_in_it(
    scene: Scene, wang: int, pair: tuple[int, int]
) -> None:
    first, second = pair
    with scene.desk() as work:
        agent = work.session.exec(select(Agent).where(Agent.user_id == wang)).one()
        snoozing.by_hand(work, agent, work.session.get_one(Ticket, first), "in 2 days waiting for the part")
    type_merge(scene, wang, second, str(first))
    assert scene.get(first).snoozed_until is None
    assert "told_woken_merged" in {one.template for one in scene.notices("told", ticket_id=first)}


@pytest.mark.parametrize("end", ["resolved", "withdrawn"])
def test_what_ended_with_the_other_is_not_revived(
    scene: Scene, wang: int, pair: tuple[int, int], end: str
) -> None:
    first, second = pair
    type_merge(scene, wang, second, str(first))
    if end == "resolved":
        scene.resolve(wang, first)
    else:
        with scene.desk() as work:
            tickets.withdraw(work, LI, first)
    scene.clock.forward(days=20)
    verdict = type_merge(scene, wang, second, "", undo=True)
    assert (verdict.word, verdict.number) == (f"unmerge_{end}", f"CD-{first}")
    assert scene.get(second).state == State.MERGED
    with scene.desk() as work:
        clock_sweep.sweep(work)
    assert not [one for one in scene.all(TicketClock, ticket_id=second) if one.breached_at]


def test_of_an_erased_customer_nothing_is_undone(scene: Scene, wang: int, pair: tuple[int, int]) -> None:
    first, second = pair
    type_merge(scene, wang, second, str(first))
    with scene.desk() as work:
        work.session.get_one(Customer, work.session.get_one(Ticket, second).customer_id).chat_id = -7
    assert type_merge(scene, wang, second, "", undo=True).word == "unmerge_erased"


def test_whoever_decides_or_merged_may_undo(scene: Scene, wang: int, pair: tuple[int, int]) -> None:
    first, second = pair
    zhao, lead, other = scene.agent("赵敏"), scene.agent("钱", Role.LEAD), scene.agent("孙")
    type_merge(scene, zhao, second, str(first))
    verdict = type_merge(scene, other, second, "", undo=True)
    assert (verdict.word, verdict.name) == ("not_yours", "王强")
    for one in (zhao, lead, wang):
        assert type_merge(scene, one, second, "", undo=True).word == "unmerged"
        assert type_merge(scene, zhao, second, str(first)).word == "merged"


@pytest.mark.parametrize("gone", ["on_leave", "left"])
def test_of_an_owner_who_is_gone_by_then_somebody_there_gets_it(scene: Scene, gone: str) -> None:
    wang, zhao = colleague(scene, "王强"), colleague(scene, "赵敏")
    first = scene.ticket("厨房漏水")
    scene.clock.forward(hours=1)
    second = scene.ticket("厨房天花板滴水")
    for user, ticket in ((zhao, first), (wang, second)):
        scene.take(user, ticket)
    type_merge(scene, wang, second, str(first))
    number = id_of(scene, wang)
    with scene.desk() as work:
        if gone == "left":
            agents.dismiss(work, wang)
        else:
            today = work.now.astimezone(work.policy.zone).date()
            leaves.give(work, work.session.get_one(Agent, number), today, today)
    scene.planned(handing_over.of_who_left)
    scene.planned(leaves.hand_over)
    assert type_merge(scene, zhao, second, "", undo=True).word == "unmerged"
    assert name_of(scene, scene.get(second).owner_id) == "赵敏"
    (told,) = [one for one in scene.all_notices(second) if one.template == "told_assigned"]
    assert (told.values["to"], told.values["former"], told.values["reason"]) == ("赵敏", "王强", gone)


def test_a_talk_with_a_person_goes_along_and_back(scene: Scene, wang: int) -> None:
    first = scene.ticket("厨房漏水")
    scene.clock.forward(hours=1)
    second = scene.ask_for_person()
    type_merge(scene, wang, second, str(first))
    (talk,) = scene.all(Handover)
    assert talk.ticket_id == first
    type_merge(scene, wang, second, "", undo=True)
    (talk,) = scene.all(Handover)
    assert talk.ticket_id == second


@pytest.mark.parametrize("words", ["", "CD-999", "厨房", "CD-99999999999"])
def test_a_number_that_is_none(scene: Scene, wang: int, pair: tuple[int, int], words: str) -> None:
    assert type_merge(scene, wang, pair[1], words).word == "merge_unknown"


def test_what_cannot_be_merged(scene: Scene, wang: int, pair: tuple[int, int]) -> None:
    first, second = pair
    assert type_merge(scene, wang, second, str(second)).word == "merge_itself"
    anns = scene.ticket("厨房漏水", chat=ANN)
    assert type_merge(scene, wang, second, str(anns)).word == "merge_other_customer"
    assert type_merge(scene, scene.agent("赵敏"), first, str(second)).word == "not_yours"
    urgent = scene.ticket("闻到煤气味", hazard=Hazard.GAS)
    assert type_merge(scene, wang, urgent, str(first)).word == "merge_the_other_way"
    scene.resolve(wang, first)
    assert type_merge(scene, wang, second, str(first)) == Verdict("merge_resolved", number=f"CD-{first}")
    assert type_merge(scene, wang, first, str(second)).word == "is_resolved"
    assert scene.get(second).state == State.OPEN


def test_by_button_among_the_customers_other_tickets(scene: Scene, wang: int, pair: tuple[int, int]) -> None:
    first, second = pair
    scene.press(wang, "more", second)
    scene.press(wang, "merge", second)
    offered = [one for one in scene.payloads(scene.notices("card_edit")[-1]) if one["do"] == "merge_into"]
    assert offered == [{"do": "merge_into", "ticket": first, "from": second, "into": first}]
    with scene.desk() as work:
        assert ticket_deeds.press(work, wang, offered[0]).word == "merged"


def test_a_chain_goes_on_at_its_end(scene: Scene, wang: int, pair: tuple[int, int]) -> None:
    first, second = pair
    scene.clock.forward(hours=1)
    third = scene.ticket("水一直滴", category=Category.SERVICE)
    type_merge(scene, wang, second, str(first))
    type_merge(scene, wang, first, str(third))
    scene.deliver()
    (told,) = scene.notices("merged_told", ticket_id=first)
    outcome = scene.matter("还在滴", kind=Kind.INQUIRY, reply_to=told.message_id)
    assert outcome.ticket is not None
    assert outcome.ticket.id == third
    assert scene.notices("card_edit", ticket_id=third)[-1].values["merged"] == f"CD-{first}, CD-{second}"
    assert scene.clock.now - scene.get(third).filed_at < timedelta(minutes=1)
