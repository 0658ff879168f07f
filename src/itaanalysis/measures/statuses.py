"""The states of a measure, and the units that carry it out: lists for a person to choose from, kept as data."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from itaanalysis.datafiles import read_data


class Statuses(NamedTuple):
    """All states in their order; `first` is that of a draft; `settled` are those that await nothing more."""

    every: tuple[str, ...]
    first: str
    settled: frozenset[str]


@cache
def statuses() -> Statuses:
    """The states of `statuses.csv`."""
    table = read_data("measures", "statuses.csv")
    every = tuple(table["status"])
    return Statuses(every, every[0], frozenset(table.loc[table["settled"] == "yes", "status"]))


@cache
def units() -> tuple[str, ...]:
    """Units that a local office commonly has (`units.csv`); a person may write another."""
    return tuple(read_data("measures", "units.csv")["unit"])
