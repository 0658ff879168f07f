"""Nothing is lost in silence, and no ordinary file is refused for what stands around its table."""

from __future__ import annotations

import numpy as np
import pytest
from sheets import make_workbook

import itaanalysis as ita

TITLE = ["ผลการประเมิน ITA ปีงบประมาณ 2566"]
LONG = ["ตัวชี้วัด", "คะแนน"]
A = "องค์การบริหารส่วนตำบลก"


def read(tmp_path, rows, name="a.xlsx", sheet="s", **options):
    return ita.read_export(make_workbook(tmp_path / name, {sheet: rows}), strict=False, **options)


def test_name_and_score_in_one_cell_is_a_score_of_that_cell(tmp_path):
    rows = [TITLE, ["อบต.ก"], LONG, ["๑. การปฏิบัติหน้าที่ ๙๖.๑๐ คะแนน"], ["9. การเปิดเผยข้อมูล 41.41 คะแนน"]]
    export = read(tmp_path, rows)
    assert export.issues.empty
    assert export.scores[["code", "score", "source"]].to_numpy().tolist() == [
        ["1", 96.1, "a.xlsx#s!A4"],
        ["9", 41.41, "a.xlsx#s!A5"],
    ]


def test_an_indicator_without_a_score_is_not_assessed_and_not_forgotten(tmp_path):
    rows = [TITLE, ["อบต.ก"], LONG, ["แบบวัด (IIT)"], ["การใช้งบประมาณ", None], ["การใช้อำนาจ", 80]]
    export = read(tmp_path, rows)
    assert export.issues.empty
    assert export.scores["code"].tolist() == ["2", "3"]
    assert np.isnan(export.scores["score"].iloc[0])
    assert export.scores["source"].iloc[0] == "a.xlsx#s!B5"


def test_a_table_that_gives_no_score_is_an_issue(tmp_path):
    issues = read(tmp_path, [TITLE, ["อบต.ก"], LONG, ["แบบวัด (IIT)"], ["หมายเหตุ"]]).issues
    assert issues[["kind", "cell"]].to_numpy().tolist() == [["no_scores", "A3:B5"]]


@pytest.mark.parametrize(
    "titles",
    [
        [["หน่วยงาน", "อบต.ก"], ["อำเภอ", "ข"], ["จังหวัด", "ค"]],
        [["หน่วยงาน: อบต.ก"], ["อำเภอข จังหวัดค"]],
        [["อบต.ก อ.ข จ.ค"]],
        [["ผลคะแนนของ อบต.ก"], ["อ.ข"], ["จ.ค"]],
    ],
)
def test_district_and_province_in_titles_of_their_own_belong_to_the_office(tmp_path, titles):
    export = read(tmp_path, [TITLE, *titles, LONG, ["การใช้อำนาจ", 80]])
    assert export.issues.empty
    assert export.scores["agency_id"].tolist() == [f"{A} · ข · ค"]


def test_an_agency_only_in_the_name_of_the_file(tmp_path):
    export = read(tmp_path, [TITLE, LONG, ["การใช้อำนาจ", 80]], name="ผล ITA อบต.ก ปี 2566.xlsx")
    assert export.scores["agency"].tolist() == [A]


YEARS = [
    # titles, sheet, file, the year that is read, kinds of the issues
    ([["ปีงบประมาณ 2566"], ["ประกาศ ณ วันที่ 1 ตุลาคม 2567"]], "s", "a.xlsx", 2566, []),
    ([["ปีงบประมาณ 2566"], ["ข้อมูล ณ ๓๐ ก.ย. ๒๕๖๖"]], "s", "a.xlsx", 2566, []),
    ([["แผนปี 2567"], ["ผลปีงบประมาณ 2566"]], "s", "a.xlsx", 2566, []),
    ([["ปี 2566"]], "ปี 2566", "ผล 2567.xlsx", 2566, ["file_year_differs"]),
    ([], "ปี 2566", "a.xlsx", 2566, []),
    ([["ปี 2566"]], "ปี 2565", "a.xlsx", None, ["years_disagree"]),
    ([["ปี 2566 เทียบปี 2565"]], "s", "a.xlsx", None, ["years_in_title"]),
    ([["FY2023"]], "s", "a.xlsx", 2566, []),
    ([["ค.ศ. 2023"]], "s", "a.xlsx", 2566, []),
    ([["2023"]], "s", "a.xlsx", 2566, ["year_common_era"]),
]


@pytest.mark.parametrize(("titles", "sheet", "file", "year", "kinds"), YEARS)
def test_the_year_of_a_table_is_what_its_titles_are_about(tmp_path, titles, sheet, file, year, kinds):
    export = read(tmp_path, [*titles, ["หน่วยงาน", "1", "2"], ["อบต.ก", 90, 80]], name=file, sheet=sheet)
    assert list(export.issues["kind"]) == kinds
    assert set(export.scores["year_be"]) == ({year} if year else set())


def test_columns_that_an_office_adds_are_known_or_one_issue(tmp_path):
    rows = [
        TITLE,
        ["อบต.ก"],
        ["ลำดับ", "ตัวชี้วัด", "คะแนนเต็ม", "คะแนน (ร้อยละ)", "น้ำหนัก", "ระดับ", "ผู้ดูแล"],
        [1, "การใช้งบประมาณ", 100, 80, 6, "B", "กองคลัง"],
        [2, "การใช้อำนาจ", 100, 90, 6, "A", "สำนักปลัด"],
        [None, "คะแนนรวม", 100, 85, None, "A", "ปลัด"],
    ]
    export = read(tmp_path, rows)
    assert export.scores[["code", "score"]].to_numpy().tolist() == [["ITA", 85.0], ["2", 80.0], ["3", 90.0]]
    assert export.ratings[["printed", "source"]].to_numpy().tolist() == [["A", "a.xlsx#s!F6"]]
    assert export.issues[["kind", "cell"]].to_numpy().tolist() == [["unread", "G4:G6"]], "one a column, not one a cell"
    cells = export.cells
    assert (cells["filled"] == cells[["score", "label", "remark", "issue"]].sum(axis=1)).all()


@pytest.mark.parametrize(
    "rows",
    [
        [["อบต.ก"], ["เครื่องมือ", "จำนวนผู้ตอบ"], ["IIT", 26], ["EIT", 6]],
        [["อบต.ก"], ["๑. การปฏิบัติหน้าที่ ๙๖.๑๐ คะแนน"], ["๒. การใช้งบประมาณ ๙๖.๑๐ คะแนน"]],
    ],
)
def test_numbers_of_people_and_lists_without_a_year_are_an_issue_too(tmp_path, rows):
    export = read(tmp_path, rows)
    assert export.issues["kind"].tolist() == ["no_year"]
    assert export.cells["issue"].tolist() == [export.cells["filled"].iloc[0] - export.cells["label"].iloc[0]]
