"""What a message says of supplies that are out, and whether it says something else, too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.outage import Supply
from bot.desk.supply_said import SupplySaid, supply_said
from tests.desk.test_supply_words import NONE, OUT

POWER, WATER, LIFT = (Supply.POWER,), (Supply.WATER,), (Supply.LIFT,)
BESIDES = {
    POWER: [
        "停电了，账单也不对", "停电了，另外我的账单不对", "账单不对，另外停电了", "停电了，你们客服态度太差",
        "我家没电了，另外楼道垃圾没人收", "停电了，怎么不提前通知", "停电了，冰箱里的东西都坏了，要赔偿",
        "我想表扬保安小周，另外停电了", "停电了\n另外想问下停车位怎么租", "停电了，电梯也停了，另外账单不对",
        "停电了，另外明天师傅能来修门吗",
        "no power since 8 and also my bill is wrong", "no power and my bill is wrong",
        "No power here. Your guard was rude to my mother.", "No power, by the way the lobby floor is filthy",
        "the power is out and we got no notice",
    ],
    WATER: ["停水了，物业费还照收", "no water. One more thing: the gym is always closed at nine"],
    LIFT: ["电梯坏了，物业费白交了"],
}  # fmt: skip
SEVERAL = {
    "停水了，另外电梯也坏了": (Supply.WATER, Supply.LIFT),
    "停水了，电梯也坏了": (Supply.WATER, Supply.LIFT),
    "no power and no water": (Supply.POWER, Supply.WATER),
    "no water and the lift is broken": (Supply.WATER, Supply.LIFT),
    "停电了，另外电梯坏了": (Supply.POWER, Supply.LIFT),
}
ALONE = {
    POWER: [
        "停电了，另外什么时候来电", "停电了，对了是3号楼", "停电了，空调也不能用", "停电了，电梯停了",
        "你好，另外停电了", "停电了，整栋楼都黑了，急死人了，老人小孩都在家",
        "hello, also no power", "no power and no internet",
        "no power, any update",
    ],
    WATER: ["停水了，还有多久来", "停水了，厕所也冲不了", "no water, please hurry"],
}  # fmt: skip
AT_RISK = {
    POWER: [
        "Transformer exploded, no power", "no power and I have a baby", "没电了，婴儿恒温箱不能用",
        "没电了，家里有制氧机",
        "No power and my husband is on an oxygen machine", "一声巨响，停电了",
    ],
    (Supply.HEATING,): ["没暖气，老人冻得发抖", "no heating and newborn at home minus 15"],
}  # fmt: skip
NOTHING = [
    "昨天停电了，另外账单不对", "家里没电，就我一户，另外账单不对", "账单不对，另外垃圾没人收", "停水不提前通知",
    "my bill is wrong, also the guard is rude", "如果停电了，账单怎么算",
    # turned off by hand, or not at all
    "插座冒火花，我已经断电了", "着火了要不要断电", "爸爸晕倒了，没气了",
    "sparks from the socket, I switched the power off",
    "the doctor says the baby is ill if there is no power tomorrow",
]  # fmt: skip


def each(texts: dict[tuple[Supply, ...], list[str]]) -> list[tuple[tuple[Supply, ...], str]]:
    return [(supplies, text) for supplies, some in texts.items() for text in some]


@pytest.mark.parametrize(("supplies", "text"), each(BESIDES))
def test_an_outage_and_another_matter(supplies: tuple[Supply, ...], text: str) -> None:
    assert supply_said(text) == SupplySaid(supplies, besides=True)


@pytest.mark.parametrize("text", SEVERAL)
def test_two_supplies_are_out(text: str) -> None:
    assert supply_said(text) == SupplySaid(SEVERAL[text])


@pytest.mark.parametrize(
    ("supplies", "text"), [*each(ALONE), *(((one,), text) for one, some in OUT.items() for text in some)]
)
def test_an_outage_and_nothing_else(supplies: tuple[Supply, ...], text: str) -> None:
    assert supply_said(text) == SupplySaid(supplies)


@pytest.mark.parametrize(("supplies", "text"), each(AT_RISK))
def test_somebody_is_at_risk(supplies: tuple[Supply, ...], text: str) -> None:
    assert supply_said(text) == SupplySaid(supplies, at_risk=True)


@pytest.mark.parametrize("text", NOTHING)
def test_nothing_is_out(text: str) -> None:
    assert supply_said(text) is None


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_report_becomes_one_only_by_danger(text: str) -> None:
    said = supply_said(text)
    assert said is None or (said.at_risk and not said.besides)


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    said = supply_said(text)
    assert said is None or said.supplies
