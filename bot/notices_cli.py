"""``python -m bot notices``: what, to whom, when, in which state, and why not."""

from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot import given_times
from bot.chat import letters
from bot.chat.words import MissingWord, Words
from bot.desk.notice import Notice
from bot.desk.wishes import Topic
from bot.service import notices as service
from bot.service.notices import Asked, Fate, Line, UnknownCustomer
from bot.wiring import wired

console = Console(highlight=False)

MOST = 30
WORDS = 48  # characters of what is said
REASONS = 12


def notices(
    due: Annotated[bool, typer.Option("--due", help="what waits or is on its way")] = False,
    sent: Annotated[bool, typer.Option("--sent", help="what was said")] = False,
    failed: Annotated[
        bool, typer.Option("--failed", help="what was refused, expired or stays in doubt")
    ] = False,
    cancelled: Annotated[bool, typer.Option("--cancelled", help="what was never said")] = False,
    topic: Annotated[Topic | None, typer.Option(help="only of this topic")] = None,
    since: Annotated[
        datetime | None,
        typer.Option(parser=given_times.day_or_moment, help="made since (the desk's time)"),
    ] = None,
    customer: Annotated[str, typer.Option(help="a chat's, customer's or account's number")] = "",
    everything: Annotated[bool, typer.Option("--all", help="answers and cards too")] = False,
    most: Annotated[int, typer.Option(help="so many lines at most, the newest first")] = MOST,
) -> None:
    """What the desk says first: due, sent, failed, and why not.  主动通知：待发、已发、失败及原因。"""
    chosen = [fate for fate, asked in zip(Fate, (due, sent, failed, cancelled), strict=True) if asked]
    if len(chosen) > 1:
        console.print("caredesk: name one of --due, --sent, --failed, --cancelled, or none for all")
        raise typer.Exit(2)
    wiring = wired()
    words = Words(wiring.policy.zone, wiring.now)
    begin = since.replace(tzinfo=wiring.policy.zone) if since else None
    asked = Asked(chosen[0] if chosen else None, topic, begin, customer, first=not everything)
    try:
        with wiring.glance() as work:
            found, lines = service.counts(work, asked), service.listed(work, asked, most)
            why = service.reasons(work, asked)
    except UnknownCustomer as error:
        console.print(f"caredesk: {error}", soft_wrap=True)
        raise typer.Exit(1) from error
    if not found:
        console.print("caredesk: no such notices  没有这样的通知")
        return
    console.print(_counted(found))
    console.print(_listed(lines, words))
    for reason, count in list(why.items())[:REASONS]:
        console.print(f"{count} not said: {reason or 'no reason kept'}", soft_wrap=True)


def said(words: Words, notice: Notice) -> str:
    """What a notice says, without markup; empty for an act without words."""
    if notice.text is not None or not notice.template:
        return notice.text or ""
    try:
        return letters.without_markup(letters.message(words, notice.language, notice.template, notice.values))
    except MissingWord as error:
        return f"({error})"


def _counted(found: dict[tuple[str, str, Fate], int]) -> Table:
    table = Table("topic", "kind", *Fate)
    rows = dict.fromkeys((topic, kind) for topic, kind, _ in found)
    for topic, kind in rows:
        table.add_row(topic or "-", kind, *(str(found.get((topic, kind, fate), "")) for fate in Fate))
    return table


def _listed(lines: list[Line], words: Words) -> Table:
    zone = wired().policy.zone
    table = Table("when", "to", "kind", "state", "words", "why not")
    for one in lines:
        text = " ".join(said(words, one.notice).split())
        table.add_row(
            one.at.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
            one.to,
            one.notice.kind,
            one.notice.state,
            text if len(text) <= WORDS else text[: WORDS - 1] + "…",
            one.why[:60],
        )
    return table
