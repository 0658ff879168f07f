"""The items of OIT with their state and who is to mend them."""

from __future__ import annotations

import pandas as pd

from itaanalysis.reports.pack._parts import NOT_KNOWN, Pack
from itaanalysis.rulebook import rulebook

PASSED, FAILED = "ผ่าน", "ไม่ผ่าน"
NO_OWNER = "ยังไม่ระบุ"


def list_items(pack: Pack) -> pd.DataFrame:
    """Pass/fail items of the result year: code, name_th, parent, score, points, share (of the total, percent), state
    (Thai), owner (of a failed one, else empty).

    The owner is the unit of the first measure on the item, else of the first one on what stands above it.
    """
    tree = rulebook(pack.year_be).tree
    items = tree.loc[tree["answers"] == "pass/fail", ["code", "name_th", "parent", "worth"]]
    items = items.merge(pack.frames.gaps[["code", "score", "points"]], on="code", how="left")
    parents = dict(zip(tree["code"], tree["parent"], strict=True))
    units: dict[str, str] = {}
    for codes, unit in pack.frames.measures[["code", "responsible"]].itertuples(index=False):
        for code in codes.split():
            units.setdefault(code, unit)
    owners = pd.Series([_owner(code, units, parents) for code in items["code"]], index=items.index, dtype="str")
    states = items["score"].map({100.0: PASSED, 0.0: FAILED}).fillna(NOT_KNOWN)
    return items.assign(share=100 * items["worth"], state=states, owner=owners.where(states == FAILED, ""))


def _owner(code: str, units: dict[str, str], parents: dict[str, str]) -> str:
    while code:
        if units.get(code):
            return units[code]
        code = parents.get(code, "")
    return ""
