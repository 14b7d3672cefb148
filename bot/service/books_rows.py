"""The rows of the company's books, checked: one model per book. A field that is not given leaves what is known."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Self
from zoneinfo import ZoneInfo

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    model_validator,
)
from pydantic_core import PydanticCustomError

from bot.desk.account import AccountKind
from bot.desk.bill import BillState
from bot.desk.labels import Language
from bot.desk.money import currency_of
from bot.desk.outage import AreaKind, OutageKind, OutageState, Supply
from bot.desk.party import PartyRole, Standing
from bot.service import books_words as words
from bot.service.books_words import Unreadable

LONGEST_CODE = 16


@dataclass(frozen=True)
class Bad:
    """What cannot be taken of a line. ``column`` is the row's field, empty for the whole line; ``value`` as it stands
    there; ``reason`` a word of chat/wording (``import_<reason>``), with what that needs in ``more``.
    """

    line: int
    column: str
    value: str
    reason: str
    more: dict[str, Any] = field(default_factory=dict)


def as_read(read: Callable[[Any], Any]) -> Any:
    """A validator that reads a cell; why it cannot be read travels as the error's type and context."""

    def validate(cell: Any) -> Any:
        return _told(lambda: read(cell))

    return BeforeValidator(validate)


def _told(read: Callable[[], Any]) -> Any:
    try:
        return read()
    except Unreadable as error:
        raise PydanticCustomError(error.reason, "{reason}", {"reason": error.reason} | error.more) from error


def of_list(kind: type[Any], otherwise: Any = None) -> Any:
    """One of a list; an empty cell means ``otherwise``, or is missing where that is None."""

    def read(cell: Any) -> Any:
        if not words.text(cell):
            if otherwise is None:
                raise Unreadable("missing")
            return None if otherwise == "" else otherwise
        return words.label(kind, cell)

    return as_read(read)


def _needed(cell: Any) -> str:
    said = words.text(cell)
    if not said:
        raise Unreadable("missing")
    return said


def _needed_day(cell: Any) -> date:
    found = words.day(cell)
    if found is None:
        raise Unreadable("missing")
    return found


def _code(cell: Any) -> str | None:
    said = words.text(cell)
    if len(said) > LONGEST_CODE:
        raise Unreadable("too_long", most=LONGEST_CODE)
    return said or None


def _currency(cell: Any) -> str | None:
    said = words.text(cell).upper()
    try:
        return currency_of(said).code if said else None
    except ValueError as error:
        raise Unreadable("unknown_currency") from error


def _moment(cell: Any, info: ValidationInfo) -> datetime | None:
    zone: ZoneInfo = (info.context or {})["zone"]
    return _told(lambda: words.moment(cell, zone))


def _needed_moment(cell: Any, info: ValidationInfo) -> datetime:
    found = _moment(cell, info)
    if found is None:
        raise PydanticCustomError("missing", "missing")
    return found


Number = Annotated[str, as_read(words.number)]
Text = Annotated[str, as_read(words.text)]
Name = Annotated[str, as_read(_needed)]
Phone = Annotated[str | None, as_read(words.phone)]
Day = Annotated[date | None, as_read(words.day)]
Numbers = Annotated[tuple[str, ...], as_read(words.numbers)]


class Row(BaseModel):
    """``model_fields_set`` are the fields that the file has."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @property
    def key(self) -> str:
        """What a file may name only once; empty for rows that have no such thing."""
        return ""


class NumberedRow(Row):
    number: Number

    @property
    def key(self) -> str:
        return self.number


class CustomerRow(NumberedRow):
    name: Name
    phone: Phone = None
    email: Annotated[str | None, as_read(words.email)] = None
    language: Annotated[Language | None, of_list(Language, "")] = None
    birthday: Day = None
    standing: Annotated[Standing | None, of_list(Standing, "")] = None
    medical: Annotated[bool, as_read(words.yes_or_no)] = False
    manager: Text = ""


class AccountRow(NumberedRow):
    kind: Annotated[AccountKind, of_list(AccountKind)]
    number: Annotated[str, as_read(words.reference)]
    holder: Text = ""
    phone: Phone = None
    site: Text = ""
    building: Text = ""
    feeder: Text = ""
    address: Text = ""
    tariff: Text = ""
    voltage: Text = ""
    size: Text = ""
    moved_in: Day = None
    contract_until: Day = None
    warranty_until: Day = None
    code: Annotated[str | None, as_read(_code)] = None
    manager: Text = ""
    owner: Numbers = ()
    tenant: Numbers = ()
    payer: Numbers = ()

    def parties(self) -> dict[PartyRole, tuple[str, ...]]:
        """Customers' numbers by role, of the roles that the file has."""
        return {role: getattr(self, role.value) for role in PartyRole if role.value in self.model_fields_set}


class BillRow(NumberedRow):
    account: Annotated[str, as_read(words.reference)]
    period: Name
    amount: Annotated[Decimal, as_read(words.amount)]
    currency: Annotated[str | None, as_read(_currency)] = None
    due: Annotated[date, as_read(_needed_day)]
    state: Annotated[BillState | None, of_list(BillState, "")] = None
    paid: Day = None

    @model_validator(mode="after")
    def _paid_when_paid(self) -> Self:
        if self.paid is not None and self.state not in (None, BillState.PAID, BillState.SETTLED):
            raise PydanticCustomError("paid_but_open", "paid", {"field": "paid"})
        return self


class OutageRow(NumberedRow):
    model_config = ConfigDict(populate_by_name=True)

    kind: Annotated[OutageKind, of_list(OutageKind)]
    supply: Annotated[Supply, of_list(Supply)]
    starts_at: Annotated[datetime, BeforeValidator(_needed_moment)] = Field(alias="from")
    ends_at: Annotated[datetime | None, BeforeValidator(_moment)] = Field(default=None, alias="to")
    areas: Annotated[tuple[tuple[AreaKind, str], ...], as_read(words.areas)]
    cause_zh: Text = ""
    cause_en: Text = ""
    state: Annotated[OutageState | None, of_list(OutageState, "")] = None

    @model_validator(mode="after")
    def _ends_after_its_start(self) -> Self:
        if self.ends_at is not None and self.ends_at <= self.starts_at:
            raise PydanticCustomError("end_before_start", "end", {"field": "to"})
        if self.kind == OutageKind.PLANNED and self.ends_at is None:
            raise PydanticCustomError("planned_without_end", "end", {"field": "to"})
        return self


def read_as(
    kind: type[Row], line: int, cells: dict[str, Any], zone: ZoneInfo
) -> tuple[Row | None, list[Bad]]:
    """The row of a line, or what is wrong with it. ``zone`` is that of local times."""
    try:
        return kind.model_validate(cells, context={"zone": zone}), []
    except ValidationError as error:
        return None, [_bad(line, cells, dict(one)) for one in error.errors(include_url=False)]


def _bad(line: int, cells: dict[str, Any], error: dict[str, Any]) -> Bad:
    context = dict(error.get("ctx") or {})
    named = str(context.pop("field", "") or (error["loc"][0] if error["loc"] else ""))
    context.pop("reason", None)
    reason = "unknown_field" if error["type"] == "extra_forbidden" else str(error["type"])
    return Bad(line, named, shown(cells.get(named)), reason, context)


def shown(cell: Any) -> str:
    """A cell as a report quotes it."""
    said = "" if cell is None else " ".join(str(cell).split())
    return f"{said[:80]}…" if len(said) > 80 else said
