"""Outages over real Telegram: told, changed in place, over; joined by "no power", asked after; alarms; calls."""

import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from bot.desk.account import Account, AccountKind, AccountLink, Proof
from bot.desk.outage import AreaKind, Outage, OutageKind, Supply, SupplyReport
from bot.desk.party import AccountParty, Party, PartyRole
from bot.desk.task import Task
from bot.policy import load
from bot.service import outages
from bot.store.sessions import desk
from tests.emulator.messages import Message
from tests.flows.talk import Talk
from tests.live import Live

Meet = Callable[..., Talk]
_numbers = itertools.count(1)


class Site:
    """A site of its own for one test: nobody else's outage reaches it."""

    def __init__(self, live: Live) -> None:
        self.live, self.number = live, next(_numbers)
        self.name = f"试验苑{self.number}"
        self._work = desk(
            live.engine, load(live.folder / "policy.toml"), live.staff.id, lambda: datetime.now(UTC)
        )

    def home(self, talk: Talk, **party: Any) -> Talk:
        """The customer lives here; with ``party``, somebody of the books does."""
        talk.says("你好" if talk.person.user.language_code != "en" else "hello")
        talk.hears(lambda message: True)
        customer = talk.customer()
        with Session(self.live.engine) as session:
            number = f"S{self.number}-{customer.id}"
            account = Account(kind=AccountKind.HOME, number=number, site=self.name)
            session.add(account)
            session.flush()
            session.add(
                AccountLink(
                    customer_id=customer.id or 0,
                    account_id=account.id or 0,
                    proof=Proof.CODE,
                    linked_at=datetime.now(UTC),
                )
            )
            if party:
                one = Party(number=f"P-{number}", **party)
                session.add(one)
                session.flush()
                session.add(
                    AccountParty(account_id=account.id or 0, party_id=one.id or 0, role=PartyRole.TENANT)
                )
            session.commit()
        talk.now()
        return talk

    def record(self, **values: Any) -> str:
        """A fault of the power, unless other values are given; its number."""
        number = f"F-{self.number}-{next(_numbers)}"
        given: Any = {
            "number": number,
            "kind": OutageKind.FAULT,
            "supply": Supply.POWER,
            "starts_at": datetime.now(UTC),
            "cause_zh": "电缆故障",
            "cause_en": "a damaged cable",
        } | values
        with self._work() as work:
            outages.record(work, given, [(AreaKind.SITE, self.name)])
        return number

    def do(self, deed: Any, number: str, *more: Any) -> None:
        with self._work() as work:
            deed(work, outages.by_number(work, number), *more)


@pytest.fixture
def site(live: Live) -> Site:
    return Site(live)


def general(live: Live, wanted: Any, since: int) -> Message:
    """A message in the staff group outside any topic."""
    return live.telegram.wait_for(wanted, chat=live.staff, timeout=60, since=since)


def test_a_fault_is_told_changes_in_place_and_its_end_is_a_new_message(
    live: Live, meet: Meet, site: Site
) -> None:
    customer = site.home(meet())
    number = site.record()
    told = customer.hears(number, patience=60)
    assert "突发停电" in told.text
    assert "电缆故障" in told.text
    site.do(outages.change, number, {"ends_at": datetime.now(UTC) + timedelta(hours=3)})
    live.until(lambda: "预计" in told.text, f"an edit of {told!r}")
    customer.now()
    site.do(outages.restore, number)
    back = customer.hears(lambda message: message.id != told.id and "已恢复" in message.text, patience=60)
    live.until(lambda: "已恢复" in told.text, "the first message says that it is over")
    customer.presses(back, "我家还没有恢复")
    assert number in customer.hears("已和").text
    live.in_topic(customer.ticket().id or 0, number)


def test_no_power_joins_the_outage_and_only_my_flat_files(live: Live, meet: Meet, site: Site) -> None:
    customer = site.home(meet())
    number = site.record()
    customer.hears(number, patience=60)
    customer.says("我家没电了")
    joined = customer.hears("不用再报修")
    assert number in joined.text
    assert not customer.tickets()
    customer.presses(joined, "只有我家这样")
    customer.hears("CD-")
    assert customer.ticket().source_message_id is not None


def test_no_water_in_english_is_told_the_cause(live: Live, meet: Meet, site: Site) -> None:
    customer = site.home(meet("en"))
    number = site.record(supply=Supply.WATER, cause_en="a burst main")
    customer.hears(number, patience=60)
    customer.says("no water here")
    joined = customer.hears("counted you in")
    assert "a burst main" in joined.text
    assert not customer.tickets()


def test_danger_in_an_outage_is_filed_at_once(live: Live, meet: Meet, site: Site) -> None:
    customer = site.home(meet())
    number = site.record()
    customer.hears(number, patience=60)
    customer.says("停电了，我爸的呼吸机快没电了，快救命")
    customer.hears("CD-")
    assert "电缆故障" in customer.hears(number).text
    assert customer.ticket().urgent


def test_an_outage_and_something_else_is_told_and_the_rest_is_filed(
    live: Live, meet: Meet, site: Site
) -> None:
    customer = site.home(meet())
    number = site.record()
    customer.hears(number, patience=60)
    customer.says("停电了，另外你们客服态度太差，没人理我")
    assert "不用再报修" in customer.hears(number).text
    customer.hears("CD-")
    ticket = customer.ticket()
    assert ticket.category == "service"
    assert "已告知客户" in live.in_topic(ticket.id or 0, number).text


def test_who_reported_before_the_outage_was_recorded_is_told_and_their_ticket_belongs_to_it(
    live: Live, meet: Meet, site: Site
) -> None:
    customer = site.home(meet())
    customer.says("家里没电了")
    customer.hears("CD-")
    number = site.record()
    customer.hears(number, patience=60)
    live.in_topic(customer.ticket().id or 0, number)
    (report,) = live.rows(SupplyReport, SupplyReport.customer_id == customer.customer().id)
    assert report.outage_id is not None


def test_is_there_an_outage_tonight(live: Live, meet: Meet, site: Site) -> None:
    customer = site.home(meet())
    customer.says("今晚会停电吗")
    customer.hears("没有查到")
    begins = datetime.now(UTC) + timedelta(hours=30)
    number = site.record(kind=OutageKind.PLANNED, starts_at=begins, ends_at=begins + timedelta(hours=2))
    customer.hears(number, patience=60)
    customer.says("这两天停电吗")
    assert number in customer.hears("计划停电").text
    stranger = meet()
    stranger.says("今晚会停电吗")
    stranger.hears("/account")


def test_many_reports_alarm_staff_who_open_an_outage_for_the_area(live: Live, meet: Meet, site: Site) -> None:
    since = live.telegram.mark()
    neighbours = [site.home(meet(name=f"邻居{n}")) for n in range(5)]
    silent = site.home(meet(name="没说话的邻居"))
    for one in neighbours:
        one.says("小区停电了")
        one.hears("CD-")
    alarm = general(live, site.name, since)
    assert "5 户" in alarm.text
    toast = live.press(live.agent, alarm, "按片区故障发布")
    assert "已发布" in toast
    for one in (*neighbours, silent):
        one.hears("突发停电", patience=60)
    (opened,) = live.rows(Outage, Outage.number.in_([f"A-{task.id}" for task in live.rows(Task)]))  # type: ignore[attr-defined]
    reports = live.rows(SupplyReport, SupplyReport.outage_id == opened.id)
    assert len(reports) == 5
    live.in_topic(neighbours[0].ticket().id or 0, opened.number)


def test_who_depends_on_power_is_called_by_a_person(live: Live, meet: Meet, site: Site) -> None:
    since = live.telegram.mark()
    customer = site.home(meet(), name="陈奶奶", phone="+8613800138000", powered_medical=True)
    number = site.record()
    customer.hears(number, patience=60)
    card = general(live, "陈奶奶", since)
    assert "医疗设备" in card.text
    live.press(live.agent, card, "没接通")
    live.until(lambda: "未接通" in card.text, "the try on the card")
    live.press(live.agent, card, "已联系上")
    live.until(lambda: "小王" in card.text and not card.button_texts, "the outcome on the card")
    with Session(live.engine) as session:
        done = session.exec(select(Task).where(Task.values["number"].as_string() == number)).one()  # type: ignore[index]
        assert done.outcome == "reached"
