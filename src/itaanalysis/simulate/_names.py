"""Invented offices: names, types and districts that cannot be taken for real ones."""

from __future__ import annotations

import numpy as np
import pandas as pd

from itaanalysis.errors import ItaError
from itaanalysis.simulate._tables import read_table
from itaanalysis.thai import agency_id


def make_offices(rng: np.random.Generator, districts: int, offices: int) -> pd.DataFrame:
    """The offices of the invented province by agency_id: agency_id, agency, agency_type, district, province, place.

    `place` is the number of the office's district. Every district has an office, and no two offices share a name.
    """
    province = _names("province")[0]
    district_names = _district_names(districts)
    # Uneven districts, each with at least one office.
    sizes = rng.dirichlet(np.full(districts, 8.0))
    place = np.concatenate([np.arange(districts), rng.choice(districts, size=offices - districts, p=sizes)])
    kinds = _kinds(rng, offices)
    titles, types = read_table("kinds.csv")["name"].to_numpy(), read_table("kinds.csv")["agency_type"].to_numpy()
    prefix, words = _names("office prefix")[0], _words(offices)
    names = [
        f"{titles[kind]}{province}" if types[kind] == "อบจ." else f"{titles[kind]}{prefix}{word}"
        for kind, word in zip(kinds, words, strict=True)
    ]
    table = pd.DataFrame({"agency": names, "agency_type": types[kinds], "place": place})
    table["district"] = [district_names[at] for at in place]
    table["province"] = province
    table["agency_id"] = [
        agency_id(name, district, province) for name, district in zip(names, table["district"], strict=True)
    ]
    return table.sort_values("agency_id", ignore_index=True)


def _kinds(rng: np.random.Generator, offices: int) -> np.ndarray:
    """Rows of `kinds.csv`: first those with a count, then the others by their shares."""
    table = read_table("kinds.csv")
    count = pd.to_numeric(table["count"]).fillna(0).astype(int).to_numpy()
    share = pd.to_numeric(table["share"]).fillna(0.0).to_numpy()
    counted = np.repeat(np.arange(len(table)), count)[:offices]
    return np.concatenate([counted, rng.choice(len(table), size=offices - len(counted), p=share / share.sum())])


def _names(kind: str) -> list[str]:
    table = read_table("names.csv")
    return list(table.loc[table["kind"] == kind, "name"])


def _district_names(districts: int) -> list[str]:
    listed, prefix = _names("district"), _names("district prefix")[0]
    more = [f"{prefix}{word}" for word in _words(max(0, districts - len(listed)))]
    return [*listed, *more][:districts]


def _words(count: int) -> list[str]:
    """So many different words: those of the list, then pairs of two of them."""
    words = _names("word")
    number = len(words)
    if count > number * number:
        raise ItaError(f"simulate: there are names for {number * number:,} offices; {count:,} were asked for")
    pairs = (words[at % number] + (words[(at + at // number) % number] if at >= number else "") for at in range(count))
    return list(pairs)
