"""Accounts over the whole house: proof by the code on paper in one message or two, after a link, too often; untying."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from bot.desk.account import Account, AccountKind, AccountLink, Proof
from bot.desk.codes import digest_of
from bot.desk.transcript import Message as Words
from bot.desk.wishes import Consent, Topic
from tests.flows.talk import Talk
from tests.live import Live

Meet = Callable[..., Talk]
CODE = "9988"
SAID: dict[str, Any] = {
    "zh": {
        "none": "还没有关联户号",
        "prove": "核实户号",
        "ask": "请把户号和单据上的校验码",
        "ask code": "单据上的校验码",
        "done": "已核实 ",
        "care": "您愿意收到吗",
        "yes": "愿意",
        "mine": "已核实）",
        "untie": "解除",
        "untied": "已解除",
        "wrong": "户号与校验码对不上",
        "wait": "请一小时后再试",
    },
    "en": {
        "none": "No account is linked",
        "prove": "Verify an account",
        "ask": "account number and the code",
        "ask code": "the code on the paper bill",
        "done": " is verified",
        "care": "birthday and holiday greetings",
        "yes": "Yes please",
        "mine": "verified)",
        "untie": "Unlink",
        "untied": "is unlinked",
        "wrong": "don't match",
        "wait": "try again in an hour",
    },
}


def account(engine: Engine, number: str) -> str:
    with Session(engine) as session:
        session.add(Account(kind=AccountKind.METER, number=number, code_digest=digest_of(CODE)))
        session.commit()
    return number


def links(customer: Talk) -> list[Proof]:
    found = customer.live.rows(AccountLink, AccountLink.customer_id == customer.customer().id)
    return [one.proof for one in found]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_proof_by_the_menu_consent_and_untying(live: Live, meet: Meet, language: str) -> None:
    customer, said = meet(language), SAID[language]
    number = account(live.engine, f"meter_7{language}1")
    customer.says("你好" if language == "zh" else "hello there")
    customer.hears(lambda message: True)
    customer.says("/account")
    customer.presses(customer.hears(said["none"]), said["prove"])
    customer.hears(said["ask"])
    customer.says(f"{number} 0000")
    customer.hears(said["wrong"])
    customer.says(f"{number} {CODE}")
    assert number in customer.hears(said["done"]).text
    customer.presses(customer.hears(said["care"]), said["yes"])
    given = Consent.customer_id == customer.customer().id
    live.until(
        lambda: [one.topic for one in live.rows(Consent, given) if one.given] == [Topic.CARE], "consent"
    )
    assert links(customer) == [Proof.CODE]
    assert not [one.text for one in customer.words() if CODE in one.text]
    customer.says("/account")
    customer.presses(customer.hears(said["mine"]), said["untie"])
    customer.hears(said["untied"])
    assert links(customer) == []
    customer.worked_off()


def test_number_and_code_in_one_message_that_nobody_asked_for(live: Live, meet: Meet) -> None:
    customer = meet()
    number = account(live.engine, "meter_7302")
    customer.says(f"我的户号 {number} 校验码 {CODE}")
    customer.hears("已核实 meter_7302")
    assert links(customer) == [Proof.CODE]
    assert not customer.tickets()
    (kept,) = live.rows(Words, Words.chat_id == customer.person.id)
    assert kept.text.endswith("••••")


def test_a_link_and_then_only_the_code(live: Live, meet: Meet) -> None:
    customer = meet("en")
    number = account(live.engine, "meter_7303")
    customer.says(f"/start {number}")
    customer.presses(customer.hears(number), "Verify an account")
    customer.hears("the code on the paper bill of meter_7303")
    customer.says(CODE)
    customer.hears("meter_7303 is verified")
    assert links(customer) == [Proof.CODE]


def test_a_matter_comes_before_the_question(live: Live, meet: Meet) -> None:
    customer = meet()
    customer.says("/account")
    customer.presses(customer.hears("还没有关联户号"), "核实户号")
    customer.hears("请把户号和单据上的校验码")
    customer.files("小区电梯坏了三天没人修")


def test_guessing_ends_after_five_tries(live: Live, meet: Meet) -> None:
    customer = meet()
    number = account(live.engine, "meter_7304")
    for guess in range(1000, 1005):
        customer.says(f"户号 {number} 校验码 {guess}")
        customer.hears("户号与校验码对不上")
    customer.says(f"户号 {number} 校验码 {CODE}")
    customer.hears("请一小时后再试")
    assert links(customer) == []
