"""The header of a table: which rows it takes, and what each column says. No score is parsed here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from itaanalysis.exports._values import verdict
from itaanalysis.exports.opening import Sheet, is_filled
from itaanalysis.exports.words import Node, field_of, instrument_of, node_of
from itaanalysis.thai import Agency, clean, find_years, parse_agency

#: Fields that name what a row is about.
ROW_NAMES = ("agency", "province", "district", "year")
#: Fields whose cells are read past: they repeat or derive what other cells say.
STATED = ("weight", "weighted", "change", "remark", "status", "minimum", "type")
#: Fields that hold numbers of people.
COUNTS = ("population", "answers")
#: Fields whose cells may say that an item passed or failed, where no column has scores.
_STATES = ("status", "rating")
_DEEPEST_HEADER = 3
#: Numbers that a header may hold: indicators and years of either era.
_HEADER_NUMBERS = frozenset([*range(1, 11), *range(2540, 2600), *range(2000, 2050)])
_SUBINDICATORS = frozenset([9.1, 9.2, 9.3, 9.4, 9.5, 10.1, 10.2])

#: A scale other than 0–100, and a header that is nothing but a year.
_OTHER_SCALE = re.compile(r"เต็ม\s*(?!100(?!\d)|๑๐๐(?!\d))[0-9๐-๙]")
_ONLY_YEAR = re.compile(r"(?:ปี|ปีงบประมาณ|พ\.ศ\.|\s|FY)*[0-9๐-๙]{2,4}")


@dataclass(frozen=True)
class Column:
    """What the header says of a column: a field, or `score` with the node, year and agency that it tells, if any.

    `mended` is the official name where a slip in the header's spelling was mended.
    """

    role: str
    code: str = ""
    year_be: int = 0
    agency: Agency | None = None
    mended: str = ""


Columns = dict[int, Column]


def header_at(sheet: Sheet, row: int) -> tuple[int, list[Columns]] | None:
    """The header that begins at this row: the row below it, and the columns of its tables side by side.

    The most levels that make sense win.
    """
    if not _may_be_header(sheet.rows[row]):
        return None
    best: tuple[int, list[Columns]] | None = None
    for below in range(row + 1, min(row + _DEEPEST_HEADER, len(sheet.rows)) + 1):
        if below > row + 1 and (
            _names_a_node(sheet, below - 1, best)
            or _counts_columns(sheet, below - 1, best)
            or not _may_be_header(sheet.rows[below - 1], first=False)
        ):
            break
        parts = _read_header(sheet, row, below)
        if parts and (best is None or _size(parts) >= _size(best[1])):
            best = below, parts
    if best is not None and best[0] > row + 1 and not _reaches_down(sheet, row):
        # A title such as `จังหวัด | ขอนแก่น` above a header adds nothing to it.
        return None if _read_header(sheet, row + 1, best[0]) == best[1] else best
    return best


def _size(parts: list[Columns]) -> int:
    return sum(map(len, parts))


def _reaches_down(sheet: Sheet, row: int) -> bool:
    return any(top <= row < bottom for top, _, bottom, _ in sheet.merges)


def _names_a_node(sheet: Sheet, row: int, found: tuple[int, list[Columns]] | None) -> bool:
    """Whether the row stands below a header of nodes in rows and names one: it is the first row of the table."""
    told = [(at, column.role) for part in found[1] for at, column in part.items()] if found else []
    in_rows = any(role == "indicator" for _, role in told)
    names = [at for at, role in told if role in ("indicator", "rank") and in_rows]
    return any(node_of(header_text(sheet.cell(row, at))) is not None for at in names)


def _counts_columns(sheet: Sheet, row: int, found: tuple[int, list[Columns]] | None) -> bool:
    """Whether the row stands below a header and holds a number where names belong: (1) (2) (3) under the columns."""
    names = [at for part in found[1] for at, column in part.items() if column.role in ROW_NAMES[:3]] if found else []
    return any(header_text(sheet.cell(row, at)).strip("() ").isdigit() for at in names)


def _may_be_header(cells: Sequence[object], *, first: bool = True) -> bool:
    """Texts of which some are header words, and no number but those of indicators and years."""
    texts = []
    for value in cells:
        if value == "":
            continue
        if not _may_head(value):
            return False
        texts.append(value)
    told = [text for text in map(header_text, texts) if text]
    if len(told) < (2 if first else 1):
        return False
    known = [text for text in told if _is_header_word(text)]
    return any(not text.isdigit() for text in known) or (not first and len(known) == len(told))


def _may_head(value: object) -> bool:
    """Whether a header may hold the value: a text, or a number of an indicator or a year."""
    if type(value) is float or type(value) is int:
        return value in _HEADER_NUMBERS
    return type(value) is str and not (value[0].isdigit() and _is_other_number(value))


@cache
def _is_other_number(text: str) -> bool:
    try:
        number = float(text)
    except ValueError:
        return False
    return number not in _HEADER_NUMBERS and number not in _SUBINDICATORS


def _is_header_word(text: str) -> bool:
    return bool(field_of(_without_year(text)) or node_of(text) or (text.isdigit() and find_years(text)))


def header_text(value: object) -> str:
    """A header cell as text; a whole number may stand for an indicator or a year. Any other number: no header."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value in _HEADER_NUMBERS:
        return str(int(value))
    return ""


@cache
def _without_year(text: str) -> str:
    """`คะแนน ITA (ปี 2563)` to `คะแนน ITA`."""
    if not find_years(text):
        return text
    bare = text.split("(")[0].strip() if "(" in text else text.split("ปี")[0].strip()
    return bare or text


def _read_header(sheet: Sheet, top: int, below: int) -> list[Columns]:
    """The columns of the tables whose header stands in these rows, from left to right; none where they make no sense.

    Parts with a gap between them, or parts that begin with the same word, are tables of their own where each makes
    sense alone.
    """
    stacks = {
        at: list(dict.fromkeys(filter(None, (header_text(sheet.covered(row, at)) for row in range(top, below)))))
        for at in range(sheet.width)
    }
    filled = [(at, stack) for at, stack in stacks.items() if stack]
    begin, starts = filled[0][1] if filled else [], 0
    part, last, numbered = 0, -1, {}
    for at, stack in filled:
        starts += stack == begin
        part += last >= 0 and (at > last + 1 or (stack == begin and starts > 1))
        numbered[at], last = part, at
    if part:
        groups = [dict(group) for _, group in groupby(filled, key=lambda one: numbered[one[0]])]
        apart = [_read_columns(group, sheet, below) for group in groups]
        if all(apart):
            return [columns for columns in apart if columns]
    whole = _read_columns(dict(filled), sheet, below)
    return [whole] if whole else []


def _read_columns(stacks: dict[int, list[str]], sheet: Sheet, below: int) -> Columns | None:
    in_rows = any(field_of(_without_year(text)) == "indicator" for stack in stacks.values() for text in stack)
    told_of = {at: _column(stack, in_rows) for at, stack in stacks.items()}
    columns = {at: column for at, column in told_of.items() if column is not None}
    if in_rows and not {"score", "summary", *COUNTS} & {column.role for column in columns.values()}:
        columns |= _verdicts([at for at, told in told_of.items() if told is None or told.role in _STATES], sheet, below)
    sense = _make_sense(columns, in_rows)
    told = [stacks[at] for at, column in (sense or {}).items() if column.role == "score"]
    # One column under a bare number may be anything; a name or two numbers are indicators.
    return None if len(told) == 1 and not in_rows and all(map(str.isdigit, told[0])) else sense


def _verdicts(states: list[int], sheet: Sheet, below: int) -> Columns:
    """In a list of nodes without scores the one column of these whose cells say passed or failed."""
    found = {}
    for at in states:
        cells = [value for value in sheet.columns[at][below:] if is_filled(value)]
        if 2 * sum(verdict(value) is not None for value in cells) > len(cells):
            found[at] = Column("score")
    return found if len(found) == 1 else {}


def _column(stack: list[str], in_rows: bool) -> Column | None:
    """What a column's header says, from its upper cell to its lowest; None where it says nothing known."""
    kind, named, year_be, agency = "", Node(""), 0, None
    for text in stack:
        years = find_years(text)
        year_be = years[0].year_be if len(years) == 1 else year_be
        word = field_of(_without_year(text))
        node = node_of(text)
        if word == "indicator" and node is not None:
            word = ""
        kind = word or kind
        if node is not None and word != "score" and not node.conflict:
            named, kind = node, "" if kind == "score" else kind
        if in_rows and not word and node is None and (office := parse_agency(text)).known_type:
            agency = office
    if any(_OTHER_SCALE.search(text) for text in stack):
        return None
    if kind == "rating" and named.code not in ("", "ITA"):
        return Column("status")  # the level of an indicator is no level of the office
    if kind in COUNTS:
        return Column(kind, named.code or instrument_of(" ".join(stack)))
    if kind and kind != "score":
        return Column(kind)
    if in_rows and named.code and named.code != "ITA":
        return None
    if kind == "score" or named.code or agency or (year_be and (in_rows or _ONLY_YEAR.fullmatch(stack[-1]))):
        return Column("score", named.code, year_be, agency, named.mended)
    return None


def _make_sense(columns: Columns, in_rows: bool) -> Columns | None:
    """A table has scores or numbers of people, and its rows have a name: nodes, agencies, provinces or years."""
    scores = {at: column for at, column in columns.items() if column.role == "score"}
    roles = {column.role for column in columns.values()}
    if not scores and not roles & {*COUNTS, "summary"}:
        return None
    if in_rows:
        return {at: Column("score", "", c.year_be, c.agency) if c.role == "score" else c for at, c in columns.items()}
    if not scores and ("instrument" in roles or roles & set(ROW_NAMES)):
        return columns
    bare = [at for at, column in scores.items() if not column.code]
    if len(bare) == len(scores) == 1 and "instrument" in roles:
        return columns
    years = {scores[at].year_be for at in bare}
    if not roles & set(ROW_NAMES) or len(bare) > max(len(years), 1):
        return None
    if len(bare) > 1 and 0 not in years and len(bare) == len(scores):
        return columns | {at: Column("score", "ITA", scores[at].year_be) for at in bare}
    if len(bare) > 1:
        return None
    if bare and not any(column.code == "ITA" for column in scores.values()):
        columns = {**columns, bare[0]: Column("score", "ITA", scores[bare[0]].year_be)}
    elif bare:
        return None
    codes = [(column.code, column.year_be) for column in columns.values() if column.role == "score"]
    return columns if len(set(codes)) == len(codes) else None
