"""/privacy: everything that is kept is named; files are on their way; erasing asks twice and says what is open."""

import re

import pytest
from sqlmodel import select

from bot.desk.account import AccountKind
from bot.desk.agent import Agent
from bot.desk.erasure import Erasure
from bot.desk.notice import Act
from bot.desk.promise import Promise
from tests.actions.stage import Played, Stage, words


def erasures(stage: Stage) -> list[Erasure]:
    with stage.scene.desk() as work:
        return list(work.session.exec(select(Erasure)).all())


def press_first(stage: Stage, played: Played, intent: str) -> Played:
    """Presses the first button that says ``intent``."""
    payload = next(one for one in played.payloads if one.startswith(f"/{intent}"))
    given = dict(re.findall(r'"(\w+)": "?([\w-]+)"?', payload))
    return stage.press(f"action_{intent}", intent, **given)


def test_privacy_names_everything_that_is_kept(stage: Stage) -> None:
    stage.scene.account("12345", AccountKind.METER, phone="+8613800138000", holder="李娜")
    for text in ("你好", "在吗"):
        stage.scene.write(text)
    stage.press("action_contact", "contact", phone="8613800138000", user=stage.chat)
    stage.filed()
    played = stage.press("action_privacy", "privacy")
    for part in ("目前 3 条", "手机号", "关联的账户：12345", "工单和处理经过，1 张"):
        assert part in played.text
    assert "更正" not in played.text  # there is none
    assert played.payloads == ["/export_mine", "/erase_mine", "/settings", "/talk_to_human"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", ("对您的承诺，1 项", "您的建议和处理结果，1 条")),
        ("en", ("promises made to you: 1", "your suggestions and what became of them: 1")),
    ],
)
def test_promises_and_suggestions_are_counted(stage: Stage, language: str, said: tuple[str, ...]) -> None:
    suggested = stage.filed("建议门口加一个快递柜", "suggestion+design")
    user = stage.scene.agent()
    with stage.scene.desk() as work:
        agent = work.session.exec(select(Agent.id).where(Agent.user_id == user)).one() or 0
        for made_at in (work.now, None):  # what was only offered to the agent is no promise
            promise = Promise(
                ticket_id=suggested,
                agent_id=agent,
                words="周五装好",
                due_at=work.now,
                offered_at=work.now,
                made_at=made_at,
            )
            work.session.add(promise)
    stage.press("action_set_language", "set_language", language=language)
    played = stage.press("action_privacy", "privacy")
    for part in said:
        assert part in played.text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_has_its_words_in_both_languages(stage: Stage, language: str) -> None:
    stage.scene.write("你好")
    stage.press("action_set_language", "set_language", language=language)
    for action in ("privacy", "export_mine", "erase_mine", "erase_sure", "erase_now", "keep_data"):
        assert "{" not in stage.press(f"action_{action}", action).text


def test_two_files_are_on_their_way_and_a_second_tap_brings_no_more(stage: Stage) -> None:
    stage.scene.write("你好")
    assert stage.press("action_export_mine", "export_mine").text == words("zh_export_coming")
    stage.press("action_export_mine", "export_mine")
    posted = stage.scene.notices("export")
    assert [(one.act, one.values["as"]) for one in posted] == [(Act.DOCUMENT, "html"), (Act.DOCUMENT, "json")]
    assert all(one.text is None for one in posted)


def test_erasing_asks_twice_and_only_the_second_yes_does_it(stage: Stage) -> None:
    stage.scene.write("你好")
    first = stage.press("action_erase_mine", "erase_mine")
    assert "如实说明" in first.text
    second = press_first(stage, first, "erase_sure")
    assert second.text == words("zh_erase_second")
    assert erasures(stage) == []
    assert press_first(stage, second, "erase_now").text == words("zh_erase_begins")
    (asked,) = erasures(stage)
    assert not asked.waits


def test_what_is_open_is_said_and_can_be_waited_for(stage: Stage) -> None:
    stage.filed()
    first = stage.press("action_erase_mine", "erase_mine")
    assert "CD-1" in first.text
    later = press_first(stage, first, "erase_sure")  # the first button is the one that waits
    assert later.text == words("zh_erase_second_later", numbers="CD-1")
    waiting = press_first(stage, later, "erase_now")
    assert waiting.text == words("zh_erase_waits", numbers="CD-1")
    assert erasures(stage)[0].waits
    assert press_first(stage, waiting, "keep_data").text == words("zh_data_kept")
    assert erasures(stage) == []


def test_a_button_that_erases_does_nothing_after_an_hour(stage: Stage) -> None:
    stage.scene.write("你好")
    first = stage.press("action_erase_mine", "erase_mine")
    second = press_first(stage, first, "erase_sure")
    stage.scene.clock.forward(minutes=61)
    assert press_first(stage, second, "erase_now").text == words("zh_erase_stale")
    assert press_first(stage, first, "erase_sure").text == words("zh_erase_stale")
    assert erasures(stage) == []


def test_when_it_has_begun_it_cannot_be_stopped(stage: Stage) -> None:
    stage.scene.write("你好")
    second = press_first(stage, stage.press("action_erase_mine", "erase_mine"), "erase_sure")
    press_first(stage, second, "erase_now")
    with stage.scene.desk() as work:
        asked = work.session.exec(select(Erasure)).one()
        asked.erased_at = work.now
        work.session.add(asked)
    assert stage.press("action_keep_data", "keep_data").text == words("zh_erase_under_way")
