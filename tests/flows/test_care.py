"""Care over the whole house: asked after a repair, a contract that goes on, and what a low mark sets off."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import col, delete, select

from bot.desk.account import Account, AccountKind, AccountLink, Proof
from bot.desk.occasion import Occasion, OccasionKind, Survey
from bot.desk.sweep import Sweep
from bot.desk.task import Task
from bot.desk.ticket import State
from bot.desk.wishes import Consent, Topic
from bot.service import care, occasions, surveys
from bot.service.local_days import today_of
from bot.service.work import Work
from tests.emulator.messages import Message
from tests.flows.books import books, plans
from tests.flows.talk import Talk
from tests.live import PATIENCE, Live

Meet = Callable[..., Talk]
SAID: dict[str, dict[str, Any]] = {
    "zh": {
        "hello": "你好",
        "complaint": "小区电梯坏了三天没人修",
        "still?": "现在还好吗",
        "yes": "没再出问题",
        "no": "又不行了",
        "thanks": "谢谢您告诉我们",
        "contract": "的合同将在",
        "extend": "我想续约",
        "filed": "的续约已经登记",
        "known": "续约已经在办",
        "survey": "您对安居服务台的服务满意吗",
        "sorry": "没让您满意",
        "why": "最不满意的是哪一点",
        "because": "电话总是打不通",
        "noted": "谢谢您直说",
        "good": "谢谢您的评价：★★★★★",
    },
    "en": {
        "hello": "hello there",
        "complaint": "The lift has been broken for three days",
        "still?": "Is everything still all right",
        "yes": "Still fine",
        "no": "Broken again",
        "thanks": "Good to hear",
        "contract": "the contract of",
        "extend": "I’d like to extend",
        "filed": "is on file as",
        "known": "is being worked on already",
        "survey": "how happy have you been",
        "sorry": "We're sorry it isn't better",
        "why": "What are you least happy with",
        "because": "Nobody ever picks up the phone",
        "noted": "thank you for being frank",
        "good": "Thank you for your rating: ★★★★★",
    },
}


def wants(work: Work, customer_id: int, topic: Topic) -> None:
    """The customer wants to hear of the topic.

    In one transaction with what is due: the desk's own clock may speak of it, or of the season, at any moment.
    """
    work.session.add(Consent(customer_id=customer_id, topic=topic, given=True, changed_at=work.now))


def care_today(live: Live) -> None:
    """The clock plans today's care, as if it had not yet."""
    with books(live) as work:
        work.session.exec(delete(Sweep).where(col(Sweep.name).startswith("care:")))
    plans(live, care.plan)


def asked_after(live: Live, customer: Talk, said: dict[str, Any]) -> tuple[int, Message]:
    """A matter that was resolved three days ago is asked after; the ticket's id and the question."""
    ticket, _ = customer.files(said["complaint"])
    card = live.card(ticket.id or 0)
    live.press(live.agent, card, "受理")
    live.press(live.agent, card, "办结")
    live.press(live.agent, card, "已修好")
    subject = f"ticket:{ticket.id}"
    live.until(lambda: live.rows(Occasion, Occasion.subject == subject), "the occasion of the ticket")
    customer.now()
    ref = customer.customer().id or 0
    with books(live) as work:
        wants(work, ref, Topic.CARE)
        row = work.session.exec(select(Occasion).where(Occasion.subject == subject)).one()
        row.next_on = today_of(work) - timedelta(days=3)
        work.session.add(row)
    care_today(live)
    question = customer.hears(said["still?"])
    assert ticket.number in question.text
    assert said["complaint"][:10] in question.text
    return ticket.id or 0, question


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_broke_again_is_open_again_by_one_tap(live: Live, meet: Meet, language: str) -> None:
    customer, said = meet(language), SAID[language]
    ticket_id, question = asked_after(live, customer, said)
    customer.presses(question, said["no"])
    customer.hears(live.ticket(ticket_id).number)
    ticket = live.ticket(ticket_id)
    assert (ticket.state, ticket.round) == (State.TAKEN, 2)
    live.in_topic(ticket_id, "重新打开")
    customer.worked_off()


def test_what_is_still_fixed_is_left_in_peace(live: Live, meet: Meet) -> None:
    customer, said = meet("zh"), SAID["zh"]
    ticket_id, question = asked_after(live, customer, said)
    customer.presses(question, said["yes"])
    customer.hears(said["thanks"])
    live.in_topic(ticket_id, "客户说没有再出问题")
    customer.worked_off()
    assert live.ticket(ticket_id).state == State.RESOLVED


def test_a_word_in_reply_to_the_question_opens_it_too(live: Live, meet: Meet) -> None:
    customer, said = meet("zh"), SAID["zh"]
    ticket_id, question = asked_after(live, customer, said)
    customer.says("又坏了，今天早上停在三楼不动", reply_to=question)
    customer.hears(live.ticket(ticket_id).number)
    assert live.ticket(ticket_id).round == 2
    customer.worked_off()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_contract_goes_on_by_a_button(live: Live, meet: Meet, language: str) -> None:
    customer, said = meet(language), SAID[language]
    customer.says(said["hello"])
    customer.worked_off()
    number = f"H-{uuid4().hex[:8]}"
    customer.now()
    ref = customer.customer().id or 0
    with books(live) as work:
        wants(work, ref, Topic.CARE)
        ends = today_of(work) + timedelta(days=30)
        home = Account(kind=AccountKind.HOME, number=number, contract_until=ends)
        work.session.add(home)
        work.session.flush()
        link = AccountLink(customer_id=ref, account_id=home.id or 0, proof=Proof.CODE, linked_at=work.now)
        work.session.add(link)
        occasions.keep(work, f"account:{home.id}", OccasionKind.CONTRACT_UNTIL, ends)
    care_today(live)
    told = customer.hears(said["contract"])
    assert number in told.text
    assert len(told.button_texts) == 2  # extend, and no more of this
    customer.presses(told, said["extend"])
    answer = customer.hears(said["filed"])
    ticket = customer.ticket()
    assert (ticket.kind, ticket.category) == ("inquiry", "sales_promise")
    assert ticket.number in answer.text
    assert number in live.card_says(ticket.id or 0, number).text
    live.in_topic(ticket.id or 0, "客户想续约")
    customer.presses(told, said["extend"])
    customer.hears(said["known"])
    assert len(customer.tickets()) == 1
    customer.worked_off()


def surveyed(live: Live, customer: Talk, said: dict[str, Any]) -> Message:
    """The customer is in the sample, and their day has come."""
    customer.says(said["hello"])
    customer.worked_off()
    customer.now()
    ref = customer.customer().id or 0
    with books(live) as work:
        wants(work, ref, Topic.SURVEYS)
        occasions.keep(work, f"customer:{ref}", OccasionKind.SURVEY, today_of(work))
    plans(live, surveys.plan)
    return customer.hears(said["survey"])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_low_mark_is_asked_about_and_called_about(live: Live, meet: Meet, language: str) -> None:
    customer, said = meet(language), SAID[language]
    survey = surveyed(live, customer, said)
    assert survey.button_texts[:5] == ["1 ★", "2 ★", "3 ★", "4 ★", "5 ★"]
    customer.presses(survey, "2 ★")
    customer.hears(said["sorry"])
    customer.hears(said["why"])
    customer.says(said["because"])
    customer.hears(said["noted"])
    (row,) = live.rows(Survey, Survey.customer_id == customer.customer().id)
    assert (row.stars, row.comment) == (2, said["because"])
    (task,) = live.rows(Task, Task.subject == f"survey:{row.id}")
    assert task.values["words"] == said["because"]
    card = live.telegram.wait_for(said["because"], chat=live.staff, timeout=PATIENCE)
    live.press(live.agent, card, "已联系上")
    live.until(lambda: live.rows(Task, Task.id == task.id)[0].done_at, "a task that is done")
    customer.worked_off()


def test_a_good_mark_is_thanked_for_and_nothing_more(live: Live, meet: Meet) -> None:
    customer, said = meet("zh"), SAID["zh"]
    survey = surveyed(live, customer, said)
    customer.presses(survey, "5 ★")
    customer.hears(said["good"])
    customer.worked_off()
    assert not [text for text in customer.heard() if said["why"] in text]
