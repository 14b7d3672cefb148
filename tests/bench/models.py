"""CareDesk's model beside stock Rasa pipelines and a plain support vector machine: one table.

All learn from the same `data/nlu` and are measured on the same sets, each in processes of its own
(`tests/bench/contender.py`). What was measured once is kept under `.caredesk/bench` until an input changes.
"""

import hashlib
import json
import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.table import Table

from bot.processes import INTERPRETERS
from bot.settings import ROOT
from nlu.train import LOG, STATE, config_name, ingredients, rasa_environment
from tests.bench.figure import Figure
from tests.bench.understanding import SETS, SHARED

HERE = Path(__file__).parent
KEPT = STATE / "bench"


@dataclass(frozen=True)
class Contender:
    """`config` is a Rasa config or `svm`; `untold` names the measures that nothing in it could serve."""

    name: str
    config: str
    how: str
    untold: str = ""

    @property
    def model(self) -> str:
        return "model.joblib" if self.config == "svm" else "model.tar.gz"


CAREDESK = Contender("CareDesk", str(ROOT / config_name()), f"CareDesk's {config_name()}")
PLAIN = Contender(
    "TF-IDF + linear SVM",
    "svm",
    "tests/bench/plain_svm.py: TF-IDF of character 1- to 4-grams, a LinearSVC for each question",
    untold="calibration_error",
)
CONTENDERS = (
    CAREDESK,
    Contender(
        "Rasa DIET",
        str(HERE / "configs" / "diet.yml"),
        "stock Rasa: JiebaTokenizer, lexical and count vectors, DIET with multi-intents, FallbackClassifier",
        untold="urgent",
    ),
    Contender(
        "Rasa logistic regression",
        str(HERE / "configs" / "logistic.yml"),
        "stock Rasa: JiebaTokenizer, count vectors, LogisticRegressionClassifier, FallbackClassifier",
        untold="urgent",
    ),
    PLAIN,
)
# Row of the table, unit, the set it is measured on (none: cost), the path to the figure, what is to be reached.
ROWS: list[tuple[str, str, str, tuple[str, ...], str]] = [
    *(
        (f"{name} {lang}", unit, f"dev {lang}", path, reach[lang])
        for lang in ("zh", "en")
        for name, unit, path, reach in (
            ("kind", "macro-F1", ("kind", "macro_f1"), {"zh": "≥ 0.93", "en": "≥ 0.93"}),
            ("category", "macro-F1", ("category", "macro_f1"), {"zh": "≥ 0.92", "en": "≥ 0.90"}),
            ("intent", "macro-F1", ("intent", "macro_f1"), {"zh": "≥ 0.95", "en": "≥ 0.95"}),
            ("urgent", "recall", ("urgent", "recall"), {"zh": "≥ 0.98", "en": "≥ 0.98"}),
            ("urgent", "precision", ("urgent", "precision"), {"zh": "≥ 0.80", "en": "≥ 0.80"}),
            ("asked", "share", ("asked",), {"zh": "≤ 0.15", "en": "≤ 0.15"}),
            ("right if not asked", "share", ("right_when_not_asked",), {"zh": "≥ 0.95", "en": "≥ 0.95"}),
            ("calibration", "error", ("calibration_error",), {"zh": "≤ 0.05", "en": "≤ 0.05"}),
        )
    ),
    ("citizens zh: kind", "macro-F1", "citizens zh", ("kind", "macro_f1"), "≥ 0.80"),
    ("citizens zh: kind", "weighted F1", "citizens zh", ("kind", "weighted_f1"), "≥ 0.80"),
    ("cars zh: category", "macro-F1", "cars zh", ("category", "macro_f1"), "≥ 0.80"),
    ("cars zh: category", "weighted F1", "cars zh", ("category", "weighted_f1"), "≥ 0.80"),
    ("suggestions en: suggestion or not", "F1", "suggestions en", ("suggestion_or_not",), "≥ 0.75"),
    ("broadband en: complaint", "recall", "broadband en", ("kind", "accuracy"), ""),
    ("training", "s", "", ("train_seconds",), "≤ 240"),
    ("a parse", "ms", "", ("parse_ms",), "≤ 10"),
    ("model", "MB", "", ("model_mb",), ""),
    ("memory, parsing", "MB", "", ("rss_mb",), "≤ 1200"),
    ("memory, training", "MB", "", ("train_rss_mb",), ""),
]


def figures() -> Sequence[Figure]:
    """Every row of the table for every contender; ratio and baseline are the plain support vector machine's."""
    sets = {name: SHARED / file for name, file in SETS.items() if (SHARED / file).exists()}
    measured = {contender: _measured(contender, list(sets.values())) for contender in CONTENDERS}
    return [
        figure
        for contender, told in measured.items()
        for figure in _figures(contender, told, measured[PLAIN], sets)
    ]


def table(figures: Sequence[Figure]) -> Table:
    """The figures side by side: a row each, a column for every model, and what is to be reached."""
    values = {figure.name: figure.value for figure in figures}
    shown = Table("", *(contender.name for contender in CONTENDERS), "to reach", title="models")
    for row, unit, _, _, reach in ROWS:
        found = [values.get(_name(row, unit, contender)) for contender in CONTENDERS]
        if any(value is not None for value in found):
            cells = ["–" if value is None else f"{value:.3g}" for value in found]
            shown.add_row(f"{row}, {unit}", *cells, reach)
    return shown


def _name(row: str, unit: str, contender: Contender) -> str:
    return f"{contender.name} | {row}, {unit}"


def _figures(
    contender: Contender, told: dict[str, Any], plain: dict[str, Any], sets: dict[str, Path]
) -> Iterator[Figure]:
    bounded = f", {told['epochs']} epochs (bounded to 6 minutes)" if "epochs" in told else ""
    how = f"{contender.how}; {told['messages']} messages of data/nlu{bounded}"
    for row, unit, name, path, _ in ROWS:
        file = sets[name].name if name in sets else ""
        if (name and not file) or path[0] == contender.untold:
            continue
        value, base = _figure_at(told, file, path), _figure_at(plain, file, path)
        if value is not None:
            ratio = value / base if base else None
            yield Figure(_name(row, unit, contender), value, unit, f"{how}; {file}".rstrip("; "), base, ratio)


def _figure_at(told: dict[str, Any], file: str, path: Sequence[str]) -> float | None:
    found: Any = told["results"].get(file) if file else told
    for step in path:
        found = found.get(step) if found else None
    return found


def _measured(contender: Contender, files: Sequence[Path]) -> dict[str, Any]:
    """What training and judging told, from `.caredesk/bench` where nothing changed since."""
    kept = KEPT / f"{contender.name.lower().replace(' ', '-')}.{_fingerprint(contender, files)}.json"
    if not kept.exists():
        told = _train_and_judge(contender, files)
        KEPT.mkdir(parents=True, exist_ok=True)
        for old in KEPT.glob(f"{kept.name.split('.')[0]}.*.json"):
            old.unlink()
        kept.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    return json.loads(kept.read_text("utf-8"))


def _fingerprint(contender: Contender, files: Sequence[Path]) -> str:
    """Of everything the figures of a contender follow from."""
    made_of = [HERE / "contender.py", ROOT / "nlu" / "evaluate.py", *files]
    if contender is CAREDESK:
        made_of += [*ingredients(ROOT), ROOT / "policy.toml"]
    else:
        made_of += [*(ROOT / "data" / "nlu").rglob("*.yml"), ROOT / "requirements" / "rasa.txt"]
        made_of.append(HERE / "plain_svm.py" if contender is PLAIN else Path(contender.config))
    digest = hashlib.sha256()
    for file in sorted(set(made_of)):
        digest.update(f"{file.name} {hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()[:12]


def _train_and_judge(contender: Contender, files: Sequence[Path]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(dir=STATE, prefix="bench-") as folder:
        model = Path(folder) / contender.model
        print(f"caredesk: training {contender.name}", flush=True)
        trained = _contender(
            folder, "train", "--config", contender.config, "--data", "data/nlu", "--out", str(model)
        )
        judged = _contender(folder, "judge", "--model", str(model), "--sets", *map(str, files))
    return {**trained, **judged}


def _contender(folder: str, *arguments: str) -> dict[str, Any]:
    """The JSON that `tests.bench.contender` prints last; all else it says goes to a log."""
    command = [INTERPRETERS["rasa"], "-W", "ignore", "-m", "tests.bench.contender", *arguments]
    # A cache of its own: training is measured, not finding what was trained before.
    env = {**os.environ, **rasa_environment(), "RASA_CACHE_DIRECTORY": str(Path(folder) / "cache")}
    log = LOG.with_name("bench.log")
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8", errors="replace") as noise:
        ran = subprocess.run(
            command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=noise, text=True, check=False
        )
    if ran.returncode:
        raise AssertionError(f"{' '.join(arguments)} failed; its log is {log.relative_to(ROOT)}")
    told: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return told
