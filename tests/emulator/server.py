"""The HTTP side: tokens, faults, limits, the call log, and the methods that need the running loop."""

import asyncio
import random
import re
import time
from typing import Any

from tornado.web import Application, RequestHandler

from tests.emulator import methods_bot, methods_chats, methods_edit, methods_send, methods_topics
from tests.emulator.errors import ApiError, too_many_requests
from tests.emulator.faults import Call, Fault
from tests.emulator.limits import Limits
from tests.emulator.params import Params
from tests.emulator.polling import Poller
from tests.emulator.registry import METHODS
from tests.emulator.webhook import Webhook
from tests.emulator.world import World

# Importing them enters their methods in the table.
METHOD_MODULES = (methods_bot, methods_chats, methods_edit, methods_send, methods_topics)
TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")


class BotApi:
    """One bot's API over one world. ``calls`` is the log, oldest first."""

    def __init__(self, world: World, token: str, webhook: Webhook, limits: Limits | None, seed: int) -> None:
        self.world = world
        self.token = token
        self.webhook = webhook
        self.limits = limits
        self.poller = Poller(world.updates)
        self.faults: list[Fault] = []
        self.calls: list[Call] = []
        self.chance = random.Random(seed)
        self.stopping = asyncio.Event()

    def check_token(self, token: str) -> None:
        """ApiError 404 for what is no token, 401 for another bot's."""
        if not TOKEN.fullmatch(token):
            raise ApiError(404, "Not Found")
        if token != self.token:
            raise ApiError(401, "Unauthorized")

    def begin(self, name: str, params: Params, host: str = "") -> tuple[Call, Fault | None]:
        """Log a call and choose the fault that meets it, if any."""
        with self.world.changed:
            call = Call(name, params.plain(), time.time(), host=host)
            self.calls.append(call)
            fault = next((f for f in self.faults if f.meets(call, self.chance)), None)
            call.injected = fault.name if fault else None
            return call, fault

    def finish(self, call: Call, error: ApiError | None = None, result: Any = None) -> dict[str, Any]:
        """Complete the log entry; returns the body of the answer."""
        with self.world.changed:
            call.took = time.time() - call.at
            call.error = error.as_json() if error else None
            call.result = result
            self.world.changed.notify_all()
        return call.error or {"ok": True, "result": result}

    async def apply(self, call: Call, params: Params) -> Any:
        """Do what the method does; raises ApiError."""
        name = call.method.lower()
        if name == "getupdates":
            return await self.poller.get_updates(params, self.webhook.url)
        if name in {"setwebhook", "deletewebhook"}:
            return self._set_webhook(
                params
                if name == "setwebhook"
                else Params({"drop_pending_updates": params.text("drop_pending_updates")})
            )
        if name == "getwebhookinfo":
            return self.webhook.info()
        if name not in METHODS:
            raise ApiError(404, "Not Found")
        with self.world.changed:
            self._check_limits(name, params, call)
            result = METHODS[name](self.world, params)
            call.applied = True
            self.world.changed.notify_all()
            return result

    def _check_limits(self, name: str, params: Params, call: Call) -> None:
        if self.limits is None or not self.limits.counts(name) or call.chat_id is None:
            return
        several = call.params.get("media") or call.params.get("message_ids") or [None]
        posts = len(several) if isinstance(several, list) else 1
        wait = self.limits.refuse(call.chat_id, posts, time.monotonic() + self.world.shift)
        if wait is not None:
            raise too_many_requests(wait)

    def _set_webhook(self, params: Params) -> bool:
        connections = params.integer("max_connections", 40)
        self.webhook.set(params.text("url"), params.text("secret_token") or None, connections)
        self.world.updates.allow(params.optional_json("allowed_updates"))
        if params.flag("drop_pending_updates"):
            self.world.updates.drop_all()
        if self.webhook.url:
            self.poller.turn_away("terminated by setWebhook request")
        return True

    async def pause(self, seconds: float) -> None:
        """Wait, but not beyond the emulator's end."""
        try:
            await asyncio.wait_for(self.stopping.wait(), seconds)
        except TimeoutError:
            return


class MethodHandler(RequestHandler):
    """``/bot<token>/<method>``, GET and POST alike."""

    def initialize(self, api: BotApi) -> None:
        """Tornado hands over what the route was given."""
        self.api = api
        self._work: asyncio.Task[Any] | None = None

    async def post(self, token: str, name: str) -> None:
        """One call of the bot."""
        try:
            self.api.check_token(token)
            params = Params.of(self.request)
        except ApiError as wrong:
            self._refuse(wrong)
            return
        call, fault = self.api.begin(name, params, self.request.host_name)
        if fault and await self._stopped_by(fault, call):
            return
        self._work = asyncio.ensure_future(self.api.apply(call, params))
        try:
            result = await self._work
        except asyncio.CancelledError:
            # The client hung up while a poll waited.
            self._drop()
            return
        except ApiError as refused:
            self.set_status(refused.code)
            body = self.api.finish(call, error=refused)
        else:
            body = self.api.finish(call, result=result)
        if fault and fault.drop == "after":
            self._drop()
            return
        if fault and fault.late is not None:
            await self.api.pause(fault.late)
        self.write(body)

    get = post

    def on_connection_close(self) -> None:
        """A poller that hung up does not stand in the line any more."""
        if self._work is not None and not self._work.done():
            self._work.cancel()

    async def _stopped_by(self, fault: Fault, call: Call) -> bool:
        refusal = fault.refusal()
        if refusal is not None:
            self.api.finish(call, error=refusal)
            self._refuse(refusal)
            return True
        if fault.hang is None and fault.drop != "before":
            return False
        if fault.hang is not None:
            await self.api.pause(fault.hang)
        self.api.finish(call)
        self._drop()
        return True

    def _refuse(self, refusal: ApiError) -> None:
        self.set_status(refusal.code)
        self.write(refusal.as_json())

    def _drop(self) -> None:
        if not self._finished:
            self.detach().close()


class FileHandler(RequestHandler):
    """``/file/bot<token>/<file_path>``."""

    def initialize(self, api: BotApi) -> None:
        """Tornado hands over what the route was given."""
        self.api = api

    def get(self, token: str, path: str) -> None:
        """The bytes; 404 for a path that was never given out."""
        try:
            self.api.check_token(token)
        except ApiError as wrong:
            self.set_status(wrong.code)
            self.write(wrong.as_json())
            return
        stored = self.api.world.files.at(path)
        if stored is None:
            self.set_status(404)
            self.write(ApiError(404, "Not Found").as_json())
            return
        self.set_header("Content-Type", "application/octet-stream")
        self.write(stored.content)


def application(api: BotApi, extra: list[Any]) -> Application:
    """The routes of the Bot API and ``extra`` ones."""
    return Application(
        [
            (r"/bot([^/]+)/(\w+)", MethodHandler, {"api": api}),
            (r"/file/bot([^/]+)/(.+)", FileHandler, {"api": api}),
            *extra,
        ],
        log_function=lambda handler: None,
    )
