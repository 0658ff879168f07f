"""The issues of workbooks for the analyst: a list, and a copy of each workbook with its cells marked and commented."""

from __future__ import annotations

from datetime import datetime
from os import PathLike
from pathlib import Path

import pandas as pd
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Border, PatternFill, Side
from openpyxl.utils import get_column_letter, range_boundaries

from itaanalysis.reports._file import write_file
from itaanalysis.reports._xlsx import fit_row, new_workbook, put_text, save_workbook, set_height

PERSONAL = "personal_dropped"
HEADINGS = {"file": 26, "sheet": 16, "cell": 10, "value": 24, "problem": 44, "fix": 44}
_THAI = {
    "file": "ไฟล์",
    "sheet": "แผ่นงาน",
    "cell": "ช่อง",
    "value": "ในช่องมี",
    "problem": "ปัญหา",
    "fix": "วิธีแก้",
}
_SIZES = (14, 12, 10)
MARKED = (".xlsx", ".xlsm")
# Orange with a thick frame: told by the frame too, for eyes that do not see the colour.
_FILL = PatternFill("solid", fgColor="FFD9B3")
_FRAME = Border(*[Side("thick", color="C4501B")] * 4)
_AUTHOR = "itaanalysis"
_MADE = datetime(2026, 1, 1)


def write_issues(issues: pd.DataFrame, path: str | PathLike[str]) -> Path:
    """The issues frame as a sheet: where, what stands there, what is wrong, how to mend it (Thai).

    Raises
    ------
    ItaError
        The file cannot be written; an older one stays as it was.
    """
    book = new_workbook()
    sheet = book.create_sheet("ปัญหา")
    for at, (column, width) in enumerate(HEADINGS.items(), start=1):
        put_text(sheet.cell(1, at), _THAI[column], size=_SIZES[0], bold=True)
        sheet.column_dimensions[get_column_letter(at)].width = width
    set_height(sheet, 1, fit_row([(_THAI[column], width) for column, width in HEADINGS.items()], _SIZES)[1])
    for row, texts in enumerate(issues[list(HEADINGS)].to_numpy(), start=2):
        size, height = fit_row(list(zip(texts, HEADINGS.values(), strict=True)), _SIZES)
        for at, text in enumerate(texts, start=1):
            put_text(sheet.cell(row, at), text, size=size)
        set_height(sheet, row, height)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(HEADINGS))}{len(issues) + 1}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = "landscape", 9, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    save_workbook(book, Path(path), _MADE)
    return Path(path)


def write_marked_copy(raw: str | PathLike[str], issues: pd.DataFrame, path: str | PathLike[str]) -> Path | None:
    """A copy of a workbook, formatting kept, with the cells of its issues framed, coloured and commented.

    The raw file is never changed; personal data are left out of the copy. None where there is nothing to mark: no
    issue names a cell, or the file is no .xlsx.
    """
    source = Path(raw)
    placed = issues[(issues["file"] == source.name) & (issues["cell"] != "")]
    if placed.empty or source.suffix.lower() not in MARKED:
        return None
    book = load_workbook(source, keep_vba=source.suffix.lower() == ".xlsm")
    for (name, cell), group in placed.groupby(["sheet", "cell"], sort=False):
        if name not in book.sheetnames:
            continue
        sheet = book[name]
        left, top, right, bottom = range_boundaries(cell)
        told = "\n".join(f"{row.problem}\nวิธีแก้: {row.fix}" for row in group.itertuples())
        first = sheet.cell(top, left)
        for marked in (cell for row in sheet.iter_rows(top, bottom, left, right) for cell in row):
            if not _is_covered(marked):
                marked.fill, marked.border = _FILL, _FRAME
                if PERSONAL in set(group["kind"]):
                    marked.value = None
        if not _is_covered(first):
            comment = Comment(told, _AUTHOR)
            comment.width, comment.height = 320, 60 + 36 * len(group) + len(told) // 2
            first.comment = comment
    return write_file(Path(path), book.save)


def _is_covered(cell: object) -> bool:
    """Whether the cell lies under a merged one, and so cannot be formatted."""
    return type(cell).__name__ == "MergedCell"
