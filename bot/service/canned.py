"""Answers that staff send by name, worded in policy.toml: found, and filled for a ticket in its customer's language."""

from collections.abc import Sequence
from difflib import get_close_matches

from bot.desk import notes
from bot.desk.account import Account
from bot.desk.agent import Agent
from bot.desk.labels import Language
from bot.desk.language import say_when
from bot.desk.policy_answers import AnswerPart, folded
from bot.desk.policy_care import fields_of
from bot.desk.ticket import Ticket
from bot.desk.transcript import Author
from bot.service import history, promise_rows, watch
from bot.service.verdict import Verdict
from bot.service.view import opening_words, shortened
from bot.service.work import Work

LISTED_WORDS = 60  # characters of an answer in the list
LIKE = 0.5  # how much of a name has to be right for it to be meant, 0 to 1
MOST_LIKE = 3
FIRST_WORDS = {Language.ZH: 24, Language.EN: 48}  # characters of the customer's words


def listed(work: Work) -> Verdict:
    """All answers by name with the beginning of their words, as staff read them."""
    language = work.policy.desk.staff_language
    lines = [
        f"• {' / '.join(one.names)}: {shortened(one.text(language), LISTED_WORDS)}"
        for one in work.policy.answers
    ]
    return Verdict("canned_list", more={"text": "\n".join(lines)}) if lines else Verdict("canned_none")


def answer(work: Work, agent: Agent, ticket: Ticket, name: str) -> str | Verdict:
    """The words of the answer ``name`` for the ticket's customer; else why there are none, with names like it."""
    found = _named(work.policy.answers, name)
    if found is None:
        near = " / ".join(_like(work.policy.answers, name))
        return Verdict("canned_unknown", name=shortened(name, LISTED_WORDS), more={"near": near})
    language = history.customer_of(work, ticket).language
    values = _values(work, agent, ticket, language)
    lacking = [field for field in fields_of(found.text(language)) if not values[field]]
    if lacking:
        return Verdict(
            "canned_lacks", name=found.name, number=ticket.number, more={"field": f"{{{lacking[0]}}}"}
        )
    return found.text(language).format(**values)


def anew(work: Work, chat_id: int, message_id: int, name: str) -> str | None:
    """What an answer says after its agent named another one in its place; None: it stays as it is."""
    message = history.message_at(work, chat_id, message_id)
    if message is None or message.author != Author.AGENT or message.ticket_id is None:
        return None
    agent = work.session.get_one(Agent, message.agent_id)
    said = answer(work, agent, work.session.get_one(Ticket, message.ticket_id), name)
    return said if isinstance(said, str) else None


def _named(answers: Sequence[AnswerPart], name: str) -> AnswerPart | None:
    wanted = folded(name)
    return next((one for one in answers if wanted in map(folded, one.names)), None)


def _like(answers: Sequence[AnswerPart], name: str) -> list[str]:
    wanted = folded(name)
    names = {folded(each): each for one in answers for each in one.names}
    parts = [one for one in names if wanted and (one in wanted or wanted in one)]
    close = [*parts, *get_close_matches(wanted, names, MOST_LIKE, LIKE)]
    return [names[one] for one in dict.fromkeys(close)][:MOST_LIKE]


def _values(work: Work, agent: Agent, ticket: Ticket, language: Language) -> dict[str, str]:
    """Every field of ``ANSWER_FIELDS``; empty where nothing is known."""
    customer, policy = history.customer_of(work, ticket), work.policy
    account = work.session.get(Account, ticket.account_id) if ticket.account_id else None
    owner = work.session.get(Agent, ticket.owner_id) if ticket.owner_id else agent
    values = {
        "name": notes.harmless(customer.name) or policy.care.nameless.in_language(language),
        "number": ticket.number,
        "due": _due(work, ticket, language),
        "owner": owner.name if owner else "",
        "agent": agent.name,
        "department": policy.departments.of(ticket.category).in_language(language),
        "account": account.number if account else "",
        "address": account.address if account else "",
        "place": ticket.place or "",
        "words": shortened(opening_words(work, ticket), FIRST_WORDS[language]),
        "desk": policy.desk.name.in_language(language),
    }
    return {field: notes.harmless(value) for field, value in values.items()}


def _due(work: Work, ticket: Ticket, language: Language) -> str:
    """By when what was promised is done; with no promise, until when staff's next word is owed."""
    ahead = (one.due_at for one in promise_rows.standing(work, ticket) if not one.broken)
    moment = next(ahead, None) or watch.promised_at(work, ticket)
    return say_when(moment, work.policy.zone, language, work.now) if moment else ""
