"""Words that tell where a message turns to something else, and which things it speaks of.

Patterns read lowercase text in Simplified Chinese (`reading.simplify`); a line break inside a pattern means nothing.
"""

from typing import Dict, FrozenSet

# What people begin with when they change the subject; at the beginning of a sentence or a clause.
TURNS: Dict[str, str] = {
    "zh": r"""
        另外|此外|除此(之|以)外|除了(这个|这些|上面)|顺(便|带)|对了|再就是|再者|另有|另(?=[想请问附,:]|一(件|个(事|问题|建议)))|又及|附[:,]|ps|p\.s|btw|
        by the way|题外话|话说回来|换个(话题|事)|说到(这个|这里|这)|说起|再(说|问|提|反映|讲)(一|个|件|下)|还(想|要)(再)?(问|反映|建议|
        表扬|投诉|说|提|夸|请教|咨询)|还(建议|希望|请问)|同时(也)?(想|要|希望|建议|反映|表扬|感谢|请)|最后(再)?(说|提|想|建议|问|反映|,)|还有(就是|一|个|件|点|想|建议|希望|能不能|请问|要|我|你们|那个|小区|,|:)|同埋|仲(有|想)|
        别的事|跟你们说个事
    """,
    "en": r"""
        (oh )?(and )?(also\b|separately|additionally|in addition|furthermore|moreover|besides|by the way|btw|unrelated|p\.?s\b|plus\b|
        finally\b|lastly|moving on|side ?note|(one )?(more|other|last|another) (thing|
        question|suggestion|point|matter|issue|request|idea|note)|another\b|apart from (that|this)|aside from (that|this)|other than
        that|on (a|an|another|the) ([a-z]+ )?(note|subject|matter|topic)|changing the subject|different (topic|subject)|while (i'm|i am|
        im|we're|i've got you|you're) (here|at it|on it|writing|there)|once that's|as for\b|as regards|regarding\b|would also like|
        (i|we)('d| would|'ll)? (also|really|do)?\b ?(also|like to|want to) (also )?(suggest|ask|know|propose|praise|thank|compliment|
        complain|report|mention|enquire|inquire|add)|(i|we)('d| would)? also\b|(could|can|may|would|will) (you|we|i|u) also\b|
        please also\b|kindly also\b|(however|but),? (separately|i (do |also )?(want|must|have to|need to|would like) (to )?(report|raise|complain|mention|ask|
        suggest))|i have an idea|oh and\b|lah and also|and another)
    """,
}

# The next point of a list, in words.
LISTS: Dict[str, str] = {
    "zh": r"其[次二三]|第[二三四](?=[,:点件]|个(事|问题|建议)|是(想|要|请|建议|希望))|再有",
    "en": r"second(ly)?\b[,:]|third(ly)?\b[,:]|next[,:]",
}

# An item of a list: "1.", "2)", "（三）", "二、", "first,".
ITEM = (
    r"(?:\(?[1-9一二三四五六]\)|[1-9]\s*[.、:](?!\d)|[①-⑨]|[一二三四五六]、|第[一二三四五六][,:、是点]|其[一二三](?=[是,:])|"
    r"\b(?:first|second|third)(?:ly)?[,:]|[a-d]\))\s*"
)

# What a clause does, told by its words alone: proposes, asks for knowledge, praises.
CUES: Dict[str, Dict[str, str]] = {
    "zh": {
        "suggestion": r"""
            建议|提议|希望|能不能|能否|可不可以|可否|要是.{0,20}就好|不如|最好|应该|应当|考虑|何不|我觉得可以|想请(物业|你们)|
            如果能|有个想法|提个
        """,
        "inquiry": r"请问|想问|问一?下|咨询|请教|了解一下|想了解|[?？]|吗$|多少钱|怎么办理|需要(什么|哪些|带)",
        "praise": r"表扬|夸|点赞|点个赞|赞一|好评|真不错|真好|耐心|热心|特别好|致谢|[感谢]谢(?!您|你|了|百|谢)\w",
    },
    "en": {
        "suggestion": r"""
            \b(suggest\w*|propos\w*|consider|could (you|we|there|it|people)|can (you|we|u) (add|open|have|put|start|offer|get)|why not|
            how about|should|would be (great|nice|good|lovely|handy|helpful|wonderful|useful)|'d be (great|nice|good|lovely|handy|
            helpful)|please (add|think|start|install|put|also|let|make|open|consider)|it'd|idea|let (us|people)|i think)\b
        """,
        "inquiry": r"""
            \?|\b(wonder\w*|would like to (know|ask|enquire|inquire)|(want|like) to (know|ask)|what('s| is| are| documents)|how (do|can|
            much|long|to)|do (i|you) need|is it (allowed|possible|ok)|are (we|you)|may i|let me know|tell me|procedure)\b
        """,
        "praise": r"""
            \b(thank(s| you) (to|for)|please thank|kudos|praise|brilliant|excellent|lovely|wonderful|fantastic|superb|amazing|well done|appreciate (the|her|his)|
            compliment\w*|star|gentleman|polite|patient|kind|super helpful|so helpful|spotless)\b
        """,
    },
}

# A sentence that says at once what it wants. Without it a question behind a statement belongs to the statement.
OPENERS: Dict[str, str] = {
    "zh": r"^\W*(我|还|也)?(想)?(建议|提议|希望|请问|想问|问一?下|咨询|请教|了解一下|表扬|夸|感谢|给.{1,8}(点赞|好评)|能不能|可不可以|能否|可否|要是)",
    "en": r"""
        ^\W*(please|could|can|why not|how about|consider|i('d)? (would )?(like to )?(also )?(suggest|propose|think|have an idea|want to (praise|
        thank))|suggestion|would be|it('d| would) be|thank|kudos|may i|a [a-z]+)\b
    """,
}

# Words that say that somebody asks.
ASKS: Dict[str, str] = {
    "zh": r"请问|想问|问一?下|咨询|请教|想了解|了解一?下",
    "en": r"\b(like to (know|ask)|want to (know|ask)|wonder|enquire|inquire|may i ask|quick question)",
}

# The answer to what was just complained of, not another matter: have it mended, answered, paid for, explained.
REMEDIES: Dict[str, str] = {
    "zh": r"""
        尽快|早日|赶紧|赶快|抓紧|及时|快点|重视|处理|解决|修好|修一|维修|修理|抢修|答复|回复|说法|跟进|整改|加强|管管|管一管|管不管|道歉|
        赔|退款|退钱|退给|退回|退费|核实|查一下|查查|派人|派个|派师傅|安排人|来人|来看|来修|师傅来|改善|改进|杜绝|负责|培训|什么时候(能|可以|
        才|修)|几时|怎么回事|怎么办|为什么|凭什么|多久(能|才)|有人管|催|协调|换新|换一(家|个|台)|不管|要求|更换|恢复|加急|投诉|通知|公示|
        公开|监控|以后|下次|避免|以免|省得|免得|合理吗|合法吗|联系我|给我(打|回)|监督|清理|清一|打扫|来个|看看|希望(能|可以)?再|摄像头|探头|报警|消防|上门|在家|地址|户号|单号|保修期|定损
    """,
    "en": r"""
        \b(fix\w*|repair\w*|sort\w*|look into|resolve\w*|solve\w*|solution|address (it|this)|refund\w*|compensat\w*|apolog\w*|repl(y|ies)|
        respond|get back|come (out|and|soon|quickly|today)|send (someone|somebody|a|an|your|quality|people|electrician)|check\w*|
        replace\w*|do something|improve\w*|take action|investigat\w*|when will|how long (more|until)|what is going on|who is
        responsible|responsib\w*|why\b|someone|somebody|a technician|clear it|deal with|chase|call me|give me|asap|hurry|train(ed|ing)|
        honou?r|next time|in future|otherwise|straight answer|money back|pay (the|me)|correct it|rectif\w*|needful|
        notice|experienced|reasonable|illegal|cctv|compensation|turn it (down|off)|either|who pays|assess|at home|account number|address|under
        warranty|my number|fire brigade|only come|camera|police)\b
    """,
}

# A clause that leans on the one before: it goes on, it does not turn to anything.
LEANING: Dict[str, str] = {
    "zh": r"""
        ^(这(?!个小区|栋|个周)|那(?!个(快递|公园|谁))|它|他|她|其(?![次二三])|该|此(?!外)|所以|因此|因为|否则|不然|要不|要么|那么|于是|而且|并且|
        但|不过|可是|可(?![以否能])|结果|导致|万一|如果(?!能)|要求|再不|到底|都|也|就|还(?=[是没不])|甚至|同样|上述|以上|不知道|我怀疑|就是)
    """,
    "en": r"""
        ^((and|but|so|oh) )*(it|its|it's|this|these|those|that|they|their|them|he|she|his|her|him|so|therefore|because|otherwise|then|
        thus|but|however|yet|which|at least|until|if not|or|again|same|same story|instead|especially|even better|what if|not)\b
    """,
}
# ... unless it only looks so: "it would be great if …" leans on nothing, nor does "this building".
UPRIGHT: Dict[str, str] = {
    "zh": r"^(这个小区|那个谁)",
    "en": r"""
        ^((and|but|so|oh) )*(it('d| would| will| could| might)( also| really)? be|it'd help|it would help|this (estate|building|year|
        summer|christmas)|is it (possible|allowed|ok))\b
    """,
}

# Things: two parts of a message that name the same one are most likely about the same matter.
THINGS: Dict[str, Dict[str, str]] = {
    "zh": {
        "lift": "电梯|升降机|轿厢|lift|困梯",
        "water": "水(?!果|平)|漏|渗|淋浴|洗澡|龙头|马桶|地漏|下水|管道|堵",
        "power": "电(?!梯|话|视|影|动|瓶)|跳闸|插座|短路",
        "gas": "燃气|煤气|天然气|灶",
        "heat": "暖气|暖(?!心)|供热|地暖|暖阀",
        "cooling": "空调|制冷|新风",
        "net": "宽带|网络|网速|断网|上网|wifi|路由|光猫|测速|兆|信号",
        "bill": "账单|费|扣(?!子)|收据|发票|滞纳金|[涨降差单]价|价格|余额|缴|月卡|多收",
        "parking": "车位|停车|地库|车库|月卡|道闸|抬杆|占位|车(?!间)",
        "charging": "充电",
        "rubbish": "垃圾|清运|桶|臭|分类点",
        "cleaning": "保洁|打扫|卫生(?!间)|落叶|灰|拖地|脏",
        "guard": "保安|门岗|巡逻|门卫|生人|陌生人|偷",
        "gate": "门禁|刷卡|刷脸|对讲|访客|门铃|门锁|大门|单元门",
        "front": "前台|客服|热线|电话|管家|窗口|营业厅|工作人员|态度|柜台|服务|人员",
        "technician": "师傅|维修工|安装工|上门|技师|预约|装维|售后|安装",
        "app": "app|小程序|公众号|页面|登录|闪退|网上",
        "noise": "噪音|吵|响|扰民|隔音|声音|半夜",
        "light": "(?<!红绿)灯|照明|黑",
        "road": "路面|坑|减速带|台阶|坡道|防滑|限速",
        "green": "绿化|草坪|树|花(?!钱)|蚊|喷药|喷灌",
        "play": "儿童|秋千|滑梯|游乐|孩子|小孩",
        "parcel": "快递|包裹|外卖|送货|物流|驿站",
        "pets": "狗|猫(?!眼)|遛|宠物",
        "window": "窗|玻璃|密封|纱窗",
        "wall": "墙|裂缝|空鼓|瓷砖|发霉|墙皮",
        "fitness": "健身|跑步机|器材|泳池|游泳|球场",
        "contract": "合同|承诺|样板|宣传|销售|交房|开发商|过户|户名|户主",
        "price": "套餐|降价|资费|流量",
        "phone": "手机|系统|导航|车机",
        "smoke": "烟(?!花)|禁烟|抽烟",
        "stairs": "楼道|走廊|过道|楼梯",
        "outage": "停水|停电|停气",
        "guarantee": "保修|质保|退货|换货|质量",
        "bus": "班车|公交|接驳",
        "meter": "抄表|读数|表(?!扬|示|达|格|面)",
        "fund": "维修基金|业委会|账目",
    },
    "en": {
        "lift": r"\b(lifts?|elevators?)\b",
        "water": r"\b(water|leak\w*|drip\w*|pipes?|taps?|drains?|toilet|cistern|sink|shower|flood\w*|basement|tank|plumber)\b",
        "power": r"\b(power|electric\w*|outages?|trip\w*|sockets?|mains|voltage)\b",
        "gas": r"\b(gas|hob|stove)\b",
        "heat": r"\b(heating|radiators?|heater|warm|cold|freezing|degrees|boiler|geyser|hot water)\b",
        "cooling": r"\b(ac|air ?con\w*|cooling|cold|freezing|degrees|ventilation|fan)\b",
        "net": r"\b(broadband|internet|wi-?fi|router|fibre|fiber|network|speed test|meg|modem|signal)\b",
        "bill": r"\b(bill\w*|charg(e|ed|es)|fees?|refund|pay\w*|paid|invoice|price|overcharged|deducted|late fee|tariff)\b",
        "parking": r"\b(park(ing|ed)|bays?|garage|car park|boom gate)\b",
        "charging": r"\b(charging|chargers?|ev)\b",
        "rubbish": r"\b(rubbish|trash|bins?|waste|garbage|debris|litter)\b",
        "cleaning": r"\b(clean(ed|er|ers|ing)?|sweep|swept|leaves|dust\w*|mop|stairs?|staircase)\b",
        "guard": r"\b(guards?|security|patrols?|gatehouse|stolen)\b",
        "gate": r"\b(gates?|intercom|buzzer|access card|door code|scanner|visitors?|register)\b",
        "front": r"\b(reception\w*|hotline|agents?|helpdesk|customer (service|care)|counter|clerk|manager|staff|office|window (one|two|three|\d)|"
        r"answers?|nobody|call(ed|s)?|phone)\b",
        "technician": r"\b(technicians?|engineers?|fitter|repair\w*|installation|installer|appointment|plumber|crew|slots?)\b",
        "app": r"\b(apps?|website|site|login|font|page)\b",
        "noise": r"\b(nois\w*|loud|sleep|drill\w*|quiet|silencer|decibels?)\b",
        "light": r"\b(lights?|lamps?|bulb|dark|sensor)\b",
        "road": r"\b(road|potholes?|speed bump|path|footpath|ramps?|slip\w*|speed\w*)\b",
        "green": r"\b(gardens?|hedge|trees?|roses|mosquito\w*|spray\w*|sprinklers)\b",
        "play": r"\b(playground|swings?|slide|kids|children|child|toddlers?)\b",
        "parcel": r"\b(parcels?|couriers?|deliver\w*|lockers?|box(es)?)\b",
        "pets": r"\b(dogs?|cats?|leash|pets?)\b",
        "window": r"\b(windows?|glass|frame)\b",
        "wall": r"\b(walls?|crack\w*|tiles?|plaster|mould\w*|paint|facade|ceiling)\b",
        "fitness": r"\b(gym|treadmills?|pool|court|trainer)\b",
        "contract": r"\b(contracts?|promised|brochure|warranty|sold|handover|developer|transfer)\b",
        "smoke": r"\b(smok\w*|cigarettes?)\b",
        "stairs": r"\b(corridor|hallway|stairwell|lobby)\b",
        "bus": r"\b(bus|shuttle)\b",
        "meter": r"\b(meters?|reading|misread)\b",
        "fund": r"\b(fund|accounts|committee)\b",
        "signs": r"\b(signs?|notices?|label|post)\b",
    },
}

# Words that every message has; they do not make two parts speak of the same thing.
EVERYWHERE: Dict[str, FrozenSet[str]] = {
    "zh": frozenset(
        """
    物业 小区 我们 你们 他们 我家 你家 自己 大家 业主 住户 邻居 老人 孩子 小孩 希望 建议 请问 咨询 想问 感谢 谢谢 表扬 麻烦 问题 时候 时间 今天 昨天
    明天 现在 已经 一直 每天 每次 一个 一下 一点 这个 那个 可以 能不能 能否 需要 应该 就是 还是 没有 不能 不是 什么 怎么 为什么 多少 地方 事情 件事
    公司 家里 楼下 楼上 晚上 早上 上午 下午 周末 直接 比较 特别 非常 真的 有点 有人 没人 只有 因为 所以 但是 如果 而且 另外 顺便 还有 或者 然后 之后
    以后 之前 以前 最近 结果 觉得 知道 看到 出来 起来 下来 过来 过去 回来 进来 上去 方便 个月 几个 两个 三个 一次 两次 三次 不了 不到 别的 一家 单元
    """.split()
    ),
    "en": frozenset(
        """
    the and for you your our this that with from have has had was were are not but can could would should please also there when what which
    will just been they them their its it's i'm i'd i've we're don't doesn't isn't can't won't didn't very too more most some any all one two
    three four five ten first second third last next now today yesterday morning evening night week weeks month months year years day days
    time times hour hours minute minutes every each again still yet only even much many about into out over under after before because than
    then here who how why where like want need get got make made know think say said says tell told ask asked see look come came goes going
    went take took put good great nice really block flat house home building estate people person people's someone nobody everybody anyone
    old new same other another thing things way lot bit kind suggestion suggest idea question note matter hi hello sir dear thanks thank
    having being does did done off down back away able help us me my mine his her she him i'll let kindly
    """.split()
    ),
}
