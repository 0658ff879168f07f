"""Ranks over the years: every office a line, a few of them named, and the years at which the rules changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from itaanalysis.agencies import check_complete, find_agency
from itaanalysis.analysis.ranks import compute_ranks
from itaanalysis.charts._checks import check_code, check_frame, find_node
from itaanalysis.charts._page import BLUE, INK, LABEL, ORANGE, Page, Style
from itaanalysis.charts._text import shorten
from itaanalysis.charts._words import short_name
from itaanalysis.charts.trend import _dashed_years as dashed_years
from itaanalysis.charts.trend import _draw_breaks as draw_breaks
from itaanalysis.charts.trend import moved_apart
from itaanalysis.errors import ItaError
from itaanalysis.frames import SCORES
from itaanalysis.rulebook import break_years, rulebook

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NAMED = 6
# Named lines are told apart by marker and label as well as by colour.
_LOOKS = ((BLUE, "o"), (ORANGE, "s"), (INK, "^"), ("#2E8BC0", "v"), ("#8A5A00", "D"), ("#6B4C9A", "P"))
_OTHERS = "#C9D0D8"
_LABEL_LIMIT = 0.27  # share of the page's width
_LABEL_POINTS = 19.0
_POINTS = 72.0


def plot_ranks(
    scores: pd.DataFrame,
    *,
    code: str = "ITA",
    agencies: Sequence[str] = (),
    ax: Axes | None = None,
    title: str | None = None,
    note: str | None = None,
    lang: str = "th",
) -> Axes:
    """The rank of every office of the frame over the years, rank 1 on top, years in พ.ศ.

    Parameters
    ----------
    scores
        A scores frame of the offices to be ranked among each other (a district, a province); it is rolled up first.
    code
        The node: ITA, an instrument or an indicator; a sub-indicator or item only within years of one list.
    agencies
        Up to six offices to be named (agency_id, name or short form). None given: all of six or fewer; of more, those
        whose rank moved most within the last framework.
    ax, title, note, lang
        Axes to draw on (None: a new figure); the finding as a title; a line before the source; `th` or `en`.

    Returns
    -------
    Axes
        A line an office: the named ones coloured, with their last rank and name at the end, the others grey. No line
        joins two frameworks or crosses a missing year; where what is asked changed with the rules it is dashed. Below
        each year stands how many offices were ranked.

    Raises
    ------
    ItaError
        Not a scores frame, no rows, an incomplete list, one office, an unknown code, a code that is another node from
        year to year, an office that is not in the frame, or more than six to be named.
    """
    check_frame(scores, "scores", "plot_ranks")
    check_complete(scores, "plot_ranks")
    check_code(code, sorted(int(year) for year in scores["year_be"].unique()), "plot_ranks")
    ranked = compute_ranks(scores, "all", code=code).dropna(subset="rank_all")
    if ranked.empty:
        raise ItaError(f"plot_ranks: no year of the frame has two offices with a score of {code}: there is no rank")
    wide = ranked.astype({"agency_id": "str"}).pivot(index="year_be", columns="agency_id", values="rank_all")
    wide = wide.reindex(range(int(wide.index[0]), int(wide.index[-1]) + 1))
    named = _named(wide, [find_agency(ranked, name) for name in agencies])
    page = Page(ax, lang)
    dashed = dashed_years(code, wide)
    _draw(page, wide, named, ranked.groupby("year_be")["offices_all"].first(), dashed)
    names = ranked.astype({"agency_id": "str"}).drop_duplicates("agency_id").set_index("agency_id")["agency"]
    _label_ends(page, wide, named, names)
    drawn = scores[(scores["code"] == code).to_numpy()]
    drawn = drawn if len(drawn) else scores[SCORES]
    heading = _headings(page, title, code, wide, named, chosen=bool(agencies))
    jump = page.words("ranks_dashed", years=", ".join(map(str, dashed))) if dashed else ""
    return page.finish(*heading, frame=scores, drawn=drawn, notes=[note or "", jump, page.words("ranks_tied")])


def _named(wide: pd.DataFrame, agencies: Sequence[str]) -> list[str]:
    """The offices to be named, by their last rank."""
    if len(agencies) > _NAMED:
        raise ItaError(f"plot_ranks names up to {_NAMED} offices; found {len(agencies)}")
    chosen = list(agencies)
    if not chosen:
        last = rulebook(int(wide.index[-1])).framework
        years = [year for year in wide.index if rulebook(int(year)).framework == last]
        of_framework = wide.loc[years].bfill()
        moved = (wide.loc[years].ffill().iloc[-1] - of_framework.iloc[0]).abs().fillna(0)
        chosen = list(moved.sort_values(ascending=False, kind="stable").index[:_NAMED])
    return list(wide[chosen].ffill().iloc[-1].sort_values(kind="stable").index)


def _headings(
    page: Page, title: str | None, code: str, wide: pd.DataFrame, named: list[str], *, chosen: bool
) -> tuple[str, str]:
    node = page.words.title(find_node(int(wide.index[-1]), code))
    years = "–".join(str(year) for year in dict.fromkeys([wide.index[0], wide.index[-1]]))
    key = "sub_ranks_all" if len(named) == wide.shape[1] else "sub_ranks" if chosen else "sub_ranks_movers"
    told = page.words(key, count=len(named))
    if title is None:
        return page.words("title_ranks", node=node, count=wide.shape[1], years=years), told
    return title, " · ".join([node, told])


def _draw(page: Page, wide: pd.DataFrame, named: list[str], counts: pd.Series, dashed: list[int]) -> None:
    ax, years = page.ax, [int(year) for year in wide.index]
    last = int(wide.max().max())
    page.style_axes(grid="")
    ax.set_xlim(years[0] - 0.35, years[-1] + 0.15)
    ax.set_ylim(last + 0.6, 0.4)
    offices = [page.words("offices", count=int(counts.get(year, 0))) for year in years]
    ax.set_xticks(years, [f"{year}\n{count}" for year, count in zip(years, offices, strict=True)])
    step = max(1, 5 * round(last / 30)) if last > 12 else 1
    ax.set_yticks([1, *(rank for rank in range(step, last + 1, step) if rank > 1)])
    _draw_others(page, wide.drop(columns=named), dashed)
    for number, agency in enumerate(named):
        color, marker = _LOOKS[number]
        line = wide[agency]
        for pair, jumps in _segments(line, dashed):
            style: Style = {"color": color, "linewidth": 2.8, "linestyle": (0, (3, 1.5)) if jumps else "-"}
            ax.plot(*zip(*pair, strict=True), zorder=4, gid="segment", **style)
        points: Style = {"linestyle": "none", "marker": marker, "markersize": 9, "color": color, "zorder": 5}
        ax.plot(years, line.to_numpy(), gid="points", clip_on=False, **points)
    breaks = break_years()
    draw_breaks(page, breaks[(breaks["year_be"] > years[0]) & (breaks["year_be"] <= years[-1])])


Segment = list[tuple[float, float]]


def _segments(line: pd.Series, dashed: list[int]) -> list[tuple[Segment, bool]]:
    """Pairs of following years that a line joins, and whether it is dashed between them; none over a framework."""
    found = []
    for year in map(int, line.index[:-1]):
        ends = [(float(at), float(line.loc[at])) for at in (year, year + 1)]
        if rulebook(year).framework == rulebook(year + 1).framework and not np.isnan([rank for _, rank in ends]).any():
            found.append((ends, year + 1 in dashed))
    return found


def _draw_others(page: Page, wide: pd.DataFrame, dashed: list[int]) -> None:
    from matplotlib.collections import LineCollection

    found = [segment for agency in wide.columns for segment in _segments(wide[agency], dashed)]
    for jumps in (False, True):
        lines = [pair for pair, over in found if over is jumps]
        style: Style = {"colors": _OTHERS, "linewidths": 1.2, "linestyles": [(0, (3, 1.5))] if jumps else "solid"}
        page.ax.add_collection(LineCollection(lines, zorder=2, gid="others", **style), autolim=False)


def _label_ends(page: Page, wide: pd.DataFrame, named: list[str], names: pd.Series) -> None:
    """Last rank and name of each named office, joined with the end of its line; moved apart where two would overlap."""
    span = abs(float(np.ptp(page.ax.get_ylim())))
    height = 0.38 * page.figure.bbox.height if page.own else 0.6 * page.ax.bbox.height
    lines = [wide[agency].dropna() for agency in named]
    ranks = [float(line.iloc[-1]) for line in lines]
    bottom = float(max(page.ax.get_ylim()))
    apart = _LABEL_POINTS * page.figure.dpi / _POINTS / height * 100
    places = moved_apart([(bottom - rank) / span * 100 for rank in ranks], apart)
    right = page.ax.get_xlim()[1]
    for number, (line, rank, place) in enumerate(zip(lines, ranks, places, strict=True)):
        color, y = _LOOKS[number][0], bottom - place / 100 * span
        style: Style = {"color": color, "linewidth": 1, "zorder": 3, "clip_on": False, "gid": "to label"}
        page.ax.plot([float(line.index[-1]), right], [rank, y], **style)
        name = shorten(page.figure, short_name(names[named[number]]), _LABEL_LIMIT * page.width, LABEL)
        where: Style = {"xytext": (6, 0), "textcoords": "offset points", "ha": "left"}
        page.write(right, y, f"{rank:.0f} {name}", fontweight="bold", color=color, **where)
