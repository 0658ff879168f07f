"""Which offices of a group cannot be told apart by their totals."""

from __future__ import annotations

import numpy as np
import pandas as pd

from itaanalysis.agencies import check_complete
from itaanalysis.analysis._asked import By, Grouping, read_groupings
from itaanalysis.analysis._matrix import YearScores, read_years
from itaanalysis.analysis.uncertainty._estimates import Estimates, Population, estimate
from itaanalysis.analysis.uncertainty._settings import check_confidence
from itaanalysis.analysis.uncertainty._spread import combine
from itaanalysis.errors import ItaError
from itaanalysis.frames import SIMULATED

_COLUMNS = [
    *("year_be", "group", "agency_id", "other_id", "score", "other_score", "difference", "low", "high", "note"),
]
_MOST = 1000  # offices of a group: pairs grow with their square


def find_ties(
    answers: pd.DataFrame,
    scores: pd.DataFrame,
    by: By = "district",
    *,
    population: Population = None,
    values: int = 0,
    confidence: float = 0.95,
    adjust: bool = True,
) -> pd.DataFrame:
    """Pairs of offices of a group whose totals answers cannot tell apart: the interval of their difference holds 0.

    Parameters
    ----------
    answers, scores, population, values
        As in `compute_intervals`; the groups are read from the scores.
    by
        One way to group, as in `compare_groups`, or a list of offices.
    confidence, adjust
        Of the intervals. Adjusted, all intervals of a group hold together with that confidence (Bonferroni: each pair
        gets its part of what is left); otherwise each holds alone, and of twenty pairs that are alike one looks apart.

    Returns
    -------
    DataFrame
        A row a pair that is not told apart, by year, group and the higher total first: year_be, group, agency_id,
        other_id, score, other_score, difference, low, high (points of the total), note. `attrs["pairs"]` is how many
        pairs were compared, `attrs["unknown"]` the agency_ids that no interval of the total is known of, which are
        told neither apart nor alike. `attrs["rule"]` says in Thai whether it is adjusted.

    Raises
    ------
    ItaError
        As in `compute_intervals`, a list that is only the top of a ranking, several ways to group, or a group of more
        than 1,000 offices.
    """
    check_confidence(confidence, "find_ties")
    check_complete(scores, "find_ties")
    years = read_years(scores, "find_ties")
    groupings = read_groupings(by, years, "find_ties")
    if len(groupings) > 1:
        raise ItaError(f"find_ties takes one way to group; found {', '.join(one.name for one in groupings)}")
    estimates = {one.year_be: one for one in estimate(answers, scores, population, values, "find_ties")}
    compared, parts, unknown = 0, [pd.DataFrame(columns=_COLUMNS)], []
    for year in years:
        own = estimates[year.year_be]
        total, low, _ = own.intervals(confidence)
        silent = np.isnan(low[:, 0]) | np.isnan(total[:, 0])
        unknown += list(own.offices[silent])
        for group, places in _groups(year, groupings[0], own, ~silent):
            pairs = len(places) * (len(places) - 1) // 2
            compared += pairs
            one = 1 - (1 - confidence) / pairs if adjust else confidence
            parts.append(_ties(own, places, one).assign(year_be=year.year_be, group=group))
    found = pd.concat(parts[1:] or parts, ignore_index=True)[_COLUMNS]
    told = f"ปรับตามจำนวนคู่ของกลุ่มแล้ว (Bonferroni): {100 * confidence:g}% สำหรับทุกคู่ของกลุ่มพร้อมกัน"
    plain = f"ไม่ได้ปรับตามจำนวนคู่: {100 * confidence:g}% สำหรับแต่ละคู่"
    found.attrs = {**scores.attrs, "pairs": compared, "unknown": sorted(set(unknown))}
    found.attrs["rule"] = f"แยกไม่ออก = ช่วงของผลต่างคะแนนรวมมี 0 อยู่ด้วย; {told if adjust else plain}"
    return found


def _groups(year: YearScores, grouping: Grouping, own: Estimates, known: np.ndarray) -> list[tuple[str, np.ndarray]]:
    """The groups that have two offices or more with a known interval, and their places among the estimates."""
    labels = grouping.labels(year.offices)
    place = pd.Index(own.offices).get_indexer(year.offices["agency_id"])
    found = []
    for group in sorted(set(labels) - {""}):
        places = place[(labels == group).to_numpy()]
        places = places[known[places]]
        if len(places) > _MOST:
            raise ItaError(f"find_ties compares up to {_MOST:,} offices a group; {group} has {len(places):,}")
        if len(places) > 1:
            found.append((group, places))
    return found


def _ties(year: Estimates, places: np.ndarray, confidence: float) -> pd.DataFrame:
    """The pairs of these offices that are not told apart, the higher total first."""
    mean, low, high = (100 * values for values in year.spans(places, confidence))
    total = mean @ year.worths
    order = np.argsort(-total, kind="stable")
    first, second = (order[at] for at in np.triu_indices(len(places), 1))
    parts = (np.hstack([values[first], values[second]]) for values in (mean, low, high))
    difference, least, most = combine(np.concatenate([year.worths, -year.worths]), *parts)
    tied = (least <= 0) & (most >= 0)
    office, simulated = year.offices[places], year.simulated[places]
    pairs = pd.DataFrame(
        {
            "agency_id": pd.array(office[first], dtype="str"),
            "other_id": pd.array(office[second], dtype="str"),
            **{"score": total[first], "other_score": total[second]},
            **{"difference": difference, "low": least, "high": most},
            "note": pd.array(np.where(simulated[first] | simulated[second], SIMULATED, ""), dtype="str"),
        }
    )
    return pairs[tied]
