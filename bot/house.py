"""Runs the processes of `bot/processes.py` on this machine: starts, watches, restarts and ends them.

`bot/up.py` runs a house in a terminal; tests and replay run one of their own beside it.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from bot.processes import ACTIONS, INTERPRETERS, PROCESSES, RASA, Process
from bot.settings import ROOT, STATE, Settings

LOOPBACK = "127.0.0.1"
LOGS = STATE / "logs"
GRACE = 10.0  # seconds between SIGTERM and SIGKILL
STEADY = 60.0  # seconds after which a restart counts as the first again
TETHER = str(Path(__file__).with_name("tether.py"))

Report = Callable[[str], None]


class UpError(Exception):
    """A process cannot run. The message is one line that names the cause and the cure."""


def free_port() -> int:
    """A TCP port on loopback that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Child:
    """One running process and what became of it."""

    process: Process
    popen: "subprocess.Popen[bytes] | None" = None
    wanted: bool = False
    started: float = 0.0
    ready: bool = False
    restarts: int = 0
    due: float = 0.0  # monotonic time of the next start after a death


@dataclass
class House:
    """Rasa, the action server and, if asked, the desk, as children of this process.

    Free ports and a database of its own make a second house beside a running one, as tests and replay
    need it. A context manager: entered, everything is ready; left, everything has ended.

    Args:
        settings: where the children find the database and the rest.
        ports: TCP ports by process name; the ports of the settings' addresses where it names none.
        database_url: another database than the settings name.
        log_dir: folder for `<name>.log`; a house with its own keeps Rasa's conversations there, too.
        names: which processes to run.
        report: is told what happens, one line at a time.
    """

    settings: Settings
    ports: Mapping[str, int] | None = None
    database_url: str | None = None
    log_dir: Path | None = None
    names: Iterable[str] = (ACTIONS.name, RASA.name)
    report: Report = print
    _children: dict[str, Child] = field(default_factory=dict, init=False)
    _lock: threading.RLock = field(default_factory=threading.RLock, init=False)
    _ended: threading.Event = field(default_factory=threading.Event, init=False)
    _watching: bool = field(default=False, init=False)
    _model: str = field(default="", init=False)

    def __post_init__(self) -> None:
        self.names = frozenset(self.names)
        usual = {RASA.name: _port(self.settings.rasa_url), ACTIONS.name: _port(self.settings.actions_url)}
        self._ports = {**usual, **(self.ports or {})}
        self._logs = self.log_dir or LOGS
        here = {"database_url": self.database_url or self.settings.database_url}
        if RASA.name in self.names:
            here["rasa_url"] = f"http://{LOOPBACK}:{self._ports[RASA.name]}"
        if ACTIONS.name in self.names:
            here["actions_url"] = f"http://{LOOPBACK}:{self._ports[ACTIONS.name]}/webhook"
        self.settings = self.settings.model_copy(update=here)
        # The kernel ties a child to the thread that started it, so one thread starts all and outlives them.
        self._spawner = ThreadPoolExecutor(1, thread_name_prefix="spawner")

    @property
    def rasa_url(self) -> str:
        """Address of the Rasa server, without a slash at its end."""
        return self.settings.rasa_url

    @property
    def actions_url(self) -> str:
        """Address Rasa posts actions to."""
        return self.settings.actions_url

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start what is not running, in order of need, and wait until all of it is ready.

        Raises:
            UpError: a port is taken, the model is missing, or a process does not get ready. Nothing keeps
                running then.
        """
        try:
            processes = [process for name, process in PROCESSES.items() if name in self.names]
            for process in processes:
                self._check(process)
            for process in processes:
                for need in process.needs:
                    if need in self.names:
                        self.await_ready(need)
                self._start(process)
            for process in processes:
                self.await_ready(process.name)
        except BaseException:
            self.stop()
            raise
        self._watching = True
        threading.Thread(target=self._watch, name="watch", daemon=True).start()

    def stop(self, name: str | None = None) -> None:
        """End one process, which then stays down until `restart`, or all of them."""
        with self._lock:
            children = [child for child in self._children.values() if name in (None, child.process.name)]
            for child in children:
                child.wanted = False
            if name is None:
                self._ended.set()
        for child in children:
            _signal_group(child, signal.SIGTERM)
        for child in children:
            _finish(child)
        if name is None:
            self._spawner.shutdown()

    def kill(self, name: str) -> None:
        """SIGKILL a process and whatever it started, as a crash or a lost machine would; it stays down until
        `restart`.

        Raises:
            UpError: it is not running.
        """
        self.pid(name)
        with self._lock:
            child = self._children[name]
            child.wanted = False
        _signal_group(child, signal.SIGKILL)
        _finish(child)

    def restart(self, name: str) -> None:
        """End a process if it runs, start it again and wait until it is ready.

        Raises:
            UpError: it does not get ready.
        """
        self.stop(name)
        self._start(PROCESSES[name])
        self.await_ready(name)

    def await_ready(self, name: str) -> None:
        """Wait until a process answers its health check, also while it is being restarted.

        Raises:
            UpError: it was not started, died during the start, or takes longer than the table allows.
        """
        child = self._children.get(name)
        if child is None:
            raise UpError(self.say(f"{name} was not started", f"{name} 尚未启动"))
        deadline = time.monotonic() + child.process.patience
        while not self._is_healthy(child.process):
            dead = child.popen is None or child.popen.poll() is not None
            if (dead and not self._watching) or time.monotonic() > deadline:
                raise UpError(self._unready(child))
            time.sleep(0.1)
        self._welcome(child)

    def pid(self, name: str) -> int:
        """The process id, also the id of its process group.

        Raises:
            UpError: it is not running.
        """
        popen = self._children[name].popen if name in self._children else None
        if popen is None or popen.poll() is not None:
            raise UpError(self.say(f"{name} is not running", f"{name} 没有在运行"))
        return popen.pid

    def say(self, english: str, chinese: str) -> str:
        """The one of two wordings that whoever runs this house reads."""
        return chinese if self.settings.terminal_language == "zh" else english

    # --- one process ----------------------------------------------------------------------------

    def _log(self, name: str) -> Path:
        return self._logs / f"{name}.log"

    def _check(self, process: Process) -> None:
        interpreter = INTERPRETERS[process.environment]
        if not os.path.exists(interpreter):
            raise UpError(
                self.say(
                    f"{interpreter} is missing; run: make setup", f"缺少 {interpreter}，请运行：make setup"
                )
            )
        if process is RASA:
            self._model = self._find_model()
        port = self._ports.get(process.name)
        if port and _is_taken(port):
            setting = f"{process.name.upper()}_URL"
            raise UpError(
                self.say(
                    f"port {port} for {process.name} is in use, perhaps by another desk; end that program"
                    f" (lsof -i :{port} names it) or give another port in {setting}",
                    f"{process.name} 的端口 {port} 已被占用，也许另一个服务台正在运行；请结束该程序"
                    f"（lsof -i :{port} 可查）或在 {setting} 中改用别的端口",
                )
            )

    def _find_model(self) -> str:
        command = [INTERPRETERS["rasa"], "-m", "nlu.train", "--print"]
        answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        model = answer.stdout.strip()
        if answer.returncode or not os.path.exists(model):
            raise UpError(
                self.say(
                    "there is no model for today's training data; run: make model",
                    "还没有与当前训练数据对应的模型，请运行：make model",
                )
            )
        return model

    def _start(self, process: Process) -> None:
        with self._lock:
            child = self._children.setdefault(process.name, Child(process))
            child.wanted, child.ready, child.due, child.started = True, False, 0.0, time.monotonic()
            child.popen = self._spawner.submit(self._spawn, process).result()

    def _spawn(self, process: Process) -> "subprocess.Popen[bytes]":
        places = {
            "model": self._model,
            "port": self._ports.get(process.name),
            "interface": LOOPBACK,
            "endpoints": "endpoints.yml",
        }
        tracker_db = (self.log_dir or STATE) / "rasa-tracker.db"
        env = os.environ | self.settings.environment() | process.environment_variables(**places)
        env["RASA_TRACKER_DB"] = str(tracker_db.resolve())
        interpreter = INTERPRETERS[process.environment]
        tether = [sys.executable, "-I", "-S", TETHER, str(os.getpid())]
        self._logs.mkdir(parents=True, exist_ok=True)
        with self._log(process.name).open("ab") as log:
            return subprocess.Popen(
                [*tether, interpreter, *process.arguments(**places)],
                cwd=ROOT,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _welcome(self, child: Child) -> None:
        if not child.ready:
            child.ready = True
            name, seconds = child.process.name, time.monotonic() - child.started
            self.report(self.say(f"{name} is ready ({seconds:.0f} s)", f"{name} 已就绪（{seconds:.0f} 秒）"))

    def _unready(self, child: Child) -> str:
        name, log = child.process.name, self._log(child.process.name)
        lines = log.read_text("utf-8", "replace").strip().splitlines() if log.exists() else []
        last = lines[-1].strip()[:200] if lines else ""
        return self.say(
            f"{name} does not get ready: {last or 'no word from it'}; read {log}, then start again",
            f"{name} 无法就绪：{last or '没有任何输出'}；请查看 {log}，排除原因后重新启动",
        )

    def _is_healthy(self, process: Process) -> bool:
        if isinstance(process.health, str):
            return _answers(f"http://{LOOPBACK}:{self._ports[process.name]}{process.health}")
        command = [INTERPRETERS[process.environment], *process.health]
        env = os.environ | self.settings.environment()
        return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, check=False).returncode == 0

    # --- watching -------------------------------------------------------------------------------

    def _watch(self) -> None:
        while not self._ended.wait(0.2):
            with self._lock:
                for child in self._children.values():
                    if child.wanted and not self._ended.is_set():
                        self._tend(child)

    def _tend(self, child: Child) -> None:
        """Plan the next start of a child that died, or carry it out when it is due; say when it is back."""
        now = time.monotonic()
        if child.popen is None:
            return
        if child.popen.poll() is None:
            if child.restarts and not child.ready and self._is_healthy(child.process):
                self._welcome(child)
            return
        name = child.process.name
        if child.due:
            if now >= child.due:
                self._start(child.process)
            return
        _signal_group(child, signal.SIGKILL)  # workers it left behind hold its port
        child.restarts = 0 if now - child.started > STEADY else child.restarts + 1
        delay = min(30.0, 0.5 * 2**child.restarts)
        child.due = now + delay
        ending = _ending(child.popen.returncode)
        self.report(
            self.say(
                f"{name} ended ({ending}); starting it again in {delay:.0f} s (log: {self._log(name)})",
                f"{name} 已退出（{ending}），{delay:.0f} 秒后重新启动（日志：{self._log(name)}）",
            )
        )


def _port(address: str) -> int:
    parts = urlsplit(address)
    return parts.port or (443 if parts.scheme == "https" else 80)


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return True
        return False


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def _ending(returncode: int) -> str:
    return signal.Signals(-returncode).name if returncode < 0 else f"exit {returncode}"


def _signal_group(child: Child, number: signal.Signals) -> None:
    if child.popen is not None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.popen.pid, number)


def _finish(child: Child) -> None:
    """Wait for a child that was asked to end; force it and whatever it left behind."""
    if child.popen is None:
        return
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.popen.wait(GRACE)
    _signal_group(child, signal.SIGKILL)
    child.popen.wait()
