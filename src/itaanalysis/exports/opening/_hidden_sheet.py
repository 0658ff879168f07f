"""What a fast reader hides of one sheet, and the room that its cells take: the same words for every format."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from itaanalysis.exports._issues import Problem

MOST_CELLS = 10_000_000
"""Cells from A1 to the last filled one, of one sheet: calamine builds them all, and ends the process beyond memory."""
MOST_CELLS_OF_FILE = 2 * MOST_CELLS
MOST_MARKS = 2_000_000
"""Formulas, errors and percentages of one file that are told one by one."""


@dataclass(frozen=True)
class Hidden:
    """What calamine does not tell of a sheet; rows and columns count from 0.

    Attributes
    ----------
    uncalculated
        Cells with a formula and no stored value. They may lie outside the rows that calamine hands over.
    errors
        Error cells and what they show, such as `#N/A`.
    percent
        Number cells shown as a percentage: 0.961 that a reader sees as 96.10%.
    rows, columns
        Hidden rows and columns, also beyond the last filled cell in .xlsx, .xlsb and .xls.
    merges
        Top, left, bottom, right, inclusive; only in .xlsb and .ods, where calamine gives none.
    """

    uncalculated: list[tuple[int, int]] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    percent: list[tuple[int, int]] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)

    @property
    def marks(self) -> int:
        """How many cells are told one by one."""
        return len(self.uncalculated) + len(self.errors) + len(self.percent)


class Room:
    """The cells that a file will take in memory, refused before they are built."""

    def __init__(self) -> None:
        self._cells = 0
        self._marks = 0

    def take(self, sheet: str, rows: int, columns: int) -> None:
        """Count a sheet that reaches from A1 to this row and column (counted from 1)."""
        self._cells += rows * columns
        if rows * columns > MOST_CELLS or self._cells > MOST_CELLS_OF_FILE:
            raise Problem("too_many_cells", value=f"{rows:,} × {columns:,}", sheet=sheet)

    def mark(self, sheet: str, marks: int) -> None:
        """Count the cells of a sheet that are told one by one."""
        self._marks += marks
        if self._marks > MOST_MARKS:
            raise Problem("too_many_cells", value=f"{self._marks:,}", sheet=sheet)


BUILT_IN_PERCENTAGES = (9, 10)
"""Numbers of the percentage formats that no file defines."""
ERRORS = {
    0: "#NULL!",
    7: "#DIV/0!",
    15: "#VALUE!",
    23: "#REF!",
    29: "#NAME?",
    36: "#NUM!",
    42: "#N/A",
    43: "#GETTING_DATA",
}
"""Errors by their number in .xls and .xlsb."""
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


def is_percentage(number_format: str) -> bool:
    """Whether a number format multiplies by 100; a quoted or escaped % is only printed."""
    return "%" in _NOT_SHOWN.sub("", number_format)


def column_number(letters: bytes) -> int:
    """Column counted from 1: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
