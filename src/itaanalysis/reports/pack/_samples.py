"""How many answers were needed, beside how many there were: the minimums of `minimum_sample`, in words."""

from __future__ import annotations

import pandas as pd

from itaanalysis.rulebook import Rulebook, minimum_sample, sample_group

INSTRUMENTS = ("IIT", "EIT")
_ASK_FIRST, _NO_RULE = "ทราบเมื่อเติมจำนวนทั้งหมด", "ไม่มีเกณฑ์ของหน่วยงานประเภทนี้"
_COLUMNS = ["instrument", "population", "by_table", "by_percent", "answers", "response_rate", "reading"]


def read_samples(samples: pd.DataFrame | None, agency_type: str, agency_id: str, book: Rulebook) -> pd.DataFrame:
    """IIT and EIT of one office: population and answers as told (NA = not), both minimums, the response rate (per
    cent of the population), and what they say."""
    known = _published(samples, agency_id, book.year_be)
    least: dict[tuple[str, str], int | None] = {}
    if sample_group(agency_type):
        inside, outside = (None if pd.isna(n) else int(n) for n in map(known["population"].get, INSTRUMENTS))
        wanted = minimum_sample(agency_type, internal=inside, external=outside)
        least = {
            (instrument, rule): None if pd.isna(number) else int(number)
            for instrument, rule, number in wanted[["instrument", "rule", "minimum"]].itertuples(index=False)
        }
    rows = []
    for instrument in INSTRUMENTS:
        answers = known["answers"][instrument]
        minimums = [least.get((instrument, rule)) for rule in ("table", "text")]
        told = [f"{number:,}" if number is not None else _ASK_FIRST if least else _NO_RULE for number in minimums]
        people = known["population"][instrument]
        rate = None if pd.isna(answers) or pd.isna(people) or not people else 100 * answers / people
        rows.append((instrument, people, *told, answers, rate, _reading(answers, *minimums)))
    return pd.DataFrame(rows, columns=_COLUMNS).astype(
        {"population": "Int64", "answers": "Int64", "response_rate": "float64"}
    )


def _published(samples: pd.DataFrame | None, agency_id: str, year_be: int) -> dict[str, dict[str, int]]:
    empty = pd.DataFrame({"instrument": list(INSTRUMENTS), "population": pd.NA, "answers": pd.NA})
    if samples is not None and len(samples):
        own = samples[(samples["agency_id"] == agency_id) & (samples["year_be"] == year_be)]
        empty = empty[["instrument"]].merge(own.drop_duplicates("instrument"), on="instrument", how="left")
    return empty.set_index("instrument")[["population", "answers"]].to_dict()  # type: ignore[return-value]


def _reading(answers: int, *minimums: int | None) -> str:
    if pd.isna(answers) or None in minimums:
        return "ยังบอกไม่ได้"
    short = [name for name, least in zip(("ตาราง", "ร้อยละ"), minimums, strict=True) if answers < (least or 0)]
    return f"ต่ำกว่าขั้นต่ำแบบ{'และแบบ'.join(short)}" if short else "ไม่ต่ำกว่าขั้นต่ำทั้งสองแบบ"
