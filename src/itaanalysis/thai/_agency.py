"""Names of agencies and places, as an office writes them, to one spelling."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from itaanalysis.datafiles import read_data
from itaanalysis.thai._text import arabic_digits, clean

AGGREGATE = "aggregate"
OTHER = "อื่นๆ"
_EMPTY_BRACKETS = re.compile(r"\(\s*\)")
_PLACE = re.compile(
    r"(?:^|(?<=[\s(]))(?P<kind>อำเภอ|เขต|จังหวัด|อ\.|จ\.)\s?(?P<name>[ก-ฮะ-ฺเ-๎]+(?:\s?\(?[ก-ฮ]*\)?)??)(?=$|[\s),])"
)
_KIND = {"อำเภอ": "district", "อ.": "district", "เขต": "district", "จังหวัด": "province", "จ.": "province"}


class Agency(NamedTuple):
    """An agency read from text. `known_type` tells whether its text begins like an agency of a known type."""

    name: str
    agency_type: str
    district: str
    province: str
    known_type: bool


@cache
def _types() -> list[tuple[str, str, str]]:
    table = read_data("thai", "agency_types.csv")
    rows = list(table.itertuples(index=False, name=None))
    return sorted(rows, key=lambda row: -len(row[0]))


@cache
def _aggregate_words() -> tuple[tuple[str, str], ...]:
    return tuple(read_data("thai", "aggregate_words.csv").itertuples(index=False, name=None))


def _is_aggregate(text: str) -> bool:
    """Whether the text tells an average or total: one of the words stands in it, or it is nothing but รวม."""
    return any(text == word if match == "whole" else word in text for word, match in _aggregate_words())


def agency_id(name: str, district: str, province: str) -> str:
    """`agency · district · province`, empty parts left out."""
    return " · ".join(part for part in (name, district, province) if part)


def parse_agency(text: str, *, district: str = "", province: str = "") -> Agency:
    """Name, type, district and province of an agency.

    Short forms become full ones (อบต. to องค์การบริหารส่วนตำบล) and misspelt prefixes are mended. District and province
    come from the text (อ., อำเภอ, จ., จังหวัด); those given as arguments win. What is not written stays empty. An average
    or total gets the type `aggregate`.
    """
    plain = clean(text)
    places = {"district": place_name(district), "province": place_name(province)}
    head = plain
    for match in _PLACE.finditer(plain):
        if match.start() == 0:
            continue
        kind = _KIND[match["kind"]]
        places[kind] = places[kind] or match["name"].strip()
        head = head.replace(match.group(0), " ")
    head = clean(_EMPTY_BRACKETS.sub("", head)).strip(" ,-–")
    name, kind, known = _full_name(head)
    if _is_aggregate(plain):
        kind, known = AGGREGATE, True
    if kind == "จังหวัด" and not places["province"]:
        places["province"] = name.removeprefix("จังหวัด")
    if kind == "อบจ." and not places["province"]:
        places["province"] = name.removeprefix("องค์การบริหารส่วนจังหวัด")
    return Agency(name, kind, places["district"], places["province"], known)


_IN_TITLE = re.compile(
    r"(องค์การบริหารส่วน(?:ตำบล|จังหวัด)|องค์กรบริหารส่วน(?:ตำบล|จังหวัด)|เทศบาล(?:นคร|เมือง|ตำบล)|อบต\.?|อบจ\.?|ท[นมต]\."
    r"|มหาวิทยาลัย)\s?\S.*"
)
_AFTER_NAME = re.compile(r"\s*(?:ประจำปี|ปีงบประมาณ|พ\.ศ\.|ในการดำเนินงาน|ปี\s*\d|\(ITA|\s[-–]\s|:).*$")


def find_agencies(text: str) -> list[Agency]:
    """Agencies of a known type named in running text such as a title; at most one a text."""
    plain = arabic_digits(clean(text))
    found = _IN_TITLE.search(plain)
    if found is None or "เฉลี่ย" in plain[: found.start()] or _is_aggregate(found.group(0)):
        return []
    named = _AFTER_NAME.sub("", found.group(0))
    agency = parse_agency(named)
    return [agency] if agency.known_type else []


def find_places(text: str) -> dict[str, str]:
    """`district` and `province` that a text names after อ., อำเภอ, จ. or จังหวัด, wherever it stands."""
    return {_KIND[match["kind"]]: match["name"].strip() for match in _PLACE.finditer(clean(text))}


def place_name(text: str) -> str:
    """A district or province without อ., อำเภอ, จ., จังหวัด or เขต."""
    return re.sub(r"^(อำเภอ|เขต|จังหวัด|อ\.|จ\.)\s?", "", clean(text))


def _full_name(head: str) -> tuple[str, str, bool]:
    for prefix, full, kind in _types():
        if head.startswith(prefix):
            rest = head[len(prefix) :].lstrip(". ") if not full.startswith("จังหวัด") else head[len(prefix) :].strip()
            return full + rest, kind, True
    return head, OTHER, False
