"""The small tables of rules, read once."""

from __future__ import annotations

from functools import cache

import pandas as pd

from itaanalysis.datafiles import read_data
from itaanalysis.errors import ItaError


def read_table(name: str) -> pd.DataFrame:
    """A table of rules, all columns as text."""
    return read_data("rulebook", name)


def rows_of_year(table: pd.DataFrame, year_be: int) -> pd.DataFrame:
    """The rows whose span first_year–last_year holds the year."""
    inside = (table["first_year"].astype(int) <= year_be) & (table["last_year"].astype(int) >= year_be)
    return table[inside].reset_index(drop=True)


@cache
def evidence_strength() -> dict[str, int]:
    """Evidence to its strength; the weakest is the smallest number. An empty text needs no evidence."""
    table = read_table("evidence.csv")
    strengths = dict(zip(table["evidence"], table["strength"].astype(int), strict=True))
    return strengths | {"": max(strengths.values()) + 1}


@cache
def evidence_labels() -> pd.DataFrame:
    """Words for the strength of evidence, strongest first: evidence, strength, label_th, label_en."""
    return read_table("evidence.csv")


@cache
def level_labels() -> pd.DataFrame:
    """Levels of the tree from the root down: level, label_th, label_en."""
    return read_table("levels.csv")


@cache
def priorities() -> pd.DataFrame:
    """Priorities of a score, best first: priority, floor (points, 0–100), label_th, label_en, evidence.

    The cuts 70 and 95 are custom in measures reports, not a written rule: they are marked unverified.
    """
    table = read_table("priorities.csv")
    table["floor"] = table["floor"].astype(float)
    if not table["floor"].is_monotonic_decreasing or not table["floor"].is_unique:
        raise ItaError(f"priorities.csv: the floors must fall from row to row; found {list(table['floor'])}")
    return table
