"""What customers may read of their tickets' history: decided for every move, and no more than was decided."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.ticket import Move, TicketEvent
from bot.desk.ticket_told import NAMES_TICKETS, TOLD, told
from bot.desk.transcript import Author

FIELDS = ("before", "after", "reason")
WORDS_OF_STAFF = (Move.ADOPTED, Move.NOT_ADOPTED)  # their reason is what the customer was told


def line(move: Move, author: Author = Author.AGENT, **fields: str) -> TicketEvent:
    return TicketEvent(ticket_id=1, move=move, author=author, at=datetime(2026, 3, 9, tzinfo=UTC), **fields)


def test_it_is_decided_for_every_move() -> None:
    assert set(TOLD) == set(Move), "say in bot/desk/ticket_told.py what customers may read of the new move"
    assert all(set(fields or ()) <= set(FIELDS) for fields in TOLD.values())


@given(st.sampled_from(list(Move)), st.sampled_from(FIELDS), st.text(min_size=1))
def test_only_what_was_decided_is_told(move: Move, field: str, words: str) -> None:
    shown = told(line(move, **{field: words}), own=[words])
    fields = TOLD[move]
    if fields is None:
        assert shown is None
    else:
        assert shown == dict.fromkeys(FIELDS) | ({field: words} if field in fields else {})


@pytest.mark.parametrize("move", list(Move))
def test_a_reason_that_is_told_is_the_customers_own_or_was_told_to_them(move: Move) -> None:
    theirs = (Move.FILED, Move.RATED, Move.DETAILS, Move.LEFT)  # only customers make these
    assert ("reason" in (TOLD[move] or ())) == (move in (*theirs, *WORDS_OF_STAFF))


@pytest.mark.parametrize("move", NAMES_TICKETS)
@pytest.mark.parametrize("field", ["before", "after"])
def test_numbers_of_other_peoples_tickets_are_not_told(move: Move, field: str) -> None:
    event = line(move, Author.DESK, **{field: "CD-2"})
    if field not in (TOLD[move] or ()):
        return
    assert told(event, own=["CD-1"]) is None
    shown = told(event, own=["CD-1", "CD-2"])
    assert shown is not None
    assert shown[field] == "CD-2"
