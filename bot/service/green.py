"""The green channel (绿色通道): matters of vulnerable and important customers, supervised (督办) until they are closed.

Somebody above the owner is asked for a look again and again; what they note is kept, and nobody closes the matter
before one of them saw it.
"""

import re
import unicodedata
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import col, func, select

from bot.desk.account import PROVEN, AccountLink
from bot.desk.agent import DECIDES, Agent
from bot.desk.customer import Customer
from bot.desk.escalation import Escalation, Rung
from bot.desk.labels import Hazard
from bot.desk.language import storable
from bot.desk.party import AccountParty, Party
from bot.desk.ticket import LIVE, Move, Ticket, TicketEvent
from bot.desk.transcript import Author
from bot.desk.working import add
from bot.service import history, ladder, people, staffroom, standing
from bot.service.verdict import Verdict
from bot.service.work import Work

PIECE = 200  # tickets whose supervisors are asked in one transaction
NOTE_WORDS = 500  # characters of a supervisor's note
RUNGS = (Rung.SHIFT_LEAD, Rung.DEPARTMENT_HEAD, Rung.MANAGEMENT)  # of whom looks are asked
ASKED_AT_MOST = 2  # times in vain, before those above are
END = re.compile(  # behind /green, and nothing else: 关注 and 停电 are other words
    r"\W*((off|end|stop|close|cancel)(\W+(it|now|please|thanks))*|(结束|关[闭掉]?|取消|停止?)(督办|绿色通道)?[了吧]*)\W*",
    re.IGNORECASE,
)
BEGIN = re.compile(r"\W*(on|start|open|开|开通|开启|打开)?\W*", re.IGNORECASE)


def follow(work: Work, ticket: Ticket) -> None:
    """A ticket was filed: it goes through the green channel if its customer is one of those whom the policy names.

    Its card says so, which the caller shows after this.
    """
    why = _why(work, ticket)
    if why is not None:
        _open(work, ticket, Author.DESK, None, why)


def look_again(work: Work, ticket: Ticket) -> None:
    """Another thing is known of the ticket or its customer: if the policy names it by now, it goes through the green
    channel from now on. What somebody took out of it stays out. The ticket is held.
    """
    if ticket.state not in LIVE or ticket.green_at is not None:
        return
    why = _why(work, ticket)
    if why is not None and not _was_ever(work, ticket):
        _open(work, ticket, Author.DESK, None, why)
        _tell_opened(work, ticket, "green_known", ground=why)
        staffroom.show_marks(work, ticket)


def proven(work: Work, customer: Customer) -> None:
    """It is known by now who the customer is: their open tickets are looked at again."""
    work.session.flush()
    _look_at_those_of(work, {customer.id or 0})


def weighed_anew(work: Work, party_ids: Collection[int]) -> None:
    """Another thing is known of these people, or where they live: the open tickets of whoever writes for them are
    looked at again.
    """
    if not party_ids:
        return
    work.session.flush()
    homes = select(AccountParty.account_id).where(col(AccountParty.party_id).in_(party_ids))
    own = select(Customer.id).where(col(Customer.party_id).in_(party_ids))
    tied = select(AccountLink.customer_id).where(col(AccountLink.account_id).in_(homes))
    _look_at_those_of(work, {one or 0 for one in (*work.session.exec(own), *work.session.exec(tied))})


def _look_at_those_of(work: Work, customer_ids: Collection[int]) -> None:
    theirs = select(Ticket.id).where(
        col(Ticket.customer_id).in_(customer_ids), col(Ticket.state).in_(LIVE), col(Ticket.green_at).is_(None)
    )
    for number in work.session.exec(theirs.order_by(col(Ticket.id))).all():
        look_again(work, history.held(work, number))


def begin(work: Work, agent: Agent, ticket: Ticket) -> Verdict:
    """An agent has the ticket supervised."""
    history.hold(work, ticket.id)
    if ticket.state not in LIVE:
        return Verdict(f"is_{ticket.state}", number=ticket.number)
    if ticket.green_at is not None:
        return Verdict("green_already", supervisor_name(work, ticket))
    _open(work, ticket, Author.AGENT, agent.id, "button")
    _tell_opened(work, ticket, "green", by=agent.name)
    staffroom.show_marks(work, ticket)
    return Verdict("green", supervisor_name(work, ticket), told=True)


def obey(work: Work, agent: Agent, ticket: Ticket, words: str) -> Verdict:
    """``/green`` opens the channel for the ticket, ``/green off`` closes it; any other words do neither."""
    said = unicodedata.normalize("NFKC", words)
    if END.fullmatch(said):
        return end(work, agent, ticket)
    return begin(work, agent, ticket) if BEGIN.fullmatch(said) else Verdict("green_how")


def end(work: Work, agent: Agent, ticket: Ticket) -> Verdict:
    """Whoever may supervise it says that it needs no supervision."""
    history.hold(work, ticket.id)
    if ticket.green_at is None:
        return Verdict("not_green")
    if not may_supervise(work, agent, ticket):
        return Verdict("not_supervisor", _who_may(work, ticket))
    history.note(
        work, ticket, Move.GREEN, Author.AGENT, agent_id=agent.id, before="green", after="", reason="ended"
    )
    ticket.green_at = ticket.supervisor_id = ticket.look_at = None
    staffroom.tell(work, ticket, "green_ended", by=agent.name)
    staffroom.show_marks(work, ticket)
    return Verdict("green_ended", number=ticket.number, told=True)


def look(work: Work, agent: Agent, ticket: Ticket, words: str = "") -> Verdict:
    """The supervisor, or anybody else who may decide, looked at it; their note is kept and shown in its topic."""
    history.hold(work, ticket.id)
    if ticket.state not in LIVE:
        return Verdict(f"is_{ticket.state}", number=ticket.number)
    if ticket.green_at is None:
        return Verdict("not_green")
    if not may_supervise(work, agent, ticket):
        return Verdict("not_supervisor", _who_may(work, ticket))
    noted = storable(words).strip()[:NOTE_WORDS]
    _note_look(work, agent, ticket, noted)
    ticket.look_at = _next_look(work, ticket)
    staffroom.tell(work, ticket, "supervised", by=agent.name, words=noted)
    return Verdict("supervised", number=ticket.number, told=True)


def before_closing(work: Work, agent: Agent, ticket: Ticket) -> Verdict | None:
    """Why the ticket may not be resolved: not before its supervision saw it. None: it may; who may supervise it sees it
    by that.
    """
    if ticket.green_at is None or _seen(work, ticket):
        return None
    if not may_supervise(work, agent, ticket):
        return Verdict("look_first", _who_may(work, ticket))
    _note_look(work, agent, ticket, "")
    return None


def may_supervise(work: Work, agent: Agent, ticket: Ticket) -> bool:
    """Its supervisor, leads, heads and management. Where all of these are on leave, or there are none, whoever is on
    call; else anybody but its owner.
    """
    if agent.id == ticket.supervisor_id or agent.role in DECIDES:
        return True
    if _any_there(work, col(Agent.role).in_(DECIDES)):
        return False
    stand_ins = _stand_ins(work, ticket)
    if stand_ins:
        return agent.id in [one.id for one in stand_ins]
    return agent.id != ticket.owner_id or _alone(work, agent)


def reopened(work: Work, ticket: Ticket) -> None:
    """It is open again: it is supervised again."""
    if ticket.green_at is not None:
        ticket.look_at = _next_look(work, ticket)


def ask(work: Work) -> int:
    """Asks supervisors for a look at what is due for one, at most ``PIECE`` tickets; how many. A tick, in pieces.

    Each look is asked for once, in the digest of the ladder; of several that were slept over, one. What is asked for
    again and again in vain is asked of those who stand above.
    """
    due = (
        select(Ticket)
        .where(col(Ticket.look_at) <= work.now)
        .order_by(col(Ticket.look_at), col(Ticket.id))
        .limit(PIECE)
        .with_for_update(key_share=True, skip_locked=True)
        .execution_options(populate_existing=True)
    )
    found = work.session.exec(due).all()
    for ticket in found:
        due_at, ticket.look_at = ticket.look_at, None
        work.session.add(ticket)
        if ticket.state in LIVE and ticket.green_at is not None and due_at is not None:
            _ask(work, ticket, due_at)
            ticket.look_at = _next_look(work, ticket)
    return len(found)


def carry(work: Work, ticket: Ticket, into: Ticket) -> None:
    """The ticket goes on in another one, which is supervised from now on if this one was. Both are held."""
    if ticket.green_at is not None and into.green_at is None:
        _open(work, into, Author.DESK, None, "merged")
        staffroom.show_marks(work, into)


def _why(work: Work, ticket: Ticket) -> str | None:
    """Why the policy has it supervised (``ground_<why>`` of chat/wording); None: it does not."""
    policy = work.policy.green_channel
    if ticket.kind not in policy.kinds:
        return None
    customer = history.customer_of(work, ticket)
    found = standing.of_matter(work, customer, ticket.account_id)
    if policy.medical and (
        ticket.hazard == Hazard.MEDICAL or _needs_power(work, customer, ticket.account_id)
    ):
        return "medical"
    return found if found in policy.standings else None


def _was_ever(work: Work, ticket: Ticket) -> bool:
    """Whether it went through the green channel before."""
    opened = select(TicketEvent.id).where(TicketEvent.ticket_id == ticket.id, TicketEvent.move == Move.GREEN)
    return work.session.exec(opened.limit(1)).first() is not None


def _open(work: Work, ticket: Ticket, author: Author, agent_id: int | None, reason: str) -> None:
    ticket.green_at = work.now
    supervisor = _name_supervisor(work, ticket)
    ticket.look_at = _next_look(work, ticket)
    after = supervisor.name if supervisor else None
    history.note(work, ticket, Move.GREEN, author, agent_id=agent_id, after=after, reason=reason)


def _tell_opened(work: Work, ticket: Ticket, what: str, **by: str) -> None:
    """Calls whoever supervises it, in its topic."""
    supervisor = work.session.get(Agent, ticket.supervisor_id) if ticket.supervisor_id else None
    name, name_id = (supervisor.name, supervisor.user_id) if supervisor else ("", 0)
    staffroom.tell(work, ticket, what, name=name, name_id=name_id, **by)


def _name_supervisor(work: Work, ticket: Ticket) -> Agent | None:
    """Who supervises it: whoever did so far if they are there, else the shift lead or whoever stands above."""
    known = people.there(work, ticket.supervisor_id)
    if known is not None and _fit(work, ticket, known):
        return known
    found = ladder.person_on(work, ticket, Rung.SHIFT_LEAD) or next(iter(_stand_ins(work, ticket)), None)
    ticket.supervisor_id = found.id if found else None
    return found


def _next_look(work: Work, ticket: Ticket) -> datetime:
    every = work.policy.green_channel.look_every
    if ticket.urgent:
        return work.now + every
    return add(work.policy.calendar(work.policy.departments.of(ticket.category).calendar), work.now, every)


def _ask(work: Work, ticket: Ticket, due_at: datetime) -> None:
    subject, supervisor = f"look:{ticket.id}", _name_supervisor(work, ticket)
    asked = list(work.session.exec(select(Escalation.fired_at).where(Escalation.subject == subject)))
    looked = select(func.max(TicketEvent.at)).where(
        TicketEvent.ticket_id == ticket.id, TicketEvent.move == Move.SUPERVISED
    )
    last = work.session.exec(looked).one()
    in_vain = [at for at in asked if last is None or at > last]
    above = RUNGS[min(len(in_vain) // ASKED_AT_MOST, len(RUNGS) - 1)]
    stands = (above, supervisor) if supervisor else None
    if above != Rung.SHIFT_LEAD:
        stands = ladder.stands(work, ticket, above)
    ladder.ask(work, ticket, subject, len(asked) + 1, due_at, above, stands)


def _note_look(work: Work, agent: Agent, ticket: Ticket, words: str) -> None:
    history.note(
        work, ticket, Move.SUPERVISED, Author.AGENT, agent_id=agent.id, reason=words or "looked at it"
    )


def _seen(work: Work, ticket: Ticket) -> bool:
    """Whether somebody looked at it since it was opened, or opened again."""
    since = select(func.max(TicketEvent.id)).where(
        TicketEvent.ticket_id == ticket.id, col(TicketEvent.move).in_((Move.GREEN, Move.REOPENED))
    )
    last = work.session.exec(since).one() or 0
    looked = select(TicketEvent.id).where(
        TicketEvent.ticket_id == ticket.id, TicketEvent.move == Move.SUPERVISED, col(TicketEvent.id) > last
    )
    return work.session.exec(looked.limit(1)).first() is not None


def _needs_power(work: Work, customer: Customer, account_id: int | None) -> bool:
    """Whether somebody of the customer's, or at the account that the ticket is about, lives with such equipment."""
    own = select(AccountLink.account_id).where(
        AccountLink.customer_id == customer.id, col(AccountLink.proof).in_(PROVEN)
    )
    accounts = {*work.session.exec(own), *([account_id] if account_id else [])}
    members = select(AccountParty.party_id).where(col(AccountParty.account_id).in_(accounts))
    parties = {*work.session.exec(members), *([customer.party_id] if customer.party_id else [])}
    query = select(Party.id).where(col(Party.id).in_(parties), col(Party.powered_medical))
    return work.session.exec(query.limit(1)).first() is not None


def _who_may(work: Work, ticket: Ticket) -> str:
    """The name of whoever supervises it and is there; empty when nobody is known to."""
    found = _name_supervisor(work, ticket)
    return found.name if found else ""


def _fit(work: Work, ticket: Ticket, agent: Agent) -> bool:
    """Whether they may go on supervising: a stand-in only as long as they are on call."""
    return agent.role in DECIDES or agent.id in [one.id for one in _stand_ins(work, ticket)]


def _stand_ins(work: Work, ticket: Ticket) -> list[Agent]:
    """Who supervises where nobody who decides is there: people on call, but not who is to be supervised."""
    return [one for one in people.on_call(work) if one.id != ticket.owner_id]


def _alone(work: Work, agent: Agent) -> bool:
    """Whether nobody else is there: all others are on leave, if there are any."""
    return not _any_there(work, col(Agent.id) != agent.id)


def _any_there(work: Work, who: ColumnElement[bool]) -> bool:
    """Whether any of these is not on leave."""
    found = {one or 0 for one in work.session.exec(select(Agent.id).where(col(Agent.active), who))}
    return bool(found - people.away(work, sorted(found)))


def supervisor_name(work: Work, ticket: Ticket) -> str:
    """Who supervises it; empty when nobody is known to."""
    agent = work.session.get(Agent, ticket.supervisor_id) if ticket.supervisor_id else None
    return agent.name if agent else ""


DEEDS = {
    "green": lambda work, agent, ticket, payload: begin(work, agent, ticket),
    "not_green": lambda work, agent, ticket, payload: end(work, agent, ticket),
    "looked": lambda work, agent, ticket, payload: look(work, agent, ticket),
}
