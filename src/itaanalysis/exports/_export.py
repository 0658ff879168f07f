"""`read_export`: one workbook to an `Export`."""

from __future__ import annotations

from dataclasses import dataclass
from os import PathLike
from pathlib import Path

import numpy as np
import pandas as pd

from itaanalysis.errors import ExportError
from itaanalysis.exports._assemble import Found, read_table, report_unread
from itaanalysis.exports._cells import Role, Sheet, is_filled, open_sheets
from itaanalysis.exports._context import read_context
from itaanalysis.exports._duplicates import take_once
from itaanalysis.exports._issues import IssueList, Problem, sentences
from itaanalysis.exports._layout import find_tables
from itaanalysis.frames import RATINGS, SAMPLES, SCORES, make_frame, sort_scores
from itaanalysis.rulebook import rulebook

LAYOUT = ["file", "sheet", "range", "orientation", "year", "year_evidence", "columns", "scores"]
CELLS = ["file", "sheet", "filled", "score", "label", "remark", "issue"]


@dataclass(frozen=True, eq=False)
class Export:
    """What was read from one file or many.

    Attributes
    ----------
    scores
        The scores frame of the contracts; `source` is the cell of each score (`file#sheet!C12`).
    ratings
        Printed levels: year_be, agency_id, printed, source.
    samples
        Numbers of respondents: year_be, agency_id, instrument, population, answers, source.
    issues
        What was not understood: file, sheet, cell, kind, severity, value, problem, fix (Thai).
    layout
        A row a table: file, sheet, range, orientation, year, year_evidence, columns, scores (number of cells).
    cells
        A row a sheet: how many filled cells there are, and how many ended as score, label, remark and issue.
    """

    scores: pd.DataFrame
    ratings: pd.DataFrame
    samples: pd.DataFrame
    issues: pd.DataFrame
    layout: pd.DataFrame
    cells: pd.DataFrame


def read_export(
    path: str | PathLike[str], *, year_be: int | None = None, agency: str | None = None, strict: bool = True
) -> Export:
    """Read one workbook of ITA scores.

    Parameters
    ----------
    path
        The workbook; it is never changed.
    year_be
        Fiscal year (พ.ศ.), where the file does not tell it; it wins over titles and names.
    agency
        Full name of the agency, with อำเภอ and จังหวัด, where the file does not tell it.
    strict
        Raise on errors (not on warnings). False: return what was understood, with the issues.

    Raises
    ------
    ExportError
        Under `strict`, any error in the file: all of them in the message and in `.issues`.
    ItaError
        `year_be` is not a known year of the Buddhist Era.
    """
    if year_be is not None:
        rulebook(year_be)
    file = Path(path)
    issues = IssueList(file.name)
    try:
        sheets = open_sheets(file)
        if all(sheet.is_empty for sheet in sheets):
            raise Problem("empty")
    except Problem as problem:
        issues.add(problem.kind, **problem.words)
        sheets = []
    found, layout = _read_sheets(sheets, file, issues, year_be=year_be, agency=agency)
    if any(not sheet.is_empty for sheet in sheets) and layout.empty:
        issues.add("no_table", sheet=", ".join(sheet.name for sheet in sheets))
    scores, doubles = take_once(make_frame(found.scores, SCORES), tell_equal=True)
    export = Export(
        scores=sort_scores(scores),
        ratings=make_frame(found.ratings, RATINGS),
        samples=make_frame([], SAMPLES),
        issues=pd.concat([issues.frame(), doubles], ignore_index=True),
        layout=layout,
        cells=_count_cells(sheets),
    )
    return raise_on_errors(export, str(path)) if strict else export


def raise_on_errors(export: Export, name: str) -> Export:
    """Return the export, or raise with all of its problems where one is an error."""
    errors = export.issues[export.issues["severity"] == "error"]
    if len(errors):
        told = "\n".join(sentences(errors))
        raise ExportError(f"อ่าน {name} ไม่ได้ครบ พบ {len(errors)} ปัญหา\n{told}", export.issues)
    return export


def _read_sheets(
    sheets: list[Sheet], file: Path, issues: IssueList, *, year_be: int | None, agency: str | None
) -> tuple[Found, pd.DataFrame]:
    found = Found()
    layout: list[tuple[object, ...]] = []
    with_table = {sheet.name: find_tables(sheet) for sheet in sheets}
    for sheet in sheets:
        tables = with_table[sheet.name]
        if not tables and not sheet.is_empty:
            _skip(sheet, issues if any(with_table.values()) else None)
            continue
        for table in tables:
            before = len(found.scores)
            context = read_context(table, file, issues, year_be=year_be, agency=agency)
            read_table(table, context, issues, found)
            nodes = _spans([column.code for column in table.scores.values() if column.code])
            columns = ", ".join([*table.fields, *nodes])
            year = "" if context.year_be is None else str(context.year_be)
            told = context.year_evidence or ("คอลัมน์ปี" if "year" in table.fields else "")
            rows = len(found.scores) - before
            if rows == 0 and not issues.holds(sheet.name):
                issues.add("no_scores", sheet=sheet.name, cell=table.range)
            layout.append((file.name, sheet.name, table.range, table.orientation, year, told, columns, rows))
        report_unread(sheet, issues)
    return found, make_frame(layout, LAYOUT).astype({"scores": "int64"})


def _spans(codes: list[str]) -> list[str]:
    """Codes with runs drawn together: 1 2 3 IIT o1 o2 to 1–3, IIT, o1–o2."""
    runs: list[list[str]] = []
    for code in codes:
        kind, number = code.rstrip("0123456789"), code[len(code.rstrip("0123456789")) :]
        follows = bool(runs and number) and runs[-1][-1] == f"{kind}{int(number) - 1}"
        runs[-1].append(code) if follows else runs.append([code])
    return [run[0] if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]


def _skip(sheet: Sheet, issues: IssueList | None) -> None:
    """A sheet without a table: its cells are accounted for by one issue."""
    sheet.roles[:] = Role.ISSUE
    if issues is not None:
        issues.add("sheet_skipped", sheet=sheet.name)


def _count_cells(sheets: list[Sheet]) -> pd.DataFrame:
    rows = []
    for sheet in sheets:
        filled = np.zeros(sheet.roles.shape, dtype=bool)
        for at, row in enumerate(sheet.rows):
            filled[at, : len(row)] = [is_filled(value) for value in row]
        counts = [int((filled & (sheet.roles == role)).sum()) for role in list(Role)[1:]]
        rows.append((sheet.file, sheet.name, int(filled.sum()), *counts))
    return pd.DataFrame(rows, columns=CELLS)
