"""The media of a message, as ``Message.media`` keeps them."""

from typing import Any

from telegram import Contact, Dice, Game, Location, Message, PhotoSize, Poll, Sticker, Venue
from telegram.constants import MessageAttachmentType
from telegram.helpers import effective_message_type

LATER_KIND = "unknown"  # something a person sent that this version has no name for
# A venue carries its location beside it and so is asked for first; the last two are no media of a person's.
KINDS = (
    MessageAttachmentType.VENUE,
    *(
        kind
        for kind in MessageAttachmentType
        if kind
        not in (
            MessageAttachmentType.VENUE,
            MessageAttachmentType.SUCCESSFUL_PAYMENT,
            MessageAttachmentType.PASSPORT_DATA,
        )
    ),
)


def media_of(message: Message) -> list[dict[str, Any]]:
    """What a message carries beside its words, at most one; of a photo the largest size."""
    kind = next((kind.value for kind in KINDS if message[kind.value]), None)
    if kind is None:
        # Neither words nor media nor a service message that is known: kept, and shown to staff by copying it.
        unknown = effective_message_type(message) is None and message.api_kwargs
        return [{"type": LATER_KIND, "message_id": message.message_id}] if unknown else []
    content = message[kind]
    if isinstance(content, list | tuple):
        content = content[-1]
    known = {"type": kind, "message_id": message.message_id} | _facts(content)
    return [{name: value for name, value in known.items() if value is not None}]


def _facts(content: Any) -> dict[str, Any]:
    match content:
        case PhotoSize():
            return {"file_id": content.file_id, "size": content.file_size}
        case Sticker():
            return {"file_id": content.file_id, "name": content.emoji, "size": content.file_size}
        case Venue():
            place = content.location
            return {"name": content.title, "latitude": place.latitude, "longitude": place.longitude}
        case Location():
            return {"latitude": content.latitude, "longitude": content.longitude}
        case Contact():
            name = f"{content.first_name} {content.last_name or ''}".strip()
            return {"name": name, "phone": content.phone_number, "user_id": content.user_id}
        case Poll():
            return {"name": content.question}
        case Dice():
            return {"name": f"{content.emoji} {content.value}"}
        case Game():
            return {"name": content.title}
    return {
        "file_id": getattr(content, "file_id", None),
        "name": getattr(content, "file_name", None),
        "size": getattr(content, "file_size", None),
    }
