"""The issues of workbooks for the analyst: a list, and a copy of each workbook with its cells marked and commented."""

from __future__ import annotations

from datetime import datetime
from os import PathLike
from pathlib import Path

import pandas as pd
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Border, PatternFill, Side
from openpyxl.utils import range_boundaries

from itaanalysis.reports._file import write_file
from itaanalysis.reports._listing import Field, add_listing
from itaanalysis.reports._xlsx import new_workbook, save_workbook

PERSONAL = "personal_dropped"
HEADINGS = {
    "file": Field("ไฟล์", 26),
    "sheet": Field("แผ่นงาน", 16),
    "cell": Field("ช่อง", 10),
    "value": Field("ในช่องมี", 24),
    "problem": Field("ปัญหา", 44),
    "fix": Field("วิธีแก้", 44),
}
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
    add_listing(book, "ปัญหา", issues, HEADINGS)
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
