"""`python -m bot up`: the whole desk in one terminal."""

import contextlib
import os
import signal
import subprocess
import sys
from types import FrameType
from urllib.parse import urlsplit

from rich.console import Console

from bot.house import LOOPBACK, House, UpError, free_port
from bot.processes import ACTIONS, DESK, RASA
from bot.settings import ROOT, Settings

__all__ = ["House", "UpError", "free_port", "up"]


def up(settings: Settings) -> int:
    """Run everything until it is ended; the exit status.

    With a bot token the desk serves Telegram. Without one a customer's chat opens in this terminal beside the
    running desk, and leaving it ends everything.
    """
    console = Console(highlight=False)
    live = settings.telegram_bot_token is not None
    names = [*_servers_here(settings), DESK.name]
    house = House(settings, names=names, report=lambda line: console.print("caredesk: " + line, markup=False))
    previous = {number: signal.signal(number, _leave) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        with contextlib.ExitStack() as stack:
            if console.is_terminal:
                stack.enter_context(console.status(house.say("starting", "正在启动")))
            house.start()
        return _serve(house) if live else _chat(house)
    except UpError as reason:
        console.print(f"caredesk: {reason}", markup=False)
        return 1
    except (KeyboardInterrupt, SystemExit):
        return 0
    finally:
        house.stop()
        for number, handler in previous.items():
            signal.signal(number, handler)


def _servers_here(settings: Settings) -> list[str]:
    """The servers to start: those whose address is on this machine."""
    addresses = {ACTIONS.name: settings.actions_url, RASA.name: settings.rasa_url}
    return [name for name, url in addresses.items() if urlsplit(url).hostname in (LOOPBACK, "localhost")]


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


def _serve(house: House) -> int:
    house.report(
        house.say("the desk is in Telegram now; Ctrl+C ends it", "服务台已在 Telegram 上线，按 Ctrl+C 结束")
    )
    while True:
        signal.pause()


def _chat(house: House) -> int:
    staff = f"{os.path.relpath(sys.executable, ROOT)} -m bot staff"
    house.report(
        house.say(
            f"no TELEGRAM_BOT_TOKEN, so here is a customer's chat; the agent's side, in another terminal: {staff}",
            f"没有 TELEGRAM_BOT_TOKEN，因此打开客户的对话；客服一侧请在另一个终端运行：{staff}",
        )
    )
    env = os.environ | house.settings.environment()
    # Ctrl+C belongs to the chat. Not SIG_IGN, which the chat would inherit.
    previous = signal.signal(signal.SIGINT, lambda number, frame: None)
    try:
        return subprocess.run(
            [sys.executable, "-m", "bot", "chat"], cwd=ROOT, env=env, check=False
        ).returncode
    finally:
        signal.signal(signal.SIGINT, previous)
