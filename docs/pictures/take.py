"""Takes the pictures of the README from a running desk: python -m docs.pictures.take

Starts Rasa, the action server, the desk and the emulated Telegram, plays a few talks, and photographs what stands in
the chats. Needs a trained model (make model), the test requirements (make setup-tests), and a Chromium with fonts.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.processes import INTERPRETERS
from docs.pictures.first import Company
from docs.pictures.page import GENERAL, Frame, page, staff_window, window
from docs.pictures.play import BRISK, Stage
from docs.pictures.watch import CHINESE, ENGLISH, Cast, Watch, watched
from tests.emulator.messages import Message
from tests.live import Live, live_desk

FOLDER = Path(__file__).parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FONTS = ("Noto Sans", "Noto Sans CJK SC", "Noto Color Emoji")
SHARPNESS = 2  # pixels of the picture per CSS pixel
LARGEST = 300_000  # bytes
COLOURS = 192  # a palette makes the file a third as large, and nobody sees the difference
NEEDED = (
    "install them (on Debian: apt-get install chromium fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji)"
)
ZONE = ZoneInfo("Asia/Shanghai")
DESK = ("安居服务台", "机器人")


class NoCamera(Exception):
    """The pictures cannot be taken on this machine. The message names what is missing and the cure."""


def main() -> int:
    """Takes every picture; exit status 1 when something for it is missing."""
    try:
        camera = find_camera()
    except NoCamera as missing:
        print(f"caredesk: {missing}", file=sys.stderr)
        return 1
    for name, html in pages().items():
        print(f"caredesk: {shoot(camera, html, FOLDER / name)}")
    return 0


def find_camera() -> str:
    """Path of a Chromium. Raises ``NoCamera``."""
    camera = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if camera is None:
        raise NoCamera(f"no Chromium on PATH; {NEEDED}")
    if shutil.which("fc-list"):
        known = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, check=True).stdout
        if lacking := [font for font in FONTS if font not in known]:
            raise NoCamera(f"no font {' and no font '.join(lacking)}; {NEEDED}")
    return camera


def pages() -> dict[str, str]:
    """Plays everything on a running desk; the pages by the name of their picture."""
    with live_desk(policy=BRISK) as live:
        return _talks(live) | _first(live) | _watches(live, CHINESE) | _watches(live, ENGLISH)


def _talks(live: Live) -> dict[str, str]:
    """What customers write of their own accord, and the staff's side of it."""
    stage = Stage(live)
    stage.lift_is_broken()
    stage.others_write()
    stage.gas_is_leaking()
    group, agent = stage.group(1), live.agent.id
    frame = Frame(group.opened.name, str(live.staff.title), group.posts, agent, ZONE, grouped=True)
    staff = staff_window(frame, group.topics, group.general, str(live.staff.title))
    stage.lift_is_mended()
    stage.gas_is_off()
    conversation = _chinese(stage.talk(stage.chen), "5 ★") + _english(stage.talk(stage.tom))
    return {"conversation.png": page([conversation]), "staff.png": page([staff])}


def _first(live: Live) -> dict[str, str]:
    """What the desk says first, and what a customer decides about it."""
    company = Company(live)
    company.bills_are_due()
    bills = _chinese(company.talk(company.chen, "缴费提醒"), "✅ 我已缴费")
    bills += _english(company.talk(company.tan, "Payment reminder"), "❓ The bill is wrong")
    company.supply_is_out()
    outages = _chinese(company.talk(company.sun, "突发停电"))
    outages += _english(company.talk(company.grace, "Planned water outage"))
    company.wishes_are_told()
    settings = _chinese(company.talk(company.lin, "/settings"), "🔔 开启问候和贴士")
    settings += _english(company.talk(company.olivia, "/settings"))
    pictures = {"bills.png": bills, "outages.png": outages, "settings.png": settings}
    return {name: page([windows]) for name, windows in pictures.items()}


def _watches(live: Live, cast: Cast) -> dict[str, str]:
    """Owner, clock and escalation in the staff group of a desk in the cast's language."""
    with (
        tempfile.TemporaryDirectory(prefix="caredesk-pictures-") as folder,
        watched(live, cast, Path(folder)) as watch,
    ):
        return {f"{name}.{cast.staff}.png": html for name, html in _watched(watch).items()}


def _watched(watch: Watch) -> dict[str, str]:
    digest = _group(watch, watch.digest_is_due())
    late = watch.nobody_answers()[0]
    ladder = _group(watch, watch.general()) + _group(watch, watch.topic(late), late)
    asked = watch.deadline_is_asked()
    clock = _group(watch, watch.topic(asked), asked, watch.live.card(asked).button("⏱").text)
    return {"ladder": page([ladder]), "clock": page([clock]), "digest": page([digest])}


def _group(watch: Watch, posts: list[Message], ticket: int | None = None, pressed: str = "") -> str:
    """The staff group's General topic, or that of a ticket, as the agent sees it."""
    group, language = watch.live.staff, watch.cast.staff
    topic = GENERAL if ticket is None else group.topics[watch.live.card(ticket).thread or 0].name
    me = watch.live.agent.id
    frame = Frame(topic, str(group.title), posts, me, ZONE, language=language, pressed=pressed, grouped=True)
    return window(frame, wide=True)


def _chinese(posts: list[Message], pressed: str = "") -> str:
    return window(Frame(*DESK, posts, _reader(posts), ZONE, pressed=pressed))


def _english(posts: list[Message], pressed: str = "") -> str:
    return window(Frame("CareDesk", "bot", posts, _reader(posts), ZONE, language="en", pressed=pressed))


def _reader(posts: list[Message]) -> int:
    """Whose chat it is."""
    return posts[0].chat.id


def shoot(camera: str, html: str, file: Path) -> str:
    """Writes the picture of a page; what came of it, in words. Raises ``NoCamera``."""
    with tempfile.TemporaryDirectory(prefix="caredesk-pictures-") as folder:
        source = Path(folder) / "page.html"
        source.write_text(html, "utf-8")
        shown = _browse(camera, folder, "--dump-dom", source.as_uri(), "--window-size=2400,1200")
        size = re.search(r"<title>(\d+) (\d+)</title>", shown)
        if size is None:
            raise NoCamera(f"{camera} does not show the page; try it by hand: {camera} --headless --dump-dom")
        height, width = int(size[1]), int(size[2])
        file.unlink(missing_ok=True)
        _browse(camera, folder, f"--screenshot={file}", source.as_uri(), f"--window-size={width},{height}")
    _reduce(file)
    weight = file.stat().st_size
    note = "" if weight <= LARGEST else f", more than {LARGEST // 1000} kB: lower SHARPNESS"
    return f"{file.name}: {width}x{height} at {SHARPNESS}, {weight // 1000} kB{note}"


def _reduce(file: Path) -> None:
    """Down to a palette, by the Pillow that comes with Rasa."""
    code = (
        "import sys; from PIL import Image; file, colours = sys.argv[1:]; "
        "Image.open(file).convert('RGB').quantize(int(colours), dither=0).save(file, optimize=True)"
    )
    subprocess.run([INTERPRETERS["rasa"], "-c", code, str(file), str(COLOURS)], check=True)


def _browse(camera: str, folder: str, what: str, address: str, window_size: str) -> str:
    command = [
        camera,
        "--headless=new",
        "--disable-gpu",
        "--hide-scrollbars",
        f"--user-data-dir={folder}/profile",
    ]
    command += [f"--force-device-scale-factor={SHARPNESS}", window_size, what, address]
    if os.geteuid() == 0:
        command.insert(1, "--no-sandbox")  # Chromium refuses to start for root otherwise
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


if __name__ == "__main__":
    raise SystemExit(main())
