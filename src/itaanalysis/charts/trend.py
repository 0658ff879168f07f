"""Scores over the years, with the years at which the rules changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from itaanalysis.analysis import compare_rules
from itaanalysis.charts._checks import check_code, check_frame, find_node
from itaanalysis.charts._page import BLUE, GREY, INK, LABEL, MUTED, ORANGE, Page, Style
from itaanalysis.charts._text import measure, shorten
from itaanalysis.charts._trend_labels import label_points
from itaanalysis.charts._words import short_name, two_decimals
from itaanalysis.errors import ItaError
from itaanalysis.rulebook import break_years, rulebook
from itaanalysis.scoring import roll_up

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST_OFFICES = 6
# Lines are told apart by marker and label as well as by colour.
_LOOKS = ((BLUE, "o"), (ORANGE, "s"), (INK, "^"), (GREY, "D"), ("#5FA3D9", "v"), ("#E8A57A", "P"))
_LABEL_LIMIT, _LABEL_LIMIT_OF_AXES = 0.25, 0.4  # share of the page's width that a label at a line's end may take
_TOP = 96.0  # the highest middle of a label at a line's end
_BREAK_LINE = 20.0  # points that the name of a break takes above the axes
_ABOVE_SCORES = 16.0  # points that the label of a full score takes there
_ROUNDS = 50  # of pushing labels apart
_POINTS = 72.0


def plot_trend(
    scores: pd.DataFrame,
    *,
    code: str = "ITA",
    ax: Axes | None = None,
    title: str | None = None,
    note: str | None = None,
    lang: str = "th",
) -> Axes:
    """A score of one or a few offices over the years, on 0–100, years in พ.ศ.

    Parameters
    ----------
    scores
        A scores frame of up to six offices; it is rolled up first.
    code
        The node: ITA, an instrument or an indicator; a sub-indicator or item only within years of one list.
    ax, title, note, lang
        Axes to draw on (None: a new figure); the finding as a title; a line before the source; `th` or `en`.

    Returns
    -------
    Axes
        A line an office, its name at its end. Years at which the rules changed are named above the axes. No line joins
        two frameworks or crosses a missing year; where what is asked changed with the rules it is dashed, and the
        change of a single office stands beside it with a †: it may be the instrument's. Notes explain both.

    Raises
    ------
    ItaError
        Not a scores frame, no rows, more than six offices, an unknown code, a code that is another node from year to
        year, or no score of the code.
    """
    check_frame(scores, "scores", "plot_trend")
    offices = scores["agency_id"].nunique()
    if offices > _MOST_OFFICES:
        raise ItaError(
            f"plot_trend draws up to {_MOST_OFFICES} offices; the frame holds {offices}: choose some, "
            f"with .query('agency_id == \"{scores['agency_id'].iloc[0]}\"')"
        )
    years = sorted(int(year) for year in scores["year_be"].unique())
    check_code(code, years, "plot_trend")
    rolled = roll_up(scores)
    chosen = rolled[(rolled["code"] == code) & rolled["score"].notna()]
    if chosen.empty:
        raise ItaError(f"plot_trend: the frame has no score of {code}, so there is nothing to draw")
    page = Page(ax, lang)
    wide = chosen.pivot(index="year_be", columns="agency_id", values="score").reindex(range(years[0], years[-1] + 1))
    wide = wide[list(scores["agency_id"].drop_duplicates()[lambda ids: ids.isin(wide.columns)])]
    breaks = break_years()
    breaks = breaks[(breaks["year_be"] > years[0]) & (breaks["year_be"] <= years[-1])]
    names = scores.drop_duplicates("agency_id").set_index("agency_id")["agency"]
    dashed = _dashed_years(code, wide)
    _draw(page, wide, breaks, dashed)
    _label_ends(page, wide, names)
    heading = _headings(page, title, code, wide, names, last_year=int(chosen["year_be"].max()), dashed=bool(dashed))
    notes = [note or "", _framework_note(breaks, page), _jump_note(dashed, page)]
    page.finish(*heading, frame=scores, drawn=chosen, notes=notes)
    label_points(page, wide, dashed)
    return page.ax


def _dashed_years(code: str, wide: pd.DataFrame) -> list[int]:
    """The years into which some line changes, and whose change may be the instrument's."""
    found = []
    for year in wide.index[1:]:
        pair = wide.loc[[year - 1, year]].notna().all()
        if pair.any() and rulebook(year - 1).framework == rulebook(year).framework:
            rules = compare_rules(year - 1, year).set_index("code")
            found += [int(year)] if rules.loc[code, "may_be_instrument"] else []
    return found


def _framework_note(breaks: pd.DataFrame, page: Page) -> str:
    years = breaks.loc[breaks["kind"] == "framework", "year_be"]
    return page.words("framework_note", years=", ".join(map(str, years))) if len(years) else ""


def _jump_note(dashed: list[int], page: Page) -> str:
    return page.words("jump_note", years=", ".join(map(str, dashed))) if dashed else ""


def _headings(
    page: Page, title: str | None, code: str, wide: pd.DataFrame, names: pd.Series, *, last_year: int, dashed: bool
) -> tuple[str, str]:
    name = page.words.title(find_node(last_year, code))
    told = page.words("sub_trend" if dashed else "sub_trend_plain")
    office = [names[wide.columns[0]]] if wide.shape[1] == 1 else []
    if title is None:
        years = "–".join(str(year) for year in dict.fromkeys([wide.index[0], wide.index[-1]]))
        default = page.words("title_trend", node=name, years=years)
        return " · ".join([default, *office]), told
    return title, " · ".join([*office, name, told])


def _draw(page: Page, wide: pd.DataFrame, breaks: pd.DataFrame, dashed: list[int]) -> None:
    ax, years = page.ax, [int(year) for year in wide.index]
    page.style_axes(grid="y")
    ax.set_xlim(years[0] - 0.5, years[-1] + (0.5 if wide.shape[1] == 1 else 0.3))
    ax.set_ylim(0, 100)
    ax.set_xticks(years, [str(year) for year in years])
    for number, agency in enumerate(wide.columns):
        color, marker = _LOOKS[number]
        _draw_line(page, wide[agency], dashed, color, marker)
    _draw_pass_mark(page, wide)
    _draw_breaks(page, breaks)


def _draw_line(page: Page, scores: pd.Series, dashed: list[int], color: str, marker: str) -> None:
    """Point by point: no segment between frameworks or over a missing year, a dashed one into a dashed year."""
    years = [int(year) for year in scores.index]
    values = scores.to_numpy()
    for at in range(len(years) - 1):
        pair = values[at : at + 2]
        if np.isnan(pair).any() or rulebook(years[at]).framework != rulebook(years[at + 1]).framework:
            continue
        style = (0, (3, 1.5)) if years[at + 1] in dashed else "-"
        page.ax.plot(years[at : at + 2], pair, color=color, linewidth=2.6, linestyle=style, zorder=3, gid="segment")
    page.ax.plot(
        years, values, linestyle="none", marker=marker, markersize=9, color=color, zorder=4, gid="points", clip_on=False
    )


def _draw_pass_mark(page: Page, wide: pd.DataFrame) -> None:
    """A dashed line over the years that have a pass mark."""
    for year in map(int, wide.index):
        mark, end = rulebook(year).pass_mark, min(year + 0.5, page.ax.get_xlim()[1])
        if mark is not None:
            page.ax.plot([year - 0.5, end], [mark, mark], color=INK, linewidth=1.4, linestyle="--", gid="named line")


def _draw_breaks(page: Page, breaks: pd.DataFrame) -> None:
    """Upright lines between two years, named above the axes, in as many rows as the names need."""
    ax = page.ax
    scale = (ax.bbox.width if not page.own else 0.8 * page.figure.bbox.width) / np.ptp(ax.get_xlim())
    points_a_year = scale * _POINTS / page.figure.dpi
    free_from: list[float] = []  # by row: where the next name to the left must end
    for row in breaks.sort_values("year_be", ascending=False).to_dict(orient="records"):
        at = row["year_be"] - 0.5
        text = f"{row['year_be']} {page.words.label(pd.Series(row))}"
        end = at + (measure(page.figure, text, LABEL)[0] + 14) / points_a_year
        level = next((number for number, left in enumerate(free_from) if end <= left), len(free_from))
        free_from[level : level + 1] = [at]
        up = _ABOVE_SCORES + _BREAK_LINE * (level + 1)
        dotted: Style = {"color": MUTED, "linewidth": 1.4, "linestyle": ":"}
        ax.axvline(at, zorder=2, gid="break", **dotted)
        where: Style = {"xycoords": ax.get_xaxis_transform(), "textcoords": "offset points"}
        ax.annotate("", (at, 1), (0, up), arrowprops={"arrowstyle": "-", "shrinkA": 0, "shrinkB": 0, **dotted}, **where)
        page.write(at, 1, text, ha="left", va="top", color=MUTED, xytext=(5, up), **where)


def _label_ends(page: Page, wide: pd.DataFrame, names: pd.Series) -> None:
    """Name and last score of each office, joined with the end of its line; moved apart where two would overlap."""
    lines = [wide[agency].dropna() for agency in wide.columns]
    right_of: Style = {"xytext": (8, 0), "textcoords": "offset points", "ha": "left"}
    ends = [(float(str(line.index[-1])), float(line.iloc[-1])) for line in lines]
    if len(ends) == 1:
        x, y = ends[0]
        page.write(x, y, two_decimals(y), fontweight="bold", color=BLUE, halo="white", **right_of)
        return
    height = 0.48 * page.figure.bbox.height if page.own else page.ax.bbox.height
    places = moved_apart([y for _, y in ends], 18 * page.figure.dpi / _POINTS / height * 100)
    right = page.ax.get_xlim()[1]
    for (x, y), place, agency, (color, _) in zip(ends, places, wide.columns, _LOOKS, strict=False):
        page.ax.plot([x, right], [y, place], color=color, linewidth=1, zorder=2, clip_on=False, gid="to label")
        name = shorten(
            page.figure,
            short_name(names[agency]),
            (_LABEL_LIMIT if page.own else _LABEL_LIMIT_OF_AXES) * page.width,
            LABEL,
        )
        page.write(right, place, f"{name} {two_decimals(y)}", fontweight="bold", color=color, **right_of)


def moved_apart(places: list[float], apart: float) -> list[float]:
    """The places in their order, at least so far apart and none above the top, each near to where it was."""
    order = np.argsort(places, kind="stable")
    moved = np.array(places, dtype=float)[order]
    for _ in range(_ROUNDS):
        for at in range(len(moved) - 1):
            push = max(apart - (moved[at + 1] - moved[at]), 0) / 2
            moved[at : at + 2] += [-push, push]
        moved = np.minimum(moved, _TOP)
    for at in range(len(moved) - 2, -1, -1):
        moved[at] = min(moved[at], moved[at + 1] - apart)
    back = np.empty(len(moved))
    back[order] = moved
    return [float(place) for place in back]
