"""Mistyped, dressed up or mixed with label talk, a message is decided as before. `make bench` has the long version."""

import random

import pytest

from nlu import reading
from tests.bench.changed import changed
from tests.bench.mutations import MUTATORS, mutations

MUTATED, BOUND = 300, 0.05


@pytest.fixture(scope="module")
def messages(training_data):
    texts = [message.get("text") for message in training_data.intent_examples if "+" in message.get("intent")]
    told = [(text, reading.language(reading.clean(text))) for text in random.Random(5).sample(texts, 160)]
    return [(text, language) for text, language in told if language in MUTATORS]


def test_few_decisions_change(mind, messages):
    rows = changed(mind, messages, MUTATED)
    assert sum(row["n"] for row in rows) == MUTATED
    examples = [example for row in rows for example in row["examples"]]
    assert sum(row["changed"] for row in rows) <= BOUND * MUTATED, examples


def test_talk_about_labels_changes_nothing_at_all(mind, messages):
    rows = changed(mind, messages, MUTATED, seed=1)
    assert [row["examples"] for row in rows if row["kind"] == "label talk" and row["labels"] > 1] == []


def test_mutations_are_seeded_and_all_different(messages):
    made = list(mutations(messages, MUTATED))
    assert made == list(mutations(messages, MUTATED))
    assert len({(one.place, one.text) for one in made}) == MUTATED
    assert {one.kind for one in made} == {kind for kinds in MUTATORS.values() for kind in kinds}


def test_more_mutations_than_there_can_be_are_refused():
    with pytest.raises(ValueError, match="give"):
        list(mutations([("12", "en")], 10_000))
