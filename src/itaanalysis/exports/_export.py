"""`read_export`: one workbook to an `Export`."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

import numpy as np
import pandas as pd

from itaanalysis.errors import ExportError
from itaanalysis.exports._assemble import read_table
from itaanalysis.exports._context import read_context
from itaanalysis.exports._found import Found
from itaanalysis.exports._frames import Joined
from itaanalysis.exports._issues import IssueList, Problem, sentences
from itaanalysis.exports._layout import Table, find_tables
from itaanalysis.exports._lists import find_lists
from itaanalysis.exports._mapping import AgencyMap, read_agency_map, read_header_map
from itaanalysis.exports._rest import drop_personal, refuse_look_alikes, report_damaged, report_unread
from itaanalysis.exports.opening import Role, Sheet, open_sheets
from itaanalysis.exports.words import own_words
from itaanalysis.frames import make_frame
from itaanalysis.rulebook import rulebook

HEADERS_FILE, AGENCIES_FILE = "headers.csv", "agencies.csv"
LAYOUT = ["file", "sheet", "range", "header", "orientation", "year", "year_evidence", "columns", "scores"]
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
        A row a table: file, sheet, range, header (its cells), orientation, year, year_evidence (cell or name that tells
        it), columns (fields and nodes), scores (how many numbers were read).
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
    """Read one workbook of ITA scores: .xlsx, .xlsm, .xls, .xlsb, .ods or .csv.

    An office's own words and names beside the workbook are taken into account: `headers.csv` (field, word) and
    `agencies.csv` (written, agency, district, province).

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
        `year_be` is not a known year of the Buddhist Era, or a mapping file is wrong.
    """
    if year_be is not None:
        rulebook(year_be)
    file = Path(path)
    own, agencies = read_mapping(file.parent)
    with no_collection():
        export = join([read_file(file, own, year_be=year_be, agency=agency)], agencies)
    return raise_on_errors(export, str(path)) if strict else export


@contextmanager
def no_collection() -> Iterator[None]:
    """Keep the garbage collector from walking through all cells again and again: reading leaves no cycles behind."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def read_mapping(folder: Path) -> tuple[list[tuple[str, str]], AgencyMap]:
    """The office's own header words and agencies, from the mapping files of a folder."""
    own = read_header_map(folder / HEADERS_FILE)
    return list(own[["field", "word"]].itertuples(index=False, name=None)), read_agency_map(folder / AGENCIES_FILE)


def read_file(
    file: Path,
    own: list[tuple[str, str]],
    *,
    marks: tuple[str, ...] = (),
    year_be: int | None = None,
    agency: str | None = None,
) -> Found:
    """What one file holds; every filled cell of it has its role, and what was not understood is an issue."""
    found = Found(file.name, IssueList(file.name), marks)
    try:
        found.sheets = open_sheets(file)
        if all(sheet.is_empty for sheet in found.sheets):
            raise Problem("empty")
    except Problem as problem:
        found.issues.add(problem.kind, **problem.words)
        return found
    if not own:
        read_sheets(found, file, year_be, agency)
    else:
        with own_words(own):
            read_sheets(found, file, year_be, agency)
    for sheet in found.sheets:
        sheet.release()
    return found


def join(founds: list[Found], agencies: AgencyMap) -> Export:
    """One `Export` of what was read from some files: agencies told apart, each key once, in order."""
    joined = Joined(founds, agencies)
    joined.unweight()
    joined.sort()
    joined.take_once()
    return Export(
        scores=joined.scores(),
        ratings=joined.ratings(),
        samples=joined.samples(),
        issues=IssueList.join([found.issues for found in founds]),
        layout=make_frame([row for found in founds for row in found.layout], LAYOUT).astype({"scores": "int64"}),
        cells=count_cells([sheet for found in founds for sheet in found.sheets]),
    )


def raise_on_errors(export: Export, name: str) -> Export:
    """Return the export, or raise with all of its problems where one is an error."""
    errors = export.issues[export.issues["severity"] == "error"]
    if len(errors):
        told = "\n".join(sentences(errors))
        raise ExportError(f"อ่าน {name} ไม่ได้ครบ พบ {len(errors)} ปัญหา\n{told}", export.issues)
    return export


def read_sheets(found: Found, file: Path, year_be: int | None, agency: str | None) -> None:
    tables = [find_tables(sheet) or find_lists(sheet) for sheet in found.sheets]
    for sheet, of_sheet in zip(found.sheets, tables, strict=True):
        drop_personal(sheet, of_sheet, found.issues)
        refused = refuse_look_alikes(sheet, of_sheet, found.issues)
        if not of_sheet and not sheet.is_empty and not refused:
            _skip(sheet, found.issues if any(tables) else None)
        read = [_read_table(table, found, file, year_be, agency) for table in of_sheet if not refused]
        report_damaged(sheet, found.issues)
        # Not where another issue of the sheet says why.
        for cell in (table.range for table, told in zip(of_sheet, read, strict=False) if told == 0):
            if not found.issues.holds(sheet.name):
                found.issues.add("no_scores", sheet=sheet.name, cell=cell)
        report_unread(sheet, found.issues)
    if not any(tables) and not found.issues.rows and not all(sheet.is_empty for sheet in found.sheets):
        found.issues.add("no_table", sheet=", ".join(sheet.name for sheet in found.sheets))


def _read_table(table: Table, found: Found, file: Path, year_be: int | None, agency: str | None) -> int:
    """How many scores and numbers of people the table gave."""
    context = read_context(table, file, found, year_be=year_be, agency=agency)
    parts, counts = len(found.parts), len(found.counts)
    read_table(table, context, found)
    scores = sum(int(np.isfinite(part.score).sum()) for part in found.parts[parts:])
    columns = ", ".join([*table.fields, *_spans([column.code for column in table.scores.values() if column.code])])
    year = "" if context.year_be is None else str(context.year_be)
    told = context.year_evidence or ("คอลัมน์ปี" if "year" in table.fields else "")
    place = found.file, table.sheet.name, table.range, table.header
    found.layout.append((*place, table.orientation, year, told, columns, scores))
    return scores + len(found.counts) - counts


def _spans(codes: list[str]) -> list[str]:
    """Codes with runs drawn together: 1 2 3 IIT o1 o2 to 1–3, IIT, o1–o2."""
    runs: list[list[str]] = []
    for code in codes:
        kind, number = code.rstrip("0123456789"), code[len(code.rstrip("0123456789")) :]
        follows = bool(runs and number) and runs[-1][-1] == f"{kind}{int(number) - 1}"
        runs[-1].append(code) if follows else runs.append([code])
    return [run[0] if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]


def _skip(sheet: Sheet, issues: IssueList | None) -> None:
    """A sheet without a table is a cover where it holds no number; else its cells are accounted for by one issue."""
    numbers = any(type(value) is float or type(value) is int for row in sheet.rows for value in row)
    sheet.roles[sheet.filled] = Role.ISSUE if numbers or issues is None else Role.REMARK
    if issues is not None and numbers:
        issues.add("sheet_skipped", sheet=sheet.name)


def count_cells(sheets: list[Sheet]) -> pd.DataFrame:
    rows = []
    for sheet in sheets:
        counts = np.bincount(sheet.roles[sheet.filled], minlength=len(Role)).tolist()
        rows.append((sheet.file, sheet.name, sum(counts), *counts[1:]))
    return pd.DataFrame(rows, columns=CELLS)
