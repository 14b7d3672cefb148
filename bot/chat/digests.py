"""What a digest says beside its pictures: the figures in a few lines, and what changed since the period before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.chat.words import Words
from bot.desk.digest import Digest, Kept, Opinion
from bot.desk.digest_order import Order
from bot.desk.finding import FindingState
from bot.desk.labels import Language

MOST_SITES = 3


class Charts(Protocol):
    """Draws a digest; the words on it are those of ``bot.chat.words.Words``. Takes seconds, in one thread."""

    def pictures(self, digest: Digest, language: Language, words: Words) -> list[bytes]:
        """PNGs, the most important first; at least one."""
        ...

    def workbook(self, digest: Digest, language: Language, words: Words) -> bytes:
        """An XLSX file."""
        ...


@dataclass(frozen=True)
class Reader:
    """A member of the staff for whom a digest is."""

    user_id: int
    name: str


def digest_text(
    words: Words, language: Language, order: Order, digest: Digest, readers: Sequence[Reader]
) -> str:
    """The lines in Telegram's HTML."""

    def line(key: str, **values: Any) -> str:
        return words.html(language, key, values)

    first, last = (day.isoformat() for day in digest.days)
    span = "chart_day" if first == last else "chart_days"
    days = words.label(language, span, {"begin_on": first, "end_on": last})
    head = line(f"digest_{order.occasion}", days=days)
    if order.department:
        head += line("digest_department", category=order.department.value)
    people = [line("digest_reader", user_id=one.user_id, name=one.name) for one in readers]
    for_whom = [line("digest_for") + " ".join(people)] if people else []
    return "\n".join([head, *for_whom, *_lines(line, digest)])


class _Line(Protocol):
    def __call__(self, key: str, **values: Any) -> str: ...


def _lines(line: _Line, digest: Digest) -> Iterator[str]:
    yield from _tickets(line, digest)
    yield from _parts(line, digest)
    yield from _stars(line, digest.opinion(), digest.opinion_before)
    yield from _promises(line, digest)
    green = digest.green()
    if green.open:
        yield line("digest_green", open=green.open, late=green.late)
    states = [one.state for one in digest.recurring]
    if states:
        found, acknowledged, changed = (
            states.count(one) for one in (FindingState.FOUND, FindingState.ACKNOWLEDGED, FindingState.CHANGED)
        )
        yield line("digest_findings", found=found, acknowledged=acknowledged, changed=changed)
    yield line("digest_more")


def _tickets(line: _Line, digest: Digest) -> Iterator[str]:
    total, before = digest.figures(), digest.before()
    yield line(
        "digest_open",
        open=_since(total.open, before.open if before else None),
        late=_since(total.late, before.late if before else None),
        warned=total.warned,
    )
    yield line(
        "digest_flow",
        filed=_since(total.filed, before.filed if before else None),
        resolved=_since(total.resolved, before.resolved if before else None),
        resolved_late=total.resolved_late,
    )


def _parts(line: _Line, digest: Digest) -> Iterator[str]:
    """Departments and sites that have something open, those with most of it first."""
    if len(digest.departments) > 1:
        found = sorted(digest.by_department().items(), key=lambda one: -one[1].open)
        told = [
            line("digest_part_late" if of.late else "digest_part", name=line("category_" + one), **_open(of))
            for one, of in found
            if of.open
        ]
        if told:
            yield line("digest_departments") + line("digest_comma").join(told)
    sites = [(site, of) for site, of in digest.by_site().items() if site and of.open]
    if sites:
        told = [
            line("digest_part_late" if of.late else "digest_part", name=site, **_open(of))
            for site, of in sites[:MOST_SITES]
        ]
        yield line("digest_sites") + line("digest_comma").join(told)


def _open(of: Any) -> dict[str, int]:
    return {"open": of.open, "late": of.late}


def _stars(line: _Line, opinion: Opinion, before: Opinion | None) -> Iterator[str]:
    if opinion.mean is None:
        return
    mean = f"{opinion.mean:.1f}"
    if opinion.net is None:
        yield line("digest_stars_few", mean=mean, count=opinion.marks)
        return
    known = before.net if before else None
    net = (
        _signed(opinion.net) if known is None else f"{_signed(opinion.net)} ({_change(opinion.net - known)})"
    )
    yield line("digest_stars", mean=mean, count=opinion.marks, net=net)


def _promises(line: _Line, digest: Digest) -> Iterator[str]:
    total, before = sum(digest.promises().values(), Kept()), digest.kept_before
    if total.total:
        kept = _since(total.kept, before.kept if before else None)
        yield line("digest_promises", kept=kept, broken=total.broken, waiting=total.waiting)


def _since(now: int, before: int | None) -> str:
    """A figure, and how much it changed where that is known: "12 (+3)"."""
    return str(now) if before is None else f"{now} ({_change(now - before)})"


def _change(by: int) -> str:
    return _signed(by) if by else "="


def _signed(figure: int) -> str:
    return f"{figure:+d}".replace("-", "−") if figure else "0"
