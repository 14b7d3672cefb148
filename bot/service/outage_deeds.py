"""What outcomes of tasks about outages set off."""

from bot.desk.agent import Agent
from bot.desk.outage import Outage
from bot.desk.task import Task
from bot.service import outages
from bot.service.verdict import Verdict
from bot.service.work import Work


def restored(work: Work, task: Task, agent: Agent) -> Verdict | None:
    """Staff say that it is over: customers are told."""
    known = work.session.get(Outage, task.values.get("outage") or 0)
    outage = outages.by_number(work, known.number) if known else None
    if outage is None or outage.state in outages.OVER:
        return Verdict("task_over")
    outages.restore(work, outage)
    return Verdict("outage_restored", number=outage.number)
