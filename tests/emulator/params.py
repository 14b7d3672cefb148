"""The parameters of one call: forms, multipart and JSON alike, with Telegram's complaints."""

import json
from dataclasses import dataclass, field
from typing import Any

from tornado.httputil import HTTPServerRequest

from tests.emulator.errors import bad_request


@dataclass(frozen=True)
class Upload:
    """A file that came with the call."""

    name: str
    content: bytes


@dataclass
class Params:
    """Parameters by name, as strings or as JSON values, and the files that came along."""

    values: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    @classmethod
    def of(cls, request: HTTPServerRequest) -> "Params":
        """Read query, form, multipart or JSON body; raises ApiError 400 when the JSON is none."""
        values: dict[str, Any] = {
            name: given[-1].decode("utf-8", "replace") for name, given in request.arguments.items()
        }
        if request.headers.get("Content-Type", "").startswith("application/json") and request.body:
            try:
                values.update(json.loads(request.body))
            except ValueError as broken:
                raise bad_request("object expected as JSON body") from broken
        files = {name: Upload(given[-1].filename, given[-1].body) for name, given in request.files.items()}
        return cls(values, files)

    def text(self, name: str) -> str:
        """A string; empty when absent."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def integer(self, name: str, default: int) -> int:
        """A whole number, or the default when absent; ApiError 400 otherwise."""
        value = self.values.get(name)
        if value is None or value == "":
            return default
        try:
            return int(value)
        except (TypeError, ValueError) as wrong:
            raise bad_request(f"can't parse {name}: integer expected") from wrong

    def flag(self, name: str) -> bool:
        """True for true, True and 1."""
        return self.text(name).lower() in {"true", "1"}

    def optional_json(self, name: str) -> Any:
        """A JSON value, or None when absent; ApiError 400 when it cannot be parsed."""
        value = self.values.get(name)
        if not isinstance(value, str) or value == "":
            return value if value != "" else None
        try:
            return json.loads(value)
        except ValueError as broken:
            raise bad_request(f"can't parse {name} JSON object") from broken

    def chat_id(self, name: str = "chat_id") -> int:
        """The id of a chat; ApiError 400 when it is missing or a name nobody has."""
        value = self.text(name)
        if not value:
            raise bad_request(f"{name} is empty")
        try:
            return int(value)
        except ValueError as name_of_nobody:
            raise bad_request("chat not found") from name_of_nobody

    def message_id(self, name: str = "message_id") -> int:
        """The id of a message; ApiError 400 when it is missing."""
        number = self.integer(name, 0)
        if number <= 0:
            raise bad_request("message identifier is not specified")
        return number

    def plain(self) -> dict[str, Any]:
        """The parameters for the log: JSON decoded, files by name and size in bytes."""
        shown: dict[str, Any] = {}
        for name, value in self.values.items():
            try:
                shown[name] = json.loads(value) if isinstance(value, str) and value[:1] in "[{" else value
            except ValueError:
                shown[name] = value
        for name, upload in self.files.items():
            shown[name] = f"<{upload.name}, {len(upload.content)} bytes>"
        for name in ("chat_id", "message_id", "message_thread_id", "from_chat_id", "offset"):
            if isinstance(shown.get(name), str) and shown[name].lstrip("-").isdigit():
                shown[name] = int(shown[name])
        return shown
