"""Promises: read in an agent's words, recorded with one tap, told, reminded of, kept or broken, each once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from bot.desk.agent import Agent, Role
from bot.desk.escalation import Escalation
from bot.desk.labels import Category
from bot.desk.notice import NoticeState
from bot.desk.promise import Promise, PromiseState
from bot.desk.ticket import Move, State, Ticket
from bot.desk.transcript import Author
from bot.service import (
    agents,
    changes,
    conversation,
    promise_endings,
    promise_rows,
    promise_steps,
    promises,
    tickets,
)
from tests.builders import ANN, LI, Scene
from tests.databases import STAFF_CHAT

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 3, 2, 2, tzinfo=UTC)  # ten in the morning there
FRIDAY = datetime(2026, 3, 6, 7, tzinfo=UTC)  # three in the afternoon
SAID = "师傅周五下午三点上门检修"


class Office:
    """A ticket, its agent, and what happens to the promises made in it."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        scene.clock.now = MONDAY
        self.agent = scene.agent("王强")
        self.ticket = scene.ticket("厨房水龙头一直滴水")

    def promise(self, said: str = SAID) -> Promise:
        """The agent says it, and taps the first button."""
        self.scene.answer(self.agent, self.ticket, said)
        self.tap("promise_until")
        return self.last

    @property
    def last(self) -> Promise:
        found: Promise = self.scene.all(Promise)[-1]
        return found

    def tap(self, do: str, index: int = 0, **more: object) -> str:
        """Presses a button of what is shown last about promises."""
        shown = [
            n for n in self.scene.all_notices(self.ticket) if n.subject.startswith("promise:") and n.buttons
        ]
        offered = [one for notice in reversed(shown) for one in self.scene.payloads(notice)]
        payload = [one for one in offered if one.get("do") == do and more.items() <= one.items()][index]
        return self.scene.press(self.agent, **payload).word

    def at(self, moment: datetime) -> "Office":
        self.scene.clock.now = moment
        self.sweep()
        return self

    def sweep(self) -> None:
        with self.scene.desk() as work:
            while promise_steps.sweep(work):
                pass

    def said(self, kind: str) -> list[str]:
        return [notice.template or notice.text or "" for notice in self.scene.notices(kind)]

    def moves(self, move: Move) -> list[str | None]:
        return [one.after for one in self.scene.history(self.ticket) if one.move == move]


@pytest.fixture
def office(scene: Scene) -> Office:
    return Office(scene)


def test_words_with_a_date_are_offered_below_them(office: Office) -> None:
    office.scene.answer(office.agent, office.ticket, SAID)
    (promise,) = office.scene.all(Promise)
    assert (promise.state, promise.due_at, promise.words) == (PromiseState.OFFERED, FRIDAY, SAID)
    (shown,) = office.scene.notices("promise")
    message = office.scene.message(promise.message_ref)
    assert (shown.template, shown.reply_to) == ("promise_offered", message.message_id)
    assert [one["do"] for one in office.scene.payloads(shown)] == ["promise_until", "promise_none"]
    assert not office.said("promise_told")


@pytest.mark.parametrize(
    "said", ["好的", "// 师傅周五下午三点上门", "周五您在家吗？", "您说的周五我们没有来，抱歉"]
)
def test_other_words_are_not(office: Office, said: str) -> None:
    office.scene.answer(office.agent, office.ticket, said)
    assert not office.scene.all(Promise)


def test_one_tap_records_it_and_the_customer_is_told(office: Office) -> None:
    promise = office.promise()
    assert (promise.state, promise.made_at) == (PromiseState.MADE, MONDAY)
    (told,) = office.scene.notices("promise_told")
    assert (told.chat_id, told.values["due_at"], told.values["words"]) == (LI, FRIDAY.isoformat(), SAID)
    assert office.moves(Move.PROMISED) == [FRIDAY.isoformat()]
    card = office.scene.notices("card_edit")[-1]
    assert card.values["promises"] == [{"due_at": FRIDAY.isoformat(), "words": SAID, "broken": False}]
    assert (
        office.scene.press(office.agent, "promise_until", office.ticket, promise=promise.id).word
        == "promise_over"
    )


def test_no_promise(office: Office) -> None:
    office.scene.answer(office.agent, office.ticket, SAID)
    assert office.tap("promise_none") == "promise_none"
    assert office.last.state == PromiseState.DROPPED
    assert not office.said("promise_told")
    assert not office.at(FRIDAY + timedelta(days=1)).scene.notices("promise_regret")


def test_an_offer_that_nobody_answers_lapses_in_silence(office: Office) -> None:
    office.scene.answer(office.agent, office.ticket, SAID)
    office.at(FRIDAY + timedelta(hours=3))
    assert (office.last.state, office.last.ended_at) == (PromiseState.DROPPED, FRIDAY)
    assert not [one for one in office.scene.said_to(LI) if one.kind.startswith("promise")]


def test_reminded_before_in_working_time_and_broken_at_its_own_moment(office: Office) -> None:
    office.promise()
    office.at(FRIDAY - timedelta(hours=2, minutes=1))
    assert not office.said("promise_due")
    office.at(FRIDAY - timedelta(hours=2))
    (due,) = office.scene.notices("promise_due")
    assert (due.values["to_id"], due.ticket_id) == (office.agent, office.ticket)
    office.at(FRIDAY + timedelta(minutes=14))
    assert office.last.state == PromiseState.MADE
    office.at(FRIDAY + timedelta(minutes=15))
    assert (office.last.state, office.last.ended_at) == (PromiseState.BROKEN, FRIDAY)
    (regret,) = office.scene.notices("promise_regret")
    assert (regret.chat_id, regret.language) == (LI, "zh")
    said = f"很抱歉，CD-{office.ticket} 我们答应您今天 15:00 前办到的事"
    assert (regret.text or "").startswith(said)
    assert office.said("promise_was_broken") == ["promise_was_broken"]
    assert office.moves(Move.PROMISE_BROKEN) == [FRIDAY.isoformat()]
    assert office.scene.notices("card_edit")[-1].values["promises"][0]["broken"]


def test_a_broken_one_climbs_the_ladder_at_its_true_moments(office: Office) -> None:
    promise = office.promise()
    office.at(FRIDAY + timedelta(days=5))  # after a long sleep
    steps = office.scene.all(Escalation, subject=f"promise:{promise.id}")
    assert [one.step for one in steps] == [1, 2, 3, 4]
    local = [one.fired_at.astimezone(ZONE).strftime("%a %H:%M") for one in steps]
    assert local == ["Fri 15:00", "Fri 16:00", "Sat 10:00", "Mon 17:30"]
    assert {one.noticed_at for one in steps} == {FRIDAY + timedelta(days=5)}
    assert len(office.scene.notices("promise_regret")) == 1
    assert not office.said("promise_due")


def test_kept_in_time(office: Office) -> None:
    promise = office.promise()
    office.at(FRIDAY + timedelta(minutes=5))
    assert office.tap("promise_kept") == "promise_kept"
    assert (office.last.state, office.last.next_at) == (PromiseState.KEPT, None)
    (told,) = office.scene.notices("promise_done")
    assert office.scene.payloads(told) == [{"say": f'/promise_not_kept{{"promise": {promise.id}}}'}]
    office.at(FRIDAY + timedelta(days=3))
    assert not office.scene.notices("promise_regret")
    assert not office.scene.all(Escalation, subject=f"promise:{promise.id}")


def test_kept_after_its_time_stays_broken_though_nobody_looked(office: Office) -> None:
    office.promise()
    office.scene.clock.now = FRIDAY + timedelta(hours=3)
    assert office.tap("promise_kept") == "promise_made_good"
    assert (office.last.state, office.last.ended_at) == (PromiseState.BROKEN, FRIDAY)
    assert office.last.settled_at == office.scene.clock.now
    assert office.said("promise_done_late") == ["promise_done_late"]
    (regret,) = office.scene.notices("promise_regret")
    assert regret.state == NoticeState.CANCELLED
    office.at(FRIDAY + timedelta(days=3))
    assert len(office.scene.all(Escalation, subject=f"promise:{office.last.id}")) == 2


def test_withdrawn(office: Office) -> None:
    office.promise()
    assert office.tap("promise_withdraw") == "promise_withdrawn"
    assert office.last.state == PromiseState.DROPPED
    assert office.said("promise_withdrawn") == ["promise_withdrawn"]
    assert office.tap("promise_withdraw") == "promise_over"


def test_a_second_one_replaces_or_adds(office: Office) -> None:
    first = office.promise()
    office.scene.answer(office.agent, office.ticket, "改到周六上午十点上门")
    assert office.scene.notices("promise")[-1].template == "promise_another"
    assert office.tap("promise_until", instead=first.id) == "promise_made"
    before, after = office.scene.all(Promise)
    assert (before.state, after.state) == (PromiseState.DROPPED, PromiseState.MADE)
    (moved,) = office.scene.notices("promise_moved")
    assert (moved.values["before_at"], moved.values["due_at"]) == (
        FRIDAY.isoformat(),
        after.due_at.isoformat(),
    )
    office.scene.answer(office.agent, office.ticket, "配件明天下午五点前送到")
    assert office.tap("promise_until", besides=1) == "promise_made"
    assert [one.state for one in office.scene.all(Promise)[1:]] == [PromiseState.MADE] * 2


def test_the_same_again_is_not_asked_again(office: Office) -> None:
    office.promise()
    office.scene.answer(office.agent, office.ticket, "再说一遍：师傅周五下午三点上门检修")
    assert len(office.scene.all(Promise)) == 1


def test_an_offer_follows_edited_words(office: Office) -> None:
    heard = office.scene.heard(SAID, STAFF_CHAT, name="王强")
    office.scene.say_again(office.agent, office.ticket, heard)

    def edit(text: str) -> None:
        office.scene.clock.forward(minutes=1)
        with office.scene.desk() as work:
            conversation.edit_as_desk(work, STAFF_CHAT, heard.message_id, text, work.now)

    edit("师傅周六上午十点上门检修")
    assert [one.state for one in office.scene.all(Promise)] == [PromiseState.DROPPED, PromiseState.OFFERED]
    assert office.tap("promise_until") == "promise_made"
    edit("师傅会上门检修")
    assert office.last.state == PromiseState.MADE
    assert office.said("promise_doubtful") == ["promise_doubtful"]
    edit("// 师傅周日上午十点上门检修")
    assert len(office.scene.all(Promise)) == 2


def test_by_hand(office: Office) -> None:
    def command(argument: str) -> tuple[str, str]:
        with office.scene.desk() as work:
            agent = work.session.exec(select(Agent).where(Agent.user_id == office.agent)).one()
            ticket = work.session.get_one(Ticket, office.ticket)
            verdict = promises.by_hand(work, agent, ticket, argument)
            return verdict.word, str(verdict.more.get("due_at", ""))

    assert command("周五15:00 师傅上门检修") == ("promise_made", FRIDAY.isoformat())
    assert office.last.words == "师傅上门检修"
    assert command("tomorrow 5pm we bring the part")[0] == "promise_choose"
    assert office.tap("promise_until", besides=1) == "promise_made"
    assert command("师傅上门") == ("promise_no_time", "")
    with office.scene.desk() as work:
        tickets.withdraw(work, LI, office.ticket)
    assert command("周五15:00 师傅上门检修")[0] == "is_withdrawn"


@pytest.mark.parametrize(
    ("reason", "state"),
    [("fixed", PromiseState.KEPT), ("no_fault", PromiseState.DROPPED), ("arranged", PromiseState.MADE)],
)
def test_a_resolved_ticket_ends_what_it_can_end(office: Office, reason: str, state: PromiseState) -> None:
    office.promise()
    office.scene.resolve(office.agent, office.ticket, reason)
    assert office.last.state == state
    assert office.said("promise_after_close") == ["promise_after_close"] * (state == PromiseState.MADE)


def test_what_is_still_to_come_stands_again_when_the_ticket_does(office: Office) -> None:
    office.promise()
    office.scene.resolve(office.agent, office.ticket)
    with office.scene.desk() as work:
        changes.reopen(work, work.session.get_one(Ticket, office.ticket), Author.CUSTOMER, "not solved")
    assert office.last.state == PromiseState.MADE
    office.at(FRIDAY + timedelta(hours=1))
    assert office.last.state == PromiseState.BROKEN


def test_words_that_close_a_ticket_may_promise(office: Office) -> None:
    office.scene.resolve(office.agent, office.ticket, "words", "临时修好了，师傅周五下午三点来换新的")
    assert office.last.state == PromiseState.OFFERED
    assert office.tap("promise_until") == "promise_made"


def test_a_withdrawn_ticket_ends_them_all_in_silence(office: Office) -> None:
    office.promise()
    with office.scene.desk() as work:
        tickets.withdraw(work, LI, office.ticket)
    assert office.last.state == PromiseState.DROPPED
    office.at(FRIDAY + timedelta(days=1))
    assert not office.scene.notices("promise_regret")


def test_the_customer_says_that_it_was_not_kept(office: Office) -> None:
    promise = office.promise()

    def dispute(chat: int = LI, number: int | None = promise.id) -> PromiseState | None:
        with office.scene.desk() as work:
            found = promise_endings.disputed(work, chat, number or 0)
            return found[0].state if found else None

    assert dispute() == PromiseState.MADE
    office.tap("promise_kept")
    assert (dispute(ANN), dispute(number=999), dispute(number=2**40)) == (None, None, None)
    assert dispute() == PromiseState.MADE  # its time is still to come
    assert office.said("promise_disputed") == ["promise_disputed"]
    office.tap("promise_kept")
    office.at(FRIDAY + timedelta(days=1))
    assert dispute() == PromiseState.BROKEN
    assert office.last.ended_at == FRIDAY
    (step,) = office.scene.all(Escalation, subject=f"promise:{promise.id}")
    assert step.fired_at == FRIDAY + timedelta(days=1)  # nobody knew before
    office.at(FRIDAY + timedelta(days=1, minutes=61))
    assert len(office.scene.all(Escalation, subject=f"promise:{promise.id}")) == 1 + 1


def test_a_finger_that_slipped(office: Office) -> None:
    office.promise()
    office.tap("promise_kept")
    assert office.tap("promise_not_yet") == "promise_goes_on"
    assert office.last.state == PromiseState.MADE
    assert office.said("promise_goes_on") == ["promise_goes_on"]


def test_regret_waits_for_the_morning(office: Office) -> None:
    office.promise("师傅今晚十点前一定修好")
    due = datetime(2026, 3, 2, 14, tzinfo=UTC)
    assert office.last.due_at == due
    office.at(due + timedelta(minutes=15))
    (regret,) = office.scene.notices("promise_regret")
    assert regret.due_at == datetime(2026, 3, 3, 0, tzinfo=UTC)


def test_two_sweeps_say_it_once(office: Office) -> None:
    office.promise()
    office.at(FRIDAY + timedelta(minutes=20)).sweep()
    assert len(office.scene.notices("promise_regret")) == 1
    assert len(office.moves(Move.PROMISE_BROKEN)) == 1


def test_customers_are_told_what_stands(office: Office) -> None:
    office.promise()
    with office.scene.desk() as work:
        view = tickets.status(work, LI, office.ticket)
    assert view is not None
    assert [(one.words, one.due_at, one.broken) for one in view.promises] == [(SAID, FRIDAY, False)]


def test_who_is_away_is_not_called(office: Office) -> None:
    office.promise()
    with office.scene.desk() as work:
        agents.dismiss(work, office.agent)
    lead = office.scene.agent("赵敏", Role.LEAD)
    office.at(FRIDAY - timedelta(hours=1))
    assert office.scene.notices("promise_due")[0].values["to_id"] == lead


def test_of_a_merged_ticket_it_is_spoken_where_the_matter_goes_on(office: Office) -> None:
    office.promise()
    office.scene.clock.forward(hours=5)
    other = office.scene.ticket("保安不让快递进门", category=Category.SERVICE)
    assert other != office.ticket
    with office.scene.desk() as work:
        ticket = work.session.get_one(Ticket, office.ticket)
        ticket.state, ticket.merged_into_id = State.MERGED, other
        work.session.add(ticket)
        assert len(promise_rows.standing(work, work.session.get_one(Ticket, other))) == 1
    office.at(FRIDAY - timedelta(hours=1))
    assert office.scene.notices("promise_due")[0].ticket_id == other


def test_what_becomes_urgent_climbs_the_urgent_ladder_from_then_on(office: Office) -> None:
    promise = office.promise()
    office.at(FRIDAY + timedelta(minutes=30))
    with office.scene.desk() as work:
        changes.set_urgent(work, work.session.get_one(Ticket, office.ticket), None, Author.AGENT)
    office.at(FRIDAY + timedelta(minutes=59))
    steps = office.scene.all(Escalation, subject=f"promise:{promise.id}")
    assert [(one.step, one.fired_at) for one in steps[1:]] == [
        (2, FRIDAY + timedelta(minutes=35)),
        (3, FRIDAY + timedelta(minutes=45)),
    ]


def test_it_is_broken_once_though_two_sweep_and_one_says_kept(scene: Scene) -> None:
    office = Office(scene)
    promise = office.promise()
    scene.clock.now = FRIDAY + timedelta(hours=2)

    def kept() -> str:
        return scene.press(office.agent, "promise_kept", office.ticket, promise=promise.id).word

    with ThreadPoolExecutor(3) as threads:
        done = [threads.submit(office.sweep), threads.submit(office.sweep), threads.submit(kept)]
        assert done[2].result() == "promise_made_good"
        for one in done[:2]:
            one.result()
    assert len(office.moves(Move.PROMISE_BROKEN)) == 1
    assert len(scene.notices("promise_regret")) == 1
    assert len(scene.all(Escalation, subject=f"promise:{promise.id}")) == 2
    assert office.last.settled_at == scene.clock.now
