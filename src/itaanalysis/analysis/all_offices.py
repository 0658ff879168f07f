"""Every office beside its groups: what `compare_office` tells of one office, computed once for all."""

from __future__ import annotations

import pandas as pd

from itaanalysis.analysis._asked import Grouping
from itaanalysis.analysis.peers import compare_groups
from itaanalysis.analysis.ranks import compute_ranks
from itaanalysis.frames import INCOMPLETE, SIMULATED
from itaanalysis.rulebook import rulebook
from itaanalysis.thai import AGGREGATE

_BY = ("district", "province", "agency_type")
_UPPER = ("total", "instrument", "indicator")
_STANDS = ("rank", "percentile", "to_median")


def compare_offices(scores: pd.DataFrame, agency_ids: pd.Series) -> pd.DataFrame:
    """What `compare_office` gives for each of the offices at total, instruments and indicators, one after the other.

    Invented offices and real ones are never compared, and a list that is only the top of a ranking is left out. No rows
    of an office that is alone in all of its groups.

    Parameters
    ----------
    scores
        The scores of one year, of everyone.
    """
    whole = scores[(scores["agency_type"] != AGGREGATE) & ~scores["note"].str.contains(INCOMPLETE, regex=False)]
    partly = set(scores["agency_id"]) - set(whole["agency_id"])
    invented = whole["note"].str.contains(SIMULATED, regex=False)
    wanted = agency_ids[~agency_ids.isin(partly)]
    parts = [
        _compare_each(rows, wanted[wanted.isin(rows["agency_id"])])
        for rows in (whole[invented], whole[~invented])
        if rows["agency_id"].nunique() > 1
    ]
    if not parts:
        return pd.DataFrame(columns=["agency_id"])
    table = pd.concat(parts, ignore_index=True)
    table.attrs = parts[0].attrs
    return table


def _compare_each(scores: pd.DataFrame, agency_ids: pd.Series) -> pd.DataFrame:
    tree = rulebook(int(scores["year_be"].iloc[0])).tree
    codes = list(tree.loc[tree["level"].isin(_UPPER), "code"])
    groups = compare_groups(scores, _BY, code=codes)
    ranks = compute_ranks(scores, _BY, code=codes)
    text = ranks.select_dtypes("category").columns
    ranks = ranks[ranks["agency_id"].isin(agency_ids)].astype(dict.fromkeys(text, "str"))
    first = scores.drop_duplicates("agency_id").sort_values("agency_id", ignore_index=True)
    first["file"] = first["source"].str.partition("#")[0]
    tables = [_in_group(Grouping(name), groups, ranks, first, agency_ids) for name in _BY]
    table = pd.concat(tables).sort_values("agency_id", kind="stable", ignore_index=True)
    table = table[table.groupby("agency_id")["offices"].transform("max") > 1].reset_index(drop=True)
    table.attrs = {"rule": groups.attrs["rule"]}
    return table


def _in_group(
    grouping: Grouping, groups: pd.DataFrame, ranks: pd.DataFrame, first: pd.DataFrame, agency_ids: pd.Series
) -> pd.DataFrame:
    """The offices beside one of their groups, a row an office and node."""
    labels = grouping.labels(first)
    files = first[first["file"] != ""].groupby(labels)["file"].agg(lambda names: "; ".join(names.unique()))
    chosen = first["agency_id"].isin(agency_ids)
    offices = first.loc[chosen, ["agency_id", "agency"]].assign(group=labels[chosen])
    told = groups[groups["by"] == grouping.name]
    stands = ranks[["agency_id", "code", "score", *(f"{name}_{grouping.name}" for name in _STANDS)]]
    table = offices.merge(told, on="group").merge(stands, on=["agency_id", "code"], how="left")
    table = table.rename(columns={f"{name}_{grouping.name}": name for name in _STANDS})
    table["source"] = table["group"].map(files).fillna("")
    alone = table["group"] == ""  # an office whose district is not known is a group of its own
    count = table["score"].notna().astype("int64")
    own = {"offices": 1, "count": count, "missing": 1 - count, "best": table["score"], "worst": table["score"]}
    for name, values in own.items():
        table[name] = table[name].mask(alone, values)
    table.loc[alone, "source"] = table.loc[alone, "agency_id"].map(first.set_index("agency_id")["file"])
    no_rank = {"หน่วยงานไม่มีคะแนนข้อนี้": table["score"].isna(), "มีหน่วยงานเดียวที่มีคะแนน จึงไม่มีอันดับ": table["count"] == 1}
    for reason, rows in no_rank.items():
        table["reason"] = table["reason"].mask(rows & ~alone, reason)
    return table
