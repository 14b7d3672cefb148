"""What a message says of supplies that are out, and whether it says something else besides.

``supply_words`` reads a message as one; here it is cut into clauses, so that "停水了，另外账单不对" and "no power and
my bill is wrong" are both a report and another matter. What is cut away never makes a report of what is none: what
is left has to say by itself that something is out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.desk.answers import only_details
from bot.desk.outage import Supply
from bot.desk.supply_words import plain, supply_out, supply_out_at_risk

LONGEST = 800  # characters that are cut into clauses
FED = (Supply.LIFT, Supply.NETWORK)  # out when the power is
ENOUGH_HAN, ENOUGH_WORDS = 4, 3  # less says nothing by itself

_BREAK = re.compile(
    r"[,，。;；!！?？、]+|\.(?!\d)|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])|\s+(?=(?:and|but|also|plus)\b)"
)
_TURN = re.compile(
    r"^(?:另外|此外|除此之外|除了这个|除了這個|顺便|順便|顺带|对了|對了|再就是|再有|再者|同时|同時|另有|别的事|別的事|仲有|同埋|"
    r"还有(?![多没电水气网])|還有(?![多沒電水氣網])|还想|還想|还要|還要|"
    r"(?:(?:and|but|oh|ok)\s+)*(?:also|additionally|in addition|by the way|btw|besides|plus|separately|furthermore|"
    r"moreover|(?:another|one more|one other) (?:thing|issue|matter|problem)|on top of (?:that|this))\b)"
)
# What is never about the outage itself: money, papers, people, damage, and other troubles of a house.
_TOPIC = re.compile(
    r"账单|帳單|账户|多收|乱收|扣费|扣費|收费|收費|费用|費用|[电電水气氣暖网網话話业業][费費]|赔|賠|补偿|補償|退款|退费|退費|"
    r"投诉|投訴|建议|建議|通知|公告|态度|態度|(?:客服|保安).{0,8}(?:差|凶|骂|罵|恶劣|不理)|噪音|噪声|很吵|垃圾|车位|車位|"
    r"(?:冰箱|电视|電視|电脑|電腦|空调|空調|电器|電器|家电|家電|热水器).{0,8}(?:烧|燒|坏了|壞了)"
    r"|\b(?:bill(?:s|ing|ed)?|(?:over)?charged|charges|invoices?|fees?|refund\w*|compensat\w*|complain\w*|suggest\w*|"
    r"notice|notif\w*|announce\w*|warn(?:ed|ing)|rude|nois[ey]|rubbish|garbage|parking|"
    r"fried|damaged|ruined|spoil\w*)\b"
)
# What only goes on about the same outage.
_GOES_ON = re.compile(
    r"什么时候|什麼時候|啥时候|几时|幾時|多久|几点(?:来|能|恢复|有|修)|[来來][电電水气氣网網]|恢复|恢復|修好|怎么回事|怎麼回事|"
    r"啥情况|什么原因|什么情况|快点|快點|赶紧|尽快|盡快|也停|都停|也[没沒]|都[没沒]|整[栋棟幢楼樓]|全[楼樓栋棟]"
    r"|\b(?:when (?:will|is|does|can)|how long|what happened|what(?:'s| is) (?:going|happening|the cause)|hurry|asap|"
    r"please (?:fix|help|hurry|check)|(?:whole|entire) (?:block|building|street|floor)|any (?:update|eta|idea when))\b"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_WORD = re.compile(r"[a-z']+")


@dataclass(frozen=True)
class SupplySaid:
    """``supplies`` that are out, in the order they are named. ``besides``: the message says something else, too;
    ``at_risk``: it tells of danger, or of somebody who depends on the supply."""

    supplies: tuple[Supply, ...]
    besides: bool = False
    at_risk: bool = False


def supply_said(text: str) -> SupplySaid | None:
    """What ``text`` says of supplies that are out where its writer is, now; None: it says that of none."""
    if len(text) <= LONGEST and (found := _cut(text)) is not None:
        return found
    supply = supply_out(text)
    if supply is not None:
        return SupplySaid((supply,))
    supply = supply_out_at_risk(text)
    return SupplySaid((supply,), at_risk=True) if supply is not None else None


def _cut(text: str) -> SupplySaid | None:
    """What a message of several clauses says; None where it is about one supply and nothing else."""
    sections = [_with_power(section) for section in _sections(plain(text.replace("\n", ";")))]
    outs = {clause: supply_out(clause) for section in sections for clause in section}
    besides = [
        clause
        for section in sections
        for clause in section
        if outs[clause] is None
        and (_TOPIC.search(clause) or (not any(outs[one] for one in section) and _another_matter(section)))
    ]
    left = [clause for clause in outs if clause not in besides]
    # Each supply is out by what is said of it and by all that is said of nothing else.
    found = tuple(
        supply
        for supply in dict.fromkeys(out for out in outs.values() if out is not None)
        if supply_out(", ".join(clause for clause in left if outs[clause] in (None, supply))) == supply
    )
    return SupplySaid(found, bool(besides)) if found and (besides or len(found) > 1) else None


def _with_power(section: Sequence[str]) -> Sequence[str]:
    """The clauses without what stands still because the power is gone, said in the same breath."""
    outs = {clause: supply_out(clause) for clause in section}
    if Supply.POWER not in outs.values():
        return section
    return [clause for clause in section if outs[clause] not in FED]


def _sections(said: str) -> Iterator[Sequence[str]]:
    """The clauses of a text, those behind a turn to something else in a section of their own."""
    section: list[str] = []
    for clause in (one.strip() for one in _BREAK.split(said)):
        if _TURN.match(clause) and section:
            yield section
            section = []
        if clause:
            section.append(clause)
    if section:
        yield section


def _another_matter(section: Sequence[str]) -> bool:
    """Whether what is said behind (or before) a turn is something else: neither a greeting nor more of the same."""
    said = _TURN.sub("", " ".join(section)).strip()
    enough = len(_HAN.findall(said)) >= ENOUGH_HAN or len(_WORD.findall(said)) >= ENOUGH_WORDS
    return enough and not _GOES_ON.search(said) and not only_details(said)
