"""Who is there: shifts, people on call, leave, and whoever stands above."""

from datetime import date, datetime, timedelta

from sqlmodel import select

from bot.desk.agent import Agent, Role
from bot.desk.labels import Category, Kind
from bot.desk.shift import Leave, Shift
from bot.desk.ticket import Ticket
from bot.service import people
from tests.builders import Scene


def staff(scene: Scene, name: str, role: Role = Role.AGENT, department: Category | None = None) -> int:
    """A member of the staff; the row's id."""
    user = scene.agent(name, role)
    with scene.desk() as work:
        agent = work.session.exec(select(Agent).where(Agent.user_id == user)).one()
        agent.department = department
        return agent.id or 0


def shift(scene: Scene, agent: int, start: float, end: float | None, *, on_call: bool = False) -> None:
    """Hours from now."""
    now = scene.clock.now
    until = now + timedelta(hours=end) if end is not None else None
    with scene.desk() as work:
        row = Shift(
            agent_id=agent,
            from_at=now + timedelta(hours=start),
            until_at=until,
            on_call=on_call,
            planned=True,
        )
        work.session.add(row)


def there(scene: Scene, at: datetime | None = None) -> list[str]:
    with scene.desk() as work:
        return [agent.name for agent in people.on_shift(work, at)]


def lead(scene: Scene, category: Category) -> str | None:
    with scene.desk() as work:
        found = people.lead_of_shift(work, category)
        return found.name if found else None


def test_on_shift_from_its_first_moment_until_before_its_last(scene: Scene) -> None:
    lin, wang = staff(scene, "Lin"), staff(scene, "Wang")
    shift(scene, lin, 0, 8)
    shift(scene, lin, -1, 1)  # two at once are one person
    shift(scene, wang, -2, None)
    assert there(scene) == ["Lin", "Wang"]
    assert there(scene, scene.clock.now + timedelta(hours=8)) == ["Wang"]
    assert there(scene, scene.clock.now - timedelta(hours=3)) == []


def test_who_is_on_call_is_not_on_shift(scene: Scene) -> None:
    shift(scene, staff(scene, "Lin"), -1, 1, on_call=True)
    assert there(scene) == []
    with scene.desk() as work:
        assert [agent.name for agent in people.on_call(work)] == ["Lin"]


def test_leave_counts_by_the_desks_local_days(scene: Scene) -> None:
    lin = staff(scene, "Lin")
    shift(scene, lin, -48, 48)
    with scene.desk() as work:
        work.session.add(Leave(agent_id=lin, from_on=date(2026, 3, 3), until_on=date(2026, 3, 3)))
    assert there(scene) == ["Lin"]  # 2 March, 17:30 in Shanghai
    assert there(scene, scene.clock.now + timedelta(hours=7)) == []  # 3 March, 00:30
    assert there(scene, scene.clock.now + timedelta(hours=31)) == ["Lin"]


def test_a_lead_of_the_department_comes_before_another_and_on_shift_before_on_call(scene: Scene) -> None:
    sales = staff(scene, "An", Role.LEAD, Category.SALES_PROMISE)
    repairs = staff(scene, "Bo", Role.LEAD, Category.QUALITY)
    assert lead(scene, Category.QUALITY) == "Bo"  # nobody ever had a shift
    shift(scene, sales, -1, 1)
    shift(scene, repairs, -1, 1, on_call=True)
    assert lead(scene, Category.QUALITY) == "An"
    scene.clock.forward(minutes=61)
    assert lead(scene, Category.QUALITY) is None
    shift(scene, repairs, -1, 1, on_call=True)
    assert lead(scene, Category.QUALITY) == "Bo"


def test_heads_and_management_are_known_by_their_role(scene: Scene) -> None:
    staff(scene, "Head", Role.HEAD, Category.DESIGN)
    staff(scene, "Boss", Role.MANAGER)
    with scene.desk() as work:
        head, none = people.head_of(work, Category.DESIGN), people.head_of(work, Category.SERVICE)
        assert head is not None
        assert head.name == "Head"
        assert none is None
        assert [agent.name for agent in people.management(work)] == ["Boss"]


def test_who_left_the_group_is_nowhere(scene: Scene) -> None:
    lin = staff(scene, "Lin", Role.MANAGER)
    shift(scene, lin, -1, 1)
    with scene.desk() as work:
        work.session.get_one(Agent, lin).active = False
    assert there(scene) == []
    with scene.desk() as work:
        assert people.management(work) == []


def praised(scene: Scene, ticket: int, words: str) -> list[str] | None:
    with scene.desk() as work:
        found = people.praised(work, work.session.get_one(Ticket, ticket), words)
        return None if found is None else [one.name for one in found]


def test_praise_is_for_whom_it_names_else_for_the_owner(scene: Scene) -> None:
    ticket = scene.ticket("楼道很干净", kind=Kind.PRAISE)
    assert praised(scene, ticket, "楼道很干净") is None
    wang = scene.agent("王强")
    staff(scene, "王芳")
    staff(scene, "赵敏")
    assert praised(scene, ticket, "赵敏和王芳都很好") == ["赵敏", "王芳"]
    assert praised(scene, ticket, "王师傅很好") == [], "there are two of them"
    scene.take(wang, ticket)
    assert praised(scene, ticket, "王师傅很好") == ["王强"], "whom this customer met"
    assert praised(scene, ticket, "服务很好") == ["王强"]
    scene.agent("赵丽")
    assert praised(scene, ticket, "小赵很好") == [], "not the owner, and nobody knows which of the two"


def test_who_leads_whom(scene: Scene) -> None:
    agent = staff(scene, "An", department=Category.QUALITY)
    above = []
    for name, role in (("Boss", Role.MANAGER), ("Head", Role.HEAD), ("Lead", Role.LEAD)):
        staff(scene, name, role, Category.QUALITY)
        with scene.desk() as work:
            found = people.lead_of(work, work.session.get_one(Agent, agent))
            above.append(found and found.name)
    assert above == ["Boss", "Head", "Lead"]
    with scene.desk() as work:
        lead = work.session.exec(select(Agent).where(Agent.name == "Lead")).one()
        found = people.lead_of(work, lead)
        assert found is not None
        assert found.name == "Head"
