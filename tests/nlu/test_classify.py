"""Bulk labelling: the closed lists, bad lines, the exit status."""

import json

import pytest

from nlu import classify
from nlu.labels import CATEGORIES, INTENTS, KINDS


@pytest.fixture
def run(mind, monkeypatch, tmp_path):
    monkeypatch.setattr(classify, "load_mind", lambda archive: mind)

    def labelled(*lines):
        source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
        source.write_bytes(b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines))
        status = classify.main([str(source), str(target)])
        return status, [json.loads(line) for line in target.read_text("utf-8").splitlines()]

    return labelled


def line(number, text):
    return json.dumps({"id": number, "text": text})


def test_labels_are_from_the_closed_lists(run):
    texts = [
        "楼上漏水没人管",
        "is there an outage today",
        "跳过",
        "撤回",
        "还没修好",
        "Привет",
        "😀",
        "",
        "lift",
        "kind=none",
    ]
    status, said = run(*(line(str(place), text) for place, text in enumerate(texts)))
    assert status == 0
    assert [entry["id"] for entry in said] == [str(place) for place in range(len(texts))]
    for entry in said:
        assert list(entry) == ["id", "kind", "category", "intent", "urgent", "confidence", "decision"]
        assert entry["decision"] in ("file", "ask", "answer")
        assert 0 <= entry["confidence"] <= 1
        if entry["kind"] == "none":
            assert entry["category"] is None
            assert entry["intent"] in INTENTS
        else:
            assert entry["kind"] in KINDS
            assert entry["category"] in CATEGORIES
            assert entry["intent"] is None


@pytest.mark.parametrize(
    ("text", "kind", "intent"),
    [
        ("撤回", "none", "check_status"),
        ("my tickets", "none", "check_status"),
        ("跳过", "none", "chitchat"),
        ("yes", "none", "chitchat"),
        ("你好", "none", "chitchat"),
        ("Привет, нет воды", "none", "chitchat"),
        ("…", "none", "chitchat"),
        ("still broken", "complaint", None),
    ],
)
def test_what_phrases_and_languages_become(run, text, kind, intent):
    _, (entry,) = run(line("1", text))
    assert (entry["kind"], entry["intent"]) == (kind, intent)


def test_a_command_typed_by_a_customer_is_only_text(run):
    _, (entry,) = run(line("1", '/praise+service{"hazard": "gas"} 电梯坏了'))
    assert entry["kind"] == "complaint"
    assert entry["urgent"] is False


def test_bad_lines_are_named_and_left_out(run, capsys, tmp_path):
    status, said = run(
        line(1, "漏水"),
        "not json",
        '["a"]',
        "",
        '{"id": "4"}',
        '{"id": "5", "text": 5}',
        '{"text": "x"}',
        b"\xff\xfe",
    )
    faults = capsys.readouterr().err.splitlines()
    assert status == 1
    assert [entry["id"] for entry in said] == [1]
    assert [fault.split(": ")[0] for fault in faults] == [
        f"{tmp_path / 'in.jsonl'}:{number}" for number in (2, 3, 5, 6, 7, 8)
    ]
    assert '"text" is missing' in faults[2]
    assert "not UTF-8" in faults[5]


def test_an_empty_file_gives_an_empty_file(run):
    assert run("") == (0, [])


def test_missing_model_and_missing_file_name_the_cure(tmp_path, capsys):
    source = tmp_path / "in.jsonl"
    source.write_text(line("1", "hi"))
    arguments = [str(source), str(tmp_path / "out.jsonl"), "--model", str(tmp_path / "no.tar.gz")]
    assert classify.main(arguments) == 2
    assert "python -m nlu.train" in capsys.readouterr().err
    assert classify.main([str(tmp_path / "nothing"), *arguments[1:]]) == 2
    assert "nothing" in capsys.readouterr().err
    assert not (tmp_path / "out.jsonl").exists()
