"""Text tables: UTF-8 with or without a byte-order mark, or Windows Thai (code page 874); comma, semicolon or tab."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from itaanalysis.exports._issues import Problem

SHEET = "csv"
TEXT_SUFFIXES = (".csv", ".tsv", ".txt")
_ENCODINGS = ("utf-8-sig", "cp874")
_SEPARATORS = (",", ";", "\t")


def read_csv_rows(path: Path) -> list[list[object]]:
    """The cells of a text table, as text.

    Raises
    ------
    Problem
        The bytes are no text in any of the encodings.
    """
    text = _decode(path.read_bytes())
    lines = io.StringIO(text, newline="")
    return [list(row) for row in csv.reader(lines, delimiter=_separator(text))]


def is_text_table(path: Path) -> bool:
    """Whether the file is a table of text between tabs under the name of a workbook, as some portals give out."""
    with path.open("rb") as file:
        head = file.read(4_096)
    return b"\t" in head and b"\0" not in head and not head.startswith((b"PK", b"\xd0\xcf", b"<"))


def _decode(data: bytes) -> str:
    if b"\0" in data:
        raise Problem("not_a_workbook", value="NUL bytes")
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Problem("not_a_workbook", value="neither UTF-8 nor code page 874")


def _separator(text: str) -> str:
    """The separator that cuts the most lines into the same number of cells, two at least."""
    head = text.splitlines()[:50]

    def agreement(separator: str) -> int:
        widths = [len(row) for row in csv.reader(head, delimiter=separator) if any(row)]
        common = max(set(widths), key=widths.count, default=1)
        return widths.count(common) * (common > 1)

    return max(_SEPARATORS, key=agreement)
