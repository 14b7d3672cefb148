"""Who is writing: first steps, accounts, language, a person; and small talk."""

import pytest

from bot.desk.account import AccountKind
from bot.desk.labels import Language
from tests.actions.stage import Stage, words
from tests.builders import ANN, LI

DESK = {"zh": "安居服务台", "en": "CareDesk"}


def test_start_says_what_the_desk_does(stage: Stage) -> None:
    stage.scene.write("你好")
    assert stage.press("action_start", "start").text == words("zh_welcome", desk=DESK["zh"])


@pytest.mark.parametrize(
    ("payload", "name"),
    [("meter_12345", "link_tied"), ("meter_99999", "link_unknown")],
)
def test_a_link_ties_the_chat_to_its_account(stage: Stage, payload: str, name: str) -> None:
    stage.scene.account("12345", AccountKind.METER)
    stage.scene.write("你好")
    number = "12345" if name == "link_tied" else payload
    assert words(f"zh_{name}", number=number) in stage.press("action_start", "start", payload=payload).text


def test_a_link_followed_twice(stage: Stage) -> None:
    stage.scene.account("12345", AccountKind.METER)
    stage.scene.write("你好")
    stage.press("action_start", "start", payload="meter_12345")
    again = stage.press("action_start", "start", payload="meter_12345")
    assert words("zh_link_already", number="12345") in again.text


def test_a_link_that_names_nothing_is_just_a_start(stage: Stage) -> None:
    stage.scene.write("你好")
    assert stage.press("action_start", "start", payload="<b>?").text == words("zh_welcome", desk=DESK["zh"])


def test_their_own_contact_ties_their_accounts_and_they_are_greeted_by_name(stage: Stage) -> None:
    stage.scene.account("12345", AccountKind.METER, phone="+8613800138000", holder="李娜")
    stage.scene.write("你好")
    told = stage.press("action_contact", "contact", phone="8613800138000", user=LI)
    assert told.texts == [words("zh_contact_tied", name="李娜", numbers="12345"), words("zh_offer_care")]
    greeted = stage.hear("action_greet", "你好", "chitchat+greeting").text
    assert greeted == words("zh_greeting_known", name="李娜")


def test_an_unknown_number_is_no_trouble(stage: Stage) -> None:
    stage.scene.write("你好")
    played = stage.press("action_contact", "contact", phone="8613800138000", user=LI)
    assert played.text == words("zh_contact_unknown")


def test_another_persons_contact_belongs_to_the_matter_in_hand(stage: Stage) -> None:
    stage.scene.account("12345", AccountKind.METER, phone="+8613800138000", holder="李娜")
    stage.filed()
    ref = stage.scene.write("", media=[{"type": "contact", "message_id": 9}])
    played = stage.press("action_contact", "contact", phone="8613800138000", user=LI + 1, as_message=ref)
    assert played.text == words("zh_joined", number="CD-1")
    assert "12345" not in played.text


def test_the_language_is_the_customers_choice(stage: Stage) -> None:
    stage.scene.write("你好")
    asked = stage.press("action_language", "language")
    assert asked.payloads == ['/set_language{"language": "zh"}', '/set_language{"language": "en"}']
    assert stage.press("action_set_language", "set_language", language="en").text == words("en_language_set")
    assert stage.hear("action_greet", "你好", "chitchat+greeting").text == words("en_greeting")
    assert stage.press("action_set_language", "set_language", language="fr").text == words(
        "en_which_language"
    )


def test_a_person_takes_over_in_the_matter_in_hand(stage: Stage) -> None:
    stage.filed()
    played = stage.hear("action_talk_to_human", "转人工", "talk_to_human")
    assert "已为您转人工（CD-1）" in played.text
    assert len(stage.scene.open_handovers()) == 1
    assert stage.press("action_talk_to_human", "talk_to_human").said == played.said
    assert len(stage.scene.open_handovers()) == 1


def test_a_person_gets_what_the_desk_could_not_place(stage: Stage) -> None:
    unclear = stage.hear("action_ask_kind", "那个事情").slots["waiting"][0]["message"]
    played = stage.press("action_talk_to_human", "talk_to_human", message=unclear)
    assert stage.scene.message(unclear).ticket_id == 1
    assert played.slots["waiting"] is None


def test_a_person_asked_for_after_the_promise_passed_is_promised_no_past_time(stage: Stage) -> None:
    stage.filed()
    stage.scene.clock.forward(minutes=29)
    stage.press("action_talk_to_human", "talk_to_human")
    stage.scene.clock.forward(hours=6)
    assert stage.press("action_talk_to_human", "talk_to_human").text == words(
        "zh_handover_soon", number="CD-1"
    )


def test_a_greeting_mentions_what_is_open(stage: Stage) -> None:
    stage.filed()
    assert words("zh_open_matter", count=1, numbers="CD-1") in stage.hear("action_greet", "你好").text
    stage.filed("客服态度差", "complaint+service")
    greeted = stage.hear("action_greet", "hello there").text
    assert words("en_open_matters", count=2, numbers="CD-2 and CD-1") in greeted


@pytest.mark.parametrize(
    ("intent", "name"),
    [
        ("chitchat+thanks", "thanks"),
        ("chitchat+help", "help"),
        ("help", "help"),
        ("chitchat+abuse", "abuse"),
        ("chitchat+other", "other"),
        ("no_words", "no_words"),
        ("affirm", "acknowledge"),
        ("deny", "acknowledge"),
        ("skip", "acknowledge"),
    ],
)
def test_small_talk_gets_a_short_answer(stage: Stage, intent: str, name: str) -> None:
    assert stage.hear("action_small_talk", "随便说说", intent).text == words(f"zh_{name}")


@pytest.mark.parametrize(
    ("chat", "filed", "said", "told"),
    [
        (LI, "楼上漏水", "可以，明早在家", "zh_passed_on"),
        (ANN, "It leaks", "tomorrow is fine", "en_passed_on"),
    ],
    ids=["zh", "en"],
)
@pytest.mark.parametrize("intent", ["affirm", "chitchat+other", "chitchat+thanks", "other_language"])
def test_small_talk_in_reply_to_a_ticket_reaches_staff(
    stage: Stage, chat: int, filed: str, said: str, told: str, intent: str
) -> None:
    stage.chat = chat
    ticket = stage.filed(filed)
    stage.scene.clock.forward(days=1)
    reply = stage.scene.write(said, chat, reply_to=stage.scene.message(1).message_id)
    for _ in range(2):
        played = stage.hear("action_small_talk", said, intent, message=reply)
        assert (played.text, played.about) == (words(told, number="CD-1"), [ticket])
    assert [one.values["text"] for one in stage.scene.notices("relay")] == [said]


def test_another_language_is_answered_in_both(stage: Stage) -> None:
    for text in ("你好", "hello"):
        stage.scene.write(text)
        told = stage.hear("action_small_talk", "¿?", "other_language").text
        assert "我目前会中文和英文" in told
        assert "Chinese" in told


def test_cancel_says_that_tickets_stay(stage: Stage) -> None:
    stage.scene.write("你好")
    assert stage.press("action_cancel", "cancel").text == words("zh_cancelled")
    stage.filed()
    stage.open_form("details_form", "place")
    played = stage.press("action_cancel", "cancel")
    assert played.ended_form
    assert played.payloads == ['/withdraw{"ticket": 1}']


def test_the_language_of_a_new_customer_is_telegrams(stage: Stage) -> None:
    stage.chat = 77
    stage.scene.write("👍", 77, language_code="en")
    assert stage.press("action_start", "start").text == words("en_welcome", desk=DESK[Language.EN])
