"""The follow-up report from the rows of the measures table, and what is due."""

from __future__ import annotations

from datetime import date

import openpyxl
import pandas as pd
import pytest
from conftest import THANANGNAEW, office

from itaanalysis.analysis import compute_gaps, find_weak_areas
from itaanalysis.errors import ItaError
from itaanalysis.frames import MEASURES, SIMULATED, make_frame
from itaanalysis.measures import draft_measures, find_due, read_measures
from itaanalysis.reports.follow_up_sheet import tell_items, write_follow_up
from itaanalysis.reports.measures_sheet import write_measures

ON = date(2023, 2, 15)
# start, end, status: state on 15 February 2566, days
STATES = [
    ("2022-10-01", "2023-02-14", "ยังไม่เริ่ม", "late", -1),
    ("2022-10-01", "2023-02-14", "กำลังดำเนินการ", "late", -1),
    ("2022-10-01", "2023-02-15", "กำลังดำเนินการ", "due", 0),  # the last day is not late
    ("2022-10-01", "2023-02-28", "กำลังดำเนินการ", "due", 13),  # the last day of the month
    ("2022-10-01", "2023-03-01", "กำลังดำเนินการ", "", None),
    ("2022-10-01", "2023-09-30", "ยังไม่เริ่ม", "start_late", -137),
    ("2023-02-15", "2023-09-30", "ยังไม่เริ่ม", "start", 0),
    ("2023-02-28", "2023-09-30", "ยังไม่เริ่ม", "start", 13),
    ("2023-03-01", "2023-09-30", "ยังไม่เริ่ม", "", None),
    ("2022-10-01", "2023-02-14", "เสร็จแล้ว", "", None),
    ("2022-10-01", "2023-02-14", "ยกเลิก", "", None),
    (None, None, "กำลังดำเนินการ", "undated", None),
    (None, None, "เสร็จแล้ว", "", None),
]
ITEMS = [
    (2564, "ใช้ตอบ ข้อ o43 ปี 2564 การดำเนินการตามมาตรการ"),
    (2566, "หรือ ข้อ o35 ปี 2567 รายงานผลการดำเนินการเพื่อส่งเสริมคุณธรรม"),
    (2567, "ข้อ o28 ปี 2568"),
    (2568, "ใช้ตอบ ข้อ o28 ปี 2568"),
    (2568, "หรือ ข้อ o26 ปี 2569 (ยังไม่ทราบกติกาและรายการข้อของปี 2569) (ยังไม่มีหลักฐานยืนยัน)"),
    (2570, "ยังไม่ทราบว่าเป็นข้อใดในรายการประเมินปี 2570"),
]


def draft(*names, note=""):
    frames = [office(THANANGNAEW, name=name, note=note) for name in names or ("อบต.ตัวอย่าง",)]
    return draft_measures(find_weak_areas(compute_gaps(pd.concat(frames, ignore_index=True))))


@pytest.fixture(scope="module")
def plan():
    return draft()


@pytest.fixture
def reported(plan, tmp_path):
    """The plan as a person filled it in: the first measure done, the second under way."""
    path = write_measures(plan, tmp_path / "plan.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    places = {str(cell.value).split("\n")[0].split(" (")[0]: cell.column for cell in sheet[5]}
    at = {sheet.cell(row, places["รหัสมาตรการ"]).value: row for row in range(6, sheet.max_row + 1)}
    first, second = (at[name] for name in plan["measure_id"].iloc[:2])
    words = {"สถานะ": "เสร็จแล้ว", "วันที่แล้วเสร็จ": "15 ม.ค. 2566", "ผลการดำเนินการ": "เผยแพร่ครบ", "หลักฐาน": "=ลิงก์"}
    for header, text in words.items():
        sheet.cell(first, places[header]).value = text
        sheet.cell(first, places[header]).data_type = "s"
    sheet.cell(second, places["สถานะ"]).value = "กำลังดำเนินการ"
    book.save(path)
    (tmp_path / "out").mkdir()
    return read_measures(path).measures


def texts(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def table(sheet):
    rows = texts(sheet)
    head = next(at for at, row in enumerate(rows) if row[0] == "ที่")
    return pd.DataFrame(rows[head + 1 :], columns=[str(name) for name in rows[head]])


@pytest.mark.parametrize(("start", "end", "status", "state", "days"), STATES)
def test_what_is_due(plan, start, end, status, state, days):
    row = plan.head(1).assign(start=pd.Timestamp(start), end=pd.Timestamp(end), status=status)
    row = row.astype({"start": "datetime64[s]", "end": "datetime64[s]"})
    due = find_due(row, on=ON)
    assert due["due"].tolist() == ([state] if state else [])
    if state and days is not None:
        assert due["days"].tolist() == [days]
        assert str(abs(days)) in due["told"].iloc[0]


def test_the_most_pressing_comes_first_and_rows_keep_their_ids(plan):
    days = [
        ("2022-10-01", "2023-02-20"),
        ("2022-10-01", "2022-12-31"),
        ("2022-10-01", "2023-01-31"),
        ("2023-02-20", "2023-09-30"),
    ]
    rows = plan.head(4).copy()
    rows[["start", "end"]] = pd.DataFrame(days).astype("datetime64[s]").to_numpy()
    before = rows.copy(deep=True)
    due = find_due(rows, on=ON)
    assert due["measure_id"].tolist() == rows["measure_id"].iloc[[1, 2, 0, 3]].tolist()
    assert due["due"].tolist() == ["late", "late", "due", "start"]
    assert due["told"].iloc[0] == "เลยกำหนด 46 วัน"
    pd.testing.assert_frame_equal(rows, before)


def test_the_days_between_the_real_plan_s_start_and_end(plan):
    assert len(find_due(plan, on=date(2022, 9, 1))) == 0
    assert set(find_due(plan, on=date(2030, 1, 1))["due"]) == {"late"}
    assert find_due(plan.head(0), on=ON).empty


def test_today_is_the_default(plan):
    pd.testing.assert_frame_equal(find_due(plan), find_due(plan, on=date.today()))


def test_a_status_of_another_list_is_told(plan):
    with pytest.raises(ItaError, match=r"สถานะ “ทำอยู่” .* ไม่อยู่ในรายการ"):
        find_due(plan.assign(status="ทำอยู่"), on=ON)


def test_the_report_has_the_rows_of_the_plan_and_what_was_filled_in(reported, plan, tmp_path):
    sheet = openpyxl.load_workbook(write_follow_up(reported, tmp_path / "out" / "a.xlsx")).worksheets[0]
    rows = table(sheet)
    assert rows["รหัสมาตรการ"].tolist() == plan["measure_id"].tolist()
    for header, name in {"มาตรการ/แนวทาง": "measure", "ผู้รับผิดชอบ": "responsible", "สำเร็จเมื่อ": "success"}.items():
        assert rows[header].tolist() == plan[name].tolist()
    filled = ["สถานะ", "วันที่แล้วเสร็จ", "ผลการดำเนินการ", "หลักฐาน"]
    assert rows.loc[0, filled].tolist() == ["เสร็จแล้ว", "15 ม.ค. 2566", "เผยแพร่ครบ", "=ลิงก์"]
    # what the office did not fill in stays a marked blank
    assert rows.loc[1, ["สถานะ", "ผลการดำเนินการ", "หลักฐาน"]].tolist() == [
        "กำลังดำเนินการ",
        "(ยังไม่รายงาน)",
        "(ยังไม่รายงาน)",
    ]
    told = [row[0] for row in texts(sheet)[:5]]
    assert told[0].endswith("ประจำปีงบประมาณ พ.ศ. 2566")
    assert "ข้อ o43 ปี 2566" in told[2]
    assert told[3] == "ยังไม่เริ่ม 7 · กำลังดำเนินการ 1 · เสร็จแล้ว 1 จาก 9 มาตรการ"
    assert told[4].startswith("ร่าง")


def test_no_cell_of_the_report_is_run(reported, tmp_path):
    sheet = openpyxl.load_workbook(write_follow_up(reported, tmp_path / "out" / "a.xlsx")).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}


def test_lateness_is_told_for_a_day_only(reported, tmp_path):
    rows = table(
        openpyxl.load_workbook(write_follow_up(reported, tmp_path / "out" / "a.xlsx", on=date(2023, 4, 3))).worksheets[
            0
        ]
    )
    assert rows["สถานะ"].iloc[0] == "เสร็จแล้ว"
    assert rows["สถานะ"].iloc[1] == "กำลังดำเนินการ\nเลยกำหนด 3 วัน"


def test_the_page_prints_with_its_header_on_every_page(reported, tmp_path):
    sheet = openpyxl.load_workbook(write_follow_up(reported, tmp_path / "out" / "a.xlsx")).worksheets[0]
    assert sheet.print_title_rows == "$6:$6"
    assert sheet.print_area.endswith(f"$A$1:$I${sheet.max_row}")
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.freeze_panes == "C7"


@pytest.mark.parametrize(("plan_year", "told"), ITEMS)
def test_which_item_asks_for_the_report(plan_year, told):
    assert told in tell_items(plan_year)


def test_an_item_known_by_recollection_is_marked():
    assert tell_items(2566).count("ยังไม่มีหลักฐานยืนยัน") == 1, "o35 of 2567, not o43 of 2566"


def test_marks_digits_and_check(plan, tmp_path):
    simulated = draft(note=SIMULATED)
    book = openpyxl.load_workbook(write_follow_up(simulated, tmp_path / "a.xlsx", approved=True, digits="thai"))
    first = [row[0] for row in texts(book.worksheets[0])]
    assert "พ.ศ. ๒๕๖๖" in first[0]
    assert any(str(text).startswith(SIMULATED) for text in first)
    assert not any(str(text).startswith("ร่าง") for text in first)
    with pytest.raises(ItaError, match="รายชื่อผู้ตอบ"):
        write_follow_up(plan, tmp_path / "b.xlsx", check=lambda rows: ["มีรายชื่อผู้ตอบ"])
    assert [file.name for file in tmp_path.iterdir()] == ["a.xlsx"]


def test_a_sheet_for_each_office_and_the_same_bytes(tmp_path):
    both = draft("อบต.ก", "อบต.ข")
    first = write_follow_up(both, tmp_path / "a.xlsx")
    assert openpyxl.load_workbook(first).sheetnames == ["อบต.ก", "อบต.ข"]
    assert write_follow_up(both, tmp_path / "b.xlsx").read_bytes() == first.read_bytes()
    one = write_follow_up(both, tmp_path / "c.xlsx", agency="อบต.ข")
    assert openpyxl.load_workbook(one).sheetnames == ["ผลการดำเนินการ"]


def test_wrong_use_is_told_in_a_sentence(plan, tmp_path):
    with pytest.raises(ItaError, match="it has no reason"):
        write_follow_up(plan.drop(columns="reason"), tmp_path / "a.xlsx")
    with pytest.raises(ItaError, match="ไม่มีมาตรการให้รายงานผล"):
        write_follow_up(make_frame([], MEASURES), tmp_path / "a.xlsx", agency="อบต.ก")
    assert list(tmp_path.iterdir()) == []
