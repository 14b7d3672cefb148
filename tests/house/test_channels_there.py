"""What the company has not set up is no channel: not offered, and no way to reach anybody."""

import pytest

from bot.desk.wishes import Channel
from bot.settings import load
from bot.wiring import Wiring

TEMPLATES = {
    "APPRISE_EMAIL": "mailtos://desk:secret@smtp.example.com?to={address}",
    "APPRISE_SMS": "twilio://ACCOUNT:TOKEN@+15551234567/{address}",
}


@pytest.mark.parametrize(
    ("there", "offered", "without_chat"),
    [
        ((), ("telegram",), ()),
        (("APPRISE_EMAIL",), ("telegram", "email"), ("email",)),
        (("APPRISE_SMS",), ("telegram", "sms"), ()),
        (("APPRISE_EMAIL", "APPRISE_SMS"), ("telegram", "email", "sms"), ("email",)),
    ],
)
def test_only_channels_that_are_set_up_are_in_the_policy(
    monkeypatch: pytest.MonkeyPatch,
    there: tuple[str, ...],
    offered: tuple[Channel, ...],
    without_chat: tuple[Channel, ...],
) -> None:
    for name, template in TEMPLATES.items():
        monkeypatch.setenv(name, template if name in there else "")
    policy = Wiring(load(None)).policy
    assert policy.bills.channels == offered
    assert policy.speaking.without_chat == without_chat
