"""Where the tables of a sheet are, and what their rows and columns mean. No value is parsed here."""

from __future__ import annotations

from dataclasses import dataclass, field

from itaanalysis.exports._cells import Role, Sheet, address, is_filled
from itaanalysis.exports._words import field_of, node_of

PLACES = ("agency", "province", "district", "year")


@dataclass
class Table:
    """One table of a sheet.

    Attributes
    ----------
    orientation
        `wide`: a row an agency, a column a node. `long`: a row a node, a column a score.
    header, first, last
        Rows (from 0): the header, the first and the last row below it.
    fields
        Column of each header field (agency, district, province, year, indicator, rank, rating, remark).
    nodes
        wide: column to code. long: the columns that hold scores, to an empty text.
    titles
        Cells above the header that belong to no earlier table: (row, column, text).
    """

    sheet: Sheet
    orientation: str
    header: int
    first: int
    last: int
    fields: dict[str, int]
    nodes: dict[int, str]
    titles: list[tuple[int, int, str]] = field(default_factory=list)

    @property
    def range(self) -> str:
        """The table's range, header included, as an address."""
        columns = [*self.fields.values(), *self.nodes]
        return f"{address(self.header, min(columns))}:{address(self.last, max(columns))}"


def find_tables(sheet: Sheet) -> list[Table]:
    """The tables of a sheet, from top to bottom; header and title cells are marked as labels."""
    headers = [(row, found) for row in range(len(sheet.rows)) if (found := _read_header(sheet, row)) is not None]
    tables = []
    free = 0
    for at, (row, (orientation, fields, nodes)) in enumerate(headers):
        last = headers[at + 1][0] - 1 if at + 1 < len(headers) else len(sheet.rows) - 1
        table = Table(sheet, orientation, row, row + 1, last, fields, nodes)
        table.titles = _titles(sheet, free, row - 1) if at == 0 else []
        for column, value in enumerate(sheet.rows[row]):
            known = column in nodes or column in fields.values()
            if known and is_filled(value):
                sheet.mark(row, column, Role.LABEL)
        tables.append(table)
        free = last + 1
    return tables


def _titles(sheet: Sheet, first: int, last: int) -> list[tuple[int, int, str]]:
    found = []
    for row in range(first, last + 1):
        for column, value in enumerate(sheet.rows[row]):
            if is_filled(value):
                sheet.mark(row, column, Role.LABEL)
                found.append((row, column, str(value)))
    return found


def _read_header(sheet: Sheet, row: int) -> tuple[str, dict[str, int], dict[int, str]] | None:
    """Orientation, fields and node columns of a header row; None where the row is none."""
    fields: dict[str, int] = {}
    scores: list[int] = []
    nodes: dict[int, str] = {}
    for column, value in enumerate(sheet.rows[row]):
        text = _header_text(value)
        if text == "":
            continue
        kind = field_of(text)
        if kind == "score":
            scores.append(column)
        elif kind:
            fields.setdefault(kind, column)
        elif (node := node_of(text)) is not None and node.code not in nodes.values():
            nodes[column] = node.code
    if "indicator" in fields and not nodes:
        return ("long", fields, dict.fromkeys(scores, "")) if scores else None
    return _wide(fields, nodes, scores)


def _wide(
    fields: dict[str, int], nodes: dict[int, str], scores: list[int]
) -> tuple[str, dict[str, int], dict[int, str]] | None:
    """A wide table names its rows (agency, province or year) and has a node or a total to read."""
    if len(scores) == 1 and "ITA" not in nodes.values():
        nodes = {**nodes, scores[0]: "ITA"}
    if not nodes or not any(place in fields for place in PLACES):
        return None
    if len(nodes) < 2 and set(nodes.values()) != {"ITA"}:
        return None
    return "wide", {key: column for key, column in fields.items() if key != "indicator"}, nodes


def _header_text(value: object) -> str:
    """A header cell as text; a whole number may stand for an indicator."""
    if isinstance(value, bool):
        return ""
    if isinstance(value, (int, float)):
        return str(int(value)) if float(value).is_integer() and 1 <= value <= 10 else ""
    return str(value).strip()
