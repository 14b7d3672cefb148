"""Files that the desk sends: made when they leave, from what the database holds at that moment, and kept nowhere."""

import html
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.chat import letters
from bot.chat.commit import committed
from bot.chat.digests import Charts, Reader, digest_text
from bot.chat.words import MissingWord, Words, tame
from bot.desk.digest import Digest
from bot.desk.digest_order import Order
from bot.desk.labels import Language
from bot.desk.money import say_sum, written
from bot.service import digest_making, digests, kept
from bot.service.courier import Letter, Refused
from bot.service.kept import Row, Sections
from bot.service.local_days import today_of
from bot.service.work import Desk, Work

FOR_PROGRAMS = {("notices", "kind")}  # a name of ours that tells a reader nothing
STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#222}"
    "section{margin:2rem 0}dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;margin:.8rem 0;"
    "padding:.6rem 0;border-top:1px solid #ddd}dt{color:#777}dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}"
)


@dataclass(frozen=True)
class File:
    """``name`` is what the customer sees; it says nothing of them."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Pictures:
    """``text`` is Telegram's HTML and stands with them; ``images`` are PNGs."""

    text: str
    images: list[bytes]


class Files:
    """Makes the file that a letter with ``Act.DOCUMENT`` asks for, and the pictures of one with ``Act.PICTURES``."""

    def __init__(self, desk: Desk, words: Words, charts: Charts | None = None) -> None:
        """``charts`` draws digests; without it a letter that is one is refused."""
        self._desk, self._words, self._charts = desk, words, charts

    async def of(self, letter: Letter) -> File:
        """Raises ``Refused`` when there is nobody (any more) whose file it would be."""
        return await committed(self._desk, lambda work: self.made(work, letter))

    async def pictures_of(self, letter: Letter) -> Pictures:
        """Raises ``Refused`` for a letter that asks for none."""
        return await committed(self._desk, lambda work: self.drawn(work, letter))

    def drawn(self, work: Work, letter: Letter) -> Pictures:
        """As ``pictures_of``, within a transaction that is open."""
        order, charts = self._order(letter)
        digest = digest_making.digest(work, order)
        readers = [Reader(one.user_id, one.name) for one in digests.readers(work, order.occasion)]
        text = digest_text(self._words, letter.language, order, digest, readers)
        return Pictures(text, charts.pictures(digest, letter.language, self._words))

    def _order(self, letter: Letter) -> tuple[Order, Charts]:
        if self._charts is None:
            raise Refused("nobody here draws digests; give Files the charts")
        try:
            return Order.of(letter.values), self._charts
        except (KeyError, ValueError) as error:
            raise Refused(f"no digest is asked for in {letter.reference}: {error!r}") from error

    def _workbook(self, work: Work, letter: Letter) -> File:
        order, charts = self._order(letter)
        digest: Digest = digest_making.digest(work, order)
        first, last = digest.days
        part = f"-{order.department}" if order.department else ""
        name = f"caredesk-{first}-{last}{part}.xlsx"
        return File(name, charts.workbook(digest, letter.language, self._words))

    def made(self, work: Work, letter: Letter) -> File:
        """As ``of``, within a transaction that is open."""
        if letter.values.get("what") == "digest" and letter.customer_id is None:
            return self._workbook(work, letter)
        customer = kept.customer_of(work, letter.customer_id) if letter.customer_id is not None else None
        if letter.values.get("what") != "kept" or customer is None or customer.chat_id != letter.chat_id:
            raise Refused(f"nobody's file is asked for: {letter.reference}")
        sections = kept.everything(work, customer)
        for row in sections.get("notices", []):
            row["text"] = self._said(Language(row["language"]), row)
            del row["template"], row["values"]
        day = today_of(work).isoformat()
        if letter.values.get("as") == "json":
            content = json.dumps(sections, ensure_ascii=False, indent=1).encode()
        else:
            content = self._page(letter.language, sections, day).encode()
        return File(f"caredesk-{day}.{'json' if letter.values.get('as') == 'json' else 'html'}", content)

    def _said(self, language: Language, row: Row) -> str:
        """The words of a notice as they were sent, or would be."""
        if row["text"] is not None or not row["template"]:
            return str(row["text"] or "")
        try:
            return letters.without_markup(
                letters.message(self._words, language, row["template"], row["values"])
            )
        except MissingWord:
            return ""  # of an act without words: a topic, a file

    def _page(self, language: Language, sections: Sections, day: str) -> str:
        title = self._words.html(language, "kept_title", {"day_on": day})
        parts = [
            f"<section><h2>{self._words.html(language, f'kept_{name}')} ({len(rows)})</h2>"
            + "".join(self._entry(language, name, row) for row in rows)
            + "</section>"
            for name, rows in sections.items()
        ]
        return (
            f'<!doctype html><html lang="{language.value}"><meta charset="utf-8">'
            f'<meta name="viewport" content="width=device-width"><title>{title}</title><style>{STYLE}</style>'
            f"<h1>{title}</h1>{''.join(parts)}</html>\n"
        )

    def _entry(self, language: Language, section: str, row: Row) -> str:
        if "amount" in row:
            row = row | {"amount": say_sum(written(row["amount"], row["currency"]), language), "currency": ""}
        lines = [
            f"<dt>{self._words.html(language, f'field_{name}')}</dt>"
            f"<dd>{self._shown(language, section, name, value)}</dd>"
            for name, value in row.items()
            if value not in (None, "", [], {}) and (section, name) not in FOR_PROGRAMS
        ]
        return f"<dl>{''.join(lines)}</dl>"

    def _shown(self, language: Language, section: str, name: str, value: Any) -> str:
        if isinstance(value, bool):
            return self._words.html(language, "yes" if value else "no")
        if isinstance(value, list | dict):
            return html.escape(json.dumps(value, ensure_ascii=False))
        at = datetime.fromisoformat(value) if name.endswith("_at") else _changed_time(section, value)
        if at is not None:
            return f"{at.astimezone(self._words.zone):%Y-%m-%d %H:%M}"
        for key in (f"kept_{section}_{name}_{value}", f"kept_{name}_{value}", f"{name}_{value}"):
            if self._words.has(language, key):
                return self._words.html(language, key)
        return html.escape(tame(str(value), lines=True))


def _changed_time(section: str, value: Any) -> datetime | None:
    """The time that a line of the history speaks of, e.g. until when something was promised; None for other words."""
    try:
        at = datetime.fromisoformat(value) if section == "history" and isinstance(value, str) else None
    except ValueError:
        return None
    return at if at is not None and at.tzinfo is not None else None
