"""Methods that post: text, media, albums, places, contacts, copies, forwards."""

import itertools
from typing import Any

from tests.emulator.compose import check_length, find_place, message_text, parsed, read_text, write
from tests.emulator.errors import bad_request
from tests.emulator.files import StoredFile, media_json
from tests.emulator.keyboards import read_markup
from tests.emulator.messages import Message
from tests.emulator.params import Params
from tests.emulator.registry import method
from tests.emulator.world import World

ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}
ALBUM_KINDS = {"photo", "video", "audio", "document"}
_album_ids = itertools.count(13_370_000_000_000_001)


@method("sendMessage")
def send_message(world: World, params: Params) -> dict[str, Any]:
    """Text, after its markup."""
    text, entities = message_text(world, params)
    place = find_place(world, params)
    check_length(text)
    return write(world, params, place, text=text, entities=entities).as_json()


def _find_file(world: World, params: Params, kind: str, given: str, part: str) -> StoredFile:
    """A file by ``attach://`` name, by its own part, or by file_id; ApiError 400 when there is none."""
    name = given.removeprefix("attach://") if given.startswith("attach://") else part
    upload = params.files.get(name)
    if upload is not None:
        extra = {
            key: params.integer(key, 0) for key in ("duration", "width", "height") if key in params.values
        }
        return world.files.upload(kind, upload.content, upload.name, **extra)
    if not given:
        raise bad_request(f"there is no {kind} in the request")
    return world.files.to_send(given, kind)


def _send_file(kind: str) -> Any:
    def send(world: World, params: Params) -> dict[str, Any]:
        text, entities = read_text(world, params, "caption")
        place = find_place(world, params)
        check_length(text, caption=True)
        read_markup(params)
        stored = _find_file(world, params, kind, params.text(kind), kind)
        body = {kind: media_json(stored)}
        return write(world, params, place, text=text, entities=entities, body=body).as_json()

    return send


for _kind, _name in (
    ("photo", "sendPhoto"),
    ("document", "sendDocument"),
    ("voice", "sendVoice"),
    ("video", "sendVideo"),
    ("audio", "sendAudio"),
    ("sticker", "sendSticker"),
    ("animation", "sendAnimation"),
    ("video_note", "sendVideoNote"),
):
    method(_name)(_send_file(_kind))


@method("sendMediaGroup")
def send_media_group(world: World, params: Params) -> list[dict[str, Any]]:
    """2 to 10 photos and videos, or documents, or audio files, as one album."""
    items = params.optional_json("media") or []
    if not isinstance(items, list):
        raise bad_request("expected an Array of InputMedia")
    _check_album(items)
    texts = [
        parsed(world, item.get("caption") or "", item.get("parse_mode") or "", item.get("caption_entities"))
        for item in items
    ]
    place = find_place(world, params)
    for text, _ in texts:
        check_length(text, caption=True)
    files = [_find_file(world, params, item["type"], item.get("media", ""), "") for item in items]
    album = str(next(_album_ids))
    sent = [
        world.add_message(
            place.chat,
            world.bot,
            thread=place.thread,
            reply_to=place.reply_to,
            album=album,
            text=text,
            entities=entities,
            body={stored.kind: media_json(stored)},
        )
        for stored, (text, entities) in zip(files, texts, strict=True)
    ]
    return [message.as_json() for message in sent]


def _check_album(items: list[dict[str, Any]]) -> None:
    if not items:
        raise bad_request("there are no messages to send")
    if len(items) > 10:
        raise bad_request("too many messages to send as an album")
    if len(items) < 2:
        raise bad_request("media group must include 2-10 items")
    kinds = {item.get("type") for item in items}
    if kinds - ALBUM_KINDS:
        raise bad_request(f'can\'t parse InputMedia: type "{(kinds - ALBUM_KINDS).pop()}" is unsupported')
    for alone in ("document", "audio"):
        if alone in kinds and len(kinds) > 1:
            raise bad_request(f"{alone} can't be mixed with other media types")


@method("sendLocation")
def send_location(world: World, params: Params) -> dict[str, Any]:
    """A point on the map, degrees."""
    place = find_place(world, params)
    try:
        spot = {"latitude": float(params.text("latitude")), "longitude": float(params.text("longitude"))}
    except ValueError as wrong:
        raise bad_request("latitude is empty or wrong") from wrong
    if abs(spot["latitude"]) > 90:
        raise bad_request("wrong latitude specified")
    return write(world, params, place, body={"location": spot}).as_json()


@method("sendContact")
def send_contact(world: World, params: Params) -> dict[str, Any]:
    """A telephone number with a name."""
    place = find_place(world, params)
    for name in ("phone_number", "first_name"):
        if not params.text(name):
            raise bad_request(f"{name} is empty" if name == "first_name" else "phone number is empty")
    card = {"phone_number": params.text("phone_number"), "first_name": params.text("first_name")}
    return write(world, params, place, body={"contact": card}).as_json()


@method("sendChatAction")
def send_chat_action(world: World, params: Params) -> bool:
    """The line that says the bot is typing, uploading and so on."""
    if params.text("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    place = find_place(world, params)
    world.actions[place.chat.id, params.text("action")] += 1
    return True


def _copyable(world: World, params: Params, number: int, missing: str) -> Message:
    source = world.known_chat(params.chat_id("from_chat_id"))
    message = world.message(source, number, missing)
    if message.service:
        raise bad_request("message can't be copied" if "copy" in missing else "message can't be forwarded")
    return message


@method("copyMessage")
def copy_message(world: World, params: Params) -> dict[str, Any]:
    """The same content without its author; a new caption replaces the old one."""
    original = _copyable(world, params, params.message_id(), "message to copy not found")
    text, entities = original.text, original.entities
    if "caption" in params.values and original.has_media:
        text, entities = read_text(world, params, "caption")
        check_length(text, caption=True)
    place = find_place(world, params)
    body = {key: value for key, value in original.body.items() if key != "forward_origin"}
    return {"message_id": write(world, params, place, text=text, entities=entities, body=body).id}


@method("forwardMessage")
def forward_message(world: World, params: Params) -> dict[str, Any]:
    """The same message with the name of its author."""
    original = _copyable(world, params, params.message_id(), "message to forward not found")
    place = find_place(world, params)
    return write(
        world,
        params,
        place,
        text=original.text,
        entities=original.entities,
        body={**original.body, "forward_origin": origin_of(original)},
    ).as_json()


def origin_of(original: Message) -> dict[str, Any]:
    """MessageOriginUser of a message, or the one it already has."""
    return original.body.get("forward_origin") or {
        "type": "user",
        "date": original.date,
        "sender_user": original.sender.as_json(),
    }


@method("copyMessages", "forwardMessages")
def copy_messages(world: World, params: Params) -> list[dict[str, Any]]:
    """1 to 100 messages at once, in rising order; those not found are skipped, albums stay together."""
    numbers = params.optional_json("message_ids") or []
    if not numbers:
        raise bad_request("message identifiers are not specified")
    if len(numbers) > 100:
        raise bad_request("too many messages to forward")
    if any(later <= earlier for earlier, later in itertools.pairwise(numbers)):
        raise bad_request("message identifiers must be in a strictly increasing order")
    source = world.known_chat(params.chat_id("from_chat_id"))
    found = [source.messages[n] for n in numbers if n in source.messages]
    found = [message for message in found if not message.deleted and not message.service]
    if not found:
        raise bad_request("there are no messages to forward")
    place = find_place(world, params)
    albums = {message.album: str(next(_album_ids)) for message in found if message.album}
    sent = [
        world.add_message(
            place.chat,
            world.bot,
            thread=place.thread,
            text=message.text,
            entities=message.entities,
            album=albums[message.album] if message.album else None,
            body=dict(message.body),
        )
        for message in found
    ]
    return [{"message_id": message.id} for message in sent]
