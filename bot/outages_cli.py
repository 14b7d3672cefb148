"""``python -m bot outages``: what is out or planned; publish, change, start, restore, cancel."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from bot import given_times
from bot.desk.labels import Language
from bot.desk.language import say_when
from bot.desk.outage import Outage, OutageKind, Supply
from bot.service import audience, books_words, outages
from bot.service.outages import Area, OutageError
from bot.service.work import Work
from bot.wiring import wired

app = typer.Typer(
    no_args_is_help=True,
    help="Outages: list, publish, change, start, restore, cancel; customers are told.  停电停水等，自动告知客户。",
)
console = Console(highlight=False)

Number = Annotated[str, typer.Argument(help="the outage's number, the company's reference")]
From = Annotated[
    datetime | None,
    typer.Option("--from", parser=given_times.moment, help="start, in the desk's zone"),
]
To = Annotated[
    datetime | None,
    typer.Option("--to", parser=given_times.moment, help="expected end, in the desk's zone"),
]
Areas = Annotated[
    list[str] | None,
    typer.Option("--area", help="site:…, building:…, feeder:… or account:…; may be repeated"),
]
CauseZh = Annotated[str | None, typer.Option("--cause-zh", help="the cause, in Chinese")]
CauseEn = Annotated[str | None, typer.Option("--cause-en", help="the cause, in English")]


COLUMNS = (
    ("number", "编号"),
    ("kind", "类型"),
    ("supply", "供应"),
    ("state", "状态"),
    ("from", "开始"),
    ("to", "结束"),
    ("areas", "范围"),
    ("version", "版本"),
)


@app.command("list")
def list_outages(
    over: Annotated[bool, typer.Option("--all", help="also those that are over")] = False,
) -> None:
    """What is out, and what is planned.  列出停供记录。"""
    wiring = wired()
    language = Language(wiring.settings.terminal_language)
    table = Table()
    for english, chinese in COLUMNS:
        title = chinese if language == Language.ZH else english
        table.add_column(title, overflow="fold", no_wrap=english in ("number", "areas"))
    with wiring.glance() as work:
        for outage in outages.everything(work, over=over):
            when = [_when(work, moment, language) for moment in (outage.starts_at, outage.ends_at)]
            areas = "\n".join(f"{kind}:{name}" for kind, name in outages.areas_of(work, outage))
            known = (outage.number, outage.kind, outage.supply, outage.state, *when, areas)
            table.add_row(*known, str(outage.version))
    console.print(table)


@app.command()
def publish(
    number: Number,
    supply: Annotated[Supply, typer.Option(help="what is out")],
    area: Areas = None,
    starts: From = None,
    ends: To = None,
    fault: Annotated[bool, typer.Option("--fault", help="not planned: it is out now")] = False,
    cause_zh: CauseZh = None,
    cause_en: CauseEn = None,
) -> None:
    """Publishes planned work, or a fault; whom it concerns is told.  发布计划停供或突发故障。"""

    def deed(work: Work) -> str:
        if outages.by_number(work, number) is not None:
            raise OutageError(f"outage {number} is known already; python -m bot outages change {number}")
        if starts is None and not fault:
            raise OutageError("planned work has a start; write --from '2027-02-06 09:00', or --fault")
        values = _given(work, starts, ends, cause_zh, cause_en)
        kind = OutageKind.FAULT if fault else OutageKind.PLANNED
        values = {"starts_at": work.now} | values | {"number": number, "kind": kind, "supply": supply}
        outages.record(work, values, _areas(work, area))  # type: ignore[arg-type]
        return "published"

    _do(deed, number)


@app.command()
def change(
    number: Number,
    area: Areas = None,
    starts: From = None,
    ends: To = None,
    cause_zh: CauseZh = None,
    cause_en: CauseEn = None,
) -> None:
    """Changes what is given; whoever knows of it is told, and new ones are.  变更时间、原因或范围。"""

    def deed(work: Work) -> str:
        values = _given(work, starts, ends, cause_zh, cause_en)
        changed = outages.change(work, _held(work, number), values, _areas(work, area) if area else None)
        return "changed" if changed else "unchanged"

    _do(deed, number)


@app.command()
def start(number: Number) -> None:
    """It begins now, before its time.  提前开始。"""
    _do(lambda work: _moved(outages.start(work, _held(work, number))), number)


@app.command()
def restore(number: Number) -> None:
    """It is over.  恢复。"""
    _do(lambda work: _moved(outages.restore(work, _held(work, number))), number)


@app.command()
def cancel(number: Number) -> None:
    """It does not happen.  取消。"""
    _do(lambda work: _moved(outages.cancel(work, _held(work, number))), number)


def _do(deed: Callable[[Work], str], number: str) -> None:
    """Does it and says how the outage stands; what cannot be is said on one line, with exit status 1."""
    try:
        with wired().desk() as work:
            what = deed(work)
            told = f"caredesk: outage {number}: {what}, {_held(work, number).state}"
            accounts = audience.count_within(work, outages.areas_of(work, _held(work, number)))
    except OutageError as error:
        typer.echo(f"caredesk: {error}", err=True)
        raise typer.Exit(1) from error
    console.print(f"{told}, accounts: {accounts}")


def _held(work: Work, number: str) -> Outage:
    outage = outages.by_number(work, number)
    if outage is None:
        raise OutageError(f"there is no outage {number!r}; list them with: python -m bot outages list --all")
    return outage


def _moved(done: bool) -> str:
    return "done" if done else "unchanged"


def _given(
    work: Work, starts: datetime | None, ends: datetime | None, cause_zh: str | None, cause_en: str | None
) -> dict[str, Any]:
    zone = work.policy.zone
    times = {"starts_at": starts, "ends_at": ends}
    found: dict[str, Any] = {name: one.replace(tzinfo=zone) for name, one in times.items() if one is not None}
    causes = {"cause_zh": cause_zh, "cause_en": cause_en}
    return found | {name: one for name, one in causes.items() if one is not None}


def _areas(work: Work, written: Sequence[str] | None) -> Sequence[Area]:
    try:
        areas = books_words.areas("; ".join(written or []))
    except books_words.Unreadable as error:
        raise OutageError("write areas like --area site:云栖苑 --area feeder:F12") from error
    for kind, name in areas:
        if not audience.count_within(work, [(kind, name)]):
            raise OutageError(f"no account is in {kind}:{name}; mend its spelling, as the accounts have it")
    return areas


def _when(work: Work, moment: datetime | None, language: Language) -> str:
    return say_when(moment, work.policy.zone, language, work.now) if moment else "-"
