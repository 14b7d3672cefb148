"""When a candidate is worse, and which corrections made it so."""

import random

import pytest

from nlu import comparison
from nlu.comparison import Case
from nlu.corrections import Line


def answer(kind="complaint", category="quality", intent=None, urgent=False, decision="file"):
    return {"kind": kind, "category": category, "intent": intent, "urgent": urgent, "decision": decision}


RIGHT, WRONG = answer(), answer(kind="praise")
ROW = {
    "text": "the lift is broken",
    "lang": "en",
    "kind": "complaint",
    "category": "quality",
    "urgent": False,
}


def cases(lost=0, won=0, same=50, before=RIGHT, after=WRONG, row=ROW):
    pairs = [(before, after)] * lost + [(after, before)] * won + [(before, before)] * same
    return [Case(row, *pair) for pair in pairs]


def worse(given):
    return {change.check.english for change in comparison.changes(given) if change.worse}


@pytest.mark.parametrize(
    ("lost", "won", "refused"),
    [
        (0, 0, False),
        (6, 0, False),
        (7, 0, True),
        (20, 15, False),
        (14, 2, True),
        (0, 9, False),
        (40, 20, True),
    ],
)
def test_only_what_chance_does_not_explain_is_worse(lost, won, refused):
    assert ("kind" in worse(cases(lost, won))) is refused


def test_the_chance_is_mcnemars():
    (kind, *_) = comparison.changes(cases(9, 1))
    assert kind.chance == pytest.approx((10 + 1) / 2**10)


def test_noise_hardly_ever_refuses_a_model_that_is_as_good():
    dice = random.Random(3)
    refused = 0
    for _ in range(300):
        given = [Case(ROW, *dice.choice([(RIGHT, WRONG), (WRONG, RIGHT)])) for _ in range(30)]
        refused += bool(worse(given + cases()))
    assert refused <= 9


def test_no_urgent_message_more_may_be_missed():
    danger = {**ROW, "urgent": True}
    heard, missed = answer(urgent=True), answer(urgent=False)
    assert worse(cases(1, 0, before=heard, after=missed, row=danger)) == {"urgent recall"}
    assert worse(cases(1, 1, before=heard, after=missed, row=danger)) == set()


def test_false_alarms_count():
    assert worse(cases(8, 0, after=answer(urgent=True))) == {"no false alarm"}


def test_asking_instead_of_erring_is_no_mistake_but_asking_too_much_is_worse():
    asked = answer(decision="ask")
    assert worse(cases(9, 0, same=91, after=asked)) == set(), "9 % are asked"
    assert worse(cases(20, 0, same=80, after=asked)) == {"not asking"}
    assert worse(cases(9, 0, same=91, before=asked, after=WRONG)) >= {"no mistake without asking"}


def test_each_language_counts_and_all_together():
    chinese = {**ROW, "lang": "zh", "text": "电梯坏了"}
    given = cases(5, 0) + cases(5, 0, row=chinese)
    found = [(change.check.english, change.language) for change in comparison.changes(given) if change.worse]
    assert found == [("kind", "all"), ("no mistake without asking", "all")]


def test_what_is_not_labelled_is_not_compared():
    assert worse(cases(9, 0, row={"text": "x", "lang": "en"}, after=WRONG)) == set()


def line(text, label, urgent=False):
    return Line(text, label, urgent, {"text": text, "label": label})


def test_the_corrections_that_moved_messages_are_found():
    guilty, other = line("the lift is broken again", "praise+quality"), line("nice lobby", "praise+design")
    innocent = line("the lift is broken", "complaint+quality")
    found = comparison.movers(
        [one for one in comparison.changes(cases(9, 0)) if one.worse], [other, innocent, guilty]
    )
    assert found[0] == (guilty, 9)
    assert innocent not in [one for one, _ in found]


def test_a_correction_that_brought_more_right_than_wrong_is_not_blamed():
    helper = line("the lift is broken again", "praise+quality")
    praised = {**ROW, "kind": "praise"}
    given = cases(8, 0) + cases(0, 12, row=praised, before=answer(kind="praise"), after=answer())
    changed = [one for one in comparison.changes(given) if one.lost]
    assert comparison.movers(changed, [helper]) == []


def test_missed_danger_is_blamed_on_what_was_called_harmless():
    danger = {**ROW, "text": "smell of gas", "urgent": True}
    given = cases(1, 0, before=answer(urgent=True), after=answer(urgent=False), row=danger)
    calm, alarmed = (
        line("smell of gas in spring", "praise+design"),
        line("smell of gas", "complaint+quality", True),
    )
    found = comparison.movers([one for one in comparison.changes(given) if one.worse], [alarmed, calm])
    assert found == [(calm, 1)]


def test_nothing_is_blamed_without_corrections_or_losses():
    assert comparison.movers(comparison.changes(cases(9, 0)), []) == []
    assert comparison.movers(comparison.changes(cases()), [line("x", "ask_bill")]) == []
