"""The files of data/raw: listed, unchanged, and holding the published figures as they were published."""

import csv
import hashlib
from collections import Counter
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

import itaanalysis as ita
from itaanalysis.frames import SIMULATED
from itaanalysis.simulate import write_simulated

RAW = Path(__file__).parents[1] / "data" / "raw"
OFFICE = "ita-2565-thanangnaew.xlsx"
PROVINCES = "ita-2563-2564-provinces.xlsx"
TOTALS = "ita-2561-2567-totals.xlsx"
LISTS = "ita-2561-district-lists.xlsx"
MADE_UP = "simulated-2562-2568-province.xlsx"
REAL = [OFFICE, PROVINCES, TOTALS, LISTS]

#: The measures report of the office for FY2566: spelling and score as printed.
OFFICE_ROWS = [
    ("๑.", "ตัวชี้วัดที่ ๑ การปฏิบัติงานที่", "ได้คะแนนเท่ากับร้อยละ ๙๖.๑๐"),
    ("๒.", "ตัวชี้วัดที่ ๒ การใช้งบประมาณ", "ได้คะแนนเท่ากับร้อยละ ๙๒.๑๒"),
    ("๓.", "ตัวชี้วัดที่ ๓ การใช้อำนาจ", "ได้คะแนนเท่ากับร้อยละ ๙๔.๘๕"),
    ("๔.", "ตัวชี้วัดที่ ๔ การใช้ทรัพย์สินของทางราชการ", "ได้คะแนนเท่ากับร้อยละ ๙๔.๙๒"),
    ("๕.", "ตัวชี้วัดที่ ๕ การแก้ไขปัญหาการทุจริต", "ได้คะแนนเท่ากับร้อยละ ๙๕.๗๒"),
    ("๖.", "ตัวชี้วัดที่ ๖ คุณภาพการดำเนินงาน", "ได้คะแนนเท่ากับร้อยละ ๙๖.๖๑"),
    ("๗.", "ตัวชี้วัดที่ ๗ ประสิทธิภาพการสื่อสาร", "ได้คะแนนเท่ากับร้อยละ ๙๖.๕๑"),
    ("๘.", "ตัวชี้วัดที่ ๘ การปรับปรุงการทำงาน", "ได้คะแนนเท่ากับร้อยละ ๙๕.๒๓"),
    ("๙.", "ตัวชี้วัดที่ ๙ การเปิดเผยข้อมูล", "ได้คะแนนเท่ากับร้อยละ ๔๑.๔๑"),
    ("๑๐.", "ตัวชี้วัดที่ ๑๐ การป้องกันการทุจริต", "ได้คะแนนเท่ากับร้อยละ ๐.๐๐"),
]
#: The FY2564 report (group 2, page 168): province, year, indicators 1–10, ITA; the last row is incomplete as printed.
PROVINCE_ROWS = [
    ("ตราด", "ปี 2564", 93.55, 87.72, 91.01, 87.93, 89.52, 90.55, 88.68, 88.58, 72.89, 65.56, 81.45),
    ("", "ปี 2563", 92.57, 86.13, 90.08, 85.98, 88.04, 83.67, 82.11, 79.29, 69.94, 52.78, 75.62),
    ("นครนายก", "ปี 2564", 94.65, 89.11, 91.95, 89.29, 89.86, 92.12, 89.90, 89.49, 65.89, 51.15, 77.85),
    ("", "ปี 2563", 90.48, 82.79, 86.91, *["-"] * 8),
]
#: The agency's own page: year, total, level as printed.
TOTAL_ROWS = [
    (2561, 83.10, "สูงมาก"),
    (2562, 91.07, "A"),
    (2563, 90.73, "A"),
    (2564, 95.62, "AA"),
    (2565, 90.22, "A"),
    (2566, 86.78, "ผ่าน"),
    (2567, 91.15, "ผ่าน"),
]
#: itas.nacc.go.th, report 0505 of FY2561, first rows by score: agency, district, total.
LIST_ROWS = {
    "ฉะเชิงเทรา": [
        ("องค์การบริหารส่วนจังหวัดฉะเชิงเทรา", "เมืองฉะเชิงเทรา", 90.82),
        ("องค์การบริหารส่วนตำบลดอนฉิมพลี", "บางน้ำเปรี้ยว", 90.28),
        ("เทศบาลตำบลบ้านซ่อง", "พนมสารคาม", 90.06),
        ("องค์การบริหารส่วนตำบลท่าไข่", "เมืองฉะเชิงเทรา", 87.95),
        ("องค์การบริหารส่วนตำบลเสม็ดใต้", "บางคล้า", 87.67),
        ("เทศบาลตำบลบางปะกงพรหมเทพรังสรรค์", "บางปะกง", 87.01),
        ("องค์การบริหารส่วนตำบลดงน้อย", "ราชสาส์น", 86.13),
        ("เทศบาลตำบลท่าข้าม", "บางปะกง", 85.65),
        ("องค์การบริหารส่วนตำบลดอนทราย", "บ้านโพธิ์", 85.16),
        ("องค์การบริหารส่วนตำบลบางตีนเป็ด", "เมืองฉะเชิงเทรา", 84.75),
        ("องค์การบริหารส่วนตำบลทุ่งพระยา", "สนามชัยเขต", 84.34),
    ],
    "ชลบุรี": [
        ("เทศบาลตำบลกุฏโง้ง", "พนัสนิคม", 97.61),
        ("เทศบาลเมืองพนัสนิคม", "พนัสนิคม", 97.31),
        ("องค์การบริหารส่วนตำบลบ้านช้าง", "พนัสนิคม", 90.86),
        ("เทศบาลตำบลห้วยกะปิ", "เมืองชลบุรี", 89.75),
        ("เทศบาลตำบลหนองซ้ำซาก", "บ้านบึง", 89.69),
        ("องค์การบริหารส่วนตำบลหนองเหียง", "พนัสนิคม", 89.24),
        ("องค์การบริหารส่วนตำบลบ้านเซิด", "พนัสนิคม", 88.99),
        ("องค์การบริหารส่วนตำบลทุ่งขวาง", "พนัสนิคม", 88.32),
        ("เทศบาลตำบลท่าบุญมี", "เกาะจันทร์", 87.91),
        ("องค์การบริหารส่วนตำบลหนองอิรุณ", "บ้านบึง", 87.48),
        ("องค์การบริหารส่วนตำบลบ่อกวางทอง", "บ่อทอง", 87.06),
        ("เทศบาลเมืองบ้านสวน", "เมืองชลบุรี", 85.99),
        ("องค์การบริหารส่วนตำบลหนองขยาด", "พนัสนิคม", 85.49),
        ("เทศบาลตำบลหนองใหญ่", "หนองใหญ่", 85.42),
    ],
    "ภูเก็ต": [
        ("เทศบาลนครภูเก็ต", "เมืองภูเก็ต", 84.11),
        ("เทศบาลตำบลวิชิต", "เมืองภูเก็ต", 81.62),
        ("องค์การบริหารส่วนจังหวัดภูเก็ต", "เมืองภูเก็ต", 79.49),
        ("องค์การบริหารส่วนตำบลเกาะแก้ว", "เมืองภูเก็ต", 78.25),
        ("เทศบาลเมืองป่าตอง", "กะทู้", 77.18),
        ("เทศบาลตำบลกะรน", "เมืองภูเก็ต", 76.36),
        ("เทศบาลตำบลรัษฎา", "เมืองภูเก็ต", 76.05),
        ("เทศบาลตำบลเชิงทะเล", "ถลาง", 74.35),
        ("เทศบาลตำบลป่าคลอก", "ถลาง", 70.01),
        ("เทศบาลตำบลราไวย์", "เมืองภูเก็ต", 63.6),
        ("เทศบาลตำบลศรีสุนทร", "ถลาง", 62.58),
        ("องค์การบริหารส่วนตำบลสาคู", "ถลาง", 60.42),
        ("องค์การบริหารส่วนตำบลเชิงทะเล", "ถลาง", 56.57),
    ],
}


def sources() -> list[dict[str, str]]:
    with (RAW / "SOURCES.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def cells(name: str, sheet: str | None = None) -> list[tuple[object, ...]]:
    """Rows of a sheet from A1, an empty cell as an empty text."""
    book = CalamineWorkbook.from_path(RAW / name)
    found = book.get_sheet_by_name(sheet or book.sheet_names[0])
    return [tuple(row) for row in found.to_python(skip_empty_area=False)]


def test_sources_list_exactly_the_files() -> None:
    there = {path.relative_to(RAW).as_posix() for path in RAW.rglob("*") if path.is_file()}
    there = {name for name in there if name != "SOURCES.csv" and not Path(name).name.startswith(("~$", "."))}
    assert Counter(row["file"] for row in sources()) == Counter(there)


def test_sources_open_in_excel_and_leave_nothing_out() -> None:
    assert (RAW / "SOURCES.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    for row in sources():
        assert list(row) == ["file", "title", "origin", "retrieved", "sha256", "complete", "simulated"]
        assert all(row.values()), row
        assert {row["complete"], row["simulated"]} <= {"yes", "no"}


@pytest.mark.parametrize("row", sources(), ids=lambda row: row["file"])
def test_files_are_as_received(row: dict[str, str]) -> None:
    found = hashlib.sha256((RAW / row["file"]).read_bytes()).hexdigest()
    assert found == row["sha256"], f"{row['file']} was edited after it was received"


def test_only_the_lists_are_incomplete_and_only_one_file_is_made_up() -> None:
    assert {row["file"] for row in sources() if row["complete"] == "no"} == {LISTS}
    assert {row["file"] for row in sources() if row["simulated"] == "yes"} == {MADE_UP}


def test_office_as_printed() -> None:
    rows = cells(OFFICE, "ผลคะแนน")
    assert rows[1][0] == "ประจำปีงบประมาณ พ.ศ. ๒๕๖๕"
    assert rows[2][0] == "องค์การบริหารส่วนตำบลท่านางแนว อำเภอแวงน้อย จังหวัดขอนแก่น"
    assert rows[4] == ("ลำดับ", "ตัวชี้วัดของการประเมิน", "คะแนน")
    sections = [row[0] for row in rows[5:18] if row[1:] == ("", "")]
    assert [section.split("(")[1] for section in sections] == ["IIT)", "EIT)", "OIT)"]
    assert [row for row in rows[5:18] if row[1]] == OFFICE_ROWS
    assert rows[18:] == [("คะแนนเฉลี่ย", "", "๖๕.๕๔ คะแนน"), ("ระดับผลการประเมิน", "", "C")]


def test_provinces_as_printed() -> None:
    rows = cells(PROVINCES)
    assert "ภาพรวมจังหวัด" in rows[0][0]
    assert "ค่าเฉลี่ย" in rows[1][0]
    assert rows[3][:3] == ("จังหวัด", "ปี", "1. การปฏิบัติหน้าที่")
    assert rows[3][-2:] == ("10. การป้องกันการทุจริต", "คะแนน ITA")
    assert rows[4:8] == PROVINCE_ROWS
    assert len(rows) == 9
    assert rows[8][0].startswith("หมายเหตุ")


def test_totals_as_printed() -> None:
    rows = cells(TOTALS)
    assert rows[1][0] == "สถาบันส่งเสริมการสอนวิทยาศาสตร์และเทคโนโลยี (สสวท.)"
    assert rows[4] == ("ปีงบประมาณ พ.ศ.", "คะแนน ITA", "ระดับผลการประเมิน")
    assert rows[5:] == TOTAL_ROWS


@pytest.mark.parametrize("province", LIST_ROWS)
def test_lists_as_printed(province: str) -> None:
    rows = cells(LISTS, province)
    assert "พ.ศ. 2561" in rows[0][0]
    assert rows[1][0] == f"จังหวัด{province} (รายการบางส่วน เรียงตามคะแนน)"
    assert rows[3] == ("ลำดับ", "หน่วยงาน", "อำเภอ", "จังหวัด", "คะแนนเฉลี่ย")
    expected = [
        (at, agency, district, province, score)
        for at, (agency, district, score) in enumerate(LIST_ROWS[province], start=1)
    ]
    assert rows[4:-1] == expected
    assert [row[4] for row in expected] == sorted((row[4] for row in expected), reverse=True)
    assert rows[-1][0].startswith("หมายเหตุ")


def test_lists_have_a_sheet_a_province() -> None:
    assert CalamineWorkbook.from_path(RAW / LISTS).sheet_names == list(LIST_ROWS)


@pytest.mark.parametrize("name", [*REAL, MADE_UP])
def test_nothing_hidden_and_no_formula(name: str) -> None:
    for sheet in openpyxl.load_workbook(RAW / name):
        assert sheet.sheet_state == "visible"
        assert not any(row.hidden for row in sheet.row_dimensions.values())
        assert not any(column.hidden for column in sheet.column_dimensions.values())
        assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


def test_made_up_workbook_is_what_the_seed_gives(tmp_path: Path) -> None:
    again = CalamineWorkbook.from_path(write_simulated(tmp_path / MADE_UP))
    stored = CalamineWorkbook.from_path(RAW / MADE_UP)
    assert stored.sheet_names == again.sheet_names == [str(year) for year in range(2562, 2569)]
    for name in stored.sheet_names:
        assert cells(MADE_UP, name) == [
            tuple(row) for row in again.get_sheet_by_name(name).to_python(skip_empty_area=False)
        ]


def test_made_up_workbook_says_so_and_is_small() -> None:
    assert (RAW / MADE_UP).stat().st_size < 700_000
    for name in CalamineWorkbook.from_path(RAW / MADE_UP).sheet_names:
        rows = cells(MADE_UP, name)
        assert rows[0][0].startswith(SIMULATED)
        assert rows[0][0].endswith(f"ประจำปีงบประมาณ พ.ศ. {name}")
        assert len(rows) == 62


def test_no_made_up_score_stands_beside_a_real_name() -> None:
    real = {agency for rows in LIST_ROWS.values() for agency, _, _ in rows}
    real_places = {place for province, rows in LIST_ROWS.items() for place in (province, *(row[1] for row in rows))}
    for name in CalamineWorkbook.from_path(RAW / MADE_UP).sheet_names:
        for _, agency, district, province, *_ in cells(MADE_UP, name)[2:]:
            assert agency not in real
            assert {district, province}.isdisjoint(real_places)
            assert "ตัวอย่าง" in agency or "สมมติ" in agency


def test_the_files_of_the_project_are_read_without_an_issue() -> None:
    assert ita.read_folder(RAW).issues.empty
