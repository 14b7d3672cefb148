"""Why a message was understood as it was: the words that decided, and what it was measured by."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Part = Literal["kind", "category", "urgent"]
PARTS: tuple[Part, ...] = ("kind", "category", "urgent")
Share = Annotated[float, Field(ge=0, le=1)]
Change = Annotated[float, Field(ge=-1, le=1)]

LEAST = 0.01  # a word that counts less than one percentage point did not decide


class Value(BaseModel):
    """A part of what the dialogue answers; it may tell more than is asked for here."""

    model_config = ConfigDict(frozen=True)


class Weight(Value):
    """A word (or two that only count together) as the customer wrote it, at its place in the text.

    ``kind``, ``category`` and ``urgent``: by how much that part of the label is less probable without the word.
    """

    text: str
    start: int
    end: int
    kind: Change
    category: Change
    urgent: Change


class Guess(Value):
    label: str
    confidence: Share


class DangerWord(Value):
    """What the lexicon found; not ``sure`` where it only hints at danger."""

    hazard: str
    word: str
    sure: bool


class Guard(Value):
    """A word that says that the danger is not now: denied, over, only supposed."""

    guard: str
    word: str


class Danger(Value):
    """How probable danger is, and from which probability on it is an alarm."""

    probability: Share
    alarm_from: Share = Field(alias="from")
    hazard: str | None
    danger_words: tuple[DangerWord, ...]
    guards: tuple[Guard, ...]


class Weighed(Value):
    """Something whose words were weighed."""

    words: tuple[Weight, ...]

    def deciding(self, part: Part, most: int) -> list[Weight]:
        """The words that speak for a part of the label, the weightiest first."""
        telling = [word for word in self.words if getattr(word, part) >= LEAST]
        return sorted(telling, key=lambda word: -getattr(word, part))[:most]


class Topic(Weighed):
    """One of the two things that a message is about, read by itself; the ticket follows the ``main`` one.

    The places of ``words`` count from the beginning of ``text``.
    """

    text: str
    label: str
    confidence: Share
    main: bool


class Explanation(Weighed):
    """``label`` is what the message was understood as, `kind+category` or an intent.

    ``because``: a known ``phrase`` decided, danger (``urgent``), words that are clear enough (``sure``) or not
    (``unsure``: asked below ``ask_below``), one of its two ``parts``, which is clearer than the whole, or it was not
    read at all (``unread``). ``left_out``: so many characters in the middle of a very long text were not read;
    ``removed``: words that only name labels, and were not counted. ``parts``: the two things that the message is about,
    as they stand in it; empty where it is about one.
    """

    text: str
    left_out: int
    label: str
    confidence: Share
    decision: Literal["file", "ask", "answer"]
    because: Literal["phrase", "urgent", "sure", "unsure", "parts", "unread"]
    certainty: Share | None
    ask_below: Share | None
    phrase: str | None
    urgent: Danger
    next_best: tuple[Guess, ...]
    removed: tuple[str, ...]
    parts: tuple[Topic, Topic] | tuple[()] = ()

    @property
    def how_sure(self) -> float:
        """How certain the label is as a whole, where the whole decided by its words; else how probable it is."""
        if self.certainty is None or self.phrase or self.because == "parts":
            return self.confidence
        return self.certainty
