"""/account: what is tied, proof by number and code in one message or two, too many tries, untying."""

import pytest

from bot.desk.account import AccountLink
from bot.desk.codes import digest_of
from tests.actions.stage import Played, Stage, domain, words
from tests.builders import LI

CONSENT = ['/consent{"topic": "care", "given": true}', '/consent{"topic": "care", "given": false}']


@pytest.fixture
def account(stage: Stage) -> str:
    stage.scene.account("meter_12345", code_digest=digest_of("9988"), address="云栖苑3栋", holder="李娜")
    stage.scene.write("你好")
    return "meter_12345"


def asked(stage: Stage, **payload: int) -> Played:
    """The button "prove": what the form then asks."""
    assert stage.press("action_prove", "prove", **payload).slots["follow"] == "proof"
    stage.open_form("proof_form", "paper")
    return stage.run("action_ask_proof_form_paper", {"text": "", "metadata": {}})


def answered(stage: Stage, text: str, intent: str = "nlu_fallback", **more: str) -> Played:
    """The customer answers the form."""
    played = stage.hear("validate_proof_form", text, intent, **more)
    if played.slots.get("paper"):
        return stage.run("action_proof_done", {"text": text, "metadata": {}})
    if "paper" in played.slots:
        return stage.run("action_ask_proof_form_paper", {"text": "", "metadata": {}})
    return played


def test_nothing_is_tied(stage: Stage) -> None:
    stage.scene.write("你好")
    played = stage.press("action_account", "account")
    assert (played.text, played.payloads) == (words("zh_no_accounts"), ["/prove"])


def test_number_and_code_in_one_answer(stage: Stage, account: str) -> None:
    assert asked(stage).text == words("zh_ask_paper")
    played = answered(stage, "12345 9988")
    assert played.texts == [words("zh_proof_done", number=account), words("zh_offer_care")]
    assert played.payloads == CONSENT
    listed = stage.press("action_account", "account")
    assert "· meter_12345（表计，已核实）云栖苑3栋" in listed.text
    assert listed.payloads == ["/prove", '/untie{"account": 1}']


def test_the_number_first_and_then_the_code(stage: Stage, account: str) -> None:
    asked(stage)
    assert answered(stage, "meter_12345").text == words("zh_ask_code", number="meter_12345")
    assert answered(stage, "9988").texts[0] == words("zh_proof_done", number=account)


def test_after_a_link_only_the_code_is_asked_for(stage: Stage, account: str) -> None:
    started = stage.press("action_start", "start", payload=account)
    assert words("zh_link_unproven") in started.text
    assert started.payloads == ['/prove{"account": 1}']
    assert asked(stage, account=1).text == words("zh_ask_code", number=account)
    assert answered(stage, "9988").texts[0] == words("zh_proof_done", number=account)
    assert stage.press("action_start", "start", payload=account).payloads == []


def test_a_link_of_somebody_else_gives_no_number_away(stage: Stage, account: str) -> None:
    assert asked(stage, account=1).text == words("zh_ask_paper")  # not tied to this chat


def test_what_is_wrong_is_asked_again_until_it_is_too_often(stage: Stage, account: str) -> None:
    asked(stage)
    for _ in range(5):
        assert answered(stage, f"{account} 0000").text == words("zh_proof_wrong")
    played = answered(stage, f"{account} 9988")
    assert (played.text, played.payloads) == (words("zh_proof_wait"), ["/talk_to_human"])
    assert not stage.scene.all(AccountLink)


def test_a_number_and_a_code_that_nobody_asked_for(stage: Stage, account: str) -> None:
    ref = stage.scene.write("户号 12345 校验码 9988")
    played = stage.press("action_prove_by_code", "prove_by_code", number="12345", code="9988", as_message=ref)
    assert played.texts == [words("zh_proof_done", number=account), words("zh_offer_care")]
    assert played.slots["follow"] == "nothing"


def test_a_wrong_code_that_nobody_asked_for_opens_the_question(stage: Stage, account: str) -> None:
    ref = stage.scene.write("户号 12345 校验码 0000")
    played = stage.press("action_prove_by_code", "prove_by_code", number="12345", code="0000", as_message=ref)
    assert played.said[-1]["custom"] == {"silent": True}
    assert played.slots["follow"] == "proof"
    stage.open_form("proof_form", "paper")
    again = stage.run("action_ask_proof_form_paper", {"text": "", "metadata": {}})
    assert again.text == words("zh_proof_wrong")
    assert answered(stage, "12345 9988").texts[0] == words("zh_proof_done", number=account)


@pytest.mark.parametrize(("text", "intent"), [("算了，不用了", "skip"), ("不知道", "nlu_fallback")])
def test_later_is_fine(stage: Stage, account: str, text: str, intent: str) -> None:
    asked(stage)
    assert answered(stage, text, intent).text == words("zh_proof_left")


def test_the_button_later(stage: Stage, account: str) -> None:
    asked(stage)
    assert stage.press("validate_proof_form", "skip").slots["paper"] == "skipped"


@pytest.mark.parametrize(
    ("text", "intent", "hazard"),
    [("楼上漏水了", "complaint+quality", None), ("煤气味很重 12345 9988", "complaint+quality", "gas"),
     ("纸上没有校验码怎么办", "inquiry+service", None)],
)  # fmt: skip
def test_anything_else_makes_the_question_give_way(
    stage: Stage, account: str, text: str, intent: str, hazard: str | None
) -> None:
    asked(stage)
    played = stage.hear("validate_proof_form", text, intent, hazard=hazard)
    assert "paper" not in played.slots


@pytest.mark.parametrize(
    "said", ["/contact{1 2}", "/untie{1}", '/number{"account": "12345", "code": "9988"}']
)
def test_a_button_is_no_answer_whatever_numbers_it_carries(stage: Stage, account: str, said: str) -> None:
    asked(stage)
    latest = {"text": said, "intent": {"name": said[1:].partition("{")[0]}, "metadata": {}}
    assert "paper" not in stage.run("validate_proof_form", latest).slots


def test_no_slot_ever_holds_the_code(stage: Stage, account: str) -> None:
    asked(stage)
    answered(stage, "12345 0000")
    answered(stage, "12345 9988")
    assert not {"0000", "9988"} & {str(value) for value in stage.slots.values()}


def test_untying(stage: Stage, account: str) -> None:
    asked(stage)
    answered(stage, "12345 9988")
    assert stage.press("action_untie", "untie", account=1).text == words("zh_untied", number=account)
    assert stage.press("action_untie", "untie", account=1).text == words("zh_no_accounts")
    asked(stage)
    assert len(answered(stage, "12345 9988").texts) == 2  # nothing was said about care yet


def test_a_second_proof_does_not_ask_about_care_again(stage: Stage, account: str) -> None:
    stage.scene.account("meter_2", phone="+8613800138000")
    asked(stage)
    answered(stage, "12345 9988")
    assert len(stage.press("action_contact", "contact", phone="8613800138000", user=LI).texts) == 1


def test_the_form_and_its_words_are_in_the_domain() -> None:
    assert domain()["forms"]["proof_form"] == {"required_slots": ["paper"]}
    assert "proof" in domain()["slots"]["follow"]["values"]
