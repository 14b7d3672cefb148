"""A small neighbourhood for tests of outages: accounts, their chats, and what each chat hears."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import select

from bot.desk.account import Account, AccountKind, AccountLink, Proof
from bot.desk.customer import Customer
from bot.desk.labels import Hazard
from bot.desk.notice import Notice, NoticeState
from bot.desk.outage import AreaKind, Outage, OutageKind, Supply
from bot.desk.party import AccountParty, Party, PartyRole
from bot.service import outage_notices, outages, supply_reports
from bot.service.outages import Area
from tests.builders import Scene, ticket_of

CHINA = ZoneInfo("Asia/Shanghai")
SITE: Area = (AreaKind.SITE, "云栖苑")
FAR: Area = (AreaKind.SITE, "滨河里")


def at(scene: Scene, hour: int, minute: int = 0, days: int = 0) -> datetime:
    """A local time of the desk, ``days`` after today."""
    local = scene.clock.now.astimezone(CHINA) + timedelta(days=days)
    return local.replace(hour=hour, minute=minute)


def home(scene: Scene, number: str, chat: int | None = None, proof: Proof = Proof.LINK, **more: Any) -> int:
    """An account in the first site (unless given another), tied to a chat where one is named; the account's id."""
    if chat is not None:
        scene.write("你好", chat)
    with scene.desk() as work:
        account = Account(kind=AccountKind.HOME, number=number, **({"site": SITE[1]} | more))
        work.session.add(account)
        work.session.flush()
        if chat is not None:
            tie(work.session, chat, account.id or 0, proof, work.now)
        return account.id or 0


def tie(session: Any, chat: int, account_id: int, proof: Proof, now: datetime) -> None:
    customer = session.exec(select(Customer).where(Customer.chat_id == chat)).one()
    session.add(AccountLink(customer_id=customer.id, account_id=account_id, proof=proof, linked_at=now))


def party(scene: Scene, account: int, number: str, **more: Any) -> int:
    """Somebody of the books who lives at the account; the party's id."""
    with scene.desk() as work:
        one = Party(number=number, **({"name": "陈建国", "phone": "+8613800138000"} | more))
        work.session.add(one)
        work.session.flush()
        work.session.add(AccountParty(account_id=account, party_id=one.id or 0, role=PartyRole.TENANT))
        return one.id or 0


def record(scene: Scene, number: str = "P-1", areas: tuple[Area, ...] = (SITE,), **values: Any) -> str:
    """Records a planned power cut of tomorrow, 9 to 17 o'clock, with other values where given."""
    given: Any = {
        "number": number,
        "kind": OutageKind.PLANNED,
        "supply": Supply.POWER,
        "starts_at": at(scene, 9, days=1),
        "ends_at": at(scene, 17, days=1),
        "cause_zh": "更换配电柜",
        "cause_en": "new switchgear",
    } | values
    with scene.desk() as work:
        return outages.record(work, given, areas)


def fault(scene: Scene, number: str = "F-1", **values: Any) -> str:
    given = {"kind": OutageKind.FAULT, "starts_at": scene.clock.now, "ends_at": None, "cause_zh": "电缆故障"}
    return record(scene, number, **(given | values))


def outage(scene: Scene, number: str = "P-1") -> Outage:
    with scene.desk() as work:
        return work.session.exec(select(Outage).where(Outage.number == number)).one()


def do(scene: Scene, deed: Any, number: str = "P-1", *more: Any) -> Any:
    """Calls a use case of ``outages`` with the outage of this number."""
    with scene.desk() as work:
        held = outages.by_number(work, number)
        return deed(work, held, *more)


def tick(scene: Scene) -> None:
    """What the clock does now, until nothing is left to do."""
    for task in (outages.advance, outage_notices.plan):
        done = 1
        while done:
            with scene.desk() as work:
                done = task(work)


def told(scene: Scene, chat: int, *states: NoticeState) -> list[str]:
    """What a chat was told of outages, by kind and version; all that was not refused or taken back, unless given."""
    wanted = states or (NoticeState.READY, NoticeState.SENT)
    with scene.desk() as work:
        notices = work.session.exec(
            select(Notice).where(Notice.chat_id == chat, Notice.template == "outage").order_by(Notice.id)  # type: ignore[arg-type]
        ).all()
    return [
        f"{one.kind.removeprefix('outage_')} {one.step.partition(':')[2]}"
        for one in notices
        if one.state in wanted
    ]


def report(scene: Scene, chat: int, text: str = "停电了", hazard: Hazard | None = None) -> int:
    """A customer reports, no outage is known, and it is filed as ever; the ticket's id."""
    message = scene.write(text, chat)
    with scene.desk() as work:
        assert not supply_reports.hear(work, message, None)
    ticket = ticket_of(scene.file(message, hazard=hazard))
    with scene.desk() as work:
        supply_reports.mark_filed(work, message, ticket)
    return ticket
