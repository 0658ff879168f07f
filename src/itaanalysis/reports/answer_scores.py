"""Answers of files to scores, lines to read and files to keep: what `ita score` does."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from openpyxl.utils import get_column_letter

from itaanalysis.analysis import compute_gaps, find_weak_areas
from itaanalysis.errors import ItaError
from itaanalysis.exports.answers import HIDDEN_ROW, Answers
from itaanalysis.files import write_whole
from itaanalysis.frames import ANSWERS, KEY, SCORES, SIMULATED, is_marked, plain_text
from itaanalysis.reports._xlsx import new_workbook, put_text, save_workbook
from itaanalysis.reports.processed import safe_text
from itaanalysis.rulebook import evidence_labels, level_labels, minimum_sample, round_score, rulebook
from itaanalysis.scoring import roll_up, score_answers

UPPER = ("total", "instrument", "indicator")
_MOST_WEAK = 5
_MOST_TOLD = 20  # offices on the screen; the files have all
_MOST_ROWS = 100_000  # of a sheet that a person opens
_MADE = datetime(2026, 1, 1)
_SIZE = 14
_COLUMNS = {
    **{"year_be": ("ปี", 8), "agency": ("หน่วยงาน", 34), "level_th": ("ชั้น", 14), "code": ("ข้อ", 8)},
    **{"name_th": ("ชื่อ", 44), "score": ("คะแนน", 10), "note": ("ที่มาของคะแนน", 60), "source": ("ช่อง", 40)},
}


class Scored(NamedTuple):
    """What the files give together.

    `scores`: of all levels. `people`: year_be, agency_id, instrument, people, hidden (how many of them stand in hidden
    rows). `weak`: the questions and items that cost most, and the `remark` beside an item. `replaced`: how many scores
    read from the files gave way to those computed from answers. `values`: the values of answers that were used, with
    their evidence (Thai lines).
    """

    scores: pd.DataFrame
    people: pd.DataFrame
    weak: pd.DataFrame
    replaced: int
    values: list[str]


def score_files(read: Iterable[Answers], *, values: int = 0) -> Scored:
    """The scores that the answers of some files give together; verdicts of OIT items in them are taken along.

    Raises
    ------
    ItaError
        There are neither answers nor scores, a respondent stands twice, or there is no such set of values.
    """
    read = list(read)
    answers = [one.answers for one in read if len(one.answers)]
    frames = [plain_text(one.scores) for one in read if len(one.scores)]
    people = pd.DataFrame(columns=[*ANSWERS[:3], "people", "hidden"])
    used: list[str] = []
    if answers:
        joined = _together(answers)
        computed = score_answers(joined, values=values)
        frames, used = [plain_text(computed), *frames], _tell_values(computed)
        joined["hidden"] = joined["note"].str.contains(HIDDEN_ROW, regex=False)
        people = joined.groupby(ANSWERS[:3], sort=True)["hidden"].agg(people="size", hidden="sum").reset_index()
    if not frames:
        raise ItaError("ไม่พบคำตอบหรือคะแนนที่อ่านได้ในไฟล์")
    every = pd.concat(frames, ignore_index=True)
    once = every[~every.duplicated(KEY)].reset_index(drop=True)
    scores = roll_up(once)[SCORES]
    remarks = pd.concat([one.remarks for one in read], ignore_index=True).groupby(KEY)["text"].agg("; ".join)
    weak = find_weak_areas(compute_gaps(scores), level="item").join(remarks.rename("remark"), on=KEY)
    return Scored(scores, people, weak, len(every) - len(once), used)


def _tell_values(computed: pd.DataFrame) -> list[str]:
    label = dict(evidence_labels()[["evidence", "label_th"]].itertuples(index=False, name=None))
    lines = []
    for year, scales in computed.attrs["answer_values"].items():
        told = [
            f"{' '.join(f'{worth:g}' for worth in one['points'])} ({label[one['evidence']]})" for one in scales.values()
        ]
        lines.append(f"ค่าคำตอบที่ใช้ ปี {year}: {' และ '.join(told)}")
    return lines


def _together(answers: list[pd.DataFrame]) -> pd.DataFrame:
    """The respondents of all files; one number of a row in two files is two people, one file twice is a mistake."""
    for one, other in combinations(answers, 2):
        if one.equals(other):
            raise ItaError(f"ไฟล์เดียวกันถูกอ่านสองครั้ง: {one['source'].iloc[0].split('#')[0]}")
    joined = pd.concat(answers, ignore_index=True)
    again = joined.duplicated(ANSWERS[:4])
    files = joined["source"].str.split("#", n=1).str[0]
    joined["respondent"] = joined["respondent"].where(~again, joined["respondent"] + " (" + files + ")")
    return joined


def tell_scores(scored: Scored, *, staff: int | None = None) -> list[str]:
    """Lines for the screen: an office, its respondents beside the minimum, its scores, and its weakest questions."""
    lines = list(scored.values)
    offices = scored.scores[["year_be", "agency_id", "agency_type"]].drop_duplicates()
    for year, agency, kind in offices.head(_MOST_TOLD).itertuples(index=False):
        rows, tree = _of(scored.scores, year, agency), rulebook(year).tree.set_index("code")["name_th"]
        lines.append(f"{agency} ปี {year}{f' · {SIMULATED}' if is_marked(rows, SIMULATED) else ''}")
        lines += [f"  {line}" for line in _tell_people(_of(scored.people, year, agency), kind, staff)]
        rows = rows[rows["level"].isin(UPPER)]
        for code, score in zip(rows["code"], round_score(rows["score"]), strict=True):
            lines.append(f"  {code:>3} {tree[code]}: {'ไม่มีข้อมูล' if pd.isna(score) else f'{score:.2f}'}")
        weak = _of(scored.weak, year, agency).head(_MOST_WEAK)
        numbers = round_score(weak["score"]), round_score(weak["points"])
        for code, score, points, remark in zip(weak["code"], *numbers, weak["remark"].fillna(""), strict=True):
            told = f" · {remark}" if remark else ""
            lines.append(f"  จุดอ่อน {code} {tree[code]}: {score:.2f} (คะแนนรวมที่เพิ่มได้ {points:.2f}){told}")
    if len(offices) > _MOST_TOLD:
        lines.append(f"… และอีก {len(offices) - _MOST_TOLD:,} หน่วยงาน ดูในไฟล์")
    if scored.replaced:
        lines.append(f"ใช้คะแนนที่คำนวณจากคำตอบ แทนคะแนนที่พิมพ์ในไฟล์ {scored.replaced} ช่อง")
    return lines


def _of(frame: pd.DataFrame, year: int, agency: str) -> pd.DataFrame:
    return frame[(frame["year_be"] == year) & (frame["agency_id"] == agency)]


def _tell_people(people: pd.DataFrame, agency_type: str, staff: int | None) -> list[str]:
    try:
        least = minimum_sample(agency_type, internal=staff)
    except ItaError:  # a type of office that the table does not have
        least = pd.DataFrame({"instrument": [], "minimum": [], "why": []})
    lines = []
    for instrument, number, hidden in people[["instrument", "people", "hidden"]].itertuples(index=False):
        rules = least[(least["instrument"] == instrument) & least["minimum"].notna()].drop_duplicates("minimum")
        told = "; ".join(f"ขั้นต่ำ {row.minimum:,} ({row.why})" for row in rules.itertuples())
        short = len(rules) and number < rules["minimum"].max()
        unseen = f" (รวม{HIDDEN_ROW} {hidden:,} แถว)" if hidden else ""
        lines.append(
            f"{instrument} ผู้ตอบ {number:,} คน{unseen} · {told or 'ขั้นต่ำ: ไม่ทราบ'}{' · ยังไม่ครบ' if short else ''}"
        )
    return lines


def write_scores(scored: Scored, folder: Path) -> list[Path]:
    """`scores.csv`, and `scores.xlsx` for a person; no text in them is run as a formula.

    Raises
    ------
    ItaError
        A file cannot be written; an older one stays as it was.
    """
    texts = [column for column in SCORES if column != "score"]
    safe = scored.scores.assign(**{column: safe_text(scored.scores[column]) for column in texts})
    made = [write_whole(folder / "scores.csv", lambda path: safe.to_csv(path, index=False, encoding="utf-8-sig"))]
    return [*made, _write_sheet(scored.scores, folder / "scores.xlsx")] if len(safe) <= _MOST_ROWS else made


def _write_sheet(scores: pd.DataFrame, path: Path) -> Path:
    levels = level_labels().set_index("level")["label_th"]
    names = {year: rulebook(year).tree.set_index("code")["name_th"] for year in scores["year_be"].unique()}
    keys = zip(scores["year_be"], scores["code"], strict=True)
    table = scores.assign(level_th=scores["level"].map(levels), name_th=[names[year][code] for year, code in keys])
    book = new_workbook()
    sheet = book.create_sheet("คะแนน")
    for at, (heading, width) in enumerate(_COLUMNS.values(), start=1):
        put_text(sheet.cell(1, at), heading, size=_SIZE, bold=True)
        sheet.column_dimensions[get_column_letter(at)].width = width
    for line, row in enumerate(table[list(_COLUMNS)].itertuples(index=False), start=2):
        for at, (name, value) in enumerate(zip(_COLUMNS, row, strict=True), start=1):
            cell = sheet.cell(line, at)
            if name != "score":
                put_text(cell, str(value), size=_SIZE)
            elif pd.notna(value):
                cell.value, cell.number_format = float(value), "0.00"
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(_COLUMNS))}{len(table) + 1}"
    save_workbook(book, path, _MADE)
    return path
