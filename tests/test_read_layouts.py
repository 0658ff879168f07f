"""Layouts of real tables, beyond the first ones: the rows, columns or titles may each tell node, agency and year."""

from __future__ import annotations

import numpy as np
import pytest
from sheets import cell_at, make_workbook

import itaanalysis as ita
from itaanalysis.exports._values import parse_score, verdict

OFFICE = "อบต.ก อ.ข จ.ค"
A, B, C = "องค์การบริหารส่วนตำบลก", "เทศบาลตำบลข", "เทศบาลเมืองค"

#: name: rows, merged ranges, orientation, {(year, agency, code): (score, cell)}
LAYOUTS = {
    "two header rows, instruments merged over their indicators": (
        [
            ["ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2565"],
            ["ลำดับ", "หน่วยงาน", "IIT", None, "EIT", "OIT", None, "คะแนน ITA"],
            [None, None, "1", "2", "6", "9", "10", None],
            [1, "อบต.ก", 90, 91, 92, 93, 94, 95.5],
        ],
        ["A2:A3", "B2:B3", "C2:D2", "F2:G2", "H2:H3"],
        "wide",
        {
            **{(2565, A, "1"): (90, "C4"), (2565, A, "2"): (91, "D4"), (2565, A, "6"): (92, "E4")},
            **{(2565, A, "9"): (93, "F4"), (2565, A, "10"): (94, "G4"), (2565, A, "ITA"): (95.5, "H4")},
        },
    ),
    "score, weight and weighted score under one head": (
        [
            [f"{OFFICE} ปี 2565"],
            ["ตัวชี้วัด", "คะแนน ITA", None, None],
            [None, "คะแนนที่ได้ (100 คะแนน)", "น้ำหนัก (ร้อยละ)", "คะแนนถ่วงน้ำหนัก"],
            ["IIT", 91.68, "30.00 %", 27.5],
            ["การปฏิบัติหน้าที่", 96.1, None, None],
            ["รวม", 88.2, 100, 88.2],
        ],
        ["A2:A3", "B2:D2"],
        "long",
        {(2565, A, "IIT"): (91.68, "B4"), (2565, A, "1"): (96.1, "B5"), (2565, A, "ITA"): (88.2, "B6")},
    ),
    "transposed: agencies in the header": (
        [
            ["คะแนนรายตัวชี้วัด ปี 2565"],
            ["ตัวชี้วัด", "อบต.ก", "ทต.ข", "เทศบาลเมืองค"],
            ["1. การปฏิบัติหน้าที่", 90, 91, 92],
            ["9. การเปิดเผยข้อมูล", "-", 81, 82],
        ],
        [],
        "transposed",
        {
            **{(2565, A, "1"): (90, "B3"), (2565, B, "1"): (91, "C3"), (2565, C, "1"): (92, "D3")},
            **{(2565, A, "9"): (np.nan, "B4"), (2565, B, "9"): (81, "C4"), (2565, C, "9"): (82, "D4")},
        },
    ),
    "a pair of years; the change is no score": (
        [
            [OFFICE],
            ["ประเด็นการประเมิน", "คะแนน ITA (ปี 2563)", "คะแนน ITA (ปี 2564)", "เปลี่ยนแปลง (ร้อยละ)"],
            ["การปฏิบัติหน้าที่", 90.1, 92.2, 2.1],
            ["คะแนนรวม", 85, 86, 1],
        ],
        [],
        "long",
        {
            **{(2563, A, "1"): (90.1, "B3"), (2564, A, "1"): (92.2, "C3")},
            **{(2563, A, "ITA"): (85, "B4"), (2564, A, "ITA"): (86, "C4")},
        },
    ),
    "years as bare numbers in the header": (
        [[OFFICE], ["ตัวชี้วัด", 2563, "๒๕๖๔"], ["การใช้อำนาจ", 80, 81]],
        [],
        "long",
        {(2563, A, "3"): (80, "B3"), (2564, A, "3"): (81, "C3")},
    ),
    "a list of OIT items with verdicts": (
        [
            [f"OIT ปี 2565 {OFFICE}"],
            ["ลำดับ", "ชื่อ", "คะแนน", "สถานะ", "หมายเหตุ"],
            ["O1", "โครงสร้าง", 100, "ผ่าน", None],
            ["O2", "ข้อมูลผู้บริหาร", "ไม่ผ่าน", "ไม่ผ่าน", "ลิงก์เสีย"],
            ["o3", "อำนาจหน้าที่", "✓", None, None],
            [None, "ข้อเสนอแนะ", "ควรปรับปรุงเว็บ", None, None],
        ],
        [],
        "long",
        {(2565, A, "o1"): (100, "C3"), (2565, A, "o2"): (0, "C4"), (2565, A, "o3"): (100, "C5")},
    ),
    "tidy: an agency and an indicator on each row": (
        [["ปี 2565"], ["หน่วยงาน", "ตัวชี้วัด", "คะแนน"], ["อบต.ก", "1", 90], ["ทต.ข", "1", 70]],
        [],
        "long",
        {(2565, A, "1"): (90, "C3"), (2565, B, "1"): (70, "C4")},
    ),
    "two tables below each other; the second takes the year from above": (
        [
            ["ปี 2565"],
            ["หน่วยงาน", "1", "2"],
            ["อบต.ก", 90, 80],
            [],
            ["หน่วยงาน", "9", "10"],
            ["อบต.ก", 70, 60],
        ],
        [],
        "wide",
        {
            **{(2565, A, "1"): (90, "B3"), (2565, A, "2"): (80, "C3")},
            **{(2565, A, "9"): (70, "B6"), (2565, A, "10"): (60, "C6")},
        },
    ),
    "two offices below each other, each with its own title": (
        [
            ["ผลการประเมิน ITA ปี 2565"],
            ["อบต.ก"],
            ["ตัวชี้วัด", "คะแนน"],
            ["การใช้อำนาจ", 80],
            [],
            ["ทต.ข"],
            ["ตัวชี้วัด", "คะแนน"],
            ["การใช้อำนาจ", 70],
        ],
        [],
        "long",
        {(2565, A, "3"): (80, "B4"), (2565, B, "3"): (70, "B8")},
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_is_read_whole_with_its_cells_and_no_false_alarm(tmp_path, name):
    rows, merges, orientation, expected = LAYOUTS[name]
    path = make_workbook(tmp_path / "a.xlsx", {"s": rows}, merges={"s": merges})
    export = ita.read_export(path, strict=False)
    assert export.issues[["cell", "kind", "value"]].to_numpy().tolist() == []
    found = {
        (row.year_be, row.agency, row.code): (row.score, row.source.split("!")[1]) for row in export.scores.itertuples()
    }
    assert found.keys() == expected.keys()
    for key, (score, cell) in expected.items():
        assert found[key] == (pytest.approx(score, nan_ok=True), cell)
    assert set(export.layout["orientation"]) == {orientation}
    cells = export.cells
    assert (cells["filled"] == cells[["score", "label", "remark", "issue"]].sum(axis=1)).all()
    for score, source in export.scores[["score", "source"]].itertuples(index=False):
        value = cell_at(path, source)
        assert score == pytest.approx(
            verdict(value) if verdict(value) is not None else parse_score(value)[0], nan_ok=True
        )


def test_printed_levels_of_a_transposed_table_belong_to_their_agencies(tmp_path):
    rows = [["ปี 2565"], ["ตัวชี้วัด", "อบต.ก", "ทต.ข"], ["คะแนนรวม", 85, 64], ["ระดับ", "A", "D"]]
    ratings = ita.read_export(make_workbook(tmp_path / "a.xlsx", {"s": rows})).ratings
    assert ratings[["agency_id", "printed"]].to_numpy().tolist() == [[A, "A"], [B, "D"]]


def test_a_verdict_is_no_score_of_a_questionnaire(tmp_path):
    rows = [["ปี 2565"], ["หน่วยงาน", "1", "2"], ["อบต.ก", "ผ่าน", 80]]
    issues = ita.read_export(make_workbook(tmp_path / "a.xlsx", {"s": rows}), strict=False).issues
    assert issues[["cell", "kind"]].to_numpy().tolist() == [["B3", "not_a_number"]]


def test_a_number_in_the_column_of_levels_is_an_issue(tmp_path):
    rows = [["ปี 2565"], ["หน่วยงาน", "1", "2", "ระดับ"], ["อบต.ก", 90, 80, 85.5]]
    issues = ita.read_export(make_workbook(tmp_path / "a.xlsx", {"s": rows}), strict=False).issues
    assert issues[["cell", "kind"]].to_numpy().tolist() == [["D3", "not_a_rating"]]


def test_a_score_merged_over_two_offices_belongs_to_the_cell_that_holds_it(tmp_path):
    rows = [["ปี 2565"], ["หน่วยงาน", "1", "2"], ["อบต.ก", 90, 80], ["ทต.ข", None, 70]]
    scores = ita.read_export(make_workbook(tmp_path / "a.xlsx", {"s": rows}, merges={"s": ["B3:B4"]})).scores
    assert scores.query("code == '1'")["score"].tolist() == [90, pytest.approx(np.nan, nan_ok=True)]
