"""Who goes through the green channel: from the start, or from when it is known that the policy names them."""

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from bot.desk.account import Account
from bot.desk.codes import digest_of
from bot.desk.customer import Customer
from bot.desk.labels import Hazard, Kind
from bot.desk.party import AccountParty, Party, PartyRole, Standing
from bot.desk.segments import Judgement
from bot.desk.ticket import Move
from bot.desk.transcript import Author
from bot.service import changes, history, proving, segments
from bot.service.books_columns import Book
from tests.builders import ANN, LI, Scene
from tests.service.books_scene import account, party, take
from tests.service.rungs import company, name

MORNING = datetime(2026, 3, 3, 1, 0, tzinfo=UTC)  # 09:00 of a Tuesday at the desk


@pytest.fixture
def people(scene: Scene) -> dict[str, int]:
    scene.clock.now = MORNING
    return company(scene)


def known_as(scene: Scene, chat: int = LI, **fields: object) -> None:
    """The customer is somebody whom the company's books know."""
    scene.write("在吗", chat)
    with scene.desk() as work:
        party = Party(number=f"P-{chat}", name="陈建国", **fields)  # type: ignore[arg-type]
        work.session.add(party)
        work.session.flush()
        customer = work.session.exec(select(Customer).where(Customer.chat_id == chat)).one()
        customer.party_id = party.id
        work.session.add(customer)


@pytest.mark.parametrize(
    ("fields", "kind", "why"),
    [
        ({"powered_medical": True}, Kind.COMPLAINT, "medical"),
        ({"given_standing": Standing.VIP}, Kind.INQUIRY, "vip"),
        ({"given_standing": Standing.KEY}, Kind.COMPLAINT, "key"),
        ({"given_standing": Standing.VIP}, Kind.PRAISE, None),
        ({}, Kind.COMPLAINT, None),
    ],
)
def test_vulnerable_and_important_customers_are_supervised_from_the_start(
    scene: Scene, people: dict[str, int], fields: dict[str, object], kind: Kind, why: str | None
) -> None:
    known_as(scene, **fields)
    ticket = scene.get(scene.ticket(kind=kind))
    (card,) = scene.notices("card")
    assert (ticket.green_at is not None, card.values["green"]) == (why is not None, "1" if why else "")
    moves = [one for one in scene.history(ticket.id or 0) if one.move == Move.GREEN]
    assert [(one.author, one.after, one.reason) for one in moves] == (
        [(Author.DESK, "Lin", why)] if why else []
    )
    if why:
        assert (card.values["supervisor"], card.values["supervisor_id"]) == ("Lin", people["Lin"])
        assert ticket.look_at is not None


def test_medical_equipment_without_power_is_supervised_whoever_it_is(
    scene: Scene, people: dict[str, int]
) -> None:
    assert scene.get(scene.ticket("呼吸机没电了", hazard=Hazard.MEDICAL)).green_at is not None


def prove(scene: Scene, number: str = "meter_12345") -> None:
    message = scene.write(f"户号 {number} 校验码 9988")
    with scene.desk() as work:
        assert proving.prove(work, LI, message, number, "9988").what == "tied"


@pytest.mark.parametrize(
    ("fields", "why"),
    [({"powered_medical": True}, "medical"), ({"given_standing": Standing.KEY}, "key"), ({}, None)],
)
def test_whoever_is_proven_later_to_be_one_of_them_is_supervised_from_then_on(
    scene: Scene, people: dict[str, int], fields: dict[str, object], why: str | None
) -> None:
    for number in ("meter_12345", "meter_2"):
        scene.account(number, code_digest=digest_of("9988"))
    with scene.desk() as work:
        party = Party(number="P-1", name="陈建国", **fields)  # type: ignore[arg-type]
        work.session.add(party)
        work.session.flush()
        for account in work.session.exec(select(Account)):
            work.session.add(AccountParty(account_id=account.id, party_id=party.id, role=PartyRole.OWNER))
    ticket = scene.ticket()
    scene.clock.forward(hours=1)
    prove(scene)
    assert (scene.get(ticket).green_at is not None) == (why is not None)
    assert [one.reason for one in scene.history(ticket) if one.move == Move.GREEN] == ([why] if why else [])
    told = scene.notices("told", template="told_green_known")
    assert [one.values["name"] for one in told] == (["Lin"] if why else [])
    if why is None:
        return
    assert [one for one in scene.all_notices(ticket) if one.kind == "card_edit"][-1].values["green"]
    assert scene.press(people["Lin"], "not_green", ticket).word == "green_ended"
    prove(scene, "meter_2")
    assert scene.get(ticket).green_at is None, "what somebody took out stays out"


def supervised(scene: Scene, ticket: int) -> list[str | None]:
    """Why it goes through the green channel, by its history, each time once; its topic was told as often."""
    told = [
        one.values["ground"] for one in scene.notices("told", template="told_green_known", ticket_id=ticket)
    ]
    assert told == [one.reason for one in scene.history(ticket) if one.move == Move.GREEN and one.after]
    return told


@pytest.mark.parametrize(
    ("says", "why"), [({"standing": "VIP"}, "vip"), ({"medical": "是"}, "medical"), ({"name": "陈"}, None)]
)
def test_whom_the_books_name_later_is_supervised_from_then_on(
    scene: Scene, people: dict[str, int], says: dict[str, str], why: str | None
) -> None:
    known_as(scene)
    ticket, praise = scene.ticket(), scene.ticket("师傅真好", kind=Kind.PRAISE)
    number = f"P-{LI}"
    for _ in range(2):
        take(scene, Book.CUSTOMERS, party(number, **says))
    assert supervised(scene, ticket) == ([why] if why else [])
    assert scene.get(praise).green_at is None
    if why:
        assert name(scene, scene.get(ticket).supervisor_id) == "Lin"
        assert scene.press(people["Lin"], "not_green", ticket).word == "green_ended"
        take(scene, Book.CUSTOMERS, party(number, standing="", medical=""))
        take(scene, Book.CUSTOMERS, party(number, **says))
        assert scene.get(ticket).green_at is None, "what somebody took out stays out"


def test_whose_account_gets_a_key_customer_in_the_books_is_supervised(
    scene: Scene, people: dict[str, int]
) -> None:
    scene.account("meter_12345", code_digest=digest_of("9988"))
    take(scene, Book.CUSTOMERS, party("K1", standing="key"))
    prove(scene)
    ticket = scene.ticket()
    take(scene, Book.ACCOUNTS, account("meter_12345", owner="K1"))
    assert supervised(scene, ticket) == [Standing.KEY]


def test_whom_the_desk_computes_to_be_one_of_them_is_supervised(
    scene: Scene, people: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    known_as(scene)
    ticket = scene.ticket()
    scene.planned(segments.recompute)
    assert supervised(scene, ticket) == []
    monkeypatch.setattr(segments, "judge", lambda facts, policy: Judgement(Standing.VIP, 90, ()))
    scene.clock.forward(days=40)
    scene.planned(segments.recompute)
    assert supervised(scene, ticket) == [Standing.VIP]


def test_what_turns_out_to_be_such_a_matter_is_supervised(scene: Scene, people: dict[str, int]) -> None:
    known_as(scene, given_standing=Standing.VIP)
    idea, leak = scene.ticket(kind=Kind.SUGGESTION), scene.ticket("没电了", chat=ANN)
    with scene.desk() as work:
        changes.correct(work, history.held(work, idea), Author.AGENT, kind=Kind.COMPLAINT)
        changes.set_urgent(work, history.held(work, leak), Hazard.MEDICAL, Author.CUSTOMER)
    assert (supervised(scene, idea), supervised(scene, leak)) == ([Standing.VIP], ["medical"])
