"""The commands of ``python -m bot``. Each is short: it wires the desk and calls one thing."""

import sys
import tomllib
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot import (
    agents_cli,
    bills_cli,
    broadcast_cli,
    care_cli,
    digest_cli,
    given_times,
    notices_cli,
    outages_cli,
    rehearse_cli,
)
from bot import settings as settings_module
from bot.chat.words import Words
from bot.desk.labels import Language
from bot.logs import speak
from bot.policy import PolicyError
from bot.service import demo, outbox, roster, vitals
from bot.service.books_columns import Book
from bot.service.work import StoreAway
from bot.settings import ROOT, STATE, SettingsError
from bot.wiring import Wiring, wired

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="CareDesk: a service desk that lives in Telegram."
)
app.add_typer(agents_cli.app, name="agents")
app.add_typer(bills_cli.app, name="bills")
app.add_typer(outages_cli.app, name="outages")
app.add_typer(broadcast_cli.app, name="broadcast")
app.command()(notices_cli.notices)
app.command()(digest_cli.digest)
app.command()(rehearse_cli.rehearse)
app.command()(rehearse_cli.preview)
care_cli.register(app)
console = Console(highlight=False)
PENDING = STATE / "corrections" / "pending.jsonl"  # kept corrections on their way to `make retrain`

LanguageOption = Annotated[
    Language | None, typer.Option("--lang", help="zh or en; by the locale when not given")
]


def main() -> int:
    """Runs the command line; what a person can mend is one line on stderr and exit status 1, never a traceback."""
    speak("WARNING")
    try:
        left = app(standalone_mode=False)
    except typer.Abort:
        return 130
    except (SettingsError, PolicyError, StoreAway, roster.UnknownAgent) as error:
        print(f"caredesk: {error}", file=sys.stderr)
        return 1
    except typer.TyperException as error:
        error.show()  # type: ignore[attr-defined]  # typer's own stub leaves it out
        return int(error.exit_code)
    return left if isinstance(left, int) else 0


@app.command()
def up() -> None:
    """Runs everything: in Telegram with a bot token, else with a chat in this terminal.  启动全部。"""
    from bot.up import up as run_up

    raise typer.Exit(run_up(settings_module.load()))


@app.command()
def serve() -> None:
    """Runs the desk: Telegram (or the terminal's line), delivery and the clock.  运行服务台进程。"""
    from bot.serve import serve as run_desk

    raise typer.Exit(run_desk(wired()))


@app.command()
def migrate() -> None:
    """Brings the database's tables up to date.  升级数据库表结构。"""
    from bot.store.migrate import upgrade

    upgrade(settings_module.load().database_url)
    console.print("caredesk: the database is up to date")


@app.command()
def chat(language: LanguageOption = None, name: str = "", chat_id: int = 1001) -> None:
    """A customer's chat in this terminal, beside the running desk.  在终端以客户身份对话。"""
    from bot.chat.terminal import chat as run_chat

    wiring = wired()
    raise typer.Exit(run_chat(wiring.desk, _language(wiring, language), chat_id=chat_id, name=name))


@app.command()
def staff(language: LanguageOption = None, name: str = "", user_id: int = 9001) -> None:
    """The staff group in this terminal, beside the running desk.  在终端以客服身份处理工单。"""
    from bot.chat.terminal_staff import staff as run_staff

    wiring = wired()
    raise typer.Exit(run_staff(wiring.desk, _language(wiring, language), user_id=user_id, name=name))


@app.command()
def replay(
    files: Annotated[
        list[Path], typer.Argument(help='JSON lines of {"id", "text", "lang"}', exists=True, dir_okay=False)
    ],
    limit: Annotated[int, typer.Option(help="only the first N messages of each file; 0 for all")] = 0,
) -> None:
    """Feeds recorded messages through the same way in as customers', into a database of its own.  回放消息文件。"""
    from bot.replay import replay as run_replay

    raise typer.Exit(run_replay(settings_module.load(), files, limit))


@app.command()
def corrections(
    out: Annotated[Path | None, typer.Option(help="write the lines to this file, not to the screen")] = None,
    since: Annotated[
        datetime | None,
        typer.Option(parser=given_times.day, help="only what was corrected from this day on"),
    ] = None,
    review: Annotated[bool, typer.Option("--review", help="decide, one by one, what is learned")] = False,
    language: LanguageOption = None,
) -> None:
    """Exports what people corrected as scrubbed training lines; --review decides what is learned.  导出、审核更正。"""
    from bot import review as reviewing  # the parts of a terminal load slowly
    from bot.service import corrections_export

    wiring = wired()
    begin = since.replace(tzinfo=wiring.policy.zone) if since else None
    try:
        if review:
            reviewing.sit(wiring.desk, _language(wiring, language), PENDING, begin)
        with wiring.glance() as work:
            lines = corrections_export.lines(work, begin)
        if out or not review:
            reviewing.export(lines, out)
    except reviewing.PendingUnusable as error:
        print(f"caredesk: {error}", file=sys.stderr)
        raise typer.Exit(1) from error
    fates = Counter(line.reviewed for line in lines)
    print(
        f"caredesk: {len(lines)} corrected messages: {fates['kept']} kept, {fates['skipped']} skipped,"
        f" {fates['no']} not reviewed (python -m bot corrections --review)"
        f"  更正 {len(lines)} 条：采用 {fates['kept']}，跳过 {fates['skipped']}，待审核 {fates['no']}",
        file=sys.stderr,
    )


@app.command()
def explain(
    text: Annotated[str, typer.Argument(help="the message, as a customer would write it")],
    as_json: Annotated[bool, typer.Option("--json", help="everything, as one JSON object")] = False,
    language: LanguageOption = None,
) -> None:
    """Shows why a text is understood as it is: the words that decided, the next-best labels.  说明判断理由。"""
    from bot.explain import explain as run_explain

    told = language or Language(settings_module.load().terminal_language)
    raise typer.Exit(run_explain(text, told, as_json))


@app.command()
def seed() -> None:
    """Adds the demo company: customers, accounts, bills, outages.  写入演示公司的数据。"""
    company = tomllib.loads((ROOT / "bot" / "demo.toml").read_text(encoding="utf-8"))
    with wired().desk() as work:
        reports = demo.seed(work, company)
    for book, report in reports.items():
        console.print(
            f"caredesk: {book}: {report.added} added, {report.unchanged} were there"
            f"  新增 {report.added}，已有 {report.unchanged}"
        )


@app.command("import")
def import_(
    book: Annotated[Book, typer.Argument(help="what the file holds")],
    file: Annotated[
        Path, typer.Argument(help="CSV (UTF-8 or GB18030) or XLSX; its first line names the columns")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="check everything and keep nothing")] = False,
    ignore_unknown: Annotated[bool, typer.Option(help="leave out columns that are not known")] = False,
    language: LanguageOption = None,
) -> None:
    """Takes over a file of the company's books; exit status 2 when lines were bad, 1 when the file is.  导入数据。"""
    from bot import books as taking  # spreadsheets load slowly

    wiring = wired()
    words = Words(wiring.policy.zone, wiring.now)
    told = _language(wiring, language)
    status = taking.run(wiring.desk, words, told, book, file, dry_run=dry_run, leave_unknown=ignore_unknown)
    raise typer.Exit(status)


@app.command()
def health() -> None:
    """Says how the desk is; exit status 0 when it is alive.  服务台是否健康。"""
    with wired().desk() as work:
        found, posted = vitals.vitals(work), outbox.counts(work)
    last = found.last_beat.isoformat(timespec="seconds") if found.last_beat else "never"
    console.print(
        f"desk: {'alive' if found.alive else 'not running (start it: make run)'}; last sign of life: {last}"
    )
    for name, counts in (("inbox", found.inbox), ("notices", found.notices)):
        console.print(
            f"{name}: " + (", ".join(f"{n} {state}" for state, n in counts.items()) or "nothing waits")
        )
    if posted.staff_error:
        console.print(
            f"staff group: not reachable ({posted.staff_error}); check STAFF_CHAT_ID and add the bot to it"
        )
    raise typer.Exit(0 if found.alive else 1)


def _language(wiring: Wiring, chosen: Language | None) -> Language:
    return chosen or Language(wiring.settings.terminal_language)
