"""Stars after a matter was resolved, and a word with them."""

from actions.comment import ValidateCommentForm
from actions.turn import DeskAction, Turn
from bot.service import ratings


class Rate(DeskAction):
    called = "action_rate"

    def take(self, turn: Turn) -> None:
        ticket, round_ = turn.heard.number("ticket") or 0, turn.heard.number("round") or 0
        stars = turn.heard.number("stars") or 0
        rated = ratings.rate(turn.work, turn.heard.chat, ticket, round_, stars)
        if rated is None:
            turn.say("not_yours")
            turn.remember(follow="nothing")
            return
        low = rated.stars <= ratings.LOW_STARS
        name = "rated_reopened" if rated.reopened and low else "rated_low" if low else "rated"
        turn.say(name, ticket=rated.ticket, stars="★" * rated.stars + "☆" * (5 - rated.stars))
        turn.remember(
            follow="comment", comment=None, rated_ticket=ticket, rated_round=round_, rated_stars=rated.stars
        )


class AskComment(DeskAction):
    called = "action_ask_rating_form_comment"
    keeps_form = True

    def take(self, turn: Turn) -> None:
        low = int(turn.heard.slots.get("rated_stars") or 0) <= ratings.LOW_STARS
        turn.say("ask_comment_low" if low else "ask_comment")


class ValidateRatingForm(ValidateCommentForm):
    form = "rating_form"
    about = "rated_ticket"

    def keep(self, turn: Turn, words: str) -> None:
        slots = turn.heard.slots
        ticket, round_ = int(slots.get("rated_ticket") or 0), int(slots.get("rated_round") or 0)
        ratings.comment(turn.work, turn.heard.chat, ticket, round_, words)


class RatingDone(DeskAction):
    called = "action_rating_done"

    def take(self, turn: Turn) -> None:
        turn.say("comment_noted" if turn.heard.slots.get("comment") else "comment_skipped")
