"""An edited measures workbook back into the frame, and what a person changed."""

from __future__ import annotations

import warnings
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from itaanalysis.errors import ItaError
from itaanalysis.frames import make_frame
from itaanalysis.measures._edits import Edits, Line
from itaanalysis.measures.sheet import (
    AS_WRITTEN,
    TRACKED,
    columns_of,
    from_cells,
    header_key,
    tracked,
)

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

CHANGES = ["measure_id", "column", "before", "after"]
#: The table begins so near the top.
_HEAD_ROWS = 30


class EditedMeasures(NamedTuple):
    """What `read_measures` found."""

    measures: pd.DataFrame
    changes: pd.DataFrame
    warnings: list[str]


def read_measures(path: str | PathLike[str]) -> EditedMeasures:
    """Take back a workbook of `write_measures` that a person edited in Excel.

    Returns
    -------
    EditedMeasures
        measures: the rows as they stand on the sheets, in their order; score, points, codes and source as they were
        written, whatever was typed over them; added rows with an id of their own; beside `frames.MEASURES` the columns
        `done` (the day of completion) and `edited` (the columns that a person changed, since the first draft).
        changes: measure_id, column, before, after (as text), a row a changed cell since the workbook was written; an
        added or removed row is told by its measure. warnings: sentences (Thai) on removed rows and on what was not
        taken.

    Raises
    ------
    ItaError
        Not such a workbook; or all at once, each with its cell: an id that is unknown or stands twice, a measure or its
        unit left empty, a period without two dates, a status that is not of the list, a day that is none, a formula.
    """
    file = Path(path)
    book = _open(file)
    edits = Edits(file.name, _as_written(book, file.name))
    tables = 0
    for sheet in book.worksheets:
        places = None if sheet.title.startswith("_") else _find_columns(sheet, edits)
        if places is not None:
            tables += 1
            _read_table(sheet, *places, edits)
    if not tables and not edits.errors:
        edits.errors.append("ไม่พบตารางมาตรการ (หัวคอลัมน์ “มาตรการ/แนวทาง” และ “รหัสมาตรการ”) ในแผ่นงานใด")
    if edits.errors:
        raise ItaError("\n".join(f"{file.name}: {error}" for error in edits.errors))
    edits.tell_removed()
    measures = tracked(make_frame(edits.rows, TRACKED))
    return EditedMeasures(measures, make_frame(edits.changes, CHANGES), edits.warnings)


def _open(file: Path) -> Workbook:
    from openpyxl import load_workbook

    if file.suffix.lower() != ".xlsx":
        raise ItaError(f"{file.name}: ตารางมาตรการที่แก้แล้วต้องเป็นไฟล์ .xlsx ที่โปรแกรมเขียนให้")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on parts that are of no use here
            return load_workbook(file)
    except FileNotFoundError as error:
        raise ItaError(f"ไม่พบไฟล์ {file}") from error
    except Exception as error:  # whatever a damaged archive makes the reader raise
        raise ItaError(f"{file.name}: เปิดไม่ได้ ไฟล์เสีย มีรหัสผ่าน หรือไม่ใช่ไฟล์ Excel ({type(error).__name__})") from error


def _as_written(book: Workbook, name: str) -> pd.DataFrame:
    if AS_WRITTEN not in book.sheetnames:
        raise ItaError(
            f"{name}: ไม่ใช่ไฟล์ที่โปรแกรมเขียน หรือแผ่นซ่อน {AS_WRITTEN} หายไป: แก้ในไฟล์ที่ได้จากโปรแกรม ไม่คัดลอกตารางไปไฟล์ใหม่"
        )
    try:
        return from_cells(list(book[AS_WRITTEN].iter_rows(values_only=True)))
    except ItaError as error:
        raise ItaError(f"{name}: {error} อ่านกลับไม่ได้: ใช้ไฟล์ที่ได้จากโปรแกรมอีกครั้ง") from error


def _find_columns(sheet: Worksheet, edits: Edits) -> tuple[int, dict[str, int]] | None:
    """The row of the header and the place of each column; None where the sheet holds no table."""
    wanted = {header_key(column.header): column.name for column in columns_of("measures")}
    for at, cells in enumerate(sheet.iter_rows(max_row=min(_HEAD_ROWS, sheet.max_row), values_only=True), start=1):
        found = {wanted.get(header_key(str(value))): place for place, value in enumerate(cells, start=1) if value}
        if "measure" not in found:
            continue
        places = {str(name): place for name, place in found.items() if name}
        gone = [column for column in columns_of("measures") if column.name not in places]
        for column in gone:
            header = column.told(*edits.years).replace("\n", " ")
            told = f"แผ่นงาน {sheet.title} ไม่มีคอลัมน์ “{header}”"
            if column.name == "measure_id":
                edits.errors.append(f"{told}: คอลัมน์นี้โยงมาตรการกับคะแนน ใส่กลับตามไฟล์เดิม")
            else:
                edits.warnings.append(f"{told}: ใช้ข้อความเดิมของทุกแถว")
        return None if "measure_id" not in places else (at, places)
    return None


def _read_table(sheet: Worksheet, head: int, places: dict[str, int], edits: Edits) -> None:
    covered = _merged_down(sheet)
    lines = []
    for row in range(head + 1, sheet.max_row + 1):
        cells = {name: sheet.cell(*covered.get((row, place), (row, place))) for name, place in places.items()}
        names = {name: f"{sheet.title}!{sheet.cell(row, place).coordinate}" for name, place in places.items()}
        lines.append(Line(cells, names, edits))
    for line in lines:  # before the rows, wherever they were moved to
        if line.is_heading:
            edits.take_heading(line)
    above: dict[str, Any] | None = None
    for line in lines:
        if line.is_heading:
            continue
        if line.id:
            above = edits.take_known(line) or above
        elif line.is_measure:
            above = edits.take_added(line, above) or above
        else:
            line.warn_leftovers()


def _merged_down(sheet: Worksheet) -> dict[tuple[int, int], tuple[int, int]]:
    """Cells merged into the one above them: a person who merges two units means both rows."""
    merged = [area for area in sheet.merged_cells.ranges if area.min_col == area.max_col]
    rows = ((area, row) for area in merged for row in range(area.min_row, area.max_row + 1))
    return {(row, area.min_col): (area.min_row, area.min_col) for area, row in rows}
