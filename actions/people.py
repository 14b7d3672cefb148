"""Who is writing: first steps, accounts, language, and talking to a person."""

from actions.accounts import tell_tied
from actions.outcomes import tell
from actions.turn import DeskAction, Turn
from actions.voice import button
from bot.desk.labels import Language
from bot.service import handover, identity, intake
from bot.service.view import TicketView


class Start(DeskAction):
    """The first thing a customer presses; a link may say which account they come from."""

    called = "action_start"

    def take(self, turn: Turn) -> None:
        reference = turn.heard.value("payload")
        tied = identity.follow_link(turn.work, turn.heard.chat, reference) if reference else None
        more = [turn.voice.word(f"link_{tied.what}", number=tied.number)] if tied else []
        keys = None
        if tied and tied.account_id is not None and not tied.proven:
            more.append(turn.voice.word("link_unproven"))
            keys = [button(turn.voice.word("button_prove"), "prove", account=tied.account_id)]
        person = tied.person if tied else turn.person
        desk = turn.work.policy.desk.name.in_language(turn.voice.language)
        if person.known and person.name:
            turn.say("welcome_known", name=person.name, desk=desk, more=more, buttons=keys)
        else:
            turn.say("welcome", desk=desk, more=more, buttons=keys)


class Contact(DeskAction):
    """A shared contact: the customer's own ties their accounts, another person's belongs to the matter in hand."""

    called = "action_contact"

    def take(self, turn: Turn) -> None:
        user, chat = turn.heard.number("user"), turn.heard.chat
        if user != chat and turn.heard.message is not None:
            in_hand = turn.heard.slots.get("in_hand")
            tell(turn, intake.attach(turn.work, turn.heard.message, int(in_hand) if in_hand else None))
            return
        tied = identity.share_contact(turn.work, chat, turn.heard.value("phone"), user)
        if not tied:
            turn.say("contact_unknown")
            return
        tell_tied(turn, tied)


class ChooseLanguage(DeskAction):
    called = "action_language"

    def take(self, turn: Turn) -> None:
        turn.say("which_language")


class SetLanguage(DeskAction):
    called = "action_set_language"

    def take(self, turn: Turn) -> None:
        chosen = turn.heard.value("language")
        if chosen not in set(Language):
            turn.say("which_language")
            return
        identity.choose_language(turn.work, turn.heard.chat, Language(chosen))
        turn.voice.language = Language(chosen)
        turn.say("language_set")


class TalkToHuman(DeskAction):
    """From here a person answers, and the bot is silent."""

    called = "action_talk_to_human"

    def take(self, turn: Turn) -> None:
        message = turn.heard.number("message") or turn.heard.message
        ticket = handover.begin(turn.work, turn.heard.chat, message)
        if ticket is None:
            turn.say("not_yours")
            return
        turn.remember(in_hand=ticket.id, waiting=None)
        _bring_waiting(turn, ticket)
        turn.say(
            "handover" if ticket.owed and ticket.due_at > turn.work.now else "handover_soon", ticket=ticket
        )


def _bring_waiting(turn: Turn, ticket: TicketView) -> None:
    """What the desk could not place on its own is for the person to read."""
    for one in turn.heard.slots.get("waiting") or []:
        intake.place(turn.work, turn.heard.chat, one["message"], one["ticket"] or ticket.id)
