"""Tables without a header, as typed by hand from a report: names of nodes, and scores beside, behind or below them."""

from __future__ import annotations

import numpy as np

from itaanalysis.exports._header import Column
from itaanalysis.exports._layout import Table, titles_between
from itaanalysis.exports._values import parse_score
from itaanalysis.exports.opening import Role, Sheet
from itaanalysis.exports.words import field_of, node_of, split_score

#: Fewer names of nodes are a sentence or two, and no list.
_FEWEST = 2
_NUMBER_KINDS = (int, float)


def find_lists(sheet: Sheet) -> list[Table]:
    """The one list of a sheet that has no table with a header; none where no column names nodes."""
    named = {at: _names(sheet, at) for at in range(sheet.width)}
    column = max(named, key=lambda at: len(named[at]), default=-1)
    if column < 0 or len(named[column]) < _FEWEST:
        return []
    rows = named[column]
    table = _list_of(sheet, column, rows)
    if table is not None:
        table.titles = titles_between(sheet, 0, table.first)
    return [table] if table else []


def _list_of(sheet: Sheet, column: int, rows: list[int]) -> Table | None:
    first, last, right = rows[0], rows[-1], sheet.width - 1
    if any(split_score(str(sheet.cell(row, column)))[1] for row in rows):
        return Table(sheet, first, first, len(sheet.rows) - 1, {column: Column("indicator")}, 0, right)
    beside = {at: sum(_is_score(sheet.cell(row, at)) for row in rows) for at in range(sheet.width) if at != column}
    beside = {at: count for at, count in beside.items() if not _counts([sheet.cell(row, at) for row in rows])}
    best = max(beside, key=lambda at: beside[at], default=-1)
    if best >= 0 and 2 * beside[best] >= len(rows):
        columns = {column: Column("indicator"), best: Column("score")}
        return Table(sheet, first, first, len(sheet.rows) - 1, columns, 0, right)
    return _pair(sheet, column, rows, last)


def _counts(cells: list[object]) -> bool:
    """Whether the cells number the rows: 1, 2, 3."""
    return [parse_score(cell)[0] for cell in cells] == list(range(1, len(cells) + 1))


def _pair(sheet: Sheet, column: int, rows: list[int], last: int) -> Table | None:
    """Names above and as many scores below, each alone in its row: paired in their order."""
    below = [
        (row, int(np.flatnonzero(sheet.filled[row])[0]))
        for row in range(last + 1, len(sheet.rows))
        if sheet.filled[row].sum() == 1
    ]
    scores = [(row, at) for row, at in below if _is_score(sheet.cell(row, at))]
    if len(scores) != len(rows) or len({at for _, at in scores}) != 1:
        return None
    for row in range(rows[0] - 1, scores[0][0]):
        for at in np.flatnonzero(sheet.filled[row]).tolist() if row >= 0 else ():
            if row in rows or field_of(str(sheet.cell(row, at))):
                sheet.mark(row, at, Role.LABEL)
    columns = {column: Column("indicator"), scores[0][1]: Column("score")}
    if scores[0][1] == column:
        columns = {column: Column("indicator")}
    paired = dict(zip(rows, (row for row, _ in scores), strict=True))
    table = Table(sheet, rows[0], rows[0], scores[-1][0], columns, 0, sheet.width - 1)
    table.paired = (paired, scores[0][1])
    return table


def _names(sheet: Sheet, column: int) -> list[int]:
    """Rows whose cell in this column names a node, with or without its score behind it."""
    found = []
    for row, value in enumerate(sheet.columns[column]):
        node = node_of(split_score(value)[0]) if isinstance(value, str) and value else None
        if node is not None and (node.code[0].isdigit() or node.code[0] in "ioe"):
            found.append(row)
    return found


def _is_score(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, (str, *_NUMBER_KINDS)) or value == "":
        return False
    number, kind = parse_score(value)
    return kind == "" and not np.isnan(number)
