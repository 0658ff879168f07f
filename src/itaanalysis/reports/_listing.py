"""Sheets that list a frame: a head that stays and filters, text wrapped in rows that fit it, numbers as numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from itaanalysis.reports._measures_page import BOX, GREY
from itaanalysis.reports._xlsx import fit_row, put_text, set_height
from itaanalysis.reports.tables import NO_ROWS

_SIZES = (14, 12, 10)
_WIDEST_ON_A4 = 165.0


class Field(NamedTuple):
    """How a column of a frame is listed: its heading, its width in Excel's digits, and the format of numbers (empty:
    text)."""

    heading: str
    width: float
    number: str = ""


def add_listing(book: Workbook, name: str, frame: pd.DataFrame, fields: Mapping[str, Field]) -> Worksheet:
    """A sheet with these columns of the frame, a row a row; a missing number is an empty cell.

    A frame without rows is a sheet that says so. Printed, it is one page wide (A3 where A4 would be too small to read).
    """
    sheet, columns = book.create_sheet(name), list(fields.values())
    for at, field in enumerate(columns, start=1):
        head = sheet.cell(1, at)
        put_text(head, field.heading, size=_SIZES[0], bold=True)
        head.border, head.fill = BOX, GREY
        sheet.column_dimensions[get_column_letter(at)].width = field.width
    set_height(sheet, 1, fit_row([(field.heading, field.width) for field in columns], _SIZES)[1])
    for line, row in enumerate(frame[list(fields)].itertuples(index=False), start=2):
        _add_row(sheet, line, row, columns)
    if frame.empty:
        put_text(sheet.cell(2, 1), NO_ROWS["th"], size=_SIZES[0])
        sheet.merge_cells(start_row=2, end_row=2, start_column=1, end_column=len(columns))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(frame) + 1}"
    wide = sum(field.width for field in columns) > _WIDEST_ON_A4
    sheet.page_setup.paperSize = int(sheet.PAPERSIZE_A3 if wide else sheet.PAPERSIZE_A4)
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    return sheet


def _add_row(sheet: Worksheet, line: int, row: tuple[Any, ...], columns: list[Field]) -> None:
    texts = ["" if field.number or pd.isna(value) else str(value) for value, field in zip(row, columns, strict=True)]
    size, height = fit_row([(text, field.width) for text, field in zip(texts, columns, strict=True)], _SIZES)
    for at, (value, text, field) in enumerate(zip(row, texts, columns, strict=True), start=1):
        cell = sheet.cell(line, at)
        put_text(cell, text, size=size, across="right" if field.number else "left")
        cell.border = BOX
        if field.number:
            cell.value = None if pd.isna(value) else float(value)
            cell.number_format = field.number
    set_height(sheet, line, height)
