"""Gaps to a target, what they cost in points of the total, and the weak areas."""

from __future__ import annotations

from numbers import Real

import numpy as np
import pandas as pd

from itaanalysis.errors import ItaError
from itaanalysis.frames import GAPS, tree_places
from itaanalysis.rulebook import level_labels, priorities, round_score, rulebook
from itaanalysis.scoring import roll_up_every_node

Target = float | pd.DataFrame | None
ITEM_TARGET = 100.0
ITEMS = ["items", "item_sources"]


def compute_gaps(scores: pd.DataFrame, target: Target = None) -> pd.DataFrame:
    """The gap of every node of every level to its target, and its cost.

    Parameters
    ----------
    scores
        A scores frame; it is rolled up first.
    target
        None: the pass mark of each year (NaN in a year that has none known). A number: points, 0–100. A frame with
        `code` and `target` (and `year_be` where years differ): those nodes; the rest take the pass mark. A pass/fail
        item's target is always 100.

    Returns
    -------
    DataFrame
        The columns of scores and target, gap (target − score, points on the node, signed), worth (share of the total,
        0–1), points (worth × gap where the score is below target, else 0: points of the total to be won), priority
        (from the score alone: urgent, improve, keep; empty where nothing is known; cuts in `rulebook/priorities.csv`)
        and `items`: the failed items below the node, dearest first, as text (`o42 o43`), with their cells in
        `item_sources`, a line each.

    Raises
    ------
    ItaError
        Not a scores frame, or a target outside 0–100 or for a node that the year does not have.
    """
    rolled = roll_up_every_node(scores)
    parts = [_gaps_of_year(group, int(str(year)), target) for year, group in rolled.groupby("year_be", sort=True)]
    if not parts:
        empty = rolled.drop(columns="published").assign(
            target=0.0, gap=0.0, worth=0.0, points=0.0, priority="", items="", item_sources=""
        )
        return empty
    gaps = pd.concat(parts, ignore_index=True)
    gaps.attrs = {**scores.attrs, "target": _target_words(target)}
    return gaps[[*GAPS, *ITEMS]]


def _gaps_of_year(rolled: pd.DataFrame, year_be: int, target: Target) -> pd.DataFrame:
    tree = rulebook(year_be).tree.set_index("code")
    gaps = rolled.drop(columns="published").reset_index(drop=True)
    worth = gaps["code"].map(tree["worth"])
    gaps["target"] = _targets(gaps["code"], year_be, target)
    gaps["gap"] = gaps["target"] - gaps["score"]
    gaps["worth"] = worth
    gaps["points"] = worth * gaps["gap"].clip(lower=0).mask(gaps["gap"].abs() < 5e-7, 0.0)
    failed = (gaps["level"] == "item") & (gaps["code"].map(tree["answers"]) == "pass/fail") & (gaps["score"] == 0)
    gaps["priority"] = _priority(gaps["score"], failed)
    return gaps.join(_failed_items(gaps, failed, tree))


def _targets(codes: pd.Series, year_be: int, target: Target) -> pd.Series:
    book = rulebook(year_be)
    tree = book.tree.set_index("code")
    default = np.nan if book.pass_mark is None else book.pass_mark
    wanted = pd.Series(default, index=tree.index)
    if isinstance(target, pd.DataFrame):
        if missing := [column for column in ("code", "target") if column not in target]:
            raise ItaError(f"a frame of targets needs the columns code and target; it has no {', '.join(missing)}")
        rows = target if "year_be" not in target else target[target["year_be"] == year_be]
        for code, value in zip(rows["code"], rows["target"], strict=True):
            if code not in tree.index:
                raise ItaError(f"a target is given for {code!r}, which the tree of {year_be} does not have")
            wanted[code] = _checked(value)
    elif target is not None:
        wanted[:] = _checked(target)
    wanted[tree["answers"] == "pass/fail"] = ITEM_TARGET
    return codes.map(wanted)


def _checked(target: object) -> float:
    if not isinstance(target, Real) or not 0 <= float(target) <= 100:
        raise ItaError(f"a target is a number between 0 and 100; found {target!r}")
    return float(target)


def _priority(score: pd.Series, failed_item: pd.Series) -> np.ndarray:
    """urgent, improve or keep by the score on two decimals; a failed pass/fail item is urgent."""
    cuts = priorities()
    shown = round_score(score)
    labels = np.full(len(score), "", dtype=object)
    for label, floor in zip(cuts["priority"], cuts["floor"], strict=True):
        labels[(labels == "") & (shown >= floor)] = label
    labels[failed_item.to_numpy()] = cuts["priority"].iloc[-1]
    return labels


def _failed_items(gaps: pd.DataFrame, failed: pd.Series, tree: pd.DataFrame) -> pd.DataFrame:
    """For each node the failed items below it (or itself), dearest first, then in tree order."""
    items = gaps.loc[failed, ["agency_id", "code", "worth", "source"]]
    if items.empty:
        return pd.DataFrame("", index=gaps.index, columns=ITEMS, dtype="str")
    items = items.assign(place=pd.Index(tree.index).get_indexer(items["code"]), at=items["code"])
    items["worth"] = -items["worth"].round(12)
    levels = []
    parent = tree["parent"].to_dict()
    while len(items):
        levels.append(items)
        items = items.assign(at=items["at"].map(parent).fillna(""))
        items = items[items["at"] != ""]
    chains = pd.concat(levels).sort_values(["worth", "place"], kind="stable")
    joined = chains.groupby(["agency_id", "at"], sort=False).agg({"code": " ".join, "source": "\n".join})
    found = joined.reindex(pd.MultiIndex.from_frame(gaps[["agency_id", "code"]])).fillna("")
    return pd.DataFrame(found.to_numpy(), index=gaps.index, columns=ITEMS, dtype="str")


def _target_words(target: Target) -> str:
    if target is None:
        return "เกณฑ์ผ่านของปี"
    return "เป้าหมายที่กำหนดรายตัวชี้วัด" if isinstance(target, pd.DataFrame) else f"{float(target):.2f}"


def find_weak_areas(gaps: pd.DataFrame, *, level: str = "indicator") -> pd.DataFrame:
    """The nodes of one level that lose points, the dearest first.

    Parameters
    ----------
    gaps
        What `compute_gaps` gave.
    level
        total, instrument, indicator, subindicator or item.

    Returns
    -------
    DataFrame
        The rows of that level with points > 0: by year and agency, then by points, then in tree order. An agency with
        nothing below target has none. `attrs["rule"]` holds the rule in a Thai sentence, to be printed with the result.
    """
    levels = level_labels().set_index("level")["label_th"]
    if level not in levels:
        raise ItaError(f"level is one of {', '.join(levels.index)}; found {level!r}")
    missing = [column for column in ("points", "target", "level") if column not in gaps]
    if missing:
        raise ItaError(f"find_weak_areas takes the frame of compute_gaps; it has no {', '.join(missing)}")
    weak = gaps[(gaps["level"] == level) & (gaps["points"] > 0)].reset_index(drop=True)
    order = weak.assign(less=-weak["points"].round(9), place=tree_places(weak))
    weak = weak.iloc[order.sort_values(["year_be", "agency_id", "less", "place"]).index].reset_index(drop=True)
    against = gaps.attrs.get("target", "เป้าหมาย")
    weak.attrs["rule"] = (
        f"จุดอ่อน = {levels[level]}ที่คะแนนต่ำกว่าเป้าหมาย ({against}) "
        "เรียงตามคะแนนรวมที่เพิ่มได้ = น้ำหนักต่อคะแนนรวม × (เป้าหมาย − คะแนน)"
    )
    return weak
