"""Rows that name agencies (or years of one agency): a score, a level or a number of people in each column."""

from __future__ import annotations

import numpy as np

from itaanalysis.exports._columns import ColumnReader, Rows
from itaanalysis.exports._context import Context
from itaanalysis.exports._found import Found
from itaanalysis.exports._header import Column
from itaanalysis.exports._layout import Table
from itaanalysis.exports._offices import NAMELESS, PERSONAL, REMARK, belongs_to_header, kind_of
from itaanalysis.exports._told import RowTeller
from itaanalysis.exports.opening import Role
from itaanalysis.thai import parse_agency


class AgencyRows:
    """The rows of one table that names agencies in rows."""

    def __init__(self, table: Table, context: Context, found: Found, columns: ColumnReader, teller: RowTeller) -> None:
        self.table, self.context, self.found, self.columns, self.teller = table, context, found, columns, teller
        self.sheet, self.fields, self.scores = table.sheet, table.fields, table.scores

    def read(self, rows: np.ndarray, without: list[int]) -> None:
        """Rows that name agencies, in the parts that rows of one text cut; such a row may tell a year or a place."""
        begin = 0
        for row in without:
            end = int(np.searchsorted(rows, row))
            self._read_rows(rows[begin:end])
            self._agency_without_score(row)
            begin = end
        self._read_rows(rows[begin:])

    def _only_agencies(self, at: np.ndarray) -> np.ndarray:
        """The rows that name an agency, or none where the table's titles do; the others are accounted for."""
        if "agency" not in self.fields or len(at) == 0:
            return at
        column = self.fields["agency"]
        year = self.context.year_be or self.teller.year_above
        kinds = [kind_of(value) for value in self.teller.cells("agency", at)]
        done = np.zeros(len(at), dtype=bool)
        for place, (row, kind) in enumerate(zip(at.tolist(), kinds, strict=True)):
            done[place] = kind in (REMARK, PERSONAL) or (kind == NAMELESS and belongs_to_header(self.table, row, year))
            if kind == PERSONAL:
                self.columns.problem("personal_dropped", row, column, value=1)
            if done[place]:
                role = {REMARK: Role.REMARK, PERSONAL: Role.ISSUE}.get(kind, Role.LABEL)
                self.sheet.label(row, self.table.own, role)
        return at[~done]

    def _read_rows(self, at: np.ndarray) -> None:
        """Rows that name an agency (or a year of one agency): their cells, and the level printed beside them."""
        at = self._only_agencies(at)
        if len(at) == 0:
            return
        self.sheet.mark_all(at, self.table.beside, Role.LABEL)
        years, agencies = self.teller.years(at), self.teller.agencies(at)
        nameless = (agencies < 0) & (self.context.agency is None)
        column = self.fields.get("agency", self.fields.get("province", min(self.table.columns)))
        for row in at[nameless].tolist():
            self.columns.problem("no_agency", row, column)
        bad = nameless | (years < 0)
        self.sheet.mark_all(at[bad], [*self.scores, *self.table.counts], Role.ISSUE)
        at, years, agencies = at[~bad], years[~bad], agencies[~bad]
        rows = Rows(at, years, agencies, self.columns.notes(at, {}))
        for column, head in self.scores.items():
            self.columns.scores(column, head, rows, np.full(len(at), self.found.code(head.code)))
        for column, head in self.table.counts.items():
            self.columns.people(column, head.role, rows, [head.code] * len(at))
        if "rating" in self.fields:
            self.columns.levels(self.fields["rating"], Column("rating"), rows)

    def _agency_without_score(self, row: int) -> None:
        """One text is a section or a remark; an agency with its place and no score is an office not assessed."""
        filled = [at for at in self.table.own if self.sheet.filled[row, at]]
        agency = self.fields.get("agency", -1)
        text = self.sheet.cell(row, filled[0])
        alone = len(filled) == 1 and isinstance(text, str)
        if alone and not (filled[0] == agency and parse_agency(str(text)).known_type):
            self.teller.section(str(text))
            self.sheet.mark(row, filled[0], Role.REMARK)
        elif agency in filled and set(filled) <= {*self.table.beside, self.fields.get("rating", -1)}:
            self._read_rows(np.array([row]))
