"""Suggestions: received, considered, adopted or not; told once each, with points once, and never forgotten."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.desk.agent import Agent, Role
from bot.desk.customer import Customer
from bot.desk.escalation import Escalation, Rung
from bot.desk.labels import Category, Kind
from bot.desk.suggestion import Points, Suggestion, SuggestionState
from bot.desk.ticket import Move, State, Ticket
from bot.desk.ticket_clock import ClockState, Metric, TicketClock
from bot.desk.transcript import Author
from bot.desk.working import add
from bot.service import changes, erasing, history, kept, merging, points, privacy, still_late, suggestions
from bot.service.verdict import Verdict
from bot.service.view import view
from tests.builders import LI, Scene
from tests.databases import STAFF_CHAT

WORDS = "下个月在大门口装伞架"


def suggestion(scene: Scene, text: str = "门口装个伞架吧", **more: Any) -> int:
    return scene.ticket(text, kind=Kind.SUGGESTION, category=Category.DESIGN, **more)


def row(scene: Scene, ticket: int) -> Suggestion | None:
    with scene.desk() as work:
        return work.session.get(Suggestion, ticket)


def state(scene: Scene, ticket: int) -> SuggestionState:
    found = row(scene, ticket)
    assert found is not None
    return found.state


def decide(scene: Scene, user: int, ticket: int, do: str = "adopt", words: str = WORDS) -> Verdict:
    with scene.desk() as work:
        agent = work.session.exec(select(Agent).where(Agent.user_id == user)).one()
        return suggestions.decide(work, agent, work.session.get_one(Ticket, ticket), do, words)


def given_points(scene: Scene) -> list[int]:
    with scene.desk() as work:
        return [one.points for one in points.given_to(work, LI)]


def relabel(scene: Scene, ticket: int, kind: Kind) -> None:
    with scene.desk() as work:
        changes.correct(work, work.session.get_one(Ticket, ticket), Author.AGENT, kind=kind)


def test_a_suggestion_is_received_when_it_is_filed_and_nothing_else_is(scene: Scene) -> None:
    ticket, complaint = suggestion(scene), scene.ticket()
    assert state(scene, ticket) == SuggestionState.RECEIVED
    assert row(scene, complaint) is None
    (card,) = scene.notices("card", ticket_id=ticket)
    deeds = [one["do"] for one in scene.payloads(card)]
    assert [one for one in deeds if one in ("consider", "adopt", "not_adopt")] == [
        "consider",
        "adopt",
        "not_adopt",
    ]
    (other,) = scene.notices("card", ticket_id=complaint)
    assert "adopt" not in [one["do"] for one in scene.payloads(other)]


def test_considering_it_takes_it_answers_the_customer_once_and_shows_on_the_card(scene: Scene) -> None:
    ticket, wang = suggestion(scene), scene.agent()
    assert scene.press(wang, "consider", ticket).word == "suggestion_considered"
    assert scene.press(wang, "consider", ticket).word == "suggestion_considered_already"
    found = scene.get(ticket)
    assert (found.state, found.first_answered_at) == (State.TAKEN, scene.clock.now)
    (clock,) = scene.all(TicketClock, ticket_id=ticket, metric=Metric.FIRST_RESPONSE)
    assert (clock.state, clock.stopped_at) == (ClockState.MET, scene.clock.now)
    (told,) = scene.notices("suggestion_considered")
    assert (told.chat_id, told.ticket_id, told.values["number"]) == (LI, ticket, f"CD-{ticket}")
    assert [one.move for one in scene.history(ticket)][-1] == Move.CONSIDERED
    assert scene.notices("card_edit")[-1].values["suggestion"] == "considered"


def test_an_adopted_one_is_resolved_told_with_words_and_brings_points_once(scene: Scene) -> None:
    ticket, wang = suggestion(scene), scene.agent()
    assert decide(scene, wang, ticket).word == "suggestion_adopted"
    assert decide(scene, wang, ticket).word == "suggestion_adopted_already"
    found = scene.get(ticket)
    assert (found.state, found.resolution) == (State.RESOLVED, WORDS)
    (told,) = scene.notices("suggestion_adopted")
    assert (told.values["words"], told.values["points"]) == (WORDS, 100)
    assert [one["say"].split("{")[0] for one in scene.payloads(told)] == ["/rate"] * 5
    assert scene.notices("resolved") == []
    assert given_points(scene) == [100]
    assert Move.ADOPTED in [one.move for one in scene.history(ticket)]


def test_one_that_is_not_adopted_is_told_why_and_brings_nothing(scene: Scene) -> None:
    ticket, wang = suggestion(scene), scene.agent()
    assert decide(scene, wang, ticket, "not_adopt", "消防规定不能放").word == "suggestion_not_adopted"
    (told,) = scene.notices("suggestion_not_adopted")
    assert told.values["words"] == "消防规定不能放"
    assert given_points(scene) == []
    assert decide(scene, wang, ticket).word == "suggestion_not_adopted_already"


@pytest.mark.parametrize("words", ["", "  ", "// 只给自己看"])
def test_nothing_is_decided_without_words_for_the_customer(scene: Scene, words: str) -> None:
    ticket, wang = suggestion(scene), scene.agent()
    assert decide(scene, wang, ticket, words=words).word == "suggestion_needs_words"
    assert state(scene, ticket) == SuggestionState.RECEIVED


def test_a_button_asks_for_the_reason_and_the_reply_is_it(scene: Scene) -> None:
    ticket, wang = suggestion(scene), scene.agent()
    assert scene.press(wang, "adopt", ticket).word == "suggestion_needs_words"
    scene.deliver()
    (asked,) = scene.notices("suggestion_ask")
    with scene.desk() as work:
        agent = work.session.exec(select(Agent).where(Agent.user_id == wang)).one()
        held = work.session.get_one(Ticket, ticket)
        assert suggestions.said(work, agent, held, STAFF_CHAT, asked.message_id, "// 想想") is None
        assert suggestions.said(work, agent, held, STAFF_CHAT, 1, WORDS) is None
        verdict = suggestions.said(work, agent, held, STAFF_CHAT, asked.message_id, WORDS)
    assert verdict == Verdict("suggestion_adopted", number=f"CD-{ticket}")
    assert state(scene, ticket) == SuggestionState.ADOPTED


def test_only_a_suggestion_is_adopted(scene: Scene) -> None:
    ticket, wang = scene.ticket(), scene.agent()
    assert scene.press(wang, "adopt", ticket).word == "suggestion_none"
    assert decide(scene, wang, ticket).word == "suggestion_none"
    assert scene.press(wang, "consider", ticket).word == "suggestion_none"


@pytest.mark.parametrize("words", ["", "消防不允许"])
def test_what_was_a_suggestion_once_is_none_any_more(scene: Scene, words: str) -> None:
    """Undecided, or decided already: as a complaint it brings no points."""
    ticket, wang = suggestion(scene), scene.agent()
    if words:
        assert decide(scene, wang, ticket, "not_adopt", words).word == "suggestion_not_adopted"
        with scene.desk() as work:
            changes.reopen(work, work.session.get_one(Ticket, ticket), Author.CUSTOMER, "not solved")
    relabel(scene, ticket, Kind.COMPLAINT)
    verdict = decide(scene, wang, ticket)
    assert (verdict.word, verdict.more) == ("suggestion_none", {"kind": Kind.COMPLAINT})
    assert given_points(scene) == []
    assert scene.press(wang, "adopt", ticket).word == "suggestion_none"


def test_somebody_elses_is_decided_by_a_lead(scene: Scene) -> None:
    ticket, wang, zhao = suggestion(scene), scene.agent("王强"), scene.agent("赵敏")
    scene.take(wang, ticket)
    assert decide(scene, zhao, ticket).word == "not_yours"
    assert decide(scene, scene.agent("李雷", Role.LEAD), ticket).word == "suggestion_adopted"


def test_one_that_was_resolved_otherwise_can_still_be_decided_and_is_told_then(scene: Scene) -> None:
    ticket, wang = suggestion(scene), scene.agent()
    scene.resolve(wang, ticket, "words", "已转设计部")
    assert state(scene, ticket) == SuggestionState.RECEIVED
    with scene.desk() as work:
        assert suggestions.climb(work) == 0
    assert decide(scene, wang, ticket).word == "suggestion_adopted"
    assert len(scene.notices("suggestion_adopted")) == 1
    assert given_points(scene) == [100]


def test_what_is_corrected_begins_or_ends_its_life(scene: Scene) -> None:
    ticket, other = suggestion(scene), scene.ticket("灯坏了", chat=5009)
    relabel(scene, ticket, Kind.COMPLAINT)
    relabel(scene, other, Kind.SUGGESTION)
    assert row(scene, ticket) is None
    assert state(scene, other) == SuggestionState.RECEIVED


def climbing_at(scene: Scene, ticket: int, step: int = 0) -> Any:
    with scene.desk() as work:
        found = work.session.get_one(Ticket, ticket)
        calendar = work.policy.calendar(work.policy.departments.of(found.category).calendar)
        waits = work.policy.suggestions.consider_within + work.policy.ladder.steps[step].after
        return add(calendar, found.filed_at, waits)


def climbed(scene: Scene, ticket: int) -> list[Escalation]:
    return [one for one in scene.all(Escalation) if one.subject.startswith(f"suggestion:{ticket}:")]


def climb(scene: Scene) -> None:
    with scene.desk() as work:
        suggestions.climb(work)


def test_one_that_nobody_considers_climbs_at_its_true_moments_each_step_once(scene: Scene) -> None:
    ticket = suggestion(scene)
    scene.clock.now = climbing_at(scene, ticket) - timedelta(seconds=1)
    with scene.desk() as work:
        assert suggestions.climb(work) == 0
    scene.clock.now = climbing_at(scene, ticket, 1) + timedelta(hours=1)
    for times in (1, 0):
        with scene.desk() as work:
            assert suggestions.climb(work) == times
    rows = climbed(scene, ticket)
    assert [(one.step, one.rung) for one in rows] == [(1, Rung.OWNER), (2, Rung.SHIFT_LEAD)]
    assert [one.fired_at for one in rows] == [climbing_at(scene, ticket), climbing_at(scene, ticket, 1)]


def test_what_was_considered_climbs_no_more_and_nobody_is_called_about_it(scene: Scene) -> None:
    ticket = suggestion(scene)
    scene.clock.now = climbing_at(scene, ticket) + timedelta(minutes=1)
    scene.press(scene.agent(), "consider", ticket)
    rows = climbed(scene, ticket)
    assert len(rows) == 1  # it was late when somebody came, and that is written down
    with scene.desk() as work:
        assert still_late.still_late(work, rows) == set()
    scene.clock.forward(days=30)
    with scene.desk() as work:
        assert suggestions.climb(work) == 0


def test_opened_again_it_climbs_again(scene: Scene) -> None:
    ticket, wang = suggestion(scene), scene.agent()
    scene.clock.now = climbing_at(scene, ticket) + timedelta(minutes=1)
    climb(scene)
    scene.resolve(wang, ticket, "explained")
    scene.clock.forward(days=3)
    climb(scene)  # its next step passed while it was resolved
    assert len(climbed(scene, ticket)) == 1
    with scene.desk() as work:
        changes.reopen(work, history.held(work, ticket), Author.CUSTOMER, "not solved")
    climb(scene)
    assert len(climbed(scene, ticket)) == 1, "it is received anew"
    scene.clock.forward(days=14)
    climb(scene)
    assert [one.step for one in climbed(scene, ticket)][:3] == [1, 1, 2]
    rows = climbed(scene, ticket)
    with scene.desk() as work:
        assert still_late.still_late(work, rows) == {one.id for one in rows}


def test_taken_for_a_complaint_for_a_while_it_climbs_again(scene: Scene) -> None:
    ticket = suggestion(scene)
    scene.clock.now = climbing_at(scene, ticket) + timedelta(minutes=1)
    climb(scene)
    relabel(scene, ticket, Kind.COMPLAINT)
    scene.clock.forward(hours=1)
    relabel(scene, ticket, Kind.SUGGESTION)
    scene.clock.forward(days=14)
    climb(scene)
    assert [one.step for one in climbed(scene, ticket)][:3] == [1, 1, 2]


def test_what_becomes_urgent_climbs_the_urgent_ladder_from_then_on(scene: Scene) -> None:
    ticket = suggestion(scene)
    scene.clock.now = climbing_at(scene, ticket) + timedelta(minutes=1)  # and nobody looked
    with scene.desk() as work:
        changes.set_urgent(work, history.held(work, ticket), None, Author.AGENT)
        steps = work.policy.ladder.urgent_steps
        urgent_at = work.now
    scene.clock.forward(days=2)
    climb(scene)
    first, *others = climbed(scene, ticket)
    assert (first.rung, first.fired_at) == (Rung.OWNER, urgent_at - timedelta(minutes=1))
    assert [(one.rung, one.fired_at - urgent_at) for one in others] == [
        (one.to, one.after) for one in steps[1:]
    ]
    scene.press(scene.agent(), "not_urgent", ticket)
    scene.clock.forward(days=9)
    climb(scene)
    assert len(climbed(scene, ticket)) == len(steps)


def test_a_ladder_that_has_fewer_steps_by_now_is_climbed_to_its_end(scene: Scene) -> None:
    ticket = suggestion(scene)
    scene.clock.now = climbing_at(scene, ticket, 3)
    with scene.desk() as work:
        work.session.get_one(Suggestion, ticket).climbed = len(work.policy.ladder.steps)
    climb(scene)
    found = row(scene, ticket)
    assert found is not None
    assert (found.climb_at, climbed(scene, ticket)) == (None, [])


def test_unmerged_nobody_is_called_about_what_came_due_meanwhile(scene: Scene) -> None:
    ticket, other, wang = suggestion(scene), scene.ticket(), scene.agent()
    with scene.desk() as work:
        agent = work.session.exec(select(Agent).where(Agent.user_id == wang)).one()
        merging.merge(work, agent, history.held(work, ticket), history.held(work, other))
    scene.clock.now = climbing_at(scene, ticket) + timedelta(minutes=1)
    climb(scene)
    assert climbed(scene, ticket) == []
    with scene.desk() as work:
        agent = work.session.exec(select(Agent).where(Agent.user_id == wang)).one()
        history.held(work, other)
        assert merging.undo(work, agent, history.held(work, ticket)).word == "unmerged"
    climb(scene)
    assert climbed(scene, ticket) == []
    scene.clock.now = climbing_at(scene, ticket, 1)
    climb(scene)
    assert [(one.step, one.fired_at) for one in climbed(scene, ticket)] == [(2, scene.clock.now)]


def test_the_customer_sees_how_far_it_came(scene: Scene) -> None:
    ticket, wang = suggestion(scene), scene.agent()

    def life() -> tuple[str, str, int]:
        with scene.desk() as work:
            found = work.session.get_one(Ticket, ticket)
            known = suggestions.life_of(work, view(work, found, found.language))
            assert known is not None
            return known.state, known.reason, known.points

    assert life() == ("received", "", 0)
    scene.press(wang, "consider", ticket)
    assert life() == ("considered", "", 0)
    decide(scene, wang, ticket)
    assert life() == ("adopted", WORDS, 100)


def test_points_are_in_the_export_and_gone_with_an_erasure_while_the_count_stays(scene: Scene) -> None:
    ticket, wang = suggestion(scene), scene.agent()
    decide(scene, wang, ticket)
    with scene.desk() as work:
        customer = work.session.exec(select(Customer).where(Customer.chat_id == LI)).one()
        sections = kept.everything(work, customer)
        assert [(one["subject"], one["points"]) for one in sections["points"]] == [
            (f"suggestion:{ticket}", 100)
        ]
        assert [(one["state"], one["reason"]) for one in sections["suggestions"]] == [("adopted", WORDS)]
    scene.deliver()
    with scene.desk() as work:
        privacy.ask_erasure(work, LI, waits=False)
    with scene.desk() as work:
        (one,) = erasing.pending(work)
        assert erasing.erase(work, one.erasure_id)
    with scene.desk() as work:
        assert work.session.exec(select(Points)).all() == []
    found = row(scene, ticket)
    assert found is not None
    assert (found.state, found.reason) == (SuggestionState.ADOPTED, "")
