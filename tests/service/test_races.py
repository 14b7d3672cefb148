"""Two at once: whoever comes second sees what the first one did, on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

import pytest
from sqlmodel import select

from bot.desk.agent import Agent, Role, Transfer
from bot.desk.customer import Customer
from bot.desk.handover import Handover
from bot.desk.labels import Category, Kind
from bot.desk.notice import NoticeState
from bot.desk.promise import Promise
from bot.desk.rating import Rating
from bot.desk.task import Task
from bot.desk.ticket import Move, State, Ticket
from bot.service import (
    agents,
    conversation,
    deeds,
    handover,
    history,
    intake,
    merging,
    parts,
    post,
    promises,
    ratings,
    suggestions,
    ticket_deeds,
    tickets,
    transfers,
)
from bot.service.intake import Reading
from bot.service.work import Work
from tests.builders import LI, Scene, ticket_of

Deed = Callable[[Work], Any]


def at_once(scene: Scene, first: Deed, second: Deed) -> tuple[Any, Any]:
    """Does both, the second one while the first one is not committed yet."""

    def later() -> Any:
        with scene.desk() as work:
            return second(work)

    with ThreadPoolExecutor(1) as thread:
        with scene.desk() as work:
            one = first(work)
            work.session.flush()
            other = thread.submit(later)
            wait([other], timeout=0.15)  # long enough to get past a lock that is not there
        return one, other.result()


def press(user: int, do: str, ticket: int, **more: Any) -> Deed:
    return lambda work: ticket_deeds.press(work, user, {"do": do, "ticket": ticket} | more)


def test_one_of_two_takers_wins(scene: Scene) -> None:
    ticket, wang, zhao = scene.ticket(), scene.agent("王强"), scene.agent("赵敏")
    won, lost = at_once(scene, press(wang, "take", ticket), press(zhao, "take", ticket))
    assert (won.word, lost.word, lost.name) == ("taken", "taken_by", "王强")
    assert [one.move for one in scene.history(ticket)].count(Move.TAKEN) == 1


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_taker_who_looked_earlier_sees_who_won(scene: Scene) -> None:
    ticket, wang, zhao = scene.ticket(), scene.agent("王强"), scene.agent("赵敏")
    with scene.desk() as work:
        seen = work.session.get_one(Ticket, ticket)
        agent = work.session.exec(select(Agent).where(Agent.user_id == zhao)).one()
        scene.take(wang, ticket)
        assert agents.take(work, agent, seen).word == "taken_by"


def test_a_message_said_to_the_dialogue_twice_is_filed_once(scene: Scene) -> None:
    message = scene.write("漏水")
    reading = Reading(Kind.COMPLAINT, Category.QUALITY, 0.9)

    def file(work: Work) -> intake.Outcome:
        return intake.file_matter(work, message, reading)

    first, second = at_once(scene, file, file)
    assert ticket_of(first) == ticket_of(second)
    assert len(scene.all(Ticket)) == 1


def test_a_person_is_called_once(scene: Scene) -> None:
    message = scene.write("转人工")

    def begin(work: Work) -> Any:
        return handover.begin(work, LI, message)

    first, second = at_once(scene, begin, begin)
    assert first.id == second.id
    assert len(scene.all(Handover)) == len(scene.all(Ticket)) == 1


@pytest.mark.parametrize("staff_first", [True, False])
def test_a_ticket_is_resolved_or_withdrawn_not_both(scene: Scene, staff_first: bool) -> None:
    ticket, wang = scene.ticket(), scene.agent()
    resolve = press(wang, "resolve_as", ticket, reason="fixed")

    def withdraw(work: Work) -> Any:
        return tickets.withdraw(work, LI, ticket)

    if staff_first:
        verdict, (word, _) = at_once(scene, resolve, withdraw)
        assert (verdict.word, word, scene.get(ticket).state) == ("resolved", "closed", State.RESOLVED)
    else:
        (word, _), verdict = at_once(scene, withdraw, resolve)
        assert (verdict.word, word, scene.get(ticket).state) == ("is_withdrawn", "withdrawn", State.WITHDRAWN)
    assert len(scene.notices("topic_closed")) == 1


def test_a_low_mark_and_the_button_reopen_once(scene: Scene) -> None:
    ticket = scene.resolved()
    at_once(
        scene,
        lambda work: ratings.rate(work, LI, ticket, 1, 1),
        lambda work: intake.reopen_theirs(work, LI, ticket, None),
    )
    assert scene.get(ticket).round == 2
    assert [one.move for one in scene.history(ticket)].count(Move.REOPENED) == 1


def test_a_mark_pressed_twice_is_one_mark(scene: Scene) -> None:
    ticket = scene.resolved()

    def rate(work: Work) -> Any:
        return ratings.rate(work, LI, ticket, 1, 5)

    at_once(scene, rate, rate)
    assert len(scene.all(Rating)) == len(scene.notices("told", template="told_rated")) == 1


def test_a_talk_ends_once_though_an_agent_and_silence_end_it(scene: Scene) -> None:
    ticket, wang = scene.ask_for_person(), scene.agent()
    scene.clock.forward(hours=1)
    at_once(scene, press(wang, "hand_back", ticket), handover.end_silent)
    assert len(scene.notices("handed_back")) == 1
    assert [one.ended_by for one in scene.all(Handover)] == ["agent"]


def test_silence_does_not_end_a_talk_in_which_somebody_just_spoke(scene: Scene) -> None:
    scene.ask_for_person()
    heard = scene.heard("还在吗", written_at=scene.clock.now)
    scene.clock.forward(hours=1)
    at_once(scene, lambda work: conversation.record(work, heard), handover.end_silent)
    assert len(scene.open_handovers()) == 1


def test_words_said_while_the_talk_ends_are_for_the_bot(scene: Scene) -> None:
    ticket, wang = scene.ask_for_person(), scene.agent()
    heard = scene.heard("还有一件事")
    _, recorded = at_once(
        scene, press(wang, "hand_back", ticket), lambda work: conversation.record(work, heard)
    )
    assert not recorded.with_staff
    assert scene.message(recorded.message).ticket_id is None


def test_an_offer_is_answered_once(scene: Scene) -> None:
    ticket, wang, zhao = scene.ticket(), scene.agent("王强"), scene.agent("赵敏", Role.LEAD)
    scene.take(wang, ticket)
    (receiver,) = scene.all(Agent, user_id=zhao)
    scene.press(wang, "offer_to", ticket, to=receiver.id)
    accept, decline = scene.payloads(scene.notices("offer")[0])
    first, second = at_once(
        scene,
        lambda work: ticket_deeds.press(work, zhao, decline),
        lambda work: ticket_deeds.press(work, zhao, accept),
    )
    assert (first.word, second.word) == ("declined", "answered_already")


def typed(run: Callable[..., Any], user: int, ticket: int, *words: str) -> Deed:
    """A command in the ticket's topic, which is read before it is held."""

    def deed(work: Work) -> Any:
        agent = work.session.exec(select(Agent).where(Agent.user_id == user)).one()
        return run(work, agent, work.session.get_one(Ticket, ticket), *words)

    return deed


def test_of_two_who_hand_it_on_by_command_the_last_one_counts(scene: Scene) -> None:
    ticket, wang, lin = scene.ticket(), scene.agent("王强"), scene.agent("林组长", Role.LEAD)
    scene.take(wang, ticket)
    for one in ("赵敏", "周工"):
        scene.agent(one)
    give = transfers.offer_named
    at_once(scene, typed(give, wang, ticket, "赵敏"), typed(give, lin, ticket, "周工"))
    assert [one.due_at is None for one in scene.all(Transfer)] == [True, False]
    assert scene.notices("card_edit")[-1].values["offered"] == "周工"


def test_a_suggestion_is_decided_once(scene: Scene) -> None:
    ticket, wang, lin = (
        scene.ticket(kind=Kind.SUGGESTION),
        scene.agent("王强"),
        scene.agent("林组长", Role.LEAD),
    )
    scene.resolve(wang, ticket, "explained")
    decide = suggestions.decide
    first, second = at_once(
        scene,
        typed(decide, wang, ticket, "adopt", "下个月装"),
        typed(decide, lin, ticket, "not_adopt", "不能装"),
    )
    assert (first.word, second.word) == ("suggestion_adopted", "suggestion_adopted_already")
    assert scene.notices("suggestion_not_adopted") == []


def test_a_part_of_a_merged_ticket_waits_for_where_it_goes_on(scene: Scene) -> None:
    first, second = scene.ticket(), scene.ticket("图纸不对", category=Category.DESIGN)
    wang, zhou = scene.agent("王强"), scene.agent("周工")
    with scene.desk() as work:
        agent = work.session.exec(select(Agent).where(Agent.user_id == wang)).one()
        one, other = history.held(work, first), history.held(work, second)
        parts.give(work, agent, other, Category.DESIGN, "look")
        merging.merge(work, agent, other, one)
    (task,) = scene.all(Task)
    done = {"do": "task", "task": task.id, "outcome": "done"}
    at_once(scene, press(wang, "take", first), lambda work: deeds.press(work, zhou, done))
    card = scene.notices("card_edit", ticket_id=first)[-1]
    assert (card.values["owner"], card.values["parts"]) == ("王强", [])


def test_a_promise_of_a_merged_ticket_waits_for_where_it_goes_on(scene: Scene) -> None:
    first, second = scene.ticket(), scene.ticket("图纸不对", category=Category.DESIGN)
    wang, zhou = scene.agent("王强"), scene.agent("周工")
    with scene.desk() as work:
        agent = work.session.exec(select(Agent).where(Agent.user_id == zhou)).one()
        one, other = history.held(work, first), history.held(work, second)
        assert promises.by_hand(work, agent, other, "明天下午三点上门").word == "promise_made"
        merging.merge(work, agent, other, one)
    (promise,) = scene.all(Promise)
    at_once(scene, press(wang, "take", first), press(zhou, "promise_kept", second, promise=promise.id))
    card = scene.notices("card_edit", ticket_id=first)[-1]
    assert (card.values["owner"], card.values["promises"]) == ("王强", [])


def test_two_changes_at_once_leave_one_card_with_both(scene: Scene) -> None:
    ticket, wang, zhao = scene.ticket(), scene.agent("王强"), scene.agent("赵敏")
    at_once(
        scene,
        press(wang, "set_kind", ticket, to="praise"),
        press(zhao, "set_category", ticket, to="service"),
    )
    (edit,) = scene.notices("card_edit", state=NoticeState.READY)
    assert (edit.values["kind"], edit.values["category"]) == ("praise", "service")
    assert len(scene.corrections()) == 2


def test_the_same_notice_from_two_is_one(scene: Scene) -> None:
    scene.write("你好")

    def say(work: Work) -> bool:
        customer = work.session.exec(select(Customer)).one()
        return post.to_customer(work, customer, "x", "greeting", text="一")

    assert at_once(scene, say, say) == (True, False)


def test_the_truth_about_delays_is_told_once(scene: Scene) -> None:
    scene.write("你好")

    def tell(work: Work) -> None:
        conversation.tell_delayed(work, LI)

    at_once(scene, tell, tell)
    assert len(scene.notices("delayed")) == len(scene.notices("dialogue_away")) == 1
