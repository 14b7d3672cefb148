"""What customers hear of their suggestions and of their points."""

import pytest
from sqlmodel import select

from bot.desk.agent import Agent
from bot.desk.customer import Customer
from bot.desk.labels import Category, Kind, Language
from bot.desk.suggestion import Points
from bot.desk.ticket import Ticket
from bot.service import suggestions
from tests.actions.stage import Stage, words
from tests.builders import LI

WHY = "消防规定不能放"


def suggestion(stage: Stage) -> int:
    return stage.scene.ticket("门口装个伞架吧", kind=Kind.SUGGESTION, category=Category.DESIGN)


def decide(stage: Stage, user: int, ticket: int, do: str = "adopt") -> None:
    with stage.scene.desk() as work:
        agent = work.session.exec(select(Agent).where(Agent.user_id == user)).one()
        suggestions.decide(work, agent, work.session.get_one(Ticket, ticket), do, WHY)


def status(stage: Stage) -> str:
    return stage.hear("action_check_status", "我的建议怎么样了", "check_status").text


def test_the_status_of_a_suggestion_tells_its_life(stage: Stage) -> None:
    ticket, wang = suggestion(stage), stage.scene.agent()
    assert words("zh_suggestion_received", department="设计部") in status(stage)
    stage.scene.press(wang, "consider", ticket)
    assert "💡 设计部正在研究您的建议" in status(stage)
    decide(stage, wang, ticket)
    shown = stage.press("action_check_status", "check_status", ticket=ticket).text
    assert words("zh_suggestion_adopted_points", points=100) in shown
    assert shown.count(WHY) == 1


def test_one_that_is_not_adopted_is_told_with_the_reason(stage: Stage) -> None:
    ticket, wang = suggestion(stage), stage.scene.agent()
    decide(stage, wang, ticket, "not_adopt")
    shown = stage.press("action_check_status", "check_status", ticket=ticket).text
    assert words("zh_suggestion_not_adopted") in shown
    assert WHY in shown


def test_a_complaint_has_no_such_life(stage: Stage) -> None:
    stage.scene.ticket()
    assert "💡" not in status(stage)


@pytest.mark.parametrize("language", Language)
def test_points_are_shown_with_what_they_were_given_for(stage: Stage, language: Language) -> None:
    ticket, wang = suggestion(stage), stage.scene.agent()
    with stage.scene.desk() as work:
        customer = work.session.exec(select(Customer).where(Customer.chat_id == LI)).one()
        customer.language, customer.language_chosen = language, True
        work.session.add(customer)
    assert stage.press("action_points", "points").text == words(f"{language}_points_none", points=100)
    decide(stage, wang, ticket)
    shown = stage.press("action_points", "points").text
    first, line = shown.splitlines()[:2]
    assert first == words(f"{language}_points", points=100)
    assert f"CD-{ticket}" in line
    assert line in stage.press("action_privacy", "privacy").text


def test_many_gifts_are_summed_and_the_older_ones_counted(stage: Stage) -> None:
    stage.scene.write("你好")
    with stage.scene.desk() as work:
        customer = work.session.exec(select(Customer).where(Customer.chat_id == LI)).one()
        for number in range(1, 13):
            work.session.add(
                Points(
                    customer_id=customer.id or 0, subject=f"suggestion:{number}", points=5, given_at=work.now
                )
            )
    shown = stage.press("action_points", "points").text
    assert words("zh_points", points=60) in shown
    assert words("zh_points_more", count=2) in shown


def test_a_company_without_points_promises_none(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.scene.write("你好")
    with stage.scene.desk() as work:
        monkeypatch.setitem(work.policy.suggestions.__dict__, "points", 0)
    assert stage.press("action_points", "points").text == words("zh_points_not_given")
