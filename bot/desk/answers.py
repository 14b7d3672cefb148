"""Is what a customer wrote the answer to the desk's question, a "leave it", or something else altogether?

Pure rules over the text and what the model read in it; they decide whether a form goes on or makes way.
"""

import re
import unicodedata
from enum import StrEnum

from bot.desk.labels import Kind

CONFIDENT = 0.5  # below this a reading as a new matter does not outweigh a question that was just asked
LONG = 90  # characters: nobody writes this much to say where or since when
GREETING = 12  # characters: no greeting alone is longer
READ = 500  # characters that are looked at; somebody may paste a book


class Question(StrEnum):
    """What the desk asked."""

    PLACE = "place"  # which home, meter or order
    SINCE = "since"  # since when
    COMMENT = "comment"  # a word about the stars


class Verdict(StrEnum):
    """What the words are to the question."""

    ANSWER = "answer"
    SKIP = "skip"
    ELSE = "else"  # something of its own: the question makes way


# Intents that are never an answer, whatever is asked.
_OWN = {
    "talk_to_human",
    "check_status",
    "list_mine",
    "stop_speaking",
    "points",
    "withdraw",
    "cancel",
    "chitchat+greeting",
    "chitchat+thanks",
    "chitchat+help",
    "chitchat+abuse",
    "affirm",
}
_OWN_UNLESS_COMMENT = {"not_solved", "ask_bill", "ask_outage", "no_words"}
_SKIPPING = {"skip", "deny"}

_SKIP = re.compile(
    r"(?:先)?(?:跳过|略过|不填|不说了|不记得了?|记不清了?|忘记?了|不知道|不清楚|不确定|不方便说?|不想说|不用了?|没有了?|没了|无"
    r"|唔知|唔記得|唔记得)(?:吧|啊|呀|呢|哦|哈)?"
    r"|(?:sorry )?(?:skip(?: it| this)?|pass|n/?a|none|no|nope|nothing|no idea|no thanks?|not sure|unsure|not now"
    r"|(?:i )?(?:really )?(?:don'?t|do not|dunno|can'?t|cannot)(?: really)?(?: know| remember| recall| say| tell)?"
    r"|(?:i )?forgot|rather not(?: say)?|i'?d rather not(?: say)?|idk)(?: sorry)?"
)

_ASKING = re.compile(r"[?？]|吗|请问|怎么|什么|几点|多少|哪|\b(?:how|when|where|what|who|can|could|which)\b")

_NUMBER_ZH = "[0-9一二三四五六七八九十百零两几数半]"
_PLACE = re.compile(
    rf"{_NUMBER_ZH}+\s*(?:栋|幢|座|号楼|单元|室|楼|层|弄|号|户|门)(?:\s*[a-z]?\d+)?"
    r"|[a-z]\s*(?:栋|幢|座|区|单元)"
    r"|(?:水表|电表|气表|燃气表|表号|户号|编号|订单号?|合同号?|单号|房号|门牌|表)(?:号)?\s*[:：是为]?\s*[a-z]*[-\d]*\d"
    r"|[\u4e00-\u9fff]{1,6}(?:小区|花园|家园|公寓|苑|府|城|里|湾|庄|大厦|广场|路|街|巷|村)(?=[\dA-Za-z一二三四五六七八九十，,\s]|$)"
    r"|(?:我家|自己家|家里|本户|地下室|地库|车库|大堂|客厅|厨房|卫生间|阳台|电梯间|楼道)"
    r"|\b(?:flat|apartment|apt|unit|block|building|tower|house|room|floor|villa|lot|bay|meter|order|contract|account|phase)"
    r"(?:\s*(?:no\.?|number|nr\.?|#|is|:))*\s*#?[a-z]?[-\d]*[\da-z]\b"
    r"|\b\d{1,5}[a-z]?(?:st|nd|rd|th)?\s+(?:floor|(?:\w+\s)?(?:street|st|road|rd|avenue|ave|lane|drive|close|court|way))\b"
    r"|\b(?:\w+\s)?(?:street|road|avenue|lane|court|gardens|heights|residence|towers?)\b"
    r"|\b(?:my (?:home|house|flat|place|apartment)|at home|basement|lobby|kitchen|bathroom|garage)\b"
    r"|#?\b(?=[a-z\d-]*\d)[a-z\d]+(?:-[a-z\d]+)*\b"
)
_UNIT = re.compile(
    "栋|幢|座|号楼|单元|室|楼|层|弄|号|户"
)  # left over where two numbers share one: 3栋2单元1201
_TIME = re.compile(
    rf"(?:大?[前昨今]天|昨[晚夜日]|今[早晚晨日]|前[晚日]|刚才|刚刚|现在|琴日|尋日|寻日|今日|上个?(?:周末?|星期|礼拜|月)|这个?(?:周|星期|礼拜|月)|去年|前年|今年)"
    rf"|(?:周|星期|礼拜)[一二三四五六日天末]"
    rf"|{_NUMBER_ZH}+\s*(?:多)?(?:个)?(?:年|月|周|星期|礼拜|天|日|号|小时|钟头|分钟|点半?|分)(?:钟|份|初|底|前|多|左右|上旬|中旬|下旬|左右)?"
    r"|(?:早上|上午|中午|下午|晚上|傍晚|半夜|凌晨|夜里|早晨|一早)"
    r"|(?:国庆|春节|过年|元旦|五一|中秋|装修|交房|入住|收房|搬进来|换表)(?:节|期间|那天|前|后|之后|以后|以来|时)?"
    r"|(?:一直|好久|很久|最近|好几天|几天前)"
    r"|\b(?:today|yesterday|tonight|last night|this (?:morning|week|month|afternoon|evening)|(?:last|past|previous) \w+"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day(?:s)?|jan\w*|feb\w*|march|april|may|june|july|aug\w*|sept?\w*|oct\w*|nov\w*|dec\w*"
    r"|(?:a|an|one|two|three|four|five|six|seven|eight|ten|few|several|couple(?: of)?|\d+)\s+"
    r"(?:minutes?|hours?|days?|weeks?|months?|years?|nights?)"
    r"|(?:\d{1,2}(?::\d{2})?\s*(?:am|pm|o'?clock))|noon|midnight|morning|afternoon|evening|night|weekend|ages"
    r"|christmas|easter|new year|recently|just now|always|day one|move(?:d|ing)? in|moving in)\b"
    r"|\b\d{1,2}[:：]\d{2}\b|\b\d{1,4}[./-]\d{1,2}(?:[./-]\d{1,4})?\b"
)
_SINCE_WHEN = re.compile(
    r"^(?:大概|大约|差不多|应该是|好像)?(?:自从|自|从|打)|(?:开始|以来|之后|以后|至今|起|前)(?:的|吧|了|就这样)?$"
    r"|^(?:it'?s been |it has been |about |around |roughly )?(?:since|from|ever since|for|after|when)\b|\bago$"
    r"|^(?:it )?(?:started|began)\b"
)
_FILLER = re.compile(
    r"大概|大约|差不多|应该|好像|左右|开始|以来|之后|以后|至今|自从|就是|地址|位置|位于|我们?|在|是|的|从|到|了|吧|啊|呢|就|有|这样|都|和|跟|那|起|前|后|里"
    r"|\b(?:it'?s|it|is|was|has|been|since|from|for|at|in|on|the|a|an|about|around|roughly|maybe|i|think|my|we|our|of|and|to|ago|started|began|"
    r"no|number|address|live|until|now|early|late|every|after|before|when|just|ever)\b|[^\w\u4e00-\u9fff]+|_"
)
_NEW_MATTER = re.compile(
    r"^(?:另外|还有(?:一?件事|个事|个问题)|对了|顺便)"
    r"|\b(?:another (?:thing|matter|issue|problem|question)|by the way|one more thing)\b"
)
_TICKET_NUMBER = re.compile(
    r"\bcd\s*[-—–#]?\s*(\d{1,9})|#\s*(\d{1,9})|(?:工单|单号|编号)\s*(?:号|是|为|[:：])?\s*(\d{1,9})"
    r"|\b(?:ticket|case|reference|ref|no\.?|number)\s*(?:no\.?|number|[:#])?\s*(\d{1,9})\b|(?<![\d点月])(\d{1,9})\s*号(?![楼线])"
)
_PLAIN_NUMBER = re.compile(r"(?<![\w.:])(\d{1,9})(?![\w:%]|\.\d)", re.ASCII)


def judge(question: Question, text: str, intent: str, confidence: float, urgent: bool = False) -> Verdict:
    """What ``text``, read by the model as ``intent`` with ``confidence`` (0 to 1), is to ``question``."""
    said = _plain(text)
    if said.startswith("/"):
        return Verdict.SKIP if said == "/skip" else Verdict.ELSE
    if urgent:
        return Verdict.ELSE
    if _SKIP.fullmatch(said.strip(" .,!?。，！？~…")):
        return Verdict.SKIP
    if question == Question.COMMENT:
        return _judge_comment(said, intent, confidence)
    if _only(said):
        return Verdict.ANSWER
    if intent in _SKIPPING and confidence >= CONFIDENT:
        return Verdict.SKIP
    if intent in _OWN | _OWN_UNLESS_COMMENT and confidence >= CONFIDENT:
        return Verdict.ELSE
    if question == Question.SINCE and _TIME.search(said) and _SINCE_WHEN.search(said) and len(said) < LONG:
        return Verdict.ANSWER
    if is_matter(intent) and confidence >= CONFIDENT:
        return Verdict.ELSE
    return Verdict.ELSE if len(said) > LONG else Verdict.ANSWER


def only_details(text: str) -> bool:
    """Whether ``text`` names a place or a time and says nothing else: "3栋2单元1201" is no matter by itself."""
    return _left(_plain(text)) == (0, 0)


def is_matter(intent: str) -> bool:
    """Whether an intent is a ticket's: ``<kind>+<category>``."""
    return intent.partition("+")[0] in set(Kind) and "+" in intent


def ticket_number(text: str) -> int | None:
    """The ticket number that ``text`` names as one (CD-12, cd12, #12, 12号, 工单 12), or None."""
    found = _TICKET_NUMBER.search(_plain(text))
    return int(next(group for group in found.groups() if group)) if found else None


def plain_numbers(text: str) -> list[int]:
    """Bare numbers in ``text``: a ticket's only when the customer has such a ticket."""
    return [int(number) for number in _PLAIN_NUMBER.findall(_plain(text))]


def _judge_comment(said: str, intent: str, confidence: float) -> Verdict:
    """Nearly everything written after the stars is about them: thanks, blame, and why it is still not solved."""
    if intent in _SKIPPING and confidence >= CONFIDENT and len(said) <= 12:
        return Verdict.SKIP
    own = _OWN - {"chitchat+thanks", "chitchat+abuse", "affirm"} | {"ask_bill", "ask_outage"}
    if intent == "chitchat+greeting" and len(said) > GREETING:
        return Verdict.ANSWER  # praise sounds like a greeting to the model
    if intent in own and confidence >= CONFIDENT:
        return Verdict.ELSE
    asks = intent.startswith(Kind.INQUIRY) and confidence >= CONFIDENT and _ASKING.search(said)
    return Verdict.ELSE if asks or _NEW_MATTER.search(said) else Verdict.ANSWER


def _only(said: str) -> bool:
    """Whether hardly anything is left when places, times and small words are taken away."""
    left = _left(said)
    return left is not None and left[0] <= 2 and left[1] <= 1


def _left(said: str) -> tuple[int, int] | None:
    """How many Han characters and Latin words are left without places, times and small words.

    None when there is no place and no time.
    """
    rest, found = said, 0
    for pattern in (_TIME, _PLACE):
        rest, count = pattern.subn(" ", rest)
        found += count
    rest = _UNIT.sub(" ", _FILLER.sub(" ", rest))
    han = len(re.findall(r"[\u4e00-\u9fff]", rest))
    return (han, len(re.findall(r"[a-z]+", rest))) if found else None


def _plain(text: str) -> str:
    """What is looked at of ``text``: its beginning, with one spelling for wide letters, capitals and apostrophes."""
    return unicodedata.normalize("NFKC", text[:READ]).strip().lower().replace("’", "'")
