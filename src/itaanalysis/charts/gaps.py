"""The ten indicators of one office as bars, against the pass mark and the next level."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from itaanalysis.charts._bars import (
    beside_bar,
    draw_bars,
    draw_named_lines,
    in_bar,
    label_rows,
    named_lines,
    priority_looks,
    read_office,
)
from itaanalysis.charts._checks import check_frame, check_one, indicator_rows
from itaanalysis.charts._page import MUTED, ORANGE, Page
from itaanalysis.charts._words import two_decimals

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ROOM_INSIDE = 14.0  # points of score that a number inside a bar takes


def plot_gaps(
    gaps: pd.DataFrame,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    note: str | None = None,
    lang: str = "th",
) -> Axes:
    """Bars of the ten indicators on 0–100, with the pass mark and the floor of the next level.

    Parameters
    ----------
    gaps
        What `compute_gaps` gave, filtered to one office and one year.
    ax, title, note, lang
        Axes to draw on (None: a new figure); the finding as a title; a line before the source; `th` or `en`.

    Returns
    -------
    Axes
        A bar an indicator in tree order, its width the score; its priority in words at the right. A missing score is
        written as ไม่มีข้อมูล and has no bar.

    Raises
    ------
    ItaError
        Not a gaps frame, no rows, several offices or years, or a year without indicators.
    """
    check_frame(gaps, "gaps", "plot_gaps")
    check_one(gaps, "plot_gaps", agency=True)
    rows = indicator_rows(gaps, "plot_gaps")
    office = read_office(gaps)
    page = Page(ax, lang)
    _draw(page, rows)
    page.ax.set_xlim(0, 100)
    page.style_axes(grid="x")
    draw_named_lines(page, named_lines(office, page.words))
    heading = office.headings(page.words, "title_gaps", title, office.score_text(page.words), count=len(rows))
    rule = page.words("level_rule", year=office.year)
    return page.finish(*heading, frame=gaps, drawn=rows, notes=[note or ""], rule=rule)


def _draw(page: Page, rows: pd.DataFrame) -> None:
    looks = priority_looks(page.words)
    shown = [looks[priority] for priority in rows["priority"]]
    scores = rows["score"].to_numpy()
    draw_bars(page, np.nan_to_num(scores), shown)
    label_rows(page, [page.words.numbered(row) for _, row in rows.iterrows()], share=0.3)
    page.ax.set_ylim(len(rows) - 0.45, -0.55)
    for at, (score, look) in enumerate(zip(scores, shown, strict=True)):
        if np.isnan(score):
            beside_bar(page, MUTED)(1, at, page.words("missing"))
            continue
        if score > _ROOM_INSIDE:
            in_bar(page, look.color)(score - 0.7, at, two_decimals(score))
        else:
            beside_bar(page, look.color)(score + 0.7, at, two_decimals(score))
        page.write(101.5, at, look.label, color=ORANGE if look.color == ORANGE else MUTED, ha="left")
