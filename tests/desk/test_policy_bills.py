"""The policy's part on bills: every mistake is named by its key, with its cure."""

from pathlib import Path

import pytest

from bot.desk.party import Standing
from bot.policy import PolicyError, load

GOOD = (Path(__file__).parents[2] / "policy.toml").read_text(encoding="utf-8")
LINK = 'pay_link = "https://pay.example.com/{number}"'

MISTAKES = {
    "unordered ladder": ("ladder.vip = [-3, 0, 7]", "ladder.vip = [0, -3]", "bills.ladder.vip", "in order"),
    "a step twice": ("ladder.vip = [-3, 0, 7]", "ladder.vip = [0, 0]", "bills.ladder.vip", "each once"),
    "no step": ("ladder.vip = [-3, 0, 7]", "ladder.vip = []", "bills.ladder.vip", "at least 1"),
    "a step of years": ("ladder.vip = [-3, 0, 7]", "ladder.vip = [999]", "bills.ladder.vip.0", "less than"),
    "a class left out": ("ladder.vip = [-3, 0, 7]", "", "bills.ladder.vip", "add this key"),
    "a class unknown": ("ladder.vip =", "ladder.gold =", "bills.ladder.gold", "mend its spelling"),
    "unknown field": (LINK, 'pay_link = "https://pay.example.com/{bill}"', "bills.pay_link", "unknown field {bill}"),
    "field of a field": (LINK, 'pay_link = "https://a.example/{number.x}"', "bills.pay_link", "unknown field"),
    "unnamed field": (LINK, 'pay_link = "https://pay.example.com/{}"', "bills.pay_link", "unknown field {}"),
    "open brace": (LINK, 'pay_link = "https://pay.example.com/{number"', "bills.pay_link", "braces do not match"),
    "no field": (LINK, 'pay_link = "https://pay.example.com/"', "bills.pay_link", "must name the bill"),
    "no address": (LINK, 'pay_link = "pay {number}"', "bills.pay_link", "write a web address"),
    "a script": (LINK, 'pay_link = "javascript:{number}"', "bills.pay_link", "write a web address"),
    "without Telegram": (
        'channels = ["telegram", "email", "sms"]', 'channels = ["email"]', "bills.channels", '"telegram" among them'
    ),
    "unknown channel": (
        'channels = ["telegram", "email", "sms"]', 'channels = ["telegram", "fax"]', "bills.channels.1", "'telegram'"
    ),
    "unknown detail": ('detail = "full"', 'detail = "long"', "bills.detail", "'brief' or 'full'"),
    "a time without quotes": ('at = "10:00"', "at = 10:00:00", "bills.at", "in quotes"),
    "no day": ("verify_days = 3", "verify_days = 0", "bills.verify_days", "greater than or equal to 1"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "key", "cure"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_with_its_cure(tmp_path: Path, old: str, new: str, key: str, cure: str) -> None:
    assert GOOD.count(old) == 1
    path = tmp_path / "policy.toml"
    path.write_text(GOOD.replace(old, new), "utf-8")
    with pytest.raises(PolicyError) as error:
        load(path)
    lines = [line for line in str(error.value).splitlines() if line.startswith(f"{path}: {key}: ")]
    assert len(lines) == 1, str(error.value)
    assert cure in lines[0]


def test_no_payment_page_is_no_mistake_and_no_button(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(GOOD.replace(LINK, 'pay_link = ""'), "utf-8")
    assert load(path).bills.link(number="B-1", account="", amount="", currency="") == ""


def test_what_stands_in_the_link_cannot_leave_its_place(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(GOOD.replace(LINK, 'pay_link = "https://a.example/{number}?of={account}"'), "utf-8")
    link = load(path).bills.link(number="B/1 ?&{x}", account="幸福 1", amount="1", currency="CNY")
    assert link == "https://a.example/B%2F1%20%3F%26%7Bx%7D?of=%E5%B9%B8%E7%A6%8F%201"


def test_a_bill_is_looked_at_on_every_day_of_any_ladder(tmp_path: Path) -> None:
    bills = load(Path(__file__).parents[2] / "policy.toml").bills
    days = bills.look_days()
    assert set(days) >= {step for one in Standing for step in bills.ladder.of(one)} | {-15}
    assert list(days) == sorted(days)
