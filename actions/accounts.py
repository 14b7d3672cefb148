"""A customer's accounts: which are tied to the chat, proof by the code on paper, untying."""

from collections.abc import Sequence
from typing import Any

from rasa_sdk import FormValidationAction, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.heard import Heard
from actions.turn import DeskAction, Turn, in_thread
from actions.voice import button
from bot.desk.answers import Question, Verdict, judge
from bot.desk.codes import Named, code_in, named_in, number_in
from bot.service import identity, proving
from bot.service.identity import Tied
from bot.service.proving import Judged

LISTED = 8  # accounts with a button of their own


class Accounts(DeskAction):
    """What is tied to this chat, how well it is proven, and how to change that."""

    called = "action_account"

    def take(self, turn: Turn) -> None:
        tell_accounts(turn)


class Prove(DeskAction):
    """The customer wants to prove an account: the number and the code are asked for, or the code alone."""

    called = "action_prove"

    def take(self, turn: Turn) -> None:
        account = turn.heard.number("account")
        number = proving.number_of(turn.work, turn.heard.chat, account) if account else None
        turn.remember(follow="proof", paper=None, proving=number, proof_said=None)


class ProveByCode(DeskAction):
    """A message that names a number and a code and says nothing besides, whether or not we asked."""

    called = "action_prove_by_code"

    def take(self, turn: Turn) -> None:
        judged = proving.prove(
            turn.work, turn.heard.chat, turn.heard.about, turn.heard.value("number"), turn.heard.value("code")
        )
        if judged.what == "wrong":
            turn.remember(follow="proof", paper=None, proving=None, proof_said="wrong")
        else:
            turn.remember(follow="nothing")
            tell_judged(turn, judged)


class AskPaper(DeskAction):
    called = "action_ask_proof_form_paper"
    keeps_form = True

    def take(self, turn: Turn) -> None:
        number = turn.heard.slots.get("proving")
        if turn.heard.slots.get("proof_said") == "wrong":
            turn.say("proof_wrong")
        elif number:
            turn.say("ask_code", number=number)
        else:
            turn.say("ask_paper")


class ValidateProofForm(FormValidationAction):
    """Whatever names a number, a code or both is tried; everything else ends the question."""

    def name(self) -> str:
        return "validate_proof_form"

    async def extract_paper(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        if tracker.get_slot("requested_slot") != "paper":
            return {}
        heard = Heard.of(tracker)
        urgent = heard.hazard is not None
        verdict = judge(Question.PLACE, heard.text, heard.intent, heard.confidence, urgent)
        if verdict == Verdict.SKIP:
            return {"paper": "skipped"}
        known = heard.slots.get("proving")
        pressed = heard.text.startswith("/")  # a button or a command, whatever numbers it carries
        tries = not urgent and not pressed and (_named(heard.text, known) or number_in(heard.text))
        return {"paper": "said"} if tries else {}

    async def validate_paper(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        if value != "said":
            return {"paper": value}
        turn = await in_thread(_try, tracker, domain)
        return turn.slots


class ProofDone(DeskAction):
    """The question is over: what came of it stands in the slots, and the ties in the books."""

    called = "action_proof_done"

    def take(self, turn: Turn) -> None:
        what = turn.heard.slots.get("paper")
        number = str(turn.heard.slots.get("proving") or "")
        if what == "proven":
            turn.say("proof_done", number=number)
            _offer_care(turn, bool(turn.heard.slots.get("proof_said") == "first"))
        elif what == "wait":
            turn.say("proof_wait")
        else:
            turn.say("proof_left")


class Untie(DeskAction):
    called = "action_untie"

    def take(self, turn: Turn) -> None:
        number = identity.untie(turn.work, turn.heard.chat, turn.heard.number("account") or 0)
        if number is None:
            tell_accounts(turn)
        else:
            turn.say("untied", number=number)


def tell_accounts(turn: Turn) -> None:
    """The accounts tied to the chat with a button to untie each; addresses only where they are proven."""
    tied = identity.mine(turn.work, turn.heard.chat)
    prove = button(turn.voice.word("button_prove"), "prove")
    if not tied:
        turn.say("no_accounts", buttons=[prove])
        return
    lines = []
    for one in tied:
        kind, name = (
            turn.voice.word(f"account_kind_{one.kind}"),
            "account_proven" if one.proven else "account_claimed",
        )
        lines.append(turn.voice.word(name, number=one.number, kind=kind, address=one.address).rstrip(" ·"))
    keys = [
        button(turn.voice.word("button_untie", number=one.number), "untie", account=one.id)
        for one in tied[:LISTED]
    ]
    turn.say("accounts", more=lines, buttons=[prove, *keys])


def tell_judged(turn: Turn, judged: Judged) -> None:
    if judged.tied is None:
        turn.say("proof_wait")
        return
    turn.say("proof_done", number=judged.tied.number)
    _offer_care(turn, judged.tied.first_proof)


def tell_tied(turn: Turn, tied: Sequence[Tied]) -> None:
    """A shared contact proved these; what may be said first is asked once."""
    numbers = turn.voice.word("and").join(one.number for one in tied)
    turn.say("contact_tied", numbers=numbers, name=tied[-1].person.name)
    _offer_care(turn, any(one.first_proof for one in tied))


def _offer_care(turn: Turn, first: bool) -> None:
    """Consent for care is asked for when a chat is first tied by proof, unless they have said something already."""
    if first and identity.care_is_open(turn.work, turn.heard.chat):
        turn.say("offer_care")


def _try(turn: Turn) -> None:
    """Tries what was said; the code itself goes into no slot."""
    known = turn.heard.slots.get("proving")
    named = _named(turn.heard.text, known)
    if named is None:
        turn.remember(paper=None, proving=number_in(turn.heard.text), proof_said=None)
        return
    judged = proving.prove(turn.work, turn.heard.chat, turn.heard.about, named.number, named.code)
    if judged.what == "wrong":
        turn.remember(paper=None, proof_said="wrong")
    elif judged.tied is None:
        turn.remember(paper="wait")
    else:
        first = "first" if judged.tied.first_proof else None
        turn.remember(paper="proven", proving=judged.tied.number, proof_said=first)


def _named(text: str, known: str | None) -> Named | None:
    code = code_in(text) if known else None
    return Named(known, code) if known and code else named_in(text, asked=True)
