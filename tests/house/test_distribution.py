"""Tests that share a running desk stay together, however many workers there are and however pytest is called."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import ROOT

MANY = "import pytest\n@pytest.mark.parametrize('n', range(9))\ndef test_it(n):\n    pass\n"
SHARED, OTHER = "tests/flows/test_a.py", "tests/service/test_b.py"


@pytest.mark.parametrize("called", [[], ["--dist", "loadgroup"]])
def test_flows_run_on_one_worker(tmp_path: Path, called: list[str]) -> None:
    for file in (SHARED, "tests/flows/test_c.py", OTHER):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(MANY, "utf-8")
    (tmp_path / "pytest.ini").write_text(f"[pytest]\npythonpath = {ROOT}\n", "utf-8")
    call = [sys.executable, "-m", "pytest", "-p", "tests.distribution", "-v", "-n", "3", *called, "tests"]
    ran = subprocess.run(call, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    workers: dict[str, set[str]] = {}
    for worker, folder in re.findall(r"^\[(gw\d)\].* tests/(\w+)/", ran.stdout, re.MULTILINE):
        workers.setdefault(folder, set()).add(worker)
    assert len(workers["flows"]) == 1
    assert len(workers["service"]) > 1
