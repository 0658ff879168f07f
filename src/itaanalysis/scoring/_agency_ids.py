"""An agency_id back to its parts."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

import pandas as pd

from itaanalysis.frames import AGENCY
from itaanalysis.thai import parse_agencies

_DOT = " · "


def read_agency_ids(ids: Iterable[str]) -> pd.DataFrame:
    """`agency · district · province` to the columns of an agency (`frames.AGENCY`), all categories, a row an id.

    Of two parts, the second is a province where the country has one of that name, else a district.
    """
    return _read(tuple(ids)).copy()


@lru_cache(maxsize=8)  # the same offices are scored, counted and drawn again
def _read(ids: tuple[str, ...]) -> pd.DataFrame:
    parts = [_split(text) for text in ids]
    names, districts, provinces = ([part[at] for part in parts] for at in range(3))
    unknown = [""] * len(ids)
    kinds = parse_agencies(names, unknown, unknown)["agency_type"].tolist()
    table = zip(AGENCY, (list(ids), names, kinds, districts, provinces), strict=True)
    return pd.DataFrame({column: _categories(texts) for column, texts in table})


def _categories(texts: list[str]) -> pd.Categorical:
    number = {text: at for at, text in enumerate(dict.fromkeys(texts))}
    return pd.Categorical.from_codes([number[text] for text in texts], pd.Index(list(number), dtype="str"))


def _split(agency_id: str) -> list[str]:
    name, *places = agency_id.split(_DOT)
    if len(places) == 1:
        return [name, "", *places] if places[0] in _provinces() else [name, *places, ""]
    return [name, *places] if places else [name, "", ""]


@cache
def _provinces() -> frozenset[str]:
    import geothai  # here: an id of three parts needs no list of provinces

    return frozenset(province.name_th for province in geothai.provinces())
