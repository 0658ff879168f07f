"""Gaps to a target, what they cost in points of the total, and the weak areas."""

from __future__ import annotations

from numbers import Real

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pandas.api.extensions import ExtensionArray

from itaanalysis.errors import ItaError
from itaanalysis.frames import make_frame, text_places, tree_places
from itaanalysis.rulebook import level_labels, priorities, round_score, rulebook
from itaanalysis.scoring import roll_up_every_node, text_as_came

Target = float | pd.DataFrame | None
ITEM_TARGET = 100.0
ITEMS = ["items", "item_sources"]
_NUMBERS = ["target", "gap", "worth", "points"]


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
        `item_sources`, a line each. Text comes out as it came in, categories as categories, `priority`
        too; but `source`, `note`, `items` and `item_sources` are plain text.

    Raises
    ------
    ItaError
        Not a scores frame, or a target outside 0–100 or for a node that the year does not have.
    """
    gaps = roll_up_every_node(scores).drop(columns="published")
    years = gaps["year_be"].to_numpy()
    # One array a column from the start, filled a year at a time: a nation is held once.
    added = {name: np.empty(len(gaps)) for name in _NUMBERS} | {"priority": np.empty(len(gaps), dtype="int8")}
    items = [make_frame([], ITEMS)] if gaps.empty else []
    for year in np.unique(years):
        part = slice(*np.searchsorted(years, [year, year + 1]))
        tree = rulebook(int(year)).tree
        score = gaps["score"].to_numpy()[part].reshape(-1, len(tree))
        is_item = ((tree["level"] == "item") & (tree["answers"] == "pass/fail")).to_numpy()
        failed = (score == 0) & is_item
        for name, values in _numbers(score, tree, _targets(int(year), target)).items():
            added[name][part].reshape(score.shape)[:] = values
        added["priority"][part] = _priority(score).ravel()
        items.append(_failed_items(failed, _items_below(tree, is_item), tree, gaps["source"].iloc[part]))
    names = pd.Series(["", *priorities()["priority"]], dtype="str")
    priority = text_as_came(names, added.pop("priority"), gaps["code"])
    parts = [gaps, pd.DataFrame({**added, "priority": priority}, copy=False), pd.concat(items, ignore_index=True)]
    gaps = pd.concat(parts, axis=1)
    gaps.attrs = {**scores.attrs, "target": _target_words(target)}
    return gaps


def _numbers(score: np.ndarray, tree: pd.DataFrame, target: np.ndarray) -> dict[str, np.ndarray]:
    """Target, gap, worth and points of one year's offices × nodes."""
    worth, gap = tree["worth"].to_numpy(), target - score
    points = worth * np.where(np.abs(gap) < 5e-7, 0.0, np.maximum(gap, 0.0))
    return dict(zip(_NUMBERS, (target, gap, worth, points), strict=True))


def _targets(year_be: int, target: Target) -> np.ndarray:
    """The target of each node of the year's tree."""
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
    return wanted.to_numpy()


def _checked(target: object) -> float:
    if not isinstance(target, Real) or not 0 <= float(target) <= 100:
        raise ItaError(f"a target is a number between 0 and 100; found {target!r}")
    return float(target)


def _priority(score: np.ndarray) -> np.ndarray:
    """1 + the row of `priorities()` by the score on two decimals, so that a failed item has the last; 0 = no score."""
    cuts = priorities()
    shown = round_score(score)
    label = np.zeros(score.shape, dtype="int8")
    for number, floor in enumerate(cuts["floor"], start=1):
        label[(label == 0) & (shown >= floor)] = number
    return label


def _items_below(tree: pd.DataFrame, is_item: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of a node and an item below it (or itself): nodes in tree order, their items dearest first."""
    above = pd.Index(tree["code"]).get_indexer(pd.Index(tree["parent"]))
    dearness = -tree["worth"].to_numpy().round(12)
    pairs = []
    for item in np.flatnonzero(is_item):
        node = item
        while node >= 0:
            pairs.append((node, dearness[item], item))
            node = above[node]
    found = np.array(sorted(pairs)).reshape(-1, 3).astype("int64")
    return found[:, 0], found[:, 2]


def _failed_items(
    failed: np.ndarray, below: tuple[np.ndarray, np.ndarray], tree: pd.DataFrame, sources: pd.Series
) -> pd.DataFrame:
    """For each office and node the failed items below it (or itself), dearest first, then in tree order."""
    nodes, items = below
    office, pair = np.nonzero(failed[:, items])
    first = office * failed.shape[1]
    count = np.bincount(first + nodes[pair], minlength=failed.size)
    ends = np.cumsum([0, *count])
    codes, cells = tree["code"].array.take(items[pair]), sources.array.take(first + items[pair])
    return pd.DataFrame({"items": _join(codes, ends, " "), "item_sources": _join(cells, ends, "\n")}, copy=False)


def _join(texts: ExtensionArray, ends: np.ndarray, by: str) -> ExtensionArray:
    """The texts between one end and the next, joined: one text for each."""
    lists = pa.ListArray.from_arrays(pa.array(ends, pa.int32()), pa.array(texts, pa.string()))
    return pd.array(pc.binary_join(lists, by), dtype="str")


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
    weak = gaps[(gaps["level"] == level) & (gaps["points"] > 0)]
    order = (tree_places(weak), -weak["points"].round(9), text_places(weak["agency_id"]), weak["year_be"])
    weak = weak.iloc[np.lexsort(order)].reset_index(drop=True)
    against = gaps.attrs.get("target", "เป้าหมาย")
    weak.attrs["rule"] = (
        f"จุดอ่อน = {levels[level]}ที่คะแนนต่ำกว่าเป้าหมาย ({against}) "
        "เรียงตามคะแนนรวมที่เพิ่มได้ = น้ำหนักต่อคะแนนรวม × (เป้าหมาย − คะแนน)"
    )
    return weak
