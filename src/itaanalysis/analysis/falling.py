"""Low and falling: what is in the group's lowest tenth, and worse than last year, before what is merely low."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from itaanalysis.analysis._asked import By, choose_years, read_groupings
from itaanalysis.analysis._following import compare_rules
from itaanalysis.analysis._matrix import YearScores, read_years
from itaanalysis.analysis.ranks import ranks_of_year
from itaanalysis.errors import ItaError
from itaanalysis.frames import AGENCY, SIMULATED
from itaanalysis.rulebook import level_labels, round_score, rulebook

LOWEST_TENTH = 10.0


def find_low_and_falling(
    scores: pd.DataFrame, by: By = "province", *, level: str = "indicator", year_be: int | None = None
) -> pd.DataFrame:
    """Nodes in their group's lowest tenth; those that are also worse than the year before come first.

    Parameters
    ----------
    scores
        A scores frame with the offices of the group, and the year before; parents are rolled up first.
    by
        One way to group: `district`, `province`, `agency_type`, `all`, or a list of offices of one's own.
    level
        total, instrument, indicator, subindicator or item.
    year_be
        The year (พ.ศ.); None: the last one of the frame.

    Returns
    -------
    DataFrame
        A row for each office and node whose percentile (100 × (below + ½ equal) / n) is 10 or less, which no office of
        a group under five can have: year_be, agency_id, agency, agency_type, district, province, code, level, score,
        group, offices (n), rank, percentile, before (the score of the year before, NaN = not known), change (points, on
        two decimals), falling, may_be_instrument (a rule changed in between: the fall may be the instrument's), reason
        (Thai), note. Falling first, then by percentile, then the deepest fall.

        A node is compared with the node of the year before that asks for the same (see `carry_items`), never with
        another one of its code, and never across two frameworks.

    Raises
    ------
    ItaError
        Not a scores frame, an incomplete list, several ways to group, an unknown level or year, or a year whose tree
        does not have the level.
    """
    asker = "find_low_and_falling"
    levels = list(level_labels()["level"])
    if level not in levels:
        raise ItaError(f"{asker}: level is one of {', '.join(levels)}; found {level!r}")
    years = read_years(scores, asker)
    groupings = read_groupings(by, years, asker)
    if len(groupings) > 1:
        raise ItaError(
            f"{asker} takes one way to group at a time; found {', '.join(group.name for group in groupings)}"
        )
    year = choose_years(years, year_be, asker)[-1]
    nodes = np.flatnonzero(year.tree["level"] == level)
    if not len(nodes):
        raise ItaError(f"{asker}: the tree of {year.year_be} has no node of the level {level}")
    labels = groupings[0].labels(year.offices)
    stands = ranks_of_year(year.scores[:, nodes], labels)
    low = np.nonzero(stands["percentile"] <= LOWEST_TENTH)
    table = _low_rows(year, nodes, low, labels)
    told = labels.map(groupings[0].told).to_numpy()[low[0]]
    for name in ("offices", "rank", "percentile"):
        table[name] = stands[name][low]
    before = next((one for one in years if one.year_be == year.year_be - 1), None)
    table = _beside_last_year(table, year, before, nodes[low[1]])
    table["reason"] = [_reason(row, group) for row, group in zip(table.to_dict(orient="records"), told, strict=True)]
    table["note"] = np.where(year.offices["simulated"].to_numpy()[low[0]], SIMULATED, "")
    order = ["falling", "percentile", "change", "agency_id"]
    table = table.sort_values(order, ascending=[False, True, True, True], kind="stable", ignore_index=True)
    table.attrs = dict(scores.attrs)
    return table


def _low_rows(year: YearScores, nodes: np.ndarray, low: tuple[np.ndarray, ...], labels: pd.Series) -> pd.DataFrame:
    table = year.offices[AGENCY].iloc[low[0]].reset_index(drop=True)
    table.insert(0, "year_be", year.year_be)
    table["code"] = year.tree["code"].to_numpy()[nodes[low[1]]]
    table["level"] = year.tree["level"].to_numpy()[nodes[low[1]]]
    table["score"] = year.scores[low[0], nodes[low[1]]]
    table["group"] = labels.to_numpy()[low[0]]
    return table


def _beside_last_year(
    table: pd.DataFrame, year: YearScores, before: YearScores | None, places: np.ndarray
) -> pd.DataFrame:
    """The score of the same node of the same office a year before, and the change; `places` in the tree."""
    table["before"], table["may_be_instrument"] = np.nan, False
    if before is not None and rulebook(before.year_be).framework == rulebook(year.year_be).framework:
        rules = compare_rules(before.year_be, year.year_be).iloc[places]
        row = pd.Index(before.offices["agency_id"]).get_indexer(table["agency_id"])
        column = pd.Index(before.tree["code"]).get_indexer(rules["before_code"])
        table["before"] = np.where((row >= 0) & (column >= 0), before.scores[row, column], np.nan)
        table["may_be_instrument"] = rules["may_be_instrument"].to_numpy() & table["before"].notna()
    table["change"] = round_score(table["score"]) - round_score(table["before"])
    table["falling"] = round_score(table["change"].abs()) * np.sign(table["change"]) < 0
    return table


def _reason(row: dict[Any, Any], group: str) -> str:
    told = [f"อันดับ {row['rank']:.0f} จาก {row['offices']} ใน{group} (10% ท้าย)"]
    if np.isnan(row["before"]):
        told.append(f"ไม่มีคะแนนปี {row['year_be'] - 1} ของข้อเดียวกันให้เทียบ")
    elif row["falling"]:
        told.append(f"ลดลง {-row['change']:.2f} จากปี {row['year_be'] - 1}")
    else:
        told.append(f"ไม่ต่ำกว่าปี {row['year_be'] - 1}")
    if row["falling"] and row["may_be_instrument"]:
        told.append("กติกาเปลี่ยนระหว่างสองปี การลดอาจมาจากเครื่องมือ")
    return " · ".join(told)
