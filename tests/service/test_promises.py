"""Promises: read in an agent's words, recorded with one tap, told, and ended with their ticket."""

from datetime import timedelta

import pytest

from bot.desk.agent import Role
from bot.desk.promise import Promise, PromiseState
from bot.desk.ticket import Move, Ticket
from bot.desk.transcript import Author
from bot.service import (
    agents,
    changes,
    conversation,
    tickets,
)
from bot.service.verdict import Verdict
from tests.builders import LI, Scene
from tests.databases import STAFF_CHAT
from tests.service.office import FRIDAY, MONDAY, SAID, Office


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


def test_withdrawn(office: Office) -> None:
    office.promise()
    assert office.tap("promise_withdraw") == "promise_withdrawn"
    assert office.last.state == PromiseState.DROPPED
    assert office.said("promise_withdrawn") == ["promise_withdrawn"]
    assert office.tap("promise_withdraw") == "promise_over"


def test_only_its_giver_the_owner_and_leads_withdraw_or_change_it(office: Office) -> None:
    promise, scene = office.promise(), office.scene
    colleague, lead = scene.agent("赵敏"), scene.agent("林静", Role.LEAD)

    def withdraw(user: int) -> Verdict:
        return scene.press(user, "promise_withdraw", office.ticket, promise=promise.id)

    assert withdraw(colleague) == Verdict("promise_whose", "王强")
    giver, office.agent = office.agent, colleague
    office.by_hand("周六10:00 师傅上门")
    assert office.tap("promise_until", instead=promise.id) == "promise_whose"
    assert [one.state for one in scene.all(Promise)] == [PromiseState.MADE, PromiseState.OFFERED]
    assert withdraw(lead).word == "promise_withdrawn"
    office.agent = giver
    promise = office.promise("师傅周六上午十点上门检修")
    with scene.desk() as work:
        agents.dismiss(work, giver)
    assert withdraw(colleague).word == "promise_withdrawn", "nobody else is there who could"


def test_the_owner_now_may_withdraw_what_somebody_else_promised(office: Office) -> None:
    scene, owner = office.scene, office.agent
    office.scene.answer(owner, office.ticket, "我们看看")
    office.agent = scene.agent("赵敏")
    office.by_hand("周五15:00 师傅上门")
    number = office.last.id
    assert scene.press(owner, "promise_withdraw", office.ticket, promise=number).word == "promise_withdrawn"


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
        verdict = office.by_hand(argument)
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
    ("argument", "word"),
    [
        ("yesterday 15:00 we come", "promise_past"),
        ("昨天15:00 上门", "promise_past"),
        ("last Friday 15:00 we come", "promise_past"),
        ("3 days ago 15:00 we come", "promise_past"),
        ("today 8:00 we come", "promise_past"),
        ("Sunday March 1 15:00 we come", "promise_unread"),
        ("2月30日 10点 上门", "promise_unread"),
        ("2190-01-01 10:00 we come", "promise_too_far"),
        ("2190年1月1日10点 上门", "promise_too_far"),
        ("2027-03-04 10:00 上门", "promise_too_far"),
        ("9:00 we come", "promise_choose"),
    ],
)
def test_a_time_that_cannot_be_is_recorded_for_no_other(office: Office, argument: str, word: str) -> None:
    assert office.by_hand(argument).word == word
    assert all(one.state == PromiseState.OFFERED for one in office.scene.all(Promise))


@pytest.mark.parametrize(
    "said",
    ["We will come on 2190-01-01 at 10:00", "我们2月30日10点上门", "We will come on Sunday March 1 at 15:00"],
)
def test_words_with_a_day_that_cannot_be_are_not_offered_for_another(office: Office, said: str) -> None:
    office.scene.answer(office.agent, office.ticket, said)
    assert not office.scene.all(Promise)


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


def test_customers_are_told_what_stands(office: Office) -> None:
    office.promise()
    with office.scene.desk() as work:
        view = tickets.status(work, LI, office.ticket)
    assert view is not None
    assert [(one.words, one.due_at, one.broken) for one in view.promises] == [(SAID, FRIDAY, False)]
