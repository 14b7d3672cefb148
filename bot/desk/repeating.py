"""Whether two complaints are about the same thing: a narrow rule of words, for both languages and across them.

It links a complaint with the one whose fix failed, and an agent can say that it is wrong; so it rather misses one than
links two that only sound alike.
"""

import re
import unicodedata
from collections.abc import Mapping

# What goes wrong, and where in a home: one word of ours for what people write in either language.
_THINGS: Mapping[str, str] = {
    "leak": r"漏水|渗水|滲水|滴水|返水|漏雨|水渍|水漬|\bleak\w*|\bdrip\w*|\bwater (?:stain|coming|damage)",
    "drain": r"堵塞|堵了|下水|反味|返味|\bclog\w*|\bblock(?:ed|age)\b|\bdrain\w*|\bsewage\b",
    "mould": r"发霉|發霉|霉斑|霉味|\bmou?ld\w*|\bdamp\w*",
    "lift": r"电梯|電梯|\blifts?\b|\belevators?\b",
    "noise": r"噪音|噪声|噪聲|吵|扰民|异响|\bnois\w*|\bloud\w*|\bbanging\b",
    "heating": r"暖气|暖氣|供暖|地暖|地热|\bheat(?:ing|er|ers)\b|\bradiators?\b",
    "cooling": r"空调|空調|制冷|\bair ?con\w*|\ba/?c\b",
    "power": r"停电|跳闸|没电|沒電|断电|\bpower\b|\bbreaker\b|\bblackout\w*|\belectric\w*",
    "pressure": r"水压|水壓|水小|停水|没水|\bwater pressure\b|\bno water\b",
    "hot_water": r"热水|熱水|\bhot water\b|\bboiler\b",
    "meter": r"电表|水表|燃气表|表走|\bmeters?\b",
    "bill": r"账单|帳單|收费|多收|扣费|电费|水费|物业费|\bbill(?:s|ed|ing)?\b|\bcharg(?:e|ed|es|ing)\b|\binvoices?\b",
    "door": r"门禁|門禁|门锁|單元門|单元门|入户门|大门|\bdoors?\b|\blocks?\b|\bintercom\b",
    "window": r"窗|\bwindows?\b",
    "crack": r"裂缝|裂縫|开裂|開裂|裂开|\bcrack\w*",
    "tiles": r"瓷砖|瓷磚|地砖|空鼓|\btil(?:e|es|ing)\b",
    "light": r"路灯|楼道灯|感应灯|灯不亮|灯坏|\blights?\b|\blamps?\b",
    "parking": r"车位|車位|停车|停車|\bparking\b",
    "waste": r"垃圾|\bgarbage\b|\btrash\b|\brubbish\b|\bbins?\b",
    "network": r"网络|網絡|宽带|断网|wifi|\bwi-?fi\b|\binternet\b|\bbroadband\b",
    "gas": r"燃气|煤气|天然气|\bgas\b",
    "staff": r"态度|態度|没人接|没人管|\brude\b|\battitude\b|\bno(?:body| one) (?:calls?|answers?|came|replied)",
    "refund": r"退款|退定金|退押金|\brefund\w*|\bdeposit\b",
    "handover": r"交房|延期交付|\bhand ?over\b",
    "school": r"学区|學區|学位|\bschools?\b",
}
_ROOMS: Mapping[str, str] = {
    "kitchen": r"厨房|廚房|\bkitchen\b",
    "bathroom": r"卫生间|衛生間|厕所|浴室|洗手间|主卫|次卫|\bbath\w*|\btoilet\b|\bshower\b",
    "bedroom": r"卧室|臥室|主卧|次卧|儿童房|\bbedrooms?\b",
    "living": r"客厅|客廳|\bliving room\b|\blounge\b",
    "balcony": r"阳台|陽台|陽臺|露台|\bbalcon\w*|\bterrace\b",
    "garage": r"车库|車庫|地库|地下室|\bgarage\b|\bbasement\b",
    "roof": r"屋顶|屋頂|天台|\broof\b",
    "stairs": r"楼道|楼梯|走廊|大堂|\bstair\w*|\bcorridor\b|\blobby\b|\bhallway\b",
}
_COMPILED = {
    name: {one: re.compile(words, re.IGNORECASE) for one, words in group.items()}
    for name, group in (("things", _THINGS), ("rooms", _ROOMS))
}
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_WORD = re.compile(r"[a-z][a-z'-]{2,}")
_EMPTY_HAN = re.compile(
    r"你们|我们|请问|麻烦|还是|又是|已经|上次|怎么|什么|一直|没有|问题|投诉|我要|为什么|就是|这个|那个|的|了|吗|呢|吧|啊|我|你|他"
)
_EMPTY = frozenset(
    "the and but for you your our are was were has have had with that this from they them not still again very please"
    " what when why how all any can will would could should there here been being just than then too its it's i'm"
    " don't doesn't didn't isn't complaint complain problem problems issue issues same last time today yesterday week"
    " get got fix fixed repair repaired after before about into out since now".split()
)
ALIKE = 0.5  # share of the shorter one's words that both have, where neither names a thing we know
MOST_READ = 600  # characters; a complaint says what it is about in the beginning


def same_thing(before: str, now: str) -> bool:
    """Whether two complaints of the same category and household are about the same thing, by their words.

    They are when both name the same thing that goes wrong and no different rooms; where no such thing is named in
    either, when most words of the shorter one are in the other.
    """
    first, second = _folded(before), _folded(now)
    rooms = _named("rooms", first), _named("rooms", second)
    if rooms[0] and rooms[1] and rooms[0].isdisjoint(rooms[1]):
        return False
    things = _named("things", first), _named("things", second)
    if things[0] and things[1]:
        return not things[0].isdisjoint(things[1])
    return _share(_words(first), _words(second)) >= ALIKE


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text[:MOST_READ]).casefold()


def _named(group: str, text: str) -> set[str]:
    return {one for one, words in _COMPILED[group].items() if words.search(text)}


def _words(text: str) -> set[str]:
    """English words by their first letters, and pairs of Chinese characters, without those that say nothing."""
    english = {word[:6] for word in _WORD.findall(text) if word not in _EMPTY}
    runs = (run for piece in _HAN.findall(text) for run in _EMPTY_HAN.split(piece))
    return english | {run[at : at + 2] for run in runs for at in range(len(run) - 1)}


def _share(first: set[str], second: set[str]) -> float:
    """Of two words or fewer nothing can be told."""
    shorter = min(len(first), len(second))
    return len(first & second) / shorter if shorter >= 3 else 0.0
