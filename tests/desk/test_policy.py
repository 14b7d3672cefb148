"""policy.toml: what is wrong is named by file and key, with its cure."""

from pathlib import Path

import pytest

from bot.desk.labels import Category
from bot.desk.policy_service_levels import MATTERS
from bot.policy import PolicyError, load

GOOD = (Path(__file__).parent.parent.parent / "policy.toml").read_text(encoding="utf-8")


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "policy.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def refused(path: Path) -> str:
    with pytest.raises(PolicyError) as error:
        load(path)
    return str(error.value)


def test_the_policy_that_comes_with_the_desk_is_whole(tmp_path: Path) -> None:
    policy = load(written(tmp_path, GOOD))
    assert policy.zone.key == "Asia/Shanghai"
    assert all(policy.service_level(matter).first_response for matter in MATTERS)
    assert all(policy.departments.of(category).zh for category in Category)


def test_a_mark_of_windows_editors_is_no_mistake(tmp_path: Path) -> None:
    assert load(written(tmp_path, b"\xef\xbb\xbf" + GOOD.encode())) == load(written(tmp_path, GOOD))


# what is replaced, by what, the key that is named, and a word of the cure
MISTAKES = {
    "missing key": ("window_minutes = 30", "", "conversation.window_minutes", "add this key"),
    "missing part": ("[conversation]", "[talk]", "conversation", "add this key"),
    "misspelt part": ("[conversation]", "[talk]", "talk", "mend its spelling"),
    "misspelt key": ("reopen_days", "reopen_day", "conversation.reopen_day", "mend its spelling"),
    "text for a number": ("reopen_days = 7", 'reopen_days = "7"', "conversation.reopen_days", "valid integer"),
    "truth for a number": ("reopen_days = 7", "reopen_days = true", "conversation.reopen_days", "valid integer"),
    "part of a minute": ("reopen_days = 7", "reopen_days = 1.5", "conversation.reopen_days", "valid integer"),
    "nothing": ("reopen_days = 7", "reopen_days = 0", "conversation.reopen_days", "greater than or equal to 1"),
    "negative": ("window_minutes = 30", "window_minutes = -3", "conversation.window_minutes", "greater than"),
    "too many days": ("reopen_days = 7", "reopen_days = 99999", "conversation.reopen_days", "less than"),
    "negative rate": ("per_second = 30", "per_second = -1.5", "delivery.per_second", "greater than 0"),
    "endless": ("album_wait_seconds = 1.5", "album_wait_seconds = inf", "conversation.album_wait_seconds", "finite"),
    "no number": ("album_wait_seconds = 1.5", "album_wait_seconds = nan", "conversation.album_wait_seconds", "finite"),
    "unknown zone": ('"Asia/Shanghai"', '"Asia/Peking"', "desk.zone", "no such time zone"),
    "number for a zone": ('"Asia/Shanghai"', "8", "desk.zone", "valid string"),
    "unknown language": ('staff_language = "zh"', 'staff_language = "fr"', "desk.staff_language", "'zh' or 'en'"),
    "one language": (', en = "our design office"', "", "departments.design.en", "add this key"),
    "empty name": ('zh = "设计部"', 'zh = ""', "departments.design.zh", "at least 1 character"),
    "unknown currency": ('currency = "CNY" ', 'currency = "RMB" ', "bills.currency", "write its ISO code"),
    "text for a part": ('{ zh = "安居服务台", en = "CareDesk" }', '"CareDesk"', "desk.name", "valid dictionary"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "key", "cure"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_with_its_cure(tmp_path: Path, old: str, new: str, key: str, cure: str) -> None:
    assert GOOD.count(old) == 1
    path = written(tmp_path, GOOD.replace(old, new))
    lines = [line for line in refused(path).splitlines() if line.startswith(f"{path}: {key}: ")]
    assert len(lines) == 1, refused(path)
    assert cure in lines[0]
    assert len(lines[0]) < 300


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("window_minutes = 30", "window_minutes = 0").replace(
        "per_second = 30", "per_second = 0"
    )
    assert len(refused(written(tmp_path, text)).splitlines()) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[desk", "not valid TOML"),
        ("a = 1\na = 2", "not valid TOML"),
        ("", "desk: missing"),
        (b"\xff\xfe[", "save it as UTF-8"),
    ],
    ids=["broken", "twice", "empty", "UTF-16"],
)
def test_what_is_no_policy_is_told(tmp_path: Path, text: str | bytes, said: str) -> None:
    path = written(tmp_path, text)
    assert refused(path).startswith(f"{path}: ")
    assert said in refused(path)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert "set POLICY_FILE" in refused(tmp_path / "none.toml")
    assert "cannot be read" in refused(tmp_path)
