"""``python -m bot digest``: figures of any days, with the file and the pictures."""

import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

import bot.digest_cli
from bot.cli import app
from bot.desk.policy import Policy
from bot.service.work import Desk
from tests.builders import Scene
from tests.databases import Clock


@pytest.fixture
def database() -> str:
    return "sqlite"


@pytest.fixture
def run(desk: Desk, glance: Desk, clock: Clock, policy: Policy, monkeypatch: pytest.MonkeyPatch) -> Any:
    scene = Scene(desk, glance, clock)
    scene.resolved("厨房漏水")
    clock.forward(hours=1)
    parts = {
        "glance": staticmethod(glance),
        "policy": policy,
        "now": staticmethod(clock),
    }
    monkeypatch.setattr(bot.digest_cli, "wired", lambda: type("Wiring", (), parts))

    def typed(*words: str, exit_code: int = 0) -> str:
        result = CliRunner().invoke(app, ["digest", *words], env={"COLUMNS": "200"})
        assert result.exit_code == exit_code, result.output
        return str(result.output)

    return typed


def test_the_figures_and_the_files(run: Any, tmp_path: Path) -> None:
    said = run("--lang", "en", "--xlsx", str(tmp_path / "new" / "march.xlsx"), "--pictures", str(tmp_path))
    assert "Filed: 1 (+1) · resolved: 1 (+1), of them late: 0" in said
    file = tmp_path / "new" / "march.xlsx"
    book = load_workbook(io.BytesIO(file.read_bytes()))
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {"厨房漏水", "赵敏"} <= set(cells)
    assert "People" in book.sheetnames  # only here: what goes into the group has no records of people
    assert file.stat().st_mode & 0o077 == 0
    assert (tmp_path / "1.png").read_bytes().startswith(b"\x89PNG")


def test_days_and_departments(run: Any) -> None:
    assert "新收 0" in run("--since", "2026-02-01", "--until", "2026-02-28")
    assert "新收 1" in run("--since", "2026-03-02", "--until", "2026-03-02", "--department", "quality")
    assert "新收 0" in run("--since", "2026-03-02", "--until", "2026-03-02", "--department", "design")


def test_mistakes_are_named(run: Any, tmp_path: Path) -> None:
    assert "swap them" in run("--since", "2026-03-05", "--until", "2026-03-01", exit_code=2)
    (tmp_path / "there").write_text("a file", encoding="utf-8")
    assert "name another place" in run("--xlsx", str(tmp_path / "there" / "x.xlsx"), exit_code=1)
