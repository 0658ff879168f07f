"""The chance of each rating, had all answered who could have."""

from __future__ import annotations

import numpy as np
import pandas as pd

from itaanalysis.analysis.uncertainty._estimates import Estimates, Population, estimate
from itaanalysis.analysis.uncertainty._notes import UNKNOWN
from itaanalysis.analysis.uncertainty._settings import SEED, check_draws
from itaanalysis.frames import SIMULATED
from itaanalysis.rulebook import rulebook

_COLUMNS = ["year_be", "agency_id", "rating", "chance", "now", "note"]
_BLOCK = 200  # offices at a time: what they need in memory is bounded


def compute_rating_chances(
    answers: pd.DataFrame,
    scores: pd.DataFrame,
    *,
    population: Population = None,
    values: int = 0,
    draws: int = 4000,
    seed: int = SEED,
) -> pd.DataFrame:
    """The chance of each rating of the year: how often it comes out when IIT and EIT are drawn from what answers say.

    Parameters
    ----------
    answers, scores, population, values
        As in `compute_intervals`; without OIT nothing is known.
    draws, seed
        How often each office is drawn (a chance is then right within 1.6 points at 4,000), and from which seed; an
        office's draws do not depend on the other offices or on the order of rows.

    Returns
    -------
    DataFrame
        A row an office and rating of its year, best first: year_be, agency_id, rating, chance (0–1; NaN = ไม่ทราบ),
        now (whether it is the rating of the score itself), note. IIT and EIT are drawn from the distributions of
        `compute_intervals`, not by drawing respondents again; OIT stays. The floors of the total and of the
        instruments are those of the year. `attrs` has the seed and the draws.

    Raises
    ------
    ItaError
        As in `compute_intervals`, or a number of draws that cannot be.
    """
    check_draws(draws, "compute_rating_chances")
    years = estimate(answers, scores, population, values, "compute_rating_chances")
    parts = [_of_year(year, draws, seed) for year in years]
    found = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=_COLUMNS)
    found.attrs = {**scores.attrs, "seed": seed, "draws": draws}
    found.attrs["rule"] = f"โอกาสจากการสุ่มค่า IIT และ EIT {draws:,} ครั้ง (seed {seed}) ตามเกณฑ์ของปี; OIT คงที่"
    return found


def _of_year(year: Estimates, draws: int, seed: int) -> pd.DataFrame:
    rules = rulebook(year.year_be)
    labels = rules.ratings["label"].to_numpy(dtype=object)
    order = [list(year.nodes["code"].iloc[year.instruments]).index(code) for code in rules.instruments]
    chance = np.full((len(year.offices), len(labels)), np.nan)
    for first in range(0, len(year.offices), _BLOCK):
        block = np.arange(first, min(first + _BLOCK, len(year.offices)))
        drawn = 100 * year.draw(block, draws, seed)
        known = ~np.isnan(drawn).any(axis=(1, 2))
        instruments = drawn[known].transpose(0, 2, 1).reshape(-1, len(order))
        rated = rules.rate_many(instruments @ year.worths, instruments[:, order]).reshape(-1, draws, 1)
        chance[block[known]] = (rated == labels).mean(axis=1)
    points = 100 * np.where(np.isnan(year.mean), year.given, year.mean)
    own = points[:, year.instruments]
    total = np.where(np.isnan(own).any(axis=1), points[:, 0], own @ year.worths)
    now = rules.rate_many(total, own[:, order])
    unknown = np.isnan(chance[:, 0])
    marks = np.where(year.simulated, SIMULATED, "")
    notes = ["; ".join(filter(None, pair)) for pair in zip(np.where(unknown, UNKNOWN, ""), marks, strict=True)]
    count = len(labels)
    columns: dict[str, object] = {
        "year_be": np.full(chance.size, year.year_be, dtype="int64"),
        "agency_id": pd.array(np.repeat(year.offices, count), dtype="str"),
        "rating": pd.array(np.tile(labels, len(year.offices)), dtype="str"),
        "chance": chance.ravel(),
        "now": (now[:, None] == labels).ravel(),
        "note": pd.array(np.repeat(np.array(notes, dtype=object), count), dtype="str"),
    }
    return pd.DataFrame(columns, columns=_COLUMNS)
