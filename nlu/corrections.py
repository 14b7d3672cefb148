"""Reviewed corrections on their way into the training data: waiting, learned, or refused.

Lines wait in `.caredesk/corrections/pending.jsonl`, where `python -m bot corrections --review` puts them: outside
data/, so that no ordinary training learns what nobody measured. `nlu.retrain` moves them into
`data/nlu/corrections.*.yml`, or into `refused.jsonl` beside the waiting ones.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, Iterator, List, Sequence, Tuple

import yaml

from nlu import reading
from nlu.labels import LEARNED_LABELS
from nlu.train import STATE

FOLDER = STATE / "corrections"
PENDING, REFUSED = "pending.jsonl", "refused.jsonl"
_SHOWN = 60  # characters of a line where people read about it
_HEAD = (
    'version: "3.1"\n\n# Reviewed corrections; `make retrain` writes this file, comments of yours would be lost.\n'
    "nlu:\n"
)


class BadCorrection(ValueError):
    """A line that cannot be learned; the message names the file, the line, the fault and the cure."""


@dataclass(frozen=True)
class Line:
    """A message, the Rasa intent it shall be understood as, and whether it is urgent. `row` is its JSON."""

    text: str
    label: str
    urgent: bool
    row: Dict[str, Any]

    @property
    def key(self) -> str:
        """What two spellings of the same words have in common."""
        return reading.phrase_key(self.text) or self.text

    @property
    def language(self) -> str:
        return "zh" if reading.language(reading.clean(self.text)) == "zh" else "en"

    def __str__(self) -> str:
        origin = ", ".join(str(self.row[name]) for name in ("ticket", "source") if self.row.get(name))
        urgent = " (urgent)" if self.urgent else ""
        text = self.text if len(self.text) <= _SHOWN else self.text[: _SHOWN - 1] + "…"
        return f'"{text}" → {self.label}{urgent}' + (f" [{origin}]" if origin else "")


def pending() -> List[Line]:
    """The lines that wait, in the order of their reviews.

    Raises:
        BadCorrection: a line is none.
    """
    file = FOLDER / PENDING
    if not file.exists():
        return []
    rows = enumerate(file.read_text("utf-8").splitlines(), start=1)
    return [_line(file, number, row) for number, row in rows if row.strip()]


def _line(file: Path, number: int, text: str) -> Line:
    cure = 'a line is {"text": "…", "label": "complaint+quality", "urgent": false}; mend or remove it'
    try:
        row = json.loads(text)
        line = Line(" ".join(row["text"].split()), row["label"], bool(row.get("urgent")), row)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadCorrection(f"{file}:{number}: {error!r}; {cure}") from error
    if line.label not in LEARNED_LABELS or not line.text:
        raise BadCorrection(
            f"{file}:{number}: {line.label!r} is no label of nlu/labels.py, or no text; {cure}"
        )
    return line


def settle(lines: Sequence[Line]) -> None:
    """The lines wait no longer. Those that came meanwhile, or changed, do."""
    gone = [line.row for line in lines]
    with _held():
        rows = [line.row for line in pending() if line.row not in gone]
        _write(FOLDER / PENDING, rows)


def refuse(lines: Sequence[Line], why: str) -> None:
    """Lays the lines aside with the reason; nothing of them is lost."""
    with _held():
        file = FOLDER / REFUSED
        known = file.read_text("utf-8").splitlines() if file.exists() else []
        rows = [json.loads(row) for row in known if row.strip()]
        _write(file, [*rows, *({**line.row, "refused": why} for line in lines)])
    settle(lines)


def learn(lines: Sequence[Line], data: Path) -> None:
    """Writes the lines into corrections.zh.yml and corrections.en.yml of a data/nlu folder.

    Words that stand there already get the new label.
    """
    for language in ("zh", "en"):
        file = data / f"corrections.{language}.yml"
        own = [line for line in lines if line.language == language]
        entries = {
            reading.phrase_key(text) or text: (text, label, urgent) for text, label, urgent in learned(file)
        }
        entries.update({line.key: (line.text, line.label, line.urgent) for line in own})
        if own or not file.exists():
            _replace(file, as_yaml(list(entries.values())))


def learned(file: Path) -> Iterator[Tuple[str, str, bool]]:
    """Text, label and urgency of every line in a corrections file.

    Raises:
        BadCorrection: the file is not as `learn` writes it.
    """
    if not file.exists():
        return
    try:
        for part in (yaml.safe_load(file.read_text("utf-8")) or {}).get("nlu") or []:
            urgent = bool((part.get("metadata") or {}).get("urgent"))
            for example in part["examples"].splitlines():
                if example.strip():
                    yield example.strip()[1:].strip(), part["intent"], urgent
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        fault = " ".join(str(error).split())
        raise BadCorrection(f"{file}: {fault}; write it as `make retrain` does, or remove it") from error


def as_yaml(entries: Sequence[Tuple[str, str, bool]]) -> str:
    """Text, label and urgency of each line in Rasa's format, sorted by label, urgent ones apart."""
    parts: Dict[Tuple[str, bool], List[str]] = {}
    for text, label, urgent in entries:
        parts.setdefault((label, urgent), []).append(_plain(text))
    if not parts:
        return _HEAD.replace("nlu:\n", "nlu: []\n")
    blocks = []
    for (label, urgent), texts in sorted(parts.items()):
        metadata = "  metadata:\n    urgent: true\n" if urgent else ""
        examples = "".join(f"    - {text}\n" for text in texts)
        blocks.append(f"- intent: {label}\n{metadata}  examples: |\n{examples}")
    return _HEAD + "\n".join(blocks)


def _plain(text: str) -> str:
    """The text as an example line: Rasa reads [words](so) as an entity, YAML refuses some characters."""
    kept = (one for one in text if one.isprintable() or one in "\u200c\u200d")
    return " ".join("".join(kept).replace("[", "(").replace("]", ")").split())


@contextlib.contextmanager
def _held() -> Iterator[None]:
    """The waiting lines are this process's alone; the review takes the same lock."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / PENDING).with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(file: Path, rows: Sequence[Dict[str, Any]]) -> None:
    _replace(file, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def _replace(file: Path, text: str) -> None:
    """Writes all of it or nothing."""
    fresh = file.with_suffix(".new")
    fresh.write_text(text, "utf-8")
    os.replace(fresh, file)
