"""``python -m bot rehearse`` and ``preview``: what will go out, tried on a copy of the database."""

import time
from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from bot import given_times, rehearsal_events, rehearsal_report
from bot.care_cli import LanguageOption
from bot.chat.words import Words
from bot.desk.labels import Language
from bot.desk.notice import Notice
from bot.notices_cli import said
from bot.rehearsal import Event, Moment, Rehearsal, chats_tied, rehearsal
from bot.rehearsal_report import Report
from bot.service.speaking import Fate
from bot.wiring import Wiring, wired

WIDE = 160  # columns of the report where no terminal says how wide it is

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
    language: LanguageOption = None,
) -> None:
    """Lives through a year on a copy of the database; nothing is said to anybody.  演练一年，不会真的发送。"""
    wiring = wired()
    told = _Told(wiring, language)
    now = wiring.now()
    until = now + timedelta(days=days)
    begun = time.monotonic()
    try:
        with _opened(wiring, now, stand_ins, told) as copy:
            with copy.desk() as work:
                happening: list[Event] = (
                    rehearsal_events.usual(work, until) if usual and events is None else []
                )
                if events is not None:
                    happening = rehearsal_events.read(events, work)
            _live(copy, until, happening, told)
            with copy.desk() as work:
                found = rehearsal_report.report(work, now, until)
            looks = copy.looks
    except rehearsal_events.BadEvent as error:
        console.print(f"caredesk: {error}", soft_wrap=True)
        raise typer.Exit(1) from error
    _show(found, told)
    seconds = f"{time.monotonic() - begun:.1f}"
    values = {"days": days, "events": len(happening), "moments": looks, "count": found.total}
    told.line("rehearsal_done", **values, seconds=seconds)
    raise typer.Exit(1 if any(found.breaches.values()) else 0)


def preview(
    day: Annotated[datetime, typer.Argument(parser=given_times.day, help="a day, like 2027-02-06")],
    stand_ins: StandIns = None,
    samples: Annotated[int, typer.Option(min=0, help="texts shown of each kind and language")] = 1,
    language: LanguageOption = None,
) -> None:
    """What will go out that day, as things are now; nothing is said.  预览某一天会发出什么。"""
    wiring = wired()
    told = _Told(wiring, language)
    now, zone = wiring.now(), wiring.policy.zone
    wanted = day.date()
    if wanted < now.astimezone(zone).date():
        told.line("preview_over", day=str(wanted))
        raise typer.Exit(2)
    until = datetime(wanted.year, wanted.month, wanted.day, tzinfo=zone) + timedelta(days=1)
    with _opened(wiring, now, stand_ins, told) as copy:
        _live(copy, until, [], told)
        with copy.desk() as work:
            found = list(rehearsal_report.on_day(work, wanted))
        _preview(found, samples, told)
    customers = len({(one.customer_id, one.party_id) for one in found})
    told.line("preview_done", day=str(wanted), count=len(found), customers=customers)


class _Told:
    """The report's words in the manager's language; lines of the command begin with its name."""

    def __init__(self, wiring: Wiring, language: Language | None) -> None:
        self.zone = wiring.policy.zone
        self._words = Words(self.zone, wiring.now)
        self._language = language or Language(wiring.settings.terminal_language)

    def say(self, key: str, **values: object) -> str:
        return self._words.label(self._language, key, values)

    def line(self, key: str, **values: object) -> None:
        console.print(f"caredesk: {self.say(key, **values)}", soft_wrap=True, markup=False)

    def what(self, kind: tuple[str, str]) -> str:
        """A topic and a kind of it; a rule of care goes by its name in the policy, without words of ours."""
        topic, name = self.say(f"topic_{kind[0]}"), kind[1]
        own = self.say(f"said_{name}") if self._words.has(self._language, f"said_{name}") else name
        return topic if own == topic else f"{topic} / {own.removeprefix('care_')}"

    def why(self, reason: str) -> str:
        """Why something is not said; what names a bill or an outage stays as it is kept."""
        fate = next((one.name.lower() for one in Fate if one == reason), "")
        return self.say(f"unsaid_{fate}") if fate else reason


def _opened(wiring: Wiring, now: datetime, stand_ins: bool | None, told: _Told):  # type: ignore[no-untyped-def]
    with wiring.glance() as work:
        tied = chats_tied(work)
    if stand_ins is None:
        stand_ins = tied == 0
        if stand_ins:
            told.line("rehearsal_stand_ins")
    return rehearsal(wiring.engine, wiring.policy, wiring.staff_chat_id, now, stand_ins=stand_ins)


def _live(copy: Rehearsal, until: datetime, events: list[Event], told: _Told) -> None:
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
        lived = bar.add_task(told.say("rehearsal_living"), total=total)
        copy.run(
            until,
            events,
            lambda now: bar.update(
                lived, completed=(now - copy.begin).total_seconds(), description=f"{now:%Y-%m-%d}"
            ),
        )


def _show(found: Report, told: _Told) -> None:
    console.print(_counted(found, told))
    lines = [
        told.say("rehearsal_not_said", count=count, what=told.what(kind), why=told.why(reason))
        for (kind, reason), count in found.not_said.most_common(MOST_TOLD)
    ]
    for hour, count in found.hours.most_common(1):
        lines.append(told.say("rehearsal_busiest_hour", hour=f"{hour:02d}", count=count))
    for day, count in found.days.most_common(1):
        lines.append(told.say("rehearsal_busiest_day", day=str(day), count=count))
    most = ", ".join(f"{name} {count}" for name, count in found.customers.most_common(MOST_TOLD))
    lines.append(told.say("rehearsal_hear_most", words=most))
    for rule, broken in found.breaches.items():
        said = told.say(f"rehearsal_rule_{rule}", count=len(broken))
        lines += [f"{'✗' if broken else '✓'} {said}", *(f"    {one}" for one in broken[:MOST_TOLD])]
    console.print("\n".join(lines), soft_wrap=True, markup=False)


def _counted(found: Report, told: _Told) -> Table:
    """A row for each kind, a column for each month."""
    months = sorted(found.said)
    table = Table(box=box.SIMPLE, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(told.say("rehearsal_what"), no_wrap=True)
    everything = told.say("rehearsal_all")
    for heading in (*(month[2:] for month in months), everything, told.say("rehearsal_customers")):
        table.add_column(heading, justify="right", no_wrap=True)
    for kind in sorted(found.to):
        by_month = [found.said[month][kind] for month in months]
        counts = [*(str(one or "") for one in by_month), str(sum(by_month)), str(len(found.to[kind]))]
        table.add_row(told.what(kind), *counts)
    table.add_section()
    sums = [sum(found.said[month].values()) for month in months]
    table.add_row(everything, *(str(one) for one in sums), str(found.total), str(len(found.customers)))
    return table


def _preview(found: list[Notice], samples: int, told: _Told) -> None:
    clock = Moment(datetime.now(told.zone))  # "tomorrow" is what it is when that is said
    words = Words(told.zone, clock)
    grouped: dict[tuple[str, str], list[Notice]] = defaultdict(list)
    for one in found:
        grouped[(str(one.topic), one.kind)].append(one)
    for kind, notices in sorted(grouped.items()):
        customers = len({(one.customer_id, one.party_id) for one in notices})
        values = {"what": told.what(kind), "count": len(notices), "customers": customers}
        console.print(f"\n{told.say('preview_group', **values)}", style="bold", markup=False, soft_wrap=True)
        for language in Language:
            for one in _samples(notices, language)[:samples]:
                clock.now = one.sent_at or one.due_at
                console.print(f"  {language.value}, {clock.now.astimezone(told.zone):%H:%M}:")
                console.print(_indented(said(words, one)[:SAMPLE_WORDS]), markup=False, soft_wrap=True)


def _samples(notices: list[Notice], language: Language) -> list[Notice]:
    """Those in the language; where there are none, the others as they would be worded in it."""
    own = [one for one in notices if one.language == language]
    worded = [one for one in notices if one.template]
    return own or [Notice(**one.model_dump() | {"language": language}) for one in worded]


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())
