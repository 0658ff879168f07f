"""The calibration tables, read once."""

from __future__ import annotations

from functools import cache

import pandas as pd

from itaanalysis.datafiles import read_data


@cache
def read_table(name: str) -> pd.DataFrame:
    """A CSV file of this room as text columns; an empty cell is an empty text. Do not change it: it is shared."""
    return read_data("simulate", name)


@cache
def calibrated_years() -> tuple[int, ...]:
    """The years (พ.ศ.) that can be simulated."""
    return tuple(sorted(int(year) for year in read_table("years.csv")["year_be"]))


@cache
def shape() -> dict[str, float]:
    """Parameters of the shape by name (`shape.csv` says what each means)."""
    table = read_table("shape.csv")
    return dict(zip(table["name"], table["value"].astype(float), strict=True))


def year_row(year_be: int) -> dict[str, str]:
    """The row of a year: items_of (the year whose list is drawn), survey_spread, oit_spread."""
    table = read_table("years.csv")
    return {str(k): v for k, v in table[table["year_be"] == str(year_be)].iloc[0].to_dict().items()}


def means(year_be: int) -> dict[str, float]:
    """Mean score over all offices by code (points, 0–100)."""
    table = read_table("means.csv")
    rows = table[table["year_be"] == str(year_be)]
    return dict(zip(rows["code"], rows["mean"].astype(float), strict=True))
