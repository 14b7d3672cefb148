"""Files by file_id: what people send, what the bot uploads, what can be downloaded again."""

import mimetypes
from dataclasses import dataclass
from typing import Any

from tests.emulator.errors import ApiError, bad_request

DOWNLOAD_LIMIT = 20 * 1024 * 1024
UPLOAD_LIMIT = 50 * 1024 * 1024
PHOTO_LIMIT = 10 * 1024 * 1024

_PREFIX = {
    "photo": "AgACAgIAAxkB",
    "document": "BQACAgIAAxkB",
    "voice": "AwACAgIAAxkB",
    "video": "BAACAgIAAxkB",
    "audio": "CQACAgIAAxkB",
    "sticker": "CAACAgIAAxkB",
    "video_note": "DQACAgIAAxkB",
    "animation": "CgACAgIAAxkB",
}
_FOLDER = {
    "photo": "photos",
    "document": "documents",
    "voice": "voice",
    "video": "videos",
    "audio": "music",
    "sticker": "stickers",
    "video_note": "video_notes",
    "animation": "animations",
}
_ENDING = {
    "photo": ".jpg",
    "voice": ".oga",
    "video": ".mp4",
    "audio": ".mp3",
    "sticker": ".webp",
    "video_note": ".mp4",
    "animation": ".mp4",
}


@dataclass
class StoredFile:
    """One file; ``size`` in bytes may be larger than ``content`` where a test only claims a size."""

    id: str
    unique_id: str
    kind: str
    path: str
    name: str
    content: bytes
    size: int
    mime: str
    details: dict[str, Any]


class FileStore:
    """All files of one emulator."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def add(
        self,
        kind: str,
        content: bytes,
        name: str | None = None,
        size: int | None = None,
        mime: str | None = None,
        **media: Any,
    ) -> StoredFile:
        """Keep a file of ``kind``; ``media`` are the extra fields of its Bot API form (duration, width …)."""
        number = len(self._by_id) + 1
        name = name or f"file_{number}{_ENDING.get(kind, '')}"
        ending = "." + name.rsplit(".", 1)[-1] if "." in name else ""
        stored = StoredFile(
            id=f"{_PREFIX[kind]}{number:08d}Zq{number * 7919 % 99991:05d}AAE",
            unique_id=f"AQAD{number:08d}",
            kind=kind,
            path=f"{_FOLDER[kind]}/file_{number}{ending}",
            name=name,
            content=content,
            size=len(content) if size is None else size,
            mime=mime or mimetypes.guess_type(name)[0] or "application/octet-stream",
            details=media,
        )
        self._by_id[stored.id] = stored
        self._by_path[stored.path] = stored
        return stored

    def get(self, file_id: str) -> StoredFile | None:
        """The file, or None when no such id was ever given out."""
        return self._by_id.get(file_id)

    def at(self, path: str) -> StoredFile | None:
        """The file behind a ``file_path``."""
        return self._by_path.get(path)

    def all(self) -> list[StoredFile]:
        """Every file, oldest first."""
        return list(self._by_id.values())

    def to_send(self, file_id: str, kind: str) -> StoredFile:
        """The file to send once more as ``kind``; raises ApiError 400 for a wrong id or another kind."""
        if file_id.startswith(("http://", "https://")):
            raise bad_request("failed to get HTTP URL content")
        stored = self._by_id.get(file_id)
        if stored is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if stored.kind != kind:
            raise bad_request(f"can't use file of type {stored.kind.title()} as {kind.title()}")
        return stored

    def upload(self, kind: str, content: bytes, name: str | None, **media: Any) -> StoredFile:
        """Keep what the bot uploads; raises ApiError 400 for an empty and 413 for an oversized file."""
        if not content:
            raise bad_request("file must be non-empty")
        if len(content) > UPLOAD_LIMIT:
            raise ApiError(413, "Request Entity Too Large")
        if kind == "photo" and len(content) > PHOTO_LIMIT:
            raise bad_request("too big file for a photo")
        return self.add(kind, content, name, **media)


def media_json(stored: StoredFile) -> Any:
    """The Bot API form of a file inside a message: a list of sizes for a photo, else one object."""
    reference = {"file_id": stored.id, "file_unique_id": stored.unique_id, "file_size": stored.size}
    if stored.kind == "photo":
        small = {
            **reference,
            "file_unique_id": stored.unique_id + "s",
            "file_size": stored.size // 10,
            "width": 90,
            "height": 67,
        }
        return [small, {**reference, "width": 1280, "height": 960}]
    defaults: dict[str, dict[str, Any]] = {
        "document": {"file_name": stored.name, "mime_type": stored.mime},
        "voice": {"duration": 3, "mime_type": "audio/ogg"},
        "video": {
            "duration": 5,
            "width": 1280,
            "height": 720,
            "file_name": stored.name,
            "mime_type": "video/mp4",
        },
        "audio": {"duration": 60, "file_name": stored.name, "mime_type": "audio/mpeg"},
        "sticker": {
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
            "emoji": "🙂",
        },
        "video_note": {"duration": 5, "length": 240},
        "animation": {"duration": 2, "width": 320, "height": 240, "file_name": stored.name},
    }
    return {**reference, **defaults[stored.kind], **stored.details}
