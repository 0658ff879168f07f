"""Ratings by district: which share of each district's offices has which level."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from itaanalysis.agencies import FEWEST_FOR_A_MEAN, check_complete
from itaanalysis.charts._bars import label_rows
from itaanalysis.charts._checks import check_frame, check_one, rolled_offices
from itaanalysis.charts._page import INK, SMALL, Page, Style
from itaanalysis.charts._text import measure
from itaanalysis.errors import ItaError
from itaanalysis.frames import AGENCY
from itaanalysis.rulebook import Rulebook, rulebook
from itaanalysis.scoring import rate

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Blues reach the pass mark, oranges with hatches do not; both grow darker away from it.
_PASSED = ("#0B3157", "#3C78AD", "#8FB8DA")
_FAILED = (("#F6D2B8", "//"), ("#E8A57A", "\\\\"), ("#D27A45", ".."), ("#C4501B", "xx"), ("#8A3408", "//"))
_DARK = 0.55  # lightness below which a number on a bar is white
_SHARE = 0.62  # of the page's width that the bars take, about


class _Look(NamedTuple):
    label: str
    color: str
    hatch: str
    text: str


def plot_rating_shares(
    scores: pd.DataFrame,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    note: str | None = None,
    lang: str = "th",
) -> Axes:
    """A bar a district, 100 per cent of its offices, divided by their levels under the rules of the year.

    Parameters
    ----------
    scores
        A scores frame, filtered to one year; it is rolled up and rated first. Averages and totals (agency_type
        `aggregate`) are left out, and a note says so.
    ax, title, note, lang
        Axes to draw on (None: a new figure); the finding as a title; a line before the source; `th` or `en`.

    Returns
    -------
    Axes
        Districts by the share of offices at the pass mark or above (of the total), best first; then those with fewer
        than three rated offices, with numbers of offices in place of per cent; offices without a known district last.
        Levels stand best first, named above the bars; below the pass mark they are hatched, and a line divides them
        from the others. Offices without a level are counted in the label, and in no share.

    Raises
    ------
    ItaError
        Not a scores frame, no rows, several years, only averages, no office that can be rated, or a list that is known
        to be only the top of a ranking.
    """
    check_frame(scores, "scores", "plot_rating_shares")
    check_one(scores, "plot_rating_shares", agency=False)
    check_complete(scores, "plot_rating_shares")
    book = rulebook(int(scores["year_be"].iloc[0]))
    rolled, left_out = rolled_offices(scores, "plot_rating_shares")
    offices = rolled.drop_duplicates("agency_id")[AGENCY].merge(rate(rolled)[["agency_id", "rating"]], on="agency_id")
    if offices["rating"].isna().all():
        raise ItaError(f"plot_rating_shares: no office of {book.year_be} can be rated: there is no total to rate")
    page = Page(ax, lang)
    counts, labels = _counts(offices, book, page)
    looks = _looks(book)
    _draw(page, counts, labels, looks, _passing(book))
    rated = int(offices["rating"].notna().sum())
    mark = "" if book.pass_mark is None else f"{book.pass_mark:g}"
    told = page.words("sub_shares" if mark else "sub_shares_plain", count=rated, mark=mark)
    heading = page.words("title_shares", year=book.year_be) if title is None else title
    told = told if title is None else f"{page.words('year', year=book.year_be)} · {told}"
    few = (counts.sum(axis=1) < FEWEST_FOR_A_MEAN).any()
    notes = [
        note or "",
        page.words("shares_few", least=FEWEST_FOR_A_MEAN) if few else "",
        page.words("aggregates", count=left_out) if left_out else "",
    ]
    rule = page.words("level_rule", year=book.year_be)
    return page.finish(heading, told, frame=scores, drawn=rolled, notes=notes, rule=rule)


def _passing(book: Rulebook) -> int:
    """How many levels, best first, reach the pass mark by their total."""
    return 0 if book.pass_mark is None else int((book.ratings["total_floor"] >= book.pass_mark).sum())


def _looks(book: Rulebook) -> list[_Look]:
    """Best first. A year without a pass mark has all of its levels in the looks of those below one."""
    passing, labels = _passing(book), list(book.ratings["label"])
    looks = [_Look(label, color, "", "") for label, color in zip(labels, _PASSED[:passing], strict=False)]
    looks += [_Look(label, *look, "") for label, look in zip(labels[passing:], _FAILED, strict=False)]
    return [look._replace(text="white" if _lightness(look.color) < _DARK else INK) for look in looks]


def _lightness(color: str) -> float:
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _counts(offices: pd.DataFrame, book: Rulebook, page: Page) -> tuple[np.ndarray, list[str]]:
    """Offices by district and level, districts in the order in which they stand, and their labels."""
    place = ["province", "district"]
    levels = list(book.ratings["label"])
    table = offices.assign(rating=pd.Categorical(offices["rating"], levels))
    counts = table.groupby([*place, "rating"], observed=False).size().unstack("rating")
    counts = counts[counts.index.isin(pd.MultiIndex.from_frame(offices[place]))]
    rows = counts.sum(axis=1).rename("count").reset_index()
    rows["missing"] = offices.groupby(place).size().reindex(counts.index).to_numpy() - rows["count"]
    unknown = rows["district"] == ""
    passed = counts.to_numpy()[:, : _passing(book)].sum(axis=1)
    best_first = counts.to_numpy().cumsum(axis=1) / np.maximum(rows["count"].to_numpy(), 1)[:, None]
    few = rows["count"] < FEWEST_FOR_A_MEAN
    share = passed / np.maximum(rows["count"], 1)
    order = np.lexsort((*-best_first.T[::-1], -share, few, unknown))
    several = rows["province"].nunique() > 1
    names = rows["district"].where(~unknown, page.words("unknown_district"))
    names += (" · " + rows["province"]).where((rows["province"] != "") & several, "")
    labels = [
        f"{name} · {page.words('offices_missing' if missing else 'offices', count=count, missing=missing)}"
        for name, count, missing in zip(names, rows["count"], rows["missing"], strict=True)
    ]
    return counts.to_numpy()[order], [labels[at] for at in order]


def _draw(page: Page, counts: np.ndarray, labels: list[str], looks: list[_Look], passing: int) -> None:
    page.style_axes(grid="", spines=())
    label_rows(page, labels, share=0.32)
    used = [at for at in range(len(looks)) if counts[:, at].any()]
    page.ax.set_xlim(0, 100)
    page.ax.set_xticks([])
    page.ax.set_ylim(len(labels) - 0.5, -1.6)
    points_a_unit = _SHARE * page.width / 100
    for row, of_row in enumerate(counts):
        total, left = of_row.sum(), 0.0
        for at in used:
            width = 100 * of_row[at] / total if total else 0.0
            if width:
                _draw_part(page, looks[at], left, width, row, points_a_unit)
                _write_part(page, looks[at], left, width, row, int(of_row[at]), int(total), points_a_unit)
            left += width
        if total and passing:
            _write_passed(page, row, int(of_row[:passing].sum()), int(total))
    if passing:
        page.write(102, -1.05, page.words("passed_share"), ha="left", fontweight="bold")
    _draw_key(page, [looks[at] for at in used], points_a_unit)


def _draw_part(page: Page, look: _Look, left: float, width: float, row: float, points_a_unit: float) -> None:
    gap = min(1.2 / points_a_unit, width / 4)
    style: Style = {"color": look.color, "hatch": look.hatch, "edgecolor": "#FFFFFF88", "linewidth": 0}
    page.ax.barh(row, width - gap, left=left, height=0.74, zorder=2, gid=f"level {look.label}", **style)


def _write_part(
    page: Page, look: _Look, left: float, width: float, row: int, count: int, total: int, points_a_unit: float
) -> None:
    """Level and share in the part where there is room for both, else the share alone, else nothing."""
    share = f"{100 * count / total:.0f}%" if total >= FEWEST_FOR_A_MEAN else page.words("offices", count=count)
    for text in (f"{look.label} {share}", share):
        if measure(page.figure, text, SMALL, "bold")[0] + 8 <= width * points_a_unit:
            style: Style = {"ha": "center", "va": "baseline", "fontsize": SMALL, "fontweight": "bold", "zorder": 4}
            below: Style = {"xytext": (0, -4), "textcoords": "offset points", "halo": look.color if look.hatch else ""}
            page.write(left + width / 2, row, text, color=look.text, **style, **below)
            return


def _write_passed(page: Page, row: int, passed: int, total: int) -> None:
    text = f"{100 * passed / total:.0f}%" if total >= FEWEST_FOR_A_MEAN else f"{passed}/{total}"
    page.write(102, row, text, ha="left", fontweight="bold")
    if 0 < passed < total:
        page.ax.plot([100 * passed / total] * 2, [row - 0.46, row + 0.46], color=INK, linewidth=3, zorder=5, gid="pass")


def _draw_key(page: Page, looks: list[_Look], points_a_unit: float) -> None:
    """The levels in the order of the bars, each with its colour and hatch."""
    at = 0.0
    style: Style = {"height": 0.5, "edgecolor": "#FFFFFF88", "linewidth": 0}
    for look in looks:
        page.ax.barh(-1.05, 3, left=at, color=look.color, hatch=look.hatch, **style)
        page.write(at + 3.8, -1.05, look.label, ha="left", fontsize=SMALL)
        at += 3.8 + measure(page.figure, look.label, SMALL)[0] / points_a_unit + 2.5
