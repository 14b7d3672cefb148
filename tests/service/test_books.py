"""The company's books taken over: what is right is kept once, what is not is named, and chats follow the books."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import event

from bot.desk.account import Account, AccountKind, AccountLink, Proof
from bot.desk.bill import Bill, BillState
from bot.desk.codes import matches
from bot.desk.customer import Customer
from bot.desk.labels import Language
from bot.desk.notice import Notice
from bot.desk.occasion import Occasion, OccasionKind
from bot.desk.outage import AreaKind, Outage, OutageArea, OutageKind, OutageState, Supply
from bot.desk.party import AccountParty, Party, PartyRole, Standing
from bot.service import books, identity, proving
from bot.service.books import AT_ONCE, Seen
from bot.service.books_columns import Book
from tests.builders import LI, Scene
from tests.service.books_scene import account, bill, counts, outage, party, reasons, take

PHONE = "13800138000"
CUSTOMERS, ACCOUNTS, BILLS, OUTAGES = Book.CUSTOMERS, Book.ACCOUNTS, Book.BILLS, Book.OUTAGES


# --- customers ------------------------------------------------------------------------------------


def test_a_customer_with_everything(scene: Scene) -> None:
    user = scene.agent("王强")
    row = party(
        phone=13800138000.0, email="li@example.com", language="英文", birthday="1990/2/3", standing="VIP",
        medical="是", manager="王强",
    )  # fmt: skip
    assert counts(take(scene, CUSTOMERS, row)) == (1, 0, 0, 0)
    (one,) = scene.all(Party)
    assert (one.number, one.name, one.phone, one.email) == ("K1", "李娜", "+8613800138000", "li@example.com")
    assert (one.language, one.birthday, one.given_standing) == (Language.EN, date(1990, 2, 3), Standing.VIP)
    assert one.powered_medical
    assert one.manager_id is not None
    (occasion,) = scene.all(Occasion)
    assert (occasion.subject, occasion.kind) == (f"party:{one.id}", OccasionKind.BIRTHDAY)
    assert counts(take(scene, CUSTOMERS, row | {"manager": str(user)})) == (0, 0, 1, 0)


def test_the_same_customers_again_change_nothing_and_a_missing_column_leaves_what_is_known(
    scene: Scene,
) -> None:
    full = party(phone=PHONE, email="li@example.com", medical="yes")
    take(scene, CUSTOMERS, full)
    assert counts(take(scene, CUSTOMERS, full)) == (0, 0, 1, 0)
    assert counts(take(scene, CUSTOMERS, party())) == (0, 0, 1, 0)
    assert counts(take(scene, CUSTOMERS, party(name="李娜娜"))) == (0, 1, 0, 0)
    assert counts(take(scene, CUSTOMERS, party(name="李娜娜", email=""))) == (0, 1, 0, 0)
    (one,) = scene.all(Party)
    assert (one.name, one.phone, one.email, one.powered_medical) == ("李娜娜", "+8613800138000", None, True)


def test_a_customers_language_is_that_of_the_name_until_it_is_given(scene: Scene) -> None:
    take(
        scene,
        CUSTOMERS,
        party("K1", language=""),
        party("K2", name="Tom Ellery"),
        party("K3", name="123", language="en"),
    )
    assert [one.language for one in scene.all(Party)] == ["zh", "en", "en"]
    take(scene, CUSTOMERS, party("K3", name="123", language=""))
    assert scene.all(Party, number="K3")[0].language == Language.EN


def test_a_birthday_that_changes_is_kept_anew_and_one_that_goes_is_forgotten(scene: Scene) -> None:
    take(scene, CUSTOMERS, party(birthday="1990-05-03"))
    take(scene, CUSTOMERS, party(birthday="1990-06-04"))
    assert [one.next_on for one in scene.all(Occasion)] == [date(2026, 6, 4)]
    take(scene, CUSTOMERS, party(birthday=""))
    assert [one.next_on for one in scene.all(Occasion)] == [None]


def test_bad_customers_are_named_and_the_others_taken(scene: Scene) -> None:
    for name in ("王强", "赵敏", "赵敏"):
        scene.agent(name)
    report = take(
        scene, CUSTOMERS,
        party("K1"),
        party("K2", phone="123", birthday="1990-02-30", email="nobody"),
        party("K1", name="again"),
        party("", name=""),
        party("K3", standing="emperor"),
        party("K4", manager="谁"),
        party("K5", manager="赵敏"),
        party("K 6"),
        party("K7", planet="Mars"),
        party("K8"),
    )  # fmt: skip
    assert counts(report) == (2, 0, 0, 8)
    assert reasons(report) == [
        (3, "phone", "not_a_phone"), (3, "email", "not_an_email"), (3, "birthday", "no_such_day"),
        (4, "number", "duplicate"),
        (5, "number", "missing"), (5, "name", "missing"),
        (6, "standing", "not_in_list"),
        (7, "manager", "unknown_manager"),
        (8, "manager", "several_managers"),
        (9, "number", "not_a_number_of_it"),
        (10, "planet", "unknown_field"),
    ]  # fmt: skip
    assert [one.number for one in scene.all(Party)] == ["K1", "K8"]
    assert report.mistakes[3].more == {"first": 2}


def test_a_number_is_twice_also_when_it_comes_in_a_later_piece(scene: Scene) -> None:
    seen = Seen()
    take(scene, CUSTOMERS, party("K1"), seen=seen)
    report = take(scene, CUSTOMERS, party("K1", name="other"), seen=seen, first=900)
    assert reasons(report) == [(900, "number", "duplicate")]
    assert scene.all(Party)[0].name == "李娜"


# --- accounts -------------------------------------------------------------------------------------


def test_an_account_with_everything(scene: Scene) -> None:
    take(scene, CUSTOMERS, party("K1"), party("K2"), party("K3"))
    row = account(
        holder="李娜", phone=PHONE, building="3栋", feeder="F12", address="云栖苑3栋", tariff="居民", voltage="220 V",
        size="89 m²", moved_in="2024-05-18", contract_until="2026-12-31", warranty_until="2027年1月1日", code=998877.0,
        owner="K1；K2", tenant="K3", payer="K1",
    )  # fmt: skip
    assert counts(take(scene, ACCOUNTS, row)) == (1, 0, 0, 0)
    (one,) = scene.all(Account)
    assert (one.kind, one.number, one.phone) == (AccountKind.METER, "meter_1", "+8613800138000")
    assert (one.site, one.building, one.feeder, one.size) == ("云栖苑", "3栋", "F12", "89 m²")
    assert (one.moved_in_on, one.warranty_until) == (date(2024, 5, 18), date(2027, 1, 1))
    assert matches("998877", one.code_digest)
    names = {party.id: party.number for party in scene.all(Party)}
    assert {(names[one.party_id], one.role) for one in scene.all(AccountParty)} == {
        ("K1", PartyRole.OWNER), ("K2", PartyRole.OWNER), ("K3", PartyRole.TENANT), ("K1", PartyRole.PAYER),
    }  # fmt: skip
    assert {one.kind: one.next_on for one in scene.all(Occasion)} == {
        OccasionKind.MOVED_IN: date(2026, 5, 18),
        OccasionKind.CONTRACT_UNTIL: date(2026, 12, 31),
        OccasionKind.WARRANTY_UNTIL: date(2027, 1, 1),
    }
    digest = one.code_digest
    assert counts(take(scene, ACCOUNTS, row)) == (0, 0, 1, 0)
    assert scene.all(Account)[0].code_digest == digest


def test_of_a_known_account_only_what_the_file_names_is_changed(scene: Scene) -> None:
    take(scene, CUSTOMERS, party("K1"), party("K2"))
    take(scene, ACCOUNTS, account(code="1234", owner="K1", tenant="K2", address="here"))
    assert counts(take(scene, ACCOUNTS, account(code=""))) == (0, 0, 1, 0)
    assert counts(take(scene, ACCOUNTS, account(tenant=""))) == (0, 1, 0, 0)
    assert [one.role for one in scene.all(AccountParty)] == [PartyRole.OWNER]
    assert counts(take(scene, ACCOUNTS, account(code="5678"))) == (0, 1, 0, 0)
    assert matches("5678", scene.all(Account)[0].code_digest)
    assert scene.all(Account)[0].address == "here"


def test_bad_accounts_are_named(scene: Scene) -> None:
    report = take(
        scene, ACCOUNTS,
        account("meter_1", owner="K1;K2"),
        account("户号1"),
        account("meter_2", kind="castle"),
        account("meter_3", moved_in="1024-01-01"),
        account("meter_4", code="12345678901234567"),
        account("meter_5", manager="谁", tenant="K9"),
        {"number": "meter_6"},
        account("meter_7"),
        account("meter_7"),
    )  # fmt: skip
    assert counts(report) == (1, 0, 0, 8)
    assert reasons(report) == [
        (2, "owner", "unknown_customer"), (2, "owner", "unknown_customer"),
        (3, "number", "not_a_reference"),
        (4, "kind", "not_in_list"),
        (5, "moved_in", "day_out_of_range"),
        (6, "code", "too_long"),
        (7, "manager", "unknown_manager"), (7, "tenant", "unknown_customer"),
        (8, "kind", "missing"),
        (10, "number", "duplicate"),
    ]  # fmt: skip
    assert [one.value for one in report.mistakes[:2]] == ["K1", "K2"]
    assert [one.number for one in scene.all(Account)] == ["meter_7"]


# --- who may see an account follows the books -----------------------------------------------------


@pytest.fixture
def tenant(scene: Scene) -> Scene:
    """A tenant who proved by phone, in an account with an owner."""
    take(scene, CUSTOMERS, party("K1", phone="13900139000"), party("K2", name="王芳", phone=PHONE))
    take(scene, ACCOUNTS, account(owner="K1", tenant="K2", code="1234"))
    scene.write("你好")
    with scene.desk() as work:
        assert identity.share_contact(work, LI, PHONE, LI)
    return scene


def proofs(scene: Scene) -> list[Proof]:
    return [one.proof for one in scene.all(AccountLink)]


def test_a_tenant_who_moves_out_sees_the_account_no_more(tenant: Scene) -> None:
    assert proofs(tenant) == [Proof.PHONE]
    take(tenant, ACCOUNTS, account(tenant=""))
    assert proofs(tenant) == [Proof.SAID]
    assert tenant.all(Customer)[0].party_id is None


def test_a_phone_number_that_changes_proves_no_more(tenant: Scene) -> None:
    take(tenant, CUSTOMERS, party("K2", name="王芳", phone="13700137000"))
    assert proofs(tenant) == [Proof.SAID]
    assert tenant.all(Customer)[0].party_id is None


def test_the_code_of_an_old_paper_proves_no_more_when_its_tenant_leaves(scene: Scene) -> None:
    take(scene, CUSTOMERS, party("K1"), party("K2"))
    take(scene, ACCOUNTS, account(owner="K1", tenant="K2", code="1234"))
    message = scene.write("户号 meter_1 校验码 1234")
    with scene.desk() as work:
        assert proving.prove(work, LI, message, "meter_1", "1234").what == "tied"
    take(scene, ACCOUNTS, account(address="elsewhere"))
    assert proofs(scene) == [Proof.CODE]
    take(scene, ACCOUNTS, account(tenant=""))
    assert proofs(scene) == [Proof.SAID]


def test_a_new_account_of_somebody_who_is_proven_is_tied_at_once(tenant: Scene) -> None:
    take(tenant, ACCOUNTS, account("meter_2", owner="K2"), account("meter_3", owner="K1"))
    tied = {one.account_id for one in tenant.all(AccountLink)}
    assert {one.number for one in tenant.all(Account) if one.id in tied} == {"meter_1", "meter_2"}
    assert proofs(tenant) == [Proof.PHONE, Proof.PHONE]


# --- bills ----------------------------------------------------------------------------------------


@pytest.fixture
def metered(scene: Scene) -> Scene:
    take(
        scene,
        ACCOUNTS,
        account("meter_1", building="3栋", feeder="F12"),
        account("meter_2", site="Maple Court"),
    )
    return scene


def test_bills_are_taken_once_and_follow_the_file(metered: Scene) -> None:
    row = bill(amount="¥1,288.50")
    assert counts(take(metered, BILLS, row, bill("B2", currency="eur", amount=12))) == (2, 0, 0, 0)
    one, other = metered.all(Bill)
    assert (one.amount, one.currency, one.due_on, one.state) == (
        128850,
        "CNY",
        date(2026, 3, 20),
        BillState.OPEN,
    )
    assert (other.amount, other.currency) == (1200, "EUR")
    assert counts(take(metered, BILLS, row)) == (0, 0, 1, 0)
    assert counts(take(metered, BILLS, row | {"due": "2026-03-25"})) == (0, 1, 0, 0)
    assert counts(take(metered, BILLS, row | {"due": "2026-03-25", "paid": "2026-03-01"})) == (0, 1, 0, 0)
    one = metered.all(Bill)[0]
    assert (one.state, one.paid_on, one.remind_on) == (BillState.PAID, date(2026, 3, 1), None)


BAD_BILLS: dict[str, tuple[dict[str, Any], tuple[str, str]]] = {
    "negative": ({"amount": "-5"}, ("amount", "amount_not_positive")),
    "nothing": ({"amount": 0}, ("amount", "amount_not_positive")),
    "too many decimals": ({"amount": "1.005"}, ("amount", "too_many_decimals")),
    "no decimals in yen": ({"amount": "1.5", "currency": "JPY"}, ("amount", "too_many_decimals")),
    "too much": ({"amount": "99999999.99"}, ("amount", "amount_too_large")),
    "no such currency": ({"currency": "XQX"}, ("currency", "unknown_currency")),
    "no such account": ({"account": "meter_9"}, ("account", "unknown_account")),
    "the year 3027": ({"due": "3027-03-20"}, ("due", "day_out_of_range")),
    "no such day": ({"due": "2026-02-30"}, ("due", "no_such_day")),
    "no due date": ({"due": ""}, ("due", "missing")),
    "no such state": ({"state": "lost"}, ("state", "not_in_list")),
    "a state of the desk's": ({"state": "disputed"}, ("state", "not_in_list")),
    "paid and open": ({"state": "open", "paid": "2026-03-01"}, ("paid", "paid_but_open")),
    "paid tomorrow": ({"paid": "2026-03-03"}, ("paid", "paid_tomorrow")),
}


@pytest.mark.parametrize("case", BAD_BILLS)
def test_bad_bills_are_named(metered: Scene, case: str) -> None:
    changes, (column, reason) = BAD_BILLS[case]
    report = take(metered, BILLS, bill("B1", **changes), bill("B2"))
    assert reasons(report) == [(2, column, reason)]
    assert [one.number for one in metered.all(Bill)] == ["B2"]


# --- outages --------------------------------------------------------------------------------------


def test_outages_are_taken_once_in_local_time(metered: Scene) -> None:
    row = outage(areas="小区:云栖苑; 线路:F12；account:meter_2", cause_zh="检修")
    assert counts(take(metered, OUTAGES, row)) == (1, 0, 0, 0)
    (one,) = metered.all(Outage)
    assert (one.kind, one.supply, one.state) == (OutageKind.PLANNED, Supply.POWER, OutageState.ANNOUNCED)
    assert one.starts_at == datetime(2026, 3, 5, 0, 0, tzinfo=UTC)
    assert {(area.kind, area.name) for area in metered.all(OutageArea)} == {
        (AreaKind.SITE, "云栖苑"), (AreaKind.FEEDER, "F12"), (AreaKind.ACCOUNT, "meter_2"),
    }  # fmt: skip
    assert counts(take(metered, OUTAGES, row)) == (0, 0, 1, 0)
    without = {name: value for name, value in row.items() if name != "cause_zh"}
    assert counts(take(metered, OUTAGES, without)) == (0, 0, 1, 0)
    assert counts(take(metered, OUTAGES, row | {"to": "2026-03-05 14:00"})) == (0, 1, 0, 0)
    assert metered.all(Outage)[0].version == 2


BAD_OUTAGES: dict[str, tuple[dict[str, Any], tuple[str, str]]] = {
    "nobody lives there": ({"areas": "site:Atlantis"}, ("areas", "unknown_area")),
    "no such meter": ({"areas": "account:meter_99"}, ("areas", "unknown_area")),
    "no area": ({"areas": ""}, ("areas", "missing")),
    "an area without its kind": ({"areas": "云栖苑"}, ("areas", "not_an_area")),
    "end before start": ({"to": "2026-03-05 07:00"}, ("to", "end_before_start")),
    "end at the start": ({"to": "2026-03-05 08:00"}, ("to", "end_before_start")),
    "planned without end": ({"to": ""}, ("to", "planned_without_end")),
    "a whole year": ({"to": "2027-03-05 08:00"}, ("to", "outage_too_long")),
    "the year 2199": ({"from": "2199-01-01 08:00", "to": "2199-01-01 09:00"}, ("from", "outage_too_far")),
    "no time": ({"from": "2026-03-05"}, ("from", "not_a_time")),
    "the hour 25": ({"from": "2026-03-05 25:00"}, ("from", "not_a_time")),
    "no such supply": ({"supply": "tea"}, ("supply", "not_in_list")),
}


@pytest.mark.parametrize("case", BAD_OUTAGES)
def test_bad_outages_are_named_and_nobody_hears_of_them(metered: Scene, case: str) -> None:
    changes, mistake = BAD_OUTAGES[case]
    report = take(metered, OUTAGES, outage("T1", **changes))
    assert [one[1:] for one in reasons(report)] == [mistake]
    assert not metered.all(Outage)
    assert not metered.all(Notice)


def test_what_an_outage_cannot_become_is_named(metered: Scene) -> None:
    take(
        metered,
        OUTAGES,
        outage("T1"),
        outage("T2", kind="fault", **{"from": "2026-03-02 16:00"}),
        outage("T3"),
    )
    take(metered, OUTAGES, outage("T3", state="cancelled"))
    report = take(
        metered, OUTAGES,
        outage("T1", kind="fault"),
        outage("T2", kind="fault", state="cancelled", **{"from": "2026-03-02 16:00"}),
        outage("T3", state="restored"),
    )  # fmt: skip
    assert reasons(report) == [
        (2, "kind", "outage_other_kind"),
        (3, "state", "outage_has_started"),
        (4, "state", "outage_is_over"),
    ]


# --- many -----------------------------------------------------------------------------------------


def test_a_piece_is_a_handful_of_statements(scene: Scene) -> None:
    """No query per line: a file of a hundred thousand lines must not take an hour."""
    rows = [account(f"meter_{at}", moved_in="2020-01-01") for at in range(AT_ONCE)]
    statements: list[str] = []
    with scene.desk() as work:
        bind = work.session.get_bind()
        engine = getattr(bind, "engine", bind)
        listen = lambda *args: statements.append(args[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", listen)
        report = books.take(work, ACCOUNTS, [books.Line(at, row) for at, row in enumerate(rows)], Seen())
        event.remove(engine, "before_cursor_execute", listen)
    assert report.added == AT_ONCE
    assert len(statements) < 40
