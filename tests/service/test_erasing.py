"""Erasing: a search of the whole database finds none of the customer's words, and what is only counted stays."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlmodel import Session, col
from sqlmodel import select as query

from bot.desk.account import AccountKind
from bot.desk.bill import Bill
from bot.desk.correction import Correction, Review
from bot.desk.customer import Customer
from bot.desk.erasure import Erasure
from bot.desk.handover import Handover
from bot.desk.inbox import InboxState
from bot.desk.inbox import InboxUpdate as Update
from bot.desk.labels import Category, Hazard, Kind
from bot.desk.notice import Notice, NoticeState
from bot.desk.occasion import Survey
from bot.desk.rating import Rating
from bot.desk.ticket import State, Ticket, TicketEvent
from bot.desk.transcript import Message
from bot.desk.wishes import Topic
from bot.service import (
    control,
    conversation,
    erasing,
    identity,
    inbox,
    intake,
    post,
    privacy,
    ratings,
    speaking,
    surveys,
    tickets,
)
from bot.service.dialogue import Answer, Choice, DialogueAway
from bot.service.eraser import Eraser
from bot.service.readings import Part, Reading
from bot.service.speaking import Word
from bot.service.work import Work
from bot.store.engine import forget_log, open_engine
from bot.store.sessions import desk as open_desk
from bot.store.tables import metadata
from tests.builders import ANN, LI, Scene, photo, ticket_of
from tests.databases import STAFF_CHAT
from tests.service.office import promise

SECRET = "quittenmus"  # stands in everything that the customer wrote, sent or was told
NAME = "Zephyrine"
PHONE = "+8613800138000"


class Forgetful:
    """A dialogue that forgets, or is away."""

    def __init__(self, away: bool = False) -> None:
        self.away, self.forgot = away, list[int]()

    async def forget(self, chat_id: int) -> None:
        if self.away:
            raise DialogueAway("Rasa is not reachable")
        self.forgot.append(chat_id)

    async def say(self, *_: Any) -> list[Answer]:
        return [Answer("?")]

    forget_turn = explain = say


def eraser(scene: Scene, dialogue: Forgetful) -> Eraser:
    return Eraser(scene.desk, dialogue)


def run(scene: Scene, dialogue: Forgetful | None = None, times: int = 3) -> None:
    """So many looks, with everything delivered in between."""
    for _ in range(times):
        asyncio.run(eraser(scene, dialogue or Forgetful()).once())
        scene.deliver()


def update(work: Work, number: int, chat: int, text: str) -> None:
    message = {"message_id": number, "chat": {"id": chat}, "text": text, "from": {"first_name": NAME}}
    inbox.record(work, {"update_id": number, "message": message})
    inbox.finish(work, [number])


def live_through(scene: Scene) -> None:
    """Everything that the desk may keep of a customer, each with the secret in it."""
    scene.account("M-1", AccountKind.METER, phone=PHONE)
    agent = scene.agent()
    ref = scene.write(
        f"{SECRET} drips, and the {SECRET} of yours is good",
        name=f"{NAME} {SECRET}",
        username=f"{SECRET}_{NAME}",
        media=[photo(7) | {"name": SECRET, "file_id": SECRET}],
    )
    parts = (
        Part(Kind.COMPLAINT, Category.QUALITY, f"{SECRET} drips"),
        Part(Kind.PRAISE, Category.SERVICE, f"the {SECRET} of yours"),
    )
    telegrams = scene.message(ref).message_id
    with scene.desk() as work:
        identity.share_contact(work, LI, PHONE, LI)
        control.consent(work, LI, Topic.CARE, True)
        control.set_zone(work, LI, "Europe/Lisbon")
        reading = Reading(Kind.COMPLAINT, Category.QUALITY, 0.9, None, 1.0, parts)
        first = ticket_of(intake.file_matter(work, ref, reading))
        tickets.add_details(work, LI, first, place=f"{SECRET} lane", since=f"the {SECRET} feast")
        tickets.correct(work, LI, first, category=Category.DESIGN)
        conversation.edit(work, LI, telegrams, f"{SECRET} edited", work.now)
        answers = [Answer(f"{SECRET} was filed", [[Choice(SECRET, f"/say{SECRET}")]], first)]
        conversation.answer(work, LI, 1, answers)
        update(work, 1, LI, SECRET)
        update(work, 2, STAFF_CHAT, f"quoted: {SECRET}")
    scene.deliver()
    scene.take(agent, first)
    promise(scene, agent, first, f"We will come and mend your {SECRET} tomorrow at 3 pm.")
    scene.answer(agent, first, f"// note on {SECRET}")
    scene.resolve(agent, first, "words", f"{SECRET} was mended")
    with scene.desk() as work:
        ratings.rate(work, LI, first, 1, 1)
        ratings.comment(work, LI, first, 1, f"{SECRET} took ages")
        person = work.session.exec(query(Customer).where(Customer.chat_id == LI)).one()
        speaking.tell(work, Word(person, Topic.CARE, "party:1", "birthday", text=f"Dear {NAME} {SECRET}"))
        survey = Survey(customer_id=person.id or 0, asked_at=work.now, comment=SECRET)
        work.session.add(survey)
        work.session.flush()
        surveys.rate(work, LI, survey.id or 0, 1)
        surveys.comment(work, LI, survey.id or 0, f"{SECRET} again")
        correction = work.session.exec(query(Correction)).first()
        assert correction is not None
        work.session.add(
            Review(
                correction_id=correction.id or 0,
                kept=True,
                text=SECRET,
                label="praise+service",
                urgent=False,
                at=work.now,
            )
        )
    scene.ticket(f"danger of {SECRET}", hazard=Hazard.GAS)
    scene.ask_for_person(text=f"a person for my {SECRET}")
    scene.write(f"still {SECRET}")
    scene.matter(f"the other {NAME}", chat=ANN, name="Ann")
    scene.deliver()


def found(engine: Engine, word: str) -> list[str]:
    """Every column of every table in which the word stands."""
    with engine.connect() as connection:
        return [
            f"{table.name}.{column.name}"
            for table in metadata.sorted_tables
            for column in table.columns
            if any(
                word.casefold() in str(value).casefold()
                for (value,) in connection.execute(select(column)).all()
            )
        ]


def engine_of(scene: Scene) -> Engine:
    with scene.desk() as work:
        bind = work.session.get_bind()
        assert isinstance(bind, Engine)
        return bind


def ask(scene: Scene, *, waits: bool = False, chat: int = LI) -> None:
    with scene.desk() as work:
        privacy.ask_erasure(work, chat, waits=waits)


def erasures(scene: Scene) -> Sequence[Erasure]:
    return scene.all(Erasure)


def test_nothing_of_the_customer_is_left_anywhere(scene: Scene) -> None:
    live_through(scene)
    engine = engine_of(scene)
    assert len(found(engine, SECRET)) > 15
    ask(scene)
    dialogue = Forgetful()
    run(scene, dialogue)
    assert found(engine, SECRET) == []
    assert found(engine, PHONE) == ["account.phone"]  # the company's own books
    assert found(engine, str(LI)) == []
    assert dialogue.forgot == [LI]
    assert erasures(scene)[0].done_at is not None


def test_another_customer_keeps_everything(scene: Scene) -> None:
    live_through(scene)
    ask(scene)
    run(scene)
    (other,) = scene.all(Message, chat_id=ANN)
    assert other.text == f"the other {NAME}"
    assert scene.all(Customer, chat_id=ANN)[0].name == "Ann"
    assert scene.get(other.ticket_id).state == State.OPEN


def test_figures_without_a_person_stay(scene: Scene) -> None:
    live_through(scene)
    before = {
        one.id: (one.kind, one.category, one.urgent, one.filed_at, one.resolved_at)
        for one in scene.all(Ticket)
    }
    counted = {noun: len(scene.all(noun)) for noun in (Message, TicketEvent, Rating, Survey)}
    ask(scene)
    run(scene)
    after = scene.all(Ticket)
    assert {
        one.id: (one.kind, one.category, one.urgent, one.filed_at, one.resolved_at) for one in after
    } == before
    assert [one.stars for one in scene.all(Rating)] == [1]
    assert len(scene.all(Message)) == counted[Message]
    assert len(scene.all(TicketEvent)) >= counted[TicketEvent]


def test_what_is_open_is_withdrawn_and_staff_are_told_in_every_topic(scene: Scene) -> None:
    live_through(scene)
    with scene.desk() as work:
        for ticket in work.session.exec(query(Ticket)).all():
            ticket.thread_id = 100 + (ticket.id or 0)
            ticket.card_message_id = 1000 + (ticket.id or 0)
    ask(scene)
    run(scene, times=1)
    mine = scene.all(Ticket, customer_id=erasures(scene)[0].customer_id)
    assert all(one.state in (State.WITHDRAWN, State.RESOLVED) for one in mine)
    told = [one for one in scene.notices("told") if one.template == "told_erased"]
    assert {one.ticket_id for one in told} == {one.id for one in mine}
    assert all(one.state == NoticeState.SENT for one in told)
    assert not scene.all(Handover, ended_at=None)
    cards = [one for one in scene.notices("card_edit") if one.state == NoticeState.SENT]
    assert SECRET not in str([one.values for one in cards])


def test_the_customer_hears_one_last_word_and_only_when_all_is_gone(scene: Scene) -> None:
    live_through(scene)
    ask(scene)
    away = Forgetful(away=True)
    run(scene, away)
    assert scene.notices("erased") == []  # the dialogue has not forgotten yet
    assert erasures(scene)[0].forgotten_at is None
    asyncio.run(eraser(scene, Forgetful()).once())
    (last,) = scene.notices("erased")
    assert (last.chat_id, last.customer_id, last.template) == (LI, None, "erased")
    run(scene)
    assert [one.chat_id for one in scene.notices("erased")] == [0]
    assert erasures(scene)[0].chat_id is None


def test_every_step_may_be_done_twice_and_by_two_at_once(scene: Scene) -> None:
    live_through(scene)
    ask(scene)
    asked = erasures(scene)[0].id or 0
    for _ in range(2):
        with scene.desk() as work:
            (one,) = erasing.pending(work) or [None]
        if one is not None:
            with scene.desk() as work:
                erasing.erase(work, one.erasure_id)
            with scene.desk() as work:
                assert not erasing.erase(work, one.erasure_id)
    for _ in range(2):
        with scene.desk() as work:
            erasing.forgotten(work, asked)
    assert len(scene.notices("erased")) == 1
    scene.deliver()
    for _ in range(2):
        with scene.desk() as work:
            erasing.finish(work, asked)
    assert erasures(scene)[0].done_at is not None


def test_it_waits_for_what_is_being_worked_on_or_said(scene: Scene) -> None:
    scene.write(f"{SECRET}")
    with scene.desk() as work:
        inbox.record(work, {"update_id": 9, "message": {"message_id": 9, "chat": {"id": LI}}})
    ask(scene)
    run(scene, times=1)
    assert erasures(scene)[0].erased_at is None
    with scene.desk() as work:
        inbox.finish(work, [9])
        person = work.session.exec(query(Customer).where(Customer.chat_id == LI)).one()
        post.to_customer(work, person, "update:9", "reply", text="I am erasing it now.")
    asyncio.run(eraser(scene, Forgetful()).once())
    assert erasures(scene)[0].erased_at is None  # that sentence is on its way
    scene.deliver()
    run(scene)
    assert erasures(scene)[0].done_at is not None
    with scene.desk() as work:
        kept = work.session.exec(query(Update)).all()
    assert [(one.body, one.chat_id, one.state) for one in kept] == [({}, 0, InboxState.DONE)]


def test_when_asked_to_it_waits_until_no_ticket_is_open(scene: Scene) -> None:
    ticket = scene.ticket(SECRET)
    scene.deliver()
    ask(scene, waits=True)
    run(scene)
    assert erasures(scene)[0].erased_at is None
    scene.resolve(scene.agent(), ticket)
    scene.deliver()
    run(scene)
    assert erasures(scene)[0].done_at is not None
    assert scene.get(ticket).state == State.RESOLVED


def test_what_was_filed_after_asking_is_settled_first(scene: Scene) -> None:
    scene.write(SECRET)
    ask(scene)
    scene.clock.forward(seconds=1)
    ticket = scene.ticket("gas!", hazard=Hazard.GAS)
    scene.deliver()
    run(scene)
    assert scene.get(ticket).state == State.OPEN
    assert erasures(scene)[0].erased_at is None


def test_whoever_writes_again_starts_anew(scene: Scene) -> None:
    live_through(scene)
    ask(scene)
    run(scene)
    scene.write("hello, it is me", name="Zoe")
    (anew,) = scene.all(Customer, chat_id=LI)
    with scene.desk() as work:
        assert tickets.mine(work, LI) == []
        assert privacy.kept(work, LI).counts == {"messages": 1}
    ask(scene)
    run(scene)
    assert scene.all(Customer, chat_id=LI) == []
    assert anew.id in {one.customer_id for one in erasures(scene)}


def test_nothing_is_said_to_an_erased_customer(scene: Scene) -> None:
    live_through(scene)
    with scene.desk() as work:
        person = work.session.exec(query(Customer).where(Customer.chat_id == LI)).one()
        later = work.now + timedelta(days=2)
        speaking.tell(work, Word(person, Topic.BILLS, "bills:1", "reminder", text=SECRET, at=later))
    ask(scene)
    run(scene)
    scene.clock.forward(days=3)
    with scene.desk() as work:
        waiting = query(Notice).where(Notice.state == NoticeState.READY, Notice.chat_id != STAFF_CHAT)
        assert work.session.exec(waiting).all() == []
        assert work.session.exec(query(func.count()).where(col(Bill.ticket_id).is_not(None))).one() == 0


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_bytes_of_the_file_are_free_of_it_too(
    database: str, database_url: str, policy: Any, clock: Any, tmp_path: Any
) -> None:
    engine = open_engine(database_url)
    desk = open_desk(engine, policy, STAFF_CHAT, clock)
    scene = Scene(desk, desk, clock)
    live_through(scene)
    forget_log(engine)
    file = tmp_path / "desk.db"
    assert SECRET.encode() in file.read_bytes()
    ask(scene)
    for _ in range(3):
        asyncio.run(Eraser(desk, Forgetful(), erased=lambda: forget_log(engine)).once())
        scene.deliver()
    engine.dispose()
    for one in tmp_path.glob("desk.db*"):
        assert SECRET.encode() not in one.read_bytes(), one


def test_a_kill_between_steps_loses_nothing(scene: Scene) -> None:
    """A transaction that is rolled back leaves all of it as it was; the next look does it whole."""
    live_through(scene)
    ask(scene)
    try:
        with scene.desk() as work:
            (one,) = erasing.pending(work)
            assert erasing.erase(work, one.erasure_id)
            assert isinstance(work.session, Session)
            raise KeyboardInterrupt
    except KeyboardInterrupt:
        pass
    assert len(found(engine_of(scene), SECRET)) > 15
    run(scene)
    assert found(engine_of(scene), SECRET) == []
