"""Which departments somebody names who asks colleagues for their part."""

import pytest

from bot.desk.department_words import departments_in
from bot.desk.labels import Category

D, Q, P, S = Category.DESIGN, Category.QUALITY, Category.SALES_PROMISE, Category.SERVICE
NAMES = {
    D: ("设计部", "our design office"),
    Q: ("工程维修部", "repairs"),
    P: ("销售部", "sales"),
    S: ("客服中心", "desk"),
}


@pytest.mark.parametrize(
    ("text", "found", "rest"),
    [
        ("design check the plan", [D], "check the plan"),
        ("Design: check", [D], "check"),
        ("design team please check", [D], "please check"),
        ("our design office check", [D], "check"),
        ("设计部请核对", [D], "请核对"),
        ("设计部核对图纸", [D], "核对图纸"),
        ("设计 核对图纸", [D], "核对图纸"),
        ("设计请核对", [D], "请核对"),
        ("维修去看看", [Q], "去看看"),
        ("客服中心回电", [S], "回电"),
        ("设计", [D], ""),
        ("sales and design check", [P, D], "check"),
        ("sales, design: check", [P, D], "check"),
        ("Sales/Design/repairs check", [P, D, Q], "check"),
        ("销售、设计、维修 一起看", [P, D, Q], "一起看"),
        ("设计和销售核对一下", [D, P], "核对一下"),
        ("设计部和销售部核对一下", [D, P], "核对一下"),
        ("设计和销售 核对一下", [D, P], "核对一下"),
        ("design, sales and design", [D, P], ""),
        ("sales and the client disagree", [P], "and the client disagree"),
        ("design and designers", [D], ""),
        ("设计院检查一下", [], "设计院检查一下"),
        ("设计和图纸不符", [], "设计和图纸不符"),
        ("维修工来过", [], "维修工来过"),
        ("designer check", [], "designer check"),
        ("salesman called", [], "salesman called"),
        ("请核对设计", [], "请核对设计"),
        ("", [], ""),
    ],
)
def test_departments_stand_as_words_at_the_beginning(text: str, found: list[Category], rest: str) -> None:
    assert departments_in(text, NAMES) == (found, rest)
