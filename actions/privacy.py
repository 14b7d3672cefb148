"""What is kept of a customer: shown, handed over as files, erased after asking twice."""

from datetime import UTC, datetime, timedelta

from actions.suggestions import gifts
from actions.turn import DeskAction, Turn
from actions.voice import Button, button
from bot.service import points, privacy

NOW, RESOLVED = "now", "resolved"  # when to erase: at once, or when no ticket is open any more
HOLDS = timedelta(
    hours=1
)  # how long a button that erases may be pressed: nobody erases a life by an old button


class Privacy(DeskAction):
    """Everything that is kept of this customer, with what they can do about it."""

    called = "action_privacy"

    def take(self, turn: Turn) -> None:
        found = privacy.kept(turn.work, turn.heard.chat)
        lines = [turn.voice.word("kept_person")]
        if found.phone:
            lines.append(turn.voice.word("kept_phone"))
        if found.accounts:
            lines.append(
                turn.voice.word("kept_accounts", numbers=turn.voice.word("and").join(found.accounts))
            )
        lines += [turn.voice.word(f"kept_{name}", count=count) for name, count in found.counts.items()]
        lines += gifts(turn.voice, points.given_to(turn.work, turn.heard.chat))
        turn.say("privacy", kept="\n".join([*lines, turn.voice.word("kept_wishes")]))


class Export(DeskAction):
    called = "action_export_mine"

    def take(self, turn: Turn) -> None:
        privacy.export(turn.work, turn.heard.chat)
        turn.say("export_coming")


class Erase(DeskAction):
    """Says what goes, what stays and what is still open; nothing is erased by this."""

    called = "action_erase_mine"

    def take(self, turn: Turn) -> None:
        numbers = _open(turn)
        if numbers:
            keys = [
                _sure(turn, turn.voice.word("button_erase_later"), RESOLVED),
                _sure(turn, turn.voice.word("button_erase_withdraw", numbers=numbers), NOW),
            ]
        else:
            keys = [_sure(turn, turn.voice.word("button_erase_now"), NOW)]
        export = button(turn.voice.word("button_export_first"), "export_mine")
        more = [turn.voice.word("erase_open", numbers=numbers)] if numbers else []
        turn.say("erase_first", more=more, buttons=[*keys, export, _keep(turn)])


class EraseSure(DeskAction):
    """The second question."""

    called = "action_erase_sure"

    def take(self, turn: Turn) -> None:
        if _stale(turn):
            turn.say("erase_stale")
            return
        numbers, when = _open(turn), turn.heard.value("when")
        name = "erase_second"
        if numbers:
            name = "erase_second_later" if when == RESOLVED else "erase_second_withdraw"
        yes = button(turn.voice.word("button_erase_yes"), "erase_now", when=when, until=_until(turn))
        turn.say(name, numbers=numbers, buttons=[yes, _keep(turn)])


class EraseNow(DeskAction):
    """The second yes."""

    called = "action_erase_now"

    def take(self, turn: Turn) -> None:
        if _stale(turn):
            turn.say("erase_stale")
            return
        numbers, waits = _open(turn), turn.heard.value("when") != NOW
        privacy.ask_erasure(turn.work, turn.heard.chat, waits=waits)
        if waits and numbers:
            turn.say("erase_waits", numbers=numbers, buttons=[_keep(turn)])
        else:
            turn.say("erase_begins")


class KeepData(DeskAction):
    called = "action_keep_data"

    def take(self, turn: Turn) -> None:
        turn.say("data_kept" if privacy.keep_all(turn.work, turn.heard.chat) else "erase_under_way")


def _open(turn: Turn) -> str:
    return turn.voice.word("and").join(privacy.open_tickets(turn.work, turn.heard.chat))


def _sure(turn: Turn, title: str, when: str) -> Button:
    return button(title, "erase_sure", when=when, until=_until(turn))


def _until(turn: Turn) -> int:
    """Until when a button that erases may be pressed, in seconds since 1970."""
    return int((turn.work.now + HOLDS).timestamp())


def _stale(turn: Turn) -> bool:
    return turn.work.now > datetime.fromtimestamp(turn.heard.number("until") or 0, UTC)


def _keep(turn: Turn) -> Button:
    return button(turn.voice.word("button_keep_data"), "keep_data")
