"""Changes from year to year: of every node, and what each brought to the change of the total."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from itaanalysis.analysis._following import (
    Followed,
    as_categories,
    both_years,
    choose_offices,
    compare_rules,
    follow,
    following_years,
    mark_notes,
    take_sources,
)
from itaanalysis.frames import AGENCY

PARTS = ["before", "after", "change", "worth", "contribution", "rule"]
CHANGES = [
    *("year_be", "before_year", *AGENCY, "code", "before_code", "level", *PARTS),
    *("breaks", "may_be_instrument", "match", "evidence", "source", "before_source", "note"),
]


def compute_changes(scores: pd.DataFrame, *, agency: str = "", year_be: int | None = None) -> pd.DataFrame:
    """How every node of every office changed from one year to the next, and what that brought to the total.

    Parameters
    ----------
    scores
        A scores frame; it is rolled up first. Averages and totals (agency_type `aggregate`) are left out.
    agency
        Name, short form or agency_id of one office; empty: all of the frame.
    year_be
        The later year of one pair of following years (พ.ศ.); None: every pair.

    Returns
    -------
    DataFrame
        A row for each office, pair of following years (`before_year`, `year_be`) and node of the later year with a
        score in either: before and after (scores, 0–100), change (after − before), worth (the mean of both years,
        share of the total, 0–1), contribution (worth × change) and rule (what the change of the worth itself brought),
        both in points of the total; breaks and may_be_instrument (see `compare_rules`); before_code, match and
        evidence: the node of the earlier year, how it was found and how surely; source and before_source; note (marks
        of simulated data and of incomplete lists). Text is a category.

        Of a node that the earlier list does not have, or has merged or replaced, no change is given: its match says
        so. Nothing is given across a missing year or from one framework to another.

        contribution + rule, summed over the ten indicators, is exactly the change of the total. Proof: with worths w, v
        and scores s, t of the earlier and the later year, (w+v)/2·(t−s) + (s+t)/2·(v−w) = v·t − w·s, whatever they are;
        and the total is the sum of worth × score in each of the years. The total itself has worth 1 in both.

    Raises
    ------
    ItaError
        Not a scores frame, no office, an office that is not there (the nearest names are offered), a year that is not
        there, or no two following years of one framework.
    """
    offices = choose_offices(scores, agency, "compute_changes")
    years = following_years(offices, year_be, "compute_changes")
    followed = follow(offices, years)
    rules = [compare_rules(year - 1, year).assign(year_be=year, before_year=year - 1) for year in years]
    cells = [_changed_cells(followed, of_pair) for of_pair in rules]
    starts = np.cumsum([0, *map(len, rules)])[:-1]
    node = np.concatenate([part.node + start for part, start in zip(cells, starts, strict=True)])
    office, marks, before, after = (np.concatenate([part[at] for part in cells]) for at in range(1, 5))
    changes = as_categories(followed.agencies).iloc[office].reset_index(drop=True)
    told = as_categories(pd.concat(rules, ignore_index=True)).drop(columns=["worth", "before_worth"])
    changes[told.columns] = told.iloc[node].reset_index(drop=True)
    changes[PARTS] = np.concatenate([part.numbers for part in cells], axis=1).T
    changes["source"], changes["before_source"] = (take_sources(followed, *rows.T) for rows in (after, before))
    changes["note"] = mark_notes(marks)
    changes.attrs = dict(scores.attrs)
    return changes[CHANGES]


class Cells(NamedTuple):
    """The cells of a pair of years that have a score: node, office, its marks, the row and whether it was computed in
    either year, and `PARTS`."""

    node: np.ndarray
    office: np.ndarray
    marks: np.ndarray
    before: np.ndarray
    after: np.ndarray
    numbers: np.ndarray


def _changed_cells(followed: Followed, rules: pd.DataFrame) -> Cells:
    before, after = both_years(followed, rules)
    known = before.present[:, None] & after.present[:, None] & ~(np.isnan(before.score) & np.isnan(after.score))
    office, node = at = np.nonzero(known)
    numbers = decompose(before.score[at], after.score[at], rules.iloc[node])
    row_before, row_after = (np.column_stack([grid.row[at], grid.computed[at]]) for grid in (before, after))
    return Cells(node, office, (before.marks | after.marks)[office], row_before, row_after, numbers)


def decompose(before: np.ndarray, after: np.ndarray, rules: pd.DataFrame) -> np.ndarray:
    """The columns `PARTS` (on a new first axis) of scores before and after, whose last axis is the rows of `rules`."""
    worth, before_worth = rules["worth"].to_numpy(), rules["before_worth"].to_numpy()
    change, mean_worth = after - before, np.broadcast_to((worth + before_worth) / 2, after.shape)
    rule = (before + after) / 2 * (worth - before_worth)
    return np.stack([before, after, change, mean_worth, mean_worth * change, rule])
