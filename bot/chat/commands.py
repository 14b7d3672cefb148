"""What staff can type after a slash; each topic brings its own commands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.desk.agent import Agent
from bot.desk.ticket import Ticket, UnlawfulMove
from bot.service import (
    agents,
    bulk,
    canned,
    clock_deeds,
    defects,
    digests,
    finding_deeds,
    green,
    history,
    merging,
    own_work,
    parts,
    praise,
    promises,
    records,
    shifts,
    snoozing,
    suggestions,
    transfers,
)
from bot.service.verdict import Verdict
from bot.service.work import Work


@dataclass(frozen=True)
class StaffCommand:
    """``run`` gets the agent, the ticket of the topic and what was typed behind the command, stripped.

    ``how``: the template that says how it is used, when it needs something behind it and nothing is there.
    ``anywhere``: it speaks of no ticket; ``run`` gets None outside a topic. ``answers``: in a topic, what the argument
    stands for goes to the customer as the agent's own words, or a verdict says why nothing does.
    """

    run: Callable[[Work, Agent, Ticket | None, str], Verdict]
    how: str = ""
    anywhere: bool = False
    answers: Callable[[Work, Agent, Ticket, str], str | Verdict] | None = None


def of_ticket(run: Callable[[Work, Agent, Ticket, str], Verdict], how: str = "") -> StaffCommand:
    """A command that is only obeyed in a ticket's topic."""

    def obey(work: Work, agent: Agent, ticket: Ticket | None, argument: str) -> Verdict:
        if ticket is None:
            raise ValueError("this command is only obeyed in a ticket's topic")
        return run(work, agent, ticket, argument)

    return StaffCommand(obey, how)


def finding_command(outcome: str, how: str) -> StaffCommand:
    """What a department says of a finding, which the argument names by its number."""
    return StaffCommand(
        lambda work, agent, ticket, words: finding_deeds.command(work, agent, outcome, words),
        how,
        anywhere=True,
    )


COMMANDS: Mapping[str, StaffCommand] = {
    "take": of_ticket(lambda work, agent, ticket, words: agents.take(work, agent, ticket, "command")),
    "done": of_ticket(
        bulk.resolve,
        "staff_done_how",
    ),
    "back": of_ticket(lambda work, agent, ticket, words: agents.hand_back(work, agent, ticket)),
    "wait": of_ticket(clock_deeds.wait),
    "green": of_ticket(green.obey),
    "supervise": of_ticket(green.look, "staff_supervise_how"),
    "give": of_ticket(transfers.offer_named, "staff_give_how"),
    "a": StaffCommand(
        lambda work, agent, ticket, words: canned.listed(work), anywhere=True, answers=canned.answer
    ),
    "promise": of_ticket(promises.by_hand, "staff_promise_how"),
    "part": of_ticket(parts.give_named, "staff_part_how"),
    "did": of_ticket(parts.say_done, "staff_did_how"),
    "adopt": of_ticket(
        lambda work, agent, ticket, words: suggestions.decide(work, agent, ticket, "adopt", words),
        "staff_adopt_how",
    ),
    "notadopt": of_ticket(
        lambda work, agent, ticket, words: suggestions.decide(work, agent, ticket, "not_adopt", words),
        "staff_notadopt_how",
    ),
    "change": finding_command("will_change", "staff_change_how"),
    "changed": finding_command("changed", "staff_changed_how"),
    "nochange": finding_command("no_change", "staff_nochange_how"),
    "praise": of_ticket(praise.name, "staff_praise_how"),
    "snooze": of_ticket(snoozing.by_hand, "staff_snooze_how"),
    "merge": of_ticket(merging.by_hand, "staff_merge_how"),
    "unmerge": of_ticket(merging.undo_by_hand),
    "defect": of_ticket(defects.by_hand, "staff_defect_how"),
    "tell": StaffCommand(bulk.tell_all, "staff_tell_how", anywhere=True),
    "onshift": StaffCommand(
        lambda work, agent, ticket, words: shifts.begin(work, agent, words), anywhere=True
    ),
    "offshift": StaffCommand(
        lambda work, agent, ticket, words: shifts.end(work, agent, words), anywhere=True
    ),
    "mine": StaffCommand(lambda work, agent, ticket, words: own_work.tell(work, agent, words), anywhere=True),
    "record": StaffCommand(
        lambda work, agent, ticket, words: records.tell(work, agent, words), anywhere=True
    ),
    "digest": StaffCommand(lambda work, agent, ticket, words: digests.ask(work, agent, words), anywhere=True),
}
"""By what is typed; ``/help`` is not among them. The menu (``command_<name>`` of chat/wording) has this order."""


def obey(work: Work, agent: Agent, name: str, ticket: Ticket | None, argument: str) -> Verdict:
    """Does what a command of ``COMMANDS`` says; nothing in the ticket of a customer who was erased."""
    command = COMMANDS[name]
    if ticket is not None and not command.anywhere and history.is_erased(work, ticket):
        return Verdict("erased", number=ticket.number)
    try:
        return command.run(work, agent, ticket, argument)
    except UnlawfulMove as error:
        return Verdict(f"is_{error.state}", number=ticket.number if ticket else "")
