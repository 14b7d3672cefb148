"""What is a note, what can be seen, and that nothing filled into a line makes a note of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.notes import harmless, is_note, visible, without_notes

UNSEEN = [
    "",
    " ",
    "\n",
    "\t",
    "\u3000",
    "\u200b",
    "\u200d",
    "\u2060",
    "\u2062",
    "\ufeff",
    "\u00ad",
    "\u2800",
    "\u3164",
]
UNSEEN += ["\u202e", "\u2069", "\ufe0f", "\U000e0041", "\x07", "\u200b \u2063\n"]


@pytest.mark.parametrize("marks", UNSEEN)
def test_nobody_sees_them(marks: str) -> None:
    assert not visible(marks)
    assert visible(f"{marks}好{marks}")
    assert visible(f"{marks}👍{marks}")
    assert without_notes(marks) == ""


@pytest.mark.parametrize("slashes", ["//", "／／", "/／", "///"])
@pytest.mark.parametrize("marks", UNSEEN)
def test_they_hide_no_note(marks: str, slashes: str) -> None:
    assert is_note(f"{marks}{slashes} 小心")
    left = without_notes(f"好的\n{marks}{slashes} 小心\n再见")
    assert (left[:3], left[-3:]) == ("好的\n", "\n再见")
    assert "小心" not in left
    assert harmless(f"{marks}{slashes}{marks}李") == "李"


@pytest.mark.parametrize("text", ["好", "1/2", "/take", "见 https://example.org", "a // b", "和/或"])
def test_other_slashes_are_words(text: str) -> None:
    assert not is_note(text)
    assert without_notes(text) == text


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_every_end_of_a_line_ends_it(end: str) -> None:
    assert without_notes(f"好的{end}// 小心") == "好的"


@given(st.text(alphabet="/／ \n\u200b\u2062\u3164a李"), st.sampled_from(["", "，您好", "/x", "//"]))
def test_a_filled_in_value_makes_no_note(value: str, behind: str) -> None:
    said = harmless(value)
    assert "\n" not in said
    assert not said or not is_note(said + behind)
