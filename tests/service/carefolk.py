"""People for tests of care: chats with consent, parties behind them, accounts of theirs; and a day's planning."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlmodel import select

from bot.desk.account import Account, AccountKind, AccountLink, Proof
from bot.desk.customer import Customer
from bot.desk.labels import Language
from bot.desk.notice import Notice, NoticeState
from bot.desk.occasion import OccasionKind
from bot.desk.party import AccountParty, Party, PartyRole
from bot.desk.policy import Policy
from bot.desk.policy_care import CarePart
from bot.desk.wishes import Consent, Topic
from bot.service import care, occasions
from bot.service.work import Work
from bot.store.sessions import desk as open_desk
from tests.builders import LI, Scene
from tests.databases import STAFF_CHAT

BIRTHDAY = {
    "name": "birthday",
    "moment": "birthday",
    "zh": "{name}，生日快乐",
    "en": "Happy birthday, {name}",
}
CONTRACT = {"name": "contract", "moment": "contract_until", "days": [-60, -30], "grace_days": 5, "button": "extend",
            "zh": "{account} {date} 还有{days}", "en": "{account} {date} in {days}"}  # fmt: skip
TIP = {"name": "tip", "moment": "season", "months": [4], "day": 5}


def with_rules(scene: Scene, policy: Policy, *rules: dict[str, Any], at: str = "09:30") -> Scene:
    """The scene with other rules of care (``zh`` and ``en`` are made up where they are missing), said at ``at``."""
    worded = [({"zh": "你好", "en": "hello"} if speaks(one) else {}) | one for one in rules]
    named = policy.care.nameless.model_dump()
    part = CarePart.model_validate({"at": at, "nameless": named, "rules": worded})
    return Scene(_desk(scene, policy.model_copy(update={"care": part})), scene.glance, scene.clock)


def speaks(rule: dict[str, Any]) -> bool:
    return rule["moment"] not in ("resolved", "visit")


def _desk(scene: Scene, policy: Policy) -> Any:
    with scene.desk() as work:
        engine = work.session.get_bind()
    return open_desk(engine, policy, STAFF_CHAT, scene.clock)  # type: ignore[arg-type]


def morning(scene: Scene, day: date, wall: time = time(9)) -> None:
    """It is nine in the morning of ``day`` at the desk."""
    with scene.glance() as work:
        zone = work.policy.zone
    scene.clock.now = datetime.combine(day, wall, zone)


def customer(
    scene: Scene, chat: int = LI, name: str = "李娜", language: Language = Language.ZH, *topics: Topic
) -> int:
    """A chat that wants to hear of these topics (care, unless others are given); its customer's id."""
    with scene.desk() as work:
        one = Customer(chat_id=chat, name=name, language=language, created_at=work.now)
        work.session.add(one)
        work.session.flush()
        for topic in topics or (Topic.CARE,):
            said = Consent(customer_id=one.id or 0, topic=topic, given=True, changed_at=work.now)
            work.session.add(said)
        return one.id or 0


def party(scene: Scene, customer_id: int | None, number: str = "p1", **more: Any) -> int:
    """A party, proven by the chat of this customer; with its birthday."""
    with scene.desk() as work:
        one = Party(number=number, name=more.pop("name", "李娜"), **more)
        work.session.add(one)
        work.session.flush()
        occasions.keep(work, f"party:{one.id}", OccasionKind.BIRTHDAY, one.birthday)
        if customer_id:
            work.session.get_one(Customer, customer_id).party_id = one.id
        return one.id or 0


def account(
    scene: Scene,
    number: str,
    customer_id: int | None = None,
    proof: Proof = Proof.CODE,
    owner: int | None = None,
    **more: Any,
) -> int:
    """An account, tied to this chat; with its days."""
    with scene.desk() as work:
        one = Account(kind=more.pop("kind", AccountKind.HOME), number=number, **more)
        work.session.add(one)
        work.session.flush()
        subject = f"account:{one.id}"
        occasions.keep(work, subject, OccasionKind.MOVED_IN, one.moved_in_on)
        occasions.keep(work, subject, OccasionKind.CONTRACT_UNTIL, one.contract_until)
        occasions.keep(work, subject, OccasionKind.WARRANTY_UNTIL, one.warranty_until)
        if customer_id:
            link = {"customer_id": customer_id, "account_id": one.id or 0, "linked_at": work.now}
            work.session.add(AccountLink(proof=proof, **link))
        if owner:
            work.session.add(AccountParty(account_id=one.id or 0, party_id=owner, role=PartyRole.OWNER))
        return one.id or 0


def run(scene: Scene, step: Callable[[Work], int] = care.plan) -> int:
    """All pieces of a task of the clock; how many rows were looked at."""
    return sum(scene.planned(step))


def live(scene: Scene, day: date, days: int = 1, step: Callable[[Work], int] = care.plan) -> list[Notice]:
    """So many mornings, one after another; what is said by the end of them."""
    for count in range(days):
        morning(scene, day + timedelta(days=count))
        run(scene, step)
    return said(scene)


def said(scene: Scene, *kinds: str) -> list[Notice]:
    """What is on its way to customers, oldest first."""
    with scene.glance() as work:
        found = work.session.exec(select(Notice).where(Notice.state == NoticeState.READY)).all()
    spoken = [one for one in found if one.topic is not None and (not kinds or one.kind in kinds)]
    return sorted(spoken, key=lambda one: one.id or 0)


def kinds(notices: Iterable[Notice]) -> list[str]:
    return [one.kind for one in notices]
