"""The measures table as a sheet to print and to edit: A4 landscape, what its reasons share told once, lists beside it.

`measures.read_measures` takes it back: two hidden sheets keep the rows as they were written, and the lists.
"""

from __future__ import annotations

import math
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from itaanalysis.measures.sheet import (
    AS_WRITTEN,
    HEADINGS,
    LISTS,
    cell_text,
    columns_of,
    split_reasons,
    to_cells,
)
from itaanalysis.measures.statuses import statuses, units
from itaanalysis.reports._measures_guard import check_words_kept
from itaanalysis.reports._measures_notes import EDITING, is_simulated, tell_notes
from itaanalysis.reports._measures_page import (
    BOX,
    LINE,
    SIZE,
    SIZES,
    Check,
    Digits,
    merge_across,
    office_title,
    rows_to_write,
    set_up_page,
    write_header,
    write_title,
)
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

TITLE = "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน"
NOTES = "หมายเหตุ"
NOTHING = "ไม่มีตัวชี้วัดหรือข้อใดต่ำกว่าเป้าหมาย จึงไม่มีมาตรการในแผนนี้"
_FILL_IN = "ส่วนติดตามผล: กรอกได้ตลอดปี ไม่พิมพ์ในตารางมาตรการ"
_COLUMNS = columns_of("measures")
_PRINTED = [column for column in _COLUMNS if column.part == "print"]
_PLACE = {column.name: at for at, column in enumerate(_COLUMNS, start=1)}
_NOTE_COLUMNS = (28.0, 129.0)
#: Rows below the table in which a person may go on, with the same lists.
_ROOM = 100
#: The date in a file without a plan: any day will do, but always the same.
_NO_PLAN = date(2000, 1, 1)


def write_measures(
    plan: pd.DataFrame,
    path: str | Path,
    *,
    agency: str | None = None,
    approved: bool = False,
    digits: Digits = "arabic",
    check: Check | None = None,
) -> Path:
    """Write a measures table as a workbook to print and to edit, with a sheet of notes.

    Parameters
    ----------
    plan
        What `draft_measures`, `read_measures` or `merge_measures` gave; a sheet for each office and plan year.
    path
        An .xlsx file; its folder is made. An older file of that name is replaced, unless a person wrote in it what the
        plan has not (`merge_measures` joins the two).
    agency
        Only this office: agency_id, or its full name where only one bears it. Must be given where the plan is empty.
    approved
        False: every page bears ร่าง.
    digits
        "thai" for Thai digits; codes and file names keep theirs.
    check
        Called with the rows before anything is written; a sentence that it gives stops the writing. A text that coaches
        respondents, picks them or tells who answered stops it in any case.

    Returns
    -------
    Path
        The file. The same plan gives the same bytes. It is written whole or not at all.

    Raises
    ------
    ItaError
        Not a measures frame, an office that the plan does not have, a text that is refused, a workbook with words of a
        person in its place, or a file that cannot be written.
    """
    target = Path(path)
    rows = rows_to_write(plan, target, agency, digits, check)
    check_words_kept(plan, target)
    book = new_workbook()
    groups = list(rows.groupby(["plan_year_be", "agency_id"], sort=False))
    if not groups:
        _write_empty(book, str(agency), approved=approved)
    for (_, agency_id), group in groups:
        wanted = "มาตรการ" if len(groups) == 1 else str(agency_id)
        sheet = book.create_sheet(sheet_name(wanted, book.sheetnames))
        _write_table(sheet, group.reset_index(drop=True), len(rows), approved=approved, digits=digits)
    _write_notes(book.create_sheet(sheet_name(NOTES, book.sheetnames)), rows, approved=approved, digits=digits)
    _write_hidden(book, AS_WRITTEN, to_cells(rows))
    _write_hidden(book, LISTS, [list(pair) for pair in _lists(rows)])
    made = fiscal_year(int(rows["plan_year_be"].min()))[0] if len(rows) else _NO_PLAN
    save_workbook(book, target, datetime.combine(made, time()))
    return target


def _write_table(sheet: Worksheet, rows: pd.DataFrame, every: int, *, approved: bool, digits: str) -> None:
    first = rows.iloc[0]
    years = int(first["result_year_be"]), int(first["plan_year_be"])
    office, simulated = office_title(first["agency_id"]), is_simulated(rows)
    lines = [
        f"{TITLE} ประจำปีงบประมาณ พ.ศ. {years[1]}",
        office,
        f"จากผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. {years[0]}",
    ]
    head = write_title(sheet, lines, _PRINTED, approved=approved, simulated=simulated, digits=digits)
    put_text(sheet.cell(head - 1, _PLACE["status"]), _FILL_IN, size=SIZE, bold=True)
    sheet.cell(head - 1, _PLACE["status"]).alignment = Alignment(wrap_text=False)
    write_header(sheet, head, _COLUMNS, years, digits)
    at = head
    records = zip(rows.to_dict(orient="records"), split_reasons(rows).to_dict(orient="records"), strict=True)
    for number, (row, part) in enumerate(records, start=1):
        for name in HEADINGS:
            if part[f"{name}_id"].endswith(row["measure_id"]) and part[name]:
                at += 1
                _write_heading(sheet, at, part[name], part[f"{name}_id"], digits, grey=name == "heading")
        at += 1
        _write_row(sheet, at, {**row, "number": number}, digits)  # type: ignore[dict-item]
    sheet.freeze_panes = f"C{head + 1}"
    _add_lists(sheet, head + 1, at + _ROOM, every)
    set_up_page(sheet, head, at, len(_PRINTED), office, approved=approved, simulated=simulated)


def _write_heading(sheet: Worksheet, at: int, text: str, name: str, digits: str, *, grey: bool) -> None:
    """What the rows below share, over the table: their area (grey), their reason."""
    put_text(sheet.cell(at, 1), in_digits(text, digits), size=SIZE, bold=grey)
    merge_across(sheet, at, _PRINTED, grey=grey)
    set_height(sheet, at, fit_row([(text, sum(column.width for column in _PRINTED))], SIZES)[1])
    put_text(sheet.cell(at, _PLACE["measure_id"]), name, size=12)


def _write_row(sheet: Worksheet, at: int, row: dict[str, Any], digits: str) -> None:
    texts = [in_digits(cell_text(column.name, row[column.name]), digits) for column in _COLUMNS]
    widths = [column.width for column in _COLUMNS]
    size, height = fit_row(list(zip(texts, widths, strict=True))[: len(_PRINTED)], SIZES)
    set_height(sheet, at, height)
    for place, (text, column) in enumerate(zip(texts, _COLUMNS, strict=True), start=1):
        cell = sheet.cell(at, place)
        points = column.name in ("points", "plan_points")
        if points and digits == "arabic" and not math.isnan(row[column.name]):
            cell.value, cell.number_format = float(round_score(row[column.name])), "0.00"
            cell.font, cell.alignment = Font(name=FACE, size=SIZE), Alignment(vertical="top", horizontal="center")
        elif column.part == "link":
            put_text(cell, cell_text(column.name, row[column.name]), size=12)
        else:
            put_text(cell, text, size=size, across="center" if points or column.name == "number" else "left")
        if column.part == "fill":
            cell.number_format = "@"  # what a person types stays text
        if column.part != "link":
            cell.border = BOX


def _add_lists(sheet: Worksheet, first: int, last: int, rows: int) -> None:
    """Lists to choose from: a status must be one of them, a unit may be another."""
    spans = {"status": ("A", len(statuses().every), True), "responsible": ("B", len(units()) + rows, False)}
    for name, (letter, length, strict) in spans.items():
        choice = DataValidation(
            type="list",
            formula1=f"{LISTS}!${letter}$1:${letter}${length}",
            allow_blank=True,
            showErrorMessage=strict,
            errorTitle="สถานะ",
            error="เลือกสถานะจากรายการ",
        )
        column = get_column_letter(_PLACE[name])
        choice.add(f"{column}{first}:{column}{last}")
        sheet.add_data_validation(choice)


def _lists(rows: pd.DataFrame) -> list[tuple[str | None, str | None]]:
    """Statuses and units side by side, as `_add_lists` points at them."""
    named = list(dict.fromkeys([*units(), *rows["responsible"]]))
    known = statuses().every
    return [
        (known[at] if at < len(known) else None, named[at] if at < len(named) else None)
        for at in range(max(len(known), len(named)))
    ]


def _write_hidden(book: Workbook, name: str, rows: list[list[Any]]) -> None:
    sheet = book.create_sheet(name)
    for at, row in enumerate(rows, start=1):
        for place, value in enumerate(row, start=1):
            if isinstance(value, str):
                put_text(sheet.cell(at, place), value, size=SIZE)
            else:
                sheet.cell(at, place).value = value
    sheet.sheet_state = "veryHidden"


def _write_empty(book: Workbook, agency: str, *, approved: bool) -> None:
    sheet = book.create_sheet("มาตรการ")
    for place, column in enumerate(_PRINTED, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    office = office_title(agency)
    lines = [TITLE, office, NOTHING]
    end = write_title(sheet, lines, _PRINTED, approved=approved, simulated=False, digits="arabic")
    set_up_page(sheet, 1, end - 1, len(_PRINTED), office, approved=approved, simulated=False)


def _write_notes(sheet: Worksheet, plan: pd.DataFrame, *, approved: bool, digits: str) -> None:
    for column, width in enumerate(_NOTE_COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    put_text(sheet.cell(1, 1), "หมายเหตุ: กติกา หลักฐาน และแหล่งที่มา", size=16, bold=True)
    sheet.cell(1, 1).alignment = Alignment(wrap_text=False)
    notes = [*tell_notes(plan, approved=approved, simulated=is_simulated(plan)), ("การแก้ไขตารางนี้", EDITING)]
    for at, (topic, text) in enumerate(notes, start=2):
        for column, words in enumerate((topic, text), start=1):
            put_text(sheet.cell(at, column), in_digits(words, digits), size=SIZE, bold=column == 1)
            sheet.cell(at, column).border = BOX if words else Border(left=LINE)
        set_height(sheet, at, fit_row([(topic, _NOTE_COLUMNS[0]), (text, _NOTE_COLUMNS[1])], (SIZE,))[1])
    simulated = is_simulated(plan)
    set_up_page(sheet, 1, len(notes) + 1, len(_NOTE_COLUMNS), NOTES, approved=approved, simulated=simulated)
