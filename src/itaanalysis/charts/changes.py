"""What moved the total from one year to the next: a bar an indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from itaanalysis.analysis.group_changes import GROUP_CHANGES
from itaanalysis.analysis.trends import CHANGES
from itaanalysis.charts._bars import label_rows, starred, weight_note
from itaanalysis.charts._checks import find_node
from itaanalysis.charts._page import BLUE, GREY, INK, MUTED, ORANGE, Page
from itaanalysis.charts._words import Words, short_name, two_decimals
from itaanalysis.errors import ItaError
from itaanalysis.rulebook import round_score, rulebook

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_CHART, _WANTED = "plot_changes", "takes a changes frame, such as compute_changes(scores)"
_DUST = 0.005  # points of the total: what is less is 0.00 on two decimals
_ROOM_FOR_NUMBERS = 0.16  # of the width, beyond the longest bar on either side
_NAMES = 5


class _Bar(NamedTuple):
    """A row: its label and points of the total; NaN = not known."""

    label: str
    points: float
    color: str
    hatch: str = ""


def plot_changes(
    changes: pd.DataFrame,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    note: str | None = None,
    lang: str = "th",
) -> Axes:
    """What each indicator brought to the change of the total from one year to the next, the greatest gain first.

    Parameters
    ----------
    changes
        What `compute_changes` gave, filtered to one office and one pair of years; or `compare_changes`, to one group.
    ax, title, note, lang
        Axes to draw on (None: a new figure); the finding as a title; a line before the source; `th` or `en`.

    Returns
    -------
    Axes
        The change of the total, and below it a bar an indicator: together they are that change. What a change of the
        weights brought, and what lies behind indicators without scores in both years, are bars of their own. † marks a
        change that may be the instrument's, and a note names the rule that changed.

    Raises
    ------
    ItaError
        Not a frame of changes, no rows, several offices, groups or pairs of years, no indicator with a score in both
        years, or a group that has no mean.
    """
    _check(changes)
    rows = changes[(changes["level"] == "indicator").to_numpy()]
    if rows["contribution"].isna().all():
        raise ItaError(f"{_CHART}: {_why_nothing(changes)}, so it cannot be told what moved the total")
    page = Page(ax, lang)
    total = changes[(changes["level"] == "total").to_numpy() & changes["change"].notna().to_numpy()]
    _draw(page, _bars(rows, total, page.words))
    year, before = int(changes["year_be"].iloc[0]), int(changes["before_year"].iloc[0])
    name, told = _name(changes, page.words), _told(total, page.words)
    if title is None:
        heading = (page.words("title_changes", office=name, before=before, year=year), told)
    else:
        heading = (title, " · ".join([name, f"{before} → {year}", told]))
    tree = rulebook(year).tree.set_index("code")
    notes = [note or "", _instrument_note(rows, page.words), *_group_notes(changes, page.words)]
    notes.append(weight_note(rows["code"].astype("str"), tree, page.words))
    return page.finish(*heading, frame=_sources(changes), drawn=_sources(rows), notes=notes)


def _check(changes: pd.DataFrame) -> None:
    if not isinstance(changes, pd.DataFrame):
        raise ItaError(
            f"{_CHART} takes a changes frame, such as compute_changes(scores); found {type(changes).__name__}"
        )
    wanted = GROUP_CHANGES if "offices" in changes else CHANGES
    if missing := [column for column in wanted if column not in changes]:
        raise ItaError(f"{_CHART} {_WANTED}; this frame has no column {', '.join(missing)}")
    if changes.empty:
        raise ItaError(
            f"{_CHART}: the changes frame has no rows, so there is nothing to draw; check the filter before it"
        )
    whose = _whose(changes)
    found, years = changes[whose].drop_duplicates(), sorted(changes["year_be"].unique())
    if len(found) > 1 or len(years) > 1:
        query = " and ".join(
            [f"year_be == {years[-1]}", *(f'{column} == "{found[column].iloc[0]}"' for column in whose)]
        )
        raise ItaError(
            f"{_CHART} draws one office or group and one pair of years; the frame holds {len(found)} and "
            f"{len(years)} pairs ({', '.join(map(str, years))}): filter it first, with .query('{query}')"
        )


def _whose(changes: pd.DataFrame) -> list[str]:
    """The columns that tell an office or a group."""
    groups = [column for column in ("agency_type", "province", "district") if column in changes]
    return ["agency_id"] if "agency_id" in changes else groups


def _why_nothing(changes: pd.DataFrame) -> str:
    if "offices" not in changes:
        return "no indicator has a score in both years"
    count = changes["offices"].iloc[0]
    return f"the group has no mean of its indicators ({count} offices with scores in both years; three are needed)"


def _bars(rows: pd.DataFrame, total: pd.DataFrame, words: Words) -> list[_Bar]:
    known = rows[rows["contribution"].notna().to_numpy()]
    known = known.assign(less=-known["contribution"].round(9)).sort_values("less", kind="stable")
    bars = [_bar(row, words) for _, row in known.iterrows()]
    rule = float(known["rule"].sum())
    if abs(rule) >= _DUST:
        bars.append(_Bar(words("change_of_weights"), rule, GREY, ".."))
    missing = rows.loc[rows["contribution"].isna().to_numpy(), "code"]
    if len(missing):
        rest = float(total["change"].iloc[0] - known["contribution"].sum() - rule) if len(total) else np.nan
        bars.append(_Bar(words("change_unknown", codes=", ".join(missing)), rest, "none", "//"))
    if len(total):
        mark = " †" if total["may_be_instrument"].iloc[0] else ""
        bars.insert(0, _Bar(words("change_of_total") + mark, float(total["change"].iloc[0]), INK))
    return bars


def _bar(row: pd.Series, words: Words) -> _Bar:
    label = starred(find_node(int(row["year_be"]), row["code"]), words)
    mark = " †" if row["may_be_instrument"] else ""
    scores = f"({two_decimals(row['before'])} → {two_decimals(row['after'])})".replace(" ", "\u00a0")
    gain = row["contribution"] >= 0
    return _Bar(f"{label} {scores}{mark}", float(row["contribution"]), BLUE if gain else ORANGE, "" if gain else "//")


def _draw(page: Page, bars: list[_Bar]) -> None:
    ax, points = page.ax, np.array([bar.points for bar in bars])
    page.style_axes(grid="x")
    drawn = ax.barh(
        np.arange(len(bars)), np.nan_to_num(points), height=0.7, color=[bar.color for bar in bars], zorder=2
    )
    for patch, bar in zip(drawn, bars, strict=True):
        patch.set(hatch=bar.hatch, edgecolor=GREY if bar.color == "none" else "#FFFFFF66", linewidth=0)
    label_rows(page, [bar.label for bar in bars], share=0.42)
    low, high = min(np.nanmin(points), 0.0), max(np.nanmax(points), 0.0)
    room = max(high - low, 2 * _DUST) * _ROOM_FOR_NUMBERS
    ax.set_xlim(low - (room if low < 0 else 0), high + room)
    ax.set_xticks([tick for tick in ax.get_xticks() if ax.get_xlim()[0] <= tick <= ax.get_xlim()[1]])
    ax.set_ylim(len(bars) - 0.5, -0.5)
    ax.axvline(0, color=MUTED, linewidth=1.4, zorder=3, gid="zero")
    for at, bar in enumerate(bars):
        text = page.words("missing") if np.isnan(bar.points) else signed(bar.points)
        left = bar.points < 0 and text[0] == "−"
        style = {"xytext": (-6 if left else 6, 0), "textcoords": "offset points", "ha": "right" if left else "left"}
        color = MUTED if bar.color in ("none", GREY) or text == "0.00" else bar.color
        page.write(np.nan_to_num(bar.points), at, text, halo="white", fontweight="bold", color=color, zorder=4, **style)
    ax.set_xlabel(page.words("changes_axis"), labelpad=6, **page.text_style(color=MUTED))


def signed(points: float) -> str:
    """A change as it is printed: two decimals, half away from zero, with its sign; 0.00 without one."""
    size = float(round_score(abs(points)))
    return f"{'+' if points > 0 else '−'}{size:.2f}" if size else "0.00"


def _name(changes: pd.DataFrame, words: Words) -> str:
    row = changes.iloc[0]
    if "agency" in changes:
        return str(row["agency"])
    if "district" in changes:
        return words("district_name", district=row["district"], province=row["province"])
    return words("province_name", province=row["province"]) if "province" in changes else str(row["agency_type"])


def _told(total: pd.DataFrame, words: Words) -> str:
    if total.empty:
        return words("sub_changes_partly")
    row = total.iloc[0]
    scores = {name: two_decimals(row[name]) for name in ("before", "after")}
    return words("sub_changes", **scores, change=signed(row["change"]))


def _instrument_note(rows: pd.DataFrame, words: Words) -> str:
    if not rows["may_be_instrument"].any():
        return ""
    return words("instrument_note", breaks=rows["breaks"].iloc[0])


def _group_notes(changes: pd.DataFrame, words: Words) -> list[str]:
    """How many offices are in the mean, and which are not."""
    if "offices" not in changes:
        return []
    row = changes.iloc[0]
    notes = [words("group_note", count=row["offices"])]
    for column, year in (("came", row["year_be"]), ("went", row["before_year"])):
        if row[column]:
            notes.append(words("group_came", year=year, names=_names(row[column], words)))
    if row["incomplete"]:
        notes.append(words("group_incomplete", names=_names(row["incomplete"], words)))
    return [" · ".join(notes)]


def _names(listed: str, words: Words) -> str:
    names = [short_name(agency_id.split(" · ")[0]) for agency_id in listed.split(" / ")]
    shown = ", ".join(names[:_NAMES])
    return shown if len(names) <= _NAMES else words("names_more", names=shown, count=len(names) - _NAMES)


def _sources(changes: pd.DataFrame) -> pd.DataFrame:
    """Source and note of the scores of both years, a row each."""
    columns = [column for column in ("source", "before_source") if column in changes]
    both = [changes[[column, "note"]].astype("str").rename(columns={column: "source"}) for column in columns]
    found = pd.concat(both, ignore_index=True)
    found.attrs = dict(changes.attrs)
    return found
