"""Answers against their peers: `read_answers` beside python-calamine alone.

Ratios of medians over interleaved pairs in one run; made-up respondents. Each reading is a whole one: readings of the
scales, personal columns, groups, masked suggestions, sources.
"""

from __future__ import annotations

import random
import tempfile
from functools import partial
from pathlib import Path

from reading import by_calamine, medians

QUESTIONS = {2565: 51, 2567: 15}
CELLS = 100_000
WORDS = {
    "four": ("น้อยที่สุดหรือไม่มีเลย", "น้อย", "มาก", "มากที่สุด"),
    "two": ("ไม่มี", "มี"),
    "six": ("ไม่เห็นด้วยอย่างยิ่ง", "ไม่เห็นด้วย", "ค่อนข้างไม่เห็นด้วย", "ค่อนข้างเห็นด้วย", "เห็นด้วย", "เห็นด้วยอย่างยิ่ง"),
}


def make_answers(path: Path, *, year: int, words: bool, cells: int = CELLS) -> Path:
    """A made-up export of a form: IIT answers of one office, as words or as places from 0, beside personal columns."""
    from openpyxl import Workbook

    from itaanalysis.rulebook import questions

    asked = questions(year)
    asked = asked[asked["instrument"] == "IIT"]
    chance = random.Random(year)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Form1")
    sheet.append([f"แบบวัด IIT อบต.ตัวอย่าง ปีงบประมาณ พ.ศ. {year} (ข้อมูลจำลอง)"])
    sheet.append(["ประทับเวลา", "ที่อยู่อีเมล", "เพศ", *asked["column"], "ข้อเสนอแนะ"])
    choices = [WORDS[scale] if words else range(len(WORDS[scale])) for scale in asked["scale"]]
    for at in range(cells // len(asked)):
        told = [chance.choice(choice) for choice in choices]
        person = [f"2022-05-01 10:{at % 60:02}", f"a{at}@example.com", ("ชาย", "หญิง")[at % 2]]
        sheet.append([*person, *told, None if at % 10 else f"ขอบคุณนายสมมติ ตัวอย่าง {at}"])
    book.save(path)
    return path


def by_itaanalysis(path: Path) -> object:
    """A whole reading."""
    from itaanalysis.exports.answers import read_answers

    return read_answers(path, negative=[], turned=False)


def reading(pairs: int = 7) -> list[str]:
    """The lines of the table for RESULTS.md: reading answers from xlsx."""
    lines = ["| file | calamine alone | read_answers | ratio | goal |", "|---|---|---|---|---|"]
    with tempfile.TemporaryDirectory() as scratch:
        for year, columns in QUESTIONS.items():
            for words in (True, False):
                path = make_answers(Path(scratch) / f"{year}-{words}.xlsx", year=year, words=words)
                floor, own = medians([partial(by_calamine, path), partial(by_itaanalysis, path)], pairs)
                name = f"{CELLS:,} answers, {CELLS // columns:,} × {columns} as {'words' if words else 'places'}"
                lines.append(f"| {name} | {floor:.3f} s | {own:.3f} s | {own / floor:.2f} | ≤ 1.5 |")
    return lines


if __name__ == "__main__":
    print("\n".join(reading()))
