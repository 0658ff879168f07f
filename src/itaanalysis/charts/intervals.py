"""How sure scores are: the interval of each node of an office, or of one node of several offices."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from itaanalysis.analysis.uncertainty import FEW
from itaanalysis.charts._checks import check_level, check_one
from itaanalysis.charts._page import BLUE, INK, MUTED, ORANGE, SMALL, Page, Style
from itaanalysis.charts._text import measure
from itaanalysis.charts._words import short_name, two_decimals
from itaanalysis.errors import ItaError
from itaanalysis.rulebook import rulebook

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_COLUMNS = [
    *("year_be", "agency_id", "code", "level", "score", "low", "high", "n", "population", "method", "source", "note"),
]
_MOST = 60
_UPPER = ("total", "instrument")
_ROW_INCHES, _FRAME_INCHES = 0.36, 2.2
_SCORE_ROOM, _GAP = 58.0, 14.0  # points left of the axes for the score, and between columns
_STRIPE, _BAND = "#F4F6F8", "#A9C6DF"


def plot_intervals(
    frame: pd.DataFrame,
    *,
    level: str = "indicator",
    code: str = "ITA",
    ax: Axes | None = None,
    title: str | None = None,
    note: str | None = None,
    lang: str = "th",
) -> Axes:
    """Scores with their intervals on 0–100: the nodes of one office, or one node of several offices.

    Parameters
    ----------
    frame
        What `compute_intervals` gave, of one year.
    level
        Of one office: `indicator` draws the total, the instruments and the indicators, `item` the questions.
    code
        Of several offices: the node that is drawn, offices from the highest score down.
    ax, title, note, lang
        Axes to draw on (None: a new figure); the finding as a title; a line before the source; `th` or `en`.

    Returns
    -------
    Axes
        A row a node or office: a dot at the score, a bar from low to high, and in words the interval and the number of
        answers (a star where there are fewer than 30); a dot alone where all have answered; a ring and ไม่ทราบ where no
        interval is known. The pass mark is a named line.

    Raises
    ------
    ItaError
        Not a frame of `compute_intervals`, several years, no such rows, or more than 60 offices.
    """
    _check(frame, level)
    year = int(frame["year_be"].iloc[0])
    offices = frame["agency_id"].nunique()
    rows = _rows_of_office(frame, level) if offices == 1 else _rows_of_offices(frame, code)
    page = Page(ax, lang)
    nodes = {str(node["code"]): node for _, node in rulebook(year).tree.iterrows()}
    names = [_name(page, nodes[one]) for one in rows["code"]]
    if offices > 1:
        names = [short_name(one.split(" · ")[0]) for one in rows["agency_id"]]
    _draw(page, rows, names, rulebook(year).pass_mark)
    office = str(frame["agency_id"].iloc[0]).split(" · ")[0]
    heading = page.words("title_intervals", office=office, year=year)
    if offices > 1:
        heading = page.words("title_intervals_offices", node=_name(page, nodes[code]), year=year)
    told = page.words("sub_intervals", confidence=f"{100 * frame.attrs.get('confidence', 0.95):g}")
    if title is not None:
        told = " · ".join([*[office] * (offices == 1), page.words("year", year=year), told])
    few = page.words("interval_few", least=FEW) if _is_few(rows).any() else ""
    unknown = page.words("interval_unknown_note") if (rows["method"] == "").any() else ""
    drawn = rows.assign(source=rows["source"].str.split("; ")).explode("source", ignore_index=True)
    drawn.attrs = dict(frame.attrs)
    return page.finish(title or heading, told, frame=drawn, drawn=drawn, notes=[note or "", few, unknown])


def _check(frame: pd.DataFrame, level: str) -> None:
    missing = [column for column in _COLUMNS if column not in frame]
    if missing:
        raise ItaError(
            f"plot_intervals takes what compute_intervals(answers) gave; this frame has no {', '.join(missing)}"
        )
    check_level(level, "plot_intervals")
    if frame.empty:
        raise ItaError("plot_intervals: the frame has no rows, so there is nothing to draw")
    check_one(frame, "plot_intervals", agency=False)


def _rows_of_office(frame: pd.DataFrame, level: str) -> pd.DataFrame:
    rows = frame[frame["level"].isin([level, *_UPPER] if level == "indicator" else [level])]
    if rows.empty:
        raise ItaError(f"plot_intervals: the frame has no row of the level {level}, so there is nothing to draw")
    upper = rows["level"].map({"total": 0, "instrument": 1}).fillna(2)
    return rows.iloc[np.argsort(upper, kind="stable")].reset_index(drop=True)


def _rows_of_offices(frame: pd.DataFrame, code: str) -> pd.DataFrame:
    rows = frame[frame["code"] == code]
    if rows.empty:
        raise ItaError(f"plot_intervals: the frame has no row of {code!r}, so there is nothing to draw")
    if len(rows) > _MOST:
        raise ItaError(f"plot_intervals draws up to {_MOST} offices; the frame holds {len(rows)}: filter it first")
    return rows.sort_values(["score", "agency_id"], ascending=[False, True], ignore_index=True)


def _name(page: Page, node: pd.Series) -> str:
    """The name of a node; an instrument by its code, as its name takes half the page."""
    return str(node["code"]) if node["level"] == "instrument" else page.words.title(node)


def _is_few(rows: pd.DataFrame) -> pd.Series:
    return (rows["method"] == "beta") & (rows["n"] < FEW).fillna(False)


def _draw(page: Page, rows: pd.DataFrame, names: list[str], mark: float | None) -> None:
    end = len(rows)
    y = np.arange(end)
    page.grow(_ROW_INCHES * (end + 1) + _FRAME_INCHES)
    page.style_axes(grid="x", spines=())
    page.ax.set_xlim(0, 100)
    page.ax.set_ylim(end + 0.4, -0.5)
    page.ax.tick_params(axis="x", top=True, labeltop=True, labelbottom=False, pad=0)
    page.ax.set_yticks(y, names)
    page.ax.tick_params(axis="y", pad=_SCORE_ROOM)
    page.ax.barh(y[::2], 100, height=1, color=_STRIPE, zorder=0)
    known = (rows["method"] != "").to_numpy()
    wide = known & (rows["high"] > rows["low"]).to_numpy()
    page.ax.hlines(y[wide], rows["low"][wide], rows["high"][wide], color=_BAND, linewidth=11, zorder=3, gid="interval")
    dot: Style = {"linestyle": "none", "marker": "o", "markersize": 8, "zorder": 5, "clip_on": False}
    for which, name, face in ((known, "known", BLUE), (~known, "unknown", "white")):
        if which.any():  # an empty line would count as a mark in the corner of the page
            page.ax.plot(rows["score"][which], y[which], color=BLUE, markerfacecolor=face, gid=name, **dot)
    if mark is not None:
        line: Style = {"color": INK, "linewidth": 1.4, "linestyle": "--", "zorder": 2, "gid": "named line"}
        page.ax.plot([mark, mark], [-0.5, end - 0.5], **line)
        page.write(mark, end, page.words("pass_mark", mark=f"{mark:g}"), ha="center", fontsize=SMALL)
    _write_beside(page, rows)


def _write_beside(page: Page, rows: pd.DataFrame) -> None:
    """The score before the axes; behind them the interval, and in a second column how many answered."""
    before: Style = {"xytext": (-10, 0), "textcoords": "offset points", "ha": "right", "fontweight": "bold"}
    told = [_interval(page, row) for row in rows.to_dict(orient="records")]
    room = max(measure(page.figure, interval, SMALL)[0] for interval, _ in told) + 2 * _GAP
    behind: Style = {"xycoords": page.ax.get_yaxis_transform(), "textcoords": "offset points", "ha": "left"}
    for at, (score, (interval, people)) in enumerate(zip(rows["score"], told, strict=True)):
        missing = np.isnan(score)
        text = page.words("missing") if missing else two_decimals(score)
        page.write(0, at, text, color=MUTED if missing else INK, **before)
        known = rows["method"].iloc[at] != ""
        page.write(1, at, interval, fontsize=SMALL, color=INK if known else ORANGE, xytext=(_GAP, 0), **behind)
        page.write(1, at, people, fontsize=SMALL, color=MUTED, xytext=(room, 0), **behind)


def _interval(page: Page, row: dict[Hashable, Any]) -> tuple[str, str]:
    """The interval and the answers of a row in words."""
    method, n = row["method"], row["n"]
    answers = "" if pd.isna(n) else page.words("interval_answers", n=f"{n:,}")
    if method == "":
        return page.words("interval_unknown"), answers
    if method == "constant":
        return page.words("interval_constant"), ""
    if method == "census":
        return page.words("interval_census"), answers
    ends = {side: two_decimals(row[side]) for side in ("low", "high")}
    star = "*" if method == "beta" and n < FEW else ""
    return page.words("interval_range", **ends), f"{answers}{star}"
