"""What a desk manager decides (policy.toml), as values the rules work with."""

from zoneinfo import ZoneInfo

from pydantic import model_validator

from bot.desk.labels import Category, Kind, Language
from bot.desk.policy_bills import BillsPart
from bot.desk.policy_care import CarePart
from bot.desk.policy_outages import OutagesPart
from bot.desk.policy_parts import Count, Days, Fraction, Minutes, Number, Part, Worded, Zone
from bot.desk.policy_segments import SegmentsPart, SurveyPart
from bot.desk.policy_speaking import SpeakingPart


class DeskPart(Part):
    name: Worded
    zone: Zone
    staff_language: Language


class FirstResponse(Part):
    """Minutes until a ticket's first answer, by kind; urgent matters have their own."""

    urgent: Minutes
    complaint: Minutes
    inquiry: Minutes
    suggestion: Minutes
    praise: Minutes

    def minutes(self, kind: Kind, urgent: bool) -> int:
        return self.urgent if urgent else int(getattr(self, kind.value))


class Departments(Part):
    design: Worded
    quality: Worded
    sales_promise: Worded
    service: Worded

    def of(self, category: Category) -> Worded:
        department: Worded = getattr(self, category.value)
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


class Policy(Part):
    desk: DeskPart
    first_response_minutes: FirstResponse
    departments: Departments
    conversation: ConversationPart
    delivery: DeliveryPart
    costs: CostsPart
    speaking: SpeakingPart
    bills: BillsPart
    outages: OutagesPart
    care: CarePart
    segments: SegmentsPart
    survey: SurveyPart

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.desk.zone)
