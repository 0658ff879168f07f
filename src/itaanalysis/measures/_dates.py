"""When a measure runs: real dates inside the fiscal year of the plan, how they are told, and read back."""

from __future__ import annotations

import re
from datetime import date, timedelta

from itaanalysis.measures._catalogue import Measure
from itaanalysis.measures._years import UNVERIFIED, TwoYears
from itaanalysis.thai import arabic_digits, clean, fiscal_year, format_date

_SHORT = [format_date(date(2000, month, 1)).split()[1] for month in range(1, 13)]
_LONG = (
    *("มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน"),
    *("กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม"),
)
_MONTHS = {name.replace(".", ""): at for names in (_SHORT, _LONG) for at, name in enumerate(names, start=1)}
_MONTH = "|".join(re.escape(name) for name in (*_SHORT, *_LONG)).replace(r"\.", r"\.?\s?")
_DATE = re.compile(rf"(?<!\d)(\d{{1,2}})\s*(?:/\s*(\d{{1,2}})\s*/|({_MONTH}))\s*(?:พ\.ศ\.)?\s*(\d{{4}}|\d{{2}})(?!\d)")


def quarter_days(year_be: int, quarter: int) -> tuple[date, date]:
    """First and last day of a quarter of the fiscal year: quarter 1 runs from October to December."""
    opening, closing = fiscal_year(year_be)
    first = opening.month - 1 + 3 * (quarter - 1)
    start = date(opening.year + first // 12, first % 12 + 1, 1)
    after = first + 3
    return start, min(date(opening.year + after // 12, after % 12 + 1, 1) - timedelta(days=1), closing)


def find_span(measure: Measure, years: TwoYears) -> tuple[date, date]:
    """Start and end: the quarters of the catalogue, ended before the assessment opens or, failing that, its result.

    A measure whose quarters would begin only then moves to the quarter in which it must end.
    """
    first, last = measure.quarters
    start, end = quarter_days(years.plan, first)[0], quarter_days(years.plan, last)[1]
    opens = _day(years, "window_start") or _day(years, "result_date")
    if opens is None:
        return start, end
    end = max(min(end, opens - timedelta(days=1)), fiscal_year(years.plan)[0])
    if start > end:
        starts = (quarter_days(years.plan, quarter)[0] for quarter in range(first, 0, -1))
        start = next(day for day in starts if day <= end)
    return start, end


def tell_period(measure: Measure, years: TwoYears, start: date, end: date) -> str:
    """The dates, the catalogue's words, and why they end before those words say: the assessment's window or result."""
    told = f"{format_date(start)} – {format_date(end)}\n({measure.period})"
    opens = _day(years, "window_start")
    if opens is None:
        result = _day(years, "result_date")
        if result is None or quarter_days(years.plan, measure.quarters[1])[1] < result:
            return told
        return f"{told}\nนับถึงก่อนประกาศผลปี {years.plan} วันที่ {format_date(result)} หลังจากนั้นทำต่อเนื่อง"
    doubtful = " (ยังไม่มีหลักฐานยืนยัน)" if years.calendar["window_evidence"] == UNVERIFIED else ""
    return f"{told}\nให้เสร็จก่อนเปิดประเมินปี {years.plan} วันที่ {format_date(opens)}{doubtful}"


def _day(years: TwoYears, name: str) -> date | None:
    day = years.calendar.get(name, "")
    return date.fromisoformat(day) if day else None


def find_dates(text: str) -> list[date]:
    """The days named in a text, in its order: 1 ต.ค. 2565, ๑ ตุลาคม ๒๕๖๕, 1/10/2565, 1 ต.ค. 65.

    A year of four digits below 2400 is of the common era; days that no calendar has are left out.
    """
    found = []
    for day, number, name, year in _DATE.findall(arabic_digits(clean(text))):
        month = int(number) if number else _MONTHS[re.sub(r"[.\s]", "", name)]
        full = int(year) + 2500 if len(year) == 2 else int(year)
        common = full if full < 2400 else fiscal_year(full)[1].year
        try:
            found.append(date(common, month, int(day)))
        except ValueError:
            continue
    return found
