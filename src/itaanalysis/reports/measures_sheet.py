"""The measures table as a sheet that prints: A4 landscape, five columns of the report, reason and points."""

from __future__ import annotations

import math
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Literal, get_args

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from itaanalysis.errors import ItaError
from itaanalysis.frames import MEASURES, SIMULATED
from itaanalysis.reports._measures_notes import is_simulated, tell_notes
from itaanalysis.reports._xlsx import (
    FACE,
    fit_row,
    in_digits,
    new_workbook,
    put_text,
    save_workbook,
    set_height,
    sheet_name,
)
from itaanalysis.rulebook import round_score
from itaanalysis.thai import fiscal_year

Digits = Literal["arabic", "thai"]
DRAFT = "ร่าง"
UNKNOWN = "ไม่ทราบ"
TITLE = "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน"
NOTES = "หมายเหตุ"
NOTHING = "ไม่มีตัวชี้วัดหรือข้อใดต่ำกว่าเป้าหมาย จึงไม่มีมาตรการในแผนนี้"
_SIZE = 14
# Only a row that Excel could not show whole at 14 points is set smaller.
_SIZES = (14, 13, 12, 11, 10, 9)
#: Header and width of each printed column; the widths together are one A4 page, landscape, at full size.
_COLUMNS = [
    ("ที่", 4.5),
    ("มาตรการ/แนวทาง", 18.0),
    ("วิธีการดำเนินงาน", 33.0),
    ("ผู้รับผิดชอบ", 15.0),
    ("ระยะเวลาในการดำเนินการ", 19.0),
    ("การติดตามผล", 22.0),
    ("เหตุผล/ที่มาของมาตรการ", 40.5),
    ("ขาดไป\nปี {result}", 10.0),
    ("ทำได้\nปี {plan}", 10.0),
]
#: Beyond the print area: what ties a row to its scores and to the follow-up report.
_ID = ("รหัสมาตรการ (ไม่พิมพ์)", 26.0)
_NOTE_COLUMNS = (28.0, 129.0)
_LINE = Side(style="thin", color="FF7F7F7F")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_GREY = PatternFill("solid", start_color="FFE7E6E6")

#: The date in a file without a plan: any day will do, but always the same.
_NO_PLAN = date(2000, 1, 1)


def write_measures(
    plan: pd.DataFrame,
    path: str | Path,
    *,
    agency: str | None = None,
    approved: bool = False,
    digits: Digits = "arabic",
) -> Path:
    """Write a measures table as a workbook to print and to edit, with a sheet of notes.

    Parameters
    ----------
    plan
        What `draft_measures` gave; a sheet for each office and plan year.
    path
        An .xlsx file; its folder is made, an older file of that name is replaced.
    agency
        Only this office: agency_id, or its full name where only one bears it. Must be given where the plan is empty.
    approved
        False: every page bears ร่าง.
    digits
        "thai" for Thai digits; codes and file names keep theirs.

    Returns
    -------
    Path
        The file. The same plan gives the same bytes. It is written whole or not at all.

    Raises
    ------
    ItaError
        Not a measures frame, an office that the plan does not have, or a file that cannot be written.
    """
    target = Path(path)
    _check(plan, target, digits)
    rows = _rows_of(plan, agency)
    book = new_workbook()
    groups = list(rows.groupby(["plan_year_be", "agency_id"], sort=False))
    if not groups:
        _write_empty(book, str(agency), approved=approved)
    for (_, agency_id), group in groups:
        alone = len(groups) == 1
        wanted = "มาตรการ" if alone else str(agency_id)
        sheet = book.create_sheet(sheet_name(wanted, book.sheetnames))
        _write_table(sheet, group, approved=approved, digits=digits)
    _write_notes(book.create_sheet(sheet_name(NOTES, book.sheetnames)), rows, approved=approved, digits=digits)
    made = fiscal_year(int(rows["plan_year_be"].min()))[0] if len(rows) else _NO_PLAN
    save_workbook(book, target, datetime.combine(made, time()))
    return target


def _check(plan: pd.DataFrame, path: Path, digits: str) -> None:
    missing = [column for column in MEASURES if column not in plan] if isinstance(plan, pd.DataFrame) else MEASURES
    if missing:
        raise ItaError(f"write_measures takes the frame of draft_measures; it has no {', '.join(missing)}")
    if path.suffix.lower() != ".xlsx":
        raise ItaError(f"write_measures writes an .xlsx file; found {str(path)!r}")
    if digits not in get_args(Digits):
        raise ItaError(f"digits is one of {', '.join(get_args(Digits))}; found {digits!r}")


def _rows_of(plan: pd.DataFrame, agency: str | None) -> pd.DataFrame:
    """The rows of the office asked for; all rows where none is."""
    if agency is None or plan.empty:
        if plan.empty and not agency:
            raise ItaError("แผนไม่มีมาตรการแม้แต่แถวเดียว: ระบุ agency= เพื่อเขียนตารางว่างของหน่วยงานนั้น")
        return plan
    offices = pd.Series(plan["agency_id"].unique())
    found = offices[(offices == agency) | (offices.str.split(" · ").str[0] == agency)]
    if (offices == agency).any():
        found = offices[offices == agency]
    if len(found) != 1:
        fault = f"มีหน่วยงานชื่อนี้ {len(found)} แห่งในแผน" if len(found) else "แผนไม่มีหน่วยงานนี้"
        raise ItaError(f"{agency}: {fault}; ระบุ agency_id จาก: {' / '.join((found if len(found) else offices)[:5])}")
    return plan[plan["agency_id"] == found.iloc[0]]


def _write_table(sheet: Worksheet, rows: pd.DataFrame, *, approved: bool, digits: str) -> None:
    first = rows.iloc[0]
    years = {"result": first["result_year_be"], "plan": first["plan_year_be"]}
    office, simulated = _office(first["agency_id"]), is_simulated(rows)
    lines = [
        f"{TITLE} ประจำปีงบประมาณ พ.ศ. {years['plan']}",
        office,
        f"จากผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. {years['result']}",
    ]
    head = _write_title(sheet, [in_digits(line, digits) for line in lines], approved=approved, simulated=simulated)
    columns = [(in_digits(text.format(**years), digits), width) for text, width in [*_COLUMNS, _ID]]
    for column, (text, width) in enumerate(columns, start=1):
        cell = sheet.cell(head, column)
        put_text(cell, text, size=_SIZE, bold=True, across="center")
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        cell.fill, cell.border = _GREY, _BOX
        sheet.column_dimensions[get_column_letter(column)].width = width
    set_height(sheet, head, fit_row(columns[:-1], (_SIZE,))[1])
    for number, row in enumerate(rows.to_dict(orient="records"), start=1):
        _write_row(sheet, head + number, number, {str(key): value for key, value in row.items()}, digits)
    sheet.freeze_panes = sheet.cell(head + 1, 3)
    _set_up_page(sheet, head, head + len(rows), len(_COLUMNS), office, approved=approved, simulated=simulated)


def _write_row(sheet: Worksheet, at: int, number: int, row: dict[str, Any], digits: str) -> None:
    texts = [
        str(number),
        row["measure"],
        row["steps"],
        row["responsible"],
        row["period"],
        f"{row['follow_up']}\nสำเร็จเมื่อ:\n{row['success']}",
        row["reason"],
    ]
    texts = [in_digits(text, digits) for text in texts]
    widths = [width for _, width in _COLUMNS]
    size, height = fit_row(list(zip(texts, widths, strict=False)), _SIZES)
    set_height(sheet, at, height)
    for column, text in enumerate(texts, start=1):
        put_text(sheet.cell(at, column), text, size=size, across="center" if column == 1 else "left")
    for column, points in enumerate([row["points"], row["plan_points"]], start=len(texts) + 1):
        _put_points(sheet, at, column, points, digits)
    put_text(sheet.cell(at, len(_COLUMNS) + 1), row["measure_id"], size=12)
    for column in range(1, len(_COLUMNS) + 1):
        sheet.cell(at, column).border = _BOX


def _put_points(sheet: Worksheet, at: int, column: int, points: float, digits: str) -> None:
    cell = sheet.cell(at, column)
    if math.isnan(points) or digits == "thai":
        # As text: number formats for Thai digits are read by Excel alone.
        told = UNKNOWN if math.isnan(points) else in_digits(f"{round_score(points):.2f}", digits)
        put_text(cell, told, size=_SIZE, across="center")
        return
    cell.value, cell.number_format = float(round_score(points)), "0.00"
    cell.font, cell.alignment = Font(name=FACE, size=_SIZE), Alignment(vertical="top", horizontal="center")


def _write_title(sheet: Worksheet, lines: list[str], *, approved: bool, simulated: bool) -> int:
    """Title lines over the whole table, with the marks of a draft and of simulated data; the row after them."""
    marks = [] if approved else [f"{DRAFT} – ตรวจ แก้ไข และให้ผู้บริหารเห็นชอบก่อนใช้"]
    marks += [f"{SIMULATED} – ไม่ใช่ผลการประเมินของหน่วยงานใด"] if simulated else []
    across = sum(width for _, width in _COLUMNS)
    for at, line in enumerate([*lines, *marks], start=1):
        size = 18 if at == 1 else 16
        put_text(sheet.cell(at, 1), line, size=size, bold=at <= 2 or line in marks, across="center")
        sheet.merge_cells(start_row=at, end_row=at, start_column=1, end_column=len(_COLUMNS))
        if line in marks:
            for column in range(1, len(_COLUMNS) + 1):
                sheet.cell(at, column).border, sheet.cell(at, column).fill = _BOX, _GREY
        set_height(sheet, at, fit_row([(line, across)], (size,))[1])
    return len(lines) + len(marks) + 1


def _write_empty(book: Workbook, agency: str, *, approved: bool) -> None:
    sheet = book.create_sheet("มาตรการ")
    for column, (_, width) in enumerate(_COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    office = _office(agency)
    end = _write_title(sheet, [TITLE, office, NOTHING], approved=approved, simulated=False)
    _set_up_page(sheet, 1, end - 1, len(_COLUMNS), office, approved=approved, simulated=False)


def _write_notes(sheet: Worksheet, plan: pd.DataFrame, *, approved: bool, digits: str) -> None:
    for column, width in enumerate(_NOTE_COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    put_text(sheet.cell(1, 1), "หมายเหตุ: กติกา หลักฐาน และแหล่งที่มา", size=16, bold=True)
    sheet.cell(1, 1).alignment = Alignment(wrap_text=False)
    notes = tell_notes(plan, approved=approved)
    for at, (topic, text) in enumerate(notes, start=2):
        for column, words in enumerate((topic, text), start=1):
            put_text(sheet.cell(at, column), in_digits(words, digits), size=_SIZE, bold=column == 1)
            sheet.cell(at, column).border = _BOX if words else Border(left=_LINE)
        set_height(sheet, at, fit_row([(topic, _NOTE_COLUMNS[0]), (text, _NOTE_COLUMNS[1])], (_SIZE,))[1])
    simulated = is_simulated(plan)
    _set_up_page(sheet, 1, len(notes) + 1, len(_NOTE_COLUMNS), NOTES, approved=approved, simulated=simulated)


def _set_up_page(
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


def _office(agency_id: str) -> str:
    """The name as a title writes it: with อำเภอ and จังหวัด where both are known."""
    parts = agency_id.split(" · ")
    if len(parts) == 3 and not parts[2].startswith("กรุงเทพ"):
        return f"{parts[0]} อำเภอ{parts[1]} จังหวัด{parts[2]}"
    return " ".join(parts)
