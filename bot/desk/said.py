"""A time in a sentence, with the words around it that tell whose it is."""

import re
from dataclasses import dataclass

_HEDGED = re.compile(
    r"争取|尽量|尽可能|可能|应该|预计|估计|不出意外|顺利的话|原则上|力争|打算"
    r"|\b(?:try|hope(?:fully)?|should|might|may|probably|possibly|perhaps|likely|expect(?:ed|ing)? to|aim(?:ing)?|"
    r"all being well|fingers crossed|estimated?)\b"
)


@dataclass(frozen=True)
class Said:
    """The clause that tells a time, what its sentence says ``before`` it and ``after`` it, up to the next time."""

    clause: str
    before: str
    after: str
    asked: bool  # the sentence is a question

    @property
    def hedged(self) -> bool:
        """Whether the clause says itself that it is not certain."""
        return bool(_HEDGED.search(self.clause))
