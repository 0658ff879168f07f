"""Wrong files: one clear sentence with file, sheet and cell; the raw file untouched."""

from __future__ import annotations

import io

import pytest
from sheets import make_workbook

import itaanalysis as ita

HEAD = [["ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. ๒๕๖๕"], ["อบต.ตัวอย่าง อ.สมมติเหนือ จ.สมมติ"], ["ลำดับ", "ตัวชี้วัด", "คะแนน"]]
WIDE = ["หน่วยงาน", "1", "2"]

#: rows of the sheet, name of the file, kind of the issue, its cell, and words that the message must hold
CASES = {
    "unknown indicator": ([*HEAD, [1, "การบริหารความสุข", 80]], "a.xlsx", "unknown_indicator", "B4", "การบริหารความสุข"),
    "number and name disagree": ([*HEAD, [1, "ตัวชี้วัดที่ 3 การใช้งบประมาณ", 80]], "a.xlsx", "indicator_conflict", "B4", "3"),
    "no indicator": ([*HEAD, [None, None, 80]], "a.xlsx", "no_indicator", "B4", "ชื่อตัวชี้วัด"),
    "score 101": ([*HEAD, [1, "การใช้อำนาจ", 101]], "a.xlsx", "out_of_range", "C4", "101"),
    "score -1": ([*HEAD, [1, "การใช้อำนาจ", -1]], "a.xlsx", "out_of_range", "C4", "-1"),
    "score in words": ([*HEAD, [1, "การใช้อำนาจ", "แปดสิบ"]], "a.xlsx", "not_a_number", "C4", "แปดสิบ"),
    "no header": ([["สวัสดี"], ["ไม่มีอะไร", 12]], "a-2565.xlsx", "no_table", "", "หัวตาราง"),
    "no year": ([WIDE, ["อบต.ตัวอย่าง", 90, 80]], "a.xlsx", "no_year", "A1:C2", "ปีงบประมาณ"),
    "two years": (
        [["ปี 2565"], WIDE, ["อบต.ตัวอย่าง", 90, 80]],
        "a-2566.xlsx",
        "years_disagree",
        "A2:C3",
        "2565 (A1), 2566 (ชื่อไฟล์)",
    ),
    "unknown year": ([["ปี 2559"], WIDE, ["อบต.ตัวอย่าง", 90, 80]], "a.xlsx", "year_unknown", "A1", "2559"),
    "no agency": ([["ปี 2565"], ["ตัวชี้วัด", "คะแนน"], ["การใช้อำนาจ", 80]], "a.xlsx", "no_agency", "A2:B3", "หน่วยงาน"),
    "same agency twice": (
        [["ปี 2565"], WIDE, ["อบต.ตัวอย่าง", 90, 80], ["องค์การบริหารส่วนตำบลตัวอย่าง", 91, 80]],
        "a.xlsx",
        "duplicate",
        "B4",
        "90 ที่ s!B3 และ 91 ที่ s!B4",
    ),
    "item of another year": (
        [["ปี 2568"], ["หน่วยงาน", "o1", "o43"], ["อบต.ตัวอย่าง", 100, 0]],
        "a.xlsx",
        "not_in_year",
        "C3",
        "o43",
    ),
    "another assessment": ([*HEAD, [1, "ความพร้อมรับผิด", 80]], "a.xlsx", "look_alike", "B4", "ความพร้อมรับผิด"),
    "a stray column": ([["ปี 2565"], [*WIDE, "อุณหภูมิ"], ["อบต.ตัวอย่าง", 90, 80, 33]], "a.xlsx", "unread", "D3", "33"),
}


@pytest.mark.parametrize("name", CASES)
def test_one_sentence_with_file_sheet_and_cell(tmp_path, name):
    rows, file, kind, cell, words = CASES[name]
    path = make_workbook(tmp_path / file, {"s": rows})
    before = path.read_bytes()
    with pytest.raises(ita.ExportError) as caught:
        ita.read_export(path)
    issues = caught.value.issues
    found = issues[(issues["kind"] == kind) & (issues["cell"] == cell)]
    assert len(found) == 1, issues[["kind", "cell", "problem"]].to_string()
    sentence = next(line for line in str(caught.value).splitlines() if found["problem"].iloc[0] in line)
    assert file in sentence
    assert "s" in sentence
    assert cell in sentence
    assert words in sentence + found["value"].iloc[0]
    assert found["fix"].iloc[0] in sentence
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", CASES)
def test_without_strict_the_rest_is_read_and_the_issue_is_kept(tmp_path, name):
    rows, file, kind, _, _ = CASES[name]
    export = ita.read_export(make_workbook(tmp_path / file, {"s": rows}), strict=False)
    assert kind in set(export.issues["kind"])
    cells = export.cells
    assert (cells["filled"] == cells[["score", "label", "remark", "issue"]].sum(axis=1)).all()


def test_all_problems_are_told_in_one_sitting(tmp_path):
    rows = [*HEAD, *([n, "การใช้อำนาจ" if n == 1 else f"ไม่รู้จัก {n}", 100 + n] for n in range(1, 13))]
    with pytest.raises(ita.ExportError, match="พบ 12 ปัญหา") as caught:
        ita.read_export(make_workbook(tmp_path / "a.xlsx", {"s": rows}))
    assert len(str(caught.value).splitlines()) == 13


def test_a_year_of_the_common_era_is_read_with_a_warning(tmp_path):
    rows = [["ผลคะแนน ITA 2022"], WIDE, ["อบต.ตัวอย่าง", 90, 80]]
    export = ita.read_export(make_workbook(tmp_path / "a.xlsx", {"s": rows}))
    assert set(export.scores["year_be"]) == {2565}
    assert export.issues[["kind", "severity", "cell"]].to_numpy().tolist() == [["year_common_era", "warning", "A1"]]
    assert "2022" in export.issues["problem"].iloc[0]
    assert "2565" in export.issues["problem"].iloc[0]


def test_a_year_of_the_common_era_in_place_of_an_argument_is_an_error(tmp_path):
    path = make_workbook(tmp_path / "a.xlsx", {"s": [WIDE, ["อบต.ตัวอย่าง", 90, 80]]})
    with pytest.raises(ita.ItaError, match=r"2022.*2565"):
        ita.read_export(path, year_be=2022)


def protected(path):
    from msoffcrypto.format.ooxml import OOXMLFile

    plain = io.BytesIO(make_workbook(path, {"s": [["x"]]}).read_bytes())
    with path.open("wb") as out:
        OOXMLFile(plain).encrypt("secret", out)
    return path


FILES = {
    "missing": (lambda path: path, "file_missing"),
    "folder": (lambda path: (path.mkdir(), path)[1], "not_a_file"),
    "text": (lambda path: (path.write_text("hello"), path)[1], "not_a_workbook"),
    "empty bytes": (lambda path: (path.write_bytes(b""), path)[1], "empty_file"),
    "broken zip": (lambda path: (path.write_bytes(b"PK\x03\x04junk"), path)[1], "damaged"),
    "truncated": (
        lambda path: (path.write_bytes(make_workbook(path, {"s": [["x"]]}).read_bytes()[:900]), path)[1],
        "damaged",
    ),
    "empty sheet": (lambda path: make_workbook(path, {"s": []}), "empty"),
    "password": (protected, "password"),
}


@pytest.mark.parametrize("name", FILES)
def test_files_that_are_no_workbook(tmp_path, name):
    make, kind = FILES[name]
    path = make(tmp_path / "x-2565.xlsx")
    with pytest.raises(ita.ExportError) as caught:
        ita.read_export(path)
    assert list(caught.value.issues["kind"]) == [kind]
    assert "x-2565.xlsx" in str(caught.value)
