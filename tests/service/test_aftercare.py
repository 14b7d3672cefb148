"""Is it still fixed? And contracts that end: who is called, who goes on, and what is no longer said."""

from datetime import date, timedelta

from sqlmodel import select

from bot.desk.account import Account, Proof
from bot.desk.agent import Agent
from bot.desk.labels import Kind, Language
from bot.desk.notice import NoticeState
from bot.desk.occasion import OccasionKind
from bot.desk.party import PartyStanding, Standing
from bot.desk.policy import Policy
from bot.desk.task import Task, TaskKind
from bot.desk.ticket import Ticket
from bot.desk.wishes import Consent, Topic
from bot.service import agents, cards, contracts, intake, occasions, ratings
from tests.builders import ANN, LI, Scene
from tests.service.carefolk import BIRTHDAY, CONTRACT, account, customer, live, party, said, with_rules

FIXED = {"name": "fixed", "moment": "resolved"}
DAY = date(2026, 4, 5)


# --- is it still fixed? ---------------------------------------------------------------------------


def resolved(scene: Scene, **more: object) -> int:
    """A ticket resolved on 2 March, by a customer who wants care."""
    ticket = scene.resolved("楼上漏水", **more)
    with scene.desk() as work:
        one = work.session.get_one(Ticket, ticket).customer_id
        if work.session.get(Consent, (one, Topic.CARE)) is None:
            work.session.add(Consent(customer_id=one, topic=Topic.CARE, given=True, changed_at=work.now))
    return ticket


def test_three_days_after_it_was_resolved(scene: Scene, policy: Policy) -> None:
    scene = with_rules(scene, policy, FIXED)
    ticket = resolved(scene)
    assert live(scene, date(2026, 3, 3), 2) == []
    (notice,) = live(scene, date(2026, 3, 5))
    assert (notice.kind, notice.template, notice.ticket_id) == ("care_fixed", "still_fixed", ticket)
    assert notice.values == {"number": f"CD-{ticket}", "words": "楼上漏水"}
    assert scene.payloads(notice)[:2] == [
        {"say": f'/still_fixed{{"ticket": {ticket}}}'},
        {"say": f'/reopen{{"ticket": {ticket}}}'},
    ]
    assert len(live(scene, date(2026, 3, 6), 30)) == 1


def test_praise_is_not_asked_after(scene: Scene, policy: Policy) -> None:
    scene = with_rules(scene, policy, FIXED)
    resolved(scene, kind=Kind.PRAISE)
    assert live(scene, date(2026, 3, 5), 3) == []


def test_what_is_open_again_is_not_asked_after(scene: Scene, policy: Policy) -> None:
    scene = with_rules(scene, policy, FIXED)
    first, second = resolved(scene), resolved(scene, chat=ANN)
    with scene.desk() as work:
        assert ratings.rate(work, LI, first, 1, 2)
    (notice,) = live(scene, date(2026, 3, 5))
    assert notice.ticket_id == second
    with scene.desk() as work:
        assert intake.reopen_theirs(work, ANN, second, None)
    (notice,) = scene.notices("care_fixed")
    assert (notice.state, notice.error) == (NoticeState.CANCELLED, "the ticket is open again")
    agent = scene.agent("钱进")
    with scene.desk() as work:
        ticket = work.session.get_one(Ticket, second)
        boss = work.session.exec(select(Agent).where(Agent.user_id == agent)).one()
        ticket.owner_id = boss.id
        agents.resolve(work, boss, ticket, "fixed")
    notices = live(scene, date(2026, 3, 6), 10)  # resolved again on the 5th: asked again on the 8th
    assert [one.due_at.date() for one in notices] == [date(2026, 3, 8)]


# --- contracts ------------------------------------------------------------------------------------


def test_who_matters_most_is_called_before_the_contract_ends(scene: Scene, policy: Policy) -> None:
    scene = with_rules(scene, policy, CONTRACT | {"task_for": ["vip"]})
    ends = DAY + timedelta(days=60)
    vip = party(scene, None, given_standing=Standing.VIP, phone="+8613800138000")
    mine = account(scene, "H-1", None, owner=vip, contract_until=ends)
    account(scene, "H-2", customer(scene), contract_until=ends)
    live(scene, DAY, 40)
    (task,) = scene.all(Task)
    assert (task.kind, task.account_id, task.party_id) == (TaskKind.CONTRACT_ENDS, mine, vip)
    assert task.values["until_on"] == ends.isoformat()
    assert len(said(scene)) == 2


def test_extending_opens_one_inquiry(scene: Scene) -> None:
    one = customer(scene)
    mine = account(scene, "H-1", one, contract_until=date(2026, 6, 1))
    claimed = account(scene, "H-2", one, Proof.SAID)
    with scene.desk() as work:
        done = contracts.extend(work, LI, mine)
        assert done is not None
        assert (done.new, done.account) == (True, "H-1")
        again = contracts.extend(work, LI, mine)
        assert again is not None
        assert (again.new, again.ticket.id) == (False, done.ticket.id)
        for chat, account_id in ((ANN, mine), (LI, claimed), (LI, 999), (LI, 0), (LI, 2**40)):
            assert contracts.extend(work, chat, account_id) is None
    ticket = scene.get(done.ticket.id)
    assert (ticket.kind, ticket.category, ticket.account_id) == ("inquiry", "sales_promise", mine)
    (told,) = scene.notices("told")
    assert told.template == "told_extend"
    assert told.values["until_on"] == "2026-06-01"


def test_the_card_shows_the_class(scene: Scene) -> None:
    ticket = scene.ticket()
    with scene.desk() as work:
        assert cards.values_of(work, work.session.get_one(Ticket, ticket))["standing"] == ""
    key = party(scene, scene.get(ticket).customer_id)
    with scene.desk() as work:
        row = PartyStanding(
            party_id=key, standing=Standing.KEY, score=80, computed_at=work.now, due_at=work.now
        )
        work.session.add(row)
    with scene.desk() as work:
        assert cards.values_of(work, work.session.get_one(Ticket, ticket))["standing"] == "key"


def test_a_contract_that_is_prolonged_in_time_is_not_spoken_of(scene: Scene, policy: Policy) -> None:
    scene = with_rules(scene, policy, CONTRACT | {"task_for": ["ordinary"]}, BIRTHDAY)
    ends = DAY + timedelta(days=60)
    mine = account(scene, "H-1", customer(scene), contract_until=ends)
    other = customer(scene, ANN, "Ann", Language.EN)
    hers = party(scene, other, birthday=date(1990, 4, 5))
    assert len(live(scene, DAY)) == 2
    with scene.desk() as work:
        occasions.keep(work, f"account:{mine}", OccasionKind.CONTRACT_UNTIL, ends)
    assert len(said(scene)) == 2  # the books said the same again
    with scene.desk() as work:
        work.session.get_one(Account, mine).contract_until = ends + timedelta(days=365)
        occasions.keep(work, f"account:{mine}", OccasionKind.CONTRACT_UNTIL, ends + timedelta(days=365))
    (notice,) = scene.notices("care_contract")
    assert (notice.state, notice.error) == (NoticeState.CANCELLED, "the day it was about has changed")
    (task,) = scene.all(Task)
    assert (task.outcome, task.done_at) == ("no_reason", scene.clock.now)
    assert [one.chat_id for one in said(scene)] == [ANN]
    with scene.desk() as work:
        occasions.keep(work, f"party:{hers}", OccasionKind.BIRTHDAY, date(1990, 8, 8))
    assert said(scene) == []
