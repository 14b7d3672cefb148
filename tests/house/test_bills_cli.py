"""``python -m bot bills``: what a person of the company types, what it says, and what cannot be."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select
from typer.testing import CliRunner

import bot.bills_cli
from bot.cli import app
from bot.desk.account import Account, AccountKind
from bot.desk.bill import Bill, BillState, Instalment
from bot.service import bill_records
from bot.service.bill_records import BillValues
from bot.service.work import Desk
from tests.databases import Clock

runner = CliRunner()


@pytest.fixture
def database() -> str:
    return "sqlite"


@pytest.fixture
def run(desk: Desk, glance: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Any:
    settings = type("Settings", (), {"terminal_language": "en"})
    wiring = type(
        "Wiring", (), {"desk": staticmethod(desk), "glance": staticmethod(glance), "settings": settings}
    )
    monkeypatch.setattr(bot.bills_cli, "wired", lambda: wiring)
    with desk() as work:
        account = Account(kind=AccountKind.HOME, number="H-1")
        work.session.add(account)
        work.session.flush()
        due = clock.now.date() + timedelta(days=10)
        bill_records.record(work, account.id or 0, BillValues("B-1", "2026-02", 12000, "CNY", due))

    def typed(*words: str, exit_code: int = 0) -> str:
        result = runner.invoke(app, ["bills", *words], env={"COLUMNS": "200"})
        assert result.exit_code == exit_code, result.output
        return result.output

    return typed


def bill(desk: Desk) -> Bill:
    with desk() as work:
        return work.session.exec(select(Bill)).one()


def test_listed_with_the_day_it_is_looked_at(run: Any) -> None:
    listed = run("list", "--account", "H-1")
    for one in ("B-1", "H-1", "2026-02", "CN¥120.00", "2026-03-12", "open", "2026-03-05"):
        assert one in listed
    assert "B-1" not in run("list", "--state", "paid")
    assert "B-1" not in run("list", "--account", "H-2")


def test_paid_on_a_day_and_open_again(run: Any, desk: Desk) -> None:
    assert "bill B-1: paid" in run("paid", "B-1", "--on", "2026-03-01")
    assert (bill(desk).paid_on, bill(desk).remind_on) == (date(2026, 3, 1), None)
    assert "B-1" not in run("list")
    assert "bill B-1: open" in run("reopen", "B-1")
    assert (bill(desk).paid_on, bill(desk).remind_on) == (None, date(2026, 3, 5))


@pytest.mark.parametrize(
    ("command", "state"), [("settle", BillState.SETTLED), ("cancel", BillState.CANCELLED)]
)
def test_settled_or_cancelled(run: Any, desk: Desk, command: str, state: BillState) -> None:
    assert f"bill B-1: {state}" in run(command, "B-1")
    assert bill(desk).state == state


def test_instalments(run: Any, desk: Desk) -> None:
    said = run("instalments", "B-1", "3")
    assert "bill B-1: open, 2026-03-12: CN¥40.00, 2026-04-11: CN¥40.00, 2026-05-11: CN¥40.00" in said
    assert "2026-03-05" in run("list")
    assert "from 2 to 36" in run("instalments", "B-1", "1", exit_code=1)
    run("settle", "B-1")
    assert "bill B-1 is settled; only what is unpaid" in run("instalments", "B-1", "3", exit_code=1)
    with desk() as work:
        assert not [one for one in work.session.exec(select(Instalment)) if one.remind_on]


def test_another_ladder_is_planned_anew(run: Any, desk: Desk) -> None:
    with desk() as work:
        known = work.session.exec(select(Bill)).one()
        known.remind_on = None
        work.session.add(known)
    assert "planned anew" in run("replan")
    assert bill(desk).remind_on == date(2026, 3, 5)


@pytest.mark.parametrize("command", ["paid", "settle", "cancel", "reopen"])
def test_an_unknown_bill_is_named(run: Any, command: str) -> None:
    assert "there is no bill 'B-9'; list them with: python -m bot bills list" in run(
        command, "B-9", exit_code=1
    )
