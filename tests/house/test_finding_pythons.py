"""Which Python the set-up takes: one that truly runs, on PATH or in a pyenv folder, wherever HOME points."""

import importlib
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

from bot.settings import ROOT

HERE = sys.version_info[:2]
NAME = f"python{HERE[0]}.{HERE[1]}"


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """requirements/machine.py with an empty HOME and PATH, and no pyenv but the tests' own."""
    monkeypatch.syspath_prepend(str(ROOT / "requirements"))
    module = importlib.import_module("machine")
    monkeypatch.setattr(module.sys, "base_prefix", str(tmp_path / "nowhere" / "at" / "all"))
    monkeypatch.setattr(module.sys, "executable", "")
    monkeypatch.setattr(module, "CHINESE", False)
    monkeypatch.setattr(
        module.pwd, "getpwuid", lambda uid: type("User", (), {"pw_dir": str(tmp_path / "user")})
    )
    monkeypatch.setenv("HOME", str(tmp_path / "empty"))
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    monkeypatch.delenv("PYENV_ROOT", raising=False)
    return module


REAL = str(Path(sys.executable).resolve())


def install(folder: Path, name: str = NAME) -> None:
    """Put the running interpreter there, as a script that passes everything on."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(f'#!/bin/sh\nexec "{REAL}" "$@"\n')
    (folder / name).chmod(0o755)


def refuse(folder: Path, name: str = NAME) -> None:
    """Put a pyenv shim there that knows no such version."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("#!/bin/sh\necho 'pyenv: command not found' >&2\nexit 127\n")
    (folder / name).chmod(0o755)


def test_none_anywhere_means_uv_must_download(machine: ModuleType) -> None:
    assert machine.find_python(((3, 10),)) == ((3, 10), None)


def test_one_on_path(machine: ModuleType, tmp_path: Path) -> None:
    install(tmp_path / "path")
    version, python = machine.find_python((HERE,))
    assert (version, Path(python).resolve()) == (HERE, Path(REAL))


def test_the_next_best_version_is_taken(machine: ModuleType, tmp_path: Path) -> None:
    install(tmp_path / "path")
    version, python = machine.find_python(((3, 99), HERE))
    assert version == HERE
    assert python


def test_a_plain_python3_of_another_version_does_not_count(machine: ModuleType, tmp_path: Path) -> None:
    install(tmp_path / "path", "python3")
    assert machine.find_python(((3, 99),)) == ((3, 99), None)


@pytest.mark.parametrize("place", ["user/.pyenv", "empty/.pyenv", "root"])
def test_a_shim_that_does_not_run_leads_on_to_pyenv(
    machine: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, place: str
) -> None:
    refuse(tmp_path / "path")
    install(tmp_path / place / "versions" / f"{HERE[0]}.{HERE[1]}.99" / "bin")
    if place == "root":
        monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "root"))
    assert machine.find_python((HERE,))[1]


def test_pyenv_is_found_by_its_shims_on_path_when_home_has_moved(
    machine: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    refuse(tmp_path / "elsewhere" / "shims")
    install(tmp_path / "elsewhere" / "versions" / f"{HERE[0]}.{HERE[1]}.1" / "bin")
    monkeypatch.setenv("PATH", str(tmp_path / "elsewhere" / "shims"))
    assert machine.find_python((HERE,))[1]


def test_pyenv_is_found_by_the_python_that_runs(
    machine: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    versions = tmp_path / "somewhere" / "versions"
    install(versions / f"{HERE[0]}.{HERE[1]}.1" / "bin")
    monkeypatch.setattr(machine.sys, "base_prefix", str(versions / "3.8.0"))
    assert machine.find_python((HERE,))[1]


def test_the_newest_patch_comes_first(
    machine: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for patch in ("3.10.2", "3.10.13", "3.10.9"):
        (tmp_path / "root" / "versions" / patch).mkdir(parents=True)
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "root"))
    found = [file.parent.parent.name for file in machine.interpreters((3, 10)) if "versions" in file.parts]
    assert found == ["3.10.13", "3.10.9", "3.10.2"]


def test_a_disk_without_room_is_named_before_anything_is_made(
    machine: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    prepare = importlib.import_module("prepare")
    monkeypatch.setattr(prepare, "STATE", tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10**10, 9 * 10**9, 10**9))
    with pytest.raises(
        machine.Missing, match=r"1\.0 GB free, 3\.0 GB needed under .*; free some and run again"
    ):
        prepare.check_disk(prepare.RASA)


def test_no_python_and_no_download_is_one_line(
    machine: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    prepare = importlib.import_module("prepare")

    def offline(command: list[str]) -> None:
        raise machine.Missing("packages cannot be downloaded", "无法下载软件包")

    monkeypatch.setattr(prepare, "STATE", tmp_path)
    monkeypatch.setattr(prepare, "run", offline)
    with pytest.raises(
        machine.Missing, match=r"^no Python 3\.10 on this machine .*pyenv install 3\.10.*run again$"
    ):
        prepare.make_folder(prepare.RASA, "uv")
