"""Outages: asked after, joined by whoever says that something is out, and not over after all."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from actions.outcomes import tell
from actions.turn import DeskAction, Turn
from actions.voice import Button, button
from bot.desk.labels import Category, Kind
from bot.desk.supply_said import supply_said
from bot.service import cards, intake, outage_news, supply_reports
from bot.service.intake import Outcome
from bot.service.outage_news import OutageView
from bot.service.readings import Reading

NAMED = 3  # accounts named in an answer
A_FAULT = (Kind.COMPLAINT, Kind.INQUIRY)


class AskOutage(DeskAction):
    """ "Is there an outage tonight?" is answered from the records of the customer's accounts.

    In reply to something about a live ticket it is read by the people who work on that, too.
    """

    called = "action_ask_outage"

    def take(self, turn: Turn) -> None:
        if joined(turn):
            return
        if turn.heard.message and (rest := left(turn, turn.heard.reading())):
            filed(turn, intake.file_matter(turn.work, turn.heard.message, rest))
            return
        added = intake.add_by_reply(turn.work, turn.heard.message) if turn.heard.message else None
        news = outage_news.news(turn.work, turn.heard.chat, turn.heard.text)
        staff = [
            button(turn.voice.word("button_ask_staff"), "ask_staff", message=turn.heard.about),
            button(turn.voice.word("button_person"), "talk_to_human", message=turn.heard.about),
        ]
        accounts = turn.voice.word("and").join(news.accounts[:NAMED])
        known = news.now or news.coming or news.over
        if added and not known:
            tell(turn, added)
        elif not news.accounts:
            turn.say("outage_untied", buttons=staff)
        elif not known:
            days = turn.work.policy.outages.look_ahead_days
            turn.say("outage_nothing", accounts=accounts, days=days, buttons=staff)
        else:
            lines = [
                *(line for one in news.now for line in (_line(turn, "outage_now", one), *_more(turn, one))),
                *(line for one in news.coming for line in _coming(turn, one)),
                *(_line(turn, "outage_over", one) for one in news.over),
                *([turn.voice.word("joined", number=added.ticket.number)] if added and added.ticket else []),
            ]
            turn.say("outage_news", accounts=accounts, more=lines, buttons=_keys(turn, news.over, staff))


class NotThisOutage(DeskAction):
    """It is only their flat, or something else: filed as any other matter."""

    called = "action_not_this_outage"

    def take(self, turn: Turn) -> None:
        message = turn.heard.number("message")
        tell(turn, supply_reports.not_this(turn.work, turn.heard.chat, message or 0))


class StillOut(DeskAction):
    """It is said to be over, and is not at this customer's: a ticket that belongs to the outage."""

    called = "action_still_out"

    def take(self, turn: Turn) -> None:
        found = supply_reports.still_out(turn.work, turn.heard.chat, turn.heard.number("outage") or 0)
        if found is None:
            tell(turn, None)
            return
        what, outage, outcome = found
        if what == "goes_on":
            turn.say("outage_goes_on", **_facts(turn, outage))
            return
        tell(turn, outcome)
        turn.say("outage_refers", outage_number=outage.number)


def joined(turn: Turn, reading: Reading | None = None) -> bool:
    """Whether the words joined a known outage, which was told; else they go on as any other message.

    ``reading``: where the model is sure of it; only a fault can be an outage, unless the words say something besides.
    """
    said = supply_said(turn.heard.text)
    if turn.heard.message is None or said is None:
        return False
    aside = said.besides or said.at_risk or turn.heard.hazard is not None or bool(turn.heard.parts)
    fault = reading is None or (reading.kind in A_FAULT and reading.category == Category.QUALITY)
    if not (fault or aside):
        return False
    known = supply_reports.hear(turn.work, turn.heard.message, turn.heard.reading())
    if not known:
        return False
    outage, *others = known
    name = "outage_joined_planned" if outage.planned else "outage_joined"
    lines = [
        *_more(turn, outage),
        *(line for one in others for line in (_line(turn, "outage_now", one), *_more(turn, one))),
        _counted(turn, outage),
    ]
    turn.say(name, more=lines, message=turn.heard.message, **_facts(turn, outage))
    return True


def told_beside(turn: Turn) -> None:
    """Words that are answered as something else also say that something is out: told where it is known, else filed."""
    said, message = supply_said(turn.heard.text), turn.heard.message
    if message is None or said is None or not said.besides:
        return
    supply_reports.hear(turn.work, message, turn.heard.reading())
    known = supply_reports.counted_in(turn.work, message)
    if known:
        _tell_known(turn, known)
    else:
        filed(turn, intake.file_matter(turn.work, message, as_fault(turn.heard.reading())))


def as_fault(reading: Reading) -> Reading:
    """What plain words that something is out are filed as, however they were read."""
    return replace(reading, kind=Kind.COMPLAINT, category=Category.QUALITY)


def left(turn: Turn, reading: Reading) -> Reading | None:
    """What is to be filed of words that are counted in a known outage: what they say of something else. None: they are
    not counted, or say nothing else."""
    if turn.heard.message is None or not supply_reports.counted_in(turn.work, turn.heard.message):
        return None
    return supply_reports.besides(turn.heard.text, reading)


def filed(turn: Turn, outcome: Outcome | None) -> None:
    """Tells what became of words that did not join. Where they are counted in an outage all the same, what is known of
    it is told, too, and a ticket of theirs is tied to it."""
    message, urgent = turn.heard.message, turn.heard.hazard is not None
    if outcome is not None and outcome.ticket is not None and outcome.message:
        other = not urgent and supply_reports.besides(turn.heard.text, turn.heard.reading()) is not None
        reason = {"reason": cards.BESIDES} if other else {}
        supply_reports.mark_filed(turn.work, outcome.message, outcome.ticket.id, **reason)
    known = supply_reports.counted_in(turn.work, message) if message is not None else []
    if not urgent:
        _tell_known(turn, known)
    tell(turn, outcome)
    if urgent:
        _tell_known(turn, known)  # what to do comes first


def _tell_known(turn: Turn, known: Sequence[OutageView]) -> None:
    """Of several outages the words count in the first one."""
    for place, outage in enumerate(known):
        counted = [] if place else [_counted(turn, outage)]
        turn.say("outage_now", more=[*_more(turn, outage), *counted], **_facts(turn, outage))


def _counted(turn: Turn, outage: OutageView) -> str:
    return turn.voice.word(
        "outage_counted_many" if outage.count > 1 else "outage_counted", count=outage.count
    )


def _line(turn: Turn, name: str, outage: OutageView) -> str:
    return turn.voice.word(name, **_facts(turn, outage))


def _more(turn: Turn, outage: OutageView) -> list[str]:
    """Why, and until when, as far as it is known."""
    facts = _facts(turn, outage)
    cause = [turn.voice.word("outage_cause", **facts)] if outage.cause else []
    if outage.ends_at is None:
        return [*cause, turn.voice.word("outage_unexpected")]
    late = outage.ends_at <= turn.work.now
    return [*cause, turn.voice.word("outage_late" if late else "outage_expected", **facts)]


def _coming(turn: Turn, outage: OutageView) -> list[str]:
    cause = [_line(turn, "outage_cause", outage)] if outage.cause else []
    if outage.ends_at is None:
        return [_line(turn, "outage_coming_open", outage), *cause]
    facts = _facts(turn, outage) | {"until": turn.voice.until(outage.ends_at, outage.starts_at)}
    return [turn.voice.word("outage_coming", **facts), *cause]


def _keys(turn: Turn, over: Sequence[OutageView], staff: Sequence[Button]) -> list[Button]:
    """Who asks after one that is over may still be without."""
    still = [button(turn.voice.word("button_still_out"), "still_out", outage=one.id) for one in over[:1]]
    return [*still, *staff]


def _facts(turn: Turn, outage: OutageView) -> dict[str, Any]:
    when = turn.voice.when
    return {
        "outage": outage.id,
        "outage_number": outage.number,
        "out": turn.voice.word(f"out_{outage.supply}"),
        "cause": outage.cause,
        "since": when(outage.starts_at),
        "until": when(outage.ends_at) if outage.ends_at else "",
        "at": when(outage.restored_at) if outage.restored_at else "",
    }
