"""The Thai face, and text that is measured before it is placed."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from itaanalysis.charts._words import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.figure import Figure

#: Sarabun first; the second face only draws signs that a caller's title may hold and Sarabun has not.
FAMILY = ["Sarabun", "DejaVu Sans"]
ZWSP, GLUE = "\u200b", "\u00a0"
_FACES = ("Regular", "Bold")
_POINTS_PER_INCH = 72.0
# A break inside a run of Thai: never before a mark or a following vowel, never after a leading vowel.
_CLUSTER = re.compile("[เแโใไ]?[^\u0e30-\u0e3a\u0e45-\u0e4e][\u0e30-\u0e3a\u0e45-\u0e4e]*")


@cache
def register_fonts() -> None:
    """Make Sarabun known to matplotlib, once, on first use."""
    import fontpkg_sarabun
    from matplotlib import font_manager

    for face in _FACES:
        font_manager.fontManager.addfont(fontpkg_sarabun.ROOT / "files" / f"{fontpkg_sarabun.FAMILY}-{face}.ttf")


def measure(figure: Figure, text: str, size: float, weight: str = "normal") -> tuple[float, float]:
    """Width and height of a text in points, as the figure draws it."""
    return _measured(text, size, weight, figure.dpi)


@lru_cache(maxsize=10_000)
def _measured(text: str, size: float, weight: str, dpi: float) -> tuple[float, float]:
    # The same names, titles and notes are measured over and over, in one chart and in the next.
    drawn = _scratch(dpi).text(0, 0, text, fontsize=size, fontfamily=FAMILY, fontweight=weight)
    try:
        box = drawn.get_window_extent()
    finally:
        drawn.remove()
    return box.width * _POINTS_PER_INCH / dpi, box.height * _POINTS_PER_INCH / dpi


@lru_cache(maxsize=8)
def _scratch(dpi: float) -> Figure:
    """A page that is never shown, to measure texts on."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    return FigureCanvasAgg(Figure(dpi=dpi)).figure


def wrap(figure: Figure, text: str, width: float, size: float, weight: str = "normal") -> str:
    """The text in lines no wider than `width` points, broken at spaces and zero-width spaces, never at a `GLUE` space.

    Thai has no spaces between words: a run that is wider than a line is broken between two clusters, where it must.
    """
    lines = [line for part in text.split("\n") for line in _wrap_line(figure, part, width, size, weight)]
    whole = len(lines) == 1  # a separator at the break is left out
    return "\n".join(line if whole else line.strip(" ·") for line in lines).replace(GLUE, " ")


def _wrap_line(figure: Figure, text: str, width: float, size: float, weight: str) -> list[str]:
    def fits(line: str) -> bool:
        return measure(figure, line.strip(), size, weight)[0] <= width

    if fits(text.replace(ZWSP, "")):
        return [text.replace(ZWSP, "").strip()]
    lines, line = [], ""
    for piece in re.findall(f"[^ {ZWSP}]+[ {ZWSP}]*", text):
        plain = piece.replace(ZWSP, "")
        if fits(line + plain):
            line += plain
            continue
        if line:
            lines.append(line.strip())
        line = plain
        while not fits(line):
            head = _head_that_fits(line, fits)
            lines.append(head)
            line = line[len(head) :]
    return [*lines, line.strip()] if line.strip() else lines


def _head_that_fits(run: str, fits: Callable[[str], bool]) -> str:
    """The longest start of a run that fits; it ends before a word such as และ, else between two clusters."""
    ends = [match.end() for match in _CLUSTER.finditer(run)] or [len(run)]
    low, high = 0, len(ends) - 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(run[: ends[middle]]) else (low, middle - 1)
    before_words = [run.rfind(word, 0, ends[low] + len(word)) for word in words("th")("break_before").split()]
    best = max(before_words)
    return run[:best] if best > ends[low] / 2 else run[: ends[low]]


def shorten(figure: Figure, text: str, width: float, size: float) -> str:
    """The text, cut between two clusters with `…` where it is wider than `width` points."""
    if measure(figure, text, size)[0] <= width:
        return text
    ends = [0, *(match.end() for match in _CLUSTER.finditer(text))]
    fitting = [end for end in ends if measure(figure, text[:end] + "…", size)[0] <= width]
    return text[: max(fitting, default=0)] + "…"


def fit(
    figure: Figure, text: str, width: float, sizes: tuple[float, ...], *, lines: int, weight: str = "normal"
) -> tuple[str, float]:
    """The text wrapped at the largest of the sizes at which it takes no more than so many lines."""
    wrapped, size = text, sizes[-1]
    for size in sizes:
        wrapped = wrap(figure, text, width, size, weight)
        if wrapped.count("\n") < lines:
            break
    return wrapped, size
