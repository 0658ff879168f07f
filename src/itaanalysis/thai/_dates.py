"""Dates of the Thai fiscal year, and how they are written."""

from __future__ import annotations

from datetime import date

from itaanalysis.thai._text import thai_digits
from itaanalysis.thai._years import BE_MINUS_CE

_MONTHS = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")


def fiscal_year(year_be: int) -> tuple[date, date]:
    """First and last day: FY2566 runs from 1 October 2565 to 30 September 2566 (พ.ศ.)."""
    common = year_be - BE_MINUS_CE
    return date(common - 1, 10, 1), date(common, 9, 30)


def format_date(day: date, *, digits: str = "arabic") -> str:
    """1 ต.ค. 2565, or ๑ ต.ค. ๒๕๖๕ with `digits="thai"`."""
    text = f"{day.day} {_MONTHS[day.month - 1]} {day.year + BE_MINUS_CE}"
    return thai_digits(text) if digits == "thai" else text
