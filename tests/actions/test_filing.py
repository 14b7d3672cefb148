"""File first, ask after: a matter is filed at once, joins the one it belongs to, or one short question is asked."""

import pytest

from bot.desk.account import AccountKind
from bot.desk.labels import Category, Hazard, Kind
from bot.desk.ticket import State, Ticket
from bot.service import identity
from tests.actions.stage import Stage, words
from tests.builders import ANN, LI

UNDERSTOOD = {"kind": {"complaint": 0.4, "inquiry": 0.35}, "category": {"service": 0.6, "quality": 0.3}}


def test_a_complaint_is_filed_and_its_customer_hears_what_was_understood_who_answers_and_by_when(
    stage: Stage,
) -> None:
    played = stage.hear("action_file_matter", "楼上漏水，天花板湿了一片", "complaint+quality")

    ticket = stage.scene.get(1)
    assert (ticket.kind, ticket.category, ticket.urgent) == (Kind.COMPLAINT, Category.QUALITY, False)
    # 9:30 UTC on the clock, four hours for a complaint, in Shanghai
    for part in ("CD-1", "投诉报修 · 质量与故障", "工程维修部", "今天 21:30"):
        assert part in played.text
    assert played.about == [1]
    assert played.payloads == [
        '/wrong_kind{"ticket": 1}',
        '/wrong_category{"ticket": 1}',
        '/add_photo{"ticket": 1}',
        '/it_is_urgent{"ticket": 1}',
        '/withdraw{"ticket": 1}',
    ]
    assert played.slots == {"in_hand": 1, "place": None, "since": None, "follow": "details"}


def test_english_is_answered_in_english(stage: Stage) -> None:
    played = stage.hear("action_file_matter", "The lift in block 3 is broken again", "complaint+quality")
    assert "I've filed this for you as CD-1" in played.text
    assert "our repairs team by today, 21:30" in played.text


@pytest.mark.parametrize(
    ("intent", "place", "since", "follow"),
    [
        ("complaint+service", None, None, "details"),
        ("inquiry+service", None, "", "details"),
        ("suggestion+design", "", "", "nothing"),
        ("praise+service", "", "", "nothing"),
    ],
)
def test_only_questions_that_are_useful_are_asked(
    stage: Stage, intent: str, place: str | None, since: str | None, follow: str
) -> None:
    slots = stage.hear("action_file_matter", "关于小区的事", intent).slots
    assert (slots["place"], slots["since"], slots["follow"]) == (place, since, follow)


def test_the_place_is_known_when_one_account_is_tied(stage: Stage) -> None:
    stage.scene.account("12345", AccountKind.METER)
    stage.scene.write("你好")
    with stage.scene.desk() as work:
        identity.follow_link(work, LI, "meter_12345")
    slots = stage.hear("action_file_matter", "没水了，停了一天", "complaint+quality").slots
    assert (slots["place"], slots["since"]) == ("", None)


def test_the_same_message_again_gives_the_same_answer_and_no_second_ticket(stage: Stage) -> None:
    message = stage.scene.write("楼上漏水")
    first = stage.hear("action_file_matter", "楼上漏水", "complaint+quality", message=message)
    again = stage.hear("action_file_matter", "楼上漏水", "complaint+quality", message=message)
    assert again.said == first.said
    assert again.slots == first.slots
    assert len(stage.scene.all(Ticket)) == 1


@pytest.mark.parametrize("hazard", list(Hazard))
@pytest.mark.parametrize(
    ("language", "text"), [("zh", "家里很危险，快来人"), ("en", "it is dangerous here, hurry")]
)
def test_danger_gets_its_own_advice_first_and_no_questions(
    stage: Stage, hazard: Hazard, language: str, text: str
) -> None:
    played = stage.hear("action_file_matter", text, "complaint+quality", hazard=hazard.value)
    assert played.texts[0] == words(f"{language}_advice_{hazard}")
    assert "CD-1" in played.texts[1]
    assert played.alerts == [True, True]
    assert "follow" not in played.slots
    assert stage.scene.get(1).hazard == hazard
    assert len(stage.scene.notices("alarm")) == 1


def test_danger_is_filed_whatever_else_the_words_look_like(stage: Stage) -> None:
    played = stage.hear("action_file_matter", "快叫人来，着火了", "talk_to_human", hazard="fire")
    assert played.texts[0] == words("zh_advice_fire")
    assert stage.scene.get(1).kind == Kind.COMPLAINT


def test_more_of_the_same_within_the_talk_is_asked_about_and_goes_where_the_customer_says(
    stage: Stage,
) -> None:
    stage.filed()
    asked = stage.hear("action_file_matter", "卫生间也漏了", "complaint+quality")
    message = asked.slots["waiting"][0]["message"]
    assert asked.text == words("zh_which")
    assert asked.payloads == [
        f'/place{{"message": {message}, "ticket": 1}}',
        f'/place{{"message": {message}}}',
    ]
    assert "楼上漏水" in asked.said[0]["buttons"][0]["title"]

    joined = stage.press("action_place", "place", message=message, ticket=1)
    assert joined.text == words("zh_joined", number="CD-1")
    assert joined.slots["waiting"] is None
    assert stage.scene.message(message).ticket_id == 1


def test_it_was_a_new_matter(stage: Stage) -> None:
    stage.filed()
    asked = stage.hear("action_file_matter", "电梯坏了", "complaint+quality")
    played = stage.press("action_place", "place", message=asked.slots["waiting"][0]["message"])
    assert "CD-2" in played.text
    assert played.slots["follow"] == "details"


def test_a_question_that_is_not_answered_loses_nothing(stage: Stage) -> None:
    """What was asked about goes to its likely ticket as soon as the customer speaks of something else."""
    stage.filed()
    asked = stage.hear("action_file_matter", "卫生间也漏了", "complaint+quality")
    stage.hear("action_file_matter", "保安今天帮我搬东西，谢谢他", "praise+service")
    assert stage.scene.message(asked.slots["waiting"][0]["message"]).ticket_id == 1
    assert not stage.slots["waiting"]


def test_unsure_is_one_question_with_the_three_likeliest_kinds(stage: Stage) -> None:
    played = stage.hear("action_ask_kind", "那个事情", understanding=UNDERSTOOD)
    message = played.slots["waiting"][0]["message"]
    assert played.text == words("zh_ask_kind")
    assert [one["title"] for one in played.said[0]["buttons"]] == [
        "投诉报修 · 服务",
        "咨询 · 服务",
        "投诉报修 · 质量与故障",
        "转人工",
        "随便聊聊",
    ]
    assert (
        played.payloads[0] == f'/file_as{{"message": {message}, "kind": "complaint", "category": "service"}}'
    )
    assert played.payloads[-2:] == [
        f'/talk_to_human{{"message": {message}}}',
        f'/just_chatting{{"message": {message}}}',
    ]
    assert stage.scene.all(Ticket) == []


def test_without_the_readings_the_ranking_of_intents_serves(stage: Stage) -> None:
    ranking = [
        {"name": "nlu_fallback", "confidence": 0.5},
        {"name": "praise+service", "confidence": 0.2},
        {"name": "chitchat+other", "confidence": 0.1},
        {"name": "inquiry+design", "confidence": 0.05},
    ]
    played = stage.hear("action_ask_kind", "那个事情", intent_ranking=ranking)
    assert [one["title"] for one in played.said[0]["buttons"]][:2] == ["表扬 · 服务", "咨询 · 规划设计"]


def test_who_may_have_asked_after_a_ticket_is_offered_their_tickets(stage: Stage) -> None:
    played = stage.hear(
        "action_ask_kind", "有消息吗", intent_ranking=[{"name": "check_status", "confidence": 0.4}]
    )
    assert "/mine" in played.payloads


@pytest.mark.parametrize("action", ["action_greet", "action_small_talk"])
def test_mere_talk_that_the_model_hardly_believes_in_is_asked_about(stage: Stage, action: str) -> None:
    played = stage.hear(action, "3栋2单元1201", "chitchat+other", confidence=0.37)
    assert played.text == words("zh_ask_kind")
    assert len(played.slots["waiting"]) == 1


def test_the_customer_says_what_it_is(stage: Stage) -> None:
    message = stage.hear("action_ask_kind", "那个事情", understanding=UNDERSTOOD).slots["waiting"][0][
        "message"
    ]
    played = stage.press("action_file_as", "file_as", message=message, kind="inquiry", category="service")
    assert "咨询 · 服务" in played.text
    assert played.slots["waiting"] is None
    ticket = stage.scene.get(1)
    assert (ticket.kind, ticket.source_message_id) == (Kind.INQUIRY, message)


def test_a_kind_outside_the_list_is_no_kind(stage: Stage) -> None:
    message = stage.scene.write("那个事情")
    played = stage.press("action_file_as", "file_as", message=message, kind="joke", category="service")
    assert played.text == words("zh_not_yours")
    assert stage.scene.all(Ticket) == []


def test_just_chatting(stage: Stage) -> None:
    message = stage.hear("action_ask_kind", "那个事情", understanding=UNDERSTOOD).slots["waiting"][0][
        "message"
    ]
    played = stage.press("action_just_chatting", "just_chatting", message=message)
    assert played.text == words("zh_just_chatting")
    assert played.slots["waiting"] is None


def test_what_was_unclear_goes_with_what_the_customer_writes_next(stage: Stage) -> None:
    unclear = stage.hear("action_ask_kind", "那个事情", understanding=UNDERSTOOD).slots["waiting"][0][
        "message"
    ]
    stage.filed()
    assert stage.scene.message(unclear).ticket_id == 1


def test_a_photo_without_words_before_anything_is_filed_waits_for_the_words(stage: Stage) -> None:
    ref = stage.scene.write("", media=[{"type": "photo", "file_id": "f", "message_id": 7}])
    kept = stage.press("action_attach", "attachment", as_message=ref)
    assert kept.text == words("zh_kept")
    stage.filed()
    assert stage.scene.message(ref).ticket_id == 1


def test_a_photo_joins_the_matter_in_hand_and_leaves_the_form_open(stage: Stage) -> None:
    stage.filed()
    stage.open_form("details_form", "place")
    ref = stage.scene.write("", media=[{"type": "photo", "file_id": "f", "message_id": 7}])
    played = stage.press("action_attach", "attachment", as_message=ref)
    assert played.text == words("zh_joined", number="CD-1")
    assert not played.ended_form


def test_add_a_photo_says_where_the_next_one_goes(stage: Stage) -> None:
    first = stage.filed()
    stage.filed("客服电话没人接", "complaint+service")
    played = stage.press("action_add_photo", "add_photo", ticket=first)
    assert played.text == words("zh_photo_now", number="CD-1")
    ref = stage.scene.write("", media=[{"type": "photo", "file_id": "f", "message_id": 7}])
    assert stage.press("action_attach", "attachment", as_message=ref).about == [first]


def test_still_not_solved_reopens_what_was_resolved_lately(stage: Stage) -> None:
    ticket = stage.scene.resolved()
    played = stage.hear("action_not_solved", "还没修好", "not_solved")
    assert "CD-1 已重新打开" in played.text
    assert stage.scene.get(ticket).state in (State.OPEN, State.TAKEN)


def test_still_not_solved_asks_which_of_several(stage: Stage) -> None:
    stage.scene.resolved("水管漏水")
    stage.scene.resolved("电梯坏了", kind=Kind.INQUIRY)
    played = stage.hear("action_not_solved", "还没解决", "not_solved")
    assert played.text == words("zh_which_not_solved")
    assert sorted(one.split("{")[0] for one in played.payloads) == ["/reopen", "/reopen"]
    reopened = stage.press("action_reopen", "reopen", ticket=1)
    assert "CD-1 已重新打开" in reopened.text


def test_still_not_solved_adds_to_the_only_open_matter(stage: Stage) -> None:
    stage.filed()
    assert stage.hear("action_not_solved", "还没修好", "not_solved").text == words("zh_joined", number="CD-1")


def test_not_solved_with_nothing_filed_asks_what_it_is(stage: Stage) -> None:
    assert stage.hear("action_not_solved", "还没修好", "not_solved").text == words("zh_ask_kind")


def test_a_question_about_outages_of_an_unknown_home_can_go_to_staff(stage: Stage) -> None:
    played = stage.hear("action_ask_outage", "今天会停水吗", "ask_outage")
    assert played.text == words("zh_outage_untied")
    message = int(played.payloads[0].split(": ")[1].rstrip("}"))
    asked = stage.press("action_ask_staff", "ask_staff", message=message)
    assert "咨询 · 服务" in asked.text
    assert stage.scene.get(1).source_message_id == message


@pytest.mark.parametrize(
    ("chat", "filed", "asked", "told"),
    [
        (LI, "家里没电", "什么时候能来电", "zh_joined"),
        (ANN, "No power here", "when will it be back", "en_joined"),
    ],
    ids=["zh", "en"],
)
def test_a_question_about_an_outage_in_reply_to_a_ticket_is_asked_of_its_staff(
    stage: Stage, chat: int, filed: str, asked: str, told: str
) -> None:
    stage.chat = chat
    ticket = stage.filed(filed)
    reply = stage.scene.write(asked, chat, reply_to=stage.scene.message(1).message_id)
    for _ in range(2):
        played = stage.hear("action_ask_outage", asked, "ask_outage", message=reply)
        assert (played.text, played.about) == (words(told, number="CD-1"), [ticket])
    assert [one.values["text"] for one in stage.scene.notices("relay")] == [asked]


STRANGERS = [
    ("action_add_photo", {"ticket": 1}),
    ("action_reopen", {"ticket": 1}),
    ("action_withdraw_sure", {"ticket": 1}),
    ("action_keep", {"ticket": 1}),
    ("action_wrong_kind", {"ticket": 1}),
    ("action_wrong_category", {"ticket": 1}),
    ("action_correct", {"ticket": 1, "kind": "praise"}),
    ("action_it_is_urgent", {"ticket": 1}),
    ("action_hazard_is", {"ticket": 1, "hazard": "gas"}),
    ("action_rate", {"ticket": 1, "round": 1, "stars": 1}),
    ("action_place", {"message": 1, "ticket": 1}),
    ("action_file_as", {"message": 1, "kind": "praise", "category": "service"}),
    ("action_ask_staff", {"message": 1}),
]


@pytest.mark.parametrize(("action", "payload"), STRANGERS, ids=[action for action, _ in STRANGERS])
def test_another_customers_ticket_is_out_of_reach(
    stage: Stage, action: str, payload: dict[str, object]
) -> None:
    stage.filed()
    before = stage.scene.get(1).model_dump()
    stage.chat, stage.slots = ANN, {}
    stage.scene.write("你好", ANN)
    assert stage.press(action, **payload).text == words("zh_not_yours")
    assert stage.scene.get(1).model_dump() == before
    assert len(stage.scene.all(Ticket)) == 1
