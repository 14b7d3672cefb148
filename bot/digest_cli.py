"""``python -m bot digest``: the figures of any days, in the terminal or as files."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot import given_times
from bot.chat import letters
from bot.chat.digests import digest_text
from bot.chat.words import Words
from bot.desk.digest_order import Order
from bot.desk.digest_periods import DAY, Period, month_of, span
from bot.desk.labels import Category, Language
from bot.drawing import Drawing
from bot.service import digest_making
from bot.wiring import wired

console = Console(highlight=False)


def digest(
    xlsx: Annotated[
        Path | None, typer.Option(help="write the figures and the tickets behind them to this file")
    ] = None,
    pictures: Annotated[Path | None, typer.Option(help="write the pictures into this folder")] = None,
    since: Annotated[
        datetime | None,
        typer.Option(parser=given_times.day, help="the first day; that of this month when not given"),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(parser=given_times.day, help="the last day; today when not given"),
    ] = None,
    department: Annotated[Category | None, typer.Option(help="only what goes to this department")] = None,
    language: Annotated[
        Language | None, typer.Option("--lang", help="zh or en; that of the staff when not given")
    ] = None,
) -> None:
    """What customers said and how it went, on any days; the file also has people's records.  简报、表格、图。"""
    wiring = wired()
    now = wiring.now().astimezone(wiring.policy.zone)
    period = _period(since, until, now.date())
    order = Order(period, department=department, until=now if period.end > now.date() else None)
    told = language or wiring.policy.desk.staff_language
    words = Words(wiring.policy.zone, wiring.now)
    with wiring.glance() as work:
        found = digest_making.digest(work, order, people=True)
    console.print(letters.without_markup(digest_text(words, told, order, found, ())), markup=False)
    if xlsx is not None:
        _write(xlsx, Drawing().workbook(found, told, words))
    if pictures is not None:
        for number, image in enumerate(Drawing().pictures(found, told, words), 1):
            _write(pictures / f"{number}.png", image)


def _period(since: datetime | None, until: datetime | None, today: date) -> Period:
    """Exit status 2 for days out of their order."""
    end = until.date() + DAY if until else today + DAY
    first = since.date() if since else month_of((end - DAY).year, (end - DAY).month).first
    try:
        return span(first, end)
    except ValueError as error:
        print(f"caredesk: --since, --until: {error}  起止日期颠倒", file=sys.stderr)
        raise typer.Exit(2) from error


def _write(path: Path, content: bytes) -> None:
    """Readable for nobody else: it holds what customers wrote. Exit status 1 where it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(content)
    except OSError as error:
        print(
            f"caredesk: cannot write {path}: {error.strerror}; name another place  无法写入", file=sys.stderr
        )
        raise typer.Exit(1) from error
    console.print(f"caredesk: {path}", soft_wrap=True)
