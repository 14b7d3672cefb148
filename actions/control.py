"""What a customer controls: what the desk may tell them first, when, how often; ending it at once."""

from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

from actions.turn import DeskAction, Turn
from actions.voice import Button, button
from bot.desk import own_hours
from bot.desk.wishes import Topic
from bot.service import control
from bot.service.control import CHOSEN, Settings

OFFERED_HOURS = ("22:00-07:00", "20:00-09:00")
NO_EVENING = "19:00-10:00"
NO_HOURS = "00:00-00:00"  # the same time twice: none
OFFERED_ZONES = (
    "Asia/Shanghai",
    "Asia/Hong_Kong",
    "Asia/Singapore",
    "Asia/Kolkata",
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "America/Los_Angeles",
    "Australia/Sydney",
)
OFFERED_COUNTS = (1, 2, 5)
AS_THE_DESK = "desk"


class ShowSettings(DeskAction):
    """All of it, or one page; hours and a zone may also be written behind the command."""

    called = "action_settings"

    def take(self, turn: Turn) -> None:
        written, page = turn.heard.value("payload"), turn.heard.value("page")
        if written:
            _take_written(turn, written)
        elif page in ("quiet", "zone", "often"):
            {"quiet": _quiet_page, "zone": _zone_page, "often": _often_page}[page](turn)
        else:
            show_settings(turn)


class Consent(DeskAction):
    """A topic on or off."""

    called = "action_consent"

    def take(self, turn: Turn) -> None:
        topic = _topic(turn)
        if topic is None:
            show_settings(turn)
            return
        given = turn.heard.value("given").lower() in ("true", "1")
        control.consent(turn.work, turn.heard.chat, topic, given)
        if given:
            key = button(_worded(turn, "button_turn_off", topic), "consent", topic=topic, given=False)
            turn.say("consent_on", title=_title(turn, topic), buttons=[key, _all_settings(turn)])
        else:
            _tell_off(turn, topic)


class StopTopic(DeskAction):
    """The button below everything that the desk says first."""

    called = "action_stop_topic"

    def take(self, turn: Turn) -> None:
        named = turn.heard.value("topic")
        topic = Topic.SAFETY if named == Topic.SAFETY else _topic(turn)
        if topic is None:
            show_settings(turn)
        else:
            stop_or_explain(turn, topic)


class StopSpeaking(DeskAction):
    """ "Unsubscribe", "别再发了": what the words answer, else what came last, else the customer chooses."""

    called = "action_stop_speaking"

    def take(self, turn: Turn) -> None:
        topic = replied_topic(turn) or control.topic_said_last(turn.work, turn.heard.chat)
        if topic is not None:
            stop_or_explain(turn, topic)
        elif keys := _topics_to_stop(turn):
            turn.say("stop_what", buttons=keys)
        else:
            turn.say("stop_nothing", buttons=[_all_settings(turn)])


class QuietHours(DeskAction):
    called = "action_quiet_hours"

    def take(self, turn: Turn) -> None:
        said = turn.heard.value("hours")
        hours = own_hours.read_hours(said)
        if hours is None and said != AS_THE_DESK:
            _quiet_page(turn)
            return
        control.set_quiet_hours(turn.work, turn.heard.chat, hours)
        show_settings(turn, saved=True)


class Zone(DeskAction):
    called = "action_my_zone"

    def take(self, turn: Turn) -> None:
        said = turn.heard.value("zone")
        zone = own_hours.read_zone(said)
        if zone is None and said != AS_THE_DESK:
            _zone_page(turn)
            return
        control.set_zone(turn.work, turn.heard.chat, zone)
        show_settings(turn, saved=True)


class MostAWeek(DeskAction):
    called = "action_most_a_week"

    def take(self, turn: Turn) -> None:
        count = turn.heard.number("count") or 0  # the button "as the desk has it" says 0
        if 0 <= count <= control.MOST_A_WEEK:
            control.set_most_a_week(turn.work, turn.heard.chat, count or None)
        show_settings(turn, saved=True)


def show_settings(turn: Turn, saved: bool = False) -> None:
    """Everything that holds now, with a button for each."""
    now = control.settings(turn.work, turn.heard.chat)
    lines = [
        _worded(turn, "topic_on" if given else "topic_off", topic) for topic, given in now.topics.items()
    ]
    keys = [
        button(
            _worded(turn, "button_turn_off" if given else "button_turn_on", topic),
            "consent",
            topic=topic,
            given=not given,
        )
        for topic, given in now.topics.items()
    ]
    keys += [
        button(turn.voice.word("button_quiet"), "settings", page="quiet"),
        button(turn.voice.word("button_zone"), "settings", page="zone"),
        button(turn.voice.word("button_often"), "settings", page="often"),
        button(turn.voice.word("button_language"), "language"),
    ]
    more = [turn.voice.word("settings_changed")] if saved else []
    turn.say("settings", topics="\n".join(lines), more=more, buttons=keys, **_facts(turn, now))


def stop_or_explain(turn: Turn, topic: Topic) -> None:
    """Ends a topic at once and says how it is turned on again; of safety it says why it cannot be ended."""
    if topic == Topic.SAFETY:
        turn.say("safety_always", buttons=_topics_to_stop(turn))
        return
    control.consent(turn.work, turn.heard.chat, topic, False)
    _tell_off(turn, topic)


def replied_topic(turn: Turn) -> Topic | None:
    """The topic of what the desk said first, where the customer's words answer it by Telegram's reply."""
    return control.topic_answered(turn.work, turn.heard.message) if turn.heard.message else None


def _tell_off(turn: Turn, topic: Topic) -> None:
    own = topic in (Topic.BILLS, Topic.OUTAGES)
    again = button(_worded(turn, "button_turn_on", topic), "consent", topic=topic, given=True)
    turn.say(
        f"consent_off_{topic}" if own else "consent_off",
        topic=_name(turn, topic),
        buttons=[again, _all_settings(turn)],
    )


def _take_written(turn: Turn, written: str) -> None:
    hours, zone = own_hours.read_hours(written), own_hours.read_zone(written)
    if hours is not None:
        control.set_quiet_hours(turn.work, turn.heard.chat, hours)
    elif zone is not None:
        control.set_zone(turn.work, turn.heard.chat, zone)
    else:
        turn.say("settings_unread", said=written[:40], buttons=[_all_settings(turn)])
        return
    show_settings(turn, saved=True)


def _quiet_page(turn: Turn) -> None:
    now, desk = control.settings(turn.work, turn.heard.chat), turn.work.policy.speaking.quiet
    own = [
        (turn.voice.word("button_quiet_desk", hours=_span(desk.start, desk.end)), AS_THE_DESK),
        *((hours.replace("-", "–"), hours) for hours in OFFERED_HOURS),
        (turn.voice.word("button_quiet_night", hours=NO_EVENING.replace("-", "–")), NO_EVENING),
        (turn.voice.word("button_quiet_none"), NO_HOURS),
    ]
    keys = [button(title, "quiet_hours", hours=hours) for title, hours in own]
    turn.say("settings_quiet", buttons=[*keys, _back(turn)], **_facts(turn, now))


def _zone_page(turn: Turn) -> None:
    now, desk = control.settings(turn.work, turn.heard.chat), turn.work.policy.desk.zone
    first = button(turn.voice.word("button_zone_desk", zone=desk), "my_zone", zone=AS_THE_DESK)
    keys = [button(zone, "my_zone", zone=zone) for zone in OFFERED_ZONES if zone != desk]
    turn.say("settings_zone", buttons=[first, *keys, _back(turn)], **_facts(turn, now))


def _often_page(turn: Turn) -> None:
    now, desk = control.settings(turn.work, turn.heard.chat), turn.work.policy.speaking.most_a_week
    first = button(turn.voice.word("button_a_week_desk", count=desk), "most_a_week", count=0)
    keys = [
        button(turn.voice.word("button_a_week", count=count), "most_a_week", count=count)
        for count in OFFERED_COUNTS
        if count != desk
    ]
    turn.say("settings_often", buttons=[first, *keys, _back(turn)], **_facts(turn, now))


def _facts(turn: Turn, now: Settings) -> dict[str, Any]:
    hours, desk = _span(now.quiet_from, now.quiet_until), turn.work.policy.speaking.quiet
    quiet = hours
    if now.quiet_from == now.quiet_until:
        quiet = turn.voice.word("quiet_none")
    elif (now.quiet_from, now.quiet_until) == (desk.start, desk.end):
        quiet = turn.voice.word("quiet_desk", hours=hours)
    clock = f"{turn.work.now.astimezone(ZoneInfo(now.zone)):%H:%M}"
    return {"quiet": quiet, "zone": now.zone, "now": clock, "count": now.most_a_week}


def _topics_to_stop(turn: Turn) -> list[Button]:
    now = control.settings(turn.work, turn.heard.chat)
    return [
        button(_worded(turn, "button_turn_off", topic), "stop_topic", topic=topic)
        for topic, given in now.topics.items()
        if given
    ]


def _topic(turn: Turn) -> Topic | None:
    """The topic that the button names, of those that a customer decides about."""
    return next((topic for topic in CHOSEN if topic == turn.heard.value("topic")), None)


def _name(turn: Turn, topic: Topic) -> str:
    return turn.voice.word(f"topic_{topic}")


def _worded(turn: Turn, name: str, topic: Topic) -> str:
    return turn.voice.word(name, topic=_name(turn, topic), title=_title(turn, topic))


def _title(turn: Turn, topic: Topic) -> str:
    """The topic's name as a line begins with it."""
    said = _name(turn, topic)
    return said[:1].upper() + said[1:]


def _span(start: time, end: time) -> str:
    return f"{start:%H:%M}–{end:%H:%M}"


def _all_settings(turn: Turn) -> Button:
    return button(turn.voice.word("button_settings"), "settings")


def _back(turn: Turn) -> Button:
    return button(turn.voice.word("button_back"), "settings")
