"""A person decides what is learned: every decision is kept at once, and nothing is asked twice."""

import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from bot.chat.words import Words
from bot.desk.labels import Category, Hazard, Kind, Language
from bot.desk.policy import Policy
from bot.review import PendingUnusable, Reviewing, add_pending, export
from bot.service import corrections_export
from bot.service.corrections_export import LABELS, Line
from tests.builders import Scene
from tests.service.test_corrections_export import correct, exported


class Sitting:
    """A reviewer who answers what is written down, and sees what they are shown."""

    def __init__(self, scene: Scene, policy: Policy, pending: Path, language: Language = Language.EN) -> None:
        self.scene, self.pending, self.shown = scene, pending, io.StringIO()
        words = Words(policy.zone, lambda: datetime.now(UTC))
        console = Console(file=self.shown, width=100)
        self.reviewing = Reviewing(scene.desk, words, language, pending, self._answer, console)
        self.answers: Iterator[str] = iter(())

    def _answer(self, question: str, given: str) -> str:
        try:
            answer = next(self.answers)
        except StopIteration:
            raise EOFError from None
        return answer.replace("…", given)

    def says(self, *answers: str) -> int:
        self.answers = iter(answers)
        return self.reviewing.run(exported(self.scene))

    def kept(self) -> list[dict[str, Any]]:
        text = self.pending.read_text(encoding="utf-8") if self.pending.exists() else ""
        return [json.loads(row) for row in text.splitlines()]


@pytest.fixture
def sitting(scene: Scene, policy: Policy, tmp_path: Path) -> Sitting:
    for text in ("车位太窄", "楼道太脏", "大门太暗"):
        correct(scene, scene.ticket(text), category=Category.DESIGN)
    return Sitting(scene, policy, tmp_path / "corrections" / "pending.jsonl")


def test_keep_skip_and_come_back_later(sitting: Sitting) -> None:
    assert sitting.says("k", "s", "q") == 1
    assert [(row["text"], row["label"], row["urgent"]) for row in sitting.kept()] == [
        ("车位太窄", "complaint+design", False)
    ]
    assert [line.reviewed for line in exported(sitting.scene)] == ["kept", "skipped", "no"]
    assert sitting.says("keep") == 0
    assert [row["text"] for row in sitting.kept()] == ["车位太窄", "大门太暗"]
    assert sitting.says("k") == 0
    assert sitting.shown.getvalue().count("车位太窄") == 1, "nothing is asked twice"
    assert "Nothing to review" in sitting.shown.getvalue()


def test_the_reviewer_changes_label_urgency_and_words(sitting: Sitting) -> None:
    number = str(LABELS.index("praise+service") + 1)
    assert sitting.says("c", number, "u", "w", "…，孩子过不去", "k") == 2
    (row,) = sitting.kept()
    assert (row["text"], row["label"], row["urgent"]) == ("车位太窄，孩子过不去", "praise+service", True)
    assert (row["kind"], row["category"], row["reviewed"]) == ("praise", "service", "kept")
    first = exported(sitting.scene)[0]
    assert (first.text, first.label, first.urgent) == ("车位太窄，孩子过不去", "praise+service", True)
    shown = sitting.shown.getvalue()
    assert "The customer says: Complaint · Design" in shown
    assert "To be learned as: Praise · Service · urgent" in shown


@pytest.mark.parametrize("answer", ["", "x", "９", "保留"])
def test_an_answer_that_means_nothing_decides_nothing(sitting: Sitting, answer: str) -> None:
    assert sitting.says(answer) == 3
    assert sitting.kept() == []
    assert "There is no" in sitting.shown.getvalue()


@pytest.mark.parametrize("number", ["0", "99", "-1", "²", "x", "", "1" * 30])
def test_a_number_that_is_no_labels_leaves_the_label(sitting: Sitting, number: str) -> None:
    assert sitting.says("c", number, "k") == 2
    assert sitting.kept()[0]["label"] == "complaint+design"


def test_the_same_words_are_learned_once_with_their_last_label(sitting: Sitting) -> None:
    sitting.says("k")
    first = str(exported(sitting.scene)[0].ticket)
    correct(sitting.scene, int(first.removeprefix("CD-")), kind=Kind.SUGGESTION)
    sitting.says("s", "s", "k")
    assert [(row["text"], row["label"]) for row in sitting.kept()] == [("车位太窄", "suggestion+design")]


def test_a_kill_between_file_and_memory_asks_again_and_keeps_one(
    sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*given: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(corrections_export, "decide", killed)
        with pytest.raises(SystemExit):
            sitting.says("k")
    assert sitting.says("k") == 2
    assert len(sitting.kept()) == 1


def test_it_is_shown_in_chinese_too(scene: Scene, policy: Policy, tmp_path: Path) -> None:
    correct(scene, scene.ticket("车位太窄"), category=Category.DESIGN)
    sitting = Sitting(scene, policy, tmp_path / "pending.jsonl", Language.ZH)
    sitting.says("c", "1", "q")
    shown = sitting.shown.getvalue()
    for words in (
        "模型判断：投诉 · 质量（90%）",
        "客户改为：投诉 · 设计规划",
        "闲聊，无需立案",
        "有 1 条更正待审核",
    ):
        assert words in shown, words


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (Language.ZH, ("模型判断：投诉 · 质量 · 紧急（90%）", "客服改为：投诉 · 质量 · 不紧急")),
        (
            Language.EN,
            (
                "The model said: Complaint · Quality · urgent (90%)",
                "Staff say: Complaint · Quality · not urgent",
            ),
        ),
    ],
)
def test_a_false_alarm_is_named(
    scene: Scene, policy: Policy, tmp_path: Path, language: Language, said: tuple[str, ...]
) -> None:
    ticket = scene.ticket("烤串的煤气味真香", hazard=Hazard.GAS)
    scene.press(scene.agent(), "not_urgent", ticket)
    sitting = Sitting(scene, policy, tmp_path / "pending.jsonl", language)
    sitting.says("k")
    assert not sitting.kept()[0]["urgent"]
    for words in said:
        assert words in sitting.shown.getvalue(), sitting.shown.getvalue()


def test_a_pending_file_that_is_none_is_named_with_the_cure(tmp_path: Path, sitting: Sitting) -> None:
    (line, *_) = exported(sitting.scene)
    file = tmp_path / "pending.jsonl"
    file.write_text("nonsense\n", encoding="utf-8")
    with pytest.raises(
        PendingUnusable, match=r"pending.jsonl has a line that is no kept correction.*mend it"
    ):
        add_pending(file, line)
    assert file.read_text(encoding="utf-8") == "nonsense\n"
    (tmp_path / "taken").write_text("", encoding="utf-8")
    with pytest.raises(PendingUnusable, match=r"cannot be written"):
        add_pending(tmp_path / "taken" / "pending.jsonl", line)


def test_the_export_is_a_json_line_each(
    sitting: Sitting, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines: list[Line] = exported(sitting.scene)
    export(lines, None)
    export(lines, tmp_path / "lines.jsonl")
    written = (tmp_path / "lines.jsonl").read_text(encoding="utf-8")
    assert capsys.readouterr().out == written
    assert [json.loads(row)["text"] for row in written.splitlines()] == ["车位太窄", "楼道太脏", "大门太暗"]
    with pytest.raises(PendingUnusable, match="cannot be written"):
        export(lines, tmp_path / "no" / "lines.jsonl")
