"""How far an office's rank hangs on who answered, on the weights, and on both."""

from __future__ import annotations

import numpy as np
import pandas as pd

from itaanalysis.agencies import check_complete
from itaanalysis.analysis.uncertainty._estimates import Estimates, Population, estimate
from itaanalysis.analysis.uncertainty._notes import UNKNOWN
from itaanalysis.analysis.uncertainty._settings import SEED, check_draws
from itaanalysis.analysis.weights import draw_weights, rank_totals
from itaanalysis.frames import SIMULATED

_ENDS = (0.025, 0.975)
_BLOCK = 100  # draws at a time: what they need in memory is bounded


def compute_rank_intervals(
    answers: pd.DataFrame,
    scores: pd.DataFrame,
    *,
    population: Population = None,
    values: int = 0,
    draws: int = 1000,
    spread: float = 5.0,
    seed: int = SEED,
) -> pd.DataFrame:
    """The range of each office's rank when other people had answered, when the weights were others, and both.

    Parameters
    ----------
    answers, scores, population, values
        As in `compute_intervals`. Ranks are among the offices that have IIT, EIT and OIT, year by year.
    draws, seed
        How often IIT and EIT of all offices are drawn from the distributions of `compute_intervals`, each time with
        one set of weights; and from which seed.
    spread
        As in `compute_rank_ranges`: weights of the instruments within ± so many points of the rules'.

    Returns
    -------
    DataFrame
        A row an office and year, by agency_id: year_be, agency_id, total (points), rank, offices (how many are ranked),
        sampling_best, sampling_worst (other people, the rules' weights), weights_best, weights_worst (other weights,
        the scores as they are), both_best, both_worst, note. Each range holds the middle 95 % of the draws, and the
        rank itself. NaN where an office is not ranked; sampling and both are NaN (ไม่ทราบ) where no answers stand
        behind its scores, which stay as they are when others are ranked.

    Raises
    ------
    ItaError
        As in `compute_intervals` and `compute_rank_ranges`, or a list that is only the top of a ranking.
    """
    check_draws(draws, "compute_rank_intervals")
    check_complete(scores, "compute_rank_intervals")
    years = estimate(answers, scores, population, values, "compute_rank_intervals")
    found = pd.concat([_of_year(year, draws, spread, seed) for year in years], ignore_index=True)
    found.attrs = {**scores.attrs, "seed": seed, "draws": draws}
    found.attrs["rule"] = (
        f"ช่วงกลาง 95% ของอันดับจากการสุ่ม {draws:,} ครั้ง (seed {seed}): ผู้ตอบชุดอื่น น้ำหนักชุดอื่น "
        f"(ต่างจากเกณฑ์ไม่เกิน ±{spread:g} จุด) และทั้งสองอย่าง; หน่วยงานที่ไม่มีคำตอบรายคนใช้คะแนนเดิมทุกครั้ง"
    )
    return found


def _of_year(year: Estimates, draws: int, spread: float, seed: int) -> pd.DataFrame:
    at, worths = year.instruments, year.worths
    own = 100 * np.where(np.isnan(year.mean), year.given, year.mean)[:, at]
    ranked = np.flatnonzero(~np.isnan(own).any(axis=1))
    own = own[ranked]
    codes = year.nodes["code"].to_numpy()[at]
    sets = draw_weights(worths, codes, draws, spread / 100, "instrument", np.random.default_rng([seed, year.year_be]))
    drawn = 100 * year.draw(ranked, draws, seed)
    unknown = np.isnan(drawn).any(axis=(1, 2))
    drawn = np.where(np.isnan(drawn), own[:, :, None], drawn)
    rank = rank_totals(own @ worths[:, None])[:, 0]
    ways = {
        "sampling": np.einsum("okd,k->od", drawn, worths),
        "weights": own @ sets.T,
        "both": np.einsum("okd,dk->od", drawn, sets),
    }
    table = pd.DataFrame({"year_be": year.year_be, "agency_id": pd.array(year.offices, dtype="str")})
    columns: dict[str, np.ndarray] = {"total": own @ worths, "rank": rank, "offices": np.full(len(rank), len(rank))}
    for way, totals in ways.items():
        best, worst = _middle(totals, rank)
        hidden = unknown & (way != "weights")
        columns |= {f"{way}_best": np.where(hidden, np.nan, best), f"{way}_worst": np.where(hidden, np.nan, worst)}
    for name, values in columns.items():
        table[name] = np.nan
        table.loc[ranked, name] = values
    known = np.isin(np.arange(len(table)), ranked[~unknown])
    marks = zip(np.where(known, "", UNKNOWN), np.where(year.simulated, SIMULATED, ""), strict=True)
    table["note"] = pd.array(["; ".join(filter(None, pair)) for pair in marks], dtype="str")
    return table


def _middle(totals: np.ndarray, rank: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The ends of the middle 95 % of each office's ranks over the draws, and the rank itself."""
    ranks = np.empty(totals.shape, dtype="int32")
    for first in range(0, totals.shape[1], _BLOCK):
        ranks[:, first : first + _BLOCK] = rank_totals(totals[:, first : first + _BLOCK])
    best, worst = np.quantile(ranks, _ENDS, axis=1, method="inverted_cdf")
    return np.minimum(best, rank), np.maximum(worst, rank)
