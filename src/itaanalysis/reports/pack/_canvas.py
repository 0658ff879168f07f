"""A canvas that draws each text once, however many figures show it.

Half of the time of a chart goes into its texts: shaping Thai, and every letter's picture. Most of them (indicators,
marks, units) are the same in the charts of every office.
"""

from __future__ import annotations

from functools import lru_cache
from math import ceil
from typing import Any, NamedTuple

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.font_manager import findfont, get_font

_MOST_TEXTS, _MOST_SIZES = 2048, 8
_Heights = tuple[float, float, float] | tuple[None, None, None]
_EDGE = 3  # pixels around a text, for letters that reach beyond their box


class TextOnceCanvas(FigureCanvasAgg):
    """An Agg canvas whose renderer is kept for the next figure of its size."""

    def get_renderer(self) -> RendererAgg:
        """The renderer of this size; what was drawn with it before is wiped by `draw`."""
        width, height = self.get_width_height(physical=True)
        self.renderer = _renderer(width, height, self.figure.dpi)
        return self.renderer


@lru_cache(maxsize=_MOST_SIZES)
def _renderer(width: int, height: int, dpi: float) -> RendererAgg:
    return _TextOnceRenderer(width, height, dpi)


class _TextOnceRenderer(RendererAgg):
    """Upright plain text comes from a store of pictures; all else is drawn as ever."""

    def get_text_width_height_descent(self, s: str, prop: Any, ismath: Any) -> tuple[float, float, float]:
        if ismath:
            return super().get_text_width_height_descent(s, prop, ismath)
        return _size(s, prop.copy(), self.dpi)

    def _get_font_height_metrics(self, prop: Any) -> _Heights:
        # matplotlib asks a renderer that has this method, and else reads the font's tables, for every text each time
        # that it is placed: a tenth of the time of a chart.
        return _heights(prop.copy(), self.dpi)

    def draw_text(
        self, gc: Any, x: float, y: float, s: str, prop: Any, angle: float, ismath: Any = False, mtext: Any = None
    ) -> None:
        if ismath or angle:
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
            return
        text = _draw(s, prop.copy(), tuple(gc.get_rgb()), self.dpi)
        self.draw_image(gc, round(x) - _EDGE, round(self.height - y) - text.below, text.pixels)


class _Text(NamedTuple):
    pixels: np.ndarray  # RGBA, the lowest row first, as `draw_image` takes it
    below: int  # rows under the line on which the letters stand


@lru_cache(maxsize=_MOST_TEXTS)
def _size(s: str, prop: Any, dpi: float) -> tuple[float, float, float]:
    return RendererAgg(1, 1, dpi).get_text_width_height_descent(s, prop, ismath=False)


@lru_cache(maxsize=_MOST_TEXTS)
def _heights(prop: Any, dpi: float) -> _Heights:
    """Ascent, descent and gap of a face's lines in pixels; None for all of them lets matplotlib measure letters."""
    font = get_font(findfont(prop))
    head, table = font.get_sfnt_table("head"), font.get_sfnt_table("OS/2")
    if head is None or table is None:
        return None, None, None
    pixels = prop.get_size_in_points() * dpi / 72 / head["unitsPerEm"]
    return table["sTypoAscender"] * pixels, -table["sTypoDescender"] * pixels, table["sTypoLineGap"] * pixels


@lru_cache(maxsize=_MOST_TEXTS)
def _draw(s: str, prop: Any, colour: tuple[float, ...], dpi: float) -> _Text:
    width, height, descent = _size(s, prop, dpi)
    below = ceil(descent) + _EDGE
    wide, high = ceil(width) + 2 * _EDGE, ceil(height - descent) + _EDGE + below
    sheet = RendererAgg(wide, high, dpi)
    gc = sheet.new_gc()
    gc.set_foreground(colour, isRGBA=True)  # type: ignore[arg-type]
    sheet.draw_text(gc, _EDGE, high - below, s, prop, 0)
    return _Text(np.asarray(sheet.buffer_rgba())[::-1].copy(), below)
