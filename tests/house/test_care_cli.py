"""``python -m bot standing``, ``surveys`` and ``care``: what they say, and what cannot be."""

from typing import Any

import pytest
from typer.testing import CliRunner

import bot.care_cli
from bot.cli import app
from bot.desk.account import Account, AccountKind
from bot.desk.customer import Customer
from bot.desk.occasion import Survey
from bot.desk.party import AccountParty, Party, PartyRole, Standing
from bot.desk.policy import Policy
from bot.service.work import Desk
from tests.databases import Clock

runner = CliRunner()


@pytest.fixture
def database() -> str:
    return "sqlite"


@pytest.fixture
def run(desk: Desk, glance: Desk, clock: Clock, policy: Policy, monkeypatch: pytest.MonkeyPatch) -> Any:
    parts = {
        "desk": staticmethod(desk),
        "glance": staticmethod(glance),
        "policy": policy,
        "now": clock,
        "settings": type("Settings", (), {"terminal_language": "en"}),
    }
    monkeypatch.setattr(bot.care_cli, "wired", lambda: type("Wiring", (), parts))
    with desk() as work:
        work.session.add(Party(id=1, number="K-1", name="陈晓岚", given_standing=Standing.VIP))
        work.session.add(Party(id=2, number="K-2", name="Tom"))
        work.session.add(Account(id=1, kind=AccountKind.HOME, number="H-1"))
        work.session.add(Account(id=2, kind=AccountKind.HOME, number="H-2"))
        work.session.flush()
        work.session.add(AccountParty(account_id=1, party_id=1, role=PartyRole.OWNER))
        work.session.add(AccountParty(account_id=2, party_id=1, role=PartyRole.OWNER))
        work.session.add(AccountParty(account_id=1, party_id=2, role=PartyRole.TENANT))

    def typed(*words: str, exit_code: int = 0) -> str:
        result = runner.invoke(app, [*words], env={"COLUMNS": "200"})
        assert result.exit_code == exit_code, result.output
        return result.output

    return typed


def test_a_class_explains_itself(run: Any) -> None:
    assert run("standing", "K-1").splitlines() == [
        "K-1 陈晓岚: VIP, 53 of 100 points",
        "   +50  everybody begins here",
        "    +3  2 accounts",
        "        the company says VIP, which holds; by points it would be ordinary",
    ]
    assert "K-1 陈晓岚：贵宾客户，53 分（满分 100）" in run("standing", "K-1", "--lang", "zh")


def test_by_an_account_s_number_all_its_parties(run: Any) -> None:
    said = run("standing", "H-1")
    assert "K-1 陈晓岚" in said
    assert "K-2 Tom: ordinary, 50 of 100 points" in said


def test_nobody_has_this_number(run: Any) -> None:
    assert "no customer and no account has the number 'X'" in run("standing", "X", exit_code=1)


def test_marks_by_class(run: Any, desk: Desk) -> None:
    with desk() as work:
        work.session.add(Customer(id=1, chat_id=5, created_at=work.now))
        work.session.flush()
        for stars in (5, 4, None):
            work.session.add(Survey(customer_id=1, standing="vip", asked_at=work.now, stars=stars))
    said = run("surveys")
    assert "2026-Q1" in said
    (vip,) = [line for line in said.splitlines() if "VIP" in line]
    assert [cell.strip() for cell in vip.strip("│").split("│")] == ["VIP", "3", "2", "67%", "4.50", "0"]
    assert "重点客户" in run("surveys", "--lang", "zh", "--quarter", "2025-Q4")
    assert "write one like 2027-Q1" in run("surveys", "--quarter", "2026", exit_code=2)


def test_every_rule_and_when_it_speaks_next(run: Any, policy: Policy) -> None:
    said = run("care")
    assert all(rule.name in said for rule in policy.care.rules)
    (feast,) = [line for line in said.splitlines() if "mid_autumn" in line]
    assert "2026-09-25" in feast
    (lantern,) = [line for line in said.splitlines() if "lantern" in line]
    assert "2026-03-03" in lantern
