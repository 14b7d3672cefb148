"""Without Telegram: a customer's and an agent's terminal as programs of their own, their lines through pipes."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.chat.dispatch import Dispatch
from bot.chat.screen import ScreenCourier, ScreenLine
from bot.chat.terminal_view import TOGETHER, View, fold
from bot.chat.words import Words
from bot.chat.worker import Workers
from bot.desk.labels import Language
from bot.desk.policy import Policy
from bot.desk.screen import ScreenPost
from bot.service.delivery import Delivery
from bot.service.work import Desk
from bot.store.sessions import desk as open_desk
from bot.wiring import LOCAL_STAFF_CHAT
from tests.chat.conftest import ScriptedDialogue


@pytest.fixture
def desk(engine: Engine, policy: Policy, clock: Callable[[], datetime]) -> Desk:
    return open_desk(engine, policy, LOCAL_STAFF_CHAT, clock)


@pytest.fixture
async def local_desk(desk: Desk, words: Words) -> AsyncIterator[ScriptedDialogue]:
    dialogue = ScriptedDialogue(desk)
    delivery = Delivery(desk, ScreenCourier(desk, words))
    work_off = Dispatch(desk, dialogue, ScreenLine(desk), words, delivery.wake)
    workers = Workers(desk, work_off, delivery.wake, look_every=0.1)
    stop = asyncio.Event()
    running = [asyncio.create_task(one.run(stop)) for one in (workers, delivery)]
    yield dialogue
    stop.set()
    await asyncio.gather(*running)


async def typed(program: str, database_url: str, *lines: str, lang: str = "zh") -> str:
    """Runs a terminal, gives it ``lines`` and returns what it printed."""
    variables = {
        key: value for key, value in os.environ.items() if key not in ("TELEGRAM_BOT_TOKEN", "STAFF_CHAT_ID")
    }
    process = await asyncio.create_subprocess_exec(
        *(
            sys.executable,
            "-m",
            "bot",
            program,
            "--lang",
            lang,
            "--name",
            "李雷" if program == "chat" else "王芳",
        ),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env=variables | {"DATABASE_URL": database_url, "PYTHONIOENCODING": "utf-8", "COLUMNS": "100"},
    )
    async with asyncio.timeout(60):
        out, _ = await process.communicate("\n".join(lines).encode())
    assert process.returncode == 0, out.decode()
    return out.decode()


async def test_customer_and_staff_talk_through_two_terminals(
    local_desk: ScriptedDialogue, database_url: str
) -> None:
    first = await typed("chat", database_url, "厨房漏水了")
    assert "服务台: 听到 /start" in first
    assert "CD-1 已受理" in first
    assert "[1] 撤回" in first

    staff = await typed(
        "staff", database_url, "/list", "/open 1", "1", "师傅下午到", "// 内部", "/done 水管已换"
    )
    assert "CD-1 投诉·质量 厨房漏水了" in staff
    assert "[1] ✋ 受理" in staff
    assert "王芳 已受理。" in staff
    assert "王芳 办结了 CD-1，给客户的说明：" in staff
    assert "已告知客户" not in staff, "one deed, one message"

    customer = await typed("chat", database_url, "5", "你好")
    assert "王芳" not in customer.split("师傅下午到")[0]
    assert "CD-1 已办结" in customer
    assert "已按：4 ★" in customer
    assert "CD-2 已受理" in customer


async def test_a_number_presses_and_a_wrong_path_is_said(
    local_desk: ScriptedDialogue, database_url: str, tmp_path: Path
) -> None:
    picture = tmp_path / "漏水.jpg"
    picture.write_bytes(b"jpeg")
    out = await typed("chat", database_url, "漏水", f"/photo {picture}", "1", "/photo no.jpg", "88")
    assert "已按：撤回" in out
    assert "已撤回" in out
    assert "读不到 no.jpg" in out
    assert [said for _, said in local_desk.heard if said.startswith("/att")] == ["/attachment"]
    assert "88" in [said for _, said in local_desk.heard]


def test_lines_break_where_a_reader_would_break_them(
    words: Words, capsys: pytest.CaptureFixture[str]
) -> None:
    view = View(words, Language.ZH, plain=False)
    now = datetime(2027, 1, 4, tzinfo=UTC)
    text = "已核实 meter_12345。现在可以直接问我账单，与这一户有关的停供通知也会发到这里（包括停水、停电），请放心。"
    post = ScreenPost(chat_id=1, text=text, written_at=now, updated_at=now)
    view.post(post, [(number, f"🔕 不再接收通知 {number}") for number in range(1, 6)])
    first, *rest = [line.strip("│ ") for line in capsys.readouterr().out.splitlines()[1:-1]]
    assert first.startswith("已核实 meter_12345。现在可以直接问我账单，")
    assert not any(line[0] in "，。）" for line in rest)
    assert sum(line.count("🔕 不再接收通知") for line in rest) == 5
    assert "".join((first + "".join(rest)).split()).startswith("".join(text.split()))


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("已核实 meter_12345。可以问账单", 18, ["已核实", "meter_12345。可以", "问账单"]),
        ("写“退订”就行", 8, ["写“退订”", "就行"]),
        ("  Pay online: https://pay.example.com/B-1", 20, ["  Pay online:", "https://pay.example.com/B-1"]),
        ("say “stop sending”, please", 10, ["say “stop", "sending”,", "please"]),
        ("", 10, [""]),
    ],
)
def test_folding(text: str, width: int, lines: list[str]) -> None:
    assert list(fold(TOGETHER.findall(text), width)) == lines


async def test_an_agent_asks_why(local_desk: ScriptedDialogue, database_url: str) -> None:
    await typed("chat", database_url, "厨房漏水了")
    card = await typed("staff", database_url, "/list", "/open 1")
    number = card.partition("] 💡 为什么？")[0].rpartition("[")[2]
    out = await typed("staff", database_url, "/open 1", number)
    assert "已按：💡 为什么？" in out
    assert "原因已写在 CD-1 的卡片下方。" in out
    assert "💡 CD-1 判断为 投诉 · 质量" in out
    assert "类型看：“厨房” 41" in out


async def test_what_is_said_hours_later_keeps_no_line_waiting(
    local_desk: ScriptedDialogue, database_url: str
) -> None:
    said = await typed("staff", database_url, "/onshift", "/offshift")
    assert "上班了" in said, "its end is announced when it comes"
    assert "下班" in said.rpartition("上班了")[2]


async def test_english(local_desk: ScriptedDialogue, database_url: str) -> None:
    out = await typed("staff", database_url, "/open CD-9", "hello", lang="en")
    assert "There is no CD-9." in out
    assert "Go into a ticket" in out
