"""``python -m bot agents``: who is staff, when they work, when they are away, and what they did."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from bot import given_times
from bot.chat.words import Words
from bot.desk.agent import Agent, Role
from bot.desk.labels import Category, Language
from bot.service import leaves, people, records, roster, shifts
from bot.service.books_columns import Book
from bot.service.leaves import LeaveUnusable
from bot.service.shifts import Stretch
from bot.service.work import Work
from bot.wiring import Wiring, wired

app = typer.Typer(
    no_args_is_help=True,
    help="Staff: list, add, role, remove, shift, shifts, leave, import, record.  员工、排班、休假、记录。",
)
console = Console(highlight=False)

UserId = Annotated[int, typer.Argument(help="their Telegram user id; python -m bot agents list shows it")]
Day = Annotated[datetime, typer.Argument(parser=given_times.day, help="a local day, like 2027-01-31")]
Several = Annotated[str | None, typer.Option(help="several with commas between; empty: all")]
LanguageOption = Annotated[
    Language | None, typer.Option("--lang", help="zh or en; by the locale when not given")
]

LISTED = (
    ("user id", "用户编号"),
    ("name", "姓名"),
    ("role", "角色"),
    ("department", "部门"),
    ("languages", "语言"),
    ("sites", "小区"),
    ("today", "今天"),
    ("active", "在群里"),
)
SHIFTS = (("name", "姓名"), ("from", "上班"), ("until", "下班"), ("kind", "班次"))
RECORD = (
    ("name", "姓名", "name"),
    ("done", "办结", "handled"),
    ("late", "超时", "late"),
    ("redone", "返工", "fix_failed"),
    ("given", "转出", "given"),
    ("got", "接手", "received"),
    ("missed", "未接", "not_accepted"),
    ("kept", "守诺", "kept"),
    ("broken", "失约", "broken"),
    ("praise", "表扬", "praised"),
    ("stars", "评分", "stars"),
)
LEGEND = {
    Language.EN: "given, got, missed: transfers; kept, broken: promises; stars (marks)",
    Language.ZH: "转出、接手、未接：转交；守诺、失约：承诺；评分（次数）",
}


@app.command("list")
def list_agents(language: LanguageOption = None) -> None:
    """Everybody who is or was staff, and whether they are at work now.  员工名单。"""
    wiring = wired()
    table = _table(LISTED, _told(wiring, language))
    with wiring.glance() as work:
        states = _states(work)
        for agent in roster.everyone(work):
            table.add_row(
                str(agent.user_id),
                agent.name,
                agent.role,
                agent.department or "-",
                ", ".join(agent.languages) or "-",
                ", ".join(agent.sites) or "-",
                states.get(agent.id or 0, "-"),
                "yes" if agent.active else "no",
            )
    console.print(table)


@app.command("add")
def add(
    user_id: UserId,
    name: str,
    role: Role = Role.AGENT,
    department: Category | None = None,
    languages: Several = None,
    sites: Several = None,
) -> None:
    """Adds a member of staff (members of the group are added by themselves).  添加员工。"""

    def enter(work: Work) -> Agent:
        roster.add(work, user_id, name, role, department)
        return roster.change(work, user_id, None, None, _languages(languages), _listed(sites))

    _change(enter)


@app.command("role")
def change(
    user_id: UserId,
    role: Annotated[Role | None, typer.Argument(help="agent, lead, head or manager")] = None,
    department: Category | None = None,
    languages: Several = None,
    sites: Several = None,
) -> None:
    """Gives an agent another role, department, languages or sites.  修改角色、部门、语言、小区。"""
    _change(
        lambda work: roster.change(work, user_id, role, department, _languages(languages), _listed(sites))
    )


@app.command("remove")
def remove(user_id: UserId) -> None:
    """An agent acts no more; their history stays.  移出员工名单。"""
    _change(lambda work: roster.remove(work, user_id))


@app.command("shift")
def shift(
    user_id: UserId,
    day: Day,
    begins: Annotated[
        time, typer.Argument(parser=given_times.clock, metavar="FROM", help="local time, like 08:30")
    ],
    ends: Annotated[
        time,
        typer.Argument(
            parser=given_times.clock, metavar="TO", help="local time; not after FROM: on the next day"
        ),
    ],
    on_call: Annotated[bool, typer.Option("--on-call", help="to be called when nobody is on shift")] = False,
) -> None:
    """Plans one shift; what was planned for the same hours gives way to it. Many at once: import.  排一个班。"""
    wiring = wired()
    zone = wiring.policy.zone
    start, end = (datetime.combine(day.date(), one, zone) for one in (begins, ends))
    end += timedelta(days=1) if end <= start else timedelta(0)
    with wiring.desk() as work:
        agent = roster.find(work, user_id)
        stretch = Stretch(agent.id or 0, start.astimezone(UTC), end.astimezone(UTC), on_call)
        (outcome,) = shifts.plan_all(work, [stretch])
        name = agent.name
    console.print(
        f"caredesk: {name}: {start:%Y-%m-%d %H:%M} - {end:%Y-%m-%d %H:%M}: {outcome}", soft_wrap=True
    )


@app.command("shifts")
def list_shifts(
    since: Annotated[datetime | None, typer.Option(parser=given_times.day, help="today if not given")] = None,
    days: Annotated[int, typer.Option(help="so many days", min=1, max=366)] = 7,
    language: LanguageOption = None,
) -> None:
    """Who works when.  排班表。"""
    wiring = wired()
    table = _table(SHIFTS, _told(wiring, language))
    zone = wiring.policy.zone
    begin = since.date() if since else wiring.now().astimezone(zone).date()
    with wiring.glance() as work:
        start, end = (records.start_of(work, one) for one in (begin, begin + timedelta(days=days)))
        for row, agent in shifts.coming(work, start, end):
            until = f"{row.until_at.astimezone(zone):%Y-%m-%d %H:%M}" if row.until_at else "-"
            kind = "on call" if row.on_call else "planned" if row.planned else "/onshift"
            kind += "" if agent.active else ", has left: nobody comes"
            table.add_row(agent.name, f"{row.from_at.astimezone(zone):%Y-%m-%d %H:%M}", until, kind)
    console.print(table)


@app.command("leave")
def leave(
    user_id: UserId, first: Day, last: Day, reason: Annotated[str, typer.Option(help="kept, not shown")] = ""
) -> None:
    """Enters leave, both days included: on its first day open work is handed over.  登记休假。"""
    try:
        with wired().desk() as work:
            agent = roster.find(work, user_id)
            entered, changed = leaves.give(work, agent, first.date(), last.date(), reason)
            days = f"{entered.from_on} - {entered.until_on}"
            told = f"caredesk: {agent.name}: {days}: {'entered' if changed else 'known'}"
    except LeaveUnusable as error:
        typer.echo(f"caredesk: {error}", err=True)
        raise typer.Exit(1) from error
    console.print(told, soft_wrap=True)


@app.command("back")
def back(user_id: UserId) -> None:
    """Ends somebody's leave today; what was handed over stays where it is.  销假。"""
    with wired().desk() as work:
        agent = roster.find(work, user_id)
        ended = leaves.come_back(work, agent)
        told = f"caredesk: {agent.name}: {'back from leave' if ended else 'was not on leave'}"
    console.print(told, soft_wrap=True)


@app.command("import")
def import_roster(
    file: Annotated[Path, typer.Argument(help="CSV or XLSX; its first line names the columns")],
    staff: Annotated[
        bool, typer.Option("--staff", help="the file lists members of the staff, not shifts")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="check everything and keep nothing")] = False,
    language: LanguageOption = None,
) -> None:
    """Takes over a roster, or the list of the staff; exit status 2 when lines were bad.  导入排班表或员工名单。"""
    from bot import books  # spreadsheets load slowly

    wiring = wired()
    words = Words(wiring.policy.zone, wiring.now)
    book = Book.STAFF if staff else Book.ROSTER
    status = books.run(wiring.desk, words, _told(wiring, language), book, file, dry_run=dry_run)
    raise typer.Exit(status)


@app.command("record")
def record(
    since: Annotated[
        datetime | None, typer.Option(parser=given_times.day, help="30 days ago if not given")
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(parser=given_times.day, help="the last day; today if not given"),
    ] = None,
    user_id: Annotated[int | None, typer.Option("--agent", help="only of this Telegram user id")] = None,
    language: LanguageOption = None,
) -> None:
    """What everybody did: resolved, late, handed on, promises, praise, stars.  个人记录。"""
    wiring = wired()
    told = _told(wiring, language)
    table = _table(tuple(one[:2] for one in RECORD), told)
    today = wiring.now().astimezone(wiring.policy.zone).date()
    begin = since.date() if since else today - timedelta(days=records.DAYS)
    last = until.date() if until else today
    with wiring.glance() as work:
        whose = [roster.find(work, user_id)] if user_id is not None else None
        start, end = records.start_of(work, begin), records.start_of(work, last + timedelta(days=1))
        for one in records.records(work, start, end, whose):
            stars = f"{one.mean:.1f} ({one.marks})" if one.mean is not None else "-"
            shown = {"name": one.agent.name, "stars": stars}
            table.add_row(*(shown.get(field, str(getattr(one, field, ""))) for _, _, field in RECORD))
    table.title, table.caption = f"{begin} - {last}", LEGEND[told]
    table.box, table.padding = box.SIMPLE, (0, 1, 0, 0)  # eleven columns in a terminal of eighty
    console.print(table)


def _states(work: Work) -> dict[int, str]:
    """Who is on shift, on call or on leave today."""
    everybody = people.everybody(work)
    states = dict.fromkeys(people.away(work, [one.id or 0 for one in everybody]), "leave")
    called = {one.id or 0: "on call" for one in people.on_call(work)}
    return called | {one.id or 0: "on shift" for one in people.on_shift(work)} | states


def _change(change: Callable[[Work], Agent]) -> None:
    with wired().desk() as work:
        agent = change(work)
        told = f"caredesk: {agent.user_id} {agent.name}: {agent.role}, {'active' if agent.active else 'left'}"
    console.print(told, soft_wrap=True)


def _listed(written: str | None) -> list[str] | None:
    if written is None:
        return None
    return [one.strip() for one in written.replace("，", ",").split(",") if one.strip()]


def _languages(written: str | None) -> list[str] | None:
    found = _listed(written)
    unknown = next((one for one in found or () if one not in set(Language)), None)
    if unknown is not None:
        raise typer.BadParameter(
            f"no such language: {unknown!r}; write zh, en or zh,en", param_hint="--languages"
        )
    return found


def _told(wiring: Wiring, chosen: Language | None) -> Language:
    return chosen or Language(wiring.settings.terminal_language)


def _table(columns: tuple[tuple[str, ...], ...], language: Language) -> Table:
    table = Table()
    for english, chinese in columns:
        table.add_column(chinese if language == Language.ZH else english, overflow="fold")
    return table
