"""A table and its context to scores: what each row tells, and what becomes of the rows that hold no score."""

from __future__ import annotations

import re
from functools import cache

import numpy as np

from itaanalysis.exports._columns import ColumnReader, Rows, items_by_title, nodes_of
from itaanalysis.exports._context import Context, known_text
from itaanalysis.exports._found import Found, Written
from itaanalysis.exports._header import COUNTS, ROW_NAMES, STATED, Column
from itaanalysis.exports._layout import Table
from itaanalysis.exports._offices import (
    NAMED,
    NAMELESS,
    PERSONAL,
    REMARK,
    bare_name,
    belongs_to_header,
    kind_of,
)
from itaanalysis.exports._values import words_of
from itaanalysis.exports.opening import Role, is_filled
from itaanalysis.exports.words import Node, field_of, look_alike, node_of, split_score
from itaanalysis.rulebook import known_years
from itaanalysis.thai import (
    AGGREGATE,
    Agency,
    YearFound,
    begins_like_office,
    clean,
    find_places,
    find_years,
    match_key,
    parse_agency,
    place_name,
)

TOTAL = "ITA"
_BARE = re.compile(r"(?:ข้อ(?:ที่)?)?\s*[\d๐-๙]*[.)]?")
_COUNT = re.compile(r"^[\d๐-๙]{1,2}\s*[.)]\s*")
PAIRED = "จับคู่ชื่อกับคะแนนตามลำดับในสองรายการ"
#: Levels whose rows are scores; an instrument or the total in a row of its own heads a section.
ASSESSED = ("indicator", "subindicator", "item")


class TableReader:
    """One table being read into `found`; what is not understood goes to its issues with its cell."""

    def __init__(self, table: Table, context: Context, found: Found) -> None:
        self.table, self.context, self.found, self.sheet = table, context, found, table.sheet
        self.columns = ColumnReader(table.sheet, context, found)
        self.fields, self.scores = table.fields, table.scores
        kinds = {at: column.role for at, column in table.columns.items()}
        stated = (*ROW_NAMES, *STATED, "rank", "instrument", "indicator")
        self.names = self.fields.get("indicator", self.fields.get("instrument", -1))
        self.beside = [at for at, role in kinds.items() if role in stated and at != self.names]
        self.counted = [at for at, role in kinds.items() if role in ("rank", "year", "weight", "weighted", "change")]
        self.more_names = [at for at, role in kinds.items() if role == "indicator" and at != self.names]
        self.counts = {at: table.columns[at] for at, role in kinds.items() if role in COUNTS}
        self.own = list(range(table.left, table.right + 1))
        #: What section rows say of the rows below them.
        self.agency_above: Agency | Written | None = None
        self.year_above = 0
        self.places = dict(context.places)

    def read(self) -> None:
        """All rows of the table, or one issue where its year or its agency is nowhere told."""
        first, last = self.table.first, self.table.last
        if self._lacks_context():
            self.sheet.mark_all(slice(first, last + 1), self.own, Role.ISSUE)
            return
        if self.table.paired is not None:
            self._read_pairs(*self.table.paired)
            return
        filled = self.sheet.filled[first : last + 1]
        data = [*self.scores, *self.counts, *[self.fields[name] for name in ("summary",) if name in self.fields]]
        with_data = np.asarray(filled[:, data].any(axis=1))
        without = filled[:, self.own].any(axis=1) & ~with_data
        if self.table.nodes_in_rows:
            self._read_node_rows((first + np.flatnonzero(with_data | without)).tolist(), with_data)
        else:
            self._read_sections(first + np.flatnonzero(with_data), (first + np.flatnonzero(without)).tolist())
        self.columns.close()

    def _lacks_context(self) -> bool:
        """Report where the table's year or agency is nowhere told."""
        table, context, heads = self.table, self.context, list(self.scores.values())
        has_year = "year" in self.fields or context.year_be is not None
        has_year |= bool(heads) and all(head.year_be for head in heads)
        has_agency = bool({"agency", "province"} & set(self.fields)) or context.agency is not None
        has_agency |= not table.nodes_in_rows or (bool(heads) and all(head.agency for head in heads))
        where = {"sheet": self.sheet.name, "cell": table.range}
        if not has_year and context.year_evidence == "":
            self.found.issues.add("no_year", **where)
        if not has_agency:
            self.found.issues.add("no_agency", **where)
        return not (has_year and has_agency)

    # Rows that name agencies ------------------------------------------------------------------------------------

    def _read_sections(self, rows: np.ndarray, without: list[int]) -> None:
        """Rows that name agencies, in the parts that rows of one text cut; such a row may tell a year or a place."""
        begin = 0
        for row in without:
            end = int(np.searchsorted(rows, row))
            self._read_agency_rows(rows[begin:end])
            self._agency_without_score(row)
            begin = end
        self._read_agency_rows(rows[begin:])

    def _only_agencies(self, at: np.ndarray) -> np.ndarray:
        """The rows that name an agency, or none where the table's titles do; the others are accounted for."""
        if "agency" not in self.fields or len(at) == 0:
            return at
        column = self.fields["agency"]
        year = self.context.year_be or self.year_above
        kinds = [kind_of(value) for value in self._row_cells("agency", at)]
        done = np.zeros(len(at), dtype=bool)
        for place, (row, kind) in enumerate(zip(at.tolist(), kinds, strict=True)):
            done[place] = kind in (REMARK, PERSONAL) or (kind == NAMELESS and belongs_to_header(self.table, row, year))
            if kind == PERSONAL:
                self.columns.problem("personal_dropped", row, column, value=1)
            if done[place]:
                role = {REMARK: Role.REMARK, PERSONAL: Role.ISSUE}.get(kind, Role.LABEL)
                self.sheet.label(row, self.own, role)
        return at[~done]

    def _read_agency_rows(self, at: np.ndarray) -> None:
        """Rows that name an agency (or a year of one agency): their cells, and the level printed beside them."""
        at = self._only_agencies(at)
        if len(at) == 0:
            return
        self.sheet.mark_all(at, self.beside, Role.LABEL)
        years, agencies = self._years(at), self._agencies(at)
        nameless = (agencies < 0) & (self.context.agency is None)
        column = self.fields.get("agency", self.fields.get("province", min(self.table.columns)))
        for row in at[nameless].tolist():
            self.columns.problem("no_agency", row, column)
        bad = nameless | (years < 0)
        self.sheet.mark_all(at[bad], [*self.scores, *self.counts], Role.ISSUE)
        at, years, agencies = at[~bad], years[~bad], agencies[~bad]
        rows = Rows(at, years, agencies, self.columns.notes(at, {}))
        for column, head in self.scores.items():
            self.columns.scores(column, head, rows, np.full(len(at), self.found.code(head.code)))
        for column, head in self.counts.items():
            self.columns.people(column, head.role, rows, [head.code] * len(at))
        if "rating" in self.fields:
            self.columns.levels(self.fields["rating"], Column("rating"), rows)

    def _agency_without_score(self, row: int) -> None:
        """One text is a section or a remark; an agency with its place and no score is an office not assessed."""
        filled = [at for at in self.own if self.sheet.filled[row, at]]
        agency = self.fields.get("agency", -1)
        text = self.sheet.cell(row, filled[0])
        alone = len(filled) == 1 and isinstance(text, str)
        if alone and not (filled[0] == agency and parse_agency(str(text)).known_type):
            self._section(str(text))
            self.sheet.mark(row, filled[0], Role.REMARK)
        elif self.fields.get("agency", -1) in filled and set(filled) <= {*self.beside, self.fields.get("rating", -1)}:
            self._read_agency_rows(np.array([row]))

    def _section(self, text: str) -> None:
        """A row of one text tells the rows below it their year, their place, or in a list of nodes their agency."""
        years = _years_of(clean(text))
        if len(years) == 1 and years[0].year_be in known_years() and "year" not in self.fields:
            self.year_above = years[0].year_be
        self.places |= find_places(text)
        if self.table.nodes_in_rows and "agency" not in self.fields:
            named = parse_agency(text)
            self.agency_above = named if named.known_type else self.agency_above

    def _read_pairs(self, paired: dict[int, int], column: int) -> None:
        """Names in one list and their scores in another, in the same order."""
        at = np.array(list(paired.values()))
        nodes = [node_of(clean(str(self.sheet.cell(row, self.names)))) for row in paired]
        codes = np.array([self.found.code(node.code if node else "") for node in nodes])
        notes = self.columns.notes(at, {}, PAIRED)
        self.columns.scores(column, Column("score"), Rows(at, at * 0, at * 0 - 1, notes), codes)
        self.columns.close()

    # Rows that name nodes ---------------------------------------------------------------------------------------

    def _read_node_rows(self, rows: list[int], with_data: np.ndarray) -> None:
        """Rows that name nodes, from top to bottom: an agency stands over the rows below it."""
        kept: list[tuple[int, str, int, int]] = []
        mended: dict[int, str] = {}
        summaries = self._summaries(rows)
        for row in rows:
            at = np.array([row])
            year, agency = int(self._years(at)[0]), int(self._agencies(at)[0])
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
        rows_told = Rows(at, years, agencies, self.columns.notes(at, mended))
        for column, head in self.scores.items():
            self.columns.scores(column, head, rows_told, np.array([self.found.code(one[1]) for one in kept]))
        for column, head in self.counts.items():
            self.columns.people(column, head.role, rows_told, [head.code or one[1] for one in kept])

    def _node(self, row: int, told: Rows, with_data: bool) -> Node | None:
        """The node of a row that is to be read; None: the row is accounted for as a level, section, remark or issue."""
        if not with_data:
            return self._node_without_score(row, told)
        self.sheet.label(row, self.beside)
        # A total or a level is often merged over the number and the name, or typed in the number's column; an item's
        # code often stands there, and its title in the name's.
        name = clean(str(self.sheet.covered(row, self.names)))
        number = clean(str(_whole(self.sheet.cell(row, self.fields["rank"])))) if "rank" in self.fields else ""
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
            self.sheet.label(row, self.own, Role.REMARK)
            return None
        if node is None or node.conflict:
            self._unknown_node(row, name, node)
            return None
        self.sheet.label(row, [self.names])
        if len(years := _years_of(name)) == 1 and years[0].year_be in known_years() and "year" not in self.fields:
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
        self.sheet.label(row, [*self.scores, *self.counts], Role.ISSUE)

    def _node_without_score(self, row: int, told: Rows) -> Node | None:
        """`๑. การปฏิบัติหน้าที่ ๙๖.๑๐ คะแนน` in one cell is a score; a node alone was not assessed; else a remark.

        An instrument or a total alone heads a section.
        """
        filled = [at for at in self.own if self.sheet.filled[row, at]]
        cell = self.sheet.cell(row, self.names)
        name, score = split_score(str(cell)) if isinstance(cell, str) else ("", "")
        node = node_of(name)
        year = int(told.years[0]) or self.context.year_be or 0
        level = nodes_of(year).get(node.code, ("", ""))[0] if node and not node.conflict and year > 0 else ""
        if node is None or (level not in ASSESSED and not score) or len(self.scores) > 1:
            self._section(str(self.sheet.cell(row, filled[0])) if len(filled) == 1 else "")
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

    # Blocks: an agency with its total over its indicators, and weighted instruments beside them -----------------

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

    # What a row tells -------------------------------------------------------------------------------------------

    def _years(self, rows: np.ndarray) -> np.ndarray:
        """The year of each row: 0 where the table has no column of years, -1 where the cell tells none."""
        if "year" not in self.fields:
            return np.full(len(rows), self.year_above)
        cells = self._row_cells("year", rows)
        told = [self._year(row, value) for row, value in zip(rows.tolist(), cells, strict=True)]
        return np.array(told, dtype="int64")

    def _year(self, row: int, value: object) -> int:
        years = _years_of(str(_whole(value)))
        if len(years) != 1 or years[0].year_be not in known_years():
            kind = "year_unknown" if is_filled(value) else "no_year"
            self.columns.problem(kind, row, self.fields["year"], known=known_text())
            return -1
        if years[0].common_era:
            words = {"value": years[0].written, "year": years[0].year_be}
            self.columns.problem("year_common_era", row, self.fields["year"], **words)
        return years[0].year_be

    def _agencies(self, rows: np.ndarray) -> np.ndarray:
        """The agency that each row names by its number in `found`; -1 where it names none."""
        if not {"agency", "province"} & set(self.fields):
            return np.full(len(rows), self.found.agency(self.agency_above))
        names, districts, provinces = (
            [bare_name(str(value)) if at == 0 else str(value) for value in self._row_cells(name, rows)]
            if name in self.fields
            else [self.places.get(name, "") if "agency" in self.fields else ""] * len(rows)
            for at, name in enumerate(("agency", "district", "province"))
        )
        if "type" in self.fields and "agency" in self.fields:
            kinds = map(str, self._row_cells("type", rows))
            names = [_typed(name, kind) for name, kind in zip(names, kinds, strict=True)]
        written = list(zip(names, districts, provinces, strict=True))
        if "agency" in self.fields and not self.table.nodes_in_rows and all(map(is_filled, names)):
            numbers = self.found.agencies
            told = [numbers.setdefault(place, len(numbers)) for place in written]
        else:
            told = [self._agency(*place) for place in written]
        agencies = np.array(told, dtype="int64")
        self.found.named.append((self.columns.place, self.fields.get("agency", -1), rows, agencies))
        return agencies

    def _row_cells(self, name: str, rows: np.ndarray) -> list[object]:
        """The cells of a field in these rows, merged ones with the value of their range."""
        column = self.fields[name]
        values = self.sheet.covered_column(column, self.table.first)
        cells = [values[row] for row in rows.tolist()]
        # A header merged over two columns: the name stands in both (อบต. | ท่านางแนว).
        if name == "agency" and self._is_merged_head(column):
            more = [self.sheet.cell(row, column + 1) for row in rows.tolist()]
            cells = [f"{one} {two}".strip() for one, two in zip(cells, more, strict=True)]
        return cells

    def _is_merged_head(self, column: int) -> bool:
        more = self.table.columns.get(column + 1)
        heads = range(self.table.top, self.table.first)
        return more is not None and more.role == "agency" and all(self.sheet.cell(at, column + 1) == "" for at in heads)

    def _agency(self, name: str, district: str, province: str) -> int:
        if "agency" not in self.fields and (bare := place_name(province)):
            if self.context.aggregate:
                # A province under a title of averages is an average; its name must not be the provincial office's.
                return self.found.agency(Agency(f"{bare} (ภาพรวมจังหวัด)", AGGREGATE, "", bare, True))
            name = f"จังหวัด{bare}"
        if is_filled(name):
            self.agency_above = (name, district, province)
        elif not self.table.nodes_in_rows:
            return -1
        return self.found.agency(self.agency_above)


def _typed(name: str, kind: str) -> str:
    """The name with the type of its own column before it, where the name tells none."""
    if begins_like_office(name) or not is_filled(name) or kind_of(name) != NAMED or parse_agency(name).known_type:
        return name
    return f"{kind}{name}" if parse_agency(kind).known_type else name


def _item(text: str) -> Node | None:
    """The item whose code stands in the column of numbers (I1, o42), where the name is only its title."""
    node = node_of(text)
    return node if node is not None and node.code[:1] in "ioe" else None


def _whole(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


@cache
def _years_of(text: str) -> list[YearFound]:
    return find_years(text)
