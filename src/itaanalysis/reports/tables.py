"""A frame as a table to be read: Thai headings, two decimals, missing said in words."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from itaanalysis.datafiles import read_data
from itaanalysis.errors import ItaError
from itaanalysis.rulebook import level_labels, priorities, round_score

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler

MISSING = {"th": "ไม่มีข้อมูล", "en": "no data"}
YES_NO = {"th": {True: "ใช่", False: "ไม่ใช่"}, "en": {True: "yes", False: "no"}}
NO_ROWS = {"th": "ไม่มีรายการ", "en": "no rows"}


@cache
def _labels() -> pd.DataFrame:
    return read_data("reports", "column_labels.csv").set_index("column")


def show_table(frame: pd.DataFrame, *columns: str, lang: str = "th") -> Styler:
    """The columns of a frame as a table for a page: headings in Thai (`lang="en"`: English), scores on two decimals.

    Numbers are rounded half up, here and only here; the frame is not changed. No columns named = all of them. A frame
    without rows is a table that says so.

    Raises
    ------
    ItaError
        A column that the frame does not have.
    """
    missing = [column for column in columns if column not in frame]
    if missing:
        raise ItaError(
            f"show_table: no column {', '.join(missing)}; the frame has {', '.join(map(str, frame.columns))}"
        )
    heading = _labels()[f"label_{lang}"]
    table = frame[list(columns) or list(frame.columns)].reset_index(drop=True)
    numbers: dict[Any, Any] = {}
    right = [heading.get(name, name) for name in table if pd.api.types.is_numeric_dtype(table[name])]
    for column in table:
        if pd.api.types.is_bool_dtype(table[column]):
            table[column] = table[column].map(YES_NO[lang])
        if pd.api.types.is_float_dtype(table[column]):
            places = int(_labels()["decimals"].get(column, "2") or 2)
            if places == 2:
                table[column] = round_score(table[column])
            numbers[heading.get(column, column)] = f"{{:.{places}f}}"
    for column, words in (
        ("level", level_labels().set_index("level")),
        ("priority", priorities().set_index("priority")),
    ):
        if column in table:
            table[column] = table[column].map(words[f"label_{lang}"]).fillna("")
    table = table.rename(columns=heading.to_dict())
    if table.empty:
        return pd.DataFrame({NO_ROWS[lang]: []}).style.hide(axis="index")
    style = table.style.hide(axis="index").format(numbers, na_rep=MISSING[lang], escape="html")
    return style.set_properties(subset=right, **{"text-align": "right"})
