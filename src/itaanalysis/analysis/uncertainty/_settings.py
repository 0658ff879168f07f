"""What the functions of uncertainty have in common."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import pandas as pd

from itaanalysis.errors import ItaError

Numbers = TypeVar("Numbers", np.ndarray, pd.Series)

SEED = 2569
#: Answers below which words and charts say that an interval is rough.
FEW = 30
_NEARLY_ALL = 0.9  # of the people: what they said is what all say, however few they are


def is_rough(n: Numbers, people: Numbers) -> Numbers:
    """Where few answered, and they are few of the people (NaN: not known how many there are)."""
    return (n < FEW) & ~(n >= _NEARLY_ALL * people)


def check_draws(draws: int, asker: str) -> None:
    """A number of draws is a whole number from 1 up."""
    if isinstance(draws, bool) or not isinstance(draws, (int, np.integer)) or draws < 1:
        raise ItaError(f"{asker}: draws is a whole number from 1 up; found {draws!r}")


def check_confidence(confidence: float, asker: str) -> None:
    """A confidence lies between 0 and 1."""
    if isinstance(confidence, bool) or not 0 < confidence < 1:
        raise ItaError(f"{asker}: confidence lies between 0 and 1, such as 0.95; found {confidence!r}")
