"""`write_simulated`: the invented province as an office would receive it, a sheet a year."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from itaanalysis.errors import ItaError
from itaanalysis.files import steady_bytes, write_whole
from itaanalysis.frames import SIMULATED
from itaanalysis.rulebook import Rulebook, rulebook
from itaanalysis.simulate._province import simulate_province

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_TITLE = (
    f"{SIMULATED} ผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ (ITA) "
    "จังหวัด{province} (หน่วยงานและคะแนนสมมติทั้งหมด) ประจำปีงบประมาณ พ.ศ. {year}"
)
_WIDTHS = {"ลำดับ": 7, "หน่วยงาน": 42, "อำเภอ": 20, "จังหวัด": 11, "ระดับ": 20}
_TOTAL, _RATING = "คะแนน ITA", "ระดับ"
_FONT, _SIZE = "TH Sarabun New", 16
#: The earliest time that a zip archive can hold: the same scores give the same bytes whenever they are written.
_NO_TIME = datetime(1980, 1, 1)


def write_simulated(
    path: str | os.PathLike[str],
    *,
    seed: int = 2569,
    districts: int = 6,
    offices: int = 60,
    years: Iterable[int] | None = None,
) -> Path:
    """Write `simulate_province` of the same arguments as a workbook, whole or not at all.

    A sheet a year, named by the year: the title in row 1, one header row in row 2, an office a row from row 3 on: its
    number, name, district and province, the ten indicators, IIT, EIT, OIT, the total, the level by that year's rules,
    and the OIT items by their codes (0 or 100) where the year's list is known. No formulas, nothing hidden.

    Raises
    ------
    ItaError
        See `simulate_province`; or the path is not an .xlsx in a folder that exists.
    """
    target = Path(path)
    if target.suffix.lower() != ".xlsx" or not target.parent.is_dir():
        raise ItaError(f"write_simulated: the path must be an .xlsx file in a folder that exists; found {target}")
    scores = simulate_province(seed=seed, districts=districts, offices=offices, years=years)
    content = steady_bytes(_make_workbook(scores), _NO_TIME)
    return write_whole(target, lambda part: part.write_bytes(content))


def _make_workbook(scores: pd.DataFrame) -> Workbook:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    book.properties.title = f"{SIMULATED}: {scores['source'].iloc[0]}"
    for year in map(int, scores["year_be"].unique()):
        table = _make_table(scores[scores["year_be"] == year], rulebook(year))
        _fill(book.create_sheet(f"{year}"), table, year)
    return book


def _make_table(scores: pd.DataFrame, rules: Rulebook) -> pd.DataFrame:
    """One year as the sheet shows it: a row an office, by district and name."""
    office = ["district", "agency", "province"]
    wide = scores.pivot(index=office, columns="code", values="score").sort_index()
    codes = {level: list(group) for level, group in rules.tree.groupby("level")["code"]}
    names = dict(zip(rules.tree["code"], rules.tree["name_th"], strict=True))
    root, instruments = rules.tree["code"].iloc[0], list(rules.instruments)
    table = wide.index.to_frame(index=False)[["agency", "district", "province"]]
    table.columns = pd.Index(["หน่วยงาน", "อำเภอ", "จังหวัด"])
    table.insert(0, "ลำดับ", range(1, len(table) + 1))
    wide = wide.reset_index(drop=True)
    for code in codes["indicator"]:
        table[f"{code}. {names[code]}"] = wide[code]
    table[instruments] = wide[instruments]
    table[_TOTAL] = wide[root]
    table[_RATING] = rules.rate_many(wide[root].to_numpy(), wide[instruments].to_numpy())
    items = [code for code in codes.get("item", []) if code in wide]
    return table.join(wide[items].astype(int))


def _fill(sheet: Worksheet, table: pd.DataFrame, year_be: int) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    line = Side(style="thin", color="A6A6A6")
    plain, bold, border = (
        Font(name=_FONT, size=_SIZE),
        Font(name=_FONT, size=_SIZE, bold=True),
        Border(line, line, line, line),
    )
    centre = Alignment(horizontal="center", vertical="center", wrap_text=True)
    shade = PatternFill("solid", fgColor="D9E2F3")
    sheet.append([_TITLE.format(province=table["จังหวัด"].iloc[0], year=year_be)])
    sheet["A1"].font = Font(name=_FONT, size=_SIZE + 2, bold=True)
    sheet.append(list(table.columns))
    for row in table.itertuples(index=False):
        sheet.append(list(row))
    for row in sheet.iter_rows(min_row=2):
        sheet.row_dimensions[row[0].row].height = 24
        for cell in row:
            cell.font, cell.border = plain, border
            if isinstance(cell.value, float):
                cell.number_format = "0.00"
    for cell in sheet[2]:
        cell.font, cell.alignment, cell.fill = bold, centre, shade
    for at, name in enumerate(table.columns, start=1):
        item = table[name].dtype.kind == "i"
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS.get(name, 6.5 if item else 15)
    sheet.row_dimensions[2].height = 75
    sheet.freeze_panes = "C3"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A3
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:2"
