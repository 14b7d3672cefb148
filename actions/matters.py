"""Matters: filed, placed where they belong, asked about when it is not clear."""

from actions import outages
from actions.outcomes import tell
from actions.turn import DeskAction, Turn
from actions.voice import button
from bot.desk.answers import only_details
from bot.desk.labels import Category, Kind
from bot.desk.supply_said import supply_said
from bot.service import intake, tickets

SURE_ENOUGH = 0.4  # probability of the likeliest matter: "又漏了，楼上的水管" with nothing to reopen is filed


class FileMatter(DeskAction):
    """A complaint, inquiry, suggestion or praise is filed at once, or joins the ticket or outage it belongs to.

    An address or a time alone, which nobody asked for, is asked about: whatever the model reads in it.
    """

    called = "action_file_matter"

    def take(self, turn: Turn) -> None:
        reading = turn.heard.reading()
        if outages.joined(turn, reading):
            return
        deal = intake.unsure if only_details(turn.heard.text) else intake.file_matter
        outages.filed(turn, deal(turn.work, turn.heard.about, outages.left(turn, reading) or reading))


class AskKind(DeskAction):
    """The model is not sure: one short question with buttons. Except where plain words say that something is out."""

    called = "action_ask_kind"

    def take(self, turn: Turn) -> None:
        if outages.joined(turn):
            return
        read, deal = turn.heard.reading(), intake.unsure
        if supply_said(turn.heard.text):
            read, deal = outages.left(turn, read) or outages.as_fault(read), intake.file_matter
        outages.filed(turn, deal(turn.work, turn.heard.about, read))


class FileAs(DeskAction):
    """The customer said what it is."""

    called = "action_file_as"

    def take(self, turn: Turn) -> None:
        kind, category = turn.heard.value("kind"), turn.heard.value("category")
        if kind not in set(Kind) or category not in set(Category):
            tell(turn, None)
            return
        tell(
            turn,
            intake.file_as(turn.work, turn.heard.chat, turn.heard.about, Kind(kind), Category(category)),
        )


class AskStaff(DeskAction):
    """A question that only staff can answer becomes an inquiry."""

    called = "action_ask_staff"

    def take(self, turn: Turn) -> None:
        tell(
            turn,
            intake.file_as(turn.work, turn.heard.chat, turn.heard.about, Kind.INQUIRY, Category.SERVICE),
        )


class Place(DeskAction):
    """The customer said where a message belongs."""

    called = "action_place"

    def take(self, turn: Turn) -> None:
        tell(turn, intake.place(turn.work, turn.heard.chat, turn.heard.about, turn.heard.number("ticket")))


class JustChatting(DeskAction):
    """A message that was asked about turns out to be nothing to file."""

    called = "action_just_chatting"

    def take(self, turn: Turn) -> None:
        waiting = turn.heard.slots.get("waiting") or []
        left = [one for one in waiting if one["message"] != turn.heard.number("message")]
        turn.remember(waiting=left or None)
        intake.leave(turn.work, turn.heard.chat, turn.heard.about)
        turn.say("just_chatting")


class Attach(DeskAction):
    """A photo, voice message, document or location without words joins the matter in hand; an open form goes on."""

    called = "action_attach"
    keeps_form = True

    def take(self, turn: Turn) -> None:
        in_hand = turn.heard.slots.get("in_hand")
        tell(turn, intake.attach(turn.work, turn.heard.about, int(in_hand) if in_hand else None))


class AddPhoto(DeskAction):
    """What the customer sends next belongs to this ticket."""

    called = "action_add_photo"

    def take(self, turn: Turn) -> None:
        ticket = tickets.status(turn.work, turn.heard.chat, turn.heard.number("ticket") or 0)
        if ticket is None:
            tell(turn, None)
            return
        turn.remember(in_hand=ticket.id)
        turn.say("photo_now", ticket=ticket)


class NotSolved(DeskAction):
    """ "It is still not solved": reopens what was resolved lately, or adds to what is still open."""

    called = "action_not_solved"

    def take(self, turn: Turn) -> None:
        chat, message, work = turn.heard.chat, turn.heard.about, turn.work
        if outages.joined(turn):
            return
        replied_to = turn.replied_to()
        if replied_to is not None:
            outages.filed(turn, intake.reopen_theirs(work, chat, replied_to, message))
            return
        resolved, live = intake.reopenable(work, chat), tickets.live(work, chat)
        if len(resolved) == 1:
            outages.filed(turn, intake.reopen_theirs(work, chat, resolved[0].id, message))
        elif resolved:
            keys = [
                button(f"{one.number} {one.first_words}", "reopen", ticket=one.id, message=message)
                for one in resolved
            ]
            turn.say("which_not_solved", buttons=keys)
        elif len(live) == 1:
            outages.filed(turn, intake.place(work, chat, message, live[0].id))
        else:
            read = turn.heard.reading()
            reading = outages.left(turn, read) or read
            deal = intake.file_matter if reading.confidence >= SURE_ENOUGH else intake.unsure
            outages.filed(turn, deal(work, message, reading))


class Reopen(DeskAction):
    """The button "not solved" of a ticket."""

    called = "action_reopen"

    def take(self, turn: Turn) -> None:
        ticket, message = turn.heard.number("ticket") or 0, turn.heard.number("message")
        tell(turn, intake.reopen_theirs(turn.work, turn.heard.chat, ticket, message))
