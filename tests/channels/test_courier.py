"""E-mail and SMS over Apprise: to a real mail server and a web service on loopback, and every way they say no."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from bot.channels.courier import AppriseCourier, ChannelWrong
from bot.desk.labels import Language
from bot.desk.notice import Act, Lane
from bot.desk.wishes import Channel
from bot.house import free_port
from bot.service.courier import Letter, MaybeSent, NotSent, Refused
from tests.channels.mailbox import Mailbox, mail_server

ADDRESS = "li.na+bills@example.com"


def letter(channel: Channel = Channel.EMAIL, address: str | None = ADDRESS) -> Letter:
    return Letter(1, "bill:1", "bill", Lane.NOTICE, Act.SAY, 5, Language.ZH, channel=channel, address=address)


def worded(one: Letter) -> tuple[str, str]:
    return "电费账单", "三月电费 123.45 元，4 月 5 日到期"


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mail_server() as box:
        yield box


@pytest.fixture
def web() -> Iterator[tuple[HTTPServer, list[dict[str, str]]]]:
    taken: list[dict[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        status = 200

        def do_POST(self) -> None:
            taken.append(
                json.loads(self.rfile.read(int(self.headers["Content-Length"]))) | {"path": self.path}
            )
            self.send_response(int(self.path.rsplit("-", 1)[-1]) if "-" in self.path else 200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server, taken
    server.shutdown()
    server.server_close()


async def test_a_mail_arrives_whole(mailbox: Mailbox) -> None:
    delivered = await AppriseCourier(Channel.EMAIL, mailbox.template, worded).deliver(letter())
    assert delivered.message_id is None
    assert mailbox.recipients == [ADDRESS]
    assert mailbox.subject() == "电费账单"
    assert "三月电费 123.45 元" in mailbox.text()


@pytest.mark.parametrize(
    ("refusal", "expected"), [("550 no such mailbox", Refused), ("450 come back later", NotSent)]
)
async def test_a_mail_server_that_refuses(mailbox: Mailbox, refusal: str, expected: type[Exception]) -> None:
    mailbox.refusals.append(refusal)
    with pytest.raises(expected) as caught:
        await AppriseCourier(Channel.EMAIL, mailbox.template, worded).deliver(letter())
    assert type(caught.value) is expected
    assert ADDRESS not in str(caught.value)


async def test_a_line_that_breaks_after_the_mail_leaves_it_unknown(mailbox: Mailbox) -> None:
    mailbox.breaks = 1
    with pytest.raises(MaybeSent):
        await AppriseCourier(Channel.EMAIL, mailbox.template, worded).deliver(letter())
    assert len(mailbox.mails) == 1


async def test_a_mail_server_that_is_away_was_never_reached() -> None:
    template = f"mailto://127.0.0.1:{free_port()}?from=bills@example.com&to={{address}}"
    with pytest.raises(NotSent):
        await AppriseCourier(Channel.EMAIL, template, worded).deliver(letter())


@pytest.mark.parametrize(
    ("status", "expected"), [(200, None), (400, Refused), (429, NotSent), (503, MaybeSent)]
)
async def test_a_web_service(
    web: tuple[HTTPServer, list[dict[str, str]]], status: int, expected: type[Exception] | None
) -> None:
    server, taken = web
    template = f"json://127.0.0.1:{server.server_address[1]}/{{address}}/status-{status}"
    carrier = AppriseCourier(Channel.SMS, template, worded)
    if expected is None:
        await carrier.deliver(letter(Channel.SMS, "+8613800138000"))
    else:
        with pytest.raises(expected) as caught:
            await carrier.deliver(letter(Channel.SMS, "+8613800138000"))
        assert type(caught.value) is expected
    assert [one["message"] for one in taken] == ["三月电费 123.45 元，4 月 5 日到期"]


async def test_a_web_service_that_is_away() -> None:
    with pytest.raises(NotSent):
        await AppriseCourier(Channel.SMS, f"json://127.0.0.1:{free_port()}/{{address}}", worded).deliver(
            letter(Channel.SMS, "+8613800138000")
        )


async def test_what_is_not_set_up_is_refused_with_the_cure() -> None:
    with pytest.raises(Refused, match=r"APPRISE_EMAIL is not set.*\.env\.example"):
        await AppriseCourier(Channel.EMAIL, None, worded).deliver(letter())
    with pytest.raises(Refused, match="left no address"):
        await AppriseCourier(Channel.EMAIL, "json://127.0.0.1/{address}", worded).deliver(
            letter(address=None)
        )


@pytest.mark.parametrize("template", ["mailto://127.0.0.1", "nonsense://x/{address}", "{address}"])
def test_a_template_that_cannot_be_used_is_named_on_start(template: str) -> None:
    with pytest.raises(ChannelWrong, match=r"APPRISE_EMAIL.*\{address\}"):
        AppriseCourier(Channel.EMAIL, template, worded)
