"""What `ita score` says on the screen."""

from __future__ import annotations

import pandas as pd

from itaanalysis.analysis import compare_samples
from itaanalysis.analysis.respondents import FEWEST
from itaanalysis.exports.answers import HIDDEN_ROW
from itaanalysis.frames import SIMULATED, is_marked
from itaanalysis.reports.answer_scores._score import Scored
from itaanalysis.rulebook import round_score, rulebook

#: Said of all that `ita score` gives.
NOT_ANNOUNCED = "คะแนนคิดจากไฟล์ของหน่วยงาน ไม่ใช่ผลที่สำนักงาน ป.ป.ช. ประกาศ"
_UPPER = ("total", "instrument")
_MOST_WEAK = 5
_MOST_TOLD = 20  # offices on the screen; the files have all


def tell_scores(scored: Scored) -> list[str]:
    """Lines for the screen: an office, its respondents beside the minimum, its scores with their intervals, the
    questions that cost most, and the failed items that do."""
    lines = [NOT_ANNOUNCED, *scored.worth_told]
    offices = scored.scores[["year_be", "agency_id", "agency_type"]].drop_duplicates()
    for year, agency, kind in offices.head(_MOST_TOLD).itertuples(index=False):
        rows, samples = _of(scored.scores, year, agency), _of(scored.samples, year, agency)
        lines.append(f"{agency} ปี {year}{f' · {SIMULATED}' if is_marked(rows, SIMULATED) else ''}")
        lines += [f"  {line}" for line in _tell_people(samples, kind)]
        spans = _tell_intervals(_of(scored.intervals, year, agency))
        lines += [f"  {line}" for line in _tell_nodes(rows, year, spans)]
        lines += [f"  {line}" for line in _tell_weak(_of(scored.weak, year, agency), year, spans)]
    if len(offices) > _MOST_TOLD:
        lines.append(f"… และอีก {len(offices) - _MOST_TOLD:,} หน่วยงาน ดูในไฟล์")
    if scored.replaced:
        lines.append(f"ใช้คะแนนที่คำนวณจากคำตอบ แทนคะแนนที่พิมพ์ในไฟล์ {scored.replaced} ช่อง")
    return lines


def _of(frame: pd.DataFrame, year: int, agency: str) -> pd.DataFrame:
    return frame[(frame["year_be"] == year) & (frame["agency_id"] == agency)]


def interval_notes(intervals: pd.DataFrame) -> pd.Series:
    """What is to be known of each interval; empty where nobody was asked."""
    notes = intervals["note"].astype("str").str.replace(rf"(?:; )?{SIMULATED}", "", regex=True)
    return notes.where(intervals["method"] != "constant", "")


def _tell_intervals(intervals: pd.DataFrame) -> dict[str, str]:
    """The interval of each node of an office in words; what is to be known of it is said once, above the indicators."""
    told, bounds = {}, (round_score(intervals["low"]), round_score(intervals["high"]))
    asked, notes = intervals["method"].isin(["beta", "sum"]), interval_notes(intervals)
    rows = zip(intervals["code"], intervals["level"], *bounds, asked, notes, strict=True)
    for code, level, low, high, is_asked, note in rows:
        span = f"ช่วง 95% {low:.2f}–{high:.2f}" if is_asked else ""
        kept = note if level in _UPPER or not span else ""
        told[code] = "; ".join(part for part in (span, kept) if part)
    return told


def _tell_people(samples: pd.DataFrame, agency_type: str) -> list[str]:
    """A line an instrument that has answers, or a population to have them from."""
    if samples.empty:
        return []
    hidden = samples.set_index("instrument")["hidden"].to_dict()
    lines = []
    compared = compare_samples(samples, agency_type=agency_type)
    for instrument in compared["instrument"].unique():
        if instrument not in hidden:
            continue
        rules = compared[compared["instrument"] == instrument]
        first, needed = rules.iloc[0], rules.dropna(subset=["minimum"]).drop_duplicates("minimum")
        number = 0 if pd.isna(first["answers"]) else int(first["answers"])
        told = f"{instrument} " + (f"ผู้ตอบ {number:,} คน" if number else "ยังไม่มีคำตอบในไฟล์")
        told += f" (รวม{HIDDEN_ROW} {hidden[instrument]:,} แถว)" if hidden[instrument] else ""
        if pd.notna(first["population"]):
            rate = f" (ร้อยละ {round_score(first['response_rate']):.2f})" if number else ""
            told += f" จาก {first['population']:,} คน{rate}"
        least = "; ".join(f"ขั้นต่ำ {row.minimum:,} ({row.why})" for row in needed.itertuples())
        told += " · " + (least or f"ขั้นต่ำ: {first['why']}")
        told += " · ยังไม่ครบ" if len(needed) and number < needed["minimum"].max() else ""
        lines.append(told)
        if 0 < number < FEWEST:
            lines.append(f"{instrument} มีผู้ตอบไม่ถึง {FEWEST} คน: คะแนนบอกได้ว่าใครตอบอย่างไร ไม่ควรเผยแพร่")
    return lines


def _tell_nodes(scores: pd.DataFrame, year: int, spans: dict[str, str]) -> list[str]:
    """The total and the instruments, and the indicators that have a score; what is missing says why."""
    tree = rulebook(year).tree
    known = scores.dropna(subset=["score"]).set_index("code")["score"]
    parts = tree.loc[tree["level"] == "instrument", "code"]
    without = [code for code in parts if code not in known]
    lines = []
    for code, level, name in tree[["code", "level", "name_th"]].itertuples(index=False):
        if code in known and level in (*_UPPER, "indicator"):
            span = f" ({spans[code]})" if spans.get(code) else ""
            lines.append(f"{code:>3} {name}: {round_score(known[code]):.2f}{span}")
        elif level == "total":
            lines.append(f"{code:>3} {name}: ไม่มีข้อมูล (ไม่มีคะแนน {' '.join(without)})")
        elif level == "instrument" and scores["code"].isin(_below(tree, code)).any():
            lines.append(f"{code:>3} {name}: ไม่มีข้อมูล (มีข้อที่ไม่มีคะแนน)")
    return lines


def _below(tree: pd.DataFrame, code: str) -> set[str]:
    found = {code}
    for child, parent in tree[["code", "parent"]].itertuples(index=False):
        if parent in found:
            found.add(child)
    return found


def _tell_weak(weak: pd.DataFrame, year: int, spans: dict[str, str]) -> list[str]:
    """The dearest questions to people, then the dearest items of the web site: each has other work to follow."""
    tree = rulebook(year).tree.set_index("code")
    of_site = weak["code"].map(tree["answers"]) == "pass/fail"
    lines = []
    for word, rows in (("จุดอ่อน", weak[~of_site]), ("ข้อ OIT", weak[of_site])):
        rows = rows.head(_MOST_WEAK)
        numbers = round_score(rows["score"]), round_score(rows["points"])
        for code, score, points, remark in zip(rows["code"], *numbers, rows["remark"].fillna(""), strict=True):
            name = "" if tree["name_th"][code] == code else f" {tree['name_th'][code]}"
            span = f" ({spans[code]})" if spans.get(code) else ""
            told = f"{score:.2f}{span} · คะแนนรวมที่เพิ่มได้ {points:.2f}{f' · {remark}' if remark else ''}"
            lines.append(f"{word} {code}{name}: {told}")
    return lines
