"""Which rows of a list name an agency: others are remarks, statistics, personal data, or still the header."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from itaanalysis.exports._layout import Table
from itaanalysis.exports._values import words_of
from itaanalysis.exports._weights import instruments
from itaanalysis.exports.opening import is_filled
from itaanalysis.exports.words import is_personal
from itaanalysis.thai import arabic_digits, begins_like_office, clean, find_years, match_key, parse_agency

#: What becomes of a row: it names an agency, says something else, holds personal data, or names nothing.
NAMED, REMARK, PERSONAL, NAMELESS = "named", "remark", "personal", "nameless"
_LETTER = re.compile("[ก-ฮa-zA-Z]")
_UNIT = re.compile(r"[()\s%]|คะแนน")
_COUNTED = re.compile(r"^\(?[\d๐-๙]{1,4}\s*[.)]\s*(?=[^\s\d๐-๙])")
_HEADER_REST = 2  # rows below a header that may still belong to it


def kind_of(name: object) -> str:
    """What a cell in the column of agencies says."""
    if isinstance(name, str):
        return NAMED if begins_like_office(name) else _kind_of(name)
    return NAMELESS


@lru_cache(maxsize=4_096)
def _kind_of(name: str) -> str:
    plain = clean(name)
    if not plain or not _LETTER.search(plain):
        return NAMELESS
    if parse_agency(plain).known_type:
        return NAMED
    if is_personal(plain):
        return PERSONAL
    key = match_key(plain)
    if any(plain.startswith(word) for word in words_of("remark")):
        return REMARK
    if any(key.startswith(match_key(word)) for word in words_of("no_office")):
        return REMARK
    return NAMELESS if find_years(plain) and not _LETTER.search(re.sub("ปีงบประมาณ|ปี|พ.ศ.|FY", "", plain)) else NAMED


def bare_name(name: str) -> str:
    """`1. อบต.ก*` to `อบต.ก`."""
    return _COUNTED.sub("", name).rstrip("* ")


def belongs_to_header(table: Table, row: int, year_be: int) -> bool:
    """Whether a row right below the header only counts its columns (1 2 3 …) or states the weights (30 30 40 100)."""
    if row >= table.first + _HEADER_REST:
        return False
    cells = [table.sheet.rows[row][at] for at in range(table.left, table.right + 1)]
    read = [_number(cell) for cell in cells if is_filled(cell)]
    numbers = [number for number in read if number is not None]
    if len(numbers) < max(2, len(read)):
        return False
    if all(after == before + 1 for before, after in pairwise(numbers)):
        return True
    weights = {code: weight for code, (weight, _) in instruments(year_be).items()} | {"ITA": 100.0} if year_be else {}
    told = {at: _number(table.sheet.cell(row, at)) for at in table.scores}
    return len(weights) > 1 and all(told[at] == weights.get(head.code) for at, head in table.scores.items())


def _number(cell: object) -> float | None:
    try:
        return float(_UNIT.sub("", arabic_digits(str(cell))))
    except ValueError:
        return None
