"""Names of agencies, as an office writes them, to one spelling."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from itaanalysis.datafiles import read_data
from itaanalysis.thai._places import capital_district, cut_places, own_name, place_name
from itaanalysis.thai._prefixes import LOCAL, OTHER, Named, split_prefix
from itaanalysis.thai._text import arabic_digits, clean

AGGREGATE = "aggregate"
#: Types whose office bears the name of its province.
BANGKOK = "กรุงเทพมหานคร"
PROVINCIAL = ("จังหวัด", "อบจ.", BANGKOK)
CAPITAL_DISTRICT = "เมือง"


class Agency(NamedTuple):
    """An agency read from text. `known_type` tells whether its text begins like an agency of a known type."""

    name: str
    agency_type: str
    district: str
    province: str
    known_type: bool


@cache
def aggregate_words(match: str) -> tuple[str, ...]:
    """Words that tell an average or total: wherever they stand (`part`), or where nothing else does (`whole`)."""
    table = read_data("thai", "aggregate_words.csv")
    return tuple(table.loc[table["match"] == match, "word"])


@cache
def _aggregate() -> re.Pattern[str]:
    part, whole = ("|".join(map(re.escape, aggregate_words(match))) for match in ("part", "whole"))
    return re.compile(rf"{part}|^(?:{whole})(?:\s*\(?[\d,]+\s*(?:แห่ง|หน่วยงาน|อปท\.?)?\)?)?$")


def _is_aggregate(text: str, head: str = "") -> bool:
    """Whether the text tells an average or total; `head` is the text without its places (รวม จ.ขอนแก่น)."""
    return bool(_aggregate().search(text) or _aggregate().search(head))


def agency_id(name: str, district: str, province: str) -> str:
    """`agency · district · province`, empty parts left out."""
    return " · ".join(part for part in (name, district, province) if part)


def parse_agency(text: str, *, district: str = "", province: str = "") -> Agency:
    """Name, type, district and province of an agency.

    Short forms become full ones (อบต. to องค์การบริหารส่วนตำบล) and misspelt prefixes are mended; a proper name is left
    as it is written. District and province come from the text (อ., อำเภอ, จ., จังหวัด); those given as arguments win.
    What is not written stays empty. An average or total gets the type `aggregate`.
    """
    plain = clean(text)
    head, told = cut_places(plain)
    full, kind, rest = split_prefix(head)
    if kind in LOCAL:
        rest, glued = own_name(rest)
        told = glued | told
    province = place_name(province) or told.get("province", "")
    district = place_name(district) or told.get("district", "")
    known = kind != OTHER
    if kind in PROVINCIAL:
        full, kind, rest, province = _provincial(Named(full, kind, rest), province)
    if _is_aggregate(plain, head):
        kind, known = AGGREGATE, True
    return Agency(full + rest, kind, full_district(district, province), province, known)


def _provincial(office: Named, province: str) -> tuple[str, str, str, str]:
    """Prefix, type, proper name and province of an office that bears its province's name; Bangkok is no จังหวัด."""
    own = place_name(office.rest) or province
    if BANGKOK in (office.full, own) and office.agency_type != "อบจ.":
        return BANGKOK, BANGKOK, office.rest.removeprefix(own) if office.full == BANGKOK else "", province or BANGKOK
    return office.full, office.agency_type, own, province or own


def full_district(district: str, province: str) -> str:
    """The district, with อ.เมือง in full (เมืองขอนแก่น) where the province is known."""
    return (district == CAPITAL_DISTRICT and province and capital_district(province)) or district


_IN_TITLE = re.compile(
    r"(องค์กา?รบริหารส่วน\s?(?:ตำบล|จังหวัด)|เทศบาล(?:นคร|เมือง|ตำบล)|อบต\.?|อบจ\.?|ท[นมต]\."
    r"|มหาวิทยาลัย)\s?\S.*"
)
_AFTER_NAME = re.compile(r"\s*(?:ประจำปี|ปีงบประมาณ|พ\.ศ\.|ในการดำเนินงาน|ปี\s*\d|\s2[05]\d\d\b|\(ITA|\s[-–]\s|:).*$")


def find_agencies(text: str) -> list[Agency]:
    """Agencies of a known type named in running text such as a title; at most one a text."""
    plain = arabic_digits(clean(text))
    found = _IN_TITLE.search(plain)
    if found is None or "เฉลี่ย" in plain[: found.start()] or _is_aggregate(found.group(0)):
        return []
    named = _AFTER_NAME.sub("", found.group(0))
    agency = parse_agency(named)
    return [agency] if agency.known_type else []
