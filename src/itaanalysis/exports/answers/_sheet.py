"""One sheet of answers: its year and agency, its columns, and what each row holds; every filled cell gets its role."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from itaanalysis.exports._columns import ColumnReader
from itaanalysis.exports._context import Context, one_agency, read_context, shown_agency
from itaanalysis.exports._found import Found, Written
from itaanalysis.exports._header import Column
from itaanalysis.exports._layout import Table, titles_between
from itaanalysis.exports._rest import drop_personal, report_damaged, report_unread
from itaanalysis.exports._told import RowTeller
from itaanalysis.exports.answers._cells import Asked
from itaanalysis.exports.answers._form import Form
from itaanalysis.exports.answers._masks import own_names
from itaanalysis.exports.answers._people import find_personal, report_repeats, summary_rows
from itaanalysis.exports.answers._questions import columns_of
from itaanalysis.exports.answers._year import Laid, Part, header_of, read_year
from itaanalysis.exports.opening import Role, cell_range
from itaanalysis.thai import Agency, parse_agency

#: Roles whose columns are told to the machinery of `read_export`, beside suggestions, which are masked and not dropped.
_CONTEXT = ("agency", "district", "province", "year")
_SAMPLE = 50


def read_form(form: Form, found: Found, path: Path, asked: Asked) -> tuple[list[Part], list[Laid]]:
    """The respondents of a sheet, a part a year, and its layout."""
    sheet, issues = form.sheet, found.issues
    _check_agencies(form)
    table = _table(form)
    context = read_context(table, path, found, year_be=asked.year_be, agency=asked.agency)
    rows = np.arange(form.first, len(sheet.rows))
    summary = summary_rows(form, rows, issues)
    personal = find_personal(form)
    report_repeats(form, personal, rows[~summary], issues)
    form.names = own_names(cell for at in personal for cell in sheet.columns[at][form.first :])
    for at in personal:
        form.roles[at] = "personal"
        table.columns[at] = Column("personal")
    drop_personal(sheet, [table], issues)
    sheet.label(form.top, range(sheet.width))
    for row in range(form.top + 1, form.first):
        sheet.label(row, range(sheet.width))
    rows = rows[~summary & np.asarray(sheet.filled[rows].any(axis=1))]
    parts, laid = _read_rows(form, table, context, rows, found, path, asked)
    report_damaged(sheet, issues)
    report_unread(sheet, issues)
    return parts, laid


def _table(form: Form) -> Table:
    """The form as the machinery of `read_export` knows tables: what tells years, agencies and personal data."""
    columns = {at: Column("score") for at in form.named}
    columns |= {at: Column(role) for at, role in form.roles.items() if role in (*_CONTEXT, "personal", "suggestion")}
    sheet = form.sheet
    table = Table(
        sheet, form.top, form.first, len(sheet.rows) - 1, columns or {0: Column("remark")}, 0, sheet.width - 1
    )
    table.titles = titles_between(sheet, 0, form.top)
    return table


def _check_agencies(form: Form) -> None:
    """A column of agencies whose cells name no office (กองช่าง, สำนักปลัด) is one of groups."""
    for at in [at for at, role in form.roles.items() if role == "agency"]:
        cells = {cell for cell in form.sheet.columns[at][form.first :] if isinstance(cell, str) and cell}
        named = [parse_agency(cell).known_type for cell in sorted(cells)[:_SAMPLE]]
        if 2 * sum(named) < len(named):
            form.roles[at] = "group"


def _read_rows(
    form: Form, table: Table, context: Context, rows: np.ndarray, found: Found, path: Path, asked: Asked
) -> tuple[list[Part], list[Laid]]:
    teller = RowTeller(table, context, found, ColumnReader(form.sheet, context, found))
    years = np.full(len(rows), context.year_be or 0)
    if "year" in table.fields and asked.year_be is None:
        years = teller.years(rows)
    agencies = _settle(form, table, context, rows, teller.agencies(rows), found)
    if not context.year_be and "year" not in table.fields and not context.year_evidence:
        found.issues.add("no_year", sheet=form.sheet.name, cell=table.range)
    form.sheet.mark_all(rows[(agencies < 0) | (years <= 0)], range(form.sheet.width), Role.ISSUE)
    parts, laid = [], []
    for year in sorted(set(years[years > 0].tolist()) or {context.year_be} - {None}):
        if not columns_of(year):
            found.issues.add("answers_no_list", sheet=form.sheet.name, cell=table.range, year=year)
            form.sheet.mark_all(rows[years == year], range(form.sheet.width), Role.ISSUE)
            continue
        if not len(rows):
            found.issues.add("answers_none", sheet=form.sheet.name, cell=header_of(form), value=form.sheet.name)
        here = (years == year) & (agencies >= 0)
        part, told = read_year(form, context, rows[here], agencies[here], year, found, path, asked)
        parts += part
        laid += told
    return parts, laid


def _settle(
    form: Form, table: Table, context: Context, rows: np.ndarray, agencies: np.ndarray, found: Found
) -> np.ndarray:
    """The office of each row: what a column of offices leaves open is that of the titles or of the caller, who can add
    district and province to the one office of a column, and not name another."""
    at, wanted = table.fields.get("agency"), context.agency
    there = agencies >= 0
    if at is not None and wanted is not None and there.any():
        where = {"sheet": form.sheet.name, "cell": cell_range(rows[there].tolist(), at)}
        names = list(found.agencies)
        told = [_agency_of(names[number]) for number in sorted({*agencies[there].tolist()})]
        same = [one for each in told if (one := one_agency(each, wanted)) is not None]
        if not same:
            value = ", ".join(map(shown_agency, told))
            found.issues.add("agency_differs", **where, value=value, wanted=shown_agency(wanted))
        elif len(told) > 1:
            found.issues.add("agency_not_used", **where, value=shown_agency(wanted), number=len(told))
        else:
            return np.full(len(rows), found.agency(same[0]))
    agencies = np.where(there, agencies, found.agency(wanted))
    _report_lost(form, table, rows, agencies < 0, found)
    return agencies


def _agency_of(named: Agency | Written) -> Agency:
    return named if isinstance(named, Agency) else parse_agency(named[0], district=named[1], province=named[2])


def _report_lost(form: Form, table: Table, rows: np.ndarray, lost: np.ndarray, found: Found) -> None:
    """One error for the respondents whose office is not told."""
    if lost.any():
        some = cell_range(rows[lost].tolist(), table.fields.get("agency", 0))
        people = int(form.sheet.filled[rows[lost]][:, list(form.named) or form.others].any(axis=1).sum())
        cell = table.range if lost.all() else some
        found.issues.add("answers_no_agency", sheet=form.sheet.name, cell=cell, number=people)
