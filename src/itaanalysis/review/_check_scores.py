"""Scores, total, level and scale, held against the rules of the year of the result."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache

import pandas as pd

from itaanalysis.review._document import Document, Passage
from itaanalysis.review._findings import FindingList
from itaanalysis.review._indicators import Printed, find_published
from itaanalysis.review._measures import roles_of
from itaanalysis.review._words import any_of, holds
from itaanalysis.rulebook import known_years, round_score, rulebook
from itaanalysis.scoring import TOLERANCE, roll_up, roll_up_matrix
from itaanalysis.thai import find_years

_OLD_LABELS = ("AA", "A", "BB", "B", "CC", "C", "DD", "D", "E", "F")
_FEWEST_ROWS = 3
_LINES_OF_A_ROW = 8
_DAY = re.compile(r"\d{1,2}\s*(?:MONTH)\s*(?:พ\.ศ\.\s*)?\d{2,4}|\d{1,2}/\d{1,2}/\d{2,4}")


def compute(printed: dict[str, Printed], year_be: int) -> dict[str, float]:
    """The scores of all nodes that follow from what is printed: parents from complete sets of children.

    An instrument is taken as printed only where none of its indicators is, and where the instruments are no weighted
    points (then they add up to the total).
    """
    tree = rulebook(year_be).tree
    level, parent = (dict(zip(tree["code"], tree[column], strict=True)) for column in ("level", "parent"))
    told = {code: item.score for code, item in printed.items() if level.get(code) == "indicator"}
    upper = {code: item.score for code, item in printed.items() if level.get(code) == "instrument"}
    if "ITA" in printed and not _apart(sum(upper.values()), printed["ITA"].score):
        upper = {}
    told |= {code: score for code, score in upper.items() if code not in {parent[below] for below in told}}
    rolled, _ = roll_up_matrix(tree["code"].map(told).to_numpy(dtype="float64")[None], tree)
    return {code: score for code, score in zip(tree["code"], rolled[0].tolist(), strict=True) if not math.isnan(score)}


def known_scores(scores: pd.DataFrame) -> tuple[dict[str, float], dict[str, float]]:
    """The scores of the nodes of one office and year: all of them rolled up, and those that were published."""
    if scores.empty:
        return {}, {}
    up = roll_up(scores)
    published = up.dropna(subset="published")
    rolled = dict(zip(up["code"], up["score"], strict=True))
    return rolled, dict(zip(published["code"], published["published"], strict=True))


def check_scores_against(
    printed: dict[str, Printed], known: dict[str, float], year_be: int, findings: FindingList
) -> None:
    """Printed scores that are not those known of the office and year."""
    for code, told in printed.items():
        right = known.get(code, float("nan"))
        if _apart(told.score, right) and not _is_weighted(told.score, right, code, year_be):
            words = {"printed": _shown(told.score), "right": _shown(right), "year": year_be}
            findings.add("score_differs", told.passage, code=code, **words)


def check_total(
    document: Document, printed: dict[str, Printed], computed: dict[str, float], year_be: int, findings: FindingList
) -> None:
    """Total and instruments that do not follow from the printed indicators; instruments that are not printed."""
    instruments = rulebook(year_be).instruments
    for code in ("ITA", *instruments):
        told, right = printed.get(code), computed.get(code, float("nan"))
        if told is not None and _apart(told.score, right) and not _is_weighted(told.score, right, code, year_be):
            words = {"printed": _shown(told.score), "right": _shown(right), "year": year_be, "code": code}
            findings.add("total_differs" if code == "ITA" else "instrument_differs", told.passage, **words)
    for told in find_published(document, year_be):
        if _apart(told.score, right := computed.get("ITA", float("nan"))):
            words = {"printed": _shown(told.score), "right": _shown(right), "year": year_be}
            findings.add("total_differs", told.passage, **words)
    missing = [code for code in instruments if code not in printed]
    if not document.has_tables:  # a score can stand on another line than its name
        missing = [code for code in missing if _shown(computed.get(code, float("nan"))) not in document.plain]
    indicators = [told for code, told in printed.items() if code not in ("ITA", *instruments)]
    if missing and indicators:
        known = [f"{code} {_shown(computed[code])}" for code in missing if code in computed]
        told_right = f"คำนวณจากตัวชี้วัดได้ {' '.join(known)}" if known else "ดูจากประกาศผล"
        findings.add("no_instrument_totals", indicators[0].passage, codes=" ".join(missing), right=told_right)


def check_level(document: Document, scores: dict[str, float], year_be: int, findings: FindingList) -> None:
    """Printed levels that are not the level of the scores."""
    if "ITA" not in scores:
        return
    book = rulebook(year_be)
    upper = {code.lower(): scores.get(code) for code in book.instruments}
    right = book.rate(scores["ITA"], **upper)
    for passage in document.passages:
        for label in _printed_levels(passage, document, year_be):
            if right is not None and label != right:
                words = {"printed": label, "right": right, "total": _shown(scores["ITA"]), "year": year_be}
                findings.add("level_differs", passage, label, **words)


def _printed_levels(passage: Passage, document: Document, year_be: int) -> Iterator[str]:
    text = passage.plain
    years = [year.year_be for year in find_years(text)]
    if years and year_be not in years:
        return
    for found in _level_words().finditer(text):
        before, after = text[max(0, found.start() - 40) : found.start()], text[found.end() : found.end() + 25]
        if not holds("to_come", before) and not re.match(r"\s*[\d(=:≥>]|\s*ต้อง|\s*ที่\s*\d", after):
            yield found["label"]
    found_row = document.row_of(passage)
    if found_row is not None and re.fullmatch(r"(?:ระดับ|ระดับผลการประเมิน|ผลการประเมิน)(?:ที่ได้)?", text):
        yield from [cell.plain for cell in found_row[1] if cell.plain in _labels()]


@cache
def _labels() -> tuple[str, ...]:
    """Labels of all scales that were ever printed, the longest first."""
    known = {str(label) for year in known_years() for label in rulebook(year).ratings["label"]}
    return tuple(sorted(known | set(_OLD_LABELS), key=len, reverse=True))


@cache
def _level_words() -> re.Pattern[str]:
    labels = "|".join(map(re.escape, _labels()))
    lead = r"(?:ระดับผลการประเมิน|ผลการประเมินระดับ|ผลการประเมินอยู่ในระดับ|(?:อยู่ใน|ได้|เป็น|จัดอยู่ใน)\s?ระดับ|Grade)"
    return re.compile(rf"{lead}\s*[:=“\"(]?\s*(?P<label>{labels})(?![A-Za-zก-๎\d])")


def check_scale(document: Document, year_be: int, plan_year: int, findings: FindingList) -> None:
    """Tables or lists of levels that are the scale of neither the result year nor the plan year."""
    run: list[tuple[str, float, Passage]] = []
    for label, floor, passage in [*_scale_rows(document), ("", 0.0, document.passages[-1])]:
        again = any(label == seen for seen, _, _ in run)
        if label and not again:
            run.append((label, floor, passage))
            continue
        _check_run(run, year_be, plan_year, findings)
        run = [(label, floor, passage)] if label else []


def _check_run(run: list[tuple[str, float, Passage]], year_be: int, plan_year: int, findings: FindingList) -> None:
    years = [year for year in (year_be, plan_year) if year in known_years()]
    faults = {year: _fault(run, year) for year in years}
    if len(run) < _FEWEST_ROWS or not all(faults.values()):
        return
    levels = rulebook(year_be).ratings
    right = " · ".join(
        f"{label} ≥ {floor:g}" for label, floor in levels[["label", "total_floor"]].itertuples(index=False)
    )
    findings.add("scale_not_in_force", run[0][2], year=year_be, fault=faults[year_be], right=right)


def _fault(run: list[tuple[str, float, Passage]], year_be: int) -> str:
    """What a run of levels has that the year's scale has not; empty where nothing."""
    levels = rulebook(year_be).ratings
    floors = dict(zip(levels["label"], levels["total_floor"], strict=True))
    unknown = [label for label, _, _ in run if label not in floors]
    moved = [
        f"{label} พิมพ์ {floor:g} แต่คือ {floors[label]:g}" for label, floor, _ in run if floors.get(label, floor) != floor
    ]
    parts = ([f"ปี {year_be} ไม่มีระดับ {' '.join(unknown)}"] if unknown else []) + moved
    return ", ".join(parts)


def _scale_rows(document: Document) -> Iterator[tuple[str, float, Passage]]:
    """Label, floor and place of each row or line that tells a level and its scores."""
    for passage in document.passages:
        found_row = document.row_of(passage)
        row = None if found_row is None else found_row[1]
        if row is not None and passage is not next((cell for cell in row if cell.text.strip()), None):
            continue
        text = passage.plain if row is None else " ".join(cell.plain for cell in row)
        found = _scale_row().match(text)
        if found is not None:
            yield found["label"], 0.0 if found["below"] else float(found["floor"]), passage


@cache
def _scale_row() -> re.Pattern[str]:
    labels = "|".join(map(re.escape, _labels()))
    number = r"(?P<floor>\d{1,3}(?:\.\d+)?)"
    after = r"\s*(?:คะแนน)?\s*(?:-|–|—|ถึง(?!เกณฑ์)|ขึ้นไป|และ|$)"
    return re.compile(
        rf"(?:ระดับ\s*)?(?P<label>{labels})(?![A-Za-zก-๎\d])\s*(?:[:=|(]|หมายถึง|คะแนน|คือ|\s)*"
        rf"(?:(?P<below>ต่ำกว่า|น้อยกว่า|ไม่ถึง|<)\s*\d|(?:≥|>=|ตั้งแต่|ไม่น้อยกว่า)?\s*(?:คะแนนรวม\s*)?(?:≥\s*)?{number}{after})"
    )


def check_source(document: Document, printed: dict[str, Printed], findings: FindingList) -> None:
    """Scores without a source that bears a date."""
    if not printed:
        return
    day = re.compile(_DAY.pattern.replace("MONTH", any_of("month")))
    texts = [passage.plain for passage in document.passages if not passage.in_table]
    if not document.has_tables:  # a row of a table is lines here
        texts = [" ".join(texts[at : at + _LINES_OF_A_ROW]) for at in range(len(texts))]
    for table in document.tables:
        if "measure" not in roles_of(table.rows[0]):  # a date there is that of a measure
            rows = [" ".join(cell.plain for cell in row) for row in table.rows]
            texts += [f"{rows[0]} {row}" for row in rows]
    if not any(holds("source", text) and day.search(text) for text in texts):
        first = printed.get("ITA") or next(iter(printed.values()))
        findings.add("no_source_date", first.passage)


def _apart(printed: float, right: float) -> bool:
    return bool(abs(round_score(printed) - round_score(right)) > TOLERANCE + 1e-9)


def _is_weighted(printed: float, right: float, code: str, year_be: int) -> bool:
    """Whether an instrument is printed as weighted points (OIT 8.28 of 40)."""
    weight = rulebook(year_be).tree.set_index("code").loc[code, "weight"]
    return code in rulebook(year_be).instruments and not _apart(printed, right * float(str(weight)))


def _shown(score: float) -> str:
    return f"{round_score(score):.2f}"
