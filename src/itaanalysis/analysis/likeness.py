"""Peers by likeness: the offices that resemble one in type, size and profile, wherever they are."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from itaanalysis.agencies import find_agency
from itaanalysis.analysis._asked import choose_years, every_office
from itaanalysis.analysis._matrix import YearScores, read_years
from itaanalysis.errors import ItaError
from itaanalysis.frames import AGENCY, SIMULATED


def find_peers(
    scores: pd.DataFrame,
    agency_id: str,
    n: int = 10,
    *,
    size: Mapping[str, float] | None = None,
    size_points: float = 5.0,
    same_type: bool = True,
    year_be: int | None = None,
) -> pd.DataFrame:
    """The offices most like one: of its type, near in size, and with a like profile of indicators.

    The distance, in points: √(p² + s²). p is the root of the mean squared difference of the indicator scores of one
    year, over the indicators that the office has; s = size_points × |log₂ of the ratio of sizes|, and 0 without `size`:
    with 5, an office of double the size is as far as one that differs by 5 points on every indicator.

    Parameters
    ----------
    scores
        A scores frame with the other offices too; parents are rolled up first.
    agency_id
        The office: agency_id, name or short form (อบต.…).
    n
        How many peers at most.
    size
        agency_id to size (people, staff, budget: one unit for all); offices without a size are left out.
    same_type
        Only offices of the same agency_type.
    year_be
        The year of the profile (พ.ศ.); None: the office's last one. Never over two years, and so within a framework.

    Returns
    -------
    DataFrame
        Nearest first: year_be, agency_id, agency, agency_type, district, province, distance, profile (p, points), size
        (NaN = not given), compared (how many indicators), score (total, points), note. Offices that lack one of the
        office's indicators are left out. `attrs["rule"]` says the distance in Thai.

    Raises
    ------
    ItaError
        Not a scores frame, an incomplete list, an office or year that is not there, a year or office without
        indicators, an office without a size where sizes are given, or no other office to choose from.
    """
    if isinstance(n, bool) or not isinstance(n, (int, np.integer)) or n < 1:
        raise ItaError(f"find_peers: n is a whole number from 1 up; found {n!r}")
    years = read_years(scores, "find_peers")
    office = find_agency(every_office(years), agency_id)
    year = choose_years(years, year_be, "find_peers", office)[-1]
    own = int(np.flatnonzero(year.offices["agency_id"] == office)[0])
    profile = _profiles(year, own, office)
    sizes = _sizes(year, own, office, size)
    steps = np.zeros(len(profile)) if size is None else size_points * np.abs(np.log2(sizes / sizes[own]))
    near = np.sqrt(((profile - profile[own]) ** 2).mean(axis=1))
    peers = year.offices[AGENCY].assign(distance=np.hypot(near, steps), profile=near, size=sizes)
    peers.insert(0, "year_be", year.year_be)
    peers["compared"] = profile.shape[1]
    peers["score"] = year.scores[:, 0]
    peers["note"] = np.where(year.offices["simulated"], SIMULATED, "")
    alike = peers["agency_type"] == peers["agency_type"][own] if same_type else peers["agency_type"].notna()
    peers = peers[alike & peers["distance"].notna() & (peers["agency_id"] != office)]
    if peers.empty:
        kind = year.offices["agency_type"][own]
        hint = f"; it is the only {kind} with these indicators: try same_type=False" if same_type else ""
        raise ItaError(f"find_peers: {office} has no office to be compared with in {year.year_be}{hint}")
    peers = peers.sort_values(["distance", "agency_id"], kind="stable", ignore_index=True).head(n)
    peers.attrs = {**scores.attrs, "rule": _rule(profile.shape[1], size, size_points, same_type)}
    return peers


def _profiles(year: YearScores, own: int, office: str) -> np.ndarray:
    """Offices × the indicators that the office has."""
    indicators = np.flatnonzero(year.tree["level"] == "indicator")
    if not len(indicators):
        raise ItaError(f"find_peers: the tree of {year.year_be} has no indicators: there is no profile to compare")
    had = indicators[~np.isnan(year.scores[own, indicators])]
    if not len(had):
        raise ItaError(f"find_peers: {office} has no score of an indicator in {year.year_be}: it has no profile")
    return year.scores[:, had]


def _sizes(year: YearScores, own: int, office: str, size: Mapping[str, float] | None) -> np.ndarray:
    known = {} if size is None else {name: float(value) for name, value in size.items() if value > 0}
    sizes = year.offices["agency_id"].map(known).to_numpy(dtype=float)
    if size is not None and np.isnan(sizes[own]):
        raise ItaError(f"find_peers: size has no number above 0 for {office}, so no other size can be near it")
    return sizes


def _rule(indicators: int, size: Mapping[str, float] | None, size_points: float, same_type: bool) -> str:
    parts = [f"ระยะห่าง = รากของค่าเฉลี่ยผลต่างกำลังสองของคะแนนตัวชี้วัด {indicators} ตัว (คะแนน)"]
    if size is not None:
        parts.append(f"รวมกับขนาด: ใหญ่หรือเล็กกว่า 2 เท่า นับเป็น {size_points:g} คะแนน")
    parts.append("เฉพาะหน่วยงานประเภทเดียวกัน" if same_type else "ทุกประเภทหน่วยงาน")
    return " · ".join(parts)
