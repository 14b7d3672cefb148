"""Erasing, and what staff wrote: it goes with the customer, and nothing is said or written of them any more."""

from typing import Any

import pytest
from sqlmodel import select

from bot.chat import commands
from bot.desk.account import Account, AccountKind, AccountLink, Proof
from bot.desk.agent import Agent, Role
from bot.desk.bulk import BulkReply
from bot.desk.customer import Customer
from bot.desk.finding import Defect
from bot.desk.labels import Category, Kind
from bot.desk.notice import Notice, NoticeState
from bot.desk.outage import Outage, OutageKind, OutageState, Supply, SupplyReport
from bot.desk.promise import Promise
from bot.desk.suggestion import Points, Suggestion
from bot.desk.task import Task
from bot.desk.ticket import State, Ticket, TicketEvent
from bot.desk.transcript import Message, MessageEdit
from bot.service import bulk, clock_sweep, conversation, parts, promise_steps, promises, suggestions, waking
from bot.service.verdict import Verdict
from tests.builders import ANN, LI, Scene, ticket_of
from tests.databases import STAFF_CHAT
from tests.service.test_erasing import SECRET, ask, engine_of, erasures, found, run


def obey(scene: Scene, user: int, ticket: int | None, name: str, words: str = "") -> Verdict:
    with scene.desk() as work:
        agent = work.session.exec(select(Agent).where(Agent.user_id == user)).one()
        one = work.session.get_one(Ticket, ticket) if ticket else None
        return commands.obey(work, agent, name, one, words)


def confirm(scene: Scene, user: int) -> str:
    payload = scene.payloads(scene.notices("bulk")[-1])[0]
    with scene.desk() as work:
        said = bulk.press(work, user, payload).word
    scene.planned(bulk.carry_on)
    return said


def erase(scene: Scene) -> None:
    scene.deliver()
    scene.clock.forward(hours=1)
    ask(scene)
    run(scene)
    assert erasures(scene)[0].done_at is not None


def number(scene: Scene) -> str:
    """Of the only defect."""
    (defect,) = scene.all(Defect)
    return f"D-{defect.id}"


@pytest.fixture
def lead(scene: Scene) -> int:
    return scene.agent("林组长", Role.LEAD)


def test_what_staff_wrote_around_a_ticket_goes(scene: Scene, lead: int) -> None:
    ticket = scene.ticket(f"{SECRET} drips")
    scene.take(lead, ticket)
    for name, words in (
        ("green", ""),
        ("supervise", f"looked at the {SECRET}"),
        ("part", f"design look at {SECRET}"),
        ("part", f"sales ask Mrs {SECRET}"),
        ("did", f"design {SECRET} is drawn"),
        ("defect", f"Mrs {SECRET}, flat 3-502"),
        ("snooze", f"tomorrow 9:00 {SECRET} is away"),
        ("promise", f"tomorrow 15:00 we see to the {SECRET}"),
        ("tell", f"dear {SECRET}, we come"),
        ("done", f"paid back to Mrs {SECRET}"),  # asks first: a part is open
    ):
        obey(scene, lead, ticket, name, words)
    assert scene.get(ticket).state == State.TAKEN
    engine = engine_of(scene)
    assert {"button.payload", "defect.title", "bulkreply.words"} <= set(found(engine, SECRET))
    erase(scene)
    assert found(engine, SECRET) == []
    (card,) = scene.notices("bulk")
    assert scene.all(BulkReply)[0].ended_at is not None  # nobody can say it any more
    assert card.values == {}


def test_an_answer_to_many_goes_when_it_was_for_nobody_else(scene: Scene, lead: int) -> None:
    ticket = scene.ticket("lift stuck")
    obey(scene, lead, ticket, "defect", "lift")
    assert obey(scene, lead, None, "tell", f"{number(scene)} dear {SECRET}").word == "tell_confirm"
    assert confirm(scene, lead) == "bulk_begun"
    erase(scene)
    assert found(engine_of(scene), SECRET) == []


def test_what_others_were_told_as_well_stays_theirs(scene: Scene, lead: int) -> None:
    mine, other = scene.ticket("lift stuck"), scene.ticket("lift stuck, too", chat=ANN)
    for one in (mine, other):
        obey(scene, lead, one, "defect", "lift of house 3")
    obey(scene, lead, None, "tell", f"{number(scene)} the lift runs again")
    confirm(scene, lead)
    erase(scene)
    (defect,), (reply,) = scene.all(Defect), scene.all(BulkReply)
    assert (defect.title, reply.words) == ("lift of house 3", "the lift runs again")
    assert [one.text for one in scene.all(Message, ticket_id=other)][-1] == "the lift runs again"
    assert [one.text for one in scene.all(Message, ticket_id=mine)] == ["", ""]


def test_what_a_neighbours_topic_says_of_it_goes(scene: Scene, lead: int) -> None:
    scene.account("M-1", AccountKind.METER)
    old = scene.ticket("ceiling leak in the bathroom")
    with scene.desk() as work:
        account = work.session.exec(select(Account)).one()
        ticket = work.session.get_one(Ticket, old)
        ticket.account_id = account.id
        tie(work, ticket.customer_id, account.id)
    scene.resolve(lead, old, "words", f"told Mrs {SECRET} that the pipe is done")
    scene.clock.forward(days=1)
    again = scene.write("ceiling leak in the bathroom again", chat=ANN)
    with scene.desk() as work:
        ann = work.session.exec(select(Customer).where(Customer.chat_id == ANN)).one()
        tie(work, ann.id, account.id)
    assert scene.get(ticket_of(scene.file(again))).repeats_id == old
    erase(scene)
    assert found(engine_of(scene), SECRET) == []


def tie(work: Any, customer_id: int | None, account_id: int | None) -> None:
    link = AccountLink(
        proof=Proof.PHONE, customer_id=customer_id or 0, account_id=account_id or 0, linked_at=work.now
    )
    work.session.add(link)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("adopt", f"Mrs {SECRET} had a good idea"),
        ("notadopt", SECRET),
        ("promise", f"tomorrow 15:00 we call {SECRET}"),
        ("part", f"design {SECRET}"),
        ("defect", SECRET),
        ("praise", SECRET),
        ("unmerge", ""),
        ("green", ""),
        ("done", SECRET),
    ],
)
def test_no_command_writes_of_who_was_erased(scene: Scene, lead: int, name: str, words: str) -> None:
    ticket = scene.ticket("plant trees", kind=Kind.SUGGESTION, category=Category.SERVICE)
    scene.resolve(lead, ticket, "explained")
    erase(scene)
    nouns = (Notice, TicketEvent, Message, Promise, Task, Suggestion)
    rows = [len(count(scene, noun)) for noun in nouns]
    assert obey(scene, lead, ticket, name, words).word == "erased"
    assert [len(count(scene, noun)) for noun in nouns] == rows
    assert count(scene, Points) == []
    assert found(engine_of(scene), SECRET) == []


def count(scene: Scene, noun: Any) -> list[Any]:
    with scene.desk() as work:
        return list(work.session.exec(select(noun)).all())


def test_nor_does_a_button_an_answer_or_an_edit(scene: Scene, lead: int) -> None:
    ticket = scene.ticket("leak")
    scene.take(lead, ticket)
    heard = scene.heard("we come", STAFF_CHAT, name="林组长")
    scene.say_again(lead, ticket, heard)
    erase(scene)
    assert scene.press(lead, "urgent", ticket).word == "erased"
    assert scene.press(lead, "resolve_anyway", ticket).word == "erased"
    told = scene.answer(lead, ticket, SECRET)
    assert told is not None
    assert (told.word, told.values["number"]) == ("erased", f"CD-{ticket}")
    assert scene.answer(lead, ticket, f"// {SECRET}") is not None
    with scene.desk() as work:
        conversation.edit_as_desk(work, STAFF_CHAT, heard.message_id, SECRET, work.now)
    assert scene.all(MessageEdit) == []
    assert found(engine_of(scene), SECRET) == []


def test_who_was_erased_is_not_counted_nor_told_with_the_others(scene: Scene, lead: int) -> None:
    written = [scene.write("no power", chat=chat) for chat in (LI, ANN)]
    with scene.desk() as work:
        outage = Outage(
            number="F-12",
            supply=Supply.POWER,
            kind=next(iter(OutageKind)),
            state=next(iter(OutageState)),
            starts_at=work.now,
        )
        work.session.add(outage)
        work.session.flush()
        for ref in written:
            work.session.add(
                SupplyReport(
                    customer_id=work.session.get_one(Message, ref).customer_id,
                    outage_id=outage.id,
                    message_id=ref,
                    supply=Supply.POWER,
                    site="x",
                    reported_at=work.now,
                )
            )
    erase(scene)
    asked = obey(scene, lead, None, "tell", "F-12 power is back")
    assert (asked.word, asked.values["count"]) == ("tell_confirm", 1)
    confirm(scene, lead)
    assert [one.chat_id for one in scene.notices("answer")] == [ANN]
    assert scene.all(BulkReply)[0].told == 1


def test_nothing_is_posted_to_who_was_erased_whatever_the_cause(scene: Scene, lead: int) -> None:
    ticket = scene.ticket("leak")
    scene.take(lead, ticket)
    erase(scene)
    with scene.desk() as work:
        agent = work.session.exec(select(Agent)).one()
        held = work.session.get_one(Ticket, ticket)
        held.state = State.TAKEN  # as if something had opened it again
        promises.by_hand(work, agent, held, "tomorrow 15:00 we come")
    scene.clock.forward(days=2)
    scene.planned(promise_steps.sweep)
    customer = erasures(scene)[0].customer_id
    assert [one.kind for one in scene.all(Notice, customer_id=customer, state=NoticeState.READY)] == []


def test_the_clock_finds_nothing_to_do_for_who_was_erased(scene: Scene, lead: int) -> None:
    ticket = scene.ticket("leak")
    scene.take(lead, ticket)
    obey(scene, lead, ticket, "promise", "tomorrow 15:00 we come")
    erase(scene)
    before = len(scene.all(Notice))
    scene.clock.forward(days=10)
    for task in (promise_steps.sweep, clock_sweep.sweep, parts.call_late, suggestions.climb, waking.wake):
        scene.planned(task)
    waiting = scene.all(Notice)[before:]
    assert [one for one in waiting if one.customer_id == erasures(scene)[0].customer_id] == []
    assert not [one for one in waiting if one.state == NoticeState.READY and one.ticket_id == ticket]
