"""Points of the total that can be won back, by node."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import pandas as pd

from itaanalysis.charts._bars import (
    beside_bar,
    draw_bars,
    label_rows,
    priority_looks,
    read_office,
    starred,
    weight_note,
)
from itaanalysis.charts._checks import check_frame, check_level, check_one
from itaanalysis.charts._page import LABEL, MUTED, ORANGE, SMALL, Page
from itaanalysis.charts._words import Words, two_decimals
from itaanalysis.errors import ItaError
from itaanalysis.rulebook import level_labels

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_FEWEST_ROWS, _ROWS_OF_LARGE_TEXT = 4, 10


def plot_recoverable(
    gaps: pd.DataFrame,
    *,
    level: str = "indicator",
    top: int = 15,
    measures_on: Collection[str] = (),
    ax: Axes | None = None,
    title: str | None = None,
    note: str | None = None,
    lang: str = "th",
) -> Axes:
    """Points of the total to be won, per node of one level, the dearest first.

    Parameters
    ----------
    gaps
        What `compute_gaps` gave, filtered to one office and one year; `points` are points of the total.
    level
        indicator, item, or any other level of the tree.
    top
        How many bars at most; the rest is summed in a note.
    measures_on
        Codes on which a plan has set measures: each bar then says whether it has one. Empty: nothing is said.
    ax, title, note, lang
        Axes to draw on (None: a new figure); the finding as a title; a line before the source; `th` or `en`.

    Returns
    -------
    Axes
        A bar a node, its width the points; a star where the weight is not verified. Nodes without a score are named
        in a note, not drawn. Where nothing is below its target the chart says so.

    Raises
    ------
    ItaError
        Not a gaps frame, no rows of the level, several offices or years, an unknown level, or `top` below 1.
    """
    check_frame(gaps, "gaps", "plot_recoverable")
    check_level(level, "plot_recoverable")
    check_one(gaps, "plot_recoverable", agency=True)
    if top < 1:
        raise ItaError(f"plot_recoverable: top is how many bars to draw, 1 or more; found {top!r}")
    rows = gaps[gaps["level"] == level]
    if rows.empty:
        raise ItaError(f"plot_recoverable: the frame has no rows of level {level!r}; give it all rows of compute_gaps")
    office = read_office(gaps)
    tree = office.book.tree.set_index("code", drop=False)
    won = rows[rows["points"] > 0]
    won = won.assign(less=-won["points"].round(9)).sort_values("less", kind="stable")
    shown = won.head(top)
    page = Page(ax, lang)
    label = _level_label(level, page.words)
    if shown.empty:
        _say_nothing_to_win(page, level, any_score=bool(rows["score"].notna().any()))
        told = office.score_text(page.words)
    else:
        one_priority = level == "item" and shown["priority"].nunique() == 1  # failed items: all the same
        _draw_recoverable(page, shown, tree, say_priority=not one_priority, measures_on=set(measures_on))
        told = _recoverable_told(won, level, label, page.words)
        if one_priority:
            told += " · " + page.words("all_alike", label=priority_looks(page.words)[shown["priority"].iloc[0]].label)
    heading = office.headings(page.words, "title_recoverable", title, told, level=label)
    unknown = _unknown_below(gaps, rows, tree, label, page.words) if level in ("subindicator", "item") else ""
    notes = [note or "", _rest(won, top, page.words), unknown, weight_note(shown["code"], tree, page.words)]
    drawn = gaps[gaps["level"].isin([level, "indicator"]) & gaps["score"].notna()]
    return page.finish(*heading, frame=gaps, drawn=drawn, notes=notes)


def _draw_recoverable(
    page: Page, shown: pd.DataFrame, tree: pd.DataFrame, *, say_priority: bool, measures_on: set[str]
) -> None:
    looks = priority_looks(page.words)
    row_looks = [looks[priority] for priority in shown["priority"]]
    points = shown["points"].to_numpy()
    few = max(_FEWEST_ROWS - len(shown), 0) / 2  # rows left free above and below, so that two bars are no walls
    draw_bars(page, points, row_looks, height=0.72 if few == 0 else 0.5)
    page.style_axes(grid="x")
    labels = [_row_label(row, tree, page.words) for _, row in shown.iterrows()]
    many = len(shown) > _ROWS_OF_LARGE_TEXT
    label_rows(page, labels, share=0.58, size=SMALL if many else LABEL)
    page.ax.set_ylim(len(shown) - 0.45 + few, -0.55 - few)
    page.ax.set_xlim(0, points.max() * 1.02)
    for at, (value, look, code) in enumerate(zip(points, row_looks, shown["code"], strict=True)):
        text = two_decimals(value) + (f"  {look.label}" if say_priority else "")
        if measures_on:
            text += " · " + page.words("has_measure" if code in measures_on else "no_measure")
        color = ORANGE if look.color == ORANGE else MUTED
        beside_bar(page, color)(value + points.max() * 0.01, at, text)
    page.ax.set_xlabel(page.words("points_axis"), labelpad=6, **page.text_style(color=MUTED))


def _row_label(row: pd.Series, tree: pd.DataFrame, words: Words) -> str:
    """Number, name and star; the score too, where it is more than passed or failed."""
    label = starred(tree.loc[row["code"]], words)
    return label if row["score"] in (0, 100) and row["level"] == "item" else f"{label} ({two_decimals(row['score'])})"


def _say_nothing_to_win(page: Page, level: str, *, any_score: bool) -> None:
    text = page.words("all_reached" if any_score else "no_scores", level=_level_label(level, page.words))
    page.style_axes(grid="", spines=())
    page.ax.set(xlim=(0, 1), ylim=(0, 1), xticks=[], yticks=[])
    page.write(0.5, 0.5, text, ha="center", fontsize=LABEL + 3, fontweight="bold", color=MUTED)


def _level_label(level: str, words: Words) -> str:
    levels = level_labels()
    return words.label(levels[levels["level"] == level].iloc[0])


def _recoverable_told(won: pd.DataFrame, level: str, label: str, words: Words) -> str:
    targets = won["target"].unique()
    target = words("target_is", target=f"{targets[0]:g}") if len(targets) == 1 else words("target_differs")
    key = "sub_recoverable" if level == "indicator" else "sub_recoverable_level"
    return words(key, points=two_decimals(won["points"].sum()), target=target, level=label)


def _rest(won: pd.DataFrame, top: int, words: Words) -> str:
    rest = won.iloc[top:]
    if rest.empty:
        return ""
    return words("not_shown", shown=top, count=len(won), points=two_decimals(rest["points"].sum()))


def _unknown_below(gaps: pd.DataFrame, rows: pd.DataFrame, tree: pd.DataFrame, label: str, words: Words) -> str:
    """Indicators that lose points, and below which some node of the level has no score."""
    parent = tree["parent"].to_dict()

    def above(code: str) -> str:
        while tree.loc[code, "level"] != "indicator":
            code = parent[code]
        return code

    unknown = {above(code) for code in rows.loc[rows["score"].isna(), "code"]}
    lost = gaps[(gaps["level"] == "indicator") & (gaps["points"] > 0) & gaps["code"].isin(unknown)]
    codes = [
        words("unknown_code", code=code, points=two_decimals(points))
        for code, points in zip(lost["code"], lost["points"], strict=True)
    ]
    return words("unknown_below", level=label, codes=", ".join(codes)) if codes else ""
