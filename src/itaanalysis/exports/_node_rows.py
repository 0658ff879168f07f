"""Rows that name nodes: an agency, or a title, stands over the rows below it; blocks hold weighted points beside."""

from __future__ import annotations

import re

import numpy as np

from itaanalysis.exports._columns import ColumnReader, Rows, items_by_title, nodes_of
from itaanalysis.exports._context import Context
from itaanalysis.exports._found import Found
from itaanalysis.exports._header import Column
from itaanalysis.exports._layout import Table
from itaanalysis.exports._told import RowTeller, whole, years_of
from itaanalysis.exports._values import words_of
from itaanalysis.exports.opening import Role
from itaanalysis.exports.words import Node, field_of, look_alike, node_of, split_score
from itaanalysis.rulebook import known_years
from itaanalysis.thai import clean, match_key

TOTAL = "ITA"
_BARE = re.compile(r"(?:ข้อ(?:ที่)?)?\s*[\d๐-๙]*[.)]?")
_COUNT = re.compile(r"^[\d๐-๙]{1,2}\s*[.)]\s*")
PAIRED = "จับคู่ชื่อกับคะแนนตามลำดับในสองรายการ"
#: Levels whose rows are scores; an instrument or the total in a row of its own heads a section.
ASSESSED = ("indicator", "subindicator", "item")


class NodeRows:
    """The rows of one table that names indicators, items or other nodes in rows."""

    def __init__(self, table: Table, context: Context, found: Found, columns: ColumnReader, teller: RowTeller) -> None:
        self.table, self.context, self.found, self.columns, self.teller = table, context, found, columns, teller
        self.sheet, self.fields, self.scores = table.sheet, table.fields, table.scores
        self.names = table.names
        kinds = {at: column.role for at, column in table.columns.items()}
        self.counted = [at for at, role in kinds.items() if role in ("rank", "year", "weight", "weighted", "change")]
        self.more_names = [at for at, role in kinds.items() if role == "indicator" and at != self.names]

    def read(self, rows: list[int], with_data: np.ndarray) -> None:
        """Rows that name nodes, from top to bottom: an agency stands over the rows below it."""
        kept: list[tuple[int, str, int, int]] = []
        mended: dict[int, str] = {}
        summaries = self._summaries(rows)
        for row in rows:
            at = np.array([row])
            year, agency = int(self.teller.years(at)[0]), int(self.teller.agencies(at)[0])
            told = Rows(at, at * 0 + year, at * 0 + agency, self.columns.notes(at, {}))
            node = self._node(row, told, bool(with_data[row - self.table.first]))
            if node is not None and year >= 0:
                kept.append((row, node.code, int(told.years[0]), agency))
                mended |= {row: node.mended} if node.mended else {}
            if row in summaries and year >= 0:
                one = Rows(at, at * 0 + year, at * 0 + agency, self.columns.notes(at, {}))
                code = np.array([self.found.code(summaries[row])])
                self.columns.scores(self.fields["summary"], Column("score"), one, code, either=True)
        if not kept:
            return
        at, years, agencies = (np.array([one[place] for one in kept]) for place in (0, 2, 3))
        told_rows = Rows(at, years, agencies, self.columns.notes(at, mended))
        for column, head in self.scores.items():
            self.columns.scores(column, head, told_rows, np.array([self.found.code(one[1]) for one in kept]))
        for column, head in self.table.counts.items():
            self.columns.people(column, head.role, told_rows, [head.code or one[1] for one in kept])

    def read_pairs(self, paired: dict[int, int], column: int) -> None:
        """Names in one list and their scores in another, in the same order."""
        at = np.array(list(paired.values()))
        nodes = [node_of(clean(str(self.sheet.cell(row, self.names)))) for row in paired]
        codes = np.array([self.found.code(node.code if node else "") for node in nodes])
        notes = self.columns.notes(at, {}, PAIRED)
        self.columns.scores(column, Column("score"), Rows(at, at * 0, at * 0 - 1, notes), codes)
        self.columns.close()

    def _node(self, row: int, told: Rows, with_data: bool) -> Node | None:
        """The node of a row that is to be read; None: the row is accounted for as a level, section, remark or issue."""
        if not with_data:
            return self._node_without_score(row, told)
        self.sheet.label(row, self.table.beside)
        # A total or a level is often merged over the number and the name, or typed in the number's column; an item's
        # code often stands there, and its title in the name's.
        name = clean(str(self.sheet.covered(row, self.names)))
        number = clean(str(whole(self.sheet.cell(row, self.fields["rank"])))) if "rank" in self.fields else ""
        if field_of(name or number) == "rating":
            self.sheet.label(row, [self.names])
            for column, head in self.scores.items():
                self.columns.levels(column, head, told)
            return None
        node = self._named(row, name, number, told)
        if node is None and not name and self._heads_block(row):
            self._level_beside(row, told, is_total=True)
            return None
        if any(name.startswith(word) for word in words_of("remark")):
            self.sheet.label(row, self.table.own, Role.REMARK)
            return None
        if node is None or node.conflict:
            self._unknown_node(row, name, node)
            return None
        self.sheet.label(row, [self.names])
        if len(years := years_of(name)) == 1 and years[0].year_be in known_years() and "year" not in self.fields:
            told.years[:] = years[0].year_be  # `คะแนน ITA ปี 2564` among the scores of 2565
        self._level_beside(row, told, is_total=node.code == TOTAL)
        return node

    def _named(self, row: int, name: str, number: str, told: Rows) -> Node | None:
        """The node that a row's name, its number, or the title of an item in another column names."""
        item = _item(number)
        node = item if item and _BARE.fullmatch(name) else node_of(name) or item or (None if name else node_of(number))
        if node is not None and not (node.code == name and len(name) <= 2):
            told_item = self._titled([name], told)
            return Node(node.code, conflict=True) if node is item and told_item not in ("", node.code) else node
        code = self._titled([name, *(clean(str(self.sheet.cell(row, at))) for at in self.more_names)], told)
        counted = number or (_COUNT.match(name) or [""])[0].strip(".) ")
        if code and counted.isdigit() and int(counted) != int(code[1:]):
            return Node(code, conflict=True)
        return Node(code) if code else node

    def _titled(self, titles: list[str], told: Rows) -> str:
        """The item of the row's year whose title one of these texts is, numbered or not."""
        codes = items_by_title(int(told.years[0]) or self.context.year_be or 0)
        keys = [key for title in titles for key in (match_key(title), match_key(_COUNT.sub("", title)))]
        return next((codes[key] for key in keys if key in codes), "")

    def _unknown_node(self, row: int, name: str, node: Node | None) -> None:
        other = look_alike(name)
        kind = "indicator_conflict" if node else "no_indicator" if not name else "unknown_indicator"
        if other and node is None:
            self.columns.problem("look_alike", row, self.names, what=other)
        else:
            self.columns.problem(kind, row, self.names)
        self.sheet.label(row, [*self.scores, *self.table.counts], Role.ISSUE)

    def _node_without_score(self, row: int, told: Rows) -> Node | None:
        """`๑. การปฏิบัติหน้าที่ ๙๖.๑๐ คะแนน` in one cell is a score; a node alone was not assessed; else a remark.

        An instrument or a total alone heads a section.
        """
        filled = [at for at in self.table.own if self.sheet.filled[row, at]]
        cell = self.sheet.cell(row, self.names)
        name, score = split_score(str(cell)) if isinstance(cell, str) else ("", "")
        node = node_of(name)
        year = int(told.years[0]) or self.context.year_be or 0
        level = nodes_of(year).get(node.code, ("", ""))[0] if node and not node.conflict and year > 0 else ""
        if node is None or (level not in ASSESSED and not score) or len(self.scores) > 1:
            self.teller.section(str(self.sheet.cell(row, filled[0])) if len(filled) == 1 else "")
            self.sheet.label(row, filled, Role.REMARK)
            return None
        # A number elsewhere in the row is left for an issue: it may be the score, in a wrong column.
        self.sheet.label(row, [at for at in filled if at in self.counted or isinstance(self.sheet.cell(row, at), str)])
        if not score:
            return node
        told.notes = self.columns.notes(told.at, {row: node.mended} if node.mended else {})
        head = next(iter(self.scores.values()), Column("score"))
        self.columns.scores(self.names, head, told, np.array([self.found.code(node.code)]), text=score)
        return None

    def _level_beside(self, row: int, told: Rows, *, is_total: bool) -> None:
        """A level beside the total is the office's; beside an indicator it is a comment."""
        if "rating" in self.fields and is_total:
            self.columns.levels(self.fields["rating"], Column("rating"), told)
        elif "rating" in self.fields and isinstance(self.sheet.cell(row, self.fields["rating"]), str):
            self.sheet.label(row, [self.fields["rating"]], Role.REMARK)

    def _heads_block(self, row: int) -> bool:
        return "summary" in self.fields and bool(self.sheet.filled[row, self.fields["summary"]])

    def _summaries(self, rows: list[int]) -> dict[int, str]:
        """The node of each cell of a summary column: the total beside the agency, an instrument beside its label.

        A label may have slipped: a cell without one in its row takes the label that stands alone in a row next to it.
        """
        if "summary" not in self.fields:
            return {}
        at = self.fields["summary"]
        labels = {row: code for row in rows if (code := self._instrument(row))}
        told: dict[int, str] = {}
        cells = [row for row in rows if self.sheet.filled[row, at]]
        for row in cells:
            if row in labels:
                told[row] = labels.pop(row)
            elif "agency" in self.fields and self.sheet.filled[row, self.fields["agency"]]:
                told[row] = TOTAL
        for row in cells:
            near = [other for other in (row - 1, row + 1) if other in labels]
            if row not in told and len(near) == 1:
                told[row] = labels.pop(near[0])
        return told

    def _instrument(self, row: int) -> str:
        """The instrument whose label stands in the row itself."""
        if "instrument" not in self.fields:
            return ""
        node = node_of(clean(str(self.sheet.cell(row, self.fields["instrument"]))).split("(ร้อยละ")[0])
        return node.code if node is not None and not node.conflict else ""


def _item(text: str) -> Node | None:
    """The item whose code stands in the column of numbers (I1, o42), where the name is only its title."""
    node = node_of(text)
    return node if node is not None and node.code[:1] in "ioe" else None
