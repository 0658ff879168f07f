"""What a row of a table tells of its year and its agency: by its own cells, or by the section row above it."""

from __future__ import annotations

from functools import cache

import numpy as np

from itaanalysis.exports._columns import ColumnReader
from itaanalysis.exports._context import Context, known_text
from itaanalysis.exports._found import Found, Written
from itaanalysis.exports._layout import Table
from itaanalysis.exports._offices import NAMED, bare_name, kind_of
from itaanalysis.exports.opening import is_filled
from itaanalysis.rulebook import known_years
from itaanalysis.thai import (
    AGGREGATE,
    Agency,
    YearFound,
    begins_like_office,
    clean,
    find_places,
    find_years,
    parse_agency,
    place_name,
)


class RowTeller:
    """Years and agencies of the rows of one table; `section` takes in what a row of one text says of those below."""

    def __init__(self, table: Table, context: Context, found: Found, columns: ColumnReader) -> None:
        self.table, self.context, self.found, self.columns = table, context, found, columns
        self.sheet, self.fields = table.sheet, table.fields
        self.year_above = 0
        self._agency_above: Agency | Written | None = None
        self._places = dict(context.places)

    def section(self, text: str) -> None:
        """A row of one text tells the rows below it their year, their place, or in a list of nodes their agency."""
        years = years_of(clean(text))
        if len(years) == 1 and years[0].year_be in known_years() and "year" not in self.fields:
            self.year_above = years[0].year_be
        self._places |= find_places(text)
        if self.table.nodes_in_rows and "agency" not in self.fields:
            named = parse_agency(text)
            self._agency_above = named if named.known_type else self._agency_above

    def years(self, rows: np.ndarray) -> np.ndarray:
        """The year of each row: 0 where the table has no column of years, -1 where the cell tells none."""
        if "year" not in self.fields:
            return np.full(len(rows), self.year_above)
        cells = self.cells("year", rows)
        told = [self._year(row, value) for row, value in zip(rows.tolist(), cells, strict=True)]
        return np.array(told, dtype="int64")

    def _year(self, row: int, value: object) -> int:
        years = years_of(str(whole(value)))
        if len(years) != 1 or years[0].year_be not in known_years():
            kind = "year_unknown" if is_filled(value) else "no_year"
            self.columns.problem(kind, row, self.fields["year"], known=known_text())
            return -1
        if years[0].common_era:
            words = {"value": years[0].written, "year": years[0].year_be}
            self.columns.problem("year_common_era", row, self.fields["year"], **words)
        return years[0].year_be

    def agencies(self, rows: np.ndarray) -> np.ndarray:
        """The agency that each row names by its number in `found`; -1 where it names none."""
        if not {"agency", "province"} & set(self.fields):
            return np.full(len(rows), self.found.agency(self._agency_above))
        names, districts, provinces = (
            [bare_name(str(value)) if at == 0 else str(value) for value in self.cells(name, rows)]
            if name in self.fields
            else [self._places.get(name, "") if "agency" in self.fields else ""] * len(rows)
            for at, name in enumerate(("agency", "district", "province"))
        )
        if "type" in self.fields and "agency" in self.fields:
            kinds = map(str, self.cells("type", rows))
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

    def cells(self, name: str, rows: np.ndarray) -> list[object]:
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
            self._agency_above = (name, district, province)
        elif not self.table.nodes_in_rows:
            return -1
        return self.found.agency(self._agency_above)


def _typed(name: str, kind: str) -> str:
    """The name with the type of its own column before it, where the name tells none."""
    if begins_like_office(name) or not is_filled(name) or kind_of(name) != NAMED or parse_agency(name).known_type:
        return name
    return f"{kind}{name}" if parse_agency(kind).known_type else name


def whole(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


@cache
def years_of(text: str) -> list[YearFound]:
    return find_years(text)
