"""Local offices named in a report: the one whose report it is, and others.

A name in running Thai has no end that can be seen. It ends where a name ends that is known: the sub-districts,
districts and provinces of the country (geothai), the offices of the scores frame, and those that stand alone in a
passage.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pandas as pd

from itaanalysis.review._document import Document, Passage
from itaanalysis.review._words import any_of, begins, holds, words
from itaanalysis.thai import clean, match_key, parse_agency

_KINDS = (
    r"(?:องค์การบริหารส่วน\s?(?:ตำบล|จังหวัด)|องค์กรบริหารส่วน\s?(?:ตำบล|จังหวัด)|เทศบาล(?:นคร|เมือง|ตำบล)"
    r"|อบต\.?|อบจ\.?|(?<![ก-๎])ท[นมต]\.)"
)
_PREFIX = re.compile(rf"{_KINDS}(?P<space>\s?)(?=[ก-ฮเ-ไ])")
_LONGEST = 40
_LONGEST_ALONE = 25
_NEAR = 80
_COVER = 10
#: Being named there counts as this many more in the text.
_COVER_COUNTS = 5


@dataclass(frozen=True)
class Office:
    """A local office: its full name, its type, and its proper name alone."""

    name: str
    agency_type: str
    proper: str


@dataclass(frozen=True)
class Named:
    """An office named at a place of a passage."""

    office: Office
    passage: Passage
    written: str
    start: int


def office_prefix() -> str:
    """A pattern for what the name of a local office begins with."""
    return _KINDS


@cache
def _places() -> frozenset[str]:
    """Names of sub-districts, districts and provinces, without brackets."""
    import geothai  # here: it is needed only where a report is reviewed

    found = set()
    for province in geothai.provinces():
        found.add(province.name_th)
        for district in geothai.districts(province.code):
            found.add(district.name_th.removeprefix("เขต"))
            found.update(place.name_th for place in geothai.subdistricts(district.code))
    return frozenset(clean(re.sub(r"\s*\(.*\)", "", name)) for name in found) - set(words("not_a_name"))


def parse_office(text: str) -> Office | None:
    """The local office that the whole text names; None where it names none."""
    plain = clean(text)
    found = _PREFIX.match(plain)
    if found is None:
        return None
    agency = parse_agency(plain)
    prefix = parse_agency(plain[: found.end()] + "ก").name.removesuffix("ก")
    proper = agency.name.removeprefix(prefix)
    if not proper or " " in proper or len(proper) > _LONGEST:
        return None
    return Office(agency.name, agency.agency_type, proper)


def find_offices(document: Document, own: Office | None, scores: pd.DataFrame | None) -> list[Named]:
    """Every local office that the report names, in reading order."""
    known = set(_places())
    if scores is not None:
        known |= {office.proper for name in scores["agency"].unique() if (office := parse_office(str(name)))}
    if own is not None:
        known.add(own.proper)
    known |= _alone(document, known)
    return [named for passage in document.passages for named in _named_in(passage, known, own)]


def _alone(document: Document, known: set[str]) -> set[str]:
    """Names of offices that fill a passage each; one that begins with a shorter one is a sentence about it."""
    found: set[str] = set()
    names = {office.proper for passage in document.passages if (office := parse_office(passage.plain))}
    for name in sorted(names, key=len):
        sentence = begins("after_name", name) or any(name.startswith(shorter) for shorter in found)
        if len(name) <= _LONGEST_ALONE and not sentence and not any(name[:at] in known for at in range(4, len(name))):
            found.add(name)
    return found


def _named_in(passage: Passage, known: set[str], own: Office | None) -> Iterator[Named]:
    for found in _PREFIX.finditer(passage.plain):
        rest = passage.plain[found.end() : found.end() + _LONGEST]
        proper = _proper(rest, known, own, spaced=bool(found["space"]))
        if proper is None:
            continue
        office = parse_office(found.group().strip() + proper)
        if office is not None:
            yield Named(office, passage, found.group() + proper, found.start())


def _proper(rest: str, known: set[str], own: Office | None, *, spaced: bool) -> str | None:
    """The proper name that the rest begins with: the longest that ends as a name does, else the report's own."""
    ends = rf"$|[^ก-๎]|{any_of('after_name')}"
    for length in range(len(rest), 1, -1):
        name = rest[:length]
        if name in known and re.match(ends, rest[length:]) and not (spaced and length < 3):
            return name
    return own.proper if own is not None and rest.startswith(own.proper) else None


def own_office(document: Document, asked: str | None, scores: pd.DataFrame | None) -> Office | None:
    """The office whose report it is: as asked, the only one of the scores, or the one named most.

    A name on the cover counts as several in the text, but does not decide alone: a letter may stand before the cover.
    """
    if asked:
        return parse_office(asked.split(" · ")[0]) or Office(asked, "", asked)
    if scores is not None and scores["agency"].nunique() == 1:
        return parse_office(str(scores["agency"].iloc[0]))
    named = find_offices(document, None, scores)
    cover = {id(passage) for passage in document.passages[:_COVER]}
    counts = Counter(one.office for one in named)
    counts.update({one.office: _COVER_COUNTS for one in named if id(one.passage) in cover})
    most = counts.most_common(1)  # of equals, the first named
    return most[0][0] if most else None


def is_other(named: Named, own: Office, document: Document) -> bool:
    """Whether an office named is not the report's own, and its place is no comparison with others."""
    office = named.office
    if match_key(office.proper) == match_key(own.proper) and office.agency_type == own.agency_type:
        return False
    text = named.passage.plain
    near = text[max(0, named.start - _NEAR) : named.start + len(named.written) + _NEAR]
    return not holds("comparing", near) and not _in_compared_column(named.passage, document)


def _in_compared_column(passage: Passage, document: Document) -> bool:
    """Whether the passage is a cell of a table that lists offices: a column's header says so."""
    found = document.row_of(passage)
    return found is not None and any(holds("compared_column", cell.plain) for cell in found[0].rows[0])
