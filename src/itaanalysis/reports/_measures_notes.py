"""The notes of a measures workbook: rules and their evidence, sources, and how to read the points."""

from __future__ import annotations

from datetime import date

import pandas as pd

from itaanalysis.frames import COMPUTED, SIMULATED
from itaanalysis.rulebook import carry_items, evidence_labels, known_years, priorities, round_score, rulebook
from itaanalysis.thai import format_date

_POINTS = (
    "“ขาดไป” คือคะแนนของคะแนนรวม ITA (เต็ม 100) ที่ขาดไปตามน้ำหนักของปีที่ประเมิน: น้ำหนักต่อคะแนนรวม × (เป้าหมาย − คะแนน) "
    "เป้าหมายของข้อที่ผ่านหรือไม่ผ่านคือ 100 ของตัวชี้วัดคือเป้าหมายที่บอกไว้ "
    "“ทำได้” คือคะแนนที่จะได้คืนตามน้ำหนักของปีที่ทำแผน ซึ่งอาจไม่เท่ากัน เพราะรายการและน้ำหนักเปลี่ยนได้ทุกปี"
)
_NO_SUM = (
    "แถวที่แก้ทั้งตัวชี้วัดใช้คะแนนร่วมกัน และข้อที่ถูกรวมกันในปีที่ทำแผนอาจอยู่หลายแถว จึงห้ามนำคะแนนของทุกแถวมาบวกกัน "
    "“ไม่ทราบ” คือปีที่ทำแผนไม่มีข้อที่ชื่อตรงกัน หรือยังไม่ทราบกติกาของปีนั้น"
)
_SAME = "same title"
_HOW = {"renamed": "เปลี่ยนชื่อ", "merged": "รวมกับข้ออื่น", "replaced": "มีข้ออื่นมาแทน"}
#: For the workbook that a person edits.
EDITING = (
    "แก้ข้อความในช่องใดก็ได้ ยกเว้นคะแนน ข้อ และรหัสมาตรการ ซึ่งมาจากผลประเมิน · ระยะเวลาขึ้นต้นด้วยวันเริ่มและวันสิ้นสุดในปี พ.ศ. · "
    "เพิ่มมาตรการโดยแทรกแถวใต้ประเด็นเดียวกัน กรอกมาตรการ ผู้รับผิดชอบ และระยะเวลา แล้วเว้นรหัสว่าง · ยกเลิกมาตรการโดยลบทั้งแถว · "
    "โปรแกรมอ่านกลับโดยบอกทุกช่องที่เปลี่ยน และเมื่อทำตารางจากคะแนนใหม่ ช่องที่แก้แล้วไม่เปลี่ยน"
)


def tell_notes(plan: pd.DataFrame, *, approved: bool, simulated: bool) -> list[tuple[str, str]]:
    """Topic and text, one after the other, for the plan's offices and years."""
    state = "เห็นชอบแล้ว" if approved else "ร่าง: ตัวเลขและข้อความต้องตรวจ แก้ไข และให้ผู้บริหารเห็นชอบก่อนใช้หรือเผยแพร่"
    notes = [("สถานะเอกสาร", state)]
    if simulated:
        notes.append((SIMULATED, "ตารางนี้มีหน่วยงานและคะแนนสมมติ ไม่ใช่ผลการประเมินของหน่วยงานใด"))
    notes += [("คะแนนที่ขาดไปและที่ทำได้", _POINTS), ("การอ่านคะแนน", _NO_SUM)] if len(plan) else []
    for (result, plan_year), rows in plan.groupby(["result_year_be", "plan_year_be"], sort=True):
        notes += _of_years(rows, int(str(result)), int(str(plan_year)))
    notes.append(("ลำดับความสำคัญ", _priorities()))
    for agency, rows in plan.groupby("agency_id", sort=False):
        notes += listed(f"แหล่งคะแนน {agency}", _sources(rows))
    return notes


def is_simulated(plan: pd.DataFrame) -> bool:
    """Whether any row was drafted from simulated scores."""
    return bool(plan["reason"].str.startswith(SIMULATED).any())


def _of_years(rows: pd.DataFrame, result: int, plan_year: int) -> list[tuple[str, str]]:
    codes = list(dict.fromkeys(" ".join(rows["code"]).split()))
    plan_codes = list(dict.fromkeys(" ".join(rows["plan_code"]).split()))
    return [
        (f"กติกาปี {result}", _weights(result, codes)),
        (f"กติกาปี {plan_year}", _weights(plan_year, plan_codes)),
        (f"ช่วงประเมินปี {plan_year}", _window(plan_year)),
        *listed(f"เทียบรหัสปี {result} กับปี {plan_year}", _pairs(codes, result, plan_year)),
    ]


def _weights(year: int, codes: list[str]) -> str:
    if year not in known_years():
        return "ยังไม่ทราบรายการและน้ำหนักของปีนี้"
    if not codes:
        return "ไม่มีข้อในแผนนี้ที่เทียบกับรายการของปีนี้ได้"
    evidence = rulebook(year).tree.set_index("code").loc[codes, "worth_evidence"]
    order = list(evidence_labels()["evidence"])  # the strongest first
    weakest = max(evidence, key=order.index)
    return f"รายการและน้ำหนักของข้อในแผนนี้ หลักฐานที่อ่อนที่สุด: {_evidence(weakest)}"


def _window(year: int) -> str:
    calendar = rulebook(year).calendar if year in known_years() else {}
    if not calendar.get("window_start"):
        return f"ยังไม่ทราบช่วงเวลาประเมินของปี {year} ให้แก้วันสิ้นสุดของแต่ละมาตรการเมื่อมีประกาศปฏิทินการประเมิน"
    days = [
        format_date(date.fromisoformat(calendar[name])) for name in ("window_start", "window_end") if calendar[name]
    ]
    return f"{' – '.join(days)} (หลักฐาน: {_evidence(calendar['window_evidence'])})"


def _pairs(codes: list[str], result: int, plan_year: int) -> list[str]:
    """Each code of the plan with the plan year's, a line each."""
    if plan_year not in known_years():
        return [f"ยังไม่ทราบรายการปี {plan_year}"]
    table = carry_items(result, plan_year).set_index("code")[["to_code", "how", "evidence"]].to_dict(orient="index")
    old, new = (rulebook(year).tree.set_index("code")["name_th"].to_dict() for year in (result, plan_year))
    lines = []
    for code in codes:
        to, how, evidence = table[code].values()
        if not to:
            told = "ไม่มีข้อที่ชื่อตรงกัน"
        else:
            told = f"{to} (ชื่อเดียวกัน)" if how == _SAME else f"{to} {new[to]} ({_HOW[how]}; {_evidence(evidence)})"
        lines.append(f"{code} {old[code]} – ปี {plan_year}: {told}")
    return lines


def _priorities() -> str:
    cuts = priorities()
    told = " · ".join(
        f"{label} ตั้งแต่ {floor:g} คะแนน" for label, floor in zip(cuts["label_th"], cuts["floor"], strict=True)
    )
    return f"{told} · ข้อที่ไม่ผ่านนับเป็นเร่งด่วนเสมอ (หลักฐานของเกณฑ์แบ่ง: {_evidence(cuts['evidence'].iloc[0])})"


def _sources(rows: pd.DataFrame) -> list[str]:
    """Scores and the cells they came from (file · sheet and cell), a line each source."""
    lines = []
    for source, group in rows[rows["score"].notna()].groupby("source", sort=False):
        codes = ", ".join(dict.fromkeys(" ".join(group["code"]).split()))
        scores = ", ".join(dict.fromkeys(f"{number:.2f}" for number in round_score(group["score"])))
        cell = str(source).replace("#", " · ") or "ไม่ทราบแหล่งที่มา"
        told = "คำนวณจากคะแนนย่อย" if source == COMPUTED else cell
        lines.append(f"{codes} ได้ {scores} คะแนน: {told}")
    return lines


def listed(topic: str, lines: list[str]) -> list[tuple[str, str]]:
    """A row a line, the topic beside the first: one tall row would not break over pages."""
    return list(zip([topic, *[""] * len(lines)], lines, strict=False))


def _evidence(word: str) -> str:
    labels = evidence_labels().set_index("evidence")["label_th"]
    return str(labels.get(word, "ไม่ต้องมีหลักฐาน"))
