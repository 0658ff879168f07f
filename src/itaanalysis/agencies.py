"""Agencies of a frame: which one a name means, and when they may be compared."""

from __future__ import annotations

import difflib

import pandas as pd

from itaanalysis.errors import ItaError
from itaanalysis.frames import INCOMPLETE
from itaanalysis.thai import OTHER, clean, parse_agency, split_prefix

#: Groups under three get no mean, median or share: of two offices, each could work out the other's score from it. This
#: is the threshold rule of official statistics (Hundepool et al., Statistical Disclosure Control, 2012).
FEWEST_FOR_A_MEAN = 3

_OFFERED = 3
_LEAST_LIKENESS = 0.4  # of difflib, 0–1: below it no name is offered


def find_agency(frame: pd.DataFrame, agency: str) -> str:
    """The agency_id that is meant by an agency_id, a full name or a short form (อบต.…), with its places or without.

    A name without a type (ท่านางแนว) is that of the one agency that bears it.

    Parameters
    ----------
    frame
        Rows with agency_id, agency, district, province; an agency may have many.

    Raises
    ------
    ItaError
        No such agency (the nearest are offered), or several that fit.
    """
    columns = ["agency_id", "agency", "district", "province"]
    known = frame[columns].drop_duplicates("agency_id").astype("str")
    written, asked = clean(agency), parse_agency(agency)
    if (known["agency_id"] == written).any():
        return written
    there = pd.Series(True, index=known.index)
    for column in ("district", "province"):
        if place := getattr(asked, column):
            there &= known[column] == place
    found = known.loc[(there & (known["agency"] == asked.name)) | (known["agency"] == written), "agency_id"].tolist()
    if not found and asked.agency_type == OTHER:
        bears = known["agency"].map(lambda name: split_prefix(name).rest) == asked.name
        found = known.loc[there & bears, "agency_id"].tolist()
    if not found:
        near = _nearest(known, asked.name) or _nearest(known, written)
        hint = f"ใกล้เคียงคือ {' / '.join(near)}" if near else "ดูชื่อทั้งหมดในคอลัมน์ agency_id"
        raise ItaError(f"ไม่พบหน่วยงาน “{agency}” ในข้อมูล {len(known):,} แห่ง; {hint}")
    if len(found) > 1:
        raise ItaError(f"มีหน่วยงานชื่อ “{agency}” {len(found)} แห่ง: {' / '.join(found)}; ระบุ agency_id ให้ครบ")
    return str(found[0])


def _nearest(known: pd.DataFrame, name: str) -> list[str]:
    """The agency_ids whose names are most like this one, the most alike first."""
    near = difflib.get_close_matches(name, known["agency"].unique().tolist(), n=_OFFERED, cutoff=_LEAST_LIKENESS)
    return [one for each in near for one in known.loc[known["agency"] == each, "agency_id"]][:_OFFERED]


def check_complete(frame: pd.DataFrame, asker: str) -> None:
    """Raise where a row (note, source) comes from a list that is known to be only the top of a ranking."""
    marked = frame["note"].str.contains(INCOMPLETE, regex=False).to_numpy(dtype=bool)
    if marked.any():
        files = frame.loc[marked, "source"].astype("str").str.split("#").str[0].unique()
        named = [name for name in files if "." in name] or ["(no file is named in source)"]
        raise ItaError(
            f"{asker} compares offices, but {', '.join(named)} is only the top of a ranking (complete = no in "
            "SOURCES.csv): it gives no mean, rank or comparison; leave its rows out, "
            f'with scores[~scores["note"].str.contains("{INCOMPLETE}")], or bring the whole list'
        )
