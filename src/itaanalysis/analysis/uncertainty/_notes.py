"""What is said beside an interval: why there is none, that few have answered, or that all have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from itaanalysis.analysis.uncertainty._estimates import Estimates
from itaanalysis.analysis.uncertainty._settings import is_rough
from itaanalysis.frames import SIMULATED
from itaanalysis.rulebook import round_score
from itaanalysis.scoring import can_give

UNKNOWN = "ไม่ทราบ"
_CONSTANT = "ไม่ได้ถามคน จึงไม่มีความคลาดเคลื่อนจากการสุ่ม"
_CENSUS = "ตอบครบทุกคน ({n} จาก {people}): ไม่มีความคลาดเคลื่อนจากการสุ่ม"
_CENSUS_OF_ALL = "ตอบครบทุกคน: ไม่มีความคลาดเคลื่อนจากการสุ่ม"
_FEW = "มีเพียง {n} คำตอบ: ช่วงเป็นค่าประมาณหยาบ"
_BLANKS = "ทุกคนตอบ ({n} จาก {people}) แต่เว้นว่างบางข้อ"
_ONE = f"{UNKNOWN}: มีคำตอบเดียว บอกความคลาดเคลื่อนไม่ได้"
_NOBODY = f"{UNKNOWN}: มีข้อที่ไม่มีใครตอบ"
_SCORE_ALONE = f"{UNKNOWN}: มีเพียงคะแนน ไม่มีคำตอบรายคน"
_IMPOSSIBLE = f"{UNKNOWN}: {{n}} คำตอบให้คะแนนนี้ไม่ได้ จำนวนคำตอบจริงจึงไม่ทราบ"
_PARTS = f"{UNKNOWN}: {{parts}} ไม่มีช่วงของตนเอง"


def notes(year: Estimates, method: np.ndarray) -> np.ndarray:
    """A note for every office and node; `method` as in `compute_intervals`."""
    blank = (year.n == year.population) & (year.share < 1)
    rough = is_rough(year.n, year.population)
    columns = (method, year.n, year.population, blank, rough, year.told, _impossible(year), np.isnan(year.mean))
    found = _written(pd.DataFrame({at: values[:, 1:].ravel() for at, values in enumerate(columns)}), _of_node)
    found = np.column_stack([np.full(len(method), "", dtype=object), found.reshape(method[:, 1:].shape)])
    few = np.where(rough, year.n, np.nan)[:, year.instruments]
    parts = np.column_stack([method[:, :1], method[:, year.instruments], few])
    codes = year.nodes["code"].to_numpy()[year.instruments]
    found[:, 0] = _written(pd.DataFrame(parts), lambda *case: _of_total(codes, *case))
    marked = np.where(found == "", SIMULATED, found + f"; {SIMULATED}")
    return np.where(year.simulated[:, None], marked, found)


def _written(cases: pd.DataFrame, write: Callable[..., str]) -> np.ndarray:
    """A note for each row; few differ, and each is written once."""
    number = cases.groupby(list(cases), dropna=False, sort=False).ngroup().to_numpy()
    texts = [write(*case) for case in cases[~pd.Series(number).duplicated().to_numpy()].itertuples(index=False)]
    return np.array(texts, dtype=object)[number]


def _of_node(
    method: str, n: float, people: float, blank: bool, rough: bool, told: float, impossible: bool, no_mean: bool
) -> str:
    if method == "constant":
        return _CONSTANT
    if method == "census":
        return _CENSUS.format(n=int(n), people=int(people))
    if method == "beta":
        parts = (_BLANKS if blank else "", _FEW if rough else "")
        return "; ".join(filter(None, parts)).format(n=int(n), people=0 if np.isnan(people) else int(people))
    if n == 1 and not no_mean:
        return _ONE
    if n >= 0:
        return _NOBODY
    return _IMPOSSIBLE.format(n=int(told)) if impossible else _SCORE_ALONE


def _of_total(codes: np.ndarray, method: str, *instruments: Any) -> str:
    """The total rests on the instruments: which of them has no interval, or few answers (their number, else NaN)."""
    methods, counts = instruments[: len(codes)], instruments[len(codes) :]
    if not method:
        return _PARTS.format(parts=" ".join(code for code, own in zip(codes, methods, strict=True) if not own))
    if method == "census":
        return _CENSUS_OF_ALL
    told = zip(codes, methods, counts, strict=True)
    return "; ".join(f"{code} {_FEW.format(n=int(n))}" for code, own, n in told if own == "beta" and n >= 0)


def _impossible(year: Estimates) -> np.ndarray:
    """Where the number of answers that is told cannot give the printed scores of an instrument's indicators."""
    found = np.zeros(year.told.shape, dtype=bool)
    asked = (year.nodes["level"] == "indicator").to_numpy() & (year.told > 0) & np.isnan(year.n) & ~np.isnan(year.given)
    parents, codes = year.nodes["parent"].to_numpy(), year.nodes["code"].to_numpy()
    for office, at in np.argwhere(asked):
        score = float(round_score(100 * year.given[office, at]))
        if can_give(score, int(year.told[office, at]), year_be=year.year_be, code=codes[at]) is False:
            of_instrument = (codes == parents[at]) | (parents == parents[at])
            found[office] |= of_instrument | np.isin(parents, codes[parents == parents[at]])
    return found
