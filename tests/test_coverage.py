"""How often intervals hold the truth: few points of `benchmarks/coverage.py`, which has the whole table."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest
from drawn_answers import NAME, answers
from drawn_answers import asked as ask_columns

from itaanalysis.analysis import compute_intervals

REPETITIONS = 400
NOISE = 3 * np.sqrt(0.95 * 0.05 / REPETITIONS)  # three standard errors of a share near 0.95


@pytest.fixture(scope="module")
def coverage() -> ModuleType:
    path = Path(__file__).parents[1] / "benchmarks" / "coverage.py"
    spec = importlib.util.spec_from_file_location("ita_coverage", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["ita_coverage"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("truth", "n", "finite"), [(70, 30, False), (92, 30, True), (97, 30, False), (87, 100, False)])
def test_total_and_instruments_hold_the_truth_as_often_as_they_say(coverage, truth: int, n: int, finite: bool) -> None:
    found = coverage.in_short(coverage.cover(truth, n, finite=finite, repetitions=REPETITIONS))
    for code in ("ITA", "IIT", "EIT"):
        assert 0.93 - NOISE <= found[code] <= min(0.97 + NOISE, 0.999), f"{code}: {found}"


def test_a_few_who_hate_everything_are_held_less_often_and_that_is_said() -> None:
    # 8 % answer the worst to everything, the others near the best: 30 answers hold none of them in 8 of 100 offices.
    chance, asked = np.random.default_rng(7), ask_columns("EIT")
    last = asked["choices"].to_numpy() - 1

    def draw(people: int) -> np.ndarray:
        return np.where(chance.random((people, 1)) < 0.08, 0, last - chance.binomial(last, 0.1, (people, len(last))))

    def points(places: np.ndarray, name: str) -> pd.DataFrame:
        return answers(last - places, "EIT", name=name)

    truth = compute_intervals(points(draw(20_000), NAME)).set_index("code")["score"]["EIT"]
    offices = pd.concat([points(draw(30), f"{NAME} {at}") for at in range(REPETITIONS)], ignore_index=True)
    found = compute_intervals(offices).query("code == 'EIT'")
    held = ((found["low"] <= truth) & (truth <= found["high"])).mean()
    assert 0.91 - NOISE <= held <= 0.91 + NOISE


def test_with_six_answers_they_do_not_say_too_much(coverage) -> None:
    for truth in (87, 99):
        found = coverage.in_short(coverage.cover(truth, 6, repetitions=200))
        assert min(found.values()) > 0.93


def test_the_model_has_the_truth_it_is_asked_for(coverage) -> None:
    asked = coverage.ask(2565, "IIT")
    drawn = coverage.draw(np.random.default_rng(1), asked, 92.0, 400, 30, 30, 0.4)
    assert (drawn.truth @ asked.weights)[0, 0] == pytest.approx(92.0)
    worth = [np.concatenate([[0.0], np.cumsum(rise)]) for rise in asked.rises]
    means = np.array([worth[at][drawn.places[:, :, at]].mean() for at in range(len(asked.columns))])
    assert means @ asked.weights[:, 0] == pytest.approx(92.0, abs=0.3)
