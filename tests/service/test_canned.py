"""Canned answers: found by name, filled for the ticket, in the customer's language."""

import pytest
from sqlmodel import select

from bot.desk.account import Account, AccountKind
from bot.desk.agent import Agent
from bot.desk.customer import Customer
from bot.desk.labels import Language
from bot.desk.policy_answers import ANSWER_FIELDS, AnswerPart
from bot.desk.ticket import Ticket
from bot.service import canned
from bot.service.verdict import Verdict
from tests.builders import Scene

EVERYTHING = " ".join(f"{{{field}}}" for field in ANSWER_FIELDS)


@pytest.fixture
def ticket(scene: Scene) -> int:
    scene.account("M-1", AccountKind.METER, address="幸福路 3 号")
    number = scene.ticket("厨房漏水")
    with scene.desk() as work:
        one = work.session.get_one(Ticket, number)
        one.account_id = work.session.exec(select(Account.id)).one()
        one.place = "3栋"
        work.session.add(one)
    return number


def answer(scene: Scene, ticket: int, name: str, *more: AnswerPart) -> str | Verdict:
    user = scene.agent("王强")
    with scene.desk() as work:
        object.__setattr__(
            work, "policy", work.policy.model_copy(update={"answers": (*work.policy.answers, *more)})
        )
        agent = work.session.exec(select(Agent).where(Agent.user_id == user)).one()
        return canned.answer(work, agent, work.session.get_one(Ticket, ticket), name)


def test_words_are_the_customers_language(scene: Scene, ticket: int) -> None:
    assert str(answer(scene, ticket, "收到")).startswith("Li Na，您好，我是安居服务台的王强。CD-")
    with scene.desk() as work:
        customer = work.session.exec(select(Customer)).one()
        customer.language = Language.EN
        work.session.add(customer)
    assert str(answer(scene, ticket, " Received ")).startswith("Hello Li Na, this is 王强 of CareDesk.")


def test_every_field_is_filled(scene: Scene, ticket: int) -> None:
    full = AnswerPart(name="all", zh=EVERYTHING, en=EVERYTHING)
    said = str(answer(scene, ticket, "ALL", full))
    for part in (
        "Li Na",
        f"CD-{ticket}",
        "王强",
        "工程维修部",
        "M-1",
        "幸福路 3 号",
        "3栋",
        "厨房漏水",
        "安居服务台",
    ):
        assert part in said


def test_what_lacks_a_field_is_not_sent(scene: Scene) -> None:
    number = scene.ticket("厨房漏水")
    said = answer(scene, number, "户号", AnswerPart(name="户号", zh="户号是 {account}", en="It is {account}"))
    assert isinstance(said, Verdict)
    assert (said.word, said.values["field"], said.name) == ("canned_lacks", "{account}", "户号")


@pytest.mark.parametrize(
    ("typed", "near"), [("照", "照片"), ("phto", "photo"), ("没人", "没人在家"), ("zzz", "")]
)
def test_an_unknown_name_is_told_the_near_ones(scene: Scene, ticket: int, typed: str, near: str) -> None:
    said = answer(scene, ticket, typed)
    assert isinstance(said, Verdict)
    assert (said.word, said.values["near"].split(" / ")[0]) == ("canned_unknown", near)


@pytest.mark.parametrize("hidden", ["", " ", "\u200b", "\u2062\n", "\u3164"])
@pytest.mark.parametrize("slashes", ["//", "／／"])
def test_no_value_makes_a_note_of_it(scene: Scene, ticket: int, hidden: str, slashes: str) -> None:
    named(scene, f"{hidden}{slashes}李")
    assert str(answer(scene, ticket, "照片")).startswith("李，")


@pytest.mark.parametrize("name", ["//", "\u200b", " ／／ "])
def test_who_has_no_name_to_be_seen_is_addressed_without_one(scene: Scene, ticket: int, name: str) -> None:
    named(scene, name)
    with scene.desk() as work:
        nameless = work.policy.care.nameless.in_language(Language.ZH)
    assert str(answer(scene, ticket, "照片")).startswith(nameless)


def named(scene: Scene, name: str) -> None:
    with scene.desk() as work:
        customer = work.session.exec(select(Customer)).one()
        customer.name = name
        work.session.add(customer)


def test_the_list_names_them_all(scene: Scene) -> None:
    with scene.desk() as work:
        said = canned.listed(work)
        assert (said.word, len(said.values["text"].splitlines())) == ("canned_list", len(work.policy.answers))
        assert "• 照片 / photo: " in said.values["text"]
        object.__setattr__(work, "policy", work.policy.model_copy(update={"answers": ()}))
        assert canned.listed(work).word == "canned_none"
