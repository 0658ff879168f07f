"""The measures of a report: rows of its tables by the role of each column, and the indicators that each serves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cache

from itaanalysis.datafiles import read_data
from itaanalysis.review._document import Document, Passage, Table
from itaanalysis.review._indicators import Printed, names_of_year
from itaanalysis.rulebook import rulebook
from itaanalysis.thai import match_key

_NUMBERED = re.compile(r"ตัวชี้วัด(?:ย่อย)?(?:ที่)?\s*(10|[1-9])(?![\d])")
_ITEM = re.compile(r"(?<![A-Za-z0-9-])([oieOIE]\d{1,2})(?![\d-])")
_SHORT = 120
_LEAST_TITLE = 15
#: Letters at the beginning of a line that are surely of its first cell.
_FIRST_CELL = 30


@dataclass(frozen=True)
class Measure:
    """A row of a measures table: its cells by role (`columns.csv`), and the codes of the indicators it serves."""

    passage: Passage
    cells: dict[str, Passage]
    serves: frozenset[str] = field(default_factory=frozenset)

    def cell(self, role: str) -> Passage:
        """The cell of a role; the row's first cell where the table has no such column."""
        return self.cells.get(role, self.passage)


@dataclass(frozen=True)
class Measures:
    """All of a report: rows of measures tables, of follow-up tables, and what text outside tables serves.

    `known`: the indicators that measures answer, where that need not be told from words.
    """

    rows: list[Measure]
    follow_ups: list[Measure]
    in_text: frozenset[str]
    found: bool
    known: frozenset[str] | None = None

    @property
    def served(self) -> frozenset[str]:
        """Codes of the indicators that any measure serves."""
        told = self.in_text.union(*(row.serves for row in self.rows))
        return told if self.known is None else self.known


def find_measures(
    document: Document, year_be: int, printed: dict[str, Printed], codes: Collection[str] | None = None
) -> Measures:
    """The measures of the report, from tables; else from the text under a heading on measures after the scores.

    `codes`: the nodes that measures answer, where they are known.
    """
    rows: list[Measure] = []
    follow_ups: list[Measure] = []
    last: tuple[dict[str, int], list[Measure], int] | None = None
    for table in document.tables:
        roles = roles_of(table.rows[0])
        follows = document.extracted and table.before is None and last is not None and len(table.rows[0]) == last[2]
        if "measure" in roles and "result" in roles and "steps" not in roles:
            last = (roles, follow_ups, len(table.rows[0]))
            follow_ups += _rows(table, roles, year_be, table.rows[1:])
        elif "measure" in roles and len(set(roles) & {"responsible", "steps", "period"}) >= 2:
            last = (roles, rows, len(table.rows[0]))
            rows += _rows(table, roles, year_be, table.rows[1:])
        elif follows and last is not None:
            last[1].extend(
                _rows(table, last[0], year_be, table.rows)
            )  # a page of a PDF begins: its rows have no header
        else:
            last = None
    in_text = frozenset() if rows else _served_in_text(document, year_be, printed)
    known = None if codes is None else frozenset(_indicator_of(code, year_be) for code in codes)
    return Measures(rows, follow_ups, in_text or frozenset(), bool(rows) or in_text is not None, known)


def roles_of(header: list[Passage]) -> dict[str, int]:
    """Role to column of a header row; each role's first column."""
    roles: dict[str, int] = {}
    for at, cell in enumerate(header):
        key = match_key(cell.plain)
        found = next((role for role, word in _role_words() if key.startswith(word)), None)
        if found is not None and len(cell.plain) <= _SHORT // 2:
            roles.setdefault(found, at)
    return roles


@cache
def _role_words() -> list[tuple[str, str]]:
    """Role and key of each word, in the order of `columns.csv`."""
    table = read_data("review", "columns.csv")
    return [(role, match_key(word)) for role, word in table[["role", "word"]].itertuples(index=False)]


def _rows(table: Table, roles: dict[str, int], year_be: int, lines: list[list[Passage]]) -> Iterator[Measure]:
    """The measures of a table; a row of one filled cell heads those below it, and so does a short line above."""
    heading = table.before.plain if table.before is not None and len(table.before.plain) <= _SHORT else ""
    for line in lines:
        filled = [cell for cell in line if cell.text.strip()]
        if len(filled) == 1 and len(line) > 2 and len(filled[0].plain) <= _SHORT:
            heading = filled[0].plain
        elif filled and roles_of(line) != roles:
            cells = {role: line[at] for role, at in roles.items() if at < len(line)}
            told = " ".join(cells[role].plain for role in ("measure", "area") if role in cells)
            serves = served_by(f"{heading} {told}", " ".join(cell.plain for cell in line), year_be)
            yield Measure(filled[0], cells, serves)


def served_by(named: str, every: str, year_be: int) -> frozenset[str]:
    """Indicators that a measure serves: named in words in its name, or by number or item code in any of its cells."""
    return frozenset({*_by_number(f"{named} {every}", year_be), *_by_words(named, year_be)})


def _by_number(text: str, year_be: int) -> Iterator[str]:
    for found in _NUMBERED.finditer(text):
        yield found[1]
    for found in _ITEM.finditer(text):
        code = _indicator_of(found[1].lower(), year_be)
        if code:
            yield code


def _indicator_of(code: str, year_be: int) -> str:
    """The indicator that a node is or stands under (an instrument is its own); empty where the year knows none."""
    parents = _parents(year_be)
    while code in parents and code not in names_of_year(year_be):
        code = parents[code]
    return code if code in parents else ""


@cache
def _parents(year_be: int) -> dict[str, str]:
    tree = rulebook(year_be).tree
    return dict(zip(tree["code"], tree["parent"], strict=True))


def _by_words(text: str, year_be: int) -> Iterator[str]:
    key = match_key(text)
    for code, words in _served_words(year_be).items():
        if any(word in key for word in words):
            yield code


@cache
def _served_words(year_be: int) -> dict[str, list[str]]:
    """Code to the keys of words that tell it: `serving_words.csv`, and titles of items that are long enough."""
    words: dict[str, list[str]] = {}
    for code, word in read_data("review", "serving_words.csv").itertuples(index=False):
        words.setdefault(code, []).append(match_key(word))
    tree = rulebook(year_be).tree
    for code, title in tree.loc[tree["level"] == "item", ["code", "name_th"]].itertuples(index=False):
        node = _indicator_of(code, year_be)
        if node and len(match_key(title)) >= _LEAST_TITLE:
            words.setdefault(node, []).append(match_key(title))
    return words


def _served_in_text(document: Document, year_be: int, printed: dict[str, Printed]) -> frozenset[str] | None:
    """Indicators that the text under the last heading on measures names; None where there is none after the scores.

    Where tables are lines: under the first heading, for that of a column looks like one, and in words only where a
    line begins, for there the measure stands, not its steps.
    """
    scores = {id(told.passage) for told in printed.values()}
    first = max((at for at, passage in enumerate(document.passages) if id(passage) in scores), default=-1)
    texts = Counter(passage.plain for passage in document.passages)  # a running title stands on every page
    heads = [
        at
        for at, passage in enumerate(document.passages)
        if at > first
        and not passage.in_table
        and len(passage.plain) <= _SHORT
        and re.match(r"[\d.()\s]*(?:แผน)?มาตรการ", passage.plain)
        and (document.has_tables or texts[passage.plain] == 1)
    ]
    if not heads:
        return None
    start = heads[-1 if document.has_tables else 0]
    lines = [passage.plain for passage in document.passages[start + 1 :]]
    below = " ".join(lines)
    named = [below] if document.has_tables else [line[:_FIRST_CELL] for line in lines]
    return frozenset(_by_number(below, year_be)).union(*(_by_words(text, year_be) for text in named)) if lines else None
