"""The indicators of one office around a circle: an option for those who are used to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from itaanalysis.charts._bars import read_office
from itaanalysis.charts._checks import check_frame, check_one, indicator_rows
from itaanalysis.charts._page import BLUE, GRID, INK, LABEL, MUTED, ORANGE, SMALL, Page
from itaanalysis.charts._text import FAMILY, wrap
from itaanalysis.charts._words import two_decimals
from itaanalysis.rulebook import round_score
from itaanalysis.scoring import roll_up

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_RINGS = (20, 40, 60, 80, 100)
_LABEL_SHARE, _LABEL_RADIUS = 0.26, 108
_LABEL_SHARE_OF_AXES = 0.6


def plot_radar(
    frame: pd.DataFrame,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    note: str | None = None,
    lang: str = "th",
) -> Axes:
    """The indicators of one office and year around a circle, 0 in the middle and 100 at the rim.

    Parameters
    ----------
    frame
        A scores or gaps frame, filtered to one office and one year; it is rolled up first.
    ax, title, note, lang
        Polar axes to draw on (None: a new figure); the finding as a title; a line before the source; `th` or `en`.

    Returns
    -------
    Axes
        The number and score at each spoke, the pass mark as a named ring. A missing score is written as ไม่มีข้อมูล
        and leaves a gap in the outline.

    Raises
    ------
    ItaError
        Not a scores frame, no rows, several offices or years, a year without indicators, or axes that are not polar.
    """
    check_frame(frame, "scores", "plot_radar")
    check_one(frame, "plot_radar", agency=True)
    rows = indicator_rows(roll_up(frame), "plot_radar")
    office = read_office(frame)
    page = Page(ax, lang, polar=True)
    angles = 2 * np.pi * np.arange(len(rows)) / len(rows)
    scores = rows["score"].to_numpy()
    _draw_rings(page, scores, office.book.pass_mark)
    _draw_outline(page, angles, scores, office.book.pass_mark)
    _draw_labels(page, angles, rows)
    heading = office.headings(page.words, "title_radar", title, office.score_text(page.words), count=len(rows))
    rule = page.words("level_rule", year=office.year)
    return page.finish(*heading, frame=frame, drawn=rows, notes=[note or ""], rule=rule)


def _draw_rings(page: Page, scores: np.ndarray, mark: float | None) -> None:
    ax = page.ax
    ax.set_theta_zero_location("N")  # type: ignore[attr-defined]
    ax.set_theta_direction(-1)  # type: ignore[attr-defined]
    ax.set_ylim(0, 100)
    ax.set_xticks([])
    ax.set_yticks(_RINGS, [""] * len(_RINGS))
    ax.tick_params(labelfontfamily=FAMILY)
    ax.grid(True, color=GRID, linewidth=1)
    ax.spines["polar"].set_color(GRID)
    half = np.pi / len(scores)  # between the first spoke and the second, where no name stands
    for ring in _RINGS[:-1]:
        page.write(half, ring, f"{ring}", ha="center", fontsize=SMALL, color=MUTED, halo="white")
    if mark is not None:
        circle = np.linspace(0, 2 * np.pi, 181)
        ax.plot(circle, np.full(181, mark), color=INK, linewidth=1.6, linestyle="--", gid="named line", zorder=3)
        text = page.words("pass_mark", mark=f"{mark:g}")
        outline = (scores + np.roll(scores, -1)) / 2  # halfway to the next spoke: the name stands where it is farthest
        farthest = int(np.argmax(np.nan_to_num(np.abs(outline - mark))[1:])) + 1
        page.write((2 * farthest + 1) * half, mark, text, ha="center", halo="white", zorder=5)


def _draw_outline(page: Page, angles: np.ndarray, scores: np.ndarray, mark: float | None) -> None:
    """A closed outline with a gap at each missing score; a square where a score is below the pass mark."""
    closed = np.append(scores, scores[0]), np.append(angles, 2 * np.pi)
    page.ax.plot(closed[1], closed[0], color=BLUE, linewidth=2.5, zorder=4, gid="scores")
    if not np.isnan(scores).any():
        page.ax.fill(angles, scores, color=BLUE, alpha=0.15, zorder=2)
    shown = round_score(scores)
    below = np.zeros(len(scores), dtype=bool) if mark is None else shown < mark
    reached = ~below & ~np.isnan(scores)
    page.ax.scatter(angles[reached], scores[reached], s=60, color=BLUE, zorder=5, clip_on=False)
    page.ax.scatter(angles[below], scores[below], s=80, color=ORANGE, marker="s", zorder=5, clip_on=False)


def _draw_labels(page: Page, angles: np.ndarray, rows: pd.DataFrame) -> None:
    room = page.width * (_LABEL_SHARE if page.own else _LABEL_SHARE_OF_AXES)
    for angle, (_, row) in zip(angles, rows.iterrows(), strict=True):
        across, up = np.sin(angle), np.cos(angle)
        ha = "center" if abs(across) < 0.1 else "left" if across > 0 else "right"
        va = "bottom" if up > 0.9 else "top" if up < -0.9 else "center"
        missing = np.isnan(row["score"])
        score = page.words("missing") if missing else two_decimals(row["score"])
        name = wrap(page.figure, page.words.numbered(row), room, LABEL)
        between = "  " if ha == "center" and "\n" not in name else "\n"
        page.write(angle, _LABEL_RADIUS, f"{name}{between}{score}", ha=ha, va=va, linespacing=1.15)
