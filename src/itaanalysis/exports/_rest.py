"""What is left of a sheet beside its scores: personal data dropped, other assessments refused, the rest told."""

from __future__ import annotations

import numpy as np

from itaanalysis.exports._issues import IssueList
from itaanalysis.exports._layout import Table
from itaanalysis.exports.opening import Role, Sheet, address, cell_range
from itaanalysis.exports.words import is_personal, look_alike, personal_columns

_TITLE_ROWS = 50


def drop_personal(sheet: Sheet, tables: list[Table], issues: IssueList) -> None:
    """Columns of personal data: emptied before anything is read of them, and reported without their content."""
    for table in tables:
        rows = np.arange(table.first, table.last + 1)
        known = {at for at, told in table.columns.items() if told.role not in ("remark", "status", "personal")}
        others = [at for at in range(table.left, table.right + 1) if at not in known]
        told = {at for at in others if at in table.columns and table.columns[at].role == "personal"}
        for place in personal_columns([list(sheet.columns[at][table.first : table.last + 1]) for at in others]):
            told.add(others[place])
        for column in sorted(told):
            _drop(sheet, column, rows, issues)


def _drop(sheet: Sheet, column: int, rows: np.ndarray, issues: IssueList) -> None:
    """Report these cells and forget what stands in them."""
    rows = rows[sheet.filled[rows, column]]
    if len(rows):
        for row in rows.tolist():
            sheet.rows[row][column] = ""
        sheet.columns[column] = tuple(row[column] for row in sheet.rows)
        issues.add("personal_dropped", sheet=sheet.name, cell=cell_range(rows.tolist(), column), value=f"{len(rows)}")
        sheet.mark_all(rows, [column], Role.ISSUE)


def refuse_look_alikes(sheet: Sheet, tables: list[Table], issues: IssueList) -> bool:
    """Report titles and headers of another assessment; whether the whole sheet is one."""
    told: list[tuple[int, int, str]] = []
    tops = [table.top for table in tables] or [min(_TITLE_ROWS, len(sheet.rows))]
    heads = [row for table in tables for row in range(table.top, table.first)]
    for row in dict.fromkeys([*range(min(tops)), *heads]):
        for column in np.flatnonzero(sheet.filled[row]).tolist():
            value = sheet.rows[row][column]
            if isinstance(value, str) and (what := look_alike(value)):
                told.append((row, column, what))
    for row, column, what in told:
        cell = address(row, column)
        issues.add("look_alike", sheet=sheet.name, cell=cell, value=sheet.rows[row][column], what=what)
        sheet.mark(row, column, Role.ISSUE)
        if row in heads:
            last = next(table.last for table in reversed(tables) if table.top <= row)
            sheet.mark_all(slice(row, last + 1), [column], Role.ISSUE)
    whole = bool(told) and (not tables or any(row not in heads for row, _, _ in told))
    if whole:
        sheet.roles[sheet.filled] = Role.ISSUE
    return whole


def report_damaged(sheet: Sheet, issues: IssueList) -> None:
    """Cells that look empty and are not: a formula that was never calculated, an error."""
    damaged = [(at, "uncalculated", "=") for at in sheet.hidden.uncalculated]
    damaged += [(at, "error_cell", shown) for at, shown in sheet.hidden.errors.items()]
    for (row, column), kind, shown in damaged:
        issues.add(kind, sheet=sheet.name, cell=address(row, column), value=shown)
        sheet.mark(row, column, Role.ISSUE)


def report_unread(sheet: Sheet, issues: IssueList) -> None:
    """Every cell that holds something and has no role becomes an issue: nothing is lost in silence.

    Cells below each other in one column are one issue with their range; personal data are not shown.
    """
    left = sheet.filled & (sheet.roles == Role.NONE)
    for column in np.flatnonzero(left.any(axis=0)).tolist():
        rows = np.flatnonzero(left[:, column])
        for run in np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1):
            values = [sheet.rows[row][column] for row in run.tolist()]
            if any(isinstance(value, str) and is_personal(value) for value in values):
                _drop(sheet, column, run, issues)
            else:
                issues.add("unread", sheet=sheet.name, cell=cell_range(run.tolist(), column), value=values[0])
    sheet.roles[left] = Role.ISSUE
