"""What happens in the pictures of a desk that speaks first: bills, outages, settings."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from typing import Any

from bot.desk.outage import AreaKind, OutageKind, Supply
from bot.policy import load
from bot.service import demo, outages, reminders
from bot.service.work import Work
from bot.settings import ROOT
from bot.store.sessions import desk
from docs.pictures.play import Stage
from tests.emulator.actors import Person
from tests.emulator.messages import Message
from tests.live import PATIENCE, Live


class Company:
    """The demo company on a running desk: customers who proved an account, and what the desk tells them first."""

    def __init__(self, live: Live) -> None:
        self.live, self.telegram, self.stage = live, live.telegram, Stage(live)
        with self._books() as work:
            company = tomllib.loads((ROOT / "bot" / "demo.toml").read_text("utf-8"))
            demo.seed(work, company | {"outages": []})  # the picture has its own

    def bills_are_due(self) -> None:
        """A reminder in each language: one is paid, the other one disputed; both are settled by staff."""
        self.chen = self._proves("陈晓岚", "zh-hans", "户号 meter_12345 校验码 998877")
        self.tan = self._proves("Samuel Tan", "en", "account meter_81002 code 810028")
        since = self.telegram.mark()
        with self._books() as work:
            reminders.plan(work)
        told = self._hears(self.chen, "缴费提醒")
        self._presses(self.chen, told, "我已缴费", "核实期间")
        check = self.telegram.wait_for("B-0001", chat=self.live.staff, timeout=PATIENCE, since=since)
        self.live.press(self.live.agent, check, "已到账")
        self._hears(self.chen, "已收到您的缴费")
        self._asks(self.chen, "我还有没缴的电费吗", "未缴账单")
        told = self._hears(self.tan, "Payment reminder")
        self._presses(self.tan, told, "The bill is wrong", "I've filed it")
        self._settled("B-0023", "不用再缴")
        self._hears(self.tan, "is settled")

    def supply_is_out(self) -> None:
        """A fault that somebody reports, whose end moves; and planned work that somebody asks about."""
        self.sun = self._proves("孙佳怡", "zh-hans", "户号 meter_12346 校验码 302311")
        self.grace = self._proves("Grace Okafor", "en", "account meter_67891 code 678913")
        now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
        fault = {
            "kind": OutageKind.FAULT,
            "supply": Supply.POWER,
            "starts_at": now,
            "ends_at": now + timedelta(hours=3),
            "cause_zh": "电缆被施工挖断",
            "cause_en": "a cable was cut by road works",
        }
        self._record("T-0008", (AreaKind.BUILDING, "云栖苑3栋"), fault)
        self._hears(self.sun, "突发停电")
        self._asks(self.sun, "家里没电了", "已经把您记上")
        morning = now + timedelta(days=2, hours=(1 - now.hour) % 24)  # 9:00 in the desk's zone
        work = {
            "kind": OutageKind.PLANNED,
            "supply": Supply.WATER,
            "starts_at": morning,
            "ends_at": morning + timedelta(hours=3),
            "cause_zh": "更换阀门",
            "cause_en": "valves are being replaced",
        }
        self._record("T-0009", (AreaKind.SITE, "Maple Court"), work)
        self._hears(self.grace, "Planned water outage")
        self._record(
            "T-0009", (AreaKind.SITE, "Maple Court"), work | {"ends_at": morning + timedelta(hours=5)}
        )
        self._hears(self.grace, "Changed")
        self._asks(self.grace, "When will the water be off?", "Planned:")

    def wishes_are_told(self) -> None:
        """Settings and an end of a topic in Chinese; settings by written hours and what is kept in English."""
        self.lin = self._begins("林婉清", "zh-hans")
        shown = self._asks(self.lin, "/settings 22:30-07:00", "免打扰：22:30–07:00")
        self._presses(self.lin, shown, "开启问候和贴士", "问候和贴士已开启")
        self._asks(self.lin, "别再发了", "不要主动")
        self.olivia = self._begins("Olivia", "en")
        self._asks(self.olivia, "/settings Europe/Lisbon", "Europe/Lisbon")
        self._asks(self.olivia, "/privacy", "What we keep")

    def talk(self, person: Person, begin: str) -> list[Message]:
        """A customer's chat from the first message with these words on."""
        said = self.telegram.messages(person)
        first = next(at for at, message in enumerate(said) if begin in message.text)
        return said[first:]

    @contextmanager
    def _books(self) -> Iterator[Work]:
        """A transaction beside the running desk, for which the hour of the reminders has come."""
        policy = load(self.live.folder / "policy.toml")
        policy = policy.model_copy(update={"bills": policy.bills.model_copy(update={"at": time(0)})})
        with desk(self.live.engine, policy, self.live.staff.id, lambda: datetime.now(UTC))() as work:
            yield work

    def _record(self, number: str, area: tuple[AreaKind, str], values: dict[str, Any]) -> None:
        with self._books() as work:
            outages.record(work, {"number": number} | values, [area])

    def _settled(self, bill: str, button: str) -> None:
        told = self.telegram.wait_for(
            lambda message: bill in message.text and any(button in one for one in message.button_texts),
            chat=self.live.staff,
            timeout=PATIENCE,
            since=0,
        )
        self.live.press(self.live.agent, told, button)

    def _begins(self, name: str, language: str) -> Person:
        person = self.live.customer(name, language)
        person.starts()
        self._hears(person, "/mine")
        return person

    def _proves(self, name: str, language: str, words: str) -> Person:
        person = self._begins(name, language)
        offer = self._asks(person, words, "/settings")
        no = next(one for one in offer.button_texts if one in ("不用了", "No thanks"))
        self._presses(person, offer, no, "")
        return person

    def _presses(self, person: Person, message: Message, button: str, wanted: str) -> None:
        since = self.telegram.mark()
        self.live.press(person, message, button)
        self.telegram.wait_for(wanted, chat=person, timeout=PATIENCE, since=since)

    def _asks(self, person: Person, words: str, wanted: str) -> Message:
        since = self.telegram.mark()
        person.says(words)
        return self.telegram.wait_for(wanted, chat=person, timeout=PATIENCE, since=since)

    def _hears(self, person: Person, wanted: str) -> Message:
        return self.telegram.wait_for(wanted, chat=person, timeout=PATIENCE, since=0)
