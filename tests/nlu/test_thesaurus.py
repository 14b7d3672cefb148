"""The thesaurus: what its files hold, how expressions are found, and what a broken line says."""

import re

import pytest

from nlu import features, reading
from nlu.thesaurus import FOLDER, Thesaurus, ThesaurusError, load, thesaurus
from nlu.tokens import english_stems, english_words, sentences

LANGUAGES = ("zh", "en")


def names(language):
    text = (FOLDER / f"{language}.txt").read_text(encoding="utf-8")
    return re.findall(r"^(\w+):$", text, re.MULTILINE)


def test_both_languages_have_the_same_classes_once():
    assert names("zh") == names("en")
    assert len(set(names("en"))) == len(names("en")) > 150


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_written_as_messages_are_read(language):
    for entry, classes in thesaurus(language).entries.items():
        assert len(classes) <= 3, entry
        assert not re.search(r"[1-9A-Z_]", entry), f"{entry!r} can never be found"
        assert reading.simplify(entry) == entry, f"{entry!r} can never be found"


def test_the_longest_expression_is_found():
    small = Thesaurus("en", {"sort": ("softener",), "sort of": ("softener",), "sorted": ("fixed",)})
    assert small.classes(english_words("sorted , sort of , or sort it")) == [
        ("fixed",),
        (),
        ("softener",),
        (),
        (),
        ("softener",),
        (),
    ]


def test_words_of_a_class_look_alike():
    chuffed, delighted = (
        set(features.english_classes(f"{word} with the new lift")) for word in ("chuffed", "delighted")
    )
    assert chuffed == delighted != set(features.english_classes("with the new lift"))
    assert set(features.chinese_classes("师傅态度敷衍")) & set(features.chinese_classes("没人理我"))


@pytest.mark.parametrize(
    ("text", "problem"),
    [("brilliant superb", "words.txt:1: .*class"), ("praise:\n  ok _", "words.txt:2: '_'")],
)
def test_a_broken_line_is_named(tmp_path, text, problem):
    file = tmp_path / "words.txt"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ThesaurusError, match=problem):
        load(file, "en")


def test_sentences_and_stems():
    assert sentences(english_words("it leaks. why ? no")) == [["it", "leaks", "."], ["why", "?"], ["no"]]
    assert sentences([]) == [[]]
    assert english_stems("leaking leaked leaks") == ["leak"] * 3


def test_places_tell_the_first_from_the_last_sentence():
    places = features.english_places("lovely gym. add a fan")
    assert {"first:love", "last:add", "last:add_a", "^add_a_fan"} <= set(places)
    assert "last:love" not in places
    assert features.english_places("") == []
