"""`read_answers`: files of respondents to an `Answers`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from itaanalysis.errors import ExportError, ItaError
from itaanalysis.exports._export import count_cells, join, no_collection, read_mapping, read_sheets
from itaanalysis.exports._found import Found
from itaanalysis.exports._frames import Joined
from itaanalysis.exports._issues import IssueList, Problem, sentences
from itaanalysis.exports._layout import Table, find_tables
from itaanalysis.exports._lists import find_lists
from itaanalysis.exports._mapping import AgencyMap
from itaanalysis.exports.answers._cells import Asked
from itaanalysis.exports.answers._collect import REMARKS, Answers, collect
from itaanalysis.exports.answers._files import FileRead, Files, file_paths, fill_untold, join_files
from itaanalysis.exports.answers._form import find_form
from itaanalysis.exports.answers._questions import columns_of
from itaanalysis.exports.answers._readings import FROM_0, FROM_1, POINTS, YES_FIRST, word_readings
from itaanalysis.exports.answers._resolve import LETTERS
from itaanalysis.exports.answers._sheet import read_form
from itaanalysis.exports.answers._year import Laid, Part
from itaanalysis.exports.opening import Role, Sheet, address, open_sheets
from itaanalysis.exports.words import own_words
from itaanalysis.frames import make_frame
from itaanalysis.rulebook import known_years, rulebook
from itaanalysis.thai import clean

#: Sheets of scores, each with its tables.
Tables = list[tuple[Sheet, list[Table]]]
_SCALES = ("four", "two", "six")
_COVER = 2  # columns of text that need not be told


def read_answers(
    path: Files,
    *,
    year_be: int | None = None,
    agency: str | None = None,
    instrument: str | None = None,
    negative: Iterable[str] | None = None,
    cells: str | None = None,
    turned: bool | None = None,
    on_file: Callable[[Path], None] | None = None,
    strict: bool = True,
) -> Answers:
    """Read the answers of respondents to IIT or EIT from workbooks: one row a respondent, one column a question.

    A header names a question by its code, number or text, and the text outweighs a number that counts the columns.
    Words, places and points are told apart over whole columns. Where two readings would give other answers, none is
    taken: an issue shows both and names the argument that settles it. Personal columns are dropped on reading. Sheets
    with scores (a list of OIT items) are read as `read_export` reads them.

    Of several files the frames stand below each other. A number of a row that is in two files is two people, and the
    second gets the name of its file; a file whose respondents are all in another is an issue. A file that tells no
    office or no year is of the one that the other files tell, with a warning; where they tell several, it is an error.

    Parameters
    ----------
    path
        .xlsx, .xls, .xlsb, .ods or .csv, one or several of different names; they are never changed.
    year_be
        Fiscal year (พ.ศ.); it wins over what the files tell.
    agency
        Full name of the office, where a file does not tell it or its district and province; another office in a title
        or a file's name is an error, and a column of several offices is not overruled.
    instrument
        `IIT` or `EIT`, where questions have numbers only (ข้อ 1) and nothing else tells.
    negative
        Codes of the negative questions among those whose direction the rulebook does not know; an empty list: none.
    cells
        What numbers are where they can be several things: `places from 0`, `places from 1` (2 is yes), `places from
        1 (yes first)` (1 is yes, 2 no) or `points`; and where words have several wordings, which one (`words 2`).
    turned
        Whether the numbers of negative questions are turned round already (the best answer has the highest number).
    on_file
        Called with each file before it is read.
    strict
        Raise on errors (not on warnings). False: return what was understood, with the issues.

    Raises
    ------
    ExportError
        Under `strict`, any error in the files: all of them in the message and in `.issues`.
    ItaError
        An argument that cannot be, no file, two files of one name, or a wrong mapping file beside a workbook.
    """
    asked = _asked(year_be, agency, instrument, negative, cells, turned)
    read = []
    for file in (paths := file_paths(path)):
        if on_file is not None:
            on_file(file)
        read.append(_read_file(file, asked))
    answers = join_files(fill_untold(read, asked, _read_file))
    errors = answers.issues[answers.issues["severity"] == "error"]
    if strict and len(errors):
        told = "\n".join(sentences(errors))
        raise ExportError(f"อ่าน {', '.join(map(str, paths))} ไม่ได้ครบ พบ {len(errors)} ปัญหา\n{told}", answers.issues)
    return answers


def _asked(
    year_be: int | None,
    agency: str | None,
    instrument: str | None,
    negative: Iterable[str] | None,
    cells: str | None,
    turned: bool | None,
) -> Asked:
    """The caller's arguments, checked."""
    if year_be is not None:
        rulebook(year_be)
    if instrument is not None and instrument not in LETTERS:
        raise ItaError(f"read_answers: instrument is {' or '.join(LETTERS)}; found {instrument!r}")
    named = [
        FROM_0,
        FROM_1,
        YES_FIRST,
        POINTS,
        *dict.fromkeys(each.name for scale in _SCALES for each in word_readings(scale)),
    ]
    if cells is not None and cells not in named:
        raise ItaError(f"cells (คำสั่ง ita score: --cells) คือ {', '.join(named)} อย่างใดอย่างหนึ่ง; พบ {cells!r}")
    codes = [negative] if isinstance(negative, str) else negative
    known = {code for year in known_years() for code in columns_of(year)}
    if codes is not None and (unknown := [code for code in codes if code not in known]):
        raise ItaError(f"read_answers: negative names no question of any year: {', '.join(map(str, unknown))}")
    return Asked(year_be, agency, instrument, None if codes is None else frozenset(codes), cells or "", turned)


def _read_file(file: Path, asked: Asked) -> FileRead:
    """One file, with the mapping files of its folder."""
    own, agencies = read_mapping(file.parent)
    with no_collection(), own_words(own) if own else nullcontext():
        return _read(file, asked, agencies)


def _read(file: Path, asked: Asked, agencies: AgencyMap) -> FileRead:
    found, scores = Found(file.name, IssueList(file.name)), Found(file.name, IssueList(file.name))
    parts: list[Part] = []
    laid: list[Laid] = []
    try:
        sheets = open_sheets(file)
        if all(sheet.is_empty for sheet in sheets):
            raise Problem("empty")
    except Problem as problem:
        found.issues.add(problem.kind, **problem.words)
        sheets = []
    forms = {at: form for at, sheet in enumerate(sheets) if (form := find_form(sheet)) is not None}
    found.sheets = [form.sheet for form in forms.values()]
    for form in forms.values():
        read, told = read_form(form, found, file, asked)
        parts += read
        laid += told
    others = [sheet for at, sheet in enumerate(sheets) if at not in forms and not sheet.is_empty]
    tables = [(sheet, found_here) for sheet in others if (found_here := find_tables(sheet) or find_lists(sheet))]
    scores.sheets = [sheet for sheet, _ in tables]
    if scores.sheets:
        read_sheets(scores, file, asked.year_be, asked.agency)
    elif sheets and not forms:
        found.issues.add("answers_no_form", sheet=", ".join(sheet.name for sheet in others))
    covers = [sheet for sheet in others if all(sheet is not read for read in scores.sheets)]
    for sheet in covers:
        _pass_over(sheet, found.issues if forms or scores.sheets else None)
    found.sheets += covers
    return _join(file, found, scores, tables, parts, laid, agencies)


def _pass_over(sheet: Sheet, issues: IssueList | None) -> None:
    """A sheet with neither answers nor scores: a cover, where it holds texts in a column or two."""
    numbers = any(type(value) is float or type(value) is int for row in sheet.rows for value in row)
    is_table = numbers or int(sheet.filled.any(axis=0).sum()) > _COVER
    sheet.roles[sheet.filled] = Role.ISSUE if is_table or issues is None else Role.REMARK
    if is_table and issues is not None:
        issues.add("sheet_skipped", sheet=sheet.name)


def _join(
    file: Path,
    found: Found,
    scores: Found,
    tables: Tables,
    parts: list[Part],
    laid: list[Laid],
    agencies: AgencyMap,
) -> FileRead:
    offices = Joined([found], agencies)
    verdicts = join([scores], agencies).scores if scores.sheets else _no_scores().copy()
    ids = offices.agencies["agency_id"].to_numpy()[offices.places[0]] if found.agencies else np.array([], dtype=object)
    answers = collect(
        found.file,
        parts,
        laid,
        ids,
        scores=verdicts,
        remarks=_remarks(tables, verdicts),
        issues=IssueList.join([found.issues, scores.issues]),
        cells=count_cells([*found.sheets, *scores.sheets]),
    )
    years = {*(int(one.year) for one in laid), *verdicts["year_be"].unique().tolist()}
    return FileRead(file, answers, frozenset({*ids.tolist(), *verdicts["agency_id"].unique()}), frozenset(years))


def _remarks(tables: Tables, scores: pd.DataFrame) -> pd.DataFrame:
    """What stands beside the verdict on an item in columns of remarks; a row of many items says nothing of one."""
    if not tables:
        return make_frame([], REMARKS)
    items = scores[scores["level"] == "item"]
    place = items["source"].str.extract(r"#(?P<sheet>.*)!\D+(?P<row>\d+)$")
    items = items.assign(sheet=place["sheet"], row=place["row"].astype("int64") - 1)[~place.duplicated(keep=False)]
    rows: list[tuple[object, ...]] = []
    for sheet, of_sheet in tables:
        columns = [at for table in of_sheet for at, told in table.columns.items() if told.role == "remark"]
        keys = items.loc[items["sheet"] == sheet.name, ["row", *REMARKS[:3]]]
        rows += [
            (*key, text, f"{sheet.file}#{sheet.name}!{address(row, at)}")
            for row, *key in keys.itertuples(index=False, name=None)
            for at in columns
            if (text := clean(str(sheet.cell(row, at))))
        ]
    return make_frame(rows, REMARKS)


@cache
def _no_scores() -> pd.DataFrame:
    return join([], AgencyMap({})).scores
