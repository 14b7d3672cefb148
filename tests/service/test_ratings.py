"""Stars after a resolution: one mark per round, a low one opens the matter again, once."""

import pytest

from bot.desk.agent import Agent
from bot.desk.rating import Rating
from bot.desk.ticket import Move, State
from bot.service import intake, ratings, tickets
from tests.builders import ANN, LI, Scene


@pytest.mark.parametrize("stars", [1, 2, 3, 4, 5])
def test_a_mark_is_kept_once_and_only_a_low_one_reopens(scene: Scene, stars: int) -> None:
    ticket = scene.resolved()
    low = stars <= 2
    for _ in range(2):
        rated = rate(scene, ticket, stars)
        assert rated is not None
        assert (rated.stars, rated.reopened) == (stars, low)
    assert [one.stars for one in scene.all(Rating)] == [stars]
    moves = [one.move for one in scene.history(ticket)]
    assert (moves.count(Move.RATED), moves.count(Move.REOPENED)) == (1, int(low))
    assert len(scene.notices("told", template="told_rated")) == 1
    now = scene.get(ticket)
    assert (now.state, now.round) == ((State.TAKEN, 2) if low else (State.RESOLVED, 1))
    reopened = scene.notices("told", template="told_reopened")
    assert [one.values["owner"] for one in reopened] == (["赵敏"] if low else [])


def test_a_mark_can_be_changed_until_it_reopens(scene: Scene) -> None:
    ticket = scene.resolved()
    rate(scene, ticket, 5)
    lowered = rate(scene, ticket, 1)
    raised = rate(scene, ticket, 4)
    assert lowered is not None
    assert raised is not None
    assert (lowered.reopened, raised.reopened) == (True, False)
    assert [one.stars for one in scene.all(Rating)] == [4]
    assert scene.get(ticket).state == State.TAKEN


def test_each_round_has_its_own_mark(scene: Scene) -> None:
    ticket = scene.resolved()
    rate(scene, ticket, 1)
    assert rate(scene, ticket, 5, round_=2) is None  # not resolved again yet
    scene.resolve(scene.agent(), ticket)
    assert scene.get(ticket).state == State.TAKEN  # not theirs to resolve
    scene.press(owner(scene), "resolve_as", ticket, reason="fixed")
    assert len(scene.notices("resolved")) == 2
    rated = rate(scene, ticket, 5, round_=2)
    assert rated is not None
    assert [(one.round, one.stars) for one in scene.all(Rating)] == [(1, 1), (2, 5)]
    assert scene.get(ticket).state == State.RESOLVED
    rate(scene, ticket, 2, round_=1)  # the old mark changes nothing now
    assert scene.get(ticket).state == State.RESOLVED


@pytest.mark.parametrize(
    ("stars", "round_"), [(0, 1), (6, 1), (-1, 1), (5, 0), (5, 2), (5, 10**20), (10**20, 1)]
)
def test_unreal_marks_are_nothing(scene: Scene, stars: int, round_: int) -> None:
    ticket = scene.resolved()
    assert rate(scene, ticket, stars, round_=round_) is None
    assert scene.all(Rating) == []


def test_strangers_and_unresolved_tickets_are_not_rated(scene: Scene) -> None:
    ticket, live = scene.resolved(), scene.ticket("二")
    scene.write("hello there", ANN)
    for chat, named in ((ANN, ticket), (404, ticket), (LI, live), (LI, 10**20)):
        assert rate(scene, named, 1, chat=chat) is None
    with scene.desk() as work:
        assert ratings.comment(work, ANN, ticket, 1, "bad") is None
        tickets.withdraw(work, LI, live)
    assert rate(scene, live, 5) is None
    assert scene.all(Rating) == []


def test_a_word_joins_the_mark_once(scene: Scene) -> None:
    ticket = scene.resolved()
    with scene.desk() as work:
        assert ratings.comment(work, LI, ticket, 1, "还行") is None  # no mark yet
        assert ratings.comment(work, LI, ticket, 10**20, "还行") is None
    rate(scene, ticket, 4)
    for _ in range(2):
        with scene.desk() as work:
            assert ratings.comment(work, LI, ticket, 1, "还行" * 1000) is not None
    (rating,) = scene.all(Rating)
    assert rating.comment == "还行" * 1000
    (told,) = scene.notices("told", template="told_rating_comment")
    assert (told.values["stars"], len(told.values["said"])) == (4, 1500)


def test_a_reopened_ticket_counts_its_rounds_whoever_opens_it(scene: Scene) -> None:
    ticket = scene.resolved()
    with scene.desk() as work:
        intake.reopen_theirs(work, LI, ticket, None)
    rated = rate(scene, ticket, 1)
    assert rated is not None
    assert rated.reopened
    assert scene.get(ticket).round == 2


def rate(scene: Scene, ticket: int, stars: int, round_: int = 1, chat: int = LI) -> ratings.Rated | None:
    with scene.desk() as work:
        return ratings.rate(work, chat, ticket, round_, stars)


def owner(scene: Scene) -> int:
    """The user id of who resolved it first."""
    (agent,) = scene.all(Agent, name="赵敏")
    return int(agent.user_id)
