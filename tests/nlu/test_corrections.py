"""Corrections in Rasa's format: what is written is what Rasa reads, whatever customers wrote."""

import json

import pytest
from rasa.shared.nlu.training_data.loading import load_data

from nlu import corrections
from nlu.corrections import BadCorrection, Line

NASTY = [
    "see [this](entity) and [that]{\"entity\": \"x\"}",
    "- begins like a list",
    "# begins like a comment",
    "key: value, 'quoted' \"twice\" {braces} | pipe > more",
    "电梯又坏了：第三次！！！",
    "tabs\tand\nlines",
    "emoji 👨‍👩‍👧 ☀️ and control \x07 and \ufffe",
    "ends with a backslash \\",
    "@handle %percent &anchor *star !tag `tick`",
    "null",
    "1.0",
    "...",
    "---",
]  # fmt: skip


def line(text, label="complaint+quality", urgent=False):
    return Line(" ".join(text.split()), label, urgent, {"text": text, "label": label})


def test_rasa_reads_what_was_written(tmp_path):
    lines = [line(text) for text in NASTY] + [
        line("the socket sparks", urgent=True),
        line("hi", "chitchat+greeting"),
    ]
    corrections.learn(lines, tmp_path)
    examples = load_data(str(tmp_path)).intent_examples
    assert len(examples) == len(lines)
    assert all(not example.get("entities") for example in examples)
    read = {example.get("text"): example for example in examples}
    assert 'see (this)(entity) and (that){"entity": "x"}' in read
    assert read["电梯又坏了：第三次！！！"].get("intent") == "complaint+quality"
    assert read["the socket sparks"].get("metadata")["intent"] == {"urgent": True}
    assert read["hi"].get("intent") == "chitchat+greeting"


def test_what_is_written_is_read_back_and_written_the_same(tmp_path):
    corrections.learn([line(text) for text in NASTY], tmp_path)
    first = (tmp_path / "corrections.en.yml").read_bytes()
    corrections.learn([line(NASTY[1])], tmp_path)
    assert (tmp_path / "corrections.en.yml").read_bytes() == first


def test_each_language_has_its_file_and_both_are_there(tmp_path):
    corrections.learn([line("电梯坏了"), line("水錶唔準"), line("電梯壞了"), line("lift broken")], tmp_path)
    chinese = [text for text, _, _ in corrections.learned(tmp_path / "corrections.zh.yml")]
    assert chinese == ["電梯壞了", "水錶唔準"], "one spelling of the same words"
    assert [text for text, _, _ in corrections.learned(tmp_path / "corrections.en.yml")] == ["lift broken"]


def test_the_same_words_stand_there_once_with_the_last_label(tmp_path):
    corrections.learn([line("Lift broken!")], tmp_path)
    corrections.learn([line("lift broken", "inquiry+quality", urgent=True)], tmp_path)
    assert list(corrections.learned(tmp_path / "corrections.en.yml")) == [
        ("lift broken", "inquiry+quality", True)
    ]


@pytest.mark.parametrize("text", ["nlu: [", "nlu:\n- intent: x\n", "nlu:\n- 3\n", "- 1\n"])
def test_a_file_that_is_none_is_named_with_the_cure(tmp_path, text):
    file = tmp_path / "corrections.en.yml"
    file.write_text(text)
    with pytest.raises(BadCorrection, match=r"corrections.en.yml: .*write it as `make retrain` does"):
        list(corrections.learned(file))


def test_refused_lines_keep_their_reason_and_wait_no_longer(tmp_path, monkeypatch):
    monkeypatch.setattr(corrections, "FOLDER", tmp_path / "corrections")
    corrections.FOLDER.mkdir()
    rows = [{"text": f"words {n}", "label": "ask_bill", "urgent": False} for n in range(3)]
    (corrections.FOLDER / "pending.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    first, second, _ = corrections.pending()
    corrections.refuse([first], "worse")
    corrections.refuse([second], "worse again")
    refused = [json.loads(row) for row in (corrections.FOLDER / "refused.jsonl").read_text().splitlines()]
    assert refused == [{**rows[0], "refused": "worse"}, {**rows[1], "refused": "worse again"}]
    assert [one.text for one in corrections.pending()] == ["words 2"]
