"""No empty boxes: the fonts have every character of our words, and what people wrote is drawn as far as can be."""

import re
from pathlib import Path

import pytest
from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

from bot.charts.fonts import CHINESE, NOTHING, OTHERS, drawable, families, legible
from bot.chat.words import WORDING, Words
from bot.desk.labels import Category, Kind, Language
from bot.desk.party import Standing


@pytest.mark.parametrize("language", Language)
def test_every_character_of_our_words_is_in_the_chinese_font(words: Words, language: Language) -> None:
    text = (WORDING / f"charts.{language}.ftl").read_text(encoding="utf-8")
    for name, members in (("category", Category), ("kind", Kind), ("standing", Standing)):
        text += "".join(words.label(language, f"{name}_{one}") for one in members)
    text += "0123456789+−★→…%"
    known = FT2Font(str(CHINESE)).get_charmap()
    assert not {one for one in re.sub(r"\s", "", text) if ord(one) not in known}


def test_every_chinese_character_of_everyday_encodings_can_be_drawn() -> None:
    pairs = (bytes((high, low)) for high in range(0x81, 0xFE) for low in range(0x40, 0xFF))
    characters = {
        one for pair in pairs for one in pair.decode("gbk", "ignore") if "\u4e00" <= one <= "\u9fa5"
    }
    assert len(characters) == 20902
    assert characters <= drawable()


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("云栖花园 一期", "云栖花园 一期"),
        ("🏠 翠湖天地 🏡", "翠湖天地"),
        ("A\nB\tC", "A B C"),
        ("Café Zürich", "Café Zürich"),
        ("Cafe\u0301", "Café"),
        ("Жилой дом", "Жилой дом"),
        ("حي", "حي"),
        ("\u200b\u202e🏠", NOTHING),
        ("", NOTHING),
    ],
)
def test_what_people_wrote_is_drawn_as_far_as_can_be(written: str, drawn: str) -> None:
    assert legible(written) == drawn


def test_the_fonts_are_those_of_the_packages_whatever_the_machine_has() -> None:
    for family, path in zip(families(), (CHINESE, OTHERS)):
        assert "site-packages" in str(path)
        assert Path(font_manager.findfont(family, fallback_to_default=False)).samefile(path)
