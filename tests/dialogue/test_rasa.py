"""The client of the Rasa server: what it sends, what it makes of answers, and that no foreign error leaves it."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from bot.desk.explanation import Explanation
from bot.dialogue.rasa import RasaDialogue, events_before
from bot.service.dialogue import Answer, DialogueAway
from tests.explanations import told

URL = "http://rasa.test"
SAID = [
    {"recipient_id": "5", "text": "你好"},
    {"recipient_id": "5", "custom": {"about": None, "alert": False}},
]

Handle = Callable[[httpx.Request], httpx.Response]


@asynccontextmanager
async def client(handle: Handle) -> AsyncIterator[RasaDialogue]:
    dialogue = RasaDialogue(URL, transport=httpx.MockTransport(handle))
    try:
        yield dialogue
    finally:
        await dialogue.close()


async def test_a_turn_carries_the_chat_the_words_and_the_update() -> None:
    asked: list[Any] = []

    def handle(request: httpx.Request) -> httpx.Response:
        asked.append((request.url.path, json.loads(request.content)))
        return httpx.Response(200, json=SAID)

    async with client(handle) as dialogue:
        assert await dialogue.say(5, "漏水了", 991, {"message": 55}) == [Answer("你好")]
    assert asked == [
        (
            "/webhooks/rest/webhook",
            {
                "sender": "5",
                "message": "漏水了",
                "metadata": {"message": 55, "update": 991, "chat": 5},
            },
        )
    ]


def breaking(error: type[Exception]) -> Handle:
    def handle(request: httpx.Request) -> httpx.Response:
        raise error("broken")

    return handle


ALL_ERRORS = [
    one
    for one in vars(httpx).values()
    if isinstance(one, type) and issubclass(one, httpx.TransportError) and one is not httpx.TransportError
]
BAD_ANSWERS: dict[str, httpx.Response] = {
    "nothing": httpx.Response(200, json=[]),
    "no json": httpx.Response(200, text="<html>"),
    "no utf-8": httpx.Response(200, content=b"\xff\xfe\x00"),
    "an error": httpx.Response(500, json={"status": "failure"}),
    "a redirect": httpx.Response(302, headers={"Location": "/"}),
    "no list": httpx.Response(200, json={"status": "ok"}),
    "no messages": httpx.Response(200, json=["a", 1]),
    "null": httpx.Response(200, content=b"null"),
    "a button without payload": httpx.Response(200, json=[{"text": "a", "buttons": [{"title": "b"}]}]),
    "a ticket that is no number": httpx.Response(200, json=[{"text": "a"}, {"custom": {"about": "x"}}]),
}


@pytest.mark.parametrize("error", ALL_ERRORS, ids=lambda error: error.__name__)
async def test_no_error_of_the_line_leaves_the_client(error: type[Exception]) -> None:
    async with client(breaking(error)) as dialogue:
        calls = (dialogue.say(5, "hi", 1, {}), dialogue.forget_turn(5, 1), dialogue.explain("hi"))
        for call in (*calls, dialogue.health()):
            with pytest.raises(DialogueAway, match="Rasa"):
                await call


@pytest.mark.parametrize("answer", BAD_ANSWERS.values(), ids=BAD_ANSWERS.keys())
async def test_a_bad_answer_is_no_answer(answer: httpx.Response) -> None:
    async with client(lambda request: answer) as dialogue:
        with pytest.raises(DialogueAway, match="Rasa"):
            await dialogue.say(5, "hi", 1, {})


@pytest.mark.parametrize("bad", [{"events": "x"}, [1], {"events": [1]}, None], ids=str)
async def test_a_bad_tracker_is_no_tracker(bad: Any) -> None:
    async with client(lambda request: httpx.Response(200, content=json.dumps(bad))) as dialogue:
        with pytest.raises(DialogueAway, match="no tracker"):
            await dialogue.forget_turn(5, 1)


async def test_a_server_that_is_not_there_or_hangs_is_told_over_a_real_line() -> None:
    async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(hang, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    slow = RasaDialogue(f"http://127.0.0.1:{port}", turn_seconds=0.2)
    with pytest.raises(DialogueAway, match="too long"):
        await slow.say(5, "hi", 1, {})
    await slow.close()
    server.close()
    await server.wait_closed()
    gone = RasaDialogue(f"http://127.0.0.1:{port}")
    with pytest.raises(DialogueAway, match="not reachable"):
        await gone.health()
    await gone.close()


async def test_a_proxy_of_the_machine_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    dialogue = RasaDialogue("http://127.0.0.1:1")
    with pytest.raises(DialogueAway) as away:
        await dialogue.health()
    assert isinstance(away.value.__cause__, httpx.ConnectError)
    await dialogue.close()


async def test_ready_means_with_a_model() -> None:
    async with client(lambda request: httpx.Response(200, json={"model_file": "a.tar.gz"})) as dialogue:
        await dialogue.health()
    async with client(lambda request: httpx.Response(200, json={"model_file": ""})) as dialogue:
        with pytest.raises(DialogueAway, match="make model"):
            await dialogue.health()


def heard(update: int) -> dict[str, Any]:
    return {"event": "user", "metadata": {"update": update, "message": 1}}


SESSION, RESTART = {"event": "session_started"}, {"event": "restart"}
LISTEN = {"event": "action", "name": "action_listen"}


@pytest.mark.parametrize(
    ("events", "kept"),
    [
        ([], None),
        ([SESSION, LISTEN, heard(1), LISTEN, heard(2), LISTEN], None),
        ([SESSION, LISTEN, heard(7), LISTEN], [LISTEN]),
        ([SESSION, LISTEN, heard(6), LISTEN, heard(7), LISTEN, heard(8)], [LISTEN, heard(6), LISTEN]),
        ([SESSION, LISTEN, heard(7), RESTART, LISTEN], None),
        ([SESSION, LISTEN, heard(7), RESTART, LISTEN, heard(7), LISTEN], [LISTEN]),
        ([LISTEN, heard(7), SESSION, LISTEN, heard(8)], None),
        (
            [SESSION, {"event": "user"}, {"event": "user", "metadata": None}, heard(7)],
            [{"event": "user"}, {"event": "user", "metadata": None}],
        ),
        ([SESSION, heard(7)], []),
    ],
)
def test_only_what_stands_before_the_turn_is_kept(
    events: list[dict[str, Any]], kept: list[dict[str, Any]] | None
) -> None:
    assert events_before(events, 7) == kept


@pytest.mark.parametrize(
    ("events", "posted"),
    [
        ([SESSION, LISTEN, heard(6), LISTEN, heard(7), heard(8)], [[RESTART, LISTEN, heard(6), LISTEN]]),
        ([SESSION, heard(7)], [[RESTART, LISTEN]]),
        ([SESSION, LISTEN, heard(6)], []),
    ],
)
async def test_a_turn_is_taken_back_by_saying_what_was_before_it(
    events: list[dict[str, Any]], posted: list[Any]
) -> None:
    sent: list[Any] = []

    def handle(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            assert request.url.path == "/conversations/5/tracker/events"
            sent.append(json.loads(request.content))
        return httpx.Response(200, json={"events": events})

    async with client(handle) as dialogue:
        await dialogue.forget_turn(5, 7)
    assert sent == posted


async def test_why_is_asked_beside_the_talk() -> None:
    asked: list[Any] = []

    def handle(request: httpx.Request) -> httpx.Response:
        asked.append((request.method, request.url.path, json.loads(request.content)))
        return httpx.Response(200, json=told("电梯坏了"))

    async with client(handle) as dialogue:
        explanation = await dialogue.explain("电梯坏了")
    assert isinstance(explanation, Explanation)
    assert [word.text for word in explanation.deciding("kind", 3)] == ["电梯"]
    assert asked == [("POST", "/webhooks/why/", {"text": "电梯坏了"})]


BAD_EXPLANATIONS: dict[str, Any] = {
    "nothing": {},
    "no object": [1],
    "no probability": told("x", confidence=7),
    "not a number": told("x", words=[told("x")["words"][0] | {"kind": "nan"}]),
    "another decision": told("x", decision="guess"),
}


@pytest.mark.parametrize("bad", BAD_EXPLANATIONS.values(), ids=BAD_EXPLANATIONS.keys())
async def test_a_bad_explanation_is_none(bad: Any) -> None:
    async with client(lambda request: httpx.Response(200, json=bad)) as dialogue:
        with pytest.raises(DialogueAway, match="no explanation"):
            await dialogue.explain("x")


async def test_a_rasa_without_that_way_in_is_away_for_it() -> None:
    async with client(lambda request: httpx.Response(404, text="not found")) as dialogue:
        with pytest.raises(DialogueAway, match="404 to /webhooks/why/"):
            await dialogue.explain("x")
