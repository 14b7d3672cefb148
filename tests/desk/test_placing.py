"""To which matter a message belongs: named cases, and what must hold for any."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.labels import Category, Kind
from bot.desk.placing import Ask, Join, New, OpenMatter, Placement, Reopen, place, place_unspoken

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
WINDOW = timedelta(minutes=30)


def matter(
    number: int,
    minutes: float = 5,
    kind: Kind = Kind.COMPLAINT,
    category: Category = Category.QUALITY,
    live: bool = True,
    with_staff: bool = False,
    waits: bool = False,
) -> OpenMatter:
    """A matter whose last word was ``minutes`` ago. ``waits``: staff wait for the customer in it."""
    last = NOW - timedelta(minutes=minutes)
    return OpenMatter(number, kind, category, last, live, with_staff or waits, waits)


SPOKEN: dict[str, tuple[Kind, int | None, list[OpenMatter], Placement]] = {
    "nothing open": (Kind.COMPLAINT, None, [], New()),
    "same, in the window": (Kind.COMPLAINT, None, [matter(1)], Ask((1,))),
    "same, at the window's end": (Kind.COMPLAINT, None, [matter(1, 30)], Ask((1,))),
    "same, after the window": (Kind.COMPLAINT, None, [matter(1, 30.1)], New()),
    "another kind": (Kind.INQUIRY, None, [matter(1)], New()),
    "another category": (Kind.COMPLAINT, None, [matter(1, category=Category.SERVICE)], New()),
    "same, but closed": (Kind.COMPLAINT, None, [matter(1, live=False)], New()),
    "the latest three, latest first": (
        Kind.COMPLAINT,
        None,
        [matter(1, 9), matter(2, 1), matter(3, 5), matter(4, 2)],
        Ask((2, 4, 3)),
    ),
    "same, while an agent talks about it": (
        Kind.COMPLAINT,
        None,
        [matter(1, with_staff=True), matter(2, 1)],
        Join(1),
    ),
    "a question during a talk": (Kind.INQUIRY, None, [matter(1, with_staff=True)], Ask((1,))),
    "another complaint during a talk": (
        Kind.COMPLAINT,
        None,
        [matter(1, category=Category.SERVICE, with_staff=True)],
        New(),
    ),
    "same, with two talks": (
        Kind.COMPLAINT,
        None,
        [matter(1, 2, with_staff=True), matter(2, 1, with_staff=True)],
        Ask((2, 1)),
    ),
    "reply to a live one": (Kind.PRAISE, 1, [matter(1, 9999), matter(2)], Join(1)),
    "complaint in reply to a closed one": (Kind.COMPLAINT, 1, [matter(1, live=False)], Reopen(1)),
    "praise in reply to a closed one": (Kind.PRAISE, 1, [matter(1, live=False)], New(refers_to=1)),
    "inquiry in reply to a closed one": (Kind.INQUIRY, 1, [matter(1, live=False)], New(refers_to=1)),
    "reply to one that cannot be reopened": (Kind.COMPLAINT, 7, [matter(1)], New(refers_to=7)),
}


@pytest.mark.parametrize(("kind", "replied_to", "matters", "placement"), SPOKEN.values(), ids=SPOKEN)
def test_where_words_go(
    kind: Kind, replied_to: int | None, matters: list[OpenMatter], placement: Placement
) -> None:
    assert place(kind, Category.QUALITY, replied_to, matters, NOW, WINDOW) == placement


WAITED_FOR: dict[str, tuple[Kind, Category, float, list[OpenMatter], Placement]] = {
    "what the model is not sure of": (
        Kind.COMPLAINT,
        Category.SERVICE,
        0.85,
        [matter(1, 9999, waits=True), matter(2, 1, category=Category.SERVICE)],
        Join(1),
    ),
    "a time, which reads like a suggestion": (
        Kind.SUGGESTION,
        Category.SERVICE,
        0.96,
        [matter(1, waits=True)],
        Join(1),
    ),
    "clearly another matter": (Kind.SUGGESTION, Category.DESIGN, 0.93, [matter(1, waits=True)], New()),
    "clearly a question": (Kind.INQUIRY, Category.SERVICE, 0.99, [matter(1, waits=True)], Ask((1,))),
    "of two nobody knows which": (
        Kind.COMPLAINT,
        Category.SERVICE,
        0.85,
        [matter(1, waits=True), matter(2, waits=True)],
        New(),
    ),
    "in a talk it is no answer to anything": (
        Kind.COMPLAINT,
        Category.SERVICE,
        0.85,
        [matter(1, with_staff=True)],
        New(),
    ),
}


@pytest.mark.parametrize(
    ("kind", "category", "confidence", "matters", "placement"), WAITED_FOR.values(), ids=WAITED_FOR
)
def test_where_words_go_while_staff_wait_for_them(
    kind: Kind, category: Category, confidence: float, matters: list[OpenMatter], placement: Placement
) -> None:
    assert place(kind, category, None, matters, NOW, WINDOW, confidence) == placement


UNSPOKEN: dict[str, tuple[int | None, list[OpenMatter], Join | Ask | None]] = {
    "nothing open": (None, [], None),
    "only closed ones": (None, [matter(1, live=False)], None),
    "one in the window": (None, [matter(1), matter(2, 60)], Join(1)),
    "two in the window": (None, [matter(1, 9), matter(2, 3), matter(3, 60)], Ask((2, 1))),
    "one long ago": (None, [matter(1, 60)], Ask((1,))),
    "the matter in hand": (2, [matter(1), matter(2, 60)], Join(2)),
    "the matter in hand is closed": (2, [matter(1), matter(2, live=False)], Join(1)),
    "the matter in hand is nobody's here": (9, [matter(1), matter(2)], Ask((1, 2))),
}


@pytest.mark.parametrize(("in_hand", "matters", "placement"), UNSPOKEN.values(), ids=UNSPOKEN)
def test_where_a_photo_goes(
    in_hand: int | None, matters: list[OpenMatter], placement: Join | Ask | None
) -> None:
    assert place_unspoken(in_hand, matters, NOW, WINDOW) == placement


matters_of_anyone = st.lists(
    st.builds(
        matter,
        st.integers(1, 6),
        st.floats(0, 120),
        st.sampled_from(Kind),
        st.sampled_from(Category),
        st.booleans(),
    ),
    unique_by=lambda one: one.ticket_id,
)
replies = st.none() | st.integers(1, 8)


@given(st.sampled_from(Kind), st.sampled_from(Category), replies, matters_of_anyone)
def test_words_only_go_where_they_may(
    kind: Kind, category: Category, replied_to: int | None, matters: list[OpenMatter]
) -> None:
    live = {one.ticket_id: one for one in matters if one.live}
    closed = {one.ticket_id for one in matters if not one.live}
    match place(kind, category, replied_to, matters, NOW, WINDOW):
        case Join(ticket):
            assert ticket == replied_to
            assert ticket in live
        case Reopen(ticket):
            assert (ticket, kind) == (replied_to, Kind.COMPLAINT)
            assert ticket in closed
        case Ask(tickets):
            assert replied_to is None
            assert 1 <= len(tickets) <= 3
            assert len({*tickets}) == len(tickets)
            for one in (live[ticket] for ticket in tickets):
                assert (one.kind, one.category) == (kind, category)
                assert NOW - one.last_word_at <= WINDOW
        case New(refers_to):
            assert refers_to == replied_to
            assert refers_to not in live


@given(replies, matters_of_anyone)
def test_a_photo_only_goes_into_what_is_live(replied_to: int | None, matters: list[OpenMatter]) -> None:
    live = {one.ticket_id for one in matters if one.live}
    match place_unspoken(replied_to, matters, NOW, WINDOW):
        case Join(ticket):
            assert ticket in live
            assert replied_to not in live or ticket == replied_to
        case Ask(tickets):
            assert {*tickets} <= live
            assert 1 <= len(tickets) <= 3
        case None:
            assert not live


@given(st.sampled_from(Kind), st.sampled_from(Category), replies, matters_of_anyone)
def test_the_order_in_which_matters_are_listed_changes_nothing(
    kind: Kind, category: Category, replied_to: int | None, matters: list[OpenMatter]
) -> None:
    matters = list({one.last_word_at: one for one in matters}.values())
    turned = matters[::-1]
    assert place(kind, category, replied_to, matters, NOW, WINDOW) == place(
        kind, category, replied_to, turned, NOW, WINDOW
    )
    assert place_unspoken(replied_to, matters, NOW, WINDOW) == place_unspoken(replied_to, turned, NOW, WINDOW)
