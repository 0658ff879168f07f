"""The pack as a workbook: numbers as numbers, text that Excel may not run, links that lead somewhere, steady bytes."""

import zipfile

import chart_frames as frames
import openpyxl
import pandas as pd
import pytest

from itaanalysis.errors import ItaError
from itaanalysis.frames import SIMULATED
from itaanalysis.reports.pack import make_pack
from itaanalysis.reports.pack._tables import write_tables
from itaanalysis.simulate import simulate_province

SHEETS = [
    *("สารบัญ", "ผลคะแนน", "แนวโน้ม", "ช่องว่าง", "ประเด็นที่ต้องแก้", "ข้อ OIT", "มาตรการ", "เทียบกลุ่ม"),
    *("กลุ่มตัวอย่าง", "เกณฑ์ตัวอย่างขั้นต่ำ", "เกณฑ์ระดับ", "น้ำหนัก", "แหล่งข้อมูล", "หมายเหตุ"),
]
# sheet, text in the column ข้อ, heading, what stands there
CELLS = [
    ("ผลคะแนน", "9", "คะแนน", 41.41),
    ("ผลคะแนน", "9", "ที่มา", "ita-2565-thanangnaew.xlsx#ผลคะแนน!C14"),
    ("ผลคะแนน", "OIT", "คะแนน", 20.71),  # 20.705: half up, not to even
    ("ผลคะแนน", "OIT", "ที่มา", "คำนวณจากคะแนนย่อย"),
    ("ผลคะแนน", "o1", "คะแนน", "ไม่มีข้อมูล"),  # not 0
    ("ผลคะแนน", "o42", "คะแนน", 0),  # 0 is a score
    ("ช่องว่าง", "10", "คะแนนรวมที่เพิ่มได้", 17.0),
    ("ช่องว่าง", "1", "ช่องว่าง", -11.1),
    ("ประเด็นที่ต้องแก้", "9", "คะแนนรวมที่เพิ่มได้", 8.72),
    ("ข้อ OIT", "o43", "ผล", "ไม่ผ่าน"),
    ("ข้อ OIT", "o1", "ผล", "ไม่ทราบ"),
    ("ข้อ OIT", "o43", "น้ำหนักต่อคะแนนรวม (ร้อยละ)", 5.0),
    ("แนวโน้ม", "9", "ปี 2564", "ไม่มีข้อมูล"),
]
TRAPS = [
    *("=1+1", '=HYPERLINK("http://example.org","x")', "+1", "-1 ข้อ", "- ขั้นแรก\n- ขั้นสอง", "@SUM(A1)", "＝1+1"),
    *("#N/A", "TRUE", "12345", "{=1}", "<ol><li>ก</li></ol> & co", "ก" * 5_000),
]


def real(**also):
    return make_pack(frames.real_office(), **also)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("tables")


@pytest.fixture(scope="module")
def book(folder):
    return openpyxl.load_workbook(write_tables(real(), folder / "ตาราง.xlsx"))


@pytest.fixture(scope="module")
def of_many(folder):
    scores = simulate_province(seed=1, districts=2, offices=8, years=[2564, 2565])
    pack = make_pack(scores, agency=scores["agency_id"].iloc[0], year_be=2565)
    return pack, openpyxl.load_workbook(write_tables(pack, folder / "many.xlsx"))


def headings(sheet):
    return {cell.value: cell.column for cell in sheet[4]}


def value(sheet, code, heading):
    columns = headings(sheet)
    (row,) = (row for row in range(5, sheet.max_row + 1) if sheet.cell(row, columns["ข้อ"]).value == code)
    return sheet.cell(row, columns[heading]).value


def cells(book):
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_sheets(book):
    assert book.sheetnames == SHEETS


@pytest.mark.parametrize(("sheet", "code", "heading", "wanted"), CELLS)
def test_cells(book, sheet, code, heading, wanted):
    found = value(book[sheet], code, heading)
    assert found == wanted
    assert isinstance(found, str) == isinstance(wanted, str)


def test_numbers_are_on_two_decimals(of_many):
    _, book = of_many
    numbers = [cell for cell in cells(book) if isinstance(cell.value, float) and not cell.value.is_integer()]
    assert len(numbers) > 200
    assert {cell.number_format for cell in numbers} == {"0.00", "+0.00;−0.00;0.00"}
    assert all(cell.value == round(cell.value, 2) for cell in numbers)


def test_every_node_and_measure_is_there(book):
    pack = real()
    assert book["ผลคะแนน"].max_row == 4 + len(pack.frames.gaps)
    assert book["ข้อ OIT"].max_row == 4 + 43
    sheet = book["มาตรการ"]
    ids = [sheet.cell(row, 1).value for row in range(5, sheet.max_row + 1)]
    assert ids == list(pack.frames.measures["measure_id"])


def test_owner_of_a_failed_item_comes_from_its_measure(book):
    assert value(book["ข้อ OIT"], "o41", "ผู้รับผิดชอบตามมาตรการ") == "สำนักปลัด (งานแผน)"
    assert value(book["ข้อ OIT"], "o1", "ผู้รับผิดชอบตามมาตรการ") == "–"  # nothing is known of it


def test_contents_lead_to_every_sheet_and_back(book):
    contents = book["สารบัญ"]
    rows = range(5, contents.max_row + 1)
    assert [contents.cell(row, 1).value for row in rows] == SHEETS[1:]
    assert [contents.cell(row, 1).hyperlink.location for row in rows] == [f"'{name}'!A1" for name in SHEETS[1:]]
    for name in SHEETS[1:]:
        links = [cell.hyperlink.location for cell in book[name][1] if cell.hyperlink]
        assert links == ["'สารบัญ'!A1"]
        # A text stops at the next cell that holds one: the mark of a draft stands at the end of this line.
        assert [cell.value for cell in book[name][2][1:] if cell.value] == []
    assert contents["C5"].value == book["ผลคะแนน"].max_row - 4


def test_pages(book):
    for sheet in book:
        assert sheet.freeze_panes == "B5"
        assert sheet.print_title_rows == "$4:$4"
        wide = sum(sheet.column_dimensions[cell.column_letter].width for cell in sheet[4]) > 240
        paper = 8 if wide else 9  # A3 where the letters would be too small on A4
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", paper)
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.oddFooter.right.text == "หน้า &P จาก &N"
        columns = len(headings(sheet))
        assert all(sheet.column_dimensions[cell.column_letter].width >= 11 for cell in sheet[4])
        assert sheet.print_area.endswith(f"{sheet.cell(1, columns).column_letter}${sheet.max_row}")


def test_rows_are_as_high_as_their_texts(book):
    sheet = book["มาตรการ"]
    steps = headings(sheet)["วิธีการดำเนินงาน"]
    for row in range(5, sheet.max_row + 1):
        lines = sheet.cell(row, steps).value.count("\n") + 1
        assert sheet.row_dimensions[row].height >= lines * 14 * 1.3


def test_every_text_is_in_the_thai_face(of_many):
    assert {cell.font.name for cell in cells(of_many[1])} == {"TH Sarabun New"}


def test_known_and_unknown_differ_by_words_not_by_looks_alone(book):
    sheet = book["ผลคะแนน"]
    known, unknown = (value(sheet, code, "คะแนน") for code in ("9", "o1"))
    assert (known, unknown) == (41.41, "ไม่มีข้อมูล")


@pytest.mark.parametrize("approved", [True, False])
def test_draft_mark(folder, approved):
    book = openpyxl.load_workbook(write_tables(real(approved=approved), folder / f"{approved}.xlsx"))
    for sheet in book:
        assert ("ร่าง" in sheet["A2"].value) is not approved
        assert (sheet.oddFooter.center.text == "ร่าง") is not approved


def test_simulated_mark(of_many):
    assert all(SIMULATED in sheet["A2"].value for sheet in of_many[1])


def test_peers(book, of_many):
    alone = book["เทียบกลุ่ม"]
    assert "ไม่มีหน่วยงานอื่น" in alone["A3"].value
    assert alone["A5"].value == "ไม่มีรายการ"
    pack, many = of_many
    sheet, told = many["เทียบกลุ่ม"], pack.frames.peers.query("code == 'ITA' and by == 'province'").iloc[0]
    columns = headings(sheet)
    rows = [row for row in range(5, sheet.max_row + 1) if sheet.cell(row, columns["กลุ่ม"]).value == told["group"]]
    (row,) = (row for row in rows if sheet.cell(row, columns["ข้อ"]).value == "ITA")
    assert sheet.cell(row, columns["อันดับ"]).value == told["rank"]
    assert sheet.cell(row, columns["มัธยฐาน"]).value == pytest.approx(told["median"], abs=0.005001)


def test_trend(of_many):
    pack, book = of_many
    row = pack.frames.nodes.set_index("code").loc["9"]
    assert value(book["แนวโน้ม"], "9", "ปี 2564") == pytest.approx(row["last_score"], abs=0.005001)
    assert value(book["แนวโน้ม"], "9", "เปลี่ยน") == pytest.approx(row["change"], abs=0.005001)


def test_text_is_never_run(folder):
    measures = real().frames.measures
    measures = measures.iloc[[at % len(measures) for at in range(len(TRAPS))]].assign(measure=TRAPS)
    path = write_tables(real(measures=measures), folder / "trap.xlsx")
    sheet = openpyxl.load_workbook(path)["มาตรการ"]
    for row, trap in enumerate(TRAPS, start=5):
        cell = sheet.cell(row, headings(sheet)["มาตรการ/แนวทาง"])
        assert (cell.value, cell.data_type) == (trap, "s")
        assert cell.quotePrefix == trap.startswith(("=", "+", "-", "@"))
    with zipfile.ZipFile(path) as parts:
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist() if "worksheets" in name)


def test_what_a_workbook_cannot_hold(folder):
    measures = real().frames.measures
    dirty = real(measures=measures.assign(measure="ก\x00ข\ufffe\x0bค"))
    sheet = openpyxl.load_workbook(write_tables(dirty, folder / "dirty.xlsx"))["มาตรการ"]
    assert sheet.cell(5, headings(sheet)["มาตรการ/แนวทาง"]).value == "กขค"
    long = real(measures=measures.assign(measure="ก" * 40_000))
    with pytest.raises(ItaError, match="40,000"):
        write_tables(long, folder / "long.xlsx")
    assert not (folder / "long.xlsx").exists()


def test_the_same_pack_gives_the_same_bytes(folder):
    first, second = (write_tables(real(), folder / name).read_bytes() for name in ("a.xlsx", "b.xlsx"))
    assert first == second


def test_a_year_without_a_list_of_items(folder):
    scores = frames.real_office(year=2562, name="องค์การบริหารส่วนตำบลตัวอย่าง")
    book = openpyxl.load_workbook(write_tables(make_pack(scores), folder / "2562.xlsx"))
    assert book["ข้อ OIT"]["A5"].value == "ไม่มีรายการ"


def test_no_measures(folder):
    scores = frames.real_office(name="องค์การบริหารส่วนตำบลตัวอย่าง", i9=99, i10=99)
    book = openpyxl.load_workbook(write_tables(make_pack(scores), folder / "good.xlsx"))
    assert book["มาตรการ"]["A5"].value == book["ประเด็นที่ต้องแก้"]["A5"].value == "ไม่มีรายการ"


def test_wrong_name_and_a_place_that_takes_no_file(folder):
    with pytest.raises(ItaError, match=r"\.xlsx.*tables\.xls"):
        write_tables(real(), folder / "tables.xls")
    (folder / "file").write_text("x", encoding="utf-8")
    with pytest.raises(ItaError, match="เขียนไฟล์"):
        write_tables(real(), folder / "file" / "t.xlsx")


def test_the_pack_is_not_changed(folder):
    pack = real()
    frames = {name: frame for name, frame in vars(pack.frames).items() if isinstance(frame, pd.DataFrame)}
    before = {name: frame.copy() for name, frame in frames.items()}
    write_tables(pack, folder / "same.xlsx")
    for name, frame in before.items():
        pd.testing.assert_frame_equal(getattr(pack.frames, name), frame)


def test_an_empty_table_says_so_across_its_columns(book):
    sheet = book["เทียบกลุ่ม"]
    assert sheet["A5"].value == "ไม่มีรายการ"
    assert any(str(area).startswith("A5:") for area in sheet.merged_cells.ranges), "a narrow column would cut it"
    assert sheet.row_dimensions[5].height >= 14 * 1.3


def test_a_question_without_wording_says_so(tmp_path):
    pack = make_pack(frames.real_office(year=2567, name="อบต.ตัวอย่าง", i1=80.0))
    sheet = openpyxl.load_workbook(write_tables(pack, tmp_path / "a.xlsx"))["ผลคะแนน"]
    names = {row[1].value: row[2].value for row in sheet.iter_rows(min_row=5)}
    assert names["i1"] == "ไม่ทราบข้อความของข้อ"
    assert names["9"] == "การเปิดเผยข้อมูล"
