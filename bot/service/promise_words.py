"""What is said of a promise: to staff below the words that promise, to the customer in their own language."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import col, func, select

from bot.desk.agent import Agent
from bot.desk.language import say_when
from bot.desk.notice import Act, Lane, Notice
from bot.desk.promise import Promise, PromiseState
from bot.desk.ticket import Ticket
from bot.desk.when import Window
from bot.service import history, merged, post, promise_clock, promise_rows, speaking
from bot.service.post import Key, Keys
from bot.service.view import shortened
from bot.service.work import Work

LONGEST_WORDS = 600  # characters of what was promised, where it is said
MOST_KEYS = 3  # earlier promises that a new one may take the place of, a button each

SHOWN: Mapping[PromiseState, str] = {
    PromiseState.OFFERED: "promise_offered",
    PromiseState.MADE: "promise_made",
    PromiseState.KEPT: "promise_kept",
    PromiseState.BROKEN: "promise_broken",
    PromiseState.DROPPED: "promise_dropped",
}
"""What stands in the topic, below the words or in its own place; it changes with the promise."""


def show(
    work: Work,
    ticket: Ticket,
    promise: Promise,
    windows: Sequence[Window] = (),
    reply_to: int | None = None,
) -> None:
    """Shows staff the promise as it is now, in one message that changes; only the last of the changes that wait counts.

    ``windows``: what an offered one may mean, a button each; with a single one that would be another promise of
    the ticket it is asked what becomes of the earlier ones.
    """
    work.session.flush()
    subject = promise_rows.subject(promise)
    edits = (col(Notice.subject) == subject) & (col(Notice.kind) == "promise_edit")
    post.unsay(work, "a newer change takes its place", edits)
    first = work.session.exec(
        select(Notice.id).where(Notice.subject == subject, Notice.kind == "promise")
    ).first()
    template, keys = _face(work, ticket, promise, windows)
    changing: dict[str, Any] = {"act": Act.EDIT} if first else {"reply_to": reply_to}
    count = work.session.exec(select(func.count()).where(edits)).one()
    post.to_staff(
        work,
        merged.place_of(work, ticket),
        "promise_edit" if first else "promise",
        subject=subject,
        step=str(count + 1) if first else "1",
        lane=Lane.REPLY,
        template=template,
        values=values_of(work, ticket, promise) | ({"of": first} if first else {}),
        keys=keys,
        **changing,
    )


def call(work: Work, ticket: Ticket, promise: Promise, template: str, step: str) -> None:
    """Calls whoever is to keep it, by name, in the ticket's topic, with the buttons that end it."""
    person = promise_clock.person_of(work, ticket, promise)
    who = {"to": person.name if person else "", "to_id": person.user_id if person else 0}
    post.to_staff(
        work,
        merged.place_of(work, ticket),
        template,
        subject=promise_rows.subject(promise),
        step=step,
        template=template,
        values=values_of(work, ticket, promise) | who,
        keys=[_ending_keys(ticket, promise)],
    )


def tell_customer(work: Work, ticket: Ticket, promise: Promise, template: str, **more: Any) -> None:
    """Says it to the customer, once each time that something happens to the promise."""
    asked = template in ("promise_done", "promise_done_late")
    payload = f'{{"promise": {promise.id}}}'
    again = [[Key({"say": f"/promise_not_kept{payload}"}, word="key_promise_not_kept")]] if asked else []
    place = merged.place_of(work, ticket)
    post.to_customer(
        work,
        history.customer_of(work, ticket),
        promise_rows.subject(promise),
        template,
        step=str(ticket.steps),
        ticket=place,
        template=template,
        values=_customer_values(work, ticket, promise) | more,
        keys=again,
    )


def regret(work: Work, ticket: Ticket, promise: Promise) -> None:
    """Tells the customer that it was not kept, in the company's own words, outside of their quiet hours."""
    customer = history.customer_of(work, ticket)
    language, policy = customer.language, work.policy
    agent = work.session.get_one(Agent, promise.agent_id)
    text = policy.promises.broken.in_language(language).format(
        number=merged.place_of(work, ticket).number,
        due=say_when(promise.due_at, policy.zone, language, work.now),
        words=shortened(promise.words, LONGEST_WORDS),
        owner=agent.name,
        department=policy.departments.of(ticket.category).in_language(language),
        desk=policy.desk.name.in_language(language),
    )
    post.put(
        work,
        Notice(
            subject=promise_rows.subject(promise),
            kind="promise_regret",
            step=promise.due_at.isoformat(),
            lane=Lane.NOTICE,
            chat_id=customer.chat_id,
            customer_id=customer.id,
            ticket_id=merged.place_of(work, ticket).id,
            # A stream of its own: what waits for the morning holds up no answer.
            stream=promise_rows.subject(promise),
            language=language,
            text=text,
            due_at=work.now if ticket.urgent else speaking.allowed_at(work, customer, work.now),
            created_at=work.now,
        ),
    )


def spare_regret(work: Work, promise: Promise) -> None:
    """What the customer was to be told of a broken promise is not said any more: something newer holds."""
    of_promise = col(Notice.subject) == promise_rows.subject(promise)
    post.unsay(work, "the promise was made good", of_promise, col(Notice.kind) == "promise_regret")


def values_of(work: Work, ticket: Ticket, promise: Promise) -> dict[str, Any]:
    """Values of every text about a promise."""
    agent = work.session.get_one(Agent, promise.agent_id)
    return {
        "number": merged.place_of(work, ticket).number,
        "name": agent.name,
        "words": shortened(promise.words, LONGEST_WORDS),
        "due_at": promise.due_at.isoformat(),
    }


def _customer_values(work: Work, ticket: Ticket, promise: Promise) -> dict[str, Any]:
    return values_of(work, ticket, promise) | {"name": history.customer_of(work, ticket).name}


def _face(work: Work, ticket: Ticket, promise: Promise, windows: Sequence[Window]) -> tuple[str, Keys]:
    """The text of chat/wording and the buttons of the promise as it is."""
    if promise.state == PromiseState.OFFERED:
        return _question(work, ticket, promise, windows)
    if promise.state == PromiseState.BROKEN and promise.settled_at is not None:
        return "promise_settled", []
    if promise.state == PromiseState.DROPPED and promise.made_at is None:
        return "promise_not_made", []
    waits = promise.state in (PromiseState.MADE, PromiseState.BROKEN)
    undo = [_key("promise_not_yet", ticket, promise)] if promise.state == PromiseState.KEPT else []
    return SHOWN[promise.state], [_ending_keys(ticket, promise) if waits else undo]


def _question(work: Work, ticket: Ticket, promise: Promise, windows: Sequence[Window]) -> tuple[str, Keys]:
    none = [_key("promise_none", ticket, promise)]
    earlier = promise_rows.unsettled(work, ticket)[:MOST_KEYS]
    if len(windows) <= 1 and earlier:
        keys = [[_instead(ticket, promise, one)] for one in earlier]
        besides = _chosen(ticket, promise, "key_promise_besides", promise.due_at, besides=1)
        return "promise_another", [*keys, [besides, *none]]
    choices = windows or [Window(promise.from_at or promise.due_at, promise.due_at)]
    until = [
        [
            _chosen(
                ticket, promise, "key_promise_until", one.due, **{"from": _iso(one.begins)}, due=_iso(one.due)
            )
        ]
        for one in choices
    ]
    return SHOWN[PromiseState.OFFERED], [*until, none]


def _instead(ticket: Ticket, promise: Promise, earlier: Promise) -> Key:
    return _chosen(ticket, promise, "key_promise_instead", earlier.due_at, instead=earlier.id)


def _chosen(ticket: Ticket, promise: Promise, word: str, shown: datetime, **more: Any) -> Key:
    """A button that records the promise, in its own window unless ``more`` says another one."""
    window: dict[str, Any] = {"from": _iso(promise.from_at), "due": _iso(promise.due_at)}
    return _key("promise_until", ticket, promise, word, {"due_at": _iso(shown)}, **window | more)


def _ending_keys(ticket: Ticket, promise: Promise) -> list[Key]:
    broken = promise.state == PromiseState.BROKEN
    done = _key("promise_kept", ticket, promise, "key_promise_done" if broken else "key_promise_kept")
    return [done, _key("promise_withdraw", ticket, promise)]


def _key(
    do: str,
    ticket: Ticket,
    promise: Promise,
    word: str = "",
    values: Mapping[str, Any] | None = None,
    **more: Any,
) -> Key:
    meaning = {"do": do, "ticket": ticket.id, "promise": promise.id} | more
    return Key(meaning, word=word or f"key_{do}", values=dict(values or {}))


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
