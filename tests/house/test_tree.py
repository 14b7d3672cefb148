"""What holds for every file: sizes, empty package files, nothing unfinished, nothing of one machine."""

import ast
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

from bot.settings import ROOT

GENERATED = ("versions", "migrations")
STATE = {".git", ".caredesk", "models", "results", ".venv", "__pycache__", ".rasa"}
LINES = 400
FUNCTION_LINES = 60


@cache
def files() -> tuple[Path, ...]:
    """Every file of the project: what git knows, or everything but state where there is no git."""
    if shutil.which("git") and (ROOT / ".git").exists():
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
        )
        found = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        found = [file for file in ROOT.rglob("*") if not STATE & set(file.relative_to(ROOT).parts)]
    return tuple(file for file in found if file.is_file())


def python_files() -> list[Path]:
    return [file for file in files() if file.suffix == ".py" and not set(GENERATED) & set(file.parts)]


def texts() -> list[tuple[str, str]]:
    """Name and content of every text file."""
    found = []
    for file in files():
        try:
            found.append((str(file.relative_to(ROOT)), file.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return found


def test_files_stay_short() -> None:
    long = {
        str(file.relative_to(ROOT)): count
        for file in python_files()
        if (count := len(file.read_text(encoding="utf-8").splitlines())) > LINES
    }
    assert not long, f"split these, at most {LINES} lines each: {long}"


def test_functions_stay_short() -> None:
    long = []
    for file in python_files():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > FUNCTION_LINES:
                    long.append(f"{file.relative_to(ROOT)}:{node.lineno} {node.name} has {length} lines")
    assert not long, long


def test_package_files_are_empty() -> None:
    filled = [
        str(file.relative_to(ROOT)) for file in files() if file.name == "__init__.py" and file.stat().st_size
    ]
    assert not filled


def test_names_say_what_is_inside() -> None:
    vague = {"utils", "util", "helpers", "helper", "manager", "managers", "misc", "common"}
    assert not [str(file.relative_to(ROOT)) for file in python_files() if file.stem in vague]


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("a folder of one machine", r"(?<![\w.])/(?:root|work|farm|home/[a-z]+|Users/\w+)/"),
        ("the host of a package registry", r"python" + r"hosted\.org|pypi" + r"\.org|registry\." + r"npmjs"),
        ("an index address", r"--(?:extra-)?index" + r"-url|--find" + r"-links"),
    ],
)
def test_no_file_names(what: str, pattern: str) -> None:
    found = [
        f"{name}:{number}"
        for name, text in texts()
        for number, line in enumerate(text.splitlines(), 1)
        if re.search(pattern, line)
    ]
    assert not found, f"{what} in {found}"


def test_nothing_is_unfinished_or_skipped() -> None:
    words = (
        r"\b("
        + "TO"
        + "DO|FIX"
        + "ME|X"
        + "XX|NotImplemented"
        + r"Error)\b|pytest\.(mark\.)?(sk"
        + r"ip|xf"
        + "ail)"
    )
    found = [
        f"{name}:{number}"
        for name, text in texts()
        for number, line in enumerate(text.splitlines(), 1)
        if name.endswith(".py") and re.search(words, line)
    ]
    assert not found


def test_no_lock_file_with_addresses_and_nothing_large() -> None:
    locks = {
        "uv.lock",
        "poetry.lock",
        "pdm.lock",
        "Pipfile.lock",
        "package-lock.json",
        "yarn.lock",
        "pnpm-lock.yaml",
    }
    assert not [file for file in files() if file.name in locks]
    assert not [file for file in files() if file.stat().st_size > 2 * 1024 * 1024]
