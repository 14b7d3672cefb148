"""A way into the running server for one question: why was this understood so? Declared in credentials.yml.

`POST /webhooks/why/` with `{"text"}` answers what `explain` says, as JSON. It is no conversation: no tracker is read or
written. The words are weighed in a thread of its own, one question at a time, so that customers' turns go on meanwhile.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Awaitable, Callable

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from nlu.classifier import DeskClassifier
from nlu.explain import explain


class WhyInput(InputChannel):
    """Answers with the words that decided."""

    @classmethod
    def name(cls) -> str:
        return "why"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        routes = Blueprint("why_webhook", __name__)
        thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="why")

        @routes.post("/")
        async def why(request: Request) -> HTTPResponse:
            text = request.json.get("text") if isinstance(request.json, dict) else None
            if not isinstance(text, str):
                return response.json({"error": 'send {"text": "the message"} as JSON'}, status=400)
            mind = DeskClassifier.serving
            if mind is None:
                error = (
                    "no model with nlu.classifier.DeskClassifier is loaded; train one: python -m nlu.train"
                )
                return response.json({"error": error}, status=503)
            loop = asyncio.get_running_loop()
            return response.json(await loop.run_in_executor(thread, explain, mind, text))

        return routes
