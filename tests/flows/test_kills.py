"""SIGKILL at random moments while customers write; the long campaigns are ``make soak``."""

from pathlib import Path

import httpx

from bot.desk.inbox import InboxUpdate
from tests.flows.talk import Talk
from tests.live import BRISK, Live, relieved
from tests.soak.kills import Campaign, webhook

UPDATES, KILLS = 60, 6
FORGED = 1_900_000_001  # the number of an update that Telegram never sent


def test_kills_while_polling_lose_and_double_nothing(live: Live) -> None:
    verdict = Campaign(live, UPDATES, KILLS, seed=11, hurried=True).run()
    assert verdict.faultless, verdict
    assert verdict.tickets >= UPDATES / 5


def test_kills_behind_a_webhook_lose_and_double_nothing(live: Live, tmp_path: Path) -> None:
    with relieved(live, tmp_path, policy=BRISK, **webhook()) as desk:
        verdict = Campaign(desk, UPDATES, KILLS, seed=12, hurried=True).run()
        assert verdict.faultless, verdict
        assert verdict.tickets >= UPDATES / 5
        _wrong_secrets_are_refused(desk)


def _wrong_secrets_are_refused(desk: Live) -> None:
    """Whoever found the address but not the secret gets 403, and nothing is recorded."""
    customer = Talk.begun(desk)
    customer.says("你好")
    customer.hears("有什么可以帮您")
    forged = {
        "update_id": FORGED,
        "message": {"message_id": 1, "date": 1, "chat": customer.person.private.as_json()},
    }
    url, header = str(desk.house.settings.webhook_url), "X-Telegram-Bot-Api-Secret-Token"
    for headers in ({}, {header: ""}, {header: "the-secret_token-2"}):
        assert httpx.post(url, json=forged, headers=headers, trust_env=False).status_code == 403
    customer.says("谢谢")
    customer.hears("不客气")
    assert not desk.rows(InboxUpdate, InboxUpdate.update_id == FORGED)
