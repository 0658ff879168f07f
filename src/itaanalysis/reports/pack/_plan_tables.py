"""The tables of the plan: measures, their reasons and follow-up, and where all of it comes from."""

from __future__ import annotations

from datetime import date

import pandas as pd

from itaanalysis.frames import COMPUTED, SIMULATED, is_marked
from itaanalysis.reports._measures_notes import listed, tell_notes
from itaanalysis.reports.pack._parts import BLANK, NOT_KNOWN, Column, Table
from itaanalysis.rulebook import rulebook
from itaanalysis.thai import format_date

_DOTS = "……………"
_ANSWER_VALUES = "ค่าคำตอบ "  # begins the part of a question's note that names them with their evidence
_MOST_CELLS = 12  # more would fill a page
_NUMBER = Column("number", "ที่", 0.04)
_RESPONSIBLE = Column("responsible", "ผู้รับผิดชอบ", 0.14, missing=BLANK)


def make_plan_tables(measures: pd.DataFrame, year: int) -> list[Table]:
    """Measures, why they were chosen, and the follow-up of the very same rows."""
    rows = measures.assign(
        number=[str(number) for number in range(1, len(measures) + 1)],
        following=measures["follow_up"] + "\nสำเร็จเมื่อ: " + measures["success"],
        done_by=[format_date(day.date()) for day in measures["end"]],
        areas=[_areas(codes, year) for codes in measures["code"]],
        codes=measures["code"] + " → " + measures["plan_code"].where(measures["plan_code"] != "", NOT_KNOWN),
    )
    return [_measures(rows, year), _reasons(rows, year), _follow_up(rows, year)]


def _measures(rows: pd.DataFrame, year: int) -> Table:
    return Table(
        "measures",
        f"มาตรการปี {year + 1}",
        rows,
        (
            _NUMBER,
            Column("measure", "มาตรการ/แนวทาง", 0.17),
            Column("steps", "วิธีการดำเนินงาน", 0.26),
            _RESPONSIBLE,
            Column("period", "ระยะเวลาในการดำเนินการ", 0.14),
            Column("following", "การติดตามผล", 0.16),
            Column("areas", "ตัวชี้วัดที่แก้", 0.09, missing=NOT_KNOWN),
        ),
    )


def _areas(codes: str, year: int) -> str:
    """The indicators that a measure mends, each with its items: what ties it to the scores, however it is worded."""
    tree = rulebook(year).tree.set_index("code")
    items: dict[str, list[str]] = {}
    for code in codes.split():
        node = code
        while node in tree.index and tree["level"][node] not in ("indicator", "total"):
            node = tree["parent"][node]
        items.setdefault(node, []).extend([code] if code != node else [])
    return "\n".join(f"ตัวชี้วัดที่ {node} {' '.join(found)}".strip() for node, found in items.items())


def _reasons(rows: pd.DataFrame, year: int) -> Table:
    return Table(
        "reasons",
        "ที่มาของแต่ละมาตรการ",
        rows,
        (
            _NUMBER,
            Column("codes", f"ข้อปี {year} → ปี {year + 1}", 0.16),
            Column("reason", "เหตุผล", 0.58),
            Column("points", f"ขาดไป ปี {year}", 0.11, "score", NOT_KNOWN),
            Column("plan_points", f"ทำได้ ปี {year + 1}", 0.11, "score", NOT_KNOWN),
        ),
        note="คะแนนของมาตรการที่แก้ตัวชี้วัดเดียวกันใช้ร่วมกัน จึงไม่นำมาบวกกัน",
    )


def _follow_up(rows: pd.DataFrame, year: int) -> Table:
    return Table(
        "follow_up",
        f"แผนติดตามมาตรการปี {year + 1}",
        rows,
        (
            _NUMBER,
            Column("measure_id", "รหัสมาตรการ", 0.15),
            Column("measure", "มาตรการ", 0.23),
            _RESPONSIBLE,
            Column("done_by", "กำหนดเสร็จ", 0.11),
            Column("status", "สถานะ", 0.09, missing=_DOTS),
            Column("result", "ผลการดำเนินการ", 0.13, missing=_DOTS),
            Column("evidence", "หลักฐาน", 0.11, missing=_DOTS),
        ),
    )


def list_sources(scores: pd.DataFrame) -> Table:
    """Where each block of scores was read: a row a file and sheet."""
    files = scores.attrs.get("sources", {})
    read = scores[scores["source"] != COMPUTED]
    rows = []
    for place, group in read.groupby(read["source"].str.partition("!")[0], sort=False):
        file, _, sheet = str(place).partition("#")
        known = files.get(file, {})
        cells = [f"{code} {cell}".strip() for code, cell in zip(group["code"], _cells(group), strict=True)]
        told = ", ".join(cells) if len(cells) <= _MOST_CELLS else f"{len(cells)} คะแนน ตั้งแต่ {cells[0]} ถึง {cells[-1]}"
        rows.append((file, sheet, told, known.get("title", ""), _day(known.get("retrieved", ""))))
    frame = pd.DataFrame(rows, columns=["file", "sheet", "cells", "title", "retrieved"])
    return Table(
        "sources",
        "ไฟล์และช่องที่อ่านคะแนน",
        frame,
        (
            Column("file", "ไฟล์", 0.24, missing=NOT_KNOWN),
            Column("title", "ชื่อเรื่อง", 0.24, missing=NOT_KNOWN),
            Column("sheet", "แผ่นงาน", 0.12, missing="–"),
            Column("cells", "ข้อและช่อง", 0.26),
            Column("retrieved", "วันที่ได้ไฟล์", 0.14, missing=NOT_KNOWN),
        ),
        note="คะแนนรวมและคะแนนเครื่องมือที่ไม่มีช่อง คำนวณจากคะแนนย่อยในตาราง",
    )


def _cells(rows: pd.DataFrame) -> pd.Series:
    return rows["source"].str.partition("!")[2]


def _day(text: str) -> str:
    """A day of `SOURCES.csv` as Thai documents write it; what is no ISO date stays as it is."""
    try:
        return format_date(date.fromisoformat(text))
    except ValueError:
        return text


def list_evidence(scores: pd.DataFrame, measures: pd.DataFrame, *, approved: bool) -> Table:
    """Status, rules and their evidence, as the measures workbook notes them; and what answers were counted as."""
    notes = scores["note"].str.split("; ").explode()
    values = notes[notes.str.startswith(_ANSWER_VALUES)].str.removeprefix(_ANSWER_VALUES).unique()
    told = tell_notes(measures, approved=approved, simulated=is_marked(scores, SIMULATED))
    return Table(
        "evidence",
        "สถานะ เกณฑ์ และหลักฐาน",
        pd.DataFrame([*told, *listed("ค่าคำตอบที่ใช้คิดคะแนน", list(values))], columns=["topic", "text"]),
        (Column("topic", "เรื่อง", 0.26, missing=""), Column("text", "รายละเอียด", 0.74, missing="")),
    )
