"""Where the tables of a sheet are, and what their rows and columns mean. No score is parsed here.

A table is a grid of score cells. Of each cell three things must be known: its node, its agency and its year. Each is
told by the cell's column (its header), by its row (a cell of another column), or by what stands around the table. So
one description serves lists, wide and transposed tables and pairs of years alike.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from itaanalysis.exports._cells import Role, Sheet, address, is_filled
from itaanalysis.exports._words import field_of, node_of
from itaanalysis.thai import Agency, clean, find_years, parse_agency

#: Fields that name what a row is about.
ROW_NAMES = ("agency", "province", "district", "year")
#: Fields whose cells are read past: they repeat or derive what other cells say.
STATED = ("weight", "weighted", "change", "remark", "status")
_DEEPEST_HEADER = 3


@dataclass(frozen=True)
class Column:
    """What the header says of a column: a field, or `score` with the node, year and agency that it tells, if any."""

    role: str
    code: str = ""
    year_be: int = 0
    agency: Agency | None = None


@dataclass
class Table:
    """One table of a sheet.

    Attributes
    ----------
    top, first, last
        Rows (from 0): the first row of the header, the first and the last row below it.
    columns
        Columns that are understood.
    titles
        Cells right above the header: (row, column, text).
    outer
        The titles of the sheet's first table, for what a later table's own titles do not tell.
    """

    sheet: Sheet
    top: int
    first: int
    last: int
    columns: dict[int, Column]
    titles: list[tuple[int, int, str]] = field(default_factory=list)
    outer: list[tuple[int, int, str]] = field(default_factory=list)

    @property
    def fields(self) -> dict[str, int]:
        """Column of each field; of several the first."""
        found: dict[str, int] = {}
        for at, column in self.columns.items():
            if column.role != "score":
                found.setdefault(column.role, at)
        return found

    @property
    def scores(self) -> dict[int, Column]:
        """The columns that hold scores."""
        return {at: column for at, column in self.columns.items() if column.role == "score"}

    @property
    def nodes_in_rows(self) -> bool:
        """Whether the rows name the nodes; else the columns do."""
        return "indicator" in self.fields

    @property
    def orientation(self) -> str:
        """long, wide, or transposed (agencies in the header), for a person to read."""
        if not self.nodes_in_rows:
            return "wide"
        return "transposed" if any(column.agency for column in self.scores.values()) else "long"

    @property
    def range(self) -> str:
        """The table's range, header included, as an address."""
        return f"{address(self.top, min(self.columns))}:{address(self.last, max(self.columns))}"


def find_tables(sheet: Sheet) -> list[Table]:
    """The tables of a sheet, from top to bottom; header and title cells are marked as labels."""
    tables: list[Table] = []
    row = 0
    while row < len(sheet.rows):
        found = _header_at(sheet, row)
        if found is None:
            row += 1
            continue
        below, columns = found
        tables.append(Table(sheet, row, below, len(sheet.rows) - 1, columns))
        row = below
    for table, after in pairwise(tables):
        after.titles = _titles(sheet, _first_title(sheet, table.first, after.top), after.top)
        table.last = (after.titles[0][0] if after.titles else after.top) - 1
    for table in tables:
        for at in range(table.top, table.first):
            sheet.label(at, range(sheet.width))
    if tables:
        tables[0].titles = _titles(sheet, 0, tables[0].top)
        for table in tables[1:]:
            table.outer = tables[0].titles
    return tables


def _first_title(sheet: Sheet, first: int, header: int) -> int:
    """Where the titles of a later table begin: the rows of one text right above its header."""
    row = header
    while row > first and sum(map(is_filled, sheet.rows[row - 1])) == 1 and isinstance(_only(sheet.rows[row - 1]), str):
        row -= 1
    return row


def _only(cells: list[object]) -> object:
    return next(filter(is_filled, cells))


def _titles(sheet: Sheet, first: int, header: int) -> list[tuple[int, int, str]]:
    found = []
    for row in range(first, header):
        for column, value in enumerate(sheet.rows[row]):
            if is_filled(value):
                sheet.mark(row, column, Role.LABEL)
                found.append((row, column, str(value)))
    return found


def _header_at(sheet: Sheet, row: int) -> tuple[int, dict[int, Column]] | None:
    """The header that begins at this row: the row below it, and its columns. The most levels that make sense win."""
    if not _may_be_header(sheet, row):
        return None
    best = None
    for below in range(row + 1, min(row + _DEEPEST_HEADER, len(sheet.rows)) + 1):
        if below > row + 1 and (
            _names_a_node(sheet, below - 1, best) or not _may_be_header(sheet, below - 1, first=False)
        ):
            break
        columns = _read_columns(sheet, row, below)
        if columns is not None and (best is None or len(columns) >= len(best[1])):
            best = below, columns
    if best is not None and best[0] > row + 1 and not _reaches_down(sheet, row):
        # A title such as `จังหวัด | ขอนแก่น` above a header adds nothing to it.
        return None if _read_columns(sheet, row + 1, best[0]) == best[1] else best
    return best


def _reaches_down(sheet: Sheet, row: int) -> bool:
    return any(top <= row < bottom for top, _, bottom, _ in sheet.merges)


def _names_a_node(sheet: Sheet, row: int, found: tuple[int, dict[int, Column]] | None) -> bool:
    """Whether the row stands below a header of nodes in rows and names one: it is the first row of the table."""
    names = [at for at, column in found[1].items() if column.role == "indicator"] if found else []
    return any(node_of(header_text(sheet.cell(row, at))) is not None for at in names)


def _may_be_header(sheet: Sheet, row: int, *, first: bool = True) -> bool:
    """Texts of which some are header words, and no number but those of indicators and years."""
    texts = [header_text(value) for value in sheet.rows[row] if is_filled(value)]
    if len(texts) < (2 if first else 1) or "" in texts:
        return False
    known = [text for text in texts if _is_header_word(text)]
    return any(not text.isdigit() for text in known) or (not first and len(known) == len(texts))


def _is_header_word(text: str) -> bool:
    return bool(field_of(_without_year(text)) or node_of(text) or (text.isdigit() and find_years(text)))


def header_text(value: object) -> str:
    """A header cell as text; a whole number may stand for an indicator or a year. Any other number: no header."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool) and float(value).is_integer():
        number = int(value)
        return str(number) if 1 <= number <= 10 or find_years(str(number)) else ""
    return ""


def _without_year(text: str) -> str:
    """`คะแนน ITA (ปี 2563)` to `คะแนน ITA`."""
    if not find_years(text):
        return text
    bare = text.split("(")[0].strip() if "(" in text else text.split("ปี")[0].strip()
    return bare or text


def _read_columns(sheet: Sheet, top: int, below: int) -> dict[int, Column] | None:
    """The columns of a header of these rows, or None where they make no table."""
    stacks = {
        at: list(dict.fromkeys(filter(None, (header_text(sheet.filled(row, at)) for row in range(top, below)))))
        for at in range(sheet.width)
    }
    in_rows = any(field_of(_without_year(text)) == "indicator" for stack in stacks.values() for text in stack)
    columns = {at: _column(stack, in_rows) for at, stack in stacks.items() if stack}
    return _make_sense({at: column for at, column in columns.items() if column is not None}, in_rows)


def _column(stack: list[str], in_rows: bool) -> Column | None:
    """What a column's header says, from its upper cell to its lowest; None where it says nothing known."""
    kind, code, year_be, agency = "", "", 0, None
    for text in stack:
        years = find_years(text)
        year_be = years[0].year_be if len(years) == 1 else year_be
        word = field_of(_without_year(text))
        node = node_of(text)
        if word == "indicator" and node is not None:
            word = ""
        kind = word or kind
        if node is not None and word != "score":
            code, kind = node.code, "" if kind == "score" else kind
        if in_rows and not word and node is None and (named := parse_agency(text)).known_type:
            agency = named
    if kind and kind != "score":
        return Column(kind)
    if in_rows and code and code != "ITA":
        return None
    if kind == "score" or code or agency or (year_be and in_rows):
        return Column("score", code, year_be, agency)
    return None


def _make_sense(columns: dict[int, Column], in_rows: bool) -> dict[int, Column] | None:
    """A table has scores, and its rows have a name: nodes in the rows, or agencies, provinces or years."""
    scores = {at: column for at, column in columns.items() if column.role == "score"}
    if not scores:
        return None
    if in_rows:
        return {at: Column("score", "", c.year_be, c.agency) if c.role == "score" else c for at, c in columns.items()}
    named = any(column.role in ROW_NAMES for column in columns.values())
    bare = [at for at, column in scores.items() if not column.code]
    if not named or len(bare) > 1:
        return None
    if bare and not any(column.code == "ITA" for column in scores.values()):
        columns = {**columns, bare[0]: Column("score", "ITA", scores[bare[0]].year_be)}
    elif bare:
        return None
    codes = [(column.code, column.year_be) for column in columns.values() if column.role == "score"]
    if len(set(codes)) < len(codes) or (len(codes) == 1 and codes[0][0] != "ITA"):
        return None
    return columns
