"""What an office's published report set its measures on."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

import pandas as pd

from itaanalysis.errors import ItaError
from itaanalysis.frames import make_frame
from itaanalysis.thai import agency_id

COLUMNS = ["agency", "district", "province", "plan_year_be", "code", "measure", "source"]


def read_published_measures(folder: str | PathLike[str] = "data/raw/measures") -> pd.DataFrame:
    """The measures of published reports, a row a measure: `agency_id, plan_year_be, code, measure, source`.

    Each CSV file of the folder has the columns agency, district, province, plan_year_be (พ.ศ.), code (the indicator
    that the measure is set on), measure (as printed) and source. No folder or no file: no rows.

    Raises
    ------
    ItaError
        A file lacks a column.
    """
    parts = [make_frame([], COLUMNS)]
    for path in sorted(Path(folder).glob("*.csv")):
        table = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
        missing = [column for column in COLUMNS if column not in table]
        if missing:
            raise ItaError(f"{path}: ไม่มีคอลัมน์ {', '.join(missing)}; ต้องมี {', '.join(COLUMNS)}")
        parts.append(make_frame(table[COLUMNS], COLUMNS))
    table = pd.concat(parts, ignore_index=True)
    places = zip(table["agency"], table["district"], table["province"], strict=True)
    table.insert(0, "agency_id", pd.Series([agency_id(*place) for place in places], dtype="str"))
    return table[["agency_id", "plan_year_be", "code", "measure", "source"]]
