"""The arithmetic of the evaluation, by hand and against scikit-learn."""

import json
import random

import pytest
from sklearn.metrics import f1_score

from nlu import evaluate


def said(kind, category=None, intent=None, urgent=False, decision="file", confidence=0.75):
    return {
        "kind": kind,
        "category": category,
        "intent": intent,
        "urgent": urgent,
        "decision": decision,
        "confidence": confidence,
    }


def row(kind, category=None, intent=None, urgent=False):
    return {"kind": kind, "category": category, "intent": intent, "urgent": urgent}


PAIRS = [
    (row("complaint", "quality", urgent=True), said("complaint", "quality", urgent=True)),
    (row("complaint", "service"), said("complaint", "quality", decision="ask")),
    (row("inquiry", "service"), said("complaint", "service", urgent=True)),
    (row("none", intent="ask_bill"), said("none", intent="ask_bill", decision="answer")),
]


def test_by_hand():
    figures = evaluate.measure(PAIRS)
    assert figures["n"] == 4
    # complaint: 2 of 3 said, 2 of 2 found: 0.8; inquiry 0; none 1.
    assert figures["kind"]["f1"] == {"complaint": 0.8, "inquiry": 0.0, "none": 1.0}
    assert figures["kind"]["macro_f1"] == 0.6
    assert figures["kind"]["accuracy"] == 0.75
    assert figures["category"]["f1"] == {
        "quality": pytest.approx(2 / 3, abs=1e-4),
        "service": pytest.approx(2 / 3, abs=1e-4),
    }
    assert figures["intent"]["macro_f1"] == 1.0
    assert figures["urgent"] == {"recall": 1.0, "precision": 0.5, "n": 1, "flagged": 2}
    assert figures["asked"] == 0.25
    assert figures["kind_right_when_not_asked"] == pytest.approx(2 / 3, abs=1e-4)
    assert figures["right_when_not_asked"] == pytest.approx(2 / 3, abs=1e-4)
    # Two of four are right as a whole, all said with 0.75.
    assert figures["reliability"] == [{"count": 4, "confidence": 0.75, "right": 0.5}]
    assert figures["calibration_error"] == 0.25


def test_the_diagram_is_a_picture(tmp_path):
    evaluate.draw({"zh": evaluate.measure(PAIRS)}, tmp_path / "diagram.png")
    assert (tmp_path / "diagram.png").read_bytes().startswith(b"\x89PNG")


def test_like_scikit_learn():
    chance = random.Random(5)
    names = ["a", "b", "c", "d"]
    truth = [chance.choice(names[:3]) for _ in range(200)]
    guess = [chance.choice(names) for _ in range(200)]
    expected = f1_score(truth, guess, labels=["a", "b", "c"], average="macro", zero_division=0)
    assert evaluate.scores(truth, guess)["macro_f1"] == pytest.approx(expected, abs=1e-4)


def test_what_is_not_labelled_is_not_measured():
    figures = evaluate.measure([({"kind": None}, said("praise", "design")), ({"text": "x"}, said("none"))])
    assert figures["kind"] is None
    assert figures["category"] is None
    assert figures["intent"] is None
    assert figures["urgent"] is None
    assert figures["asked"] == 0


def test_nothing_at_all():
    assert evaluate.measure([])["asked"] is None


def test_a_wrong_intent_for_a_ticket_counts_against_it():
    pairs = [*PAIRS, (row("inquiry", "service"), said("none", intent="ask_bill"))]
    assert evaluate.measure(pairs)["intent"]["f1"]["ask_bill"] == pytest.approx(2 / 3, abs=1e-4)


def test_table_and_json_per_language(mind, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(evaluate, "load_mind", lambda archive: mind)
    file = tmp_path / "labelled.jsonl"
    rows = [
        {"lang": "zh", "text": "水管漏水没人修", **row("complaint", "quality")},
        {"lang": "en", "text": "let me talk to a person", **row("none", intent="talk_to_human")},
    ]
    file.write_text("\n".join(map(json.dumps, rows)))
    assert evaluate.main([str(file), "--json"]) == 0
    assert set(json.loads(capsys.readouterr().out)) == {"zh", "en", "all"}
    assert evaluate.main([str(file)]) == 0
    shown = capsys.readouterr().out
    assert "kind macro-F1" in shown
    assert "talk_to_human" in shown
    file.write_text("nonsense")
    assert evaluate.main([str(file)]) == 1
    assert "labelled.jsonl:1" in capsys.readouterr().err
