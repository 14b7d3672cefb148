"""Delivery by webhook: the secret header, order inside a chat, retries with backoff until a 2xx comes."""

import asyncio
import json
import re
import time
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest

from tests.emulator.errors import bad_request
from tests.emulator.updates import Pending, UpdateQueue, conversation

SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


class Webhook:
    """One bot's webhook. ``backoff`` is (first wait, longest wait) in seconds, doubled in between."""

    def __init__(self, queue: UpdateQueue, backoff: tuple[float, float], timeout: float) -> None:
        self.queue = queue
        self.backoff = backoff
        self.timeout = timeout
        self.url = ""
        self.attempts = 0
        self._secret: str | None = None
        self._connections = 40
        self._last_error: tuple[int, str] | None = None
        self._busy: set[int] = set()
        self._failures: dict[int, int] = {}
        self._wait_until: dict[int, float] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._wake: asyncio.Event | None = None
        self._client: AsyncHTTPClient | None = None

    async def run(self) -> None:
        """Deliver until cancelled; runs on the server's loop."""
        self._wake = asyncio.Event()
        self._client = AsyncHTTPClient(force_instance=True, max_clients=200)
        try:
            while True:
                self._wake.clear()
                pause = self._launch()
                try:
                    await asyncio.wait_for(self._wake.wait(), pause)
                except TimeoutError:
                    continue
        finally:
            for task in self._tasks:
                task.cancel()
            self._client.close()

    def wake(self) -> None:
        """Look again for what can go out; call on the server's loop."""
        if self._wake is not None:
            self._wake.set()

    def set(self, url: str, secret: str | None, connections: int | None) -> None:
        """Point the webhook somewhere, or take it away with an empty address; ApiError 400 when wrong."""
        if url and not re.match(r"https?://[^/\s]+", url):
            raise bad_request("bad webhook: URL host is empty")
        if secret and not SECRET.fullmatch(secret):
            raise bad_request("secret token contains unallowed characters")
        if connections is not None and not 1 <= connections <= 100:
            raise bad_request("max_connections must be between 1 and 100")
        self.url, self._secret, self._connections = url, secret, connections or 40
        self._failures.clear()
        self._wait_until.clear()
        self._last_error = None
        self.wake()

    def info(self) -> dict[str, Any]:
        """The Bot API's WebhookInfo."""
        answer: dict[str, Any] = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self.queue.pending),
        }
        if self.url:
            answer["max_connections"] = self._connections
        if self.url and self._last_error:
            answer["last_error_date"], answer["last_error_message"] = self._last_error
        if self.queue.allowed is not None:
            answer["allowed_updates"] = sorted(self.queue.allowed)
        return answer

    def _launch(self) -> float | None:
        """Start every delivery that may start now; seconds until the next one may, None when none waits."""
        if not self.url:
            return None
        now, seen, pause = time.monotonic(), set(self._busy), None
        with self.queue.changed:
            for pending in self.queue.pending:
                chat = conversation(pending.update)
                if chat in seen or len(self._busy) >= self._connections:
                    continue
                seen.add(chat)
                wait = self._wait_until.get(chat, 0) - now
                if wait > 0:
                    pause = wait if pause is None else min(pause, wait)
                    continue
                self._busy.add(chat)
                task = asyncio.create_task(self._deliver(pending, chat))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
        return pause

    async def _deliver(self, pending: Pending, chat: int) -> None:
        headers = {"Content-Type": "application/json"}
        if self._secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self._secret
        request = HTTPRequest(
            self.url,
            "POST",
            headers,
            json.dumps(pending.update),
            follow_redirects=False,
            connect_timeout=self.timeout,
            request_timeout=self.timeout,
        )
        assert self._client is not None
        self.attempts += 1
        try:
            await self._client.fetch(request)
        except HTTPClientError as wrong:
            reason = (
                "Read timeout expired"
                if wrong.code == 599
                else f"Wrong response from the webhook: {wrong.code} {wrong.message}"
            )
            self._failed(chat, reason)
        except OSError:
            self._failed(chat, "Connection refused")
        else:
            self._failures.pop(chat, None)
            self.queue.delivered(pending)
        finally:
            self._busy.discard(chat)
            self.wake()

    def _failed(self, chat: int, reason: str) -> None:
        first, longest = self.backoff
        tries = self._failures[chat] = self._failures.get(chat, 0) + 1
        self._wait_until[chat] = time.monotonic() + min(first * 2 ** (tries - 1), longest)
        self._last_error = (int(time.time()), reason)
