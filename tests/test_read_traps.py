"""Rows and titles that look like scores, offices or years, and are not; and those that are and do not look it."""

from __future__ import annotations

import numpy as np
import pytest
from sheets import make_workbook

import itaanalysis as ita

YEAR = ["ผล ITA ปีงบประมาณ พ.ศ. 2565"]
TITLE = ["ผล ITA ปีงบประมาณ พ.ศ. 2565 อบต.ตัวอย่างหนึ่ง"]
LONG = ["ลำดับ", "ตัวชี้วัด", "คะแนน"]
LIST = ["หน่วยงาน", "จังหวัด", "คะแนน ITA"]
ONE = ["อบต.ตัวอย่างหนึ่ง", "สมมติ", 65]
FULL = "องค์การบริหารส่วนตำบล"
OIT = ["แบบตรวจ OIT ปีงบประมาณ พ.ศ. 2565 อบต.ตัวอย่างหนึ่ง"]


def read(tmp_path, rows, name="a.xlsx", merges=()):
    return ita.read_export(make_workbook(tmp_path / name, {"s": rows}, {"s": list(merges)}), strict=False)


#: name: rows, merges, {(agency, year, code): score}, kinds of issues
TRAPS = {
    "weights right below a merged header are no office": (
        [
            YEAR,
            ["หน่วยงาน", "จังหวัด", "IIT", "EIT", "OIT", "คะแนน ITA"],
            [None, None, 30, 30, 40, 100],
            [*ONE[:2], 94, 95, 80, 88.7],
        ],
        ["A2:A3", "B2:B3"],
        {(f"{FULL}ตัวอย่างหนึ่ง", 2565, "IIT"): 94, (f"{FULL}ตัวอย่างหนึ่ง", 2565, "EIT"): 95}
        | {(f"{FULL}ตัวอย่างหนึ่ง", 2565, "OIT"): 80, (f"{FULL}ตัวอย่างหนึ่ง", 2565, "ITA"): 88.7},
        [],
    ),
    "numbers of the columns are no office": (
        [YEAR, LIST, ["(1)", "(2)", "(3)"], ONE],
        [],
        {(f"{FULL}ตัวอย่างหนึ่ง", 2565, "ITA"): 65},
        [],
    ),
    "statistics and remarks below a list are no offices": (
        [YEAR, LIST, ONE, ["S.D.", None, 5.5], ["เกณฑ์ผ่าน", None, 85], ["หมายเหตุ เกณฑ์ 85", None, 85]],
        [],
        {(f"{FULL}ตัวอย่างหนึ่ง", 2565, "ITA"): 65},
        [],
    ),
    "a section row tells the year of the rows below it": (
        [YEAR, LIST, ONE, ["ปีงบประมาณ พ.ศ. 2564"], ["อบต.ตัวอย่างสอง", "สมมติ", 60]],
        [],
        {(f"{FULL}ตัวอย่างหนึ่ง", 2565, "ITA"): 65, (f"{FULL}ตัวอย่างสอง", 2564, "ITA"): 60},
        [],
    ),
    "a section row tells the office of the rows below it": (
        [TITLE, LONG, [1, "การปฏิบัติหน้าที่", 90], ["ทต.ตัวอย่างสอง"], [2, "การใช้งบประมาณ", 80]],
        [],
        {(f"{FULL}ตัวอย่างหนึ่ง", 2565, "1"): 90, ("เทศบาลตำบลตัวอย่างสอง", 2565, "2"): 80},
        [],
    ),
    "last year's total among this year's scores": (
        [TITLE, LONG, [1, "การปฏิบัติหน้าที่", 90], [None, "คะแนน ITA ปี 2564", 55.5]],
        [],
        {(f"{FULL}ตัวอย่างหนึ่ง", 2565, "1"): 90, (f"{FULL}ตัวอย่างหนึ่ง", 2564, "ITA"): 55.5},
        [],
    ),
    "a second table whose title stands in two cells": (
        [["ผล ITA พ.ศ. 2564"], LIST, ONE, [], ["ปีงบประมาณ", "พ.ศ. 2565"], LIST, ["อบต.ตัวอย่างสอง", "สมมติ", 60]],
        [],
        {(f"{FULL}ตัวอย่างหนึ่ง", 2564, "ITA"): 65, (f"{FULL}ตัวอย่างสอง", 2565, "ITA"): 60},
        [],
    ),
    "a source below a table is no title of the next": (
        [YEAR, LIST, ONE, ["ที่มา: ข้อมูลปี 2563"], LIST, ["อบต.ตัวอย่างสอง", "สมมติ", 60]],
        [],
        {(f"{FULL}ตัวอย่างหนึ่ง", 2565, "ITA"): 65, (f"{FULL}ตัวอย่างสอง", 2565, "ITA"): 60},
        [],
    ),
    "an office's name in two columns under one head": (
        [YEAR, ["หน่วยงาน", None, "คะแนน ITA"], ["อบต.", "ตัวอย่างหนึ่ง", 65], ["ทต.", "ตัวอย่างหนึ่ง", 66]],
        ["A2:B2"],
        {(f"{FULL}ตัวอย่างหนึ่ง", 2565, "ITA"): 65, ("เทศบาลตำบลตัวอย่างหนึ่ง", 2565, "ITA"): 66},
        [],
    ),
    "the type of an office in a column of its own": (
        [YEAR, ["ประเภท", "หน่วยงาน", "จังหวัด", "คะแนน ITA"], ["อบต.", "ตัวอย่างหนึ่ง", "สมมติ", 65]],
        [],
        {(f"{FULL}ตัวอย่างหนึ่ง", 2565, "ITA"): 65},
        [],
    ),
    "numbered names": (
        [YEAR, LIST, ["๑) อบต.ตัวอย่างหนึ่ง*", "สมมติ", 65]],
        [],
        {(f"{FULL}ตัวอย่างหนึ่ง", 2565, "ITA"): 65},
        [],
    ),
    "offices by years": (
        [["ผล ITA"], ["หน่วยงาน", "จังหวัด", "2564", "ปี 2565"], ["อบต.ตัวอย่างหนึ่ง", "สมมติ", 60, 65]],
        [],
        {(f"{FULL}ตัวอย่างหนึ่ง", 2564, "ITA"): 60, (f"{FULL}ตัวอย่างหนึ่ง", 2565, "ITA"): 65},
        [],
    ),
    "instruments in rows": (
        [TITLE, ["ลำดับ", "เครื่องมือ", "คะแนน"], [1, "IIT", 94.74], [2, "EIT", 90]],
        [],
        {(f"{FULL}ตัวอย่างหนึ่ง", 2565, "IIT"): 94.74, (f"{FULL}ตัวอย่างหนึ่ง", 2565, "EIT"): 90},
        [],
    ),
    "offices under a head that nobody knows": (
        [YEAR, ["ชื่อที่ประเมิน", "จังหวัด", "คะแนน ITA"], ONE, ["ทต.ตัวอย่างสอง", "สมมติ", 60]],
        [],
        {(f"{FULL}ตัวอย่างหนึ่ง", 2565, "ITA"): 65, ("เทศบาลตำบลตัวอย่างสอง", 2565, "ITA"): 60},
        [],
    ),
    "weighted points without indicators add up to the total": (
        [YEAR, ["หน่วยงาน", "จังหวัด", "IIT", "EIT", "OIT", "คะแนน ITA"], [*ONE[:2], 27, 24, 32, 83]],
        [],
        {(f"{FULL}ตัวอย่างหนึ่ง", 2565, "IIT"): 90, (f"{FULL}ตัวอย่างหนึ่ง", 2565, "EIT"): 80}
        | {(f"{FULL}ตัวอย่างหนึ่ง", 2565, "OIT"): 80, (f"{FULL}ตัวอย่างหนึ่ง", 2565, "ITA"): 83},
        [],
    ),
    "an instrument that its indicators do not give": (
        [YEAR, ["หน่วยงาน", "จังหวัด", "9", "10", "OIT"], [*ONE[:2], 90, 95, 37.9]],
        [],
        {(f"{FULL}ตัวอย่างหนึ่ง", 2565, "9"): 90, (f"{FULL}ตัวอย่างหนึ่ง", 2565, "10"): 95},
        ["weighted_unclear"],
    ),
    "a score of one among hundreds": (
        [OIT, ["ข้อ", "ชื่อ", "คะแนน"], ["O1", "ก", 100], ["O2", "ข", 1]],
        [],
        {(f"{FULL}ตัวอย่างหนึ่ง", 2565, "o1"): 100},
        ["not_pass_fail"],
    ),
    "the code of an item outweighs a number in its name": (
        [OIT, ["รหัส", "ชื่อ", "คะแนน"], ["O1", "ข้อ 1", 100], ["O2", "ข้อ 2", 0]],
        [],
        {(f"{FULL}ตัวอย่างหนึ่ง", 2565, "o1"): 100, (f"{FULL}ตัวอย่างหนึ่ง", 2565, "o2"): 0},
        [],
    ),
    "scores in the cells of the names": (
        [TITLE, LONG, [1, "การปฏิบัติหน้าที่", 96.1], [2, "การใช้งบประมาณ 92.12", None], [9, "การเปิดเผยข้อมูล (41.41)", None]],
        [],
        {(f"{FULL}ตัวอย่างหนึ่ง", 2565, "1"): 96.1, (f"{FULL}ตัวอย่างหนึ่ง", 2565, "2"): 92.12}
        | {(f"{FULL}ตัวอย่างหนึ่ง", 2565, "9"): 41.41},
        [],
    ),
    "a number in the wrong column is told": (
        [TITLE, [*LONG, "หมายเหตุ"], [1, "การปฏิบัติหน้าที่", 96.1], [2, "การใช้งบประมาณ", None, 92.12]],
        [],
        {(f"{FULL}ตัวอย่างหนึ่ง", 2565, "1"): 96.1, (f"{FULL}ตัวอย่างหนึ่ง", 2565, "2"): np.nan},
        ["unread"],
    ),
    "a total and a level between the title and the header": (
        [TITLE, ["คะแนนรวม", 88.88], ["IIT", "90.00 คะแนน"], ["ระดับ", "A"], LONG, [1, "การปฏิบัติหน้าที่", 96.1]],
        [],
        {(f"{FULL}ตัวอย่างหนึ่ง", 2565, "1"): 96.1, (f"{FULL}ตัวอย่างหนึ่ง", 2565, "ITA"): 88.88}
        | {(f"{FULL}ตัวอย่างหนึ่ง", 2565, "IIT"): 90},
        [],
    ),
    "a total in the cell of its name above the header": (
        [TITLE, ["คะแนน ITA 88.88 คะแนน"], LONG, [1, "การปฏิบัติหน้าที่", 96.1]],
        [],
        {(f"{FULL}ตัวอย่างหนึ่ง", 2565, "1"): 96.1, (f"{FULL}ตัวอย่างหนึ่ง", 2565, "ITA"): 88.88},
        [],
    ),
    "a total above the header that the table prints otherwise": (
        [TITLE, ["คะแนนรวม", 88.88], LONG, [1, "การปฏิบัติหน้าที่", 96.1], ["", "คะแนนรวม", 80]],
        [],
        {(f"{FULL}ตัวอย่างหนึ่ง", 2565, "1"): 96.1, (f"{FULL}ตัวอย่างหนึ่ง", 2565, "ITA"): 88.88},
        ["duplicate"],  # the first stands until a person has decided
    ),
    "a mean above a list of offices is no office's score": (
        [YEAR, ["คะแนนรวม", 70.5], LIST, ONE],
        [],
        {(f"{FULL}ตัวอย่างหนึ่ง", 2565, "ITA"): 65},
        [],
    ),
    "full marks above the header are no score": (
        [TITLE, ["คะแนนเต็ม", 100], LONG, [1, "การปฏิบัติหน้าที่", 96.1]],
        [],
        {(f"{FULL}ตัวอย่างหนึ่ง", 2565, "1"): 96.1},
        [],
    ),
    "weighted points on one decimal": (
        [TITLE, LONG, [1, "ตัวชี้วัดที่ 6", 80.5], [2, "ตัวชี้วัดที่ 7", 82.3], [3, "ตัวชี้วัดที่ 8", 76.7], ["", "EIT", 24.0]],
        [],
        {(f"{FULL}ตัวอย่างหนึ่ง", 2565, code): score for code, score in {"6": 80.5, "7": 82.3, "8": 76.7}.items()}
        | {(f"{FULL}ตัวอย่างหนึ่ง", 2565, "EIT"): 80},
        [],
    ),
    "verdicts on items under a word of state": (
        [OIT, ["ข้อ", "รายการ", "สถานะ"], ["o1", "โครงสร้าง", "ผ่าน"], ["o2", "ข้อมูลผู้บริหาร", "ไม่ผ่าน"]],
        [],
        {(f"{FULL}ตัวอย่างหนึ่ง", 2565, "o1"): 100, (f"{FULL}ตัวอย่างหนึ่ง", 2565, "o2"): 0},
        [],
    ),
    "verdicts on items as TRUE and FALSE under a word nobody listed": (
        [OIT, ["ข้อ", "รายการ", "พบหรือไม่"], ["o1", "โครงสร้าง", True], ["o2", "ข้อมูลผู้บริหาร", False]],
        [],
        {(f"{FULL}ตัวอย่างหนึ่ง", 2565, "o1"): 100, (f"{FULL}ตัวอย่างหนึ่ง", 2565, "o2"): 0},
        [],
    ),
    "levels of indicators alone are no scores": (
        [TITLE, ["ลำดับ", "ตัวชี้วัด", "ระดับ"], [1, "การปฏิบัติหน้าที่", "A"], [2, "การใช้งบประมาณ", "B"]],
        [],
        {},
        ["no_table"],
    ),
    "another scale is no score": (
        [TITLE, ["ลำดับ", "ตัวชี้วัด", "คะแนน (เต็ม 5)"], [1, "การปฏิบัติหน้าที่", 4.8]],
        [],
        {},
        ["no_table"],
    ),
}


@pytest.mark.parametrize(("rows", "merges", "scores", "kinds"), TRAPS.values(), ids=TRAPS)
def test_what_looks_like_it(tmp_path, rows, merges, scores, kinds):
    export = read(tmp_path, rows, merges=merges)
    read_scores = export.scores[["agency", "year_be", "code", "score"]].itertuples(index=False)
    found = {(agency, year, code): score for agency, year, code, score in read_scores}
    assert export.issues["kind"].tolist() == kinds
    assert found == pytest.approx(scores, nan_ok=True)
    ended = export.cells[["score", "label", "remark", "issue"]].sum(axis=1)
    assert (ended == export.cells["filled"]).all()


def test_a_level_above_the_header_is_the_offices(tmp_path):
    export = read(tmp_path, [TITLE, ["คะแนนรวม", 88.88], ["ระดับ", "A"], LONG, [1, "การปฏิบัติหน้าที่", 96.1]])
    printed = export.ratings[["agency_id", "printed", "source"]].values.tolist()
    assert printed == [[f"{FULL}ตัวอย่างหนึ่ง", "A", "a.xlsx#s!B3"]]
    total = export.scores.set_index("code").loc["ITA"]
    assert total["source"] == "a.xlsx#s!B2"


@pytest.mark.parametrize("title", ["(ร่าง)", "เอกสารแนบ 3", "นายตัวอย่าง นามสมมติ", "OIT"])
def test_a_lone_title_that_is_no_name_is_no_office(tmp_path, title):
    rows = [["แบบรายงานผล ITA ปี 2565"], [title], LONG, [1, "การปฏิบัติหน้าที่", 80]]
    assert read(tmp_path, rows).issues["kind"].tolist() == ["no_agency"]
    assert read(tmp_path, rows, "อบต.ตัวอย่างหนึ่ง.xlsx").scores["agency"].tolist() == [f"{FULL}ตัวอย่างหนึ่ง"]


def test_personal_data_stand_in_no_issue_and_in_no_office(tmp_path):
    rows = [YEAR, LIST, ["อบต.ตัวอย่างหนึ่ง", "สมมติ", "โทร 081-234-5678"], ["นายตัวอย่าง นามสมมติ", "สมมติ", 5]]
    export = read(tmp_path, rows)
    assert sorted(export.issues["kind"]) == ["not_a_number", "personal_dropped"]
    told = export.issues.to_string() + export.scores.to_string()
    assert "081" not in told
    assert "นามสมมติ" not in told


def test_a_mapping_file_holds_for_agencies_of_titles_too(tmp_path):
    (tmp_path / "agencies.csv").write_text(
        "written,agency,district,province\nอบต.ตัวอย่างหนึ่ง,,สมมติเหนือ,สมมติ\n", encoding="utf-8"
    )
    with_title = read(tmp_path, [["ผล ITA อบต.ตัวอย่างหนึ่ง ปี 2565"], LONG, [1, "การปฏิบัติหน้าที่", 80]])
    assert with_title.issues.empty
    assert with_title.scores["agency_id"].tolist() == [f"{FULL}ตัวอย่างหนึ่ง"]
    no_table = read(tmp_path, [["ไม่มีตาราง", 5]])
    assert no_table.issues["kind"].tolist() == ["no_table"]


def test_two_numbers_of_people_for_one_instrument_are_told(tmp_path):
    people = ["เครื่องมือ", "จำนวนผู้ตอบ"]
    rows = [TITLE, people, ["IIT", 26], [], people, ["IIT", 99]]
    assert read(tmp_path, rows).issues["kind"].tolist() == ["count_twice"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "ไม่มีคอลัมน์ file"),
        ("file,title\nก.xlsx,x\n".encode("cp874"), "ไม่มีคอลัมน์ origin"),
        (b"file,title,origin,retrieved,sha256,complete,simulated\na,,,,,,\na,,,,,,\n", "มากกว่าหนึ่งแถว"),
    ],
)
def test_a_list_of_sources_that_cannot_be_used_is_told_in_a_sentence(tmp_path, data, message):
    make_workbook(tmp_path / "a.xlsx", {"s": [YEAR, LIST, ONE]})
    (tmp_path / "SOURCES.csv").write_bytes(data)
    with pytest.raises(ita.ItaError, match=message):
        ita.read_folder(tmp_path)


def test_a_table_whose_every_score_is_damaged_is_told_by_its_cells_alone(tmp_path):
    rows = [TITLE, LONG, [1, "การปฏิบัติหน้าที่", "=1/0"], [2, "การใช้งบประมาณ", "=SUM(A1)"]]
    issues = read(tmp_path, rows).issues
    assert issues[["kind", "cell"]].to_numpy().tolist() == [["uncalculated", "C3"], ["uncalculated", "C4"]]
