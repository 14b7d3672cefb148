"""What holds the parts together: every word in both languages, every action known to Rasa, every intent ruled."""

import ast
import re
import string
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.heard import Heard
from bot.desk.labels import Category, Hazard, Kind
from bot.desk.ticket import State
from bot.service.cards import REASONS
from bot.service.control import CHOSEN
from tests.actions.stage import ROOT, Stage, all_actions, domain

RESPONSES = ROOT / "data" / "responses"
TOPICS = sorted({file.name.split(".")[0] for file in RESPONSES.glob("*.yml")})
ACTIONS = sorted((ROOT / "actions").glob("*.py"))


def named(topic: str, language: str) -> dict[str, dict[str, Any]]:
    file = RESPONSES / f"{topic}.{language}.yml"
    responses = yaml.safe_load(file.read_text("utf-8"))["responses"]
    return {name.removeprefix(f"utter_{language}_"): variants for name, variants in responses.items()}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("topic", TOPICS)
def test_both_languages_say_the_same_things(topic: str) -> None:
    zh, en = named(topic, "zh"), named(topic, "en")
    assert zh.keys() == en.keys()
    for name in zh:
        for one in (zh[name], en[name]):
            assert len(one) == 1, (
                f"{topic}: {name} must have one wording, so that a turn said twice is worded alike"
            )
        (in_zh,), (in_en,) = zh[name], en[name]
        assert placeholders(in_zh["text"]) == placeholders(in_en["text"]), name
        payloads = [[key["payload"] for key in one.get("buttons", [])] for one in (in_zh, in_en)]
        assert payloads[0] == payloads[1], name


@pytest.mark.parametrize("file", sorted(RESPONSES.glob("*.yml")), ids=lambda file: file.name)
def test_the_words_of_a_language_are_in_that_language_and_fit_into_a_message(file: Path) -> None:
    language = file.name.split(".")[1]
    for name, (one,) in yaml.safe_load(file.read_text("utf-8"))["responses"].items():
        assert name.startswith(f"utter_{language}_"), name
        assert len(one["text"]) < 1500, name
        assert one["text"].count("！") + one["text"].count("!") == 0, name
        bare = re.sub(r"\{\w+\}|[\W\d_]", "", one["text"])
        han = len(re.findall(r"[\u4e00-\u9fff]", bare))
        if bare and language == "zh":
            assert han, name
        if bare and language == "en" and "language" not in name and "welcome" not in name:
            assert han == 0, name


def test_every_advice_names_whom_to_call() -> None:
    for hazard in Hazard:
        zh, en = (domain()["responses"][f"utter_{one}_advice_{hazard}"][0]["text"] for one in ("zh", "en"))
        assert re.search(r"119|120|110", zh)
        assert "local emergency number" in en


def test_every_word_of_a_list_has_its_name() -> None:
    lists: list[tuple[str, Any]] = [
        ("kind", Kind),
        ("category", Category),
        ("hazard", Hazard),
        ("state", State),
        ("reason", REASONS),
        ("topic", CHOSEN),
    ]
    for prefix, values in lists:
        for value in values:
            for language in ("zh", "en"):
                assert f"utter_{language}_{prefix}_{value}" in domain()["responses"]


def constants(calls: set[str], position: int) -> set[str]:
    """The texts that the actions give to these functions or methods at ``position``."""
    found = set()
    for file in ACTIONS:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or len(node.args) <= position:
                continue
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if called in calls:
                parts = [node.args[position], *ast.iter_child_nodes(node.args[position])]
                found |= {part.value for part in parts if isinstance(part, ast.Constant)}
    return {name for name in found if isinstance(name, str) and re.fullmatch("[a-z_]+", name)}


def test_every_response_that_an_action_names_exists() -> None:
    known = {name.removeprefix("utter_zh_") for name in domain()["responses"] if name.startswith("utter_zh_")}
    used = constants({"say", "word"}, 0)
    assert len(used) > 40
    assert used <= known | {
        "kind_",
        "category_",
        "state_",
        "hazard_",
        "reason_",
        "status_",
        "advice_",
        "account_kind_",
        "link_",
        "topic_",
        "kept_",
        "out_",
        "which_",
        "bill_state_",
        "bill_channel_",
        "bill_detail_",
        "button_bill_channel_",
        "button_bill_detail_",
        "chitchat",
        "suggestion_",
    }


def test_every_action_is_in_the_domain_and_the_other_way_round() -> None:
    assert set(all_actions()) == set(domain()["actions"])


def test_every_intent_has_a_rule_and_every_button_an_intent() -> None:
    intents = set(domain()["intents"])
    ruled: set[str] = set()
    for file in (ROOT / "data" / "rules").glob("*.yml"):
        ruled |= set(re.findall(r"intent: (\S+)", file.read_text("utf-8")))
    assert intents == ruled
    shown = {key["payload"] for one in domain()["responses"].values() for key in one[0].get("buttons", [])}
    said = {payload[1:].partition("{")[0] for payload in shown}
    assert said | constants({"button"}, 1) <= intents


def test_every_intent_that_is_trained_is_in_the_domain() -> None:
    trained: set[str] = set()
    for file in (ROOT / "data" / "nlu").glob("*.yml"):
        trained |= set(re.findall(r"^- intent: (\S+)", file.read_text("utf-8"), re.MULTILINE))
    assert trained
    assert trained <= set(domain()["intents"])


def test_a_turn_names_what_it_lacks() -> None:
    heard = Heard(chat=1, text="漏水", message=None, intent="complaint+quality", confidence=0.9)
    with pytest.raises(ValueError, match=r"metadata\.message"):
        _ = heard.about


def test_a_sender_that_is_no_chat_is_named(stage: Stage) -> None:
    stage.chat = "default"  # type: ignore[assignment]
    with pytest.raises(ValueError, match="'default'"):
        stage.run("action_greet", {"text": "hi", "metadata": {}})


def test_a_missing_response_is_named_with_its_cure(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.scene.write("你好")
    monkeypatch.delitem(domain()["responses"], "utter_zh_greeting")
    with pytest.raises(KeyError, match="utter_zh_greeting; write it in data/responses/"):
        stage.hear("action_greet", "你好", "chitchat+greeting")
