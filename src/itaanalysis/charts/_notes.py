"""Where the numbers of a chart come from, as its footnote says it."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

import pandas as pd

from itaanalysis.charts._text import GLUE
from itaanalysis.charts._words import Words
from itaanalysis.frames import COMPUTED
from itaanalysis.thai import format_date

_SOURCE = re.compile(r"(?P<file>[^#]+)#(?P<sheet>.*)!(?P<first>[A-Z]+\d+)(?::(?P<last>[A-Z]+\d+))?$")
_CELL = re.compile(r"([A-Z]+)(\d+)")
FILES_NAMED = 3
SHEETS_NAMED = 2


class _Cell(NamedTuple):
    column: int
    row: int


def source_note(drawn: pd.DataFrame, frame: pd.DataFrame, words: Words) -> str:
    """`ที่มา: file · sheet!first:last`, with the day of retrieval where the frame knows it.

    The sources of the drawn rows; where one of them was computed, those of the whole frame, from which it came.
    """
    rows = frame if (drawn["source"] == COMPUTED).any() else drawn
    sources = [text for text in pd.unique(rows["source"]) if text not in ("", COMPUTED)]
    if not sources:
        sources = [text for text in pd.unique(frame["source"]) if text not in ("", COMPUTED)]
    if not sources:
        return words("source_unknown")
    ranges = _ranges(sources)
    named = [_file_note(file, ranges[file], frame, words) for file in list(ranges)[:FILES_NAMED]]
    if len(ranges) > FILES_NAMED:
        named.append(words("source_more", count=len(ranges) - FILES_NAMED))
    return words("source", files="; ".join(named))


def _ranges(sources: list[str]) -> dict[str, list[str]]:
    """File to the block of cells of each of its sheets, in the order in which they first stand."""
    blocks: dict[str, dict[str, list[_Cell]]] = {}
    for source in sources:
        match = _SOURCE.match(source)
        if match is None:
            blocks.setdefault(source.split("#")[0], {})  # no address of a cell: the file alone
            continue
        cells = blocks.setdefault(match["file"], {}).setdefault(match["sheet"], [])
        cells.extend(_cell(text) for text in (match["first"], match["last"]) if text)
    return {
        file: [f"{sheet}!{_block(cells)}" if sheet else _block(cells) for sheet, cells in sheets.items()]
        for file, sheets in blocks.items()
    }


def _cell(text: str) -> _Cell:
    match = _CELL.fullmatch(text)
    assert match is not None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return _Cell(column, int(match[2]))


def _block(cells: list[_Cell]) -> str:
    first = _address(min(cell.column for cell in cells), min(cell.row for cell in cells))
    last = _address(max(cell.column for cell in cells), max(cell.row for cell in cells))
    return first if first == last else f"{first}:{last}"


def _address(column: int, row: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def _file_note(file: str, sheets: list[str], frame: pd.DataFrame, words: Words) -> str:
    shown = sheets[:SHEETS_NAMED] + ["…"] * (len(sheets) > SHEETS_NAMED)
    parts = [file, ", ".join(shown)] if shown else [file]
    day = _retrieved(frame, file)
    if day is not None:
        written = format_date(day).replace(" ", GLUE) if words.lang == "th" else day.isoformat()
        parts.append(words("retrieved", date=written))
    return " · ".join(parts)


def _retrieved(frame: pd.DataFrame, file: str) -> date | None:
    known = frame.attrs.get("sources", {}).get(file, {}).get("retrieved")
    try:
        return date.fromisoformat(str(known)[:10]) if known else None
    except ValueError:
        return None
