"""The package's own data: CSV files beside the code that reads them."""

from __future__ import annotations

from importlib.resources import files

import pandas as pd


def read_data(room: str, name: str) -> pd.DataFrame:
    """A CSV file of a room (`"rulebook"`) as text columns; an empty cell is an empty text."""
    with files("itaanalysis").joinpath(room, name).open("rb") as file:
        return pd.read_csv(file, dtype="str", keep_default_na=False, encoding="utf-8")
