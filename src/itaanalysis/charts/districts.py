"""Districts side by side: each office a point, the median of each district marked."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

import pandas as pd

from itaanalysis.agencies import FEWEST_FOR_A_MEAN, check_complete
from itaanalysis.charts._bars import label_rows
from itaanalysis.charts._checks import check_code, check_frame, check_one, find_node, rolled_offices
from itaanalysis.charts._page import BLUE, INK, MUTED, ORANGE, Page, Style
from itaanalysis.charts._words import two_decimals
from itaanalysis.errors import ItaError
from itaanalysis.rulebook import rulebook

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_districts(
    scores: pd.DataFrame,
    *,
    code: str = "ITA",
    ax: Axes | None = None,
    title: str | None = None,
    note: str | None = None,
    lang: str = "th",
) -> Axes:
    """Districts side by side on 0–100: each office a point, the median of each district marked and written.

    Parameters
    ----------
    scores
        A scores frame, filtered to one year; it is rolled up first. Averages and totals (agency_type `aggregate`) are
        left out, and a note says so.
    code
        The node that is compared: ITA, an instrument, an indicator, or any other of the year's tree.
    ax, title, note, lang
        Axes to draw on (None: a new figure); the finding as a title; a line before the source; `th` or `en`.

    Returns
    -------
    Axes
        Districts by their median, best first; then those with fewer than three offices with a score, which show their
        points and no median; offices without a known district last, as ไม่ทราบอำเภอ, also without a median.

    Raises
    ------
    ItaError
        Not a scores frame, no rows, several years, an unknown code, no score of the code, only averages, or a list
        that is known to be only the top of a ranking.
    """
    check_frame(scores, "scores", "plot_districts")
    check_one(scores, "plot_districts", agency=False)
    check_complete(scores, "plot_districts")
    year = int(scores["year_be"].iloc[0])
    check_code(code, [year], "plot_districts")
    rolled, left_out = rolled_offices(scores, "plot_districts")
    offices = rolled.drop_duplicates("agency_id").drop(columns=["score", "source"])
    chosen = rolled.loc[rolled["code"] == code, ["agency_id", "score", "source"]]
    offices = offices.merge(chosen, on="agency_id", how="left").fillna({"source": ""})
    if offices["score"].isna().all():
        raise ItaError(f"plot_districts: no office has a score of {code} in {year}, so there is nothing to draw")
    page = Page(ax, lang)
    districts = _districts(offices, page)
    _draw(page, districts, offices, rulebook(year).pass_mark)
    told = page.words("sub_districts", count=int(offices["score"].notna().sum()))
    name = page.words.title(find_node(year, code))
    heading = title or page.words("title_districts", node=name, year=year)
    told = " · ".join([*([name, page.words("year", year=year)] if title else []), told])
    few = (~districts["has_median"]).any()
    notes = [
        note or "",
        page.words("no_median_note", least=FEWEST_FOR_A_MEAN) if few else "",
        page.words("aggregates", count=left_out) if left_out else "",
    ]
    return page.finish(heading, told, frame=scores, drawn=offices, notes=notes)


def _districts(offices: pd.DataFrame, page: Page) -> pd.DataFrame:
    """A row a district, in the order in which they stand: label, count, missing, median, has_median."""
    grouped = offices.groupby(["province", "district"], sort=True)["score"]
    table = grouped.agg(count="count", rows="size", median="median").reset_index()
    table["missing"] = table["rows"] - table["count"]
    unknown = table["district"] == ""
    table["has_median"] = (table["count"] >= FEWEST_FOR_A_MEAN) & ~unknown
    several = table["province"].nunique() > 1
    names = table["district"].where(~unknown, page.words("unknown_district"))
    table["label"] = names + (" · " + table["province"]).where((table["province"] != "") & several, "")
    table["unknown"] = unknown
    table["less"] = -table["median"].round(6).where(table["has_median"])
    return table.sort_values(["unknown", "has_median", "less"], ascending=[True, False, True], kind="stable")


def _draw(page: Page, districts: pd.DataFrame, offices: pd.DataFrame, mark: float | None) -> None:
    page.style_axes(grid="x")
    _draw_offices(page, districts, offices)
    labels = []
    for at, row in enumerate(districts.to_dict(orient="records")):
        key = "offices_missing" if row["missing"] else "offices"
        labels.append(f"{row['label']} · {page.words(key, count=row['count'], missing=row['missing'])}")
        _mark_median(page, at, row)
    label_rows(page, labels, share=0.4)
    page.ax.set_ylim(len(districts) - 0.5, -0.5)
    page.ax.set_xlim(0, 100)
    style: Style = {"fontweight": "bold", "color": ORANGE, "ha": "left", "va": "bottom"}
    if districts["has_median"].any():
        page.write(102, -0.55, page.words("median_column"), **style)
    if mark is not None:
        page.ax.axvline(mark, color=INK, linewidth=1.6, linestyle="--", zorder=2, gid="named line")
        page.write(mark, -0.55, page.words("pass_mark", mark=f"{mark:g}"), ha="center", va="bottom")


def _mark_median(page: Page, at: int, row: dict[Hashable, Any]) -> None:
    if not row["has_median"]:
        page.write(102, at, "–", ha="left", color=MUTED)
        return
    style: Style = {"color": ORANGE, "linewidth": 4, "zorder": 4, "clip_on": False}
    page.ax.plot([row["median"]] * 2, [at - 0.4, at + 0.4], gid="median", **style)
    page.write(102, at, two_decimals(row["median"]), ha="left", fontweight="bold", color=ORANGE)


def _draw_offices(page: Page, districts: pd.DataFrame, offices: pd.DataFrame) -> None:
    """A point an office, moved off its line only where another point stands: always the same picture."""
    import seaborn as sns

    rows = districts.reset_index(drop=True).reset_index(names="row")[["row", "province", "district"]]
    points = offices.dropna(subset="score").merge(rows, on=["province", "district"])
    style: Style = {"size": 7.5, "color": BLUE, "alpha": 0.75, "edgecolor": "white", "linewidth": 0.8, "zorder": 3}
    # warn_thresh: a crowded district is as wide as its row and no wider, which is no fault of the data.
    sns.swarmplot(points, x="score", y="row", orient="h", native_scale=True, warn_thresh=1, ax=page.ax, **style)
    page.ax.set(xlabel="", ylabel="")
    for dots in page.ax.collections:
        dots.set_clip_on(False)  # a score of 100 is a whole point
