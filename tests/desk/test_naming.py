"""Who of the staff customers mean, in either language, and who is only a word."""

import pytest

from bot.desk.naming import named

STAFF = {
    1: "王强",
    2: "赵敏",
    3: "Lin Wei",
    4: "欧阳志强",
    5: "May",
    6: "工程部-周大明",
    7: "王芳",
    8: "Zhang San",
    9: "方建设",
    10: "于海",
}

SAID = [
    ("王强师傅修得又快又好", [(1,)]),
    ("感谢赵敏", [(2,)]),
    ("小赵态度特别好", [(2,)]),
    ("赵姐帮了大忙", [(2,)]),
    ("王师傅很专业", [(1, 7)]),
    ("王强和王芳都很负责", [(1,), (7,)]),
    ("给老周点赞", [(6,)]),
    ("周工上门很准时", [(6,)]),
    ("大明师傅修好了热水器", [(6,)]),
    ("欧阳经理处理得很及时", [(4,)]),
    ("志强人很好", [(4,)]),
    ("多亏 Lin 帮忙", [(3,)]),
    ("Lin Wei was wonderful", [(3,)]),
    ("wei lin came twice", [(3,)]),
    ("Please thank lin for me.", [(3,)]),
    ("Thanks to Mr Wang and Ms. Zhao", [(1, 7), (2,)]),
    ("Xiao Zhou fixed it in ten minutes", [(6,)]),
    ("Many thanks to May at the desk", [(5,)]),
    ("Zhang San is great", [(8,)]),
    ("ZhangSan 师傅真好", [(8,)]),
    ("周师傅来了，小赵打了电话", [(6,), (2,)]),
]
NOBODY = [
    "May I say thank you?",
    "you may come tomorrow",
    "你们服务很好",
    "小区环境好",
    "The linen was clean and blinds are up",
    "老板说不错",
    "小朋友很开心",
    "周末有人值班，真好",
    "对方客服态度很好",
    "由于工人来得早，小区建设得不错",
    "",
]


@pytest.mark.parametrize(("words", "groups"), SAID, ids=[one[0] for one in SAID])
def test_whom_customers_name(words: str, groups: list[tuple[int, ...]]) -> None:
    assert named(words, STAFF) == groups


@pytest.mark.parametrize("words", NOBODY)
def test_what_names_nobody(words: str) -> None:
    assert named(words, STAFF) == []
