"""Sheets of .xlsx and .xlsm, searched as bytes: a piece without a mark costs a few searches and is never parsed.

Not covered: cells and rows that do not say their own address (`r`) count for the size and are not told;
a formula written with a made-up value (some programs write 0) is told only where the workbook asks to be
calculated when opened.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import unescape
from itertools import chain
from typing import NamedTuple

from itaanalysis.exports.opening._hidden_sheet import BUILT_IN_PERCENTAGES, Hidden, Room, column_number, is_percentage

LONGEST_ROW = 16_000_000
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_SHEET = re.compile(rb"<((?:[\w.-]+:)?)worksheet[\s>]")
_ATTRIBUTE = re.compile(rb"([\w.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ADDRESS = re.compile(r"([A-Za-z]+)(\d+)$")
# Beyond EZ9999: files in order are measured by the last cell of each row, and this finds those that are not.
_FAR = re.compile(rb" r=\"(?:[A-Za-z]{3}|[F-Zf-z][A-Za-z]|[A-Za-z]+\d{5})")
_IN_ORDER_AFTER = 1_000_000
_START = 4_096
_OTHER_QUOTES = re.compile(rb"<(?:[\w.-]+:)?(?:c|row)\s[^<>]*(?:'|\s=|=\s)")


class Styles(NamedTuple):
    """What the workbook says of all its sheets."""

    percentages: tuple[int, ...]
    calculate_on_load: bool


def attributes(tag: bytes) -> dict[str, str]:
    """Attributes of a tag by their name without prefix."""
    return {
        name.decode(): unescape((double or single).decode("utf-8", "replace"))
        for name, double, single in _ATTRIBUTE.findall(tag)
    }


def tags(name: str, xml: bytes) -> Iterator[dict[str, str]]:
    """Attributes of every tag of this name, whatever its prefix."""
    pattern = rb"<(?:[\w.-]+:)?" + name.encode() + rb"(?=\s)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*+)>"
    return (attributes(match[1]) for match in re.finditer(pattern, xml))


def read_styles(styles: bytes, workbook: bytes) -> Styles:
    """The cell formats that show a percentage, and whether the stored values are to be trusted."""
    formats = {tag.get("numFmtId"): tag.get("formatCode", "") for tag in tags("numFmt", styles)}
    shown = {number for number, code in formats.items() if is_percentage(code)} | {
        str(number) for number in BUILT_IN_PERCENTAGES if str(number) not in formats
    }
    inside = re.search(rb"<(?:[\w.-]+:)?cellXfs\b.*?</(?:[\w.-]+:)?cellXfs>", styles, re.DOTALL)
    cells = tags("xf", inside[0]) if inside else ()
    percentages = tuple(number for number, tag in enumerate(cells) if tag.get("numFmtId") in shown)
    asks = any(tag.get("fullCalcOnLoad") in ("1", "true") for tag in tags("calcPr", workbook))
    return Styles(percentages, asks)


def is_sheet(start: bytes) -> bool:
    """Whether a part of the archive is a sheet, by how it starts."""
    return _SHEET.search(start, 0, _START) is not None


def _whole_rows(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """The prefix of the tags, and the text in pieces that end with a row."""
    first = next(iter(chunks := iter(chunks)), b"")
    root = _SHEET.search(first, 0, _START)
    prefix = root[1] if root else b""
    for piece in whole_pieces(chain([first], chunks), b"</" + prefix + b"row>"):
        yield prefix, piece


def whole_pieces(chunks: Iterable[bytes], end: bytes) -> Iterator[bytes]:
    """Text cut after an end tag, so that no cell is torn; what is longer than any honest row is cut anywhere."""
    kept: list[bytes] = []
    size = 0
    for chunk in chunks:
        size += len(chunk)
        cut = chunk.rfind(end) + len(end)
        if cut >= len(end) or size > LONGEST_ROW:
            cut = cut if cut >= len(end) else len(chunk)
            yield b"".join([*kept, chunk[:cut]])
            kept, size = [], len(chunk) - cut
            chunk = chunk[cut:]
        kept.append(chunk)
    yield b"".join(kept)


def measure(chunks: Iterable[bytes], sheet: str, room: Room) -> None:
    """Count the cells from A1 to the last filled one. Past the first megabyte rows are taken to be in order."""
    rows = seen = counted = unnumbered = 0
    widths = {b"": 0}
    for prefix, piece in _whole_rows(chunks):
        start, end, address = b"<" + prefix + b"c", b"</" + prefix + b"c>", _address(prefix)
        places = []
        if seen < _IN_ORDER_AFTER and (_FAR.search(piece) or _quotes_oddly(piece, start)):
            places = _filled(prefix).findall(piece)
        seen += len(piece)
        texts = piece.split(b"</" + prefix + b"row>")
        for number, text in enumerate(texts, start=counted + 1):
            last = text.rfind(start, 0, max(text.rfind(end), 0))
            if match := address.match(text, last) if last >= 0 else None:
                places.append(match.groups())
            elif last >= 0:
                rows, unnumbered = max(rows, number), max(unnumbered, text.count(start))
        counted += len(texts) - 1
        if counted > LAST_ROW:
            room.take(sheet, counted, LAST_COLUMN)
        widths |= {letters: column_number(letters[:8]) for letters in {letters for letters, _ in places}}
        rows = max([rows, *(int(row[:10]) for _, row in places)])
    room.take(sheet, rows, max(unnumbered, *widths.values()))


def _quotes_oddly(piece: bytes, start: bytes) -> bool:
    """Whether the tags are written with single quotes or blanks: one program wrote the whole sheet, the first tells."""
    first = max(piece.find(start + b" "), 0)
    return _OTHER_QUOTES.search(piece, max(first - 200, 0), first + 300) is not None


@lru_cache
def _address(prefix: bytes) -> re.Pattern[bytes]:
    """A cell up to its address."""
    return re.compile(b"<" + prefix + rb"c(?: r=\"|(?=\s)[^<>]*?\sr\s*=\s*[\"'])([A-Za-z]+)(\d+)")


@lru_cache
def _filled(prefix: bytes) -> re.Pattern[bytes]:
    """A cell that holds something, and its address."""
    return re.compile(_address(prefix).pattern + rb"[\"'][^<>]*+(?<!/)>")


class _Patterns(NamedTuple):
    """What to look for, each with the cheap search that tells whether it can be there at all."""

    formula_there: re.Pattern[bytes]
    formula: re.Pattern[bytes]
    error: re.Pattern[bytes]
    percent_there: re.Pattern[bytes] | None
    percent: re.Pattern[bytes] | None
    row: re.Pattern[bytes]


@lru_cache
def _patterns(prefix: bytes, styles: Styles) -> _Patterns:
    p = re.escape(prefix)
    formula = b"<" + p + rb"f\b[^<>]*+(?:(?<=/)>|>[^<]*+</" + p + rb"f>)\s*+"
    cell, value = b"<" + p + rb"c(?=\s)", b"<" + p + b"v"
    no_value = b"(</" + p + b"c>)|" + value + rb"\s*/>|" + value + rb">\s*</" + p + b"v>"
    if styles.calculate_on_load:
        no_value += b"|" + value + rb">0(?:\.0)?</"
    percent_there = percent = None
    if styles.percentages:
        numbers = b"|".join(b"%d" % number for number in styles.percentages)
        styled = rb"[^<>]*?\ss\s*=\s*[\"'](?:" + numbers + rb")[\"'][^<>]*+"
        if 0 in styles.percentages:
            styled = rb"(?![^<>]*\ss\s*=)[^<>]*+|" + styled
        else:
            percent_there = re.compile(rb" s=\"(?:" + numbers + rb")\"")
        percent = re.compile(cell + b"(" + styled + rb")>\s*(?:" + formula + b")?" + value + rb"[^<>]*>[^<\s]")
    return _Patterns(
        re.compile(b"<" + p + rb"f[\s/>]"),
        re.compile(cell + rb"([^<>]*+)>\s*" + formula + b"(?:" + no_value + b")"),
        re.compile(
            cell + rb"([^<>]*?\st\s*=\s*[\"']e[\"'][^<>]*+)>\s*(?:" + formula + b")?" + value + rb"[^<>]*>([^<]*)"
        ),
        percent_there,
        percent,
        re.compile(b"<" + p + rb"row(?=\s)([^<>]*?\shidden\s*=\s*[\"'](?:1|true)[\"'][^<>]*+)>"),
    )


_HIDDEN_THERE = re.compile(rb"hidden=\"[1t]")


def read_sheet(chunks: Iterable[bytes], styles: Styles) -> Hidden:
    """What is hidden in one sheet."""
    hidden = Hidden()
    odd = None
    for prefix, piece in _whole_rows(chunks):
        patterns = _patterns(prefix, styles)
        if odd is None:
            odd = _quotes_oddly(piece, b"<" + prefix + b"c")
            hidden.columns.extend(_columns(piece.partition(b"sheetData")[0]))
        if odd or b't="e"' in piece:
            hidden.errors.update(_errors(patterns.error, piece))
        if odd or patterns.formula_there.search(piece):
            hidden.uncalculated.extend(_uncalculated(patterns.formula, piece))
        if odd or _HIDDEN_THERE.search(piece):
            numbers = (attributes(tag).get("r", "") for tag in patterns.row.findall(piece))
            hidden.rows.extend(int(number) - 1 for number in numbers if number.isdecimal())
        if patterns.percent and (odd or not patterns.percent_there or patterns.percent_there.search(piece)):
            hidden.percent.extend(_percent(patterns.percent, piece))
    return hidden


def _errors(pattern: re.Pattern[bytes], piece: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    for text, value in pattern.findall(piece):
        place = _place(attributes(text))
        if place:
            yield place, unescape(value.decode("utf-8", "replace"))


def _uncalculated(pattern: re.Pattern[bytes], piece: bytes) -> Iterator[tuple[int, int]]:
    for text, nothing in pattern.findall(piece):
        tag = attributes(text)
        place = _place(tag)
        # A formula that gives the empty text is stored as type "str" with an empty value.
        if place and (nothing or tag.get("t") != "str"):
            yield place


def _percent(pattern: re.Pattern[bytes], piece: bytes) -> Iterator[tuple[int, int]]:
    for text in pattern.findall(piece):
        tag = attributes(text)
        place = _place(tag)
        if place and tag.get("t", "n") == "n":
            yield place


def _columns(head: bytes) -> Iterator[int]:
    for tag in tags("col", head):
        if tag.get("hidden") in ("1", "true") and tag.get("min", "").isdigit() and tag.get("max", "").isdigit():
            yield from range(int(tag["min"]) - 1, min(int(tag["max"]), LAST_COLUMN))


def _place(tag: dict[str, str]) -> tuple[int, int] | None:
    match = _ADDRESS.match(tag.get("r", ""))
    return (int(match[2]) - 1, column_number(match[1].encode()) - 1) if match else None
