"""Workbooks built in the test, so that the trap is visible beside the assertion."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from python_calamine import load_workbook


def make_workbook(
    path: Path, sheets: dict[str, list[list[object]]], merges: dict[str, list[str]] | None = None
) -> Path:
    """A workbook with these sheets; None leaves a cell empty."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for merged in (merges or {}).get(name, []):
            sheet.merge_cells(merged)
    book.save(path)
    return path


def cell_at(path: Path, source: str) -> object:
    """The value in the cell that a `source` names, read from the workbook anew."""
    file, place = source.split("#", 1)
    assert file == path.name
    sheet, address = place.rsplit("!", 1)
    letters = address.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    rows = load_workbook(path).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return rows[int(address[len(letters) :]) - 1][column - 1]
