"""From a customer's message in Telegram to its ticket, beside a bare turn of Rasa over its REST channel."""

import itertools
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import httpx
from sqlmodel import Session, select

from bot.desk.customer import Customer
from bot.desk.ticket import Ticket
from bot.service import conversation
from bot.service.conversation import Heard
from bot.wiring import Wiring
from tests.bench.figure import Figure
from tests.live import Live, live_desk

ROUNDS = 60
WARM_UP = 10
# Plain complaints that the model files without a question; the measured way is the same for each.
TEXTS = (
    "家里水管漏水，地板都泡了",
    "电梯坏了三天没人修",
    "The lift has been broken for three days",
    "Water is leaking through the kitchen ceiling again",
)


def figures() -> Sequence[Figure]:
    """Medians in milliseconds over alternating rounds; a round whose message was not filed does not count."""
    with live_desk() as live, httpx.Client(base_url=live.house.rasa_url, timeout=30, trust_env=False) as rasa:
        wiring = Wiring(live.house.settings)
        numbers = itertools.count(700_000_001)
        for text in TEXTS * (WARM_UP // len(TEXTS) + 1):
            _bare_turn(rasa, wiring, next(numbers), text)
            _filed(live, text)
        bare, ticket, answer = [], [], []
        for _, text in zip(range(ROUNDS), itertools.cycle(TEXTS), strict=False):
            bare.append(_bare_turn(rasa, wiring, next(numbers), text))
            filed, answered = _filed(live, text)
            ticket.append(filed)
            answer.append(answered)
    base = statistics.median(bare)
    how = f"median of {ROUNDS} rounds, alternating with the baseline: the same texts posted to Rasa's REST channel"
    return [
        _figure(
            "a bare Rasa turn",
            base,
            base,
            "POST to the REST channel until its answer, action server included",
        ),
        _figure(
            "message in Telegram to its ticket",
            statistics.median(ticket),
            base,
            how + "; until the row is there",
        ),
        _figure(
            "message in Telegram to its answer",
            statistics.median(answer),
            base,
            how + "; until it is shown",
        ),
    ]


def _figure(name: str, value: float, base: float, how: str) -> Figure:
    return Figure(name, value, "ms", how, base, value / base)


def _bare_turn(rasa: httpx.Client, wiring: Wiring, chat: int, text: str) -> float:
    """Milliseconds of one turn; the message's row is written beforehand and not measured."""
    with wiring.desk() as work:
        kept = conversation.record(work, Heard(chat, 1, "Bench", datetime.now(UTC), text))
    metadata = {"update": chat, "message": kept.message, "chat": chat}
    began = time.perf_counter()
    answers = rasa.post(
        "/webhooks/rest/webhook", json={"sender": str(chat), "message": text, "metadata": metadata}
    )
    took = (time.perf_counter() - began) * 1000
    assert answers.json(), "Rasa answered nothing; see the log of the action server"
    return took


def _filed(live: Live, text: str) -> tuple[float, float]:
    """Milliseconds from a new customer's message until its ticket, and until the answer is in the chat."""
    customer = live.customer("Bench")
    began = time.perf_counter()
    customer.says(text)
    filed = _until(lambda: _has_ticket(live, customer.id), began)
    live.telegram.wait_for(lambda message: "CD-" in message.text, chat=customer, timeout=30)
    return filed, (time.perf_counter() - began) * 1000


def _until(condition: Callable[[], bool], began: float) -> float:
    while not condition():
        if time.perf_counter() - began > 30:
            raise AssertionError("no ticket within 30 s; see the logs of the house")
        time.sleep(0.001)
    return (time.perf_counter() - began) * 1000


def _has_ticket(live: Live, chat_id: int) -> bool:
    with Session(live.engine) as session:
        return (
            session.exec(select(Ticket.id).join(Customer).where(Customer.chat_id == chat_id)).first()
            is not None
        )
