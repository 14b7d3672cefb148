"""The lawful moves of a ticket, and when its first answer is due."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.desk.labels import Category, Kind, Language
from bot.desk.policy import Policy
from bot.desk.sla import first_response_due
from bot.desk.ticket import LAWFUL, LIVE, Move, State, UnlawfulMove, check_move, number_of

FILED = datetime(2026, 10, 24, 20, 0, tzinfo=UTC)
CLOSED = {State.RESOLVED, State.WITHDRAWN}

ALLOWED = {
    Move.TAKEN: {State.OPEN},
    Move.OFFERED: {State.TAKEN},
    Move.ACCEPTED: {State.TAKEN},
    Move.DECLINED: {State.TAKEN},
    Move.RESOLVED: {State.OPEN, State.TAKEN},
    Move.WITHDRAWN: {State.OPEN, State.TAKEN},
    Move.URGENT: {State.OPEN, State.TAKEN},
    Move.NOT_URGENT: {State.OPEN, State.TAKEN},
    Move.REOPENED: {State.RESOLVED},
}


def test_the_table_of_moves_is_whole() -> None:
    assert {move: {*states} for move, states in LAWFUL.items()} == ALLOWED
    assert {*LIVE} == {*State} - CLOSED


@pytest.mark.parametrize("move", Move)
@pytest.mark.parametrize("state", State)
def test_only_lawful_moves_are_made(move: Move, state: State) -> None:
    if state in ALLOWED.get(move, {*State}):
        check_move(move, state)
        return
    with pytest.raises(UnlawfulMove, match=f"a ticket that is {state} cannot be {move}") as refused:
        check_move(move, state)
    assert (refused.value.move, refused.value.state) == (move, state)


@pytest.mark.parametrize(
    ("kind", "urgent", "minutes"),
    [
        (Kind.COMPLAINT, False, 240),
        (Kind.INQUIRY, False, 480),
        (Kind.SUGGESTION, False, 2880),
        (Kind.PRAISE, False, 4320),
        *((kind, True, 15) for kind in Kind),
    ],
)
def test_the_first_answer_is_due_by_policy(kind: Kind, urgent: bool, minutes: int, policy: Policy) -> None:
    due = first_response_due(FILED, kind, urgent, policy.first_response_minutes)
    assert due - FILED == timedelta(minutes=minutes)
    assert due.tzinfo is not None


def test_every_category_has_its_department_in_both_languages(policy: Policy) -> None:
    named = {policy.departments.of(one).in_language(language) for one in Category for language in Language}
    assert len(named) == len(Category) * len(Language)


def test_the_number_people_see() -> None:
    assert number_of(1042) == "CD-1042"
