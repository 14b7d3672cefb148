"""Rasa's JSON into answers: one message of an action is one answer, and buttons become rows."""

from typing import Any

import pytest

from bot.dialogue.shaping import answers, columns, rows
from bot.service.dialogue import Answer, Choice


def part(**more: Any) -> dict[str, Any]:
    return {"recipient_id": "5", **more}


def titled(*titles: str) -> list[dict[str, str]]:
    return [{"title": title, "payload": f"/{index}"} for index, title in enumerate(titles)]


def test_what_belongs_together_ends_with_its_custom_part() -> None:
    """The REST channel splits a text at blank lines, and sends the custom part last."""
    found = answers(
        [
            part(text="Get out."),
            part(text="Then call 119."),
            part(custom={"about": 12, "alert": True}),
            part(text="Filed as CD-12", buttons=titled("Withdraw")),
            part(custom={"about": 12, "alert": False}),
        ]
    )
    assert found == [
        Answer("Get out.\n\nThen call 119.", [], 12, alert=True),
        Answer("Filed as CD-12", [[Choice("Withdraw", "/0")]], 12),
    ]


def test_what_rasa_says_on_its_own_has_no_custom_part() -> None:
    assert answers([part(text="Hello"), part(text="again")]) == [Answer("Hello\n\nagain")]


def test_silence_is_an_answer_and_nothing_is_none() -> None:
    assert answers([part(custom={"silent": True})]) == [Answer(silent=True)]
    assert answers([]) == []


def test_a_custom_part_without_words_says_nothing() -> None:
    assert answers([part(custom={"about": 3})]) == []


@pytest.mark.parametrize(
    ("titles", "lengths"),
    [
        (["★", "★★", "3", "4", "5"], [5]),
        (["类型不对", "分类不对", "补充照片", "情况紧急", "撤回"], [3, 2]),
        (["Wrong kind", "Wrong category", "Add a photo", "It is urgent", "Withdraw"], [2, 2, 1]),
        (["CD-12 厨房水管漏水，地板都泡了", "是另一件事"], [1, 1]),
        (["中文", "English"], [2]),
        (["Skip"], [1]),
        ([], []),
    ],
)
def test_short_buttons_stand_side_by_side_and_long_ones_alone(titles: list[str], lengths: list[int]) -> None:
    laid = rows(titled(*titles))
    assert [len(row) for row in laid] == lengths
    assert [choice.text for row in laid for choice in row] == titles


def test_a_chinese_character_is_two_columns_wide() -> None:
    assert columns("撤回 ok") == 7
