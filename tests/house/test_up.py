"""A house of stand-ins: web servers of the standard library in the places of Rasa and the action server."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import bot.house
from bot.house import Child, House, UpError, free_port
from bot.processes import ACTIONS, PROCESSES, RASA
from bot.settings import ROOT, Settings

SERVER = ("-m", "http.server", "{port}", "--bind", "{interface}")
# As rasa-sdk does: a worker of its own that listens, and outlives its parent.
WITH_WORKER = (
    "-c",
    "import subprocess, sys; subprocess.call([sys.executable, '-m', 'http.server', *sys.argv[1:]])",
    *SERVER[2:],
)

Houses = Callable[..., House]


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def build(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, said: list[str]) -> Iterator[Houses]:
    """Builds houses whose processes are stand-ins; all have ended afterwards."""
    houses: list[House] = []

    def make(
        *, rasa: tuple[str, ...] = SERVER, actions: tuple[str, ...] = SERVER, patience: float = 15
    ) -> House:
        table = {
            "actions": replace(ACTIONS, command=actions, health="/", patience=patience),
            "rasa": replace(RASA, environment="app", command=rasa, health="/", patience=patience),
        }
        monkeypatch.setattr(bot.house, "PROCESSES", table)
        monkeypatch.setattr(bot.house, "INTERPRETERS", {"app": sys.executable, "rasa": sys.executable})
        ports = {"rasa": free_port(), "actions": free_port()}
        settings = Settings(_env_file=None).model_copy(update={"terminal_language": "en"})
        houses.append(House(settings, ports=ports, log_dir=tmp_path / "logs", report=said.append))
        return houses[-1]

    yield make
    for house in houses:
        with contextlib.suppress(UpError, RuntimeError):
            house.stop()


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def eventually(holds: Callable[[], bool], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_entered_it_answers_and_left_it_has_ended(build: Houses, said: list[str], tmp_path: Path) -> None:
    with build() as house:
        assert answers(house.rasa_url)
        assert house.actions_url.endswith("/webhook")
        pids = [house.pid("rasa"), house.pid("actions")]
    assert not answers(house.rasa_url)
    assert not any(is_running(pid) for pid in pids)
    assert [line.split(" (")[0] for line in said] == ["actions is ready", "rasa is ready"]
    assert sorted(file.name for file in (tmp_path / "logs").iterdir()) == ["actions.log", "rasa.log"]


@pytest.mark.parametrize("command", [SERVER, WITH_WORKER], ids=["alone", "with a worker"])
def test_one_that_was_killed_comes_back(build: Houses, said: list[str], command: tuple[str, ...]) -> None:
    with build(rasa=command) as house:
        first = house.pid("rasa")
        os.kill(first, signal.SIGKILL)
        assert eventually(
            lambda: any("rasa ended (SIGKILL); starting it again in 1 s" in line for line in said)
        )
        house.await_ready("rasa")
        assert house.pid("rasa") != first
        assert answers(house.rasa_url)


def test_one_that_was_ended_stays_down_until_it_is_restarted(build: Houses) -> None:
    with build() as house:
        house.stop("actions")
        time.sleep(0.6)
        assert not answers(f"http://127.0.0.1:{house.settings.actions_url.split(':')[2].split('/')[0]}/")
        with pytest.raises(UpError, match="actions is not running"):
            house.pid("actions")
        house.restart("actions")
        assert is_running(house.pid("actions"))


@pytest.mark.parametrize("command", [SERVER, WITH_WORKER], ids=["alone", "with a worker"])
def test_one_that_is_killed_stays_down_until_it_is_restarted(build: Houses, command: tuple[str, ...]) -> None:
    with build(rasa=command) as house:
        killed = house.pid("rasa")
        house.kill("rasa")
        assert house._children["rasa"].popen.returncode == -signal.SIGKILL  # not asked to end, and waited for
        time.sleep(0.6)
        assert not answers(house.rasa_url)
        with pytest.raises(UpError, match="rasa is not running"):
            house.kill("rasa")
        house.restart("rasa")
        assert answers(house.rasa_url)
        assert house.pid("rasa") != killed


def test_a_busy_port_is_named_with_its_cure_before_anything_starts(build: Houses, said: list[str]) -> None:
    house = build()
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        house._ports["rasa"] = other.getsockname()[1]
        with pytest.raises(UpError, match=r"^port \d+ for rasa is in use.*lsof -i :\d+.*RASA_URL$"):
            house.start()
    assert not said


def test_one_that_dies_at_once_is_named_with_its_last_words(build: Houses) -> None:
    with pytest.raises(
        UpError, match=r"rasa does not get ready: no such model; read .*rasa.log, then start again"
    ):
        build(rasa=("-c", "import sys; sys.exit('no such model')")).start()


def test_one_that_never_answers_is_given_up(build: Houses) -> None:
    with pytest.raises(UpError, match="actions does not get ready: no word from it"):
        build(actions=("-c", "import time; time.sleep(60)"), patience=0.5).start()


def test_a_missing_environment_names_make_setup(build: Houses, monkeypatch: pytest.MonkeyPatch) -> None:
    house = build()
    monkeypatch.setattr(bot.house, "INTERPRETERS", {"app": "/nowhere/python", "rasa": "/nowhere/python"})
    with pytest.raises(UpError, match=r"^/nowhere/python is missing; run: make setup$"):
        house.start()


def test_a_chinese_terminal_reads_chinese(build: Houses, said: list[str]) -> None:
    house = build()
    house.settings = house.settings.model_copy(update={"terminal_language": "zh"})
    with house:
        pass
    assert said[0].startswith("actions 已就绪")


def test_children_know_where_everything_is(build: Houses, tmp_path: Path) -> None:
    names = ("ACTIONS_URL", "RASA_TRACKER_DB", "RASA_TELEMETRY_ENABLED")
    show = f"import os; print(*(os.environ[name] for name in {names}))"
    house = build(rasa=("-c", show))
    with pytest.raises(UpError):
        house.start()
    seen = (tmp_path / "logs" / "rasa.log").read_text().split()
    assert seen == [house.actions_url, str(tmp_path / "logs" / "rasa-tracker.db"), "false"]


def test_another_database_reaches_the_children_and_keeps_rasa_apart(tmp_path: Path) -> None:
    scratch = f"sqlite:///{tmp_path}/scratch.db"
    house = House(Settings(_env_file=None), database_url=scratch, log_dir=tmp_path)
    assert house.settings.environment()["DATABASE_URL"] == scratch


def test_killing_the_house_ends_its_children(tmp_path: Path) -> None:
    program = textwrap.dedent(
        f"""
        import sys, time
        from dataclasses import replace
        from pathlib import Path
        import bot.house
        from bot.processes import ACTIONS
        from bot.settings import Settings
        row = replace(ACTIONS, command={SERVER!r}, health="/")
        bot.house.PROCESSES = {{"actions": row}}
        bot.house.INTERPRETERS = {{"app": sys.executable}}
        ports = {{"actions": bot.house.free_port()}}
        house = bot.house.House(Settings(_env_file=None), ports=ports, log_dir=Path({str(tmp_path)!r}),
                                names=["actions"], report=lambda line: None)
        house.start()
        print(house.pid("actions"), flush=True)
        time.sleep(60)
        """
    )
    parent = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    assert is_running(child)
    parent.kill()
    parent.wait()
    ended = eventually(lambda: not is_running(child))
    if not ended:
        os.kill(child, signal.SIGKILL)
    assert ended or sys.platform != "linux", "only Linux ties a child to its parent"


def test_restarts_wait_longer_each_time(build: Houses, said: list[str]) -> None:
    house = build()
    with house:
        child = Child(bot.house.PROCESSES["rasa"], wanted=True, started=time.monotonic(), restarts=9)
        child.popen = subprocess.Popen([sys.executable, "-c", ""], start_new_session=True)
        child.popen.wait()
        house._tend(child)
    assert "starting it again in 30 s" in said[-1]


def test_the_table_is_in_order_of_need() -> None:
    started: set[str] = set()
    for process in PROCESSES.values():
        assert set(process.needs) <= started
        started.add(process.name)
