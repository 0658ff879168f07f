"""The pack as one workbook: a sheet a table, a contents sheet with links, numbers as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from datetime import datetime, time
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from itaanalysis.reports._file import check_suffix
from itaanalysis.reports._xlsx import (
    FACE,
    count_lines,
    fit_row,
    new_workbook,
    put_text,
    save_workbook,
    set_height,
    sheet_name,
)
from itaanalysis.reports.pack._check import stop_on_faults
from itaanalysis.reports.pack._parts import Column, Pack, Table
from itaanalysis.reports.pack._sheets import CONTENTS, EMPTY, list_sheets
from itaanalysis.reports.pack._word_xml import safe
from itaanalysis.rulebook import round_score
from itaanalysis.thai import fiscal_year

_SIZE, _TITLE_SIZE = 14, 18
#: All columns of a sheet together, in the units of a workbook: an A4 page, landscape, at full size.
_WIDE, _NARROWEST = 160.0, 11.0
#: A table of many columns is wider: it is read on the screen.
_A_COLUMN = 20.0
_WIDEST_ON_A4 = 1.5 * _WIDE
_HEAD = 4
_NUMBER_FORMATS = {"score": "0.00", "change": "+0.00;−0.00;0.00", "count": "#,##0"}
_PLAIN = 32_000
#: Letters of this size for a unit of a column's width that take one line, however wide the face is.
_SURELY_ONE_LINE = 0.6
_SIGNS = ("=", "+", "-", "@")
_BLUE, _GREY_INK = "FF1F5F8B", "FF555F6B"
_LINE = Side(style="thin", color="FF7F7F7F")
#: Away from the words of the next column.
_NUMBER = Alignment(horizontal="right", vertical="top", indent=1)
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


def write_tables(pack: Pack, path: str | Path) -> Path:
    """Write every table of the pack as one workbook.

    Parameters
    ----------
    pack
        One office and year, as `make_pack` gave it.
    path
        An .xlsx file; its folder is made, an older file of that name is replaced.

    Returns
    -------
    Path
        The file, written whole or not at all; the same pack gives the same bytes. Scores and points are numbers on two
        decimals, all else is text that is never run; what is not known is said in words.

    Raises
    ------
    ItaError
        Not an .xlsx name, a text that no cell can hold, a P0 of the review (`stop_on_faults`), or a file that cannot be
        written.
    """
    file = check_suffix(path, ".xlsx")
    stop_on_faults(pack)
    book = new_workbook()
    styles = _make_styles(book)
    contents = book.create_sheet(CONTENTS)
    made = []
    for name, table in list_sheets(pack):
        sheet = book.create_sheet(sheet_name(name, book.sheetnames))
        _fill_sheet(sheet, table, pack, styles)
        made.append((sheet.title, table.title, len(table.frame)))
    _fill_contents(contents, made, pack, styles)
    save_workbook(book, file, datetime.combine(fiscal_year(pack.plan_year_be)[0], time()))
    return file


class _Styles(NamedTuple):
    """Looks of cells, made once: to give a cell its font, border and format singly takes twenty times as long."""

    text: Any
    quoted: Any
    missing: Any
    head: Any
    link: Any
    back: Any
    numbers: dict[str, Any]


def _make_styles(book: Workbook) -> _Styles:
    sheet = book.create_sheet("looks")

    def look(text: str, *, bold: bool = False, across: str = "left", **also: Any) -> Any:
        cell = sheet.cell(sheet.max_row + 1, 1)
        put_text(cell, text, size=_SIZE, bold=bold, across=across)
        cell.border = _BOX
        for name, value in also.items():
            setattr(cell, name, value)
        return copy(cell._style)

    def font(color: str, **also: Any) -> Font:
        return Font(name=FACE, size=_SIZE, color=color, **also)

    styles = _Styles(
        text=look(""),
        quoted=look("="),
        missing=look("", font=font(_GREY_INK, italic=True)),
        head=look("", bold=True, across="center", font=font("FFFFFFFF", bold=True), fill=PatternFill("solid", _BLUE)),
        link=look("", font=font(_BLUE, underline="single")),
        back=look("", font=font(_BLUE, underline="single"), border=Border()),
        numbers={kind: look("", number_format=written, alignment=_NUMBER) for kind, written in _NUMBER_FORMATS.items()},
    )
    book.remove(sheet)
    return styles


def _fill_sheet(sheet: Worksheet, table: Table, pack: Pack, styles: _Styles) -> None:
    widths = _widths(table.columns)
    _write_top(sheet, table.title, table.note, pack, widths)
    back = sheet.cell(1, len(widths))  # beside the title: a text beside the longer line below would cut it off
    _write_text(back, "← สารบัญ", styles, styles.back)
    back.hyperlink = Hyperlink(ref=back.coordinate, location=f"'{CONTENTS}'!A1")
    _write_head(sheet, table.header, widths, styles)
    columns = [table.frame[column.name] for column in table.columns]
    for row, values in enumerate(zip(*columns, strict=True), start=_HEAD + 1):
        cells = list(zip(table.columns, values, widths, strict=True))
        lines = [_write_value(sheet.cell(row, at), *cell, styles) for at, cell in enumerate(cells, start=1)]
        set_height(sheet, row, fit_row([("\n" * (max(lines) - 1), _WIDE)], (_SIZE,))[1])
    if table.frame.empty:
        _write_text(sheet.cell(_HEAD + 1, 1), EMPTY, styles, styles.missing)
        sheet.merge_cells(start_row=_HEAD + 1, end_row=_HEAD + 1, start_column=1, end_column=len(widths))
        set_height(sheet, _HEAD + 1, fit_row([(EMPTY, sum(widths))], (_SIZE,))[1])
    last = _HEAD + max(len(table.frame), 1)
    sheet.freeze_panes = f"B{_HEAD + 1}"
    sheet.auto_filter.ref = f"A{_HEAD}:{get_column_letter(len(widths))}{last}"
    _set_up_page(sheet, last, widths, pack)


def _widths(columns: Sequence[Column]) -> list[float]:
    shares = [column.share for column in columns]
    wide = max(_WIDE, _A_COLUMN * len(shares))
    return [max(wide * share / sum(shares), _NARROWEST) for share in shares]


def _write_value(cell: Cell, column: Column, value: Any, width: float, styles: _Styles) -> int:
    """A value of the frame into its cell; the lines that it takes."""
    if column.kind != "text" and pd.notna(value):
        number = int(value) if column.kind == "count" else float(round_score(value))
        cell.value, cell._style = number, styles.numbers[column.kind]
        return 1
    text = column.show(value)
    known = column.kind == "text" and bool(value)
    _write_text(cell, text, styles, styles.text if known else styles.missing)
    return 1 if len(text) < width * _SURELY_ONE_LINE else count_lines(text, width, size=_SIZE)


def _write_text(cell: Cell, text: str, styles: _Styles, look: Any) -> None:
    """Text as text, whatever it begins with; the slower way only where something has to be mended."""
    if text.isprintable() and len(text) < _PLAIN:
        cell.value = text
        cell.data_type = "s"
    else:
        put_text(cell, text, size=_SIZE)
    cell._style = styles.quoted if text.startswith(_SIGNS) else look


def _write_top(sheet: Worksheet, title: str, note: str, pack: Pack, widths: list[float]) -> None:
    """Title, office with the marks of a pack, and the note of the table."""
    put_text(sheet.cell(1, 1), title, size=_TITLE_SIZE, bold=True)
    office = " ".join(part for part in (pack.agency, pack.place) if part)
    put_text(sheet.cell(2, 1), " · ".join([office, f"ผล ITA ปี {pack.year_be}", *pack.marks]), size=_SIZE)
    for row, size in ((1, _TITLE_SIZE), (2, _SIZE)):
        sheet.cell(row, 1).alignment = Alignment(wrap_text=False, vertical="top")
        set_height(sheet, row, fit_row([("", _WIDE)], (size,))[1])
    if note:
        put_text(sheet.cell(3, 1), note, size=_SIZE)
        sheet.merge_cells(start_row=3, end_row=3, start_column=1, end_column=len(widths))
        set_height(sheet, 3, fit_row([(note, sum(widths))], (_SIZE,))[1])


def _write_head(sheet: Worksheet, header: list[str], widths: list[float], styles: _Styles) -> None:
    for column, (text, width) in enumerate(zip(header, widths, strict=True), start=1):
        _write_text(sheet.cell(_HEAD, column), text, styles, styles.head)
        sheet.column_dimensions[get_column_letter(column)].width = width
    set_height(sheet, _HEAD, fit_row(list(zip(header, widths, strict=True)), (_SIZE,))[1])


def _fill_contents(sheet: Worksheet, made: list[tuple[str, str, int]], pack: Pack, styles: _Styles) -> None:
    """A row a sheet: its name as a link, what it holds, and how many rows."""
    widths = [34.0, 110.0, 16.0]
    _write_top(sheet, pack.title, "", pack, widths)
    _write_head(sheet, ["แผ่นงาน", "เนื้อหา", "จำนวนแถว"], widths, styles)
    for row, (name, title, count) in enumerate(made, start=_HEAD + 1):
        link = sheet.cell(row, 1)
        _write_text(link, name, styles, styles.link)
        link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{name}'!A1")
        _write_text(sheet.cell(row, 2), title, styles, styles.text)
        sheet.cell(row, 3).value = count
        sheet.cell(row, 3)._style = styles.numbers["count"]
        set_height(sheet, row, fit_row([(title, widths[1])], (_SIZE,))[1])
    sheet.freeze_panes = f"B{_HEAD + 1}"
    _set_up_page(sheet, _HEAD + len(made), widths, pack)


def _set_up_page(sheet: Worksheet, last: int, widths: list[float], pack: Pack) -> None:
    """Landscape, one page wide, the header on every page, marks and page numbers in the margins.

    Paper is A4, and A3 for tables that could not be read on it.
    """
    sheet.page_setup.orientation = "landscape"
    paper = sheet.PAPERSIZE_A4 if sum(widths) <= _WIDEST_ON_A4 else sheet.PAPERSIZE_A3
    sheet.page_setup.paperSize = int(paper)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{_HEAD}:{_HEAD}"
    sheet.print_area = f"A1:{get_column_letter(len(widths))}{last}"
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    for part, text in (
        (sheet.oddFooter.left, safe(pack.agency).replace("&", "&&")[:100]),
        (sheet.oddFooter.center, " · ".join(pack.marks)),
    ):
        part.text, part.font, part.size = text, f"{FACE},Regular", 12
    right = sheet.oddFooter.right
    right.text, right.font, right.size = "หน้า &P จาก &N", f"{FACE},Regular", 12
