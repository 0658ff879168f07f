"""Sheets of .xls (Excel 97 to 2003), record by record out of the OLE document.

Not covered: this format has no mark for a formula never calculated. Where every formula of a workbook shows the
empty text they are taken as never calculated: that is what writing libraries leave. Nothing is told of Excel 95.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from itaanalysis.exports._issues import Problem
from itaanalysis.exports.opening._hidden_ole import Document
from itaanalysis.exports.opening._hidden_sheet import BUILT_IN_PERCENTAGES, ERRORS, Hidden, Room, is_percentage

_BOF, _EOF, _SHEET, _LOCKED, _FORMAT, _CELL_FORMAT = 0x809, 0x0A, 0x85, 0x2F, 0x41E, 0xE0
_ROW, _COLUMNS, _FORMULA, _BOOL_OR_ERROR, _MANY_NUMBERS = 0x208, 0x7D, 0x06, 0x205, 0xBD
_NUMBERS, _TEXTS = (0x203, 0x27E), (0xFD, 0x204, 0xD6)
_ERROR_RESULT, _EMPTY_RESULT, _NO_NUMBER = 2, 3, 0xFFFF
_WORKSHEET = 0
_DIMENSIONS, _LAST_ROW, _LAST_COLUMN = 0x200, 65_536, 256


def read_workbook(data: bytes, room: Room) -> dict[str, Hidden]:
    """What is hidden in each sheet; refuses a sheet too large before a cell of it is built.

    Raises
    ------
    Problem
        The document holds no workbook, or is protected by a password.
    struct.error, IndexError
        The document is damaged.
    """
    document = Document(data)
    if "EncryptedPackage" in document or "EncryptionInfo" in document:
        raise Problem("password")
    if "Workbook" not in document and "Book" not in document:
        raise Problem("not_a_workbook", value=", ".join(document.names())[:80])
    if "Book" in document:
        # Excel 95 writes texts in another way: its sheets are measured and nothing more.
        _read_sheets(document.read("Book"), room)
    return _read_sheets(document.read("Workbook"), room) if "Workbook" in document else {}


def _read_sheets(book: bytes, room: Room) -> dict[str, Hidden]:
    names, percentages = _read_globals(book)
    found = {name: _Reader(percentages).read(book, start, name, room) for name, start in names}
    if any(reader.calculated for reader in found.values()):
        return {name: reader.hidden for name, reader in found.items()}
    for reader in found.values():
        reader.hidden.uncalculated.extend(reader.empty_formulas)
    return {name: reader.hidden for name, reader in found.items()}


def _records(book: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Kind and content of each record up to the end of the sheet that starts here, without charts within it."""
    depth = 0
    while at + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, at)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, book[at + 4 : at + 4 + size]
        at += 4 + size


def _read_globals(book: bytes) -> tuple[list[tuple[str, int]], frozenset[int]]:
    """Name and start of each sheet, and the cell formats that show a percentage."""
    names, shown, formats = [], set(BUILT_IN_PERCENTAGES), []
    for kind, body in _records(book, 0):
        if kind == _LOCKED:
            raise Problem("password")
        if kind == _SHEET:
            start, _, sheet, count = struct.unpack_from("<IBBB", body)
            if sheet == _WORKSHEET:
                names.append((_text(body[7:], count), start))
        elif kind == _FORMAT:
            number, count = struct.unpack_from("<HH", body)
            (shown.add if is_percentage(_text(body[4:], count)) else shown.discard)(number)
        elif kind == _CELL_FORMAT:
            formats.append(struct.unpack_from("<H", body, 2)[0])
    return names, frozenset(at for at, number in enumerate(formats) if number in shown)


def _text(body: bytes, count: int) -> str:
    """Text with a leading byte that tells one or two bytes a letter."""
    return (
        body[1 : 1 + 2 * count].decode("utf-16-le", "replace") if body[0] & 1 else body[1 : 1 + count].decode("latin-1")
    )


def _check_dimensions(body: bytes) -> None:
    """Refuse a claimed size beyond the format's own: calamine makes room for it and ends the process."""
    top, bottom, left, right = struct.unpack_from("<IIHH" if len(body) >= 12 else "<HHHH", body)
    if not (top <= bottom <= _LAST_ROW and left <= right <= _LAST_COLUMN):
        raise Problem("damaged", value=f"DIMENSIONS {top}:{bottom}, {left}:{right}")


class _Reader:
    """One sheet while its records go by."""

    def __init__(self, percentages: frozenset[int]) -> None:
        self.hidden = Hidden()
        self.empty_formulas: list[tuple[int, int]] = []
        self.calculated = False
        self._percentages = percentages
        self._rows = self._columns = 0

    def read(self, book: bytes, start: int, name: str, room: Room) -> _Reader:
        """Take in all records of the sheet that starts here."""
        for kind, body in _records(book, start):
            if kind == _ROW:
                if struct.unpack_from("<H", body, 12)[0] & 0x20:
                    self.hidden.rows.append(struct.unpack_from("<H", body)[0])
            elif kind == _COLUMNS:
                first, last, _, _, flags = struct.unpack_from("<HHHHH", body)
                if flags & 1:
                    self.hidden.columns.extend(range(first, min(last, _LAST_COLUMN - 1) + 1))
            elif kind == _DIMENSIONS:
                _check_dimensions(body)
            elif kind == _MANY_NUMBERS:
                for number in range((len(body) - 6) // 6):
                    self._number(body, 4 + 6 * number, number)
            elif kind in _NUMBERS:
                self._number(body, 4, 0)
            elif kind in _TEXTS:
                self._place(body, 0)
            elif kind == _FORMULA:
                self._formula(body)
            elif kind == _BOOL_OR_ERROR:
                place = self._place(body, 0)
                if body[7]:
                    self.hidden.errors[place] = ERRORS.get(body[6], "#?")
        room.take(name, self._rows, self._columns)
        room.mark(name, self.hidden.marks)
        return self

    def _place(self, body: bytes, right: int) -> tuple[int, int]:
        row, column = struct.unpack_from("<HH", body)
        column += right
        self._rows, self._columns = max(self._rows, row + 1), max(self._columns, column + 1)
        return row, column

    def _number(self, body: bytes, style_at: int, right: int) -> None:
        place = self._place(body, right)
        if struct.unpack_from("<H", body, style_at)[0] in self._percentages:
            self.hidden.percent.append(place)

    def _formula(self, body: bytes) -> None:
        kind, code, number = body[6], body[8], struct.unpack_from("<H", body, 12)[0]
        if number != _NO_NUMBER:
            self._number(body, 4, 0)
        elif kind == _ERROR_RESULT:
            self.hidden.errors[self._place(body, 0)] = ERRORS.get(code, "#?")
        elif kind == _EMPTY_RESULT:
            self.empty_formulas.append(self._place(body, 0))
            return
        else:
            self._place(body, 0)
        self.calculated = True
