"""The lawful moves of a ticket, and when its first answer is due."""

from datetime import datetime, timedelta

import pytest

from bot.desk.labels import Category, Kind, Language
from bot.desk.policy import Policy
from bot.desk.policy_service_levels import Matter
from bot.desk.sla import first_response_due
from bot.desk.ticket import LAWFUL, LIVE, Move, State, UnlawfulMove, check_move, number_of

CLOSED = {State.RESOLVED, State.WITHDRAWN, State.MERGED}

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
    Move.ASSIGNED: {State.OPEN, State.TAKEN},
    Move.WAITING: {State.OPEN, State.TAKEN},
    Move.SNOOZED: {State.OPEN, State.TAKEN},
    Move.MERGED: {State.OPEN, State.TAKEN},
    Move.UNMERGED: {State.MERGED},
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


# the kind, whether it is urgent, and the local time by which a matter filed on Saturday at noon is answered
DUE = {
    "a complaint does not wait for office hours": (Kind.COMPLAINT, False, "2026-10-24T16:00"),
    "an inquiry waits for Monday": (Kind.INQUIRY, False, "2026-10-26T14:30"),
    "a suggestion has two working days": (Kind.SUGGESTION, False, "2026-10-28T10:00"),
    "praise has three": (Kind.PRAISE, False, "2026-10-29T10:30"),
    **{f"{kind} that is urgent": (kind, True, "2026-10-24T12:15") for kind in Kind},
}


@pytest.mark.parametrize(("kind", "urgent", "expected"), DUE.values(), ids=DUE)
def test_the_first_answer_is_due_by_policy(kind: Kind, urgent: bool, expected: str, policy: Policy) -> None:
    filed = datetime(2026, 10, 24, 12, 0, tzinfo=policy.zone)
    due = first_response_due(filed, Matter(kind, Category.DESIGN, urgent), policy)
    assert due.astimezone(policy.zone).isoformat()[:16] == expected
    assert due.utcoffset() == timedelta(0)


def test_every_category_has_its_department_in_both_languages(policy: Policy) -> None:
    named = {policy.departments.of(one).in_language(language) for one in Category for language in Language}
    assert len(named) == len(Category) * len(Language)


def test_the_number_people_see() -> None:
    assert number_of(1042) == "CD-1042"
