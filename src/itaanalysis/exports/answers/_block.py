"""The question columns of a sheet in the rows of one year: their cells, and what is told of them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from itaanalysis.exports._issues import IssueList
from itaanalysis.exports.answers._questions import Question
from itaanalysis.exports.answers._readings import Key, known_words
from itaanalysis.exports.opening import Sheet, address

EMPTY, OUTSIDE = -1, -2
_MANY_DIGITS = 10_000


class Block(NamedTuple):
    """The question columns of a sheet in these rows, of one year."""

    sheet: Sheet
    head: int
    rows: np.ndarray
    questions: dict[int, Question]
    year_be: int


def cells_of(block: Block, at: int) -> list[object] | tuple[object, ...]:
    """The cells of a column in the block's rows."""
    column, rows = block.sheet.columns[at], block.rows
    span = span_of(rows)
    return column[span] if isinstance(span, slice) else [column[row] for row in rows.tolist()]


def span_of(rows: np.ndarray) -> np.ndarray | slice:
    """The rows as a slice where they follow each other."""
    whole = len(rows) and len(rows) == rows[-1] - rows[0] + 1
    return slice(int(rows[0]), int(rows[-1]) + 1) if whole else rows


def shown_value(value: object, key: Key) -> object:
    """A value for an issue: numbers and words of answers; any other text may tell of a person and is not shown."""
    return value if is_plain(key) else f"(ข้อความ {len(str(value))} ตัวอักษร)"


def is_plain(key: Key) -> bool:
    """Whether a value is a short number or a word of answers, which tells nothing of a person."""
    return abs(key) < _MANY_DIGITS if isinstance(key, float) else key in known_words()


def shown_key(key: Key) -> str:
    """A value as a reader would write it."""
    return f"{key:g}" if isinstance(key, float) else str(key)


def report(block: Block, columns: list[int], kind: str, issues: IssueList, **words: object) -> None:
    """One issue for these columns, at their header."""
    codes = ", ".join(dict.fromkeys(block.questions[at].column for at in columns))
    first, last = address(block.head, min(columns)), address(block.head, max(columns))
    cell = first if first == last else f"{first}:{last}"
    issues.add(kind, sheet=block.sheet.name, cell=cell, codes=codes, **({"value": codes} | words))
