"""Whether two complaints are about the same thing, in Chinese, in English and across."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.repeating import same_thing

SAME = [
    ("厨房天花板漏水，墙皮都掉了", "上周修过的厨房又漏水了"),
    ("楼上洗澡我家卫生间就滴水", "卫生间还在渗水，你们上次没修好"),
    ("3 号楼电梯关门夹人", "电梯又坏了，困了十分钟"),
    ("地暖不热，屋里才 15 度", "供暖还是不行"),
    ("The lift in block 3 is out again", "elevator stuck between floors since this morning"),
    ("Water is dripping from the kitchen ceiling", "the leak in my kitchen is back"),
    ("You charged me twice for March", "still wrong: my bill shows the same amount twice"),
    ("主卧窗户关不严，漏风", "窗户你们修了还是关不上"),
    ("厨房漏水", "There is water coming through the kitchen ceiling, the leak is back"),
    ("電梯壞了沒有人修", "电梯还是不能用"),
    ("样板间承诺送的智能马桶没有装", "承诺送的智能马桶到现在没有装"),
    ("the promised roof garden was never planted", "Where is the promised garden? Never planted anything"),
]
DIFFERENT = [
    ("厨房漏水", "主卫漏水"),
    ("厨房水管漏水", "电梯又坏了"),
    ("卧室墙面开裂", "客厅墙面开裂"),
    ("Water leaks in the kitchen", "The bathroom leaks now"),
    ("The lift is out", "My heating does not work"),
    ("暖气不热", "空调不制冷"),
    ("车位被别人占了", "垃圾没人清"),
    ("坏了", "又坏了"),
    ("please fix it", "it is still broken, please fix it"),
    ("客厅地板起拱", "马桶盖松动"),
    ("你们的服务太差了", "快递丢了没人负责"),
    ("", "漏水"),
]


@pytest.mark.parametrize(("before", "now"), SAME)
def test_the_same_thing(before: str, now: str) -> None:
    assert same_thing(before, now)


@pytest.mark.parametrize(("before", "now"), DIFFERENT)
def test_another_thing(before: str, now: str) -> None:
    assert not same_thing(before, now)


@given(st.text(max_size=200), st.text(max_size=200))
def test_it_does_not_matter_which_came_first(before: str, now: str) -> None:
    assert same_thing(before, now) == same_thing(now, before)


def test_a_long_text_takes_no_time() -> None:
    assert not same_thing("漏水" * 50_000, "电梯" * 50_000)
