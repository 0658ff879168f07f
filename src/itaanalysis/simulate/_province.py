"""`simulate_province`: a scores frame of an invented province."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from itaanalysis.errors import ItaError
from itaanalysis.frames import AGENCY, SCORES, SIMULATED
from itaanalysis.rulebook import rulebook
from itaanalysis.simulate._model import draw_lasting, draw_year
from itaanalysis.simulate._names import make_offices
from itaanalysis.simulate._tables import calibrated_years


def simulate_province(
    *, seed: int = 2569, districts: int = 6, offices: int = 60, years: Iterable[int] | None = None
) -> pd.DataFrame:
    """Scores of made-up offices, shaped like the published sizes of the assessment.

    Parameters
    ----------
    seed
        Whole number, 0 or more; the same seed gives the same scores. A year's scores do not depend on which other years
        are asked for.
    districts, offices
        How many; every district has an office at least.
    years
        Fiscal years (พ.ศ.), None = all that are calibrated.

    Returns
    -------
    DataFrame
        A scores frame: the total, instruments, ten indicators and, where the year's list is known, the pass/fail items
        of OIT (points, 0–100). `note` is ข้อมูลจำลอง on every row, `source` names the seed.

    Raises
    ------
    ItaError
        A number below its least, more districts than offices, or a year that is not calibrated.
    """
    wanted = _check(seed, districts, offices, years)
    rng = np.random.default_rng([seed, 0])
    table = make_offices(rng, districts, offices)
    lasting = draw_lasting(rng, table["place"].to_numpy())
    drawn = {year: draw_year(np.random.default_rng([seed, year]), lasting, year) for year in wanted}
    parts = [_to_frame(wide, table, year, f"simulate_province(seed={seed})") for year, wide in drawn.items()]
    return pd.concat(parts, ignore_index=True)


def _check(seed: int, districts: int, offices: int, years: Iterable[int] | None) -> list[int]:
    """The years in order, or one sentence on what is wrong."""
    for name, value, least in (("seed", seed, 0), ("districts", districts, 1), ("offices", offices, 1)):
        if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < least:
            raise ItaError(f"simulate: {name} must be a whole number from {least} up; found {value!r}")
    if offices < districts:
        raise ItaError(f"simulate: every district needs an office; found {offices} offices for {districts} districts")
    known = calibrated_years()
    wanted = sorted(set(known if years is None else years))
    unknown = [year for year in wanted if year not in known]
    if unknown or not wanted:
        found = ", ".join(map(str, unknown)) or "none"
        raise ItaError(f"simulate: the years must be among {', '.join(map(str, known))} (พ.ศ.); found {found}")
    return [int(year) for year in wanted]


def _to_frame(wide: pd.DataFrame, offices: pd.DataFrame, year_be: int, source: str) -> pd.DataFrame:
    """One year as rows: by agency_id, then in tree order."""
    levels = rulebook(year_be).tree.set_index("code")["level"]
    rows, columns = wide.shape
    office, node = np.repeat(np.arange(rows), columns), np.tile(np.arange(columns), rows)
    frame = pd.DataFrame({"year_be": np.full(rows * columns, year_be, dtype="int64"), "score": wide.to_numpy().ravel()})
    for column in AGENCY:
        frame[column] = _repeat(offices[column].tolist(), office)
    frame["code"] = _repeat(list(wide.columns), node)
    frame["level"] = _repeat(levels[wide.columns].tolist(), node)
    frame["source"], frame["note"] = source, SIMULATED
    return frame[SCORES]


def _repeat(texts: list[str], at: np.ndarray) -> pd.Series:
    """The text at each place as a text column; many times faster than pandas' own `take` on long texts."""
    import pyarrow as pa

    coded = pa.DictionaryArray.from_arrays(pa.array(at), pa.array(texts, type=pa.large_string()))
    return pd.Series(coded.cast(pa.large_string()), dtype="str")
