"""Who of the staff is named in a customer's words: by the full name, or as people call each other in either language.

王强 is also 小王, 老王, 王师傅, 王工 and Mr Wang; Lin Wei is also Lin, and Wei. Nothing is guessed: whom several would
answer to is a group, and the caller decides.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping

COMPOUND = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "司徒",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "宇文",
    "夏侯",
)
TITLES = (
    "师傅|师父|工程师|工(?![人作程地期资具序厂夫])|经理|主管|主任|组长|队长|队|班长|部长|总|管家|客服|顾问|助理|专员|电工|水电工|保安|保洁|前台|"
    "老师|先生|女士|小姐|同志|同学|姐姐|姐|哥哥|哥|叔叔|叔|伯|阿姨|姨|妹|弟"
)
ENGLISH_TITLES = (
    "mr|mrs|ms|miss|mister|madam|engineer|manager|master|uncle|auntie|aunt|xiao|lao|brother|sister|shifu"
)
PINYIN = {
    "王": "wang", "李": "li", "张": "zhang", "刘": "liu", "陈": "chen", "杨": "yang", "黄": "huang", "赵": "zhao",
    "周": "zhou", "吴": "wu", "徐": "xu", "孙": "sun", "马": "ma", "朱": "zhu", "胡": "hu", "郭": "guo", "何": "he",
    "林": "lin", "罗": "luo", "高": "gao", "郑": "zheng", "梁": "liang", "谢": "xie", "宋": "song", "唐": "tang",
    "许": "xu", "韩": "han", "冯": "feng", "邓": "deng", "曹": "cao", "彭": "peng", "曾": "zeng", "肖": "xiao",
    "田": "tian", "董": "dong", "袁": "yuan", "潘": "pan", "于": "yu", "蒋": "jiang", "蔡": "cai", "余": "yu",
    "杜": "du", "叶": "ye", "程": "cheng", "苏": "su", "魏": "wei", "吕": "lv", "丁": "ding", "任": "ren", "沈": "shen",
    "姚": "yao", "卢": "lu", "姜": "jiang", "崔": "cui", "钟": "zhong", "谭": "tan", "陆": "lu", "汪": "wang",
    "范": "fan", "金": "jin", "石": "shi", "廖": "liao", "贾": "jia", "夏": "xia", "韦": "wei", "方": "fang",
    "白": "bai", "邹": "zou", "孟": "meng", "熊": "xiong", "秦": "qin", "邱": "qiu", "江": "jiang", "尹": "yin",
    "薛": "xue", "阎": "yan", "段": "duan", "雷": "lei", "侯": "hou", "龙": "long", "史": "shi", "陶": "tao",
    "黎": "li", "贺": "he", "顾": "gu", "毛": "mao", "郝": "hao", "龚": "gong", "邵": "shao", "万": "wan", "钱": "qian",
    "严": "yan", "覃": "qin", "武": "wu", "戴": "dai", "莫": "mo", "孔": "kong", "向": "xiang", "汤": "tang",
}  # fmt: skip
# Given names that are words as well: they name somebody only with a capital inside a sentence, or with a title.
ALSO_WORDS = frozenset(
    "an art bill can chance don faith frank grace guy he hope jack joy june april may mark max art long me new pat so"
    " will rich rob rose sue she shi sunny summer victor wan way wei you young".split()
)

_HAN = re.compile(r"[\u3400-\u9fff]{2,4}")
_LATIN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NO_OTHER_WORD = "(?<![由关对至任如双各官多])"  # 由于, 任何, 对方: the character is no family name there
_BEFORE_GIVEN = "感谢|谢谢|多亏|表扬|夸夸|点赞|找|叫|问|给"  # 建设 and 文明 are names and words
_AFTER_GIVEN = "[，,、！!]|人|很|真|特别|非常|太|帮|修|来|态度|服务|处理|做事|也|和|跟"
_BEFORE_A_NAME = r"(?<![A-Za-z])"
_AFTER_A_NAME = r"(?![A-Za-z])"
_SENTENCE_BEGINS = re.compile(r"(?:^|[.!?。！？\n])[\s\"“'(]*$")


def named(words: str, staff: Mapping[int, str]) -> list[tuple[int, ...]]:
    """Those of ``staff`` (key to name) whom ``words`` name, in the order in which they are named first.

    Keys that stand together are several people whom the same words may mean. Whoever is named in full is meant alone:
    with 王强师傅 not every 王师傅 of the company is.
    """
    said = unicodedata.normalize("NFKC", words)
    full = {key: at for key, name in staff.items() if (at := _first(said, _full(name))) is not None}
    rest = _without(said, [name for key, name in staff.items() if key in full])
    groups: dict[int, list[int]] = {}
    for key, name in staff.items():
        at = full.get(key, _first(rest, _short(name)) if key not in full else None)
        if at is not None:
            groups.setdefault(at, []).append(key)
    return [tuple(sorted(groups[at])) for at in sorted(groups)]


def _first(said: str, patterns: Iterator[re.Pattern[str]]) -> int | None:
    places = [match.start() for pattern in patterns for match in pattern.finditer(said) if _means(match)]
    return min(places, default=None)


def _means(match: re.Match[str]) -> bool:
    """Whether a word that is a name is meant as one."""
    word = match[0]
    if not word.isascii() or " " in word or word.casefold() not in ALSO_WORDS:
        return True
    return word[0].isupper() and not _SENTENCE_BEGINS.search(match.string[: match.start()])


def _without(said: str, names: list[str]) -> str:
    """``said`` with blanks where somebody is named in full."""
    for name in names:
        for pattern in _full(name):
            said = pattern.sub(lambda match: " " * len(match[0]), said)
    return said


def _full(name: str) -> Iterator[re.Pattern[str]]:
    name = unicodedata.normalize("NFKC", name)
    for run in _HAN.findall(name):
        yield re.compile(re.escape(run) + f"(?:{TITLES})?")
    latin = [one for one in _LATIN.findall(name) if one.isascii()]
    if len(latin) > 1:
        for order in (latin, latin[::-1]):
            yield _spoken(r"\s*".join(re.escape(one) for one in order))


def _short(name: str) -> Iterator[re.Pattern[str]]:
    name = unicodedata.normalize("NFKC", name)
    for run in _HAN.findall(name):
        yield from _chinese(run)
    for one in _LATIN.findall(name):
        if one.isascii() and len(one) > 1:
            yield _spoken(re.escape(one))
            yield _spoken(rf"(?:{ENGLISH_TITLES})\.?\s+{re.escape(one)}")


def _chinese(run: str) -> Iterator[re.Pattern[str]]:
    family = run[:2] if run.startswith(COMPOUND) else run[:1]
    given = run[len(family) :]
    yield re.compile(f"{_NO_OTHER_WORD}{family}(?:{TITLES})")
    if len(family) == 1:
        yield re.compile(f"[小老阿]{family}(?![\u3400-\u9fff]?(?:区|朋友|板))")
    if len(given) > 1:
        yield re.compile(f"(?:{_BEFORE_GIVEN}){given}|{given}(?:{TITLES}|{_AFTER_GIVEN})")
    elif given:
        yield re.compile(f"(?:阿|小){given}|{given}(?:哥|姐|叔|妹|师傅)")
    if family in PINYIN:
        yield _spoken(rf"(?:{ENGLISH_TITLES})\.?\s+{PINYIN[family]}")


def _spoken(pattern: str) -> re.Pattern[str]:
    return re.compile(_BEFORE_A_NAME + pattern + _AFTER_A_NAME, re.IGNORECASE)
