"""HTML and MarkdownV2 as Telegram's server reads them: the cases follow its library's own tests."""

import pytest

from tests.emulator.compose import parsed
from tests.emulator.entities import utf16_slice
from tests.emulator.errors import ApiError
from tests.emulator.world import User, World


@pytest.fixture
def world() -> World:
    return World(User(1, "Bot", is_bot=True), privacy_mode=True, seed=0)


HTML_ERRORS = {
    "a<b": "Unclosed start tag at byte offset 1",
    "🏟<abac aba>": 'Unsupported start tag "abac" at byte offset 4',
    "x < y > z": 'Unsupported start tag "" at byte offset 2',
    "<br>": 'Unsupported start tag "br" at byte offset 0',
    "<i =a>": 'Empty attribute name in the tag "i" at byte offset 0',
    "<i>": 'Can\'t find end tag corresponding to start tag "i"',
    "<i a = ": 'Unclosed start tag "i" at byte offset 0',
    "<i a=b,>": "Unexpected end of name token at byte offset 5",
    '<i a="b>': "Unclosed start tag at byte offset 0",
    "</b>": "Unexpected end tag at byte offset 0",
    "<i>a</i ": "Unclosed end tag at byte offset 4",
    "<i>a</em>": 'Unmatched end tag at byte offset 4, expected "</i>", found "</em>"',
    "<span>a</span>": 'Tag "span" must have class "tg-spoiler" at byte offset 0',
    "&#57311;": "Text contains invalid Unicode characters after decoding HTML entities, "
    "check for unmatched surrogate code units",
}

MARKDOWN_ERRORS = {
    "1. one": "Character '.' is reserved and must be escaped with the preceding '\\'",
    "a|b": "Character '|' is reserved and must be escaped with the preceding '\\'",
    "a>b": "Character '>' is reserved and must be escaped with the preceding '\\'",
    "🏟 🏟_abacaba": "Can't find end of Italic entity at byte offset 9",
    "🏟 🏟_abac * asd ": "Can't find end of Bold entity at byte offset 15",
    "🏟 🏟__🏟 _🏟___": "Can't find end of Italic entity at byte offset 23",
    "🏟 🏟```a ": "Can't find end of PreCode entity at byte offset 9",
    "🏟 🏟```🏟 🏟`": "Can't find end of Code entity at byte offset 21",
    "[telegram\\.org](asd": "Can't find end of a URL at byte offset 16",
    ">asd\n>q||ew\n||asdad": "Can't find end of Spoiler entity at byte offset 7",
    "🏟 🏟![👍]": "Custom emoji entity must contain a tg://emoji URL",
}


@pytest.mark.parametrize("source", HTML_ERRORS)
def test_html_errors(world: World, source: str) -> None:
    with pytest.raises(ApiError) as refused:
        parsed(world, source, "HTML", None)
    assert refused.value.description == f"Bad Request: can't parse entities: {HTML_ERRORS[source]}"


@pytest.mark.parametrize("source", MARKDOWN_ERRORS)
def test_markdown_errors(world: World, source: str) -> None:
    with pytest.raises(ApiError) as refused:
        parsed(world, source, "MarkdownV2", None)
    assert refused.value.description == f"Bad Request: can't parse entities: {MARKDOWN_ERRORS[source]}"


@pytest.mark.parametrize(
    ("mode", "source", "text", "marked"),
    [
        ("HTML", "🏟<b>工单 &amp; 🏟</b> 好", "🏟工单 & 🏟 好", [("bold", "工单 & 🏟")]),
        (
            "HTML",
            "<i>a<b>b</b></i><u>c</u>",
            "abc",
            [("italic", "ab"), ("bold", "b"), ("underline", "c")],
        ),
        ("HTML", '<pre><code class="language-py">x = 1</code></pre>', "x = 1", [("pre", "x = 1")]),
        ("HTML", '<a href="example.org/a?b&amp;c">here</a>', "here", [("text_link", "here")]),
        ("HTML", "<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", "q")]),
        ("HTML", "  <b> x </b>\n", "x", [("bold", "x")]),
        ("MarkdownV2", "*b* _i_ __u__ ~s~ ||p|| `c`", "b i u s p c", None),
        ("MarkdownV2", ">a\n>b\nc", "a\nb\nc", [("blockquote", "a\nb\n")]),
        ("MarkdownV2", "1\\. \\*x\\*", "1. *x*", []),
        ("MarkdownV2", "[工单](https://example\\.org/1)", "工单", [("text_link", "工单")]),
    ],
)
def test_text_and_entities(world: World, mode: str, source: str, text: str, marked: object) -> None:
    plain, entities = parsed(world, source, mode, None)
    assert plain == text
    if marked is not None:
        assert [(e["type"], utf16_slice(plain, e["offset"], e["length"])) for e in entities] == marked


def test_what_telegram_marks_by_itself(world: World) -> None:
    plain, entities = parsed(world, "🏟 /start@desk_bot 看 https://a.org/x @wang1 a@b.cn #水", "", None)
    found = [(e["type"], utf16_slice(plain, e["offset"], e["length"])) for e in entities]
    assert found == [
        ("bot_command", "/start@desk_bot"),
        ("url", "https://a.org/x"),
        ("mention", "@wang1"),
        ("email", "a@b.cn"),
        ("hashtag", "#水"),
    ]


def test_links_and_mentions_of_people(world: World) -> None:
    world.users[5] = User(5, "Wang")
    _, entities = parsed(world, '<a href="tg://user?id=5">W</a> <a href="tg://user?id=6">?</a>', "HTML", None)
    assert [(e["type"], e["user"]["id"]) for e in entities] == [("text_mention", 5)]
