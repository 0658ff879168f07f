"""Numbers beside the lines of a trend: put where they touch no line and no other text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from itaanalysis.charts._page import BLUE, INK, LABEL, MUTED, Page, Style
from itaanalysis.charts._text import measure
from itaanalysis.charts._words import two_decimals
from itaanalysis.charts.changes import signed
from itaanalysis.rulebook import rulebook

if TYPE_CHECKING:
    from matplotlib.transforms import Bbox

_POINTS = 72.0
_FIRST, _STEP, _NEAR, _FAR = 15.0, 3.0, 36.0, 75.0  # points between a place and the middle of its label
_CLEAR = 4.0  # points between a label and a line or text
_ABOVE = 14.0  # points that a label may stand above the axes
_DOTS = 400  # a segment is tried at so many of its points


def label_points(page: Page, wide: pd.DataFrame, dashed: list[int]) -> None:
    """For a single office its scores, and its changes into the dashed years; the name of the pass mark.

    The page must be finished: only then it is known how steep the lines are.
    """
    page.settle()
    lines, marks = _drawn(page, "segment"), _drawn(page, "named line")
    points = [(year, score) for name in wide for year, score in wide[name].dropna().items()]
    lines.append(page.ax.transData.transform(np.array(points, dtype=float)))
    if wide.shape[1] == 1:
        scores = wide.iloc[:, 0].dropna()
        for year, score in points[:-1]:
            _write_beside(page, [(float(str(year)), score)], two_decimals(score), lines, marks, color=BLUE)
        for year in dashed:
            before, after = scores[year - 1], scores[year]
            places = [(year - share, after + share * (before - after)) for share in (0.5, 0.4, 0.6)]
            _write_beside(page, places, f"{signed(after - before)}†", lines, marks, color=MUTED)
    known = {float(year): mark for year in wide.index if (mark := rulebook(int(year)).pass_mark) is not None}
    for mark in dict.fromkeys(known.values()):
        places = [(year, mark) for year in known if known[year] == mark]
        _write_beside(page, places, page.words("pass_mark", mark=f"{mark:g}"), lines, [], weight="normal")


def _drawn(page: Page, gid: str) -> list[np.ndarray]:
    """Straight lines of the axes as points on the page, in pixels, so close that no label slips between two."""
    found = []
    for line in page.ax.lines:
        if line.get_gid() == gid:
            first, last = page.ax.transData.transform(np.asarray(line.get_xydata()))
            found.append(first + np.linspace(0, 1, _DOTS)[:, None] * (last - first))
    return found


def _write_beside(
    page: Page,
    places: list[tuple[float, float]],
    text: str,
    lines: list[np.ndarray],
    marks: list[np.ndarray],
    *,
    color: str = INK,
    weight: str = "bold",
) -> None:
    """Write a text above or below one of the places, as near as it is clear; else beside it, or over a mark."""
    scale = page.figure.dpi / _POINTS
    size = np.array(measure(page.figure, text, LABEL, weight)) * scale
    taken = [drawn.get_window_extent() for drawn in page.ax.texts if drawn.get_text()]

    aside = size[0] / scale / 2 + _FIRST - _CLEAR
    ups = [(0.0, side * up) for up in np.arange(_FIRST, _FAR + 1, _STEP) for side in (1, -1)]
    sides = [(side * (aside + far), 0.0) for far in np.arange(0, _NEAR, _STEP) for side in (1, -1)]
    near = [move for move in ups if abs(move[1]) <= _NEAR]
    tries = [(near, lines + marks), (sides, lines + marks), (ups, lines), (sides, lines)]

    def is_clear(place: tuple[float, float], move: tuple[float, float], obstacles: list[np.ndarray]) -> bool:
        middle = page.ax.transData.transform(place) + np.array(move) * scale
        return _is_clear(page, np.array([middle - size / 2, middle + size / 2]), obstacles, taken, _CLEAR * scale)

    ways = [(place, move, obstacles) for moves, obstacles in tries for move in moves for place in places]
    (x, y), move, _ = next((way for way in ways if is_clear(*way)), ways[0])
    where: Style = {"xytext": move, "textcoords": "offset points", "ha": "center", "va": "center"}
    page.write(x, y, text, halo="white", fontweight=weight, color=color, zorder=5, **where)


def _is_clear(page: Page, box: np.ndarray, lines: list[np.ndarray], taken: list[Bbox], clear: float) -> bool:
    """Whether a label (its lower left and upper right, in pixels) lies on the axes, and touches no line and no text."""
    area, above = page.ax.bbox, _ABOVE * page.figure.dpi / _POINTS
    low, high = box
    if (low < (area.x0, area.y0)).any() or (high > (area.x1, area.y1 + above)).any():
        return False
    low, high = low - clear, high + clear
    if any(text.x0 < high[0] and low[0] < text.x1 and text.y0 < high[1] and low[1] < text.y1 for text in taken):
        return False
    return not any(((line >= low) & (line <= high)).all(axis=1).any() for line in lines)
