"""Who is writing: links, contacts, names, language."""

from datetime import timedelta

import pytest

from bot.desk.account import AccountKind, AccountLink, Proof
from bot.desk.customer import Customer
from bot.desk.labels import Language
from bot.desk.wishes import Topic
from bot.service import identity, speaking
from bot.service.identity import Tied
from bot.service.speaking import Word
from tests.builders import ANN, LI, Scene, ticket_of

PHONE = "+8613812345678"


@pytest.mark.parametrize(
    ("payload", "number", "kind"),
    [
        ("meter_12345", "12345", AccountKind.METER),
        ("home_B-12-3", "B-12-3", AccountKind.HOME),
        ("order_A77", "A77", AccountKind.ORDER),
        ("12345", "12345", AccountKind.CONTRACT),
        ("M_12345", "M_12345", AccountKind.METER),
    ],
)
def test_a_link_ties_the_chat_to_its_account(
    scene: Scene, payload: str, number: str, kind: AccountKind
) -> None:
    scene.write("hello there", name="Ann")
    scene.account(number, kind, holder="Secret Holder")
    first, again = follow(scene, payload), follow(scene, payload)
    assert first is not None
    assert again is not None
    assert (first.what, again.what, first.number) == ("tied", "already", number)
    assert first.person.accounts == [number]
    assert (first.person.known, first.person.name) == (
        True,
        "Ann",
    )  # a link proves nothing: no name is given away
    (link,) = scene.all(AccountLink)
    assert link.proof == Proof.LINK


def test_a_link_to_another_kind_of_account_is_unknown(scene: Scene) -> None:
    scene.write("hello there")
    scene.account("12345", AccountKind.CONTRACT)
    for payload in ("meter_12345", "foo_12345", "order_9", "nobody"):
        tied = follow(scene, payload)
        assert tied is not None
        assert (tied.what, tied.person.known) == ("unknown", False)
    assert scene.all(AccountLink) == []


@pytest.mark.parametrize(
    "payload",
    [
        "",
        " ",
        "_",
        "a",
        "'; DROP TABLE account; --",
        "meter_12345' OR '1'='1",
        "../../etc",
        "meter%5F1",
        "表_1",
    ]
    + ["x" * 65, "a\x00b", "meter_12345\nmeter_6", "\ud800"],
)
def test_a_payload_that_is_no_reference_ties_nothing(scene: Scene, payload: str) -> None:
    scene.write("hello there")
    scene.account("12345")
    assert follow(scene, payload) is None


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("+86 138 1234 5678", PHONE),
        ("8613812345678", PHONE),
        ("13812345678", PHONE),
        ("008613812345678", PHONE),
        ("+86-138-1234-5678", PHONE),
        ("+44 7911 123456", "+447911123456"),
        ("447911123456", "+447911123456"),
        ("+65 9123 4567", "+6591234567"),
        ("6591234567", "+6591234567"),
        ("13125551234", "+13125551234"),
    ],
    ids=["plus", "digits", "Chinese", "00", "dashes", "UK", "UK digits", "SG", "SG digits", "Chicago digits"],
)
def test_a_contact_of_oneself_proves_the_accounts_of_its_number(scene: Scene, sent: str, kept: str) -> None:
    scene.write("hello there", name="Ann")
    scene.account("1", holder="王女士", phone=kept)
    scene.account("2", AccountKind.HOME, phone=kept)
    scene.account("3", phone="+8613112345678")
    tied = share(scene, sent, LI)
    assert [(one.what, one.number) for one in tied] == [("tied", "1"), ("tied", "2")]
    assert tied[-1].person.name == "王女士"
    assert tied[-1].person.accounts == ["1", "2"]
    assert [one.phone for one in scene.all(Customer)] == [kept]


def test_a_contact_turns_a_claim_into_a_proof(scene: Scene) -> None:
    scene.write("hello there", name="Ann")
    scene.account("1", holder="王女士", phone=PHONE)
    assert follow(scene, "meter_1").person.name == "Ann"  # type: ignore[union-attr]
    (tied,) = share(scene, PHONE, LI)
    assert (tied.what, tied.person.name) == ("already", "王女士")
    follow(scene, "meter_1")
    assert [one.proof for one in scene.all(AccountLink)] == [Proof.PHONE]


@pytest.mark.parametrize("user", [ANN, None])
def test_somebody_elses_contact_proves_nothing(scene: Scene, user: int | None) -> None:
    scene.write("hello there")
    scene.account("1", phone=PHONE)
    assert list(share(scene, PHONE, user)) == []
    assert [one.phone for one in scene.all(Customer)] == [None]


@pytest.mark.parametrize("phone", ["+8613999999999", "", "abc", "1", "+", "9" * 40, "\x00", "١٢٣"])
def test_a_number_without_accounts_ties_nothing(scene: Scene, phone: str) -> None:
    scene.write("hello there")
    scene.account("1", phone=PHONE)
    assert list(share(scene, phone, LI)) == []


def test_a_ticket_is_about_the_only_account_and_about_none_of_two(scene: Scene) -> None:
    scene.write("hello there")
    for number in ("1", "2"):
        scene.account(number)
        follow(scene, f"meter_{number}")
        ticket = ticket_of(scene.matter("it leaks here" + number))
        scene.clock.forward(hours=1)
        assert (scene.get(ticket).account_id is not None) == (number == "1")


@pytest.mark.parametrize(
    ("code", "language"),
    [
        (None, "zh"),
        ("", "zh"),
        ("zh-hans", "zh"),
        ("ZH-TW", "zh"),
        ("en", "en"),
        ("de", "en"),
        ("pt-br", "en"),
    ],
)
def test_the_language_to_begin_with_is_the_apps(scene: Scene, code: str | None, language: str) -> None:
    scene.write("🙂", language_code=code)
    assert person(scene).language == language


def test_the_language_follows_the_words_until_it_is_chosen(scene: Scene) -> None:
    for words, language in (
        ("你好，漏水了", "zh"),
        ("the lift is broken", "en"),
        ("12345", "en"),
        ("好的", "zh"),
    ):
        scene.write(words)
        assert person(scene).language == language
    scene.record(scene.heard("/start meter_12345"), command=True)
    assert person(scene).language == "zh"
    with scene.desk() as work:
        identity.choose_language(work, LI, Language.EN)
    scene.write("我选了英文")
    assert person(scene).language == Language.EN


def test_a_new_name_is_taken_and_an_empty_one_is_not(scene: Scene) -> None:
    for name in ("Li", "Li Na", ""):
        scene.write("你好", name=name)
    assert (person(scene).name, person(scene).known) == ("Li Na", False)


def follow(scene: Scene, payload: str) -> Tied | None:
    with scene.desk() as work:
        return identity.follow_link(work, LI, payload)


def share(scene: Scene, phone: str, user: int | None) -> list[Tied]:
    with scene.desk() as work:
        return list(identity.share_contact(work, LI, phone, user))


def person(scene: Scene) -> identity.Person:
    with scene.glance() as work:
        return identity.person(work, LI)


def test_what_waits_is_said_in_the_language_that_was_chosen(scene: Scene) -> None:
    later = scene.clock.now + timedelta(days=1)
    for chat in (LI, ANN):
        scene.write("你好", chat)
    with scene.desk() as work:
        for chat in (LI, ANN):
            told = Word(identity.customer_at(work, chat), Topic.BILLS, f"bills:{chat}", "reminder", at=later)
            speaking.tell(work, told)
    with scene.desk() as work:
        identity.choose_language(work, LI, Language.EN)
    said = {one.chat_id: one.language for one in scene.notices("reminder")}
    assert said == {LI: Language.EN, ANN: Language.ZH}
