"""The page around a chart: title, subtitle, tag of simulated data, notes, and the style of the axes.

The header and the notes are measured first, and the axes get what is left: nothing overlaps, nothing is cut.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from itaanalysis.charts._notes import source_note
from itaanalysis.charts._text import FAMILY, fit, measure, register_fonts, wrap
from itaanalysis.charts._words import Words, words
from itaanalysis.errors import ItaError
from itaanalysis.frames import FROM_ANSWERS, SIMULATED, is_marked

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

# Blue, orange and greys: told apart by every eye, and by their lightness on a poor projector.
BLUE, ORANGE, GREY = "#1F5F8B", "#C4501B", "#687382"
INK, MUTED, GRID, PALE = "#1B1F24", "#555F6B", "#DFE3E8", "#EEF1F4"
TITLE_SIZES, SUBTITLE_SIZES, LABEL, SMALL = (20, 19, 18), (14, 13), 13, 12
_PAGE_INCHES, _PAGE_DPI = (12.0, 6.75), 100
_MARGIN, _GAP = 16.0, 6.0
_POINTS = 72.0
Style = dict[str, Any]


class Page:
    """A chart being made. Draw on `ax` with `write` for text, then `finish`."""

    def __init__(self, ax: Axes | None, lang: str, *, polar: bool = False) -> None:
        self.words: Words = words(lang)
        if ax is not None and polar != (ax.name == "polar"):
            wanted = (
                'polar axes: plt.subplots(subplot_kw={"projection": "polar"})' if polar else "plain axes, not polar"
            )
            raise ItaError(f"this chart is drawn on {wanted}; found {ax.name} axes")
        register_fonts()
        self.own = ax is None
        self.ax: Axes = _new_axes(polar) if ax is None else ax
        self.figure: Figure = self.ax.figure.get_figure(root=True)
        if not self.own:
            self.figure.draw_without_rendering()  # so that the layout has settled before texts are measured

    @property
    def width(self) -> float:
        """Width that the texts around the chart may take, in points."""
        pixels = self.figure.bbox.width if self.own else self.ax.bbox.width
        return pixels * _POINTS / self.figure.dpi - (2 * _MARGIN if self.own else 0)

    def settle(self) -> None:
        """Bring the axes to their place on the page, so that points on it can be told."""
        engine = self.figure.get_layout_engine()
        if engine is None:
            self.figure.draw_without_rendering()
        else:
            engine.execute(self.figure)

    def grow(self, height: float) -> None:
        """Make an own page as high as its rows need, in inches; never lower than the page of a projector."""
        if self.own:
            self.figure.set_figheight(max(height, self.figure.get_figheight()))

    def write(self, x: float, y: float, text: str, *, halo: str = "", **style: Any) -> Text:
        """A text on the axes, in Sarabun; with a halo of that colour over lines and hatches."""
        if halo:
            from matplotlib.patheffects import withStroke

            style["path_effects"] = [withStroke(linewidth=5, foreground=halo)]
        return self.ax.annotate(
            text, (x, y), annotation_clip=False, **{"va": "center_baseline", **self.text_style(**style)}
        )

    def text_style(self, **style: Any) -> dict[str, Any]:
        """Style of a text in Sarabun."""
        return {"fontsize": LABEL, "color": INK, "fontfamily": FAMILY, **style}

    def style_axes(self, *, grid: str, spines: tuple[str, ...] = ("bottom",)) -> None:
        """Thin grid along one axis (`x`, `y` or none), few spines, tick labels in Sarabun also where made later."""
        ax = self.ax
        for side, spine in ax.spines.items():
            spine.set_visible(side in spines)
            spine.set_color(MUTED)
        ax.set_axisbelow(True)
        if grid:
            ax.grid(True, axis=grid, color=GRID, linewidth=1)  # type: ignore[arg-type]
        ax.tick_params(labelsize=LABEL, labelcolor=INK, labelfontfamily=FAMILY, length=0, pad=6)

    def finish(
        self,
        title: str,
        subtitle: str,
        *,
        frame: pd.DataFrame,
        drawn: pd.DataFrame,
        notes: list[str],
        rule: str = "",
    ) -> Axes:
        """Put the header, the notes and the source with the rule, and what the rows are marked with."""
        simulated = is_marked(frame, SIMULATED)
        lines = [note for note in notes if note]
        lines.append(" · ".join(text for text in (source_note(drawn, frame, self.words), rule) if text))
        if is_marked(frame, FROM_ANSWERS):
            lines.append(self.words("from_answers_note"))
        if simulated:
            lines.append(self.words("simulated_note"))
        tag = self.words("simulated") if simulated else ""
        (self._finish_page if self.own else self._finish_axes)(title, subtitle, lines, tag)
        return self.ax

    def _header(self, title: str, subtitle: str, tag: str) -> tuple[str, float, str, float]:
        room = self.width - (measure(self.figure, tag, LABEL, "bold")[0] + 40 if tag and self.own else 0)
        sizes = TITLE_SIZES if self.own else (15, 14, 13)
        title, title_size = fit(self.figure, title, room, sizes, lines=2, weight="bold")
        subtitle, subtitle_size = fit(self.figure, subtitle, room, SUBTITLE_SIZES, lines=2)
        return title, title_size, subtitle, subtitle_size

    def _finish_page(self, title: str, subtitle: str, notes: list[str], tag: str) -> None:
        figure = self.figure
        page_width, page_height = (inches * _POINTS for inches in figure.get_size_inches())
        title, title_size, subtitle, subtitle_size = self._header(title, subtitle, tag)
        left, down = _MARGIN / page_width, _MARGIN
        head: Style = {"ha": "left", "va": "top", "fontfamily": FAMILY}
        figure.suptitle(
            title, x=left, y=1 - down / page_height, fontsize=title_size, fontweight="bold", color=INK, **head
        )
        down += measure(figure, title, title_size, "bold")[1] + _GAP
        figure.text(left, 1 - down / page_height, subtitle, fontsize=subtitle_size, color=MUTED, gid="subtitle", **head)
        down += measure(figure, subtitle, subtitle_size)[1] + 2 * _GAP
        if tag:
            figure.text(1 - left - 6 / page_width, 1 - (_MARGIN + 4) / page_height, tag, **_tag_style("right", "top"))
        text = "\n".join(wrap(figure, note, self.width, SMALL) for note in notes)
        foot: Style = {"fontsize": SMALL, "color": MUTED, "fontfamily": FAMILY, "linespacing": 1.15, "gid": "note"}
        figure.text(left, 0.6 * _MARGIN / page_height, text, ha="left", va="bottom", **foot)
        up = 0.6 * _MARGIN + measure(figure, text, SMALL)[1] * 1.02 + 1.5 * _GAP
        engine: Any = figure.get_layout_engine()
        if engine is not None:
            rect = (left, up / page_height, 1 - 2 * left, 1 - (up + down) / page_height)
            engine.set(rect=rect, w_pad=0.02, h_pad=0.02)

    def _finish_axes(self, title: str, subtitle: str, notes: list[str], tag: str) -> None:
        """The same around axes that a caller gave: as wide as the axes, above and below what stands around them."""
        figure, ax = self.figure, self.ax
        scale = _POINTS / figure.dpi
        if figure.get_layout_engine() is None:
            _keep_inside(figure, ax)  # first, because the header is as wide as what is left of the axes
        figure.draw_without_rendering()
        box = ax.get_tightbbox()
        above = max((box.y1 - ax.bbox.y1) * scale, 0) + _GAP if box is not None else _GAP
        below = max((ax.bbox.y0 - box.y0) * scale, 0) + _GAP if box is not None else _GAP
        title, title_size, subtitle, subtitle_size = self._header(title, subtitle, tag)
        text = "\n".join(wrap(figure, note, self.width, SMALL) for note in notes)
        near: Style = {"xycoords": "axes fraction", "textcoords": "offset points", "fontfamily": FAMILY, "ha": "left"}
        ax.annotate(text, (0, 0), (0, -below), va="top", fontsize=SMALL, color=MUTED, gid="note", **near)
        ax.annotate(
            subtitle, (0, 1), (0, above), va="bottom", fontsize=subtitle_size, color=MUTED, gid="subtitle", **near
        )
        above += measure(figure, subtitle, subtitle_size)[1] + _GAP
        ax.set_title(title, loc="left", pad=above, fontsize=title_size, fontweight="bold", color=INK, fontfamily=FAMILY)
        if tag:
            above += measure(figure, title, title_size, "bold")[1] + 2 * _GAP
            where: Style = {"xycoords": "axes fraction", "textcoords": "offset points", **_tag_style("left", "bottom")}
            ax.annotate(tag, (0, 1), (6, above), **where)
        if figure.get_layout_engine() is None:
            _keep_inside(figure, ax)


def _keep_inside(figure: Figure, ax: Axes) -> None:
    """Shrink axes that no layout looks after, so that what stands around them is not cut at the figure's edge."""
    for _ in range(2):  # the second time for what the first one wrapped or moved
        figure.draw_without_rendering()
        box, page, place = ax.get_tightbbox(), figure.bbox, ax.get_position()
        if box is None:
            return
        left, right = max(_GAP - box.x0, 0) / page.width, max(box.x1 + _GAP - page.width, 0) / page.width
        down, up = max(_GAP - box.y0, 0) / page.height, max(box.y1 + _GAP - page.height, 0) / page.height
        width, height = place.width - left - right, place.height - down - up
        if width > 0 and height > 0:
            ax.set_position((place.x0 + left, place.y0 + down, width, height))


def _tag_style(ha: str, va: str) -> dict[str, Any]:
    box = {"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": ORANGE, "linewidth": 2}
    return {
        **{"fontsize": LABEL, "fontweight": "bold", "color": ORANGE, "fontfamily": FAMILY, "gid": "simulated"},
        **{"ha": ha, "va": va, "bbox": box},
    }


def _new_axes(polar: bool) -> Axes:
    import matplotlib.pyplot as plt

    figure = plt.figure(figsize=_PAGE_INCHES, dpi=_PAGE_DPI, layout="constrained", facecolor="white")
    return figure.add_subplot(projection="polar" if polar else None)
