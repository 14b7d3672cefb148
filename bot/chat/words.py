"""The words of the chat: texts of chat/wording (Fluent) filled with values, safe to show in Telegram."""

import html
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from fluent.runtime import FluentBundle, FluentResource

from bot.desk.labels import Language
from bot.desk.language import say_day, say_until, say_when
from bot.desk.money import say_sum

WORDING = Path(__file__).with_name("wording")
LABELS = (
    "kind",
    "category",
    "hazard",
    "reason",
    "state",
    "language",
    "topic",
    "supply",
    "out",
    "standing",
    "rung",
    "missing",
    "late",
    "ground",
)  # values that are words of ours
LINES = ("text", "words", "said", "resolution")  # values that may have several lines; all others get one
MOST_STARS = 5

# Overrides, embeddings and isolates turn around what stands beside them; invisible spaces hide words from the eye.
# Joiners (U+200C, U+200D) stay: Persian and composed emoji need them.
_DISTURBING = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\u2060-\u2064\u00ad\ufeff\ufff9-\ufffb]")
_MARK = re.compile("\ue000(.*?)\ue001")
_NAME = re.compile("[a-z_]{1,40}")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class MissingWord(KeyError):
    """A text that is not in chat/wording."""


class Words:
    """Says ``key`` of chat/wording in a language.

    Values: labels (``kind``, ``hazard`` …) are put into words, ISO times (``…_at``) into the desk's zone, days
    (``…_on``) and sums (``…_sum``, see desk/money.py) are written as the language does, and what people wrote is freed
    of what disturbs the text around it. A text ``key_with_name`` is taken instead of ``key`` where the value ``name``
    is not empty.
    """

    def __init__(self, zone: ZoneInfo, now: Callable[[], datetime]) -> None:
        self.zone, self._now = zone, now
        self._bundles = {language: _bundle(language) for language in Language}

    def html(self, language: Language, key: str, values: Mapping[str, Any] | None = None) -> str:
        """A message or a line of one, in Telegram's HTML; every value is escaped. Raises ``MissingWord``."""
        return self._say(language, key, values or {}, html.escape)

    def label(self, language: Language, key: str, values: Mapping[str, Any] | None = None) -> str:
        """A text without markup: a button, a title, a toast. Raises ``MissingWord``."""
        return self._say(language, key, values or {}, str)

    def has(self, language: Language, key: str) -> bool:
        return bool(self._bundles[language].has_message(key))

    def _say(
        self, language: Language, key: str, values: Mapping[str, Any], escape: Callable[[str], str]
    ) -> str:
        bundle = self._bundles[language]
        key = next(
            (
                f"{key}_with_{name}"
                for name, one in values.items()
                if one and bundle.has_message(f"{key}_with_{name}")
            ),
            key,
        )
        if not bundle.has_message(key):
            raise MissingWord(
                f"{WORDING.name}/{language}.ftl has no text {key!r}; add it there, or in a file of its topic"
            )
        ready = self._values(language, key, values, escape)
        # Fluent refuses values of more than 1,000 characters: it is given marks, and the values take their places.
        # A name of ours stays itself: a text may choose by it.
        marks = {
            name: f"\ue000{name}\ue001" if isinstance(one, str) and not _NAME.fullmatch(one) else one
            for name, one in ready.items()
        }
        said, errors = bundle.format_pattern(bundle.get_message(key).value, marks)
        if errors:
            raise MissingWord(
                f"{WORDING.name}/{language}.ftl: {key}: {errors[0]}; give that value or mend the text"
            )
        return _MARK.sub(lambda mark: str(ready[mark[1]]), str(said))

    def _values(
        self, language: Language, key: str, values: Mapping[str, Any], escape: Callable[[str], str]
    ) -> dict[str, Any]:
        ready = {
            name: self._value(language, name, one, escape) for name, one in values.items() if _is_plain(one)
        }
        if "stars" in values:
            stars = int(values["stars"])
            ready["marks"] = "★" * stars + "☆" * (MOST_STARS - stars)
        if values.get("starts_at") and values.get("ends_at"):
            start, end = (datetime.fromisoformat(values[name]) for name in ("starts_at", "ends_at"))
            ready["until"] = say_until(end, start, self.zone, language, self._now())
        # What is said by one word of ours beside the values that services give.
        if key == "told_handed_back":
            ready["by"] = self.label(language, f"by_{values['by']}")
        if key == "resolved" and values.get("reason"):
            ready["outcome"] = self.label(language, f"outcome_{values['reason']}")
        if key.startswith("undelivered"):
            ready["why"] = self.label(language, "why_unreachable" if values["unreachable"] else "why_refused")
        return ready

    def _value(self, language: Language, name: str, value: Any, escape: Callable[[str], str]) -> str | int:
        if isinstance(value, int) and not isinstance(value, bool):
            # A number may choose a plural; the number of a person must not be written as 123,456.
            return str(value) if name.endswith("_id") or name == "update" else value
        text = str(value)
        if name in LABELS and text:
            return (
                self.label(language, f"{name}_{text}")
                if self.has(language, f"{name}_{text}")
                else escape(tame(text))
            )
        if name.endswith("_sum") and text:
            return escape(say_sum(text, language))
        if name.endswith("_on") and text:
            return say_day(date.fromisoformat(text), language, self._now().astimezone(self.zone).date())
        if name.endswith("_at") and text:
            return say_when(datetime.fromisoformat(text), self.zone, language, self._now())
        return escape(tame(text, lines=name in LINES))


def tame(text: str, lines: bool = False) -> str:
    """What a person wrote, so that it cannot disturb the text around it; on one line unless ``lines``.

    Words of right-to-left scripts are set apart, so that they do not turn the rest of the line.
    """
    text = _DISTURBING.sub("", text)
    text = _CONTROLS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n"))
    text = text.strip() if lines else " ".join(text.split())
    turned = any(unicodedata.bidirectional(one) in ("R", "AL") for one in text)
    return "\n".join(f"\u2068{line}\u2069" for line in text.split("\n")) if turned else text


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _bundle(language: Language) -> FluentBundle:
    # Isolation marks around every value would be characters too many on a card; ``tame`` sets apart what needs it.
    bundle = FluentBundle([{"zh": "zh-CN", "en": "en-GB"}[language]], use_isolating=False)
    for file in sorted(WORDING.glob(f"*{language}.ftl")):
        bundle.add_resource(FluentResource(file.read_text(encoding="utf-8")))
    return bundle
