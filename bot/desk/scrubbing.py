"""Makes a customer's words fit to learn from: who they are and where they live goes, what they want stays.

Names, numbers, addresses, e-mail and web addresses are taken out and natural stand-ins put in their places, the same
for the same, so that the sentence still reads. Stand-ins do not depend on what they replace: nothing can be read back.
Names that are not known and stand without title or introduction cannot all be recognised; a person reviews every line.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import phonenumbers

from bot.desk import personal, traces
from bot.desk.stand_ins import Numbers, People

REGIONS = ("CN", "HK", "SG", "MY", "IN", "GB", "US")  # whose ways of writing a phone number are looked for
# A mark stands for a fragment that was dealt with; private characters in messages are dropped.
_FIRST_MARK = 0xF0000


@dataclass(frozen=True)
class Known:
    """What the desk knows of the people in a talk: their names; account, phone and user names; addresses and sites."""

    names: Sequence[str] = ()
    numbers: Sequence[str] = ()
    places: Sequence[str] = ()


def scrub(text: str, known: Known = Known()) -> str:
    """The text on one line with stand-ins for everything personal; a text without any is only put on one line."""
    page = _Page(" ".join(traces.HIDDEN.sub("", traces.PRIVATE.sub("", text)).split()), known)
    _known_places(page, known.places)
    _machine_addresses(page)
    _known_numbers(page, known.numbers)
    _known_names(page, known.names)
    _addresses(page)
    _numbers(page)
    _chinese_names(page)
    _english_names(page)
    return page.read()


class _Page:
    """A text in work. What was dealt with is a mark, so that no later rule touches it again."""

    def __init__(self, text: str, known: Known) -> None:
        self.text = text
        self._fragments: list[str] = []
        self._numbers = Numbers(
            [
                *known.numbers,
                *traces.LONG_NUMBER.findall(text),
                *traces.SPOKEN_CHINESE.findall(text),
                *re.findall(r"\d+", text),
            ]
        )
        self._people = People([*known.names, *known.places])

    def put(self, pattern: re.Pattern[str], stand_in: Callable[[re.Match[str]], str | None]) -> None:
        """Replaces every match by its stand-in; None leaves the match as it is."""

        def marked(match: re.Match[str]) -> str:
            instead = stand_in(match)
            if instead is None:
                return match.group()
            self._fragments.append(instead)
            return chr(_FIRST_MARK + len(self._fragments) - 1)

        self.text = pattern.sub(marked, self.text)

    def number(self, original: str, letters: bool = False) -> str:
        return self._numbers.like(original, letters)

    def name(self, original: str, kind: str = "") -> str:
        """The stand-in of a person's name; ``kind``: surname, or a Chinese or English whole name by its script."""
        kind = kind or ("zh" if traces.IS_HAN.search(original) else "en")
        return self._people.instead_of(
            original, personal.NAMES_INSTEAD[kind], personal.NOBODY[kind], self.text
        )

    def read(self) -> str:
        text = self.text
        while any(ord(one) >= _FIRST_MARK for one in text):  # a fragment may hold another one's mark
            text = "".join(
                self._fragments[ord(one) - _FIRST_MARK] if ord(one) >= _FIRST_MARK else one for one in text
            )
        return " ".join(text.split())


def _known_places(page: _Page, places: Sequence[str]) -> None:
    """Whole addresses, then the parts that tell: 翠湖花园 of 翠湖花园 3栋, Elm Street of 14 Elm Street, London."""
    parts = {
        part for place in places for part in (*re.split("[,，;；、]", place), *traces.HAN_PART.findall(place))
    }
    parts |= {re.sub(r"^[\s#\d-]+", "", part) for part in parts}
    words = [*places, *(part for part in parts if len(part) > 3 or traces.IS_HAN.search(part))]
    words = [word.strip() for word in words if word.strip().casefold() not in personal.EVERYDAY]
    for place in sorted({word for word in words if len(word) > 2}, key=lambda one: (-len(one), one)):
        page.put(_spaced(place), lambda match, place=place: page.name(place, _place_kind(place)))  # type: ignore[misc]


def _machine_addresses(page: _Page) -> None:
    page.put(traces.EMAIL, lambda match: "name@example.com")
    page.put(traces.WEB, lambda match: "www.example.com")
    page.put(traces.HANDLE, lambda match: "@customer")
    page.put(traces.MESSENGER, lambda match: match["kept"] + page.number(match["id"], letters=True))


def _known_numbers(page: _Page, numbers: Sequence[str]) -> None:
    for number in sorted(
        {one.strip() for one in numbers if len(one.strip()) > 2}, key=lambda one: (-len(one), one)
    ):
        page.put(_spaced(number), lambda match: page.number(match.group(), letters=True))


def _known_names(page: _Page, names: Sequence[str]) -> None:
    for name in sorted({one.strip() for one in names}, key=lambda one: (-len(one), one)):
        for pattern in _ways_of_writing(name):
            page.put(pattern, lambda match, name=name: page.name(name, _script(match.group())))  # type: ignore[misc]


def _ways_of_writing(name: str) -> Iterator[re.Pattern[str]]:
    """The whole name however it is spaced and written; then its parts that are no everyday words."""
    words = re.findall(r"[^\W_]+", name)
    whole = "".join(words)
    if not re.search(r"[^\W\d_]", whole) or (len(whole) == 1 and not whole.isascii()):
        return
    everyday = all(word.casefold() in personal.EVERYDAY for word in words)
    if not (everyday and traces.IS_HAN.search(whole)):
        pattern = r"[\W_]*".join(re.escape(word) for word in words)
        yield _bounded(pattern, 0 if everyday or len(whole) < 3 else re.IGNORECASE)
    for word in words:
        is_telling = len(word) > 1 if traces.IS_HAN.search(word) else len(word) > 2
        if len(words) > 1 and is_telling and word.casefold() not in personal.EVERYDAY:
            yield _bounded(re.escape(word), re.IGNORECASE)


def _addresses(page: _Page) -> None:
    page.put(
        traces.CHINESE_STREET, lambda match: f"{page.name(match.group(), 'street')}{page.number('18')}号"
    )
    page.put(traces.CHINESE_UNIT, lambda match: page.number(match.group(), letters=True))
    page.put(traces.HASH_UNIT, lambda match: page.number(match.group(), letters=True))
    page.put(traces.CAPITAL_STREET, lambda match: f"{page.number('18')} {page.name(match.group(), 'road')}")
    page.put(traces.ENGLISH_STREET, lambda match: _street(page, match))
    page.put(traces.ENGLISH_UNIT, lambda match: match["kept"] + page.number(match["id"], letters=True))
    page.put(traces.LETTERED_UNIT, lambda match: match["kept"] + page.number(match["id"], letters=True))
    page.put(traces.POSTCODE, lambda match: page.number(match.group(), letters=True))


def _street(page: _Page, match: re.Match[str]) -> str | None:
    """ "14 Elm Street", but not "5 minutes down the road"."""
    if traces.NO_STREET & set(match["name"].lower().split()):
        return None
    return f"{page.number('18')} {page.name(match.group(), 'road')}"


def _numbers(page: _Page) -> None:
    for harmless in (traces.DATE, traces.HOURS):
        page.put(harmless, lambda match: match.group())
    for found in phone_numbers(page.text):
        page.put(re.compile(re.escape(found)), lambda match: page.number(match.group()))
    for pattern in (traces.CHINESE_PLATE, traces.MIXED_ID):
        page.put(pattern, lambda match: page.number(_plate(match.group()), letters=True))
    page.put(traces.LABELLED, lambda match: match["kept"] + page.number(match["id"], letters=True))
    page.put(traces.LONG_NUMBER, lambda match: page.number(match.group()))
    page.put(traces.SPOKEN_CHINESE, lambda match: page.number(match.group()))
    page.put(traces.SPOKEN_ENGLISH, lambda match: " one two three four five ")


def phone_numbers(text: str) -> list[str]:
    """What reads as a phone number in one of the ``REGIONS``, as it is written; the longest first."""
    found = {
        match.raw_string for region in REGIONS for match in phonenumbers.PhoneNumberMatcher(text, region)
    }
    return sorted(found, key=lambda one: (-len(one), one))


def _chinese_names(page: _Page) -> None:
    page.put(traces.FULL_TITLED, lambda match: _full_titled(page, match))
    page.put(traces.TITLED, lambda match: _titled(page, match))
    page.put(traces.NICKNAMED, lambda match: _nicknamed(page, match))
    page.put(traces.NAMED, lambda match: match["kept"] + page.name(match["name"], "zh"))


def _titled(page: _Page, match: re.Match[str]) -> str | None:
    before = match.string[match.start() - 1] if match.start() else ""
    if before and before in personal.NOT_AFTER.get(match["name"], ""):
        return None
    return page.name(match["name"], "surname") + match["title"]


def _full_titled(page: _Page, match: re.Match[str]) -> str | None:
    """张建国师傅; but in 谢谢王师傅 and 高级工程师 the first character is no name."""
    given = match["given"]
    if given[-1] in personal.SURNAMES or given[0] in "谢级层空压速领":
        return None
    return page.name(match["name"], "surname") + match["title"]


def _nicknamed(page: _Page, match: re.Match[str]) -> str | None:
    after = match.string[match.end() : match.end() + 1]
    if after and after in personal.NICKNAME_WORDS.get(match["name"], ""):
        return None
    return match["kept"] + page.name(match["name"], "surname")


def _english_names(page: _Page) -> None:
    page.put(traces.TITLED_ENGLISH, lambda match: _unless_a_word(page, match))
    page.put(traces.BEFORE_TITLE, lambda match: _unless_a_word(page, match))
    page.put(traces.INTRODUCED, lambda match: _unless_a_word(page, match))
    page.put(traces.SIGNED, lambda match: _unless_a_word(page, match))
    page.put(traces.GIVEN, lambda match: page.name(match.group(), "en"))


def _unless_a_word(page: _Page, match: re.Match[str]) -> str | None:
    if match["name"].split()[0].lower() in personal.NOT_NAMES:
        return None
    kept = match.groupdict()
    return f"{kept.get('before') or ''}{page.name(match['name'], 'en')}{kept.get('after') or ''}"


def _plate(text: str) -> str:
    """A Chinese plate without its province."""
    return "京" + text[1:] if traces.IS_HAN.match(text) else text


def _script(text: str) -> str:
    return "zh" if traces.IS_HAN.search(text) else "en"


def _place_kind(place: str) -> str:
    return "place" if traces.IS_HAN.search(place) else "house"


def _spaced(words: str) -> re.Pattern[str]:
    """What has these letters and digits, whatever spaces and dashes are between them."""
    return _bounded(r"[\W_]{0,3}".join(re.escape(one) for one in words if one.isalnum()), re.IGNORECASE)


def _bounded(pattern: str, flags: int) -> re.Pattern[str]:
    """Latin letters and digits are looked for as whole words, Chinese characters anywhere."""
    return re.compile(
        rf"(?:(?<![A-Za-z0-9])|(?<=[{traces.HAN}])|(?=[{traces.HAN}])){pattern}(?![A-Za-z0-9])", flags
    )
