"""How far ranks hang on the weights: the range of each office's rank under other weights."""

from __future__ import annotations

import numpy as np
import pandas as pd

from itaanalysis.analysis._matrix import YearScores, read_years
from itaanalysis.errors import ItaError
from itaanalysis.rulebook import round_score

LEVELS = ("instrument", "indicator")
_STEPS = 10_001  # scores on two decimals, 0.00 to 100.00
_BLOCK = 100  # weight sets at a time: what they need in memory is bounded


def compute_rank_ranges(
    scores: pd.DataFrame, *, sets: int = 1000, spread: float = 5.0, level: str = "instrument", seed: int = 2569
) -> pd.DataFrame:
    """The range of each office's rank over random weights, and with one indicator left out, beside the rank.

    Parameters
    ----------
    scores
        A scores frame; ranks are among all its offices, year by year. Averages and totals are left out.
    sets, spread, seed
        How many random sets; each weight lies within ± `spread` points of the rules' (30, 30 and 40), and they sum to
        1; the same seed gives the same sets.
    level
        Whose weights are drawn: `instrument` (indicators keep their shares inside), or `indicator`.

    Returns
    -------
    DataFrame
        A row an office and year, in order of agency_id: year_be, agency_id, agency, total (points), rank, offices (how
        many are ranked), rank_best and rank_worst (over the sets and the rules' own weights), without_best and
        without_worst (over leaving out each indicator, whose weight goes to the others of its instrument), without (the
        indicator that moves the rank most; empty where none does). Rank = 1 + offices strictly above, on two decimals;
        NaN where an indicator is missing. The rule stands in `attrs["rule"]`, in Thai.

        The time grows with offices × sets × years (a matrix product and a count a set), the memory with offices.

    Raises
    ------
    ItaError
        Not a scores frame, a list that is only the top of a ranking, a year with fewer than two offices that have all
        indicators, or a number of sets, a spread or a level that cannot be.
    """
    if isinstance(sets, bool) or not isinstance(sets, (int, np.integer)) or sets < 1:
        raise ItaError(f"compute_rank_ranges: sets is a whole number from 1 up; found {sets!r}")
    if level not in LEVELS:
        raise ItaError(f"compute_rank_ranges: level is one of {', '.join(LEVELS)}; found {level!r}")
    years = read_years(scores, "compute_rank_ranges")
    found = [_ranges_of_year(year, int(sets), spread, level, seed) for year in years]
    ranges = pd.concat(found, ignore_index=True)
    drawn = {"instrument": "เครื่องมือ", "indicator": "ตัวชี้วัด"}[level]
    ranges.attrs = {**scores.attrs, "seed": seed}
    ranges.attrs["rule"] = (
        f"อันดับต่ำสุดและสูงสุดเมื่อสุ่มน้ำหนักของ{drawn} {sets:,} ชุด (น้ำหนักแต่ละตัวต่างจากเกณฑ์ไม่เกิน ±{spread:g} จุด "
        "รวมกันเป็น 100) และเมื่อตัดตัวชี้วัดออกทีละตัว; อันดับ = 1 + จำนวนหน่วยงานที่คะแนนสูงกว่า (เทียบทศนิยมสองตำแหน่ง)"
    )
    return ranges


def _ranges_of_year(year: YearScores, sets: int, spread: float, level: str, seed: int) -> pd.DataFrame:
    is_indicator = (year.tree["level"] == "indicator").to_numpy()
    nodes = year.tree[is_indicator]
    scores = year.scores[:, is_indicator]
    ranked = ~np.isnan(scores).any(axis=1) if len(nodes) else np.zeros(len(scores), dtype=bool)
    if ranked.sum() < 2:
        raise ItaError(
            f"compute_rank_ranges: a rank needs two offices with all indicators; {year.year_be} has {ranked.sum()}"
        )
    worth = nodes["worth"].to_numpy()
    instrument = nodes["parent"].to_numpy()
    drawn = draw_weights(worth, instrument, sets, spread / 100, level, np.random.default_rng([seed, year.year_be]))
    whole = scores[ranked]
    rank = rank_totals(whole @ worth[:, None])[:, 0]
    best, worst = _extremes(whole, drawn, rank)
    without = rank_totals(whole @ _leave_out(worth, instrument).T)
    moved = np.abs(without - rank[:, None])
    table = year.offices[["agency_id", "agency"]].copy()
    table.insert(0, "year_be", year.year_be)
    values = {"total": whole @ worth, "rank": rank, "offices": len(rank), "rank_best": best, "rank_worst": worst}
    values |= {"without_best": without.min(axis=1), "without_worst": without.max(axis=1)}
    for name, value in values.items():
        table[name] = np.nan
        table.loc[ranked, name] = value
    table["without"] = ""
    table.loc[ranked, "without"] = np.where(moved.max(axis=1) > 0, nodes["code"].to_numpy()[moved.argmax(axis=1)], "")
    return table


def draw_weights(
    worth: np.ndarray, instrument: np.ndarray, sets: int, spread: float, level: str, rng: np.random.Generator
) -> np.ndarray:
    """Weight sets, sets × indicators: each drawn evenly around its own and all shifted so that they sum to 1; a set in
    which one then lies further away than `spread` is drawn again."""
    names, group = np.unique(instrument if level == "instrument" else np.arange(len(worth)), return_inverse=True)
    weight = np.bincount(group, weights=worth)
    if not 0 < spread < weight.min():
        raise ItaError(
            f"compute_rank_ranges: spread lies between 0 and the smallest weight, {100 * weight.min():g} points; "
            f"found {100 * spread:g}"
        )
    found = np.empty((0, len(names)))
    while len(found) < sets:
        shift = rng.uniform(-spread, spread, (4 * sets, len(names)))
        shift -= shift.mean(axis=1, keepdims=True)
        found = np.concatenate([found, shift[(np.abs(shift) <= spread).all(axis=1)]])
    return ((weight + found[:sets]) / weight)[:, group] * worth


def _leave_out(worth: np.ndarray, instrument: np.ndarray) -> np.ndarray:
    """Weights without each indicator in turn, sets × indicators: its instrument is the mean of its others."""
    same = instrument[:, None] == instrument
    kept = same & ~np.eye(len(worth), dtype=bool)
    scale = np.where(same, (same @ worth / (kept @ worth))[:, None], 1.0)
    return np.where(np.eye(len(worth), dtype=bool), 0.0, scale * worth)


def _extremes(scores: np.ndarray, sets: np.ndarray, rank: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The best and the worst rank of each office over the sets, and the rank itself."""
    best, worst = rank, rank
    for first in range(0, len(sets), _BLOCK):
        ranks = rank_totals(scores @ sets[first : first + _BLOCK].T)
        best, worst = np.minimum(best, ranks.min(axis=1)), np.maximum(worst, ranks.max(axis=1))
    return best, worst


def rank_totals(totals: np.ndarray) -> np.ndarray:
    """Ranks within each column, 1 + rows strictly above on two decimals: counted, not sorted."""
    cell = np.rint(100 * round_score(totals)).astype(int) + _STEPS * np.arange(totals.shape[1])
    count = np.bincount(cell.ravel(), minlength=_STEPS * totals.shape[1]).reshape(-1, _STEPS)
    above = np.cumsum(count[:, ::-1], axis=1)[:, ::-1] - count
    return 1 + above.ravel()[cell]
