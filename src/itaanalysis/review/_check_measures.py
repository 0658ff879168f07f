"""Measures: one for each urgent area, with a unit, a period and a receiver; effort where the points are."""

from __future__ import annotations

import re
from functools import cache

import pandas as pd

from itaanalysis.review._document import Document, Passage
from itaanalysis.review._findings import FindingList
from itaanalysis.review._indicators import Printed, names_of_year
from itaanalysis.review._measures import Measure, Measures
from itaanalysis.review._words import begins, holds, words
from itaanalysis.review._years import Years
from itaanalysis.rulebook import known_years, priorities, rulebook
from itaanalysis.thai import match_key

_PART = re.compile(r"(?:^|\s)(?:\(?\d{1,2}[.)]|[-–•])\s*")
_UNVERIFIED = " (กติกายังไม่มีหลักฐานยืนยัน)"
_LEAST_TITLE = 8
_EMPTY = re.compile(r"[\s.\-–—_…]*")
#: An item by its code, after ข้อ or before its title: a bare O11 may be the cell of a sheet.
_ITEM = re.compile(
    r"(?P<led>ข้อ\s*|OIT\s*ข้อ\s*|^)(?<![A-Za-z0-9-])(?P<kind>[oieOIE])\s?(?P<number>\d{1,2})(?![\d-])"
    r"(?:\s*[:.)]?\s*(?P<title>[ก-๎][^\d|]{0,120}))?"
)


def check_urgent(measures: Measures, printed: dict[str, Printed], year_be: int, findings: FindingList) -> None:
    """Indicators below the floor of `improve` that no measure names."""
    cuts = priorities().set_index("priority")["floor"]
    if printed and not measures.found:
        findings.add("no_measures", next(iter(printed.values())).passage)
        return
    tree = rulebook(year_be).tree.set_index("code")
    for code, told in _indicators(printed, year_be).items():
        if told.score >= cuts["improve"] or code in measures.served:
            continue
        mark = _UNVERIFIED if tree.loc[code, "worth_evidence"] == "unverified" else ""
        points = float(str(tree.loc[code, "worth"])) * (100 - told.score)
        told_words = {"name": names_of_year(year_be)[code], "score": f"{told.score:.2f}", "points": f"{points:.2f}"}
        findings.add(
            "urgent_without_measure",
            told.passage,
            code=code,
            floor=f"{cuts['improve']:g}",
            year=year_be,
            mark=mark,
            **told_words,
        )


def check_effort(measures: Measures, printed: dict[str, Printed], year_be: int, findings: FindingList) -> None:
    """Measures only for indicators at `keep`, while one below the pass mark has none."""
    keep, pass_mark = float(priorities()["floor"].max()), rulebook(year_be).pass_mark
    scores = {code: told.score for code, told in _indicators(printed, year_be).items()}
    if pass_mark is None:
        return
    low = [code for code, score in scores.items() if score < pass_mark and code not in measures.served]
    for row in measures.rows:
        high = {code: scores[code] for code in sorted(row.serves) if code in scores}
        if low and high and min(high.values()) >= keep:
            told = ", ".join(f"ตัวชี้วัดที่ {code} {score:.2f}" for code, score in high.items())
            below = ", ".join(f"ตัวชี้วัดที่ {code} {scores[code]:.2f}" for code in low)
            words = {"floor": f"{keep:g}", "high": told, "low": below, "pass_mark": f"{pass_mark:g}"}
            findings.add("misplaced_effort", row.cell("measure"), **words)


def _indicators(printed: dict[str, Printed], year_be: int) -> dict[str, Printed]:
    tree = rulebook(year_be).tree
    codes = tree.loc[tree["level"] == "indicator", "code"]
    return {str(code): printed[code] for code in codes if code in printed}


def check_rows(document: Document, measures: Measures, years: Years, findings: FindingList) -> None:
    """Each row of a measures table: a unit, a period, a receiver (in the row, or named once for all in the text)."""
    named = any(holds("named_receiver", passage.plain) for passage in document.passages if not passage.in_table)
    for row in measures.rows:
        if "responsible" in row.cells:
            _check_responsible(row.cells["responsible"], row, findings)
        else:
            findings.add("no_responsible", row.passage)
        _check_period(row, years, findings)
        follow_up = row.cells.get("follow_up")
        if follow_up is not None and not named and not holds("receiver", follow_up.plain):
            findings.add("no_receiver", follow_up if follow_up.text.strip() else row.passage)


def _check_responsible(cell: Passage, row: Measure, findings: FindingList) -> None:
    parts = [part.strip() for line in cell.lines for part in _PART.split(line) if part.strip()]
    units = [part for part in parts if begins("unit", part)]
    steps = [part for part in parts if begins("step", part) and part not in units]
    if steps and len(steps) >= len(units):
        findings.add("responsible_holds_steps", cell)
    elif not any(holds("unit", part) for part in parts) or _EMPTY.fullmatch(cell.plain):
        findings.add("no_responsible", cell if cell.text.strip() else row.passage)


def _check_period(row: Measure, years: Years, findings: FindingList) -> None:
    period = row.cells.get("period")
    if period is None or _EMPTY.fullmatch(period.plain):
        findings.add("no_period", row.passage)
        return
    key = re.sub(r"พศ|\d", "", match_key(period.plain))
    if key in {match_key(word) for word in words("whole_year")}:
        findings.add("period_whole_year", period, value=" ".join(period.text.split()))
    if f"{years.result}" in period.plain and f"{years.plan}" not in period.plain:
        whole = re.search(rf"(?:ตลอดปี|ปีงบประมาณ)\s*(?:งบประมาณ)?\s*(?:พ\.\s?ศ\.)?\s*{years.result}", period.plain)
        if whole is not None:
            fault = f"ระยะเวลาของมาตรการเป็นปี {years.result}"
            findings.add("years_mixed", period, whole.group(), fault=fault, plan=years.plan, result=years.result)


def check_follow_ups(measures: Measures, findings: FindingList) -> None:
    """Rows of the follow-up table that are no measure, and measures that it leaves out."""
    if not measures.follow_ups or not measures.rows:
        return
    planned, followed = ({_name(row): row for row in rows} for rows in (measures.rows, measures.follow_ups))
    for key, row in followed.items():
        if key not in planned:
            findings.add("follow_up_rows", row.cell("measure"), fault="แถวนี้ไม่มีในตารางมาตรการ")
    for key, row in planned.items():
        if key not in followed:
            findings.add("follow_up_rows", row.cell("measure"), fault="มาตรการนี้ไม่มีในตารางติดตาม")


def _name(row: Measure) -> str:
    return re.sub(r"^\d+", "", match_key(row.cell("measure").plain))


def check_items(document: Document, years: Years, findings: FindingList) -> None:
    """Item numbers that neither year has, or that bear the title of another item."""
    if not {years.result, years.plan} <= set(known_years()):
        return  # an item of a year whose list is not known cannot be judged
    items = pd.concat([_items(years.result), _items(years.plan)])
    if not all(len(_items(year)) for year in (years.result, years.plan)):
        return
    of_code = {str(code): set(keys) for code, keys in items.groupby("code")["key"]}
    of_key = {str(key): set(codes) for key, codes in items.groupby("key")["code"]}
    doubtful = set(items.loc[items["evidence"] == "unverified", "code"])
    for passage in document.passages:
        for found in _ITEM.finditer(passage.plain):
            code = f"{found['kind'].lower()}{int(found['number'])}"
            if not (found["title"] or "ข้อ" in found["led"]):
                continue
            told = match_key(found["title"] or "")
            named = max((key for key in of_key if key and told.startswith(key)), key=len, default="")
            fault = "รายการของทั้งสองปีไม่มีเลขนี้" if code not in of_code else ""
            if code in of_code and named and named not in of_code[code]:
                fault = f"ชื่อนี้คือข้อ {' '.join(sorted(of_key[named]))}"
            if fault:
                mark = _UNVERIFIED if code in doubtful or of_key.get(named, set()) & doubtful else ""
                words = {"code": code, "years": f"{years.result}/{years.plan}", "fault": fault, "mark": mark}
                findings.add("item_not_of_year", passage, found.group()[:60], **words)


@cache
def _items(year_be: int) -> pd.DataFrame:
    """Code, key of the title and evidence of a year's items; a short title tells nothing, its key is empty."""
    tree = rulebook(year_be).tree
    items = tree.loc[tree["level"] == "item", ["code", "name_th", "evidence"]].assign(
        key=lambda t: t["name_th"].map(match_key)
    )
    items.loc[items["key"].str.len() < _LEAST_TITLE, "key"] = ""
    return items
