"""Slips are put right towards what training knows; what is written right stays."""

import pytest

from nlu.spelling import ChineseSpelling, EnglishSpelling

ENGLISH = [
    "the elevator is broken again",
    "my water meter is broken",
    "elevator stuck, meter wrong",
    "water leaking from the ceiling",
    "the ceiling is leaking",
    "the water and the water meter",
    "is the meter broken",
]
CHINESE = [
    "电梯坏了没人修",
    "电梯又坏了",
    "电梯停在三楼",
    "物业没人管",
    "找物业没有用",
    "电梯坏了找物业",
    "物业说电梯没坏",
]


@pytest.fixture(scope="module")
def english():
    return EnglishSpelling(ENGLISH)


@pytest.fixture(scope="module")
def chinese():
    return ChineseSpelling(CHINESE)


@pytest.mark.parametrize(
    "slip",
    ["elevtor", "elevvator", "elevatro", "elevstor"],
    ids=["missing", "doubled", "swapped", "neighbour"],
)
def test_one_slip_in_an_english_word(english, slip):
    assert english.correct(f"the {slip} is broken") == "the elevator is broken"


def test_a_space_left_out(english):
    assert english.correct("meterbroken") == "meter broken"


@pytest.mark.parametrize(
    "text", ["the sceptic is broken", "ceilings", "lah", "don't", "qzxv wkjh", "", "电梯"]
)
def test_real_unknown_and_short_words_stay(english, text):
    assert english.correct(text) == text


@pytest.mark.parametrize("text", [*ENGLISH, "THE end"])
def test_training_messages_stay(english, text):
    assert english.correct(text) == text


@pytest.mark.parametrize(
    ("slip", "meant"), [("电踢坏了没人修", "电梯坏了没人修"), ("找物页没有用", "找物业没有用")]
)
def test_a_character_of_the_same_reading(chinese, slip, meant):
    assert chinese.correct(slip) == meant


@pytest.mark.parametrize("text", [*CHINESE, "今天天气不错", "漏", "", "wifi断了"])
def test_chinese_that_training_knows_or_knows_nothing_of_stays(chinese, text):
    assert chinese.correct(text) == text


def test_a_long_text_is_corrected_at_once(chinese, english):
    assert len(chinese.correct("惦梯" * 50_000)) == 100_000
    assert english.correct("qwrtzp " * 20_000)
