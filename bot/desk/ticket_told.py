"""What of a ticket's history its customer may read: decided here for every move, and for each field of its line.

The rest is among staff: their notes and reasons, who was asked, how late it was, and other customers' numbers.
"""

from collections.abc import Collection, Mapping

from bot.desk.ticket import Move, TicketEvent

Fields = tuple[str, ...]

AMONG_STAFF = None
TOLD: Mapping[Move, Fields | None] = {
    Move.FILED: ("after", "reason"),  # their own words
    Move.TAKEN: (),
    Move.OFFERED: AMONG_STAFF,
    Move.ACCEPTED: AMONG_STAFF,
    Move.DECLINED: AMONG_STAFF,
    Move.KIND: ("before", "after"),
    Move.CATEGORY: ("before", "after"),
    Move.URGENT: ("before", "after"),
    Move.NOT_URGENT: ("before",),
    Move.ANSWERED: (),
    Move.RESOLVED: (),  # what was told of it is the ticket's resolution
    Move.REOPENED: (),
    Move.WITHDRAWN: (),
    Move.RATED: ("after", "reason"),
    Move.DETAILS: ("before", "after", "reason"),
    Move.HANDOVER: (),
    Move.HANDBACK: (),
    Move.LINKED: ("before", "after"),
    Move.OUTAGE: ("after",),
    Move.ASSIGNED: AMONG_STAFF,
    Move.RETURNED: AMONG_STAFF,
    Move.WAITING: (),
    Move.GOES_ON: (),
    Move.WARNED: AMONG_STAFF,
    Move.BREACHED: AMONG_STAFF,
    Move.ESCALATED: AMONG_STAFF,
    Move.PRIORITY: AMONG_STAFF,
    Move.GREEN: AMONG_STAFF,
    Move.SUPERVISED: AMONG_STAFF,
    Move.PROMISED: ("before", "after"),  # times; the words are in the promise
    Move.PROMISE_KEPT: ("after",),
    Move.PROMISE_BROKEN: ("after",),
    Move.PART_GIVEN: AMONG_STAFF,
    Move.PART_DONE: AMONG_STAFF,
    Move.FIX_FAILED: ("before", "after"),
    Move.SNOOZED: AMONG_STAFF,
    Move.MERGED: ("after",),
    Move.UNMERGED: ("before",),
    Move.DEFECT: AMONG_STAFF,
    Move.CONSIDERED: (),
    Move.ADOPTED: ("reason",),
    Move.NOT_ADOPTED: ("reason",),
    Move.PRAISED: (),
    Move.LEFT: ("reason",),
}
"""The fields of each move's line that are shown; the other ones are left empty. ``AMONG_STAFF``: no line at all."""
NAMES_TICKETS = (Move.LINKED, Move.FIX_FAILED, Move.MERGED, Move.UNMERGED)
"""Their fields are numbers of other tickets, which may be somebody else's of the household."""


def told(event: TicketEvent, own: Collection[str]) -> dict[str, str | None] | None:
    """``before``, ``after`` and ``reason`` as the customer may read them; None when the line is not for them.

    ``own``: the numbers of the customer's tickets.
    """
    fields = TOLD[event.move]
    if fields is None:
        return None
    shown = {name: getattr(event, name) if name in fields else None for name in ("before", "after", "reason")}
    named = {one for one in shown.values() if one}
    return shown if event.move not in NAMES_TICKETS or named <= set(own) else None
