"""Draws the digests: what the door gives to whoever sends them.

The pictures' libraries load when the first digest is due, and not with the desk: many desks run without for days.
"""

import threading

from bot.chat.words import Words
from bot.desk.digest import Digest, Kept
from bot.desk.labels import Language

_ONE_AT_A_TIME = threading.Lock()  # matplotlib keeps its state in the module


class Drawing:
    """Implements ``bot.chat.digests.Charts``; may be called from any thread."""

    def pictures(self, digest: Digest, language: Language, words: Words) -> list[bytes]:
        """What is open always; the trend, the stars and the promises where there is something to show."""
        from bot.charts.backlog import backlog
        from bot.charts.promises import promises
        from bot.charts.satisfaction import satisfaction
        from bot.charts.trend import trend

        wanted = [backlog]
        wanted += [trend] if len(digest.weeks) > 1 else []
        wanted += [satisfaction] if digest.opinion().marks else []
        wanted += [promises] if sum(digest.promises().values(), Kept()).total else []
        with _ONE_AT_A_TIME:
            return [draw(digest, language, words) for draw in wanted]

    def workbook(self, digest: Digest, language: Language, words: Words) -> bytes:
        """An XLSX file."""
        from bot.charts.workbook import workbook

        with _ONE_AT_A_TIME:
            return workbook(digest, language, words)
