"""Totals of one year under the ratings of another: what would we have been?"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import numpy as np
import pandas as pd

from itaanalysis.analysis._following import Followed, choose_offices, follow
from itaanalysis.errors import ItaError
from itaanalysis.rulebook import Rulebook, known_years, round_score, rulebook

INSTRUMENTS = ["IIT", "EIT", "OIT"]
RERATED = ["year_be", "agency_id", "agency", "total", "rules", "in_force", "rating", "instruments", "reason"]


def rerate(scores: pd.DataFrame, *, rules: Iterable[int] | None = None, agency: str = "") -> pd.DataFrame:
    """The level of each total under the ratings of each of several years.

    Parameters
    ----------
    scores
        A scores frame; it is rolled up first. Averages and totals (agency_type `aggregate`) are left out.
    rules
        Years (พ.ศ.) whose ratings are applied; None: the first year of every scale of the frame's frameworks (2562 and
        2566).
    agency
        Name, short form or agency_id of one office; empty: all of the frame.

    Returns
    -------
    DataFrame
        A row for each office, year and year of rules: year_be, agency_id, agency, total (0–100), rules, in_force
        (these ratings are the year's own), rating (None = not known), instruments (those that kept the office from a
        level that its total reaches, or that are missing; else empty) and reason (what of it, in Thai).
        Side by side: `.pivot(index=["agency_id", "year_be"], columns="rules", values="rating")`.

        A total is never rated by the levels of another framework: they speak of other indices.

    Raises
    ------
    ItaError
        Not a scores frame, no office, an office that is not there (the nearest names are offered), or a year of rules
        that is not known.
    """
    offices = choose_offices(scores, agency, "rerate")
    years = sorted(int(year) for year in offices["year_be"].unique())
    followed = follow(offices, years)
    wanted = _years_of_rules(years, rules)
    parts = [_rate_year(followed, year, rulebook(of_rules)) for year in years for of_rules in wanted]
    rerated = pd.concat(parts, ignore_index=True)
    rerated = rerated.sort_values(["agency_id", "year_be", "rules"], kind="stable", ignore_index=True)
    rerated.attrs = dict(scores.attrs)
    return rerated[RERATED]


def _rate_year(followed: Followed, year_be: int, rules: Rulebook) -> pd.DataFrame:
    grid, book = followed.grid(year_be), rulebook(year_be)
    upper = grid.take(book.tree, pd.Series(["ITA", *INSTRUMENTS])).score[grid.present]
    rating, instruments, reason = _rate(upper[:, 0], upper[:, 1:], rules)
    if book.framework != rules.framework:
        foreign = ~np.isnan(upper[:, 0])
        rating[:], instruments[:] = None, ""
        reason[foreign] = "คะแนนกับเกณฑ์เป็นของคนละกรอบการประเมิน จึงไม่จัดระดับ"
    rated = followed.agencies.loc[grid.present, ["agency_id", "agency"]].reset_index(drop=True)
    rated["year_be"], rated["total"], rated["rules"] = year_be, upper[:, 0], rules.year_be
    rated["in_force"] = year_be in years_of_scale(rules.year_be)
    rated["rating"] = pd.Series(rating, dtype="object")
    rated["instruments"], rated["reason"] = pd.Series(instruments, dtype="str"), pd.Series(reason, dtype="str")
    return rated


@cache
def years_of_scale(year_be: int) -> tuple[int, ...]:
    """The years that have the levels, floors and framework of this one."""
    book, columns = rulebook(year_be), ["label", "total_floor", "instrument_floor"]
    books = map(rulebook, known_years())
    return tuple(
        other.year_be
        for other in books
        if other.framework == book.framework and other.ratings[columns].equals(book.ratings[columns])
    )


def _years_of_rules(years: list[int], rules: Iterable[int] | None) -> list[int]:
    if rules is None:
        frameworks = {rulebook(year).framework for year in years}
        known = [year for year in known_years() if rulebook(year).framework in frameworks]
        return sorted({years_of_scale(year)[0] for year in known})
    wanted = list(dict.fromkeys(rules))
    if not wanted:
        raise ItaError("rerate: rules names no year; give some (พ.ศ.), such as rules=[2565, 2566]")
    return wanted


def _rate(total: np.ndarray, scores: np.ndarray, rules: Rulebook) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Labels, the instruments that matter and reasons; the last two are written row by row, where one matters."""
    rating = rules.rate_many(total, scores)
    by_total = rules.rate_many(total, np.full(scores.shape, 100.0))
    named, reason = np.full((2, len(total)), "", dtype=object)
    reason[np.isnan(total)] = "ไม่มีคะแนนรวม และคะแนนย่อยไม่ครบพอจะคำนวณ"
    shown = round_score(scores)
    labels, floors = list(rules.ratings["label"]), rules.ratings["instrument_floor"].tolist()
    for row in np.flatnonzero((rating != by_total) & ~np.isnan(total)):
        if rating[row] is None:
            named[row] = ", ".join(np.array(INSTRUMENTS)[np.isnan(scores[row])])
            reason[row] = f"เกณฑ์ปี {rules.year_be} ใช้คะแนน {named[row]} ตัดสินระดับด้วย แต่ไม่มีข้อมูล"
        else:
            better = labels.index(rating[row]) - 1
            below = {code: score for code, score in zip(INSTRUMENTS, shown[row], strict=True) if score < floors[better]}
            named[row] = ", ".join(below)
            told = ", ".join(f"{code} {score:.2f}" for code, score in below.items())
            reason[row] = f"คะแนนรวมถึงระดับ {labels[better]} แต่ {told} ต่ำกว่า {floors[better]:.2f}"
    return rating, named, reason
