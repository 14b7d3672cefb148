"""What a message says besides is offered with one tap, in both languages, and an open form goes on."""

from typing import Any

import pytest

from bot.desk.labels import Hazard, Kind
from bot.desk.remark import Remark
from bot.desk.ticket import Ticket
from tests.actions.stage import Played, Stage, words
from tests.builders import ANN

ZH = {
    "text": "车库顶上一直在漏水。另外，建议门口放个雨伞架。",
    "main": {"kind": "complaint", "category": "quality", "text": "车库顶上一直在漏水。"},
    "second": {"kind": "suggestion", "category": "design", "text": "建议门口放个雨伞架。"},
}
EN = {
    "text": "The garage ceiling leaks. Also, please put an umbrella stand at the door.",
    "main": {"kind": "complaint", "category": "quality", "text": "The garage ceiling leaks."},
    "second": {
        "kind": "suggestion",
        "category": "design",
        "text": "please put an umbrella stand at the door.",
    },
}


def says(stage: Stage, both: dict[str, Any] = ZH, action: str = "action_file_matter", **more: Any) -> Played:
    understanding = {
        "second": {**both["second"], "confidence": 0.9, "main": {**both["main"], "confidence": 0.9}}
    }
    return stage.hear(action, both["text"], "complaint+quality", understanding=understanding, **more)


def remark(stage: Stage) -> int:
    (one,) = stage.scene.all(Remark)
    return int(one.id)


def test_the_answer_says_so_and_offers_it(stage: Stage) -> None:
    played = says(stage)
    assert "CD-1" in played.texts[0]
    assert played.texts[1] == "另外您还提到：“建议门口放个雨伞架”。也为您单独立案吗？"
    assert [one["title"] for one in played.said[1]["buttons"]] == ["立案", "不用"]
    assert played.payloads == ['/file_remark{"remark": 1}', '/leave_remark{"remark": 1}']
    assert played.about == [1, 1]
    assert played.slots["follow"] == "details"  # the first ticket's questions are asked all the same


def test_in_english_too(stage: Stage) -> None:
    played = says(stage, EN)
    assert (
        played.texts[1] == "You also mentioned: “please put an umbrella stand at the door”."
        " Shall I file that as a ticket of its own?"
    )
    filed = stage.press("action_file_remark", "file_remark", remark=remark(stage))
    assert "CD-2" in filed.text
    assert "from the same message as CD-1" in filed.text
    assert "Suggestion · planning and design" in filed.text


def test_one_tap_files_it_with_number_department_and_time_of_its_own(stage: Stage) -> None:
    says(stage)
    for _ in range(2):  # a second tap gives the same answer
        played = stage.press("action_file_remark", "file_remark", remark=remark(stage))
        for part in ("CD-2", "建议 · 规划设计", "设计部", "CD-1"):
            assert part in played.text
    assert '/withdraw{"ticket": 2}' in played.payloads
    assert [one.kind for one in stage.scene.all(Ticket)] == [Kind.COMPLAINT, Kind.SUGGESTION]
    assert played.slots == {"in_hand": 2}


def test_an_open_form_goes_on_about_the_first_ticket(stage: Stage) -> None:
    says(stage)
    stage.open_form("details_form", "place")
    for action, intent in (("action_leave_remark", "leave_remark"), ("action_file_remark", "file_remark")):
        played = stage.press(action, intent, remark=remark(stage))
        assert not played.ended_form
        assert stage.slots["in_hand"] == 1


def test_no_need(stage: Stage) -> None:
    says(stage)
    left = stage.press("action_leave_remark", "leave_remark", remark=remark(stage))
    assert left.text == words("zh_besides_left", number="CD-1")
    assert len(stage.scene.all(Ticket)) == 1


def test_no_need_after_it_was_filed_says_where_it_is(stage: Stage) -> None:
    says(stage)
    stage.press("action_file_remark", "file_remark", remark=remark(stage))
    left = stage.press("action_leave_remark", "leave_remark", remark=remark(stage))
    assert left.text == words("zh_besides_filed", number="CD-2")
    assert left.payloads == ['/withdraw{"ticket": 2}']


def test_the_same_message_again_offers_again_until_it_is_decided(stage: Stage) -> None:
    message = stage.scene.write(ZH["text"])
    first = says(stage, message=message)
    assert says(stage, message=message).said == first.said
    stage.press("action_file_remark", "file_remark", remark=remark(stage))
    assert len(says(stage, message=message).said) == 1


@pytest.mark.parametrize(("both", "language"), [(ZH, "zh"), (EN, "en")])
def test_danger_first_then_the_offer(stage: Stage, both: dict[str, Any], language: str) -> None:
    played = says(stage, both, hazard="gas")
    assert played.texts[0] == words(f"{language}_advice_{Hazard.GAS}")
    assert played.alerts == [True, True, False]
    assert played.payloads[0] == '/file_remark{"remark": 1}'


def test_after_the_question_what_it_is(stage: Stage) -> None:
    asked = says(stage, action="action_ask_kind")
    assert len(asked.said) == 1  # nothing is offered before the first is filed
    message = asked.slots["waiting"][0]["message"]
    played = stage.press("action_file_as", "file_as", message=message, kind="suggestion", category="design")
    assert "另外您还提到：“车库顶上一直在漏水”" in played.texts[1]


def test_after_the_question_where_it_belongs(stage: Stage) -> None:
    stage.filed()
    asked = says(stage)
    assert asked.text == words("zh_which")
    message = asked.slots["waiting"][0]["message"]
    joined = stage.press("action_place", "place", message=message, ticket=1)
    assert joined.texts[0] == words("zh_joined", number="CD-1")
    assert joined.payloads[0] == '/file_remark{"remark": 1}'


def test_a_question_that_was_passed_over_still_offers(stage: Stage) -> None:
    stage.filed()
    says(stage)
    played = stage.hear("action_file_matter", "保安今天帮我搬东西，谢谢他", "praise+service")
    assert "CD-2" in played.texts[0]
    assert "雨伞架" in played.texts[-1]
    assert played.about[-1] == 1


def test_status_and_list_show_the_link(stage: Stage) -> None:
    says(stage)
    stage.press("action_file_remark", "file_remark", remark=remark(stage))
    status = stage.hear("action_check_status", "CD-2 怎么样了", "check_status")
    assert words("zh_linked", linked="CD-1") in status.text
    listed = stage.press("action_list_mine", "mine")
    assert "关联 CD-1" in listed.text
    assert "关联 CD-2" in listed.text


@pytest.mark.parametrize(
    "second",
    [
        {"kind": "joke", "category": "design", "text": "…", "main": ZH["main"]},
        {"kind": "praise", "category": "service", "text": "…"},
        {"kind": "praise", "category": "service", "text": "…", "main": {}},
    ],
)
def test_what_is_no_second_matter_is_passed_over(stage: Stage, second: dict[str, Any]) -> None:
    played = stage.hear("action_file_matter", "漏水了", "complaint+quality", understanding={"second": second})
    assert len(played.said) == 1
    assert stage.scene.all(Remark) == []


@pytest.mark.parametrize("action", ["action_file_remark", "action_leave_remark"])
def test_another_customers_remark_is_out_of_reach(stage: Stage, action: str) -> None:
    says(stage)
    stage.chat, stage.slots = ANN, {}
    stage.scene.write("你好", ANN)
    for one in (remark(stage), 99, None):
        assert stage.press(action, remark=one).text == words("zh_not_yours")
    assert len(stage.scene.all(Ticket)) == 1
