"""Digests: said once at their hour, and every figure is that of the rows, whatever became of them since."""

from datetime import UTC, date, datetime, timedelta

from sqlmodel import select

from bot.desk.agent import Agent, Role
from bot.desk.customer import Customer
from bot.desk.digest import Digest, Figures
from bot.desk.digest_order import Occasion, Order
from bot.desk.digest_periods import month_of, span
from bot.desk.erasure import Erasure
from bot.desk.finding import FindingState
from bot.desk.labels import Category, Kind
from bot.desk.notice import Act
from bot.desk.occasion import Survey
from bot.desk.party import Standing
from bot.desk.promise import Promise, PromiseState
from bot.desk.ticket import Move, State, Ticket
from bot.desk.ticket_clock import TicketClock
from bot.desk.transcript import Author
from bot.service import (
    cards,
    changes,
    clock_sweep,
    digest_making,
    digests,
    erasing,
    history,
    moves,
    ratings,
    ticket_courses,
    tickets,
)
from tests.builders import ANN, LI, Scene
from tests.databases import STAFF_CHAT
from tests.service.colleagues import colleague
from tests.service.recurring import PLAN, found, head, say
from tests.service.test_leaves import on_leave

MONDAY = date(2026, 3, 2)
AT_NINE = datetime(2026, 3, 3, 1, 0, tzinfo=UTC)  # Tuesday 09:00 in Shanghai
DAY = timedelta(days=1)
MARCH = Order(month_of(2026, 3))


def made(scene: Scene, order: Order = MARCH, people: bool = False) -> Digest:
    with scene.glance() as work:
        return digest_making.digest(work, order, people=people)


def planned(scene: Scene, now: datetime) -> list[tuple[str, str]]:
    """What is said by then: the occasion and the days of each digest."""
    scene.clock.now = now
    with scene.desk() as work:
        digests.plan(work)
    return [(one.values["occasion"], one.values["first_on"]) for one in scene.notices("digest")]


def swept(scene: Scene, now: datetime) -> None:
    scene.clock.now = now
    with scene.desk() as work:
        clock_sweep.sweep(work)


# --- when it is said ---------------------------------------------------------------------------


def test_each_morning_and_each_week_once(scene: Scene) -> None:
    scene.clock.now = datetime(2026, 2, 27, 3, 0, tzinfo=UTC)
    scene.ticket()
    monday = datetime(2026, 3, 2, 0, 39, tzinfo=UTC)
    assert planned(scene, monday) == []
    assert planned(scene, monday + timedelta(minutes=1)) == [("daily", "2026-02-28")]
    both = [("daily", "2026-02-28"), ("weekly", "2026-02-23")]
    for minutes in (31, 32, 170, 200, 600):
        assert planned(scene, monday + timedelta(minutes=minutes)) == both
    assert planned(scene, monday + DAY + timedelta(minutes=60)) == [*both, ("daily", "2026-03-02")]
    (first, *_) = scene.notices("digest")
    assert first.act == Act.PICTURES
    assert first.expires_at == datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def test_nothing_is_made_up_for_after_noon_and_nothing_is_said_on_a_day_off(scene: Scene) -> None:
    scene.clock.now = datetime(2026, 2, 27, 3, 0, tzinfo=UTC)
    scene.ticket()
    assert planned(scene, datetime(2026, 3, 1, 1, 0, tzinfo=UTC)) == []  # Sunday
    assert planned(scene, datetime(2026, 3, 2, 4, 0, tzinfo=UTC)) == []  # Monday noon: the desk slept
    said = planned(scene, datetime(2026, 3, 3, 2, 0, tzinfo=UTC))
    assert said == [("daily", "2026-03-02"), ("weekly", "2026-02-23")]  # the week is not lost


def test_a_desk_without_tickets_says_nothing(scene: Scene) -> None:
    assert planned(scene, AT_NINE) == []
    scene.ticket()
    assert planned(scene, AT_NINE + timedelta(minutes=1)) == []  # filed today: nothing of yesterday


def test_who_asks_gets_it_once_a_minute(scene: Scene) -> None:
    scene.ticket()
    user = scene.agent()
    for words, word, follows in (
        ("", "digest_in_general", True),
        ("", "digest_in_general", False),
        ("xlsx 质量", "digest_in_general", True),
        ("?", "digest_how", False),
        ("9999-12", "digest_to_come", False),
        ("xlsx 2190-01", "digest_to_come", False),
    ):
        with scene.desk() as work:
            agent = work.session.exec(select(Agent).where(Agent.user_id == user)).one()
            verdict = digests.ask(work, agent, words)
            assert (verdict.word, verdict.told_in_general) == (word, follows)
    now, file = scene.notices("digest")
    assert (now.act, file.act) == (Act.PICTURES, Act.DOCUMENT)
    assert Order.of(file.values).department == Category.QUALITY
    assert now.expires_at is None


def test_whom_it_is_for(scene: Scene) -> None:
    for name, role in (
        ("组长", Role.LEAD),
        ("部长", Role.HEAD),
        ("总监", Role.MANAGER),
        ("王强", Role.AGENT),
    ):
        scene.agent(name, role)
    away = colleague(scene, "休假的组长", shift=None, role=Role.LEAD)
    on_leave(scene, away, scene.clock.now.date())
    with scene.desk() as work:
        found = {one: [agent.name for agent in digests.readers(work, one)] for one in Occasion}
    assert sorted(found[Occasion.DAILY]) == ["组长", "部长"]
    assert found[Occasion.WEEKLY] == ["总监"]
    assert found[Occasion.ASKED] == []


# --- the figures -------------------------------------------------------------------------------


def test_a_ticket_is_counted_as_it_stood_at_the_end(scene: Scene) -> None:
    begin = scene.clock.now  # Monday 17:30 in Shanghai
    ticket = scene.ticket()
    scene.clock.forward(days=3)
    scene.resolve(scene.agent(), ticket)
    scene.clock.forward(days=3)
    with scene.desk() as work:
        changes.reopen(work, work.session.get_one(Ticket, ticket), Author.CUSTOMER, "again")
    scene.clock.forward(days=1)
    with scene.desk() as work:
        changes.correct(work, work.session.get_one(Ticket, ticket), Author.AGENT, category=Category.DESIGN)
    days = [begin.date() + timedelta(days=number) for number in range(9)]
    found = [made(scene, Order(span(day, day + DAY))) for day in days]
    assert [one.figures().filed for one in found] == [1, 0, 0, 0, 0, 0, 0, 0, 0]
    assert [one.figures().open for one in found] == [1, 1, 1, 0, 0, 0, 1, 1, 1]
    assert [one.figures().resolved for one in found] == [0, 0, 0, 1, 0, 0, 0, 0, 0]
    assert [line.category for one in found[5:] for line in one.lines] == [
        Category.QUALITY,
        Category.DESIGN,
        Category.DESIGN,
    ]


def test_late_is_what_the_clocks_say_whether_or_not_somebody_looked(scene: Scene) -> None:
    complaint, inquiry = (
        scene.ticket(),
        scene.ticket("物业费怎么算", chat=ANN, kind=Kind.INQUIRY, category=Category.SERVICE),
    )
    before = made(scene)
    assert (before.figures().late, before.figures().warned) == (0, 0)
    later = scene.clock.now + timedelta(hours=5)
    scene.clock.now = later
    order = Order(span(MONDAY, MONDAY + DAY * 2), until=later)
    unswept = made(scene, order)
    swept(scene, later + timedelta(hours=1))
    assert made(scene, order) == unswept
    late = {line.number for line in unswept.lines if line.late_by}
    assert late == {f"CD-{complaint}"}
    with scene.glance() as work:
        (clock,) = work.session.exec(
            select(TicketClock).where(
                TicketClock.ticket_id == complaint, TicketClock.metric == "first_response"
            )
        )
        assert clock.breached_at is not None
        overrun = later - clock.breached_at
    (line,) = [one for one in unswept.lines if one.number == f"CD-{complaint}"]
    assert line.late_by == overrun
    assert unswept.by_department()[Category.SERVICE].open == 1
    assert scene.get(inquiry).state == State.OPEN


def test_withdrawn_merged_and_erased_tickets(scene: Scene) -> None:
    kept, gone, merged = scene.ticket(), scene.ticket("算了", chat=ANN), scene.ticket("同一件事", chat=5003)
    with scene.desk() as work:
        tickets.withdraw(work, ANN, gone)
        one = work.session.get_one(Ticket, merged)
        history.note(work, one, Move.MERGED, Author.AGENT, reason="same")
        one.state, one.merged_into_id = State.MERGED, kept
    before = made(scene)
    assert before.figures() == Figures(filed=3, open=1)
    scene.deliver()
    scene.clock.forward(hours=1)
    with scene.desk() as work:
        customer = work.session.exec(select(Customer).where(Customer.chat_id == LI)).one()
        row = Erasure(
            customer_id=customer.id or 0,
            chat_id=LI,
            language=customer.language,
            waits=False,
            asked_at=work.now,
        )
        work.session.add(row)
        work.session.flush()
        assert erasing.erase(work, row.id or 0)
    after = made(scene)
    assert after.figures() == Figures(filed=3, open=0)
    assert [line.words for line in after.lines] == ["", "算了", "同一件事"]
    that_day = Order(span(MONDAY, MONDAY + DAY), until=scene.clock.now - timedelta(minutes=30))
    assert made(scene, that_day).figures() == before.figures()


def test_satisfaction_promises_and_the_period_before(scene: Scene) -> None:
    ticket = scene.resolved()
    with scene.desk() as work:
        ratings.rate(work, LI, ticket, 1, 5)
        customer = work.session.exec(select(Customer)).one()
        agent = work.session.exec(select(Agent)).one()
        for stars, standing in ((1, Standing.VIP), (None, Standing.KEY)):
            work.session.add(
                Survey(
                    customer_id=customer.id or 0,
                    standing=standing,
                    asked_at=work.now,
                    stars=stars,
                    answered_at=work.now if stars else None,
                )
            )
        for state, hours, ended in (
            (PromiseState.KEPT, 1, 1),
            (PromiseState.BROKEN, 2, 2),
            (PromiseState.MADE, 900, None),
            (PromiseState.OFFERED, 3, None),
            (PromiseState.DROPPED, 4, 1),
        ):
            work.session.add(
                Promise(
                    ticket_id=ticket,
                    agent_id=agent.id or 0,
                    words="周五上门",
                    state=state,
                    due_at=work.now + timedelta(hours=hours),
                    offered_at=work.now,
                    made_at=work.now if state != PromiseState.OFFERED else None,
                    ended_at=work.now + timedelta(hours=ended) if ended else None,
                )
            )
    scene.clock.forward(days=2)
    march = made(scene)
    assert march.opinion().counts == (1, 0, 0, 0, 1)
    assert march.opinion().net is None  # n = 2
    assert {one: of.marks for one, of in march.opinions().items()} == {Standing.VIP: 1, Standing.ORDINARY: 1}
    kept = march.promises()[Category.QUALITY]
    assert (kept.kept, kept.broken, kept.waiting) == (1, 1, 1)
    assert march.before() == Figures()
    april = made(scene, Order(month_of(2026, 4)))
    assert april.before() == march.figures() == Figures(filed=1, resolved=1)
    assert april.opinion_before == march.opinion()
    assert april.kept_before == kept
    assert [one.state for one in april.pledges] == [PromiseState.MADE]


def test_every_figure_is_the_sum_of_its_lines_and_departments_add_up(scene: Scene) -> None:
    user = scene.agent()
    for number in range(8):
        category = list(Category)[number % 4]
        ticket = scene.ticket(
            f"第 {number} 件", chat=6000 + number, category=category, kind=list(Kind)[number % 3]
        )
        scene.clock.forward(hours=7)
        if number % 3 == 0:
            scene.resolve(user, ticket)
    week = Order(span(MONDAY, MONDAY + DAY * 7), Occasion.WEEKLY)
    digest = made(scene, week, people=True)
    assert digest.figures().filed == 8
    assert digest.figures().resolved == 3
    assert sum(digest.by_department().values(), Figures()) == digest.figures()
    parts = [made(scene, Order(week.period, department=one)).figures() for one in Category]
    assert sum(parts, Figures()) == digest.figures()
    assert digest.trend()[-1] == (MONDAY, digest.figures())
    assert len(digest.trend()) == 9
    assert [(one.name, one.handled) for one in digest.records] == [("王强", 3)]
    assert made(scene, week).records == ()


def test_a_line_says_what_people_look_for(scene: Scene) -> None:
    ticket = scene.ticket("厨房漏水，三天了")
    scene.take(scene.agent("王强"), ticket)
    with scene.desk() as work:
        work.session.get_one(Ticket, ticket).thread_id = 77
    (line,) = made(scene).lines
    assert (line.words, line.owner, line.standing) == ("厨房漏水，三天了", "王强", Standing.ORDINARY)
    assert line.link == "https://t.me/c/1000000001/77"
    assert line.first_response_due_at is not None
    assert line.resolution_due_at is not None


def test_links_lead_to_where_the_group_is_now(scene: Scene) -> None:
    ticket = scene.ticket()
    with scene.desk() as work:
        moves.remember(work, STAFF_CHAT, -1002000000002)
        found = work.session.get_one(Ticket, ticket)
        assert cards.link_of(work, found) == "", "its topic is opened anew"
        found.thread_id = 5
        assert cards.link_of(work, found) == "https://t.me/c/2000000002/5"
    assert [one.link for one in made(scene).lines] == ["https://t.me/c/2000000002/5"]


def test_what_was_closed_long_ago_is_not_read(scene: Scene) -> None:
    for number in range(4):
        scene.resolve(scene.agent(f"人{number}"), scene.ticket(f"{number}", chat=7000 + number))
    scene.clock.forward(days=90)
    with scene.glance() as work:
        assert ticket_courses.since(work, scene.clock.now - timedelta(days=30)) == []


def test_it_knows_what_comes_up_again_and_what_the_department_says(scene: Scene) -> None:
    finding, user = found(scene), head(scene)
    say(scene, user, "will_change", f"{finding.number} {PLAN}")
    (shown,) = made(scene).recurring
    assert (shown.state, shown.plan, len(shown.numbers)) == (FindingState.ACKNOWLEDGED, PLAN, 5)
