"""What staff write in reply to a question of the desk's is its answer, and reaches no customer as it is."""

from sqlmodel import select

from bot.desk.account import Account
from bot.desk.finding import Finding, FindingState
from bot.desk.labels import Category, Kind
from bot.desk.notice import Notice
from bot.desk.suggestion import Suggestion, SuggestionState
from bot.desk.ticket import Ticket
from bot.desk.transcript import Author
from bot.service import changes, findings, staffroom
from bot.service.conversation import meet
from tests.chat.conftest import RunningDesk
from tests.emulator.actors import Person
from tests.emulator.emulator import Emulator

REASON = "下个月在大门口装伞架"


def finding(running: RunningDesk) -> None:
    """Five people of one site complain of the same, and the clock sees it."""
    with running.desk() as work:
        site = Account(kind="home", number="H-1", site="云栖苑")
        work.session.add(site)
        work.session.flush()
        for chat in range(7001, 7006):
            customer = meet(work, chat, "邻居", None, "zh")
            work.session.add(
                Ticket(
                    customer_id=customer.id or 0,
                    kind=Kind.COMPLAINT,
                    category=Category.QUALITY,
                    language=customer.language,
                    account_id=site.id,
                    due_at=work.now,
                    filed_at=work.now,
                    last_word_at=work.now,
                )
            )
        work.session.flush()
        findings.look(work)
    running.delivery.wake()


async def test_the_reason_for_a_suggestion_is_a_reply_in_its_topic(
    running: RunningDesk, telegram: Emulator, customer: Person, agent: Person
) -> None:
    customer.says("门口装个伞架吧")
    card = await telegram.wait_for_async("📋 CD-", chat=running.staff)
    with running.desk() as work:
        ticket = work.session.get_one(Ticket, 1)
        changes.correct(work, ticket, Author.AGENT, kind=Kind.SUGGESTION)
        staffroom.refresh_card(work, ticket)
    running.delivery.wake()
    await telegram.wait_for_async("建议", chat=running.staff, thread=card.thread)
    agent.presses(card, "👍 采纳")
    asked = await telegram.wait_for_async("采纳以后打算怎么做", chat=running.staff, thread=card.thread)
    agent.says(REASON, chat=running.staff, thread=card.thread, reply_to=asked)
    told = await telegram.wait_for_async("采纳了，谢谢您", chat=customer)
    assert REASON in told.text
    with running.desk() as work:
        assert work.session.get_one(Suggestion, 1).state == SuggestionState.ADOPTED
    assert [one.text for one in telegram.from_bot(customer)].count(REASON) == 0


async def test_a_department_answers_a_finding_by_a_reply_to_its_card(
    running: RunningDesk, telegram: Emulator, agent: Person
) -> None:
    finding(running)
    card = await telegram.wait_for_async("🔎 FD-1", chat=running.staff)
    agent.says("六月底前换门机", chat=running.staff, reply_to=card)
    await telegram.wait_for_async("FD-1 已记下", chat=running.staff)
    agent.says("/changed FD-1 门机已全部更换", chat=running.staff)
    asked = await telegram.wait_for_async("告诉反映过的 5 位客户", chat=running.staff)
    with running.desk() as work:
        twice = select(Notice).where(Notice.template == "verdict_finding_confirm")
        assert not work.session.exec(twice).all(), "what it would say stands there already"
    agent.presses(asked, "告知")
    await telegram.wait_for_async("起告诉反映过的 5 位客户", chat=running.staff)
    with running.desk() as work:
        one = work.session.exec(select(Finding)).one()
        assert (one.plan, one.outcome, one.state) == (
            "六月底前换门机",
            "门机已全部更换",
            FindingState.CHANGED,
        )
