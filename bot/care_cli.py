"""Commands about classes of customers, care and surveys."""

import sys
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from sqlmodel import col, select

from bot.chat.words import Words
from bot.desk.account import Account
from bot.desk.labels import Language
from bot.desk.party import AccountParty, Party
from bot.desk.policy_care import HolidayRule, OccasionRule, ResolvedRule, Rule, SeasonRule, VisitRule
from bot.service import segments, surveys
from bot.service.work import Work
from bot.wiring import wired

LanguageOption = Annotated[
    Language | None, typer.Option("--lang", help="zh or en; by the locale when not given")
]
YEARS_AHEAD = 2
console = Console(highlight=False)


def standing(
    number: Annotated[str, typer.Argument(help="a customer number, or the number of an account")],
    language: LanguageOption = None,
) -> None:
    """Which class a customer is in, and why: the points of every fact.  客户等级及其由来。"""
    wiring = wired()
    words = Words(wiring.policy.zone, wiring.now)
    told = language or Language(wiring.settings.terminal_language)
    with wiring.glance() as work:
        parties = _parties(work, number)
        if not parties:
            print(
                f"caredesk: no customer and no account has the number {number!r}; look into the books"
                f"  没有编号为 {number} 的客户或户号",
                file=sys.stderr,
            )
            raise typer.Exit(1)
        for line in _explained(work, parties, words, told):
            console.print(line, markup=False)


def surveys_(
    quarter: Annotated[str | None, typer.Option(help="like 2027-Q1; this one when not given")] = None,
    language: LanguageOption = None,
) -> None:
    """What customers said in a quarter's survey, by class.  季度满意度调查结果。"""
    wiring = wired()
    words = Words(wiring.policy.zone, wiring.now)
    told = language or Language(wiring.settings.terminal_language)
    wanted = quarter or surveys.quarter_of(wiring.now().astimezone(wiring.policy.zone).date())
    try:
        with wiring.glance() as work:
            found = surveys.results(work, wanted)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--quarter") from error
    names = (
        ("等级", "已发出", "已回答", "回答率", "平均星级", "低分")
        if told == Language.ZH
        else ("class", "asked", "answered", "share", "mean", "low marks")
    )
    table = Table(*names, title=wanted)
    for one in found:
        mean = f"{one.mean:.2f}" if one.mean is not None else "-"
        label = words.label(told, f"standing_{one.standing}")
        table.add_row(label, str(one.asked), str(one.answered), f"{one.share:.0%}", mean, str(one.low))
    console.print(table)


def care(language: LanguageOption = None) -> None:
    """The rules of care and when each speaks next.  关怀规则一览和下次时间。"""
    wiring = wired()
    told = language or Language(wiring.settings.terminal_language)
    today = wiring.now().astimezone(wiring.policy.zone).date()
    names = ("规则", "时机", "下次") if told == Language.ZH else ("rule", "moment", "next")
    table = Table(*names)
    for rule in wiring.policy.care.most_personal_first():
        coming = _next(rule, today)
        table.add_row(rule.name, _moment(rule), coming.isoformat() if coming else "-")
    console.print(table)


def _parties(work: Work, number: str) -> list[Party]:
    """The party of this number; else the parties of the account of this number."""
    party = work.session.exec(select(Party).where(Party.number == number)).first()
    if party is not None:
        return [party]
    tied = (
        select(Party)
        .join(AccountParty, col(AccountParty.party_id) == col(Party.id))
        .join(Account, col(Account.id) == col(AccountParty.account_id))
        .where(Account.number == number)
        .order_by(col(Party.id))
        .distinct()
    )
    return list(work.session.exec(tied))


def _explained(work: Work, parties: Iterable[Party], words: Words, told: Language) -> Iterator[str]:
    """By the facts of this moment, so that it also holds for who is not computed yet."""
    known = {party.id or 0: party for party in parties}
    for party_id, judged in segments.judge_all(work, list(known)).items():
        party = known[party_id]
        values = {"number": party.number, "name": party.name, "score": judged.score}
        said = values | {"standing": party.given_standing or judged.standing}
        yield words.label(told, "standing_head", said)
        for reason in judged.reasons:
            points = f"{reason.points:+4d}" if reason.points else "    "
            yield f"  {points}  {words.label(told, f'standing_because_{reason.word}', reason.values)}"
        if party.given_standing is not None:
            computed = words.label(told, f"standing_{judged.standing}")
            given = {"standing": party.given_standing, "computed": computed}
            yield f"        {words.label(told, 'standing_given', given)}"


def _moment(rule: Rule) -> str:
    if isinstance(rule, HolidayRule):
        return f"{rule.holiday} ({rule.country}) {_signed(rule.days)}"
    if isinstance(rule, SeasonRule):
        return ", ".join(f"{month:02d}-{rule.day:02d}" for month in rule.months)
    if isinstance(rule, VisitRule):
        return f"visit, {rule.months} months"
    return f"{rule.moment} {_signed(rule.days)}"


def _signed(days: Iterable[int]) -> str:
    return ", ".join(f"{one:+d}" for one in days)


def _next(rule: Rule, today: date) -> date | None:
    """The next day of a rule that speaks to everybody on the same day."""
    if isinstance(rule, OccasionRule | ResolvedRule | VisitRule):
        return None
    days = (today + timedelta(days=count) for count in range(366 * YEARS_AHEAD))
    if isinstance(rule, HolidayRule):
        return next((day for day in days if any(rule.speaks_on(day))), None)
    return next((day for day in days if rule.speaks_on(day)), None)


def register(app: typer.Typer) -> None:
    """Adds the commands ``standing``, ``surveys`` and ``care``."""
    app.command()(standing)
    app.command("surveys")(surveys_)
    app.command()(care)
