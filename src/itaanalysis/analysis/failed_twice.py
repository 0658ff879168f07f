"""Pass/fail items that failed in two following years."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from itaanalysis.analysis._following import (
    Followed,
    as_categories,
    choose_offices,
    follow,
    following_years,
    mark_notes,
    take_sources,
)
from itaanalysis.errors import ItaError
from itaanalysis.frames import AGENCY
from itaanalysis.rulebook import carry_items, rulebook

TWICE, UNMATCHED, UNKNOWN = "failed twice", "no counterpart", "no score"
FAILED_TWICE = [
    *("year_be", "before_year", *AGENCY, "code", "before_code", "name_th", "outcome", "reason", "match", "evidence"),
    *("worth", "points", "source", "before_source", "note"),
]


def find_failed_twice(scores: pd.DataFrame, *, agency: str = "", year_be: int | None = None) -> pd.DataFrame:
    """Items that failed in two following years, and failed items of which that cannot be told.

    Parameters
    ----------
    scores
        A scores frame; it is rolled up first (an indicator at exactly 0 tells its items). Averages and totals are left
        out.
    agency
        Name, short form or agency_id of one office; empty: all of the frame.
    year_be
        The later year of one pair of following years (พ.ศ.); None: every pair.

    Returns
    -------
    DataFrame
        A row for each failed item of an office with scores in both years, by office and year: year_be, before_year,
        code and before_code (the item in either list), name_th (its later title, else its earlier one), outcome,
        reason (the outcome in a Thai sentence), match and evidence (how the two lists were matched, from
        `rulebook/renamed_items.csv`; `replaced` is another item in its place), worth and points of the total to be won
        in the later year's list, source, before_source, note. Text that repeats is a category.
        outcome: `failed twice`; `no counterpart` (it failed in one year, and the other year's list has no such item);
        `no score` (it failed in one year, and its score in the other is not known). An item that two earlier ones were
        merged into stands once for each of them.

    Raises
    ------
    ItaError
        Not a scores frame, no office, an office or a year that is not there, no two following years of one framework,
        or no score of an item in any of these years.
    """
    offices = choose_offices(scores, agency, "find_failed_twice")
    years = following_years(offices, year_be, "find_failed_twice")
    followed = follow(offices, years)
    tables = [_item_pairs(year) for year in years]
    cells = [_failed_cells(followed, table) for table in tables]
    if not any(part.any_score for part in cells):
        raise ItaError(
            "find_failed_twice: no pass/fail item has a score in these years; it needs the items (o1, o2 …), or an "
            "indicator at exactly 0 or 100, which tells them"
        )
    starts = np.cumsum([0, *map(len, tables)])[:-1]
    pair = np.concatenate([part.pair + start for part, start in zip(cells, starts, strict=True)])
    office, kind, marks, before, after = (np.concatenate([part[at] for part in cells]) for at in range(1, 6))
    table = pd.concat(tables, ignore_index=True)
    found = as_categories(followed.agencies).iloc[office].reset_index(drop=True)
    found[table.columns] = as_categories(table).iloc[pair].reset_index(drop=True)
    found["outcome"] = pd.Categorical(np.array(_OUTCOMES)[kind], [TWICE, UNMATCHED, UNKNOWN])
    found["reason"] = _reasons(table, pair, kind, np.column_stack([before[:, 2], after[:, 2]]))
    found["points"] = 100 * found["worth"]
    found["source"], found["before_source"] = (take_sources(followed, *rows.T[:2]) for rows in (after, before))
    found["note"] = mark_notes(marks)
    cheap = -found["points"].fillna(0).round(9)
    order = np.lexsort((pair, cheap, found["outcome"].cat.codes, found["year_be"], office))
    found = found.iloc[order].reset_index(drop=True)[FAILED_TWICE]
    found.attrs = dict(scores.attrs)
    return found


@cache
def _item_pairs(year_be: int) -> pd.DataFrame:
    """The pass/fail items of a year and of the one before, those that ask for the same on one row.

    Columns: year_be, before_year, code and before_code (empty: no counterpart), name_th, match, evidence, worth (of the
    later item).
    """
    before, after = (rulebook(year).tree.query("answers == 'pass/fail'") for year in (year_be - 1, year_be))
    carried = carry_items(year_be - 1, year_be).rename(
        columns={"code": "before_code", "to_code": "code", "how": "match"}
    )
    carried = carried[carried["before_code"].isin(before["code"])]
    new = after.loc[~after["code"].isin(carried["code"]), ["code"]]
    pairs = pd.concat([carried, new], ignore_index=True).fillna("")
    later = after.set_index("code")[["name_th", "worth"]].reindex(pairs["code"]).reset_index(drop=True)
    earlier = before.set_index("code")["name_th"].reindex(pairs["before_code"]).reset_index(drop=True)
    return pairs.assign(
        year_be=year_be, before_year=year_be - 1, name_th=later["name_th"].fillna(earlier), worth=later["worth"]
    )


class Cells(NamedTuple):
    """Failed items of a pair of years: place of the pair of items, office, kind (a row of `_REASONS`), marks, and for
    either year the row, whether it was computed and whether another node told the item."""

    pair: np.ndarray
    office: np.ndarray
    kind: np.ndarray
    marks: np.ndarray
    before: np.ndarray
    after: np.ndarray
    any_score: bool


_TOLD = " (อนุมานจากตัวชี้วัดที่ได้ 0)"
#: By kind.
_REASONS = (
    "ไม่ผ่านทั้งปี {before_year} ({before_code}) และปี {year_be} ({code})",
    "ไม่ผ่านปี {year_be} ({code}) แต่รายการปี {before_year} ไม่มีข้อที่ตรงกัน",
    "ไม่ผ่านปี {before_year} ({before_code}) แต่รายการปี {year_be} ไม่มีข้อที่ตรงกัน",
    "ไม่ผ่านปี {year_be} ({code}) แต่ไม่ทราบรายการข้อของปี {before_year}",
    "ไม่ผ่านปี {year_be} ({code}) แต่ไม่มีคะแนนข้อ {before_code} ของปี {before_year}",
    "ไม่ผ่านปี {before_year} ({before_code}) แต่ไม่มีคะแนนข้อ {code} ของปี {year_be}",
)
_OUTCOMES = (TWICE, UNMATCHED, UNMATCHED, UNKNOWN, UNKNOWN, UNKNOWN)


def _failed_cells(followed: Followed, pairs: pd.DataFrame) -> Cells:
    year = int(pairs["year_be"].iloc[0])
    before, after = (
        followed.grid(at, tell_items=True).take(rulebook(at).tree, pairs[column])
        for at, column in ((year - 1, "before_code"), (year, "code"))
    )
    failed_before, failed = before.score == 0, after.score == 0
    new, gone = ((pairs[column] == "").to_numpy() for column in ("before_code", "code"))
    kind = np.full(failed.shape, -1)
    kind[~new & ~gone & failed_before & failed] = 0
    kind[new & failed] = 3 if new.all() else 1
    kind[gone & failed_before] = 2
    kind[~new & ~gone & failed & np.isnan(before.score)] = 4
    kind[~new & ~gone & failed_before & np.isnan(after.score)] = 5
    kind[~(before.present & after.present)] = -1
    office, pair = at = np.nonzero(kind >= 0)
    row_before, row_after = (
        np.column_stack([grid.row[at], grid.computed[at], grid.told_by[at] >= 0]) for grid in (before, after)
    )
    any_score = not (np.isnan(before.score).all() and np.isnan(after.score).all())
    return Cells(pair, office, kind[at], (before.marks | after.marks)[office], row_before, row_after, any_score)


def _reasons(pairs: pd.DataFrame, pair: np.ndarray, kind: np.ndarray, told: np.ndarray) -> pd.Categorical:
    """The sentence of each pair of items and kind, written once for each that occurs; `told`: by another node."""
    rows, told_at_all = pairs.to_dict(orient="records"), told.any(axis=1)
    keys, at = np.unique((pair * len(_REASONS) + kind) * 2 + told_at_all, return_inverse=True)
    texts = [
        _REASONS[key // 2 % len(_REASONS)].format(**rows[key // 2 // len(_REASONS)]) + (_TOLD if key % 2 else "")
        for key in keys.tolist()
    ]
    return pd.Categorical.from_codes(at, pd.Index(texts, dtype="str"))
