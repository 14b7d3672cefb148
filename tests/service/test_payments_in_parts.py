"""What a customer says to have paid of a bill in instalments: staff look for that part, once."""

from bot.desk.bill import Instalment
from bot.desk.task import Task
from bot.service import bill_claims, payments
from tests.builders import Scene
from tests.service.bills import billed, move, tied
from tests.service.test_payments import claim, news, verify


def test_said_again_while_staff_still_look_it_is_the_same_task_of_the_same_part(scene: Scene) -> None:
    billed(scene, tied(scene), amount=30000)
    with scene.desk() as work:
        found = payments.find(work, "B-1")
        assert found
        payments.agree_instalments(work, found, 3)
    for day in (0, 4, 8):
        move(scene, day)
        with scene.desk() as work:
            bill_claims.resume_unverified(work)
        claim(scene)
    (task,) = scene.all(Task)
    assert (task.values["part"], task.values["amount_sum"]) == (1, "10000 CNY")
    assert (task.due_at - scene.clock.now).days == 3
    with scene.desk() as work:
        found = payments.find(work, "B-1")
        assert found
        payments.pay_next(work, found)
    verify(scene, "received")  # what it was about is paid already
    assert [part.paid_on is None for part in scene.all(Instalment)] == [False, True, True]


def test_not_found_names_what_was_to_be_paid_next(scene: Scene) -> None:
    billed(scene, tied(scene), amount=30000)
    with scene.desk() as work:
        found = payments.find(work, "B-1")
        assert found
        due_on = payments.agree_instalments(work, found, 3)[0].due_on
    claim(scene)
    verify(scene, "not_found")
    (told,) = news(scene, "payment_not_found")
    assert (told.values["amount_sum"], told.values["due_on"]) == ("10000 CNY", due_on.isoformat())
    assert told.buttons[0][0]["values"] == {"amount_sum": "10000 CNY"}
