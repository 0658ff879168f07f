"""The files of `ita score`: what documents are made from, and a workbook for a person."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pandas as pd

from itaanalysis.analysis import compare_samples
from itaanalysis.analysis.samples import RULES
from itaanalysis.errors import ItaError
from itaanalysis.frames import COMPUTED, KEY, SIMULATED, is_marked
from itaanalysis.reports._listing import Field, add_listing
from itaanalysis.reports._xlsx import new_workbook, save_workbook
from itaanalysis.reports.answer_scores._score import Scored
from itaanalysis.reports.answer_scores._tell import NOT_ANNOUNCED, interval_notes
from itaanalysis.reports.check_sheet import HEADINGS
from itaanalysis.reports.freshness import Manifest
from itaanalysis.reports.processed import INTERVALS, write_processed
from itaanalysis.rulebook import level_labels, priorities, rulebook

_MOST_ROWS = 100_000  # of a sheet that a person opens
_MADE = datetime(2026, 1, 1)
_FIRST = {"told": Field("อ่านก่อนใช้", 120)}
_OFFICE = {"year_be": Field("ปี", 8), "agency": Field("หน่วยงาน", 30)}
_NODE = {"code": Field("ข้อ", 8), "name_th": Field("ชื่อ", 40), "score": Field("คะแนน", 10, "0.00")}
_INTERVAL = {
    **{"low": Field("ช่วง 95% ต่ำสุด", 12, "0.00"), "high": Field("ช่วง 95% สูงสุด", 12, "0.00")},
    "sure": Field("ความแม่น", 26),
}
_SCORES = {
    **{**_OFFICE, "level_th": Field("ชั้น", 14), **_NODE, **_INTERVAL},
    **{"note": Field("ที่มาของคะแนน", 40), "source": Field("ช่อง", 36)},
}
_WEAK = {
    **{**_OFFICE, **_NODE, **_INTERVAL, "points": Field("คะแนนรวมที่เพิ่มได้", 14, "0.00")},
    **{"priority_th": Field("ลำดับความสำคัญ", 20), "remark": Field("หมายเหตุของผู้ตรวจ", 30), "source": Field("ช่อง", 36)},
}
_PEOPLE = {
    **{**_OFFICE, "instrument": Field("แบบวัด", 10), "population": Field("ทั้งหมด (คน)", 12, "#,##0")},
    **{"answers": Field("ผู้ตอบ (คน)", 12, "#,##0"), "response_rate": Field("อัตราตอบ (ร้อยละ)", 12, "0.00")},
    **{"rule_th": Field("เกณฑ์ขั้นต่ำ", 16), "minimum": Field("ขั้นต่ำ (คน)", 12, "#,##0")},
    **{"missing": Field("ยังขาด (คน)", 12, "#,##0"), "why": Field("เหตุผล", 50)},
}


def write_scores(scored: Scored, folder: Path) -> list[Path]:
    """What `write_processed` writes, and `scores.xlsx` for a person; no text in them is run as a formula.

    The workbook lists scores with their intervals, questions that cost most, respondents beside the minimum, and the
    issues of the files. Scores of very many offices have no workbook.

    Raises
    ------
    ItaError
        The folder is that of `ita clean`, or a file cannot be written; an older one stays as it was.
    """
    if Manifest(folder).files("clean"):
        raise ItaError(f"{folder} เป็นโฟลเดอร์ของ ita clean จึงไม่เขียนทับ: เลือกโฟลเดอร์อื่นด้วย -o")
    made = write_processed(scored, folder, **{INTERVALS: scored.intervals})
    return [*made, _write_book(scored, folder / "scores.xlsx")] if len(scored.scores) <= _MOST_ROWS else made


def _write_book(scored: Scored, path: Path) -> Path:
    levels = level_labels().set_index("level")["label_th"]
    priority = priorities().set_index("priority")["label_th"]
    agencies = scored.scores.drop_duplicates("agency_id").set_index("agency_id")["agency"]
    scores = _with_interval(scored.scores, scored.intervals)
    weak = _with_interval(scored.weak, scored.intervals)
    people = compare_samples(scored.samples)
    book = new_workbook()
    add_listing(book, "อ่านก่อน", pd.DataFrame({"told": _tell_first(scored)}), _FIRST)
    add_listing(book, "คะแนน", scores.assign(level_th=scores["level"].map(levels)), _SCORES)
    add_listing(book, "ข้อที่เสียคะแนน", weak.assign(priority_th=weak["priority"].map(priority)), _WEAK)
    named = people.assign(agency=people["agency_id"].map(agencies), rule_th=people["rule"].map(RULES))
    add_listing(book, "ผู้ตอบ", named, _PEOPLE)
    add_listing(book, "ปัญหาในไฟล์", scored.issues, HEADINGS)
    save_workbook(book, path, _MADE)
    return path


def _tell_first(scored: Scored) -> list[str]:
    simulated = "ข้อมูลจำลอง – ไม่ใช่ผลการประเมินของหน่วยงานใด" if is_marked(scored.scores, SIMULATED) else ""
    told = [NOT_ANNOUNCED, simulated, *scored.worth_told, str(scored.intervals.attrs.get("rule", ""))]
    return [line for line in told if line]


def _with_interval(rows: pd.DataFrame, intervals: pd.DataFrame) -> pd.DataFrame:
    """The rows with the name of their node, and the interval that their score has from answers."""
    told = intervals.assign(sure=interval_notes(intervals)).set_index(KEY)[["low", "high", "method", "sure"]]
    joined = rows.join(told, on=KEY)
    asked = joined["method"].isin(["beta", "sum"])
    names = {year: rulebook(year).tree.set_index("code")["name_th"] for year in rows["year_be"].unique()}
    keys = zip(rows["year_be"], rows["code"], strict=True)
    return joined.assign(
        **joined[["low", "high"]].astype("float64").where(asked),
        sure=joined["sure"].fillna(""),
        name_th=[names[year][code] for year, code in keys],
        source=joined["source"].replace(COMPUTED, "คำนวณจากคะแนนย่อย"),
    )
