"""What the sheets of measures and of their follow-up share: title, header, cells, and a page that prints."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal, get_args

import pandas as pd
from openpyxl.styles import Alignment, Border, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from itaanalysis.errors import ItaError
from itaanalysis.frames import SIMULATED
from itaanalysis.measures.sheet import Column, tracked
from itaanalysis.reports._coaching import tell_coaching
from itaanalysis.reports._file import check_suffix
from itaanalysis.reports._xlsx import FACE, fit_row, in_digits, put_text, set_height

Digits = Literal["arabic", "thai"]
#: Takes the rows, gives a sentence for each that must not be published.
Check = Callable[[pd.DataFrame], list[str]]
DRAFT = "ร่าง"
SIZE = 14
# Only a row that Excel could not show whole at 14 points is set smaller.
SIZES = (14, 13, 12, 11, 10, 9)
LINE = Side(style="thin", color="FF7F7F7F")
BOX = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
GREY = PatternFill("solid", start_color="FFE7E6E6")


def rows_to_write(
    measures: pd.DataFrame, path: Path, agency: str | None, digits: str, check: Check | None
) -> pd.DataFrame:
    """The rows of the office asked for (all rows where none is), office by office, checked.

    Raises
    ------
    ItaError
        Not a measures frame, no such office, not an .xlsx file, a text that coaches respondents, or what the check
        refuses.
    """
    check_suffix(path, ".xlsx")
    if digits not in get_args(Digits):
        raise ItaError(f"digits is one of {', '.join(get_args(Digits))}; found {digits!r}")
    rows = _of_agency(tracked(measures), agency)
    refused = [*tell_coaching(rows), *(check(rows) if check else [])]
    if refused:
        raise ItaError("\n".join([f"ไม่ได้เขียน {path.name} เพราะมีข้อความที่ต้องแก้ก่อน:", *refused]))
    offices = pd.Series(pd.factorize(pd.MultiIndex.from_frame(rows[["plan_year_be", "agency_id"]]))[0], dtype="int64")
    return rows.iloc[offices.argsort(kind="stable")].reset_index(drop=True)


def _of_agency(rows: pd.DataFrame, agency: str | None) -> pd.DataFrame:
    if rows.empty and not agency:
        raise ItaError("แผนไม่มีมาตรการแม้แต่แถวเดียว: ระบุ agency= เพื่อเขียนตารางว่างของหน่วยงานนั้น")
    if agency is None or rows.empty:
        return rows
    offices = pd.Series(rows["agency_id"].unique())
    found = offices[(offices == agency) | (offices.str.split(" · ").str[0] == agency)]
    if (offices == agency).any():
        found = offices[offices == agency]
    if len(found) != 1:
        fault = f"มีหน่วยงานชื่อนี้ {len(found)} แห่งในแผน" if len(found) else "แผนไม่มีหน่วยงานนี้"
        raise ItaError(f"{agency}: {fault}; ระบุ agency_id จาก: {' / '.join((found if len(found) else offices)[:5])}")
    return rows[rows["agency_id"] == found.iloc[0]].reset_index(drop=True)


def write_title(
    sheet: Worksheet, lines: list[str], columns: list[Column], *, approved: bool, simulated: bool, digits: str
) -> int:
    """Title lines over the printed columns, with the marks of a draft and of simulated data; the row after them."""
    marks = [] if approved else [f"{DRAFT} – ตรวจ แก้ไข และให้ผู้บริหารเห็นชอบก่อนใช้"]
    marks += [f"{SIMULATED} – ไม่ใช่ผลการประเมินของหน่วยงานใด"] if simulated else []
    for at, line in enumerate([*lines, *marks], start=1):
        size = 18 if at == 1 else 16
        put_text(sheet.cell(at, 1), in_digits(line, digits), size=size, bold=at <= 2 or line in marks, across="center")
        if line in marks:
            merge_across(sheet, at, columns, grey=True)
        else:
            sheet.merge_cells(start_row=at, end_row=at, start_column=1, end_column=len(columns))
        set_height(sheet, at, fit_row([(line, sum(column.width for column in columns))], (size,))[1])
    return len(lines) + len(marks) + 1


def merge_across(sheet: Worksheet, at: int, columns: list[Column], *, grey: bool) -> None:
    """One framed cell over the printed columns."""
    sheet.merge_cells(start_row=at, end_row=at, start_column=1, end_column=len(columns))
    for place in range(1, len(columns) + 1):
        sheet.cell(at, place).border = BOX
        if grey:
            sheet.cell(at, place).fill = GREY


def write_header(sheet: Worksheet, at: int, columns: tuple[Column, ...], years: tuple[int, int], digits: str) -> None:
    """The header of the table, and the widths of its columns."""
    told = [in_digits(column.told(*years), digits) for column in columns]
    for place, (text, column) in enumerate(zip(told, columns, strict=True), start=1):
        cell = sheet.cell(at, place)
        put_text(cell, text, size=SIZE, bold=True, across="center")
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        cell.fill, cell.border = GREY, BOX
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    widths = [column.width for column in columns]
    set_height(sheet, at, fit_row(list(zip(told, widths, strict=True)), (SIZE,))[1])


def set_up_page(
    sheet: Worksheet, head: int, last: int, columns: int, office: str, *, approved: bool, simulated: bool
) -> None:
    """A4 landscape, one page wide, the table's header on every page, marks and page numbers in the margins."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = int(sheet.PAPERSIZE_A4)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{head}:{head}"
    sheet.print_area = f"A1:{get_column_letter(columns)}{last}"
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.header, margins.footer = 0.75, 0.65, 0.3, 0.3
    mark = " ".join(([] if approved else [DRAFT]) + ([SIMULATED] if simulated else []))
    parts = {"left": office.replace("&", "&&"), "center": mark, "right": "หน้า &P จาก &N"}
    for side, text in parts.items():
        part = getattr(sheet.oddFooter, side)
        part.text, part.font, part.size = text[:100], f"{FACE},Regular", 12
    sheet.oddHeader.right.text, sheet.oddHeader.right.font, sheet.oddHeader.right.size = mark, f"{FACE},Bold", 16


def office_title(agency_id: str) -> str:
    """The name as a title writes it: with อำเภอ and จังหวัด where both are known."""
    parts = agency_id.split(" · ")
    if len(parts) == 3 and not parts[2].startswith("กรุงเทพ"):
        return f"{parts[0]} อำเภอ{parts[1]} จังหวัด{parts[2]}"
    return " ".join(parts)
