"""Every noun that is a table, imported once, so that ``metadata`` is whole."""

from sqlmodel import SQLModel

# Constraints have names, so that a later migration can speak of them. Nouns take their names when they are
# imported.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

from bot.desk import (  # noqa: E402
    account,
    agent,
    beat,
    bill,
    broadcast,
    bulk,
    button,
    correction,
    customer,
    erasure,
    escalation,
    finding,
    handover,
    inbox,
    notice,
    occasion,
    outage,
    party,
    promise,
    rating,
    remark,
    screen,
    shift,
    suggestion,
    sweep,
    task,
    tick,
    ticket,
    ticket_clock,
    transcript,
    wishes,
)

NOUNS = (
    account,
    agent,
    beat,
    bill,
    broadcast,
    bulk,
    button,
    correction,
    customer,
    erasure,
    escalation,
    finding,
    handover,
    inbox,
    notice,
    occasion,
    outage,
    party,
    promise,
    rating,
    remark,
    screen,
    shift,
    suggestion,
    sweep,
    task,
    tick,
    ticket,
    ticket_clock,
    transcript,
    wishes,
)

metadata = SQLModel.metadata
