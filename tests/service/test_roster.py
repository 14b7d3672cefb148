"""Who is staff: the list that ``python -m bot agents`` keeps, and what being in the group makes of somebody."""

import pytest

from bot.desk.agent import Role
from bot.desk.labels import Category
from bot.service import agents, roster
from bot.service.work import Desk


def test_whoever_was_taken_out_stays_out_until_added_again(desk: Desk) -> None:
    with desk() as work:
        assert agents.welcome(work, 7, "小王") is not None
        roster.remove(work, 7)
        assert agents.welcome(work, 7, "小王") is None
        assert agents.known(work, 7) is None
        roster.add(work, 7, "王工", Role.LEAD, Category.QUALITY)
        back = agents.welcome(work, 7, "小王")
        assert back is not None
        assert (back.name, back.role, back.department, back.active) == ("王工", Role.LEAD, "quality", True)


def test_roles_change_and_unknown_people_are_named(desk: Desk) -> None:
    with desk() as work:
        agents.welcome(work, 8, "Mei")
        assert roster.change(work, 8, role=Role.MANAGER).role == Role.MANAGER
        with pytest.raises(roster.UnknownAgent, match="99: No such member"):
            roster.change(work, 99, role=Role.LEAD)


def test_the_list_shows_active_people_first(desk: Desk) -> None:
    with desk() as work:
        for user_id, name in ((1, "乙"), (2, "甲"), (3, "丙")):
            roster.add(work, user_id, name, Role.AGENT, None)
        roster.remove(work, 2)
        assert [agent.user_id for agent in roster.everyone(work)] == [3, 1, 2]
