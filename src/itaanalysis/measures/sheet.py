"""The measures table as a sheet: its columns, and which words stand in which cell. Written and read by this."""

from __future__ import annotations

import math
import re
from functools import cache
from typing import Any, NamedTuple

import pandas as pd

from itaanalysis.datafiles import read_data
from itaanalysis.errors import ItaError
from itaanalysis.frames import MEASURES, make_frame, plain_text
from itaanalysis.rulebook import round_score
from itaanalysis.thai import arabic_digits, format_date, match_key

#: The frame as a person works on it: `done`, the day of completion, and `edited`, the columns that a person changed.
TRACKED = [*MEASURES, "done", "edited"]
#: What only a person can know.
TRACKING = ("status", "done", "result", "evidence")
_DAYS = ("start", "end", "done")
UNKNOWN = "ไม่ทราบ"
#: Rows over the measures that share them: the area, and the reason. The word begins the id of such a row.
HEADINGS = {"heading": "ประเด็น", "own": "เหตุผล"}
#: The hidden sheet with the rows as they were written, and the one with the lists to choose from.
AS_WRITTEN, LISTS = "_ita", "_lists"


class Column(NamedTuple):
    """A column of the sheet; `part`: print (on paper), fill (beside it, for a person), link (ties to the scores)."""

    part: str
    name: str
    header: str
    width: float

    def told(self, result: int, plan: int) -> str:
        """The header with its years."""
        return self.header.format(result=result, plan=plan)


@cache
def columns_of(sheet: str) -> tuple[Column, ...]:
    """The columns of a sheet (measures, follow_up), from left to right."""
    table = read_data("measures", "sheet_columns.csv")
    rows = table.loc[table["sheet"] == sheet, ["part", "column", "header", "width"]].itertuples(index=False)
    return tuple(Column(part, name, header.replace("|", "\n"), float(width)) for part, name, header, width in rows)


def header_key(header: str) -> str:
    """What a header is known by: without its years."""
    return match_key(re.sub(r"\{\w+\}|\d+", "", arabic_digits(header)))


def tracked(measures: pd.DataFrame) -> pd.DataFrame:
    """The frame with the columns `TRACKED`, as plain text, rows numbered from 0.

    Raises
    ------
    ItaError
        Not a measures frame.
    """
    missing = [name for name in MEASURES if name not in measures] if isinstance(measures, pd.DataFrame) else MEASURES
    if missing:
        raise ItaError(f"this is not the frame of draft_measures or read_measures; it has no {', '.join(missing)}")
    plain = plain_text(measures).reset_index(drop=True)
    frame = make_frame(plain[MEASURES], MEASURES)
    frame["done"] = pd.Series(plain.get("done", pd.NaT), index=frame.index, dtype="datetime64[s]")
    frame["edited"] = pd.Series(plain.get("edited", ""), index=frame.index, dtype="str")
    return frame


def cell_text(name: str, value: Any) -> str:
    """The words of a cell: a day in พ.ศ., points on two decimals, all else as it is."""
    if name in _DAYS:
        return "" if pd.isna(value) else format_date(value)
    if name in ("points", "plan_points"):
        return UNKNOWN if math.isnan(value) else f"{round_score(value):.2f}"
    return str(value)


def same_words(one: str, other: str) -> bool:
    """Whether two cells say the same: Thai or Arabic digits and space at the ends make no difference."""
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return arabic_digits(text).replace("\r\n", "\n").strip()


def split_reasons(measures: pd.DataFrame) -> pd.DataFrame:
    """Reasons in two parts, each told once over the rows that share it.

    Columns, a row a measure: heading (the first line: the area) and own (the lines after it), and heading_id and
    own_id: the words of `HEADINGS` with the id of the first of the neighbours, of one office, that share the part.
    """
    parts = [reason.partition("\n")[::2] for reason in measures["reason"]]
    found = pd.DataFrame(parts, index=measures.index, columns=list(HEADINGS), dtype="str")
    key = measures[["plan_year_be", "agency_id"]]
    for name, word in HEADINGS.items():
        key = key.join(found[name])
        group = key.ne(key.shift()).any(axis=1).cumsum()
        found[f"{name}_id"] = word + " " + measures["measure_id"].groupby(group).transform("first")
    return found


def to_cells(measures: pd.DataFrame) -> list[list[str | float | int | None]]:
    """The rows as the hidden sheet keeps them, under their column names; `from_cells` takes them back."""
    frame = tracked(measures)
    days = {name: frame[name].dt.strftime("%Y-%m-%d") for name in _DAYS}
    plain = frame.assign(**days).astype(object)
    return [list(TRACKED), *plain.where(plain.notna(), None).to_numpy().tolist()]


def from_cells(rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    """The frame that `to_cells` was given.

    Raises
    ------
    ItaError
        The rows are not those of `to_cells`.
    """
    try:
        frame = pd.DataFrame(rows[1:], columns=list(rows[0]), dtype=object)[TRACKED]
        text = [name for name, kind in tracked(make_frame([], MEASURES)).dtypes.items() if kind == "str"]
        days = {name: pd.to_datetime(frame[name], format="%Y-%m-%d") for name in _DAYS}
        return tracked(frame.assign(**days).fillna(dict.fromkeys(text, "")))
    except (KeyError, ValueError, TypeError, IndexError) as error:
        raise ItaError(f"แผ่นซ่อน {AS_WRITTEN} ถูกแก้ไข") from error
