"""The Thai sentences of a measures table: why, and when it is done. All numbers come from the needs of the row."""

from __future__ import annotations

import math

from itaanalysis.frames import SIMULATED
from itaanalysis.measures._match import Area, Need
from itaanalysis.measures._years import Node, TwoYears
from itaanalysis.rulebook import round_score

_UNVERIFIED = " (กติกายังไม่มีหลักฐานยืนยัน)"
_NAMED = {
    "total": "{name}",
    "instrument": "เครื่องมือ {code} {name}",
    "indicator": "ตัวชี้วัดที่ {code} {name}",
    "subindicator": "ตัวชี้วัดย่อยที่ {code} {name}",
    "item": "ข้อ {code} {name}",
}


def tell_reason(needs: list[Need], years: TwoYears, points: float, plan_points: float, plan_codes: list[str]) -> str:
    """Why the measure, a line each: scores and targets; failed items with titles; what was lost and can be won.

    What the measures of one area share stands first, so that a table can tell it once.
    """
    simulated = any(SIMULATED in need.area.note for need in needs)
    items = [need for need in needs if need.failed_item]
    areas = {need.area.code: need.area for need in needs if need.area.code != need.code or not need.failed_item}
    lines = [" ".join([SIMULATED] * simulated + [_tell_area(area, years) for area in areas.values()])]
    if items:
        titles = ", ".join(f"{need.code} {years.tree[need.code].name}" for need in items)
        lines.append(f"ข้อที่ไม่ผ่านตามรายการปี {years.result}: {titles}")
    lost_unverified = any(years.tree[need.code].unverified for need in needs)
    lost = f"ขาดไป {shown(points)} คะแนนของคะแนนรวมตามกติกาปี {years.result}{_UNVERIFIED if lost_unverified else ''}"
    lines.append(f"{lost} {_tell_winnable(needs, years, plan_points, plan_codes)}")
    if any(not need.failed_item for need in needs):
        lines.append("คะแนนนี้ใช้ร่วมกันทุกมาตรการของประเด็นเดียวกัน")
    return "\n".join(lines)


def tell_success(needs: list[Need], years: TwoYears) -> str:
    """When the measure has done its work, a line for each need."""
    return "\n".join(_tell_done(need, years) for need in needs)


def shown(number: float) -> str:
    """A score or points on two decimals."""
    return f"{round_score(number):.2f}"


def name_node(node: Node) -> str:
    """ตัวชี้วัดที่ 9 การเปิดเผยข้อมูล; a node without a title is told by its code alone."""
    name = "" if node.name == node.code else node.name
    return _NAMED[node.level].format(code=node.code, name=name).strip()


def _tell_area(area: Area, years: TwoYears) -> str:
    return (
        f"{name_node(years.tree[area.code])} ปี {years.result} ได้ {shown(area.score)} คะแนน "
        f"ต่ำกว่าเป้าหมาย {shown(area.target)} อยู่ {shown(area.target - area.score)} คะแนน"
    )


def _tell_winnable(needs: list[Need], years: TwoYears, plan_points: float, plan_codes: list[str]) -> str:
    if years.plan_tree is None:
        return f"ยังไม่ทราบกติกาปี {years.plan} จึงยังบอกไม่ได้ว่าจะทำคะแนนเพิ่มได้เท่าใด"
    if math.isnan(plan_points):
        return f"รายการปี {years.plan} ไม่มีข้อที่ชื่อตรงกัน จึงยังบอกไม่ได้ว่าจะทำคะแนนเพิ่มได้เท่าใด"
    doubtful = any(years.plan_tree[code].unverified for code in plan_codes) or any(
        years.carried[need.code].unverified for need in needs
    )
    return f"แก้แล้วทำได้ {shown(plan_points)} คะแนนตามกติกาปี {years.plan}{_UNVERIFIED if doubtful else ''}"


def _tell_done(need: Need, years: TwoYears) -> str:
    if not need.failed_item:
        return f"{name_node(years.tree[need.code])} ถึง {shown(need.area.target)} คะแนน"
    if years.plan_tree is None:
        return f"ข้อ {need.code} ปี {years.result} (ยังไม่ทราบรหัสปี {years.plan}) ผ่าน"
    plan_code = years.carried[need.code].code
    if not plan_code:
        return f"ข้อ {need.code} ปี {years.result}: รายการปี {years.plan} ไม่มีข้อที่ชื่อตรงกัน ให้เทียบกับคู่มือปี {years.plan}"
    return f"ข้อ {need.code} (รหัสปี {years.plan}: {plan_code}) ผ่าน"
