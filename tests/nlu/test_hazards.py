"""Danger told from what only sounds like it, in both languages."""

import pytest

from nlu import hazards, reading

DANGERS = [
    ("gas", "屋里一股煤气味，窗户都开了"),
    ("gas", "聞到好濃石油氣味"),
    ("gas", "燃气报警器一直在叫"),
    ("gas", "strong gas smell on the third floor"),
    ("gas", "the gas pipe is leaking behind the cooker"),
    ("gas", "our carbon monoxide alarm is going off"),
    ("shock", "我碰了一下洗衣机被电了"),
    ("shock", "有人触电了，快来"),
    ("shock", "a live wire is down on the footpath"),
    ("shock", "I got an electric shock from the tap"),
    ("fire", "配电房着火了"),
    ("fire", "插座冒烟，一股焦味"),
    ("fire", "there is smoke coming from the meter room"),
    ("fire", "the bin store is on fire"),
    ("trapped", "我们三个人困在电梯里"),
    ("trapped", "有人被困喺𨋢入面"),
    ("trapped", "my mother is stuck in the lift"),
    ("trapped", "two kids trapped inside lift B"),
    ("flooding", "地下车库进水了，已经没过轮胎"),
    ("flooding", "水管爆了，水都漫到客厅了"),
    ("flooding", "water is pouring in through the ceiling"),
    ("flooding", "burst pipe and the hall is knee deep"),
    ("falling", "外墙瓷砖往下掉，差点砸到人"),
    ("falling", "a piece of the facade just fell onto the street"),
    ("medical", "停电了，我妈的呼吸机只能撑半小时"),
    ("medical", "the power is out and my husband is on a ventilator"),
    ("other", "有人拿刀在大堂"),
    ("other", "a man with a knife is in the lobby"),
]

CALM = [
    "去年我们楼着火那次，多亏保安",
    "上次电梯困人之后你们处理得很好，感谢",
    "如果闻到煤气味应该打哪个电话？",
    "周五消防演习会不会冒烟",
    "没有煤气味，就是想换个灶",
    "这价格简直是水深火热，气炸了",
    "漏电保护开关多少钱一个",
    "建议楼道加装烟雾报警，防止着火",
    "油烟从烟道倒灌进来",
    "煤气费怎么交",
    "主卧灯的开关在走廊里",
    "what should I do if I smell gas?",
    "we had a fire here last year and your team was great",
    "is the fire drill on Friday or Saturday",
    "I feel trapped in this contract",
    "got a shock when I saw the price, bill shock",
    "stuck in your phone menu for an hour",
    "the smoking area should be further from the door",
    "please fit a fire extinguisher in the lobby, to prevent a fire",
    "no smell of gas any more, thanks for the quick visit",
    "can I pay the gas bill by card",
    "your agent acts like I set the place on fire",
    "this hot sauce is on fire (in a good way)",
    "以前闻到过煤气味，现在没有了",
    "we smelled gas last year, it is gone now",
]


def find(text):
    cleaned = reading.clean(text)
    return hazards.find(reading.simplify(cleaned), reading.language(cleaned))


@pytest.mark.parametrize(("hazard", "text"), DANGERS)
def test_danger_is_found_and_named(hazard, text):
    assert find(text).hazard == hazard
    assert hazard in find(text).sure


@pytest.mark.parametrize("text", CALM)
def test_what_is_not_danger_now(text):
    assert find(text).sure == ()


def test_danger_now_overrides_a_past_word():
    assert "gas" in find("上周就报过煤气泄漏，现在还在漏，没人来").sure
    assert "gas" in find("reported the gas leak last week and it is still leaking").sure
    assert "gas" in find("以前闻到过煤气味，现在又有了").sure


def test_gas_smelled_a_moment_ago_is_danger_even_if_it_is_gone():
    assert "gas" in find("刚才好大煤气味，现在没有了").sure


def test_a_guard_holds_for_its_own_sentence_only():
    assert find("去年着火那次多亏你们。现在厨房又冒烟了！").sure == ("fire",)


@pytest.mark.parametrize(
    ("danger", "probability", "hazard"),
    [
        (hazards.Danger(sure=("gas", "fire")), 0.3, "gas"),
        (hazards.Danger(sure=("gas",)), 0.1, None),
        (hazards.Danger(hints=("other", "fire")), 0.45, "fire"),
        (hazards.Danger(hints=("other",)), 0.9, "other"),
        (hazards.Danger(), 0.2, "other"),
        (hazards.Danger(), 0.19, None),
    ],
)
def test_urgency(danger, probability, hazard):
    assert hazards.urgency(danger, probability, 0.2) == hazard
