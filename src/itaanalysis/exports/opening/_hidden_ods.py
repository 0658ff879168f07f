"""Sheets of .ods: the rows are read as tags, since repeated cells and rows say how large a sheet really is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from itertools import product

from itaanalysis.exports.opening._hidden_sheet import Hidden, Room
from itaanalysis.exports.opening._hidden_xlsx import attributes, whole_pieces

_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
_INSIDE = rb"((?:[^<>\"']|\"[^\"]*\"|'[^']*')*+)>"
_TAG = re.compile(rb"<table:(table|table-column|table-row)(?=[\s/>])" + _INSIDE)
_CELL = re.compile(rb"<table:(?:covered-)?table-cell(?=[\s/>])" + _INSIDE)
_ROW_END = b"</table:table-row>"
_SHOWN = re.compile(rb"<text:p(?=[\s/>])[^<>]*+>([^<]*)")
_ERROR = re.compile(r"#[A-Z][A-Z0-9/]*[!?]?|Err:\d+")
_MARKS = re.compile(rb"formula|percentage|spanned|repeated|\"error\"")


def read_workbook(chunks: Iterable[bytes], room: Room) -> dict[str, Hidden]:
    """What is hidden in each sheet; refuses a sheet too large before a cell of it is built."""
    found: dict[str, Hidden] = {}
    sheet = _Sheet("", room)
    for piece in whole_pieces(chunks, _ROW_END):
        found_tags = list(_TAG.finditer(piece))
        ends = [*(tag.start() for tag in found_tags), len(piece)][1:]
        for tag, end in zip(found_tags, ends, strict=False):
            told = attributes(tag[2])
            if tag[1] == b"table":
                sheet.close()
                sheet = _Sheet(told.get("name", ""), room)
                found[sheet.name] = sheet.hidden
            elif tag[1] == b"table-column":
                sheet.add_columns(told)
            else:
                sheet.add_row(told, piece[tag.end() : end].partition(_ROW_END)[0])
    sheet.close()
    return found


class _Sheet:
    """One sheet while its rows go by."""

    def __init__(self, name: str, room: Room) -> None:
        self.name, self.hidden, self._room = name, Hidden(), room
        self._row = self._column = self._rows = self._columns = 0
        self._hidden_rows: list[range] = []
        self._hidden_columns: list[range] = []

    def add_columns(self, tag: dict[str, str]) -> None:
        """The next columns."""
        many = _number(tag, "number-columns-repeated", _MOST_COLUMNS)
        if tag.get("visibility") in ("collapse", "filter"):
            self._hidden_columns.append(range(self._column, self._column + many))
        self._column += many

    def add_row(self, tag: dict[str, str], cells: bytes) -> None:
        """The next row, as often as it says."""
        many = _number(tag, "number-rows-repeated", _MOST_ROWS)
        if tag.get("visibility") in ("collapse", "filter"):
            self._hidden_rows.append(range(self._row, self._row + many))
        width = self._add_cells(cells, many)
        if width:
            self._rows, self._columns = self._row + many, max(self._columns, width)
        self._row += many

    def close(self) -> None:
        """Count the room of the sheet, and keep the hidden rows and columns that lie in it."""
        self._room.take(self.name, self._rows, self._columns)
        for part, most, told in (
            (self._hidden_rows, self._rows, self.hidden.rows),
            (self._hidden_columns, self._columns, self.hidden.columns),
        ):
            for lines in part:
                told.extend(range(lines.start, min(lines.stop, most)))

    def _add_cells(self, text: bytes, many: int) -> int:
        """Marks of a row's cells; the number of columns up to the last filled one."""
        text = _without_trailing_blanks(text)
        if not _MARKS.search(text):
            return text.count(b"table-cell") - text.count(b"</table:")
        column = width = 0
        starts = list(_CELL.finditer(text))
        ends = [*(match.start() for match in starts), len(text)][1:]
        for match, end in zip(starts, ends, strict=False):
            tag = attributes(match[1])
            columns = _number(tag, "number-columns-repeated", _MOST_COLUMNS)
            shown = _SHOWN.search(text, match.end(), end)
            if shown or "value-type" in tag or "formula" in tag:
                width = column + columns
                text_shown = unescape(shown[1].decode("utf-8", "replace")) if shown else None
                if "formula" in tag or "number-rows-spanned" in tag or tag.get("value-type") in ("percentage", "error"):
                    self._room.mark(self.name, many * columns)
                    rows = range(self._row, self._row + many)
                    self._add_cell(tag, text_shown, list(product(rows, range(column, width))))
            column += columns
        return width

    def _add_cell(self, tag: dict[str, str], text: str | None, places: list[tuple[int, int]]) -> None:
        """Marks of a cell, at all places where it is repeated; `text` is what it shows."""
        kind = tag.get("value-type")
        if "formula" in tag and text is None and kind is None:
            self.hidden.uncalculated.extend(places)
        elif kind == "error" or ("formula" in tag and _ERROR.fullmatch(text or "")):
            self.hidden.errors.update(dict.fromkeys(places, text or ""))
        elif kind == "percentage":
            self.hidden.percent.extend(places)
        down, right = (_number(tag, f"number-{of}-spanned", _MOST_ROWS) for of in ("rows", "columns"))
        if down * right > 1:
            top, left = places[0]
            self.hidden.merges.append((top, left, top + down - 1, left + right - 1))


def _without_trailing_blanks(text: bytes) -> bytes:
    """A row's cells without the empty ones after the last filled one: a row often ends with 16,000 of them."""
    while True:
        last = text.rfind(b"<table:")
        end = text[last:] if last >= 0 else b""
        if not end.rstrip().endswith(b"/>") or b"-cell" not in end[:24] or b"formula" in end or b"value" in end:
            return text
        text = text[:last]


def _number(tag: dict[str, str], name: str, most: int) -> int:
    told = tag.get(name, "1")
    return min(max(int(told[:10]), 1), most) if told.isdecimal() else 1
