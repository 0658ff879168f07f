"""Scores up the tree: roll up, reconcile with what was published, rate.

Source of the rules: the weights and levels of each year's rulebook, with their evidence.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from itaanalysis.errors import ItaError
from itaanalysis.frames import (
    AGENCY,
    COMPUTED,
    INCOMPLETE,
    SCORES,
    SIMULATED,
    check_scores,
    plain_text,
)
from itaanalysis.rulebook import Rulebook, round_score, rulebook

TOLERANCE = 0.01
_ITEM_NOTE = "อนุมานจากข้อ {parent} ซึ่งได้ {score:g}"


def roll_up(scores: pd.DataFrame) -> pd.DataFrame:
    """Scores with every parent computed from its children, beside what was published.

    Parameters
    ----------
    scores
        A scores frame (see the codebook), any number of agencies and years.

    Returns
    -------
    DataFrame
        The columns of scores and `published` (as read, points 0–100, NaN = not published). A parent is computed only
        from a complete set of children; otherwise its published score stands, or NaN: never a mean of some. A row for
        every node that is read or computed, by year, agency and tree order; `source` is `computed` where the score was
        rolled up. The input is not changed.

    Raises
    ------
    ItaError
        The input is not a scores frame.
    """
    return _roll_up(scores, every_node=False)


def roll_up_every_node(scores: pd.DataFrame) -> pd.DataFrame:
    """As `roll_up`, with a row for every node of the year's tree, NaN where nothing is known.

    A node whose descendants are all pass/fail tells its items where it is exactly 0 or 100: they carry that score, the
    node's source and a note.
    """
    return _roll_up(scores, every_node=True)


def _roll_up(scores: pd.DataFrame, *, every_node: bool) -> pd.DataFrame:
    scores = plain_text(check_scores(scores))
    parts = [
        _roll_up_year(group.reset_index(drop=True), rulebook(int(str(year))), every_node=every_node)
        for year, group in scores.groupby("year_be", sort=True)
    ]
    rolled = pd.concat(parts, ignore_index=True) if parts else scores.assign(published=scores["score"])
    rolled.attrs = dict(scores.attrs)
    return rolled


def _roll_up_year(scores: pd.DataFrame, book: Rulebook, *, every_node: bool) -> pd.DataFrame:
    """One year, as a matrix of agencies × nodes."""
    tree = book.tree
    agencies = scores.drop_duplicates("agency_id").sort_values("agency_id", ignore_index=True)[AGENCY]
    row = pd.Index(agencies["agency_id"]).get_indexer(scores["agency_id"])
    column = pd.Index(tree["code"]).get_indexer(scores["code"])
    if (column < 0).any():
        code = scores["code"].to_numpy()[column < 0][0]
        raise ItaError(f"the tree of {book.year_be} has no node {code!r}; see rulebook({book.year_be}).tree")
    shape = (len(agencies), len(tree))
    published = np.full(shape, np.nan)
    published[row, column] = scores["score"].to_numpy()
    rolled_before = np.zeros(shape, dtype=bool)
    rolled_before[row, column] = scores["source"].eq(COMPUTED).to_numpy()
    read = np.full(shape, -1)
    read[row, column] = np.arange(len(scores))
    score, computed = _parents(published, tree)
    told_by = _tell_items(score, tree) if every_node else np.full(shape, -1)
    keep = np.ones(shape, dtype=bool) if every_node else (read >= 0) | computed
    at_row, at_column = np.nonzero(keep)
    rolled = agencies.iloc[at_row].reset_index(drop=True)
    rolled.insert(0, "year_be", book.year_be)
    rolled["code"] = tree["code"].to_numpy()[at_column]
    rolled["level"] = tree["level"].to_numpy()[at_column]
    rolled["score"] = score[keep]
    rolled["source"], rolled["note"] = _provenance(scores, tree, score, read, computed, told_by, keep)
    rolled = rolled[SCORES]
    # What was rolled up before was never published: compared with itself it would always agree.
    rolled["published"] = np.where(rolled_before, np.nan, published)[keep]
    return rolled


def _parents(published: np.ndarray, tree: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Scores with the parents computed bottom-up, and where they were."""
    score, computed = published.copy(), np.zeros(published.shape, dtype=bool)
    place = {code: at for at, code in enumerate(tree["code"])}
    weight = tree["weight"].to_numpy()
    children: dict[int, list[int]] = {}
    for at, parent in enumerate(tree["parent"]):
        if parent:
            children.setdefault(place[parent], []).append(at)
    for parent_at in sorted(children, reverse=True):
        below = children[parent_at]
        value = score[:, below] @ weight[below]
        complete = ~np.isnan(value)
        score[complete, parent_at] = np.clip(value[complete], 0, 100)
        computed[complete, parent_at] = True
    return score, computed


def _tell_items(score: np.ndarray, tree: pd.DataFrame) -> np.ndarray:
    """Fill pass/fail descendants of nodes at exactly 0 or 100, in place; the place of the telling node, else -1."""
    told_by = np.full(score.shape, -1)
    place = {code: at for at, code in enumerate(tree["code"])}
    only_items = _has_only_pass_fail_items(tree)
    for at, parent in enumerate(tree["parent"]):
        if not parent or not only_items[at] or not only_items[place[parent]]:
            continue
        above = score[:, place[parent]]
        told = np.isnan(score[:, at]) & ((above == 0) | (above == 100))
        score[told, at] = above[told]
        already = told_by[told, place[parent]]
        told_by[told, at] = np.where(already >= 0, already, place[parent])
    return told_by


def _has_only_pass_fail_items(tree: pd.DataFrame) -> np.ndarray:
    """For each node whether all leaves below it are pass/fail items."""
    codes, parents = list(tree["code"]), list(tree["parent"])
    only = dict(zip(codes, tree["answers"] == "pass/fail", strict=True))
    only |= dict.fromkeys(set(parents) - {""}, True)
    for code, parent in zip(reversed(codes), reversed(parents), strict=True):
        if parent:
            only[parent] &= only[code]
    return np.array([only[code] for code in codes])


def _provenance(
    scores: pd.DataFrame,
    tree: pd.DataFrame,
    score: np.ndarray,
    read: np.ndarray,
    computed: np.ndarray,
    told_by: np.ndarray,
    keep: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Source and note of each kept node; marks of the agency's rows follow into what was computed from them."""
    source = np.full(read.shape, "", dtype=object)
    note = np.full(read.shape, "", dtype=object)
    taken = read >= 0
    source[taken] = scores["source"].to_numpy(dtype=object)[read[taken]]
    note[taken] = scores["note"].to_numpy(dtype=object)[read[taken]]
    source[computed] = COMPUTED
    for mark in (SIMULATED, INCOMPLETE):
        marked = np.zeros(read.shape, dtype=bool)
        marked[taken] = scores["note"].str.contains(mark, regex=False).to_numpy()[read[taken]]
        follow = marked.any(axis=1, keepdims=True) & (computed | ~taken) & ~marked
        note[follow] = [f"{text}; {mark}".removeprefix("; ") for text in note[follow]]
    at_row, at_column = np.nonzero(told_by >= 0)
    teller = told_by[at_row, at_column]
    source[at_row, at_column] = source[at_row, teller]
    codes = tree["code"].to_numpy()
    for row, column, above in zip(at_row, at_column, teller, strict=True):
        told = _ITEM_NOTE.format(parent=codes[above], score=score[row, above])
        note[row, column] = f"{note[row, column]}; {told}" if note[row, column] else told
    return source[keep], note[keep]


def reconcile(scores: pd.DataFrame) -> pd.DataFrame:
    """Published totals beside the recomputed ones: every node that has both.

    Returns
    -------
    DataFrame
        year_be, agency_id, code, published, computed, difference (points, published − computed), agrees (within 0.01
        on two decimals), source (the cell of the published score).
    """
    rolled = roll_up(scores)
    both = rolled[(rolled["source"] == COMPUTED) & rolled["published"].notna()]
    key = ["year_be", "agency_id", "code"]
    found = both[[*key, "published", "score"]].rename(columns={"score": "computed"})
    found["difference"] = found["published"] - found["computed"]
    apart = np.abs(round_score(found["published"]) - round_score(found["computed"]))
    found["agrees"] = apart <= TOLERANCE + 1e-9
    return found.merge(scores[[*key, "source"]], on=key, how="left").reset_index(drop=True)


def rate(scores: pd.DataFrame, ratings: pd.DataFrame | None = None) -> pd.DataFrame:
    """The level of each agency and year, beside the printed one.

    Parameters
    ----------
    scores
        A scores frame; totals and instruments are rolled up first.
    ratings
        What was printed (`Export.ratings`: year_be, agency_id, printed), if at hand.

    Returns
    -------
    DataFrame
        year_be, agency_id, total (points, NaN = not known), rating (None where it cannot be told), printed (empty
        where nothing was), reason (Thai: the floor that was reached, or what is missing).
    """
    rolled = roll_up(scores)
    upper = rolled[rolled["level"].isin(["total", "instrument"])]
    wide = upper.pivot(index=["year_be", "agency_id"], columns="code", values="score")
    every = rolled[["year_be", "agency_id"]].drop_duplicates()
    wide = wide.reindex(pd.MultiIndex.from_frame(every))
    parts = [_rate_year(group, rulebook(int(str(year)))) for year, group in wide.groupby(level="year_be", sort=True)]
    columns = ["year_be", "agency_id", "total", "rating", "reason"]
    rated = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
    printed = pd.Series("", index=rated.index, dtype="str")
    if ratings is not None and len(ratings):
        label = ratings.drop_duplicates(["year_be", "agency_id"]).set_index(["year_be", "agency_id"])["printed"]
        printed = pd.Series(
            label.reindex(pd.MultiIndex.from_frame(rated[["year_be", "agency_id"]])).to_numpy(), dtype="str"
        ).fillna("")
    rated.insert(4, "printed", printed.to_numpy())
    return rated


def _rate_year(wide: pd.DataFrame, book: Rulebook) -> pd.DataFrame:
    order = ("IIT", "EIT", "OIT")
    wide = wide.reindex(columns=["ITA", *order])
    labels = book.rate_many(wide["ITA"].to_numpy(), wide[list(order)].to_numpy())
    rated = wide.index.to_frame(index=False).assign(
        total=wide["ITA"].to_numpy(), rating=pd.Series(labels, dtype="object")
    )
    rated["reason"] = [
        _reason(book, label, row) for label, row in zip(labels, wide.to_dict(orient="records"), strict=True)
    ]
    return rated


def _reason(book: Rulebook, label: str | None, row: dict[Any, Any]) -> str:
    total = row["ITA"]
    if np.isnan(total):
        return "ไม่มีคะแนนรวม และคะแนนย่อยไม่ครบพอจะคำนวณ"
    shown = f"{round_score(total):.2f}"
    if label is None:
        missing = ", ".join(code for code in ("IIT", "EIT", "OIT") if np.isnan(row[code]))
        return f"คะแนนรวม {shown} แต่ไม่มีคะแนน {missing} ซึ่งเกณฑ์ปี {book.year_be} ใช้ตัดสินระดับ"
    level = book.ratings.set_index("label").loc[label]
    reached = f"คะแนนรวม {shown} ถึงเกณฑ์ {level['total_floor']:.2f} ของระดับ {label}"
    if not np.isnan(level["instrument_floor"]):
        reached += f" และทุกเครื่องมือถึง {level['instrument_floor']:.2f}"
    return reached
