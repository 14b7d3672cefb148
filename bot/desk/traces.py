"""How what tells who somebody is, or where they live, is written in Chinese and English messages."""

import re

from bot.desk import personal

HAN = "\u4e00-\u9fff"
IS_HAN = re.compile(f"[{HAN}]")
HAN_PART = re.compile(f"[{HAN}]{{3,}}")
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
# Between digits they would hide a number: zero-width characters, joiners, the frames of keycap emoji.
HIDDEN = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]|(?<=[0-9])\ufe0f?\u20e3")
DATE = re.compile(  # of these years only: an earlier one may be somebody's birthday
    r"(?<!\d)20[1-4]\d(?:([-/.])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])|年\d{1,2}月(?:\d{1,2}[日号])?)(?!\d)"
)
HOURS = re.compile(r"(?<!\d)\d{1,2}[:：.]\d\d\s*(?:[-–~～到至]|to)\s*\d{1,2}[:：.]\d\d(?!\d)")

EMAIL = re.compile(rf"[^\s@＠<>,，。；;：:（）()、{HAN}]+[@＠][A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
WEB = re.compile(
    r"(?:https?://|www\.)[\x21-\x7e]+|(?<![\w.@])[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*"
    r"\.(?:com|cn|net|org|io|sg|uk|in|my|hk|me|app|shop|xyz)(?![A-Za-z0-9])(?:/[\x21-\x7e]*)?"
)
HANDLE = re.compile(r"(?<![\w.])@[A-Za-z][A-Za-z0-9_]{2,}")
MESSENGER = re.compile(
    r"(?P<kept>(?:微信|加微|vx|wechat|whatsapp|qq|line id|telegram|skype)\s*(?:号|id|账号)?\s*(?:[:：是为]|is)?\s*)"
    r"(?P<id>[A-Za-z][A-Za-z0-9_-]*\d[A-Za-z0-9_-]*)",
    re.IGNORECASE,
)
LABELLED = re.compile(
    r"(?P<kept>(?:[户表卡账帐单编工身份证发票受理车牌合同订流水序列]{1,3}[号码]+|合同|订单|车牌|"
    r"(?<![A-Za-z0-9])(?:account|acct|a/c|meter|contract|order|invoice|receipt|reference|ref|ticket|case|booking|plate|vehicle|card|"
    r"customer|policy|serial|job|passport|nric|imei|consumer|id)(?![A-Za-z0-9]))"
    r"(?:\s*(?:no\.?|number|num|id|is|was|[:：#是为号码]))*\s*[:：#]?\s*)"
    r"(?P<id>(?=[A-Za-z-]*\d)[A-Za-z0-9](?:[A-Za-z0-9/-]*[A-Za-z0-9]))",
    re.IGNORECASE,
)
CHINESE_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·・.\s-]?[A-HJ-NP-Z0-9]{4,5}[A-Z0-9学警港澳]"
)
MIXED_ID = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Z]{2}\d\d\s?[A-Z]{3}|[A-Z]{2}[ -]?\d{1,2}[ -]?[A-Z]{1,3}[ -]?\d{4}|"
    r"[A-Z]{1,4}-?\d{3,}(?:-\d+)*[A-Z]{0,2}|[A-Z]{3} \d{3,4} [A-Z])(?![A-Za-z0-9])"
)
POSTCODE = re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}(?![A-Za-z0-9])")
LONG_NUMBER = re.compile(r"[+(（]{0,2}\d(?:[ \t\u00a0\u3000\-–—.·()（）/+*,，]{0,3}\d){4,}")
SPOKEN_CHINESE = re.compile("[零〇一二三四五六七八九幺两]{5,}")
SPOKEN_ENGLISH = re.compile(
    r"(?<![A-Za-z0-9])(?:(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple)(?![A-Za-z0-9])[\s,-]*){5,}",
    re.IGNORECASE,
)

_COUNT = "(?:[A-Za-z]?\\d{1,4}|[一二三四五六七八九十百零〇]{1,4})"
_PART = (
    rf"(?:{_COUNT}|(?<![A-Za-z])[A-Za-z])\s*(?:号楼|号院|栋|幢|单元|弄|门洞)"
    r"|(?<![A-Za-z])[A-Za-z]座|\d{1,2}座(?=\s?\d)"
)
CHINESE_UNIT = re.compile(
    rf"(?:(?:{_PART})[\s,，、-]*)+(?:{_COUNT}\s*(?:室|房|号|户|楼)?)?|{_COUNT}(?:室|号房)|\d{{3,4}}(?:房|户|住户|业主)"
)
CHINESE_STREET = re.compile(
    rf"[{HAN}]{{2,4}}?(?:大道|大街|胡同|路|街|巷|弄)\s*(?:\d{{1,5}}|[一二三四五六七八九十百零〇]{{1,4}})\s*[号弄](?!线)"
)
_NUMBERED = (
    r"(?:no\.?|number|#|:)?\s*#?\s*(?P<id>(?:[A-Z]-?)?\d{1,5}[A-Z]?(?:[-/]\d{1,5}[A-Z]?)*)(?![A-Za-z0-9])"
)
ENGLISH_UNIT = re.compile(
    r"(?P<kept>(?<![A-Za-z0-9])(?:blk|block|bldg|building|tower|unit|apt|apartment|flat|suite|room|rm|villa|house|bungalow|door|"
    rf"plot|wing|lot|shop|stall|condo)\.?\s*){_NUMBERED}",
    re.IGNORECASE,
)
LETTERED_UNIT = re.compile(
    r"(?P<kept>(?<![A-Za-z0-9])(?i:blk|block|tower|wing|building)\s+)(?P<id>[A-HJ-Z])(?![A-Za-z0-9])"
)
HASH_UNIT = re.compile(r"#\s?\d{1,3}\s?-\s?\d{1,4}[A-Za-z]?")
_STREET_WORD = r"[A-Za-z][A-Za-z'’.]*\s+"
ENGLISH_STREET = re.compile(
    rf"(?<![A-Za-z0-9])\d{{1,5}}[A-Za-z]?,?\s+(?P<name>(?:{_STREET_WORD}){{1,3}}?)"
    r"(?:street|st|road|rd|avenue|ave|lane|ln|crescent|cres|terrace|boulevard|blvd|nagar|marg)(?![A-Za-z0-9])\.?",
    re.IGNORECASE,
)
CAPITAL_STREET = re.compile(
    r"(?<![A-Za-z0-9])\d{1,5}[A-Za-z]?,?\s+(?:[A-Z][A-Za-z'’]*\s+){1,3}(?:Drive|Dr|Close|Court|Ct|Place|Pl|Way|Walk|Gardens|Grove|"
    r"Rise|View|Link|Hill|Park|Square|Sq|Quay|Mews|Row|Parade|Heights|Layout|Colony)(?![A-Za-z0-9])\.?"
    r"|(?<![A-Za-z0-9])(?:Jalan|Jln|Lorong|Lor|Persiaran|Lebuh)\s+(?:[A-Z][a-z]+\s*){1,3}\d{0,4}[A-Z]?(?![A-Za-z0-9])"
)
NO_STREET = frozenset(
    "am and are at bad big car cars day days down for from fell feet floors hour hours in is km later lights lift m my"
    " metres meters min mins minute minutes month months nights of off on our out people pm s the this that to times"
    " units up walk week weeks with year years your".split()
)


_SURNAME = f"(?P<name>{'|'.join(personal.TWO_SURNAMES)}|[{personal.SURNAMES}])"
TITLED = re.compile(f"{_SURNAME}(?P<title>{personal.TITLES})")
FULL_TITLED = re.compile(
    f"(?:(?<![{HAN}])|(?<=[找叫是给请让的和跟位谢扬问])){_SURNAME}(?P<given>[{HAN}]{{1,2}})(?P<title>{personal.TITLES})"
)
NICKNAMED = re.compile(f"(?P<kept>[小老])(?P<name>[{personal.NICKNAME_SURNAMES}])")
NAMED = re.compile(
    rf"(?P<kept>(?:{personal.NAMED_BY}|我是)[\s:：是为叫]{{0,3}})(?P<name>(?:{'|'.join(personal.TWO_SURNAMES)}|"
    rf"[{personal.SURNAMES}])[{HAN}]{{0,1}}[{HAN}](?<![人的户主员区楼家]))(?![{HAN}])"
)
_CAPITAL_NAME = r"(?P<name>[A-Z][A-Za-z'’-]+(?:\s+[A-Z][A-Za-z'’-]+){0,2})"
TITLED_ENGLISH = re.compile(
    r"(?P<before>(?<![A-Za-z0-9])(?:(?i:mr|mrs|ms|mdm|mister|dr|encik|puan|shri|smt)\.?\s+(?=[A-Za-z])|"
    r"(?i:miss|madam|uncle|aunty|auntie|cik|datuk|prof)\.?\s+(?=[A-Z])))"
    r"(?P<name>[A-Za-z][A-Za-z'’-]+(?:\s+[A-Z][A-Za-z'’-]+){0,2})"
)
BEFORE_TITLE = re.compile(
    r"(?<![A-Za-z0-9])(?P<name>[A-Z][a-z]{2,})(?P<after>\s+(?i:ji|sir|madam|ma'am|mam|bhai|anna|uncle|aunty|auntie)(?![A-Za-z0-9]))"
)
INTRODUCED = re.compile(
    r"(?P<before>(?<![A-Za-z0-9])(?i:my name is|my name's|the name is|named|called|by the name of|contact person|"
    rf"account holder|name\s?:)\s*(?i:is|:)?\s+){_CAPITAL_NAME}"
)
SIGNED = re.compile(
    rf"(?P<before>(?i:regards|sincerely|thanks|thank you|cheers|yours|rgds)[\s,.!–-]*){_CAPITAL_NAME}(?=[.!\s]*$)"
)
GIVEN = re.compile(
    rf"(?<![A-Za-z0-9])(?:{'|'.join(sorted(personal.GIVEN_NAMES))})(?![A-Za-z0-9])"
    r"(?:\s+[A-Z][a-z]+(?![A-Za-z0-9]))?"
)
