"""Offices × indicators of one year, as colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from itaanalysis.agencies import check_complete
from itaanalysis.charts._checks import check_frame, check_one, indicator_rows, rolled_offices
from itaanalysis.charts._page import GREY, INK, MUTED, SMALL, Page
from itaanalysis.charts._text import measure, shorten
from itaanalysis.charts._words import short_name, two_decimals
from itaanalysis.errors import ItaError
from itaanalysis.rulebook import round_score, rulebook

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap

_ROWS_A_BLOCK, _BLOCKS, _MOST_OFFICES = 20, 3, 150
_ROW_INCHES, _FRAME_INCHES = 0.225, 2.85
_HEAD_ROWS, _FOOT_ROWS = 2.0, 1.7  # above and below the cells, in rows
_PAD, _GAP = 4.0, 14.0  # points: beside a text, and between blocks
_NAME_LIMIT = 0.46  # share of a block's width that names may take
# Pale to dark blue: one hue, lightness falls evenly, so it reads in grey and to every eye.
# Most scores lie above 60, so most of the shades do too.
_RAMP = ((0, "#F3F6FA"), (0.4, "#D3E1EE"), (0.6, "#A9C6DF"), (0.75, "#6FA1CB"), (0.85, "#3C78AD"), (1, "#0B3157"))
_DARK_FROM = 83.0  # a number on a cell is white from here


class _Grid(NamedTuple):
    """Scores of the shown offices: names, totals and a matrix with a column an indicator, best total first."""

    names: list[str]
    totals: np.ndarray
    scores: np.ndarray
    indicators: pd.DataFrame
    mark: float | None


def plot_heatmap(
    scores: pd.DataFrame,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    note: str | None = None,
    lang: str = "th",
) -> Axes:
    """Offices × indicators of one year as colours, sorted by the total.

    Parameters
    ----------
    scores
        A scores frame, filtered to one year; it is rolled up first. Averages and totals (agency_type `aggregate`) are
        left out, and a note says so.
    ax, title, note, lang
        Axes to draw on (None: a new figure); the finding as a title; a line before the source; `th` or `en`.

    Returns
    -------
    Axes
        Up to 20 offices stand in one block with the score in each cell, more in up to three blocks side by side. A
        dot marks a score below the pass mark, a hatched cell is ไม่มีข้อมูล.

    Raises
    ------
    ItaError
        Not a scores frame, no rows, several years, a year without indicators, more than 150 offices, only averages,
        or a list that is known to be only the top of a ranking.
    """
    check_frame(scores, "scores", "plot_heatmap")
    check_one(scores, "plot_heatmap", agency=False)
    check_complete(scores, "plot_heatmap")
    rolled, left_out = rolled_offices(scores, "plot_heatmap")
    grid = _grid(rolled)
    count = len(grid.names)
    if count > _MOST_OFFICES:
        raise ItaError(
            f"plot_heatmap: {count} offices cannot be read on one page, {_MOST_OFFICES} can; filter by place, "
            f"with .query('district == \"{rolled['district'].iloc[0]}\"')"
        )
    blocks = min(-(-count // _ROWS_A_BLOCK), _BLOCKS)
    per_block = -(-count // blocks)
    page = Page(ax, lang)
    page.grow(_ROW_INCHES * per_block + _FRAME_INCHES)
    _draw(page, grid, per_block, blocks)
    year = int(rolled["year_be"].iloc[0])
    heading = title if title is not None else page.words("title_heatmap", count=count, year=year)
    told = (
        page.words("sub_heatmap") if title is None else f"{page.words('year', year=year)} · {page.words('sub_heatmap')}"
    )
    averages = page.words("aggregates", count=left_out) if left_out else ""
    drawn = rolled[rolled["level"] == "indicator"]
    return page.finish(heading, told, frame=scores, drawn=drawn, notes=[_key(page, grid), note or "", averages])


def _grid(rolled: pd.DataFrame) -> _Grid:
    nodes = indicator_rows(rolled, "plot_heatmap").drop_duplicates("code", ignore_index=True)
    wide = rolled.pivot(index="agency_id", columns="code", values="score").reindex(columns=["ITA", *nodes["code"]])
    wide = wide.assign(place=np.arange(len(wide))).sort_values(["ITA", "place"], ascending=[False, True])
    names = rolled.drop_duplicates("agency_id").set_index("agency_id")["agency"].map(short_name)
    mark = rulebook(int(rolled["year_be"].iloc[0])).pass_mark
    matrix = wide[list(nodes["code"])].to_numpy(dtype=float)
    return _Grid(list(names.loc[wide.index]), wide["ITA"].to_numpy(dtype=float), matrix, nodes, mark)


def _key(page: Page, grid: _Grid) -> str:
    """What the numbers of the columns and the signs on the cells mean."""
    return " · ".join(f"{row['code']}\u00a0{page.words.name(row)}" for _, row in grid.indicators.iterrows())


class _Shares(NamedTuple):
    """Widths in a block, in cells."""

    names: float
    total: float
    gap: float


def _draw(page: Page, grid: _Grid, per_block: int, blocks: int) -> None:
    page.style_axes(grid="", spines=())
    page.ax.set(xticks=[], yticks=[])
    shares, cell_points = _shares(page, grid, blocks)
    names = [shorten(page.figure, name, shares.names * cell_points - 2 * _PAD, SMALL) for name in grid.names]
    numbers = blocks == 1 and cell_points > measure(page.figure, "100.00 •", SMALL)[0]
    block_width = sum(shares) + len(grid.indicators)
    for block in range(blocks):
        rows = slice(block * per_block, (block + 1) * per_block)
        part = grid._replace(names=names[rows], totals=grid.totals[rows], scores=grid.scores[rows])
        _draw_block(page, part, block * block_width + shares.names, _PAD / cell_points, numbers=numbers)
    page.ax.set_xlim(0, blocks * block_width - shares.gap)
    page.ax.set_ylim(per_block + _FOOT_ROWS, -_HEAD_ROWS)
    _draw_legend(page, grid, per_block, cell_points)
    for text in page.ax.texts:
        text.set_in_layout(False)  # all of them stand inside the axes: hundreds that the layout need not measure


def _shares(page: Page, grid: _Grid, blocks: int) -> tuple[_Shares, float]:
    """Widths in cells, and the width of a cell in points."""
    block_points = page.width / blocks
    names = max(measure(page.figure, name, SMALL)[0] for name in grid.names) + 2 * _PAD
    names = min(names, _NAME_LIMIT * block_points)
    total = measure(page.figure, "88.88", SMALL, "bold")[0] + 2 * _PAD
    gap = _GAP if blocks > 1 else 0.0
    cell = (block_points - names - total - gap) / len(grid.indicators)
    return _Shares(names / cell, total / cell, gap / cell), cell


def _draw_block(page: Page, grid: _Grid, left: float, pad: float, *, numbers: bool) -> None:
    height, width = grid.scores.shape
    x, y = left + np.arange(width + 1), np.arange(height + 1)
    cells = np.ma.masked_invalid(grid.scores)
    page.ax.pcolormesh(x, y, cells, cmap=_ramp(), vmin=0, vmax=100, edgecolors="white", linewidth=0.6)
    for at, (name, total) in enumerate(zip(grid.names, grid.totals, strict=True)):
        page.write(left - pad, at + 0.5, name, ha="right", fontsize=SMALL)
        text = "–" if np.isnan(total) else two_decimals(total)
        page.write(left + width + pad, at + 0.5, text, ha="left", fontsize=SMALL, fontweight="bold")
    for row, column in zip(*np.nonzero(np.isnan(grid.scores)), strict=True):
        _hatched(page, left + column, row)
    _mark_cells(page, grid, left, numbers=numbers)
    _draw_heads(page, grid, left)
    level = -0.5 if numbers else -1.5
    page.write(left + width + pad, level, page.words("total_column"), ha="left", fontsize=SMALL, fontweight="bold")


def _mark_cells(page: Page, grid: _Grid, left: float, *, numbers: bool) -> None:
    """The score in each cell where there is room, and a dot where it is below the pass mark."""
    shown = round_score(grid.scores)
    for row, column in zip(*np.nonzero(~np.isnan(shown)), strict=True):
        below = grid.mark is not None and shown[row, column] < grid.mark
        text = f"{shown[row, column]:.2f}" if numbers else ""
        text += ("\u00a0•" if numbers else "•") if below else ""
        if text:
            color = "white" if shown[row, column] >= _DARK_FROM else INK
            page.write(left + column + 0.5, row + 0.5, text, ha="center", color=color, fontsize=SMALL)


def _draw_heads(page: Page, grid: _Grid, left: float) -> None:
    """Numbers of the indicators, the instruments above them, and a white line between instruments."""
    instruments = list(grid.indicators["parent"])
    for column, code in enumerate(grid.indicators["code"]):
        page.write(left + column + 0.5, -0.5, code, ha="center", fontsize=SMALL)
    for instrument in dict.fromkeys(instruments):
        first = instruments.index(instrument)
        last = first + instruments.count(instrument)
        page.write(left + (first + last) / 2, -1.5, instrument, ha="center", fontsize=SMALL, fontweight="bold")
        page.ax.plot([left + first + 0.1, left + last - 0.1], [-1.0, -1.0], color=MUTED, linewidth=1)
        if first:
            page.ax.plot([left + first] * 2, [0, len(grid.names)], color="white", linewidth=5, gid="separator")


def _draw_legend(page: Page, grid: _Grid, bottom: int, cell: float) -> None:
    """The colours from 0 to 100 in a strip, and what a dot and a hatched cell mean.

    `cell` is the width of a cell in points.
    """
    top, middle = bottom + 0.85, bottom + 1.2
    start, width = 30 / cell, 170 / cell
    edges = start + np.linspace(0, width, 101)
    strip = np.linspace(0.5, 99.5, 100)[None, :]
    page.ax.pcolormesh(edges, [top, top + 0.7], strip, cmap=_ramp(), vmin=0, vmax=100, gid="colour strip")
    page.write(start - 5 / cell, middle, "0", ha="right", fontsize=SMALL)
    page.write(start + width + 5 / cell, middle, "100", ha="left", fontsize=SMALL)
    at = start + width + 55 / cell
    if grid.mark is not None:
        text = "•  " + page.words("below_pass", mark=f"{grid.mark:g}")
        page.write(at, middle, text, ha="left", fontsize=SMALL)
        at += (measure(page.figure, text, SMALL)[0] + 30) / cell
    if np.isnan(grid.scores).any() or np.isnan(grid.totals).any():
        _hatched(page, at, top - 0.1, width=20 / cell)
        page.write(at + 26 / cell, middle, page.words("missing"), ha="left", fontsize=SMALL)


def _hatched(page: Page, x: float, y: float, width: float = 1.0) -> None:
    from matplotlib.patches import Rectangle

    style = {"facecolor": "white", "edgecolor": GREY, "hatch": "////", "linewidth": 0}
    page.ax.add_patch(Rectangle((x, y), width, 0.94, gid="missing", **style))  # type: ignore[arg-type]


def _ramp() -> Colormap:
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("score", _RAMP)
