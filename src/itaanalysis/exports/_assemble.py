"""Tables and their context to rows of scores and printed ratings; every cell of a table gets its role here."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

import numpy as np

from itaanalysis.exports._cells import Role, Sheet, address, is_filled
from itaanalysis.exports._context import Context, known_text
from itaanalysis.exports._issues import IssueList
from itaanalysis.exports._layout import Table
from itaanalysis.exports._values import parse_score
from itaanalysis.exports._words import field_of, is_look_alike, node_of
from itaanalysis.rulebook import known_years, rulebook
from itaanalysis.thai import AGGREGATE, Agency, agency_id, clean, find_years, parse_agency


@dataclass
class Found:
    """What was read: rows as in the frames of the contracts."""

    scores: list[tuple[object, ...]] = field(default_factory=list)
    ratings: list[tuple[object, ...]] = field(default_factory=list)


class _Reader:
    """One table being read."""

    def __init__(self, table: Table, context: Context, issues: IssueList, found: Found) -> None:
        self.table, self.context, self.issues, self.found = table, context, issues, found
        self.sheet: Sheet = table.sheet

    def problem(self, kind: str, row: int, column: int, **words: object) -> None:
        """An issue at a cell, which it accounts for."""
        words.setdefault("value", self.sheet.cell(row, column))
        self.issues.add(kind, sheet=self.sheet.name, cell=address(row, column), **words)
        self.sheet.mark(row, column, Role.ISSUE)

    def source(self, row: int, column: int) -> str:
        return f"{self.sheet.file}#{self.sheet.name}!{address(row, column)}"

    def score(self, row: int, column: int, value: object, code: str, year_be: int, agency: Agency) -> None:
        """A score cell: read, or an issue."""
        if code not in _codes(year_be):
            self.problem("not_in_year", row, column, value=code, year=year_be)
            return
        number, kind = parse_score(value)
        if kind:
            self.problem(kind, row, column)
            return
        if is_filled(self.sheet.cell(row, column)):
            self.sheet.mark(row, column, Role.SCORE)
        level = _codes(year_be)[code]
        key = agency_id(agency.name, agency.district, agency.province)
        place = (key, agency.name, agency.agency_type, agency.district, agency.province)
        self.found.scores.append((year_be, *place, code, level, number, self.source(row, column), self.context.marks))

    def rating(self, row: int, column: int, year_be: int, agency: Agency) -> None:
        """A printed level, taken as it stands."""
        text = clean(str(self.sheet.cell(row, column)))
        self.sheet.mark(row, column, Role.SCORE)
        if parse_score(text)[1] == "not_a_number":
            key = agency_id(agency.name, agency.district, agency.province)
            self.found.ratings.append((year_be, key, text, self.source(row, column)))

    def label(self, row: int, columns: list[int], role: Role = Role.LABEL) -> None:
        for column in columns:
            if is_filled(self.sheet.cell(row, column)):
                self.sheet.mark(row, column, role)

    # wide -----------------------------------------------------------------------------------------------------------

    def read_wide(self) -> None:
        """A row an agency (or a year of one agency), a column a node."""
        fields, nodes = self.table.fields, self.table.nodes
        beside = [column for name, column in fields.items() if name != "rating"]
        for row in range(self.table.first, self.table.last + 1):
            filled = [column for column, value in enumerate(self.sheet.rows[row]) if is_filled(value)]
            if not filled:
                continue
            if not any(column in nodes for column in filled):
                self._row_without_scores(row, filled, beside)
                continue
            year_be, agency = self._row_year(row), self._row_agency(row)
            self.label(row, beside)
            if year_be is None or agency is None:
                self.label(row, list(nodes), Role.ISSUE)
                continue
            for column, code in nodes.items():
                self.score(row, column, self.sheet.filled(row, column), code, year_be, agency)
            if "rating" in fields and is_filled(self.sheet.cell(row, fields["rating"])):
                self.rating(row, fields["rating"], year_be, agency)

    def _row_without_scores(self, row: int, filled: list[int], beside: list[int]) -> None:
        """One text is a section or a remark; an agency with its place and no score is an office not assessed."""
        texts = [column for column in filled if isinstance(self.sheet.cell(row, column), str)]
        if len(filled) == 1 and texts:
            self.sheet.mark(row, filled[0], Role.REMARK)
            return
        agency_column = self.table.fields.get("agency", -1)
        if agency_column in filled and set(filled) <= set(beside):
            year_be, agency = self._row_year(row), self._row_agency(row)
            self.label(row, beside)
            if year_be is not None and agency is not None:
                for column, code in self.table.nodes.items():
                    self.score(row, column, "", code, year_be, agency)

    def _row_year(self, row: int) -> int | None:
        if "year" not in self.table.fields:
            return self.context.year_be
        column = self.table.fields["year"]
        value = self.sheet.filled(row, column)
        years = find_years(str(int(value)) if isinstance(value, float) and value.is_integer() else str(value))
        if len(years) != 1:
            self.problem("no_year" if not is_filled(value) else "year_unknown", row, column, known=known_text())
            return None
        if years[0].year_be not in known_years():
            self.problem("year_unknown", row, column, known=known_text())
            return None
        if years[0].common_era:
            self.problem("year_common_era", row, column, value=years[0].written, year=years[0].year_be)
        return years[0].year_be

    def _row_agency(self, row: int) -> Agency | None:
        fields = self.table.fields
        place = {
            name: clean(str(self.sheet.filled(row, fields[name]))) if name in fields else ""
            for name in ("agency", "district", "province")
        }
        name = place["agency"]
        if "agency" not in fields:
            if self.context.agency is not None and "province" not in fields:
                return self.context.agency
            name = place["province"] and f"จังหวัด{place['province'].removeprefix('จังหวัด').removeprefix('จ.')}"
        if name == "":
            column = fields.get("agency", fields.get("province", min(self.table.nodes)))
            self.problem("no_agency", row, column)
            return None
        agency = parse_agency(name, district=place["district"], province=place["province"])
        if self.context.aggregate and "agency" not in fields:
            # A province under a title of averages is an average; its name must not be that of the provincial office.
            return agency._replace(name=f"{agency.province} (ภาพรวมจังหวัด)", agency_type=AGGREGATE)
        return agency

    # long -----------------------------------------------------------------------------------------------------------

    def read_long(self) -> None:
        """A row a node of one agency and year."""
        year_be, agency = self.context.year_be, self.context.agency
        where = {"sheet": self.sheet.name, "cell": self.table.range}
        if agency is None:
            self.issues.add("no_agency", **where)
        if year_be is None or agency is None:
            self.give_up()
            return
        names = self.table.fields["indicator"]
        beside = [column for name, column in self.table.fields.items() if name in ("rank", "remark")]
        for row in range(self.table.first, self.table.last + 1):
            self._long_row(row, names, beside, year_be, agency)

    def _long_row(self, row: int, names: int, beside: list[int], year_be: int, agency: Agency) -> None:
        # A total or a level is often merged over the number and the name, or typed in the number's column.
        own = self.sheet.filled(row, names)
        name = clean(str(own if is_filled(own) else self.sheet.cell(row, beside[0]) if beside else ""))
        cells = [column for column in self.table.nodes if is_filled(self.sheet.cell(row, column))]
        self.label(row, beside)
        if not cells:
            filled = [column for column, value in enumerate(self.sheet.rows[row]) if is_filled(value)]
            self.label(row, filled, Role.REMARK)
            return
        if field_of(name) == "rating":
            self.label(row, [names])
            self.rating(row, cells[0], year_be, agency)
            return
        node = node_of(name) if name else None
        if node is None or node.conflict:
            kind = "no_indicator" if not name else "look_alike" if is_look_alike(name) else "unknown_indicator"
            self.problem("indicator_conflict" if node else kind, row, names)
            self.label(row, cells, Role.ISSUE)
            return
        self.label(row, [names])
        for column in cells:
            self.score(row, column, self.sheet.cell(row, column), node.code, year_be, agency)

    def give_up(self) -> None:
        """Account for the table's cells under the issue that stops its reading."""
        for row in range(self.table.first, self.table.last + 1):
            self.label(row, list(range(self.sheet.width)), Role.ISSUE)


def read_table(table: Table, context: Context, issues: IssueList, found: Found) -> None:
    """Read one table into `found`; what is not understood goes to `issues` with its cell."""
    reader = _Reader(table, context, issues, found)
    needs_year = "year" not in table.fields and context.year_be is None
    if needs_year and context.year_evidence == "":
        issues.add("no_year", sheet=table.sheet.name, cell=table.range)
    for column, code in table.nodes.items():
        if is_look_alike(str(table.sheet.cell(table.header, column))):
            reader.problem("look_alike", table.header, column, value=code)
    if table.orientation == "long":
        reader.read_long()
    elif needs_year:
        reader.give_up()
    else:
        reader.read_wide()


def report_unread(sheet: Sheet, issues: IssueList) -> None:
    """Every cell that holds something and has no role becomes an issue: nothing is lost in silence."""
    for row, column in np.argwhere(sheet.roles == Role.NONE):
        value = sheet.cell(int(row), int(column))
        if is_filled(value):
            issues.add("unread", sheet=sheet.name, cell=address(int(row), int(column)), value=value)
            sheet.mark(int(row), int(column), Role.ISSUE)


@cache
def _codes(year_be: int) -> dict[str, str]:
    tree = rulebook(year_be).tree
    return dict(zip(tree["code"], tree["level"], strict=True))
