"""Proof of accounts: by the phone of a party, by the code on paper with a limit of tries; untying."""

import re

import pytest

from bot.desk.account import Account, AccountLink, Proof, ProofTry
from bot.desk.codes import digest_of
from bot.desk.customer import Customer
from bot.desk.notice import NoticeState
from bot.desk.party import AccountParty, Party, PartyRole
from bot.desk.transcript import Message, MessageEdit
from bot.desk.wishes import Consent, Topic
from bot.service import conversation, identity, privacy, proving, reminders, speaking
from bot.service.books_columns import Book
from bot.service.proving import MOST_WRONG, Judged
from bot.service.speaking import Word
from tests.builders import ANN, LI, Scene
from tests.service.books_scene import bill, take
from tests.service.test_erasing import engine_of, found, run

PHONE = "+8613800138000"


def proven(scene: Scene, number: str, code: str, chat: int = LI) -> Judged:
    message = scene.write(f"户号 {number} 校验码 {code}", chat)
    with scene.desk() as work:
        return proving.prove(work, chat, message, number, code)


def account(scene: Scene, number: str = "meter_12345", code: str | None = "9988", **more: str) -> None:
    scene.account(number, code_digest=digest_of(code) if code else None, **more)


def party(scene: Scene, number: str, *accounts: str, **more: str | None) -> int:
    with scene.desk() as work:
        one = Party(number=number, **({"name": "李娜"} | more))
        work.session.add(one)
        work.session.flush()
        for name in accounts:
            owned = identity.find(work, name)
            assert owned is not None
            work.session.add(AccountParty(account_id=owned.id, party_id=one.id, role=PartyRole.OWNER))
        return one.id or 0


def share(scene: Scene, phone: str = PHONE, chat: int = LI) -> list[identity.Tied]:
    with scene.desk() as work:
        return list(identity.share_contact(work, chat, phone, chat))


def customer(scene: Scene, chat: int = LI) -> Customer:
    (one,) = scene.all(Customer, chat_id=chat)
    return one


@pytest.mark.parametrize("written", ["meter_12345", "12345"])
def test_the_code_on_the_paper_proves_the_account(scene: Scene, written: str) -> None:
    account(scene, holder="李娜")
    judged = proven(scene, written, "99-88")
    assert judged.what == "tied"
    assert judged.tied is not None
    assert (judged.tied.number, judged.tied.first_proof, judged.tied.proven) == ("meter_12345", True, True)
    assert judged.tied.person.name == "李娜"
    assert [one.proof for one in scene.all(AccountLink)] == [Proof.CODE]
    again = proven(scene, written, "9988")
    assert (again.what, again.tied and again.tied.first_proof) == ("already", False)


def test_a_claim_becomes_a_proof_and_a_proof_by_phone_stays(scene: Scene) -> None:
    account(scene, phone=PHONE)
    scene.write("hello there")
    with scene.desk() as work:
        tied = identity.follow_link(work, LI, "meter_12345")
        assert tied is not None
        assert not tied.proven
    assert proven(scene, "12345", "9988").what == "already"
    assert [one.proof for one in scene.all(AccountLink)] == [Proof.CODE]
    share(scene)
    proven(scene, "12345", "9988")
    assert [one.proof for one in scene.all(AccountLink)] == [Proof.PHONE]


def test_a_wrong_number_and_a_wrong_code_look_the_same(scene: Scene) -> None:
    account(scene)
    account(scene, "meter_2", code=None)
    for number, code in (("meter_12345", "0000"), ("meter_99999", "9988"), ("meter_2", "9988")):
        assert proven(scene, number, code) == Judged("wrong")
    assert not scene.all(AccountLink)
    assert len(scene.all(ProofTry)) == 3


def test_after_five_wrong_tries_a_chat_waits_an_hour(scene: Scene) -> None:
    account(scene)
    for at in range(MOST_WRONG):
        assert proven(scene, f"meter_{at}", "0000").what == "wrong"
    assert proven(scene, "meter_12345", "9988") == Judged("wait")
    assert not scene.all(AccountLink)
    assert proven(scene, "meter_12345", "9988", ANN).what == "tied"  # another chat does not wait
    scene.clock.forward(hours=1)
    assert proven(scene, "meter_12345", "9988").what == "tied"


def test_an_account_that_several_chats_guess_at_waits_for_all(scene: Scene) -> None:
    account(scene)
    for chat in range(7000, 7000 + MOST_WRONG):
        assert proven(scene, "12345", "0000", chat).what == "wrong"
    assert proven(scene, "meter_12345", "9988") == Judged("wait")
    for chat in range(7100, 7100 + MOST_WRONG):  # one that does not exist is guarded alike
        assert proven(scene, "meter_777", "0000", chat).what == "wrong"
    assert proven(scene, "meter_777", "0000", ANN) == Judged("wait")


def test_a_message_that_is_heard_twice_counts_once(scene: Scene) -> None:
    account(scene)
    message = scene.write("户号 meter_12345 校验码 0000")
    for _ in range(MOST_WRONG + 1):
        with scene.desk() as work:
            assert proving.prove(work, LI, message, "meter_12345", "0000").what == "wrong"
    assert len(scene.all(ProofTry)) == 1


def test_tries_are_forgotten_after_an_hour(scene: Scene) -> None:
    account(scene)
    proven(scene, "12345", "0000")
    scene.clock.forward(minutes=59)
    proven(scene, "12345", "0001")
    scene.clock.forward(minutes=1)
    with scene.desk() as work:
        assert proving.forget_tries(work) == 1


def test_erasing_wins_no_new_guesses(scene: Scene) -> None:
    account(scene)
    for at in range(MOST_WRONG):
        assert proven(scene, "meter_12345", f"000{at}").what == "wrong"
    with scene.desk() as work:
        privacy.ask_erasure(work, LI, waits=False)
    run(scene)
    assert not scene.all(Customer, chat_id=LI)
    assert proven(scene, "meter_12345", "9988") == Judged("wait")
    with scene.desk() as work:
        privacy.ask_erasure(work, LI, waits=False)
    run(scene)
    scene.clock.forward(hours=1)
    with scene.desk() as work:
        proving.forget_tries(work)
    assert found(engine_of(scene), str(LI)) == []


def test_the_code_stays_neither_in_the_transcript_nor_with_the_account(scene: Scene) -> None:
    account(scene)
    proven(scene, "meter_12345", "9988")
    assert [one.text for one in scene.all(Message)] == ["户号 meter_12345 校验码 ••••"]
    assert "9988" not in str(scene.all(Account)[0].code_digest).split("$")


@pytest.mark.parametrize(
    ("first", "code", "edited", "kept"),
    [
        (
            "户号 meter_12345 校验码 9989",
            "9989",
            "户号 meter_12345 校验码 9988",
            "户号 meter_12345 校验码 ••••",
        ),
        ("meter_12345 9989", "9989", "meter_12345 9988", "meter_12345 ••••"),
        ("9989", "9989", "9988", "••••"),
        ("户号 meter_12345 校验码 9989", "", "meter_12345 code 9988", "meter_12345 code ••••"),
        ("9989", "9989", "好的，9988号楼漏水", "好的，9988号楼漏水"),
    ],
)
def test_the_code_in_an_edited_message_is_hidden_too(
    scene: Scene, first: str, code: str, edited: str, kept: str
) -> None:
    account(scene)
    ref = scene.write(first)
    number = scene.message(ref).message_id or 0
    with scene.desk() as work:
        if code:
            assert proving.prove(work, LI, ref, "meter_12345", code).what == "wrong"
        conversation.edit(work, LI, number, edited, work.now)
    assert scene.message(ref).text == kept
    assert "9989" not in str([(one.text_before, one.text_after) for one in scene.all(MessageEdit)])


def test_the_phone_of_a_party_proves_all_its_accounts_and_who_is_writing(scene: Scene) -> None:
    for number in ("1", "2", "3"):
        account(scene, number)
    one = party(scene, "K1", "1", "2", phone=PHONE, name="王女士")
    scene.write("你好", name="Ann")
    tied = share(scene)
    assert [(one.number, one.first_proof) for one in tied] == [("1", True), ("2", False)]
    assert tied[0].person.name == "王女士"
    assert customer(scene).party_id == one
    with scene.glance() as work:
        assert identity.person(work, LI).proven


def test_a_phone_that_two_parties_share_ties_but_does_not_tell_who_is_writing(scene: Scene) -> None:
    account(scene, "1", holder="李家")
    party(scene, "K1", "1", phone=PHONE)
    party(scene, "K2", "1", phone=PHONE, name="李强")
    scene.write("你好")
    assert [one.number for one in share(scene)] == ["1"]
    assert customer(scene).party_id is None


def test_the_code_tells_who_is_writing_only_where_one_party_lives(scene: Scene) -> None:
    account(scene, "1")
    account(scene, "2")
    one = party(scene, "K1", "1", "2")
    party(scene, "K2", "2", name="李强")
    proven(scene, "2", "9988")
    assert customer(scene).party_id is None
    proven(scene, "1", "9988")
    assert customer(scene).party_id == one


def test_untying_ends_what_only_its_owner_sees(scene: Scene) -> None:
    account(scene, "1")
    account(scene, "2")
    party(scene, "K1", "1", "2", phone=PHONE)
    scene.write("你好")
    share(scene)
    with scene.desk() as work:
        customer_row = identity.customer_at(work, LI)
        for topic in (Topic.BILLS, Topic.OUTAGES):
            speaking.tell(
                work, Word(customer_row, topic, f"x:{topic}", "reminder", step="2026-03-02", text="x")
            )
        ids = [one.id for one in identity.mine(work, LI)]
        assert identity.untie(work, LI, ids[0]) == "1"
        assert identity.untie(work, LI, ids[0]) is None
        assert identity.untie(work, LI, 10**6) is None
    assert customer(scene).party_id is not None  # the other account still proves it
    states = {one.topic: one.state for one in scene.notices("reminder")}
    assert set(states.values()) == {NoticeState.READY}
    with scene.desk() as work:
        identity.untie(work, LI, ids[1])
    states = {one.topic: (one.state, one.error) for one in scene.notices("reminder")}
    assert states[Topic.BILLS] == (NoticeState.CANCELLED, "account 2 was untied")
    assert states[Topic.OUTAGES] == (NoticeState.READY, None)
    assert customer(scene).party_id is None
    with scene.glance() as work:
        assert not identity.person(work, LI).known


def test_the_reminder_that_waits_goes_on_without_an_untied_account(scene: Scene) -> None:
    account(scene, "meter_1", phone=PHONE)
    account(scene, "meter_2", phone=PHONE)
    scene.write("你好")
    share(scene)
    scene.clock.forward(hours=14)  # half past seven in the morning: reminders wait until ten
    rows = [bill("B1"), bill("B2", account="meter_2")]
    take(scene, Book.BILLS, *(row | {"due": "2026-03-03"} for row in rows))
    with scene.desk() as work:
        reminders.plan(work)
    (notice,) = scene.notices("reminder")
    assert {"B1", "B2"} <= set(re.findall(r"B\d", str(notice.values)))
    with scene.desk() as work:
        assert identity.untie(work, LI, identity.mine(work, LI)[0].id) == "meter_1"
    (notice,) = scene.notices("reminder")
    assert notice.state == NoticeState.READY
    assert "B1" not in str(notice.values)
    with scene.desk() as work:
        identity.untie(work, LI, identity.mine(work, LI)[0].id)
    (notice,) = scene.notices("reminder")
    assert (notice.state, notice.error) == (NoticeState.CANCELLED, "account meter_2 was untied")


def test_an_address_is_shown_only_where_it_is_proven(scene: Scene) -> None:
    account(scene, "meter_1", address="云栖苑3栋")
    scene.write("hello there")
    with scene.desk() as work:
        identity.follow_link(work, LI, "meter_1")
        assert [(one.proven, one.address) for one in identity.mine(work, LI)] == [(False, "")]
    proven(scene, "meter_1", "9988")
    with scene.glance() as work:
        assert [(one.proven, one.address) for one in identity.mine(work, LI)] == [(True, "云栖苑3栋")]


def test_care_is_asked_about_only_while_nothing_was_said(scene: Scene) -> None:
    scene.write("你好")
    with scene.desk() as work:
        assert identity.care_is_open(work, LI)
        one = identity.customer_at(work, LI)
        work.session.add(Consent(customer_id=one.id, topic=Topic.CARE, given=False, changed_at=work.now))
    with scene.glance() as work:
        assert not identity.care_is_open(work, LI)
