"""A rehearsal: the desk's own planners on a copy; nothing of the real database changes, and broken rules are seen."""

import json
import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
import typer
from sqlalchemy import Engine
from sqlmodel import col, func, select, update
from typer.testing import CliRunner

from bot import rehearsal_events, rehearsal_report, rehearse_cli
from bot.clock import ticks
from bot.desk.account import Account
from bot.desk.bill import Bill, BillState
from bot.desk.customer import Customer
from bot.desk.notice import Act, Lane, Notice, NoticeState
from bot.desk.occasion import OccasionKind
from bot.desk.party import Party
from bot.desk.policy import Policy
from bot.desk.wishes import Channel, Topic, Wishes
from bot.rehearsal import Event, Rehearsal, chats_tied, rehearsal
from bot.rehearsal_events import BadEvent
from bot.service import demo, occasions
from bot.service.work import Desk, Work
from bot.settings import ROOT
from bot.store.sessions import desk as open_desk
from bot.store.tables import metadata
from bot.ticks import PLANNING
from tests.databases import STAFF_CHAT, Clock


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2027, 1, 4, 1, 0, tzinfo=UTC))


@pytest.fixture
def company(desk: Desk) -> None:
    """The demo company; nobody wrote to the desk yet."""
    rows = tomllib.loads((ROOT / "bot" / "demo.toml").read_text("utf-8"))
    with desk() as work:
        demo.seed(work, rows)


def rows_of(engine: Engine) -> dict[str, list[object]]:
    """Everything in the database."""
    with engine.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(table.select())))
            for table in metadata.sorted_tables
        }


@pytest.mark.usefixtures("company")
def test_a_fortnight_of_the_demo_company_and_nothing_real_changes(
    engine: Engine, policy: Policy, clock: Clock, desk: Desk
) -> None:
    before = rows_of(engine)
    until = clock.now + timedelta(days=14)
    with rehearsal(engine, policy, STAFF_CHAT, clock.now, stand_ins=True) as copy:
        with copy.desk() as work:
            events = rehearsal_events.usual(work, until)
        moments: list[datetime] = []
        copy.run(until, events, moments.append)
        with copy.desk() as work:
            found = rehearsal_report.report(work, clock.now, until)
            assert work.session.exec(select(func.count()).select_from(Customer)).one() > 20
    assert found.total > 30
    assert {"bills", "outages"} <= {topic for topic, _ in found.to}
    assert len(found.breaches) == 4
    assert not any(found.breaches.values())
    assert sum(found.hours.values()) == sum(found.customers.values()) == found.total
    assert moments == sorted(moments)
    assert rows_of(engine) == before


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_same_books_give_the_same_year(engine: Engine, policy: Policy, clock: Clock) -> None:
    until = clock.now + timedelta(days=5)

    def lived() -> object:
        with rehearsal(engine, policy, STAFF_CHAT, clock.now, stand_ins=True) as copy:
            with copy.desk() as work:
                events = rehearsal_events.usual(work, until)
            copy.run(until, events)
            with copy.desk() as work:
                found = rehearsal_report.report(work, clock.now, until)
        return (found.said, found.not_said, found.customers)

    assert lived() == lived()


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_without_chats_nobody_hears_but_by_letter_and_that_is_known(
    engine: Engine, policy: Policy, clock: Clock, desk: Desk
) -> None:
    with desk() as work:
        assert chats_tied(work) == 0
    with rehearsal(engine, policy, STAFF_CHAT, clock.now, stand_ins=False) as copy:
        copy.run(clock.now + timedelta(days=3))
        with copy.desk() as work:
            said = work.session.exec(select(Notice).where(col(Notice.topic).is_not(None))).all()
            letters = [one for one in said if one.party_id is not None and one.channel != Channel.TELEGRAM]
            assert said == letters


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_events_of_a_file_happen_at_their_time(
    engine: Engine, policy: Policy, clock: Clock, tmp_path: Path
) -> None:
    with rehearsal(engine, policy, STAFF_CHAT, clock.now, stand_ins=True) as copy:
        with copy.desk() as work:
            bill = work.session.exec(select(Bill).where(Bill.state == BillState.OPEN)).first()
            assert bill is not None
            account = work.session.get_one(Account, bill.account_id).number
            row = {
                "number": "NEW-1",
                "account": account,
                "period": "2027-01",
                "amount": "99.50",
                "due": "2027-01-12",
            }
            chat = work.session.exec(select(Customer.chat_id)).first()
            file = tmp_path / "events.jsonl"
            lines = [
                {"at": "2027-01-06 09:00", "book": "bills", "row": row},
                {"at": "2027-01-08 09:00", "chat": chat, "topic": "bills", "given": False},
                {
                    "at": "2027-01-10 09:00",
                    "book": "bills",
                    "row": row | {"state": "paid", "paid": "2027-01-10"},
                },
            ]
            file.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
            events = rehearsal_events.read(file, work)
        copy.run(clock.now + timedelta(days=4), events)
        with copy.desk() as work:
            assert work.session.exec(select(Bill).where(Bill.number == "NEW-1")).one().state == BillState.OPEN
        copy.run(clock.now + timedelta(days=10), events[1:])
        with copy.desk() as work:
            assert work.session.exec(select(Bill).where(Bill.number == "NEW-1")).one().state == BillState.PAID


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "line",
    [
        "{",
        '{"at": "yesterday", "book": "bills", "row": {}}',
        '{"at": "2027-01-06", "book": "recipes", "row": {}}',
        '{"at": "2027-01-06", "chat": 5, "topic": "weather", "given": true}',
    ],
)
def test_a_line_that_is_no_event_is_named_with_its_cure(desk: Desk, tmp_path: Path, line: str) -> None:
    file = tmp_path / "events.jsonl"
    file.write_text(f"\n{line}\n", "utf-8")
    with desk() as work, pytest.raises(BadEvent, match=r"events.jsonl:2: .* the columns of an import"):
        rehearsal_events.read(file, work)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_record_that_the_books_refuse_is_named(engine: Engine, policy: Policy, clock: Clock) -> None:
    wrong = rehearsal_events.Record(
        clock.now, rehearsal_events.Book.BILLS, {"number": "B-1", "amount": "-5"}, "f:1"
    )
    with (
        rehearsal(engine, policy, STAFF_CHAT, clock.now, stand_ins=False) as copy,
        pytest.raises(BadEvent, match="f:1: bills"),
    ):
        copy.run(clock.now + timedelta(days=1), [wrong])


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
class TestBreaches:
    """The report sees what must never be: rows as a broken planner would have left them."""

    @pytest.fixture
    def said(self, engine: Engine, policy: Policy, clock: Clock) -> Callable[..., dict[str, int]]:
        def look(*hours: float, **fields: object) -> dict[str, int]:
            with rehearsal(engine, policy, STAFF_CHAT, clock.now, stand_ins=False) as copy:
                with copy.desk() as work:
                    for step, hour in enumerate(hours):
                        _say(work, copy, hour, str(step), **fields)
                with copy.desk() as work:
                    end = clock.now + timedelta(days=60)
                    found = rehearsal_report.report(work, clock.now, end).breaches
            return {rule: len(broken) for rule, broken in found.items() if broken}

        return look

    def test_two_reminders_in_one_day(self, said: Callable[..., dict[str, int]]) -> None:
        assert said(1, 25, kind="reminder", topic=Topic.BILLS) == {}
        assert said(1, 3, kind="reminder", topic=Topic.BILLS) == {"two_a_day": 1}

    def test_in_quiet_hours(self, said: Callable[..., dict[str, int]]) -> None:
        assert said(14) == {"quiet_hours": 1}  # 23:00 in Shanghai
        assert said(14, lane=Lane.ALERT) == {}
        assert said(14, act=Act.EDIT) == {}

    def test_the_same_twice(self, said: Callable[..., dict[str, int]]) -> None:
        assert said(1, 2, text="the same") == {"twice": 1}
        assert said(1, 2, 3) == {}

    def test_more_than_they_wished(self, said: Callable[..., dict[str, int]]) -> None:
        assert said(1, 2, 3, topic=Topic.CARE) == {}
        assert said(1, 2, 3, 4, topic=Topic.CARE) == {"too_often": 1}


def _say(work: Work, copy: Rehearsal, hour: float, step: str, **fields: object) -> None:
    """A notice that was sent so many hours after the rehearsal began."""
    customer = work.session.exec(select(Customer)).first()
    if customer is None:
        customer = Customer(chat_id=5001, name="Li", created_at=work.now)
        work.session.add(customer)
        work.session.flush()
    at = copy.begin + timedelta(hours=hour)
    usual: dict[str, object] = {
        "kind": "x",
        "topic": Topic.OUTAGES,
        "lane": Lane.NOTICE,
        "act": Act.SAY,
        "text": f"words {step}",
    }
    notice = Notice(
        subject="x",
        step=step,
        chat_id=customer.chat_id,
        customer_id=customer.id,
        stream="x",
        language=customer.language,
        channel=Channel.TELEGRAM,
        state=NoticeState.SENT,
        due_at=at,
        created_at=at,
        sent_at=at,
        **(usual | fields),  # type: ignore[arg-type]
    )
    work.session.add(notice)
    work.session.flush()


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_goes_out_on_a_day(engine: Engine, policy: Policy, clock: Clock) -> None:
    with rehearsal(engine, policy, STAFF_CHAT, clock.now, stand_ins=True) as copy:
        copy.run(clock.now + timedelta(days=8))
        with copy.desk() as work:
            zone = policy.zone
            for day in (date(2027, 1, 5), date(2027, 1, 8)):
                for one in rehearsal_report.on_day(work, day):
                    assert one.sent_at is not None
                    assert one.sent_at.astimezone(zone).date() == day
            sent = select(func.count()).where(
                col(Notice.sent_at).is_not(None), col(Notice.topic).is_not(None)
            )
            days = [rehearsal_report.on_day(work, date(2027, 1, 4) + timedelta(days=day)) for day in range(9)]
            assert sum(map(len, days)) == work.session.exec(sent).one()


TICK = timedelta(minutes=20)
Saying = dict[tuple[object, ...], tuple[object, ...]]


def ticked(copy: Rehearsal, until: datetime, events: list[Event]) -> None:
    """The same days as they really go: the clock runs every task at its interval, whatever is due or not."""
    coming = sorted((one for one in events if one.at >= copy.begin), key=lambda one: one.at)
    while copy.clock.now < until:
        while coming and coming[0].at <= copy.clock.now:
            with copy.desk() as work:
                coming.pop(0).happen(work)
        for task in PLANNING:
            ticks.run(task, copy.desk)
        with copy.desk() as work:
            due = (Notice.state == NoticeState.READY, col(Notice.due_at) <= work.now)
            work.session.exec(
                update(Notice)
                .where(*due)
                .values(state=NoticeState.SENT, sent_at=work.now, message_id=col(Notice.id))
            )
        copy.clock.now += TICK


def sayings(copy: Rehearsal) -> Saying:
    """Every word that was said first or not, and why."""
    with copy.desk() as work:
        found = work.session.exec(select(Notice).where(col(Notice.topic).is_not(None))).all()
    return {
        (one.customer_id, one.subject, one.kind, one.step, one.act, one.channel): (
            one.text,
            one.template,
            {name: value for name, value in one.values.items() if name not in ("of", "message")},
            one.state,
            one.error,
        )
        for one in found
    }


def moments(copy: Rehearsal) -> dict[tuple[object, ...], datetime]:
    with copy.desk() as work:
        found = work.session.exec(
            select(Notice).where(col(Notice.topic).is_not(None), Notice.state == NoticeState.SENT)
        ).all()
    return {
        (one.customer_id, one.subject, one.kind, one.step, one.act): one.sent_at or one.due_at
        for one in found
    }


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_rehearsed_week_says_word_by_word_what_the_ticking_clock_says(
    engine: Engine, policy: Policy, clock: Clock
) -> None:
    """Over Spring Festival, with bills, outages, birthdays and surveys, and customers in other zones."""
    clock.now = datetime(2027, 1, 30, 1, 0, tzinfo=UTC)
    until = clock.now + timedelta(days=8)
    lived: list[tuple[Saying, dict[tuple[object, ...], datetime]]] = []
    for live in (Rehearsal.run, ticked):
        with rehearsal(engine, policy, STAFF_CHAT, clock.now, stand_ins=True) as copy:
            with copy.desk() as work:
                for one in work.session.exec(select(Customer)).all():
                    if one.id and one.id % 3:
                        zone = "Pacific/Auckland" if one.id % 3 == 1 else "America/Los_Angeles"
                        work.session.add(Wishes(customer_id=one.id, zone=zone))
                events = rehearsal_events.usual(work, until)
            live(copy, until, events)
            lived.append((sayings(copy), moments(copy)))
    (rehearsed, at), (real, really_at) = lived
    assert {"reminder", "survey", "care_birthday", "care_spring_festival", "outage_fault"} <= {
        str(key[2]) for key in real
    }
    assert rehearsed.keys() == real.keys()
    assert {key: (rehearsed[key], real[key]) for key in real if rehearsed[key] != real[key]} == {}
    late = {key: (at[key], really_at[key]) for key in at if abs(at[key] - really_at[key]) > TICK}
    assert late == {}


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("language", "words", "ends"),
    [
        ("zh", ["停水停电通知 / 故障通知", "✓ 同样的话说了两遍：0", "客户没有同意"], "caredesk: 演练了 3 天"),
        ("en", ["outage notices / fault", "✓ the same said twice: 0", "no consent"], "caredesk: 3 days"),
    ],
)
def test_the_report_speaks_the_manager_s_language(
    engine: Engine,
    policy: Policy,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    words: list[str],
    ends: str,
) -> None:
    glance = open_desk(engine, policy, STAFF_CHAT, clock, reading=True)
    with open_desk(engine, policy, STAFF_CHAT, clock)() as work:
        one = Customer(chat_id=5001, name="Li", created_at=work.now)
        work.session.add(one)
        work.session.flush()
        party = work.session.exec(select(Party).where(Party.number == "K1001")).first()
        assert party is not None
        one.party_id = party.id
        occasions.keep(work, f"party:{party.id}", OccasionKind.BIRTHDAY, date(1990, 1, 6))
    settings = SimpleNamespace(terminal_language=language)
    wiring = SimpleNamespace(
        engine=engine, policy=policy, staff_chat_id=STAFF_CHAT, now=clock, glance=glance, settings=settings
    )
    monkeypatch.setattr(rehearse_cli, "wired", lambda: wiring)
    app = typer.Typer()
    app.command()(rehearse_cli.rehearse)
    ran = CliRunner().invoke(app, ["--days", "3", "--stand-ins"])
    assert ran.exit_code == 0, ran.output
    assert [one for one in words if one not in ran.output] == []
    assert ran.output.splitlines()[-1].startswith(ends)
