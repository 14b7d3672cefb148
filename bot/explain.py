"""``python -m bot explain``: why the trained model understands a text as it does, for people."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError
from rich.console import Console, Group
from rich.panel import Panel
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from bot.chat.letters import without_markup
from bot.chat.why import decided, listed, named, reasons
from bot.chat.words import Words, tame
from bot.desk.explanation import PARTS, Explanation, Weighed
from bot.desk.labels import Language
from bot.processes import INTERPRETERS
from bot.service.why import WORDS, shown
from bot.settings import ROOT

WIDEST = 100  # columns
BAR = 24
STYLES = {"kind": "bold cyan", "category": "bold magenta", "urgent": "bold red"}
# What Rasa's libraries would say on stderr, and to their makers.
QUIET = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"}


class CannotExplain(Exception):
    """The model cannot be asked; the message says why and what to do."""


def explain(text: str, language: Language, as_json: bool) -> int:
    """Prints why ``text`` is understood as it is; exit status 2 with one line on stderr when there is no model."""
    try:
        told = _asked_of_model(text)
        if as_json:
            print(told)
            return 0
        explanation = Explanation.model_validate_json(told)
    except CannotExplain as error:
        print(f"caredesk: {error}", file=sys.stderr)
        return 2
    except ValidationError as error:
        print(
            f"caredesk: nlu.explain gave another answer than this version expects: {error}", file=sys.stderr
        )
        return 2
    _show(Console(highlight=False), Words(ZoneInfo("UTC"), lambda: datetime.now(UTC)), language, explanation)
    return 0


def _asked_of_model(text: str) -> str:
    """The JSON of ``nlu.explain``, which runs in Rasa's environment. Raises ``CannotExplain``."""
    interpreter = INTERPRETERS["rasa"]
    if not os.path.exists(interpreter):
        raise CannotExplain(f"{interpreter} is missing; run: make setup  缺少 Rasa 环境，请运行：make setup")
    answer = subprocess.run(
        [interpreter, "-m", "nlu.explain", "--json", "-"],
        cwd=ROOT,
        env=os.environ | QUIET,
        input=text.encode("utf-8", "replace"),
        capture_output=True,
        check=False,
    )
    told = answer.stdout.decode("utf-8", "replace").strip()
    if answer.returncode:
        lines = answer.stderr.decode("utf-8", "replace").strip().splitlines() or ["no word from it"]
        cure = "  请运行：make model" if answer.returncode == 2 else ""
        raise CannotExplain(f"{lines[-1].removeprefix('nlu.explain: ').strip()}{cure}")
    return told.splitlines()[-1] if told else "{}"


def _show(console: Console, words: Words, language: Language, explanation: Explanation) -> None:
    values = shown(explanation)
    danger = explanation.urgent.hazard is not None
    parts: list[Any] = [_marked(explanation.text, explanation, danger, console.is_terminal), ""]
    key, more = decided(words, language, values)
    parts.append(_line(words, language, f"explain_{explanation.decision}", {}))
    parts.append(_line(words, language, key, more))
    charts = [chart for chart in (_chart(words, language, part, values) for part in PARTS) if chart]
    parts += charts
    drawn = {f"why_{part}" for part in PARTS} | {"why_others"}
    parts += [_line(words, language, *one) for one in reasons(words, language, values) if one[0] not in drawn]
    parts += _topics(words, language, explanation, values, console.is_terminal)
    if charts:
        parts.append(Text(without_markup(words.html(language, "why_legend")), style="dim"))
    if values["others"]:
        shares = [(named(words, language, label), share) for label, share in values["others"]]
        parts.append(_bars(words.label(language, "explain_others"), shares, "green"))
    title = Text(f"{named(words, language, explanation.label)}  {values['sure']}%", style="bold")
    console.print(Panel(Group(*parts), title=title, title_align="left", width=min(console.width, WIDEST)))


def _line(words: Words, language: Language, key: str, values: dict[str, Any]) -> Text:
    return Text(words.label(language, key, values))


def _topics(
    words: Words, language: Language, explanation: Explanation, values: dict[str, Any], coloured: bool
) -> list[Text]:
    """Of a message about two things each one: its label, its text with the words that decided, and these words."""
    told = [_line(words, language, "explain_parts", {})] if explanation.parts else []
    for topic, shown_as in zip(explanation.parts, values["parts"], strict=True):
        key = "explain_part_main" if topic.main else "explain_part_besides"
        label = named(words, language, topic.label)
        told.append(Text("▸ ").append_text(_line(words, language, key, shown_as | {"label": label})))
        told.append(Text("  ").append_text(_marked(topic.text, topic, False, coloured)))
        for part in ("kind", "category"):
            found = listed(words, language, "why_word", shown_as[f"{part}_words"])
            if found:
                told.append(Text("  ").append_text(_line(words, language, f"why_{part}", {"found": found})))
    return told


def _marked(text: str, weighed: Weighed, danger: bool, coloured: bool) -> Text:
    """The text with the words that decided in colour, those for ``danger`` too; in brackets without colours."""
    styles = {
        (word.start, word.end): STYLES[part]
        for part in PARTS
        for word in weighed.deciding(part, WORDS)
        if part != "urgent" or danger
    }
    said, at = Text(), 0
    for (start, end), style in sorted(styles.items()):
        said.append(_stretch(text[at:start]))
        word = text[start:end]
        said.append(word if coloured else f"[{word}]", style=style)
        at = end
    return said.append(_stretch(text[at:]))


def _stretch(text: str) -> str:
    """A stretch of the message, its spaces at both ends kept."""
    inner = tame(text, lines=True)
    if not inner:
        return " " if text else ""
    before, after = (" " if edge.isspace() else "" for edge in (text[0], text[-1]))
    return f"{before}{inner}{after}"


def _chart(words: Words, language: Language, part: str, values: dict[str, Any]) -> Table | None:
    pairs = values[f"{part}_words"]
    return _bars(words.label(language, f"explain_{part}"), pairs, STYLES[part]) if pairs else None


def _bars(title: str, pairs: Any, style: str) -> Table:
    table = Table(
        title=Text(title, style=style), title_justify="left", box=None, show_header=False, padding=(0, 1)
    )
    for said, points in pairs:
        table.add_row(Text(tame(said)), _bar(points, style), Text(str(points)))
    return table


def _bar(points: int, style: str) -> ProgressBar:
    return ProgressBar(total=100, completed=points, width=BAR, complete_style=style, finished_style=style)
