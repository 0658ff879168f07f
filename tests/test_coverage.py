"""How often intervals hold the truth: few points of `benchmarks/coverage.py`, which has the whole table."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

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
