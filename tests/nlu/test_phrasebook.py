"""Whole messages that mean one thing."""

import logging

import pytest

from nlu.phrasebook import Phrasebook


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("撤回", "withdraw"),
        ("撤銷投訴。", "withdraw"),
        ("Cancel my ticket!", "withdraw"),
        ("还没修好", "not_solved"),
        ("仲未搞掂", "not_solved"),
        ("It's still not working", "not_solved"),
        ("我的工单", "list_mine"),
        ("Show my tickets", "list_mine"),
        ("别再发了", "stop_speaking"),
        ("退訂！", "stop_speaking"),
        ("TD", "stop_speaking"),
        ("Please stop sending me these.", "stop_speaking"),
        ("Unsubscribe", "stop_speaking"),
        ("stop", "cancel"),
        ("Stop the noise upstairs", None),
        ("别再装修了", None),
        ("跳过", "skip"),
        ("IDK", "skip"),
        ("是的！", "affirm"),
        ("Yes please", "affirm"),
        ("不用了", "deny"),
        ("nope", "deny"),
        ("算了", "cancel"),
        ("never mind", "cancel"),
        ("还没修好，师傅也不接电话", "not_solved"),
        ("还是没有解决", "not_solved"),
        ("Still broken. Nobody came.", "not_solved"),
        ("好的，电梯又坏了", None),
        ("yes the lift is broken", None),
        ("", None),
        ("👍", None),
    ],
)
def test_phrases_of_the_project(mind, text, intent):
    assert mind.phrasebook.intent(text) == intent


def test_the_first_meaning_stays_and_the_second_is_named(caplog):
    with caplog.at_level(logging.WARNING):
        book = Phrasebook.of([("stop", "cancel"), ("Stop!", "deny"), ("?", "deny")])
    assert book.intent("stop") == "cancel"
    assert len(book) == 1
    assert "cancel" in caplog.text
    assert "deny" in caplog.text


def test_a_novel_is_no_phrase():
    assert Phrasebook.of([("yes", "affirm")]).intent("yes" + " " * 300) is None
