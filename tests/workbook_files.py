"""Rows to a file of any format, with what hides in real ones: merges, number formats, hidden rows, stored values."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from openpyxl import Workbook

Rows = list[list[object]]


def write_workbook(
    path: Path,
    sheets: Mapping[str, Rows],
    *,
    merges: Mapping[str, Iterable[str]] | None = None,
    formats: Mapping[str, Mapping[str, str]] | None = None,
    hidden_rows: Mapping[str, Iterable[int]] | None = None,
    encoding: str = "utf-8",
    separator: str = ",",
    replace: Mapping[bytes, bytes] | None = None,
) -> Path:
    """Write the sheets in the format that the file's name tells; None leaves a cell empty.

    `merges`, `formats` (cell to number format) and `hidden_rows` (from 1) are told for each sheet. `replace` changes
    bytes of the first sheet of a .xlsx, where no writer writes what Excel does (a formula with its stored value).
    """
    if path.suffix == ".csv":
        (rows,) = sheets.values()
        path.write_bytes(_csv_text(rows, separator).encode(encoding))
    elif path.suffix == ".xls":
        _write_xls(path, sheets, merges or {})
    else:
        _write_xlsx(path, sheets, merges or {}, formats or {}, hidden_rows or {})
        if replace:
            path.write_bytes(change_member(path.read_bytes(), "xl/worksheets/sheet1.xml", replace))
    return path


def _csv_text(rows: Rows, separator: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows([["" if cell is None else cell for cell in row] for row in rows])
    return out.getvalue()


def _write_xlsx(
    path: Path,
    sheets: Mapping[str, Rows],
    merges: Mapping[str, Iterable[str]],
    formats: Mapping[str, Mapping[str, str]],
    hidden_rows: Mapping[str, Iterable[int]],
) -> None:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for at, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                if value is not None:
                    sheet.cell(at, column).value = value
        for merged in merges.get(name, ()):
            sheet.merge_cells(merged)
        for cell, number_format in formats.get(name, {}).items():
            sheet[cell].number_format = number_format
        for row_number in hidden_rows.get(name, ()):
            sheet.row_dimensions[row_number].hidden = True
    book.save(path)


def _write_xls(path: Path, sheets: Mapping[str, Rows], merges: Mapping[str, Iterable[str]]) -> None:
    import xlwt
    from openpyxl.utils import range_boundaries

    book = xlwt.Workbook(encoding="utf-8")
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        ends = {}
        for merged in merges.get(name, ()):
            left, top, right, bottom = (number - 1 for number in range_boundaries(merged))
            ends[top, left] = (bottom, right)
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is None:
                    continue
                if (at, column) in ends:
                    bottom, right = ends[at, column]
                    sheet.write_merge(at, bottom, column, right, value)
                else:
                    sheet.write(at, column, value)
    book.save(str(path))


def change_member(data: bytes, member: str, replace: Mapping[bytes, bytes]) -> bytes:
    """A zip with bytes of one member replaced; the others are copied, and every checksum is right."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == member:
                for before, after in replace.items():
                    assert before in content, f"{before!r} is not in {member}"
                    content = content.replace(before, after)
            new.writestr(info.filename, content)
    return out.getvalue()
