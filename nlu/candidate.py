"""A model to be: laid out and trained in a folder of its own, then kept in models/, or refused (`nlu.retrain`)."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Dict, Optional, Sequence, Tuple

from nlu import comparison, corrections, train
from nlu.comparison import Change
from nlu.corrections import Line
from nlu.train import MODELS, ROOT, say

SHOWN = 5

Row = Dict[str, Any]


class CannotTry(Exception):
    """No comparison is possible; the message says why and what to do."""


def lay_out(project: Path, lines: Sequence[Line]) -> Path:
    """A copy of what a model is made of, with the lines learned."""
    for file in (*train.ingredients(ROOT), *ROOT.glob("*.yml"), *ROOT.glob("*.toml")):
        copy = project / file.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, copy)
    if lines:
        corrections.learn(lines, project / "data" / "nlu")
    return project


def trained_in(project: Path) -> Path:
    """The model of a project's copy, trained now by the copy's own `nlu.train`.

    Raises:
        CannotTry: it could not be trained; what Rasa said has been printed.
    """
    done = subprocess.run([sys.executable, "-m", "nlu.train"], cwd=project, check=False)
    model = train.model_of_today(project)
    if done.returncode or not model.exists():
        raise CannotTry(
            "the candidate could not be trained; put right what is said above, nothing was changed"
        )
    return model


def newest_model(other_than: Path) -> Optional[Path]:
    """The model in use: every start marks the one it serves as the newest."""
    models = [model for model in MODELS.glob("caredesk-*.tar.gz") if model != other_than]
    return max(models, key=lambda model: model.stat().st_mtime, default=None)


def keep(trained: Path, candidate: Path, in_use: Path, lines: Sequence[Line]) -> None:
    """The candidate is what the next start serves. First the model, then the data it is made of: a kill between the
    two leaves the model in use as it was."""
    if trained != candidate:
        MODELS.mkdir(exist_ok=True)
        shutil.move(str(trained), candidate)
    with contextlib.suppress(FileNotFoundError):
        os.utime(in_use)
    os.utime(candidate)
    mark(candidate, None)
    if lines:
        corrections.learn(lines, ROOT / "data" / "nlu")
        corrections.settle(lines)
    train.forget_old_models()
    learned = f"{len(lines)} corrections learned into data/nlu/corrections.*"
    say(
        f"kept {candidate.name}, not worse than {in_use.name}; {learned}. Restart the desk to use it",
        f"已采用 {candidate.name}，不差于 {in_use.name}；"
        f"{len(lines)} 条更正已写入 data/nlu/corrections.*，重启服务台后生效",
    )


def refuse(candidate: Path, in_use: Path, lines: Sequence[Line], worse: Sequence[Change]) -> None:
    """The model in use stays, the candidate goes, and the corrections that moved it no longer wait."""
    candidate.unlink(missing_ok=True)
    for change in worse:
        tell(change)
    why = "; ".join(f"{change.check.english} ({change.language})" for change in worse)
    if lines:
        found = comparison.movers(worse, lines)
        for line, count in found[:SHOWN]:
            say(f"moved {count} of them: {line}", f"影响了其中 {count} 条：{line}")
        aside = [line for line, _ in found] or list(lines)
        corrections.refuse(aside, f"{candidate.name} was worse: {why}")
        left = len(lines) - len(aside)
        file = corrections.FOLDER.relative_to(ROOT) / corrections.REFUSED
        say(
            f"refused; {in_use.name} stays in use. {len(aside)} corrections are laid aside in {file};"
            f" {left} still wait, `make retrain` tries them",
            f"未采用；继续使用 {in_use.name}。{len(aside)} 条更正移到 {file}，"
            f"其余 {left} 条仍在等待，可再运行 make retrain",
        )
        return
    mark(candidate, in_use if in_use.parent == MODELS else newest_model(candidate))
    say(
        f"refused what today's data make; {in_use.name} stays in use until data/ changes: mend what was changed there",
        f"当前数据训练出的模型未采用；data/ 改动之前继续使用 {in_use.name}：请修正 data/ 里的改动",
    )


def mark(candidate: Path, better: Optional[Path]) -> None:
    """Writes down for `nlu.train` which model to serve in place of what today's data make; none: just that."""
    file = MODELS / train.REFUSED
    known = json.loads(file.read_text("utf-8")) if file.exists() else {}
    if better is None and candidate.name not in known:
        return
    known.pop(candidate.name, None)
    if better is not None:
        known[candidate.name] = better.name
        os.utime(better)
    fresh = file.with_suffix(".new")
    fresh.write_text(json.dumps(known, indent=1) + "\n", "utf-8")
    os.replace(fresh, file)


def tell(change: Change) -> None:
    """What got worse, and a few of the messages."""
    lost, won = len(change.lost), len(change.won)
    chance = f"p = {change.chance:.2g}"
    strict = change.check is comparison.DANGER
    say(
        f"worse: {change.check.english} ({change.language}): {lost} messages lost, {won} won"
        f" ({'not one may be lost' if strict else chance})",
        f"变差：{change.check.chinese}（{change.language}）：{lost} 条变错，{won} 条变对"
        f"（{'一条都不能少' if strict else chance}）",
    )
    for case in change.lost[:SHOWN]:
        print(f'  "{case.row["text"][:60]}": {said(case.before)} → {said(case.after)}')


def said(answer: Row) -> str:
    parts: Tuple[Any, ...] = (answer["kind"], answer["category"] or answer["intent"])
    return " ".join(
        [
            *(str(one) for one in parts if one),
            *(["urgent"] if answer["urgent"] else []),
            f"({answer['decision']})",
        ]
    )
