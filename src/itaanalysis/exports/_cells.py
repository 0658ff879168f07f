"""A workbook as sheets of cells with addresses: the only place that opens the file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path

import numpy as np
from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from itaanalysis.exports._csv import SHEET, TEXT_SUFFIXES, read_csv_rows
from itaanalysis.exports._issues import Problem

Cell = object  # str, int, float, bool, date, datetime, time or timedelta; "" = empty


class Role(IntEnum):
    """What became of a cell."""

    NONE = 0
    SCORE = 1
    LABEL = 2
    REMARK = 3
    ISSUE = 4


@dataclass
class Sheet:
    """One sheet: its cells from A1 on, its merged ranges, and what became of each cell."""

    file: str
    name: str
    rows: list[list[Cell]]
    merges: list[tuple[int, int, int, int]]
    roles: np.ndarray = field(repr=False)

    def cell(self, row: int, column: int) -> Cell:
        """The value of a cell; "" beyond the sheet's end."""
        return self.rows[row][column] if row < len(self.rows) and column < len(self.rows[row]) else ""

    def filled(self, row: int, column: int) -> Cell:
        """The value of a cell, or of the merged range that covers it."""
        value = self.cell(row, column)
        if value != "":
            return value
        for top, left, bottom, right in self.merges:
            if top <= row <= bottom and left <= column <= right:
                return self.cell(top, left)
        return ""

    def mark(self, row: int, column: int, role: Role) -> None:
        """Say what became of a cell; an issue outweighs what else was said."""
        if self.roles[row, column] != Role.ISSUE:
            self.roles[row, column] = role

    def label(self, row: int, columns: Iterable[int], role: Role = Role.LABEL) -> None:
        """Say what became of the filled cells among these of a row."""
        for column in columns:
            if is_filled(self.cell(row, column)):
                self.mark(row, column, role)

    @property
    def width(self) -> int:
        """Number of columns."""
        return self.roles.shape[1]

    @property
    def is_empty(self) -> bool:
        """Whether no cell holds anything."""
        return not any(is_filled(value) for row in self.rows for value in row)


def is_filled(value: Cell) -> bool:
    """Whether a cell holds anything that a reader would see."""
    return value != "" and not (isinstance(value, str) and not value.strip(" \t\r\n\u00a0\u200b\ufeff"))


def address(row: int, column: int) -> str:
    """A1-style address of a cell counted from 0."""
    return f"{column_letters(column)}{row + 1}"


def column_letters(column: int) -> str:
    """Letters of a column counted from 0: A, B … Z, AA …"""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def open_sheets(path: Path) -> list[Sheet]:
    """All sheets of a workbook with cells, in their order.

    Raises
    ------
    Problem
        The file is missing, a folder, locked, protected by a password, or not a workbook.
    """
    if not path.exists():
        raise Problem("file_missing", value=str(path))
    if path.is_dir():
        raise Problem("not_a_file", value=str(path))
    try:
        with path.open("rb") as file:
            file.read(1)
        if path.suffix.lower() in TEXT_SUFFIXES:
            return [_make_sheet(path.name, SHEET, list(read_csv_rows(path)), [])]
        workbook = load_workbook(path)
        return [_sheet(workbook, path.name, meta.name) for meta in workbook.sheets_metadata if _has_cells(meta)]
    except PasswordError:
        raise Problem("password") from None
    except OSError as error:
        raise Problem("not_readable", value=error.strerror or str(error)) from None
    except CalamineError as error:
        raise Problem("not_a_workbook", value=str(error)) from None


def _has_cells(meta: object) -> bool:
    return meta.typ == SheetTypeEnum.WorkSheet and meta.visible != SheetVisibleEnum.VeryHidden  # type: ignore[attr-defined]


def _sheet(workbook: CalamineWorkbook, file: str, name: str) -> Sheet:
    sheet = workbook.get_sheet_by_name(name)
    # Without skip_empty_area=False the first empty rows and columns are cut off and every address shifts.
    rows: list[list[Cell]] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
    merges = [(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or []]
    return _make_sheet(file, name, rows, merges)


def _make_sheet(file: str, name: str, rows: list[list[Cell]], merges: list[tuple[int, int, int, int]]) -> Sheet:
    width = max((len(row) for row in rows), default=0)
    return Sheet(file, name, rows, merges, np.zeros((len(rows), width), dtype="int8"))
