"""Whether Chinese words that tell a time promise something of ours."""

import re

from bot.desk.said import Said

SHORT = 22  # characters of a clause in which a small verb is enough: 周五换, 三点到
LONGEST = 90  # of a clause: nobody promises in a longer one

# What staff do for customers.
_ACT = re.compile(
    r"过[来去]|上门|回复|答复|回访|回[您你电话]|回给|联系|联络|[打致]电|打个?电话|通知|告知|告诉|给[您你]|[为帮替][您你]|"
    r"修(?!改|养)|处理|解决|完成|完工|竣工|搞定|[弄做办]好|办理|更换|安装|派[人师工出单]|安排|恢复|检[查测验修]|[复核排抽巡]查|"
    r"清[理走洗洁运]|整改|到[账位场达]|出(?:结果|报告|方案|具)|落实|跟进|反馈|施工|进场|开工|动工|粉?重?刷[漆墙白]|疏通|打扫|"
    r"确认|[转提]交|交付|调试|开通|消杀|答[应您]|见面|碰头|会面|说法|准信|加[装固强]|接[您你]|排期|定在|[供通]水|[供通][电气暖网]"
)
_SMALL_ACT = re.compile(
    r"[来去](?!年|电梯|世|源|自|除)|到(?!期|底|处|现在|目前|账单|了|时候?$)|换|装|送|派|退|看|查|拆|量|测|补(?![货办交缴])|"
    r"[发寄](?!现|生)|贴|喷|擦|拿|取|刷|[做搞弄抽巡约赔修]|提供|结果|负责|继续|统一|才能"
)
_WILL = re.compile(
    r"[会将](?![议员所馆计])|保证|一定|肯定|承诺|负责|安排|把|预[计约]|争取|最[晚迟快多]|尽量|[给为帮替][您你]|就(?=[来去到过给])"
)
_US = re.compile(
    r"我[们方]?|咱们?|师傅|工程|维修|物业|管家|客服|同事|领导|经理|主管|电工|水工|水电|保安|保洁|技术|工作人员|专人|"
    r"有人|施工队|小[\u4e00-\u9fff]|[\u4e00-\u9fff]工(?!作)"
)

# Whose matter it is else.
_CUSTOMER = re.compile(
    r"(?<![到给帮为回跟向和与系知诉对替访让陪接候等答约送还请谢发寄打交带复看])[您你](?![，。！!\s]|$)"
    r"(?!好|家|府|邮箱|手机|微信|的|那|这|放心|稍|门|单元|楼|处|屋|们(?:家|的|那))(?![^，,]{0,10}的)"
    r"|请(?!放心|知悉|稍|您?(?:放心|稍|谅解|理解|见谅)|了|到|示)|麻烦|劳烦|烦请|务必|记得|欢迎|望周知"
)
_THEY = re.compile(
    r"(?:客户|业主|住户|租户|租客|房东|[他她]们?|银行|厂家|厂商|供应商|对方|邻居|快递|前台|(?<![给为向跟回])[您你]|开发商|居委|社区|有人|人家|"
    r"老板|领导|法院|保险)[^，,]{0,5}(?:说(?!法|明)|讲|表示|反馈|来电|称|要求|想|希望|反映|问|提)"
    r"|(?:银行|厂家|厂商|供应商|快递|供电(?:局|公司)|电力公司|自来水公司|燃气公司|开发商|居委会|邻居|法院|客户|业主|住户|租户)"
    r"(?!.{0,4}(?:师傅|工程师|技术|安装工|维修|上门))"
)
_FACTS = re.compile(
    r"营业|上班(?!后|前)|休息|放假|值班|开放|办公|[停断限]\s?[水电气暖网梯]|到期|截止|缴|交费|续费|开会|天气|[下有]雨|下雪|"
    r"[降气]温|台风|不?在家|生日|开业|过期|失效|涨价|收费|扣款|演练|活动|讲座|报名|每[天周日月个年]|时间[是为]|时段|"
    r"(?:保修|质保|有效|租)期|合同[^，,]{0,3}[到止期]|经常|总是|每[次晚]|常常|平时|至今|往往"
)
_PAST = re.compile(
    r"[昨前]天|昨[日晚早夜]|上一?个?[周次月回]|上个?(?:星期|礼拜)|刚才|刚刚|去年|"
    r"[来去修换看查系门理测复答报知发寄送谈聊做打洗清装试约]过(?!来|去)|[来去](?:了|的时候)|到了(?![\d下周星明后])|"
    r"已经?(?!.{0,6}[安约派订排预报申])[^，,]{0,8}了|没[来去到修人有]|本来|原本|原定|原计划|原来|原先|本应|"
    r"应该[^，,]{0,10}的|说好|说过|说的|答应[过的]|承诺[过的]|约好的|曾|当时|那[天次]|不是说|为什么|怎么|签署|导致"
)
_NOT = re.compile(
    r"[来去到](?:不了|不成)|过不[来去]|[修赶换办弄做理装搞清查排]不[了完好成]|来不及|改不|"
    r"不(?:能|会(?!超|晚|拖|耽|再)|来|去|上门|行|方便|一定|确定|在|保证|是|可以|建议|安排|修|处理|接)|"
    r"无法|没法|没空|没有?时间|没人|没能|未能|[没未]及时|取消|未必|恐怕|难以|别|不用|不要|无需|暂停"
)
_ASKED = re.compile(
    r"[吗嘛呢么](?:$|[？?。！\s])|是否|是不是|能不能|可不可以|行不行|好不好|要不要|有没有|会不会|什么时候|啥时候|何时|几点|"
    r"哪[天个一]|多久|还是(?!会|要|得)|方便(?!面)|行不"
)
_WISH = re.compile(r"希望|建议|催|期待|盼|最好|想要|要求|申请")

# In the words around.
_IF = re.compile(
    r"如果|要是|若|假如|假设|万一|除非|的话|只要|一旦|要不|倘|等(?![下周星礼明后大本这到\d]).{1,12}(?:再|才|就|后)|"
    r"(?<!看)看情况|视.{1,6}而定|(?:通过|批准|同意|到货|到齐|[批审]完)了?(?:之后|以后|后)"
)
_BUT_SURELY = re.compile(r"(?:不出意外|顺利|没问题|没有?意外|不下雨)的话")
_IS_IT_ALRIGHT = re.compile(
    r"^[，,\s]*(?:[您你](?:看|觉得)|这样)?(?:可以|行|好|方便|合适|成|怎么样|如何|可不可以|行不行|好不好|能行|在家)"
    r"[吗嘛不么]?[您你]?(?:[？?\s]|$)|^[，,\s]*[您你](?:看|那边|那时)[^，,]{0,8}(?:吗|[？?]|怎么样|如何)"
)
_OPEN = re.compile(r"(?:时间|日期|哪天).{0,6}(?:不确定|未定|待定|不好说|说不准|没定)|另行通知")
_VETOES = (_FACTS, _PAST, _NOT, _ASKED, _WISH, _THEY)


def promising(said: Said) -> bool:
    clause = said.clause
    if len(clause) > LONGEST:
        return False
    if not _acts(clause):
        if not (_acts(said.after) or (_US.search(clause) and _ACT.search(said.before))):
            return False
        clause += said.after
    if _IF.search(_BUT_SURELY.sub("", said.before + said.clause)):
        return False
    if (
        _IS_IT_ALRIGHT.search(said.after)
        or _OPEN.search(said.after)
        or (said.asked and _ASKED.search(clause))
    ):
        return False
    return not any(veto.search(said.clause) for veto in _VETOES) and not _is_customers(clause)


def _acts(clause: str) -> bool:
    if _ACT.search(clause):
        return True
    plain = len(clause.strip()) <= SHORT or _US.search(clause) or _WILL.search(clause)
    return bool(plain and (_SMALL_ACT.search(clause) or (_US.search(clause) and _WILL.search(clause))))


def _is_customers(clause: str) -> bool:
    """Whether the customer is to do it: named before, or instead of, one of us."""
    theirs, ours = _CUSTOMER.search(clause), _US.search(clause)
    return theirs is not None and (ours is None or theirs.start() < ours.start())
