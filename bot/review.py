"""``python -m bot corrections``: corrections as training lines, and their review by a person at a terminal."""

import fcntl
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from prompt_toolkit import PromptSession
from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from bot.chat.words import Words, tame
from bot.desk.labels import Category, Kind, Language
from bot.service import corrections_export
from bot.service.corrections_export import LABELS, Line
from bot.service.work import Desk

Ask = Callable[[str, str], str]
"""Asks a person: the question and what stands in the field already; their answer. ``EOFError``: they are gone."""


class PendingUnusable(Exception):
    """The file of kept lines, or of exported ones, cannot be used; the message names it and the cure."""


def export(lines: Sequence[Line], out: Path | None) -> None:
    """Writes the lines as JSON, one a line, to the file or to stdout. Raises ``PendingUnusable``."""
    text = "".join(json.dumps(line.as_json(), ensure_ascii=False) + "\n" for line in lines)
    if out is None:
        sys.stdout.write(text)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise PendingUnusable(_cannot_write(out, error)) from error


def sit(desk: Desk, language: Language, pending: Path, since: datetime | None) -> int:
    """Reviews what was corrected from ``since`` on (an aware instant), at this terminal; how many are still open."""
    with desk() as work:
        lines = corrections_export.lines(work, since)
        words = Words(work.policy.zone, lambda: datetime.now(UTC))
    session: PromptSession[str] | None = PromptSession() if sys.stdin.isatty() else None

    def ask(question: str, given: str) -> str:
        return session.prompt(question, default=given) if session else input(question)

    return Reviewing(desk, words, language, pending, ask, Console(highlight=False)).run(lines)


@dataclass
class Reviewing:
    """One sitting of a reviewer. What they keep goes to the file ``pending``, from where `make retrain` takes it."""

    desk: Desk
    words: Words
    language: Language
    pending: Path
    ask: Ask
    console: Console

    def run(self, lines: Sequence[Line]) -> int:
        """Goes through what nobody reviewed yet, until the end or until the reviewer leaves; how many are still open.

        Raises ``PendingUnusable`` and ``StoreAway``; what was decided before that stays decided.
        """
        unread = [line for line in lines if line.reviewed == "no"]
        if not unread:
            self._say("review_nothing")
            return 0
        self._say("review_begin", open=len(unread))
        decided: list[Line] = []
        try:
            for number, line in enumerate(unread, start=1):
                decision = self._decision(line, f"{number}/{len(unread)}")
                if decision is None:
                    break
                decided.append(self._settle(*decision))
        except (EOFError, KeyboardInterrupt):
            self.console.print()
        kept = sum(line.reviewed == "kept" for line in decided)
        self._say("review_end", kept=kept, skipped=len(decided) - kept, open=len(unread) - len(decided))
        if kept:
            self._say("review_next", file=str(self.pending))
        return len(unread) - len(decided)

    def _decision(self, line: Line, place: str) -> tuple[Line, bool] | None:
        """The line as the reviewer wants it, and whether it is kept; None when they leave."""
        as_said = line
        while True:
            self._show(line, as_said, place)
            match self._asked("review_choices").lower()[:1]:
                case "k":
                    return line, True
                case "s":
                    return line, False
                case "q":
                    return None
                case "c":
                    line = replace(line, label=self._label(line))
                case "u":
                    line = replace(line, urgent=not line.urgent)
                case "w":
                    text = " ".join(self._asked("review_words", line.text).split())
                    line = replace(line, text=text or line.text)
                case answer:
                    self._say("review_unknown", answer=answer)

    def _settle(self, line: Line, kept: bool) -> Line:
        """First the file, then the memory of it: a kill between the two asks again, and the same words count once."""
        if kept:
            add_pending(self.pending, line)
        with self.desk() as work:
            decided = corrections_export.decide(work, line, kept)
        self._say("review_kept" if kept else "review_skipped")
        return decided

    def _label(self, line: Line) -> str:
        for number, label in enumerate(LABELS, start=1):
            mark = "→" if label == line.label else " "
            self.console.print(f"{mark}{number:3} {self._named(label)}", markup=False)
        answer = self._asked("review_which")
        if answer.isascii() and answer.isdigit() and 0 < int(answer[:3]) <= len(LABELS):
            return LABELS[int(answer[:3]) - 1]
        self._say("review_unknown", answer=answer)
        return line.label

    def _show(self, line: Line, as_said: Line, place: str) -> None:
        """What the model said, what people say, and what the reviewer made of it."""
        said = self._word("review_model_silent")
        if line.said:
            confidence = line.said["confidence"]
            sure = "?" if confidence is None else f"{float(confidence):.0%}"
            said = self._word("review_model_said", label=self._labelled(line.said), sure=sure)
        people = self._word(f"review_{line.source}_says", label=self._labelled(as_said.as_json(), line))
        title = " · ".join(filter(None, (place, line.ticket, f"{line.at:%Y-%m-%d}")))
        rows = [Text(tame(line.text), style="bold"), Text(said, style="dim"), Text(people)]
        if line != as_said:
            rows.append(Text(self._word("review_learned_as", label=self._labelled(line.as_json(), line))))
        body = Text("\n").join(rows)
        self.console.print(Panel(body, title=title, title_align="left"))

    def _labelled(self, one: Mapping[str, Any], line: Line | None = None) -> str:
        """A label in words; of a ``line`` that the model took for urgent also that it is not."""
        kind, category, intent = one.get("kind"), one.get("category"), one.get("intent")
        label = f"{kind}+{category}" if category else str(intent or kind)
        label = corrections_export.CHITCHAT if label == "chitchat" else label
        if one.get("urgent"):
            return f"{self._named(label)} · {self._word('review_urgent')}"
        false_alarm = line is not None and line.said is not None and line.said["urgent"]
        return self._named(label) + (f" · {self._word('review_not_urgent')}" if false_alarm else "")

    def _named(self, label: str) -> str:
        kind, _, tail = label.partition("+")
        if kind in set(Kind) and tail in set(Category):
            return f"{self._word(f'kind_{kind}')} · {self._word(f'category_{tail}')}"
        return self._word(f"label_{label.replace('+', '_')}")

    def _asked(self, key: str, given: str = "") -> str:
        return self.ask(f"{self._word(key)} › ", given).strip()

    def _say(self, key: str, **values: Any) -> None:
        self.console.print(self._word(key, **values), markup=False, style="dim")

    def _word(self, key: str, **values: Any) -> str:
        return self.words.label(self.language, key, values)


def add_pending(file: Path, line: Line) -> None:
    """Adds a line to the file of kept lines; the same words said before are replaced. Raises ``PendingUnusable``."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with _held(file):
            known = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
            others = [row for row in known if row.strip() and json.loads(row)["text"] != line.text]
            row = json.dumps(
                {"label": line.label} | line.as_json() | {"reviewed": "kept"}, ensure_ascii=False
            )
            _replace(file, "\n".join([*others, row]) + "\n")
    except OSError as error:
        raise PendingUnusable(_cannot_write(file, error)) from error
    except (ValueError, KeyError, TypeError) as error:
        raise PendingUnusable(
            f"{file} has a line that is no kept correction ({error}); mend it or remove the line"
            f" / {file} 里有无法识别的行：请改正或删除该行"
        ) from error


def _cannot_write(file: Path, error: OSError) -> str:
    return (
        f"{file} cannot be written ({error.strerror}); make it and its folder writable"
        f" / 无法写入 {file}：请检查文件和文件夹的权限"
    )


@contextmanager
def _held(file: Path) -> Iterator[None]:
    """The file is this process's alone: `make retrain` takes lines out of it with the same lock."""
    with file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _replace(file: Path, text: str) -> None:
    """Writes all of it or nothing."""
    fresh = file.with_suffix(".new")
    fresh.write_text(text, encoding="utf-8")
    os.replace(fresh, file)
