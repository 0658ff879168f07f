"""Sheets of .xlsb, record by record. Not covered: this format stores a value with every formula, calculated or not."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator

from itaanalysis.exports.opening._hidden_sheet import BUILT_IN_PERCENTAGES, ERRORS, Hidden, Room, is_percentage

_ROW, _NUMBERS, _ERRORS, _BLANK, _LAST_CELL = 0, (2, 5, 9), (3, 11), 1, 11
_COLUMNS, _MERGE, _SHEET = 60, 176, 156
_FORMAT, _CELL_FORMATS, _CELL_FORMATS_END, _CELL_FORMAT = 44, 617, 618, 47
# Kind and size of a record: a byte with its high bit set is followed by another.
_HEAD = re.compile(rb"([\x80-\xff]?[\x00-\xff])([\x80-\xff]{0,3}[\x00-\x7f])", re.DOTALL)


def read_sheet_names(workbook: bytes) -> Iterator[tuple[str, str]]:
    """Name and relationship of each sheet, in their order."""
    for kind, body in _records([workbook]):
        if kind == _SHEET:
            key, after = _text(body, 8)
            yield _text(body, after)[0], key


def read_percentages(styles: bytes) -> frozenset[int]:
    """The cell formats that show a percentage."""
    shown, cells, inside, found = set(BUILT_IN_PERCENTAGES), 0, False, set()
    for kind, body in _records([styles]):
        if kind == _FORMAT:
            number = struct.unpack_from("<H", body)[0]
            (shown.add if is_percentage(_text(body, 2)[0]) else shown.discard)(number)
        elif kind in (_CELL_FORMATS, _CELL_FORMATS_END):
            inside = kind == _CELL_FORMATS
        elif kind == _CELL_FORMAT and inside:
            if struct.unpack_from("<H", body, 2)[0] in shown:
                found.add(cells)
            cells += 1
    return frozenset(found)


def read_sheet(chunks: Iterable[bytes], percentages: frozenset[int], name: str, room: Room) -> Hidden:
    """What is hidden in one sheet; refuses a sheet too large before a cell of it is built."""
    hidden, row, rows, columns = Hidden(), 0, 0, 0
    place = struct.Struct("<II").unpack_from
    for kind, body in _records(chunks):
        if kind == _ROW:
            row = int.from_bytes(body[:4], "little")
            if body[11] & 0x10:
                hidden.rows.append(row)
        elif kind <= _LAST_CELL:
            column, style = place(body)
            if kind != _BLANK:
                if row >= rows:
                    rows = row + 1
                if column >= columns:
                    columns = column + 1
            if kind in _ERRORS:
                hidden.errors[row, column] = ERRORS.get(body[8], "#?")
            elif kind in _NUMBERS and style & 0xFFFFFF in percentages:
                hidden.percent.append((row, column))
        elif kind == _COLUMNS:
            first, last, _, _, flags = struct.unpack_from("<IIIIH", body)
            if flags & 1:
                hidden.columns.extend(range(first, min(last, 16_383) + 1))
        elif kind == _MERGE:
            top, bottom, left, right = struct.unpack_from("<IIII", body)
            hidden.merges.append((top, left, bottom, right))
    room.take(name, rows, columns)
    room.mark(name, hidden.marks)
    return hidden


def _text(body: bytes, at: int) -> tuple[str, int]:
    """A counted text, and where the next thing starts; a missing one is empty."""
    count = struct.unpack_from("<I", body, at)[0]
    count = 0 if count == 0xFFFFFFFF else min(count, len(body))
    return body[at + 4 : at + 4 + 2 * count].decode("utf-16-le", "replace"), at + 4 + 2 * count


def _records(chunks: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Kind and content of each whole record."""
    rest = b""
    for chunk in chunks:
        rest += chunk
        at, most = 0, len(rest)
        while at + 2 <= most:
            kind, size, start = rest[at], rest[at + 1], at + 2
            if kind > 127 or size > 127:
                head = _HEAD.match(rest, at)
                if not head:
                    break
                kind, size, start = _number(head[1]), _number(head[2]), head.end()
            if start + size > most:
                break
            yield kind, rest[start : start + size]
            at = start + size
        rest = rest[at:]


def _number(digits: bytes) -> int:
    """A number of 7 bits a byte, the lowest first."""
    return sum((byte & 0x7F) << 7 * place for place, byte in enumerate(digits))
