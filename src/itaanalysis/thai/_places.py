"""Districts and provinces: as a text names them, and as the country's list of sub-districts knows them."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from itaanalysis.datafiles import read_data
from itaanalysis.thai._prefixes import LOCAL, prefixes
from itaanalysis.thai._text import clean, match_key

_KIND = {"อำเภอ": "district", "อ.": "district", "เขต": "district", "จังหวัด": "province", "จ.": "province"}
_NAME = r"[ก-ฮะ-ฺเ-๎]+?(?:-[ก-ฮะ-ฺเ-๎]+?)?ฯ?"
_END = r"(?:\.(?=[\s)]|$)|(?=$|[\s),(;/]|อ\.|จ\.|อำเภอ|จังหวัด))"
# An area of another kind (เขตพื้นที่การศึกษา) is no district, and a province may be cut off from its office's prefix.
_DISTRICT = r"อำเภอ|อ\.|เขต(?!พื้นที่|สุขภาพ|เศรษฐกิจ|อุตสาหกรรม|ตรวจ)"
_PLACE = re.compile(
    rf"(?:^|(?<=[\s(,]))(?<!บริหารส่วน )"
    rf"(?:(?P<kind>{_DISTRICT}|จังหวัด|จ\.)\s?(?P<name>{_NAME})|(?<=.)(?P<capital>กรุงเทพมหานคร|กรุงเทพฯ|กทม)){_END}"
)
_PLACE_IN_LOCAL_NAME = re.compile(
    rf"(?<=[ก-ฮะ-ฺเ-๎\s)])(?P<kind>อำเภอ|จังหวัด|อ\.|จ\.)\s?(?P<name>{_NAME})(?P<capital>(?!))?{_END}"
)
_SUBDISTRICT = re.compile(r"(?:^|(?<=[\s(,]))(?:ตำบล|ต\.)\s?[ก-ฮะ-ฺเ-๎]+")
_DOT = " · "
_EMPTY_BRACKETS = re.compile(r"\(\s*\)")
_PLACE_PREFIX = re.compile(r"^(?:อำเภอ|เขต|จังหวัด|อ\.|จ\.)\s?")
_BRACKETS = re.compile(r"^(.*?)\s*\((.*)\)$")


@cache
def _spellings() -> dict[str, str]:
    return dict(read_data("thai", "place_names.csv").itertuples(index=False, name=None))


@lru_cache(maxsize=20_000)
def place_name(text: str) -> str:
    """A district or province without อ., อำเภอ, จ., จังหวัด or เขต, short forms in full (กทม.); a dash is none."""
    name = _PLACE_PREFIX.sub("", clean(text)).strip(" -–—")
    return _spellings().get(name, name)


def find_places(text: str) -> dict[str, str]:
    """`district` and `province` that a text names after อ., อำเภอ, จ. or จังหวัด, wherever it stands."""
    return cut_places(clean(text), start=0)[1]


def cut_places(text: str, *, start: int = 1, pattern: re.Pattern[str] = _PLACE) -> tuple[str, dict[str, str]]:
    """A cleaned text without the places that it names from `start` on, and the first district and province of them."""
    places: dict[str, str] = {}
    while (found := pattern.search(text, start)) is not None:
        kind = "province" if found["capital"] else _KIND[found["kind"]]
        places.setdefault(kind, place_name(found["capital"] or found["name"]))
        start = found.start()
        text = f"{text[:start]} {text[found.end() :]}"
    return tidy(text), places


def own_name(rest: str) -> tuple[str, dict[str, str]]:
    """The proper name of a local office without its sub-district, and the places written on to it without a space."""
    rest = re.sub(r"^(?:ตำบล|ต\.)\s?(?=\S)", "", rest)
    rest, places = cut_places(rest, pattern=_PLACE_IN_LOCAL_NAME)
    return tidy(_SUBDISTRICT.sub("", rest)), places


def tidy(text: str) -> str:
    """Without empty brackets, double spaces, and the marks that are left at either end."""
    return " ".join(_EMPTY_BRACKETS.sub("", text).split()).strip(" ,-–")


@cache
def _districts() -> dict[str, dict[str, str]]:
    """Province to name of a sub-district to its district; empty where two districts have one of that name."""
    import geothai  # here: it is needed only where a district has to be looked up

    found: dict[str, dict[str, str]] = defaultdict(dict)
    for province in geothai.provinces():
        known = found[clean(province.name_th)]
        for district in geothai.districts(province.code):
            name = place_name(district.name_th)
            for key in {key for sub in geothai.subdistricts(district.code) for key in _spelt(sub.name_th)}:
                known[key] = name if known.get(key, name) == name else ""
    return found


def _spelt(name: str) -> list[str]:
    """What a sub-district is looked up by: its name, and both names where a second stands in brackets; their keys."""
    second = _BRACKETS.match(name)
    names = [clean(part) for part in (name, *(second.groups() if second else ()))]
    return names + [match_key(part) for part in names]


def district_of(subdistrict: str, province: str) -> str:
    """The district of a sub-district, where just one of that name lies in the province; else empty."""
    known = _districts().get(province, {})
    return known[subdistrict] if subdistrict in known else known.get(match_key(subdistrict), "")


@cache
def capital_district(province: str) -> str:
    """The district that อ.เมือง means in a province: empty where the province is unknown or has none."""
    import geothai

    code = next((known.code for known in geothai.provinces() if known.name_th == province), "")
    first = geothai.district(f"{code}01")
    return "" if first is None or first.name_th.startswith("เขต") else first.name_th


def fill_districts(agencies: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """The districts of sub-district and municipal offices, from their name and province.

    Parameters
    ----------
    agencies
        With the columns of `parse_agencies`; others stay as they are.

    Returns
    -------
    The frame with `district` and `agency_id` filled where one sub-district of the office's name lies in its province,
    and a mask of the rows whose district cannot be told. A row without a province, or with one that the list of
    provinces does not know (an invented one), is neither filled nor in the mask.
    """
    wanted = agencies["agency_type"].isin(LOCAL) & (agencies["district"] == "") & (agencies["province"] != "")
    if wanted.any():
        wanted &= agencies["province"].isin(list(_districts()))
    if not wanted.any():
        return agencies.copy(), wanted
    rows = (agencies.loc[wanted, column].tolist() for column in ("agency", "agency_type", "province"))
    filled = agencies.copy()
    filled.loc[wanted, "district"] = [
        district_of(name.removeprefix(_full_prefix(kind)), province) for name, kind, province in zip(*rows, strict=True)
    ]
    identity = (pa.array(filled[column], pa.string()) for column in ("agency", "district", "province"))
    filled["agency_id"] = agency_ids(*identity).to_pandas().array
    return filled, wanted & (filled["district"] == "")


@cache
def _full_prefix(agency_type: str) -> str:
    return next(full for full, kind in prefixes().values() if kind == agency_type)


def agency_ids(name: pa.Array, district: pa.Array, province: pa.Array) -> pa.Array:
    """`agency · district · province` of each row, empty parts left out."""
    places = (district, province)
    parts = [pc.if_else(pc.equal(place, ""), "", pc.binary_join_element_wise(_DOT, place, "")) for place in places]
    joined = pc.binary_join_element_wise(name, *parts, "")
    return pc.if_else(pc.equal(name, ""), pc.utf8_slice_codeunits(joined, len(_DOT)), joined)
