"""A table and its context to scores: the reader of its rows, and the issue where its year or agency is not told."""

from __future__ import annotations

import numpy as np

from itaanalysis.exports._agency_rows import AgencyRows
from itaanalysis.exports._columns import ColumnReader
from itaanalysis.exports._context import Context
from itaanalysis.exports._found import Found
from itaanalysis.exports._layout import Table
from itaanalysis.exports._node_rows import NodeRows
from itaanalysis.exports._titles import read_titles
from itaanalysis.exports._told import RowTeller
from itaanalysis.exports.opening import Role


def read_table(table: Table, context: Context, found: Found) -> None:
    """All scores of a table into `found`; what is not understood goes to its issues with its cell."""
    first, last, sheet = table.first, table.last, table.sheet
    if _lacks_context(table, context, found):
        sheet.mark_all(slice(first, last + 1), table.own, Role.ISSUE)
        return
    read_titles(table, context, found)
    columns = ColumnReader(sheet, context, found)
    readers = (table, context, found, columns, RowTeller(table, context, found, columns))
    filled = sheet.filled[first : last + 1]
    data = [*table.scores, *table.counts, *[table.fields[name] for name in ("summary",) if name in table.fields]]
    with_data = np.asarray(filled[:, data].any(axis=1))
    without = filled[:, table.own].any(axis=1) & ~with_data
    if table.paired is not None:
        NodeRows(*readers).read_pairs(*table.paired)
    elif table.nodes_in_rows:
        NodeRows(*readers).read((first + np.flatnonzero(with_data | without)).tolist(), with_data)
    else:
        AgencyRows(*readers).read(first + np.flatnonzero(with_data), (first + np.flatnonzero(without)).tolist())
    columns.close()


def _lacks_context(table: Table, context: Context, found: Found) -> bool:
    """Report where the table's year or agency is nowhere told."""
    heads = list(table.scores.values())
    has_year = "year" in table.fields or context.year_be is not None
    has_year |= bool(heads) and all(head.year_be for head in heads)
    has_agency = bool({"agency", "province"} & set(table.fields)) or context.agency is not None
    has_agency |= not table.nodes_in_rows or (bool(heads) and all(head.agency for head in heads))
    where = {"sheet": table.sheet.name, "cell": table.range}
    if not has_year and context.year_evidence == "":
        found.issues.add("no_year", **where)
    if not has_agency:
        found.issues.add("no_agency", **where)
    return not (has_year and has_agency)
