"""Why a message was understood so: the words that decide are found, and the figures hold together."""

import io
import json
import math

import pytest

from nlu import explain as explaining
from nlu.explain import deciding, explain
from nlu.labels import LEARNED_LABELS
from nlu.occlusion import words
from nlu.reading import HEAD_CHARACTERS, TAIL_CHARACTERS
from nlu.topics import understand

LONG = {
    "zh": "昨天下午我去前台办事，等了很久。大厅里人很多，空调也不凉。后来终于轮到我了，我把材料都交上去了。"
    "前台说要等通知。我回家以后又打过两次电话问进度。今天早上才有人回我。我觉得办事的流程可以再简单一些。"
    "建议你们在公众号上加一个预约功能，大家按时间来就不用排队了。希望能考虑一下。",
    "en": "I came to the front desk yesterday afternoon and the hall was full of people. I took a number and sat down. "
    "When it was my turn I handed in the papers. The lady was friendly and told me when I would hear from you. I am "
    "writing because of something else. I suggest that you add online booking, so that people can choose a time and "
    "need not queue any more. It would be great if you could put a link to it on the notice board as well.",
}
TWO = {
    "zh": "小区电梯坏了三天没人修。另外建议在单元门口装一个雨伞架，下雨天大家都方便。",
    "en": "The tap water has been brown since Monday. Also, could you consider putting an umbrella stand in the lobby?",
}
MESSAGES = [
    "小区电梯坏了三天没人修",
    "物业前台态度太差，打电话也没人接",
    "請問物業幾點開門？",
    "还没修好，电梯又停了",
    "wifi 坏了",
    "The lift has been broken for three days",
    "thanks to Ravi, so patient and polite",
    "smell of gas in the kitchen!",
    "category: praise you fixed it far too slowly",
    "👍👍 谢谢师傅",
    "嗯",
    "?",
    *LONG.values(),
    *TWO.values(),
]


def told(why, part):
    return [word["text"] for word in deciding(why["words"], part)]


@pytest.mark.parametrize(
    ("text", "part", "wanted"),
    [
        ("请问物业服务中心周末几点上班？", "kind", ("请问", "几点", "上班")),
        ("小区电梯坏了三天没人修", "category", ("坏",)),
        ("建议小区门口加个快递柜，方便大家", "kind", ("建议", "加个")),
        ("厨房有煤气味，头晕", "urgent", ("煤气",)),
        ("The lift has been broken for three days", "category", ("broken",)),
        ("what time does the office open on saturday?", "kind", ("what", "time", "open")),
        ("it would be great if you could add more bike racks", "kind", ("would", "great", "add", "could")),
        ("there is a strong smell of gas in the kitchen", "urgent", ("gas", "smell")),
        (LONG["zh"], "kind", ("希望", "建议", "可以")),
        (LONG["en"], "kind", ("suggest", "would", "could")),
    ],
)
def test_words_that_obviously_decide_are_named_first(mind, text, part, wanted):
    why = explain(mind, text)
    # Of a message about two things (the long Chinese letter tells of a wait, then proposes) each part has its own.
    first = " ".join(word for read in why["parts"] or [why] for word in told(read, part)[:3])
    assert any(one in first for one in wanted), first


@pytest.mark.parametrize("text", MESSAGES)
def test_the_figures_hold_together(mind, text):
    why = explain(mind, text)
    assert json.loads(json.dumps(why, allow_nan=False)) == why
    assert 0 <= why["confidence"] <= 1
    ends = 0
    for word in why["words"]:
        assert text[word["start"] : word["end"]] == word["text"]
        assert word["start"] >= ends
        ends = word["end"]
        assert all(
            math.isfinite(word[part]) and -1 <= word[part] <= 1 for part in ("kind", "category", "urgent")
        )
    assert why["label"] not in [other["label"] for other in why["next_best"]]
    shares = [other["confidence"] for other in why["next_best"]]
    assert shares == sorted(shares, reverse=True)
    assert {other["label"] for other in why["next_best"]} <= set(LEARNED_LABELS)


@pytest.mark.parametrize("text", MESSAGES)
def test_it_explains_what_the_ears_decide(mind, text):
    why, meaning = explain(mind, text), understand(mind, [text])[0]
    assert (why["decision"], why["language"]) == (meaning.decision, meaning.language)
    assert why["urgent"]["hazard"] == meaning.hazard
    if why["because"] == "sure":
        assert why["certainty"] >= why["ask_below"]
        assert why["label"] == meaning.intent
    elif why["because"] == "unsure":
        assert why["certainty"] < why["ask_below"]
        assert why["decision"] == "ask"


@pytest.mark.parametrize(
    ("text", "first", "second", "words"),
    [
        (TWO["zh"], "小区电梯坏了三天没人修。", "建议在单元门口装一个雨伞架", ("坏", "建议")),
        (TWO["en"], "The tap water has been brown", "could you consider", ("brown", "consider")),
    ],
)
def test_each_of_two_things_is_told_with_its_own_words(mind, text, first, second, words):
    why = explain(mind, text)
    main, other = why["parts"]
    assert (main["kind"], main["main"], other["kind"], other["main"]) == (
        "complaint",
        True,
        "suggestion",
        False,
    )
    assert (why["kind"], why["decision"]) == ("complaint", "file")
    assert main["text"].startswith(first)
    assert other["text"].startswith(second)
    for part, word in zip(why["parts"], words):
        assert part["text"] in text
        assert {"label", "kind", "category", "intent", "confidence"} <= part.keys()
        assert part["label"] == f"{part['kind']}+{part['category']}"
        assert any(word in one for one in told(part, "kind") + told(part, "category"))
        assert all(part["text"][one["start"] : one["end"]] == one["text"] for one in part["words"])
    assert not [one for one in why["words"] if one["start"] > text.index(second)] or why["because"] != "parts"
    lines = explaining.as_lines(why)
    assert any(
        line.startswith("part: complaint+quality") and "the ticket follows it" in line for line in lines
    )


def test_the_ticket_follows_the_complaint_wherever_it_stands(mind):
    why = explain(mind, "建议在单元门口装一个雨伞架。另外我家水管一直漏水，厨房都泡了。")
    assert [(part["kind"], part["main"]) for part in why["parts"]] == [
        ("suggestion", False),
        ("complaint", True),
    ]
    assert why["label"] == why["parts"][1]["label"]


@pytest.mark.parametrize(
    "text", ["", "👍", "小区电梯坏了三天没人修", "I want a person. Also, when do you open?"]
)
def test_one_thing_has_no_parts(mind, text):
    assert explain(mind, text)["parts"] == []


def test_what_no_word_decided_says_so(mind):
    for text, label, because in (
        ("撤回", "withdraw", "phrase"),
        ("Нет горячей воды", "other_language", "unread"),
        ("🙏🙏🙏", "no_words", "unread"),
        ("", "no_words", "unread"),
    ):
        why = explain(mind, text)
        assert (why["label"], why["because"], why["words"]) == (label, because, [])
        assert why["decision"] == "answer"


def test_a_phrase_with_more_behind_it_is_explained_as_the_ticket_it_becomes(mind):
    why = explain(mind, "还没修好，电梯又停了")
    assert (why["phrase"], why["because"]) == ("not_solved", "phrase")
    assert why["kind"] == "complaint"
    assert why["words"]


def test_danger_words_and_the_guard_that_took_them_back(mind):
    why = explain(mind, "there is no smell of gas any more")
    assert {"hazard": "gas", "word": "smell of gas", "sure": True} in why["urgent"]["danger_words"]
    assert [guard["guard"] for guard in why["urgent"]["guards"]] == ["negated"]
    assert explain(mind, "smell of gas in the kitchen")["urgent"]["guards"] == []


def test_label_talk_is_named_and_never_decides(mind):
    why = explain(mind, "category: praise 你们修得太慢了")
    assert why["removed"] == ["category: praise"]
    assert not {"category", "praise"} & {word["text"] for word in why["words"]}
    assert explain(mind, "你们修得太慢了")["removed"] == []


def test_at_most_sixty_readings_or_so_and_a_long_text_is_cut_as_the_ears_cut_it(mind, monkeypatch):
    read = []
    understand = mind.understand
    monkeypatch.setattr(mind, "understand", lambda texts: read.extend(texts) or understand(texts))
    for text in ("水管漏水了。" * 700, "The pipe is leaking. " * 200):
        read.clear()
        why = explain(mind, text[:4000])
        assert len(read) <= 90
        assert len(why["text"]) == HEAD_CHARACTERS + TAIL_CHARACTERS + 1
        assert why["left_out"] == 4000 - len(why["text"])
    read.clear()
    explain(mind, "小区电梯坏了三天没人修")
    assert len(read) <= 40


def test_words_of_two_clauses_are_no_pair(mind):
    for text in MESSAGES:
        assert not [word for word in explain(mind, text)["words"] if set("，。,.") & set(word["text"])]


def test_words_are_cut_as_people_write_them():
    def cut(text):
        return [text[start:end] for start, end in words(text)]

    assert cut("My wi-fi doesn't work 😡!!") == ["My", "wi-fi", "doesn't", "work", "😡", "!!"]
    assert cut("3号楼WiFi坏了，快修") == ["3", "号楼", "WiFi", "坏", "了", "快修"]
    assert cut(" ，。… \u200b") == []


def test_the_command_prints_lines_or_json(mind, monkeypatch, capsys):
    monkeypatch.setattr(explaining, "load_mind", lambda model: mind)
    assert explaining.main(["The lift has been broken for three days"]) == 0
    assert capsys.readouterr().out.startswith("complaint+quality")
    monkeypatch.setattr(
        "sys.stdin", io.TextIOWrapper(io.BytesIO("电梯坏了\udcff".encode("utf-8", "replace")))
    )
    assert explaining.main(["--json", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["kind"] == "complaint"


def test_without_a_model_it_names_the_cure(tmp_path, capsys):
    assert explaining.main(["--model", str(tmp_path / "none.tar.gz"), "hi"]) == 2
    assert "python -m nlu.train" in capsys.readouterr().err
