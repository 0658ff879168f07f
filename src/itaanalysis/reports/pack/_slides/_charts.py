"""Charts on slides: the charts room's pictures without their headings, for which the slide's title stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from itaanalysis.reports.pack._draw import render
from itaanalysis.reports.pack._slides._deck import put_picture
from itaanalysis.reports.pack._slides._text import INK, Box

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pptx.slide import Slide

_PIXELS_AN_INCH = 160
_POINTS = 72.0
#: Letters of 11 points, which a page bears, are too small for the last row of a meeting room.
_LARGER = 1.15
_LAST_YEAR: dict[str, Any] = {
    **{"linestyle": "none", "marker": "^", "markersize": 8, "color": f"#{INK}", "zorder": 6, "clip_on": False},
    **{"markeredgecolor": "white", "markeredgewidth": 1, "gid": "last year"},
}
# Between the bars, where it covers neither number.
_BELOW = 0.49


def put_chart(slide: Slide, ax: Axes, box: Box, told: str) -> None:
    """A chart in the shape of the box, drawn smaller than it, so that its letters are large; `told`: alt text."""
    figure: Any = ax.get_figure(root=True)
    figure.suptitle("")
    for gid in ("subtitle", "simulated"):
        for artist in figure.findobj(lambda found, gid=gid: found.get_gid() == gid):
            artist.remove()
    figure.set_size_inches(box.width / _POINTS / _LARGER, box.height / _POINTS / _LARGER)
    notes = [note.get_window_extent() for note in figure.findobj(lambda found: found.get_gid() == "note")]
    below = max((note.y1 for note in notes), default=0.0) / figure.bbox.height + 0.015
    figure.get_layout_engine().set(rect=(0.01, below, 0.98, 0.99 - below))
    put_picture(slide, box, render(figure, round(_PIXELS_AN_INCH * _LARGER)), told)


def mark_last_year(ax: Axes, scores: pd.Series) -> None:
    """A small arrowhead a row at the score of the year before; none where it is not known."""
    ax.plot(scores.to_numpy(), [row + _BELOW for row in range(len(scores))], **_LAST_YEAR)
