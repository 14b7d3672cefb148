"""``python -m bot rehearse`` and ``preview``: what will go out, tried on a copy of the database."""

import time
from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich import box
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from bot import rehearsal_events, rehearsal_report
from bot.chat.words import Words
from bot.desk.labels import Language
from bot.desk.notice import Notice
from bot.notices_cli import said
from bot.rehearsal import Event, Moment, Rehearsal, chats_tied, rehearsal
from bot.rehearsal_report import Report
from bot.wiring import Wiring, wired

WIDE = 140  # columns of the report where no terminal says how wide it is

console = Console(highlight=False)
if not console.is_terminal:
    console = Console(highlight=False, width=WIDE)

MOST_TOLD = 8  # reasons, days, customers and examples that are shown
SAMPLE_WORDS = 400

StandIns = Annotated[
    bool | None,
    typer.Option(
        help="as if everybody in the books had a chat; without the option: when nobody has one",
        show_default=False,
    ),
]


def rehearse(
    days: Annotated[int, typer.Option(min=1, max=3660, help="how many days from now on")] = 365,
    events: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="what happens: lines of JSON, see docs/speaking.md"),
    ] = None,
    usual: Annotated[bool, typer.Option(help="a usual year of bills, payments and outages")] = True,
    stand_ins: StandIns = None,
) -> None:
    """Lives through a year on a copy of the database; nothing is said to anybody.  演练一年，不会真的发送。"""
    wiring = wired()
    now = wiring.now()
    until = now + timedelta(days=days)
    begun = time.monotonic()
    try:
        with _opened(wiring, now, stand_ins) as copy:
            with copy.desk() as work:
                happening: list[Event] = (
                    rehearsal_events.usual(work, until) if usual and events is None else []
                )
                if events is not None:
                    happening = rehearsal_events.read(events, work)
            _live(copy, until, happening)
            with copy.desk() as work:
                found = rehearsal_report.report(work, now, until)
            looks = copy.looks
    except rehearsal_events.BadEvent as error:
        console.print(f"caredesk: {error}", soft_wrap=True)
        raise typer.Exit(1) from error
    _show(found)
    console.print(
        f"caredesk: {days} days, {len(happening)} events, {looks} moments, {found.total} notices, in"
        f" {time.monotonic() - begun:.1f} s  演练 {days} 天，共 {found.total} 条",
        soft_wrap=True,
    )
    raise typer.Exit(1 if any(found.breaches.values()) else 0)


def preview(
    day: Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"], help="a day, like 2027-02-06")],
    stand_ins: StandIns = None,
    samples: Annotated[int, typer.Option(min=0, help="texts shown of each kind and language")] = 1,
) -> None:
    """What will go out that day, as things are now; nothing is said.  预览某一天会发出什么。"""
    wiring = wired()
    now, zone = wiring.now(), wiring.policy.zone
    wanted = day.date()
    if wanted < now.astimezone(zone).date():
        console.print(
            f"caredesk: {wanted} is over; what went out: python -m bot notices --sent --since {wanted}"
        )
        raise typer.Exit(2)
    until = datetime(wanted.year, wanted.month, wanted.day, tzinfo=zone) + timedelta(days=1)
    with _opened(wiring, now, stand_ins) as copy:
        _live(copy, until, [])
        with copy.desk() as work:
            found = list(rehearsal_report.on_day(work, wanted))
        _preview(zone, found, samples)
    customers = len({one.customer_id for one in found})
    console.print(
        f"caredesk: {wanted}: {len(found)} notices, {customers} customers"
        f"  {wanted} 共 {len(found)} 条，{customers} 位客户",
        soft_wrap=True,
    )


def _opened(wiring: Wiring, now: datetime, stand_ins: bool | None):  # type: ignore[no-untyped-def]
    with wiring.glance() as work:
        tied = chats_tied(work)
    if stand_ins is None:
        stand_ins = tied == 0
        if stand_ins:
            console.print(
                "caredesk: no chat is tied to an account yet, so everybody in the books stands in with one"
                "  还没有客户关联账户，用资料里的客户代替",
                soft_wrap=True,
            )
    return rehearsal(wiring.engine, wiring.policy, wiring.staff_chat_id, now, stand_ins=stand_ins)


def _live(copy: Rehearsal, until: datetime, events: list[Event]) -> None:
    """Lives through it, with a bar of the days."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        total = (until - copy.begin).total_seconds()
        lived = bar.add_task("rehearsing", total=total)
        copy.run(
            until,
            events,
            lambda now: bar.update(
                lived, completed=(now - copy.begin).total_seconds(), description=f"{now:%Y-%m-%d}"
            ),
        )


def _show(found: Report) -> None:
    console.print(_counted(found))
    for (kind, reason), count in found.not_said.most_common(MOST_TOLD):
        console.print(f"not said: {count} × {kind[0]}/{kind[1]}: {reason}", soft_wrap=True)
    for hour, count in found.hours.most_common(1):
        console.print(f"busiest hour: {hour:02d}:00, {count} in all")
    for day, count in found.days.most_common(1):
        console.print(f"busiest day: {day}, {count}")
    most = ", ".join(f"{name} {count}" for name, count in found.customers.most_common(MOST_TOLD))
    console.print(f"customers who hear most: {most}", soft_wrap=True)
    for rule, broken in found.breaches.items():
        console.print(f"{'✗' if broken else '✓'} {rule}: {len(broken)}")
        for example in broken[:MOST_TOLD]:
            console.print(f"    {example}", soft_wrap=True)


def _counted(found: Report) -> Table:
    """A row for each kind, a column for each month."""
    months = sorted(found.said)
    table = Table(box=box.SIMPLE, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("what", no_wrap=True)
    for heading in (*(month[2:] for month in months), "all", "customers"):
        table.add_column(heading, justify="right")
    for kind in sorted(found.to):
        by_month = [found.said[month][kind] for month in months]
        counts = [*(str(one or "") for one in by_month), str(sum(by_month)), str(len(found.to[kind]))]
        table.add_row("/".join(kind), *counts)
    table.add_section()
    sums = [sum(found.said[month].values()) for month in months]
    table.add_row("all", *(str(one) for one in sums), str(found.total), str(len(found.customers)))
    return table


def _preview(zone: ZoneInfo, found: list[Notice], samples: int) -> None:
    clock = Moment(datetime.now(zone))  # "tomorrow" is what it is when that is said
    words = Words(zone, clock)
    grouped: dict[tuple[str, str], list[Notice]] = defaultdict(list)
    for one in found:
        grouped[(str(one.topic), one.kind)].append(one)
    for (topic, kind), notices in sorted(grouped.items()):
        customers = len({one.customer_id for one in notices})
        console.print(f"\n[bold]{topic} / {kind}[/bold]: {len(notices)} to {customers} customers")
        for language in Language:
            for one in _samples(notices, language)[:samples]:
                clock.now = one.sent_at or one.due_at
                console.print(f"  {language.value}, {clock.now.astimezone(zone):%H:%M}:")
                console.print(_indented(said(words, one)[:SAMPLE_WORDS]), markup=False, soft_wrap=True)


def _samples(notices: list[Notice], language: Language) -> list[Notice]:
    """Those in the language; where there are none, the others as they would be worded in it."""
    own = [one for one in notices if one.language == language]
    worded = [one for one in notices if one.template]
    return own or [Notice(**one.model_dump() | {"language": language}) for one in worded]


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())
