"""Sets up what CareDesk runs in: uv and two Python environments, each only when something changed.

    python3 requirements/prepare.py            what `make run` needs
    python3 requirements/prepare.py --tests    and what the tests, lint and types need
    python3 requirements/prepare.py --pretrained   and what config.pretrained.yml needs

Standard library only, and plain enough for the Python 3.8 of an old system. Everything it makes
lies under `.caredesk/`. What is missing or broken ends as one line that names the cure, with exit status 1.
"""

import sys

if sys.version_info < (3, 8):
    sys.exit(
        "caredesk: this python3 is older than 3.8; install Python 3.10 or newer and put it first on PATH / "
        "这台机器的 python3 低于 3.8：请安装 Python 3.10 或更高版本，并放到 PATH 最前面"
    )

import argparse
import contextlib
import fcntl
import hashlib
import json
import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import Dict, Iterator, List, NamedTuple, Optional, Tuple

from machine import LOG, ROOT, STATE, Missing, Version, diagnosis, find_python, find_uv, run, say

RECIPE = "1"  # raise it when environments must be installed anew for another reason than their pins


class Environment(NamedTuple):
    """A Python environment: its folder, what it is for, the Pythons it may use (best first), its size."""

    folder: str
    title: Tuple[str, str]
    pythons: Tuple[Version, ...]
    gigabytes: float


RASA = Environment("rasa-env", ("Rasa", "Rasa"), ((3, 10),), 3.0)
APP = Environment("app-env", ("the app", "应用"), ((3, 12), (3, 11), (3, 13)), 0.6)


def fingerprint(lock: Path) -> str:
    """What an environment is made of: its pins, the recipe, and the place it stands in."""
    content = lock.read_bytes() + RECIPE.encode() + str(ROOT).encode()
    return hashlib.sha256(content).hexdigest()


def stamp_of(folder: Path) -> Dict[str, str]:
    try:
        stamp = json.loads((folder / ".ready").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def runs(folder: Path) -> bool:
    """Whether the environment's interpreter still starts; not so when the Python behind it is gone."""
    try:
        return (
            subprocess.run(
                [str(folder / "bin" / "python"), "-I", "-S", "-c", ""],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=30,
            ).returncode
            == 0
        )
    except (OSError, subprocess.SubprocessError):
        return False


def is_ready(environment: Environment, lock: Path) -> bool:
    folder = STATE / environment.folder
    return stamp_of(folder).get("pins") == fingerprint(lock) and runs(folder)


def lock_for(environment: Environment, more: bool) -> Path:
    """The pins to install; an environment that once got more (for tests, for pretrained weights) keeps it."""
    few, many = ("rasa.txt", "pretrained.txt") if environment is RASA else ("app.txt", "test.txt")
    more = more or stamp_of(STATE / environment.folder).get("lock") == many
    return ROOT / "requirements" / (many if more else few)


def make_folder(environment: Environment, uv: str) -> Path:
    """An empty environment, made anew where there is none or its Python is gone."""
    folder = STATE / environment.folder
    if runs(folder):
        return folder
    if folder.exists():
        say(
            "{} is broken (its Python is gone); making it anew".format(folder.relative_to(ROOT)),
            "{} 已损坏（它的 Python 不在了），重新创建".format(folder.relative_to(ROOT)),
        )
        shutil.rmtree(str(folder))
    check_disk(environment)
    version, python = find_python(environment.pythons)
    number = "%d.%d" % version
    if python is None:
        say(
            "no Python {0} on this machine; downloading one into .caredesk/python".format(number),
            "这台机器上没有 Python {0}，正在下载到 .caredesk/python".format(number),
        )
    try:
        run(
            [
                uv,
                "venv",
                "--quiet",
                "--no-project",
                "--python",
                python or number,
                "--python-preference",
                "system" if python else "only-managed",
                str(folder),
            ]
        )
    except Missing as failure:
        if python:
            raise
        raise Missing(
            "no Python {0} on this machine and none could be downloaded; "
            "install it (for example: pyenv install {0}) or check the network, and run again".format(number),
            "这台机器上没有 Python {0}，也下载不到："
            "请安装它（例如 pyenv install {0}）或检查网络后重试".format(number),
        ) from failure
    return folder


def check_disk(environment: Environment) -> None:
    free = shutil.disk_usage(str(STATE)).free / 1e9
    if free < environment.gigabytes:
        raise Missing(
            "the disk is too full: {:.1f} GB free, {:.1f} GB needed under {}; free some and run again".format(
                free, environment.gigabytes, ROOT
            ),
            "磁盘空间不足：{2} 下只剩 {0:.1f} GB，需要 {1:.1f} GB，请腾出空间后重试".format(
                free, environment.gigabytes, ROOT
            ),
        )


def prepare(environment: Environment, more: bool) -> None:
    """Bring one environment to its pins; returns at once when it is there."""
    lock = lock_for(environment, more)
    if is_ready(environment, lock):
        return
    uv = find_uv()
    started = time.monotonic()
    folder = make_folder(environment, uv)
    with contextlib.suppress(FileNotFoundError):
        (folder / ".ready").unlink()
    count = len(re.findall(r"^[a-zA-Z0-9]", lock.read_text(encoding="utf-8"), re.M))
    say(
        "installing {} packages for {} (log: {})".format(count, environment.title[0], LOG.relative_to(ROOT)),
        "正在为{}安装 {} 个软件包（日志：{}）".format(environment.title[1], count, LOG.relative_to(ROOT)),
    )
    run(
        [
            uv,
            "pip",
            "sync",
            "--quiet",
            "--require-hashes",
            "--python",
            str(folder / "bin" / "python"),
            str(lock),
        ]
    )
    (folder / ".ready").write_text(
        json.dumps({"pins": fingerprint(lock), "lock": lock.name}), encoding="utf-8"
    )
    say(
        "{} is ready, after {:.0f} s".format(environment.title[0], time.monotonic() - started),
        "{}环境已就绪，用时 {:.0f} 秒".format(environment.title[1], time.monotonic() - started),
    )


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
    parser = argparse.ArgumentParser(
        description="Set up CareDesk's environments, only where something changed."
    )
    parser.add_argument("--tests", action="store_true", help="also install what tests, lint and types need")
    parser.add_argument("--pretrained", action="store_true", help="also install what pretrained weights need")
    parser.add_argument("--uv", action="store_true", help="print the path of a working uv and stop")
    chosen = parser.parse_args(arguments)
    try:
        LOG.parent.mkdir(parents=True, exist_ok=True)
        with alone():
            if chosen.uv:
                print(find_uv())
                return 0
            prepare(RASA, chosen.tests or chosen.pretrained)
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
