"""Which supply a message says is out, in both languages, and all that sounds alike and is another matter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.outage import Supply
from bot.desk.supply_words import LONGEST, supply_named, supply_out

OUT = {
    Supply.POWER: [
        "没电了", "家里没电", "停电了", "我们这停电了，怎么回事", "怎么突然断电了", "屋里没有电",
        "整栋楼都黑了", "電停了",
        "冇電呀", "3 号楼停电", "昨晚停电到现在还没来", "还没来电", "小区又停电了！！",
        "怎么又没电了，急死人了",
        "no power", "No power in my flat since this morning", "the power is out", "Power's gone",
        "power cut here",
        "we have no electricity", "electricity is off", "the lights are out in our block",
        "lost power at Maple Close", "is anyone else without power", "no power over here",
        "are you there? no power in the house", "不是说修好了吗，怎么还没电", "帮我看看，家里没电了",
        "is it just us or no power in the whole block", "blackout in our building",
    ],
    Supply.WATER: [
        "停水了", "没水了", "家里没水", "水龙头不出水", "怎么没有水啊", "水停了", "断水了", "厨房没自来水",
        "停水了吗，我家没水",
        "no water here", "there is no running water", "the water is off",
        "water's been off since breakfast", "water has gone off",
        "the taps have run dry", "water outage at Elder Row",
    ],
    Supply.GAS: ["停气了", "没燃气了，做不了饭", "家里没煤气", "no gas since noon", "gas is off"],
    Supply.HEATING: [
        "停暖了", "家里没暖气", "三天没来暖气，屋里十一度", "no heating in our block",
        "the heating is down",
    ],
    Supply.NETWORK: [
        "断网了", "没网", "宽带断了", "上不了网", "no internet", "the broadband is down",
        "wifi is dead", "internet's gone",
    ],
    Supply.LIFT: [
        "电梯停了", "电梯坏了", "我家电梯坏了", "电梯又出毛病了，电梯停了",
        "the lift is out of order", "elevator not working",
        "lift isn't working",
    ],
}  # fmt: skip
NONE = [
    # money
    "还没交电费", "电费没交会停电吗", "水费交了怎么还停水", "我的电费余额没了", "停电赔偿怎么申请",
    "no power because I did not pay the bill?",
    # another thing
    "手机没电了", "门锁没电了打不开", "遥控器没电", "没电梯，老人上不去", "家里没热水", "楼上漏水",
    "没水压", "轮胎没气了", "没电表",
    "插座松了", "the power point is loose", "no hot water", "my car has no power", "no water pressure",
    "phone has no power",
    "water is leaking from the ceiling", "there is no gas smell any more", "power steering is out",
    "the remote has no power",
    # notices, wishes, general talk
    "停水不提前通知", "停电通知能不能发短信", "建议停水提前两天", "停电地图看不懂",
    "停电时电梯有没有备用电源", "no one warned us about the water cut",
    "what compensation for a power cut", "does the outage map show power cuts",
    # not now
    "明天停电吗", "周六停水吗", "昨天停电了一会儿", "上周停水的事怎么说", "如果停电怎么办",
    "will there be a power cut tonight",
    "is the water going to be off tomorrow", "the power was out last week", "power cut yesterday",
    "in case of a power cut",
    # only asked
    "今晚停电吗", "停水了吗", "是不是停水了", "小区有没有停电", "今天停气没", "is there a power cut tonight",
    "any power cut in Leith", "when is the power cut over", "are there any water outages now",
    # again and again
    "老是停电", "天天停水", "水一天停三趟", "这个月第九回停电了", "power cuts every week",
    "the lift is always broken",
    # only here
    "家里没电，就我一户", "只有我家没水", "隔壁有电，我家没有电", "楼道灯亮着，家里没电",
    "No power, the rest of the road is lit up",
    "only my flat has no power", "跳闸了，没电", "the breaker tripped, no power",
    # over
    "来电了", "终于来电了，谢谢", "已经恢复了，不停水了", "没有停电", "没停过水", "the power is back",
    "water is back on", "no power cut all year, well done",
    # danger, damage, somebody at risk, a complaint: a person reads it
    "Transformer exploded, no power", "loud bang then no power", "没电了，婴儿恒温箱不能用",
    "没暖气，老人冻得发抖", "no heating and newborn at home minus 15", "停水好几天老人都病倒了",
    "停电把我家冰箱烧坏了", "The power cut fried my fridge", "水停了又漏", "the water's gone brown",
    "停水了，恢复后水是黄的", "没水了两天了我要投诉", "一声巨响，停电了", "冒火花，没电了",
    # denied
    "不是停电，是你们电压太低烧坏了我家冰箱", "没断网，就是网速太慢", "不是停水是水小", "不是停电，是电压低", "未停电",
    # asked for
    "请帮我停水，我要出国", "我要申请停水", "申请停电检修", "please cut the power off", "别停水",
    "could you turn the gas off",
    # a device; other words that sound alike
    "烟雾报警器没电了", "智能锁没电了", "my laptop has no power", "路灯黑灯", "洗衣机不出水",
    "the doorbell has no power", "I have no power over my neighbour", "no current address on file",
    # a question
    "Is the water off tonight?", "is the power off in our area?", "are the lifts out of order",
    # nothing
    "你好", "hello", "", "电", "water", "powerful", "没有问题", "今晚吃什么", "x" * 300 + "没电了",
]  # fmt: skip


@pytest.mark.parametrize(
    ("supply", "text"), [(supply, text) for supply, texts in OUT.items() for text in texts]
)
def test_what_is_out_is_heard(supply: Supply, text: str) -> None:
    assert supply_out(text) == supply


@pytest.mark.parametrize("text", NONE)
def test_what_sounds_alike_is_another_matter(text: str) -> None:
    assert supply_out(text) is None


NAMED = {
    "今晚停水吗": Supply.WATER,
    "什么时候来电": Supply.POWER,
    "电梯什么时候修好": Supply.LIFT,
    "is there an outage tonight": None,
    "停水停电吗": None,
    "when's the water back": Supply.WATER,
    "will the lifts be off on sunday": Supply.LIFT,
    "这边停不停": None,
}


@pytest.mark.parametrize("text", NAMED)
def test_a_question_names_its_supply_or_none(text: str) -> None:
    assert supply_named(text) == NAMED[text]


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    assert supply_out(text) is None or len(text) <= LONGEST * 4
