"""Words that ask for no answer: thanks, "OK", "got it". Whole messages only, so that nothing else is overlooked."""

import re
import unicodedata

LONGEST = 40  # characters that are looked at
_WORDS = re.compile(
    r"(?:(?:非常|十分|太|多|好的?)?(?:感谢|谢谢|谢|多谢|唔该|唔該|多謝|謝謝|感謝)(?:你们|您们|你|您|大家|师傅|啦|了|哈|啊)*"
    r"|(?:你|您|你们|师傅|大家)?(?:也)?辛苦(?:你们|你|您|师傅|啦|了|哈)*|麻烦(?:你们|你|您|师傅|了)+|费心了?|拜托了?"
    r"|好(?:的|滴|嘞|哒|呀|吧|了|啊)*|嗯+|哦+|噢+|行(?:的|吧)?|收到|知道了?|明白了?|了解了?|没问题|再见|拜拜"
    r"|(?:many |ok )?thanks?(?: you)?(?: (?:so|very) much| a lot| again)?|thx|ty|cheers|much appreciated"
    r"|ok(?:ay|ey)?|alright|all right|sure|great|perfect|got it|noted|understood|will do|no problem|bye)+"
)


def is_courtesy(text: str) -> bool:
    """Whether the whole text is no more than a thank-you or an "OK", also as emoji; an empty text is none."""
    said = unicodedata.normalize("NFKC", text).strip().lower()
    if not said or len(said) > LONGEST or "?" in said:
        return False
    plain = "".join(one if one.isalnum() or one.isspace() else " " for one in said)
    if not plain.strip():
        return all(one in _EMOJI for one in said if not one.isspace())
    return all(_WORDS.fullmatch(part) for part in _parts(plain))


_EMOJI = frozenset("👍🙏👌😊🙂😀😄🤝🌹❤\ufe0f\u200d🏻🏼🏽🏾🏿")


def _parts(plain: str) -> list[str]:
    """The text where punctuation cut it; "thank you" is one part."""
    return [" ".join(part.split()) for part in re.split(r"\s{2,}", plain) if part.strip()]
