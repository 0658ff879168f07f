"""An office's own mapping files: what a text of its sheets means, where the package cannot tell or tells it wrong."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pandas as pd

from itaanalysis.datafiles import read_data
from itaanalysis.errors import ItaError
from itaanalysis.exports._issues import Problem
from itaanalysis.exports.opening import read_csv_rows
from itaanalysis.rulebook import known_years, rulebook
from itaanalysis.thai import Agency, clean, match_key, parse_agency, place_name

NOTE = "note"
WHERE = ["written_district", "written_province"]
ANSWER = ["agency", "district", "province"]


@dataclass(frozen=True)
class AgencyMap:
    """What an office wrote (key of the text, district, province) and what it means (agency, district, province).

    An empty place stands for any place, an empty answer for what the sheet says.
    """

    answers: dict[tuple[str, ...], tuple[str, ...]]

    def apply(
        self, names: Sequence[str], districts: Sequence[str], provinces: Sequence[str]
    ) -> tuple[Sequence[str], Sequence[str], Sequence[str]]:
        """The three columns of texts with what the map replaces, ready for `parse_agencies`; nothing else changes."""
        if not self.answers:
            return names, districts, provinces
        written = {key[0] for key in self.answers}
        keys = {name: key for name in set(names) if (key := match_key(name)) in written}
        rows: list[tuple[str, ...]] = list(zip(names, districts, provinces, strict=True))
        for at, row in enumerate(rows):
            if row[0] in keys:
                answer = self._answer(keys[row[0]], *map(place_name, row[1:]))
                rows[at] = tuple(new or old for new, old in zip(answer, row, strict=True))
        columns = list(zip(*rows, strict=True)) or [(), (), ()]
        return columns[0], columns[1], columns[2]

    def renamed(self, agency: Agency) -> Agency:
        """An agency that a title or a header names, as the map says."""
        before = agency.name, agency.district, agency.province
        (name,), (district,), (province,) = self.apply(*([text] for text in before))
        if (name, district, province) == before:
            return agency
        return parse_agency(name, district=district, province=province)

    def _answer(self, key: str, district: str, province: str) -> tuple[str, ...]:
        """What the row says that tells most about where the text stands; the district counts before the province."""
        for place in product((district, ""), (province, "")):
            if (key, *place) in self.answers:
                return self.answers[key, *place]
        return ("",) * len(ANSWER)


def read_agency_map(path: Path) -> AgencyMap:
    """The office's `agencies.csv`; an empty map where the file does not exist.

    Columns: `written`, the text as it stands in the sheet (spaces and punctuation do not count); `agency`, `district`,
    `province`, what it means, each empty where it is to stay as read; and where wanted `written_district` and
    `written_province`, which bind a row to the text of those columns, and `note`.

    Raises
    ------
    ItaError
        A column is missing or unknown, `written` is empty, a row says nothing, or two rows say different things.
    """
    answers: dict[tuple[str, ...], tuple[str, ...]] = {}
    rows: dict[tuple[str, ...], int] = {}
    for at, row in _read_rows(path, ["written", "agency"], [*WHERE, "district", "province", NOTE]):
        if not match_key(row["written"]):
            raise _error(path, at, "written", "ว่าง", "ใส่ข้อความตามที่พิมพ์ในตาราง")
        answer = tuple(row.get(name, "") for name in ANSWER)
        if not any(answer):
            raise _error(path, at, "agency", "ว่าง", "ใส่ชื่อหน่วยงาน อำเภอ หรือจังหวัด อย่างน้อยหนึ่งอย่าง")
        key = (match_key(row["written"]), *(place_name(row.get(name, "")) for name in WHERE))
        if answers.setdefault(key, answer) != answer:
            what = f"“{row['written']}” มีคำตอบต่างจากแถว {rows[key]}"
            raise _error(path, at, "written", what, f"เหลือแถวเดียว หรือแยกด้วยคอลัมน์ {' และ '.join(WHERE)}")
        rows.setdefault(key, at)
    return AgencyMap(answers)


def read_header_map(path: Path) -> pd.DataFrame:
    """The office's `headers.csv`: `field` and `word` as in the package's own list; no rows where it does not exist.

    A field may be the code of a node too (`9`, `o42`, `IIT`), of which the word is one more spelling.

    Raises
    ------
    ItaError
        A column is missing or unknown, a field is none of the known ones, a word is empty or stands for two fields.
    """
    rows = _read_rows(path, ["field", "word"], [NOTE])
    known = sorted(read_data("exports", "headers.csv")["field"].unique()) if rows else []
    codes = {code for year in known_years() for code in rulebook(year).tree["code"]} if rows else set()
    fields: dict[str, str] = {}
    for at, row in rows:
        if row["field"] not in known and row["field"] not in codes:
            raise _error(path, at, "field", f"ไม่รู้จัก “{row['field']}”", f"ใช้ได้: {', '.join(known)} หรือรหัสข้อ เช่น 9, o42")
        if not row["word"]:
            raise _error(path, at, "word", "ว่าง", "ใส่คำในหัวตาราง")
        if fields.setdefault(match_key(row["word"]) or row["word"], row["field"]) != row["field"]:
            raise _error(path, at, "word", f"“{row['word']}” อยู่ในสองความหมาย", "เหลือแถวเดียว")
    return pd.DataFrame([row for _, row in rows], columns=["field", "word"], dtype="str")


def _read_rows(path: Path, required: list[str], optional: list[str]) -> list[tuple[int, dict[str, str]]]:
    """The filled rows of a mapping file by the names of its columns, each with its row number in the file."""
    if not path.exists():
        return []
    try:
        cells = [[clean(str(cell)) for cell in row] for row in read_csv_rows(path)]
    except (Problem, OSError, csv.Error) as error:
        raise ItaError(f"อ่าน {path.name} ไม่ได้: ไม่ใช่ไฟล์ CSV ที่เปิดได้ — บันทึกจาก Excel เป็น CSV UTF-8 แล้วสั่งใหม่") from error
    header = cells[0] if cells else []
    while header and not header[-1]:
        header = header[:-1]
    for name in required:
        if name not in header:
            raise _error(path, 1, name, "ไม่มีคอลัมน์นี้", f"หัวตารางต้องมี {', '.join(required)}")
    for name in header:
        if name not in (*required, *optional) or header.count(name) > 1:
            raise _error(path, 1, name, "ไม่รู้จักคอลัมน์นี้ หรือมีซ้ำ", f"ใช้ได้: {', '.join([*required, *optional])}")
    rows = []
    for at, row in enumerate(cells[1:], start=2):
        if any(row[len(header) :]):
            raise _error(path, at, header[-1], "มีช่องเกินหัวตาราง", 'ใส่เครื่องหมาย " คร่อมข้อความที่มีเครื่องหมาย ,')
        if any(row):
            rows.append((at, dict(zip(header, [*row, *[""] * len(header)], strict=False))))
    return rows


def _error(path: Path, row: int, column: str, what: str, fix: str) -> ItaError:
    return ItaError(f"{path.name} แถว {row} คอลัมน์ {column}: {what} — {fix}")
