"""The allowed arrows between packages, as pyproject.toml draws them."""

import subprocess
import sys
from pathlib import Path

from bot.settings import ROOT


def test_every_contract_holds() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert " 0 broken" in done.stdout
