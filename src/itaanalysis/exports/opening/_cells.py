"""A workbook as sheets of cells with addresses: the only place that opens the file."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from io import BytesIO
from pathlib import Path

import numpy as np
from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from itaanalysis.exports._issues import Problem
from itaanalysis.exports.opening._csv import SHEET, TEXT_SUFFIXES, is_text_table, read_csv_rows
from itaanalysis.exports.opening._guard import check_file
from itaanalysis.exports.opening._hidden import Hidden, read_hidden

Cell = object  # str, int, float, bool, date, datetime, time or timedelta; "" = empty
#: Bytes below which a second thread costs more than it saves.
_SMALL = 200_000
_HEAD = 10
_BLANK = " \t\r\n\u00a0\u200b\ufeff"


class Role(IntEnum):
    """What became of a cell."""

    NONE = 0
    SCORE = 1
    LABEL = 2
    REMARK = 3
    ISSUE = 4


_ISSUE = int(Role.ISSUE)


@dataclass
class Sheet:
    """One sheet: its cells from A1 on, its merged ranges, what a reader does not see, and what became of each cell."""

    file: str
    name: str
    rows: list[list[Cell]]
    merges: list[tuple[int, int, int, int]]
    hidden: Hidden
    is_hidden: bool = False
    roles: np.ndarray = field(init=False, repr=False)

    def __post_init__(self) -> None:
        hidden = [*self.hidden.uncalculated, *self.hidden.errors]
        height = max([len(self.rows), *(row + 1 for row, _ in hidden)])
        width = max([len(self.rows[0]) if self.rows else 0, *(column + 1 for _, column in hidden)])
        if hidden and (height, width) != (len(self.rows), len(self.rows[0]) if self.rows else 0):
            # What looks empty is cut off at the sheet's end.
            self.rows = [[*row, *[""] * (width - len(row))] for row in self.rows]
            self.rows += [[""] * width for _ in range(height - len(self.rows))]
        self.roles = np.zeros((height, width), dtype="int8")

    @cached_property
    def columns(self) -> list[tuple[Cell, ...]]:
        """The cells column by column."""
        return list(zip(*self.rows, strict=True))

    @cached_property
    def filled(self) -> np.ndarray:
        """Where a reader would see something, as rows × columns."""
        mask = np.ones(self.roles.shape, dtype=bool)
        for row, cells in enumerate(self.rows[:_HEAD]):
            mask[row] = list(map(is_filled, cells))
        for at, column in enumerate(self.columns):
            # Below the titles and the header a column is all numbers or all text, as a rule.
            below = column[_HEAD:]
            if str in set(map(type, below)) and not all(map(is_filled, set(below))):
                mask[_HEAD:, at] = list(map(is_filled, below))
        for cell in [*self.hidden.uncalculated, *self.hidden.errors]:
            mask[cell] = True
        return mask

    def cell(self, row: int, column: int) -> Cell:
        """The value of a cell; "" beyond the sheet's end."""
        return self.rows[row][column] if row < len(self.rows) and column < len(self.rows[row]) else ""

    def covered(self, row: int, column: int) -> Cell:
        """The value of a cell, or of the merged range that covers it."""
        value = self.cell(row, column)
        if value != "" or not self.merges:
            return value
        for top, left, bottom, right in self.merges:
            if top <= row <= bottom and left <= column <= right:
                return self.cell(top, left)
        return ""

    def covered_column(self, column: int, first: int = 0) -> list[Cell]:
        """A column whose merged cells hold the value of their range, where that begins at row `first` or below."""
        values = list(self.columns[column])
        for top, left, bottom, right in self.merges:
            if left <= column <= right and top >= first:
                for row in range(top, min(bottom + 1, len(values))):
                    if values[row] == "":
                        values[row] = self.cell(top, left)
        return values

    def release(self) -> None:
        """Forget the cells once they are read; which were filled and what became of them is kept."""
        _ = self.filled
        self.rows = []
        self.__dict__.pop("columns", None)

    def mark(self, row: int, column: int, role: Role) -> None:
        """Say what became of a cell; an issue outweighs what else was said."""
        if self.roles[row, column] != _ISSUE:
            self.roles[row, column] = role

    def mark_all(self, rows: np.ndarray | slice, columns: Iterable[int], role: Role) -> None:
        """Say what became of the filled cells of these rows and columns."""
        for column in columns:
            part = self.roles[rows, column]
            part[self.filled[rows, column] & (part != _ISSUE)] = role
            self.roles[rows, column] = part

    def label(self, row: int, columns: Iterable[int], role: Role = Role.LABEL) -> None:
        """Say what became of the filled cells among these of a row."""
        for column in columns:
            if self.filled[row, column]:
                self.mark(row, column, role)

    @property
    def width(self) -> int:
        """Number of columns."""
        return self.roles.shape[1]

    @cached_property
    def is_empty(self) -> bool:
        """Whether no cell holds anything."""
        return not self.filled.any()


def is_filled(value: Cell) -> bool:
    """Whether a cell holds anything that a reader would see."""
    return not isinstance(value, str) or (value[:1] not in _BLANK or value.strip(_BLANK) != "")


def address(row: int, column: int) -> str:
    """A1-style address of a cell counted from 0."""
    return f"{column_letters(column)}{row + 1}"


def cell_range(rows: list[int], column: int) -> str:
    """The range from the first to the last of these rows of a column."""
    first, last = address(rows[0], column), address(rows[-1], column)
    return first if first == last else f"{first}:{last}"


def column_letters(column: int) -> str:
    """Letters of a column counted from 0: A, B … Z, AA …"""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def open_sheets(path: Path) -> list[Sheet]:
    """All sheets of a workbook with cells, in their order. What kind of file it is, is told by its content.

    Raises
    ------
    Problem
        The file is missing, a folder, locked, protected by a password, not a workbook, or beyond the limits of
        `_guard.check_file`.
    """
    try:
        check_file(path)
    except OSError as error:  # a path too long for the system
        raise Problem("not_readable", value=error.strerror or str(error)) from None
    if path.suffix.lower() in TEXT_SUFFIXES or is_text_table(path):
        return [_text_sheet(path)]
    if path.stat().st_size < _SMALL:
        hidden, read = read_hidden(path), _read_all(path)
    else:
        # Calamine lets go of the interpreter while it parses: what it hides is looked for meanwhile.
        with ThreadPoolExecutor(1) as other:
            looking = other.submit(read_hidden, path)
            read = _read_all(path)
            hidden = looking.result()
    return [
        Sheet(
            path.name,
            meta.name,
            rows,
            merges or hidden.get(meta.name, Hidden()).merges,
            hidden.get(meta.name, Hidden()),
            meta.visible != SheetVisibleEnum.Visible,
        )
        for meta, (rows, merges) in read
    ]


def _text_sheet(path: Path) -> Sheet:
    rows = read_csv_rows(path)
    width = max(map(len, rows), default=0)
    return Sheet(path.name, SHEET, [[*row, *[""] * (width - len(row))] for row in rows], [], Hidden())


def _read_all(path: Path) -> list[tuple[SheetMetadata, tuple[list[list[Cell]], list[tuple[int, int, int, int]]]]]:
    """Name, cells and merged ranges of each sheet with cells."""
    data = BytesIO(path.read_bytes())
    try:
        workbook = load_workbook(data)
        sheets = [meta for meta in workbook.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
        return [(meta, _read(workbook, meta.name)) for meta in sheets]
    except PasswordError:
        raise Problem("password") from None
    except OSError as error:
        raise Problem("damaged", value=str(error)) from None
    except CalamineError as error:
        raise Problem("not_a_workbook", value=str(error)) from None
    except BaseException as error:
        # On some damaged files calamine panics, which is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise Problem("damaged", value=str(error)) from None


def _read(workbook: CalamineWorkbook, name: str) -> tuple[list[list[Cell]], list[tuple[int, int, int, int]]]:
    sheet = workbook.get_sheet_by_name(name)
    # Without skip_empty_area=False the first empty rows and columns are cut off and every address shifts.
    rows: list[list[Cell]] = [*sheet.to_python(skip_empty_area=False)]  # type: ignore[list-item]
    return rows, [(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or []]
