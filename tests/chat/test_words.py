"""The wording: both languages say the same, everything that services ask for is there, and nothing is too long."""

import ast
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, visitor
from fluent.syntax import ast as ftl
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat import customer, letters, staff
from bot.chat.keyboards import keyboard
from bot.chat.words import WORDING, MissingWord, Words, tame
from bot.desk.labels import Category, Hazard, Kind, Language
from bot.desk.policy import Policy
from bot.desk.ticket import State
from bot.desk.unread_times import Doubt
from bot.service.books_columns import Book
from bot.service.cards import REASONS
from tests.chat import given_together as together
from tests.chat.given import BILL, CARD, GIVEN, NAMES, TOLD

SERVICES = Path(__file__).parents[2] / "bot" / "service"
WORST = "<&\u202e字😀\n" * 3000


def texts(language: Language) -> dict[str, set[str]]:
    """Every text of a language with the variables it uses."""
    found: dict[str, set[str]] = {}

    class Variables(visitor.Visitor):
        def visit_Message(self, node: ftl.Message) -> None:
            self.key = node.id.name
            assert self.key not in found, f"the wording in {language} has {self.key} twice"
            found[self.key] = set()
            self.generic_visit(node)

        def visit_VariableReference(self, node: ftl.VariableReference) -> None:
            found[self.key].add(node.id.name)

        def visit_Junk(self, node: ftl.Junk) -> None:
            raise AssertionError(f"the wording in {language} cannot be read at: {node.content[:80]}")

    for file in sorted(WORDING.glob(f"*{language}.ftl")):
        Variables().visit(FluentParser().parse(file.read_text(encoding="utf-8")))
    return found


def constants(node: ast.expr) -> list[str]:
    """The words an argument can be: a constant, or either arm of a choice between two."""
    arms = (node.body, node.orelse) if isinstance(node, ast.IfExp) else (node,)
    return [str(arm.value) for arm in arms if isinstance(arm, ast.Constant)]


def named_in_services() -> set[str]:
    """The texts that the services' source names: templates, told lines, verdicts and buttons."""
    named: set[str] = set()
    for path in SERVICES.glob("*.py"):
        calls = (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))
        for call in calls:
            for keyword in call.keywords:
                if keyword.arg in ("template", "word"):
                    named.update(constants(keyword.value))
            called = getattr(call.func, "attr", getattr(call.func, "id", ""))
            if called == "tell" and len(call.args) > 2:
                named.update(f"told_{one}" for one in constants(call.args[2]))
            elif called == "Verdict":
                named.update(f"verdict_{one}" for one in constants(call.args[0]))
            elif called == "key" and len(call.args) == 2:
                named.update(f"key_{one}" for one in constants(call.args[0]))
    return named


def test_both_languages_say_the_same_things() -> None:
    assert texts(Language.ZH) == texts(Language.EN)


@pytest.mark.parametrize("language", Language)
def test_everything_that_services_name_has_its_words(words: Words, language: Language) -> None:
    named = named_in_services()
    assert len(named) > 50
    assert not {
        one
        for one in named - {"card", "why", "clock_why", "task", "outage", "bulk"}
        if not words.has(language, one)
    }
    templates = {one for one in named if not one.startswith(("told_", "verdict_", "key_"))}
    assert templates <= GIVEN.keys(), "say in given.GIVEN what the new template is given"
    assert {one for one in named if one.startswith("told_")} <= {f"told_{what}" for what in TOLD}
    labels = [
        ("kind", Kind),
        ("category", Category),
        ("hazard", Hazard),
        ("state", State),
        ("language", Language),
    ]
    for name, members in labels:
        assert all(words.has(language, f"{name}_{one}") for one in members)
    assert all(words.has(language, f"verdict_is_{state}") for state in State)
    assert all(
        words.has(language, f"verdict_{of}_{one}") for of in ("promise", "snooze", "shift") for one in Doubt
    )
    assert all(
        words.has(language, f"{name}_{reason}") for name in ("reason", "outcome") for reason in REASONS
    )


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("template", [*GIVEN, *(f"told_{what}" for what in TOLD)])
def test_no_message_is_too_long_whatever_people_wrote(
    words: Words, language: Language, template: str
) -> None:
    given = GIVEN[template] if template in GIVEN else NAMES | TOLD[template.removeprefix("told_")]
    fixed = (
        "kind",
        "category",
        "hazard",
        "state",
        "language",
        "due_at",
        "number",
        "by",
        "reason",
        "because",
        "task",
        "told",
        "stage",
        "zone",
        "due_metric",
    )
    worst = {
        name: one
        if not isinstance(one, str) or name in fixed or name.endswith(("_at", "_on", "_sum"))
        else WORST
        for name, one in given.items()
    }
    for values in (given, worst):
        said = letters.message(words, language, template, values)
        plain = letters.without_markup(said)
        assert 0 < letters.units(plain) <= letters.LONGEST_TEXT
        assert "\u202e" not in plain
        assert "None" not in plain
        assert "{" not in plain
    assert letters.units(letters.title(words, language, CARD | {"words": WORST})) <= letters.LONGEST_TITLE


def test_danger_in_quiet_hours_says_that_it_knows(words: Words) -> None:
    told = letters.message(words, Language.EN, "agent_says", {"number": "1", "text": "leave", "at_night": 1})
    assert told.endswith("leave\n" + words.html(Language.EN, "danger_at_night"))


def test_an_agents_longest_words_arrive_whole(words: Words) -> None:
    said = letters.message(words, Language.ZH, "agent_says", {"number": "CD-1", "text": "好" * 4096})
    assert said == "好" * 4096


@pytest.mark.parametrize("language", Language)
def test_the_menus_are_within_telegrams_limits(words: Words, language: Language) -> None:
    assert letters.units(words.label(language, "bot_about")) <= 120
    assert letters.units(words.label(language, "bot_description")) <= 512
    for command in {*customer.COMMANDS, *staff.COMMANDS}:
        assert 1 <= len(words.label(language, f"command_{command}")) <= 256


@pytest.mark.parametrize("language", Language)
def test_help_names_every_command_and_no_other(words: Words, language: Language) -> None:
    said = letters.without_markup(words.html(language, "staff_help"))
    assert set(re.findall(r"(?<![\w/])/([a-z]+)", said)) == {*staff.COMMANDS}


def test_the_card_shows_what_is_known_and_nothing_else(words: Words) -> None:
    said = letters.without_markup(letters.message(words, Language.ZH, "card", CARD))
    lines = (
        "🔴 CD-12 · 投诉 · 质量 · 紧急",
        "⚠️ 燃气泄漏",
        "👤 王芳（首问：李雷）",
        "🔀 等 赵敏 接手，",
        "🙋 张先生 · 英文",
        "⭐ 贵宾客户",
        "第 2 次办理",
    )
    assert all(line in said for line in lines)
    bare = CARD | dict.fromkeys(
        ("hazard", "owner", "first_owner", "account", "standing", "place", "since", "refers_to", "linked"), ""
    )
    bare |= {"round": 1, "earlier": [], "besides": [], "outages": [], "promises": [], "urgent": False}
    bare |= {"state": "open", "green": "", "priority": 0, "offered": ""}
    bare |= together.NOTHING
    said = letters.without_markup(letters.message(words, Language.ZH, "card", bare))
    assert said.splitlines() == [
        "📋 CD-12 · 投诉 · 质量",
        words.label(Language.ZH, "card_due_first_response", CARD),
        "👤 待受理",
        "🙋 张先生 · 英文",
        "厨房漏水",
    ]


def test_a_long_quote_is_folded(words: Words) -> None:
    said = letters.message(words, Language.EN, "card", CARD | {"words": "漏" * 400, "more": 1})
    assert "<blockquote expandable>" in said
    assert "1 more character not shown" in said


def test_times_are_the_desks_own(policy: Policy) -> None:
    words = Words(policy.zone, lambda: datetime(2026, 3, 2, 9, 30, tzinfo=UTC))
    assert words.label(Language.ZH, "card_due_first_response", CARD) == "⏰ 今天 18:30 前首次答复"
    assert words.label(Language.EN, "card_due_first_response", CARD) == "⏰ first answer by today, 18:30"


def test_numbers_of_people_are_not_grouped(words: Words) -> None:
    assert "tg://user?id=12345678" in words.html(Language.EN, "offer", GIVEN["offer"])


@pytest.mark.parametrize("language", Language)
def test_a_text_chooses_by_a_name_of_ours(words: Words, language: Language) -> None:
    said = {
        words.html(language, key, {name: one})
        for key, name, some in (
            ("export_caption", "as", ("html", "json")),
            ("import_progress", "book", tuple(Book)),
        )
        for one in some
    }
    assert len(said) == 2 + len(Book), said


def test_a_missing_text_or_value_names_file_key_and_cure(words: Words) -> None:
    with pytest.raises(MissingWord, match=r"wording/zh.ftl has no text 'nonsense'; add it"):
        words.html(Language.ZH, "nonsense")
    with pytest.raises(MissingWord, match=r"relay.*name"):
        words.html(Language.ZH, "relay", {"text": "x"})


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_no_name_can_forge_a_line_or_turn_the_text(name: str) -> None:
    said = tame(name)
    assert "\n" not in said
    assert not re.search("[\u202a-\u202e\u2066\u2067\x00-\x1f]", said)
    assert tame(tame(name)) == tame(name)


def test_right_to_left_words_are_set_apart() -> None:
    assert tame("مرحبا") == "\u2068مرحبا\u2069"
    assert tame("👨‍👩‍👧 好") == "👨‍👩‍👧 好"


def test_buttons_carry_only_their_token(words: Words) -> None:
    stars = {"token": "t1", "word": "key_stars", "values": {"stars": 3}}
    shown = keyboard(words, Language.ZH, [[stars], [{"token": "t2", "text": "\u202e王\n芳" * 40}]])
    assert shown is not None
    first, second = (row[0] for row in shown.inline_keyboard)
    assert (first.text, first.callback_data) == ("3 ★", "t1")
    assert "\n" not in second.text
    assert len(second.text) <= letters.LONGEST_LABEL
    assert keyboard(words, Language.ZH, []) is None


def test_a_button_may_open_a_page(words: Words) -> None:
    shown = keyboard(
        words, Language.EN, [[{"url": "https://pay.example.com/B-1", "word": "key_pay", "values": BILL}]]
    )
    assert shown is not None
    ((button,),) = shown.inline_keyboard
    assert (button.text, button.url, button.callback_data) == (
        "💳 Pay CN¥123.45",
        "https://pay.example.com/B-1",
        None,
    )
