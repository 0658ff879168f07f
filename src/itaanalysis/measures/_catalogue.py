"""The catalogue of measures, checked when it is loaded.

Columns of `catalogue.csv` that are not plain text: indicator (`*` = general), item_codes (see `parse_item_codes`),
basis, first_quarter and last_quarter (1–4, of the fiscal year; read by hand from period_th) and only_if (`failed
twice`: only for an item that failed two years running). A new measure is a new row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import pandas as pd

from itaanalysis.datafiles import read_data
from itaanalysis.errors import ItaError
from itaanalysis.rulebook import known_years, rulebook

FILE = "catalogue.csv"
GENERAL = "*"
FAILED_TWICE = "failed twice"
#: Best first.
_BASES = ("observed", "partly observed", "reasoned from the item")
_CODES = re.compile(r"(?P<kind>[a-z])(?P<first>\d+)(?:-(?P=kind)(?P<last>\d+))?@(?P<start>\d{4})(?:-(?P<end>\d{4}))?")
_TEXTS = ("measure_th", "steps_th", "responsible_th", "period_th", "follow_up_th")


@dataclass(frozen=True, eq=False)
class Measure:
    """A row of the catalogue; `items`: the codes that it names, by year; `instruments`: those that it serves whole."""

    catalogue_id: str
    indicator: str
    items: dict[int, frozenset[str]]
    instruments: frozenset[str]
    measure: str
    steps: tuple[str, ...]
    responsible: str
    period: str
    follow_up: str
    basis: int
    quarters: tuple[int, int]
    only_if: str
    place: int


@cache
def catalogue() -> tuple[Measure, ...]:
    """All measures, in the order of the file."""
    return load_catalogue(read_data("measures", FILE))


def load_catalogue(table: pd.DataFrame) -> tuple[Measure, ...]:
    """The measures of a table as in the file.

    Raises
    ------
    ItaError
        A fault of the file; the message names the row.
    """
    rows = [{str(key): str(value) for key, value in row.items()} for row in table.to_dict(orient="records")]
    measures = tuple(_measure(row, place) for place, row in enumerate(rows))
    seen: set[str] = set()
    for measure in measures:
        if measure.catalogue_id in seen:
            raise _fault(measure.catalogue_id, "the same catalogue_id twice")
        seen.add(measure.catalogue_id)
    return measures


def _measure(row: dict[str, str], place: int) -> Measure:
    name = row["catalogue_id"]
    for column in ("catalogue_id", *_TEXTS):
        if not row[column].strip():
            raise _fault(name or f"{place + 2} of the file", f"{column} is empty")
    _one_of(row, "basis", _BASES)
    _one_of(row, "only_if", ("", FAILED_TWICE))
    _one_of(row, "indicator", (GENERAL, *_codes_of_level("indicator")))
    items, instruments = parse_item_codes(row["item_codes"], name)
    return Measure(
        catalogue_id=name,
        indicator=row["indicator"],
        items=items,
        instruments=instruments,
        measure=row["measure_th"].strip(),
        steps=tuple(step.strip() for step in row["steps_th"].split("|") if step.strip()),
        responsible=row["responsible_th"].strip(),
        period=row["period_th"].strip(),
        follow_up=row["follow_up_th"].strip(),
        basis=_BASES.index(row["basis"]),
        quarters=_quarters(row),
        only_if=row["only_if"],
        place=place,
    )


def parse_item_codes(text: str, name: str) -> tuple[dict[int, frozenset[str]], frozenset[str]]:
    """`o1-o3@2563-2565 o1@2566` to codes by year; `OIT`, `IIT EIT` to instruments. `name` is the row, for errors."""
    items: dict[int, set[str]] = {}
    instruments = set()
    for token in text.split():
        if token in _codes_of_level("instrument"):
            instruments.add(token)
            continue
        match = _CODES.fullmatch(token)
        if match is None:
            raise _fault(
                name, f"item code {token!r} is not CODE@YEAR, CODE@FROM-TO, FIRST-LAST@FROM-TO or an instrument"
            )
        first, start = int(match["first"]), int(match["start"])
        codes = [f"{match['kind']}{number}" for number in range(first, int(match["last"] or first) + 1)]
        years = range(start, int(match["end"] or start) + 1)
        if not codes or not years:
            raise _fault(name, f"item code {token!r} runs backwards")
        for year in years:
            _check_codes(name, token, year, codes)
            items.setdefault(year, set()).update(codes)
    if not items and not instruments:
        raise _fault(name, "item_codes is empty")
    return {year: frozenset(codes) for year, codes in items.items()}, frozenset(instruments)


def _check_codes(name: str, token: str, year: int, codes: list[str]) -> None:
    if year not in known_years():
        raise _fault(name, f"item code {token!r}: no rules are known for {year}")
    if unknown := set(codes) - _items(year):
        raise _fault(name, f"item code {token!r}: the tree of {year} has no item {', '.join(sorted(unknown))}")


def _quarters(row: dict[str, str]) -> tuple[int, int]:
    given = (row["first_quarter"], row["last_quarter"])
    if not all(text in {"1", "2", "3", "4"} for text in given) or given[0] > given[1]:
        raise _fault(row["catalogue_id"], f"first_quarter and last_quarter must be 1 to 4 and in order; found {given}")
    return int(given[0]), int(given[1])


def _one_of(row: dict[str, str], column: str, allowed: tuple[str, ...]) -> None:
    if row[column] not in allowed:
        raise _fault(row["catalogue_id"], f"{column} {row[column]!r} is not one of {', '.join(map(repr, allowed))}")


@cache
def _items(year: int) -> frozenset[str]:
    tree = rulebook(year).tree
    return frozenset(tree.loc[tree["level"] == "item", "code"])


@cache
def _codes_of_level(level: str) -> tuple[str, ...]:
    trees = (rulebook(year).tree for year in known_years())
    return tuple(dict.fromkeys(code for tree in trees for code in tree.loc[tree["level"] == level, "code"]))


def _fault(name: str, fault: str) -> ItaError:
    return ItaError(f"{FILE}, row {name}: {fault}")
