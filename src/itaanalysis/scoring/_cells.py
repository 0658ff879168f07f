"""Where the rows of a scores frame stand in matrices of offices × nodes, one a year."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from itaanalysis.errors import ItaError
from itaanalysis.frames import text_places
from itaanalysis.rulebook import Rulebook, rulebook


class YearCells(NamedTuple):
    """The rows of one year; all are positions in the frame, whatever its index.

    `rows`: the year's rows, each at `office` and `node` of a matrix of the `shape` offices × nodes of the tree.
    `first`: the first row of each office; offices stand by agency_id.
    """

    book: Rulebook
    first: np.ndarray
    rows: np.ndarray
    office: np.ndarray
    node: np.ndarray

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.first), len(self.book.tree)

    def fill(self, empty: float, values: np.ndarray) -> np.ndarray:
        """A matrix of the values, one a row of the year, and `empty` where the year has no row."""
        matrix = np.full(self.shape, empty, dtype=values.dtype)
        matrix[self.office, self.node] = values
        return matrix


def find_cells(scores: pd.DataFrame) -> list[YearCells]:
    """The cells of each year of a scores frame.

    Raises
    ------
    ItaError
        A code that the tree of its year does not have.
    """
    office = text_places(scores["agency_id"])
    node, codes = pd.factorize(scores["code"])
    years = scores["year_be"].to_numpy()
    # A nation has millions of cells: 32 bits hold all their places in half the room.
    every = [np.flatnonzero(years == year).astype("int32") for year in np.unique(years)]
    return [_cells_of_year(rulebook(int(years[rows[0]])), rows, office[rows], node[rows], codes) for rows in every]


def _cells_of_year(
    book: Rulebook, rows: np.ndarray, office: np.ndarray, node: np.ndarray, codes: pd.Index
) -> YearCells:
    first = np.full(office.max() + 1, -1)
    first[office[::-1]] = rows[::-1]
    present = first >= 0
    column = pd.Index(book.tree["code"]).get_indexer(pd.Index(codes).astype("str"))[node]
    if (column < 0).any():
        code = codes[node[column < 0][0]]
        raise ItaError(f"the tree of {book.year_be} has no node {code!r}; see rulebook({book.year_be}).tree")
    office = (np.cumsum(present) - 1).astype("int32")[office]
    return YearCells(book, first[present], rows, office, column.astype("int32"))
