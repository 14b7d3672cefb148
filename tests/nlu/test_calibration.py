"""Probabilities that can be believed, and the thresholds that costs make of them."""

import numpy as np
import pytest
from rasa.shared.exceptions import InvalidConfigException

from nlu import costs
from nlu.alarm import Alarm
from nlu.calibration import Bin, Certainty, best_temperature, calibration_error, reliability, warmed
from nlu.costs import Costs
from nlu.hazards import Danger
from nlu.train import ROOT


def test_a_temperature_that_suits_is_found():
    chance = np.random.default_rng(1)
    truth = chance.integers(0, 4, 4000)
    sharp = np.full((4000, 4), 0.01 / 3)
    hit = chance.random(4000) < 0.7
    sharp[np.arange(4000), np.where(hit, truth, (truth + 1) % 4)] = 0.99
    probabilities = warmed(sharp, best_temperature(sharp, truth))
    assert probabilities.sum(axis=1) == pytest.approx(1)
    assert probabilities.max(axis=1).mean() == pytest.approx(0.7, abs=0.03)


def test_certainty_is_the_share_that_is_right():
    chance = np.random.default_rng(2)
    products = chance.uniform(0.2, 1, 20_000)
    right = chance.random(20_000) < products**2  # the parts err together: the product promises too much
    certainty = Certainty.of(products, right)
    found = reliability(certainty.values(products), right)
    assert calibration_error(found) < 0.03
    assert calibration_error(reliability(products, right)) > 0.1


def test_certainty_knows_what_share_lies_below():
    products = np.linspace(0.01, 0.99, 1000)
    certainty = Certainty.of(products, np.random.default_rng(3).random(1000) < products)
    least = certainty.least(0.15)
    assert (certainty.values(products) < least).mean() == pytest.approx(0.15, abs=0.01)


def test_certainty_without_any_mistake_is_the_product():
    assert Certainty.of(np.array([0.5, 0.9]), np.array([True, True])) == Certainty()


def test_reliability_by_hand():
    found = reliability([0.05, 0.95, 1.0, 0.92], [False, True, True, False])
    assert found == [Bin(1, 0.05, 0.0), Bin(3, pytest.approx(0.956667), pytest.approx(2 / 3))]
    assert calibration_error(found) == pytest.approx((0.05 + 3 * (0.956667 - 2 / 3)) / 4, abs=1e-5)
    assert calibration_error([]) == 0


def test_thresholds_follow_from_costs():
    certainty = Certainty(1.0, 0.0, tuple(np.linspace(0, 1, 201)))
    prices = Costs(ask=1, wrong_ticket=5, false_alarm=1, missed_danger=9, ask_at_most=0.9)
    assert prices.urgent_from() == pytest.approx(0.1)
    assert prices.ask_below(certainty) == pytest.approx(0.8)
    patient = Costs(ask=1, wrong_ticket=5, false_alarm=1, missed_danger=9, ask_at_most=0.12)
    assert patient.ask_below(certainty) == pytest.approx(0.12)


def test_the_policy_in_the_repository_has_costs_and_a_missed_danger_costs_most():
    prices = costs.load(ROOT / "policy.toml")
    assert prices.missed_danger == max(vars(prices).values())


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("missed_danger = 100", "missed_danger = -1", "costs.missed_danger"),
        ("missed_danger = 100", "", "costs.missed_danger"),
        ("ask_at_most = ", "ask_at_most = 1", "costs.ask_at_most"),
        ("[costs]", "[cost]", "[costs] is missing"),
        ("[costs]", "[costs", "TOML"),
    ],
    ids=["negative", "missing", "more than all", "no table", "no TOML"],
)
def test_costs_that_are_none_are_named(tmp_path, old, new, named):
    text = (ROOT / "policy.toml").read_text("utf-8")
    assert old in text
    file = tmp_path / "policy.toml"
    file.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(InvalidConfigException) as refused:
        costs.load(file)
    assert named in str(refused.value)
    assert str(file) in str(refused.value)


def test_the_policy_file_may_be_elsewhere(monkeypatch, tmp_path):
    monkeypatch.setenv("POLICY_FILE", str(tmp_path / "mine.toml"))
    assert costs.policy_file() == tmp_path / "mine.toml"
    monkeypatch.delenv("POLICY_FILE")
    assert costs.policy_file() == ROOT / "policy.toml"


def test_without_urgent_examples_the_lexicon_decides():
    rows = np.eye(3)
    alarm = Alarm(folds=2, jobs=1).fit(rows, [Danger()] * 3, np.array([False] * 3))
    assert list(alarm.probabilities(rows[:2], [Danger(sure=("gas",)), Danger(hints=("gas",))])) == [1, 0]
