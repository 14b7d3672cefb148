"""Reviewed corrections are learned when that helps and refused when it harms: the real thing, with a small corpus."""

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from nlu import corrections
from nlu.labels import LEARNED_LABELS, TICKET_LABELS
from tests.nlu.test_retrain import read_lines, row, waiting, write_lines

ROOT = Path(__file__).parents[2]
FLIPPED = {"complaint": "praise", "praise": "complaint", "inquiry": "suggestion", "suggestion": "inquiry"}
TAUGHT, TOLD, ASKED = 14, 10, 8  # messages of a label: to begin with, as corrections, and to compare on


@pytest.fixture(scope="session")
def messages():
    """Plain English messages of the project by label: (to begin with, as corrections, to compare on)."""
    from rasa.shared.nlu.training_data.loading import load_data

    from nlu import reading

    files = sorted((ROOT / "data" / "nlu").glob("*.en.yml"))
    examples = [message for file in files for message in load_data(str(file)).intent_examples]

    found = {label: [] for label in LEARNED_LABELS}
    for message in examples:
        label, text = message.get("intent"), " ".join(message.get("text").split())
        urgent = any((place or {}).get("urgent") for place in (message.get("metadata") or {}).values())
        if label in found and not urgent and reading.language(reading.clean(text)) == "en":
            found[label].append(text)
    dice = random.Random(7)
    for texts in found.values():
        dice.shuffle(texts)
    return found


@pytest.fixture(scope="session")
def small_project(messages, tmp_path_factory):
    """A project of its own whose model has learned a few messages of each label."""
    project = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "nlu", project / "nlu", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("policy.toml", "endpoints.yml", "credentials.yml"):
        shutil.copy(ROOT / name, project / name)
    config = yaml.safe_load((ROOT / "config.yml").read_text("utf-8"))
    pipeline = [{**part, "folds": 2, "jobs": 1} for part in config["pipeline"]]
    (project / "config.yml").write_text(yaml.safe_dump({**config, "pipeline": pipeline, "policies": []}))
    (project / "domain.yml").write_text(yaml.safe_dump({"version": "3.1", "intents": list(LEARNED_LABELS)}))
    (project / "data" / "nlu").mkdir(parents=True)
    entries = [(text, label, False) for label, texts in messages.items() for text in texts[:TAUGHT]]
    danger = ("I smell gas in the flat", "the socket sparks and smokes", "a child is stuck in the lift")
    entries += [(text, "complaint+quality", True) for text in danger]
    (project / "data" / "nlu" / "messages.en.yml").write_text(corrections.as_yaml(entries), "utf-8")
    run(project, "nlu.train", expect=0)
    return project


@pytest.fixture
def project(small_project, tmp_path):
    return Path(shutil.copytree(small_project, tmp_path / "project"))


def run(project, module, *arguments, expect):
    """Runs a module of the project's own nlu/; what it printed."""
    environment = {
        **os.environ,
        "LANG": "C.UTF-8",
        "TERMINAL_LANGUAGE": "en",
        "RASA_TELEMETRY_ENABLED": "false",
    }
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == expect, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_good_corrections_are_learned_and_bad_ones_refused(project, messages):
    dev = project / "dev.jsonl"
    asked = [row(text, label) for label, texts in messages.items() for text in texts[-ASKED:]]
    write_lines(dev, asked)
    state = project / ".caredesk" / "corrections"
    told = {
        label: texts[TAUGHT : TAUGHT + TOLD] for label, texts in messages.items() if label in TICKET_LABELS
    }
    flipped = [
        waiting(text, f"{FLIPPED[label.partition('+')[0]]}+{label.partition('+')[2]}")
        for label, texts in told.items()
        for text in texts
    ]
    before = run(project, "nlu.train", "--print", expect=0)
    data = sorted((file.name, file.read_bytes()) for file in (project / "data" / "nlu").iterdir())
    write_lines(state / "pending.jsonl", flipped)

    shown = run(project, "nlu.retrain", "--dev", str(dev), expect=1)
    assert "en before" in shown
    assert "worse: kind (en):" in shown
    assert "of them: " in shown, "the corrections that moved messages are named"
    aside, left = read_lines(state / "refused.jsonl"), read_lines(state / "pending.jsonl")
    assert aside
    assert all("was worse: kind (en)" in one["refused"] for one in aside)
    assert len(aside) + len(left) == len(flipped)
    assert run(project, "nlu.train", "--print", expect=0) == before
    assert len(list((project / "models").glob("*.tar.gz"))) == 1
    assert sorted((file.name, file.read_bytes()) for file in (project / "data" / "nlu").iterdir()) == data

    good = [waiting(text, label) for label, texts in told.items() for text in texts]
    write_lines(state / "pending.jsonl", good)
    shown = run(project, "nlu.retrain", "--dev", str(dev), expect=0)
    assert f"{len(good)} corrections learned" in shown
    assert read_lines(state / "pending.jsonl") == []
    learned = list(corrections.learned(project / "data" / "nlu" / "corrections.en.yml"))
    assert len(learned) == len(good)
    now = run(project, "nlu.train", "--print", expect=0)
    assert now != before
    assert "up to date" in run(project, "nlu.train", expect=0), "the next start trains nothing"
    assert now.strip().endswith(run(project, "nlu.train", expect=0).split()[-1])
