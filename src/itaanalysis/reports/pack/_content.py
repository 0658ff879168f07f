"""The tables of a pack, each from the frames behind it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from itaanalysis.frames import SIMULATED
from itaanalysis.reports.pack._facts import points, tell_evidence
from itaanalysis.reports.pack._parts import BLANK, NOT_KNOWN, Column, Frames, Heading, Paragraph, Table
from itaanalysis.reports.pack._plan_tables import list_evidence, list_sources, make_plan_tables
from itaanalysis.rulebook import evidence_labels, priorities, rulebook, sample_group
from itaanalysis.scoring import INFERRED

_GROUPS = {"district": "อำเภอ{}", "province": "จังหวัด{}", "agency_type": "ประเภท {}", "all": "ทุกหน่วยงาน"}
#: What the custom of measures reports calls the three priorities.
_URGENT = "urgent"
_ISSUES = {
    _URGENT: "ประเด็นที่ต้องแก้ไขโดยเร่งด่วน",
    "improve": "ประเด็นที่ต้องพัฒนาให้ดีขึ้น",
    "keep": "ประเด็นที่ต้องรักษาระดับ",
}

_BOUNDS = {"score": "คะแนน", "low": "ต่ำสุด", "high": "สูงสุด"}
_ITEM_NOTE = "ข้อผ่านหรือไม่ผ่าน จึงคิดถึง 100 คะแนน ส่วนตัวชี้วัดคิดถึงเป้าหมาย คะแนนที่เพิ่มได้ของทุกข้อรวมกันจึงมากกว่าของตัวชี้วัดได้"
_TOTAL_NOTE = "แต่ละแถวเทียบกับเป้าหมายของตัวเอง เครื่องมือที่เกินเป้าหมายชดเชยกันได้ในคะแนนรวม จึงไม่นำคะแนนที่เพิ่มได้มาบวกกัน"


def make_tables(frames: Frames, *, approved: bool) -> dict[str, Table]:
    """All tables by key; those that would have no rows are left out."""
    year = int(frames.scores["year_be"].iloc[0])
    tables = [
        _samples(frames),
        _sample_rules(frames, year),
        _tree(frames, year),
        _levels(year),
        _results("instruments", "คะแนนรวมและคะแนนรายเครื่องมือ", "เครื่องมือ", frames, year),
        _results("indicators", "คะแนนรายตัวชี้วัด", "ตัวชี้วัด", frames, year),
        *([] if frames.intervals.empty else [_intervals(frames)]),
        *([] if frames.peers.empty else [_peers(frames.peers)]),
        _failed(frames, year),
        *make_plan_tables(frames.measures, year),
        list_sources(frames.scores),
        list_evidence(frames.scores, frames.measures, approved=approved),
    ]
    return {table.key: table for table in tables if len(table.frame)}


def analyse_instrument(frames: Frames, code: str) -> list[Heading | Table | Paragraph]:
    """One instrument: its indicators with their priority, and the three groups in words."""
    nodes = frames.nodes
    name = nodes.loc[nodes["code"] == code, "name_th"].iloc[0]
    rows = nodes[nodes["parent"] == code]
    labels = {**priorities().set_index("priority")["label_th"].to_dict(), "": ""}
    table = Table(
        f"analysis_{code}",
        f"ผลรายตัวชี้วัดของ {code}",
        rows.assign(name=_numbered(rows), issue=rows["priority"].fillna("").map(labels)),
        (
            Column("name", "ตัวชี้วัด", 0.44),
            Column("score", "คะแนน", 0.14, "score"),
            Column("issue", "ลำดับความสำคัญ", 0.22),
            Column("points", "คะแนนรวมที่เพิ่มได้", 0.20, "score"),
        ),
    )
    failed = frames.failed.groupby("indicator")["code"].agg(", ".join).to_dict()
    told = rows[["code", "name_th", "score", "priority"]].to_dict(orient="records")
    groups = [Paragraph(f"{_ISSUES[key]}: {_group(told, key, failed)}", "bullet") for key in _ISSUES]
    return [Heading(f"{name} ({code})"), table, *groups]


def _group(rows: list[dict[Any, Any]], priority: str, failed: dict[Any, str]) -> str:
    """The indicators of a priority. A failed item is urgent, whatever its indicator is."""
    told = []
    for row in rows:
        items = failed.get(row["code"], "") if priority == _URGENT else ""
        if row["priority"] == priority:
            missed = f" ข้อที่ไม่ผ่าน {items}" if items else ""
            told.append(f"ตัวชี้วัดที่ {row['code']} {row['name_th']} ได้ {points(row['score'])} คะแนน{missed}")
        elif items:
            told.append(f"ข้อที่ไม่ผ่านของตัวชี้วัดที่ {row['code']} {row['name_th']}: {items}")
    if told:
        return " · ".join(told)
    unknown = [row["code"] for row in rows if pd.isna(row["score"])]
    return f"ยังบอกไม่ได้ ไม่มีคะแนนตัวชี้วัดที่ {' '.join(unknown)}" if unknown else "ไม่มี"


def _numbered(nodes: pd.DataFrame) -> pd.Series:
    """`9. การเปิดเผยข้อมูล`; an instrument by its name and code, the total by its name."""
    dotted = nodes["code"] + ". " + nodes["name_th"]
    named = nodes["name_th"] + " (" + nodes["code"] + ")"
    return dotted.where(nodes["level"] == "indicator", named).where(nodes["level"] != "total", nodes["name_th"])


def _intervals(frames: Frames) -> Table:
    """The interval of each score; where nothing is left to chance, or nothing is known, the note says so instead."""
    told = frames.intervals.merge(frames.nodes[["code", "name_th"]], on="code")
    asked = told["method"].isin(["beta", "sum"])
    notes = told["note"].str.replace(f"(?:; )?{SIMULATED}", "", regex=True)
    return Table(
        "intervals",
        "ช่วง 95% ของคะแนนจากคำตอบ",
        told.assign(name=_numbered(told), low=told["low"].where(asked), high=told["high"].where(asked), note=notes),
        (
            Column("name", "เครื่องมือและตัวชี้วัด", 0.32),
            *(Column(name, heading, 0.11, "score", "–") for name, heading in _BOUNDS.items()),
            Column("n", "ผู้ตอบ (คน)", 0.1, "count", "–"),
            Column("note", "หมายเหตุ", 0.25, missing="–"),
        ),
    )


def _samples(frames: Frames) -> Table:
    names = frames.nodes.set_index("code")["name_th"].str.removeprefix("แบบวัดการรับรู้ของ")
    rows = frames.samples
    return Table(
        "samples",
        "จำนวนทั้งหมด จำนวนขั้นต่ำตามสองเกณฑ์ และจำนวนผู้ตอบ",
        rows.assign(name=rows["instrument"].map(names) + " (" + rows["instrument"] + ")"),
        (
            Column("name", "กลุ่ม", 0.2),
            Column("population", "ทั้งหมด (คน)", 0.13, "count", BLANK),
            Column("by_table", "ขั้นต่ำแบบตาราง", 0.12),
            Column("by_percent", "ขั้นต่ำแบบร้อยละ", 0.12),
            Column("answers", "ผู้ตอบ (คน)", 0.13, "count", BLANK),
            Column("response_rate", "อัตราตอบ (ร้อยละ)", 0.11, "score", NOT_KNOWN),
            Column("reading", "อ่านผล", 0.19),
        ),
        note="ขนาดของหน่วยงานดูจากจำนวนผู้มีส่วนได้ส่วนเสียภายใน ทั้งสองเกณฑ์อ่านจากรายงานมาตรการที่เผยแพร่ของปี 2565 "
        f"({tell_evidence('secondary')}) ให้ยึดจำนวนที่ระบบ ITAS แจ้งหน่วยงาน",
    )


def _sample_rules(frames: Frames, year: int) -> Table:
    group = sample_group(str(frames.scores["agency_type"].iloc[0]))
    rules = rulebook(year).samples
    rows = rules[rules["agency_group"] == group]
    people = [_span(least, most) for least, most in zip(rows["least_people"], rows["most_people"], strict=True)]
    wanted = [_wanted(row) for row in rows.to_dict(orient="records")]
    return Table(
        "sample_rules",
        f"เกณฑ์จำนวนขั้นต่ำแบบตารางของ{' ' if '.' in group else ''}{group}",
        rows.assign(people=people, wanted=wanted),
        (
            Column("instrument", "แบบวัด", 0.15),
            Column("size", "ขนาด", 0.15),
            Column("people", "ผู้มีส่วนได้ส่วนเสีย", 0.35),
            Column("wanted", "ขั้นต่ำ", 0.35),
        ),
    )


def _span(least: str, most: str) -> str:
    if not least:
        return "ตามขนาดของหน่วยงาน"
    return f"{int(least):,} คนขึ้นไป" if not most else f"{int(least):,}–{int(most):,} คน"


def _wanted(rule: dict[Any, Any]) -> str:
    if rule["percent"] == "100":
        return "ทั้งหมดเท่าที่มี"
    parts = [f"ร้อยละ {rule['percent']}"] if rule["percent"] else []
    if rule["minimum"]:
        parts.append(f"ไม่น้อยกว่า {rule['minimum']} คน" if parts else f"{rule['minimum']} คน")
    return " ".join(parts) + (" หรือทั้งหมดเท่าที่มี" if rule["all_if_fewer"] == "yes" else "")


def _tree(frames: Frames, year: int) -> Table:
    nodes = frames.nodes[frames.nodes["level"] != "total"]
    order = list(evidence_labels()["evidence"])
    weakest = max(nodes["worth_evidence"], key=order.index)
    return Table(
        "tree",
        f"เครื่องมือ ตัวชี้วัด และน้ำหนักของปี {year}",
        nodes.assign(name=_numbered(nodes), share=100 * nodes["worth"]),
        (
            Column("name", "เครื่องมือและตัวชี้วัด", 0.42),
            Column("name_en", "ชื่อภาษาอังกฤษ", 0.36, missing="–"),
            Column("share", "น้ำหนักต่อคะแนนรวม (ร้อยละ)", 0.22, "score"),
        ),
        note=f"น้ำหนักของเครื่องมือคือผลรวมของตัวชี้วัดในเครื่องมือนั้น ({tell_evidence(weakest)})",
    )


def _levels(year: int) -> Table:
    words = evidence_labels().set_index("evidence")["label_th"]
    ratings = rulebook(year).ratings
    columns = [
        Column("label", "ระดับ", 0.30),
        Column("total_floor", "คะแนนรวมตั้งแต่", 0.22, "score"),
        Column("instrument_floor", "และทุกเครื่องมือตั้งแต่", 0.22, "score", "–"),
        Column("told", "หลักฐาน", 0.26),
    ]
    if ratings["instrument_floor"].isna().all():
        del columns[2]
    frame = ratings.assign(told=ratings["evidence"].map(words))
    return Table("levels", f"ระดับผลการประเมินปี {year}", frame, tuple(columns))


def _results(key: str, title: str, heading: str, frames: Frames, year: int) -> Table:
    levels = ["indicator"] if key == "indicators" else ["total", "instrument"]
    rows = frames.nodes[frames.nodes["level"].isin(levels)]
    last = [
        Column("last_score", f"ปี {year - 1}", 0.13, "score"),
        Column("change", "เปลี่ยนแปลง", 0.13, "change"),
    ]
    columns = [
        Column("name", heading, 0.35),
        Column("score", f"คะแนนปี {year}", 0.13, "score"),
        *(last if rows["last_score"].notna().any() else []),
        Column("target", "เป้าหมาย", 0.13, "score", "–"),
        Column("points", "คะแนนรวมที่เพิ่มได้", 0.13, "score"),
    ]
    note = "" if key == "indicators" else _TOTAL_NOTE
    return Table(key, f"{title} ปี {year}", rows.assign(name=_numbered(rows)), tuple(columns), note)


def _peers(peers: pd.DataFrame) -> Table:
    rows = peers[peers["code"] == "ITA"]
    groups = [
        _GROUPS.get(by, "{}").format(str(group).split(" · ")[0])
        for by, group in zip(rows["by"], rows["group"], strict=True)
    ]
    return Table(
        "peers",
        "คะแนนรวมเทียบกับหน่วยงานในกลุ่มเดียวกัน",
        rows.assign(name=groups),
        (
            Column("name", "กลุ่ม", 0.22),
            Column("count", "หน่วยงานที่มีคะแนน", 0.14, "count"),
            Column("score", "คะแนน", 0.11, "score"),
            Column("median", "มัธยฐาน", 0.11, "score", "–"),
            Column("best", "สูงสุด", 0.11, "score"),
            Column("rank", "อันดับ", 0.09, "count", "–"),
            Column("reason", "หมายเหตุ", 0.22, missing="–"),
        ),
    )


def _failed(frames: Frames, year: int) -> Table:
    tree, failed = rulebook(year).tree, frames.failed
    items = frames.gaps[frames.gaps["code"].isin(tree.loc[tree["answers"] == "pass/fail", "code"])]
    unknown = int(items["score"].isna().sum())
    notes = items.loc[items["code"].isin(failed["code"]), "note"].str.split("; ").explode()
    told = [_ITEM_NOTE, *dict.fromkeys(notes[notes.str.startswith(INFERRED)])]
    told += [f"ไม่ทราบผลอีก {unknown} ข้อ"] if unknown else []
    return Table(
        "failed",
        f"ข้อของแบบตรวจ OIT ปี {year} ที่ยังไม่ผ่าน",
        failed,
        (
            Column("code", "ข้อ", 0.10),
            Column("name_th", "รายการ", 0.48),
            Column("indicator", "ตัวชี้วัด", 0.12),
            Column("points", "คะแนนรวมที่เพิ่มได้", 0.30, "score"),
        ),
        note=" ".join(told),
    )
