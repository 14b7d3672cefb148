"""Talking to a person: the bot is silent, words flow to the topic and back, and it ends once for both sides."""

from bot.desk.handover import Handover
from bot.desk.labels import Category, Hazard, Kind
from bot.desk.ticket import Move
from bot.desk.transcript import Author
from bot.service import handover, tickets
from tests.builders import ANN, LI, Scene, photo


def test_without_a_matter_in_hand_a_person_gets_a_new_ticket(scene: Scene) -> None:
    ticket = scene.ask_for_person(text="我要找人")
    filed = scene.get(ticket)
    assert (filed.kind, filed.category) == (Kind.INQUIRY, Category.SERVICE)
    (card,) = scene.notices("card")
    assert card.values["words"] == "我要找人"
    assert scene.notices("relay") == []  # the words stand on the card
    (call,) = scene.notices("handover")
    assert [one["do"] for one in scene.payloads(call)] == ["hand_back"]


def test_with_a_matter_in_hand_the_talk_is_in_it(scene: Scene) -> None:
    scene.ticket("旧的", category=Category.DESIGN)
    scene.clock.forward(minutes=20)
    ticket = scene.ticket("漏水")
    scene.clock.forward(minutes=15)
    assert scene.ask_for_person() == ticket
    assert [one.values["text"] for one in scene.notices("relay")] == ["转人工"]
    scene.clock.forward(minutes=31)
    end_silent(scene)
    scene.clock.forward(minutes=31)
    assert scene.ask_for_person() != ticket


def test_one_talk_per_customer_however_often_it_is_asked_for(scene: Scene) -> None:
    first = scene.ask_for_person()
    assert scene.ask_for_person() == first
    assert len(scene.open_handovers()) == 1
    assert len(scene.notices("handover")) == 1
    with scene.desk() as work:
        assert handover.begin(work, 404, None) is None


def test_words_go_to_the_topic_once_and_the_bot_is_silent(scene: Scene) -> None:
    ticket = scene.ask_for_person()
    heard = scene.heard("有人吗", media=[photo(5)])
    for _ in range(2):
        assert scene.record(heard).with_staff
        scene.clock.forward(seconds=1)
    assert [one.values["text"] for one in scene.notices("relay", ticket_id=ticket)] == ["有人吗"]
    assert len(scene.notices("media", ticket_id=ticket)) == 1
    assert not scene.record(scene.heard("/help"), command=True).with_staff


def test_the_message_that_asked_may_be_said_to_the_dialogue_again(scene: Scene) -> None:
    """The dialogue called staff, then failed to answer: at the second try the customer still gets the answer."""
    scene.ticket("漏水")
    asking = scene.heard("转人工")
    message = scene.record(asking).message
    with scene.desk() as work:
        handover.begin(work, LI, message)
    scene.clock.forward(seconds=1)
    assert not scene.record(asking).with_staff
    assert scene.record(scene.heard("喂")).with_staff


def test_another_customers_words_are_not_shown_to_staff_as_theirs(scene: Scene) -> None:
    scene.write("hello there")
    foreign = scene.write("my secret", ANN)
    with scene.desk() as work:
        talk = handover.begin(work, LI, foreign)
    assert talk is not None
    assert scene.message(foreign).ticket_id is None
    assert "my secret" not in str([one.values for one in scene.notices("card")])


def test_staff_end_it_and_both_sides_are_told_once(scene: Scene) -> None:
    ticket, wang = scene.ask_for_person(), scene.agent()
    assert scene.press(wang, "hand_back", ticket).word == "handed_back"
    assert scene.press(wang, "hand_back", ticket).word == "no_handover"
    (told,) = scene.notices("handed_back")
    assert told.chat_id == LI
    assert [one.values["by"] for one in scene.notices("told", template="told_handed_back")] == ["agent"]
    assert not scene.record(scene.heard("谢谢")).with_staff
    (line,) = (one for one in scene.history(ticket) if one.move == Move.HANDBACK)
    assert (line.author, line.reason) == (Author.AGENT, "agent")


def test_only_the_ticket_of_the_talk_hands_it_back(scene: Scene) -> None:
    other = scene.ticket("漏水")
    scene.clock.forward(minutes=31)
    ticket, wang = scene.ask_for_person(), scene.agent()
    assert ticket != other
    assert scene.press(wang, "hand_back", other).word == "no_handover"
    assert len(scene.open_handovers()) == 1


def test_silence_ends_it_and_a_word_of_either_side_puts_it_off(scene: Scene) -> None:
    ticket, wang = scene.ask_for_person(), scene.agent()
    scene.clock.forward(minutes=29)
    scene.write("还在吗")
    scene.clock.forward(minutes=29)
    scene.answer(wang, ticket, "在的")
    scene.clock.forward(minutes=29)
    end_silent(scene)
    assert len(scene.open_handovers()) == 1
    scene.clock.forward(minutes=1)
    for _ in range(2):
        end_silent(scene)
    (ended,) = scene.all(Handover)
    assert ended.ended_by == "silence"
    assert len(scene.notices("handed_back")) == 1


def test_resolving_ends_it_without_a_second_message(scene: Scene) -> None:
    ticket, wang = scene.ask_for_person(), scene.agent()
    scene.resolve(wang, ticket)
    assert scene.open_handovers() == []
    assert scene.notices("handed_back") == []
    assert len(scene.notices("resolved")) == 1


def test_withdrawing_ends_it_and_another_ticket_does_not(scene: Scene) -> None:
    other = scene.ticket("漏水", hazard=Hazard.FLOODING)
    scene.clock.forward(minutes=31)
    ticket, wang = scene.ask_for_person(), scene.agent()
    scene.resolve(wang, other)
    assert len(scene.open_handovers()) == 1
    with scene.desk() as work:
        tickets.withdraw(work, LI, ticket)
    (ended,) = scene.all(Handover)
    assert ended.ended_by == "customer"


def test_a_new_talk_can_begin_after_one_ended(scene: Scene) -> None:
    ticket, wang = scene.ask_for_person(), scene.agent()
    scene.press(wang, "hand_back", ticket)
    assert scene.ask_for_person() == ticket
    scene.press(wang, "hand_back", ticket)
    assert len(scene.notices("handed_back")) == 2
    assert len(scene.notices("handover")) == 2


def end_silent(scene: Scene) -> None:
    with scene.desk() as work:
        handover.end_silent(work)
