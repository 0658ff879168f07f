"""The follow-up report from the rows of the measures table: the same ids, with status, date, result and evidence."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl.worksheet.worksheet import Worksheet

from itaanalysis.errors import ItaError
from itaanalysis.measures import find_due
from itaanalysis.measures.sheet import cell_text, columns_of
from itaanalysis.measures.statuses import statuses
from itaanalysis.reports._measures_guard import is_measures_workbook
from itaanalysis.reports._measures_notes import is_simulated
from itaanalysis.reports._measures_page import (
    BOX,
    SIZES,
    Check,
    Digits,
    office_title,
    rows_to_write,
    set_up_page,
    write_header,
    write_title,
)
from itaanalysis.reports._xlsx import fit_row, in_digits, new_workbook, put_text, save_workbook, set_height, sheet_name
from itaanalysis.rulebook import evidence_labels, known_years, report_items, rulebook
from itaanalysis.thai import fiscal_year, format_date

TITLE = "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน"
BLANK = "(ยังไม่รายงาน)"
_COLUMNS = columns_of("follow_up")
_PRINTED = [column for column in _COLUMNS if column.part == "print"]
_ASKED = ("result", "evidence")


def write_follow_up(
    measures: pd.DataFrame,
    path: str | Path,
    *,
    agency: str | None = None,
    on: date | None = None,
    approved: bool = False,
    digits: Digits = "arabic",
    check: Check | None = None,
) -> Path:
    """Write the follow-up report (o43 and its successors) as a workbook.

    Parameters
    ----------
    measures
        What `read_measures` gave: one row here for each of its rows, in its order, under the same measure_id.
    path
        An .xlsx file; its folder is made, an older file of that name is replaced, unless it is a measures table.
    agency
        Only this office: agency_id, or its full name where only one bears it.
    on
        The day that the report tells of: what is late by then is said beside its status. None: nothing is said of it.
    approved, digits, check
        As for `write_measures`.

    Returns
    -------
    Path
        The file, written whole or not at all. What the office did not fill in stays a marked blank.

    Raises
    ------
    ItaError
        Not a measures frame or an empty one, no such office, a text that is refused, or a file that cannot be written.
    """
    target = Path(path)
    rows = rows_to_write(measures, target, agency, digits, check)
    if is_measures_workbook(target):
        raise ItaError(f"ไม่ได้เขียนทับ {target.name} เพราะเป็นตารางมาตรการ ไม่ใช่รายงานผล ให้เขียนรายงานผลเป็นไฟล์ชื่ออื่น")
    if rows.empty:
        raise ItaError("ไม่มีมาตรการให้รายงานผล: อ่านตารางมาตรการที่แก้แล้วด้วย read_measures ก่อน")
    due = find_due(rows, on=on)[["measure_id", "told"]].itertuples(index=False) if on else ()
    told = dict(map(tuple, due))
    book = new_workbook()
    groups = list(rows.groupby(["plan_year_be", "agency_id"], sort=False))
    for (_, agency_id), group in groups:
        wanted = "ผลการดำเนินการ" if len(groups) == 1 else str(agency_id)
        sheet = book.create_sheet(sheet_name(wanted, book.sheetnames))
        _write_sheet(sheet, group, told, on, approved=approved, digits=digits)
    made = fiscal_year(int(rows["plan_year_be"].min()))[0]
    save_workbook(book, target, datetime.combine(made, time()))
    return target


def _write_sheet(
    sheet: Worksheet, rows: pd.DataFrame, told: dict[str, str], on: date | None, *, approved: bool, digits: str
) -> None:
    first = rows.iloc[0]
    years = int(first["result_year_be"]), int(first["plan_year_be"])
    office, simulated = office_title(first["agency_id"]), is_simulated(rows)
    lines = [
        f"{TITLE} ประจำปีงบประมาณ พ.ศ. {years[1]}",
        office,
        tell_items(years[1]),
        f"{_count(rows)}{f' · ข้อมูล ณ {format_date(on)}' if on else ''}",
    ]
    head = write_title(sheet, lines, _PRINTED, approved=approved, simulated=simulated, digits=digits)
    write_header(sheet, head, _COLUMNS, years, digits)
    for number, row in enumerate(rows.to_dict(orient="records"), start=1):
        _write_row(sheet, head + number, {**row, "number": number}, told, digits)  # type: ignore[dict-item]
    sheet.freeze_panes = f"C{head + 1}"
    set_up_page(sheet, head, head + len(rows), len(_PRINTED), office, approved=approved, simulated=simulated)


def _write_row(sheet: Worksheet, at: int, row: dict[str, Any], told: dict[str, str], digits: str) -> None:
    words = {column.name: cell_text(column.name, row[column.name]) for column in _COLUMNS}
    words |= {name: words[name] or BLANK for name in _ASKED}
    words["status"] = "\n".join(filter(None, (words["status"], told.get(row["measure_id"], ""))))
    texts = [in_digits(words[column.name], digits) for column in _COLUMNS]
    size, height = fit_row([(text, column.width) for text, column in zip(texts, _PRINTED, strict=False)], SIZES)
    set_height(sheet, at, height)
    for place, (text, column) in enumerate(zip(texts, _COLUMNS, strict=True), start=1):
        if column.part == "link":
            put_text(sheet.cell(at, place), words[column.name], size=12)
            continue
        put_text(sheet.cell(at, place), text, size=size, across="center" if column.name == "number" else "left")
        sheet.cell(at, place).border = BOX


def tell_items(plan_year: int) -> str:
    """Which items ask for the report, in the plan year and in the next: some years ask for the year before."""
    told = [words for year in (plan_year, plan_year + 1) if (words := _tell_item(year))]
    return f"ใช้ตอบ {' หรือ '.join(told)}" if told else f"ยังไม่ทราบว่าเป็นข้อใดในรายการประเมินปี {plan_year}"


def _tell_item(year: int) -> str:
    items = report_items(year)
    if items is None:
        return ""
    code, evidence = items["follow_up_code"], items["evidence"]
    known = year in known_years()
    title = rulebook(year).tree.set_index("code")["name_th"][code] if known else f"(ยังไม่ทราบกติกาและรายการข้อของปี {year})"
    labels = evidence_labels().set_index("evidence")["label_th"]
    doubtful = f" ({labels[evidence]})" if evidence == labels.index[-1] else ""
    return f"ข้อ {code} ปี {year} {title}{doubtful}"


def _count(rows: pd.DataFrame) -> str:
    """How many measures stand where: เสร็จแล้ว 2 จาก 9 มาตรการ."""
    counts = rows["status"].value_counts()
    parts = [f"{status} {counts[status]}" for status in statuses().every if status in counts]
    return f"{' · '.join(parts)} จาก {len(rows)} มาตรการ"
