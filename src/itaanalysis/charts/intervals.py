"""How sure scores are: the interval of each node of an office, or of one node of several offices."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from itaanalysis.analysis.uncertainty import FEW, is_rough
from itaanalysis.charts._bars import Office, draw_named_lines, label_rows, named_lines
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
_ROW_INCHES, _LINE_INCHES, _FRAME_INCHES = 0.36, 0.31, 2.2
_QUESTIONS, _OFFICES = 0.41, 0.3  # share of the page's width that names take at most: a question stands on one line
_DOT, _BAR = 7.0, 13.0  # points: a narrow bar is still seen above and below its dot
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
        answers (of the total: of each instrument; a star where there are fewer than 30, and fewer than nine in ten
        of all people where that is known); a dot alone where all have
        answered; a ring and ไม่ทราบ where no interval is known. The pass mark and, for one office, the floor of its
        next level are named lines.

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
    people = _people(page, rows, frame)
    label_rows(page, names, share=_OFFICES if offices > 1 else _QUESTIONS)
    _draw(page, rows, people)
    draw_named_lines(page, named_lines(_office(frame, offices), page.words), zorder=4)
    office = str(frame["agency_id"].iloc[0]).split(" · ")[0]
    heading = page.words("title_intervals", office=office, year=year)
    if offices > 1:
        heading = page.words("title_intervals_offices", node=_name(page, nodes[code]), year=year)
    told = page.words("sub_intervals", confidence=f"{100 * frame.attrs.get('confidence', 0.95):g}")
    if title is not None:
        told = " · ".join([*[office] * (offices == 1), page.words("year", year=year), told])
    few = page.words("interval_few", least=FEW) if "*" in "".join(people) else ""
    unknown = page.words("interval_unknown_note") if (rows["method"] == "").any() else ""
    drawn = rows.assign(source=rows["source"].str.split("; ")).explode("source", ignore_index=True)
    drawn.attrs = dict(frame.attrs)
    answered = page.words("from_answers_note") if rows["n"].notna().any() else ""
    return page.finish(title or heading, told, frame=drawn, drawn=drawn, notes=[note or "", few, unknown, answered])


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


def _office(frame: pd.DataFrame, offices: int) -> Office:
    """What the named lines are drawn for: the office, or a nameless one without a level where there are several."""
    year = int(frame["year_be"].iloc[0])
    book = rulebook(year)
    scores = frame.set_index("code")["score"] if offices == 1 else pd.Series(dtype=float)
    total = float(scores.get("ITA", np.nan))
    rating = book.rate(total, *(float(scores.get(code, np.nan)) for code in book.instruments))
    return Office("", year, book, scores, total, rating)


def _people(page: Page, rows: pd.DataFrame, frame: pd.DataFrame) -> list[str]:
    """How many answered, row by row: the total by instrument, as far as the frame holds them."""
    asked = frame[(frame["level"] == "instrument") & frame["n"].notna()]
    parts = asked["code"] + asked["n"].map(" {:,}".format).astype("str") + _stars(asked)
    of_office = parts.groupby(asked["agency_id"]).agg(" · ".join).to_dict()
    told = []
    for row, star in zip(rows.to_dict(orient="records"), _stars(rows), strict=True):
        answers = "" if pd.isna(row["n"]) else page.words("interval_answers", n=f"{row['n']:,}") + star
        told.append(of_office.get(row["agency_id"], "") if row["level"] == "total" else answers)
    return told


def _stars(rows: pd.DataFrame) -> pd.Series:
    """A star where few answered, and they are few of the people."""
    rough = is_rough(rows["n"].astype("float64"), rows["population"].astype("float64"))
    return (rough & (rows["method"] == "beta")).map({True: "*", False: ""}).astype("str")


def _draw(page: Page, rows: pd.DataFrame, people: list[str]) -> None:
    end = len(rows)
    y = np.arange(end)
    lines = max(label.get_text().count("\n") + 1 for label in page.ax.get_yticklabels())
    page.grow(max(_ROW_INCHES, lines * _LINE_INCHES) * (end + 1) + _FRAME_INCHES)
    page.style_axes(grid="x")
    page.ax.set_xlim(0, 100)
    page.ax.set_ylim(end - 0.5, -0.5)
    page.ax.tick_params(axis="y", pad=_SCORE_ROOM)
    page.ax.barh(y[::2], 100, height=1, color=_STRIPE, zorder=0)
    known = (rows["method"] != "").to_numpy()
    wide = known & (rows["high"] > rows["low"]).to_numpy()
    bar: Style = {"color": _BAND, "linewidth": _BAR, "zorder": 3, "gid": "interval"}
    page.ax.hlines(y[wide], rows["low"][wide], rows["high"][wide], **bar)
    dot: Style = {"linestyle": "none", "marker": "o", "markersize": _DOT, "zorder": 5, "clip_on": False}
    for which, name, face in ((known, "known", BLUE), (~known, "unknown", "white")):
        if which.any():  # an empty line would count as a mark in the corner of the page
            page.ax.plot(rows["score"][which], y[which], color=BLUE, markerfacecolor=face, gid=name, **dot)
    _write_beside(page, rows, people)


def _write_beside(page: Page, rows: pd.DataFrame, people: list[str]) -> None:
    """The score before the axes; behind them the interval, and in a second column how many answered."""
    before: Style = {"xytext": (-10, 0), "textcoords": "offset points", "ha": "right", "fontweight": "bold"}
    told = [_interval(page, row) for row in rows.to_dict(orient="records")]
    room = max(measure(page.figure, interval, SMALL)[0] for interval in told) + 2 * _GAP
    behind: Style = {"xycoords": page.ax.get_yaxis_transform(), "textcoords": "offset points", "ha": "left"}
    for at, (score, interval) in enumerate(zip(rows["score"], told, strict=True)):
        missing = np.isnan(score)
        text = page.words("missing") if missing else two_decimals(score)
        page.write(0, at, text, color=MUTED if missing else INK, **before)
        known = rows["method"].iloc[at] != ""
        page.write(1, at, interval, fontsize=SMALL, color=INK if known else ORANGE, xytext=(_GAP, 0), **behind)
        page.write(1, at, people[at], fontsize=SMALL, color=MUTED, xytext=(room, 0), **behind)


def _interval(page: Page, row: dict[Hashable, Any]) -> str:
    """The interval of a row in words."""
    fixed = {"": "interval_unknown", "constant": "interval_constant", "census": "interval_census"}
    if row["method"] in fixed:
        return page.words(fixed[row["method"]])
    return page.words("interval_range", low=two_decimals(row["low"]), high=two_decimals(row["high"]))
