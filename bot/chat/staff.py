"""The staff group: buttons, commands, and words that go to the customer. Only its members act as staff."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import structlog

from bot.chat.commands import COMMANDS, obey
from bot.chat.commit import committed
from bot.chat.customer import ids
from bot.chat.line import Line
from bot.chat.reader import Command, Edited, Membership, Moved, Pressed, Said
from bot.chat.words import Words
from bot.desk.notice import Lane
from bot.desk.ticket import Ticket
from bot.service import (
    agents,
    bill_deeds,
    bulk,
    canned,
    carrying,
    conversation,
    deeds,
    history,
    inbox,
    moves,
    outbox,
    post,
    staffgroup,
    suggestions,
    ticket_deeds,
    why,
)
from bot.service.dialogue import Dialogue, DialogueAway
from bot.service.inbox import InboxUpdate
from bot.service.verdict import Verdict
from bot.service.why import Question
from bot.service.work import Desk, Work

log = structlog.get_logger()

JUST_SAID = timedelta(seconds=15)  # how long a quick answer may wait for the number of what it answers
MENU = (*COMMANDS, "help")


@dataclass(frozen=True)
class StaffGroup:
    """``woken`` is called after everything that may have put a letter into the outbox."""

    desk: Desk
    dialogue: Dialogue
    line: Line
    words: Words
    woken: Callable[[], None]

    async def hear(self, said: Said, updates: Sequence[InboxUpdate]) -> None:
        """A message in a ticket's topic (or a reply, in a plain group) answers its customer, or is a command."""

        def deed(work: Work) -> None:
            if not self._for_another(said.command):
                _heard(work, said)
            inbox.finish(work, ids(updates))

        await committed(self.desk, deed)
        self.woken()

    async def press(self, pressed: Pressed, updates: Sequence[InboxUpdate]) -> None:
        """Does what a button says, for members of the group only, and tells the agent what came of it."""
        if not await self._is_staff(pressed):
            log.warning(
                "a stranger pressed",
                action="stranger_pressed",
                chat=pressed.place.chat_id,
                user=pressed.who.user_id,
            )
            await committed(self.desk, lambda work: inbox.finish(work, ids(updates)))
            return

        def deed(work: Work) -> str | Question | None:
            meaning = post.pressed(work, pressed.token, pressed.place.chat_id)
            if meaning is None or "do" not in meaning:
                inbox.finish(work, ids(updates))
                return None
            if meaning["do"] == why.DEED:
                done = why.question(work, meaning.get("ticket"))
            elif "task" in meaning:
                done = deeds.press(work, pressed.who.user_id, meaning)
            elif "bulk" in meaning:
                done = bulk.press(work, pressed.who.user_id, meaning)
            elif "bill" in meaning:
                done = bill_deeds.press(work, pressed.who.user_id, meaning)
            else:
                done = ticket_deeds.press(work, pressed.who.user_id, meaning)
            if isinstance(done, Question):
                return done  # finished with its answer
            inbox.finish(work, ids(updates))
            return self._toast(work, done)

        told = await committed(self.desk, deed)
        if told is None:
            log.warning("a press that was never offered", action="stranger_pressed", user=pressed.who.user_id)
            return
        if isinstance(told, Question):
            told = await self._explain(told, updates)
        self.woken()
        await self.line.acknowledge(pressed.callback_id, told)

    async def _explain(self, question: Question, updates: Sequence[InboxUpdate]) -> str:
        """Asks the dialogue why; an agent who asks while it is away is told so, and nothing waits for it."""
        try:
            explanation = await self.dialogue.explain(question.text)
        except DialogueAway as error:
            log.warning("why cannot be said now", action="why_away", error=str(error))
            explanation = None

        def deed(work: Work) -> str:
            inbox.finish(work, ids(updates))
            return self._toast(work, why.answer(work, question, explanation))

        return await committed(self.desk, deed)

    def _toast(self, work: Work, verdict: Verdict) -> str:
        language = work.policy.desk.staff_language
        return self.words.label(language, f"verdict_{verdict.word}", verdict.values)

    async def edit(self, edited: Edited, updates: Sequence[InboxUpdate]) -> None:
        """An agent changed an answer: what the customer was told changes too."""

        def deed(work: Work) -> None:
            text = None if self._for_another(edited.command) else _edited(work, edited)
            if text is not None:
                conversation.edit_as_desk(work, edited.place.chat_id, edited.message_id, text, edited.at)
            inbox.finish(work, ids(updates))

        await committed(self.desk, deed)
        self.woken()

    async def membership(self, change: Membership, updates: Sequence[InboxUpdate]) -> None:
        """Who joins the group is staff; who leaves it is not any more."""

        def deed(work: Work) -> None:
            if not (change.of_desk or change.who.is_bot):
                if change.member:
                    agents.welcome(work, change.who.user_id, change.who.name)
                else:
                    agents.dismiss(work, change.who.user_id)
            inbox.finish(work, ids(updates))

        await committed(self.desk, deed)
        if change.of_desk and not change.member:
            log.error("the desk was put out of the staff group; add it again", action="staff_group_lost")

    async def move(self, moved: Moved, updates: Sequence[InboxUpdate]) -> None:
        """The group became a supergroup: what is meant for it goes to its new id from now on."""

        def deed(work: Work) -> None:
            moves.remember(work, moved.old_id, moved.new_id)
            inbox.finish(work, ids(updates))

        await committed(self.desk, deed)
        log.warning(
            "a group has a new id; set STAFF_CHAT_ID to it when you next restart",
            action="chat_moved",
            old=moved.old_id,
            new=moved.new_id,
        )
        self.woken()

    def _for_another(self, command: Command | None) -> bool:
        """Whether a command names another bot of the group."""
        named, own = (command.bot or "") if command else "", self.line.name
        return bool(named and own) and named.casefold() != own.casefold()

    async def _is_staff(self, pressed: Pressed) -> bool:
        user_id, name, chat_id = pressed.who.user_id, pressed.who.name, pressed.place.chat_id
        if await committed(self.desk, lambda work: agents.known(work, user_id) is not None):
            return True
        if not await self.line.is_member(chat_id, user_id):
            return False
        return await committed(self.desk, lambda work: agents.welcome(work, user_id, name) is not None)


def _heard(work: Work, said: Said) -> None:
    heard = said.heard
    ticket = staffgroup.ticket_at(work, said.place.chat_id, said.thread_id, heard.reply_to)
    quick = ticket is None and said.to_desk and work.now - heard.written_at < JUST_SAID
    if quick and outbox.in_the_air(work, said.place.chat_id):
        raise outbox.InTheAir  # it may answer a card whose number is about to be written down
    if said.command is not None and (said.command.name in MENU or ticket is not None):
        _obey(work, said, said.command, ticket)
        return
    if heard.reply_to is not None and _answers_desk(work, said, ticket):
        return
    if ticket is None:
        log.info("words outside any ticket", action="staff_small_talk", user=said.who.user_id)
        if said.to_desk and carrying.for_customer(heard.text) is not None:
            # An answer to the desk that belongs nowhere reaches no customer: its writer must not believe it did.
            _tell(work, said, None, "staff_no_ticket")
        return
    assert ticket.id is not None
    verdict = conversation.answer_as_desk(work, said.who.user_id, ticket.id, heard)
    if verdict is not None:
        _tell_verdict(work, said, ticket, verdict)
    for part in said.parts[1:]:
        # A photo of the album that came after a first try; the known ones change nothing.
        conversation.answer_as_desk(work, said.who.user_id, ticket.id, replace(part, text=""))


def _answers_desk(work: Work, said: Said, ticket: Ticket | None) -> bool:
    """Words in reply to the card of a task, where they say what came of it, or to a question of the desk's."""
    agent = agents.welcome(work, said.who.user_id, said.who.name)
    if agent is None or (ticket is not None and history.is_erased(work, ticket)):
        return False
    place, words = (said.place.chat_id, said.heard.reply_to), said.heard.text
    if ticket is not None:
        verdict = suggestions.said(work, agent, ticket, *place, words)
    else:
        verdict = deeds.said(work, agent, *place, words)
    if verdict is not None:
        _tell_verdict(work, said, ticket, verdict)
    return verdict is not None


def _obey(work: Work, said: Said, command: Command, ticket: Ticket | None) -> None:
    """A command of ``COMMANDS``, mostly in a ticket; ``/help`` anywhere."""
    if command.name not in MENU:
        _tell(work, said, ticket, "staff_no_command")  # mistyped, it may be words for colleagues only
        return
    if command.name == "help":
        _tell(work, said, ticket, "staff_help")
        return
    known = COMMANDS[command.name]
    if ticket is None and not known.anywhere:
        _tell(work, said, None, "staff_no_ticket")
    elif known.how and not command.argument:
        _tell(work, said, ticket, known.how)
    else:
        # Who writes in the group is a member of it: Telegram lets nobody else.
        agent = agents.welcome(work, said.who.user_id, said.who.name)
        if agent is None:
            verdict = Verdict("removed")
        elif known.answers and ticket is not None and command.argument:
            verdict = _answer(work, said, ticket, known.answers(work, agent, ticket, command.argument))
        else:
            verdict = obey(work, agent, command.name, ticket, command.argument)
        _tell_verdict(work, said, ticket, verdict)


def _answer(work: Work, said: Said, ticket: Ticket, words: str | Verdict) -> Verdict:
    """Says ``words`` to the customer in place of the command that the agent typed."""
    if isinstance(words, Verdict):
        return words
    assert ticket.id is not None
    verdict = conversation.answer_as_desk(work, said.who.user_id, ticket.id, replace(said.heard, text=words))
    return verdict or Verdict("canned_said", more={"text": words})


def _edited(work: Work, edited: Edited) -> str | None:
    """What an agent's message says now; None: it became a command, which changes nothing but a canned answer."""
    if edited.command is None:
        return edited.text
    known = COMMANDS.get(edited.command.name)
    if known is None or known.answers is None:
        return None
    return canned.anew(work, edited.place.chat_id, edited.message_id, edited.command.argument)


def _tell_verdict(work: Work, said: Said, ticket: Ticket | None, verdict: Verdict) -> None:
    """Says what came of it, unless what was posted there tells it already."""
    if not (verdict.told if ticket else verdict.told_in_general):
        _tell(work, said, ticket, f"verdict_{verdict.word}", verdict)


def _tell(
    work: Work, said: Said, ticket: Ticket | None, template: str, verdict: Verdict | None = None
) -> None:
    """Answers an agent's message in its place, once."""
    post.to_staff(
        work,
        ticket,
        "verdict",
        subject=f"staff:{said.place.chat_id}:{said.heard.message_id}",
        lane=Lane.REPLY,
        template=template,
        values=verdict.values if verdict else {},
        reply_to=said.heard.message_id,
    )
