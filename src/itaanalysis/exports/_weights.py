"""Instruments printed as weighted points (25.04 of 30) told from scores of 0–100, by reconciling with indicators."""

from __future__ import annotations

from functools import cache

import numpy as np

from itaanalysis.exports._found import Cells
from itaanalysis.rulebook import rulebook

#: Points beyond the rounding of what is printed by which a printed score and a computed one may differ.
_SLACK = 0.001
_DECIMALS = 2


def unweighted_note(points: float, weight: float) -> str:
    """What a note says of a score that was turned into 0–100."""
    return f"คะแนนถ่วงน้ำหนัก {points:g} จาก {weight:g} แปลงเป็น 0–100"


def find_weighted(cells: Cells, names: list[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Which scores are weighted points.

    A score above its instrument's weight cannot be points of it. Below, the mean of the indicators decides; where an
    indicator is missing, the other scores of the same column do.

    Parameters
    ----------
    cells
        Scores of instruments and indicators; those of a column that may hold both (`either`) must agree with their
        indicators even above the weight.
    names
        The codes by their numbers.

    Returns
    -------
    weight (of the instrument, in points of the total, 0 for other nodes), weighted, unclear, and differs: a score above
    the weight, and so no points of it, that the indicators do not give either.
    """
    years, codes, scores = cells.year, cells.code, cells.score
    weight = np.zeros(len(scores))
    for year in np.unique(years):
        of_code = np.array([instruments(int(year)).get(name, (0.0, {}))[0] for name in names])
        weight = np.where(years == year, of_code[codes], weight)
    near = _rounding(cells) + 0.5 / 10.0 ** _decimals(scores[weight == 0]).max(initial=0) + _SLACK
    low = (weight > 0) & (scores > near) & ((scores <= weight + near) | cells.either)
    key = years.astype("int64") * (int(cells.agency.max(initial=0)) + 1) + cells.agency
    _, group = np.unique(key, return_inverse=True)
    mean = _means(cells, names, group)
    with np.errstate(invalid="ignore"):
        as_points, as_score = abs(scores - mean * weight / 100) <= near, abs(scores - mean) <= near
    weighted = low & as_points & ~as_score
    weighted |= low & np.isnan(mean) & _adds_up(cells, names, weight, group, near)
    high = (weight > 0) & (scores > weight + near)
    plain = (high & ~(low & ~np.isnan(mean))) | (low & as_score & ~as_points)
    untold = low & ~high & np.isnan(mean)
    for sheet, column in set(zip(cells.sheet[untold].tolist(), cells.column[untold].tolist(), strict=True)):
        here = (cells.sheet == sheet) & (cells.column == column)
        if (here & weighted).any() and not (here & plain).any():
            weighted |= here & untold
        elif (here & plain).any() and not (here & weighted).any():
            plain |= here & untold
    differs = high & ~cells.either & ~np.isnan(mean) & ~as_score
    return weight, weighted, low & ~weighted & ~plain, differs


def _rounding(cells: Cells) -> np.ndarray:
    """For each cell half a unit of the last decimal that its column prints, in points."""
    _, column = np.unique(cells.sheet.astype("int64") << 16 | cells.column, return_inverse=True)
    decimals = np.zeros(int(column.max(initial=-1)) + 1, dtype="int64")
    np.maximum.at(decimals, column, _decimals(cells.score))
    return 0.5 / 10.0 ** decimals[column]


def _decimals(scores: np.ndarray) -> np.ndarray:
    """How many decimals each score needs: 0, 1 or 2 (two and more)."""
    needs = np.zeros(len(scores), dtype="int64")
    for decimals in range(_DECIMALS):
        needs += ~np.isnan(scores) & (np.round(scores, decimals) != scores)
    return needs


def _adds_up(cells: Cells, names: list[str], weight: np.ndarray, group: np.ndarray, near: np.ndarray) -> np.ndarray:
    """Scores of instruments that together give the printed total of their agency and year: points, and not scores."""
    parts = np.bincount(group, np.where(weight > 0, cells.score, 0))
    count = np.bincount(group, weight > 0)
    is_total = cells.code == (names.index("ITA") if "ITA" in names else -1)
    total = np.full(len(parts), np.nan)
    total[group[is_total]] = cells.score[is_total]
    return (count == 3)[group] & (abs(parts - total)[group] <= 3 * near)


def _means(cells: Cells, names: list[str], group: np.ndarray) -> np.ndarray:
    """What the indicators of its agency and year give for each cell of an instrument; NaN where one is missing."""
    matrix = np.full((int(group.max(initial=-1)) + 1, len(names)), np.nan)
    matrix[group[::-1], cells.code[::-1]] = cells.score[::-1]  # of one cell read twice the first counts
    place = {name: at for at, name in enumerate(names)}
    means = np.full(len(group), np.nan)
    for year in np.unique(cells.year).tolist():
        for code, (_, shares) in instruments(year).items():
            here = (cells.year == year) & (cells.code == place.get(code, -1))
            if here.any() and all(name in place for name in shares):
                columns = [place[name] for name in shares]
                means[here] = (matrix[:, columns] @ np.array(list(shares.values())))[group[here]]
    return means


@cache
def instruments(year_be: int) -> dict[str, tuple[float, dict[str, float]]]:
    """Instrument to its weight in points of the total, and its indicators with their share in it."""
    tree = rulebook(year_be).tree
    found: dict[str, tuple[float, dict[str, float]]] = {}
    for code, worth in tree.loc[tree["level"] == "instrument", ["code", "worth"]].itertuples(index=False):
        below = tree[(tree["parent"] == code) & (tree["level"] == "indicator")]
        found[code] = float(worth) * 100, dict(zip(below["code"], below["weight"], strict=True))
    return found
