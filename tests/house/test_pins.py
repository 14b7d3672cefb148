"""requirements/: short lists with reasons, compiled into pins with hashes and without any address."""

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from bot.settings import ROOT

LISTS = sorted((ROOT / "requirements").glob("*.in"))
PINS = sorted((ROOT / "requirements").glob("*.txt"))


def name_of(line: str) -> str:
    """The normalized package name at the start of a requirement."""
    found = re.match(r"[A-Za-z0-9._-]+", line)
    assert found, line
    return re.sub(r"[-_.]+", "-", found.group()).lower()


def requirements(file: Path) -> dict[str, str]:
    """Package to line, without options and comments."""
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if re.match(r"[A-Za-z0-9]", line)]
    return {name_of(line): line for line in lines}


@pytest.mark.parametrize("file", LISTS, ids=lambda file: file.name)
def test_every_package_asked_for_has_its_reason(file: Path) -> None:
    for line in requirements(file).values():
        assert re.search(r"\S\s+# \S.{5,}", line), f"{file.name}: say why at the end of: {line}"


@pytest.mark.parametrize("file", LISTS, ids=lambda file: file.name)
def test_what_is_asked_for_is_compiled(file: Path) -> None:
    pinned = requirements(file.with_suffix(".txt"))
    missing = requirements(file).keys() - pinned.keys()
    assert not missing, f"{file.name} changed; run: make pins"


@pytest.mark.parametrize("file", PINS, ids=lambda file: file.name)
def test_every_pin_is_exact_and_has_hashes(file: Path) -> None:
    blocks = re.split(r"\n(?=[A-Za-z0-9])", file.read_text(encoding="utf-8").strip())
    for block in blocks:
        assert re.match(r"[A-Za-z0-9._-]+(\[[a-z,]+\])?==[^\s;]+( ; [^\\]+)? \\\n", block), block[:80]
        assert "--hash=sha256:" in block, block[:80]


@pytest.mark.parametrize("file", LISTS + PINS, ids=lambda file: file.name)
def test_no_address_and_no_index(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert not re.search(r"\w+://| @ |^-[fi] |^--(?!hash)", text, re.M)


@pytest.mark.parametrize(("few", "many"), [("app", "test"), ("rasa", "pretrained")])
def test_the_tests_run_on_the_versions_the_desk_runs_on(few: str, many: str) -> None:
    app, test = (requirements(ROOT / "requirements" / f"{name}.txt") for name in (few, many))
    version = r"==([^\s;]+)"
    for package, line in app.items():
        found = re.search(version, test[package])
        assert found, f"requirements/{many}.txt lacks {package}; run: make pins"
        assert re.search(version, line).group(1) == found.group(1), package  # type: ignore[union-attr]


def imported(folder: str) -> set[str]:
    """Top-level names that the Python files under a folder import."""
    names: set[str] = set()
    for file in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("folder", ["bot", "actions"])
def test_the_desk_imports_only_what_it_asked_for(folder: str) -> None:
    # What only the tests' environment carries would be missing in the image.
    asked = requirements(ROOT / "requirements" / "app.in").keys()
    brought = {
        "pydantic",
        "sqlalchemy",
        "tornado",
        "psycopg",
    }  # part of sqlmodel's and telegram's own interface
    known = packages_distributions()
    for name in imported(folder) - set(sys.stdlib_module_names) - {"bot", "actions"} - brought:
        packages = {name_of(package) for package in known.get(name, [name])}
        assert packages & asked, f"{folder} imports {name}; add it to requirements/app.in and run: make pins"
