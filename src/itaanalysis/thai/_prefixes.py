"""What a name of an agency begins with: its type, in full, in short, or with one typing error."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import NamedTuple

from itaanalysis.datafiles import read_data

OTHER = "อื่นๆ"
#: Offices of a sub-district or a municipality: their own name is that of a place.
LOCAL = ("อบต.", "เทศบาลตำบล", "เทศบาลเมือง", "เทศบาลนคร")
#: A typing error touches a letter with the marks that stand on it; spaces between letters do not count.
_LETTER = re.compile(r"[^\sัิ-ฺ็-๎][ัิ-ฺ็-๎]*")
_OFFICE_OF = re.compile(r"(?:สำนักงาน|สนง\.|ที่ทำการ)\s?")


class Named(NamedTuple):
    """A name cut after its prefix: the full official prefix, the type that it tells, and the proper name."""

    full: str
    agency_type: str
    rest: str


@cache
def prefixes() -> dict[str, tuple[str, str]]:
    """Each known prefix with its full form and type, the longest first; a space may stand for a last full stop."""
    found = {}
    for prefix, full, kind in read_data("thai", "agency_types.csv")[["prefix", "full", "agency_type"]].to_numpy():
        found[prefix] = (full, kind)
        if prefix.endswith("."):
            found[f"{prefix[:-1]} "] = (full, kind)
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, prefixes())))


def begins_like_office(text: str) -> bool:
    """Whether a text begins with the prefix of an office, in full or in short, as it stands."""
    return _pattern().match(text) is not None


@cache
def _mended() -> list[tuple[list[str], str, str]]:
    """Official prefixes long enough to be known in spite of one typing error, as letters, with full form and type."""
    table = read_data("thai", "agency_types.csv")
    rows = table.loc[table["mend"] == "yes", ["full", "agency_type"]].to_numpy()
    return [(_LETTER.findall(full), full, kind) for full, kind in rows]


def split_prefix(name: str) -> Named:
    """The prefix of a cleaned name in its full form, and what follows it; type อื่นๆ where it begins like none."""
    if (house := _OFFICE_OF.match(name)) is not None:
        local = _exact(name[house.end() :])
        if local is not None and local.agency_type in (*LOCAL, "อบจ."):
            return local
    return _exact(name) or _with_slip(name) or Named("", OTHER, name)


def _exact(name: str) -> Named | None:
    found = _pattern().match(name)
    return None if found is None else Named(*prefixes()[found.group()], name[found.end() :].lstrip(". "))


def _with_slip(name: str) -> Named | None:
    """A prefix with spaces inside, or with one letter wrong, missing or too many; None where two readings fit."""
    letters = list(islice(_LETTER.finditer(name), 2 + max(len(meant) for meant, _, _ in _mended())))
    readings: dict[int, set[Named]] = {0: set(), 1: set()}
    for meant, full, kind in _mended():
        for length in range(len(meant) - 1, min(len(meant) + 2, len(letters))):
            slips = _slips([letter.group() for letter in letters[:length]], meant)
            if slips <= 1:
                readings[slips].add(Named(full, kind, name[letters[length - 1].end() :].lstrip(". ")))
    best = readings[0] or readings[1]
    return best.pop() if len(best) == 1 else None


def _slips(typed: list[str], meant: list[str]) -> int:
    """How many letters differ between the first and the last difference (added, missing or wrong)."""
    shorter = min(len(typed), len(meant))
    same = next((at for at in range(shorter) if typed[at] != meant[at]), shorter)
    tail = next((at for at in range(shorter - same) if typed[-1 - at] != meant[-1 - at]), shorter - same)
    return max(len(typed), len(meant)) - same - tail
