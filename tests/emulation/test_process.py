"""The emulator as a process of its own, driven over /_control/."""

import asyncio
import sys
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest_asyncio
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from tests.emulator.emulator import TOKEN


@pytest_asyncio.fixture
async def url() -> AsyncIterator[str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.emulator", "--port", "0", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    yield (await process.stdout.readline()).decode().strip()
    process.terminate()
    assert await asyncio.wait_for(process.wait(), 10) == 0


async def test_a_conversation_over_http(url: str) -> None:
    async with httpx.AsyncClient(base_url=f"{url}/_control/") as http, Bot(TOKEN, f"{url}/bot") as bot:

        async def do(verb: str, **args: Any) -> Any:
            answer = (await http.post(verb, json=args)).json()
            return answer["result"] if answer["ok"] else answer["error"]

        person = (await do("user", first_name="Li"))["id"]
        group = (await do("group", title="Staff", admins=[person]))["id"]
        await do("says", person=person, text="你好")
        await do("says", person=person, text="in the group", chat=group)
        assert len(await bot.get_updates()) == 2
        keys = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])
        await bot.send_message(person, "sure?", reply_markup=keys)
        card = await do("wait", text="sure", chat=person)
        assert card["buttons"] == [[{"text": "Yes", "data": "y", "url": None}]]
        await do("presses", person=person, message={"chat": person, "id": card["id"]}, button="Yes")
        press = (await bot.get_updates())[-1].callback_query
        assert press is not None
        assert press.data == "y"
        await do("block", person=person)
        await do("fault", method="getMe", error=[500, "Internal Server Error"])
        assert (await do("state"))["calls"] >= 3
        assert "sure?" in await do("transcript", chat=person)
        assert "no verb" in await do("dance")
        assert "did not come" in await do("wait", text="never", timeout=0.1)
