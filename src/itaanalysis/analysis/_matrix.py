"""Scores of many offices as matrices, offices × nodes, one a year: what comparisons are computed from."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from itaanalysis.agencies import check_complete
from itaanalysis.errors import ItaError
from itaanalysis.frames import AGENCY, SCORES, SIMULATED, plain_column, plain_text
from itaanalysis.scoring import YearCells, find_cells, roll_up_matrix
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
    offices = scores[~averages] if averages.any() else scores
    simulated = offices["note"].str.contains(SIMULATED, regex=False).to_numpy(dtype=bool)
    return [_read_year(offices, cells, simulated[cells.rows]) for cells in find_cells(offices)]


def _read_year(scores: pd.DataFrame, cells: YearCells, simulated: np.ndarray) -> YearScores:
    """One year of a scores frame; `simulated` tells which of its rows are."""
    tree, values = cells.book.tree, scores["score"].to_numpy()[cells.rows]
    _check_values(scores, cells.rows, cells.office * len(tree) + cells.node, values)
    rolled, known = roll_up_matrix(cells.fill(np.nan, values), tree)
    known[cells.office, cells.node] = True
    offices = plain_text(scores.iloc[cells.first][AGENCY]).reset_index(drop=True)
    offices["simulated"] = np.bincount(cells.office, weights=simulated, minlength=len(offices)) > 0
    offices["file"] = plain_column(scores["source"].iloc[cells.first]).str.split("#").str[0].to_numpy()
    return YearScores(cells.book.year_be, offices, tree, rolled, known)


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
