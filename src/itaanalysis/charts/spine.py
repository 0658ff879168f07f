"""One office among others: at every indicator the range, quartiles and median of each of its groups, and the office."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from itaanalysis.agencies import FEWEST_FOR_A_MEAN
from itaanalysis.charts._checks import check_frame, check_level, check_one
from itaanalysis.charts._page import BLUE, GREY, INK, MUTED, ORANGE, SMALL, Page, Style
from itaanalysis.charts._text import measure
from itaanalysis.charts._words import two_decimals
from itaanalysis.errors import ItaError
from itaanalysis.rulebook import rulebook

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST_GROUPS = 4
_GAP = 0.42  # between the bands of two nodes, in rows
_ROW_INCHES, _FRAME_INCHES = 0.202, 2.3
_KEY_ROWS = 2.4  # below the last band: the pass mark's name, and what the marks mean
_SHARE = 0.66  # of the page's width that 100 points take, about
_SCORE_ROOM = 58.0  # points left of the axes: the office's score
_BAND, _STRIPE = "#A9C6DF", "#F4F6F8"
_FEW: Style = {"linestyle": "none", "marker": "o", "markersize": 6.5, "color": GREY, "zorder": 3, "clip_on": False}
_DIAMOND: Style = {
    **{"linestyle": "none", "marker": "D", "markersize": 7.5, "color": ORANGE, "zorder": 7},
    **{"markeredgecolor": "white", "markeredgewidth": 1, "clip_on": False},
}


def plot_spine(
    frame: pd.DataFrame,
    *,
    level: str = "indicator",
    ax: Axes | None = None,
    title: str | None = None,
    note: str | None = None,
    lang: str = "th",
) -> Axes:
    """One office against its groups on 0–100: range, quartiles and median of each group, and the office.

    Parameters
    ----------
    frame
        What `compare_office` gave, of one office and one year and up to four groups.
    level
        The level whose nodes are the rows.
    ax, title, note, lang
        Axes to draw on (None: a new figure); the finding as a title; a line before the source; `th` or `en`.

    Returns
    -------
    Axes
        A band an indicator, in tree order, and in it a row a group: a thin line from the lowest to the highest score, a
        bar between the quartiles, an upright mark at the median, a diamond for the office, and its rank at the end of
        the row. A group with fewer than three scores shows its lowest and highest as points. A score that is missing is
        ไม่มีข้อมูล.

    Raises
    ------
    ItaError
        Not a frame of `compare_office`, no rows of the level, several offices or years, or more than four groups.
    """
    rows = _rows(frame, level)
    year, office = int(rows["year_be"].iloc[0]), str(rows["agency"].iloc[0])
    page = Page(ax, lang)
    nodes = rulebook(year).tree.set_index("code", drop=False).loc[rows["code"].unique()]
    _draw(page, rows, nodes, rulebook(year).pass_mark)
    groups = rows.drop_duplicates("by")
    told = " · ".join([*(_group_name(page, group) for _, group in groups.iterrows()), page.words("sub_spine")])
    heading = page.words("title_spine", office=office, year=year) if title is None else title
    if title is not None:
        told = " · ".join([office, page.words("year", year=year), told])
    few = page.words("spine_few", least=FEWEST_FOR_A_MEAN) if rows["median"].isna().any() else ""
    drawn = rows.assign(source=rows["source"].str.split("; ")).explode("source", ignore_index=True)
    return page.finish(heading, told, frame=drawn, drawn=drawn, notes=[note or "", few])


def _rows(frame: pd.DataFrame, level: str) -> pd.DataFrame:
    check_frame(frame, "comparison", "plot_spine")
    check_level(level, "plot_spine")
    rows = frame[frame["level"] == level]
    if not rows["count"].any():
        raise ItaError(f"plot_spine: the frame has no score of the level {level}, so there is nothing to draw")
    check_one(rows, "plot_spine", agency=True)
    groups = rows["by"].nunique()
    if groups > _MOST_GROUPS:
        raise ItaError(f"plot_spine draws up to {_MOST_GROUPS} groups; the frame holds {groups}: filter it by `by`")
    rows = rows.reset_index(drop=True)
    rows.attrs = dict(frame.attrs)
    return rows


def _group_name(page: Page, group: pd.Series) -> str:
    name = page.words(f"group_{group['by']}", group=group["group"].split(" · ")[0])
    return f"{name if group['group'] else page.words('group_unknown')} {page.words('offices', count=group['offices'])}"


def _draw(page: Page, rows: pd.DataFrame, nodes: pd.DataFrame, mark: float | None) -> None:
    """A band a node, and in it a row a group."""
    groups = rows["by"].nunique()
    step = groups + _GAP
    end = len(nodes) * step
    page.grow(_ROW_INCHES * (end + _KEY_ROWS) + _FRAME_INCHES)
    page.style_axes(grid="x", spines=())
    page.ax.set_xlim(0, 100)
    page.ax.set_ylim(end + _KEY_ROWS, -0.5)
    page.ax.tick_params(axis="x", top=True, labeltop=True, labelbottom=False, pad=0)
    top = np.arange(len(nodes)) * step
    page.ax.set_yticks(top + (groups - 1) / 2, [page.words.numbered(node) for _, node in nodes.iterrows()])
    page.ax.tick_params(axis="y", pad=_SCORE_ROOM)
    page.ax.barh(top[::2] + (groups - 1) / 2, 100, height=step, color=_STRIPE, zorder=0)
    place = rows["code"].map(dict(zip(nodes["code"], top, strict=True)))
    rows = rows.assign(y=place + rows["by"].map({by: at for at, by in enumerate(rows["by"].unique())}))
    _draw_groups(page, rows)
    _write_ranks(page, rows)
    _draw_office(page, rows)
    if mark is not None:
        style: Style = {"color": INK, "linewidth": 1.4, "linestyle": "--", "zorder": 2, "gid": "named line"}
        page.ax.plot([mark, mark], [-0.5 - _GAP / 2, end - 0.5], **style)
        page.write(mark, end + 0.1, page.words("pass_mark", mark=f"{mark:g}"), ha="center", fontsize=SMALL)
    _draw_key(page, end + 1.6)


def _draw_groups(page: Page, rows: pd.DataFrame) -> None:
    """Ranges, quartiles and medians, each kind at once; the points of groups that have no median."""
    few, whole = rows[rows["median"].isna()], rows[rows["median"].notna()]
    if len(few):
        page.ax.plot([*few["worst"], *few["best"]], [*few["y"], *few["y"]], gid="few", **_FEW)
    _draw_ranges(page, whole["worst"], whole["best"], whole["y"])
    _draw_quartiles(page, whole["q1"], whole["q3"], whole["y"])
    _draw_medians(page, whole["median"], whole["y"])


def _draw_ranges(page: Page, low: pd.Series, high: pd.Series, y: pd.Series) -> None:
    page.ax.hlines(y, low, high, color=GREY, linewidth=2, zorder=3, clip_on=False, gid="range")


def _draw_quartiles(page: Page, low: pd.Series, high: pd.Series, y: pd.Series) -> None:
    page.ax.hlines(y, low, high, color=_BAND, linewidth=6.5, zorder=4, clip_on=False, gid="quartiles")


def _draw_medians(page: Page, at: pd.Series, y: pd.Series) -> None:
    page.ax.vlines(at, y - 0.45, y + 0.45, color=BLUE, linewidth=3.5, zorder=5, clip_on=False, gid="median")


def _write_ranks(page: Page, rows: pd.DataFrame) -> None:
    where: Style = {"xycoords": page.ax.get_yaxis_transform(), "textcoords": "offset points", "fontsize": SMALL}
    for row in rows.to_dict(orient="records"):
        stands = page.words("missing") if row["count"] == 0 else "–"
        if not np.isnan(row["rank"]):
            stands = f"{row['rank']:.0f}/{row['count']}"
        name = page.words(f"short_{row['by']}")
        page.write(1, row["y"], f"{name} {stands}", ha="left", xytext=(14, 0), **where)


def _draw_office(page: Page, rows: pd.DataFrame) -> None:
    """A diamond in each row, and the score beside the node's name."""
    page.ax.plot(rows["score"], rows["y"], gid="office", **_DIAMOND)
    where: Style = {"xytext": (-10, 0), "textcoords": "offset points", "ha": "right"}
    scores = rows.groupby("code", sort=False).agg(score=("score", "first"), y=("y", "mean"))
    for score, y in scores.itertuples(index=False):
        known = not np.isnan(score)
        style: Style = {"fontweight": "bold", "color": ORANGE} if known else {"color": MUTED, "fontsize": SMALL}
        page.write(0, y, two_decimals(score) if known else page.words("missing"), **where, **style)


def _draw_key(page: Page, y: float) -> None:
    """What the marks mean, drawn once below the bands."""
    page.ax.axhspan(y - 1.7, y + 1, color="white", zorder=2)  # no grid behind the words
    points_a_unit = _SHARE * page.width / 100
    at, width, row = 0.0, 5.0, pd.Series([y])
    for key in ("spine_range", "spine_quartiles", "median_column", "spine_office"):
        if key == "spine_range":
            _draw_ranges(page, pd.Series([at]), pd.Series([at + width]), row)
        elif key == "spine_quartiles":
            _draw_quartiles(page, pd.Series([at]), pd.Series([at + width]), row)
        elif key == "median_column":
            _draw_medians(page, pd.Series([at + width / 2]), row)
        else:
            page.ax.plot([at + width / 2], [y], **_DIAMOND)
        text = page.words(key)
        page.write(at + width + 1.2, y, text, ha="left", fontsize=SMALL)
        at += width + 1.2 + measure(page.figure, text, SMALL)[0] / points_a_unit + 4
