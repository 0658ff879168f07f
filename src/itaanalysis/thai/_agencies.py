"""A column of agencies at once: what `parse_agency` tells of each row, at the speed of the column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

import numpy as np
import pandas as pd

from itaanalysis.thai._agency import (
    CAPITAL_DISTRICT,
    PROVINCIAL,
    Agency,
    agency_id,
    aggregate_words,
    parse_agency,
)
from itaanalysis.thai._places import place_name
from itaanalysis.thai._prefixes import OTHER, prefixes

_LETTERS = "[ก-ฮะ-ฺเ-๎]+"
#: What `clean` would mend (two เ, a split ำ), and places in a name.
_NOT_PLAIN = ("เเ", "\u0e4d", "อำเภอ", "จังหวัด")
_TONE_FIRST = re.compile("[\u0e48-\u0e4b][\u0e31\u0e34-\u0e39]")


def parse_agencies(names: Sequence[str], districts: Sequence[str], provinces: Sequence[str]) -> pd.DataFrame:
    """What `parse_agency` tells of each row of three equally long columns of texts.

    Returns
    -------
    A row for each, with agency_id, agency, agency_type, district, province, known_type.
    """
    names, districts, provinces = (
        [text if isinstance(text, str) else "" for text in values] for values in (names, districts, provinces)
    )
    places = {text: place_name(text) for text in {*districts, *provinces}}
    plain = _plain_names(set(names))
    # อ.เมือง means another district in each province: such rows are read one by one.
    capital = {text for text, place in places.items() if place == CAPITAL_DISTRICT}
    told = [None if where in capital else plain.get(name) for name, where in zip(names, districts, strict=True)]
    columns = {
        "agency": ["" if office is None else office[0] for office in told],
        "agency_type": ["" if office is None else office[1] for office in told],
        "district": [places[text] for text in districts],
        "province": [places[text] for text in provinces],
    }
    known_type = [True] * len(told)
    for at in [at for at, office in enumerate(told) if office is None]:
        *texts, known_type[at] = _parsed(names[at], districts[at], provinces[at])
        for column, text in zip(columns.values(), texts, strict=True):
            column[at] = text
    where = list(zip(columns["district"], columns["province"], strict=True))
    tails = {place: agency_id("", *place) for place in set(where)}
    ids = [" · ".join(filter(None, (name, tails[place]))) for name, place in zip(columns["agency"], where, strict=True)]
    table = {column: pd.array(values, dtype="str") for column, values in {"agency_id": ids, **columns}.items()}
    return pd.DataFrame({**table, "known_type": np.array(known_type, dtype=bool)})


@lru_cache(maxsize=4096)
def _parsed(name: str, district: str, province: str) -> Agency:
    return parse_agency(name, district=district, province=province)


def _plain_names(names: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Full name and type of the texts that are a prefix and letters, nothing else.

    For these alone all steps of `parse_agency` but the long form of the prefix change nothing.
    """
    known = _plain_prefixes()
    told = _plain_pattern().fullmatch
    found = {name: match.groups() for name in names if (match := told(name))}
    every = "\n".join(found)
    for word in (*_NOT_PLAIN, *aggregate_words("part"), *_TONE_FIRST.findall(every)):
        if word in every:
            found = {name: parts for name, parts in found.items() if word not in name.removeprefix(parts[0])}
    return {name: (known[prefix][0] + rest, known[prefix][1]) for name, (prefix, rest) in found.items()}


@cache
def _plain_pattern() -> re.Pattern[str]:
    return re.compile(rf"({'|'.join(map(re.escape, _plain_prefixes()))})\.? ?((?!ตำบล|เขต){_LETTERS})")


@cache
def _plain_prefixes() -> dict[str, tuple[str, str]]:
    """Prefixes after which nothing is left to do for a name of letters alone.

    Not those that begin a longer prefix, and not those of offices whose province is in their name.
    """
    return {
        prefix: told
        for prefix, told in prefixes().items()
        if told[1] not in (*PROVINCIAL, OTHER)
        and prefix.strip() == prefix
        and not any(other.startswith(prefix) and other != prefix for other in prefixes())
    }
