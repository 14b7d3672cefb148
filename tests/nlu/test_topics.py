"""A message about two things is told from one that goes on about the same, in both languages.

`two_topics.*.jsonl`: 60 messages about two things and 200 about one per language, written by hand for this test;
`second` says which kind the second topic is of, and words that only its part has.
"""

import json
from pathlib import Path

import pytest
from rasa.shared.nlu.training_data.message import Message

from nlu import topics, turning
from nlu.understanding import FILE

HERE = Path(__file__).parent
PRECISION, RECALL = 0.9, 0.65

LEAK_AND_STAND = {
    "zh": "家里自来水发黄，烧开了还有一层白沫。另外建议在单元门口装一个雨伞架，下雨天大家都方便。",
    "en": "The tap water has been brown since Monday. Also, could you consider putting an umbrella stand in the lobby?",
}


class Counted:
    """A mind that counts the texts of each batch it is given."""

    def __init__(self, mind):
        self.mind, self.batches = mind, []

    def understand(self, texts):
        self.batches.append(len(texts))
        return self.mind.understand(texts)


def examples(language):
    lines = (HERE / f"two_topics.{language}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_second_topics_are_found_and_false_offers_are_rare(mind, language):
    rows = examples(language)
    meant = topics.understand(mind, [row["text"] for row in rows])
    offered = [(row["second"], meaning.second) for row, meaning in zip(rows, meant) if meaning.second]
    right = sum(wanted is not None and wanted["words"].lower() in got.text.lower() for wanted, got in offered)
    assert len(rows) == 260
    assert right / len(offered) >= PRECISION
    assert right / sum(row["second"] is not None for row in rows) >= RECALL


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_parts_are_the_customers_own_words_and_the_main_one_is_filed(mind, language):
    text = LEAK_AND_STAND[language]
    (meaning,) = topics.understand(mind, [text])
    assert (meaning.intent.partition("+")[0], meaning.decision) == ("complaint", FILE)
    second = meaning.second
    assert second.kind == "suggestion"
    assert second.main.kind == "complaint"
    assert second.text in text
    assert second.main.text in text
    assert not second.text.lower().startswith(("另外", "also"))
    assert meaning.as_parse_data()["second"] == {
        "kind": second.kind,
        "category": second.category,
        "text": second.text,
        "confidence": round(second.confidence, 4),
        "main": second.main.as_parse_data(),
    }


@pytest.mark.parametrize(
    "text",
    [
        "建议在单元门口装一个雨伞架。另外我家水管一直漏水，厨房都泡了。",
        "It would be great to have an umbrella stand in the lobby. Also my kitchen pipe is leaking all over the floor.",
    ],
)
def test_the_complaint_comes_first_wherever_it_stands(mind, text):
    (meaning,) = topics.understand(mind, [text])
    assert meaning.intent.startswith("complaint+")
    assert meaning.ranking[0][0] == meaning.intent
    assert meaning.second.kind == "suggestion"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_danger_is_the_main_thing_and_stays_danger(mind, language):
    text = {
        "zh": "建议在单元门口装一个雨伞架。另外厨房煤气味很浓，头都晕了！",
        "en": "Please put an umbrella stand in the lobby. Also there is a strong smell of gas in my kitchen!",
    }[language]
    (whole,), (meaning,) = mind.understand([text]), topics.understand(mind, [text])
    assert (meaning.hazard, meaning.intent) == (whole.hazard, whole.intent) == ("gas", whole.intent)
    assert meaning.second is None or meaning.second.kind == "suggestion"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "👍",
        "你好",
        "电梯坏了",
        "楼上漏水，天花板湿了一片",
        "the lift is broken again",
        "我要转人工。另外你们几点下班？",
        "Hola, no hay agua en mi casa. Además quiero hablar con alguien.",
        "。。。另外。。。",
        "1. 2. 3.",
        "also also also",
        "另外" * 900,
        "\n\n\n",
    ],
)
def test_what_is_short_or_strange_has_no_second_topic(mind, text):
    assert topics.understand(mind, [text]) == mind.understand([text])


@pytest.mark.parametrize(
    "text",
    [
        "电梯坏了三天没人修。",
        "楼上漏水，天花板湿了一片",
        "I want to talk to a person, the lift is broken",
        "电梯又坏了，这个月第三次了。你们应该把这部老电梯整个换掉，别修修补补了。",
        "Water pressure is a joke, barely a trickle. Hope someone can come soon, thanks.",
    ],
)
def test_one_matter_is_judged_once(mind, text):
    counted = Counted(mind)
    topics.understand(counted, [text])
    assert counted.batches == [1]


def test_all_parts_of_all_messages_are_judged_at_once(mind):
    counted = Counted(mind)
    topics.understand(counted, [*LEAK_AND_STAND.values(), "电梯坏了"])
    assert counted.batches == [3, 4]


def test_a_long_letter_is_read_in_a_few_parts(mind):
    letter = "\n\n".join(f"另外建议第{place}栋门口装一个雨伞架，下雨天方便。" for place in range(200))
    assert len(list(turning.candidates(letter, "zh"))) <= turning.MOST_BLOCKS**2
    assert len(topics.understand(mind, [letter])) == 1


def test_many_points_are_one_matter(mind):
    points = [
        "电梯坏了三天没人修",
        "建议门口放个雨伞架",
        "想表扬一下保安小王",
        "请问泳池几点开放",
        "楼道灯不亮",
    ]
    listed = "".join(f"{place}、{point}。" for place, point in enumerate(points, start=1))
    assert list(turning.candidates(listed, "zh")) == []


def test_the_component_hands_it_to_the_desk(classifier):
    message = Message(data={"text": LEAK_AND_STAND["zh"]})
    classifier.process([message])
    understood = json.loads(json.dumps(message.as_dict(only_output_properties=True)))["understanding"]
    assert understood["second"]["kind"] == "suggestion"
    assert understood["second"]["main"]["text"].startswith("家里自来水发黄")
