"""Care, day by day: who hears what, in their words, once, and no more than one word a day."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from bot.desk.account import AccountKind, Proof
from bot.desk.labels import Language
from bot.desk.notice import Lane, NoticeState
from bot.desk.party import Standing
from bot.desk.policy import Policy
from bot.desk.sweep import Sweep
from bot.desk.wishes import Topic, Wishes
from bot.service import care
from tests.builders import ANN, LI, Scene
from tests.service.carefolk import (
    BIRTHDAY,
    CONTRACT,
    TIP,
    account,
    customer,
    kinds,
    live,
    morning,
    party,
    run,
    said,
    with_rules,
)

FEAST = {"name": "feast", "moment": "holiday", "holiday": "清明节"}
DAY = date(2026, 4, 5)  # 清明节, too


def test_a_birthday(scene: Scene, policy: Policy) -> None:
    scene = with_rules(scene, policy, BIRTHDAY)
    party(scene, customer(scene), birthday=date(1990, 4, 5))
    assert live(scene, date(2026, 4, 4)) == []
    (notice,) = live(scene, DAY)
    assert notice.text == "李娜，生日快乐"
    assert (notice.topic, notice.lane, notice.matters) == (Topic.CARE, Lane.BULK, False)
    assert notice.due_at == datetime(2026, 4, 5, 1, 30, tzinfo=UTC)
    assert notice.expires_at == datetime(2026, 4, 5, 16, tzinfo=UTC)
    assert notice.values == {"rule": "birthday"}
    assert scene.payloads(notice) == [{"say": '/stop_topic{"topic": "care"}'}]
    assert len(live(scene, date(2026, 4, 6), 200)) == 1
    assert len(live(scene, date(2027, 4, 1), 10)) == 2  # and the next year again


def test_born_on_the_29th_of_february(scene: Scene, policy: Policy) -> None:
    scene = with_rules(scene, policy, BIRTHDAY)
    morning(scene, date(2026, 12, 1))
    party(scene, customer(scene), birthday=date(1992, 2, 29))
    for first, wanted in ((date(2027, 2, 26), date(2027, 2, 28)), (date(2028, 2, 26), date(2028, 2, 29))):
        before = len(said(scene))
        live(scene, first - timedelta(days=60), 2)
        (notice,) = live(scene, first, 6)[before:]
        assert notice.due_at.date() == wanted


def test_only_who_proved_to_be_the_party_hears_of_it(scene: Scene, policy: Policy) -> None:
    scene = with_rules(scene, policy, BIRTHDAY, CONTRACT)
    party(scene, None, birthday=date(1990, 4, 5))
    account(scene, "H-1", customer(scene), Proof.SAID, contract_until=DAY + timedelta(days=30))
    assert live(scene, DAY) == []


def test_without_consent_the_reason_is_kept(scene: Scene, policy: Policy) -> None:
    scene = with_rules(scene, policy, BIRTHDAY, TIP)
    party(scene, customer(scene, LI, "李娜", Language.ZH, Topic.SURVEYS), birthday=date(1990, 4, 5))
    assert live(scene, DAY) == []
    (notice,) = scene.notices("care_birthday")
    assert (notice.state, notice.error) == (NoticeState.CANCELLED, "no consent")
    assert not scene.notices("care_tip")  # of what goes to everybody only those who want it are looked at


def test_a_day_that_was_slept_through_is_not_made_up_for(scene: Scene, policy: Policy) -> None:
    scene = with_rules(scene, policy, BIRTHDAY, FEAST, TIP)
    party(scene, customer(scene), birthday=date(1990, 4, 5))
    assert live(scene, DAY + timedelta(days=1)) == []
    assert live(scene, DAY + timedelta(days=2), 5) == []


def test_late_in_the_night_it_is_too_late(scene: Scene, policy: Policy) -> None:
    scene = with_rules(scene, policy, BIRTHDAY)
    party(scene, customer(scene), birthday=date(1990, 4, 5))
    morning(scene, DAY, time(22))
    run(scene)
    (notice,) = scene.notices("care_birthday")
    assert (notice.state, notice.error) == (NoticeState.CANCELLED, "over before it may be said")


def test_planning_begins_before_the_hour_and_not_in_the_night(scene: Scene, policy: Policy) -> None:
    scene = with_rules(scene, policy, BIRTHDAY)
    party(scene, customer(scene), birthday=date(1990, 4, 5))
    morning(scene, DAY, time(0, 5))
    assert run(scene) == 0
    morning(scene, DAY, time(7, 31))
    assert run(scene) > 0


def test_one_word_a_day_the_most_personal_one(scene: Scene, policy: Policy) -> None:
    scene = with_rules(scene, policy, TIP, FEAST, BIRTHDAY)
    party(scene, customer(scene), birthday=date(1990, 4, 5))
    customer(scene, ANN, "Ann", Language.EN)
    notices = live(scene, DAY)
    assert [(one.chat_id, one.kind) for one in notices] == [(LI, "care_birthday"), (ANN, "care_feast")]


def test_what_has_days_of_grace_comes_the_next_day(scene: Scene, policy: Policy) -> None:
    scene = with_rules(scene, policy, CONTRACT, BIRTHDAY)
    one = customer(scene)
    party(scene, one, birthday=date(1990, 4, 5))
    account(scene, "H-1", one, contract_until=DAY + timedelta(days=30))
    account(scene, "H-2", one, contract_until=DAY + timedelta(days=30))
    notices = live(scene, DAY, 10)
    assert [(one.kind, one.due_at.date()) for one in notices] == [
        ("care_birthday", DAY),
        ("care_contract", DAY + timedelta(days=1)),
        ("care_contract", DAY + timedelta(days=2)),
    ]
    assert [one.text for one in notices[1:]] == ["H-1 5月5日 还有29天", "H-2 5月5日 还有28天"]
    assert notices[1].buttons[0][0]["word"] == "key_extend"


def test_each_offset_is_said_once_also_after_a_sleep(scene: Scene, policy: Policy) -> None:
    scene = with_rules(scene, policy, CONTRACT)
    account(scene, "H-1", customer(scene, LI, "Li", Language.EN), contract_until=date(2026, 7, 1))
    notices = live(scene, date(2026, 5, 5), 80)  # 57 days before; the 60th was slept through
    assert [one.text for one in notices] == ["H-1 1 July in 57 days", "H-1 1 July in 30 days"]


def test_a_contract_that_was_prolonged_is_not_spoken_of(scene: Scene, policy: Policy) -> None:
    scene = with_rules(scene, policy, CONTRACT)
    account(scene, "H-1", customer(scene), contract_until=None)
    assert live(scene, date(2026, 5, 1), 3) == []


def test_no_more_often_than_the_rule_says(scene: Scene, policy: Policy) -> None:
    monthly = {"name": "monthly", "moment": "season", "months": list(range(1, 13)), "at_most_a_year": 2}
    apart = {
        "name": "apart",
        "moment": "season",
        "months": list(range(1, 13)),
        "day": 15,
        "not_again_days": 80,
    }
    scene = with_rules(scene, policy, monthly, apart)
    customer(scene)
    notices = live(scene, date(2026, 4, 1), 365)
    days = [(one.kind, one.due_at.date()) for one in notices]
    assert [day for kind, day in days if kind == "care_monthly"] == [
        date(2026, 4, 1), date(2026, 5, 1), date(2027, 1, 1), date(2027, 2, 1)]  # fmt: skip
    assert [day for kind, day in days if kind == "care_apart"] == [
        date(2026, 4, 15), date(2026, 7, 15), date(2026, 10, 15), date(2027, 1, 15)]  # fmt: skip


def test_the_week_s_limit_holds_for_care(scene: Scene, policy: Policy) -> None:
    daily = [TIP | {"name": f"tip{day}", "day": day} for day in range(1, 15)]
    scene = with_rules(scene, policy, *daily)
    customer(scene)
    assert len(live(scene, date(2026, 4, 1), 14)) == 6


@pytest.mark.parametrize(
    ("audience", "hear"),
    [
        ({}, [LI, ANN]),
        ({"language": "en"}, [ANN]),
        ({"standing": ["vip"]}, [LI]),
        ({"standing": ["ordinary", "key"]}, [ANN]),
        ({"site": ["云栖苑"]}, [LI]),
        ({"site": ["云栖苑"], "account": ["meter"]}, []),
        ({"account": ["meter"]}, [ANN]),
        ({"role": ["owner"]}, [LI]),
        ({"role": ["tenant"]}, []),
        ({"standing": ["vip"], "language": "zh", "role": ["owner"], "site": ["云栖苑"]}, [LI]),
    ],
)
def test_whom_a_rule_is_for(
    scene: Scene, policy: Policy, audience: dict[str, object], hear: list[int]
) -> None:
    scene = with_rules(scene, policy, TIP | {"audience": audience})
    one, other = customer(scene), customer(scene, ANN, "Ann", Language.EN)
    vip = party(scene, one, given_standing=Standing.VIP)
    account(scene, "H-1", one, owner=vip, site="云栖苑")
    account(scene, "M-1", other, Proof.SAID, kind=AccountKind.METER, site="Riverside")
    assert [notice.chat_id for notice in live(scene, DAY)] == hear


def test_of_an_account_s_day_that_account_counts(scene: Scene, policy: Policy) -> None:
    scene = with_rules(scene, policy, CONTRACT | {"audience": {"site": ["云栖苑"], "role": ["owner"]}})
    one = customer(scene)
    mine = party(scene, one)
    ends = DAY + timedelta(days=30)
    account(scene, "H-1", one, owner=mine, site="Riverside", contract_until=ends)
    account(scene, "H-2", one, site="云栖苑", contract_until=ends)
    assert live(scene, DAY) == []
    account(scene, "H-3", one, owner=mine, site="云栖苑", contract_until=ends + timedelta(days=1))
    assert [notice.text for notice in live(scene, DAY + timedelta(days=1))] == ["H-3 5月6日 还有30天"]


def test_safety_goes_to_everybody(scene: Scene, policy: Policy) -> None:
    scene = with_rules(scene, policy, TIP | {"safety": True}, FEAST)
    customer(scene)
    customer(scene, ANN, "Ann", Language.EN, Topic.SURVEYS)
    notices = live(scene, DAY)
    assert [(one.chat_id, one.kind) for one in notices] == [
        (LI, "care_tip"), (ANN, "care_tip"), (LI, "care_feast")]  # fmt: skip
    assert (notices[0].topic, notices[0].matters, notices[0].buttons) == (Topic.SAFETY, True, [])


def test_in_a_zone_of_their_own(scene: Scene, policy: Policy) -> None:
    scene = with_rules(scene, policy, TIP)
    one = customer(scene)
    with scene.desk() as work:
        work.session.add(Wishes(customer_id=one, zone="Europe/Lisbon"))
    assert live(scene, DAY) == []  # there it is two in the night
    morning(scene, DAY, time(15))
    run(scene)
    (notice,) = said(scene)
    lisbon = ZoneInfo("Europe/Lisbon")
    assert notice.due_at.astimezone(lisbon) == datetime(2026, 4, 5, 9, 30, tzinfo=lisbon)
    assert notice.expires_at == datetime(2026, 4, 6, 0, 0, tzinfo=lisbon).astimezone(UTC)


def test_whoever_has_no_name_is_greeted_all_the_same(scene: Scene, policy: Policy) -> None:
    scene = with_rules(scene, policy, TIP | {"zh": "{name}，好", "en": "{name}"})
    customer(scene, LI, "")
    customer(scene, ANN, "{desk} 100%", Language.EN)
    assert [one.text for one in live(scene, DAY)] == ["尊敬的客户，好", "{desk} 100%"]


def test_the_anniversary_of_moving_in(scene: Scene, policy: Policy) -> None:
    rule = {"name": "home", "moment": "moved_in", "zh": "满{years}", "en": "{years} since {date}"}
    scene = with_rules(scene, policy, rule)
    account(scene, "H-1", customer(scene), moved_in_on=date(2025, 4, 5))
    account(scene, "H-2", customer(scene, ANN, "Ann", Language.EN), moved_in_on=date(2016, 4, 5))
    account(scene, "H-3", None, moved_in_on=date(2026, 4, 5))
    assert [one.text for one in live(scene, DAY)] == ["满1年", "10 years since 5 April"]


def test_planned_in_pieces_and_gone_on_after_a_break(
    scene: Scene, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(care, "PIECE", 3)
    scene = with_rules(scene, policy, TIP, BIRTHDAY)
    ids = [customer(scene, 7000 + number, f"c{number}") for number in range(10)]
    for number, one in enumerate(ids[:5]):
        party(scene, one, f"p{number}", birthday=date(1990, 4, 5))
    morning(scene, DAY)
    with scene.desk() as work:
        assert care.plan(work) == 3
    assert len(said(scene)) == 3
    with scene.desk() as work:
        assert care.plan(work) == 2
        work.session.rollback()  # killed
    assert run(scene) == 2 + 10
    assert run(scene) == 0
    assert sorted(kinds(said(scene))) == ["care_birthday"] * 5 + ["care_tip"] * 5
    assert len({one.chat_id for one in said(scene)}) == 10
    with scene.glance() as work:
        assert work.session.exec(select(Sweep)).one().done_at == scene.clock.now


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)  # SQLite has one writer at a time
def test_two_processes_plan_a_day_once(scene: Scene, policy: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(care, "PIECE", 1)
    scene = with_rules(scene, policy, TIP)
    for chat in (LI, ANN):
        customer(scene, chat)
    morning(scene, DAY)
    with scene.desk() as work:
        assert care.plan(work) == 1
    with scene.desk() as work:
        assert care.plan(work) == 1
        with scene.desk() as other:
            assert care.plan(other) == 0  # somebody works on it
    assert run(scene) == 0
    assert len(said(scene)) == 2
