"""`write_answers_workbook`: the answers of an invented office as its own form would give them, and its OIT list."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from itaanalysis.errors import ItaError
from itaanalysis.files import steady_bytes, write_whole
from itaanalysis.frames import SCORES, SIMULATED, make_frame
from itaanalysis.rulebook import questions, rulebook
from itaanalysis.simulate._answers import simulate_answers
from itaanalysis.simulate._tables import read_table

if TYPE_CHECKING:
    from openpyxl import Workbook

YEAR = 2565
#: 28 of the office's 34 people answered; how many could have answered EIT is not known.
PEOPLE: Mapping[str, int] = {"IIT": 28, "EIT": 52}
_AGENCY, _DISTRICT, _PROVINCE = "องค์การบริหารส่วนตำบลตัวอย่างชบา", "เมืองสมมติ", "สมมติ"
_TITLE = (
    f"{SIMULATED} {{told}} {_AGENCY} อำเภอ{_DISTRICT} จังหวัด{_PROVINCE} ประจำปีงบประมาณ พ.ศ. {YEAR} "
    "(หน่วยงานและคำตอบสมมติทั้งหมด)"
)
_ASKED = {"IIT": "คำตอบแบบวัด IIT", "EIT": "คำตอบแบบวัด EIT"}
_GROUPS = {
    "IIT": ("เพศ", ("หญิง", "ชาย"), (0.6, 0.4)),
    "EIT": ("ประเภทผู้รับบริการ", ("บุคคลทั่วไป", "หน่วยงานของรัฐ", "องค์กรธุรกิจ"), (0.72, 0.22, 0.06)),
}
_SUGGESTIONS = {
    "IIT": ("ขอให้แจ้งแผนการใช้จ่ายงบประมาณให้ทุกคนทราบ", "ขั้นตอนขอยืมทรัพย์สินควรง่ายขึ้น"),
    "EIT": ("ควรมีช่องทางติดต่อออนไลน์", "ขอให้ประกาศผลการร้องเรียนบนเว็บไซต์", "อยากให้ปรับปรุงป้ายบอกขั้นตอน"),
}
_OIT_HEADER = ["ลำดับ", "ชื่อ", "คะแนน", "สถานะ", "หมายเหตุ"]
_VERDICTS = {100.0: "ผ่าน", 0.0: "ไม่ผ่าน"}
#: The earliest time that a zip archive can hold: the same answers give the same bytes whenever they are written.
_NO_TIME = datetime(1980, 1, 1)


def write_answers_workbook(path: str | os.PathLike[str], *, seed: int = 2569) -> Path:
    """Write made-up answers of an invented office, whole or not at all.

    Sheets IIT and EIT: a title in row 1 that says ข้อมูลจำลอง, codes of the questions in row 2, a respondent a row from
    row 3 on: a number, a group, answers in words (of negative questions as the form asks them, not turned round), and
    here and there a suggestion. Sheet OIT: the list of items with their verdicts. The scores that come out are in
    `sample_office.csv`, as nearly as so many answers give them.

    Raises
    ------
    ItaError
        The path is not an .xlsx in a folder that exists.
    """
    target = Path(path)
    if target.suffix.lower() != ".xlsx" or not target.parent.is_dir():
        raise ItaError(
            f"write_answers_workbook: the path must be an .xlsx file in a folder that exists; found {target}"
        )
    content = steady_bytes(_make_workbook(seed), _NO_TIME)
    return write_whole(target, lambda part: part.write_bytes(content))


def sample_scores() -> pd.DataFrame:
    """The scores that the office is to have: indicators of IIT and EIT, items of OIT."""
    table = read_table("sample_office.csv")
    told = dict(zip(table["code"], table["score"].astype(float), strict=True))
    tree = rulebook(YEAR).tree
    items = tree.loc[tree["answers"] == "pass/fail", "code"]
    scores = dict.fromkeys(items, 100.0) | told
    level = dict(zip(tree["code"], tree["level"], strict=True))
    agency = (" · ".join((_AGENCY, _DISTRICT, _PROVINCE)), _AGENCY, "อบต.", _DISTRICT, _PROVINCE)
    rows = [(YEAR, *agency, code, level[code], score, "sample_office.csv", SIMULATED) for code, score in scores.items()]
    return make_frame(rows, SCORES)


def _make_workbook(seed: int) -> Workbook:
    from openpyxl import Workbook

    scores = sample_scores()
    answers = simulate_answers(scores, PEOPLE, seed=seed)
    book = Workbook()
    book.remove(book.active)
    book.properties.title = f"{SIMULATED}: write_answers_workbook(seed={seed})"
    for place, instrument in enumerate(_ASKED):
        sheet = book.create_sheet(instrument)
        sheet.append([_TITLE.format(told=_ASKED[instrument])])
        for row in _rows(answers, instrument, np.random.default_rng([seed, place])):
            sheet.append(row)
        sheet.freeze_panes = "C3"
    items = scores[scores["level"] == "item"]
    names = dict(zip(rulebook(YEAR).tree["code"], rulebook(YEAR).tree["name_th"], strict=True))
    sheet = book.create_sheet("OIT")
    sheet.append([_TITLE.format(told="ผลการตรวจ OIT")])
    sheet.append(_OIT_HEADER)
    for code, score in zip(items["code"], items["score"], strict=True):
        sheet.append([code.upper(), names[code], score, _VERDICTS[score], None])
    sheet.column_dimensions["B"].width = 60
    return book


def _rows(answers: pd.DataFrame, instrument: str, chance: np.random.Generator) -> list[list[object]]:
    """The header and the respondents of one sheet."""
    asked = questions(YEAR)
    asked = asked[asked["instrument"] == instrument]
    own = answers[answers["instrument"] == instrument]
    words = [_words(own[column], *told) for column, *told in asked[["column", "scale", "direction"]].to_numpy()]
    name, groups, shares = _GROUPS[instrument]
    group = chance.choice(groups, len(own), p=shares)
    said = np.full(len(own), None, dtype=object)
    said[chance.permutation(len(own))[: len(_SUGGESTIONS[instrument])]] = _SUGGESTIONS[instrument]
    header = ["ลำดับ", name, *asked["column"], "ข้อเสนอแนะ"]
    body = zip(range(1, len(own) + 1), map(str, group), *words, said, strict=True)
    return [header, *map(list, body)]


def _words(places: pd.Series, scale: str, direction: str) -> list[str]:
    """Answers from the worst to the best as the words of a form; a negative question is not turned round there."""
    table = read_table("answer_words.csv")
    rising = table.loc[table["scale"] == scale, "word"].tolist()
    words = rising[::-1] if direction == "falling" else rising
    return [words[place] for place in places]
