"""What fingers, phones and mischief do to a message without changing what it means.

Each mutator takes a text and a seeded `random.Random` and gives the changed text back, or the same text where
it has nothing to change. Runs on Rasa's Python, for `tests/bench/attack.py` and `tests/nlu`.
"""

from __future__ import annotations

import functools
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import jieba
from opencc import OpenCC
from pypinyin import lazy_pinyin

from tests.bench.steering import LABEL_TALK, PROMPTS

Mutator = Callable[[str, random.Random], str]
ZH, EN = "zh", "en"
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_WORD = re.compile(r"[A-Za-z]{4,}")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_MARKS = re.compile(r"[,.!?;:，。！？；：、…~]+")
# What people mix up however well they type; each stands for any other of its group.
_CONFUSED = (
    "在再 的得地 那哪 做作 吗嘛 呢呐 他她它 坐座 像象 份分 带戴 账帐 订定 已以 须需 吧巴 装桩 复付".split()
)
_EMOJI = "🙂 😅 😂 🤔 🙏 😭 😡 👀 🏠 💧 ⚡ 📱 🤷‍♂️ ❗ 💔 🔧".split()
_GREETINGS = {
    ZH: ("你好，", "您好！", "在吗？", "早上好。", "你好\n", "客服你好，", "亲，", "各位领导好，"),
    EN: (
        "Hi, ",
        "Hello! ",
        "Good morning. ",
        "hey there ",
        "Dear team, ",
        "Hi\n",
        "Excuse me, ",
        "hello sir ",
    ),
}
_PARTICLES = re.compile(r"[了啊吧呢吗呀嘛哦]")
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"


def typos(text: str, chance: random.Random) -> str:
    """One or two slips of the finger, in words of four letters and more."""
    words = list(_WORD.finditer(text))
    for word in sorted(_some(words, chance), key=lambda found: -found.start()):
        text = text[: word.start()] + _slip(word.group(), chance) + text[word.end() :]
    return text


def _slip(word: str, chance: random.Random) -> str:
    place = chance.randrange(len(word) - 1)
    kind = chance.choice(("neighbour", "dropped", "doubled", "swapped"))
    before, letter, after = word[:place], word[place], word[place + 1 :]
    if kind == "neighbour":
        return before + _neighbour(letter, chance) + after
    if kind == "dropped":
        return before + after
    return before + (letter * 2 + after if kind == "doubled" else after[0] + letter + after[1:])


def _neighbour(letter: str, chance: random.Random) -> str:
    row = next(row for row in _KEYS if letter.lower() in row)
    place = row.index(letter.lower())
    near = chance.choice([row[at] for at in (place - 1, place + 1) if 0 <= at < len(row)])
    return near.upper() if letter.isupper() else near


def homophones(text: str, chance: random.Random) -> str:
    """One or two words as an input method gives them when the wrong candidate is picked."""
    words = jieba.lcut(text)
    places = [place for place, word in enumerate(words) if _sounding_alike(word)]
    for place in _some(places, chance):
        words[place] = chance.choice(_sounding_alike(words[place]))
    return "".join(words)


def _sounding_alike(word: str) -> list[str]:
    """Up to five of the commonest other words of the same reading."""
    if not 1 <= len(word) <= 2 or not all(map(_HAN.match, word)):
        return []
    alike = _by_reading()[len(word), " ".join(lazy_pinyin(word))]
    return [other for other in alike[:6] if other != word][:5]


@functools.lru_cache(maxsize=1)
def _by_reading() -> dict[tuple[int, str], list[str]]:
    """Words of one and two characters by their reading without tones, the commonest first."""
    jieba.initialize()
    found = defaultdict(list)
    common = ((count, word) for word, count in jieba.dt.FREQ.items() if count > 100 and len(word) <= 2)
    for _, word in sorted(common, reverse=True):
        if all(map(_HAN.match, word)):
            found[len(word), " ".join(lazy_pinyin(word))].append(word)
    return found


def confusions(text: str, chance: random.Random) -> str:
    """One or two of the characters that many people mix up."""
    group_of = {character: group for group in _CONFUSED for character in group}
    places = [place for place, character in enumerate(text) if character in group_of]
    letters = list(text)
    for place in _some(places, chance):
        letters[place] = chance.choice(group_of[letters[place]].replace(letters[place], ""))
    return "".join(letters)


def spacing(text: str, chance: random.Random) -> str:
    """Spaces where none belong, and none where one does."""
    gaps = [place for place in range(1, len(text)) if _HAN.match(text[place]) and _HAN.match(text[place - 1])]
    if len(gaps) > 2:
        picked = gaps if chance.random() < 0.25 else chance.sample(gaps, chance.randint(1, min(4, len(gaps))))
        return "".join((" " if place in picked else "") + letter for place, letter in enumerate(text))
    spaces = [found.start() for found in re.finditer(r"(?<=\w) (?=\w)", text)]
    how = chance.choice(("", "   "))
    for place in sorted(_some(spaces, chance), reverse=True):
        text = text[:place] + how + text[place + 1 :]
    return text


def punctuation(text: str, chance: random.Random) -> str:
    """None at all, another one, or too much of it at the end."""
    how = chance.choice(("none", "others", "more"))
    if how == "more":
        return text.rstrip() + chance.choice(("...", "。。。", "~~", "!!", "！！！", "……", " .", "，"))
    other = " " if how == "none" else chance.choice((",", "，", "。", "~", "、", "..."))
    return _MARKS.sub(other, text).strip()


def width(text: str, chance: random.Random) -> str:
    """Full-width forms of letters, digits and marks, or half-width marks."""
    if chance.random() < 0.5 and re.search("[，。！？；：（）]", text):
        return text.translate(str.maketrans("，。！？；：（）", ",.!?;:()"))
    return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text)


def emoji(text: str, chance: random.Random) -> str:
    """One to three pictures at the end or after a mark in the middle."""
    shown = "".join(chance.choices(_EMOJI, k=chance.randint(1, 3)))
    marks = [found.end() for found in _MARKS.finditer(text)]
    place = chance.choice(marks) if marks and chance.random() < 0.4 else len(text)
    return text[:place] + shown + text[place:]


def case(text: str, chance: random.Random) -> str:
    """All capitals, none, every word with one, or any."""
    how = chance.choice((str.upper, str.lower, str.title, None))
    if how:
        return how(text)
    return "".join(letter.upper() if chance.random() < 0.3 else letter for letter in text)


@functools.lru_cache(maxsize=4)
def _converter(name: str) -> OpenCC:
    return OpenCC(name)


def script(text: str, chance: random.Random) -> str:
    """Traditional characters (of the mainland's old print, or of Hong Kong) for Simplified ones, and back."""
    simplified = _converter("t2s").convert(text)
    return simplified if simplified != text else _converter(chance.choice(("s2t", "s2hk"))).convert(text)


def stretching(text: str, chance: random.Random) -> str:
    """A letter or a particle held down: "pleeease", "坏了了了", "啊啊啊"."""
    particles = list(_PARTICLES.finditer(text))
    if particles:
        found = chance.choice(particles)
        return text[: found.start()] + found.group() * chance.randint(2, 4) + text[found.end() :]
    words = list(re.finditer(r"[A-Za-z]*[aeiouy][A-Za-z]*", text))
    if words and not _HAN.search(text):
        word = chance.choice(words)
        place = word.start() + chance.choice(
            [at for at, one in enumerate(word.group()) if one in "aeiouyAEIOUY"]
        )
        return text[:place] + text[place] * chance.randint(3, 5) + text[place + 1 :]
    return text + chance.choice("啊呀哦") * chance.randint(2, 4)


def breaks(text: str, chance: random.Random) -> str:
    """New lines for spaces or after marks, as phones send them."""
    places = [found.end() for found in re.finditer(r"[,.!?;，。！？； ]", text[:-1])]
    for place in sorted(chance.sample(places, min(len(places), chance.randint(1, 3))), reverse=True):
        text = text[:place] + chance.choice(("\n", "\n\n", "\r\n")) + text[place:]
    return text


def invisible(text: str, chance: random.Random) -> str:
    """Zero-width characters between the letters."""
    return "".join(
        letter + (chance.choice(_INVISIBLE) if chance.random() < 0.15 else "") for letter in text
    ) + chance.choice(_INVISIBLE)


def greeting(language: str) -> Mutator:
    """The mutator that says hello first."""
    return lambda text, chance: chance.choice(_GREETINGS[language]) + text


def talk(sentences: Sequence[str]) -> Mutator:
    """The mutator that puts one of these sentences before or after the message."""

    def put(text: str, chance: random.Random) -> str:
        said, gap = chance.choice(sentences), chance.choice((" ", "\n"))
        return said + gap + text if chance.random() < 0.5 else text + gap + said

    return put


def _some(places: Sequence[Any], chance: random.Random) -> list[Any]:
    return chance.sample(list(places), min(len(places), chance.randint(1, 2)))


_BOTH: dict[str, Mutator] = {
    "spacing": spacing,
    "punctuation": punctuation,
    "width": width,
    "emoji": emoji,
    "case": case,
    "stretching": stretching,
    "line breaks": breaks,
    "invisible": invisible,
    "label talk": talk(LABEL_TALK),
    "prompts": talk(PROMPTS),
}
MUTATORS: dict[str, dict[str, Mutator]] = {
    ZH: {
        "homophones": homophones,
        "confusions": confusions,
        "script": script,
        "greeting": greeting(ZH),
        **_BOTH,
    },
    EN: {"typos": typos, "greeting": greeting(EN), **_BOTH},
}


@dataclass(frozen=True)
class Mutation:
    """A message, what was done to it, and what came of it. `place` is the message's among those given."""

    place: int
    language: str
    kind: str
    text: str


def mutations(messages: Sequence[tuple[str, str]], count: int, seed: int = 0) -> Iterator[Mutation]:
    """`count` different mutations of (text, language) messages, spread evenly over messages and mutators.

    Raises:
        ValueError: the messages allow no more different ones.
    """
    chance = random.Random(seed)
    seen: set[tuple[int, str]] = set()
    barren = 0
    while len(seen) < count:
        if barren > 3:
            raise ValueError(f"these {len(messages)} messages give {len(seen)} mutations, not {count}")
        barren += 1
        for place in chance.sample(range(len(messages)), len(messages)):
            text, language = messages[place]
            kind = chance.choice(list(MUTATORS[language]))
            changed = MUTATORS[language][kind](text, chance)
            if changed != text and (place, changed) not in seen and len(seen) < count:
                seen.add((place, changed))
                barren = 0
                yield Mutation(place, language, kind, changed)
