"""Scores and a level that stand between the title and the header of one office's table."""

from __future__ import annotations

from itertools import groupby

import numpy as np

from itaanalysis.exports._columns import ColumnReader, Rows, nodes_of
from itaanalysis.exports._context import Context
from itaanalysis.exports._found import Found
from itaanalysis.exports._header import Column
from itaanalysis.exports._layout import Table
from itaanalysis.exports._values import parse_score
from itaanalysis.exports.words import field_of, node_of, split_score
from itaanalysis.thai import clean


def read_titles(table: Table, context: Context, found: Found) -> None:
    """`คะแนนรวม | 88.88` and `ระดับ | A` above the header, where the titles name the one office and its year."""
    if context.agency is None or context.aggregate or not context.year_be:
        return
    columns = ColumnReader(table.sheet, context, found)
    for row, titles in groupby(table.titles, key=lambda title: title[0]):
        cells = [(column, table.sheet.cell(row, column)) for _, column, _ in titles]
        at = np.array([row])
        told = Rows(at, at * 0, at * 0 - 1, columns.notes(at, {}))
        if len(cells) == 2 and isinstance(cells[0][1], str):
            _read_pair(clean(cells[0][1]), *cells[1], context.year_be, told, columns)
        elif len(cells) == 1 and isinstance(cells[0][1], str):
            name, score = split_score(cells[0][1])
            if score and (code := _code(name, context.year_be)):
                codes = np.array([found.code(code)])
                columns.scores(cells[0][0], Column("score"), told, codes, text=score)
    columns.close()


def _read_pair(name: str, column: int, value: object, year_be: int, told: Rows, columns: ColumnReader) -> None:
    """A name and, beside it, what it is."""
    if field_of(name) == "rating" and isinstance(value, str):
        columns.levels(column, Column("rating"), told)
    elif (code := _code(name, year_be)) and parse_score(value)[1] == "":
        columns.scores(column, Column("score"), told, np.array([columns.found.code(code)]))


def _code(name: str, year_be: int) -> str:
    """The node of the year that a text names without doubt; empty for none."""
    node = node_of(clean(name))
    return node.code if node and not node.conflict and node.code in nodes_of(year_be) else ""
