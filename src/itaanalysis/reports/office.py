"""The office, the series or the province that a page or a plan is about."""

from __future__ import annotations

import pandas as pd

from itaanalysis.agencies import FEWEST_FOR_A_MEAN, find_agency
from itaanalysis.errors import ItaError
from itaanalysis.frames import INCOMPLETE, SIMULATED
from itaanalysis.thai import AGGREGATE, place_name


def find_office(scores: pd.DataFrame, agency: str = "", year_be: int = 0) -> pd.DataFrame:
    """The scores of one office in one year.

    Parameters
    ----------
    scores
        A scores frame.
    agency
        Name, short form (อบต.…) or agency_id. Empty: the one real office with all of its indicators.
    year_be
        Fiscal year (พ.ศ.); 0: the office's last one.

    Raises
    ------
    ItaError
        No such office (the nearest names are offered), several that fit, or a year that it does not have.
    """
    offices = scores[scores["agency_type"] != AGGREGATE]
    found = offices[offices["agency_id"] == find_agency(offices, agency)] if agency else _with_indicators(offices)
    years = sorted(found["year_be"].unique())
    year = year_be or years[-1]
    if year not in years:
        raise ItaError(f"{found['agency'].iloc[0]} ไม่มีคะแนนปี {year}; มีปี {', '.join(map(str, years))}")
    one = found[found["year_be"] == year].reset_index(drop=True)
    one.attrs = dict(scores.attrs)
    return one


def _with_indicators(offices: pd.DataFrame) -> pd.DataFrame:
    """The real office that has the most indicators; several such: the caller must say which."""
    real = offices[~offices["note"].str.contains(SIMULATED, regex=False)]
    pool = real if (real["level"] == "indicator").any() else offices
    counts = pool[(pool["level"] == "indicator") & pool["score"].notna()].groupby("agency_id").size()
    if counts.empty:
        raise ItaError(
            "ไม่มีหน่วยงานใดมีคะแนนรายตัวชี้วัด: วางไฟล์ผลคะแนนของหน่วยงานใน data/raw แล้วสั่ง ita clean "
            "หรือคิดจากคำตอบที่ครบทุกข้อด้วย ita score"
        )
    names = list(counts.index)
    if len(names) > 1:
        shown = " / ".join(names[:5]) + (f" และอีก {len(names) - 5} แห่ง" if len(names) > 5 else "")
        raise ItaError(f"มีคะแนนรายตัวชี้วัดของ {len(names)} หน่วยงาน: {shown}; ระบุ --agency ว่าจะทำรายงานของหน่วยงานใด")
    return pool[pool["agency_id"] == names[0]]


def find_series(scores: pd.DataFrame, agency: str = "") -> pd.DataFrame:
    """All years of one agency; empty: the real one with the most years (averages count here, offices come first).

    Raises
    ------
    ItaError
        No such agency, or no agency at all.
    """
    if agency:
        return scores[scores["agency_id"] == find_agency(scores, agency)].reset_index(drop=True)
    if scores.empty:
        raise ItaError("ไม่มีคะแนนที่อ่านไว้: วางไฟล์ใน data/raw แล้วสั่ง ita clean")
    years = scores.groupby("agency_id", sort=True).agg(
        years=("year_be", "nunique"),
        real=("note", lambda note: not note.str.contains(SIMULATED, regex=False).any()),
        office=("agency_type", lambda kind: kind.iloc[0] != AGGREGATE),
    )
    best = years.sort_values(["real", "years", "office"], ascending=False, kind="stable").index[0]
    series = scores[scores["agency_id"] == best].reset_index(drop=True)
    series.attrs = dict(scores.attrs)
    return series


def find_province(scores: pd.DataFrame, province: str = "", year_be: int = 0) -> pd.DataFrame:
    """The offices of one province in one year, from complete lists only: fit to be compared by district.

    Parameters
    ----------
    province
        Name; empty: the province with the most offices that tell their district, real ones before simulated ones.
    year_be
        Fiscal year (พ.ศ.); 0: the last one of the province.

    Raises
    ------
    ItaError
        No such province or year, or only a list that is known to be incomplete.
    """
    offices = scores[(scores["agency_type"] != AGGREGATE) & (scores["district"] != "")]
    if province:
        offices = offices[offices["province"] == place_name(province)]
    whole = offices[~offices["note"].str.contains(INCOMPLETE, regex=False)]
    if whole.empty:
        why = "มีเพียงส่วนบนของรายชื่อ จึงไม่เปรียบเทียบ" if len(offices) else "ไม่มีหน่วยงานที่บอกอำเภอ"
        raise ItaError(f"เปรียบเทียบอำเภอ{f'ของจังหวัด{province}' if province else ''}ไม่ได้: {why}")
    if not province:
        size = whole.groupby("province").agg(
            offices=("agency_id", "nunique"),
            real=("note", lambda note: not note.str.contains(SIMULATED, regex=False).any()),
        )
        enough = size["offices"] >= FEWEST_FOR_A_MEAN
        size = size[enough] if enough.any() else size
        whole = whole[whole["province"] == size.sort_values(["real", "offices"], ascending=False).index[0]]
    years = sorted(whole["year_be"].unique())
    year = year_be or years[-1]
    if year not in years:
        raise ItaError(f"จังหวัด{whole['province'].iloc[0]}ไม่มีคะแนนปี {year}; มีปี {', '.join(map(str, years))}")
    found = whole[whole["year_be"] == year].reset_index(drop=True)
    found.attrs = dict(scores.attrs)
    return found
