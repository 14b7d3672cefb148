"""Sets up what CareDesk runs in: uv and two Python environments, each only when something changed.

    python3 requirements/prepare.py            what `make run` needs
    python3 requirements/prepare.py --tests    and what the tests, lint and types need

Standard library only, and plain enough for the Python 3.8 of an old system. Everything it makes lies under `.caredesk/`.
Whatever is missing or broken ends as one line that names the cure, with exit status 1.
"""

import sys

if sys.version_info < (3, 8):
    sys.exit("caredesk: this python3 is older than 3.8; install Python 3.10 or newer and put it first on PATH "
             "/ 这台机器的 python3 低于 3.8：请安装 Python 3.10 或更高版本，并放到 PATH 最前面")

import argparse
import contextlib
import fcntl
import hashlib
import json
import os
import pwd
import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import Dict, Iterator, List, NamedTuple, Optional, Tuple

ROOT = Path(__file__).resolve().parent.parent
STATE = ROOT / ".caredesk"
LOG = STATE / "logs" / "prepare.log"
UV_AT_LEAST = (0, 5)
CHINESE = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "").startswith("zh")

Version = Tuple[int, int]


class Environment(NamedTuple):
    """One Python environment: its folder, what it is for, the Pythons it may use (best first), and its size."""

    folder: str
    title: Tuple[str, str]
    pythons: Tuple[Version, ...]
    gigabytes: float


RASA = Environment("rasa-env", ("Rasa", "Rasa"), ((3, 10),), 3.0)
APP = Environment("app-env", ("the app", "应用"), ((3, 12), (3, 11), (3, 13)), 0.6)


class Missing(Exception):
    """A prerequisite is missing or broken. Carries one line with the cure, in English and in Chinese."""

    def __init__(self, english: str, chinese: str) -> None:
        super().__init__(chinese if CHINESE else english)


def say(english: str, chinese: str) -> None:
    print("caredesk: " + (chinese if CHINESE else english), flush=True)


# --- finding interpreters -------------------------------------------------------------------------------------------


def pyenv_folders() -> List[Path]:
    """Every pyenv `versions/` folder this machine shows, also when HOME points elsewhere."""
    roots = [os.environ.get("PYENV_ROOT", ""), os.path.expanduser("~/.pyenv")]
    with contextlib.suppress(KeyError):
        roots.append(os.path.join(pwd.getpwuid(os.getuid()).pw_dir, ".pyenv"))
    running = Path(sys.base_prefix).resolve()
    roots.append(str(running.parent.parent))
    for entry in os.environ.get("PATH", "").split(os.pathsep):
        shims = Path(entry)
        if shims.name in ("shims", "bin") and entry:
            roots.append(str(shims.parent))
    found = []
    for root in roots:
        versions = Path(root) / "versions"
        if root and versions.is_dir() and versions not in found:
            found.append(versions)
    return found


def interpreters(version: Version) -> Iterator[Path]:
    """Files that may be a Python of this version, best first: on PATH, then in pyenv folders."""
    names = ["python%d.%d" % version, "python3", "python"]
    for name in names:
        for folder in os.environ.get("PATH", "").split(os.pathsep):
            if folder:
                yield Path(folder) / name
    yield Path(sys.executable or "")
    for versions in pyenv_folders():
        for folder in sorted(versions.glob("%d.%d.*" % version), key=by_patch, reverse=True):
            yield folder / "bin" / names[0]


def by_patch(folder: Path) -> List[int]:
    return [int(number) for number in re.findall(r"\d+", folder.name)]


def real_interpreter(candidate: Path, version: Version) -> Optional[str]:
    """The interpreter behind `candidate` when it truly runs and is this version; a pyenv shim often does not."""
    if not os.access(str(candidate), os.X_OK) or STATE in candidate.parents:
        return None
    program = ("import sys; print(sys.implementation.name, *sys.version_info[:2]);"
               "print(getattr(sys, '_base_executable', '') or sys.executable)")
    try:
        answer = subprocess.run([str(candidate), "-I", "-c", program], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                stdin=subprocess.DEVNULL, universal_newlines=True, timeout=30, check=True, cwd="/")
    except (OSError, subprocess.SubprocessError):
        return None
    first, _, executable = answer.stdout.strip().partition("\n")
    return executable if first == "cpython %d %d" % version else None


def find_python(environment: Environment) -> Tuple[Version, Optional[str]]:
    """The version to use and its interpreter on this machine; None for the interpreter means uv must download it."""
    for version in environment.pythons:
        tried = set()
        for candidate in interpreters(version):
            if candidate in tried:
                continue
            tried.add(candidate)
            executable = real_interpreter(candidate, version)
            if executable:
                return version, executable
    return environment.pythons[0], None


# --- uv -------------------------------------------------------------------------------------------------------------


def works(uv: str) -> bool:
    """Whether this uv runs and is new enough."""
    try:
        answer = subprocess.run([uv, "--version"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                universal_newlines=True, timeout=30, check=True)
    except (OSError, subprocess.SubprocessError):
        return False
    numbers = re.search(r"(\d+)\.(\d+)", answer.stdout)
    return bool(numbers) and (int(numbers.group(1)), int(numbers.group(2))) >= UV_AT_LEAST


def find_uv() -> str:
    """A uv that works: the one on PATH, else ours, installed with pip when it is not there yet."""
    on_path = shutil.which("uv")
    if on_path and works(on_path):
        return on_path
    tools = STATE / "tools"
    ours = str(tools / "bin" / "uv")
    if works(ours):
        return ours
    shutil.rmtree(str(tools), ignore_errors=True)
    pip = find_pip()
    say("installing uv into .caredesk/tools", "正在把 uv 安装到 .caredesk/tools")
    run(pip + ["install", "--quiet", "--target", str(tools), "--require-hashes", "--no-deps",
               "-r", str(ROOT / "requirements" / "tools.txt")])
    if not works(ours):
        raise Missing("uv was installed into .caredesk/tools but does not run; install uv yourself and run again",
                      "uv 已装进 .caredesk/tools 但无法运行：请自行安装 uv 后重试")
    return ours


def find_pip() -> List[str]:
    """The command of a working pip: this Python's own, else one on PATH."""
    commands = [[sys.executable, "-m", "pip"]] + [[found] for found in map(shutil.which, ("pip3", "pip")) if found]
    for command in commands:
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            subprocess.run(command + ["--version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60, check=True)
            return command
    raise Missing("neither uv nor pip is installed; install one of them (for example: apt-get install python3-pip) and run again",
                  "没有 uv，也没有 pip：请安装其中之一（例如 apt-get install python3-pip）后重试")


# --- running with a log ---------------------------------------------------------------------------------------------

CURES = (
    (r"No space left on device|os error 28|Errno 28|Disk quota exceeded",
     "the disk is full; free about 4 GB for {root} and run again",
     "磁盘已满：请为 {root} 腾出约 4 GB 后重试"),
    (r"[Hh]ash mismatch|DO NOT MATCH THE HASHES|hash.*do(es)? not match",
     "a downloaded package does not match its hash in requirements/; check the package mirror you use, then run again (log: {log})",
     "下载的软件包与 requirements/ 中的哈希不符：请检查所用的镜像后重试（日志：{log}）"),
    (r"dns error|[Cc]ould not connect|Connection (refused|reset)|error sending request|[Ff]ailed to fetch|Failed to download"
     r"|Network is unreachable|timed out|NewConnectionError|No matching distribution|[Tt]emporary failure in name resolution",
     "packages cannot be downloaded; check the network or the proxy (HTTPS_PROXY) and run again (log: {log})",
     "无法下载软件包：请检查网络或代理（HTTPS_PROXY）后重试（日志：{log}）"),
    (r"[Pp]ermission denied|Read-only file system",
     "no permission to write; make {root} and the uv cache writable for this user and run again (log: {log})",
     "没有写权限：请让当前用户能写 {root} 和 uv 缓存目录后重试（日志：{log}）"),
)


def diagnosis(output: str) -> Missing:
    """The one line for a failed command, from what it printed."""
    words = {"root": str(ROOT), "log": str(LOG.relative_to(ROOT))}
    for pattern, english, chinese in CURES:
        if re.search(pattern, output):
            return Missing(english.format(**words), chinese.format(**words))
    last = next((line.strip() for line in output.splitlines() if line.strip().lower().startswith("error")), "")
    return Missing("set-up failed: {0} Read {log}, put it right and run again".format(last and last + ".", **words),
                   "安装失败：{0}请查看 {log}，排除原因后重试".format(last and last + "。", **words))


def run(command: List[str]) -> None:
    """Run a set-up command into the log, with the seconds counted up on a terminal.

    Raises:
        Missing: it failed; the line names the likely cause and its cure.
    """
    with LOG.open("a+", encoding="utf-8", errors="replace") as log:
        log.write("$ " + " ".join(command) + "\n")
        log.flush()
        begin = log.seek(0, os.SEEK_END)
        started = time.monotonic()
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=child_environment(), cwd=str(ROOT))
        wait_for(child, started)
        log.seek(begin)
        if child.returncode:
            raise diagnosis(log.read())


def wait_for(child: "subprocess.Popen", started: float) -> None:
    terminal = sys.stdout.isatty()
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=1)
            break
        if terminal:
            print("\r  %d s " % (time.monotonic() - started), end="", flush=True)
    if terminal:
        print("\r\033[K", end="", flush=True)


def child_environment() -> Dict[str, str]:
    """The environment for uv and pip: Pythons under `.caredesk/`, patient downloads, pip's own mirror for uv too."""
    env = dict(os.environ, UV_PYTHON_INSTALL_DIR=str(STATE / "python"), UV_NO_PROGRESS="1", PIP_DISABLE_PIP_VERSION_CHECK="1")
    for active in ("VIRTUAL_ENV", "PYTHONHOME", "PYTHONPATH", "CONDA_PREFIX"):
        env.pop(active, None)
    env.setdefault("UV_HTTP_TIMEOUT", "120")
    if "PIP_INDEX_URL" in env and "UV_INDEX_URL" not in env:
        env.setdefault("UV_DEFAULT_INDEX", env["PIP_INDEX_URL"])
    if not os.access(os.path.expanduser("~"), os.W_OK):
        env.setdefault("UV_CACHE_DIR", str(STATE / "cache"))
    return env


# --- environments ---------------------------------------------------------------------------------------------------


def fingerprint(lock: Path) -> str:
    """What an environment is made of: its pins, this program, and the place it stands in."""
    content = lock.read_bytes() + Path(__file__).read_bytes() + str(ROOT).encode()
    return hashlib.sha256(content).hexdigest()


def stamp_of(folder: Path) -> Dict[str, str]:
    try:
        stamp = json.loads((folder / ".ready").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def runs(folder: Path) -> bool:
    """Whether the environment's interpreter still starts; it does not when the Python it was made from is gone."""
    try:
        return subprocess.run([str(folder / "bin" / "python"), "-I", "-S", "-c", ""], stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, timeout=30).returncode == 0
    except (OSError, subprocess.SubprocessError):
        return False


def is_ready(environment: Environment, lock: Path) -> bool:
    folder = STATE / environment.folder
    return stamp_of(folder).get("pins") == fingerprint(lock) and runs(folder)


def lock_for(environment: Environment, tests: bool) -> Path:
    """The pins to install; an environment that was once made for the tests stays so."""
    if environment is RASA:
        return ROOT / "requirements" / "rasa.txt"
    tests = tests or stamp_of(STATE / environment.folder).get("lock") == "test.txt"
    return ROOT / "requirements" / ("test.txt" if tests else "app.txt")


def make_folder(environment: Environment, uv: str) -> Path:
    """An empty environment, made anew where there is none or its Python is gone."""
    folder = STATE / environment.folder
    if runs(folder):
        return folder
    if folder.exists():
        say("{} is broken (its Python is gone); making it anew".format(folder.relative_to(ROOT)),
            "{} 已损坏（它的 Python 不在了），重新创建".format(folder.relative_to(ROOT)))
        shutil.rmtree(str(folder))
    check_disk(environment)
    version, python = find_python(environment)
    number = "%d.%d" % version
    if python is None:
        say("no Python {0} on this machine; downloading one into .caredesk/python".format(number),
            "这台机器上没有 Python {0}，正在下载到 .caredesk/python".format(number))
    try:
        run([uv, "venv", "--quiet", "--no-project", "--python", python or number,
             "--python-preference", "system" if python else "only-managed", str(folder)])
    except Missing as failure:
        if python:
            raise
        raise Missing("no Python {0} on this machine and none could be downloaded; install it (for example: pyenv install {0}), "
                      "or check the network, and run again".format(number),
                      "这台机器上没有 Python {0}，也下载不到：请安装它（例如 pyenv install {0}）或检查网络后重试".format(number)) from failure
    return folder


def check_disk(environment: Environment) -> None:
    free = shutil.disk_usage(str(STATE)).free / 1e9
    if free < environment.gigabytes:
        raise Missing("the disk is too full: {:.1f} GB free, {:.1f} GB needed under {}; free some and run again".format(
                          free, environment.gigabytes, ROOT),
                      "磁盘空间不足：{2} 下只剩 {0:.1f} GB，需要 {1:.1f} GB，请腾出空间后重试".format(free, environment.gigabytes, ROOT))


def prepare(environment: Environment, tests: bool) -> None:
    """Bring one environment to its pins; returns at once when it is there."""
    lock = lock_for(environment, tests)
    if is_ready(environment, lock):
        return
    uv = find_uv()
    started = time.monotonic()
    folder = make_folder(environment, uv)
    with contextlib.suppress(FileNotFoundError):
        (folder / ".ready").unlink()
    count = len(re.findall(r"^[a-zA-Z0-9]", lock.read_text(encoding="utf-8"), re.M))
    say("installing {} packages for {} (log: {})".format(count, environment.title[0], LOG.relative_to(ROOT)),
        "正在为{}安装 {} 个软件包（日志：{}）".format(environment.title[1], count, LOG.relative_to(ROOT)))
    run([uv, "pip", "sync", "--quiet", "--require-hashes", "--python", str(folder / "bin" / "python"), str(lock)])
    (folder / ".ready").write_text(json.dumps({"pins": fingerprint(lock), "lock": lock.name}), encoding="utf-8")
    say("{} is ready, after {:.0f} s".format(environment.title[0], time.monotonic() - started),
        "{}环境已就绪，用时 {:.0f} 秒".format(environment.title[1], time.monotonic() - started))


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Only one set-up at a time; another waits for it."""
    with (STATE / "prepare.lock").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another set-up is running; waiting for it", "另一个安装正在进行，等待它完成")
            fcntl.flock(held, fcntl.LOCK_EX)
        yield


def main(arguments: Optional[List[str]] = None) -> int:
    parser = argparse.ArgumentParser(description="Set up CareDesk's environments, only where something changed.")
    parser.add_argument("--tests", action="store_true", help="also install what tests, lint and types need")
    parser.add_argument("--uv", action="store_true", help="print the path of a working uv and stop")
    chosen = parser.parse_args(arguments)
    try:
        LOG.parent.mkdir(parents=True, exist_ok=True)
        with alone():
            if chosen.uv:
                print(find_uv())
                return 0
            prepare(RASA, chosen.tests)
            prepare(APP, chosen.tests)
    except Missing as missing:
        print("caredesk: " + str(missing), file=sys.stderr)
        return 1
    except OSError as failure:
        print("caredesk: " + str(diagnosis(str(failure))), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
