"""Native tables on a slide: every row as high as its texts, every table as large as its place allows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from pptx.oxml.ns import qn
from pptx.util import Pt

from itaanalysis.reports.pack._slides._text import (
    BLUE,
    LINE_GREY,
    PAD,
    PALE,
    SMALLEST,
    WHITE,
    Box,
    Run,
    add_element,
    count_lines,
    describe,
    emu,
    letters,
    line_height,
    room,
    two_lines,
    write_paragraphs,
)

if TYPE_CHECKING:
    from pptx.slide import Slide

# Codes and numbers, and words that a space holds together.
_UNBROKEN = re.compile("[^ \n]*\u00a0[^ \n]*|[!-~+−]+")
_CUT = "…"
_SIZES = (24, 22, 20, SMALLEST)
_NO_STYLE_BUT_GRID = "{5940675A-B579-460E-94D1-54222C63F5DA}"


class Cell(NamedTuple):
    """A cell of a table: its lines, the colour behind them, and where they stand (`l`, `ctr`, `r`)."""

    lines: tuple[Run, ...]
    fill: str = WHITE
    align: str = "l"


def head_row(texts: Sequence[str], size: int) -> list[Cell]:
    """A header of a table."""
    return [Cell((Run(text, size, True, WHITE),), BLUE, "l" if at == 0 else "ctr") for at, text in enumerate(texts)]


def text_row(texts: Sequence[str], widths: Sequence[float], size: int, *, numbers: int) -> list[Cell]:
    """A row of a table, each text on two lines at most; the last so many columns hold numbers."""
    short = [two_lines(text, width, size) for text, width in zip(texts, widths, strict=True)]
    first = len(texts) - numbers
    return [Cell((Run(text, size),), WHITE, "r" if at >= first else "l") for at, text in enumerate(short)]


def fit_table(
    make: Callable[[int], list[list[Cell]]], widths: Sequence[float], height: float, noun: str
) -> list[list[Cell]]:
    """The table at the largest size at which all rows fit and no text is cut.

    Where there is none, at the largest at which all rows fit; else those rows that fit at the smallest.
    """
    fitting: list[list[list[Cell]]] = []
    for size in _SIZES:
        table = make(size)
        if sum(row_height(row, widths) for row in table) > height or not all(_words_fit(row, widths) for row in table):
            continue
        if not any(run.text.endswith(_CUT) for row in table for cell in row for run in cell.lines):
            return table
        fitting.append(table)
    return fitting[0] if fitting else _keep_rows(make(SMALLEST), widths, height, noun)


def _words_fit(row: Sequence[Cell], widths: Sequence[float]) -> bool:
    """Whether what no line may break fits its column."""
    return all(
        letters(word) <= room(width, run.size)
        for cell, width in zip(row, widths, strict=True)
        for run in cell.lines
        for word in _UNBROKEN.findall(run.text)
    )


def _keep_rows(rows: list[list[Cell]], widths: Sequence[float], height: float, noun: str) -> list[list[Cell]]:
    """The rows that fit the height; where some do not, a last row says how many more there are."""
    heights = [row_height(row, widths) for row in rows]
    if sum(heights) <= height:
        return rows
    size = rows[-1][0].lines[0].size
    room_left = height - line_height(size) - PAD
    kept = next(count for count in range(len(rows), 0, -1) if sum(heights[:count]) <= room_left)
    more = Cell((Run(f"และอีก {len(rows) - kept} {noun}", size),), PALE)
    return [*rows[:kept], [more, *([Cell((Run("", size),), PALE)] * (len(widths) - 1))]]


def put_table(slide: Slide, box: Box, rows: Sequence[Sequence[Cell]], widths: Sequence[float], name: str) -> Any:
    """A native table whose first row is its header; rows as high as their texts, which must fit the box.

    A row whose cells but the first are empty is one cell across the table.
    """
    heights = [row_height(row, widths) for row in rows]
    frame = slide.shapes.add_table(len(rows), len(widths), *emu(box._replace(height=sum(heights))))
    frame.name = name
    describe(frame, name)
    table: Any = frame.table
    style = table._tbl.tblPr.find(qn("a:tableStyleId"))
    style.text = _NO_STYLE_BUT_GRID
    table.horz_banding = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Pt(width)
    for drawn, row, height in zip(table.rows, rows, heights, strict=True):
        drawn.height = Pt(height)
        for element, cell in zip(drawn._tr.tc_lst, row, strict=True):
            _fill_cell(element, cell)
    for at, row in enumerate(rows):
        if _is_across(row):
            table.cell(at, 0).merge(table.cell(at, len(widths) - 1))
    return frame


def _is_across(row: Sequence[Cell]) -> bool:
    return len(row) > 1 and not any(run.text for cell in row[1:] for run in cell.lines)


def row_height(row: Sequence[Cell], widths: Sequence[float]) -> float:
    """Height of a row: that of its tallest cell."""
    if _is_across(row):
        row, widths = row[:1], (sum(widths),)
    return max(
        sum(count_lines(run.text, width, run.size) * line_height(run.size) for run in cell.lines) + PAD
        for cell, width in zip(row, widths, strict=True)
    )


def _fill_cell(element: Any, cell: Cell) -> None:
    write_paragraphs(element.get_or_add_txBody(), [(run,) for run in cell.lines], cell.align)
    properties = element.get_or_add_tcPr()
    properties.attrib.update(
        {"marL": str(Pt(PAD)), "marR": str(Pt(PAD)), "marT": str(Pt(PAD / 2)), "marB": str(Pt(PAD / 2))}
    )
    properties.set("anchor", "ctr")
    for side in ("a:lnL", "a:lnR", "a:lnT", "a:lnB"):
        line = add_element(properties, side, w=str(Pt(0.75)))
        add_element(add_element(line, "a:solidFill"), "a:srgbClr", val=LINE_GREY)
    add_element(add_element(properties, "a:solidFill"), "a:srgbClr", val=cell.fill)
