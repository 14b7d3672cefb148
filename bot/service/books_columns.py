"""The columns of the company's books: which there are, and what they may be called in a file, in both languages."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum


class Book(StrEnum):
    """What can be imported: accounts name customers, bills name accounts, outages name areas of accounts, the roster
    names members of the staff.
    """

    CUSTOMERS = "customers"
    ACCOUNTS = "accounts"
    BILLS = "bills"
    OUTAGES = "outages"
    STAFF = "staff"
    ROSTER = "roster"


@dataclass(frozen=True)
class Column:
    """``field`` of the row, and other names that files give it. The first Chinese name is the one shown to people."""

    field: str
    names: tuple[str, ...]
    required: bool = False


class HeaderUnusable(ValueError):
    """The first line does not name the columns: ``what`` is empty, unknown, twice or missing; ``columns`` which."""

    def __init__(self, what: str, columns: Sequence[str], book: Book, close: str = "") -> None:
        super().__init__(f"{book}: {what}: {', '.join(columns)}")
        self.what, self.columns, self.book, self.close = what, columns, book, close


COLUMNS: dict[Book, tuple[Column, ...]] = {
    Book.CUSTOMERS: (
        Column("number", ("客户编号", "客户号", "编号", "customer number", "customer"), required=True),
        Column("name", ("姓名", "名称", "客户名称", "客户姓名", "full name"), required=True),
        Column("phone", ("手机", "手机号", "电话", "联系电话", "mobile", "telephone", "phone number")),
        Column("email", ("邮箱", "电子邮箱", "电子邮件", "e-mail", "mail")),
        Column("language", ("语言", "lang")),
        Column("birthday", ("生日", "出生日期", "birth date", "date of birth")),
        Column("standing", ("客户等级", "等级", "客户类别", "class", "customer class")),
        Column(
            "medical", ("医疗设备", "用电医疗设备", "生命支持设备", "powered medical", "medical equipment")
        ),
        Column("manager", ("客户经理", "account manager")),
    ),
    Book.ACCOUNTS: (
        Column("kind", ("类型", "账户类型", "户类", "type", "account kind"), required=True),
        Column("number", ("户号", "账户编号", "账号", "编号", "account number", "account"), required=True),
        Column("holder", ("户名", "account holder")),
        Column("phone", ("手机", "手机号", "电话", "联系电话", "mobile", "phone number")),
        Column("site", ("小区", "园区", "项目", "estate")),
        Column("building", ("楼栋", "楼", "block")),
        Column("feeder", ("线路", "馈线", "供电线路", "line")),
        Column("address", ("地址", "用户地址")),
        Column("tariff", ("电价", "资费", "价格类别", "price")),
        Column("voltage", ("电压", "电压等级", "voltage level")),
        Column("size", ("面积", "容量", "规模", "floor area", "capacity")),
        Column("moved_in", ("入住日期", "入住", "交房日期", "moved in on", "move-in date", "move in")),
        Column("contract_until", ("合同到期日", "合同到期", "contract end", "contract ends")),
        Column("warranty_until", ("质保到期日", "保修到期日", "质保到期", "warranty end", "warranty ends")),
        Column("code", ("校验码", "验证码", "paper code")),
        Column("manager", ("客户经理", "account manager")),
        Column("owner", ("业主", "产权人", "owners")),
        Column("tenant", ("租户", "租客", "住户", "tenants")),
        Column("payer", ("缴费人", "付款人", "payers")),
    ),
    Book.BILLS: (
        Column("number", ("账单编号", "账单号", "编号", "bill number", "bill", "invoice"), required=True),
        Column("account", ("户号", "账户编号", "account number"), required=True),
        Column("period", ("账期", "月份", "周期", "month"), required=True),
        Column("amount", ("金额", "应缴金额", "sum", "total"), required=True),
        Column("currency", ("币种", "货币")),
        Column("due", ("到期日", "缴费截止日", "截止日期", "due date", "due on"), required=True),
        Column("state", ("状态", "缴费状态", "status")),
        Column("paid", ("缴费日期", "付款日期", "缴清日期", "paid date", "paid on", "payment date")),
    ),
    Book.OUTAGES: (
        Column(
            "number", ("停供编号", "公告编号", "编号", "outage number", "outage", "reference"), required=True
        ),
        Column("kind", ("类型", "停供类型", "type"), required=True),
        Column("supply", ("供应", "能源", "停供内容", "service"), required=True),
        Column("from", ("开始时间", "开始", "start", "starts", "begins"), required=True),
        Column(
            "to", ("结束时间", "预计恢复", "预计恢复时间", "结束", "end", "ends", "until", "expected end")
        ),
        Column("areas", ("范围", "影响范围", "区域", "area"), required=True),
        Column("cause_zh", ("原因", "中文原因", "原因(中文)", "cause chinese")),
        Column("cause_en", ("英文原因", "原因(英文)", "cause", "cause english")),
        Column("state", ("状态", "status")),
    ),
    Book.STAFF: (
        Column("number", ("用户编号", "Telegram 编号", "user id", "telegram id"), required=True),
        Column("name", ("姓名", "名字", "full name"), required=True),
        Column("role", ("角色", "职务", "position")),
        Column("department", ("部门", "所属部门")),
        Column("languages", ("语言", "language")),
        Column("sites", ("负责小区", "小区", "site")),
    ),
    Book.ROSTER: (
        Column("person", ("员工", "姓名", "name", "agent", "staff"), required=True),
        Column("day", ("日期", "日期或星期", "星期", "date", "days"), required=True),
        Column("from", ("上班", "上班时间", "开始", "start", "begins")),
        Column("to", ("下班", "下班时间", "结束", "end", "ends")),
        Column("kind", ("班次", "类型", "type", "shift")),
        Column("since", ("起始日期", "从", "valid from")),
        Column("until", ("截止日期", "到", "valid until")),
    ),
}


def headings(book: Book, cells: Sequence[object], *, leave_unknown: bool = False) -> dict[int, Column]:
    """Which column of the file is which of the book, by the file's first line; any order.

    ``leave_unknown``: columns that the book does not have are left out. Raises ``HeaderUnusable``.
    """
    names = {folded(name): column for column in COLUMNS[book] for name in (column.field, *column.names)}
    found: dict[int, Column] = {}
    unknown = []
    for place, cell in enumerate(cells):
        written = "" if cell is None else str(cell).strip()
        if not folded(written):
            continue
        column = names.get(folded(written))
        if column is None:
            unknown.append(written)
        elif column in found.values():
            raise HeaderUnusable("twice", [written], book)
        else:
            found[place] = column
    if not found and (leave_unknown or not unknown):
        raise HeaderUnusable("empty", [column.field for column in COLUMNS[book]], book)
    if unknown and not leave_unknown:
        close = get_close_matches(folded(unknown[0]), names, n=1, cutoff=0.6)
        raise HeaderUnusable("unknown", unknown, book, names[close[0]].field if close else "")
    missing = [one.field for one in COLUMNS[book] if one.required and one not in found.values()]
    if missing:
        raise HeaderUnusable("missing", missing, book)
    return found


def folded(name: str) -> str:
    """A column's name as it is compared: capitals, spaces, dashes and wide letters do not count."""
    return re.sub(r"[\s_\-*:.]+", "", unicodedata.normalize("NFKC", name)).casefold()
