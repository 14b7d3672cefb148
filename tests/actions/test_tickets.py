"""A customer's own tickets: how they stand, the list, taking one back, mending what was understood."""

import pytest

from bot.desk.labels import Category, Hazard, Kind
from bot.desk.ticket import State, Ticket
from tests.actions.stage import Stage, words
from tests.builders import ANN, LI
from tests.service.duplicates import type_merge


@pytest.mark.parametrize(
    "said", ["CD-1 怎么样了", "cd1 到哪了", "#1 呢", "1号处理了吗", "工单1进展", "1 怎么样了"]
)
def test_a_ticket_is_found_by_its_number_however_it_is_written(stage: Stage, said: str) -> None:
    stage.filed()
    stage.filed("客服态度差", "complaint+service")
    played = stage.hear("action_check_status", said, "check_status")
    assert played.about == [1]
    assert "等待工作人员接手" in played.text


def test_without_a_number_the_only_open_ticket_is_meant(stage: Stage) -> None:
    stage.filed()
    assert stage.hear("action_check_status", "怎么样了", "check_status").about == [1]


def test_without_a_number_and_with_several_they_are_listed(stage: Stage) -> None:
    stage.filed()
    stage.filed("客服态度差", "complaint+service")
    played = stage.hear("action_check_status", "怎么样了", "check_status")
    assert "CD-1 · 投诉报修 · 待接手 · 楼上漏水，天花板湿了一片" in played.text
    assert played.payloads == ['/check_status{"ticket": 2}', '/check_status{"ticket": 1}']


def test_a_reply_to_what_the_desk_said_means_that_ticket(stage: Stage) -> None:
    stage.filed()
    stage.filed("客服态度差", "complaint+service")
    reply = stage.scene.write("怎么样了", reply_to=stage.scene.message(1).message_id)
    assert stage.hear("action_check_status", "怎么样了", "check_status", message=reply).about == [1]


@pytest.mark.parametrize(
    ("chat", "filed", "plea", "added"),
    [
        (LI, "楼上漏水，天花板湿了一片", "麻烦帮忙催一下师傅", words("zh_joined", number="CD-1")),
        (ANN, "The ceiling is leaking", "please hurry them up", words("en_joined", number="CD-1")),
    ],
    ids=["zh", "en"],
)
@pytest.mark.parametrize("several", [False, True], ids=["the only one", "one of two"])
def test_a_plea_in_reply_to_a_ticket_is_added_to_it(
    stage: Stage, chat: int, filed: str, plea: str, added: str, several: bool
) -> None:
    stage.chat = chat
    ticket = stage.filed(filed)
    if several:
        stage.filed(filed, "complaint+service")
    reply = stage.scene.write(plea, chat, reply_to=stage.scene.message(1).message_id)
    for _ in range(2):  # heard again after a kill
        played = stage.hear("action_check_status", plea, "check_status", message=reply)
        assert played.about == [ticket]
        assert played.text.endswith(f"\n{added}")
    assert [(one.ticket_id, one.values["text"]) for one in stage.scene.notices("relay")] == [(ticket, plea)]
    assert len(stage.scene.all(Ticket)) == 1 + several


@pytest.mark.parametrize(
    ("chat", "filed", "asked"),
    [
        (LI, "楼上漏水，天花板湿了一片", "催一下师傅"),
        (LI, "楼上漏水，天花板湿了一片", "CD-1 怎么样了"),
        (ANN, "The ceiling is leaking", "any news? please hurry them up"),
    ],
)
def test_staff_see_in_the_topic_that_the_customer_asks(
    stage: Stage, chat: int, filed: str, asked: str
) -> None:
    stage.chat = chat
    ticket = stage.filed(filed)
    stage.scene.take(stage.scene.agent(), ticket)
    due = stage.scene.get(ticket).due_at
    stage.scene.clock.forward(minutes=40)
    played = stage.hear("action_check_status", asked, "check_status")
    promised = "最晚今天" if chat == LI else "You'll have an answer by today"
    assert played.about == [ticket]
    assert played.text.splitlines()[1].startswith(promised)
    (relay,) = stage.scene.notices("relay")
    assert (relay.ticket_id, relay.values["text"]) == (ticket, asked)
    assert stage.scene.get(ticket).due_at == due


def test_a_question_about_a_closed_ticket_reopens_nothing_and_buttons_write_nothing(stage: Stage) -> None:
    ticket = stage.scene.resolved()
    stage.scene.deliver()
    (told,) = stage.scene.notices("resolved")
    reply = stage.scene.write("怎么样了", reply_to=told.message_id)
    assert "已办结" in stage.hear("action_check_status", "怎么样了", "check_status", message=reply).text
    assert stage.scene.get(ticket).state == State.RESOLVED
    stage.press("action_check_status", "check_status", ticket=stage.filed())
    assert not stage.scene.notices("relay")


def test_of_several_the_agent_who_talks_with_the_customer_sees_the_question(stage: Stage) -> None:
    ticket = stage.filed()
    stage.filed("客服态度差", "complaint+service")
    stage.scene.answer(stage.scene.agent(), ticket, "师傅三点到")
    stage.hear("action_check_status", "到哪了", "check_status")
    assert [one.ticket_id for one in stage.scene.notices("relay")] == [ticket]


@pytest.mark.parametrize(
    ("chat", "filed", "asked"),
    [
        (LI, ("楼上漏水", "天花板还在滴水"), "CD-2 怎么样了"),
        (ANN, ("The ceiling leaks", "It drips"), "how is CD-2?"),
    ],
    ids=["zh", "en"],
)
@pytest.mark.parametrize("over", [False, True], ids=["open", "resolved"])
def test_a_merged_ticket_stands_as_the_one_where_it_goes_on(
    stage: Stage, chat: int, filed: tuple[str, str], asked: str, over: bool
) -> None:
    stage.chat, user = chat, stage.scene.agent()
    first = stage.scene.ticket(filed[0], chat=chat)
    stage.scene.clock.forward(hours=1)
    second = stage.scene.ticket(filed[1], chat=chat)
    type_merge(stage.scene, user, second, f"CD-{first}")
    if over:
        stage.scene.resolve(user, first)
    resolved = "已办结" if chat == LI else "is resolved"
    for played in (
        stage.hear("action_check_status", asked, "check_status"),
        stage.press("action_check_status", "check_status", ticket=second),
    ):
        assert played.about == [first]
        assert (resolved in played.text) == over


def test_who_takes_a_merged_ticket_back_is_asked_about_the_one_where_it_goes_on(stage: Stage) -> None:
    user, first, second = (
        stage.scene.agent(),
        stage.filed("楼上漏水"),
        stage.filed("客服态度差", "complaint+service"),
    )
    asked = stage.hear("action_withdraw", "撤回 CD-2", "withdraw")
    type_merge(stage.scene, user, second, f"CD-{first}")
    anew = stage.press("action_withdraw_sure", "withdraw_sure", ticket=second)
    assert (asked.about, anew.about) == ([second], [first])
    assert anew.payloads[0] == f'/withdraw_sure{{"ticket": {first}}}'
    assert stage.scene.get(first).state == State.OPEN
    stage.press("action_withdraw_sure", "withdraw_sure", ticket=first)
    assert stage.scene.get(first).state == State.WITHDRAWN
    again = stage.press("action_withdraw_sure", "withdraw_sure", ticket=second)
    assert again.text == words("zh_closed_already", number="CD-2")


def test_nothing_filed_is_said_so(stage: Stage) -> None:
    assert stage.hear("action_check_status", "怎么样了", "check_status").text == words("zh_nothing_filed")
    assert stage.press("action_list_mine", "mine").text == words("zh_nothing_filed")


def test_a_number_that_is_not_theirs_tells_nothing(stage: Stage) -> None:
    stage.filed()
    stage.chat = ANN
    played = stage.hear("action_check_status", "what about CD-1", "check_status")
    assert played.text == words("en_unknown_number", number="CD-1")
    assert played.about == [None]


def test_who_works_on_it_and_what_was_done(stage: Stage) -> None:
    ticket = stage.filed()
    agent = stage.scene.agent("王强")
    stage.scene.take(agent, ticket)
    assert "由王强在处理" in stage.press("action_check_status", "check_status", ticket=ticket).text
    stage.scene.resolve(agent, ticket, words="换了水管")
    told = stage.press("action_check_status", "check_status", ticket=ticket)
    assert "已办结" in told.text
    assert told.payloads == ['/reopen{"ticket": 1}']


def test_a_promise_that_was_not_kept_is_admitted(stage: Stage) -> None:
    stage.filed()
    stage.scene.clock.forward(hours=5)
    assert "已经超时" in stage.hear("action_check_status", "怎么样了", "check_status").text


def test_withdrawing_asks_once(stage: Stage) -> None:
    stage.filed()
    asked = stage.hear("action_withdraw", "撤回", "withdraw")
    assert asked.payloads == ['/withdraw_sure{"ticket": 1}', '/keep{"ticket": 1}']
    assert stage.slots["asked"] == "withdraw"

    done = stage.hear("action_withdraw_sure", "是的", "affirm")
    assert done.text == words("zh_withdrawn", number="CD-1")
    assert done.slots["asked"] is None
    assert stage.scene.get(1).state == State.WITHDRAWN

    again = stage.press("action_withdraw_sure", "withdraw_sure", ticket=1)
    assert again.text == words("zh_withdrawn", number="CD-1")


def test_it_stays(stage: Stage) -> None:
    stage.filed()
    stage.press("action_withdraw", "withdraw", ticket=1)
    assert stage.hear("action_keep", "不用了", "deny").text == words("zh_kept_open", number="CD-1")
    assert stage.scene.get(1).state == State.OPEN


def test_a_question_is_over_when_the_customer_speaks_of_something_else(stage: Stage) -> None:
    stage.filed()
    stage.hear("action_withdraw", "撤回", "withdraw")
    stage.hear("action_small_talk", "谢谢", "chitchat+thanks")
    assert stage.slots["asked"] is None


def test_which_of_several_is_withdrawn(stage: Stage) -> None:
    stage.filed()
    stage.filed("客服态度差", "complaint+service")
    played = stage.hear("action_withdraw", "撤回", "withdraw")
    assert played.text == words("zh_withdraw_which")
    assert played.payloads == ['/withdraw{"ticket": 2}', '/withdraw{"ticket": 1}']
    assert stage.hear("action_withdraw", "撤回 CD-2", "withdraw").about == [2]


def test_nothing_to_withdraw(stage: Stage) -> None:
    assert stage.hear("action_withdraw", "撤回", "withdraw").text == words("zh_nothing_to_withdraw")
    stage.scene.resolved()
    assert stage.press("action_withdraw", "withdraw", ticket=1).text == words(
        "zh_closed_already", number="CD-1"
    )
    assert "CD-9" in stage.hear("action_withdraw", "撤回 CD-9", "withdraw").text


def test_the_kind_is_mended_and_kept_as_training_data(stage: Stage) -> None:
    stage.filed()
    asked = stage.press("action_wrong_kind", "wrong_kind", ticket=1)
    assert asked.payloads == [f'/correct{{"ticket": 1, "kind": "{kind}"}}' for kind in list(Kind)[1:]]
    told = stage.press("action_correct", "correct", ticket=1, kind="suggestion")
    assert "建议 · 质量与故障" in told.text
    assert stage.scene.get(1).kind == Kind.SUGGESTION
    (kept,) = stage.scene.corrections()
    assert (kept.field, kept.before, kept.after) == ("kind", "complaint", "suggestion")


def test_the_category_is_mended_and_the_department_with_it(stage: Stage) -> None:
    stage.filed()
    asked = stage.press("action_wrong_category", "wrong_category", ticket=1)
    assert [one["title"] for one in asked.said[0]["buttons"]] == ["规划设计", "销售承诺", "服务"]
    assert "由设计部负责" in stage.press("action_correct", "correct", ticket=1, category="design").text
    assert stage.scene.get(1).category == Category.DESIGN


def test_it_is_urgent_alerts_staff_before_anything_is_asked(stage: Stage) -> None:
    stage.filed()
    asked = stage.press("action_it_is_urgent", "it_is_urgent", ticket=1)
    assert stage.scene.get(1).urgent
    assert len(stage.scene.notices("alarm")) == 1
    assert asked.alerts == [True]
    assert len(asked.payloads) == len(Hazard)

    told = stage.press("action_hazard_is", "hazard_is", ticket=1, hazard="gas")
    assert told.texts[0] == words("zh_advice_gas")
    assert told.alerts == [True, True]
    assert stage.scene.get(1).hazard == Hazard.GAS


def test_a_closed_ticket_is_not_urgent_any_more(stage: Stage) -> None:
    stage.scene.resolved()
    for action in ("action_it_is_urgent", "action_hazard_is"):
        assert stage.press(action, ticket=1).text == words("zh_closed_already", number="CD-1")


def test_words_of_the_customer_are_never_read_as_placeholders(stage: Stage) -> None:
    odd = "{number} 0[x] {0} %s"
    stage.filed(odd)
    assert odd in stage.press("action_list_mine", "mine").text
    assert odd in stage.hear("action_check_status", "怎么样了", "check_status").text
    assert stage.chat == LI
