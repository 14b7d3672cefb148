"""Codes on paper: read where they are meant, kept as salted digests."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk.codes import Named, code_in, digest_of, hidden, matches, named_in

PAIRS = {
    "我的户号 meter_12345 校验码 1234": ("meter_12345", "1234"),
    "户号meter_12345，校验码：9988": ("meter_12345", "9988"),
    "户号：12345 验证码是 998877": ("12345", "998877"),
    "校验码1234 户号contract_A-2051": ("contract_A-2051", "1234"),
    "my account is 12345 and the code is 998877": ("12345", "998877"),
    "Account 12345, code: AB12": ("12345", "AB12"),
    "account number 12345 pin 4711": ("12345", "4711"),
    "户号１２３４５ 校验码９９８８": ("12345", "9988"),
}
BARE = {
    "12345 998877": ("12345", "998877"),
    "meter_12345, 9988": ("meter_12345", "9988"),
    "3-2-1201\n7788": ("3-2-1201", "7788"),
}
NONE = [
    "",
    "你好",
    "楼上漏水，户号 12345 校验码 1234",
    "门禁密码 1234 打不开 3-2-1201",
    "the door code 1234 does not work in block 5",
    "my account is 12345",
    "校验码 1234",
    "code",
    "12345 67890 11111",
    "户号 12345 户号 67890 校验码 1234",
    "3栋2单元1201",
    "x" * 200,
]  # fmt: skip


@pytest.mark.parametrize(("text", "named"), PAIRS.items())
def test_a_number_with_a_code_is_read(text: str, named: tuple[str, str]) -> None:
    assert named_in(text) == Named(*named)
    assert named_in(text, asked=True) == Named(*named)


@pytest.mark.parametrize(("text", "named"), BARE.items())
def test_two_bare_numbers_are_an_answer_and_nothing_else(text: str, named: tuple[str, str]) -> None:
    assert named_in(text, asked=True) == Named(*named)
    assert named_in(text) is None


@pytest.mark.parametrize("text", NONE)
def test_whatever_says_more_or_less_is_none(text: str) -> None:
    assert named_in(text) is None
    assert named_in(text, asked=True) is None


@pytest.mark.parametrize(("text", "code"), [("1234", "1234"), ("校验码：1234", "1234"), ("the code is AB12", "AB12"),
                                            ("漏水 1234", None), ("1 2", None), ("", None)])  # fmt: skip
def test_a_code_alone(text: str, code: str | None) -> None:
    assert code_in(text) == code


def test_digests_differ_and_match_their_code_only() -> None:
    one, other = digest_of("AB-12 34"), digest_of("ab1234")
    assert one != other
    assert matches("ab1234", one)
    assert matches("ＡＢ１２３４", other)
    assert not matches("ab1235", one)
    assert not matches("", one)
    assert not matches("0000", None)
    assert "1234" not in one.split("$")[0]


def test_what_is_kept_of_the_words_hides_the_code() -> None:
    assert hidden("户号 12345 校验码1234", "1234") == "户号 12345 校验码••••"


@given(st.text(max_size=200), st.booleans())
@settings(max_examples=300, deadline=None)
def test_no_words_upset_the_reading(text: str, asked: bool) -> None:
    found = named_in(text, asked=asked)
    assert found is None or (found.number and found.code)
    code_in(text)
