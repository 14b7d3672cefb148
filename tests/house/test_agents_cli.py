"""``python -m bot agents``: who is staff, when they work, when they are away, what they did."""

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import bot.agents_cli
from bot.cli import app
from bot.desk.agent import Agent
from bot.desk.policy import Policy
from bot.desk.shift import Leave, Shift
from bot.service.work import Desk
from tests.builders import Scene
from tests.databases import Clock

runner = CliRunner()
WANG = "712345678"


@pytest.fixture
def database() -> str:
    return "sqlite"


@pytest.fixture
def scene(desk: Desk, glance: Desk, clock: Clock) -> Scene:
    return Scene(desk, glance, clock)


@pytest.fixture
def run(desk: Desk, glance: Desk, clock: Clock, policy: Policy, monkeypatch: pytest.MonkeyPatch) -> Any:
    parts = {
        "desk": staticmethod(desk),
        "glance": staticmethod(glance),
        "policy": policy,
        "now": clock,
        "settings": type("Settings", (), {"terminal_language": "en"}),
    }
    monkeypatch.setattr(bot.agents_cli, "wired", lambda: type("Wiring", (), parts))

    def typed(*words: str, exit_code: int = 0) -> str:
        result = runner.invoke(app, ["agents", *words], env={"COLUMNS": "200"})
        assert result.exit_code == exit_code, result.output
        return str(result.output)

    typed("add", WANG, "王强", "--department", "quality", "--languages", "zh,en", "--sites", "云栖苑，湖畔居")
    return typed


def test_added_listed_changed_and_removed(run: Any, scene: Scene) -> None:
    (agent,) = scene.all(Agent)
    assert (agent.languages, agent.sites, agent.department) == (["zh", "en"], ["云栖苑", "湖畔居"], "quality")
    assert "712345678 王强: head, active" in run("role", WANG, "head", "--sites", "")
    (agent,) = scene.all(Agent)
    assert (agent.sites, agent.languages, agent.department) == ([], ["zh", "en"], "quality")
    listed = run("list")
    assert all(word in listed for word in (WANG, "王强", "head", "quality", "zh, en", "yes"))
    assert "用户编号" in run("list", "--lang", "zh")
    assert "no such language: 'fr'; write zh, en" in run("role", WANG, "--languages", "fr", exit_code=2)
    assert "王强: head, left" in run("remove", WANG)


def test_a_shift_is_planned_and_shown_and_said_to_be_now(run: Any, scene: Scene) -> None:
    assert "王强: 2026-03-02 20:00 - 2026-03-03 08:00: added" in run(
        "shift", WANG, "2026-03-02", "20:00", "08:00"
    )
    assert "unchanged" in run("shift", WANG, "2026-03-02", "20:00", "08:00")
    run("shift", WANG, "2026-03-02", "17:00", "18:00", "--on-call")
    assert len(scene.all(Shift)) == 2
    shown = run("shifts", "--since", "2026-03-02", "--days", "1")
    assert all(word in shown for word in ("2026-03-03 08:00", "planned", "on call"))
    assert "on call" in run("list")
    scene.clock.forward(hours=3)
    assert "on shift" in run("list")
    said = run("shift", WANG, "2026-03-02", "eight", "17:00", exit_code=2)
    assert "'FROM': cannot read 'eight'; write it like 08:30  看不懂，请写成 08:30" in said


def test_leave_is_entered_and_ended(run: Any, scene: Scene) -> None:
    assert "2026-03-02 - 2026-03-06: entered" in run("leave", WANG, "2026-03-02", "2026-03-06")
    assert "2026-03-02 - 2026-03-06: known" in run("leave", WANG, "2026-03-02", "2026-03-06")
    assert "leave" in run("list")
    assert "give the first day, then the last" in run("leave", WANG, "2026-03-06", "2026-03-05", exit_code=1)
    for day in ("yesterday", "3/2", "2026-02-30"):
        said = run("leave", WANG, day, "2026-03-05", exit_code=2)
        assert f"'first': cannot read '{day}'; write it like 2027-01-31  看不懂，请写成 2027-01-31" in said
    assert "back from leave" in run("back", WANG)
    assert "was not on leave" in run("back", WANG)
    assert not scene.all(Leave)


def test_a_roster_is_imported_with_named_mistakes(run: Any, scene: Scene, tmp_path: Path) -> None:
    file = tmp_path / "roster.csv"
    file.write_text(
        "员工,日期,上班,下班\n王强,2026-03-05,08:30,17:30\n李四,2026-03-05,08:30,17:30\n", encoding="gb18030"
    )
    said = run("import", str(file), exit_code=2)
    assert "line 3: 员工 “李四”: nobody of the staff is called that" in said.replace("\n", "")
    assert "1 added" in said
    assert len(scene.all(Shift)) == 1
    file.write_text("user id,name,role\n55,Lin,lead\n", encoding="utf-8")
    assert "1 added" in run("import", str(file), "--staff")
    assert "1 unchanged" in run("import", str(file), "--staff")


def test_the_record_of_everybody_and_of_one(run: Any, scene: Scene) -> None:
    scene.resolve(int(WANG), scene.ticket())
    shown = run("record")
    for word in ("王强", "2026-01-31 - 2026-03-02", "redone", "broken", "kept, broken: promises"):
        assert word in shown
    assert "办结" in run("record", "--lang", "zh", "--since", "2026-03-01", "--until", "2026-03-02")
    assert "王强" in run("record", "--agent", WANG)


@pytest.mark.parametrize(
    "words",
    [("role", "99", "lead"), ("leave", "99", "2026-03-05", "2026-03-05"), ("back", "99"), ("remove", "99")],
)
def test_an_unknown_person_is_named(run: Any, words: tuple[str, ...]) -> None:
    result = runner.invoke(app, ["agents", *words])
    assert "99: No such member of staff" in str(result.exception)


def test_shifts_of_who_left_are_marked(run: Any, scene: Scene) -> None:
    run("shift", WANG, "2026-03-02", "08:30", "17:30", "--on-call")
    run("remove", WANG)
    assert "on call, has left: nobody comes" in run("shifts", "--since", "2026-03-02", "--days", "1")
