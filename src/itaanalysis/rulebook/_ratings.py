"""Rounding and ratings: the only place that compares a score with a floor of a level."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from itaanalysis.errors import ItaError
from itaanalysis.rulebook._tables import evidence_strength, read_table, rows_of_year

INSTRUMENT_ORDER = ("IIT", "EIT", "OIT")


def round_score(values: float | np.ndarray | pd.Series) -> np.ndarray:
    """Scores on two decimals: cleaned to six (binary dust), then rounded half up.

    84.995 gives 85.00 and 84.994 gives 84.99, also when they come out of arithmetic. NaN stays NaN.
    """
    numbers = np.asarray(values, dtype=float)
    whole = np.rint(numbers * 1e6)
    return np.floor((whole + 5_000) / 10_000) / 100


def load_ratings(year_be: int, table: pd.DataFrame | None = None) -> pd.DataFrame:
    """The levels of a year, best first: label, total_floor, instrument_floor (points, NaN = none), evidence, source."""
    levels = rows_of_year(read_table("ratings.csv") if table is None else table, year_be)
    if levels.empty:
        raise ItaError(f"ratings.csv has no level for {year_be}: add its rows, best level first")
    _check_cells(levels, year_be)
    for column in ("total_floor", "instrument_floor"):
        levels[column] = pd.to_numeric(levels[column])
    check_ratings(levels, year_be)
    return levels[["label", "total_floor", "instrument_floor", "evidence", "source"]]


def _check_cells(levels: pd.DataFrame, year_be: int) -> None:
    columns = levels[["label", "total_floor", "instrument_floor", "evidence"]]
    for label, total, instrument, evidence in columns.itertuples(index=False):
        for floor in (total, instrument or "0"):
            if not floor.replace(".", "", 1).isdigit() or float(floor) > 100:
                raise ItaError(
                    f"ratings.csv {year_be}, row {label}: a floor is a number from 0 to 100; found {floor!r}"
                )
        if evidence == "" or evidence not in evidence_strength():
            raise ItaError(f"ratings.csv {year_be}, row {label}: evidence {evidence!r} is not one of evidence.csv")


def check_ratings(levels: pd.DataFrame, year_be: int) -> None:
    """Raise where some total would have no level or two: floors out of order, or a last floor above 0."""
    floors = list(zip(levels["total_floor"], levels["instrument_floor"].fillna(0.0), strict=True))
    for (upper, lower), label in zip(pairwise(floors), levels["label"].iloc[1:], strict=True):
        if lower >= upper or lower[0] > upper[0]:
            raise ItaError(f"ratings.csv {year_be}, row {label}: floor {lower} is not below the row above, {upper}")
    if floors[-1] != (0.0, 0.0):
        raise ItaError(f"ratings.csv {year_be}, row {levels['label'].iloc[-1]}: the last level must start at 0")
    if levels["label"].duplicated().any():
        twice = levels.loc[levels["label"].duplicated(), "label"].iloc[0]
        raise ItaError(f"ratings.csv {year_be}, row {twice}: the same label twice")


def rate_arrays(levels: pd.DataFrame, total: np.ndarray, instruments: np.ndarray) -> np.ndarray:
    """Labels (object array, None where not known) of many offices at once.

    `instruments` has a column each for IIT, EIT and OIT; NaN = not known. The answer is None only where the total is
    missing or two levels are possible for different values of a missing instrument.
    """
    best = _label_positions(levels, total, np.where(np.isnan(instruments), 100.0, instruments))
    worst = _label_positions(levels, total, np.where(np.isnan(instruments), 0.0, instruments))
    labels = levels["label"].to_numpy(dtype=object)[best]
    labels[(best != worst) | np.isnan(total)] = None
    return labels


def _label_positions(levels: pd.DataFrame, total: np.ndarray, instruments: np.ndarray) -> np.ndarray:
    total, lowest = round_score(total), round_score(instruments).min(axis=1)
    floors, instrument_floors = levels["total_floor"].to_numpy(), levels["instrument_floor"].to_numpy()
    position = np.full(len(total), len(levels) - 1)
    for row in range(len(levels) - 1, -1, -1):
        floor, instrument_floor = floors[row], instrument_floors[row]
        reached = (total >= floor) & (np.isnan(instrument_floor) | (lowest >= instrument_floor))
        position[reached] = row
    return position
