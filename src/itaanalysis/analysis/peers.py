"""Offices side by side: groups at every node, and where an office stands within its groups.

Offices are compared only within a year, and so within one framework. Means are of offices, unweighted. Averages and
totals are no offices; a list that is only the top of a ranking is refused.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from itaanalysis.agencies import FEWEST_FOR_A_MEAN, find_agency
from itaanalysis.analysis._asked import (
    By,
    Codes,
    Grouping,
    choose_nodes,
    choose_years,
    every_office,
    names_of,
    read_groupings,
)
from itaanalysis.analysis._matrix import YearScores, read_years
from itaanalysis.analysis._sorted import sort_in_groups
from itaanalysis.analysis.ranks import ranks_of_year
from itaanalysis.errors import ItaError
from itaanalysis.frames import SIMULATED

_QUANTILES = {"worst": 0.0, "q1": 0.25, "median": 0.5, "q3": 0.75, "best": 1.0}
_ONLY_OF_MANY = ["mean", "q1", "median", "q3"]
_RULE = (
    "ค่ากลางและควอร์ไทล์เป็นของหน่วยงาน นับแห่งละหนึ่งเท่ากัน ไม่ถ่วงน้ำหนักตามขนาด · "
    f"กลุ่มที่มีคะแนนไม่ถึง {FEWEST_FOR_A_MEAN} แห่งไม่คิดค่ากลาง"
)


def compare_groups(
    scores: pd.DataFrame, by: By = "district", *, code: Codes = None, year_be: int | None = None
) -> pd.DataFrame:
    """Every group at every node: how many offices, mean, median, quartiles, best and worst.

    Parameters
    ----------
    scores
        A scores frame; parents are rolled up first.
    by
        `district`, `province`, `agency_type`, `all` (every office of the frame), several of these, or a list of
        offices of one's own (agency_id or name).
    code, year_be
        A node or several (None: all of each year's tree); a fiscal year (พ.ศ.; None: all of the frame).

    Returns
    -------
    DataFrame
        year_be, by, group (a district with its province; empty = not known), code, level, offices (in the group),
        count (of them with a score), missing, mean (of offices, unweighted), median, q1, q3 (linear interpolation),
        best, worst (all points, 0–100), reason (Thai: why there is no mean), note. Under three scores, and where the
        group is not known, mean, median and quartiles are NaN. `attrs["rule"]` says how they are counted.

    Raises
    ------
    ItaError
        Not a scores frame, a list that is known to be incomplete, a frame of one office, an unknown group, office,
        year or node.
    """
    years = choose_years(read_years(scores, "compare_groups"), year_be, "compare_groups")
    groupings = read_groupings(by, years, "compare_groups")
    if all(len(year.offices) < 2 for year in years):
        only = years[-1].offices["agency_id"].iloc[0]
        raise ItaError(f"compare_groups: the frame holds one office a year ({only}): give it the offices to compare")
    nodes = choose_nodes(years, code, "compare_groups")
    parts = [
        _groups_of_year(year, grouping, at)
        for year, at in zip(years, nodes, strict=True)
        for grouping in groupings
        if len(at)
    ]
    table = pd.concat(parts, ignore_index=True)
    table.attrs = {**scores.attrs, "rule": _RULE}
    return table


def _groups_of_year(year: YearScores, grouping: Grouping, nodes: list[int]) -> pd.DataFrame:
    """A row a group and node. Offices whose group is not known stand last, without a mean."""
    labels = grouping.labels(year.offices)
    known, number = names_of(labels)
    unknown = [""] if (labels == "").any() and not grouping.ids else []
    names = [*known, *unknown]
    group = labels.map({**number, **dict.fromkeys(unknown, len(known))}).fillna(-1).to_numpy(dtype=int)
    ordered = sort_in_groups(year.scores[:, nodes], group, len(names))
    size = np.bincount(group[group >= 0], minlength=len(names))
    simulated = np.bincount(group[group >= 0], weights=year.offices["simulated"][group >= 0], minlength=len(names)) > 0
    tree = year.tree.iloc[nodes]
    every, each = np.repeat(np.arange(len(names)), len(nodes)), np.tile(np.arange(len(nodes)), len(names))
    table = pd.DataFrame({"year_be": year.year_be, "by": grouping.name, "group": np.array(names, dtype=object)[every]})
    table["code"], table["level"] = tree["code"].to_numpy()[each], tree["level"].to_numpy()[each]
    table["offices"], table["count"] = size[every], ordered.offices()[each, every]
    table["missing"] = table["offices"] - table["count"]
    table["mean"] = ordered.mean()[each, every]
    for name in ("median", "q1", "q3", "best", "worst"):
        table[name] = ordered.quantile(_QUANTILES[name])[each, every]
    table["reason"] = _reasons(table["count"], (table["group"] == "") & bool(unknown))
    table.loc[table["reason"] != "", _ONLY_OF_MANY] = np.nan
    table["note"] = np.where(simulated[every], SIMULATED, "")
    return table.astype(dict.fromkeys(["by", "group", "code", "level", "reason", "note"], "str"))


def _reasons(count: pd.Series, unknown: pd.Series) -> np.ndarray:
    """Why a group has no mean; empty where it has one."""
    few = "มีคะแนน " + count.astype("str") + f" แห่ง ไม่ถึง {FEWEST_FOR_A_MEAN} แห่ง จึงไม่คิดค่าเฉลี่ยและมัธยฐาน"
    reasons = few.where(count < FEWEST_FOR_A_MEAN, "").mask(count == 0, "ไม่มีหน่วยงานใดในกลุ่มมีคะแนน")
    return reasons.mask(unknown, "ไม่ทราบกลุ่มของหน่วยงานเหล่านี้").to_numpy()


def compare_office(
    scores: pd.DataFrame,
    agency_id: str,
    by: By = ("district", "province", "agency_type"),
    *,
    code: Codes = None,
    year_be: int | None = None,
) -> pd.DataFrame:
    """One office beside its groups, at every node: its rank, percentile and distance to the group's median.

    Parameters
    ----------
    scores
        A scores frame with the other offices too; parents are rolled up first.
    agency_id
        The office: agency_id, name or short form (อบต.…).
    by, code, year_be
        As in `compare_groups`; a list of one's own is taken with the office itself.

    Returns
    -------
    DataFrame
        The columns of `compare_groups` for the office's group, and agency_id, agency, score, rank (1 + offices strictly
        above), percentile (100 × (below + ½ equal) / n), to_median (points: score − median), source (the files from
        which the group was read). Scores tie on two decimals. Where there is no rank or mean, `reason` says why.

    Raises
    ------
    ItaError
        As in `compare_groups`; also an office that is not there (the nearest names are offered), or that is the only
        one in every group asked for.
    """
    years = read_years(scores, "compare_office")
    office = find_agency(every_office(years), agency_id)
    years = choose_years(years, year_be, "compare_office", office)
    groupings = read_groupings(by, years, "compare_office")
    groupings = [grouping._replace(ids=grouping.ids | {office}) if grouping.ids else grouping for grouping in groupings]
    nodes = choose_nodes(years, code, "compare_office")
    parts = [
        _office_in_group(year, grouping, at, office)
        for year, at in zip(years, nodes, strict=True)
        for grouping in groupings
        if len(at)
    ]
    table = pd.concat(parts, ignore_index=True)
    if (table["offices"] < 2).all():
        told = ", ".join(
            f"{name} {group or '?'}" for name, group in table[["by", "group"]].drop_duplicates().to_numpy()
        )
        raise ItaError(
            f"compare_office: {office} is the only office of its group ({told}), so there is nothing to compare it "
            "with; choose another group, or bring the scores of its neighbours"
        )
    table.attrs = {**scores.attrs, "rule": _RULE}
    return table


def _office_in_group(year: YearScores, grouping: Grouping, nodes: list[int], office: str) -> pd.DataFrame:
    labels = grouping.labels(year.offices)
    own = int(np.flatnonzero(year.offices["agency_id"] == office)[0])
    # An office whose district is not known is a group of its own, and gets no rank.
    members = np.flatnonzero(labels == labels[own]) if labels[own] else np.array([own])
    one = year._replace(offices=year.offices.iloc[members].reset_index(drop=True), scores=year.scores[members])
    table = _groups_of_year(one, grouping, nodes)
    place = int(np.flatnonzero(members == own)[0])
    stands = ranks_of_year(one.scores[:, nodes], pd.Series("group", index=one.offices.index))
    table.insert(1, "agency_id", office)
    table.insert(2, "agency", year.offices["agency"][own])
    table["score"] = one.scores[place, nodes]
    for name in ("rank", "percentile"):
        table[name] = stands[name][place]
    table["to_median"] = table["score"] - table["median"]
    table["source"] = "; ".join(file for file in one.offices["file"].unique() if file)
    no_rank = {"หน่วยงานไม่มีคะแนนข้อนี้": table["score"].isna(), "มีหน่วยงานเดียวที่มีคะแนน จึงไม่มีอันดับ": table["count"] == 1}
    for reason, rows in no_rank.items():
        table["reason"] = table["reason"].mask(rows & (table["group"] != ""), reason)
    return table
