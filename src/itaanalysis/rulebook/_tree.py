"""The tree of a year, checked when it is loaded."""

from __future__ import annotations

import numpy as np
import pandas as pd

from itaanalysis.errors import ItaError
from itaanalysis.rulebook._tables import evidence_strength, level_labels, read_table

COLUMNS = ["code", "level", "parent", "weight", "worth", "name_th", "name_en", "answers", "evidence", "worth_evidence"]


def load_tree(year_be: int, table: pd.DataFrame | None = None) -> pd.DataFrame:
    """The tree of a year in its order, with shares and worths (see `Rulebook.tree`).

    `table` takes the place of the year's file (text columns as in the file), for tests and for trying a new year.
    """
    name = f"trees/{year_be}.csv"
    rows = read_table(name) if table is None else table.copy()
    _check_structure(rows, name)
    rows["weight"] = _weights(rows, name)
    rows["worth"] = _worths(rows)
    rows["worth_evidence"] = _worth_evidence(rows)
    rows["name_th"] = rows["name_th"].where(rows["name_th"] != "", rows["code"])
    return rows[[*COLUMNS, "subquestions"]].sort_values(
        "code", key=lambda codes: codes.map(_places(rows)), kind="stable", ignore_index=True
    )


def _check_structure(rows: pd.DataFrame, name: str) -> None:
    def stop(code: str, fault: str) -> None:
        raise ItaError(f"{name}, row {code}: {fault}")

    codes = list(rows["code"])
    for parent, title in rows.loc[rows["code"] == "", ["parent", "name_th"]].itertuples(index=False):
        stop(f"under {parent}, {title}", "it has no code")
    for code in rows.loc[rows["code"].duplicated(), "code"]:
        stop(code, "the same code twice")
    roots = list(rows.loc[rows["parent"] == "", "code"])
    if len(roots) != 1:
        stop(", ".join(roots) or "(none)", f"a tree has one root (a row without parent); found {len(roots)}")
    levels = list(level_labels()["level"])
    depth = dict(zip(codes, (levels.index(x) if x in levels else -1 for x in rows["level"]), strict=True))
    for code, level, parent, evidence in rows[["code", "level", "parent", "evidence"]].itertuples(index=False):
        if depth[code] < 0:
            stop(code, f"level {level!r} is not one of {', '.join(levels)}")
        if parent and parent not in depth:
            stop(code, f"its parent {parent!r} is not in the file (an orphan)")
        if parent and depth[parent] >= depth[code]:
            stop(code, f"its parent {parent} is not of a higher level")
        if evidence not in evidence_strength():
            stop(code, f"evidence {evidence!r} is not one of {', '.join(x for x in evidence_strength() if x)}")


def _weights(rows: pd.DataFrame, name: str) -> pd.Series:
    """Share of each node among its siblings; an empty weight is an equal share."""
    weights = pd.to_numeric(rows["weight"], errors="coerce")
    for code, text in rows.loc[weights.isna() & (rows["weight"] != ""), ["code", "weight"]].itertuples(index=False):
        raise ItaError(f"{name}, row {code}: the weight {text!r} is not a number")
    shares = pd.Series(np.nan, index=rows.index)
    shares[rows["parent"] == ""] = 1.0
    for parent, siblings in rows[rows["parent"] != ""].groupby("parent", sort=False):
        given = weights[siblings.index]
        if given.isna().all():
            shares[siblings.index] = 1 / len(siblings)
        elif given.isna().any() or not np.isclose(given.sum(), 1, rtol=0, atol=1e-9) or (given <= 0).any():
            raise ItaError(
                f"{name}, rows {', '.join(siblings['code'])}: the weights under {parent} must be above 0 and sum to 1; "
                f"found {given.tolist()}, sum {given.sum():g}"
            )
        else:
            shares[siblings.index] = given
    return shares


def _worths(rows: pd.DataFrame) -> list[float]:
    parent = dict(zip(rows["code"], rows["parent"], strict=True))
    share = dict(zip(rows["code"], rows["weight"], strict=True))

    def worth(code: str) -> float:
        return share[code] * (worth(parent[code]) if parent[code] else 1.0)

    return [worth(code) for code in rows["code"]]


def _worth_evidence(rows: pd.DataFrame) -> list[str]:
    """The weakest evidence among the node, its siblings and its ancestors."""
    strength = evidence_strength()
    parent = dict(zip(rows["code"], rows["parent"], strict=True))
    own = dict(zip(rows["code"], rows["evidence"], strict=True))
    siblings = rows.groupby("parent")["evidence"].agg(lambda group: min(group, key=strength.__getitem__)).to_dict()

    def chain(code: str) -> list[str]:
        return [own[code], *(chain(parent[code]) if parent[code] else [])]

    return [min([siblings[parent[code]], *chain(code)], key=strength.__getitem__) for code in rows["code"]]


def _places(rows: pd.DataFrame) -> dict[str, int]:
    """Code to its place, depth first: ITA, IIT, 1, i1, i2 …, 2 …, OIT, 9, 9.1, o1 …"""
    children = rows.groupby("parent", sort=False)["code"].agg(list).to_dict()
    order: list[str] = []

    def walk(code: str) -> None:
        order.append(code)
        for child in children.get(code, []):
            walk(child)

    walk(children[""][0])
    return {code: place for place, code in enumerate(order)}
