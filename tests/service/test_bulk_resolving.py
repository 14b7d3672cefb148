"""``/done all``: every ticket of a defect or an outage resolved with the same words, which each customer reads once."""

from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from bot.chat.letters import message, without_markup
from bot.chat.words import Words
from bot.desk.bulk import BulkReply
from bot.desk.customer import Customer
from bot.desk.finding import Defect
from bot.desk.labels import Language
from bot.desk.notice import Lane
from bot.desk.task import Task
from bot.desk.ticket import State
from bot.service import bulk, defects, parts
from tests.builders import LI, Scene
from tests.service.mailings import carry_on, press, run, stuck_lifts

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def wang(scene: Scene) -> int:
    return scene.agent("王强")


@pytest.fixture
def lifts(scene: Scene, wang: int) -> list[int]:
    return stuck_lifts(scene, wang)


def test_all_are_resolved_if_asked_but_for_those_that_cannot_be(
    scene: Scene, wang: int, lifts: list[int]
) -> None:
    other = scene.agent("赵敏")
    scene.take(other, lifts[1])
    assert run(scene, bulk.resolve, wang, lifts[0], "all 门锁已换").word == "tell_confirm"
    press(scene, wang)
    carry_on(scene)
    assert [scene.get(one).state for one in lifts] == [State.RESOLVED, State.TAKEN, State.RESOLVED]
    told = scene.notices("resolved")
    assert {(one.lane, one.values["words"]) for one in told} == {(Lane.NOTICE, "门锁已换")}
    assert scene.notices("bulk_edit")[-1].values["kept"] == 1
    (defect,) = scene.all(Defect)
    assert defect.ended_at is None
    scene.resolve(other, lifts[1])
    scene.clock.forward(hours=1)


@pytest.mark.parametrize("piece", [1, 50])
@pytest.mark.parametrize(
    ("language", "said", "again"),
    [
        (Language.ZH, "✅ {}、{} 都已办结。", "{} 没有解决"),
        (Language.EN, "✅ {}, {} are resolved.", "{}: not solved"),
    ],
)
def test_who_has_two_tickets_of_it_reads_the_words_once(
    scene: Scene, wang: int, lifts: list[int], monkeypatch: pytest.MonkeyPatch,
    piece: int, language: Language, said: str, again: str,
) -> None:  # fmt: skip
    monkeypatch.setattr(bulk, "PIECE", piece)
    with scene.desk() as work:
        work.session.exec(select(Customer).where(Customer.chat_id == LI)).one().language = language
    run(scene, bulk.resolve, wang, lifts[0], "all 门锁已换")
    press(scene, wang)
    carry_on(scene)
    first, last = lifts[0], lifts[2]
    (told,) = scene.notices("resolved", chat_id=LI)
    words = Words(SHANGHAI, lambda: scene.clock.now)
    text = without_markup(message(words, language, told.template or "", told.values))
    assert text.startswith(said.format(f"CD-{first}", f"CD-{last}"))
    button = told.buttons[-1][0]
    assert words.label(language, button["word"], button["values"]) == again.format(f"CD-{last}")
    assert [one["say"] for one in scene.payloads(told)][-2:] == [
        f'/reopen{{"ticket": {first}}}',
        f'/reopen{{"ticket": {last}}}',
    ]
    assert [scene.get(one).resolution for one in lifts] == ["门锁已换"] * 3
    assert scene.all(BulkReply)[0].told == 3


def test_of_two_tickets_of_a_customer_the_one_that_stays_open_is_not_named(
    scene: Scene, wang: int, lifts: list[int]
) -> None:
    scene.take(scene.agent("赵敏"), lifts[2])
    run(scene, bulk.resolve, wang, lifts[0], "all 门锁已换")
    press(scene, wang)
    carry_on(scene)
    (told,) = scene.notices("resolved", chat_id=LI)
    assert told.values["number"] == f"CD-{lifts[0]}"
    assert "numbers" not in told.values
    (row,) = scene.all(BulkReply)
    assert (row.told, row.kept) == (2, 1)


def test_an_open_part_keeps_its_ticket_open(scene: Scene, wang: int, lifts: list[int]) -> None:
    run(scene, parts.give_named, wang, lifts[0], "design look")
    run(scene, bulk.resolve, wang, lifts[0], "全部 门锁已换")
    press(scene, wang)
    carry_on(scene)
    assert scene.get(lifts[0]).state != State.RESOLVED
    assert [one.done_at for one in scene.all(Task)] == [None]
    assert scene.notices("ask_open_parts"), "whoever holds it is asked in its topic"


def test_a_defect_whose_tickets_are_all_closed_is_over(scene: Scene, wang: int, lifts: list[int]) -> None:
    run(scene, bulk.resolve, wang, lifts[0], "all 门锁已换")
    press(scene, wang)
    carry_on(scene)
    assert scene.all(Defect)[0].ended_at == scene.clock.now
    scene.clock.forward(hours=1)
    again = scene.ticket("电梯门夹人", chat=5003)
    run(scene, defects.by_hand, wang, again, "3 栋电梯门锁")
    assert len(scene.all(Defect)) == 2


@pytest.mark.parametrize("words", ["all taps replaced", "全部 龙头都换了", "all"])
def test_done_all_in_a_ticket_of_no_defect_sends_nothing(scene: Scene, wang: int, words: str) -> None:
    ticket = scene.ticket("水龙头滴水")
    assert run(scene, bulk.resolve, wang, ticket, words).word == "done_all_of_nothing"
    assert scene.get(ticket).state == State.OPEN
    assert not scene.notices("resolved")
    assert (
        run(scene, bulk.resolve, wang, ticket, words.replace("all", "All").replace(" ", "")).word
        == "resolved"
    )


@pytest.mark.parametrize("words", ["all", " ALL ", "全部", "全部："])
def test_done_all_without_words_asks_for_them(scene: Scene, wang: int, lifts: list[int], words: str) -> None:
    assert run(scene, bulk.resolve, wang, lifts[0], words).word == "done_all_needs_words"
    assert scene.get(lifts[0]).state == State.OPEN


@pytest.mark.parametrize("words", ["All good now, the pump is replaced", "全部修好了", "allright then"])
def test_a_sentence_that_begins_with_all_is_an_ordinary_answer(
    scene: Scene, wang: int, lifts: list[int], words: str
) -> None:
    assert run(scene, bulk.resolve, wang, lifts[0], words).word == "resolved"
    assert scene.get(lifts[0]).resolution == words
    assert [scene.get(one).state for one in lifts[1:]] == [State.OPEN, State.OPEN]


@pytest.mark.parametrize("words", ["all fixed", "all\nfixed", "ALL: fixed", "全部 fixed", "全部：fixed"])
def test_done_all_names_tickets_and_customers(scene: Scene, wang: int, lifts: list[int], words: str) -> None:
    assert run(scene, bulk.resolve, wang, lifts[0], words).word == "tell_confirm"
    (asked,) = scene.notices("bulk")
    assert (asked.values["tickets"], asked.values["count"], asked.values["words"]) == (3, 2, "fixed")
    press(scene, wang)
    carry_on(scene)
    over = scene.notices("bulk_edit")[-1].values
    assert (over["stage"], over["told"]) == ("over", 3)
    for language, said in ((Language.EN, "3 tickets of"), (Language.ZH, "的 3 件工单")):
        assert said in without_markup(
            message(Words(SHANGHAI, lambda: scene.clock.now), language, "bulk", over)
        )
