"""Totals of an office under the ratings of each year, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from itaanalysis.analysis.reratings import rerate, years_of_scale
from itaanalysis.charts._bars import beside_bar, label_rows
from itaanalysis.charts._checks import check_frame
from itaanalysis.charts._page import BLUE, INK, LABEL, MUTED, ORANGE, Page, Style
from itaanalysis.charts._text import measure
from itaanalysis.charts._words import Words, two_decimals
from itaanalysis.errors import ItaError
from itaanalysis.rulebook import rulebook

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_BETWEEN_COLUMNS = 26.0  # points
_ROOM_INSIDE = 15.0  # points of score that a number in a bar takes


def plot_rerated(
    scores: pd.DataFrame,
    *,
    rules: Iterable[int] | None = None,
    ax: Axes | None = None,
    title: str | None = None,
    note: str | None = None,
    lang: str = "th",
) -> Axes:
    """The totals of one office, a bar a year, and beside each the level that each year's ratings give it.

    Parameters
    ----------
    scores
        A scores frame, filtered to one office; see `rerate`.
    rules
        Years (พ.ศ.) whose ratings are applied; None: the first year of every scale.
    ax, title, note, lang
        Axes to draw on (None: a new figure); the finding as a title; a line before the source; `th` or `en`.

    Returns
    -------
    Axes
        A bar a year, 0–100, with the pass mark; a column of levels for each scale, framed where it was in force. An
        instrument that kept the office from the level of its total stands in brackets behind the level; – is no level,
        and a note says why.

    Raises
    ------
    ItaError
        Not a scores frame, no rows, several offices, averages or totals alone, or a year of rules that is not known.
    """
    check_frame(scores, "scores", "plot_rerated")
    offices = scores["agency_id"].unique()
    if len(offices) > 1:
        raise ItaError(
            f"plot_rerated draws one office; the frame holds {len(offices)}: filter it first, with "
            f".query('agency_id == \"{offices[0]}\"')"
        )
    rated = rerate(scores, rules=rules)
    page = Page(ax, lang)
    _draw(page, rated)
    years = sorted(rated["year_be"].unique())
    span = _span(years)
    name, told = str(rated["agency"].iloc[0]), page.words("sub_rerated")
    if title is None:
        heading = (page.words("title_rerated", office=name, years=span), told)
    else:
        heading = (title, " · ".join([name, span, told]))
    totals = scores[scores["level"].isin(["total", "instrument", "indicator"])]
    return page.finish(*heading, frame=scores, drawn=totals, notes=[note or "", *_notes(rated, page.words)])


def _draw(page: Page, rated: pd.DataFrame) -> None:
    years = rated.drop_duplicates("year_be")
    page.style_axes(grid="x")
    page.ax.barh(range(len(years)), years["total"].fillna(0), height=0.66, color=BLUE, zorder=2)
    label_rows(page, [str(year) for year in years["year_be"]], share=0.2)
    page.ax.set_xlim(0, 100)
    page.ax.set_ylim(len(years) - 0.5, -0.6)
    _draw_pass_mark(page, [int(year) for year in years["year_be"]])
    for at, total in enumerate(years["total"]):
        if pd.isna(total):
            beside_bar(page)(1, at, page.words("missing"))
        elif total > _ROOM_INSIDE:
            page.write(1.5, at, two_decimals(total), ha="left", color="white", fontweight="bold")
        else:
            beside_bar(page, BLUE)(total + 1, at, two_decimals(total))
    left = 14.0
    for of_rules, column in rated.groupby("rules", sort=False):
        left = _draw_column(page, int(str(of_rules)), column, left) + _BETWEEN_COLUMNS


def _draw_pass_mark(page: Page, years: list[int]) -> None:
    marks = {at: rulebook(year).pass_mark for at, year in enumerate(years)}
    known = {at: mark for at, mark in marks.items() if mark is not None}
    for at, mark in known.items():
        page.ax.plot([mark, mark], [at - 0.5, at + 0.5], color=INK, linewidth=1.6, linestyle="--", gid="named line")
    for mark in dict.fromkeys(known.values()):
        where: Style = {"xytext": (0, 4), "textcoords": "offset points", "ha": "center", "va": "bottom"}
        page.write(mark, -0.6, page.words("pass_mark", mark=f"{mark:g}"), **where)


def _draw_column(page: Page, of_rules: int, column: pd.DataFrame, left: float) -> float:
    """Levels under the ratings of one year, right of the bars; where the column ends, in points."""
    span = years_of_scale(of_rules)
    head = page.words("rules_of", years=_span(list(span)))
    texts = [_level(row) for row in column.to_dict(orient="records")]
    width = max(measure(page.figure, text, LABEL, "bold")[0] for text in [head, *texts])
    beside: Style = {"xycoords": page.ax.get_yaxis_transform(), "textcoords": "offset points", "ha": "center"}
    place = left + width / 2
    page.write(1, -0.6, head, fontweight="bold", color=MUTED, **{**beside, "xytext": (place, 4), "va": "bottom"})
    for at, (text, in_force, held) in enumerate(
        zip(texts, column["in_force"], column["instruments"] != "", strict=True)
    ):
        box: dict[str, Any] = {"boxstyle": "round,pad=0.25", "facecolor": "white", "edgecolor": INK, "linewidth": 1.5}
        page.write(
            *(1, at, text),
            color=MUTED if text == "–" else ORANGE if held else INK,
            fontweight="bold" if in_force else "normal",
            bbox=box if in_force else None,
            gid="in force" if in_force else "not in force",
            **{**beside, "xytext": (place, 0)},
        )
    return left + width


def _level(row: dict[Any, Any]) -> str:
    if row["rating"] is None:
        return "–"
    return f"{row['rating']} ({row['instruments']})" if row["instruments"] else str(row["rating"])


def _notes(rated: pd.DataFrame, words: Words) -> list[str]:
    unrated = rated["rating"].isna()
    held = (rated["instruments"] != "") & ~unrated
    notes = [words("held_back_note")] if held.any() else []
    for reason, rows in rated[unrated].groupby("reason", sort=False):
        years = [int(year) for year in rows["year_be"].unique()]
        runs = np.split(years, np.flatnonzero(np.diff(years) > 1) + 1)
        notes.append(words("not_rated_note", years=", ".join(map(_span, runs)), reason=reason))
    return notes


def _span(years: Sequence[int] | np.ndarray) -> str:
    """`2562–2565`; one year alone."""
    return "–".join(str(year) for year in dict.fromkeys([years[0], years[-1]]))
