"""Answers that staff send by name (``answers`` in policy.toml)."""

from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from bot.desk.labels import Language
from bot.desk.notes import is_note
from bot.desk.policy_care import Template, fields_of
from bot.desk.policy_parts import Part

ANSWER_FIELDS = (
    "name",  # of the customer
    "number",
    "due",  # by when what was promised last is done, else by when staff answer
    "owner",
    "agent",  # who sends it
    "department",
    "account",
    "address",
    "place",
    "words",  # the beginning of what the customer wrote
    "desk",
)


def _no_note(text: str) -> str:
    if any(map(is_note, text.splitlines())):
        raise ValueError("a line that begins with // is a note and never reaches the customer; remove it")
    return text


def folded(name: str) -> str:
    """A name as it is compared: however it was typed."""
    return name.strip().casefold()


AnswerName = Annotated[str, Field(pattern=r"^[^\s/]{1,40}$")]
AnswerText = Annotated[Template, AfterValidator(_no_note)]


class AnswerPart(Part):
    """``name``: what staff type behind ``/a``, a single word in any script; ``also``: what they may type as well.

    ``zh`` and ``en``: what customers of that language read.
    """

    name: AnswerName
    also: tuple[AnswerName, ...] = ()
    zh: AnswerText
    en: AnswerText

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.also)

    def text(self, language: Language) -> str:
        return self.zh if language == Language.ZH else self.en

    @model_validator(mode="after")
    def _known_fields(self) -> "AnswerPart":
        for language in Language:
            wrong = next((one for one in fields_of(self.text(language)) if one not in ANSWER_FIELDS), None)
            if wrong is not None:
                raise ValueError(
                    f"the {language} text of answer {self.name!r} has an unknown field {{{wrong}}};"
                    f" it may have: {', '.join(f'{{{one}}}' for one in ANSWER_FIELDS)}"
                )
        return self


def each_name_once(answers: tuple[AnswerPart, ...]) -> tuple[AnswerPart, ...]:
    """Raises ``ValueError`` for two answers of one name."""
    names = [folded(name) for one in answers for name in one.names]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ValueError(f"two answers have the name {twice!r}; give each its own")
    return answers


Answers = Annotated[tuple[AnswerPart, ...], AfterValidator(each_name_once)]
