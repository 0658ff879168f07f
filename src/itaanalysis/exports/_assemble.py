"""Tables and their context to rows of scores and printed ratings; every cell of a table gets its role here."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np

from itaanalysis.exports._cells import Role, Sheet, address, is_filled
from itaanalysis.exports._context import Context, known_text
from itaanalysis.exports._issues import IssueList
from itaanalysis.exports._layout import ROW_NAMES, STATED, Column, Table
from itaanalysis.exports._values import parse_score, verdict, words_of
from itaanalysis.exports._words import Node, field_of, is_look_alike, node_of, split_score
from itaanalysis.rulebook import known_years, rulebook
from itaanalysis.thai import AGGREGATE, Agency, agency_id, clean, find_years, parse_agency

#: Levels whose rows are scores; an instrument or the total in a row of its own heads a section.
TOTAL = "ITA"
ASSESSED = ("indicator", "subindicator", "item")


@dataclass
class Found:
    """What was read: rows as in the frames of the contracts."""

    scores: list[tuple[object, ...]] = field(default_factory=list)
    ratings: list[tuple[object, ...]] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """What a row tells of its score cells; None or 0 where the column or the context must tell it."""

    at: int
    code: str
    year_be: int
    agency: Agency | None


class _Reader:
    """One table being read."""

    def __init__(self, table: Table, context: Context, issues: IssueList, found: Found) -> None:
        self.table, self.context, self.issues, self.found = table, context, issues, found
        self.sheet: Sheet = table.sheet
        self.fields, self.scores = table.fields, table.scores
        self.beside = [at for name, at in self.fields.items() if name in (*ROW_NAMES, *STATED, "rank")]

    def problem(self, kind: str, row: int, column: int, **words: object) -> None:
        """An issue at a cell, which it accounts for."""
        words.setdefault("value", self.sheet.cell(row, column))
        self.issues.add(kind, sheet=self.sheet.name, cell=address(row, column), **words)
        self.sheet.mark(row, column, Role.ISSUE)

    def read(self) -> None:
        """All rows of the table."""
        for row in range(self.table.first, self.table.last + 1):
            filled = [column for column, value in enumerate(self.sheet.rows[row]) if is_filled(value)]
            if not filled:
                continue
            cells = [column for column in filled if column in self.scores]
            if not cells:
                self._row_without_scores(row, filled)
                continue
            self.sheet.label(row, self.beside)
            if self.table.nodes_in_rows:
                self._read_node_row(row, cells)
            else:
                self._read_agency_row(row)

    def give_up(self) -> None:
        """Account for the table's cells under the issue that stops its reading."""
        for row in range(self.table.first, self.table.last + 1):
            self.sheet.label(row, range(self.sheet.width), Role.ISSUE)

    def _read_cell(self, told: Row, column: int, head: Column, *, text: str = "") -> None:
        """One score cell; `text`: the score in it, where it holds a name too."""
        code = told.code or head.code
        year_be = told.year_be or head.year_be or self.context.year_be
        agency = told.agency or head.agency or self.context.agency
        if year_be is None or agency is None:
            return
        if code not in nodes_of(year_be):
            self.problem("not_in_year", told.at, column, value=code, year=year_be)
            return
        cell = text or self.sheet.cell(told.at, column)
        number, kind = parse_score(cell)
        note = self.context.marks
        if (
            kind == "not_a_number"
            and nodes_of(year_be)[code][1] == "pass/fail"
            and (passed := verdict(cell)) is not None
        ):
            number, kind = passed, ""
        if kind:
            self.problem(kind, told.at, column)
            return
        if is_filled(cell):
            self.sheet.mark(told.at, column, Role.SCORE)
        place = (_key(agency), *agency[:4])
        source = f"{self.sheet.file}#{self.sheet.name}!{address(told.at, column)}"
        self.found.scores.append((year_be, *place, code, nodes_of(year_be)[code][0], number, source, note))

    def _rating(self, row: int, column: int, told: Row) -> None:
        """A printed level, taken as it stands."""
        text = clean(str(self.sheet.cell(row, column)))
        year_be = told.year_be or self.scores.get(column, Column("")).year_be or self.context.year_be
        agency = told.agency or self.scores.get(column, Column("")).agency or self.context.agency
        if text == "" or year_be is None or agency is None:
            return
        if parse_score(text)[1] != "not_a_number" and text not in words_of("missing"):
            self.problem("not_a_rating", row, column)
            return
        self.sheet.mark(row, column, Role.SCORE)
        if text not in words_of("missing"):
            source = f"{self.sheet.file}#{self.sheet.name}!{address(row, column)}"
            self.found.ratings.append((year_be, _key(agency), text, source))

    def _read_node_row(self, row: int, cells: list[int]) -> None:
        """A row that names a node: the node, the row's own year and agency, and its cells."""
        names = self.fields["indicator"]
        # A total or a level is often merged over the number and the name, or typed in the number's column; an item's
        # code often stands there, and its title in the name's.
        name = clean(str(self.sheet.filled(row, names)))
        number = clean(str(self.sheet.cell(row, self.fields["rank"]))) if "rank" in self.fields else ""
        told = Row(row, "", self._row_year(row) or 0, self._row_agency(row))
        if field_of(name or number) == "rating":
            self.sheet.label(row, [names])
            for column in cells:
                self._rating(row, column, told)
            return
        node = node_of(name) or _item(number) or (node_of(number) if not name else None)
        if node is None and any(name.startswith(word) for word in words_of("remark")):
            self.sheet.label(row, [names, *cells], Role.REMARK)
            return
        if node is None or node.conflict:
            kind = "no_indicator" if not name else "look_alike" if is_look_alike(name) else "unknown_indicator"
            self.problem("indicator_conflict" if node else kind, row, names)
            self.sheet.label(row, cells, Role.ISSUE)
            return
        self.sheet.label(row, [names])
        if "rating" in self.fields:  # a level beside the total is the office's; beside an indicator it is a comment
            at = self.fields["rating"]
            self._rating(row, at, told) if node.code == TOTAL else self.sheet.label(row, [at], Role.REMARK)
        for column in cells:
            self._read_cell(replace(told, code=node.code), column, self.scores[column])

    def _read_agency_row(self, row: int) -> None:
        """A row that names an agency (or a year of one agency): its cells, and the level printed beside them."""
        year_be = self._row_year(row)
        agency = self._row_agency(row) or self.context.agency
        if agency is None:
            self.problem("no_agency", row, self.fields.get("agency", self.fields.get("province", min(self.scores))))
        if year_be is None or agency is None:
            self.sheet.label(row, list(self.scores), Role.ISSUE)
            return
        told = Row(row, "", year_be, agency)
        for column, head in self.scores.items():
            self._read_cell(told, column, head)
        if "rating" in self.fields:
            self._rating(row, self.fields["rating"], told)

    def _row_without_scores(self, row: int, filled: list[int]) -> None:
        """One text is a section or a remark; an agency with its place and no score is an office not assessed."""
        if self.table.nodes_in_rows:
            self._node_without_score(row, filled)
            return
        if len(filled) == 1 and isinstance(self.sheet.cell(row, filled[0]), str):
            self.sheet.mark(row, filled[0], Role.REMARK)
        elif self.fields.get("agency", -1) in filled and set(filled) <= set(self.beside):
            self.sheet.label(row, self.beside)
            self._read_agency_row(row)

    def _node_without_score(self, row: int, filled: list[int]) -> None:
        """`๑. การปฏิบัติหน้าที่ ๙๖.๑๐ คะแนน` in one cell is a score; a node alone was not assessed; else a remark.

        An instrument or a total alone heads a section.
        """
        names = self.fields["indicator"]
        cell = self.sheet.cell(row, names)
        name, score = split_score(str(cell)) if isinstance(cell, str) else ("", "")
        node = node_of(name)
        year_be = self._told_year(row)
        level = nodes_of(year_be).get(node.code, ("", ""))[0] if node and not node.conflict and year_be else ""
        if node is None or (level not in ASSESSED and not score) or len(self.scores) > 1:
            self.sheet.label(row, filled, Role.REMARK)
            return
        self.sheet.label(row, filled)
        told = Row(row, node.code, year_be or 0, self._row_agency(row))
        column = next(iter(self.scores))
        self._read_cell(told, names if score else column, self.scores[column], text=score)

    def _told_year(self, row: int) -> int | None:
        return self._row_year(row) or self.context.year_be

    def _row_year(self, row: int) -> int | None:
        """The year of a row: 0 where the table has no column of years, None where the cell tells none."""
        if "year" not in self.fields:
            return 0
        column = self.fields["year"]
        value = self.sheet.filled(row, column)
        years = find_years(str(int(value)) if isinstance(value, float) and value.is_integer() else str(value))
        if len(years) != 1:
            self.problem("year_unknown" if is_filled(value) else "no_year", row, column, known=known_text())
            return None
        if years[0].year_be not in known_years():
            self.problem("year_unknown", row, column, known=known_text())
            return None
        if years[0].common_era:
            self.problem("year_common_era", row, column, value=years[0].written, year=years[0].year_be)
        return years[0].year_be

    def _row_agency(self, row: int) -> Agency | None:
        """The agency that a row names, None where it names none."""
        place = {
            name: clean(str(self.sheet.filled(row, self.fields[name]))) if name in self.fields else ""
            for name in ("agency", "district", "province")
        }
        name = place["agency"]
        if "agency" not in self.fields and place["province"]:
            name = f"จังหวัด{place['province'].removeprefix('จังหวัด').removeprefix('จ.').strip()}"
        if name == "":
            return None
        agency = parse_agency(name, district=place["district"], province=place["province"])
        if self.context.aggregate and "agency" not in self.fields:
            # A province under a title of averages is an average; its name must not be that of the provincial office.
            return agency._replace(name=f"{agency.province} (ภาพรวมจังหวัด)", agency_type=AGGREGATE)
        return agency


def _item(text: str) -> Node | None:
    """The item whose code stands in the column of numbers (I1, o42), where the name is only its title."""
    node = node_of(text)
    return node if node is not None and node.code[:1] in "ioe" else None


def read_table(table: Table, context: Context, issues: IssueList, found: Found) -> None:
    """Read one table into `found`; what is not understood goes to `issues` with its cell."""
    reader = _Reader(table, context, issues, found)
    where = {"sheet": table.sheet.name, "cell": table.range}
    for row in range(table.top, table.first):
        for column, value in enumerate(table.sheet.rows[row]):
            if is_filled(value) and is_look_alike(str(value)):
                reader.problem("look_alike", row, column)
    no_year = (
        "year" not in table.fields and context.year_be is None and not all(c.year_be for c in reader.scores.values())
    )
    if no_year and context.year_evidence == "":
        issues.add("no_year", **where)
    in_columns = all(column.agency for column in reader.scores.values())
    no_agency = table.nodes_in_rows and "agency" not in table.fields and context.agency is None and not in_columns
    if no_agency:
        issues.add("no_agency", **where)
    if no_year or no_agency:
        reader.give_up()
    else:
        reader.read()


def report_unread(sheet: Sheet, issues: IssueList) -> None:
    """Every cell that holds something and has no role becomes an issue: nothing is lost in silence.

    Cells below each other in one column are one issue with their range.
    """
    for column in range(sheet.width):
        left = [int(row) for row in np.flatnonzero(sheet.roles[:, column] == Role.NONE)]
        left = [row for row in left if is_filled(sheet.cell(row, column))]
        while left:
            run = [left.pop(0)]
            while left and left[0] == run[-1] + 1:
                run.append(left.pop(0))
            place = address(run[0], column) + (f":{address(run[-1], column)}" if len(run) > 1 else "")
            issues.add("unread", sheet=sheet.name, cell=place, value=sheet.cell(run[0], column))
            for row in run:
                sheet.mark(row, column, Role.ISSUE)


def _key(agency: Agency) -> str:
    return agency_id(agency.name, agency.district, agency.province)


@cache
def nodes_of(year_be: int) -> dict[str, tuple[str, str]]:
    """Code to level and kind of answers, for a year."""
    tree = rulebook(year_be).tree
    return dict(zip(tree["code"], zip(tree["level"], tree["answers"], strict=True), strict=True))
