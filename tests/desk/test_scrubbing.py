"""Nothing personal that is known, and no number, address or e-mail, survives; what the customer wants does."""

import re
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.desk import personal
from bot.desk.scrubbing import Known, scrub
from bot.desk.stand_ins import digits_of
from bot.desk.traces import DATE

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
CHINESE_NAMES = st.text(HAN, min_size=2, max_size=4).filter(lambda name: name not in personal.EVERYDAY)
LATIN_WORDS = st.from_regex(r"[A-Z][a-z]{2,9}", fullmatch=True).filter(
    lambda word: word.casefold() not in personal.EVERYDAY
)
LATIN_NAMES = st.lists(LATIN_WORDS, min_size=1, max_size=3).map(" ".join)
NAMES = st.one_of(CHINESE_NAMES, LATIN_NAMES)
SENTENCES = st.sampled_from(
    [
        "我是{}，楼上漏水没人修",
        "{}说今天来，到现在都没来",
        "请转告 {}：谢谢！",
        "My name is {} and the lift is stuck again",
        "{} promised a refund, nothing came",
        "call {} please; the bill is wrong!",
        "漏水{}漏水",
        "({})",
    ]
)
SEPARATORS = st.sampled_from(["", " ", "-", "－", ".", " - ", "\u200b", "️⃣", ","])


@st.composite
def numbers(draw: st.DrawFn) -> str:
    """Five to nineteen digits, in groups as people write them."""
    groups = draw(st.lists(st.from_regex(r"[0-9]{1,4}", fullmatch=True), min_size=2, max_size=5))
    between = draw(SEPARATORS.filter(lambda one: one != "－"))
    digits = "".join(groups)
    return between.join(groups) if len(digits) >= 5 else digits + "2" * (5 - len(digits))


@st.composite
def addresses(draw: st.DrawFn) -> str:
    a, b, c = (draw(st.integers(1, 39)), draw(st.integers(1, 9)), draw(st.integers(101, 3399)))
    word = draw(LATIN_WORDS)
    return draw(
        st.sampled_from(
            [
                f"{a}栋{b}单元{c}",
                f"{a}号楼{b}单元{c}室",
                f"A座{c}",
                f"中山路{c}号",
                f"Blk {a} #{b:02}-{c}",
                f"{c} {word} Street",
                f"{c}, {word} Road",
                f"flat {c}",
                f"Unit {b}-{c}",
            ]
        )
    )


def letters(text: str) -> str:
    return "".join(one for one in text.casefold() if one.isalnum())


def stands_in(name: str, text: str) -> bool:
    """Whether the name is there: Latin letters as whole words, Chinese characters anywhere."""
    if name.isascii():
        words = r"[\W_]+".join(map(re.escape, name.split()))
        return bool(re.search(rf"(?<![A-Za-z0-9]){words}(?![A-Za-z0-9])", text, re.IGNORECASE))
    return letters(name) in letters(text)


@given(SENTENCES, st.lists(NAMES, min_size=1, max_size=3, unique=True))
@example("{}说今天来，到现在都没来", ["陈静"])
@example("call {} please; the bill is wrong!", ["Alex", "ROBIN CASEY"])
@settings(deadline=None)
def test_no_known_name_survives(sentence: str, names: list[str]) -> None:
    text = sentence.format("，".join(names)) + f" {names[0].upper()}"
    scrubbed = scrub(text, Known(names))
    assert not [name for name in names if stands_in(name, scrubbed)], scrubbed


@given(SENTENCES, st.lists(numbers().filter(lambda one: not DATE.search(one)), min_size=1, max_size=3))
@example("请转告 {}：谢谢！", ["12345", "2345678901", "36925"])
@example("{} promised a refund, nothing came", ["+86 138 0013 8000"])
@example("漏水{}漏水", ["幺三八零零一三八零零零"])
@settings(deadline=None)
def test_no_number_of_five_digits_survives(sentence: str, given_numbers: list[str]) -> None:
    scrubbed = scrub(sentence.format(" 和 ".join(given_numbers)))
    runs = [digits_of(run) for run in re.split("[^\\W\\d零〇一二三四五六七八九幺两]", scrubbed)]
    left = [one for one in given_numbers if any(digits_of(one) in run for run in runs)]
    assert not left, scrubbed


@given(SENTENCES, st.emails())
@settings(deadline=None)
def test_no_email_survives(sentence: str, address: str) -> None:
    assert address.casefold() not in scrub(sentence.format(address)).casefold()


@given(SENTENCES, addresses())
@settings(deadline=None)
def test_no_unit_or_street_survives(sentence: str, address: str) -> None:
    assert letters(address) not in letters(scrub(sentence.format(address)))


@given(SENTENCES, st.text(HAN, min_size=4, max_size=8), addresses())
@settings(deadline=None)
def test_no_known_address_survives_however_it_is_spaced(sentence: str, site: str, unit: str) -> None:
    known = Known(places=(f"{site} {unit}", site))
    scrubbed = scrub(sentence.format(site + unit) + site, known)
    assert site not in scrubbed
    assert letters(unit) not in letters(scrubbed)


@given(st.text(), st.lists(st.text(max_size=12), max_size=4))
@settings(max_examples=300, deadline=None)
def test_any_text_is_scrubbed_to_one_line_that_stays_as_it_is(text: str, names: list[str]) -> None:
    scrubbed = scrub(text, Known(names, names, names))
    assert scrubbed == " ".join(scrubbed.split())
    assert scrub(text, Known(names, names, names)) == scrubbed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("张女士说王师傅态度很好，谢谢王师傅", "陈女士说刘师傅态度很好，谢谢刘师傅"),
        ("小王和老李都来过，欧阳先生没来", "小刘和老赵都来过，陈先生没来"),
        ("姓名：张建国，电话138 0013 8000", "姓名：陈静，电话123 4567 8901"),
        ("翠湖路88号3栋2单元501漏水", "和平路12号2栋3单元456漏水"),
        ("车牌粤B·12345被堵在B座门口", "车牌京A·23456被堵在C座门口"),
        ("Mr Tan was rude, Mr Tan again", "Mr Alex was rude, Mr Alex again"),
        ("mdm lim at Blk 12 #05-33", "mdm Alex at Blk 12 #34-56"),
        ("my flat 3B at 14 Elm Street leaks", "my flat 2C at 12 Maple Road leaks"),
        ("Thanks, Priya Sharma", "Thanks, Alex"),
        ("write to li.na@example.org or see https://foo.cn/a?b=1", "write to name@example.com or see www.example.com"),
        ("加微信 lina_88 或 @li_na", "加微信 ABCD_56 或 @customer"),
    ],
)  # fmt: skip
def test_stand_ins_read_naturally(text: str, expected: str) -> None:
    assert shape(scrub(text)) == shape(expected)


def shape(text: str) -> str:
    """The text without regard to which digits and letters stand in."""
    return re.sub(r"[A-Z](?=[\d座·_])|[A-K](?![a-z])", "A", re.sub(r"\d", "0", text))


@pytest.mark.parametrize(
    "text",
    [
        "电梯坏了三天，对方经理和高级工程师都不理人，谢谢师傅",
        "5 minutes down the road, 3 cars parked",
        "Will the lift be fixed? I may call again at 9:30-11:30",
        "2024-03-15到现在一直停电，任何女士都受不了",
        "小区小高层的老毛病：水压不足",
        "Dear Sir, good morning sir, thank you",
        "想问下七座版什么时候交车",
        "The water is brown ☀️ and miss the bus",
    ],
)
def test_what_is_nobodys_stays(text: str) -> None:
    assert scrub(text) == text


@pytest.mark.parametrize("name", ["Bill", "May", "物业", "客服", "Grace"])
def test_names_that_are_everyday_words_do_not_spoil_a_sentence(name: str) -> None:
    for text in ("the bill may grace us", "物业和客服都不管"):
        assert scrub(text, Known([name])) == text


@pytest.mark.parametrize(
    ("known", "text", "gone"),
    [
        (Known(["Li Na"]), "LI NA here, li-na", "lina"),
        (Known(["Ravi Chandran"]), "ravi was great", "ravi"),
        (Known(["李娜🌸"]), "我是李娜", "李娜"),
        (Known(numbers=["M-20391"]), "meter m 20391 is dead, M20391", "20391"),
        (Known(places=["14 Elm Street, Springfield"]), "Elm Street in Springfield again", "springfield"),
    ],
)
def test_known_things_go_however_they_are_written(known: Known, text: str, gone: str) -> None:
    assert gone not in letters(scrub(text, known))


def test_the_same_person_keeps_one_stand_in_and_two_have_two() -> None:
    scrubbed = scrub("Priya came, Rajesh did not, Priya fixed it", Known())
    first, second = re.findall(r"^(\w+) came, (\w+) did not, \1 fixed it$", scrubbed)[0]
    assert first != second


def test_stand_ins_do_not_tell_what_they_stand_for() -> None:
    def replaced(text: str, one: Callable[[str], str]) -> str:
        return scrub(one(text))

    first = replaced("电话{}", lambda text: text.format("13812345678"))
    second = replaced("电话{}", lambda text: text.format("15987654321"))
    assert first == second
