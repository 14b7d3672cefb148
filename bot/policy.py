"""Reads policy.toml, the only place that does."""

import tomllib
from pathlib import Path

from pydantic import ValidationError

from bot.desk.policy import Policy

LONGEST_FOUND = 100  # characters of what was found; a whole part would hide what is said of it


class PolicyError(Exception):
    """policy.toml cannot be used; the message names the file, the key and the cure."""


def load(path: Path) -> Policy:
    """The policy in ``path``. Raises ``PolicyError`` naming the key that is wrong and what to write instead."""
    try:
        text = path.read_text(encoding="utf-8-sig")  # Windows' editors put a mark before the first line
    except OSError as error:
        raise PolicyError(
            f"{path}: cannot be read ({error.strerror}); put the policy there or set POLICY_FILE"
        ) from error
    except UnicodeDecodeError as error:
        raise PolicyError(f"{path}: not UTF-8 (byte {error.start}); save it as UTF-8") from error
    try:
        return Policy.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(f"{path}: not valid TOML: {error}; mend that line") from error
    except ValidationError as error:
        raise PolicyError("\n".join(_one_line(path, one) for one in error.errors())) from error


def _one_line(path: Path, error: object) -> str:
    assert isinstance(error, dict)
    below = error.get("ctx", {}).get("key", "")
    key = ".".join(str(part) for part in (*error["loc"], below) if part not in ("", "[key]"))
    if error["type"] == "missing":
        return f"{path}: {key}: missing; add this key"
    if error["type"] == "extra_forbidden":
        return f"{path}: {key}: no such key; remove it or mend its spelling"
    said = error["msg"].removeprefix("Value error, ")
    found = repr(error.get("input"))
    return f"{path}: {key}: {said}" + (f" (found: {found})" if len(found) <= LONGEST_FOUND else "")
