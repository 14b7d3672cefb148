"""Why a deadline is when it is, in words: a line for each piece that counted, and for what was left out between."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date

from bot.chat.words import Words
from bot.desk.deadline import Closed, Counted, Explanation, Step
from bot.desk.labels import Language
from bot.desk.workday import Why

MOST_LINES = 14  # of the steps; a deadline in two months leaves out those in the middle
MINUTE = timedelta(minutes=1)


def why_due(words: Words, language: Language, told: Explanation, zone: ZoneInfo) -> str:
    """The explanation in Telegram's HTML. Times are those of its calendar's zone, named where ``zone`` is another."""
    return "\n".join(_lines(words, language, told, zone))


def reckoned(words: Words, language: Language, values: Mapping[str, Any]) -> str:
    """How a ticket's deadlines come about, the soonest first; ``values`` as ``bot.service.clock_deeds`` gives them."""
    zone = ZoneInfo(values["zone"])
    told = [Explanation.model_validate(one) for one in values["told"]]
    return "\n\n".join(why_due(words, language, one, zone) for one in told)


def relay(words: Words, language: Language, values: Mapping[str, Any]) -> str:
    """A customer's words in the topic of their ticket, and until when they are owed an answer where that is new."""
    said = words.html(language, "relay", values)
    return f"{said}\n{words.html(language, 'relay_owed', values)}" if values.get("owed_at") else said


def _lines(words: Words, language: Language, told: Explanation, zone: ZoneInfo) -> Iterator[str]:
    def line(key: str, **values: Any) -> str:
        return words.html(language, key, values)

    start, target = _time(told.started_at, language), _amount(words, language, told.target // MINUTE)
    if told.due_at is None:
        yield line(f"clock_waits_{told.metric}")
    else:
        yield line(f"clock_due_{told.metric}", due=_time(told.due_at, language))
    basis = "round_the_clock" if told.round_the_clock else "working"
    yield line(f"clock_target_{basis}", start=start, target=target)
    steps = [line(key, **values) for key, values in _steps(words, language, told.steps)]
    left_out = len(steps) - MOST_LINES
    if left_out > 0:
        half = MOST_LINES // 2
        steps[half : half + left_out + 1] = [line("clock_left_out", count=left_out + 1)]
    yield from steps
    if told.not_announced:
        years = words.label(language, "clock_separator").strip("|").join(map(str, told.not_announced))
        yield line("clock_not_announced", years=years)
    if told.zone != zone.key:
        yield line("clock_zone", zone=told.zone)


def _steps(words: Words, language: Language, steps: Sequence[Step]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Keys of chat/wording with their values, a line for each group."""
    before = 0
    for group in _grouped(steps):
        first, last = group[0], group[-1]
        if isinstance(first, Counted) and isinstance(last, Counted):
            total = last.total // MINUTE
            yield (
                _counted_key(first),
                {
                    "day": _day(first.day, language),
                    "spans": words.label(language, "clock_separator").strip("|").join(map(_span, group)),
                    "amount": _amount(words, language, total - before),
                    "total": _amount(words, language, total),
                    "name": first.name(language),
                },
            )
            before = total
        elif isinstance(first, Closed) and isinstance(last, Closed):
            yield (
                f"clock_closed_{first.why}",
                {
                    "day": _days(words, language, first.day, last.day),
                    "name": first.name(language),
                    "worked": _day(first.worked_on, language) if first.worked_on else "",
                },
            )
        elif not isinstance(first, Counted | Closed):
            end = "" if first.end is None else _time(first.end, language)
            yield (
                f"clock_waited_{first.reason}" if end else f"clock_waiting_{first.reason}",
                {"start": _time(first.start, language), "end": end},
            )


def _grouped(steps: Sequence[Step]) -> list[list[Step]]:
    """What is said in one line: the pieces of a day, and days in a row that are closed for the same reason."""
    groups: list[list[Step]] = [[step] for step in steps[:1]]
    for before, step in pairwise(steps):
        if _belong_together(before, step):
            groups[-1].append(step)
        else:
            groups.append([step])
    return groups


def _belong_together(before: Step, step: Step) -> bool:
    if isinstance(before, Counted) and isinstance(step, Counted):
        return before.day == step.day
    if isinstance(before, Closed) and isinstance(step, Closed):
        one, other = ((day.why, day.zh, day.worked_on) for day in (before, step))
        return one == other and step.day - before.day == timedelta(days=1)
    return False


def _counted_key(step: Counted) -> str:
    return f"clock_counted_{step.why}" if step.why in (Why.MAKE_UP, Why.EXCEPTION) else "clock_counted"


def _amount(words: Words, language: Language, minutes: int) -> str:
    return words.label(language, "clock_amount", {"hours": minutes // 60, "minutes": minutes % 60})


def _span(step: Step) -> str:
    assert isinstance(step, Counted)
    end = "24:00" if step.end.date() > step.start.date() else f"{step.end:%H:%M}"
    return f"{step.start:%H:%M}–{end}"


def _time(moment: datetime, language: Language) -> str:
    return f"{_day(moment.date(), language)} {moment:%H:%M}"


def _day(day: date, language: Language) -> str:
    if language == Language.ZH:
        return format_date(day, "M月d日 EEE", locale="zh_CN")
    return format_date(day, "EEE d MMM", locale="en_GB")


def _days(words: Words, language: Language, first: date, last: date) -> str:
    if first == last:
        return _day(first, language)
    return words.label(language, "clock_days", {"first": _day(first, language), "last": _day(last, language)})
