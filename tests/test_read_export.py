"""Layouts that the reader understands, and what it makes of their cells."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from sheets import cell_at, make_workbook

import itaanalysis as ita
from itaanalysis.exports._values import parse_score
from itaanalysis.exports.opening._cells import address, column_letters
from itaanalysis.exports.words._words import Node, field_of, node_of
from itaanalysis.frames import SCORES, make_frame, plain_text

TITLE = ["ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. ๒๕๖๕"]
OFFICE = ["อบต.ตัวอย่างหนึ่ง อ.สมมติเหนือ จ.สมมติ"]
OFFICE_ID = "องค์การบริหารส่วนตำบลตัวอย่างหนึ่ง · สมมติเหนือ · สมมติ"


def scores_of(path, **options):
    return ita.read_export(path, **options).scores


NUMBERS = [
    (96.1, 96.10),
    (100, 100.0),
    (0, 0.0),
    ("๙๖.๑๐", 96.10),
    ("96.10", 96.10),
    ("77.70คะแนน", 77.70),
    ("96.10%", 96.10),
    ("96,10", 96.10),
    ("ได้คะแนนเท่ากับร้อยละ ๙๖.๑๐", 96.10),
    ("๖๕.๕๔ คะแนน", 65.54),
    ("89.4\t", 89.40),
    ("\u200b๐.๐๐\u00a0", 0.0),
]


@pytest.mark.parametrize(("cell", "score"), NUMBERS)
def test_a_number_is_read_however_it_is_typed(cell, score):
    assert parse_score(cell) == (score, "")


@pytest.mark.parametrize("cell", ["", "-", "–", "—", "N/A", "n/a", "ไม่มีคะแนน", " "])
def test_a_word_for_not_assessed_is_missing_and_no_problem(cell):
    number, problem = parse_score(cell)
    assert np.isnan(number)
    assert problem == ""


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        (101, "out_of_range"),
        (-1, "out_of_range"),
        ("−1", "out_of_range"),
        ("1,234", "out_of_range"),
        ("แปดสิบ", "not_a_number"),
        ("96.1.0", "not_a_number"),
        ("9 6", "not_a_number"),
        (True, "not_a_number"),
        (pd.Timestamp("2022-01-01").to_pydatetime(), "is_a_date"),
    ],
)
def test_what_is_no_score_has_a_problem(cell, problem):
    number, kind = parse_score(cell)
    assert np.isnan(number)
    assert kind == problem


NAMES = [
    ("การปฏิบัติหน้าที่", "1"),
    ("๑) การปฏิบัติหน้าที่ (Bribery Fraud)", "1"),
    ("๑. ตัวชี้วัดที่ ๑ การปฏิบัติงานที่", "1"),
    ("ตัวชี้วัดที่ 1 การปฏิบัติหน้าที่", "1"),
    ("Bribery Fraud", "1"),
    ("การใช้อํานาจ", "3"),  # ำ typed as two characters
    ("การใช้อ\ufffdานาจ", "3"),
    ("3)การใช้อำนาจ", "3"),
    ("การใช้ทรัพย์สินทางราชการ", "4"),
    ("๕) การแก้ไขปัญหาคอร์รัปชัน (Anti - Corruption Improvement)", "5"),
    ("การแก้ไข ปัญหาการทุจริต", "5"),
    ("คุณภาพการดำเนินงาน\t", "6"),
    ("๘. การปรับปรุงระบบทำงาน", "8"),
    ("การเปิดเผย ข้อมูล", "9"),
    ("ตัวชี้วัดที่ 9", "9"),
    ("ด้าน การป้องกันการทุจริต", "10"),
    ("10", "10"),
    ("๑๐", "10"),
    ("IIT", "IIT"),
    ("แบบวัดการรับรู้ของผู้มีส่วนได้เสียภายใน (IIT)", "IIT"),
    ("คะแนนรวม", "ITA"),
    ("o42", "o42"),
    ("O42 มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน", "o42"),
    ("I01", "i1"),
    ("9.1 ข้อมูลพื้นฐาน", "9.1"),
]


@pytest.mark.parametrize(("text", "code"), NAMES)
def test_a_name_is_known_by_its_number_or_its_spelling(text, code):
    assert node_of(text) == Node(code)


@pytest.mark.parametrize(
    "text",
    [
        "ตัวชี้วัดที่ 6 การป้องกันการใช้ทรัพย์สินของราชการ (MOIT 14)",
        "ความพร้อมรับผิด",
        "ความโปร่งใส",
        "ตัวชี้วัดที่ 11",
        "ตัวชี้วัดที่ 3 การบริหารงานทั่วไป",
        "หมายเหตุ",
        "96.10",
    ],
)
def test_a_number_alone_does_not_make_an_indicator_of_another_name(text):
    assert node_of(text) is None


def test_a_known_name_with_another_number_is_a_conflict():
    assert node_of("ตัวชี้วัดที่ 3 การใช้งบประมาณ") == Node("2", conflict=True)


@pytest.mark.parametrize(
    ("text", "field"),
    [("หน่วยงาน", "agency"), ("อำเภอ ", "district"), ("ลำดับที่", "rank"), ("#", "rank"), ("ปี", "year"), ("ผล", "rating")],
)
def test_header_words_are_data(text, field):
    assert field_of(text) == field


@pytest.mark.parametrize(
    ("row", "column", "expected"), [(0, 0, "A1"), (11, 2, "C12"), (0, 26, "AA1"), (9, 701, "ZZ10")]
)
def test_addresses(row, column, expected):
    assert address(row, column) == expected


def test_the_layout_names_its_columns_in_spans(tmp_path):
    rows = [["ปี 2566"], ["หน่วยงาน", "1", "2", "3", "IIT", "o1", "o2", "o9"], ["อบต.ก", 90, 90, 90, 90, 0, 100, 0]]
    layout = ita.read_export(make_workbook(tmp_path / "a.xlsx", {"s": rows})).layout
    assert layout["columns"].tolist() == ["agency, 1–3, IIT, o1–o2, o9"]


def test_column_letters_pass_z():
    assert [column_letters(at) for at in (25, 26, 51, 52, 702)] == ["Z", "AA", "AZ", "BA", "AAA"]


def test_one_agency_long_with_titles_sections_and_thai_digits(tmp_path):
    path = make_workbook(
        tmp_path / "result.xlsx",
        {
            "ผล": [
                TITLE,
                OFFICE,
                [],
                ["ลำดับ", "ตัวชี้วัด", "คะแนน"],
                ["แบบวัดการรับรู้ของผู้มีส่วนได้เสียภายใน (IIT)"],
                ["๑.", "การปฏิบัติหน้าที่", "๙๖.๑๐"],
                ["๒.", "การใช้งบประมาณ", "–"],
                ["คะแนนเฉลี่ย", None, "๖๕.๕๔"],
                ["ระดับผลการประเมิน", None, "C"],
                ["หมายเหตุ: คะแนนเต็ม 100"],
            ]
        },
        merges={"ผล": ["A5:C5", "A8:B8", "A9:B9"]},
    )
    export = ita.read_export(path)
    place = (2565, OFFICE_ID, "องค์การบริหารส่วนตำบลตัวอย่างหนึ่ง", "อบต.", "สมมติเหนือ", "สมมติ")
    expected = [
        (*place, "ITA", "total", 65.54, "result.xlsx#ผล!C8", ""),
        (*place, "1", "indicator", 96.10, "result.xlsx#ผล!C6", ""),
        (*place, "2", "indicator", np.nan, "result.xlsx#ผล!C7", ""),
    ]
    assert_frame_equal(plain_text(export.scores), make_frame(expected, SCORES))
    assert export.ratings.to_dict("records") == [
        {"year_be": 2565, "agency_id": OFFICE_ID, "printed": "C", "source": "result.xlsx#ผล!C9"}
    ]
    assert export.issues.empty
    assert list(export.layout["range"]) == ["A4:C10"]
    assert list(export.layout["year_evidence"]) == ["A1"]


WIDE_HEADERS = [
    ["1. การปฏิบัติหน้าที่", "9. การเปิดเผยข้อมูล", "คะแนน ITA"],
    ["ตัวชี้วัดที่ ๑", "ตัวชี้วัดที่ ๙", "คะแนนเฉลี่ย"],
    [1, 9, "คะแนน"],
    ["Bribery Fraud", "Open Data", "ITA"],
]


@pytest.mark.parametrize("header", WIDE_HEADERS)
def test_wide_columns_are_known_by_their_header_not_their_place(tmp_path, header):
    path = make_workbook(
        tmp_path / "wide-2566.xlsx",
        {"s": [["ลำดับ", "หน่วยงาน", "จังหวัด", *header], [1, "ทต.ตัวอย่างสอง", "จ.สมมติ", 90.5, "๘๐", 88.25]]},
    )
    scores = scores_of(path)
    assert dict(zip(scores["code"], scores["score"], strict=True)) == {"ITA": 88.25, "1": 90.5, "9": 80.0}
    assert set(scores["agency_id"]) == {"เทศบาลตำบลตัวอย่างสอง · สมมติ"}
    assert set(scores["year_be"]) == {2566}, "from the file's name"


def test_columns_sorted_by_score_are_read_by_name(tmp_path):
    rows = [["หน่วยงาน", "10", "2", "9"], ["อบต.ตัวอย่าง", 99, 88, 77]]
    scores = scores_of(make_workbook(tmp_path / "a.xlsx", {"2565": rows}))
    assert dict(zip(scores["code"], scores["score"], strict=True)) == {"2": 88, "9": 77, "10": 99}


def test_two_rows_a_province_are_averages_and_fill_only_their_merged_cell(tmp_path):
    rows = [
        ["ค่าเฉลี่ยรายจังหวัด"],
        ["จังหวัด", "ปี", "1", "2", "คะแนน ITA"],
        ["สมมติ", "ปี 2564", 93.5, 87.7, 81.4],
        [None, "ปี 2563", 92.5, "-", None],
    ]
    scores = scores_of(make_workbook(tmp_path / "p.xlsx", {"s": rows}, merges={"s": ["A3:A4"]}))
    assert set(scores["agency_type"]) == {"aggregate"}
    assert set(scores["agency_id"]) == {"สมมติ (ภาพรวมจังหวัด) · สมมติ"}
    assert scores.query("year_be == 2563")["score"].tolist()[1] == 92.5
    unmerged = make_workbook(tmp_path / "q.xlsx", {"s": rows})
    issues = ita.read_export(unmerged, strict=False).issues
    assert list(issues["kind"]) == ["no_agency"]
    assert list(issues["cell"]) == ["A4"]


def test_a_list_with_districts_keeps_same_named_offices_of_two_types_apart(tmp_path):
    rows = [
        ["ผลคะแนน ITA ปี 2561 (รายการบางส่วน)"],
        ["#", "หน่วยงาน", "อำเภอ", "จังหวัด", "คะแนนเฉลี่ย"],
        [1, "เทศบาลตำบลตัวอย่าง", "สมมติเหนือ", "สมมติ", 74.35],
        [2, "อบต.ตัวอย่าง", "อ.สมมติเหนือ", "จังหวัดสมมติ", 56.57],
    ]
    scores = scores_of(make_workbook(tmp_path / "l.xlsx", {"s": rows}))
    assert sorted(scores["agency_type"]) == ["อบต.", "เทศบาลตำบล"]
    assert set(scores["district"]) == {"สมมติเหนือ"}
    assert scores["note"].eq("รายชื่อไม่ครบ").all(), "the title says that it is a part of a list"


def test_years_of_one_agency_down_the_rows(tmp_path):
    rows = [
        ["สำนักงานตัวอย่าง (สต.)"],
        ["ปีงบประมาณ พ.ศ.", "คะแนน ITA", "ระดับผลการประเมิน"],
        [2564, 95.62, "AA"],
        ["๒๕๖๕", 90.22, "A"],
    ]
    export = ita.read_export(make_workbook(tmp_path / "years.xlsx", {"s": rows}))
    assert dict(zip(export.scores["year_be"], export.scores["score"], strict=True)) == {2564: 95.62, 2565: 90.22}
    assert list(export.ratings["printed"]) == ["AA", "A"]
    assert set(export.scores["agency"]) == {"สำนักงานตัวอย่าง (สต.)"}


def test_the_caller_can_say_the_year_and_the_agency(tmp_path):
    path = make_workbook(tmp_path / "x.xlsx", {"s": [["ตัวชี้วัด", "คะแนน"], ["การเปิดเผยข้อมูล", 41.41]]})
    scores = scores_of(path, year_be=2565, agency="อบต.ตัวอย่าง อ.สมมติเหนือ จ.สมมติ")
    assert scores["agency_id"].tolist() == ["องค์การบริหารส่วนตำบลตัวอย่าง · สมมติเหนือ · สมมติ"]
    assert scores["year_be"].tolist() == [2565]


def test_simulated_data_says_so_on_every_score(tmp_path):
    rows = [["ข้อมูลจำลอง ปี 2565"], ["หน่วยงาน", "1", "2"], ["อบต.ตัวอย่าง", 90, 80]]
    scores = scores_of(make_workbook(tmp_path / "a.xlsx", {"s": rows}))
    assert scores["note"].eq("ข้อมูลจำลอง").all()


RAW = sorted((Path(__file__).parents[1] / "data" / "raw").glob("*.xlsx"))


@pytest.mark.parametrize("path", RAW, ids=lambda path: path.stem)
def test_every_raw_file_is_read_whole_without_an_issue(path):
    export = ita.read_export(path)
    assert export.issues.empty
    cells = export.cells
    assert (cells["filled"] == cells[["score", "label", "remark", "issue"]].sum(axis=1)).all()
    assert len(export.scores) > 0


@pytest.mark.parametrize(
    "path", [path for path in RAW if not path.name.startswith("simulated")], ids=lambda path: path.stem
)
def test_every_source_leads_back_to_the_cell_that_gave_the_number(path):
    for score, source in ita.read_export(path).scores[["score", "source"]].itertuples(index=False):
        number, problem = parse_score(cell_at(path, source))
        assert problem == ""
        assert number == score or (np.isnan(number) and np.isnan(score))
