"""Classes by the records: new parties at once, the others when due; visits follow the class."""

from datetime import date, timedelta
from typing import Any

from sqlmodel import select

from bot.desk.account import Account, AccountKind
from bot.desk.agent import Agent
from bot.desk.bill import Bill, BillState, Instalment
from bot.desk.customer import Customer
from bot.desk.occasion import Occasion, OccasionKind, Survey
from bot.desk.party import AccountParty, Party, PartyRole, PartyStanding, Standing
from bot.desk.rating import Rating
from bot.desk.segments import Facts
from bot.desk.task import Task, TaskKind
from bot.desk.ticket import Ticket
from bot.service import segments, visits
from bot.service.work import Work
from tests.builders import LI, Scene

TODAY = date(2026, 3, 2)


def due_again(work: Work, party_id: int) -> None:
    (row,) = work.session.exec(select(PartyStanding).where(PartyStanding.party_id == party_id))
    row.due_at = work.now


def party(scene: Scene, number: str = "p1", **more: Any) -> int:
    with scene.desk() as work:
        one = Party(number=number, name=number, **more)
        work.session.add(one)
        work.session.flush()
        return one.id or 0


def account(scene: Scene, number: str, *ties: tuple[int, PartyRole], **more: Any) -> int:
    with scene.desk() as work:
        one = Account(kind=AccountKind.HOME, number=number, **more)
        work.session.add(one)
        work.session.flush()
        for party_id, role in ties:
            work.session.add(AccountParty(account_id=one.id or 0, party_id=party_id, role=role))
        return one.id or 0


def bill(scene: Scene, account_id: int, due_on: date, amount: int = 10_000, **more: Any) -> int:
    with scene.desk() as work:
        given = {"state": BillState.PAID, "paid_on": due_on, "currency": "CNY"} | more
        if given["state"] != BillState.PAID:
            given["paid_on"] = None
        one = Bill(
            number=f"b{account_id}-{due_on}-{amount}",
            account_id=account_id,
            period="",
            amount=amount,
            due_on=due_on,
            created_at=work.now,
            changed_at=work.now,
            **given,
        )
        work.session.add(one)
        work.session.flush()
        return one.id or 0


def facts(scene: Scene, party_id: int) -> Facts:
    with scene.glance() as work:
        return segments.facts_of(work, [party_id])[party_id]


def recompute(scene: Scene) -> int:
    """All pieces; how many parties were computed."""
    return sum(scene.planned(segments.recompute))


def standings(scene: Scene) -> dict[int, PartyStanding]:
    with scene.glance() as work:
        return {row.party_id: row for row in work.session.exec(select(PartyStanding))}


def day(before: int) -> date:
    return TODAY - timedelta(days=before)


def test_bills_of_the_last_twelve_months_count(scene: Scene) -> None:
    one = party(scene)
    home = account(scene, "a", (one, PartyRole.OWNER))
    bill(scene, home, day(30))
    bill(scene, home, day(60), paid_on=day(50))  # late
    bill(scene, home, day(20), state=BillState.OPEN)  # overdue
    bill(scene, home, day(-5), state=BillState.OPEN)  # not due yet
    bill(scene, home, day(40), state=BillState.DISPUTED)
    bill(scene, home, day(41), state=BillState.CANCELLED)
    bill(scene, home, day(42), currency="EUR")
    bill(scene, home, day(400))
    assert facts(scene, one) == Facts(accounts=1, billed=500, due=4, late=2, overdue_days=20)


def test_a_bill_paid_in_instalments_is_overdue_from_the_next_one_on(scene: Scene) -> None:
    one = party(scene)
    owed = bill(scene, account(scene, "a", (one, PartyRole.OWNER)), day(50), state=BillState.OPEN)
    with scene.desk() as work:
        for number, due_on, paid_on in ((1, day(20), day(20)), (2, day(-10), None)):
            part = Instalment(bill_id=owed, number=number, amount=5000, due_on=due_on, paid_on=paid_on)
            work.session.add(part)
    assert facts(scene, one).overdue_days == 0
    scene.clock.forward(days=13)
    assert facts(scene, one).overdue_days == 3


def test_the_payer_answers_for_the_bills(scene: Scene) -> None:
    owner, payer = party(scene, "o"), party(scene, "p")
    shared = account(scene, "a", (owner, PartyRole.OWNER), (payer, PartyRole.PAYER))
    bill(scene, shared, day(20), state=BillState.OPEN)
    assert facts(scene, owner) == Facts(accounts=1)
    assert facts(scene, payer).overdue_days == 20


def test_complaints_and_marks_of_their_chats_count(scene: Scene) -> None:
    one = party(scene)
    ticket = scene.resolved("楼上漏水")
    with scene.desk() as work:
        customer = work.session.get_one(Customer, work.session.get_one(Ticket, ticket).customer_id)
        customer.party_id = one
        work.session.add(customer)
        work.session.add(Rating(ticket_id=ticket, round=1, stars=5, rated_at=work.now))
        asked = {"customer_id": customer.id, "asked_at": work.now}
        work.session.add(Survey(**asked, stars=2, answered_at=work.now))
        work.session.add(Survey(**asked))
    assert facts(scene, one) == Facts(complaints=1, stars=3.5, marks=2)
    scene.clock.forward(days=370)
    assert facts(scene, one) == Facts()


def test_new_parties_are_computed_at_once_and_again_when_due(scene: Scene) -> None:
    one = party(scene)
    assert recompute(scene) == 1
    assert recompute(scene) == 0
    other = party(scene, "p2")
    assert recompute(scene) == 1
    bill(scene, account(scene, "a", (one, PartyRole.OWNER)), day(60), state=BillState.OPEN)
    assert recompute(scene) == 0
    scene.clock.forward(days=8)
    assert recompute(scene) == 2
    rows = standings(scene)
    assert (rows[one].standing, rows[other].standing) == (Standing.CREDIT_RISK, Standing.ORDINARY)
    assert rows[one].reasons[0] == {"word": "start", "points": 50, "values": {}}
    assert recompute(scene) == 0
    with scene.desk() as work:
        due_again(work, one)
    assert recompute(scene) == 1


def test_more_parties_than_a_piece(scene: Scene) -> None:
    with scene.desk() as work:
        work.session.add_all([Party(number=f"p{number}", name="x") for number in range(450)])
    assert recompute(scene) == 450
    scene.clock.forward(days=8)
    assert recompute(scene) == 450


def visits_due(scene: Scene) -> list[date | None]:
    return [row.next_on for row in scene.all(Occasion, kind=OccasionKind.VISIT)]


def test_account_managers_visit_key_customers_every_quarter(scene: Scene) -> None:
    manager = scene.agent("周经理")
    with scene.desk() as work:
        agent_id = work.session.exec(select(Agent.id).where(Agent.user_id == manager)).one()
    key = party(scene, "k", given_standing=Standing.KEY, phone="+8613800138000")
    account(scene, "a", (key, PartyRole.OWNER))
    account(scene, "b", (key, PartyRole.OWNER), manager_id=agent_id)
    party(scene, "o")
    recompute(scene)
    (first,) = visits_due(scene)
    assert first is not None
    assert TODAY < first <= date(2026, 6, 2)
    recompute(scene)
    assert visits_due(scene) == [first]

    assert plan_visits(scene) == 0
    scene.clock.forward(days=(first - TODAY).days)
    assert plan_visits(scene) == 1
    assert plan_visits(scene) == 0
    (task,) = scene.all(Task)
    assert (task.kind, task.party_id, task.agent_id) == (TaskKind.VISIT, key, agent_id)
    assert task.subject == f"party:{key}:{first}"
    assert task.due_at == scene.clock.now + timedelta(days=14)
    assert task.values["phone"] == "+8613800138000"
    assert [notice.template for notice in scene.notices("task")] == ["task"]

    scene.clock.forward(days=400)  # a long sleep: one visit, not four
    assert plan_visits(scene) == 1
    assert plan_visits(scene) == 0
    assert len(scene.all(Task)) == 2


def test_who_is_no_key_customer_any_more_is_not_visited(scene: Scene) -> None:
    key = party(scene, "k", given_standing=Standing.VIP)
    recompute(scene)
    with scene.desk() as work:
        work.session.get_one(Party, key).given_standing = None
        due_again(work, key)
    recompute(scene)
    assert visits_due(scene) == [None]
    with scene.desk() as work:
        work.session.get_one(Party, key).given_standing = Standing.VIP
    scene.clock.forward(days=8)
    recompute(scene)
    assert visits_due(scene) != [None]
    with scene.desk() as work:
        work.session.get_one(Party, key).given_standing = None
    scene.clock.forward(days=200)
    assert plan_visits(scene) == 1
    assert not scene.all(Task)
    assert visits_due(scene) == [None]


def plan_visits(scene: Scene) -> int:
    with scene.desk() as work:
        return visits.plan(work)


def test_a_customer_s_chat_of_nobody_counts_for_nobody(scene: Scene) -> None:
    scene.resolved("漏水", chat=LI)
    one = party(scene)
    assert facts(scene, one) == Facts()
