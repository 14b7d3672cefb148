"""requirements/prepare.py in a tree of its own, with a uv of a few lines of shell: nothing is downloaded."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.settings import ROOT

UV = """#!/bin/sh
echo "$@" >> "{calls}"
{trouble}
case "$1" in
  --version) echo "uv 9.9.9" ;;
  venv) for last; do :; done; mkdir -p "$last/bin"; ln -s "{python}" "$last/bin/python" ;;
esac
"""


@dataclass
class Tree:
    """A copy of the set-up with its own PATH."""

    root: Path
    path: Path

    def prepare(self, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        program = [sys.executable, str(self.root / "requirements" / "prepare.py"), *arguments]
        clean = {"PATH": str(self.path), "HOME": str(self.root), "LANG": "C.UTF-8"}
        return subprocess.run(program, env=clean | env, capture_output=True, text=True, check=False)

    def give_uv(self, trouble: str = "") -> None:
        uv = self.path / "uv"
        uv.write_text(UV.format(calls=self.root / "calls", trouble=trouble, python=self.root / "python"))
        uv.chmod(0o755)

    def calls(self) -> list[str]:
        """What uv was asked since the last time, without questions for its version."""
        file = self.root / "calls"
        lines = file.read_text().splitlines() if file.exists() else []
        file.write_text("")
        return [" ".join(line.split()[:2]) for line in lines if line != "--version"]


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    root = tmp_path / "desk"
    (root / "requirements").mkdir(parents=True)
    for file in (ROOT / "requirements").glob("*.*"):
        shutil.copy(file, root / "requirements")
    # An interpreter that can vanish: what uv's environments point at.
    (root / "python").symlink_to(sys.executable)
    path = root / "path"
    path.mkdir()
    for tool in ("sh", "mkdir", "ln", "cat"):
        (path / tool).symlink_to(shutil.which(tool) or "/bin/" + tool)
    return Tree(root, path)


def test_without_uv_and_pip_one_line_says_what_to_install(tree: Tree) -> None:
    # The app's own environment has no pip, so neither has the Python that runs prepare.py here.
    done = tree.prepare()
    assert done.returncode == 1
    assert done.stderr == (
        "caredesk: neither uv nor pip is installed; install one (apt-get install python3-pip) and try again\n"
    )


def test_a_chinese_terminal_reads_chinese(tree: Tree) -> None:
    assert tree.prepare(LANG="zh_CN.UTF-8").stderr.startswith("caredesk: 没有 uv，也没有 pip：请安装")


def test_the_second_run_does_nothing_at_once(tree: Tree) -> None:
    tree.give_uv()
    first = tree.prepare("--tests")
    assert first.returncode == 0, first.stderr
    assert tree.calls() == ["venv --quiet", "pip sync", "venv --quiet", "pip sync"]
    second = tree.prepare("--tests")
    assert (second.returncode, second.stdout, tree.calls()) == (0, "", [])


def test_only_the_environment_whose_pins_changed_is_touched(tree: Tree) -> None:
    tree.give_uv()
    tree.prepare()
    tree.calls()
    with (tree.root / "requirements" / "app.txt").open("a") as pins:
        pins.write("# changed\n")
    done = tree.prepare()
    assert tree.calls() == ["pip sync"]
    assert "for the app" in done.stdout


def test_running_after_testing_keeps_what_the_tests_need(tree: Tree) -> None:
    tree.give_uv()
    tree.prepare("--tests")
    tree.calls()
    assert tree.prepare().returncode == 0
    assert tree.calls() == []


def test_pretrained_weights_ask_for_more_of_rasas_environment_only(tree: Tree) -> None:
    tree.give_uv()
    tree.prepare()
    tree.calls()
    assert "for Rasa" in tree.prepare("--pretrained").stdout
    assert tree.calls() == ["pip sync"]
    assert (tree.prepare().returncode, tree.calls()) == (0, [])


def test_an_environment_whose_python_vanished_is_made_anew(tree: Tree) -> None:
    tree.give_uv()
    tree.prepare()
    tree.calls()
    shutil.rmtree(tree.root / ".caredesk" / "rasa-env" / "bin")
    done = tree.prepare()
    assert done.returncode == 0
    assert ".caredesk/rasa-env is broken (its Python is gone); making it anew" in done.stdout
    assert tree.calls() == ["venv --quiet", "pip sync"]


def test_an_interrupted_installation_is_taken_up_again(tree: Tree) -> None:
    tree.give_uv(trouble='case "$*" in *app.txt) exit 1 ;; esac')
    assert tree.prepare().returncode == 1
    tree.give_uv()
    tree.calls()
    assert tree.prepare().returncode == 0
    assert tree.calls() == ["pip sync"]


@pytest.mark.parametrize(
    ("uv_says", "cure"),
    [
        ("error: Failed to fetch: dns error: failed to lookup address", "check the network or HTTPS_PROXY"),
        ("error: client error: invalid peer certificate: UnknownIssuer", "in SSL_CERT_FILE and run again"),
        ("error: Connection refused (os error 111)", "check the network or HTTPS_PROXY"),
        (
            "error: failed to write: No space left on device (os error 28)",
            "the disk is full; free about 4 GB",
        ),
        ("error: Hash mismatch for rasa==3.6.21", "does not match its hash in requirements/"),
        ("error: failed to open file: Permission denied (os error 13)", "no permission to write"),
        (
            "error: something nobody foresaw",
            "error: something nobody foresaw. Read .caredesk/logs/prepare.log",
        ),
    ],
)
def test_what_uv_says_becomes_one_line_with_its_cure(tree: Tree, uv_says: str, cure: str) -> None:
    tree.give_uv(trouble=f'case "$1" in pip) echo "{uv_says}" >&2; exit 2 ;; esac')
    done = tree.prepare()
    assert done.returncode == 1
    assert cure in done.stderr
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stdout + done.stderr


def test_a_uv_too_old_is_not_used(tree: Tree) -> None:
    tree.give_uv(trouble='case "$1" in --version) echo "uv 0.1.3"; exit 0 ;; esac')
    assert "neither uv nor pip is installed" in tree.prepare().stderr


def test_a_state_folder_that_cannot_be_made_is_one_line(tree: Tree) -> None:
    (tree.root / ".caredesk").write_text("a file in the way")
    done = tree.prepare()
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("target", ["run", "test", "bench", "soak", "lint", "model", "setup", "clean"])
def test_make_knows_its_targets(target: str) -> None:
    env = {
        name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")
    }
    done = subprocess.run(
        ["make", "-n", target], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_make_test_ends_with_the_apps_pytest_and_ci_ends_with_make_test() -> None:
    env = {
        name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")
    }
    done = subprocess.run(
        ["make", "-n", "test"], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1].startswith(".caredesk/app-env/bin/python -m pytest")
    ci = ROOT / ".ci" / "run"
    assert ci.read_text(encoding="utf-8").rstrip().endswith("\nmake test")
    assert os.access(ci, os.X_OK)
