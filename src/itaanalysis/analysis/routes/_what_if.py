"""What the scores would be if some nodes had others."""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Real

import numpy as np
import pandas as pd

from itaanalysis.errors import ItaError
from itaanalysis.frames import KEY, SCORES
from itaanalysis.rulebook import rulebook
from itaanalysis.scoring import roll_up, roll_up_every_node

#: The source of a changed score: it follows into the notes of charts and tables.
WHAT_IF = "สมมติ (what_if)"
_PASS_FAIL = "pass/fail"


def what_if(scores: pd.DataFrame, changes: Mapping[str, float]) -> pd.DataFrame:
    """The scores with some nodes changed, rolled up; `rate` tells their rating.

    Parameters
    ----------
    scores
        A scores frame, any number of offices and years: each is changed alike.
    changes
        Score (0–100; 0 or 100 for a pass/fail item) by code: `{"o42": 100}`.

    Returns
    -------
    DataFrame
        A scores frame: the changed nodes (source `สมมติ (what_if)`, the old score in the note), everything above them
        computed anew, the rest as it was. What stood below a changed node is left out; items that an indicator at
        exactly 0 or 100 tells are known. The input is not changed.

    Raises
    ------
    ItaError
        A node that a year does not have, a score out of range, a node changed together with one above it, or a change
        that does not reach the total because nodes beside it are not known.
    """
    for code, score in changes.items():
        if isinstance(score, bool) or not isinstance(score, Real) or not 0 <= float(score) <= 100:
            raise ItaError(f"what_if: a score is a number between 0 and 100; found {score!r} for {code}")
    rolled = roll_up_every_node(scores)
    parts = [_change_year(group, int(str(year)), changes) for year, group in rolled.groupby("year_be", sort=True)]
    changed = pd.concat(parts, ignore_index=True) if parts else rolled
    again = roll_up(changed[SCORES])
    again.attrs = dict(scores.attrs)
    _check_reached(again, changes)
    return again[SCORES]


def _change_year(rolled: pd.DataFrame, year_be: int, changes: Mapping[str, float]) -> pd.DataFrame:
    tree = rulebook(year_be).tree.set_index("code")
    for code, score in changes.items():
        if code not in tree.index:
            raise ItaError(f"what_if: the tree of {year_be} has no node {code!r}; see rulebook({year_be}).tree")
        if tree.loc[code, "answers"] == _PASS_FAIL and score not in (0, 100):
            raise ItaError(f"what_if: {code} is passed (100) or not (0); found {score!r}")
        if both := [above for above in _above(tree, code) if above in changes]:
            raise ItaError(f"what_if: {code} stands below {both[0]}, which is changed too; change one of them")
    rises = {above for code in changes for above in _above(tree, code)}
    falls = {code for code in tree.index if any(above in changes for above in _above(tree, code))}
    known = rolled["score"].notna() | rolled["code"].isin(list(changes))
    kept = rolled[known & ~rolled["code"].isin(rises | falls)].copy()
    here = kept["code"].isin(list(changes))
    old = kept.loc[here, "score"]
    kept.loc[here, "note"] = [_note(note, before) for note, before in zip(kept.loc[here, "note"], old, strict=True)]
    kept.loc[here, "score"] = kept.loc[here, "code"].map(changes).astype(float)
    kept.loc[here, "source"] = WHAT_IF
    return kept


def _above(tree: pd.DataFrame, code: str) -> list[str]:
    parent = tree["parent"]
    chain = [code]
    while parent[chain[-1]]:
        chain.append(parent[chain[-1]])
    return chain[1:]


def _note(note: str, before: float) -> str:
    told = "สมมติ: เดิมไม่มีข้อมูล" if np.isnan(before) else f"สมมติ: เดิม {before:.2f}"
    return f"{note}; {told}".removeprefix("; ")


def _check_reached(changed: pd.DataFrame, changes: Mapping[str, float]) -> None:
    """Raise where a node above a change could not be computed: its old score would belie the change."""
    have = pd.MultiIndex.from_frame(changed[KEY])
    for year, agency_id in changed[KEY[:2]].drop_duplicates().itertuples(index=False):
        tree = rulebook(int(year)).tree.set_index("code")
        for code in changes:
            for above in _above(tree, code):
                if (year, agency_id, above) in have:
                    continue
                beside = [at for at in tree.index[tree["parent"] == above] if (year, agency_id, at) not in have]
                raise ItaError(
                    f"what_if: {above} of {agency_id} {year} cannot be computed with {code} changed, as "
                    f"{', '.join(beside[:5])} below it have no score; change {above} itself"
                )
