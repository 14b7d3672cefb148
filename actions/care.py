"""What customers answer to care: it is still fixed, the contract is to go on, stars for the house."""

from actions.comment import ValidateCommentForm
from actions.turn import DeskAction, Turn
from bot.service import contracts, surveys, tickets


class StillFixed(DeskAction):
    """Asked some days after a matter was resolved, the customer says that it holds."""

    called = "action_still_fixed"

    def take(self, turn: Turn) -> None:
        ticket = tickets.still_fixed(turn.work, turn.heard.chat, turn.heard.number("ticket") or 0)
        turn.say("still_fixed" if ticket else "not_yours")


class ExtendContract(DeskAction):
    """The contract is to go on: the sales team gets in touch."""

    called = "action_extend_contract"

    def take(self, turn: Turn) -> None:
        done = contracts.extend(turn.work, turn.heard.chat, turn.heard.number("account") or 0)
        if done is None:
            turn.say("not_yours")
            return
        turn.remember(in_hand=done.ticket.id)
        name = "extension_filed" if done.new else "extension_known"
        turn.say(name, ticket=done.ticket, account=done.account)


class SurveyStars(DeskAction):
    """Stars for the house; of whoever is unhappy a word is asked."""

    called = "action_survey_stars"

    def take(self, turn: Turn) -> None:
        survey, stars = turn.heard.number("survey") or 0, turn.heard.number("stars") or 0
        answer = surveys.rate(turn.work, turn.heard.chat, survey, stars)
        if answer is None:
            turn.say("survey_over")
            turn.remember(follow="nothing")
            return
        shown = "★" * answer.stars + "☆" * (5 - answer.stars)
        turn.say("survey_low" if answer.low else "survey_thanks", stars=shown)
        turn.remember(follow="comment" if answer.low else "nothing", comment=None, surveyed=survey)


class AskSurveyWord(DeskAction):
    called = "action_ask_survey_form_comment"
    keeps_form = True

    def take(self, turn: Turn) -> None:
        turn.say("ask_survey_word")


class ValidateSurveyForm(ValidateCommentForm):
    form = "survey_form"

    def keep(self, turn: Turn, words: str) -> None:
        survey = int(turn.heard.slots.get("surveyed") or 0)
        surveys.comment(turn.work, turn.heard.chat, survey, words)


class SurveyDone(DeskAction):
    called = "action_survey_done"

    def take(self, turn: Turn) -> None:
        turn.say("survey_word_noted" if turn.heard.slots.get("comment") else "survey_word_skipped")
