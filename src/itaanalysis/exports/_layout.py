"""Where the tables of a sheet are, and what their rows and columns mean. No score is parsed here.

A table is a grid of score cells. Of each cell three things must be known: its node, its agency and its year. Each is
told by the cell's column (its header), by its row (a cell of another column), or by what stands around the table. So
one description serves lists, wide and transposed tables, blocks and pairs of years alike.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import numpy as np

from itaanalysis.exports._header import COUNTS, ROW_NAMES, STATED, Column, Columns, header_at
from itaanalysis.exports._values import words_of
from itaanalysis.exports.opening import Role, Sheet, address
from itaanalysis.thai import OTHER, clean, find_places, find_years, parse_agency

Titles = list[tuple[int, int, str]]


@dataclass
class Table:
    """One table of a sheet.

    Attributes
    ----------
    top, first, last
        Rows (from 0): the first row of the header, the first and the last row below it; top = first: no header.
    columns
        Columns that are understood.
    left, right
        The first and the last column that are the table's own.
    titles
        Cells right above the header: (row, column, text).
    outer
        The titles of the sheet's first table, for what a later table's own titles do not tell.
    paired
        Row of a name to the row of its score, and the scores' column, where the two stand in separate lists.
    """

    sheet: Sheet
    top: int
    first: int
    last: int
    columns: Columns
    left: int
    right: int
    titles: Titles = field(default_factory=list)
    outer: Titles = field(default_factory=list)
    paired: tuple[dict[int, int], int] | None = None

    def __post_init__(self) -> None:
        self.fields: dict[str, int] = {}
        for at, column in self.columns.items():
            if column.role != "score":
                self.fields.setdefault(column.role, at)
        self.scores = {at: column for at, column in self.columns.items() if column.role == "score"}

    @cached_property
    def own(self) -> list[int]:
        """The table's columns, understood or not."""
        return list(range(self.left, self.right + 1))

    @cached_property
    def counts(self) -> dict[int, Column]:
        """Columns of numbers of people."""
        return {at: column for at, column in self.columns.items() if column.role in COUNTS}

    @property
    def names(self) -> int:
        """The column that names the nodes; -1 where none does."""
        return self.fields.get("indicator", self.fields.get("instrument", -1))

    @cached_property
    def beside(self) -> list[int]:
        """Columns whose cells say what a row is, apart from its node."""
        stated = (*ROW_NAMES, *STATED, "rank", "instrument", "indicator")
        return [at for at, column in self.columns.items() if column.role in stated and at != self.names]

    @property
    def nodes_in_rows(self) -> bool:
        """Whether the rows name the nodes; else the columns do."""
        by_header = self.scores and all(column.code for column in self.scores.values())
        return "indicator" in self.fields or ("instrument" in self.fields and not by_header)

    @property
    def orientation(self) -> str:
        """long, wide, blocks (an agency over its indicators) or transposed (agencies in the header)."""
        if not self.nodes_in_rows:
            return "wide"
        if any(column.agency for column in self.scores.values()):
            return "transposed"
        return "blocks" if "summary" in self.fields else "long"

    @property
    def range(self) -> str:
        """The table's range, header included, as an address."""
        return f"{address(self.top, min(self.columns))}:{address(self.last, max(self.columns))}"

    @property
    def header(self) -> str:
        """The range of the header cells; empty where the table has none."""
        if self.top == self.first:
            return ""
        return f"{address(self.top, min(self.columns))}:{address(self.first - 1, max(self.columns))}"


def find_tables(sheet: Sheet) -> list[Table]:
    """The tables of a sheet, from top to bottom; header and title cells are marked as labels."""
    bands: list[list[Table]] = []  # tables side by side
    row = 0
    while row < len(sheet.rows):
        found = header_at(sheet, row)
        if found is None:
            row += 1
            continue
        below, parts = found
        edges = [0, *(min(part) for part in parts[1:]), sheet.width]
        spans = pairwise(edges)
        bands.append(
            [
                Table(sheet, row, below, len(sheet.rows) - 1, part, left, right - 1)
                for part, (left, right) in zip(parts, spans, strict=True)
            ]
        )
        row = below
    for table in (table for band in bands for table in band):
        _find_agencies(table)
    _set_titles(sheet, bands)
    for table in (table for band in bands for table in band):
        for at in range(table.top, table.first):
            sheet.label(at, range(table.left, table.right + 1))
    return [table for band in bands for table in band]


def _find_agencies(table: Table) -> None:
    """A column under an unknown header whose cells name agencies is that of the agencies, where no header tells it."""
    if table.nodes_in_rows or "agency" in table.fields:
        return
    for at in range(table.left, table.right + 1):
        cells = [
            cell for cell in table.sheet.columns[at][table.first : table.last + 1] if isinstance(cell, str) and cell
        ]
        named = [parse_agency(cell).agency_type not in (OTHER, "จังหวัด") for cell in cells[:50]]
        if at not in table.columns and len(named) > 1 and 2 * sum(named) > len(named):
            table.columns[at] = Column("agency")
            table.fields["agency"] = at
            return


def _set_titles(sheet: Sheet, bands: list[list[Table]]) -> None:
    """Give each table its titles and, but for the first, those of the sheet; end each where the next one's begin."""
    outer: Titles = []
    for at, band in enumerate(bands):
        top = band[0].top
        titles = titles_between(sheet, _first_title(sheet, bands[at - 1][0].first, top) if at else 0, top)
        for table in band:
            table.titles = [title for title in titles if table.left <= title[1] <= table.right]
            table.outer = outer or (titles if len(band) > 1 else [])
        for before in bands[at - 1] if at else []:
            before.last = (titles[0][0] if titles else top) - 1
        outer = outer or titles


def _first_title(sheet: Sheet, first: int, header: int) -> int:
    """Where the titles of a later table begin: above its header, rows of one text or of a label and what it says.

    A remark below the table before is none.
    """
    row = header
    while row > first and _is_title(sheet, row - 1):
        row -= 1
    return row


def _is_title(sheet: Sheet, row: int) -> bool:
    texts = [sheet.rows[row][at] for at in np.flatnonzero(sheet.filled[row])]
    if not texts:
        return True
    if len(texts) > 2 or not all(isinstance(text, str) for text in texts):
        return False
    told = clean(" ".join(map(str, texts)))
    if any(told.startswith(word) for word in words_of("remark")):
        return False
    return len(texts) == 1 or bool(find_years(told) or find_places(told))


def titles_between(sheet: Sheet, first: int, header: int) -> Titles:
    """The filled cells of these rows as titles, marked as labels."""
    found = []
    for row in range(first, header):
        for column in sheet.filled[row].nonzero()[0].tolist():
            sheet.mark(row, column, Role.LABEL)
            found.append((row, column, str(sheet.rows[row][column])))
    return found
