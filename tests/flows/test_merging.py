"""A duplicate over the whole house: merged by command, then a matter of its own again by the button on its card."""

from collections.abc import Callable

import pytest

from bot.desk.ticket import State
from bot.desk.ticket_clock import ClockState, TicketClock
from tests.flows.talk import Talk
from tests.live import Live

SAID = {
    "zh": {
        "matter": "小区电梯坏了三天没人修",
        "other": "建议在大厅放一个雨伞架",
        "merged": "说的是同一件事",
        "parted": "不是同一件事",
    },
    "en": {
        "matter": "The lift has been broken for three days",
        "other": "Could you consider putting an umbrella stand in the lobby?",
        "merged": "are about the same thing",
        "parted": "are two matters after all",
    },
}


@pytest.mark.parametrize("language", SAID)
def test_a_merge_is_undone_by_the_button(live: Live, meet: Callable[..., Talk], language: str) -> None:
    said, customer = SAID[language], meet(language)
    goes_on, other = (customer.files(said[one])[0] for one in ("matter", "other"))
    into, number = goes_on.id or 0, other.id or 0
    thread = live.card(number).thread
    topic = live.staff.topics[thread or 0]

    def clocks() -> list[tuple[object, ...]]:
        rows = live.rows(TicketClock, TicketClock.ticket_id == number)
        return [(one.metric, one.state, one.due_at, one.stopped_at) for one in rows]

    before = clocks()
    customer.now()
    live.agent.says(f"/merge {goes_on.number}", chat=live.staff, thread=thread)
    assert other.number in customer.hears(said["merged"]).text
    live.until(lambda: topic.closed, "the duplicate's topic to be closed")
    live.card_says(number, f"已并入 {goes_on.number}")
    live.card_says(into, f"{other.number} 已并入本工单")
    live.in_topic(into, f"{other.number} 并入这里")
    live.in_topic(into, said["other"])
    assert {state for _, state, _, _ in clocks()} == {ClockState.DROPPED}
    with pytest.raises(ValueError, match="is closed"):
        live.agent.says("/unmerge", chat=live.staff, thread=thread)

    customer.now()
    assert f"{other.number} 已恢复单独办理" in live.press(live.agent, live.card(number), "取消合并")
    assert other.number in customer.hears(said["parted"]).text
    live.until(lambda: not topic.closed, "its topic to be open again")
    live.card_says(number, "办结")
    live.in_topic(into, f"{other.number} 照旧单独办理")
    assert (live.ticket(number).state, clocks()) == (State.OPEN, before)
    customer.now()
    live.agent.says("谢谢您的建议", chat=live.staff, thread=thread)
    assert other.number in customer.hears("谢谢您的建议").text
