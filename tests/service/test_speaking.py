"""Speaking first: consent, quiet hours, limits, and each word once; what is not said says why."""

from datetime import time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import select

from bot.desk.customer import Customer
from bot.desk.notice import Lane, Notice, NoticeState
from bot.desk.wishes import Consent, Topic, Wishes
from bot.service.speaking import Fate, Word, tell, tell_all
from bot.service.work import Work
from tests.builders import LI, Scene


def customer(work: Work, chat: int = LI) -> Customer:
    return work.session.exec(select(Customer).where(Customer.chat_id == chat)).one()


def word(work: Work, topic: Topic = Topic.BILLS, step: str = "1", **more: object) -> Word:
    return Word(customer(work), topic, "bills:1", "reminder", step, "key_stop", {"topic": "bills"}, **more)  # type: ignore[arg-type]


def test_said_once_with_a_button_to_stop(scene: Scene) -> None:
    scene.write("你好")
    with scene.desk() as work:
        assert tell(work, word(work)) == Fate.POSTED
        assert tell(work, word(work)) == Fate.KNOWN
    (notice,) = scene.notices("reminder")
    assert (notice.state, notice.matters, notice.lane) == (NoticeState.READY, True, Lane.NOTICE)
    assert scene.payloads(notice) == [{"say": '/stop_topic{"topic": "bills"}'}]


def test_in_quiet_hours_it_waits_but_danger_does_not(scene: Scene) -> None:
    scene.write("你好")
    zone = ZoneInfo("Asia/Shanghai")
    scene.clock.now = scene.clock.now.astimezone(zone).replace(hour=22, minute=0)
    with scene.desk() as work:
        tell(work, word(work))
        tell(work, word(work, Topic.SAFETY, "2", danger=True))
    waits, at_once = scene.notices("reminder")
    assert waits.due_at.astimezone(zone).hour == 8
    assert at_once.due_at == scene.clock.now
    assert at_once.buttons == []
    assert at_once.values["at_night"] == 1  # and it says so


def test_a_customer_has_quiet_hours_and_a_zone_of_their_own(scene: Scene) -> None:
    scene.write("你好")
    lisbon = ZoneInfo("Europe/Lisbon")
    scene.clock.now = scene.clock.now.astimezone(lisbon).replace(hour=12, minute=30)
    with scene.desk() as work:
        work.session.add(
            Wishes(
                customer_id=customer(work).id, quiet_from=time(12), quiet_until=time(13), zone="Europe/Lisbon"
            )
        )
        work.session.flush()
        tell(work, word(work))
    assert scene.notices("reminder")[0].due_at.astimezone(lisbon).hour == 13


def test_without_consent_nothing_is_said_and_the_reason_is_kept(scene: Scene) -> None:
    scene.write("你好")
    with scene.desk() as work:
        work.session.add(
            Consent(customer_id=customer(work).id, topic=Topic.BILLS, given=False, changed_at=work.now)
        )
        work.session.flush()
        assert tell(work, word(work)) == Fate.NO_CONSENT
        assert tell(work, word(work, Topic.CARE, "2")) == Fate.NO_CONSENT  # the policy's default
    assert {(one.state, one.error) for one in scene.notices("reminder")} == {
        (NoticeState.CANCELLED, "no consent")
    }


def test_care_is_limited_in_a_week_and_bills_are_not(scene: Scene) -> None:
    scene.write("你好")
    with scene.desk() as work:
        work.session.add(
            Consent(customer_id=customer(work).id, topic=Topic.CARE, given=True, changed_at=work.now)
        )
        work.session.flush()
        fates = tell_all(work, [word(work, Topic.CARE, str(step)) for step in range(5)])
        assert fates == {Fate.POSTED: 3, Fate.TOO_OFTEN: 2}
        assert tell(work, word(work, step="bill")) == Fate.POSTED
    scene.clock.forward(days=8)
    with scene.desk() as work:
        assert tell(work, word(work, Topic.CARE, "next week")) == Fate.POSTED


def test_what_is_over_before_it_may_be_said_is_not_said(scene: Scene) -> None:
    scene.write("你好")
    scene.clock.now = scene.clock.now.astimezone(ZoneInfo("Asia/Shanghai")).replace(hour=22)
    with scene.desk() as work:
        late = word(work, expires_at=work.now + timedelta(hours=1))
        assert tell(work, late) == Fate.TOO_LATE


def test_who_blocked_the_desk_is_not_spoken_to(scene: Scene) -> None:
    scene.write("你好")
    with scene.desk() as work:
        customer(work).unreachable_at = work.now
        assert tell(work, word(work)) == Fate.UNREACHABLE
        assert work.session.exec(select(Notice).where(Notice.kind == "reminder")).one().error
