"""The tables of the workbook: every node with its cell, gaps, weak areas, items, measures, and those of the report."""

from __future__ import annotations

import pandas as pd

from itaanalysis.frames import COMPUTED
from itaanalysis.reports.pack._items import NO_OWNER, list_items
from itaanalysis.reports.pack._parts import NOT_KNOWN, Column, Pack, Table
from itaanalysis.rulebook import level_labels, priorities, rulebook
from itaanalysis.thai import format_date

CONTENTS = "สารบัญ"
EMPTY = "ไม่มีรายการ"
_NO_WORDING = "ไม่ทราบข้อความของข้อ"
_UPPER = ("total", "instrument", "indicator")
_COMPUTED = "คำนวณจากคะแนนย่อย"
_LEVEL, _CODE, _NAME = (
    Column("level_th", "ชั้น", 0.09),
    Column("code", "ข้อ", 0.06),
    Column("name_th", "ชื่อ", 0.3, missing=_NO_WORDING),
)
_SCORE, _SOURCE = Column("score", "คะแนน", 0.08, "score"), Column("place", "ที่มา", 0.26, missing=NOT_KNOWN)
_POINTS = Column("points", "คะแนนรวมที่เพิ่มได้", 0.1, "score")
_TARGET, _GAP = Column("target", "เป้าหมาย", 0.08, "score"), Column("gap", "ช่องว่าง", 0.08, "change")
_SHARE = Column("share", "น้ำหนักต่อคะแนนรวม (ร้อยละ)", 0.1, "score")
_PRIORITY = Column("priority_th", "ลำดับความสำคัญ", 0.1, missing=NOT_KNOWN)
#: Sheets that are tables of the report as they stand.
_OF_REPORT = {
    "samples": "กลุ่มตัวอย่าง",
    "sample_rules": "เกณฑ์ตัวอย่างขั้นต่ำ",
    "intervals": "ช่วงความเชื่อมั่น",
    "levels": "เกณฑ์ระดับ",
    "tree": "น้ำหนัก",
    "sources": "แหล่งข้อมูล",
    "evidence": "หมายเหตุ",
}


def list_sheets(pack: Pack) -> list[tuple[str, Table]]:
    """Names and tables of the sheets, in their order."""
    nodes = _nodes(pack)
    report = {table.key: table for table in pack.tables()}
    return [
        ("ผลคะแนน", _results(nodes, pack)),
        ("แนวโน้ม", _trend(pack)),
        ("ช่องว่าง", _gaps(nodes, pack)),
        ("ประเด็นที่ต้องแก้", _weak(nodes, pack)),
        ("ข้อ OIT", _items(pack)),
        ("มาตรการ", _measures(pack)),
        ("เทียบกลุ่ม", _peers(pack)),
        *((name, report[key]) for key, name in _OF_REPORT.items() if key in report),
    ]


def _nodes(pack: Pack) -> pd.DataFrame:
    """Every node of the result year, with its name, level and cell in words."""
    gaps, tree = pack.frames.gaps, rulebook(pack.year_be).tree.set_index("code")
    priority = {**priorities().set_index("priority")["label_th"].to_dict(), "": ""}
    names = gaps["code"].map(tree["name_th"])
    return gaps.assign(
        name_th=names.mask(names == gaps["code"], ""),
        level_th=_level_words(gaps["level"]),
        share=100 * gaps["worth"],
        priority_th=gaps["priority"].map(priority),
        place=gaps["source"].mask(gaps["source"] == COMPUTED, _COMPUTED),
    )


def _level_words(levels: pd.Series) -> pd.Series:
    return levels.map(level_labels().set_index("level")["label_th"])


def _results(nodes: pd.DataFrame, pack: Pack) -> Table:
    note = Column("note", "หมายเหตุ", 0.15, missing="")
    return Table(
        "all_nodes", f"คะแนนทุกชั้น ปี {pack.year_be} และช่องที่อ่าน", nodes, (_LEVEL, _CODE, _NAME, _SCORE, _SOURCE, note)
    )


def _trend(pack: Pack) -> Table:
    rows = pack.frames.nodes
    rows = rows.assign(level_th=_level_words(rows["level"]))
    last, change = Column("last_score", f"ปี {pack.year_be - 1}", 0.1, "score"), Column("change", "เปลี่ยน", 0.1, "change")
    now = Column("score", f"ปี {pack.year_be}", 0.1, "score")
    note = "" if rows["last_score"].notna().any() else f"ไม่มีคะแนนปี {pack.year_be - 1} ในกรอบเดียวกันให้เปรียบเทียบ"
    return Table("trend", f"เปลี่ยนจากปี {pack.year_be - 1}", rows, (_LEVEL, _CODE, _NAME, last, now, change), note)


def _gaps(nodes: pd.DataFrame, pack: Pack) -> Table:
    columns = (_LEVEL, _CODE, _NAME, _SCORE, _TARGET, _GAP, _SHARE, _POINTS, _PRIORITY)
    target = f"{pack.frames.gaps.attrs['target']}; ข้อที่ผ่านหรือไม่ผ่านคือ 100"
    told = f"ช่องว่าง = เป้าหมาย − คะแนน ({target}) คะแนนรวมที่เพิ่มได้ = น้ำหนัก × ช่องว่าง"
    return Table("gaps", f"ช่องว่างทุกชั้น ปี {pack.year_be}", nodes[nodes["gap"].notna()], columns, told)


def _weak(nodes: pd.DataFrame, pack: Pack) -> Table:
    rows = nodes[(nodes["level"] == "indicator") & (nodes["points"] > 0)]
    rows = rows.assign(less=-rows["points"].round(9)).sort_values("less", kind="stable")
    items = Column("items", "ข้อที่ไม่ผ่าน", 0.25, missing="–")
    columns = (_CODE, _NAME, _SCORE, _TARGET, _POINTS, _PRIORITY, items)
    return Table("weak", f"ตัวชี้วัดที่ต่ำกว่าเป้าหมาย ปี {pack.year_be} คะแนนรวมที่เพิ่มได้มากก่อน", rows, columns)


def _items(pack: Pack) -> Table:
    items = list_items(pack)
    failed = items["score"] == 0
    told = items.assign(owner=items["owner"].mask(failed & (items["owner"] == ""), NO_OWNER))
    columns = (
        *(_CODE, _NAME, Column("parent", "ตัวชี้วัดย่อย", 0.08), Column("state", "ผล", 0.08), _SHARE, _POINTS),
        Column("owner", "ผู้รับผิดชอบตามมาตรการ", 0.25, missing="–"),
    )
    return Table("items", f"ข้อของแบบตรวจ OIT ปี {pack.year_be}", told, columns)


def _measures(pack: Pack) -> Table:
    plan = pack.frames.measures
    days = {name: [format_date(day.date()) if pd.notna(day) else "" for day in plan[name]] for name in ("start", "end")}
    texts = {
        **{"measure_id": ("รหัสมาตรการ", 0.08), "code": (f"ข้อปี {pack.year_be}", 0.05)},
        **{"plan_code": (f"ข้อปี {pack.plan_year_be}", 0.05), "measure": ("มาตรการ/แนวทาง", 0.12)},
        **{"steps": ("วิธีการดำเนินงาน", 0.2), "responsible": ("ผู้รับผิดชอบ", 0.08), "start": ("เริ่ม", 0.06)},
        **{"end": ("ครบกำหนด", 0.06), "period": ("ระยะเวลา", 0.1), "follow_up": ("การติดตามผล", 0.12)},
        **{"success": ("ถือว่าสำเร็จเมื่อ", 0.12), "status": ("สถานะ", 0.06), "result": ("ผลการดำเนินการ", 0.08)},
        **{"evidence": ("หลักฐาน", 0.08), "reason": ("เหตุผล", 0.22), "source": ("ที่มาของคะแนน", 0.1)},
    }
    columns = [Column(name, heading, share, missing="–") for name, (heading, share) in texts.items()]
    points = (
        Column("points", f"ขาดไป ปี {pack.year_be}", 0.06, "score", NOT_KNOWN),
        Column("plan_points", f"ทำได้ ปี {pack.plan_year_be}", 0.06, "score", NOT_KNOWN),
    )
    note = "คะแนนของมาตรการที่แก้ตัวชี้วัดเดียวกันใช้ร่วมกัน จึงไม่นำมาบวกกัน" if len(plan) else ""
    return Table(
        "all_measures",
        f"มาตรการปี {pack.plan_year_be}",
        plan.assign(**days),
        (*columns[:4], *points, *columns[4:]),
        note,
    )


def _peers(pack: Pack) -> Table:
    title = f"เทียบกับหน่วยงานในกลุ่มเดียวกัน ปี {pack.year_be}"
    scores = {
        "score": "คะแนน",
        "median": "มัธยฐาน",
        "q1": "ควอร์ไทล์ 1",
        "q3": "ควอร์ไทล์ 3",
        "worst": "ต่ำสุด",
        "best": "สูงสุด",
    }
    columns = (
        *(Column("group", "กลุ่ม", 0.16, missing=NOT_KNOWN), _LEVEL, _CODE, _NAME),
        *(Column(name, heading, 0.08, "score", "–") for name, heading in scores.items()),
        Column("to_median", "ห่างมัธยฐาน", 0.08, "change", "–"),
        *(Column("rank", "อันดับ", 0.07, "count", "–"), Column("count", "จำนวนหน่วยงาน", 0.07, "count")),
        Column("percentile", "เปอร์เซ็นไทล์", 0.08, "score", "–"),
        Column("reason", "หมายเหตุ", 0.16, missing=""),
    )
    peers = pack.frames.peers
    if peers.empty:
        none = pd.DataFrame(columns=[column.name for column in columns])
        return Table("all_peers", title, none, columns, "ไม่มีหน่วยงานอื่นที่เปรียบเทียบกันได้ในข้อมูลชุดนี้")
    names = rulebook(pack.year_be).tree.set_index("code")["name_th"]
    known = peers[peers["score"].notna() & peers["level"].isin(_UPPER)]
    rows = known.assign(name_th=known["code"].map(names), level_th=_level_words(known["level"]))
    return Table("all_peers", title, rows, columns, str(peers.attrs.get("rule", "")))
