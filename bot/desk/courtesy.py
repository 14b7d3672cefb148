"""Words that ask for no answer: thanks, "OK", "got it". Whole messages only, so that nothing else is overlooked."""

import re
import unicodedata

LONGEST = 40  # characters that are looked at
_EMOJI = frozenset("👍🙏👌😊🙂😀😄🤝🌹❤\ufe0f\u200d🏻🏼🏽🏾🏿")
_WORDS = re.compile(
    r"(?>(?:(?:(?:非常|十分|太|多)?(?:感谢|谢谢|谢|唔该|唔該|謝謝|感謝|多謝)|辛苦|麻烦)"
    r"(?:你们|您们|师傅|大家|你|您|啦|了|哈|啊)*"
    r"|(?:你们|师傅|大家|你|您)(?:也)?辛苦(?:啦|了|哈)*|费心了?"
    r"|好(?:的|滴|嘞|哒|呀|吧|了|啊)*|嗯|哦|噢|行(?:的|吧)?|收到|知道了?|明白了?|了解了?|没问题|再见|拜拜"
    r"|(?:many )?thank(?:s|you| you)(?: (?:so|very) much| a lot| again)?|thx|cheers|much appreciated"
    r"|ok(?:ay|ey)?|alright|all right|sure|great|perfect|got it|noted|understood|will do|no problem|bye)\s?)++"
)


def is_courtesy(text: str) -> bool:
    """Whether the whole text is no more than a thank-you or an "OK", also as emoji; an empty text is none."""
    said = unicodedata.normalize("NFKC", text).strip().lower()
    if not said or len(said) > LONGEST or "?" in said or any(_tells_more(one) for one in said):
        return False
    parts = [part.strip() for part in re.split(r"[^\w\s]+", said) if part.strip()]
    if not parts:
        return all(one in _EMOJI for one in said if not one.isspace())
    return all(_WORDS.fullmatch(part) for part in parts)


def _tells_more(character: str) -> bool:
    """An emoji that is not merely friendly."""
    return unicodedata.category(character) == "So" and character not in _EMOJI
