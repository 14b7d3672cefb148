"""Customers with bills for tests: accounts proven to be theirs, bills due so many days from today."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import select

from bot.chat.letters import message, without_markup
from bot.chat.words import Words
from bot.desk.account import Account, AccountKind, AccountLink, Proof
from bot.desk.bill import Bill
from bot.desk.customer import Customer
from bot.desk.labels import Language
from bot.desk.notice import Notice, NoticeState
from bot.desk.party import AccountParty, Party, PartyRole, Standing
from bot.service import bill_records, reminders
from bot.service.bill_records import BillValues
from tests.builders import LI, Scene

ZONE = ZoneInfo("Asia/Shanghai")  # the policy's
DAY = date(2026, 3, 2)  # the local day on which a scene begins


def move(scene: Scene, days: int = 0, at: time = time(9, 0)) -> None:
    """The clock shows ``at`` (local) so many days after the scene's first."""
    scene.clock.now = datetime.combine(DAY + timedelta(days=days), at, ZONE)


def tied(scene: Scene, number: str = "M-1", chat: int = LI, proof: Proof = Proof.CODE, **party: Any) -> int:
    """A chat whose account is proven (or claimed); the account's id. ``party``: who they are in the books."""
    scene.write("你好", chat)
    with scene.desk() as work:
        customer = work.session.exec(select(Customer).where(Customer.chat_id == chat)).one()
        account = work.session.exec(select(Account).where(Account.number == number)).first()
        if account is None:
            account = Account(kind=AccountKind.METER, number=number, address="幸福路 1 号")
            work.session.add(account)
            work.session.flush()
        assert account.id
        assert customer.id
        work.session.add(
            AccountLink(customer_id=customer.id, account_id=account.id, proof=proof, linked_at=work.now)
        )
        if party:
            known = Party(number=f"P-{chat}", name="李娜", **party)
            work.session.add(known)
            work.session.flush()
            customer.party_id = known.id
            work.session.add(
                AccountParty(account_id=account.id, party_id=known.id or 0, role=PartyRole.PAYER)
            )
        return account.id


def stand(scene: Scene, account: int, standing: Standing) -> None:
    """The company says what class the account's payer is in."""
    with scene.desk() as work:
        party = Party(number=f"P-of-{account}", name="公司", given_standing=standing)
        work.session.add(party)
        work.session.flush()
        work.session.add(AccountParty(account_id=account, party_id=party.id or 0, role=PartyRole.OWNER))


def values(number: str = "B-1", due: int = 0, amount: int = 12345, **more: Any) -> BillValues:
    """A bill due so many days after the scene's first day."""
    given: dict[str, Any] = {
        "period": "2026-02",
        "currency": "CNY",
        "due_on": DAY + timedelta(days=due),
    } | more
    return BillValues(number=number, amount=amount, **given)


def billed(scene: Scene, account: int, number: str = "B-1", due: int = 0, **more: Any) -> int:
    """A bill of an account; its id."""
    with scene.desk() as work:
        bill_records.record(work, account, values(number, due, **more))
    return bill(scene, number).id or 0


def bill(scene: Scene, number: str = "B-1") -> Bill:
    (found,) = scene.all(Bill, number=number)
    return found  # type: ignore[no-any-return]


def plan(scene: Scene) -> int:
    """The clock plans what is due; how many bills and instalments were looked at."""
    return sum(scene.planned(reminders.plan))


def said(scene: Scene, *states: NoticeState) -> Sequence[Notice]:
    """The reminders in these states (ready or sent ones)."""
    wanted = states or (NoticeState.READY, NoticeState.SENT)
    return [one for one in scene.notices("reminder") if one.state in wanted]


def numbers(notice: Notice) -> list[str]:
    """The bills that a reminder is about."""
    return [item["number"] for item in notice.values["items"]]


def worded(notice: Notice, language: Language = Language.ZH) -> str:
    """What the customer reads, without its markup, on the scene's first day."""
    words = Words(ZONE, lambda: datetime.combine(DAY, time(9), ZONE))
    return without_markup(message(words, language, notice.template or "", notice.values))
