"""Where the missing points went: from 100 down to the total, a step an indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from itaanalysis.charts._bars import (
    Office,
    beside_bar,
    draw_named_lines,
    in_bar,
    label_rows,
    named_lines,
    read_office,
    starred,
    weight_note,
)
from itaanalysis.charts._checks import check_frame, check_one, indicator_rows
from itaanalysis.charts._page import BLUE, GREY, LABEL, MUTED, ORANGE, PALE, Page
from itaanalysis.charts._words import Words, two_decimals
from itaanalysis.errors import ItaError
from itaanalysis.scoring import TOLERANCE

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SINGLED_ABOVE = 1.0  # points of the total: below it an indicator is joined with the others, unless `show` says else
_SINGLED_AT_LEAST = 3  # where none is above it
_ROOM_INSIDE = 30.0  # points that a text takes, at most
_ROWS_OF_LARGE_TEXT = 8


class _Step(NamedTuple):
    """A bar from `low` to `high` points of the total."""

    label: str
    low: float
    high: float
    text: str
    color: str
    hatch: str = ""


def plot_lost_points(
    gaps: pd.DataFrame,
    *,
    show: int | None = None,
    ax: Axes | None = None,
    title: str | None = None,
    note: str | None = None,
    lang: str = "th",
) -> Axes:
    """Where the missing points went: 100 down to the total, one step an indicator, the dearest first.

    Parameters
    ----------
    gaps
        What `compute_gaps` gave for any target, filtered to one office and one year. Lost points of the total are
        worth × (100 − score), whatever the target.
    show
        How many indicators stand singly; the others are joined. None: those that lost more than 1 point.
    ax, title, note, lang
        Axes to draw on (None: a new figure); the finding as a title; a line before the source; `th` or `en`.

    Returns
    -------
    Axes
        A bar a step, its width the points lost; the last bar is the total with its level. Indicators without a score
        are one hatched step ไม่มีข้อมูล: what the published total leaves for them, or at most their whole worth.

    Raises
    ------
    ItaError
        Not a gaps frame, no rows, several offices or years, a year without indicators, no indicator with a score, a
        published total that the scores cannot give, or `show` below 0.
    """
    check_frame(gaps, "gaps", "plot_lost_points")
    check_one(gaps, "plot_lost_points", agency=True)
    if show is not None and show < 0:
        raise ItaError(f"plot_lost_points: show is how many indicators stand singly, 0 or more; found {show!r}")
    rows = indicator_rows(gaps, "plot_lost_points")
    if rows["score"].isna().all():
        raise ItaError("plot_lost_points: no indicator has a score, so it cannot be told where points were lost")
    office = read_office(gaps)
    missing_points = _missing_points(rows, office)
    page = Page(ax, lang)
    steps = _steps(rows, office, missing_points, show, page.words)
    _draw(page, steps)
    draw_named_lines(page, named_lines(office, page.words), zorder=1.5)
    told = page.words("sub_lost_partly" if np.isnan(office.total) else "sub_lost", score=two_decimals(steps[-1].high))
    heading = office.headings(page.words, "title_lost", title, told)
    notes = [note or "", weight_note(rows["code"], office.book.tree.set_index("code"), page.words)]
    return page.finish(*heading, frame=gaps, drawn=rows, notes=notes, rule=page.words("level_rule", year=office.year))


def _missing_points(rows: pd.DataFrame, office: Office) -> float:
    """Points behind indicators without a score: what the total leaves for them, or all that they are worth."""
    missing = rows["score"].isna()
    at_most = 100 * rows.loc[missing, "worth"].sum()
    if not missing.any() or np.isnan(office.total):
        return float(at_most)
    known = (rows["worth"] * (100 - rows["score"]))[~missing].sum()
    left = 100 - office.total - known
    if not -TOLERANCE <= left <= at_most + TOLERANCE:
        codes = ", ".join(rows.loc[missing, "code"])
        raise ItaError(
            f"plot_lost_points: the published total {two_decimals(office.total)} of {office.name} {office.year} cannot "
            f"come from its scores, whatever indicator {codes} is; see reconcile(scores), or mend the total"
        )
    return float(np.clip(left, 0, at_most))


def _steps(rows: pd.DataFrame, office: Office, missing_points: float, show: int | None, words: Words) -> list[_Step]:
    known = rows[rows["score"].notna()]
    known = known.assign(lost=known["worth"] * (100 - known["score"]))
    known = known.assign(less=-known["lost"].round(9)).sort_values("less", kind="stable")
    if show is None:
        show = int((known["lost"] > _SINGLED_ABOVE).sum()) or _SINGLED_AT_LEAST
    if len(known) - show == 1:
        show += 1  # one indicator alone is no company
    at = 100.0
    steps = [_Step(words("full_score"), 0, at, "100", GREY)]
    for _, row in known.head(show).iterrows():
        label = f"{starred(row, words)} ({two_decimals(row['score'])})"
        steps.append(_Step(label, at - row["lost"], at, f"−{two_decimals(row['lost'])}", ORANGE))
        at -= row["lost"]
    others = known.iloc[show:]
    if len(others):
        lost = others["lost"].sum()
        label = words("other_indicators", count=len(others))
        steps.append(_Step(label, at - lost, at, f"−{two_decimals(lost)}", GREY))
        at -= lost
    missing = rows[rows["score"].isna()]
    if len(missing):
        key = "missing_up_to" if np.isnan(office.total) else "missing_step"
        text = words(key, points=two_decimals(missing_points))
        steps.append(_Step(_missing_label(missing, words), at - missing_points, at, text, "none", "//"))
        at -= missing_points
    return [*steps, _last_step(office, at, words)]


def _missing_label(missing: pd.DataFrame, words: Words) -> str:
    if len(missing) == 1:
        return starred(missing.iloc[0], words)
    return words("missing_names", codes=", ".join(missing["code"]))


def _last_step(office: Office, known: float, words: Words) -> _Step:
    if np.isnan(office.total):
        return _Step(words("known_score"), 0, known, words("at_least", score=two_decimals(known)), BLUE)
    score = two_decimals(office.total)
    text = words("with_level", score=score, label=office.rating) if office.rating else score
    return _Step(words("total_score"), 0, office.total, text, BLUE)


def _draw(page: Page, steps: list[_Step]) -> None:
    ax, height = page.ax, 0.64
    page.style_axes(grid="x")
    rows = np.arange(len(steps))
    low, high = np.array([step.low for step in steps]), np.array([step.high for step in steps])
    ax.barh(rows, low, height=height, color=PALE, zorder=1)
    colors = [step.color for step in steps]
    bars = ax.barh(rows, high - low, left=low, height=height, color=colors, zorder=2)
    for bar, step in zip(bars, steps, strict=True):
        if step.hatch:
            bar.set(hatch=step.hatch, edgecolor=GREY, linewidth=1.2)
    for at in range(len(steps) - 1):
        end = steps[at].low if at else steps[0].high
        ax.plot([end, end], [at + height / 2, at + 1 - height / 2], color=MUTED, linewidth=1, zorder=3)
    label_rows(page, [step.label for step in steps], share=0.36)
    ax.set_ylim(len(steps) - 0.5, -0.5)
    ax.set_xlim(0, 100)
    for at, step in enumerate(steps):
        _write_value(page, at, step, 15 if len(steps) <= _ROWS_OF_LARGE_TEXT else LABEL)


def _write_value(page: Page, at: int, step: _Step, size: float) -> None:
    """Inside the first and the last bar; beside a step, where there is room."""
    if step.low == 0 and not step.hatch and step.high > _ROOM_INSIDE:
        in_bar(page, step.color)(step.high - 0.8, at, step.text, fontsize=size)
        return
    color = MUTED if step.hatch else step.color
    if step.low > _ROOM_INSIDE:
        beside_bar(page, color, PALE)(step.low - 0.8, at, step.text, ha="right", fontsize=size)
    else:
        beside_bar(page, color)(step.high + 0.8, at, step.text, fontsize=size)
