"""The words and numbers that fill the sentences of the outline, and which of its lines apply."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import pandas as pd

from itaanalysis.frames import COMPUTED, FROM_ANSWERS
from itaanalysis.reports.measures_sheet import TITLE
from itaanalysis.reports.pack._parts import BLANK, NOT_ANNOUNCED, Frames
from itaanalysis.rulebook import (
    break_years,
    evidence_labels,
    known_years,
    priorities,
    questions,
    report_items,
    round_score,
    rulebook,
)
from itaanalysis.scoring import TOLERANCE

_OWN_CHECK = "ผลตรวจของหน่วยงานเอง"
_FROM_ANSWERS = f"คิดจากคำตอบในไฟล์ {NOT_ANNOUNCED}"


def tell_facts(frames: Frames) -> dict[str, str]:
    """Every `{name}` of the outline, as text."""
    first = frames.scores.iloc[0]
    year = int(first["year_be"])
    items = report_items(year + 1) or {}
    rated = frames.rated.iloc[0]
    people = {row["instrument"]: _people(row, frames) for row in frames.samples.to_dict(orient="records")}
    return {
        "title": f"{TITLE} ประจำปีงบประมาณ พ.ศ. {year + 1}",
        "agency": str(first["agency"]),
        "place": _place(first),
        "year": str(year),
        "plan": str(year + 1),
        "blank": BLANK,
        "measures_code": items.get("measures_code", ""),
        "follow_up_code": items.get("follow_up_code", ""),
        "report_items_evidence": _report_items_evidence(items, year + 1),
        "target_words": f"({frames.gaps.attrs['target']})",
        "iit_told": people["IIT"],
        "eit_told": people["EIT"],
        "indicator_count": str(int((frames.nodes["level"] == "indicator").sum())),
        "pass_told": _pass_mark(year),
        "result_told": _result(rated, str(first["agency"]), announced=frames.announced),
        "near_floor_told": _near_floor(frames, str(rated["rating"])),
        "published_told": _published(frames),
        "answered": " และ ".join(_answered(frames.scores)),
        "scored_from": _scored_from(frames),
        "printed": str(rated["printed"]),
        "rating": "" if rated["rating"] is None else str(rated["rating"]),
        "last_year_told": _last_year(frames, year),
        "peers_told": _peers(frames, year),
        "priority_told": _priorities(),
    }


def tell_conditions(frames: Frames, facts: dict[str, str], *, approved: bool, simulated: bool) -> dict[str, bool]:
    """Every word of the outline's column `when`, and whether it holds."""
    nodes = frames.nodes
    improve = nodes[(nodes["level"] == "indicator") & (nodes["priority"] == "improve")]
    scored = nodes.loc[nodes["level"] == "indicator", "score"].notna().any()
    return {
        "": True,
        "draft": not approved,
        "simulated": simulated,
        "has_place": facts["place"] != "",
        "has_blanks": True,  # the website and the readers of the follow-up are in no file of scores
        "has_report_items": facts["measures_code"] != "",
        "has_published": facts["published_told"] != "",
        "printed_differs": facts["printed"] not in ("", facts["rating"]),
        "announced": frames.announced,
        "not_announced": not frames.announced,
        "own_check": _OWN_CHECK in facts["scored_from"],
        "without_own_check": _OWN_CHECK not in facts["scored_from"],
        "near_floor": facts["near_floor_told"] != "",
        "has_intervals": len(frames.intervals) > 0,
        "has_failed": len(frames.failed) > 0,
        "has_measures": len(frames.measures) > 0,
        "without_measures": frames.measures.empty,
        "improve_reached": bool(len(frames.measures) and (improve["points"] == 0).any()),
        "no_measures": bool(frames.measures.empty and scored),
        "no_scores": bool(frames.measures.empty and not scored),
    }


def tell_blanks(frames: Frames) -> tuple[str, ...]:
    """What the office has to fill in itself, a line each."""
    who = {"IIT": "ผู้มีส่วนได้ส่วนเสียภายใน (IIT)", "EIT": "ผู้มีส่วนได้ส่วนเสียภายนอก (EIT)"}
    blanks = [
        f"{what}{who[row['instrument']]}"
        for row in frames.samples.to_dict(orient="records")
        for column, what in (("population", "จำนวนทั้งหมดของ"), ("answers", "จำนวนผู้ตอบของ"))
        if pd.isna(row[column])
    ]
    without = frames.measures.loc[frames.measures["responsible"] == "", "measure_id"]
    blanks += [f"หน่วยรับผิดชอบของมาตรการ {measure_id}" for measure_id in without]
    if frames.measures.empty:
        blanks.append("มาตรการรักษาระดับ (ถ้ามี)")
    return (*blanks, "ที่อยู่เว็บไซต์ของหน่วยงาน", "ผู้รวบรวมและผู้รับรายงานผลตามมาตรการ")


def points(number: float) -> str:
    """A score or points on two decimals."""
    return f"{float(round_score(number)):.2f}"


def tell_evidence(word: str) -> str:
    """หลักฐาน: … in the words of the rulebook."""
    label = evidence_labels().set_index("evidence")["label_th"].get(word, "ไม่ต้องมีหลักฐาน")
    return f"หลักฐาน: {label}"


def _place(row: pd.Series) -> str:
    named = (("อำเภอ", row["district"]), ("จังหวัด", row["province"]))
    if row["province"].startswith("กรุงเทพ"):
        named = (("เขต", row["district"]), ("", row["province"]))
    return " ".join(f"{prefix}{name}" for prefix, name in named if name)


def _report_items_evidence(items: dict[str, str], plan_year: int) -> str:
    if not items:
        return ""
    told = tell_evidence(items["evidence"])
    return told if plan_year in known_years() else f"{told} ยังไม่ทราบกติกาและรายการข้อของปี {plan_year}"


def _people(row: dict[Any, Any], frames: Frames) -> str:
    population, answers = (BLANK if pd.isna(row[name]) else f"{row[name]:,} คน" for name in ("population", "answers"))
    told = f"จำนวนทั้งหมด {population} ตอบแบบวัด {answers}"
    if row["instrument"] in _answered(frames.scores):
        return f"รายงานนี้ใช้คำตอบจากไฟล์ที่อ่าน {told}"
    return told if frames.announced or pd.notna(row["answers"]) else "ไม่มีคำตอบในไฟล์ที่อ่าน"


def _pass_mark(year: int) -> str:
    mark = rulebook(year).pass_mark
    return "ไม่ทราบเกณฑ์ผ่านของปีนี้" if mark is None else f"เกณฑ์ผ่านคือ {points(mark)} คะแนน"


def _result(rated: pd.Series, agency: str, *, announced: bool) -> str:
    if math.isnan(rated["total"]):
        return f"{agency}: {rated['reason']}"
    total = f"{points(rated['total'])} จาก 100 คะแนน"
    if announced:
        level = f"อยู่ในระดับ {rated['rating']}" if rated["rating"] else "ยังบอกระดับไม่ได้"
        return f"{agency}ได้คะแนนรวม {total} {level} ({rated['reason']})"
    level = f"เทียบกับเกณฑ์ได้ระดับ {rated['rating']}" if rated["rating"] else "ยังบอกระดับไม่ได้"
    return f"คะแนนรวมของ{agency}คิดได้ {total} {level} ({rated['reason']})"


def _near_floor(frames: Frames, rating: str) -> str:
    """A sentence for each interval (of the total, of an instrument) in which the floor of another level lies."""
    if frames.intervals.empty:
        return ""
    book = rulebook(int(frames.scores["year_be"].iloc[0]))
    scores = frames.nodes.set_index("code")["score"].to_dict()
    told = []
    for code, low, high in frames.intervals[["code", "low", "high"]].itertuples(index=False):
        floors = {"ITA": "total_floor", **dict.fromkeys(book.instruments, "instrument_floor")}.get(code)
        if floors is None:
            continue
        low, high = (float(round_score(end)) for end in (low, high))
        inside = sorted(floor for floor in book.ratings[floors].unique() if low < floor <= high)
        at = [scores | {code: end} for end in (low, *inside)]
        levels = [book.rate(one["ITA"], *(one[name] for name in book.instruments)) for one in at]
        crossed = [points(floor) for floor, pair in zip(inside, pairwise(levels), strict=True) if pair[0] != pair[1]]
        others = [level for level in dict.fromkeys(levels) if level and level != rating]
        if crossed and others:
            name = "คะแนนรวม" if code == "ITA" else f"คะแนน {code}"
            told.append(
                f"ช่วง 95% ของ{name} {points(low)}–{points(high)} คร่อมเกณฑ์ {' และ '.join(crossed)} "
                f"ระดับจึงอาจเป็น {' หรือ '.join(others)} ได้"
            )
    return " ".join(told)


def _published(frames: Frames) -> str:
    """The published total beside the recomputed one, where there are both."""
    read = frames.scores[(frames.scores["code"] == "ITA") & (frames.scores["source"] != COMPUTED)]
    total = frames.gaps[frames.gaps["code"] == "ITA"].iloc[0]
    if read["score"].isna().all() or total["source"] != COMPUTED or not frames.scores.attrs["announced"]:
        return ""
    published = float(read["score"].iloc[0])
    told = f"คะแนนรวมที่ประกาศ {points(published)} คะแนนที่คำนวณจากตัวชี้วัด {points(total['score'])}"
    agrees = abs(round_score(published) - round_score(total["score"])) <= TOLERANCE + 1e-9
    return f"{told} ตรงกัน" if agrees else f"{told} ไม่ตรงกัน ให้ตรวจกับประกาศก่อนใช้รายงานนี้"


def _answered(scores: pd.DataFrame) -> list[str]:
    """The instruments that have scores from a file of answers."""
    asked = questions(int(scores["year_be"].iloc[0]))
    marked = scores.loc[scores["note"].str.contains(FROM_ANSWERS, regex=False), "code"]
    return list(asked.loc[asked["code"].isin(marked), "instrument"].unique())


def _scored_from(frames: Frames) -> str:
    """What scores that nobody announced were computed from; empty where they are the announced ones."""
    if frames.announced:
        return ""
    scores, answered = frames.scores, _answered(frames.scores)
    read = scores["score"].notna() & (scores["source"] != COMPUTED)
    checked = read & ~scores["note"].str.contains(FROM_ANSWERS, regex=False)
    own_check = not scores.attrs["announced"] and (checked.any() or not answered)
    parts = [f"คำตอบ {' และ '.join(answered)}"] if answered else []
    return " กับ".join([*parts, *([_OWN_CHECK] if own_check else [])])


def _last_year(frames: Frames, year: int) -> str:
    """How many indicators rose and fell; what is compared with announced scores and is none is said to be so."""
    nodes = frames.nodes
    changes = nodes.loc[nodes["level"] == "indicator", "change"].dropna()
    if changes.empty:
        return f"ไม่มีคะแนนรายตัวชี้วัดปี {year - 1} ของหน่วยงานในข้อมูลที่มี จึงแสดงเฉพาะปี {year}"
    moved = round_score(changes.abs()) > 0
    up, down = int((moved & (changes > 0)).sum()), int((moved & (changes < 0)).sum())
    told = f"เทียบกับปี {year - 1} คะแนนเพิ่มขึ้น {up} ตัวชี้วัด ลดลง {down} ตัวชี้วัด"
    told += f" เท่าเดิม {(~moved).sum()} ตัวชี้วัด" if not moved.all() else ""
    breaks = break_years()
    new = " · ".join(breaks.loc[breaks["year_be"] == year, "label_th"])
    told += f" (ปี {year} มี{new} ส่วนต่างจึงมาจากเครื่องมือที่เปลี่ยนได้ด้วย)" if new else ""
    other = frames.announced and frames.last_from_answers
    return f"{told} คะแนนปี {year - 1} {_FROM_ANSWERS}" if other else told


def _peers(frames: Frames, year: int) -> str:
    if frames.peers.empty:
        return f"ไม่มีคะแนนปี {year} ของหน่วยงานอื่นในกลุ่มเดียวกันให้เทียบ รายงานจึงไม่มีอันดับและค่ากลาง"
    told = str(frames.peers.attrs.get("rule", ""))
    other = frames.announced and frames.peers_from_answers
    return f"{told} คะแนนของบางหน่วยงานในข้อมูลชุดนี้{_FROM_ANSWERS}" if other else told


def _priorities() -> str:
    cuts: list[dict[Any, Any]] = priorities().to_dict(orient="records")
    told = [f"{row['label_th']} ตั้งแต่ {row['floor']:g} คะแนน" for row in cuts[:-1]]
    told.append(f"{cuts[-1]['label_th']} ต่ำกว่านั้น")
    return f"{' · '.join(told)} ({tell_evidence(cuts[0]['evidence'])})"
