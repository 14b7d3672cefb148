"""The rules of care in policy.toml: what is wrong is named by its key, and when each rule speaks."""

from datetime import date
from pathlib import Path

import pytest

from bot.desk.labels import Language
from bot.desk.policy_care import CarePart, HolidayRule, SeasonRule
from bot.policy import PolicyError, load

GOOD = (Path(__file__).parent.parent.parent / "policy.toml").read_text(encoding="utf-8")
SEASON = {"name": "tip", "moment": "season", "months": [2], "zh": "好", "en": "good"}


def refused(folder: Path, old: str, new: str) -> str:
    assert GOOD.count(old) == 1, old
    path = folder / "policy.toml"
    path.write_text(GOOD.replace(old, new), "utf-8")
    with pytest.raises(PolicyError) as error:
        load(path)
    return str(error.value).replace(f"{path}: ", "")


# what is replaced, by what, the key that is named, and a word of the cure
MISTAKES = {
    "unknown field": ("{name}，生日快乐", "{nick}，生日快乐", "care.rules.0.birthday", "it may have: {name}, {desk}"),
    "field of another moment": ("中秋快乐", "{account}", "care.rules.9.holiday", "unknown field {account}"),
    "field with a format": ("{name}，中秋快乐", "{name:>9}", "care.rules.9.holiday.zh", "write a bare name in braces"),
    "attribute of a field": ("{name}，中秋快乐", "{name.x}", "care.rules.9.holiday.zh", "write a bare name in braces"),
    "open brace": ("{name}，中秋快乐", "{name，中秋快乐", "care.rules.9.holiday.zh", "close every brace"),
    "one language": ('en = "We wish you a peaceful Dragon Boat Festival, {name}."', "", "care.rules.8.holiday.en",
                     "add this key"),
    "empty text": ('zh = "{name}，端午安康。"', 'zh = ""', "care.rules.8.holiday.zh", "at least 1 character"),
    "unknown holiday": ('"Mid-Autumn Festival"', '"Mid-Automn"', "care.rules.9.holiday", "did you mean 'Mid-Autumn"),
    "unknown calendar": ('country = "GB"', 'country = "ZZ"', "care.rules.10.holiday", "write a country's code"),
    "unknown moment": ('moment = "birthday"', 'moment = "birthdays"', "care.rules.0", "'birthday'"),
    "unknown class": ('task_for = ["vip", "key"]', 'task_for = ["gold"]', "care.rules.1.contract_until.task_for.0",
                      "'vip', 'key'"),
    "button elsewhere": ('moment = "birthday"', 'moment = "birthday"\nbutton = "extend"', "care.rules.0.birthday",
                         "remove them"),
    "key of another moment": ('moment = "birthday"', 'moment = "birthday"\nmonths = [1]',
                              "care.rules.0.birthday.months", "mend its spelling"),
    "month": ("months = [12]", "months = [13]", "care.rules.11.season.months.0", "less than or equal to 12"),
    "no months": ("months = [12]", "months = []", "care.rules.11.season.months", "at least 1 item"),
    "day": ("day = 22", "day = 32", "care.rules.15.season.day", "less than or equal to 31"),
    "far off": ("days = [-60, -30]", "days = [-600]", "care.rules.1.contract_until.days.0", "greater than"),
    "name twice": ('name = "save_water"', 'name = "birthday"', "care", "give each its own"),
    "name with blanks": ('name = "save_water"', 'name = "save water"', "care.rules.15.season.name", "pattern"),
    "steps": ("[[2, 3], [5, 10]]", "[[5, 10], [2, 3]]", "segments.accounts", "write the steps in order"),
    "no currency": ('currency = "CNY"\nbilled', 'currency = "RMB"\nbilled', "segments.currency", "write its ISO code"),
    "key above vip": ("key_from = 75", "key_from = 90", "segments", "lower it"),
    "share": ("vip = 1.0,", "vip = 1.5,", "survey.share.vip", "less than or equal to 1"),
    "all are low": ("low_stars = 2", "low_stars = 5", "survey.low_stars", "less than or equal to 4"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "key", "cure"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_with_its_cure(tmp_path: Path, old: str, new: str, key: str, cure: str) -> None:
    said = refused(tmp_path, old, new)
    lines = [line for line in said.splitlines() if line.startswith(f"{key}: ")]
    assert len(lines) == 1, said
    assert cure in lines[0]


def test_every_text_of_the_default_rules_can_be_filled(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(GOOD, "utf-8")
    rules = [rule for rule in load(path).care.rules if hasattr(rule, "zh")]
    assert len(rules) > 12
    for rule in rules:
        for language in Language:
            text = rule.text(language)  # type: ignore[union-attr]
            assert text.count("！") + text.count("!") == 0
            assert (language == Language.ZH) == any("\u4e00" <= one <= "\u9fff" for one in text)


def test_the_most_personal_comes_first() -> None:
    tip = SEASON | {"name": "tip"}
    safety = SEASON | {"name": "danger", "safety": True}
    feast = {"name": "feast", "moment": "holiday", "holiday": "春节", "zh": "好", "en": "good"}
    birth = {"name": "birth", "moment": "birthday", "zh": "好", "en": "good"}
    care = CarePart.model_validate(
        {"at": "09:30", "nameless": {"zh": "您", "en": "you"}, "rules": [tip, feast, birth, safety]}
    )
    assert [rule.name for rule in care.most_personal_first()] == ["danger", "birth", "feast", "tip"]


def test_a_season_s_day_is_the_last_of_a_shorter_month() -> None:
    rule = SeasonRule.model_validate(SEASON | {"day": 31})
    assert rule.speaks_on(date(2027, 2, 28))
    assert not rule.speaks_on(date(2028, 2, 28))
    assert rule.speaks_on(date(2028, 2, 29))
    assert not rule.speaks_on(date(2027, 3, 31))


def test_a_holiday_s_days_may_be_in_another_year() -> None:
    given = {
        "name": "eve",
        "moment": "holiday",
        "holiday": "New Year's Day",
        "days": [-1, 0],
        "zh": "好",
        "en": "x",
    }
    rule = HolidayRule.model_validate(given)
    assert list(rule.speaks_on(date(2026, 12, 31))) == [(-1, date(2027, 1, 1))]
    assert list(rule.speaks_on(date(2027, 1, 1))) == [(0, date(2027, 1, 1))]
    assert not list(rule.speaks_on(date(2027, 1, 2)))
