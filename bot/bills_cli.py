"""``python -m bot bills``: what is owed, and what a person of the company decides about a bill."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from sqlmodel import col, select

from bot import given_times
from bot.desk.account import Account
from bot.desk.bill import UNPAID, Bill, BillState
from bot.desk.labels import Language
from bot.desk.money import say_sum, written
from bot.service import owed, payments
from bot.service.work import Work
from bot.wiring import wired

app = typer.Typer(
    no_args_is_help=True, help="Bills: list, paid, instalments, settle, cancel, reopen, replan.  账单。"
)
console = Console(highlight=False)

COLUMNS = (
    ("number", "编号", True),
    ("account", "户号", False),
    ("period", "账期", True),
    ("amount", "金额", True),
    ("due", "到期日", True),
    ("state", "状态", True),
    ("looked at next", "下次处理", False),
)

Number = Annotated[str, typer.Argument(help="the bill's number, as on the paper")]


class UnknownBill(Exception):
    """There is no bill with this number."""

    def __init__(self, number: str) -> None:
        super().__init__(f"there is no bill {number!r}; list them with: python -m bot bills list")


@app.command("list")
def list_bills(
    account: Annotated[str, typer.Option(help="only of the account with this number")] = "",
    state: Annotated[
        BillState | None, typer.Option(help="only in this state; unpaid ones if not given")
    ] = None,
    most: Annotated[int, typer.Option(help="so many at most, the earliest due first")] = 50,
) -> None:
    """What is owed, and when it is looked at next.  列出账单。"""
    wiring = wired()
    language = Language(wiring.settings.terminal_language)
    table = _table(language)
    query = select(Bill, Account).join(Account, col(Account.id) == col(Bill.account_id))
    query = query.where(col(Bill.state).in_([state] if state else UNPAID))
    if account:
        query = query.where(Account.number == account)
    with wiring.glance() as work:
        found = work.session.exec(query.order_by(col(Bill.due_on), col(Bill.id)).limit(most)).all()
        parts = owed.parts_of(work, [bill.id or 0 for bill, _ in found])
        for bill, of in found:
            days = [bill.remind_on, *(part.remind_on for part in parts[bill.id or 0])]
            following = min((day for day in days if day is not None), default=None)
            amount = say_sum(written(bill.amount, bill.currency), language)
            table.add_row(
                bill.number,
                of.number,
                bill.period,
                amount,
                str(bill.due_on),
                bill.state,
                str(following or "-"),
            )
    console.print(table)


def _table(language: Language) -> Table:
    """Numbers and sums are shown whole, however narrow the terminal."""
    table = Table()
    for english, chinese, whole in COLUMNS:
        title = chinese if language == Language.ZH else english
        table.add_column(title, overflow="fold", no_wrap=whole)
    return table


@app.command()
def paid(
    number: Number,
    on: Annotated[
        datetime | None,
        typer.Option(parser=given_times.day, help="the day; today if not given"),
    ] = None,
) -> None:
    """The whole bill is paid; its customer is thanked, and nothing more is reminded of.  登记到账。"""
    _change(number, lambda work, bill: payments.pay(work, bill, on.date() if on else None))


@app.command()
def instalments(number: Number, parts: Annotated[int, typer.Argument(help="how many, 2 to 36")]) -> None:
    """What is left of a bill is paid in so many parts; the customer gets the plan.  办理分期。"""
    _change(number, lambda work, bill: payments.agree_instalments(work, bill, parts))


@app.command()
def settle(number: Number) -> None:
    """Nothing more is to be paid: credited or written off; the customer is told.  结清。"""
    _change(number, payments.settle)


@app.command()
def cancel(number: Number) -> None:
    """The bill was issued by mistake; the customer is told.  作废。"""
    _change(number, payments.cancel)


@app.command()
def reopen(number: Number) -> None:
    """What was thought to be closed is to be paid after all.  恢复为未缴。"""
    _change(number, payments.reopen)


@app.command()
def replan() -> None:
    """Plans the reminders of all open bills anew; to be done after the ladder in policy.toml changed.  重排提醒。"""
    desk, last, done = wired().desk, 0, False
    while not done:
        with desk() as work:
            last = payments.schedule_all(work, last)
            done = not last
    console.print("caredesk: the reminders of all open bills are planned anew")


def _change(number: str, deed: Callable[[Work, Bill], object]) -> None:
    """Does it and says how the bill stands; what cannot be is said on one line, with exit status 1."""
    try:
        with wired().desk() as work:
            bill = payments.find(work, number)
            if bill is None:
                raise UnknownBill(number)
            deed(work, bill)
            work.session.flush()
            parts = [
                part for part in owed.parts_of(work, [bill.id or 0])[bill.id or 0] if part.paid_on is None
            ]
            told = f"caredesk: bill {bill.number}: {bill.state}"
            if parts:
                told += ", " + ", ".join(f"{part.due_on}: {_sum(part.amount, bill)}" for part in parts)
    except (UnknownBill, ValueError) as error:
        typer.echo(f"caredesk: {error}", err=True)
        raise typer.Exit(1) from error
    console.print(told, soft_wrap=True)


def _sum(amount: int, bill: Bill) -> str:
    return say_sum(written(amount, bill.currency), Language.EN)
