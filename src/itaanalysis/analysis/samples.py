"""How many people answered, of how many, and how many should have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import pandas as pd

from itaanalysis.errors import ItaError
from itaanalysis.frames import SAMPLES, check_answers, make_frame
from itaanalysis.rulebook import minimum_sample, sample_group
from itaanalysis.scoring import answer_sources, read_agency_ids

_COLUMNS = [
    *("year_be", "agency_id", "instrument", "rule", "size", "population", "minimum", "answers", "missing"),
    *("response_rate", "why"),
]
RULES = {"table": "ตามตาราง", "text": "ตามข้อความ"}
_INSTRUMENTS = ("IIT", "EIT")
_TOO_MANY = "; ผู้ตอบมากกว่าจำนวนทั้งหมดที่บอกไว้ ตรวจตัวเลขทั้งสอง"
_ANY = "อบต."  # a type with rules: its rows without numbers are those of a type that has none


def count_respondents(answers: pd.DataFrame, *, population: Mapping[str, int] | None = None) -> pd.DataFrame:
    """How many people answered at each agency: a samples frame, as `read_export` gives it (`frames.SAMPLES`).

    Parameters
    ----------
    answers
        An answers frame.
    population
        How many there are to ask, by instrument (`{"IIT": 45}`), for frames of one agency; <NA> where it is not told.

    Raises
    ------
    ItaError
        Not an answers frame, a population for several agencies or years, or one of another instrument.
    """
    check_answers(answers)
    key = ["year_be", "agency_id", "instrument"]
    if population and len(answers[key[:2]].drop_duplicates()) > 1:
        raise ItaError("count_respondents: population is of one agency and year; filter the answers first")
    if unknown := sorted(set(population or ()) - set(_INSTRUMENTS)):
        raise ItaError(f"count_respondents: population is of {' and '.join(_INSTRUMENTS)}; found {', '.join(unknown)}")
    counted = answers.groupby(key, observed=True).size().rename("answers").reset_index()
    number = answers.groupby(key, observed=True).ngroup().to_numpy()
    counted["source"] = answer_sources(answers["source"], number, len(counted))
    counted["population"] = counted["instrument"].astype("str").map(dict(population or {}))
    return make_frame(counted[SAMPLES].astype({"population": "Int64"}), SAMPLES)


def compare_samples(
    samples: pd.DataFrame, *, agency_type: str | None = None, external_size: str | None = None
) -> pd.DataFrame:
    """Population, fewest answers by both rules, answers and response rate of each agency and instrument.

    Parameters
    ----------
    samples
        year_be, agency_id, instrument, population, answers (<NA> = not known): `read_export(path).samples` or
        `count_respondents(answers)`.
    agency_type, external_size
        As `minimum_sample` takes them. None: the type that the agency's name tells, and its own size.

    Returns
    -------
    DataFrame
        A row an instrument and rule (`table`, `text`), for IIT and EIT of each agency and year: year_be, agency_id,
        instrument, rule, size, population, minimum, answers, missing (answers still to be had, <NA> = cannot be told),
        response_rate (per cent of the population), why (Thai: how the minimum comes about, or what is
        missing; and that more answered than there are).
    """
    found = []
    offices = samples.assign(agency_id=samples["agency_id"].astype("str"))
    for key, rows in offices.groupby(["year_be", "agency_id"], sort=False):
        year, office = cast("tuple[int, str]", key)
        known = rows.drop_duplicates("instrument").set_index("instrument")[["population", "answers"]].astype("Int64")
        kind = read_agency_ids([office])["agency_type"].iloc[0] if agency_type is None else agency_type
        rules = _minimums(kind, _number(known, "IIT"), _number(known, "EIT"), external_size)
        told = rules.join(known, on="instrument").assign(year_be=year, agency_id=office)
        found.append(told)
    table = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=_COLUMNS)
    table = table.astype(dict.fromkeys(("population", "minimum", "answers"), "Int64"))
    table["missing"] = (table["minimum"] - table["answers"]).clip(lower=0)
    table["why"] += (table["answers"] > table["population"]).fillna(False).map({True: _TOO_MANY, False: ""})
    rate = 100 * table["answers"] / table["population"]
    table["response_rate"] = rate.to_numpy(dtype="float64", na_value=float("nan"))
    return table[_COLUMNS]


def tell_minimums(
    agency_type: str,
    answers: Mapping[str, int],
    *,
    internal: int | None = None,
    external: int | None = None,
    external_size: str | None = None,
) -> list[str]:
    """Sentences (Thai): how many answers each rule asks for, how many there are, how many are missing, and why.

    `answers` by instrument; the rest as `minimum_sample` takes it, which raises where the type has no rule.
    """
    rules = minimum_sample(agency_type, internal=internal, external=external, external_size=external_size)
    lines = []
    for instrument, of_instrument in rules.groupby("instrument", sort=False):
        given = answers[str(instrument)]
        for rule, minimum, why in of_instrument[["rule", "minimum", "why"]].itertuples(index=False):
            told = f"{instrument} {RULES[rule]}: "
            if pd.isna(minimum):
                lines.append(f"{told}ยังบอกไม่ได้ · {why}")
                continue
            missing = max(int(minimum) - given, 0)
            short = f"ขาดอีก {missing:,} คน" if missing else "ครบแล้ว"
            lines.append(f"{told}ต้องการ {minimum:,} คน มีแล้ว {given:,} คน {short} · {why}")
        if of_instrument["minimum"].dropna().nunique() > 1:
            lines.append(f"{instrument}: สองเกณฑ์ไม่ตรงกัน แสดงไว้ทั้งคู่ ยึดตารางเป็นหลัก")
    return lines


def _number(known: pd.DataFrame, instrument: str) -> int | None:
    people = known["population"].get(instrument)
    return None if people is None or pd.isna(people) else int(people)


def _minimums(kind: str, internal: int | None, external: int | None, size: str | None) -> pd.DataFrame:
    """Both rules for both instruments; a type without rule has the sentence that says so in place of a minimum."""
    if sample_group(kind):
        return minimum_sample(kind, internal=internal, external=external, external_size=size)
    return minimum_sample(_ANY).assign(why=f"ไม่มีเกณฑ์จำนวนผู้ตอบของหน่วยงานประเภท “{kind}”")
