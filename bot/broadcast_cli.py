"""``python -m bot broadcast``: one text to many customers: counted first, then watched, paused, resumed or stopped."""

import getpass
import time
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, TypeVar

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from bot import given_times
from bot.desk.broadcast import BroadcastState
from bot.desk.labels import Language
from bot.desk.party import Standing
from bot.desk.wishes import Topic
from bot.service import broadcasts as service
from bot.service import vitals
from bot.service.broadcasts import Audience, UnusableBroadcast
from bot.service.work import Work
from bot.wiring import Wiring, wired

app = typer.Typer(
    help="One text to many customers; can be paused, resumed, stopped.  群发，可暂停、继续、停止。"
)
console = Console(highlight=False)

Result = TypeVar("Result")

LOOK_EVERY = 0.5  # seconds between looks at how far it is

Number = Annotated[int, typer.Argument(help="the broadcast's number, see: broadcast list")]


@app.callback(invoke_without_command=True)
def broadcast(
    context: typer.Context,
    topic: Annotated[Topic | None, typer.Option(help="whose consent counts; safety is always said")] = None,
    zh: Annotated[str, typer.Option(help="the text in Chinese  中文内容")] = "",
    en: Annotated[str, typer.Option(help="the text in English  英文内容")] = "",
    site: Annotated[
        list[str] | None, typer.Option(help="only this site; may be given more than once")
    ] = None,
    standing: Annotated[list[Standing] | None, typer.Option(help="only this class of customers")] = None,
    to: Annotated[list[Language] | None, typer.Option(help="only customers of this language")] = None,
    until: Annotated[
        datetime | None,
        typer.Option(parser=given_times.day_or_moment, help="not after this (the desk's time)"),
    ] = None,
    danger: Annotated[bool, typer.Option("--danger", help="at any hour; only with --topic safety")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only count who would hear it")] = False,
    watch: Annotated[bool, typer.Option(help="show how far it is until it is over")] = True,
    yes: Annotated[bool, typer.Option("--yes", help="do not ask once more")] = False,
) -> None:
    """Says one text to many: --topic, --zh and --en.  群发一段话。"""
    if context.invoked_subcommand is not None:
        return
    if topic is None or not zh or not en:
        _say("name --topic, --zh and --en, or one of: list, watch, pause, resume, stop (--help)")
        raise typer.Exit(2)
    wiring = wired()
    audience = Audience(site or (), standing or (), to or ())
    with wiring.glance() as work:
        reach = service.reach(work, topic, audience)
    _tell_reach(reach)
    if dry_run or reach.hears == 0:
        raise typer.Exit(0)
    if console.is_terminal and not yes:
        typer.confirm(f"Say it to {reach.hears}?  确定发给 {reach.hears} 人？", abort=True)
    made: dict[str, Any] = {
        "total": reach.audience,
        "made_by": getpass.getuser(),
        "danger": danger,
        "expires_at": until.replace(tzinfo=wiring.policy.zone) if until else None,
    }
    number = _tried(wiring, lambda work: service.make(work, topic, zh, en, audience, **made))
    _say(f"broadcast {number} is made  群发 {number} 已建立")
    _tell_whether_alive(wiring)
    if watch:
        _watch(wiring, number)


@app.command("list")
def list_broadcasts() -> None:
    """The newest broadcasts and how they stand.  最近的群发。"""
    wiring = wired()
    table = Table(
        "no.",
        "made (UTC)",
        "topic",
        "state",
        "audience",
        "planned",
        "sent",
        "left",
        "failed",
        "not said",
        "text",
    )
    with wiring.glance() as work:
        for one, now in service.everything(work):
            table.add_row(
                *(str(one.id), one.made_at.strftime("%Y-%m-%d %H:%M"), one.topic, now.state, str(now.total)),
                *(str(now.planned), str(now.sent), str(now.left)),
                *(str(sum(now.failed.values())), str(sum(now.not_said.values()))),
                one.text_zh[:20],
            )
    console.print(table)


@app.command()
def watch(number: Number) -> None:
    """Shows how far a broadcast is; Ctrl-C ends the showing, not the broadcast.  查看进度。"""
    _watch(wired(), number)


@app.command()
def pause(number: Number) -> None:
    """Holds what is not on its way yet.  暂停。"""
    _ordered(service.pause, number)


@app.command()
def resume(number: Number) -> None:
    """Goes on where it was paused.  继续。"""
    _ordered(service.resume, number)


@app.command()
def stop(number: Number) -> None:
    """Ends it for good: what is not on its way yet is not said.  停止。"""
    _ordered(service.stop, number)


def _ordered(order: Callable[[Work, int], service.Progress], number: int) -> None:
    _tell(number, _tried(wired(), lambda work: order(work, number)))


def _tried(wiring: Wiring, deed: Callable[[Work], Result]) -> Result:
    try:
        with wiring.desk() as work:
            return deed(work)
    except UnusableBroadcast as error:
        _say(error)
        raise typer.Exit(1) from error


def _watch(wiring: Wiring, number: int) -> None:
    """A bar from nothing to everybody: planned, then sent, with what failed and when it may be over."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    try:
        with Progress(*columns, console=console) as bar:
            said = bar.add_task("…", total=None)
            while True:
                now = _now(wiring, number)
                settled = now.planned - now.left
                whole = max(now.total, now.planned)
                bar.update(said, completed=settled, total=whole, description=_line(now))
                if now.over:
                    bar.update(said, total=max(settled, 1), completed=max(settled, 1))
                    break
                if now.state == BroadcastState.PAUSED:
                    bar.console.print(f"paused; go on with: broadcast resume {number}  已暂停")
                    break
                time.sleep(LOOK_EVERY)
    except KeyboardInterrupt:
        _say(f"it goes on; see: python -m bot broadcast watch {number}  群发仍在继续")
        return
    _tell(number, _now(wiring, number))


def _now(wiring: Wiring, number: int) -> service.Progress:
    try:
        with wiring.glance() as work:
            return service.progress(work, number)
    except UnusableBroadcast as error:
        _say(error)
        raise typer.Exit(1) from error


def _line(now: service.Progress) -> str:
    failed = sum(now.failed.values())
    return f"{now.state}: {now.planned} planned, {now.sent} sent, {failed} failed, {now.left} left"


def _tell(number: int, now: service.Progress) -> None:
    _say(f"broadcast {number}: {_line(now)}")
    for reason, count in sorted({**now.failed, **now.not_said}.items(), key=lambda one: -one[1]):
        console.print(f"  {count} not said: {reason}")


def _tell_reach(reach: service.Reach) -> None:
    _say(
        f"audience {reach.audience}: {reach.hears} will hear it, {reach.without_consent} did not agree to the"
        f" topic, {reach.unreachable} cannot be reached  受众 {reach.audience} 人：会收到 {reach.hears}，"
        f"未同意该主题 {reach.without_consent}，无法送达 {reach.unreachable}"
    )


def _tell_whether_alive(wiring: Wiring) -> None:
    with wiring.glance() as work:
        if not vitals.vitals(work).alive:
            console.print(
                "the desk is not running: it is said when it runs (make run)  服务台未运行，启动后才会发送"
            )


def _say(words: object) -> None:
    console.print(f"caredesk: {words}", soft_wrap=True)
