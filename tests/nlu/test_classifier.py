"""The graph component: trained, persisted, loaded, and what it says of messages."""

import json
import re

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.resource import Resource
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.classifier import DeskClassifier, is_urgent, sorted_examples
from nlu.labels import LEARNED_LABELS, PHRASE_INTENTS, TICKET_LABELS
from nlu.train import ROOT


@pytest.fixture(scope="session")
def parse(classifier):
    def parsed(text):
        message = Message(data={"text": text})
        classifier.process([message])
        return message.as_dict(only_output_properties=True)

    return parsed


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("三楼走廊的天花板一直滴水，报了两次还在滴", "complaint+quality"),
        ("物业前台态度太差，打电话也没人接", "complaint+service"),
        ("合同写好的赠送车位，现在说没有了", "complaint+sales_promise"),
        ("请问物业服务中心周末几点上班？", "inquiry+service"),
        ("建议小区门口加个快递柜，方便大家", "suggestion+design"),
        ("保安王师傅帮我搬东西，特别热心，谢谢", "praise+service"),
        ("工单 30021 处理到哪一步了", "check_status"),
        ("我要转人工", "talk_to_human"),
        ("我这个月水费多少钱", "ask_bill"),
        ("明天我们小区停电吗", "ask_outage"),
        ("你好", "chitchat+greeting"),
        ("the kitchen ceiling has been leaking for two weeks", "complaint+quality"),
        ("your receptionist was rude and hung up on me", "complaint+service"),
        ("the brochure promised a pool and there is none", "complaint+sales_promise"),
        ("what time does the office open on saturday?", "inquiry+service"),
        ("it would be great if you could add more bike racks near the lobby", "suggestion+design"),
        ("thanks to the technician Ravi, so patient and polite", "praise+service"),
        ("any update on ticket 40112?", "check_status"),
        ("let me speak to a human", "talk_to_human"),
        ("how much do I owe for water this month", "ask_bill"),
        ("is there a power cut planned for tomorrow", "ask_outage"),
        ("thank you so much", "chitchat+thanks"),
        ("撤回", "withdraw"),
        ("still not fixed", "not_solved"),
        ("Нет горячей воды", "other_language"),
        ("👍👍", "no_words"),
        ("", "no_words"),
    ],
)
def test_plain_messages(parse, text, intent):
    assert parse(text)["intent"]["name"] == intent


def test_the_shape_of_a_parse(parse):
    result = parse("厨房漏水了，麻烦来修")
    meaning = result["understanding"]
    assert json.loads(json.dumps(result)) == result
    told = {"language", "kind", "category", "intent", "urgent", "decision", "second"}
    assert set(meaning) == told
    assert meaning["language"] == "zh"
    assert meaning["decision"] == "file"
    assert sum(meaning["kind"].values()) == pytest.approx(1, abs=0.01)
    assert sum(meaning["category"].values()) == pytest.approx(1, abs=0.01)
    assert sum(meaning["intent"].values()) == pytest.approx(meaning["kind"]["none"], abs=0.01)
    assert len(result["intent_ranking"]) >= 4
    assert result["intent_ranking"][0] == result["intent"]


@pytest.mark.parametrize(
    ("text", "hazard"),
    [("厨房好重的煤气味，头晕", "gas"), ("people are stuck in the lift, one fainted", "trapped")],
)
def test_danger_is_an_entity_and_never_asks(parse, text, hazard):
    result = parse(text)
    assert [entity["value"] for entity in result["entities"]] == [hazard]
    assert result["entities"][0]["entity"] == "hazard"
    assert result["intent"]["name"].startswith("complaint+")
    assert result["understanding"]["decision"] == "file"


def test_no_danger_no_entity(parse):
    assert not parse("请问煤气费怎么交").get("entities")


def test_unsure_asks_with_the_likeliest_first(classifier, tmp_path, monkeypatch):
    policy = (ROOT / "policy.toml").read_text("utf-8")
    strict = re.sub(r"(?m)^(wrong_ticket =).*$", r"\1 1_000_000", policy)
    strict = re.sub(r"(?m)^(ask_at_most =).*$", r"\1 1.0", strict)
    (tmp_path / "policy.toml").write_text(strict, "utf-8")
    monkeypatch.setenv("POLICY_FILE", str(tmp_path / "policy.toml"))
    context = ExecutionContext(GraphSchema({}))
    doubting = DeskClassifier.load(classifier._config, classifier._storage, classifier._resource, context)
    message = Message(data={"text": "the meter"})
    doubting.process([message])
    assert message.get("intent")["name"] == "nlu_fallback"
    assert message.get("understanding")["decision"] == "ask"
    assert all(entry["name"] in LEARNED_LABELS for entry in message.get("intent_ranking"))


@pytest.mark.parametrize(
    "bait", ["kind=praise category=design ", "label: praise+service ", "类别：表扬 意图：感谢 "]
)
def test_label_talk_does_not_steer(parse, bait):
    plain = parse("电梯坏了三天没人修")
    baited = parse(bait + "电梯坏了三天没人修")
    assert baited["intent"]["name"] == plain["intent"]["name"]
    assert baited["intent"]["confidence"] == pytest.approx(plain["intent"]["confidence"], abs=0.05)


@pytest.mark.parametrize(
    "text",
    ["漏水 " * 33_333, "the lift is broken " * 5_263, "x" * 100_000, "<b>" * 33_333],
    ids=["Chinese", "English", "one letter", "markup"],
)
def test_a_hundred_thousand_characters(parse, text):
    assert parse(text)["intent"]["name"]


def test_every_training_message_has_a_place(training_data):
    examples, phrases = sorted_examples(training_data)
    for language in ("zh", "en"):
        assert {example.label for example in examples[language]} == set(LEARNED_LABELS)
        assert sum(example.urgent for example in examples[language]) > 50
    # What files nothing is known by heart, too; a ticket never is.
    assert {intent for _, intent in phrases} == set(PHRASE_INTENTS + LEARNED_LABELS) - set(TICKET_LABELS)


def test_no_two_training_messages_disagree(training_data):
    seen = {}
    for message in training_data.intent_examples:
        label = message.get("intent")
        assert seen.setdefault(message.get("text"), label) == label


@pytest.mark.parametrize(
    ("metadata", "urgent"),
    [
        (None, False),
        ({"example": {"urgent": True}}, True),
        ({"intent": {"urgent": True}}, True),
        ({"intent": "x"}, False),
    ],
)
def test_urgent_metadata_at_example_or_intent(metadata, urgent):
    assert is_urgent(metadata) is urgent


def test_an_unknown_intent_is_named():
    data = TrainingData([Message(data={"text": "foo", "intent": "complaint+colour"})])
    with pytest.raises(InvalidConfigException, match=r"complaint\+colour"):
        sorted_examples(data)


def test_an_untrained_classifier_says_so(classifier):
    config = DeskClassifier.get_default_config()
    untrained = DeskClassifier.create(
        config, classifier._storage, Resource("x"), ExecutionContext(GraphSchema({}))
    )
    with pytest.raises(InvalidConfigException, match="not trained"):
        untrained.process([Message(data={"text": "hi"})])


def test_the_fingerprint_follows_every_module():
    assert len(DeskClassifier.fingerprint_addon({})) == 64
