"""How many answers were needed: by the table of sizes and by the rule of ten percent, which do not agree.

Source of both: a published measures report of FY2565 (secondary). The table is the default; both are shown.
"""

from __future__ import annotations

import math

import pandas as pd

from itaanalysis.datafiles import read_data
from itaanalysis.rulebook import Rulebook
from itaanalysis.thai import AGGREGATE

INSTRUMENTS = ("IIT", "EIT")
_ASK_FIRST = "ทราบเมื่อเติมจำนวนทั้งหมด"
_COLUMNS = ["instrument", "population", "by_table", "by_percent", "answers", "reading"]


def sample_group(agency_type: str) -> str:
    """The group of offices of the table that a type belongs to: every เทศบาล… is one; empty where it has no row."""
    group = "เทศบาล" if agency_type.startswith("เทศบาล") else agency_type
    return "" if group == AGGREGATE else group


def read_samples(samples: pd.DataFrame | None, agency_type: str, agency_id: str, book: Rulebook) -> pd.DataFrame:
    """IIT and EIT of one office: population and answers as published (NA = not), both minimums, and what they say."""
    known = _published(samples, agency_id, book.year_be)
    rules = book.samples[book.samples["agency_group"] == sample_group(agency_type)]
    people = known["population"]["IIT"]
    size = _size(rules, people)
    rows = []
    for instrument in INSTRUMENTS:
        population, answers = known["population"][instrument], known["answers"][instrument]
        by_table = _by_table(rules[rules["instrument"] == instrument], population, size)
        by_percent = None if pd.isna(population) else minimum(read_data("reports/pack", "percent_rule.csv"), population)
        told = [_ASK_FIRST if number is None else f"{number:,}" for number in (by_table, by_percent)]
        rows.append((instrument, population, *told, answers, _reading(answers, by_table, by_percent)))
    return pd.DataFrame(rows, columns=_COLUMNS).astype({"population": "Int64", "answers": "Int64"})


def _published(samples: pd.DataFrame | None, agency_id: str, year_be: int) -> dict[str, dict[str, int]]:
    empty = pd.DataFrame({"instrument": list(INSTRUMENTS), "population": pd.NA, "answers": pd.NA})
    if samples is not None and len(samples):
        own = samples[(samples["agency_id"] == agency_id) & (samples["year_be"] == year_be)]
        empty = empty[["instrument"]].merge(own.drop_duplicates("instrument"), on="instrument", how="left")
    return empty.set_index("instrument")[["population", "answers"]].to_dict()  # type: ignore[return-value]


def minimum(rules: pd.DataFrame, people: int) -> int | None:
    """The fewest answers for so many people under a list of rules; None where no rule is for that number."""
    for rule in rules.to_dict(orient="records"):
        if int(rule["least_people"] or 0) <= people <= float(rule["most_people"] or math.inf):
            # Whole numbers throughout: 10 % of 310 is 31, not the 31.000000000000004 that would round up to 32.
            share = -(-people * int(rule["percent"] or 0) // 100)
            wanted = max(int(rule["minimum"] or 0), share)
            return min(wanted, people) if rule["all_if_fewer"] == "yes" else wanted
    return None


def _size(rules: pd.DataFrame, people: int) -> str:
    """The size of the office, which the table tells by the people inside it; empty where not known."""
    if pd.isna(people):
        return ""
    for rule in rules[rules["instrument"] == "IIT"].to_dict(orient="records"):
        if int(rule["least_people"] or 0) <= people <= float(rule["most_people"] or math.inf):
            return str(rule["size"])
    return ""


def _by_table(rules: pd.DataFrame, population: int, size: str) -> int | None:
    if rules["least_people"].eq("").all():  # told by the size of the office alone
        found = rules.loc[rules["size"] == size, "minimum"]
        return int(found.iloc[0]) if len(found) else None
    return None if pd.isna(population) else minimum(rules, population)


def _reading(answers: int, *minimums: int | None) -> str:
    if pd.isna(answers) or None in minimums:
        return "ยังบอกไม่ได้"
    short = [name for name, least in zip(("ตาราง", "ร้อยละ"), minimums, strict=True) if answers < (least or 0)]
    return f"ต่ำกว่าขั้นต่ำแบบ{'และแบบ'.join(short)}" if short else "ไม่ต่ำกว่าขั้นต่ำทั้งสองแบบ"
