"""The closed lists of labels, and how they are joined into Rasa intents."""

from __future__ import annotations

from typing import Dict, Optional, Tuple

KINDS = ("complaint", "inquiry", "suggestion", "praise")
NONE = "none"
CATEGORIES = ("design", "quality", "sales_promise", "service")
CHITCHAT = "chitchat"
# What files nothing by itself; chitchat is told apart further in the Rasa intents.
INTENTS = ("check_status", "talk_to_human", "ask_bill", "ask_outage", CHITCHAT)
FLAVOURS = ("greeting", "thanks", "help", "abuse", "other")
# Told by the whole message being a known phrase, never by the trained heads.
NOT_SOLVED = "not_solved"
PHRASE_INTENTS = (
    "withdraw",
    NOT_SOLVED,
    "list_mine",
    "stop_speaking",
    "points",
    "skip",
    "affirm",
    "deny",
    "cancel",
)
FALLBACK = "nlu_fallback"
OTHER_LANGUAGE = "other_language"
NO_WORDS = "no_words"

TICKET_LABELS = tuple(f"{kind}+{category}" for kind in KINDS for category in CATEGORIES)
CHITCHAT_LABELS = tuple(f"{CHITCHAT}+{flavour}" for flavour in FLAVOURS)
# Every label the trained heads can give.
LEARNED_LABELS = TICKET_LABELS + INTENTS[:-1] + CHITCHAT_LABELS

# What a ticket desk makes of a phrase that stands alone: asking about tickets, or a word of dialogue.
_PHRASES_AS_INTENTS: Dict[str, str] = {"withdraw": "check_status", "list_mine": "check_status"}


def parts(label: str) -> Tuple[str, Optional[str], Optional[str]]:
    """Kind, category and intent of a label, as `LABELS.md` lists them.

    `not_solved` and `nlu_fallback` have none of their own: ask for those of `Understanding.learned_label`.
    """
    head, _, tail = label.partition("+")
    if head in KINDS:
        return head, tail, None
    if head in INTENTS:
        return NONE, None, head
    return NONE, None, _PHRASES_AS_INTENTS.get(head, CHITCHAT)


def in_flat(label: str) -> str:
    """The label of the kind head: one of the kinds, or one of the intents."""
    return label.partition("+")[0]


def in_category(label: str) -> str:
    """The label of the category head, or `none`."""
    head, _, tail = label.partition("+")
    return tail if head in KINDS else NONE
