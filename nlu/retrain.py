"""Learns the reviewed corrections if that helps: `python -m nlu.retrain [--dev FILE...]` (`make retrain`).

A candidate is trained in a folder of its own from today's data and the corrections that wait, both models answer the
dev messages, and the candidate is kept only when it is not worse (`nlu.comparison` says what that means). Then the
corrections go into data/nlu and the model into models/, ready for the next start. A refused candidate is removed:
the model in use stays, and the corrections that moved it are laid aside.

Exit status: 0 kept, or nothing to do; 1 refused; 2 it could not be tried.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import warnings
from pathlib import Path
from typing import Dict, List, Optional, Sequence, Tuple

from nlu import comparison, corrections, evaluate, reading, train
from nlu.candidate import CannotTry, Row, keep, lay_out, newest_model, refuse, trained_in
from nlu.classify import classify
from nlu.comparison import Case, Change
from nlu.corrections import BadCorrection, Line
from nlu.duplicates import training_lines
from nlu.messages import read_all
from nlu.model import load_mind
from nlu.train import MODELS, ROOT, STATE, say

HELD_OUT = tuple(ROOT / "tests" / "nlu" / f"held_out.{language}.jsonl" for language in ("zh", "en"))
FEW = 100  # messages of a language under which a worse model can hardly be told from chance


def main(arguments: Optional[List[str]] = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m nlu.retrain", description=__doc__.split("\n\n")[0])
    parser.add_argument(
        "--dev",
        type=Path,
        nargs="+",
        metavar="FILE",
        help="labelled JSON lines to compare on (default: tests/nlu/held_out.*)",
    )
    parser.add_argument(
        "--before", type=Path, metavar="MODEL", help="compare with this model (default: the one in use)"
    )
    given = parser.parse_args(arguments)
    try:
        return retrain(given.dev or [file for file in HELD_OUT if file.exists()], given.before)
    except (CannotTry, BadCorrection, OSError) as error:
        print(f"nlu.retrain: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def retrain(dev: Sequence[Path], before: Optional[Path]) -> int:
    """Trains, compares, keeps or refuses; the exit status.

    Raises:
        CannotTry, BadCorrection, OSError: nothing was changed.
    """
    STATE.mkdir(exist_ok=True)
    waiting = corrections.pending()
    rows = dev_rows(dev, waiting)
    lines, against = news(waiting)
    if waiting and not lines:
        say("nothing new to learn", "没有新内容要学习")
        return 1 if against else 0
    data = train.fingerprint(ROOT)
    with tempfile.TemporaryDirectory(dir=STATE, prefix="retraining-") as folder:
        project = lay_out(Path(folder), lines)
        candidate = MODELS / train.model_of_today(project).name
        in_use = before or newest_model(other_than=candidate)
        if not lines and in_use is None and candidate.exists():
            say("nothing to learn: no correction waits", "没有等待学习的更正")
            return 0
        in_use = comparable(in_use, candidate)
        trained = candidate if candidate.exists() else trained_in(project)
        worse = compared(in_use, trained, rows)
        with train.alone():
            if train.fingerprint(ROOT) != data:
                raise CannotTry(f"{ROOT / 'data'}: changed while the candidate was trained; run it again")
            if worse:
                refuse(candidate, in_use, lines, worse)
            else:
                keep(trained, candidate, in_use, lines)
    return 1 if worse else 0


def comparable(in_use: Optional[Path], candidate: Path) -> Path:
    """The model in use. Raises CannotTry when there is none but the candidate."""
    if in_use is None or not in_use.is_file():
        raise CannotTry(f"{in_use or MODELS}: no model to compare with; train one with `make model` first")
    if in_use.resolve() == candidate.resolve():
        raise CannotTry(f"{in_use}: this is what today's data make; name an earlier model with --before")
    return in_use


def compared(in_use: Path, trained: Path, rows: Sequence[Row]) -> List[Change]:
    """Shows both models' figures; in what the new one is worse."""
    before, after = answers(in_use, rows, "in use"), answers(trained, rows, "new")
    cases = [Case(*triple) for triple in zip(rows, before, after)]
    show(cases)
    return [change for change in comparison.changes(cases) if change.worse]


def news(waiting: Sequence[Line]) -> Tuple[List[Line], List[Line]]:
    """Of the waiting lines those that are news, and those that say otherwise than data/nlu.

    Both kinds that are no news wait no longer: what data/nlu teaches already is done, what it teaches as something
    else is laid aside, for a person to decide.
    """
    ours = [ROOT / "data" / "nlu" / f"corrections.{language}.yml" for language in ("zh", "en")]
    learned = {
        reading.phrase_key(text): (label, urgent)
        for file in ours
        for text, label, urgent in corrections.learned(file)
    }
    taught = taught_labels() if waiting else {}
    fresh, known, against = [], [], []
    for line in waiting:
        if line.key in learned:
            (known if learned[line.key] == (line.label, line.urgent) else fresh).append(line)
        elif line.key in taught and _says_otherwise(line, *taught[line.key]):
            against.append(line)
        else:
            (known if line.key in taught and not line.urgent else fresh).append(line)
    for line in against:
        lay_aside(line, *taught[line.key])
    if known:
        corrections.settle(known)
    return fresh, against


def _says_otherwise(line: Line, label: str, urgent: bool) -> bool:
    """Whether a line takes back what data/nlu teaches. That something is urgent, too, it may add."""
    return line.label != label or (urgent and not line.urgent)


def taught_labels() -> Dict[str, Tuple[str, bool]]:
    """What the messages of data/nlu are labelled as, and whether as urgent, by their letters."""
    with warnings.catch_warnings():
        warnings.showwarning = lambda *told, **more: None  # of Rasa about its own parts; filters would not do
        return {reading.phrase_key(line.text): (line.origin, line.urgent) for line in training_lines(ROOT)}


def lay_aside(line: Line, label: str, urgent: bool) -> None:
    taught = f"{label} (urgent)" if urgent else label
    say(
        f"laid aside, for data/nlu teaches the same words as {taught}; change it there: {line}",
        f"已搁置：data/nlu 把同样的文字标为 {label}{'（紧急）' if urgent else ''}，请先在那里修改：{line}",
    )
    corrections.refuse([line], f"data/nlu teaches the same words as {taught}")


def dev_rows(files: Sequence[Path], lines: Sequence[Line]) -> List[Row]:
    """The labelled messages, without those that a correction holds: a model must not be asked what it was told.

    Raises:
        CannotTry: there are none.
    """
    rows: List[Row] = []
    for file in files:
        good, bad = read_all(file, ("text",))
        rows += good
        for fault in bad:
            print(fault, file=sys.stderr)
    told = {line.key for line in lines}
    rows = [row for row in rows if reading.phrase_key(row["text"]) not in told]
    if not rows:
        named = ", ".join(map(str, files or HELD_OUT))
        raise CannotTry(f"{named}: no labelled messages to compare on; name files of them with --dev")
    counts = {
        lang: sum(row.get("lang") == lang for row in rows) for lang in {row.get("lang") for row in rows}
    }
    for language, count in sorted(counts.items(), key=str):
        if count < FEW:
            say(
                f"only {count} messages ({language}) to compare on: what is worse may go unseen",
                f"用于比较的消息（{language}）只有 {count} 条，变差了也可能看不出来",
            )
    return [{**row, "id": str(place)} for place, row in enumerate(rows)]


def answers(model: Path, rows: Sequence[Row], name: str) -> List[Row]:
    """What a model makes of the messages.

    Raises:
        CannotTry: today's code cannot use it.
    """
    say(f"{name}: {model.name}", f"{'在用' if name == 'in use' else '候选'}：{model.name}")
    try:
        return list(classify(load_mind(model), rows, sys.stderr.isatty()))
    except Exception as error:  # whatever an old archive and new code do to each other
        raise CannotTry(
            f"{model}: today's nlu/ cannot use it ({error!r}); run `make model`, then name that model with --before"
        ) from error


def show(cases: Sequence[Case]) -> None:
    """Before and after side by side, a pair of columns per language."""
    results = {}
    for language in sorted({str(case.row.get("lang", "?")) for case in cases}):
        own = [case for case in cases if str(case.row.get("lang", "?")) == language]
        results[f"{language} before"] = evaluate.measure([(case.row, case.before) for case in own])
        results[f"{language} after"] = evaluate.measure([(case.row, case.after) for case in own])
    print(evaluate.table(results), flush=True)


if __name__ == "__main__":
    sys.exit(main())
