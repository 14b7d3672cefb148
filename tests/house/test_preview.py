"""What the preview of a day shows: words as they will be read when they are said."""

from datetime import UTC, datetime
from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest
from rich.console import Console

from bot import rehearse_cli
from bot.desk.labels import Language
from bot.desk.notice import Lane, Notice
from bot.desk.outage import Told
from bot.desk.policy import Policy
from bot.desk.wishes import Topic


def test_tomorrow_is_what_it_is_when_it_is_said(policy: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    said = datetime(2027, 2, 6, 1, tzinfo=UTC)
    notice = Notice(
        subject="outage:1",
        kind="outage_reminder",
        topic=Topic.OUTAGES,
        lane=Lane.NOTICE,
        chat_id=5001,
        stream="chat:5001",
        language=Language.EN,
        template="outage",
        values={
            "told": Told.REMINDER,
            "number": "P-7",
            "out": "water",
            "accounts": "H-1",
            "more": 0,
            "cause": "",
            "starts_at": "2027-02-07T01:00:00+00:00",
            "ends_at": "2027-02-07T04:00:00+00:00",
            "restored_at": "",
        },
        due_at=said,
        created_at=said,
    )
    shown = StringIO()
    monkeypatch.setattr(rehearse_cli, "console", Console(file=shown, width=200))
    wiring: Any = SimpleNamespace(policy=policy, now=lambda: said)
    rehearse_cli._preview([notice], 1, rehearse_cli._Told(wiring, Language.EN))
    assert "From tomorrow, 09:00 until 12:00" in shown.getvalue()
    assert "时间：明天 09:00 至 12:00" in shown.getvalue()
