"""What the charts of one office share: its total and level, the named lines, the looks of a priority."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from itaanalysis.charts._page import BLUE, GREY, INK, LABEL, MUTED, ORANGE, Page
from itaanalysis.charts._text import measure, wrap
from itaanalysis.charts._words import Words, two_decimals
from itaanalysis.rulebook import Rulebook, priorities, rulebook
from itaanalysis.scoring import roll_up

if TYPE_CHECKING:
    from matplotlib.container import BarContainer

_ROW_INCHES, _LINE_INCHES, _FRAME_INCHES = 0.31, 0.23, 2.1
_LEFT_OF_AXES = 1.6  # a width given as axes has no room for the names in it: they stand left of it
_SCORE_POINT, _BESIDE_AXES = 4.6, 40.0  # room for the name of a line: a point of the score, and right of 100
_UNVERIFIED = "unverified"


class Office(NamedTuple):
    """One office in one year: its scores by code (rolled up), total (NaN = not known) and level (None = not known)."""

    name: str
    year: int
    book: Rulebook
    scores: pd.Series
    total: float
    rating: str | None

    def score_text(self, words: Words) -> str:
        """The total and its level in words."""
        if np.isnan(self.total):
            return words("sub_no_total")
        score = two_decimals(self.total)
        return words("sub_rated", score=score, label=self.rating) if self.rating else words("sub_total", score=score)

    def headings(self, words: Words, default: str, title: str | None, told: str, **values: object) -> tuple[str, str]:
        """The title, the caller's or the default one, and a subtitle; the office and the year stand in one of them."""
        if title is None:
            return words(default, office=self.name, year=self.year, **values), told
        return title, " · ".join([self.name, words("year", year=self.year), told])


def read_office(frame: pd.DataFrame) -> Office:
    """The office of a frame that holds one office and one year; what `compute_gaps` gave is rolled up already."""
    is_rolled = "gap" in frame and (frame["level"] == "total").any()
    rolled = (frame if is_rolled else roll_up(frame)).set_index("code")["score"]
    year = int(frame["year_be"].iloc[0])
    book = rulebook(year)
    total = float(rolled.get("ITA", np.nan))
    instruments = [float(rolled.get(code, np.nan)) for code in book.instruments]
    return Office(str(frame["agency"].iloc[0]), year, book, rolled, total, book.rate(total, *instruments))


class NamedLine(NamedTuple):
    """A line across the scores: where, its name, and whether it is the pass mark."""

    at: float
    name: str
    is_pass_mark: bool


def named_lines(office: Office, words: Words) -> list[NamedLine]:
    """The pass mark and the floor of the next level above the office's, as the rules of its year name them."""
    ratings, mark = office.book.ratings, office.book.pass_mark
    above = ratings.iloc[: list(ratings["label"]).index(office.rating)] if office.rating else ratings.iloc[:0]
    lines = [] if mark is None else [NamedLine(mark, words("pass_mark", mark=f"{mark:g}"), True)]
    if above.empty:
        return lines
    level = above.iloc[-1]
    floor, needs = float(level["total_floor"]), float(level["instrument_floor"])
    also = "" if np.isnan(needs) else "\n" + words("next_instruments", mark=f"{needs:g}")
    if floor == mark:
        return [NamedLine(floor, words("pass_and_next", mark=f"{floor:g}", label=level["label"]) + also, True)]
    next_line = NamedLine(floor, words("next_level", mark=f"{floor:g}", label=level["label"]) + also, False)
    return sorted([*lines, next_line])


def draw_named_lines(page: Page, lines: list[NamedLine], *, zorder: float = 2.5) -> None:
    """Upright lines with their names above the axes: of two, the left one's name ends at its line."""
    for place, line in enumerate(lines):
        style = "--" if line.is_pass_mark else (0, (1, 1.6))
        page.ax.axvline(line.at, color=INK, linewidth=1.6, linestyle=style, zorder=zorder, gid="named line")
        room = _SCORE_POINT * (100 - line.at) + _BESIDE_AXES
        inward = place < len(lines) - 1 or (len(lines) == 1 and measure(page.figure, line.name, LABEL)[0] > room)
        page.ax.annotate(
            line.name,
            (line.at, 1),
            (5 if not inward else -5, 4),
            xycoords=page.ax.get_xaxis_transform(),
            textcoords="offset points",
            ha="right" if inward else "left",
            va="bottom",
            **page.text_style(fontsize=LABEL, linespacing=1.1),
        )


class Look(NamedTuple):
    """How a priority is drawn: told by its label and hatch as well as by its colour."""

    color: str
    hatch: str
    label: str


def priority_looks(words: Words) -> dict[str, Look]:
    """Look by priority: the best blue and plain, the worst orange and hatched, the rest grey and dotted; '' = none."""
    table = priorities()
    looks = {"": Look(MUTED, "", "")}
    for place, row in enumerate(table.to_dict(orient="records")):
        color, hatch = (BLUE, "") if place == 0 else (ORANGE, "//") if place == len(table) - 1 else (GREY, "..")
        looks[row["priority"]] = Look(color, hatch, words.label(pd.Series(row)))
    return looks


def draw_bars(page: Page, widths: np.ndarray, looks: list[Look], *, height: float = 0.72) -> BarContainer:
    """Level bars from the top down, a row each."""
    bars = page.ax.barh(
        np.arange(len(widths)), widths, height=height, color=[look.color for look in looks], zorder=2, linewidth=0
    )
    for bar, look in zip(bars, looks, strict=True):
        bar.set_hatch(look.hatch)
        bar.set_edgecolor("#FFFFFF66" if look.hatch else "none")
    return bars


def starred(node: pd.Series, words: Words) -> str:
    """Number and name of a node, with a star where its weight is not verified."""
    return words.numbered(node) + ("*" if node["worth_evidence"] == _UNVERIFIED else "")


def weight_note(codes: pd.Series, tree: pd.DataFrame, words: Words) -> str:
    """The meaning of the star, where one of the codes has it; `tree` is indexed by code."""
    return words("weight_unverified") if (tree.loc[codes, "worth_evidence"] == _UNVERIFIED).any() else ""


def label_rows(page: Page, labels: list[str], *, share: float, size: float = LABEL) -> None:
    """Names of the rows left of the bars, wrapped to a share of the page's width; the page grows where they need it."""
    room = share * page.width * (1 if page.own else _LEFT_OF_AXES)
    wrapped = [wrap(page.figure, label, room, size) for label in labels]
    lines = max(label.count("\n") + 1 for label in wrapped)
    page.grow(len(labels) * max(_ROW_INCHES, lines * _LINE_INCHES) + _FRAME_INCHES)
    page.ax.set_yticks(range(len(labels)), wrapped)
    page.ax.tick_params(axis="y", labelsize=size)
    page.ax.invert_yaxis()


def in_bar(page: Page, color: str) -> Any:
    """Writes a number inside the end of a bar of this colour, over hatches and lines."""
    return partial(page.write, ha="right", va="center", color="white", fontweight="bold", halo=color, zorder=4)


def beside_bar(page: Page, color: str = MUTED, halo: str = "white") -> Any:
    """Writes a number or a word beside a bar, over lines."""
    return partial(page.write, ha="left", color=color, fontweight="bold", halo=halo, zorder=4)
