"""The fonts of the pictures: they come with the packages, so a machine without Chinese fonts draws Chinese as well."""

import unicodedata
from dataclasses import replace
from functools import cache
from pathlib import Path

import matplotlib
from matplotlib import font_manager
from matplotlib.ft2font import FT2Font
from pylopdf_fonts_zh_cn import sans_path

CHINESE = sans_path()  # Noto Sans SC: also Latin, Greek, Cyrillic, kana
OTHERS = Path(matplotlib.get_data_path(), "fonts", "ttf", "DejaVuSans.ttf")  # Arabic, Hebrew, Armenian …
NOTHING = "…"


@cache
def families() -> list[str]:
    """The names of both fonts, which matplotlib knows from now on; the first one that has a character draws it.

    The names are ours: a font that the machine has under the same name as one of these may look otherwise.
    """
    named = []
    for path in (CHINESE, OTHERS):
        entry = font_manager.ttfFontProperty(FT2Font(str(path)))
        named.append(f"CareDesk {entry.name}")
        font_manager.fontManager.ttflist.append(replace(entry, name=named[-1]))
    return named


@cache
def drawable() -> frozenset[str]:
    """Every character that one of the fonts has."""
    return frozenset(chr(code) for path in (CHINESE, OTHERS) for code in FT2Font(str(path)).get_charmap())


def legible(text: str) -> str:
    """``text`` on one line without what cannot be seen or no font can draw (emoji, rare scripts): no empty boxes."""
    known = drawable()
    whole = unicodedata.normalize("NFC", " ".join(text.split()))
    kept = (one for one in whole if one in known and not unicodedata.category(one).startswith("C"))
    return " ".join("".join(kept).split()) or NOTHING
