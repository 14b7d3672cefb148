"""What takes the place of a number or a name: other digits, other letters, nobody's name."""

import re
from collections.abc import Iterable, Sequence

_DIGITS = "1234567890"
_LETTERS = "ABCDEFGHJK"
_CHINESE = "一二三四五六七八九零"
_READ_AS = str.maketrans("零〇一二三四五六七八九幺两", "0012345678912")
_TELLING = 5  # digits from which on a number may tell who somebody is
_STEPS = (1, 3, 7, 9)  # ways through the ten digits that meet each of them


class Numbers:
    """Numbers like others, but none of them: one for each, the same for the same, never read off the original."""

    def __init__(self, originals: Iterable[str]) -> None:
        self._secret = {digits for one in originals if len(digits := digits_of(one)) >= _TELLING}
        self._given: dict[str, str] = {}

    def like(self, original: str, letters: bool = False) -> str:
        """Other digits (and other capitals in place of the ``letters``) in the shape of the original."""
        key = f"{original.casefold()} {letters}"
        if key not in self._given:
            self._given[key] = self._another(original, letters)
        return self._given[key]

    def _another(self, original: str, letters: bool) -> str:
        first = len(self._given)
        for turn in range(len(_DIGITS) * len(_STEPS)):
            start, step = (first + turn) % len(_DIGITS), _STEPS[turn // len(_DIGITS)]
            found = _filled(original, start, step, letters)
            digits = digits_of(found)
            if found != original and not any(secret in digits for secret in self._secret):
                return found
        return re.sub(r"\w", "0", original)


class People:
    """Names for people who are not to be named: one for each, the same for the same, nobody's who is ``here``."""

    def __init__(self, here: Iterable[str]) -> None:
        self._here = {name.casefold() for name in here if name}
        self._given: dict[str, str] = {}

    def instead_of(self, name: str, names: Sequence[str], nobody: str, text: str) -> str:
        """One of ``names`` that is in no way part of ``text`` or of anybody's name; ``nobody`` when all are."""
        key = f"{name.casefold()} {nobody}"
        if key not in self._given:
            free = (one for one in names if self._is_free(one.casefold(), text.casefold()))
            self._given[key] = next(free, nobody)
        return self._given[key]

    def _is_free(self, name: str, text: str) -> bool:
        given = {one.casefold() for one in self._given.values()}
        return (
            name not in text
            and name not in given
            and not any(name in one or one in name for one in self._here)
        )


def digits_of(text: str) -> str:
    """The digits of a text, the Chinese ones too, in ASCII."""
    return "".join(str(int(one)) for one in text.translate(_READ_AS) if one.isdecimal())


def _filled(shape: str, start: int, step: int, letters: bool) -> str:
    place, found = start, []
    for one in shape:
        number = one.isdecimal() or one in _CHINESE or one in "〇幺两"
        if number:
            found.append((_DIGITS if one.isdecimal() else _CHINESE)[place % 10])
        elif letters and one.isascii() and one.isalpha():
            found.append(_LETTERS[place % 10])
        else:
            found.append(one)
            continue
        place += step
    return "".join(found)
