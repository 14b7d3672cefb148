"""``python -m bot explain``: what it shows for people and machines, and what it says without a model."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import bot.explain
from bot.cli import app
from tests.explanations import TWO, told

runner = CliRunner()
TEXT = "电梯坏了 [三天] 没人修"


def model_that(script: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Puts a program in the place of Rasa's interpreter."""
    program = folder / "python"
    program.write_text(f"#!{sys.executable}\nimport sys, json\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(bot.explain, "INTERPRETERS", {"rasa": str(program)})


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    def answers(**more: Any) -> None:
        body = repr(told(TEXT, **more))
        script = (
            f"body = {body}\nprint('noise')\nassert sys.stdin.read() == body['text']\nprint(json.dumps(body))"
        )
        model_that(script, tmp_path, monkeypatch)

    return answers


def test_the_words_are_marked_and_the_labels_said(model: Any) -> None:
    model()
    shown = runner.invoke(app, ["explain", TEXT, "--lang", "zh"])
    assert shown.exit_code == 0
    for part in ("投诉 · 质量  91%", "[电梯]坏了 [三天] 没人修", "决定类型的词", "41", "投诉 · 服务", "46%"):
        assert part in shown.output
    shown = runner.invoke(app, ["explain", TEXT, "--lang", "en"])
    for part in (
        "Complaint · Quality  91%",
        "A ticket is filed.",
        "Words for the kind",
        "Complaint · Service",
    ):
        assert part in shown.output


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "zh",
            (
                "投诉 · 质量  93%",
                "分开看更清楚",
                "▸ 建议 · 设计规划 97%（另外的一件）",
                "[建议]在门口装一个雨伞架",
                "类型看：“建议” 40",
                "▸ 投诉 · 质量 97%（工单按这一件）",
            ),
        ),
        (
            "en",
            (
                "The message says two things:",
                "▸ Suggestion · Design 97 % (the other one)",
                "Kind: “建议” 40",
                "▸ Complaint · Quality 97 % (the ticket follows this one)",
                "[电梯]坏了三天没人修",
            ),
        ),
    ],
)
def test_each_of_two_things_is_said(model: Any, language: str, said: tuple[str, ...]) -> None:
    model(parts=TWO, because="parts", certainty=0.2)
    shown = runner.invoke(app, ["explain", TEXT, "--lang", language])
    assert shown.exit_code == 0
    for part in said:
        assert part in shown.output, shown.output


def test_an_answer_without_parts_is_one_of_an_older_model(model: Any) -> None:
    model()
    assert "两件事" not in runner.invoke(app, ["explain", TEXT, "--lang", "zh"]).output


def test_machines_get_json(model: Any) -> None:
    model()
    shown = runner.invoke(app, ["explain", "--json", TEXT])
    assert json.loads(shown.output)["label"] == "complaint+quality"


def test_what_was_not_read_is_said_plainly(model: Any) -> None:
    unread = {"label": "other_language", "because": "unread", "decision": "answer", "certainty": None}
    model(**unread, ask_below=None, words=[], next_best=[], confidence=1.0)
    shown = runner.invoke(app, ["explain", TEXT, "--lang", "en"])
    assert "Another language" in shown.output
    assert "The words were not weighed." in shown.output
    assert "[bold" not in shown.output


def test_without_a_model_it_is_one_line_and_status_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    model_that(
        "print('nlu.explain: m.tar.gz: no such model', file=sys.stderr); sys.exit(2)", tmp_path, monkeypatch
    )
    assert bot.explain.explain(TEXT, bot.explain.Language.EN, as_json=False) == 2
    said = capsys.readouterr().err.splitlines()
    assert said == ["caredesk: m.tar.gz: no such model  请运行：make model"]


@pytest.mark.parametrize("answer", ["", "{}", "no json"])
def test_an_answer_of_another_version_is_named(
    answer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    model_that(f"print({answer!r})", tmp_path, monkeypatch)
    assert bot.explain.explain(TEXT, bot.explain.Language.EN, as_json=False) == 2
    assert "caredesk: nlu.explain" in capsys.readouterr().err


def test_without_rasas_environment_it_names_the_cure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bot.explain, "INTERPRETERS", {"rasa": "/nowhere/python"})
    assert bot.explain.explain(TEXT, bot.explain.Language.EN, as_json=True) == 2
    assert "make setup" in capsys.readouterr().err
