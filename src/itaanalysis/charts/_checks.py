"""What a chart takes, and the sentence where it is given something else."""

from __future__ import annotations

import numpy as np
import pandas as pd

from itaanalysis.errors import ItaError
from itaanalysis.frames import GAPS, SCORES
from itaanalysis.rulebook import level_labels, rulebook
from itaanalysis.scoring import roll_up
from itaanalysis.thai import AGGREGATE

_COMPARISON = [
    *("year_be", "agency_id", "agency", "by", "group", "code", "level", "offices", "count"),
    *("median", "q1", "q3", "best", "worst", "score", "rank", "source", "note"),
]
_MADE_BY = {
    "gaps": (GAPS, "compute_gaps(scores)"),
    "scores": (SCORES, "read_export(path).scores"),
    "comparison": (_COMPARISON, "compare_office(scores, agency_id)"),
}


def check_frame(frame: pd.DataFrame, kind: str, chart: str) -> None:
    """Raise where the frame lacks a column of its kind (`scores`, `gaps`, `comparison`) or holds no row."""
    columns, made_by = _MADE_BY[kind]
    if not isinstance(frame, pd.DataFrame):
        raise ItaError(f"{chart} takes a {kind} frame, such as {made_by}; found {type(frame).__name__}")
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise ItaError(
            f"{chart} takes a {kind} frame, such as {made_by}; this frame has no column {', '.join(missing)}"
        )
    if frame.empty:
        raise ItaError(
            f"{chart}: the {kind} frame has no rows, so there is nothing to draw; check the filter before it"
        )


def check_one(frame: pd.DataFrame, chart: str, *, agency: bool) -> None:
    """Raise where a chart of one year (and of one office, with `agency`) is given several."""
    years, offices = frame["year_be"].unique(), frame["agency_id"].unique()
    if len(years) == 1 and (len(offices) == 1 or not agency):
        return
    wanted, found = "one year", f"{len(years)} years ({_listed(years)})"
    query = f"year_be == {max(years)}"
    if agency:
        wanted = "one office and one year"
        found = f"{len(offices)} office{'s' if len(offices) > 1 else ''} and {found}"
        query += f' and agency_id == "{offices[0]}"'
    raise ItaError(f"{chart} draws {wanted}; the frame holds {found}: filter it first, with .query('{query}')")


def _listed(years: np.ndarray) -> str:
    return ", ".join(str(year) for year in sorted(years))


def check_level(level: str, chart: str) -> str:
    """The level, where there is one of this name."""
    levels = list(level_labels()["level"])
    if level not in levels:
        raise ItaError(f"{chart}: level is one of {', '.join(levels)}; found {level!r}")
    return level


def find_node(year_be: int, code: str) -> pd.Series:
    """The row of a code in the tree of a year."""
    tree = rulebook(year_be).tree
    return tree[tree["code"] == code].iloc[0]


def check_code(code: str, years: list[int], chart: str) -> None:
    """Raise where no tree of these years has the code, or where it is another node from year to year."""
    found = {}
    for year in years:
        tree = rulebook(year).tree.set_index("code")
        if code in tree.index:
            found[year] = tree.loc[code]
    if not found:
        raise ItaError(
            f"{chart}: no node {code!r} in the tree of {_listed(np.array(years))}; "
            f"its codes (ITA, IIT, 9, o42 …) stand in rulebook({max(years)}).tree"
        )
    lists = {node["name_th"] for node in found.values() if node["level"] in ("subindicator", "item")}
    if len(lists) > 1:
        told = "; ".join(f"{year} {node['name_th']}" for year, node in found.items())
        raise ItaError(
            f"{chart}: {code} is not the same node in every year ({told}), so no line may join them; "
            "filter years of one list with .query('year_be >= …')"
        )


def rolled_offices(scores: pd.DataFrame, chart: str) -> tuple[pd.DataFrame, int]:
    """Scores of offices, rolled up, and how many averages or totals were left out."""
    averages = scores["agency_type"] == AGGREGATE
    if averages.all():
        raise ItaError(
            f"{chart} shows offices; every row of the frame is an average or total (agency_type 'aggregate')"
        )
    left_out = scores.loc[averages, ["year_be", "agency_id"]].drop_duplicates()
    return roll_up(scores[~averages]), len(left_out)


def indicator_rows(frame: pd.DataFrame, chart: str) -> pd.DataFrame:
    """The indicators of the frame's one year in tree order, each with its row of the frame and what the tree says.

    An indicator that the frame does not hold has no score (NaN) and empty texts.
    """
    year = int(frame["year_be"].iloc[0])
    tree = rulebook(year).tree
    nodes = tree[tree["level"] == "indicator"]
    if nodes.empty:
        raise ItaError(f"{chart} shows indicators; the tree of {year} has none: only the total is known for that year")
    wanted = [column for column in ("score", "points", "priority", "source", "note") if column in frame]
    rows = nodes.merge(frame[["code", *wanted]], on="code", how="left")
    if not nodes["code"].isin(frame["code"]).any():
        raise ItaError(f"{chart} shows indicators; the frame holds none of {year}: give it rows of every level")
    texts = [column for column in wanted if column not in ("score", "points")]
    return rows.assign(**{column: rows[column].fillna("") for column in texts})
