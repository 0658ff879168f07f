"""An agency_id back to its parts."""

from __future__ import annotations

from functools import cache

import pandas as pd

from itaanalysis.frames import AGENCY
from itaanalysis.thai import parse_agencies

_DOT = " · "


def read_agency_ids(ids: list[str]) -> pd.DataFrame:
    """`agency · district · province` to the columns of an agency (`frames.AGENCY`), a row an id.

    Of two parts, the second is a province where the country has one of that name, else a district.
    """
    parts = [_split(text) for text in ids]
    names, districts, provinces = ([part[at] for part in parts] for at in range(3))
    unknown = [""] * len(ids)
    kinds = parse_agencies(names, unknown, unknown)["agency_type"].tolist()
    table = zip(AGENCY, (ids, names, kinds, districts, provinces), strict=True)
    return pd.DataFrame({column: pd.array(values, dtype="str") for column, values in table})


def _split(agency_id: str) -> list[str]:
    name, *places = agency_id.split(_DOT)
    if len(places) == 1:
        return [name, "", *places] if places[0] in _provinces() else [name, *places, ""]
    return [name, *places] if places else [name, "", ""]


@cache
def _provinces() -> frozenset[str]:
    import geothai  # here: an id of three parts needs no list of provinces

    return frozenset(province.name_th for province in geothai.provinces())
