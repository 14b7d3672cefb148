"""A customer's words made comparable: Unicode folded, scripts counted, the language told.

Nothing here is learned. Every other module of the ears reads text through these functions, so that
training, the running server and the batch tool see exactly the same letters.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from typing import Dict, List, Optional

from opencc import OpenCC

from nlu import languages, steering

# What is kept of an overlong message: people say what they want at the beginning and at the end.
HEAD_CHARACTERS = 1400
TAIL_CHARACTERS = 600

# Zero-width characters, bidirectional controls, soft hyphen, byte order mark, tags and variation selectors.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e007f\U000e0100-\U000e01ef]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SPACE = re.compile(r"\s+")
_DIGIT = re.compile(r"\d")
_HAN = re.compile("[\u4e00-\u9fff]")
_LETTER = re.compile(r"[^\W\d_]")
_NOT_WORD = re.compile(r"[\W_]+")
_LATIN_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "，": ",", "。": "."})

# Pictures, and the signs that only dress a text up.
_PICTURE = re.compile(
    "[\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\U0001f1e6-\U0001f1ff\u20e3]"
)
# "Pleeease", "坏了了了", "啊啊", "?!?!": held keys and drawn-out words say nothing that one letter does not.
_HELD = re.compile(r"([a-z])\1{2,}|([\u4e00-\u9fff])\2{2,}|([啊吧呢吗呀嘛哦了呗啦])\3+|([^\w\s!])(?:\s?\4)+")
_SHOUT = re.compile(r"!(?:\s*!)+")
_SIGH = re.compile(r"(?<=[\u4e00-\u9fff])[啊呀哦哟噢]+(?![\u4e00-\u9fff])")
# Marks that part words no better than a space.
_SOFT_MARK = re.compile(r"\s*(?:[、~…:|*_<>{}\[\]\"]|\.(?:\s?\.)+|,)+\s*")
_TRAILING = re.compile(r"[\s.,;。]+$")
_INSIDE_CHINESE = re.compile(
    r"(?<=[\u4e00-\u9fff,;.!?]) (?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff]) (?=[,;.!?])"
)
_HELLO = re.compile(
    r"^(?:(?:hi|hiya|hello|hey|dear|greetings|excuse me|good (?:morning|afternoon|evening|day))(?![a-z])"
    r"(?: (?:there|all|team|sir|madam|mam|everyone|support|folks|guys)(?:/madam)?(?![a-z]))*"
    r"|(?:你们?好|您好|早上好|上午好|中午好|下午好|晚上好|大家好|在吗|在不在|在么|亲|客服|(?:尊敬的)?(?:各位)?领导好?|打扰一?下)(?=[^\w]|你好|您好)"
    r")[\s,.!?~:;]*"
)

# Cantonese function words and their Mandarin readings. The training examples hold few Cantonese sentences;
# folded, those sentences share their features with the many others.
_CANTONESE = {
    "唔": "不", "嘅": "的", "冇": "没有", "咗": "了", "喺": "在", "佢": "他", "系咪": "是不是",
    "搵": "找", "嚟": "来", "啲": "些", "咁": "这么", "乜": "什么", "嗰": "那", "哋": "们", "畀": "给",
    "俾": "给", "睇": "看", "攞": "拿", "噉": "这样", "咩": "什么", "啱": "对", "嘢": "东西", "諗": "想",
    "谂": "想", "冧": "塌", "而家": "现在", "依家": "现在", "点解": "为什么", "点样": "怎样", "边个": "谁",
    "边度": "哪里", "几时": "什么时候", "听日": "明天", "琴日": "昨天", "寻日": "昨天", "今日": "今天",
    "细路": "小孩", "仲": "还", "郁": "动", "升降机": "电梯", "𨋢": "电梯", "水浸": "水淹",
    "火烛": "着火", "石屎": "混凝土", "屋企": "家里", "倾": "谈", "晒": "完", "嬲": "生气",
}  # fmt: skip
_CANTONESE_MARK = re.compile(
    "[唔嘅冇咗喺佢係搵嚟啲咁嗰哋畀俾嘢諗冧𨋢咩攞]|而家|依家|点解|边个|边度|听日|琴日|火烛|水浸|屋企"
)
_CANTONESE_WORD = re.compile("|".join(sorted(map(re.escape, _CANTONESE), key=len, reverse=True)))


@functools.lru_cache(maxsize=1)
def _simplified() -> Dict[int, str]:
    """Traditional to Simplified, one character at a time: a table is a hundred times faster than OpenCC's walk."""
    traditional = [chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    converted = OpenCC("t2s").convert("\n".join(traditional)).split("\n")
    return {ord(old): new for old, new in zip(traditional, converted) if old != new}


@dataclass(frozen=True)
class Scripts:
    """How many letters of a text belong to which script; `words` counts runs of Latin letters."""

    han: int
    kana: int
    latin: int
    foreign: int
    words: int

    @property
    def letters(self) -> int:
        return self.han + self.kana + self.latin + self.foreign


def trim(text: str) -> str:
    """The head and the tail of an overlong text, else the text itself."""
    if len(text) <= HEAD_CHARACTERS + TAIL_CHARACTERS:
        return text
    return text[:HEAD_CHARACTERS] + " " + text[-TAIL_CHARACTERS:]


def clean(text: str) -> str:
    """The text trimmed, in NFKC, without invisible and control characters, with single spaces."""
    # Invisible characters go first: a flood of them must not push the words out of head and tail.
    visible = _INVISIBLE.sub("", text) if len(text) < 200_000 else text[:200_000]
    shown = _INVISIBLE.sub("", unicodedata.normalize("NFKC", trim(visible)))
    return _SPACE.sub(" ", _CONTROL.sub(" ", shown)).strip().translate(_QUOTES)


def simplify(text: str) -> str:
    """Lowercase, Simplified Chinese, Cantonese function words in Mandarin. Expects cleaned text."""
    plain = text.translate(_simplified()).lower()
    if _CANTONESE_MARK.search(text) or _CANTONESE_MARK.search(plain):
        plain = _CANTONESE_WORD.sub(lambda found: _CANTONESE[found.group()], plain)
    return plain


def features_text(text: str) -> str:
    """The text as the classifier counts it: simplified, without label talk and the noise of typing, digits as 0."""
    plain = _PICTURE.sub(" ", steering.without(simplify(text)))
    if not _HAN.search(plain):  # Chinese clauses are told apart by their commas; English words have spaces
        plain = _SOFT_MARK.sub(" ", plain)
    plain = _SPACE.sub(
        " ", _DIGIT.sub("0", _HELD.sub(_once, _SHOUT.sub("!!", _TRAILING.sub("", plain))))
    ).strip()
    return _SIGH.sub("", _INSIDE_CHINESE.sub("", without_greeting(plain)))


def label_talk(text: str) -> List[str]:
    """What `features_text` takes out of a cleaned text because it only names labels."""
    return steering.found(simplify(text))


def without_greeting(text: str) -> str:
    """The text without the hello before it; a text that is nothing else stays."""
    rest = _HELLO.sub("", text)
    while rest != text and _LETTER.search(rest):
        text, rest = rest, _HELLO.sub("", rest)
    return text


def _once(found: "re.Match[str]") -> str:
    return next(group for group in found.groups() if group)


def phrase_key(text: str) -> str:
    """What two spellings of one phrase have in common: simplified letters and digits, nothing else."""
    return _NOT_WORD.sub("", simplify(clean(text)).replace("'", ""))


def scripts(text: str) -> Scripts:
    """Counts the letters of a cleaned text by script."""
    han = kana = latin = foreign = 0
    for character in text:
        code = ord(character)
        if 0x61 <= (code | 0x20) <= 0x7A or 0xC0 <= code <= 0x24F or 0x1E00 <= code <= 0x1EFF:
            latin += character.isalpha()
        elif 0x4E00 <= code <= 0x9FFF or 0x3400 <= code <= 0x4DBF or 0x20000 <= code <= 0x3FFFF:
            han += 1
        elif 0x3040 <= code <= 0x30FF:
            kana += character.isalpha()
        elif code > 0x24F and character.isalpha():
            foreign += 1
    words = len(_LATIN_WORD.findall(text)) if latin else 0
    return Scripts(han, kana, latin, foreign, words)


def language(text: str) -> Optional[str]:
    """`zh`, `en` or `other` for a cleaned text; None when it has no letters at all."""
    text = _own_words(text)
    count = scripts(text)
    if not count.letters:
        return None
    # Japanese borrows Han, so a fifth of kana is enough; one stray の in a Chinese line is not.
    if count.foreign * 2 > count.letters or (count.kana > 1 and count.kana * 5 > count.letters):
        return "other"
    if count.han and _reads_chinese(text, count):
        return "zh"
    return "other" if languages.is_foreign(text) else "en"


def _own_words(text: str) -> str:
    """The text without label talk and hello, which may be in any language; what is nothing else stays."""
    own = without_greeting(steering.without(simplify(text)))
    return own if _LETTER.search(own) else text


def _reads_chinese(text: str, count: Scripts) -> bool:
    """A Han character weighs about as much as a word; particles show that the sentence itself is Chinese."""
    latin_words = len(re.findall(r"[A-Za-z][A-Za-z']*", text)) if count.latin else 0
    if count.han * 4 >= latin_words * 5:
        return True
    return count.han * 2 >= latin_words and bool(re.search("[的了吗呢是不没沒嗎我你有在嘅咗唔]", text))
