"""Reading messages to label, one JSON object a line, and saying exactly which line is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Dict, Iterator, List, Sequence, Tuple, Union


class BadLine(ValueError):
    """A line that cannot be labelled; the message names file, line, fault and cure."""

    def __init__(self, file: Path, number: int, fault: str) -> None:
        super().__init__(f'{file}:{number}: {fault}; a line is {{"id": "…", "text": "…"}}')


def parse(line: str, file: Path, number: int, needed: Sequence[str]) -> Dict[str, Any]:
    """One line as a message.

    Raises:
        BadLine: it is no JSON object, or one of the needed fields is missing or not text (an id may be a number).
    """
    try:
        message = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadLine(file, number, f"not JSON ({error})") from error
    if not isinstance(message, dict):
        raise BadLine(file, number, f"not a JSON object but {type(message).__name__}")
    for name in needed:
        value = message.get(name)
        right = isinstance(value, str) or (name == "id" and type(value) is int)
        if not right:
            raise BadLine(
                file, number, f'"{name}" is missing' if name not in message else f'"{name}" is no text'
            )
    return message


def read(file: Path, needed: Sequence[str]) -> Iterator[Union[Dict[str, Any], BadLine]]:
    """Every message of a file, and a BadLine in place of each line that is none. Blank lines are passed over."""
    with file.open("rb") as lines:
        for number, raw in enumerate(lines, start=1):
            if not raw.strip():
                continue
            try:
                yield parse(raw.decode("utf-8-sig" if number == 1 else "utf-8"), file, number, needed)
            except UnicodeDecodeError:
                yield BadLine(file, number, "not UTF-8")
            except BadLine as bad:
                yield bad


def read_all(file: Path, needed: Sequence[str]) -> Tuple[List[Dict[str, Any]], List[BadLine]]:
    """The messages and the bad lines of a file, apart."""
    entries = list(read(file, needed))
    good = [entry for entry in entries if not isinstance(entry, BadLine)]
    return good, [entry for entry in entries if isinstance(entry, BadLine)]
