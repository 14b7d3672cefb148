"""Findings: found once, grown while open, answered by the department, told to everybody who raised it, once."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.desk.agent import Role
from bot.desk.customer import Customer
from bot.desk.finding import Finding, FindingState, FindingTicket
from bot.desk.labels import Category, Kind, Language
from bot.desk.notice import NoticeState
from bot.desk.ticket import State, Ticket
from bot.desk.transcript import Author
from bot.service import (
    changes,
    conversation,
    erasing,
    finding_deeds,
    finding_news,
    findings,
    privacy,
    tasks,
    tickets,
)
from tests.builders import Scene
from tests.service.recurring import (
    DONE,
    FIRST,
    PLAN,
    SITE,
    answer,
    behind,
    changed,
    complain,
    found,
    head,
    look,
    neighbour,
    only,
    press,
    reply,
    say,
    street,
    task,
    tell,
)


def test_enough_of_the_same_at_one_site_is_a_finding_once_and_its_department_is_asked(scene: Scene) -> None:
    user = head(scene)
    chats = street(scene)
    for chat in chats[:4]:
        complain(scene, [chat])
        scene.clock.forward(minutes=5)
    look(scene)
    assert scene.all(Finding) == []
    (last,) = complain(scene, chats[4:])
    filed_at = scene.get(last).filed_at
    scene.clock.forward(hours=1)
    look(scene)
    look(scene)
    one = only(scene)
    assert (one.category, one.site, one.state) == (Category.QUALITY, SITE, FindingState.FOUND)
    assert one.found_at == filed_at  # the true moment, however late somebody looks
    (card,) = scene.notices("task")
    assert (card.ticket_id, card.values["owner_id"]) == (None, user)
    assert (card.values["count"], card.values["customers"], card.values["site"]) == (5, 5, SITE)
    assert f"CD-{last} 电梯又停了" in card.values["words"]
    assert [one["outcome"] for one in scene.payloads(card)] == ["will_change", "no_change"]


def test_one_loud_customer_another_site_another_category_or_praise_is_none(scene: Scene) -> None:
    chats = street(scene, 4)
    complain(scene, chats)
    complain(scene, [neighbour(scene, FIRST + 20, "别处")])
    complain(scene, [neighbour(scene, FIRST + 21)], kind=Kind.PRAISE)
    complain(scene, [neighbour(scene, FIRST + 22)], category=Category.SERVICE)
    look(scene)
    assert scene.all(Finding) == []
    withdrawn = complain(scene, [neighbour(scene, FIRST + 23)])[0]
    with scene.desk() as work:
        tickets.withdraw(work, FIRST + 23, withdrawn)
    look(scene)
    assert scene.all(Finding) == []
    loud = neighbour(scene, FIRST + 30, "南苑")
    for _ in range(6):
        complain(scene, [loud])
        scene.clock.forward(hours=1)
    look(scene)
    assert scene.all(Finding) == []


def test_matters_of_no_known_site_count_together(scene: Scene) -> None:
    complain(scene, street(scene, 5, site=""))
    look(scene)
    assert only(scene).site == ""


def test_what_is_spread_over_too_long_a_time_is_none(scene: Scene) -> None:
    for chat in street(scene):
        complain(scene, [chat])
        scene.clock.forward(days=10)
    look(scene)
    assert scene.all(Finding) == []


def test_it_grows_while_it_is_open_and_its_card_follows(scene: Scene) -> None:
    found(scene)
    scene.clock.forward(days=3)
    complain(scene, [neighbour(scene, FIRST + 9)], kind=Kind.SUGGESTION)
    look(scene)
    one = only(scene)
    assert (one.until - one.since).days == 3
    assert task(scene).values["count"] == 6
    assert len(scene.notices("task")) == 1  # an edit of the card, no second one
    assert scene.notices("task_edit")[-1].values["customers"] == 6


def test_after_it_has_ended_a_new_one_needs_enough_new_matters(scene: Scene) -> None:
    one, user = found(scene), head(scene)
    scene.clock.forward(days=1)
    assert say(scene, user, "no_change", f"{one.number} 就这样").word == "finding_dismissed"
    scene.clock.forward(days=1)
    complain(scene, street_again(4))
    look(scene)
    assert len(scene.all(Finding)) == 1
    complain(scene, [FIRST + 4])
    look(scene)
    assert [each.state for each in scene.all(Finding)] == [FindingState.DISMISSED, FindingState.FOUND]


def street_again(count: int) -> list[int]:
    return [FIRST + number for number in range(count)]


def test_a_press_asks_for_the_words_and_the_reply_is_the_plan(scene: Scene) -> None:
    user = head(scene)
    found(scene)
    assert press(scene, user, "changed") == "gone"  # nothing is planned yet
    assert press(scene, user, "will_change") == "finding_words"
    scene.deliver()
    (asked,) = scene.notices("finding_ask")
    assert reply(scene, user, asked, "// 先问问") is None
    verdict = reply(scene, user, asked, PLAN)
    assert verdict is not None
    assert verdict.word == "finding_planned"
    one = only(scene)
    assert (one.state, one.plan, one.acknowledged_at) == (FindingState.ACKNOWLEDGED, PLAN, scene.clock.now)
    assert task(scene).done_at is None
    assert task(scene).due_at == scene.clock.now + timedelta(days=30)
    edit = scene.notices("task_edit")[-1]
    assert edit.values["plan"] == PLAN
    assert [key["outcome"] for key in scene.payloads(edit)] == ["changed", "no_change"]


def test_a_reply_to_the_card_itself_is_the_plan(scene: Scene) -> None:
    user = head(scene)
    found(scene)
    scene.deliver()
    (card,) = scene.notices("task")
    verdict = reply(scene, user, card, PLAN)
    assert verdict is not None
    assert verdict.word == "finding_planned"
    assert only(scene).plan == PLAN


@pytest.mark.parametrize("written", ["FD-{}", "fd{}", "ＦＤ－{}", "fd {}", "Fd-{},"])
def test_commands_name_it_as_people_write_numbers(scene: Scene, written: str) -> None:
    one, user = found(scene), head(scene)
    number = written.format(one.id)
    assert say(scene, user, "will_change", f"{number} {PLAN}").word == "finding_planned"
    assert say(scene, user, "will_change", f"{number}：改到七月").word == "finding_planned_again"
    assert only(scene).plan == "改到七月"


def test_what_is_no_finding_or_has_no_words_changes_nothing(scene: Scene) -> None:
    one, user = found(scene), head(scene)
    assert say(scene, user, "changed", "FD-99 好了").word == "finding_unknown"
    assert say(scene, user, "changed", "好了").word == "finding_unknown"
    assert say(scene, user, "changed", f"FD-{10**9} 好了").word == "finding_unknown"
    assert say(scene, user, "changed", one.number).word == "finding_needs_words"
    for words in (f"{one.id} 台水泵已更换", f"F-{one.id} 来电了", f"D-{one.id} 好了", f"FD-{one.id}x 好了"):
        assert say(scene, user, "changed", words).word == "finding_unknown"
    assert only(scene).state == FindingState.FOUND


def test_only_the_head_or_whoever_leads_speaks_for_the_department(scene: Scene) -> None:
    head(scene)
    one = found(scene)
    agent, lead = scene.agent("王强"), scene.agent("李雷", Role.LEAD)
    assert press(scene, agent, "will_change") == "not_yours"
    assert say(scene, agent, "changed", f"{one.number} {DONE}").word == "not_yours"
    assert say(scene, lead, "will_change", f"{one.number} {PLAN}").word == "finding_planned"


def test_when_it_has_changed_everybody_who_raised_it_is_told_once_in_their_language(scene: Scene) -> None:
    one, user = found(scene), head(scene)
    scene.clock.forward(hours=1)
    again = complain(scene, [FIRST])[0]  # the same person, since the last look
    with scene.desk() as work:
        work.session.exec(select(Customer).where(Customer.chat_id == FIRST + 1)).one().language = Language.EN
    verdict = say(scene, user, "changed", f"{one.number} {DONE}")
    assert (verdict.word, verdict.more) == ("finding_confirm", {"customers": 5})
    assert tell(scene) == []
    assert only(scene).state == FindingState.FOUND
    (asked,) = scene.notices("finding_confirm")
    assert (asked.values["customers"], asked.values["words"]) == (5, DONE)
    assert answer(scene, user) == "finding_changed"
    assert len(tell(scene)) == 5
    told = {notice.chat_id: notice for notice in tell(scene)}
    assert told.keys() == set(street_again(5))
    first = told[FIRST]
    assert first.values["numbers"] == f"CD-{behind(scene)[0]}、CD-{again}"
    assert first.values["words"] == DONE
    assert (first.ticket_id, first.topic, first.matters) == (again, None, True)
    assert first.buttons == []  # nothing that ends a topic: it is an answer
    assert told[FIRST + 1].language == Language.EN
    assert task(scene).outcome == "changed"
    assert say(scene, user, "changed", f"{one.number} {DONE}").word == "finding_over"


def test_whoever_withdrew_was_erased_or_cannot_be_reached_is_left_out(scene: Scene) -> None:
    one, user = found(scene), head(scene)
    first = behind(scene)[0]
    with scene.desk() as work:
        tickets.withdraw(work, FIRST, first)
        conversation.lose(work, FIRST + 1)
    scene.deliver()
    with scene.desk() as work:
        privacy.ask_erasure(work, FIRST + 2, waits=False)
    with scene.desk() as work:
        (asked,) = erasing.pending(work)
        assert erasing.erase(work, asked.erasure_id)
    changed(scene, user, f"{one.number} {DONE}")
    told = [notice for notice in tell(scene) if notice.state == NoticeState.READY]
    assert {notice.chat_id for notice in told} == {FIRST + 3, FIRST + 4}


def test_it_is_taken_back_as_long_as_nobody_was_told(scene: Scene) -> None:
    one, user = found(scene), head(scene)
    say(scene, user, "will_change", f"{one.number} {PLAN}")
    changed(scene, user, f"{one.number} {DONE}")
    (closed,) = scene.notices("finding_closed")
    assert closed.values["tell_at"] == (scene.clock.now + finding_deeds.TELL_AFTER).isoformat()
    assert answer(scene, user, asked=closed) == "finding_undone"
    assert tell(scene) == []
    back = only(scene)
    assert (back.state, back.plan, back.ended_at) == (FindingState.ACKNOWLEDGED, PLAN, None)
    assert back.climb_at is not None
    assert task(scene).done_at is None
    changed(scene, user, f"{one.number} {DONE}，含一号楼")
    assert {notice.values["words"] for notice in tell(scene)} == {f"{DONE}，含一号楼"}
    assert len(tell(scene)) == 5
    scene.deliver()
    assert answer(scene, user, asked=scene.notices("finding_closed")[-1]) == "finding_told_already"
    assert only(scene).state == FindingState.CHANGED


def test_what_waits_for_the_morning_is_taken_back_and_told_anew(scene: Scene) -> None:
    one, user = found(scene), head(scene)
    scene.clock.now = scene.clock.now.replace(hour=15)
    changed(scene, user, f"{one.number} {DONE}")
    assert len(tell(scene)) == 5
    assert answer(scene, user, asked=scene.notices("finding_closed")[-1]) == "finding_undone"
    assert only(scene).state == FindingState.FOUND
    changed(scene, user, f"{one.number} {DONE}")
    assert (
        sorted(notice.state for notice in tell(scene))
        == [NoticeState.CANCELLED] * 5 + [NoticeState.READY] * 5
    )


def test_only_the_newest_question_counts_and_it_counts_anew(scene: Scene) -> None:
    one, user = found(scene), head(scene)
    say(scene, user, "changed", f"{one.number} 修好了")
    say(scene, user, "changed", f"{one.number} {DONE}")
    older, newer = scene.notices("finding_confirm")
    assert answer(scene, user, asked=older) == "finding_asked_anew"
    complain(scene, [neighbour(scene, FIRST + 9)])
    look(scene)
    assert answer(scene, user, asked=newer) == "finding_confirm"
    assert scene.notices("finding_confirm")[-1].values["customers"] == 6
    assert answer(scene, user, 1) == "finding_kept"
    assert answer(scene, user) == "finding_asked_anew"
    assert (only(scene).state, only(scene).outcome) == (FindingState.FOUND, "")


def test_what_was_corrected_to_another_matter_is_not_spoken_of(scene: Scene) -> None:
    one, user = found(scene), head(scene)
    first, second = behind(scene)[:2]
    with scene.desk() as work:
        ticket = work.session.get_one(Ticket, first)
        changes.correct(work, ticket, Author.AGENT, category=Category.SERVICE)
        changes.correct(work, work.session.get_one(Ticket, second), Author.AGENT, kind=Kind.PRAISE)
    assert say(scene, user, "changed", f"{one.number} {DONE}").more == {"customers": 3}
    answer(scene, user)
    assert {notice.chat_id for notice in tell(scene)} == {FIRST + 2, FIRST + 3, FIRST + 4}


def test_at_night_it_waits_for_the_morning(scene: Scene) -> None:
    one, user = found(scene), head(scene)
    scene.clock.now = scene.clock.now.replace(hour=15)  # 23:00 in Shanghai
    changed(scene, user, f"{one.number} {DONE}")
    assert {(notice.due_at.hour, notice.due_at.minute) for notice in tell(scene)} == {(0, 0)}


def test_many_are_told_in_pieces_and_a_piece_that_comes_again_tells_nobody_twice(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding_news, "PIECE", 2)
    one, user = found(scene), head(scene)
    changed(scene, user, f"{one.number} {DONE}")
    scene.clock.forward(seconds=finding_deeds.TELL_AFTER.total_seconds())
    with scene.desk() as work:
        assert finding_news.tell(work) == 2
    assert len(scene.notices("finding_changed")) == 2
    with scene.desk() as work:
        for row in work.session.exec(select(FindingTicket)):
            row.tell_at = work.now  # as if it had been killed before its commit
            work.session.add(row)
    assert len(tell(scene)) == 5


def test_nobody_says_anything_the_head_is_reminded_once_and_then_management_hears(scene: Scene) -> None:
    head(scene)
    boss, other = scene.agent("陈总", Role.MANAGER), scene.agent("高总", Role.MANAGER)
    one = found(scene)
    due_at, climb_at = task(scene).due_at, one.climb_at
    assert climb_at is not None
    assert due_at < climb_at
    scene.clock.now = due_at
    with scene.desk() as work:
        tasks.remind_overdue(work)
        assert findings.climb(work) == 0
    assert len(scene.notices("task_overdue")) == 1
    scene.clock.now = climb_at
    for count in (1, 0):
        with scene.desk() as work:
            assert findings.climb(work) == count
    said = [(one.template, one.values["to_id"]) for one in scene.notices("finding_unheard")]
    assert said == [("finding_unheard", boss), ("finding_unheard", other)]


def test_what_was_promised_and_not_done_climbs_too(scene: Scene) -> None:
    one, user = found(scene), head(scene)
    say(scene, user, "will_change", f"{one.number} {PLAN}")
    climb_at = only(scene).climb_at
    assert climb_at is not None
    scene.clock.now = climb_at
    with scene.desk() as work:
        findings.climb(work)
    (said,) = scene.notices("finding_unheard")
    assert (said.template, said.values["plan"]) == ("finding_unheard_all", PLAN)
    changed(scene, user, f"{one.number} {DONE}")
    scene.clock.forward(days=60)
    with scene.desk() as work:
        assert findings.climb(work) == 0


def test_management_is_not_called_at_night(scene: Scene) -> None:
    one = found(scene)
    assert one.climb_at is not None
    scene.clock.now = one.climb_at.replace(hour=15)
    with scene.desk() as work:
        findings.climb(work)
    assert scene.notices("finding_unheard") == []
    waits = only(scene).climb_at
    assert waits is not None
    scene.clock.now = waits
    with scene.desk() as work:
        findings.climb(work)
    assert len(scene.notices("finding_unheard")) == 1


def test_an_erased_customers_words_leave_the_card(scene: Scene) -> None:
    found(scene)
    scene.deliver()
    with scene.desk() as work:
        privacy.ask_erasure(work, FIRST, waits=False)
    with scene.desk() as work:
        (asked,) = erasing.pending(work)
        assert erasing.erase(work, asked.erasure_id)
    assert "电梯又停了0" not in task(scene).values["words"]
    assert task(scene).values["count"] == 5
    for notice in [*scene.notices("task"), *scene.notices("task_edit")]:
        assert "电梯又停了0" not in str(notice.values)
    assert scene.get(behind(scene)[0]).state == State.WITHDRAWN
