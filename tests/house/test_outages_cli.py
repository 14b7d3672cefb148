"""``python -m bot outages``: what an operator types, what it says, and what cannot be."""

from datetime import timedelta
from typing import Any

import pytest
from typer.testing import CliRunner

import bot.outages_cli
from bot.cli import app
from bot.desk.account import Account, AccountKind
from bot.desk.outage import Outage, OutageArea
from bot.service.work import Desk
from tests.databases import Clock

runner = CliRunner()


@pytest.fixture
def database() -> str:
    return "sqlite"


@pytest.fixture
def run(desk: Desk, glance: Desk, monkeypatch: pytest.MonkeyPatch) -> Any:
    settings = type("Settings", (), {"terminal_language": "en"})
    wiring = type(
        "Wiring", (), {"desk": staticmethod(desk), "glance": staticmethod(glance), "settings": settings}
    )
    monkeypatch.setattr(bot.outages_cli, "wired", lambda: wiring)
    with desk() as work:
        work.session.add(Account(kind=AccountKind.HOME, number="H-1", site="云栖苑"))

    def typed(*words: str, exit_code: int = 0) -> str:
        result = runner.invoke(app, ["outages", *words], env={"COLUMNS": "200"})
        assert result.exit_code == exit_code, result.output
        return result.output

    return typed


def day(clock: Clock, days: int, hour: str) -> str:
    return f"{(clock.now + timedelta(days=days)).date()} {hour}"


def test_from_publishing_to_restoring(run: Any, desk: Desk, clock: Clock) -> None:
    times = ("--from", day(clock, 2, "09:00"), "--to", day(clock, 2, "12:00"))
    said = run("publish", "P-1", "--supply", "water", "--area", "site:云栖苑", *times, "--cause-zh", "换阀门")
    assert "published, announced, accounts: 1" in said
    assert "changed, announced" in run("change", "P-1", "--to", day(clock, 2, "13:00"))
    assert "unchanged" in run("change", "P-1", "--to", day(clock, 2, "13:00"))
    listed = run("list")
    assert "P-1" in listed
    assert "site:云栖苑" in listed
    assert "done, started" in run("start", "P-1")
    assert "done, restored" in run("restore", "P-1")
    assert "unchanged, restored" in run("restore", "P-1")
    assert "P-1" not in run("list")
    assert "P-1" in run("list", "--all")
    with desk() as work:
        outage = work.session.get_one(Outage, 1)
        assert (outage.cause_zh, outage.version) == ("换阀门", 4)
        assert work.session.get_one(OutageArea, 1).name == "云栖苑"


def test_a_fault_is_out_now(run: Any, desk: Desk) -> None:
    assert "published, started" in run(
        "publish", "F-1", "--supply", "power", "--area", "site:云栖苑", "--fault"
    )


def test_what_cannot_be_is_said_with_its_cure(run: Any, desk: Desk, clock: Clock) -> None:
    start = ("--from", day(clock, 2, "09:00"))
    good = ("publish", "P-1", "--supply", "gas", "--area", "site:云栖苑")
    assert "write --from" in run(*good, exit_code=1)
    assert "no account is in site:云西苑" in run(*good[:4], "--area", "site:云西苑", *start, exit_code=1)
    assert "write areas like" in run(*good[:4], "--area", "云栖苑", *start, exit_code=1)
    assert "the end comes after" in run(*good, *start, "--to", day(clock, 1, "09:00"), exit_code=1)
    assert "there is no outage" in run("cancel", "X", exit_code=1)
    with desk() as work:
        assert work.session.get(Outage, 1) is None
    run(*good, *start)
    assert "known already" in run(*good, *start, exit_code=1)
    assert "done, cancelled" in run("cancel", "P-1")
    assert "number of its own" in run("start", "P-1", exit_code=1)
