"""Surveys: a sample of every class, once a quarter, spread over its days; low marks get a call; results by class."""

from collections import Counter
from datetime import date, timedelta

import pytest
from sqlmodel import select

from bot.desk.agent import Agent
from bot.desk.labels import Language
from bot.desk.notice import Lane, NoticeState
from bot.desk.occasion import Occasion, OccasionKind, Survey
from bot.desk.party import Standing
from bot.desk.policy import Policy
from bot.desk.policy_segments import SharesPart
from bot.desk.task import Task, TaskKind
from bot.desk.wishes import Consent, Topic
from bot.service import care, surveys
from tests.builders import ANN, LI, Scene
from tests.service.carefolk import account, customer, live, morning, party, run, said, with_rules

QUARTER = "2026-Q2"
FIRST = date(2026, 4, 1)


def wanting(scene: Scene, chat: int = LI, name: str = "李娜", *more: Topic) -> int:
    return customer(scene, chat, name, Language.ZH, Topic.SURVEYS, *more)


def asking_all(scene: Scene, policy: Policy, *rules: dict[str, object]) -> Scene:
    """Everybody who wants surveys is in the sample."""
    shares = SharesPart(vip=1.0, key=1.0, ordinary=1.0, credit_risk=0.0)
    survey = policy.survey.model_copy(update={"share": shares})
    return with_rules(scene, policy.model_copy(update={"survey": survey}), *rules)


@pytest.mark.parametrize(
    ("day", "quarter", "first", "after"),
    [
        (date(2026, 1, 1), "2026-Q1", date(2026, 1, 1), date(2026, 4, 1)),
        (date(2026, 6, 30), "2026-Q2", date(2026, 4, 1), date(2026, 7, 1)),
        (date(2026, 9, 30), "2026-Q3", date(2026, 7, 1), date(2026, 10, 1)),
        (date(2026, 12, 31), "2026-Q4", date(2026, 10, 1), date(2027, 1, 1)),
    ],
)
def test_quarters(day: date, quarter: str, first: date, after: date) -> None:
    assert surveys.quarter_of(day) == quarter
    assert surveys.days_of(quarter) == (first, after)


@pytest.mark.parametrize("wrong", ["", "2026", "2026-Q5", "26-Q1", "2026-Q0", "Q1", "2026-Q11"])
def test_what_is_no_quarter_is_named(wrong: str) -> None:
    with pytest.raises(ValueError, match="write one like 2027-Q1"):
        surveys.days_of(wrong)


def test_the_draw_is_fair_and_the_same_every_time() -> None:
    draw = [surveys.drawn(one, QUARTER) for one in range(1, 20_001)]
    assert draw == [surveys.drawn(one, QUARTER) for one in range(1, 20_001)]
    assert 0.095 < sum(one < 0.1 for one in draw) / len(draw) < 0.105
    other = [surveys.drawn(one, "2026-Q3") for one in range(1, 20_001)]
    both = sum(one < 0.1 and two < 0.1 for one, two in zip(draw, other, strict=True)) / len(draw)
    assert 0.007 < both < 0.013  # a quarter's sample says nothing about the next one's
    days = Counter(surveys.day_for(one, QUARTER, FIRST) for one in range(1, 20_001))
    assert (min(days), max(days), len(days)) == (FIRST, date(2026, 6, 30), 91)
    assert max(days.values()) < 1.5 * 20_000 / 91
    assert surveys.day_for(1, QUARTER, date(2026, 6, 30)) == date(2026, 6, 30)


def test_a_part_of_each_class_is_drawn(scene: Scene, policy: Policy) -> None:
    ordinary = [wanting(scene, 7000 + number, "x") for number in range(120)]
    vips = [wanting(scene, 8000 + number) for number in range(30)]
    for one in vips:
        party(scene, one, f"v{one}", given_standing=Standing.VIP)
    customer(scene, ANN)  # wants care, no surveys
    morning(scene, FIRST)
    run(scene, surveys.plan)
    share = policy.survey.share.ordinary
    drawn = [one for one in ordinary if surveys.drawn(one, QUARTER) < share]
    rows = scene.all(Occasion, kind=OccasionKind.SURVEY)
    assert [row.subject for row in rows] == [f"customer:{one}" for one in [*drawn, *vips]]


def test_asked_once_on_their_day(scene: Scene, policy: Policy) -> None:
    scene = asking_all(scene, policy)
    one = wanting(scene)
    day = surveys.day_for(one, QUARTER, FIRST)
    notices = live(scene, FIRST, 91, surveys.plan)
    (notice,) = notices
    assert notice.due_at.date() == day
    assert (notice.kind, notice.topic, notice.lane, notice.matters) == (
        "survey",
        Topic.SURVEYS,
        Lane.BULK,
        False,
    )
    assert (notice.template, notice.step) == ("survey", QUARTER)
    (survey,) = scene.all(Survey)
    assert (survey.customer_id, survey.standing, survey.stars) == (one, "ordinary", None)
    says = [payload["say"] for payload in scene.payloads(notice)]
    assert says[4] == f'/survey_stars{{"survey": {survey.id}, "stars": 5}}'
    assert says[5] == '/stop_topic{"topic": "surveys"}'


def test_not_twice_in_ninety_days(scene: Scene, policy: Policy) -> None:
    scene = asking_all(scene, policy)
    for number in range(8):
        wanting(scene, 7000 + number)
    live(scene, FIRST, 275, surveys.plan)
    asked: dict[int, list[date]] = {}
    for survey in scene.all(Survey):
        asked.setdefault(survey.customer_id, []).append(survey.asked_at.date())
    assert len(asked) == 8
    for days in asked.values():
        assert all((later - earlier).days >= 90 for earlier, later in zip(days, days[1:], strict=False))
    assert sum(map(len, asked.values())) > 12


def test_without_consent_nobody_is_asked_and_nothing_is_counted(scene: Scene, policy: Policy) -> None:
    scene = asking_all(scene, policy)
    one = wanting(scene)
    morning(scene, FIRST)
    run(scene, surveys._draw)
    with scene.desk() as work:
        consent = work.session.get_one(Consent, (one, Topic.SURVEYS))
        consent.given = False
    assert live(scene, FIRST, 91, surveys.plan) == []
    assert scene.all(Survey) == []
    (notice,) = scene.notices("survey")
    assert (notice.state, notice.error) == (NoticeState.CANCELLED, "no consent")


def test_a_day_asleep_is_made_up_for_and_a_quarter_is_not(scene: Scene, policy: Policy) -> None:
    scene = asking_all(scene, policy)
    one, other = wanting(scene), wanting(scene, ANN)
    morning(scene, FIRST)
    run(scene, surveys._draw)
    with scene.desk() as work:
        for row in work.session.exec(select(Occasion)):
            row.next_on = date(2026, 5, 1) if row.subject == f"customer:{one}" else date(2026, 6, 30)
            work.session.add(row)
    assert [notice.chat_id for notice in live(scene, date(2026, 5, 8), 1, surveys.plan)] == [LI]
    before = len(scene.all(Survey))
    morning(scene, date(2026, 7, 1))
    with scene.desk() as work:
        assert surveys._ask_due(work) == 1
    assert len(scene.all(Survey)) == before
    assert other


def test_whoever_is_cared_for_today_is_asked_tomorrow(scene: Scene, policy: Policy) -> None:
    one_day = {"name": "tip", "moment": "season", "months": [4], "day": 5}
    scene = asking_all(scene, policy, one_day)
    one = wanting(scene, LI, "李娜", Topic.CARE)
    morning(scene, date(2026, 4, 5))
    run(scene, surveys._draw)
    with scene.desk() as work:
        work.session.exec(select(Occasion)).one().next_on = date(2026, 4, 5)
    run(scene, care.plan)
    run(scene, surveys.plan)
    assert [notice.kind for notice in said(scene)] == ["care_tip"]
    live(scene, date(2026, 4, 6), 1, surveys.plan)
    assert [notice.kind for notice in said(scene)] == ["care_tip", "survey"]
    assert one


def asked(scene: Scene, policy: Policy) -> int:
    """A survey that was asked in chat LI; its id."""
    live(asking_all(scene, policy), FIRST, 91, surveys.plan)
    (survey,) = scene.all(Survey)
    scene.clock.now = survey.asked_at + timedelta(hours=3)
    return int(survey.id)


def test_a_low_mark_is_called_about(scene: Scene, policy: Policy) -> None:
    one = wanting(scene)
    manager = scene.agent("周经理")
    with scene.desk() as work:
        agent_id = work.session.exec(select(Agent.id).where(Agent.user_id == manager)).one()
    unhappy = party(scene, one, name="李娜", manager_id=agent_id, phone="+8613800138000")
    account(scene, "H-1", one, owner=unhappy)
    survey = asked(scene, policy)
    with scene.desk() as work:
        answer = surveys.rate(work, LI, survey, 2)
        assert answer == surveys.Answer(survey, 2, True)
        surveys.rate(work, LI, survey, 1)
        assert surveys.comment(work, LI, survey, "电梯老坏\x00")
    (task,) = scene.all(Task)
    assert (task.kind, task.party_id, task.agent_id) == (TaskKind.CALL_UNHAPPY, unhappy, agent_id)
    assert (task.values["stars"], task.values["account"]) == (1, "H-1")
    assert task.values["words"] == "电梯老坏\ufffd"
    assert task.due_at == scene.clock.now + timedelta(hours=48)
    (row,) = scene.all(Survey)
    assert (row.stars, row.comment, row.answered_at) == (1, "电梯老坏\ufffd", scene.clock.now)


def test_a_stranger_to_the_books_is_called_by_name_too(scene: Scene, policy: Policy) -> None:
    wanting(scene)
    survey = asked(scene, policy)
    with scene.desk() as work:
        surveys.rate(work, LI, survey, 1)
    (task,) = scene.all(Task)
    assert (task.values["name"], task.party_id, task.agent_id) == ("李娜", None, None)


def test_only_their_own_and_only_for_a_while(scene: Scene, policy: Policy) -> None:
    wanting(scene)
    survey = asked(scene, policy)
    with scene.desk() as work:
        for chat, one, stars in (
            (ANN, survey, 5),
            (LI, 999, 5),
            (LI, survey, 0),
            (LI, survey, 6),
            (LI, 2**40, 5),
        ):
            assert surveys.rate(work, chat, one, stars) is None
        assert not surveys.comment(work, LI, survey, "没有星级")
        assert surveys.rate(work, LI, survey, 5)
        assert not surveys.comment(work, ANN, survey, "别人的")
    scene.clock.forward(days=31)
    with scene.desk() as work:
        assert surveys.rate(work, LI, survey, 1) is None
    assert not scene.all(Task)


def test_results_by_class(scene: Scene) -> None:
    customer_id = wanting(scene)
    morning(scene, date(2026, 4, 1))
    marks = [("vip", 5), ("vip", 4), ("vip", None), ("ordinary", 1), ("ordinary", None)]
    with scene.desk() as work:
        for standing, stars in marks:
            work.session.add(
                Survey(customer_id=customer_id, standing=standing, asked_at=work.now, stars=stars)
            )
        old = work.now - timedelta(days=2)
        work.session.add(Survey(customer_id=customer_id, standing="vip", asked_at=old, stars=1))
    with scene.glance() as work:
        found = {one.standing: one for one in surveys.results(work, QUARTER)}
    vip, ordinary, key = found[Standing.VIP], found[Standing.ORDINARY], found[Standing.KEY]
    assert (vip.asked, vip.answered, vip.mean, vip.low, round(vip.share, 2)) == (3, 2, 4.5, 0, 0.67)
    assert (ordinary.asked, ordinary.answered, ordinary.mean, ordinary.low) == (2, 1, 1.0, 1)
    assert (key.asked, key.mean, key.share) == (0, None, 0.0)
