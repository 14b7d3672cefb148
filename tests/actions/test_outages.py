"""Outages in a conversation: "no power" joins the known one, is asked after, and may not be over after all."""

from datetime import timedelta

import pytest

from bot.desk.outage import OutageKind, Supply, SupplyReport
from bot.desk.remark import Remark
from bot.desk.ticket import Ticket
from bot.service import outages
from tests.actions.stage import Stage, words
from tests.builders import ANN, LI
from tests.service.neighbourhood import at, do, fault, home, outage, record, tick

FAULT = "complaint+quality"


def test_no_power_joins_the_known_outage_and_becomes_no_ticket(stage: Stage) -> None:
    home(stage.scene, "H-1", LI)
    fault(stage.scene, ends_at=stage.scene.clock.now + timedelta(hours=2))
    played = stage.hear("action_file_matter", "家里没电了", FAULT)
    for said in ("F-1", "停电", "电缆故障", "19:30", "不用再报修"):
        assert said in played.text
    assert not stage.scene.all(Ticket)
    (report,) = stage.scene.all(SupplyReport)
    assert (report.outage_id, report.supply, report.site) == (1, Supply.POWER, "云栖苑")


def test_heard_twice_it_is_counted_once(stage: Stage) -> None:
    home(stage.scene, "H-1", LI)
    fault(stage.scene)
    message = stage.scene.write("停电了", LI)
    first = stage.hear("action_file_matter", "停电了", FAULT, message=message)
    again = stage.hear("action_file_matter", "停电了", FAULT, message=message)
    assert first.text == again.text
    assert words("zh_outage_unexpected") in first.text
    assert len(stage.scene.all(SupplyReport)) == 1


def test_only_my_flat_files_a_ticket_as_before(stage: Stage) -> None:
    home(stage.scene, "H-1", LI)
    fault(stage.scene)
    joined = stage.hear("action_file_matter", "停电了", FAULT)
    payload = joined.payloads[0]
    assert payload.startswith("/not_this_outage")
    message = stage.scene.all(SupplyReport)[0].message_id
    played = stage.press("action_not_this_outage", "not_this_outage", message=message)
    assert "CD-1" in played.text
    assert not stage.scene.all(SupplyReport)
    assert "CD-1" in stage.press("action_not_this_outage", "not_this_outage", message=message).text
    assert len(stage.scene.all(Ticket)) == 1


def test_danger_goes_the_old_way_and_belongs_to_the_outage(stage: Stage) -> None:
    home(stage.scene, "H-1", LI)
    fault(stage.scene)
    played = stage.hear("action_file_matter", "停电了，我爸用的呼吸机只能撑半小时", FAULT, hazard="medical")
    assert played.alerts[0]
    (ticket,) = stage.scene.all(Ticket)
    assert ticket.urgent
    assert stage.scene.all(SupplyReport)[0].ticket_id == ticket.id
    assert [one.after for one in stage.scene.history(1) if one.move == "outage"] == ["F-1"]


def test_another_supply_another_matter_or_no_outage_is_filed(stage: Stage) -> None:
    home(stage.scene, "H-1", LI)
    fault(stage.scene)
    stage.hear("action_file_matter", "家里没水了", FAULT)
    stage.hear("action_file_matter", "停电不提前通知，太不像话了", "complaint+service")
    assert [one.category for one in stage.scene.all(Ticket)] == ["quality", "service"]
    assert [one.supply for one in stage.scene.all(SupplyReport)] == [Supply.WATER]


def test_a_customer_of_no_account_files_as_before(stage: Stage) -> None:
    fault(stage.scene)
    assert "CD-1" in stage.hear("action_file_matter", "停电了", FAULT).text


def test_the_unsure_model_need_not_ask_when_the_outage_is_known(stage: Stage) -> None:
    home(stage.scene, "H-1", LI)
    fault(stage.scene)
    assert "F-1" in stage.hear("action_ask_kind", "没电", "nlu_fallback").text
    assert "F-1" in stage.hear("action_not_solved", "还是没电", "not_solved").text


def test_plain_words_are_filed_where_the_model_is_unsure(stage: Stage) -> None:
    home(stage.scene, "H-1", LI)
    assert "CD-1" in stage.hear("action_ask_kind", "小区停电了", "nlu_fallback", confidence=0.3).text
    assert [(one.kind, one.category) for one in stage.scene.all(Ticket)] == [("complaint", "quality")]
    assert len(stage.scene.all(SupplyReport)) == 1


def test_is_there_an_outage_is_answered_from_the_records(stage: Stage) -> None:
    scene = stage.scene
    untied = stage.hear("action_ask_outage", "今晚停电吗", "ask_outage")
    assert untied.text == words("zh_outage_untied")
    home(scene, "H-1", LI)
    nothing = stage.hear("action_ask_outage", "今晚停电吗", "ask_outage")
    assert nothing.text == words("zh_outage_nothing", accounts="H-1", days=7)
    assert any(one.startswith("/ask_staff") for one in nothing.payloads)
    record(scene, starts_at=at(scene, 9, days=2), ends_at=at(scene, 17, days=2))
    record(scene, "W-1", supply=Supply.WATER, starts_at=at(scene, 22), ends_at=at(scene, 23))
    record(scene, "P-9", starts_at=at(scene, 9, days=20), ends_at=at(scene, 17, days=20))
    both = stage.hear("action_ask_outage", "最近停不停", "ask_outage").text
    assert "P-1" in both
    assert "W-1" in both
    assert "P-9" not in both
    water = stage.hear("action_ask_outage", "今晚停水吗", "ask_outage").text
    assert "W-1" in water
    assert "P-1" not in water
    assert "今天 22:00" in water


def test_who_says_in_a_question_that_it_is_out_is_counted(stage: Stage) -> None:
    home(stage.scene, "H-1", LI)
    fault(stage.scene)
    stage.hear("action_ask_outage", "今晚停电吗", "ask_outage")
    assert not stage.scene.all(SupplyReport)
    assert "不用再报修" in stage.hear("action_ask_outage", "停电了吗，我家没电", "ask_outage").text
    assert len(stage.scene.all(SupplyReport)) == 1


def test_when_will_it_be_back(stage: Stage) -> None:
    home(stage.scene, "H-1", LI)
    fault(stage.scene, ends_at=stage.scene.clock.now + timedelta(hours=1))
    assert "18:30" in stage.hear("action_ask_outage", "什么时候来电", "ask_outage").text
    stage.scene.clock.forward(hours=2)
    assert "还没有收到恢复的确认" in stage.hear("action_ask_outage", "什么时候来电", "ask_outage").text
    do(stage.scene, outages.restore, "F-1")
    over = stage.hear("action_ask_outage", "什么时候来电", "ask_outage")
    assert "已于今天 19:30 恢复" in over.text
    assert over.payloads[0] == '/still_out{"outage": 1}'


def test_still_out_opens_one_ticket_that_belongs_to_the_outage(stage: Stage) -> None:
    home(stage.scene, "H-1", LI)
    fault(stage.scene)
    tick(stage.scene)
    going_on = stage.press("action_still_out", "still_out", outage=1)
    assert "还没有结束" in going_on.text
    do(stage.scene, outages.restore, "F-1")
    filed = stage.press("action_still_out", "still_out", outage=1)
    assert "CD-1" in filed.texts[0]
    assert filed.texts[1] == words("zh_outage_refers", outage_number="F-1")
    again = stage.press("action_still_out", "still_out", outage=1)
    assert "CD-1" in again.texts[0]
    assert len(stage.scene.all(Ticket)) == 1


def test_somebody_elses_outage_and_message_are_not_theirs(stage: Stage) -> None:
    home(stage.scene, "H-1", LI)
    fault(stage.scene)
    stage.hear("action_file_matter", "停电了", FAULT)
    message = stage.scene.all(SupplyReport)[0].message_id
    stage.scene.write("你好", ANN)
    stranger = Stage(stage.scene, ANN)
    for action, payload in (("action_still_out", {"outage": 1}), ("action_still_out", {"outage": 10**12})):
        assert stranger.press(action, action.removeprefix("action_"), **payload).text == words("zh_not_yours")
    pressed = stranger.press("action_not_this_outage", "not_this_outage", message=message)
    assert pressed.text == words("zh_not_yours")


def test_planned_work_in_english(stage: Stage) -> None:
    scene = stage.scene
    scene.write("hello there", LI)
    home(scene, "H-1", LI)
    scene.write("is anybody there", LI)
    record(scene, kind=OutageKind.PLANNED, starts_at=at(scene, 17), ends_at=at(scene, 20))
    played = stage.hear("action_file_matter", "there is no power in my flat", FAULT)
    assert "This is planned work" in played.text
    assert "new switchgear" in played.text
    assert outage(scene).number in played.text


# --- an outage, and something besides -------------------------------------------------------------


def parts(*labels: tuple[str, str]) -> dict[str, object]:
    """What the model heard in words about two things; each with its intent."""
    main, second = (
        {"kind": intent.split("+")[0], "category": intent.split("+")[1], "text": text, "confidence": 0.9}
        for intent, text in labels
    )
    return {"understanding": {"second": second | {"main": main}}}


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("停电了，另外我的账单不对", "complaint+sales_promise"),
        ("no power since 8 and also my bill is wrong", "complaint+service"),
        ("停电了，另外想问下停车位怎么租", "inquiry+service"),
    ],
)
def test_the_outage_is_told_and_counted_and_the_rest_is_filed(stage: Stage, text: str, intent: str) -> None:
    home(stage.scene, "H-1", LI)
    fault(stage.scene, ends_at=stage.scene.clock.now + timedelta(hours=2), cause_en="a cable")
    message = stage.scene.write(text, LI)
    for _ in range(2):  # also when the turn is played again
        first, second = stage.hear("action_file_matter", text, intent, message=message).texts
        assert "F-1" in first
        assert "19:30" in first
        assert "CD-1" in second
    (ticket,) = stage.scene.all(Ticket)
    assert f"{ticket.kind}+{ticket.category}" == intent
    (report,) = stage.scene.all(SupplyReport)
    assert (report.outage_id, report.ticket_id) == (outage(stage.scene, "F-1").id, ticket.id)
    (line,) = stage.scene.notices("card_edit")[-1].values["outages"]
    assert (line["number"], line["part"]) == ("F-1", False)
    assert not stage.scene.notices("told", template="told_outage")
    do(stage.scene, outages.restore, "F-1")
    assert not stage.scene.notices("told", template="told_outage_over")


def test_of_two_things_that_the_model_hears_the_other_one_is_filed(stage: Stage) -> None:
    home(stage.scene, "H-1", LI)
    fault(stage.scene)
    text = "停电了。建议在大堂放一台饮水机"
    heard = parts(("complaint+quality", "停电了。"), ("suggestion+design", "建议在大堂放一台饮水机"))
    played = stage.hear("action_file_matter", text, "complaint+quality", **heard)
    assert ["F-1" in one for one in played.texts] == [True, False]
    (ticket,) = stage.scene.all(Ticket)
    assert (ticket.kind, ticket.category) == ("suggestion", "design")
    assert not stage.scene.all(Remark), "the outage is no matter that waits to be filed"


def test_where_no_outage_is_known_all_of_it_is_one_ticket_and_counted(stage: Stage) -> None:
    home(stage.scene, "H-1", LI)
    played = stage.hear("action_file_matter", "停电了，另外我的账单不对", "complaint+service")
    assert "CD-1" in played.text
    (report,) = stage.scene.all(SupplyReport)
    assert (report.outage_id, report.ticket_id) == (None, 1)
    fault(stage.scene)
    tick(stage.scene)
    assert [one.after for one in stage.scene.history(1) if one.move == "outage"] == ["F-1"]


def test_two_supplies_are_out_and_one_is_known(stage: Stage) -> None:
    home(stage.scene, "H-1", LI)
    fault(stage.scene, supply=Supply.LIFT)
    first, second = stage.hear("action_file_matter", "停水了，另外电梯也坏了", FAULT).texts
    assert "F-1" in first
    assert "CD-1" in second
    (report,) = stage.scene.all(SupplyReport)
    assert (report.supply, report.outage_id) == (Supply.LIFT, 1)


def test_two_supplies_are_out_and_both_are_known(stage: Stage) -> None:
    home(stage.scene, "H-1", LI)
    fault(stage.scene, supply=Supply.WATER)
    fault(stage.scene, "F-2", supply=Supply.LIFT)
    played = stage.hear("action_file_matter", "停水了，另外电梯也坏了", FAULT)
    assert "F-1" in played.text
    assert "F-2" in played.text
    assert not stage.scene.all(Ticket)
    assert len(stage.scene.all(SupplyReport)) == 1


def test_asked_in_one_breath_the_rest_is_not_lost(stage: Stage) -> None:
    home(stage.scene, "H-1", LI)
    fault(stage.scene)
    said = "停电了吗，我家没电，另外楼道垃圾没人收"
    likely = {"understanding": {"kind": {"complaint": 1.0}, "category": {"service": 0.8}}}
    first, second = stage.hear("action_ask_outage", said, "ask_outage", **likely).texts
    assert "F-1" in first
    assert "CD-1" in second
    assert [(one.kind, one.category) for one in stage.scene.all(Ticket)] == [("complaint", "service")]


def test_where_the_model_is_unsure_the_rest_is_filed_without_a_question(stage: Stage) -> None:
    home(stage.scene, "H-1", LI)
    fault(stage.scene)
    likely = {"understanding": {"kind": {"inquiry": 0.5}, "category": {"service": 0.5}}}
    text = "no power since 8 and also my bill is wrong"
    first, second = stage.hear("action_ask_kind", text, "nlu_fallback", **likely).texts
    assert "F-1" in first
    assert "CD-1" in second
    assert [(one.kind, one.category) for one in stage.scene.all(Ticket)] == [("inquiry", "service")]


@pytest.mark.parametrize("known", [True, False], ids=["known", "unknown"])
def test_who_asks_after_a_bill_and_has_no_power_hears_of_both(stage: Stage, known: bool) -> None:
    home(stage.scene, "H-1", LI)
    if known:
        fault(stage.scene)
    first, second = stage.hear("action_ask_bill", "停电了，另外我这个月电费多少", "ask_bill").texts
    assert ("F-1" if known else "CD-1") in first
    assert second == words("zh_bills_not_proven")
    assert len(stage.scene.all(Ticket)) == (0 if known else 1)
    assert len(stage.scene.all(SupplyReport)) == 1
    stage.hear("action_ask_bill", "停电了，是不是因为我欠费了", "ask_bill")
    assert len(stage.scene.all(SupplyReport)) == 1


# --- danger ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("没电了，婴儿恒温箱不能用", FAULT),
        ("no power and my husband is on an oxygen machine", "nlu_fallback"),
        ("停电了，我爸用的呼吸机只能撑半小时", "complaint+service"),
    ],
)
def test_danger_is_urgent_and_counted_and_the_outage_is_told_behind_the_advice(
    stage: Stage, text: str, intent: str
) -> None:
    home(stage.scene, "H-1", LI)
    fault(stage.scene, ends_at=stage.scene.clock.now + timedelta(hours=2))
    played = stage.hear("action_file_matter", text, intent, hazard="medical")
    assert played.alerts == [True, True, False]
    assert "F-1" in played.texts[2]
    assert "19:30" in played.texts[2]
    (ticket,) = stage.scene.all(Ticket)
    assert ticket.urgent
    (report,) = stage.scene.all(SupplyReport)
    assert (report.outage_id, report.ticket_id) == (1, ticket.id)
    (line,) = stage.scene.notices("card_edit")[-1].values["outages"]
    assert line["part"]


def test_danger_counts_towards_an_alarm(stage: Stage) -> None:
    home(stage.scene, "H-1", LI)
    stage.hear("action_file_matter", "一声巨响，停电了", FAULT, hazard="fire")
    assert [one.outage_id for one in stage.scene.all(SupplyReport)] == [None]


def test_somebody_at_risk_whom_the_model_misses_is_filed_and_told(stage: Stage) -> None:
    home(stage.scene, "H-1", LI)
    fault(stage.scene)
    first, second = stage.hear("action_file_matter", "no power and I have a baby", FAULT).texts
    assert "F-1" in first
    assert "CD-1" in second
