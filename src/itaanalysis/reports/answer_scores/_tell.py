"""What `ita score` says on the screen."""

from __future__ import annotations

from typing import Any

import pandas as pd

from itaanalysis.errors import ItaError
from itaanalysis.exports.answers import HIDDEN_ROW
from itaanalysis.frames import SIMULATED, is_marked
from itaanalysis.reports.answer_scores._score import Scored
from itaanalysis.rulebook import minimum_sample, round_score, rulebook

UPPER = ("total", "instrument", "indicator")
_MOST_WEAK = 5
_MOST_TOLD = 20  # offices on the screen; the files have all


def tell_scores(scored: Scored) -> list[str]:
    """Lines for the screen: an office, its respondents beside the minimum, its scores with their intervals, the
    questions that cost most, and the failed items that do."""
    lines = list(scored.values)
    offices = scored.scores[["year_be", "agency_id", "agency_type"]].drop_duplicates()
    for year, agency, kind in offices.head(_MOST_TOLD).itertuples(index=False):
        rows = _of(scored.scores, year, agency)
        lines.append(f"{agency} ปี {year}{f' · {SIMULATED}' if is_marked(rows, SIMULATED) else ''}")
        lines += [f"  {line}" for line in _tell_people(_of(scored.samples, year, agency), kind)]
        spans = {str(row.code): _span(row) for row in _of(scored.intervals, year, agency).itertuples()}
        lines += [f"  {line}" for line in _tell_nodes(rows, year, spans)]
        lines += [f"  {line}" for line in _tell_weak(_of(scored.weak, year, agency), year, spans)]
    if len(offices) > _MOST_TOLD:
        lines.append(f"… และอีก {len(offices) - _MOST_TOLD:,} หน่วยงาน ดูในไฟล์")
    if scored.replaced:
        lines.append(f"ใช้คะแนนที่คำนวณจากคำตอบ แทนคะแนนที่พิมพ์ในไฟล์ {scored.replaced} ช่อง")
    return lines


def _of(frame: pd.DataFrame, year: int, agency: str) -> pd.DataFrame:
    return frame[(frame["year_be"] == year) & (frame["agency_id"] == agency)]


def tell_interval(method: str, low: float, high: float) -> str:
    """The interval of a score in words; empty where nobody was asked."""
    if method == "constant":
        return ""
    if method == "census":
        return "ตอบครบทุกคน"
    return f"ช่วง 95% {round_score(low):.2f}–{round_score(high):.2f}" if method else "ช่วง 95%: ไม่ทราบ"


def _span(row: Any) -> str:
    told = tell_interval(row.method, row.low, row.high)
    return f" ({told})" if told else ""


def _tell_people(samples: pd.DataFrame, agency_type: str) -> list[str]:
    known = samples.set_index("instrument")["population"].dropna().astype("int64").to_dict()
    try:
        least = minimum_sample(agency_type, internal=known.get("IIT"), external=known.get("EIT"))
    except ItaError:  # a type of office that the table does not have
        least = pd.DataFrame({"instrument": [], "minimum": [], "why": []})
    lines = []
    for instrument, number, hidden in samples[["instrument", "answers", "hidden"]].itertuples(index=False):
        rules = least[(least["instrument"] == instrument) & least["minimum"].notna()].drop_duplicates("minimum")
        told = "; ".join(f"ขั้นต่ำ {row.minimum:,} ({row.why})" for row in rules.itertuples())
        short = len(rules) and number < rules["minimum"].max()
        unseen = f" (รวม{HIDDEN_ROW} {hidden:,} แถว)" if hidden else ""
        people = known.get(instrument)
        rate = f" จาก {people:,} คน (ร้อยละ {round_score(100 * number / people):.2f})" if people else ""
        lines.append(
            f"{instrument} ผู้ตอบ {number:,} คน{unseen}{rate} · {told or 'ขั้นต่ำ: ไม่ทราบ'}{' · ยังไม่ครบ' if short else ''}"
        )
    return lines


def _tell_nodes(scores: pd.DataFrame, year: int, spans: dict[str, str]) -> list[str]:
    names = rulebook(year).tree.set_index("code")["name_th"]
    rows = scores[scores["level"].isin(UPPER)]
    known = zip(rows["code"], round_score(rows["score"]), strict=True)
    told = {code: "ไม่มีข้อมูล" if pd.isna(score) else f"{score:.2f}{spans.get(code, '')}" for code, score in known}
    return [f"{code:>3} {names[code]}: {text}" for code, text in told.items()]


def _tell_weak(weak: pd.DataFrame, year: int, spans: dict[str, str]) -> list[str]:
    """The dearest questions to people, then the dearest items of the web site: each has other work to follow."""
    tree = rulebook(year).tree.set_index("code")
    of_site = weak["code"].map(tree["answers"]) == "pass/fail"
    lines = []
    for word, rows in (("จุดอ่อน", weak[~of_site]), ("ข้อ OIT", weak[of_site])):
        rows = rows.head(_MOST_WEAK)
        numbers = round_score(rows["score"]), round_score(rows["points"])
        for code, score, points, remark in zip(rows["code"], *numbers, rows["remark"].fillna(""), strict=True):
            told = f"{score:.2f}{spans.get(code, '')} · คะแนนรวมที่เพิ่มได้ {points:.2f}{f' · {remark}' if remark else ''}"
            lines.append(f"{word} {code} {tree['name_th'][code]}: {told}")
    return lines
