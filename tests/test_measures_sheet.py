"""The measures table as a workbook: what is printed, what Excel may not run, and a file that is whole or absent."""

import re
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from conftest import THANANGNAEW, office
from openpyxl.cell.cell import MergedCell

from itaanalysis.analysis import compute_gaps, find_weak_areas
from itaanalysis.errors import ItaError
from itaanalysis.frames import MEASURES, SIMULATED, make_frame
from itaanalysis.measures import draft_measures
from itaanalysis.reports import _xlsx
from itaanalysis.reports.measures_sheet import write_measures

NAME = "องค์การบริหารส่วนตำบลตัวอย่าง · สมมติ · จังหวัดสมมติ"
HEADERS = [
    *("ที่", "มาตรการ/แนวทาง", "วิธีการดำเนินงาน", "ผู้รับผิดชอบ", "ระยะเวลา\nในการดำเนินการ", "การติดตามผล"),
    *("สำเร็จเมื่อ", "ขาดไป\nปี 2565", "ทำได้\nปี 2566"),
    *("สถานะ", "วันที่แล้วเสร็จ", "ผลการดำเนินการ", "หลักฐาน (ลิงก์ เลขที่หนังสือ)", "ข้อ (ปี 2565)", "รหัสมาตรการ"),
]
PRINTED, ID = 9, 15
COLUMN = {
    "measure": 2,
    "steps": 3,
    "responsible": 4,
    "period": 5,
    "follow_up": 6,
    "success": 7,
    "status": 10,
    "code": 14,
}
TRAPS = [
    *("=1+1", '=HYPERLINK("http://example.org","x")', "+1", "-1 ข้อ", "- ขั้นแรก\n- ขั้นสอง", "@SUM(A1)"),
    *("＝1+1", "#N/A", "TRUE", "12345", "2565-10-01", "\t=1", "'=1", "{=1}", "<ol><li>ก</li></ol> & co"),
]
SHEET_NAMES = [
    ("อบต.ตัวอย่าง", [], "อบต.ตัวอย่าง"),
    ("ก/ข:ค*ง?[จ]\\ฉ", [], "ก ข ค ง  จ  ฉ"),
    ("'ก'", [], "ก"),
    ("", [], "แผ่นงาน"),
    ("a" * 40, [], "a" * 31),
    ("a" * 40, ["A" * 31], "a" * 27 + " (2)"),
    ("history", [], "history (2)"),
    ("ก" * 30 + "ที่", [], "ก" * 30),
]
DIGITS = [
    ("ปี 2566 ข้อ o42 (รหัสปี 2566: o43) ผ่าน", "ปี ๒๕๖๖ ข้อ o42 (รหัสปี ๒๕๖๖: o43) ผ่าน"),
    ("85.00 คะแนน", "๘๕.๐๐ คะแนน"),
    ("ita-2565.xlsx M10-05", "ita-2565.xlsx M10-05"),
]
# width of the column, text, lines: marks above and below a letter take no room
LINES = [
    (20.0, "", 1),
    (20.0, "ก\nข", 2),
    (20.0, "ก" * 13, 1),
    (20.0, "ก" * 14, 2),
    (20.0, "กี่" * 13, 1),
    (20.0, "ก" * 27, 3),
]


def draft(*names, note="", scores=THANANGNAEW, year=2565):
    frames = [office(scores, name=name, note=note, year=year) for name in names or (NAME,)]
    return draft_measures(find_weak_areas(compute_gaps(pd.concat(frames, ignore_index=True))))


@pytest.fixture(scope="module")
def plan():
    return draft()


@pytest.fixture(scope="module")
def book(plan, tmp_path_factory):
    return openpyxl.load_workbook(write_measures(plan, tmp_path_factory.mktemp("sheet") / "measures-2566.xlsx"))


def shown(book):
    return [sheet for sheet in book if sheet.sheet_state == "visible"]


def texts(book):
    return [
        str(cell.value) for sheet in shown(book) for row in sheet.iter_rows() for cell in row if cell.value is not None
    ]


def header_row(sheet):
    return next(row for row in range(1, 10) if sheet.cell(row, 1).value == "ที่")


def row_of(sheet, measure_id):
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, ID).value == measure_id)


def heading_rows(sheet):
    """Text and id of the rows over the measures."""
    rows = range(header_row(sheet) + 1, sheet.max_row + 1)
    found = [(sheet.cell(row, 1).value, sheet.cell(row, ID).value) for row in rows]
    return [(text, name) for text, name in found if name.startswith(("ประเด็น", "เหตุผล"))]


def test_title_headers_and_rows(book, plan):
    sheet = book["มาตรการ"]
    head = header_row(sheet)
    assert [sheet.cell(row, 1).value for row in range(1, head)] == [
        "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ พ.ศ. 2566",
        "องค์การบริหารส่วนตำบลตัวอย่าง อำเภอสมมติ จังหวัดจังหวัดสมมติ",
        "จากผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2565",
        "ร่าง – ตรวจ แก้ไข และให้ผู้บริหารเห็นชอบก่อนใช้",
    ]
    assert [sheet.cell(head, column).value for column in range(1, ID + 1)] == HEADERS
    for number, row in enumerate(plan.to_dict(orient="records"), start=1):
        at = row_of(sheet, row["measure_id"])
        assert sheet.cell(at, 1).value == str(number)
        for name, column in COLUMN.items():
            assert sheet.cell(at, column).value == row[name], name


def test_what_reasons_share_is_told_once_above_the_rows(book, plan):
    sheet = book["มาตรการ"]
    told = [text for text, _ in heading_rows(sheet)]
    assert len(told) == len(set(told)), "nothing twice"
    areas = [text for text, name in heading_rows(sheet) if name.startswith("ประเด็น")]
    assert areas == list(dict.fromkeys(plan["reason"].str.split("\n").str[0]))
    # 9 measures, of which the 3 for the whole of indicator 9 share one reason
    assert len(told) - len(areas) == 7
    at = row_of(sheet, plan["measure_id"].iloc[0])
    assert sheet.cell(at - 2, 1).value + "\n" + sheet.cell(at - 1, 1).value == plan["reason"].iloc[0]


def test_a_heading_is_merged_over_the_printed_columns_only(book):
    sheet = book["มาตรการ"]
    at = header_row(sheet) + 1
    assert f"A{at}:I{at}" in [str(area) for area in sheet.merged_cells.ranges]


def test_lost_and_winnable_points_stand_side_by_side(book, plan):
    sheet = book["มาตรการ"]
    ids = plan.set_index("catalogue_id")["measure_id"]
    at = row_of(sheet, ids["M10-05"])
    assert [(sheet.cell(at, column).value, sheet.cell(at, column).number_format) for column in (8, 9)] == [
        (5.0, "0.00"),
        (2.0, "0.00"),
    ]
    assert sheet.cell(row_of(sheet, ids["M10-04"]), 9).value == "ไม่ทราบ"


def test_lists_to_choose_from(book, plan):
    sheet = book["มาตรการ"]
    choices = {str(choice.sqref)[0]: choice for choice in sheet.data_validations.dataValidation}
    assert set(choices) == {"D", "J"}, "unit and status"
    first, last = header_row(sheet) + 1, sheet.max_row
    listed = {}
    for letter, choice in choices.items():
        assert choice.type == "list"
        begins, ends = re.findall(r"\d+", str(choice.sqref))
        assert int(begins) == first
        assert int(ends) > last, "also for rows that a person adds"
        assert not choice.formula1.startswith("=")
        name, area = choice.formula1.split("!")
        listed[letter] = [cell.value for row in book[name][area.replace("$", "")] for cell in row]
    assert listed["J"] == ["ยังไม่เริ่ม", "กำลังดำเนินการ", "เสร็จแล้ว", "ยกเลิก"]
    assert choices["J"].showErrorMessage
    assert not choices["D"].showErrorMessage, "an office may have a unit of its own"
    assert {"กองคลัง", *plan["responsible"]} <= set(listed["D"])


def test_hidden_sheets_cannot_be_shown_by_a_slip(book):
    assert [(sheet.title, sheet.sheet_state) for sheet in book][-2:] == [
        ("_ita", "veryHidden"),
        ("_lists", "veryHidden"),
    ]


def test_a_check_stops_the_writing(tmp_path, plan):
    with pytest.raises(ItaError, match="M10-03: ชี้นำผู้ตอบ"):
        write_measures(plan, tmp_path / "a.xlsx", check=lambda rows: [f"{rows['catalogue_id'].iloc[0]}: ชี้นำผู้ตอบ"])
    assert list(tmp_path.iterdir()) == []
    assert write_measures(plan, tmp_path / "a.xlsx", check=lambda rows: []).exists()


def test_page(book):
    for sheet in shown(book):
        assert sheet.page_setup.orientation == "landscape"
        assert int(sheet.page_setup.paperSize) == 9
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert "หน้า &P จาก &N" in sheet.oddFooter.right.text
    sheet = book["มาตรการ"]
    head = header_row(sheet)
    assert sheet.print_title_rows == f"${head}:${head}"
    assert sheet.print_area == f"'มาตรการ'!$A$1:$I${sheet.max_row}"
    assert sheet.freeze_panes == f"C{head + 1}"


def test_every_text_is_wrapped_thai_and_14_points_or_more(book):
    sheet = book["มาตรการ"]
    for row in sheet.iter_rows(min_row=header_row(sheet), max_col=PRINTED):
        for cell in row:
            if isinstance(cell, MergedCell):
                continue
            assert cell.font.name == "TH Sarabun New"
            assert 14 <= cell.font.size <= 16
            assert cell.data_type in {"s", "n"}
            assert cell.alignment.wrap_text or cell.data_type == "n"


def test_column_widths_do_not_hang_on_the_reader_s_fonts(book):
    assert book._named_styles["Normal"].font.name == "Arial"


def test_rows_are_as_high_as_their_text(book, plan):
    sheet = book["มาตรการ"]
    for at in (row_of(sheet, name) for name in plan["measure_id"]):
        lines = [
            _xlsx.count_lines(
                sheet.cell(at, column).value, sheet.column_dimensions["ABCDEFG"[column - 1]].width, size=14
            )
            for column in range(2, 8)
        ]
        assert sheet.row_dimensions[at].height >= max(lines) * 14 * 1.6


def test_heights_may_grow_when_a_person_edits(tmp_path, plan):
    path = write_measures(plan, tmp_path / "a.xlsx")
    assert "customHeight" not in zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode()


def test_a_row_that_excel_cannot_show_whole_is_set_smaller(tmp_path, plan):
    row = plan.head(1).assign(success="ข้อความยาว " * 50)
    sheet = openpyxl.load_workbook(write_measures(row, tmp_path / "a.xlsx"))["มาตรการ"]
    at = row_of(sheet, row["measure_id"].iloc[0])
    assert sheet.row_dimensions[at].height <= 409
    assert 9 <= sheet.cell(at, COLUMN["success"]).font.size < 14


@pytest.mark.parametrize(("width", "text", "lines"), LINES)
def test_count_lines(width, text, lines):
    assert _xlsx.count_lines(text, width, size=14) == lines


def test_draft_stands_on_every_page_until_approved(tmp_path, plan, book):
    for sheet in shown(book):
        assert "ร่าง" in sheet.oddHeader.right.text
        assert "ร่าง" in sheet.oddFooter.center.text
    approved = openpyxl.load_workbook(write_measures(plan, tmp_path / "a.xlsx", approved=True))
    assert not any("ร่าง" in text for text in texts(approved) if "จัดทำร่าง" not in text and "ร่างก่อน" not in text)
    assert all(not sheet.oddHeader.right.text for sheet in shown(approved))


def test_notes_tell_rules_sources_and_what_is_unverified(book):
    told = "\n".join(str(cell.value) for row in book["หมายเหตุ"].iter_rows() for cell in row if cell.value)
    for words in [
        "กติกาปี 2565",
        "คำนวณจากตัวเลขที่เผยแพร่",
        "ยังไม่มีหลักฐานยืนยัน",
        "ยังไม่ทราบช่วงเวลาประเมินของปี 2566",
        "file.xlsx · 10",
        "9 ได้ 41.41 คะแนน",
        "o34 นโยบายไม่รับของขวัญ (No Gift Policy) – ปี 2566: o31",
        "o38 การเสริมสร้างวัฒนธรรมองค์กร ตามมาตรฐานทางจริยธรรม – ปี 2566: ไม่มีข้อที่ชื่อตรงกัน",
        "ห้ามนำคะแนนของทุกแถวมาบวกกัน",
    ]:
        assert words in told
    assert SIMULATED not in told


def test_simulated_data_is_marked_on_every_page(tmp_path):
    book = openpyxl.load_workbook(write_measures(draft(note=SIMULATED), tmp_path / "a.xlsx"))
    assert any(text.startswith(SIMULATED) for text in texts(book))
    assert all(SIMULATED in sheet.oddHeader.right.text for sheet in shown(book))
    sheet = book["มาตรการ"]
    assert SIMULATED in [str(sheet.cell(row, 1).value).split(" – ")[0] for row in range(1, 7)]


@pytest.mark.parametrize("trap", TRAPS)
def test_no_text_is_run(tmp_path, plan, trap):
    row = plan.head(1).assign(**dict.fromkeys(["measure", "steps", "responsible", "follow_up", "reason"], trap))
    path = write_measures(row, tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(path)["มาตรการ"]
    at = row_of(sheet, row["measure_id"].iloc[0])
    first_line = sheet.cell(header_row(sheet) + 1, 1)  # a reason's first line stands over the row
    for cell in [*(sheet.cell(at, column) for column in (2, 3, 4, 6)), first_line]:
        assert cell.value == (trap.split("\n")[0] if cell is first_line else trap)
        assert cell.data_type == "s"
        assert cell.quotePrefix == trap.startswith(("=", "+", "-", "@"))
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            assert "<f>" not in archive.read(name).decode()


def test_characters_that_xml_forbids_are_left_out(tmp_path, plan):
    row = plan.head(1).assign(measure="ก\x00ข\x0bค\ufffeง")
    sheet = openpyxl.load_workbook(write_measures(row, tmp_path / "a.xlsx"))["มาตรการ"]
    assert sheet.cell(row_of(sheet, row["measure_id"].iloc[0]), 2).value == "กขคง"


def test_an_ampersand_in_a_name_is_not_a_code_of_the_footer(tmp_path):
    sheet = openpyxl.load_workbook(write_measures(draft("บริษัท ก&P ข"), tmp_path / "a.xlsx"))["มาตรการ"]
    assert "ก&&P ข" in sheet.oddFooter.left.text


def test_a_sheet_for_each_office(tmp_path):
    names = ["อบต.ก/ข", "อบต.ก:ข", "อบต." + "ย" * 40, "อบต." + "ย" * 41]
    book = openpyxl.load_workbook(write_measures(draft(*names), tmp_path / "a.xlsx"))
    assert len(shown(book)) == 5
    assert len(set(map(str.lower, book.sheetnames))) == len(book.sheetnames)
    assert {str(sheet["A2"].value) for sheet in book.worksheets[:4]} == set(names)


@pytest.mark.parametrize(("wanted", "taken", "name"), SHEET_NAMES)
def test_sheet_name(wanted, taken, name):
    assert _xlsx.sheet_name(wanted, taken) == name
    assert len(name) <= 31


def test_one_office_by_name_or_id(tmp_path):
    both = draft(NAME, "อบต.อื่น")
    for agency in (NAME, NAME.split(" · ")[0]):
        book = openpyxl.load_workbook(write_measures(both, tmp_path / "a.xlsx", agency=agency))
        assert [sheet.title for sheet in shown(book)] == ["มาตรการ", "หมายเหตุ"]
        every = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
        assert not any("อบต.อื่น" in text for text in every)


@pytest.mark.parametrize(("text", "thai"), DIGITS)
def test_thai_digits_spare_codes(text, thai):
    assert _xlsx.in_digits(text, "thai") == thai
    assert _xlsx.in_digits(text, "arabic") == text


def test_thai_digits_in_the_sheet(tmp_path, plan):
    sheet = openpyxl.load_workbook(write_measures(plan, tmp_path / "a.xlsx", digits="thai"))["มาตรการ"]
    head = header_row(sheet)
    assert "พ.ศ. ๒๕๖๖" in sheet["A1"].value
    at = row_of(sheet, plan["measure_id"].iloc[0])
    assert sheet.cell(at, 1).value == "๑"
    assert sheet.cell(head, 8).value == "ขาดไป\nปี ๒๕๖๕"
    assert sheet.cell(at, 8).value == "๓.๗๕"
    body = " ".join(
        str(sheet.cell(row, column).value) for row in range(head, sheet.max_row + 1) for column in range(1, PRINTED)
    )
    assert not re.search(r"(?<![A-Za-z0-9])[0-9]", body)


def test_the_same_plan_gives_the_same_bytes(tmp_path, plan):
    first = write_measures(plan, tmp_path / "a.xlsx").read_bytes()
    assert write_measures(plan, tmp_path / "b.xlsx").read_bytes() == first


def test_the_plan_is_not_changed(tmp_path, plan):
    before = plan.copy(deep=True)
    write_measures(plan, tmp_path / "a.xlsx")
    pd.testing.assert_frame_equal(plan, before)


def test_the_folder_is_made_and_an_older_file_replaced(tmp_path, plan):
    path = tmp_path / "new" / "deep" / "a.xlsx"
    write_measures(plan, str(path))
    path.write_bytes(b"old")
    write_measures(plan, path)
    assert openpyxl.load_workbook(path).sheetnames[0] == "มาตรการ"
    assert [file.name for file in path.parent.iterdir()] == ["a.xlsx"]


def test_nothing_half_written_when_the_disk_fails(tmp_path, plan, monkeypatch):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")

    def fail(self, data):
        self.touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(ItaError, match="ดิสก์เต็ม"):
        write_measures(plan, path)
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["a.xlsx"]


def test_a_file_that_excel_holds_open_is_told(tmp_path, plan, monkeypatch):
    def fail(self, target):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(ItaError, match="ปิดไฟล์ใน Excel"):
        write_measures(plan, tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_text_too_long_for_a_cell_stops_the_writing(tmp_path, plan):
    with pytest.raises(ItaError, match="32,767"):
        write_measures(plan.head(1).assign(steps="ก" * 40_000), tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_an_empty_plan_says_so(tmp_path):
    empty = make_frame([], MEASURES)
    book = openpyxl.load_workbook(write_measures(empty, tmp_path / "a.xlsx", agency=NAME))
    assert any("จึงไม่มีมาตรการในแผนนี้" in text for text in texts(book))
    with pytest.raises(ItaError, match="ระบุ agency"):
        write_measures(empty, tmp_path / "b.xlsx")


def test_wrong_use_is_told_in_a_sentence(tmp_path, plan):
    with pytest.raises(ItaError, match="it has no reason"):
        write_measures(plan.drop(columns="reason"), tmp_path / "a.xlsx")
    with pytest.raises(ItaError, match=r"เขียนไฟล์ \.xlsx เท่านั้น"):
        write_measures(plan, tmp_path / "a.csv")
    with pytest.raises(ItaError, match="digits is one of"):
        write_measures(plan, tmp_path / "a.xlsx", digits="roman")
    with pytest.raises(ItaError, match="แผนไม่มีหน่วยงานนี้"):
        write_measures(plan, tmp_path / "a.xlsx", agency="อบต.ไม่มี")
    with pytest.raises(ItaError, match="มีหน่วยงานชื่อนี้ 2 แห่ง"):
        write_measures(draft("อบต.ก · ข", "อบต.ก · ค"), tmp_path / "a.xlsx", agency="อบต.ก")
    assert list(tmp_path.iterdir()) == []
