"""A column of agencies at once: what `parse_agency` tells of each row, at the speed of the column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from itaanalysis.thai._agency import CAPITAL_DISTRICT, PROVINCIAL, Agency, aggregate_words, full_district, parse_agency
from itaanalysis.thai._places import agency_ids, place_name
from itaanalysis.thai._prefixes import OTHER, prefixes

_SCHEMA = pa.schema(
    [*((name, pa.string()) for name in ("agency", "agency_type", "district", "province")), ("known_type", pa.bool_())]
)
_LETTERS = "[ก-ฮะ-ฺเ-๎]+"
#: What `clean` would mend (two เ, a split ำ, a tone before its vowel), and places in a name.
_NOT_PLAIN = ["^ตำบล", "^เขต", "เเ", "\u0e4d", "[\u0e48-\u0e4b][\u0e31\u0e34-\u0e39]", "อำเภอ", "จังหวัด"]


def parse_agencies(names: Sequence[str], districts: Sequence[str], provinces: Sequence[str]) -> pd.DataFrame:
    """What `parse_agency` tells of each row of three equally long columns of texts.

    Returns
    -------
    A row for each, with agency_id, agency, agency_type, district, province, known_type.
    """
    texts, *places = (_texts(values) for values in (names, districts, provinces))
    encoded = texts.dictionary_encode()
    district, province = _placed(*map(_spelled, places))
    plain = _plain_names(encoded.dictionary).take(encoded.indices)
    known = pa.repeat(True, len(texts))
    columns = [plain["agency"], plain["agency_type"], district, province, known]
    left = np.flatnonzero(pc.is_null(plain["agency"]))
    rows = pd.DataFrame({at: column.take(left).to_pandas() for at, column in enumerate((texts, *places))})
    parsed = [
        parse_agency(text, district=district, province=province)
        for text, district, province in rows.drop_duplicates().itertuples(index=False)
    ]
    order = np.arange(len(texts))
    order[left] = len(texts) + rows.groupby(list(rows), sort=False).ngroup().to_numpy()
    told = pa.Table.from_arrays(columns, schema=_SCHEMA)
    others = pa.Table.from_arrays(_arrays(parsed), schema=_SCHEMA)
    table = pa.concat_tables([told, others]).take(order).combine_chunks()
    identity = agency_ids(*(table[column] for column in ("agency", "district", "province")))
    return table.add_column(0, "agency_id", identity).to_pandas()


def _arrays(parsed: list[Agency]) -> list[pa.Array]:
    columns = zip(*parsed, strict=True) if parsed else [()] * len(_SCHEMA)
    return [pa.array(values, kind) for values, kind in zip(columns, _SCHEMA.types, strict=True)]


def _texts(values: Sequence[str]) -> pa.Array:
    """A column as text; an empty cell is an empty text."""
    array = pa.array(values, pa.string(), from_pandas=True)
    return pc.fill_null(array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array, "")


def _spelled(places: pa.Array) -> pa.Array:
    """Names of districts or provinces, each spelling looked at once."""
    encoded = places.dictionary_encode()
    return pa.array(map(place_name, encoded.dictionary.to_pylist()), pa.string()).take(encoded.indices)


def _placed(district: pa.Array, province: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Districts and provinces, with อ.เมือง in full."""
    short = pc.equal(district, CAPITAL_DISTRICT)
    if pc.any(short).as_py():
        named = [full_district(CAPITAL_DISTRICT, name) for name in province.filter(short).to_pylist()]
        district = pc.replace_with_mask(district, short, pa.array(named, pa.string()))
    return district, province


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


def _plain_names(texts: pa.Array) -> pa.Table:
    """Full name and type of the texts that are a prefix and letters, nothing else; null for all other texts.

    For these alone all steps of `parse_agency` but the long form of the prefix change nothing.
    """
    known = _plain_prefixes()
    pattern = rf"^(?P<prefix>{'|'.join(map(re.escape, known))})\.? ?(?P<rest>{_LETTERS})$"
    parts = pc.extract_regex(texts, pattern)
    prefix, rest = (pc.struct_field(parts, name) for name in ("prefix", "rest"))
    not_plain = "|".join(_NOT_PLAIN)
    words = "|".join(map(re.escape, aggregate_words("part")))
    plain = pc.and_(pc.is_valid(parts), pc.invert(pc.match_substring_regex(rest, not_plain)))
    plain = pc.and_(plain, pc.invert(pc.match_substring_regex(texts, words)))
    which = pc.index_in(pc.if_else(plain, prefix, None), pa.array(list(known)))
    full, kind = (pa.array(column).take(which) for column in zip(*known.values(), strict=True))
    return pa.table({"agency": pc.binary_join_element_wise(full, rest, ""), "agency_type": kind})
