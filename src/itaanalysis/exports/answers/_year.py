"""The rows of one year on a sheet of answers: who answered what, and what the readings were."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np

from itaanalysis.exports._columns import HIDDEN_COLUMN, HIDDEN_ROW, HIDDEN_SHEET
from itaanalysis.exports._context import Context
from itaanalysis.exports._found import Found
from itaanalysis.exports._issues import IssueList
from itaanalysis.exports.answers._block import EMPTY, Block, shown_key
from itaanalysis.exports.answers._cells import Asked, Scale, read_cells, turned_word
from itaanalysis.exports.answers._form import Form, role_of
from itaanalysis.exports.answers._masks import mask
from itaanalysis.exports.answers._people import Suggestion, read_groups, read_ids, read_suggestions
from itaanalysis.exports.answers._questions import RISING
from itaanalysis.exports.answers._readings import Key
from itaanalysis.exports.answers._resolve import missing, resolve
from itaanalysis.exports.opening import Role, address, column_letters

_NOT_USED = {"time": "ไม่ใช้", "extra": "ไม่ใช้", "instrument": "ไม่ใช้", "personal": "ข้อมูลส่วนบุคคล"}
_LABELS = ("agency", "district", "province", "year")


@dataclass
class Part:
    """The respondents of one sheet and year: agencies by their numbers in `Found`, places of answers by column."""

    year_be: int
    sheet: str
    rows: np.ndarray
    agencies: np.ndarray
    instruments: np.ndarray
    respondents: list[str]
    span: tuple[str, str]
    notes: list[str]
    answers: dict[str, np.ndarray] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)
    suggestions: list[Suggestion] = field(default_factory=list)


class Laid(NamedTuple):
    """A row of the layout: see `Answers`."""

    file: str
    sheet: str
    range: str
    header: str
    year: str
    year_evidence: str
    instrument: str
    scale: str
    questions: str
    cells: str
    turned: str
    evidence: str
    dropped: str


def read_year(
    form: Form,
    context: Context,
    rows: np.ndarray,
    agencies: np.ndarray,
    year: int,
    found: Found,
    path: Path,
    asked: Asked,
) -> tuple[list[Part], list[Laid]]:
    sheet, issues = form.sheet, found.issues
    questions, failed = resolve(form, year, asked.instrument, path, issues)
    asking = [*questions, *failed]
    filled = np.asarray(sheet.filled[rows][:, asking].any(axis=1))
    sheet.mark_all(rows, failed, Role.ISSUE)
    _report_blank(form, rows[~filled], issues)
    _report_silent(form, agencies, filled, found)
    if lacking := missing(questions, year):
        issues.add("answers_missing", sheet=sheet.name, cell=header_of(form), value=", ".join(lacking))
    positive = [each for each in questions.values() if each.direction == RISING and each.code in (asked.negative or ())]
    if positive:
        codes = ", ".join(dict.fromkeys(each.code for each in positive))
        issues.add("answers_negative_differs", sheet=sheet.name, cell=header_of(form), value=codes, year=year)
    block = Block(sheet, form.top, rows[filled], questions, year)
    answers, scales, values = read_cells(block, asked, issues)
    part = _part(form, block, agencies[filled], answers, found, context.marks)
    _report_equal(block, answers, values, issues)
    told = _finish(form, rows, {*asking}, issues)
    laid = [_lay(form, context, block, scale, asked, found, told) for scale in scales]
    return [part] if answers else [], laid


def _part(
    form: Form, block: Block, agencies: np.ndarray, answers: dict[int, np.ndarray], found: Found, marks: tuple[str, ...]
) -> Part:
    instruments, keep = _instruments(form, block, found)
    rows, agencies = block.rows[keep], agencies[keep]
    ids = read_ids(form, rows, agencies, found.issues)
    first, last = (column_letters(edge(block.questions)) if block.questions else "" for edge in (min, max))
    notes = _notes(block, rows, marks)
    part = Part(block.year_be, form.sheet.name, rows, agencies, instruments[keep], ids, (first, last), notes)
    part.answers = {block.questions[at].column: places[keep] for at, places in answers.items()}
    part.groups = read_groups(form, rows, found.issues)
    part.suggestions = read_suggestions(form, rows)
    return part


def _notes(block: Block, rows: np.ndarray, marks: tuple[str, ...]) -> list[str]:
    """The note of each row: the marks of the sheet, and what a reader of the sheet does not see of it."""
    sheet = block.sheet
    column = HIDDEN_COLUMN if {*block.questions} & {*sheet.hidden.columns} else ""
    note = "; ".join(filter(None, (*marks, HIDDEN_SHEET if sheet.is_hidden else "", column)))
    hidden = set(sheet.hidden.rows)
    return ["; ".join(filter(None, (note, HIDDEN_ROW))) if row in hidden else note for row in rows.tolist()]


def _instruments(form: Form, block: Block, found: Found) -> tuple[np.ndarray, np.ndarray]:
    """The instrument of each row, and which rows belong to one only."""
    columns: dict[str, list[int]] = {}
    for at, question in block.questions.items():
        columns.setdefault(question.instrument, []).append(at)
    names = np.array(list(columns) or [""])
    if len(names) == 1:
        return np.repeat(names, len(block.rows)), np.ones(len(block.rows), dtype=bool)
    told = np.stack([form.sheet.filled[block.rows][:, each].any(axis=1) for each in columns.values()])
    keep = told.sum(axis=0) < 2
    for row in block.rows[~keep].tolist():
        cells = {"cell": f"{address(row, min(block.questions))}:{address(row, max(block.questions))}"}
        found.issues.add("answers_both_instruments", sheet=form.sheet.name, **cells)
        form.sheet.mark_all(np.array([row]), block.questions, Role.ISSUE)
    return names[told.argmax(axis=0)], keep


def _report_blank(form: Form, rows: np.ndarray, issues: IssueList) -> None:
    for run in np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1) if len(rows) else []:
        cell = f"{address(int(run[0]), 0)}:{address(int(run[-1]), form.sheet.width - 1)}"
        issues.add("respondent_blank", sheet=form.sheet.name, cell=cell)
        form.sheet.mark_all(run, range(form.sheet.width), Role.ISSUE)


def _report_silent(form: Form, agencies: np.ndarray, filled: np.ndarray, found: Found) -> None:
    """Offices without a single answer."""
    names = list(found.agencies)
    for agency in sorted(set(agencies.tolist()) - set(agencies[filled].tolist())):
        found.issues.add("answers_none", sheet=form.sheet.name, cell=header_of(form), value=names[agency][0])


def _report_equal(block: Block, answers: dict[int, np.ndarray], values: set[Key], issues: IssueList) -> None:
    """Warn where all cells hold the same, or all answers are the best or the worst."""
    if len(block.rows) < 2 or len(answers) < 2:
        return
    ends = {
        place == 0 if place in (0, block.questions[at].choices - 1) else place
        for at, places in answers.items()
        for place in np.unique(places).tolist()
        if place != EMPTY
    }
    if len(values) == 1 or ends in ({True}, {False}):
        value = shown_key(next(iter(values))) if len(values) == 1 else "ได้คะแนนต่ำสุด" if ends == {True} else "ได้คะแนนเต็ม"
        cell = f"{address(int(block.rows[0]), min(answers))}:{address(int(block.rows[-1]), max(answers))}"
        issues.add("answers_all_equal", sheet=block.sheet.name, cell=cell, value=value, number=len(block.rows))


def _finish(form: Form, rows: np.ndarray, asking: set[int], issues: IssueList) -> str:
    """Give the other columns their roles, tell those that are not known, and say which were dropped."""
    sheet, dropped = form.sheet, []
    for at in [at for at in range(sheet.width) if at not in asking]:
        role = form.roles.get(at, "")
        if role:
            sheet.mark_all(rows, [at], Role.LABEL if role in _LABELS else Role.REMARK)
        elif (sheet.filled[rows, at] & (sheet.roles[rows, at] == Role.NONE)).any():
            where = {"sheet": sheet.name, "cell": address(form.top, at)}
            issues.add("answers_unknown_column", **where, value=mask(form.heads[at]) or "(ไม่มีหัวคอลัมน์)")
            sheet.mark_all(rows, [at], Role.ISSUE)
        if why := _NOT_USED.get(role, ""):
            head = form.heads[at] if role_of(form.heads[at]) else mask(form.heads[at])
            dropped.append(f"{column_letters(at)} {head} ({why})")
    return "; ".join(dropped)


def _lay(form: Form, context: Context, block: Block, scale: Scale, asked: Asked, found: Found, dropped: str) -> Laid:
    questions = [block.questions[at] for at in scale.columns]
    spans = [questions[0].column] if len(questions) == 1 else [questions[0].column, questions[-1].column]
    turned = turned_word(block, scale, asked)
    return Laid(
        found.file,
        form.sheet.name,
        f"{address(form.top, 0)}:{address(len(form.sheet.rows) - 1, form.sheet.width - 1)}",
        header_of(form),
        str(block.year_be),
        context.year_evidence,
        ", ".join(dict.fromkeys(question.instrument for question in questions)),
        scale.name,
        f"{'–'.join(spans)} ({len(questions)})",
        ", ".join(reading.name for reading in (scale.words, scale.numbers) if reading),
        turned,
        scale.evidence,
        dropped,
    )


def header_of(form: Form) -> str:
    """The cells of the header."""
    return f"{address(form.top, 0)}:{address(form.first - 1, form.sheet.width - 1)}"
