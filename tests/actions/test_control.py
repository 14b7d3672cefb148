"""/settings, the button that ends a topic, and what people write to end it."""

from datetime import time

import pytest
from sqlmodel import select

from bot.desk.customer import Customer
from bot.desk.notice import Notice, NoticeState
from bot.desk.wishes import Consent, Topic, Wishes
from bot.service import speaking
from bot.service.speaking import Word
from tests.actions.stage import Played, Stage, words
from tests.builders import LI

ON_AGAIN = '/consent{"topic": "bills", "given": true}'


def say_first(stage: Stage, topic: Topic = Topic.BILLS, step: str = "1") -> Notice:
    """The desk says something first, and it arrives; the notice."""
    with stage.scene.desk() as work:
        person = work.session.exec(select(Customer).where(Customer.chat_id == LI)).one()
        speaking.tell(work, Word(person, topic, "bills:1", "reminder", step, text="…"))
    stage.scene.deliver()
    return stage.scene.notices("reminder", step=step)[0]


def wait_first(stage: Stage, topic: Topic = Topic.BILLS, step: str = "2") -> None:
    with stage.scene.desk() as work:
        person = work.session.exec(select(Customer).where(Customer.chat_id == LI)).one()
        speaking.tell(work, Word(person, topic, "bills:1", "reminder", step, text="…"))


def given(stage: Stage) -> dict[Topic, bool]:
    with stage.scene.desk() as work:
        return {row.topic: row.given for row in work.session.exec(select(Consent)).all()}


def wishes(stage: Stage) -> Wishes:
    with stage.scene.desk() as work:
        return work.session.exec(select(Wishes)).one()


def off(played: Played) -> bool:
    return ON_AGAIN in played.payloads


def test_settings_show_what_holds_with_a_button_for_each(stage: Stage) -> None:
    stage.scene.write("你好")
    shown = stage.press("action_settings", "settings")
    assert "🔔 缴费提醒：已开启" in shown.text
    assert "🔕 问候和贴士：已关闭" in shown.text
    assert "21:00–08:00（服务台默认）" in shown.text
    assert '/consent{"topic": "bills", "given": false}' in shown.payloads
    assert '/consent{"topic": "care", "given": true}' in shown.payloads
    assert '/settings{"page": "quiet"}' in shown.payloads


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", ["", "quiet", "zone", "often"])
def test_every_page_has_its_words_in_both_languages(stage: Stage, language: str, page: str) -> None:
    stage.scene.write("你好")
    stage.press("action_set_language", "set_language", language=language)
    shown = stage.press("action_settings", "settings", page=page)
    assert "{" not in shown.text
    assert len(shown.payloads) > 3


def test_a_topic_is_turned_on_and_off(stage: Stage) -> None:
    stage.scene.write("你好")
    assert "问候和贴士已开启" in stage.press("action_consent", "consent", topic="care", given=True).text
    assert given(stage) == {Topic.CARE: True}
    assert "不再发送问候和贴士" in stage.press("action_consent", "consent", topic="care", given=False).text
    assert given(stage) == {Topic.CARE: False}


@pytest.mark.parametrize("topic", ["weather", "safety", ""])
def test_a_topic_that_is_none_shows_the_settings(stage: Stage, topic: str) -> None:
    stage.scene.write("你好")
    assert "缴费提醒" in stage.press("action_consent", "consent", topic=topic, given=False).text
    assert given(stage) == {}


def test_the_button_below_a_reminder_ends_its_topic_at_once(stage: Stage) -> None:
    stage.scene.write("你好")
    say_first(stage)
    wait_first(stage)
    played = stage.press("action_stop_topic", "stop_topic", topic="bills")
    assert played.text == words("zh_consent_off_bills", topic="缴费提醒")
    assert off(played)
    (waiting,) = stage.scene.notices("reminder", step="2")
    assert (waiting.state, waiting.error) == (NoticeState.CANCELLED, "the customer ended this topic")


def test_safety_cannot_be_ended_and_it_says_why(stage: Stage) -> None:
    stage.scene.write("你好")
    played = stage.press("action_stop_topic", "stop_topic", topic="safety")
    assert played.text == words("zh_safety_always")
    assert '/stop_topic{"topic": "outages"}' in played.payloads
    assert given(stage) == {}


def test_words_that_end_it_are_about_what_they_answer(stage: Stage) -> None:
    stage.scene.write("你好")
    first = say_first(stage, Topic.OUTAGES, "outage")
    stage.scene.clock.forward(minutes=5)
    say_first(stage, Topic.BILLS, "bill")
    ref = stage.scene.write("别再发了", reply_to=first.message_id)
    played = stage.hear("action_stop_speaking", "别再发了", "stop_speaking", message=ref)
    assert "停水停电通知" in played.text
    assert given(stage) == {Topic.OUTAGES: False}


def test_without_a_reply_they_are_about_what_came_last(stage: Stage) -> None:
    stage.scene.write("hello there")
    say_first(stage, Topic.OUTAGES, "outage")
    stage.scene.clock.forward(minutes=5)
    say_first(stage, Topic.BILLS, "bill")
    played = stage.hear("action_stop_speaking", "stop sending me these", "stop_speaking")
    assert played.text == words("en_consent_off_bills", topic="payment reminders")
    assert off(played)


def test_when_nothing_was_said_lately_the_customer_chooses(stage: Stage) -> None:
    stage.scene.write("你好")
    say_first(stage)
    stage.scene.clock.forward(days=4)
    played = stage.hear("action_stop_speaking", "退订", "stop_speaking")
    assert played.text == words("zh_stop_what")
    assert played.payloads == ['/stop_topic{"topic": "bills"}', '/stop_topic{"topic": "outages"}']
    for topic in ("bills", "outages"):
        stage.press("action_stop_topic", "stop_topic", topic=topic)
    assert stage.hear("action_stop_speaking", "退订", "stop_speaking").text == words("zh_stop_nothing")


def test_a_bare_stop_ends_a_topic_only_as_a_reply_to_it(stage: Stage) -> None:
    stage.scene.write("hello there")
    said = say_first(stage)
    assert stage.hear("action_cancel", "stop", "cancel").text == words("en_cancelled")
    ref = stage.scene.write("stop", reply_to=said.message_id)
    assert off(stage.hear("action_cancel", "stop", "cancel", message=ref))
    assert given(stage) == {Topic.BILLS: False}


def test_quiet_hours_by_button_and_written(stage: Stage) -> None:
    stage.scene.write("你好")
    shown = stage.press("action_quiet_hours", "quiet_hours", hours="19:00-10:00")
    assert "19:00–10:00" in shown.text
    stage.press("action_settings", "settings", payload="22:30-06:45")
    assert (wishes(stage).quiet_from, wishes(stage).quiet_until) == (time(22, 30), time(6, 45))
    assert "免打扰：不设" in stage.press("action_quiet_hours", "quiet_hours", hours="00:00-00:00").text
    stage.press("action_quiet_hours", "quiet_hours", hours="desk")
    assert wishes(stage).quiet_from is None
    assert "什么时段" in stage.press("action_quiet_hours", "quiet_hours", hours="25:00-99:99").text


def test_zone_by_button_and_written(stage: Stage) -> None:
    stage.scene.write("你好")
    assert "Europe/London" in stage.press("action_my_zone", "my_zone", zone="Europe/London").text
    stage.press("action_settings", "settings", payload="lisbon")
    assert wishes(stage).zone == "Europe/Lisbon"
    stage.press("action_my_zone", "my_zone", zone="desk")
    assert wishes(stage).zone is None
    assert "没看懂" in stage.press("action_settings", "settings", payload="Atlantis/Deep").text


def test_how_often(stage: Stage) -> None:
    stage.scene.write("你好")
    assert "每周最多 1 条" in stage.press("action_most_a_week", "most_a_week", count=1).text
    stage.press("action_most_a_week", "most_a_week", count=0)
    assert wishes(stage).most_a_week is None
    stage.press("action_most_a_week", "most_a_week", count=999)
    assert wishes(stage).most_a_week is None
