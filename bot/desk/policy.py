"""What a desk manager decides (policy.toml), as values the rules work with."""

import re
from dataclasses import replace
from functools import cache
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, model_validator

from bot.desk.labels import Category, Language
from bot.desk.policy_answers import Answers
from bot.desk.policy_bills import BillsPart
from bot.desk.policy_calendars import CalendarPart, opened
from bot.desk.policy_care import CarePart
from bot.desk.policy_digests import DigestsPart
from bot.desk.policy_findings import FindingsPart, SuggestionsPart
from bot.desk.policy_ladder import GreenChannelPart, LadderPart
from bot.desk.policy_outages import OutagesPart
from bot.desk.policy_parts import Count, Days, Fraction, Minutes, Number, Part, Worded, Zone, mistake
from bot.desk.policy_promises import PromisesPart
from bot.desk.policy_routing import RoutingPart
from bot.desk.policy_segments import SegmentsPart, SurveyPart
from bot.desk.policy_service_levels import DEPARTMENTS_OWN, Matter, ServiceLevel, ServiceLevelsPart
from bot.desk.policy_speaking import SpeakingPart
from bot.desk.policy_together import PartsPart, RepeatsPart, SnoozePart, WaitingPart
from bot.desk.working import Calendar, round_the_clock

ROUND_THE_CLOCK = "round_the_clock"
"""The calendar that is always there, and counts every instant."""


class DeskPart(Part):
    name: Worded
    zone: Zone
    staff_language: Language


class Department(Worded):
    """Who answers; ``calendar`` (a name of ``calendars``): when they work."""

    calendar: str

    def among_staff(self, language: Language) -> str:
        """Its name as a label for colleagues: "our design office", as customers read it, is "Design office"."""
        name = self.in_language(language)
        short = re.sub(r"^(our|the)\s+(?=\S)", "", name, flags=re.IGNORECASE)
        return short[:1].upper() + short[1:]


class Departments(Part):
    design: Department
    quality: Department
    sales_promise: Department
    service: Department

    def of(self, category: Category) -> Department:
        department: Department = getattr(self, category.value)
        return department


class ConversationPart(Part):
    window_minutes: Minutes
    unanswered_minutes: Minutes
    reopen_days: Days
    handover_silence_minutes: Minutes
    album_wait_seconds: Number
    delayed_after_seconds: Number


class DeliveryPart(Part):
    """Rates: see Telegram's Bots FAQ, "My bot is hitting limits"."""

    per_second: Number
    per_chat_burst: Count
    group_per_minute: Count
    group_burst: Count
    unknown_retry_seconds: Number


class CostsPart(Part):
    """What mistakes of understanding cost; Rasa's process derives its thresholds from them (nlu/costs.py)."""

    ask: Number
    wrong_ticket: Number
    false_alarm: Number
    missed_danger: Number
    ask_at_most: Fraction

    @model_validator(mode="after")
    def _asking_is_cheaper(self) -> "CostsPart":
        if self.ask >= self.wrong_ticket:
            raise ValueError("ask must be below wrong_ticket, or nothing would ever be asked; lower ask")
        return self


class UnknownCalendar(KeyError):
    """A calendar that policy.toml does not have."""


def _own_name(name: str) -> str:
    if name in (ROUND_THE_CLOCK, DEPARTMENTS_OWN):
        raise ValueError(f"{name} has a meaning of its own as a calendar; choose another name for this one")
    return name


CalendarName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$"), AfterValidator(_own_name)]


def _check_known(key: str, name: str, known: tuple[str, ...]) -> None:
    if name not in known:
        raise mistake(key, f"no such calendar: {name!r}; write one of: {', '.join(known)}")


@cache
def _round_the_clock(zone: str) -> Calendar:
    return round_the_clock(ROUND_THE_CLOCK, ZoneInfo(zone))


class Policy(Part):
    desk: DeskPart
    calendars: Annotated[dict[CalendarName, CalendarPart], Field(min_length=1)]
    departments: Departments
    service_levels: ServiceLevelsPart
    ladder: LadderPart
    green_channel: GreenChannelPart
    routing: RoutingPart
    findings: FindingsPart
    suggestions: SuggestionsPart
    promises: PromisesPart
    parts: PartsPart
    repeats: RepeatsPart
    snooze: SnoozePart
    waiting: WaitingPart
    answers: Answers = ()
    digests: DigestsPart
    conversation: ConversationPart
    delivery: DeliveryPart
    costs: CostsPart
    speaking: SpeakingPart
    bills: BillsPart
    outages: OutagesPart
    care: CarePart
    segments: SegmentsPart
    survey: SurveyPart

    def calendar(self, name: str) -> Calendar:
        """The calendar of a name, ``round_the_clock`` included. Raises ``UnknownCalendar``."""
        if name == ROUND_THE_CLOCK:
            return _round_the_clock(self.desk.zone)
        if name not in self.calendars:
            raise UnknownCalendar(f"policy.toml has no [calendars.{name}]; add it, or name one that is there")
        return opened(self.calendars[name], name, self.desk.zone)

    def service_level(self, matter: Matter) -> ServiceLevel:
        """What is promised of a matter, with the name of the calendar that its clocks run on."""
        level = self.service_levels.of(matter)
        if level.calendar != DEPARTMENTS_OWN:
            return level
        return replace(level, calendar=self.departments.of(matter.category).calendar)

    @model_validator(mode="after")
    def _calendars_are_there(self) -> "Policy":
        known = (*self.calendars, ROUND_THE_CLOCK)
        for category in Category:
            _check_known(f"departments.{category}.calendar", self.departments.of(category).calendar, known)
        _check_known("digests.calendar", self.digests.calendar, known)
        for number, rule in enumerate(self.service_levels.rules):
            if rule.calendar is not None:
                key = f"service_levels.rules.{number}.calendar"
                _check_known(key, rule.calendar, (*known, DEPARTMENTS_OWN))
        return self

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.desk.zone)
