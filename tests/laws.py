"""What must hold for any workbook, stated without the reader's own code."""

from __future__ import annotations

import csv
import math
import re
import time
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
from openpyxl.utils import range_boundaries
from python_calamine import load_workbook

import itaanalysis as ita

if TYPE_CHECKING:
    from fuzz import Case

_NUMBER = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?")
_PASSED, _FAILED = {"ผ่าน", "มี", "✓", "✔", "√"}, {"ไม่ผ่าน", "ไม่มี", "✗", "✘", "×"}
_NOT_ASSESSED = {"", "-", "–", "—", "n/a", "na", "ไม่มีคะแนน", "ไม่มีข้อมูล", "ไม่ได้ประเมิน", "ไม่ประเมิน"}
#: Of 100 points an instrument's weighted ones are 30 or 40: what a note may account for.
_NOTED_FACTORS = (100.0, 1 / 0.3, 1 / 0.4)
#: A note may account for a score of two decimals where the division has no end.
NEAR, NEAR_NOTED = 1e-6, 0.0051
#: No file takes longer to read.
SECONDS = 5.0


def check_accounting(cells: pd.DataFrame) -> None:
    """Every non-empty cell of every sheet ends as score, label, remark or issue."""
    ended = cells[["score", "label", "remark", "issue"]].sum(axis=1)
    assert (cells["filled"] == ended).all(), cells.to_string()


def check_sources(scores: pd.DataFrame, path: Path, *, encoding: str = "utf-8-sig", separator: str = ",") -> None:
    """Each score's source leads to a cell of the file, read anew, whose text gives the number."""
    if scores.empty:
        return  # a file that nobody can open gives none
    rows = raw_rows(path, encoding, separator)
    for score, source, note in scores[["score", "source", "note"]].itertuples(index=False):
        value = cell_of(rows, source, path.name)
        assert gives(value, score, note), f"{source} holds {value!r}, the score is {score!r} ({note!r})"


def raw_rows(path: Path, encoding: str = "utf-8-sig", separator: str = ",") -> dict[str, list[list[object]]]:
    """The cells of each sheet from A1 on, by a reader that is not the package's."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="") as file:
            return {"csv": [list(row) for row in csv.reader(file, delimiter=separator)]}
    book = load_workbook(path)
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def cell_of(rows: dict[str, list[list[object]]], source: str, file: str) -> object:
    """The value that stands at `file#sheet!C12`; "" beyond the end of a row."""
    assert source.startswith(f"{file}#"), source
    sheet, address = source[len(file) + 1 :].rsplit("!", 1)
    found = re.fullmatch(r"([A-Z]+)([1-9]\d*)", address)
    assert found, f"{source} names no single cell"
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    row = rows[sheet][int(found[2]) - 1]
    return row[column - 1] if column <= len(row) else ""


def gives(value: object, score: float, note: str = "") -> bool:
    """Whether a reader of the cell would take this score from it; a note allows for a percent format or a weight."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return False
    text = unicodedata.normalize("NFKC", str(value)).strip(" \t\r\n\u200b\ufeff").casefold()
    if math.isnan(score):
        return text in _NOT_ASSESSED
    if text in _PASSED | _FAILED:
        return score == (100.0 if text in _PASSED else 0.0)
    numbers = [float(value)] if isinstance(value, (int, float)) else _numbers(text)
    if any(abs(number - score) < NEAR for number in numbers):
        return True
    return note != "" and any(abs(n * factor - score) < NEAR_NOTED for n in numbers for factor in _NOTED_FACTORS)


def _numbers(text: str) -> list[float]:
    """All numbers of a text, in either sense of a comma."""
    found = []
    for written in _NUMBER.findall("".join(str(unicodedata.digit(c, c)) for c in text)):
        head, _, tail = written.rpartition(",")
        found.append(float(written.replace(",", "")))
        if head.isdigit() and tail.isdigit():
            found.append(float(f"{head}.{tail}"))
    return found


def read(path: Path) -> ita.Export:
    """Read without raising, in time, and with every cell accounted for."""
    begin = time.process_time()
    export = ita.read_export(path, strict=False)
    assert time.process_time() - begin < SECONDS
    check_accounting(export.cells)
    assert export.layout["scores"].sum() <= export.cells["score"].sum()
    return export


def check_scores(case: Case, export: ita.Export) -> None:
    """Exactly the scores of the truth, each from its cell."""
    key = ["year_be", "agency", "district", "province", "code"]
    found = {
        tuple(row[:5]): (row[5], row[6].split("#", 1)[1])
        for row in export.scores[[*key, "score", "source"]].itertuples(index=False, name=None)
    }
    assert {at: cell for at, (_, cell) in found.items()} == {at: cell for at, (_, cell) in case.scores.items()}
    for at, (score, _) in case.scores.items():
        read = found[at][0]
        assert (math.isnan(read) and math.isnan(score)) or abs(read - score) < NEAR, f"{at}: {read}, not {score}"


def covers(issues: list[tuple[str, str]], cell: str) -> bool:
    """Whether an issue stands at the cell or at a range around it."""
    sheet, address = cell.split("!")
    column, row, _, _ = range_boundaries(address)
    for of_sheet, place in issues:
        if of_sheet == sheet and place:
            left, top, right, bottom = range_boundaries(place)
            if left <= column <= right and top <= row <= bottom:
                return True
    return False


def check_case(case: Case, folder: Path) -> None:
    """The laws of a generated workbook, sound or damaged."""
    path = case.write(folder)
    export = read(path)
    check_sources(export.scores, path)
    issues = export.issues
    if not case.damaged:
        assert issues.empty, issues[["kind", "sheet", "cell", "value"]].to_string()
    errors = issues.loc[issues["severity"] == "error", ["sheet", "cell"]].itertuples(index=False, name=None)
    places = list(errors)
    for cell in case.damaged:
        assert covers(places, cell), f"no issue at {cell}: {issues[['kind', 'sheet', 'cell']].to_string()}"
    assert len(issues) <= len(case.damaged), issues[["kind", "sheet", "cell", "value"]].to_string()
    check_scores(case, export)
