"""Which supply a message says is out here and now: a narrow rule, for what it misses is filed as ever.

It looks for the plain words ("没电了", "no water here") and gives way to everything that makes them another matter: a
bill, a battery, a notice, compensation, tomorrow, last week, every week, only this one flat, or that it is back; and
to what a person has to read: danger, damage, somebody at risk, a complaint, a request to turn something off.
"""

import re
import unicodedata

from bot.desk.outage import Supply

LONGEST = 200  # characters: who writes more tells of more than that it is out

_NO = "(?:没有?|沒有?|冇|无|無|(?:还|還)?(?:没|沒)来|(?:还|還)?未来)"
_OFF = (
    r"(?:(?:is|are|has|have|'s|went|goes|been|just|gone|all|completely|still|now|again|here|at home)\s+){0,4}"
)

_OUT: tuple[tuple[Supply, str], ...] = (
    (
        Supply.POWER,
        rf"停[了着]?[电電](?![梯费費话話])|[断斷][了]?[电電]|"
        rf"{_NO}[电電](?![梯费費话話池动動脑腦视視线線表卡子器源压壓瓶影])|[电電]也?停了"
        r"|[电電](?:突然|全|也)?(?:没|沒)了|(?:整|全)(?:栋|棟|幢|楼|樓|个小区|個小區|小区|小區|条街|條街|"
        r"屋).{0,6}(?:黑了|漆黑|全黑|都黑)|黑灯"
        r"|\b(?:no|without|lost(?: all)?)\s+(?:the\s+)?(?:power|electric(?:ity|s)?|current)\b"
        rf"|\b(?:the\s+)?(?:power|electric(?:ity|s)?|lights)(?:'s)?\s+{_OFF}(?:out|off|gone|down|cut)\b"
        r"|\bpower\s*(?:cut|outage|failure)s?\b|\bblackout\b",
    ),
    (
        Supply.WATER,
        rf"停[了]?水|[断斷]水|{_NO}(?:自来|自來)?水(?![表费費压壓泥果管平准準印])|水也?停了|水(?:突然|全|也)?(?:没|"
        rf"沒)了|(?:龙头|龍頭).{{0,6}}不出水|不出水"
        r"|\b(?:no|without)\s+(?:running\s+|tap\s+|mains\s+|any\s+)?water\b"
        rf"|\b(?:the\s+)?water(?:\s+supply)?(?:'s)?\s+{_OFF}(?:out|off|gone|cut|stopped)\b|\bwater\s+(?:cut|"
        rf"outage)s?\b"
        r"|\btaps?\s+(?:is|are|'s|has run|have run|ran|run)\s+dry\b",
    ),
    (
        Supply.GAS,
        rf"停[了]?(?:燃|煤|天然)?[气氣](?![味表费費])|{_NO}(?:燃|煤|天然)[气氣](?![味表费費])|"
        rf"{_NO}[气氣](?![味表费費压壓候球泡])|(?:燃|煤|天然)[气氣]也?停了"
        rf"|\b(?:no|without)\s+gas\b|\b(?:the\s+)?gas(?:\s+supply)?(?:'s)?\s+{_OFF}(?:out|off|gone|cut)\b|"
        rf"\bgas\s+outages?\b",
    ),
    (
        Supply.HEATING,
        rf"停暖|停止?供(?:暖|热|熱)|{_NO}(?:暖[气氣]|供(?:暖|热|熱))(?!片)|暖[气氣]也?停了"
        rf"|\b(?:no|without)\s+heating\b|\b(?:the\s+)?heating(?:'s)?\s+{_OFF}(?:out|off|gone|down)\b",
    ),
    (
        Supply.NETWORK,
        rf"[断斷]了?[网網]|{_NO}(?:网络|網絡|网|網|宽带|寬頻)(?![费費点點购購])|(?:网络?|網絡?|宽带|"
        rf"寬頻)(?:又|也|全)?[断斷]了|上不了[网網]"
        r"|\b(?:no|without|lost)\s+(?:the\s+)?(?:internet|wi-?fi|broadband)\b"
        rf"|\b(?:the\s+|my\s+|our\s+)?(?:internet|wi-?fi|broadband)(?:'s)?\s+{_OFF}(?:out|off|gone|down|dead|"
        rf"died|dropped)\b",
    ),
    (
        Supply.LIFT,
        r"[电電]梯(?:又|也|都|全|突然|已经)?(?:停[了运運用]|坏了|壞了|不动|不動|用不了|不走了|不能用|罢工)|"
        r"升降機(?:壞|停)"
        rf"|\b(?:lifts?|elevators?)\s+{_OFF}(?:out of (?:service|order)|broken|stopped|down|off|dead|"
        rf"not working|stuck)\b"
        r"|\b(?:lifts?|elevators?)\s+(?:isn'?t|aren'?t|not|doesn'?t|don'?t)\s+(?:work|working|moving|running)\b",
    ),
)
_FOUND = tuple((supply, re.compile(pattern)) for supply, pattern in _OUT)

# What makes the same words another matter.
_OTHER = re.compile(
    # money, papers, notices, rights
    r"[电電水气氣暖]费|[电電水气氣]費|欠费|欠費|缴费|繳費|交费|充值|余额|赔|賠|补偿|補償|通知|公告|提前|短信|"
    r"地图|地圖|建议|建議|投诉|投訴|合同"
    r"|\b(?:bill|pay|paid|payment|owe|arrears|top ?up|prepaid|compensat\w*|refund|claim|notice|notif\w*|"
    r"announce\w*|warn\w*"
    r"|sms|text(?:s|ed)?|map|contract|suggest\w*|letter|complain\w*)\b"
    # what it did: damage, leaks, water nobody drinks
    r"|[烧燒](?:坏|壞|了|毁|毀|掉)|损坏|損壞|(?:冰箱|电视|電視|电脑|電腦|空调|空調|电器|電器|家[电電](?!梯)|热水器).{0,6}[坏壞]|"
    r"我家(?!.{0,4}梯).{0,8}[坏壞]了|漏|水.{0,4}(?:[黄黃浑渾臭]|混浊|混濁)|[黄黃浑渾]水"
    r"|\b(?:fried|damag\w*|ruined|spoil\w*|leak\w*|flood\w*|brown|yellow|rusty|cloudy|murky|dirty|discolou?red)\b"
    # somebody wants it off, or not
    r"|申请|申請|(?:[帮幫给給替]|请给|請給)我(?:们|們|家)*[停断斷关關]|(?:别|別|不要|请勿|請勿)[再给給我]*[停断斷]"
    r"|\b(?:please|(?:can|could|would) you)\b[^,.!?]*\b(?:cut|turn|switch|shut)\b[^,.!?]*\boff\b"
    # something else that is empty, loose or warm
    r"|(?:手机|手機|电池|電池|电瓶|電瓶|遥控|遙控|门锁|門鎖|电动车|電動車|汽车|充电宝|充電|耳机|手表|"
    r"对讲机).{0,6}(?:没|沒|冇)有?[电電]"
    r"|(?:没|沒)有?[电電].{0,3}(?:手机|电池)|(?:轮胎|車胎|车胎|气球).{0,4}(?:没|沒)|热水|熱水|开水|矿泉水|"
    r"桶装水|积水|污水"
    r"|(?:报警器|報警器|警报器|智能锁|智能鎖|洗衣机|洗衣機|洗碗机|电表|電表).{0,6}(?:没|沒|冇|不出)|路灯|路燈"
    r"|\b(?:laptop|doorbell|dishwasher|washing machine|alarm)\b"
    r"|\b(?:phone|battery|batteries|remote|car|power ?(?:point|bank|socket|steering|tool)s?|hot water|bottled|"
    r"water pressure"
    r"|power over (?:my|our|him|her|them|it|this|that|what|who|whether)"
    r"|current (?:address|account|bill|balance|tariff|reading|contract|number|plan|price|rate)s?"
    r"|gas (?:smell|leak|bottle)|smell\w*)\b|气味|氣味|煤气味|水压|水壓"
    # not now: to come, gone by, again and again, in general
    r"|明天|明早|明晚|后天|後天|聽日|下周|下星期|下个月|周末|星期[一二三四五六日天]|礼拜|"
    r"(?<!一)周[一二三四五六日]|计划|計劃|会不会|會不會|会停|要停|停不停"
    r"|如果|万一|要是|停[电電水气氣](?:时|時|的时候|以后|以後|之后|后|前|那天|期间|怎么办)"
    r"|\b(?:tomorrow|next (?:week|month)|weekend|(?:mon|tues|wednes|thurs|fri|satur|sun)day|will|going to|"
    r"planned|scheduled|if|in case"
    r"|during|after the|before the)\b"
    r"|老是|老停|经常|經常|总是|總是|常常|天天|每天|每次|每周|每个月|一天.{1,3}[次趟回]|第.{1,3}[次回趟]|动不动"
    r"|\b(?:always|often|every|each|keeps?|constantly|times|regularly|(?:second|third|fourth|fifth) (?:cut|"
    r"time|outage))\b"
    # it is no outage
    r"|(?:没|沒|冇|不|未|从不|從不)(?:有)?[停断斷](?:过|過)?[电電水气氣暖网網]"
    r"|不是(?:[停断斷]了?|没有?|沒有?)[电電水气氣暖网網](?![^，。,.!?]*[吗嗎么])|跳闸|跳閘|空开|空開|漏电保护|\b(?:tripped|"
    r"trips|breaker|fuse|never|no power cuts?|no outages?)\b"
    # it is over
    r"|(?:已经?|已|又|总算|终于|終於)(?:来|來|恢复|恢復|有)[了]?[电電水气氣网網]?|"
    r"(?<![没沒未])[来來][电電水气氣]了|恢复了|恢復了|有[电電水网網]了"
    r"|\b(?:is|are|came|has come|was) back\b|\bback (?:on|again)\b|\brestored\b"
)
# Danger, and people at risk: a person reads it, and it is out all the same.
_AT_RISK = re.compile(
    r"爆炸|爆了|巨响|巨響|火花|着火|著火|起火|冒烟|冒煙|(?<!毛)病|保温箱|保溫箱|恒温箱|恆溫箱|婴儿|嬰兒|新生儿|新生兒|"
    r"氧|晕倒|暈倒|老人.{0,8}(?:冻|凍|晕|暈|摔|抖)"
    r"|\b(?:explo\w*|bang|sparks?|sparking|smoke|on fire|newborn|infant|baby|babies|oxygen|incubator|"
    r"insulin|ill|sick|faint\w*|collapsed)\b"
)
# In danger people turn it off by hand, or ask whether they should; and "没气了" is said of a person, too.
_BY_HAND = re.compile(
    r"(?:先|要|已经?|我|快|马上|馬上|赶紧|自己|把|需要|可以|能|没|沒|不敢|应该|總閘|总闸)[^，。,.!?]{0,3}[断斷关關][了]?[电電水气氣]"
    r"|[断斷](?:[电電水气氣])(?![了啦吗嗎，。,.!?]|$)|拉[了]?[闸閘]"
    r"|[没沒][气氣]"
    r"|\b(?:turn(?:ed|ing)?|switch(?:ed|ing)?|shut|cut)\b[^,.!?]*\boff\b"
)
_PAST = re.compile(
    r"昨[天晚夜]|前[天晚]|上[周次]|上个?(?:月|星期|礼拜)|上回|去年|那次|\b(?:yesterday|last (?:night|week|"
    r"month|time|year)|ago|was)\b"
)
_TILL_NOW = re.compile(r"到现在|到現在|至今|还没|還沒|还是|還是|仍|一直|\b(?:since|still|until now|so far)\b")
_ONLY_MINE = re.compile(
    r"(?<!是)(?<!还)(?:只有?|就|仅|单单)(?:是)?我们?(?:这)?一?[家户戶层間间]|(?:邻居|隔壁|对门|楼上|楼下|別人|"
    r"别人|人家|其他(?:人|户)).{0,4}(?:都)?(?:有[电電水网網气]|正常|亮着)"
    r"|楼道(?:的)?灯.{0,3}亮|\b(?:only|just) (?:my|our|us|me|in my|in our|the|one) ?(?:flat|house|unit|"
    r"apartment|home|place|room|kitchen)?\b"
    r"|\b(?:neighbou?rs?|next door|everyone else|rest of the (?:road|street|building|block)).{0,24}(?:have|"
    r"has|is fine|fine|lit|on|okay|ok)\b"
)
# Whether something is out is asked, not said; what else such a message says still counts.
_ASKED = re.compile(
    r"(?:有没有|有沒有|是否|是不是|会不会)?[^，。,.!?]{0,4}[停断斷][电電水气氣暖网網]了?(?:吗|嗎|么|没有|沒有|"
    r"没|沒|不)(?![电電水气氣])"
    r"|(?:有没有|有沒有|是否|是不是)[^，。,.!?]{0,4}[停断斷][电電水气氣暖网網]了?"
    r"|\b(?:is|are) there (?:a|an|any)\b[^,.!?]*|^any\b[^,.!?]*|\b(?:when|how long)\b[^,.!?]*"
    r"|^(?:is|are|will|when|was)\b(?!.*\b(?:just|only|else|aware)\b)[^,.!?]*"
)
_OR = re.compile(r"还是|還是|是不是|\bor\b")


def supply_out(text: str) -> Supply | None:
    """The supply that ``text`` says is out where its writer is, now and not for them alone; None: nothing is."""
    said = plain(text)
    return None if _AT_RISK.search(said) else _out(said)


def supply_out_at_risk(text: str) -> Supply | None:
    """The supply that is out as ``text`` says beside danger or somebody at risk; None: nothing is, or nobody is."""
    said = plain(text)
    return _out(said) if _AT_RISK.search(said) and not _BY_HAND.search(said) else None


def _out(said: str) -> Supply | None:
    if len(said) > LONGEST or _OTHER.search(said):
        return None
    if _PAST.search(said) and not _TILL_NOW.search(said):
        return None
    if _ONLY_MINE.search(said) and not _OR.search(said):
        return None
    return _first(_ASKED.sub(" ", said))


def supply_named(text: str) -> Supply | None:
    """The supply that a question about outages names in any way, so that other ones are not told; None: any of them."""
    said = plain(text)
    named = [supply for supply, pattern in _NAMED if pattern.search(said)]
    return named[0] if len(named) == 1 else None


_NAMED = tuple(
    (supply, re.compile(pattern))
    for supply, pattern in (
        (Supply.POWER, r"[电電](?![梯话話])|黑|\b(?:power|electric\w*|lights?|blackout)\b"),
        (Supply.WATER, r"水|\bwater\b|\btaps?\b"),
        (Supply.GAS, r"燃[气氣]|煤[气氣]|停[气氣]|天然[气氣]|\bgas\b"),
        (Supply.HEATING, r"暖|供热|供熱|\bheating\b"),
        (Supply.NETWORK, r"网|網|宽带|\b(?:internet|broadband|wi-?fi)\b"),
        (Supply.LIFT, r"[电電]梯|\b(?:lifts?|elevators?)\b"),
    )
)


def _first(said: str) -> Supply | None:
    found = [(match.start(), supply) for supply, pattern in _FOUND if (match := pattern.search(said))]
    return min(found, key=lambda one: one[0])[1] if found else None


def plain(text: str) -> str:
    """One spelling for wide letters, capitals and apostrophes, on one line."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().replace("’", "'").split())
