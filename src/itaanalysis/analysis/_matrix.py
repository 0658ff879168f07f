"""Scores of many offices as matrices, offices × nodes, one a year: what comparisons are computed from."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from itaanalysis.errors import ItaError
from itaanalysis.frames import AGENCY, INCOMPLETE, SCORES, SIMULATED, plain_text
from itaanalysis.rulebook import rulebook
from itaanalysis.scoring import _parents as roll_up_matrix
from itaanalysis.thai import AGGREGATE


class YearScores(NamedTuple):
    """The offices of one year, by agency_id, and their scores.

    `offices` has a row an office: the columns of AGENCY as plain text, `simulated`, and `file` from which its first
    score was read. `scores` has a row an office and a column a node of `tree`, parents computed as by `roll_up`;
    `known` tells where a score was read or computed (one that was read can be NaN = not assessed).
    """

    year_be: int
    offices: pd.DataFrame
    tree: pd.DataFrame
    scores: np.ndarray
    known: np.ndarray


def read_years(scores: pd.DataFrame, asker: str) -> list[YearScores]:
    """The offices of a scores frame, a matrix a year; averages and totals are no offices and are left out.

    Raises
    ------
    ItaError
        Not a scores frame, no office in it, or a list that is known to be only the top of a ranking.
    """
    _check_columns(scores, asker)
    check_complete(scores, asker)
    averages = (scores["agency_type"] == AGGREGATE).to_numpy()
    if averages.all():
        raise ItaError(f"{asker} compares offices; the frame holds {len(scores)} rows and none is of an office")
    numbers, ids = pd.factorize(scores["agency_id"], sort=True)
    nodes, codes = pd.factorize(scores["code"])
    simulated = scores["note"].str.contains(SIMULATED, regex=False).to_numpy(dtype=bool)
    years = scores["year_be"].to_numpy()
    found = []
    for year in np.unique(years[~averages]):
        rows = np.flatnonzero((years == year) & ~averages)
        found.append(
            _read_year(scores, int(year), rows, numbers[rows], (nodes[rows], codes), simulated[rows], len(ids))
        )
    return found


def _read_year(
    scores: pd.DataFrame,
    year_be: int,
    rows: np.ndarray,
    numbers: np.ndarray,
    nodes: tuple[np.ndarray, pd.Index],
    simulated: np.ndarray,
    every: int,
) -> YearScores:
    """One year; `numbers` are the rows' offices in the order of agency_id, out of so many in the whole frame."""
    tree = rulebook(year_be).tree
    first = np.full(every, -1)
    first[numbers[::-1]] = rows[::-1]
    present = first >= 0
    row = (np.cumsum(present) - 1)[numbers]
    column = pd.Index(tree["code"]).get_indexer(nodes[1].astype("str"))[nodes[0]]
    if (column < 0).any():
        code = nodes[1][nodes[0][column < 0][0]]
        raise ItaError(f"the tree of {year_be} has no node {code!r}; see rulebook({year_be}).tree")
    values = scores["score"].to_numpy()[rows]
    _check_values(scores, rows, row * len(tree) + column, values)
    published = np.full((int(present.sum()), len(tree)), np.nan)
    published[row, column] = values
    rolled, known = roll_up_matrix(published, tree)
    known[row, column] = True
    offices = plain_text(scores.iloc[first[present]][AGENCY]).reset_index(drop=True)
    offices["simulated"] = np.bincount(row, weights=simulated, minlength=len(offices)) > 0
    offices["file"] = plain_text(scores.iloc[first[present]][["source"]])["source"].str.split("#").str[0].to_numpy()
    return YearScores(year_be, offices, tree, rolled, known)


def _check_columns(scores: pd.DataFrame, asker: str) -> None:
    missing = [column for column in SCORES if column not in scores.columns]
    if missing:
        raise ItaError(f"{asker} takes a scores frame, such as read_scores(); it has no column {', '.join(missing)}")
    if not pd.api.types.is_integer_dtype(scores["year_be"]):
        found = ", ".join(map(repr, pd.unique(scores["year_be"])[:3]))
        raise ItaError(f"a scores frame: year_be holds whole years (พ.ศ.) such as 2565; found {found}")


def _check_values(scores: pd.DataFrame, rows: np.ndarray, cell: np.ndarray, values: np.ndarray) -> None:
    """Raise where a score lies outside 0–100 or an office has a node twice; `cell` numbers office and node."""
    outside = (values < 0) | (values > 100)
    twice = np.bincount(cell)[cell] > 1
    if outside.any() or twice.any():
        fault = "a score lies between 0 and 100" if outside.any() else "one row a key; twice"
        row = scores.iloc[rows[np.argmax(outside if outside.any() else twice)]]
        raise ItaError(
            f"a scores frame: {fault}: year_be {row['year_be']}, agency_id {row['agency_id']}, code {row['code']}, "
            f"score {row['score']:g} ({row['source']})"
        )


def check_complete(scores: pd.DataFrame, asker: str) -> None:
    """Raise where a row comes from a list that is known to be only the top of a ranking."""
    marked = scores["note"].str.contains(INCOMPLETE, regex=False)
    if marked.any():
        files = scores.loc[marked.to_numpy(), "source"].astype("str").str.split("#").str[0].unique()
        raise ItaError(
            f"{asker} compares offices, but {', '.join(files)} is only the top of a ranking (complete = no in "
            "SOURCES.csv): it gives no mean, rank or comparison; leave its rows out, "
            f'with scores[~scores["note"].str.contains("{INCOMPLETE}")], or bring the whole list'
        )
