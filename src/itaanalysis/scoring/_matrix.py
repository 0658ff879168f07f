"""The rules of the tree on a matrix of scores, offices × nodes in the order of the tree; NaN = not known."""

from __future__ import annotations

import numpy as np
import pandas as pd


def roll_up_matrix(published: np.ndarray, tree: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Scores with the parents computed bottom-up from complete sets of children, and where they were."""
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


def tell_items(score: np.ndarray, tree: pd.DataFrame) -> np.ndarray:
    """Fill pass/fail descendants of nodes at exactly 0 or 100, in place; the place of the telling node, else -1."""
    told_by = np.full(score.shape, -1, dtype="int16")
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
