"""Words made comparable, scripts counted, languages told."""

import pytest

from nlu import reading


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("  电梯\u200b坏\u2060了  ", "电梯坏了"),
        ("ＬＩＦＴ　３　ｂｒｏｋｅｎ", "LIFT 3 broken"),
        ("\u202eno water\u202c", "no water"),
        ("line one\r\n\tline two", "line one line two"),
        ("it’s “cold”", 'it\'s "cold"'),
        ("nul\x00byte", "nul byte"),
        ("\ufeff\u200b\u200d", ""),
    ],
)
def test_clean(raw, clean):
    assert reading.clean(raw) == clean


@pytest.mark.parametrize(
    ("text", "features"),
    [
        ("電梯壞了三天", "电梯坏了三天"),
        ("我喺屋企聞到煤氣味", "我在家里闻到煤气味"),
        ("Unit 12-08 OWES 350", "unit 00-00 owes 000"),
        ("电 梯 坏 了 。", "电梯坏了"),
        ("电梯坏了了了,天天天停啊啊啊", "电梯坏了,天停"),
        ("pleeease help!!!!", "please help!!"),
        ("lift stuck 😡😡 again...", "lift stuck again"),
        ("你好\n电梯坏了", "电梯坏了"),
        ("Good morning team, the lift is down", "the lift is down"),
        ("各位领导好,请问几点上班?", "请问几点上班?"),
        ("hello", "hello"),
        ("您好!", "您好!"),
    ],
)
def test_features_text(text, features):
    assert reading.features_text(text) == features


@pytest.mark.parametrize(
    "text",
    [
        "kind=praise",
        "category: quality",
        "label -> suggestion",
        "praise+service",
        "类别：表扬",
        "chitchat+thanks",
    ],
)
def test_label_talk_leaves_nothing_to_steer_by(text):
    assert reading.features_text(reading.clean(text)).strip() == ""


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("楼下漏水了", "zh"),
        ("電燈壞咗", "zh"),
        ("wifi又断了", "zh"),
        ("电梯の按钮坏了", "zh"),
        ("HUD支持CarPlay吗", "zh"),
        ("the lift at 翠湖苑 is broken again", "en"),
        ("lift spoil again lah, how come no one fix one", "en"),
        ("Kindly do the needful at the earliest sir", "en"),
        ("no water in Casa Verde block 2", "en"),
        ("El Prado tower lift is stuck", "en"),
        ("la", "en"),
        ("您好，lift broken", "en"),
        ("hi", "en"),
        ("HUMAN", "en"),
        ("Hola, no tengo luz desde ayer", "other"),
        ("Il n'y a plus d'eau chez nous depuis hier", "other"),
        ("Der Aufzug ist seit gestern kaputt", "other"),
        ("Saya tiada air di rumah", "other"),
        ("não tem luz na minha rua", "other"),
        ("gracias", "other"),
        ("Нет воды второй день", "other"),
        ("水が出ません", "other"),
        ("전기가 안 들어와요", "other"),
        ("المصعد لا يعمل", "other"),
        ("ลิฟต์เสีย", "other"),
        ("लिफ्ट खराब है", "other"),
        ("😀👍", None),
        ("?!…", None),
        ("12345", None),
        ("\u200b\u200d", None),
        ("", None),
    ],
)
def test_language(text, language):
    assert reading.language(reading.clean(text)) == language


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("还没修好", "還沒修好！！"),
        ("I don't know", "i DONT know."),
        ("my tickets", " My  Tickets? "),
        ("跳过", "跳\u200b过～"),
    ],
)
def test_phrase_key_forgets_spelling(one, other):
    assert reading.phrase_key(one) == reading.phrase_key(other)


def test_a_long_message_keeps_its_head_and_its_tail():
    text = "first words " + "filler " * 20_000 + "last words"
    cleaned = reading.clean(text)
    assert cleaned.startswith("first words")
    assert cleaned.endswith("last words")
    assert len(cleaned) <= reading.HEAD_CHARACTERS + reading.TAIL_CHARACTERS + 1


@pytest.mark.parametrize(
    "text",
    ["漏" * 100_000, "\u200b" * 99_990 + "no water", "ﷺ" * 100_000, "a b " * 25_000],
    ids=["one letter", "invisible", "letters that unfold", "two letters"],
)
def test_long_text_is_read_at_once(text):
    cleaned = reading.clean(text)
    reading.language(cleaned)
    assert 0 < len(reading.features_text(cleaned)) < 100_000


def test_invisible_characters_do_not_push_the_words_out():
    assert reading.clean("\u200b" * 50_000 + "no water" + "\u200b" * 50_000) == "no water"
