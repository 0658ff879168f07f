"""Drafting again beside what a person wrote."""

from __future__ import annotations

import pandas as pd

from itaanalysis.errors import ItaError
from itaanalysis.frames import MEASURES
from itaanalysis.measures.sheet import TRACKED, TRACKING, tracked

_OFFICE = ["plan_year_be", "agency_id"]


def merge_measures(draft: pd.DataFrame, edited: pd.DataFrame) -> pd.DataFrame:
    """A new draft beside the measures that a person worked on: no word of theirs is lost, no id changes.

    Parameters
    ----------
    draft
        What `draft_measures` gave for the scores as they are now.
    edited
        The measures as a person left them (`read_measures`); a frame without the column `edited` counts as all theirs.

    Returns
    -------
    DataFrame
        All rows of `edited`, in their order: status, done, result, evidence and every cell that the column `edited`
        names as they stand, the rest by the new draft. After them, office by office, the rows of the draft that
        answer a node which no row of `edited` answers: a measure that a person struck out stays out, unless its
        area would be left without any.

    Raises
    ------
    ItaError
        Not measures frames, or a measure_id twice.
    """
    new, kept = tracked(draft), tracked(edited)
    if "edited" not in edited:
        kept["edited"] = " ".join(MEASURES)
    for frame in (new, kept):
        twice = frame.loc[frame["measure_id"].duplicated(), "measure_id"]
        if len(twice):
            raise ItaError(f"รหัสมาตรการ {twice.iloc[0]} ซ้ำกัน {(frame['measure_id'] == twice.iloc[0]).sum()} แถว")
    mine = kept["edited"].str.split()
    fresh = new.set_index("measure_id").reindex(kept["measure_id"]).reset_index()
    known = kept["measure_id"].isin(new["measure_id"])
    for name in set(TRACKED) - {*TRACKING, "measure_id", "edited"}:
        theirs = mine.map(lambda columns, name=name: name in columns).astype(bool)
        kept[name] = kept[name].where(~known | theirs, fresh[name]).astype(new[name].dtype)
    joined = pd.concat([kept, new[_unanswered(new, kept)]], ignore_index=True)
    order = pd.Series(pd.factorize(pd.MultiIndex.from_frame(joined[_OFFICE]))[0])
    return joined.iloc[order.argsort(kind="stable")].reset_index(drop=True)


def _unanswered(new: pd.DataFrame, kept: pd.DataFrame) -> pd.Series:
    """Which rows of the draft answer a node of an office that no kept row answers."""
    keys = [frame[_OFFICE].assign(code=frame["code"].str.split()).explode("code") for frame in (new, kept)]
    new_nodes, kept_nodes = (pd.MultiIndex.from_frame(nodes) for nodes in keys)
    bare = pd.Series(~new_nodes.isin(kept_nodes), index=keys[0].index)
    return bare.groupby(level=0).any() & ~new["measure_id"].isin(kept["measure_id"])
