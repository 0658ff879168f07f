"""What every workbook of ours needs: text that is never run, Thai widths, safe sheet names, files written whole."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.worksheet import Worksheet

from itaanalysis.errors import ItaError
from itaanalysis.files import steady_bytes
from itaanalysis.reports._file import write_file
from itaanalysis.thai import thai_digits

FACE = "TH Sarabun New"
_LONGEST_TEXT = 32_767
_LONGEST_NAME = 31
_TALLEST_ROW = 409.0
# Width of a Thai letter and height of a line, as shares of the font size. TH Sarabun New takes about 0.36 and 1.3; the
# room is for wider faces that stand in where it is not installed (Laksaman: 0.54 and 1.66), and for breaking at words.
_LETTER = 0.54
_LINE = 1.65
# Column widths are told in digits of the workbook's own font. Arial, because every system has it or its exact double.
_OWN_FACE, _OWN_SIZE = "Arial", 10
_UNIT, _EDGE, _PIXELS_A_POINT = 7, 8, 96 / 72
_NOT_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_IN_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


class _Row(RowDimension):
    """A row whose height is an estimate: Excel and LibreOffice may grow it when its text changes."""

    @property
    def customHeight(self) -> bool:  # noqa: N802 - the name in the file format
        return False


def new_workbook() -> Workbook:
    """A workbook without sheets, whose column widths mean the same everywhere."""
    book = Workbook()
    book.remove(book.active)
    own = Font(name=_OWN_FACE, size=_OWN_SIZE)
    book._fonts = IndexedList([own])
    book._named_styles["Normal"].font = own
    return book


def put_text(cell: Cell, text: str, *, size: int, bold: bool = False, across: str = "left") -> None:
    """Text into a cell as text, whatever it begins with, wrapped, in the Thai face.

    Raises
    ------
    ItaError
        The text is longer than a cell can hold.
    """
    text = _NOT_XML.sub("", ILLEGAL_CHARACTERS_RE.sub("", text))
    if len(text) > _LONGEST_TEXT:
        raise ItaError(f"ข้อความในช่อง {cell.coordinate} ยาว {len(text):,} ตัวอักษร เซลล์ Excel รับได้ {_LONGEST_TEXT:,}")
    cell.value = text
    # openpyxl takes "=…" for a formula and "#N/A" for an error; quotePrefix keeps Excel from doing so on editing.
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(("=", "+", "-", "@"))
    cell.font = Font(name=FACE, size=size, bold=bold)
    cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal=across)


def in_digits(text: str, digits: str) -> str:
    """Thai digits where asked for, but not in words with Latin letters: o42, M10-05 and file names stay as they are."""
    if digits == "arabic":
        return text
    return re.sub(r"\S+", lambda word: word[0] if re.search("[A-Za-z]", word[0]) else thai_digits(word[0]), text)


def fit_row(texts: list[tuple[str, float]], sizes: tuple[int, ...]) -> tuple[int, float]:
    """The first of the font sizes at which the texts fit a row as tall as Excel allows, and the row's height.

    `texts`: each with the width of its column.
    """
    for size in sizes:
        height = max(count_lines(text, width, size=size) for text, width in texts) * size * _LINE + 4
        if height <= _TALLEST_ROW:
            break
    return size, min(height, _TALLEST_ROW)


def set_height(sheet: Worksheet, row: int, height: float) -> None:
    """Height of a row in points, as an estimate that may grow."""
    sheet.row_dimensions[row] = _Row(sheet, index=row, ht=round(height, 2))


def count_lines(text: str, width: float, *, size: int) -> int:
    """Lines that a text takes in a column of this width; marks above and below a letter take no room."""
    room = max((width * _UNIT - _EDGE) / (size * _PIXELS_A_POINT * _LETTER), 1)
    return sum(max(-(-_letters(line) // int(room)), 1) for line in text.split("\n"))


def _letters(text: str) -> int:
    return sum(unicodedata.category(letter) not in ("Mn", "Cf") for letter in text)


def sheet_name(wanted: str, taken: list[str]) -> str:
    """A name that Excel accepts: at most 31 characters, none of []:*?/\\, not taken whatever the case."""
    plain = _NOT_XML.sub("", _IN_NAME.sub(" ", wanted)).strip().strip("'").strip() or "แผ่นงาน"
    lower = {name.lower() for name in [*taken, "History"]}
    for number in range(1, len(lower) + 2):
        tail = "" if number == 1 else f" ({number})"
        name = _cut(plain, _LONGEST_NAME - len(tail)).rstrip(" '") + tail
        if name.lower() not in lower:
            return name
    raise AssertionError("one more name than are taken cannot all be taken")


def _cut(text: str, units: int) -> str:
    """The beginning of a text in UTF-16 units, which Excel counts, with no mark torn from its letter."""
    end = len(text)
    while len(text[:end].encode("utf-16-le")) // 2 > units or (
        end < len(text) and unicodedata.category(text[end]) == "Mn"
    ):
        end -= 1
    return text[:end]


def save_workbook(book: Workbook, path: Path, made: datetime) -> None:
    """Write the workbook whole or not at all; the same workbook gives the same bytes.

    `made` stands in the file as its date in place of the clock's.

    Raises
    ------
    ItaError
        As `write_file`.
    """
    content = steady_bytes(book, made)
    write_file(path, lambda part: part.write_bytes(content))
