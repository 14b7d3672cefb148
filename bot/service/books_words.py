"""What a cell of the company's books means: words of lists, days, times, sums, phones, as people and Excel write them.

Every function raises ``Unreadable`` with the reason, a word of chat/wording (``import_<reason>``), and what to write.
"""

import math
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from bot.desk.account import AccountKind
from bot.desk.agent import Role
from bot.desk.bill import BillState
from bot.desk.labels import Category, Language
from bot.desk.outage import AreaKind, OutageKind, OutageState, Supply
from bot.desk.party import Standing
from bot.desk.shift import RosterKind
from bot.service.identity import as_e164

Label = TypeVar("Label", bound=StrEnum)

FIRST, LAST = date(1900, 1, 1), date(2200, 12, 31)
LONGEST = 500  # characters of a cell
MOST_DIGITS = 18

OTHER_WORDS: dict[type[StrEnum], Mapping[str, StrEnum]] = {
    Language: {"中文": Language.ZH, "汉语": Language.ZH, "chinese": Language.ZH, "zh-cn": Language.ZH,
               "英文": Language.EN, "英语": Language.EN, "english": Language.EN},
    Standing: {"重要": Standing.VIP, "贵宾": Standing.VIP, "重点": Standing.KEY, "大客户": Standing.KEY,
               "普通": Standing.ORDINARY, "一般": Standing.ORDINARY, "信用风险": Standing.CREDIT_RISK,
               "欠费风险": Standing.CREDIT_RISK, "credit risk": Standing.CREDIT_RISK},
    AccountKind: {"合同": AccountKind.CONTRACT, "表": AccountKind.METER, "表计": AccountKind.METER,
                  "电表": AccountKind.METER, "水表": AccountKind.METER, "气表": AccountKind.METER,
                  "房屋": AccountKind.HOME, "住宅": AccountKind.HOME, "房产": AccountKind.HOME,
                  "订单": AccountKind.ORDER},
    BillState: {"未缴": BillState.OPEN, "待缴": BillState.OPEN, "欠费": BillState.OPEN, "unpaid": BillState.OPEN,
                "due": BillState.OPEN, "overdue": BillState.OPEN, "客户称已缴": BillState.CLAIMED,
                "争议": BillState.DISPUTED, "有异议": BillState.DISPUTED, "已缴": BillState.PAID,
                "已缴费": BillState.PAID, "缴清": BillState.PAID, "结清": BillState.SETTLED,
                "核销": BillState.SETTLED, "作废": BillState.CANCELLED, "取消": BillState.CANCELLED,
                "canceled": BillState.CANCELLED, "void": BillState.CANCELLED},
    OutageKind: {"计划": OutageKind.PLANNED, "检修": OutageKind.PLANNED, "计划停供": OutageKind.PLANNED,
                 "故障": OutageKind.FAULT, "抢修": OutageKind.FAULT},
    OutageState: {"已公告": OutageState.ANNOUNCED, "公告": OutageState.ANNOUNCED, "planned": OutageState.ANNOUNCED,
                  "进行中": OutageState.STARTED, "已停": OutageState.STARTED, "已恢复": OutageState.RESTORED,
                  "恢复": OutageState.RESTORED, "取消": OutageState.CANCELLED, "已取消": OutageState.CANCELLED,
                  "canceled": OutageState.CANCELLED},
    Supply: {"电": Supply.POWER, "停电": Supply.POWER, "electricity": Supply.POWER, "水": Supply.WATER,
             "停水": Supply.WATER, "气": Supply.GAS, "燃气": Supply.GAS, "停气": Supply.GAS, "暖": Supply.HEATING,
             "暖气": Supply.HEATING, "供暖": Supply.HEATING, "热": Supply.HEATING, "heat": Supply.HEATING,
             "网": Supply.NETWORK, "网络": Supply.NETWORK, "宽带": Supply.NETWORK, "internet": Supply.NETWORK,
             "电梯": Supply.LIFT, "elevator": Supply.LIFT},
    AreaKind: {"小区": AreaKind.SITE, "园区": AreaKind.SITE, "estate": AreaKind.SITE, "楼栋": AreaKind.BUILDING,
               "楼": AreaKind.BUILDING, "block": AreaKind.BUILDING, "线路": AreaKind.FEEDER, "馈线": AreaKind.FEEDER,
               "户号": AreaKind.ACCOUNT, "账户": AreaKind.ACCOUNT},
    RosterKind: {"班": RosterKind.SHIFT, "上班": RosterKind.SHIFT, "当班": RosterKind.SHIFT, "值班": RosterKind.SHIFT,
                 "白班": RosterKind.SHIFT, "夜班": RosterKind.SHIFT, "早班": RosterKind.SHIFT, "晚班": RosterKind.SHIFT,
                 "听班": RosterKind.ON_CALL, "备班": RosterKind.ON_CALL, "待命": RosterKind.ON_CALL,
                 "休假": RosterKind.LEAVE, "年假": RosterKind.LEAVE, "病假": RosterKind.LEAVE, "事假": RosterKind.LEAVE,
                 "请假": RosterKind.LEAVE, "holiday": RosterKind.LEAVE, "休": RosterKind.OFF, "休息": RosterKind.OFF,
                 "轮休": RosterKind.OFF},
    Role: {"客服": Role.AGENT, "员工": Role.AGENT, "组员": Role.AGENT, "组长": Role.LEAD, "值班组长": Role.LEAD,
           "shift lead": Role.LEAD, "部门负责人": Role.HEAD, "负责人": Role.HEAD, "部门经理": Role.HEAD,
           "department head": Role.HEAD, "经理": Role.MANAGER, "管理层": Role.MANAGER, "management": Role.MANAGER},
    Category: {"设计": Category.DESIGN, "设计部": Category.DESIGN, "工程": Category.QUALITY,
               "工程部": Category.QUALITY, "维修": Category.QUALITY, "工程维修部": Category.QUALITY,
               "building": Category.QUALITY, "operations": Category.QUALITY, "repairs": Category.QUALITY,
               "销售": Category.SALES_PROMISE, "销售部": Category.SALES_PROMISE, "sales": Category.SALES_PROMISE,
               "客服": Category.SERVICE, "客服部": Category.SERVICE, "客户服务部": Category.SERVICE,
               "customer service": Category.SERVICE},
}  # fmt: skip
YES = ("yes", "y", "true", "1", "是", "有", "x", "√", "✓")
NO = ("no", "n", "false", "0", "否", "无", "没有", "")

_NUMBER = re.compile(r"[^\s;；,，]{1,64}")
_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_PACKED_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.0+)?)?")
_AMOUNT = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")
_AREA = re.compile(r"\s*([^:;]+?)\s*:\s*([^:;]+?)\s*")


# Control characters, halves of characters.
_UNKEPT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


class Unreadable(ValueError):
    """A cell that cannot be taken, and why; ``more`` are what the words of the reason need."""

    def __init__(self, reason: str, **more: Any) -> None:
        super().__init__(reason)
        self.reason, self.more = reason, more


def text(cell: Any) -> str:
    """A cell as text, on one line: Excel's ``13800138001.0`` is 13800138001, and a day is written as ISO does."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        if not math.isfinite(cell):
            raise Unreadable("not_a_number")
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else format(cell, ".15g")
    if isinstance(cell, datetime):
        whole_day = cell.tzinfo is None and cell.time() == time()
        return cell.date().isoformat() if whole_day else cell.isoformat(sep=" ")
    said = cell.isoformat() if isinstance(cell, date | time) else str(cell)
    if len(said) > LONGEST:
        raise Unreadable("too_long", most=LONGEST)
    if _UNKEPT.search(said):
        raise Unreadable("control_characters")
    return " ".join(said.split())


def number(cell: Any) -> str:
    """A customer's, a bill's or an outage's number: anything without spaces, commas and semicolons."""
    said = unicodedata.normalize("NFKC", text(cell))
    if not said:
        raise Unreadable("missing")
    if not _NUMBER.fullmatch(said):
        raise Unreadable("not_a_number_of_it")
    return said


def reference(cell: Any) -> str:
    """An account's number: it must fit into a link (``/start meter_12345``)."""
    said = number(cell)
    if not _REFERENCE.fullmatch(said):
        raise Unreadable("not_a_reference")
    return said


def numbers(cell: Any) -> tuple[str, ...]:
    """Several customers' numbers with semicolons between them."""
    said = unicodedata.normalize("NFKC", text(cell)).replace("、", ";").replace(",", ";")
    return tuple(dict.fromkeys(number(one) for one in said.split(";") if one.strip()))


def label(kind: type[Label], cell: Any) -> Label:
    """One of a closed list, by its own word or by what people call it."""
    said = unicodedata.normalize("NFKC", text(cell)).casefold().strip()
    plain = said.replace(" ", "_").replace("-", "_")
    if plain in set(kind):
        return kind(plain)
    found = OTHER_WORDS[kind].get(said)
    if found is None:
        raise Unreadable("not_in_list", list=", ".join(one.value for one in kind))
    return kind(found)


def yes_or_no(cell: Any) -> bool:
    said = unicodedata.normalize("NFKC", text(cell)).casefold()
    if said not in (*YES, *NO):
        raise Unreadable("not_yes_or_no")
    return said in YES


def phone(cell: Any) -> str | None:
    """In E.164. Without a country it is Chinese, else international."""
    said = text(cell)
    found = as_e164(said) if said else None
    if said and found is None:
        raise Unreadable("not_a_phone")
    return found


def email(cell: Any) -> str | None:
    said = unicodedata.normalize("NFKC", text(cell))
    if said and not _EMAIL.fullmatch(said):
        raise Unreadable("not_an_email")
    return said or None


def day(cell: Any) -> date | None:
    """A date, year first: 2027-01-31, 2027/1/31, 2027年1月31日, 20270131, or a date of Excel's."""
    said = unicodedata.normalize("NFKC", text(cell))
    if not said:
        return None
    found = _DAY.fullmatch(said) or _PACKED_DAY.fullmatch(said)
    if found is None:
        raise Unreadable("not_a_day")
    return _dated(*(int(one) for one in found.groups()))


def moment(cell: Any, zone: ZoneInfo) -> datetime | None:
    """An instant: local time in ``zone`` (2027-01-31 08:00), unless it carries an offset; UTC."""
    said = unicodedata.normalize("NFKC", text(cell))
    if not said:
        return None
    if isinstance(cell, datetime):
        if cell.tzinfo is not None:
            return cell.astimezone(UTC)
        # Excel keeps times as parts of a day, so that eight o'clock may be 07:59:59.999995.
        said = (cell + timedelta(milliseconds=500)).strftime("%Y-%m-%d %H:%M:%S")
    if re.search(r"(?:Z|[+-]\d{2}:\d{2})$", said) and "T" in said.upper():
        try:
            return datetime.fromisoformat(said).astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise Unreadable("not_a_time") from error
    said_day, _, said_time = re.sub(r"(?:(?<=\d)[T\s]+|(?<=日)\s*)(?=\d{1,2}:)", "|", said).partition("|")
    found_day, found_time = day(said_day), _TIME.fullmatch(said_time or "")
    if found_day is None or found_time is None:
        raise Unreadable("not_a_time")
    hour, minute, second = (int(one or 0) for one in found_time.groups())
    if hour > 23 or minute > 59 or second > 59:
        raise Unreadable("not_a_time")
    local = datetime.combine(found_day, time(hour, minute, second), zone)
    if local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise Unreadable("time_left_out", zone=zone.key)  # clocks were put forward over it
    return local.astimezone(UTC)


def amount(cell: Any) -> Decimal:
    """A sum above zero, with a point before its decimals: 1234.50, 1,234.50, ¥1234.5, 1234.5元."""
    said = unicodedata.normalize("NFKC", text(cell))
    if not said:
        raise Unreadable("missing")
    bare = re.sub(r"^[¥$€£]\s*|\s*元$", "", said)
    if not _AMOUNT.fullmatch(bare):
        raise Unreadable("not_an_amount")
    try:
        found = Decimal(bare.replace(",", ""))
    except InvalidOperation as error:
        raise Unreadable("not_an_amount") from error
    if found <= 0:
        raise Unreadable("amount_not_positive")
    if len(found.as_tuple().digits) > MOST_DIGITS:
        raise Unreadable("amount_too_large")
    return found


def areas(cell: Any) -> tuple[tuple[AreaKind, str], ...]:
    """``site:云栖苑; feeder:F12``: what an outage concerns, each once."""
    said = text(cell).translate({ord("："): ":", ord("；"): ";"})  # a name stays as the accounts write it
    found: dict[tuple[AreaKind, str], None] = {}
    for part in (one for one in said.split(";") if one.strip()):
        named = _AREA.fullmatch(part)
        if named is None:
            raise Unreadable("not_an_area", area=part.strip())
        try:
            found[label(AreaKind, named[1]), named[2]] = None
        except Unreadable as error:
            raise Unreadable("not_an_area", area=part.strip()) from error
    if not found:
        raise Unreadable("missing")
    return tuple(found)


def _dated(year: int, month: int, of_month: int) -> date:
    try:
        found = date(year, month, of_month)
    except ValueError as error:
        raise Unreadable("no_such_day") from error
    if not FIRST <= found <= LAST:
        raise Unreadable("day_out_of_range", first=FIRST.year, last=LAST.year)
    return found
