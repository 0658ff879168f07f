"""How many answers were needed, beside how many there were: the minimums of `compare_samples`, in words."""

from __future__ import annotations

import math

import pandas as pd

from itaanalysis.analysis import compare_samples
from itaanalysis.frames import SAMPLES, make_frame
from itaanalysis.rulebook import sample_group

_ASK_FIRST, _NO_RULE = "ทราบเมื่อเติมจำนวนทั้งหมด", "ไม่มีเกณฑ์ของหน่วยงานประเภทนี้"
_COLUMNS = ["instrument", "population", "by_table", "by_percent", "answers", "response_rate", "reading"]


def compare_with_minimums(samples: pd.DataFrame | None, agency_type: str, agency_id: str, year_be: int) -> pd.DataFrame:
    """IIT and EIT of one office: population and answers as told (NA = not), both minimums, the response rate (per
    cent of the population), and what they say."""
    own = make_frame([], SAMPLES)
    if samples is not None and len(samples):
        own = samples[(samples["agency_id"] == agency_id) & (samples["year_be"] == year_be)]
    if own.empty:  # nothing was told: both instruments stand there all the same
        own = make_frame([(year_be, agency_id, "IIT", pd.NA, pd.NA, "")], SAMPLES)
    without = _ASK_FIRST if sample_group(agency_type) else _NO_RULE
    rows = []
    for instrument, rules in compare_samples(own, agency_type=agency_type).groupby("instrument", sort=False):
        told = [without if pd.isna(number) else f"{number:,}" for number in rules["minimum"]]
        known = rules.iloc[0]
        rows.append((instrument, known["population"], *told, known["answers"], known["response_rate"], _reading(rules)))
    found = pd.DataFrame(rows, columns=_COLUMNS).astype({"population": "Int64", "answers": "Int64"})
    return found.assign(response_rate=found["response_rate"].replace(math.inf, math.nan))  # of a population of 0


def _reading(rules: pd.DataFrame) -> str:
    if rules["missing"].isna().any():
        return "ยังบอกไม่ได้"
    names = rules["rule"].map({"table": "ตาราง", "text": "ร้อยละ"})
    short = names[rules["missing"] > 0]
    return f"ต่ำกว่าขั้นต่ำแบบ{'และแบบ'.join(short)}" if len(short) else "ไม่ต่ำกว่าขั้นต่ำทั้งสองแบบ"
