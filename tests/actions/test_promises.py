"""What customers hear of promises, and what they say when one was not kept."""

from datetime import timedelta

from sqlmodel import select

from bot.desk.agent import Agent
from bot.desk.promise import Promise, PromiseState
from bot.desk.ticket import State, Ticket
from bot.service import promise_rows, promises, ticket_deeds
from tests.actions.stage import Stage, words
from tests.builders import ANN


def promised(stage: Stage, ticket: int) -> int:
    """An agent records a promise by command; its number."""
    user = stage.scene.agent("王强")
    with stage.scene.desk() as work:
        agent = work.session.exec(select(Agent).where(Agent.user_id == user)).one()
        verdict = promises.by_hand(
            work, agent, work.session.get_one(Ticket, ticket), "明天下午三点 换新的水龙头"
        )
        assert verdict.word == "promise_made"
        (one,) = promise_rows.unsettled(work, work.session.get_one(Ticket, ticket))
        assert one.id is not None
        return one.id


def kept(stage: Stage, ticket: int, promise: int) -> None:
    user = stage.scene.all(Agent)[0].user_id
    with stage.scene.desk() as work:
        ticket_deeds.press(work, user, {"do": "promise_kept", "ticket": ticket, "promise": promise})


def state(stage: Stage) -> PromiseState:
    found: PromiseState = stage.scene.all(Promise)[0].state
    return found


def test_who_asks_is_told_what_was_promised(stage: Stage) -> None:
    ticket = stage.scene.ticket()
    promised(stage, ticket)
    said = stage.press("action_check_status", "check_status", ticket=ticket).text
    assert "📌 答应您明天 15:00 前办到：换新的水龙头" in said


def test_not_kept_while_there_is_time(stage: Stage) -> None:
    ticket = stage.scene.ticket()
    promise = promised(stage, ticket)
    kept(stage, ticket, promise)
    said = stage.press("action_promise_not_kept", "promise_not_kept", promise=promise)
    assert "答应您明天 15:00 前办到的事仍然算数" in said.text
    assert state(stage) == PromiseState.MADE


def test_not_kept_and_too_late(stage: Stage) -> None:
    ticket = stage.scene.ticket()
    promise = promised(stage, ticket)
    kept(stage, ticket, promise)
    stage.scene.clock.now += timedelta(days=2)
    said = stage.press("action_promise_not_kept", "promise_not_kept", promise=promise)
    assert "没有按答应您的时间" in said.text
    assert state(stage) == PromiseState.BROKEN
    said = stage.press("action_check_status", "check_status", ticket=ticket)
    assert "还没有办到：换新的水龙头" in said.text


def test_not_kept_said_of_a_resolved_ticket_opens_it_again(stage: Stage) -> None:
    ticket = stage.scene.ticket()
    promise = promised(stage, ticket)
    kept(stage, ticket, promise)
    stage.scene.resolve(stage.scene.all(Agent)[0].user_id, ticket)
    said = stage.press("action_promise_not_kept", "promise_not_kept", promise=promise)
    assert "已重新打开" in said.text
    assert stage.scene.get(ticket).state == State.TAKEN


def test_too_late_to_say_that_it_was_not_kept(stage: Stage) -> None:
    ticket = stage.scene.ticket()
    promise = promised(stage, ticket)
    kept(stage, ticket, promise)
    stage.scene.clock.now += timedelta(days=9)
    said = stage.press("action_promise_not_kept", "promise_not_kept", promise=promise)
    assert "还在处理中" in said.text
    stage.scene.resolve(stage.scene.all(Agent)[0].user_id, ticket)
    said = stage.press("action_promise_not_kept", "promise_not_kept", promise=promise)
    assert "已经结束了" in said.text
    assert (stage.scene.get(ticket).state, state(stage)) == (State.RESOLVED, PromiseState.KEPT)


def test_another_s_promise_is_nobody_s_business(stage: Stage) -> None:
    ticket = stage.scene.ticket(chat=ANN)
    promise = promised(stage, ticket)
    stage.scene.write("你好")
    for number in (promise, 999, "x", 2**40):
        said = stage.press("action_promise_not_kept", "promise_not_kept", promise=number)
        assert said.text == words("zh_not_yours")
