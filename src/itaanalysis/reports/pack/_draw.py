"""Figures to pictures, and the one figure that is no chart: the steps of the work."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING

from itaanalysis.reports.pack._parts import Figure, Picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as MatplotlibFigure
    from PIL.Image import Image

#: Of the figure as it is drawn (12 inches wide); on a page it stands smaller, with about 160 dots an inch.
_DPI = 120
_LATER_STEPS = ("หาช่องว่าง", "จัดลำดับ", "กำหนดมาตรการ", "ติดตามและรายงานผล")
#: By whether the scores are the announced ones.
_STEPS = {
    True: ("รับผลคะแนน", "ตรวจและคำนวณซ้ำ", *_LATER_STEPS),
    False: ("อ่านคำตอบหรือผลตรวจ", "คิดคะแนน", *_LATER_STEPS),
}
_STEPS_INCHES, _IN_A_ROW = (6.3, 2.3), 3
_COLOURS = 64


def draw_picture(figure: Figure) -> Picture:
    """The figure as a PNG; the same figure gives the same bytes."""
    return _drawn_once(figure.draw) if figure.draw in PLOT_STEPS.values() else _drawn(figure.draw)


def _drawn(draw: Callable[[], Axes]) -> Picture:
    figure = draw().figure.get_figure(root=True)
    width, height = figure.get_size_inches()
    return Picture(render(figure, _DPI), float(width), float(height))


def render(figure: MatplotlibFigure, dpi: int) -> bytes:
    """A matplotlib figure as a PNG of few colours; the figure is closed."""
    import matplotlib.pyplot as plt
    from PIL.Image import frombuffer

    from itaanalysis.reports.pack._canvas import TextOnceCanvas

    try:
        figure.set_dpi(dpi)
        canvas = TextOnceCanvas(figure)
        # Not savefig, which draws everything twice.
        canvas.draw()
        pixels = frombuffer("RGBA", canvas.get_width_height(), canvas.buffer_rgba(), "raw", "RGBA", 0, 1)
        file = BytesIO()
        _in_few_colours(pixels.convert("RGB")).save(file, "png")
        return file.getvalue()
    finally:
        plt.close(figure)


def _in_few_colours(picture: Image) -> Image:
    """A chart has few colours: a third of the size, and less to pack for every file that shows it.

    They are told from every ninth pixel, which takes a tenth of the time and finds the same.
    """
    from PIL.Image import Dither, Quantize, Resampling

    small = picture.resize((picture.width // 3, picture.height // 3), Resampling.NEAREST)
    palette = small.quantize(_COLOURS, method=Quantize.MAXCOVERAGE)
    return picture.quantize(palette=palette, dither=Dither.NONE)


@cache
def _drawn_once(draw: Callable[[], Axes]) -> Picture:
    """A picture that is the same in every pack."""
    return _drawn(draw)


def told_steps(*, announced: bool) -> str:
    """The steps in words."""
    return " แล้ว ".join(f"{number}. {step}" for number, step in enumerate(_STEPS[announced], start=1))


def _plot_steps(steps: tuple[str, ...]) -> Axes:
    """The steps of the work as boxes, with arrows from each to the next, row by row."""
    import matplotlib.pyplot as plt

    from itaanalysis.charts._page import BLUE, INK, PALE
    from itaanalysis.charts._text import FAMILY, register_fonts

    register_fonts()
    figure = plt.figure(figsize=_STEPS_INCHES, facecolor="white")
    ax = figure.add_axes((0.01, 0.02, 0.98, 0.96))
    ax.set_axis_off()
    rows = -(-len(steps) // _IN_A_ROW)
    ax.set_xlim(-0.5, _IN_A_ROW - 0.5)
    ax.set_ylim(rows - 0.5, -0.5)
    places = [(at % _IN_A_ROW, at // _IN_A_ROW) for at in range(len(steps))]
    box = {"boxstyle": "round,pad=0.55", "facecolor": PALE, "edgecolor": BLUE, "linewidth": 1.4}
    texts = [
        ax.text(
            x, y, f"{number}. {step}", ha="center", va="center", fontsize=11, color=INK, fontfamily=FAMILY, bbox=box
        )
        for number, (step, (x, y)) in enumerate(zip(steps, places, strict=True), start=1)
    ]
    figure.draw_without_rendering()
    for before, after in pairwise(texts):
        ax.annotate(
            "",
            after.get_position(),
            before.get_position(),
            arrowprops={
                **{"arrowstyle": "-|>", "color": INK, "linewidth": 1.4, "shrinkA": 1, "shrinkB": 1},
                **{"patchA": before.get_bbox_patch(), "patchB": after.get_bbox_patch()},
            },
        )
    return ax


#: What draws the steps of scores that were announced (True) and of others.
PLOT_STEPS = {announced: partial(_plot_steps, steps) for announced, steps in _STEPS.items()}
