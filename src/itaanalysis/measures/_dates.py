"""When a measure runs: real dates inside the fiscal year of the plan, and how they are told."""

from __future__ import annotations

from datetime import date, timedelta

from itaanalysis.measures._catalogue import Measure
from itaanalysis.measures._years import UNVERIFIED, TwoYears
from itaanalysis.thai import fiscal_year, format_date


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
    """The dates, the catalogue's words, and what is known of the assessment's window."""
    opens = _day(years, "window_start")
    if opens is None:
        window = f"ยังไม่ทราบช่วงเวลาประเมินของปี {years.plan}"
    else:
        window = f"ให้เสร็จก่อนเปิดประเมินปี {years.plan} วันที่ {format_date(opens)}"
        window += " (ยังไม่มีหลักฐานยืนยัน)" if years.calendar["window_evidence"] == UNVERIFIED else ""
    return f"{format_date(start)} – {format_date(end)}\n({measure.period})\n{window}"


def _day(years: TwoYears, name: str) -> date | None:
    day = years.calendar.get(name, "")
    return date.fromisoformat(day) if day else None
