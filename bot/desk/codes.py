"""The code on an account's paper: how it is read in a message, and how it is kept."""

import hashlib
import hmac
import re
import secrets
import unicodedata
from dataclasses import dataclass

# A code has a few digits, so whoever has the digests finds the codes whatever this costs; what protects an account is
# the limit of tries (service/proving.py). The salt keeps equal codes apart, and the cost is what an import of a hundred
# thousand accounts can bear (half a millisecond each). It stands in the digest, so that it can be raised.
_COST = 2**8
_NOBODYS = (
    f"scrypt${_COST}$" + "00" * 16 + "$" + "00" * 32
)  # compared where there is no account: as long as with one

_LABEL = r"(?:校验码|验证码|查询码|安全码|密码|(?:verification |security |access )?code|passcode|pin)"
_IS = r"\s*(?:是|为|is|[:=#])?\s*"
_CODE = re.compile(rf"{_LABEL}{_IS}([a-z0-9]{{3,16}})(?![\w-])")
_TOKEN = re.compile(r"(?<![\w-])(?=[a-z_-]*\d)[a-z0-9][a-z0-9_-]{0,63}(?![\w-])", re.ASCII | re.IGNORECASE)
_SMALL = re.compile(
    r"我的|我家|你好|您好|户号|账户|帐户|账号|帐号|编号|表号|电表|水表|气表|合同号?|订单号?|房号|号码|纸上|单据|请|谢谢|我|家|号|表|的|是|为|和|跟|及"
    r"|\b(?:hi|hello|my|the|our|account|meter|contract|order|home|flat|number|no|nr|id|is|are|and|with|code|please"
    r"|thanks|thank|you|it|it's|on|paper|bill|here)\b"
    rf"|{_LABEL}|[^\w]|_"
)
_COVER = "•"
_LONGEST = 120  # characters: nobody writes more to name a number and a code


@dataclass(frozen=True)
class Named:
    """An account's number as it was written, and the code named with it."""

    number: str
    code: str


def digest_of(code: str) -> str:
    """A salted digest of ``code``, to be kept. Capitals, spaces and dashes do not count."""
    salt = secrets.token_bytes(16)
    return f"scrypt${_COST}${salt.hex()}${_digest(code, salt, _COST).hex()}"


def matches(code: str, digest: str | None) -> bool:
    """Whether ``digest`` is of ``code``; False for None. Takes as long either way."""
    _, cost, salt, kept = (digest or _NOBODYS).split("$")
    same = hmac.compare_digest(_digest(code, bytes.fromhex(salt), int(cost)).hex(), kept)
    return same and digest is not None


def folded(code: str) -> str:
    """``code`` as it is compared."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", code)).casefold()


def named_in(text: str, *, asked: bool = False) -> Named | None:
    """The number and the code that ``text`` names and says nothing besides, or None.

    Without a word for the code ("校验码", "code") only the answer to our question (``asked``) is taken for one: first
    the number, then the code, as the question says.
    """
    said = unicodedata.normalize("NFKC", text).strip()
    if len(said) > _LONGEST:
        return None
    labelled = _CODE.search(said.lower())
    rest = said[: labelled.start(1)] + " " + said[labelled.end(1) :] if labelled else said
    tokens = _TOKEN.findall(rest)
    if _SMALL.sub("", _TOKEN.sub(" ", rest).lower()):
        return None
    if labelled and len(tokens) == 1:
        return Named(tokens[0], said[labelled.start(1) : labelled.end(1)])
    return Named(*tokens) if asked and not labelled and len(tokens) == 2 else None


def code_in(text: str) -> str | None:
    """The code that ``text`` names and nothing besides, where the account is known; or None."""
    return _alone(text)


def number_in(text: str) -> str | None:
    """The account's number that ``text`` names and nothing besides, where a number was asked for; or None."""
    return _alone(text)


def hidden(text: str, code: str) -> str:
    """``text`` without the code: what is kept in the transcript must not open an account."""
    whole = rf"(?<![A-Za-z0-9_-]){re.escape(code)}(?![A-Za-z0-9_-])"
    return re.sub(whole, _COVER * len(code), unicodedata.normalize("NFKC", text))


def hidden_again(text: str, before: str = "") -> str:
    """``text`` without the code it names. What corrects a message whose code is hidden (``before``) names one, too."""
    asked = _COVER in before
    named = named_in(text, asked=asked)
    code = named.code if named else code_in(text) if asked else None
    return hidden(text, code) if code else text


def _alone(text: str) -> str | None:
    said = unicodedata.normalize("NFKC", text).strip()
    tokens = _TOKEN.findall(said) if len(said) <= _LONGEST else []
    alone = len(tokens) == 1 and not _SMALL.sub("", _TOKEN.sub(" ", said).lower())
    return tokens[0] if alone else None


def _digest(code: str, salt: bytes, cost: int) -> bytes:
    return hashlib.scrypt(folded(code).encode(), salt=salt, n=cost, r=8, p=1, dklen=32)
