"""The kinds of file that a review reads, and the sentences where one cannot be read."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from chart_frames import real_office
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pypdf import PdfReader, PdfWriter
from review_reports import MEASURES, OFFICE, TEN, changed, report_text, scores_frame, write_docx, write_pdf

from itaanalysis.errors import ItaError
from itaanalysis.reports.pack import make_pack
from itaanalysis.reports.pack._pdf import typeset
from itaanalysis.review import Document, check_report
from itaanalysis.review._read import read_report

NOTHING: list[str] = []
MIXED = "ที่ น้ำ ปี่ ผู้ซื้อ ซึ่ง ครั้ง กำหนด สถานที่ที่ดี"  # what a reader of PDFs loses first
FAULTS = (("อยู่ในระดับ C", "อยู่ในระดับ B"), ("คณะทำงานบริหารความเสี่ยง", "1. จัดทำคู่มือ 2. กำหนดหน้าที่"))


def kinds(path: Path, **asked: object) -> list[str]:
    return list(check_report(path, **asked)["kind"])  # type: ignore[arg-type]


@pytest.mark.parametrize("suffix", [".docx", ".pdf", ".txt"])
def test_a_correct_report_has_no_findings_in_any_kind_of_file(suffix: str, tmp_path: Path) -> None:
    path = write(report_text(), tmp_path / f"report{suffix}")
    found = check_report(path, scores=scores_frame())
    assert list(found["kind"] + " " + found["place"]) == NOTHING
    assert found.attrs["not_checked"] == NOTHING


@pytest.mark.parametrize(
    ("suffix", "places"),
    [
        (".docx", {"level_differs": "ย่อหน้า", "responsible_holds_steps": "ตาราง 5 แถว 3 คอลัมน์ 3"}),
        (".pdf", {"level_differs": "หน้า 1 ย่อหน้า", "responsible_holds_steps": "แถว 3 คอลัมน์ 3"}),
        (".txt", {"level_differs": "บรรทัด 13", "responsible_holds_steps": "คอลัมน์ 3"}),
    ],
)
def test_the_same_faults_are_found_in_any_kind_of_file(suffix: str, places: dict[str, str], tmp_path: Path) -> None:
    found = check_report(write(changed(*FAULTS), tmp_path / f"report{suffix}")).set_index("kind")
    assert set(found.index) == set(places)
    for kind, place in places.items():
        assert place in found.loc[kind, "place"]


def write(text: str, path: Path) -> Path:
    if path.suffix == ".docx":
        return write_docx(text, path)
    if path.suffix == ".pdf":
        return write_pdf(text, path)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("tagged", [True, False])
def test_thai_of_a_pdf_is_read_right(tagged: bool, tmp_path: Path) -> None:
    path = write_pdf(f"{MIXED}\n{OFFICE}\n" * 2, tmp_path / "report.pdf", tagged=tagged)
    texts = [passage.plain for passage in read_report(path).passages]
    # Where a cluster comes out twice (ซึ่ซึ่ง) it is told once, and a word that really repeats it (ที่ที่) keeps both or one.
    assert [text.replace("ที่ที่", "ที่") for text in texts] == [MIXED.replace("ที่ที่", "ที่"), OFFICE] * 2


def test_how_a_pdf_is_read_is_no_fault_of_the_report(tmp_path: Path) -> None:
    # A PDF can part า from ำ although the page shows one letter; in Word the report itself does.
    text = changed(("ทวนปีของข้อมูล", "กา หนดปีของข้อมูล"))
    assert kinds(write(text, tmp_path / "report.pdf")) == NOTHING
    assert kinds(write(text, tmp_path / "report.docx")) == ["split_am"]


def test_a_pdf_without_tags_says_what_was_not_checked(tmp_path: Path) -> None:
    path = write_pdf(changed(*FAULTS), tmp_path / "report.pdf", tagged=False)
    found = check_report(path)
    assert "level_differs" in set(found["kind"])
    assert "responsible_holds_steps" not in set(found["kind"])
    assert "PDF นี้ไม่มีโครงสร้างตาราง" in found.attrs["not_checked"][0]
    assert found["place"].str.fullmatch(r"หน้า \d+ บรรทัด \d+").all()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp874", "utf-16"])
def test_text_files_of_windows(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    text = changed(("อยู่ในระดับ C", "อยู่ในระดับ B")).replace("\n", "\r\n")
    path.write_bytes(text.encode(encoding))
    assert kinds(path) == ["level_differs"]


def test_word_is_read_wherever_text_stands(tmp_path: Path) -> None:
    # A footer, a text box, a content control (a contents field is one) and a cell within a cell name the other office.
    path = write_docx(report_text(), tmp_path / "report.docx")
    word = docx.Document(str(path))
    word.sections[0].footer.paragraphs[0].text = "เทศบาลตำบลแวงน้อย (1)"
    text = "<w:p><w:r><w:t>เทศบาลตำบลแวงน้อย ({1})</w:t></w:r></w:p>"
    box = f"<w:r {{0}}><w:pict><w:txbxContent>{text}</w:txbxContent></w:pict></w:r>"
    word.paragraphs[1]._p.append(parse_xml(box.format(nsdecls("w"), 2)))
    control = f"<w:sdt {{0}}><w:sdtContent>{text}</w:sdtContent></w:sdt>"
    word.element.body.insert(0, parse_xml(control.format(nsdecls("w"), 3)))
    word.tables[4].cell(1, 1).add_table(1, 1).cell(0, 0).text = "เทศบาลตำบลแวงน้อย (4)"
    word.save(str(path))
    found = check_report(path, agency=OFFICE)
    places = dict(found.loc[found["kind"] == "other_agency", ["text", "place"]].itertuples(index=False))
    told = {number: place for text, place in places.items() for number in "1234" if f"({number})" in text}
    assert told == {
        "1": "ท้ายกระดาษ ตอนที่ 1",
        "2": "ย่อหน้า 3 กล่องข้อความ",
        "3": "ย่อหน้า 1",
        "4": "ตาราง 5 แถว 2 คอลัมน์ 2",
    }


def test_what_was_struck_out_in_word_is_not_read(tmp_path: Path) -> None:
    path = write_docx(report_text(), tmp_path / "report.docx")
    word = docx.Document(str(path))
    gone = '<w:del {0} w:id="1"><w:r><w:delText>เทศบาลตำบลแวงน้อย</w:delText></w:r></w:del>'
    moved = '<w:moveFrom {0} w:id="2"><w:r><w:t>เทศบาลตำบลแวงน้อย</w:t></w:r></w:moveFrom>'
    for change in (gone, moved):
        word.paragraphs[-1]._p.append(parse_xml(change.format(nsdecls("w"))))
    word.save(str(path))
    assert kinds(path, agency=OFFICE) == NOTHING


def test_a_merged_cell_of_word_keeps_the_columns(tmp_path: Path) -> None:
    # A heading over all five columns, and a unit that stands once for two measures.
    path = tmp_path / "report.docx"
    write_docx(report_text(), path)
    word = docx.Document(str(path))
    table = word.tables[4]
    heading = table.add_row()
    heading.cells[0].merge(heading.cells[4]).text = "ตัวชี้วัดที่ 10 การป้องกันการทุจริต"
    for cell, text in zip(table.add_row().cells, TEN.replace("ตัวชี้วัดที่ 10 ", "").split("\t"), strict=True):
        cell.text = text
    unit, below = table.cell(1, 2), table.cell(2, 2)
    below.text = ""
    unit.merge(below)
    word.save(str(path))
    assert kinds(path) == NOTHING
    unit.text = "-"
    word.save(str(path))
    found = check_report(path)
    assert list(found["kind"]) == ["no_responsible"]  # one cell, one finding
    assert list(found["place"]) == ["ตาราง 5 แถว 2 คอลัมน์ 3"]


def test_a_picture_beside_its_caption(tmp_path: Path) -> None:
    from matplotlib.figure import Figure

    drawn = BytesIO()
    Figure(figsize=(1, 1)).savefig(drawn, format="png")
    text = changed(("แผนมาตรการ\n" + MEASURES, f"ภาพที่ 1 ขั้นตอนการดำเนินการ\nแผนมาตรการ\n{MEASURES}"))
    path = write_docx(text, tmp_path / "report.docx")
    assert kinds(path) == ["caption_without_figure"]
    word = docx.Document(str(path))
    caption = next(paragraph for paragraph in word.paragraphs if paragraph.text.startswith("ภาพที่ 1"))
    caption.insert_paragraph_before().add_run().add_picture(drawn)
    word.save(str(path))
    assert kinds(path) == NOTHING


def test_a_table_that_goes_on_over_pages_is_one(tmp_path: Path) -> None:
    # 40 more measures push the table over a page; the rows behind the break have no header above them.
    text = changed(
        (
            TEN,
            "\n".join(
                [TEN.replace("คณะทำงานบริหารความเสี่ยง", "กองคลัง")] * 40 + [TEN.replace("คณะทำงานบริหารความเสี่ยง", "-")]
            ),
        )
    )
    found = check_report(write_pdf(text, tmp_path / "report.pdf"))
    last = found[found["kind"] == "no_responsible"]
    assert len(last) == 1
    assert not last["place"].str.startswith("หน้า 1 ").any()


def test_the_file_is_not_changed(tmp_path: Path) -> None:
    path = write_docx(changed(*FAULTS), tmp_path / "report.docx")
    before = path.read_bytes()
    check_report(path)
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["report.docx"]


def locked_pdf(path: Path) -> None:
    writer = PdfWriter(PdfReader(write_pdf(report_text(), path)))
    writer.encrypt("secret")
    writer.write(path)


def scanned_pdf(path: Path) -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(2, 2))
    figure.figimage([[0.0, 1.0], [1.0, 0.0]])
    figure.savefig(path)


def broken_docx(path: Path) -> None:
    write_docx(report_text(), path)
    path.write_bytes(path.read_bytes()[:3000])


def damaged_xml(path: Path) -> None:
    write_docx(report_text(), path)
    with ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    parts["word/document.xml"] = parts["word/document.xml"][:500]
    with ZipFile(path, "w") as packed:
        for name, data in parts.items():
            packed.writestr(name, data)


def workbook_named_docx(path: Path) -> None:
    from openpyxl import Workbook

    Workbook().save(path)


def bomb(path: Path) -> None:
    with ZipFile(path, "w", compression=8) as packed:
        packed.writestr("word/document.xml", b"0" * 301_000_000)


REFUSED = [
    # name, how the file is made (None = not at all), words of the sentence
    ("report.doc", lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0"), ["ตรวจได้เฉพาะไฟล์ .docx", "บันทึกเป็น .docx"]),
    ("scores.xlsx", lambda path: path.write_bytes(b"PK"), ["ita check"]),
    ("report", lambda path: path.write_bytes(b"x"), ["บันทึกรายงานเป็น .docx"]),
    ("report.docx", None, ["ไม่พบไฟล์"]),
    ("report.docx", lambda path: path.mkdir(), ["ไม่พบไฟล์"]),
    ("report.docx", lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(100)), ["รหัสผ่าน"]),
    ("report.docx", lambda path: path.write_bytes(b""), ["เสีย"]),
    ("report.docx", broken_docx, ["เสีย"]),
    ("report.docx", damaged_xml, ["เสีย"]),
    ("report.docx", workbook_named_docx, ["เสียหรือไม่ใช่ .docx"]),
    ("report.docx", bomb, ["ใหญ่ผิดปกติ"]),
    ("report.docx", lambda path: docx.Document().save(str(path)), ["ไม่มีข้อความ"]),
    ("report.pdf", locked_pdf, ["รหัสผ่าน"]),
    ("report.pdf", scanned_pdf, ["ภาพสแกน"]),
    ("report.pdf", lambda path: path.write_bytes(b"%PDF-1.7\nnothing"), ["เสีย"]),
    ("report.txt", lambda path: path.write_bytes(b""), ["ไม่มีข้อความ"]),
    ("report.txt", lambda path: path.write_bytes(bytes(range(256)) * 4), ["ไม่ใช่ไฟล์ข้อความ"]),
    ("report.txt", lambda path: path.write_text("ก" * 5_000_001), ["5,000,000"]),
]


@pytest.mark.parametrize(("name", "make", "words"), REFUSED, ids=[f"{row[0]}-{row[2][0][:12]}" for row in REFUSED])
def test_a_file_that_cannot_be_read_is_told_in_a_sentence(name: str, make, words: list[str], tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / name
    if make is not None:
        make(path)
    with pytest.raises(ItaError) as error:
        check_report(path)
    for word in [name, *words]:
        assert word in str(error.value)
    assert "\n" not in str(error.value)


def test_two_offices_of_one_name_ask_which(tmp_path: Path) -> None:
    import pandas as pd

    path = write(report_text(), tmp_path / "report.txt")
    twice = [scores_frame().assign(agency_id=f"{OFFICE} · {district}") for district in ("สมมติเหนือ", "สมมติใต้")]
    twice[1]["score"] = 50.0
    with pytest.raises(ItaError, match="agency_id"):
        check_report(path, scores=pd.concat(twice))
    assert kinds(path, scores=pd.concat(twice), agency=f"{OFFICE} · สมมติเหนือ") == NOTHING
    assert "score_differs" in kinds(path, scores=pd.concat(twice), agency=f"{OFFICE} · สมมติใต้")


def test_the_room_loads_without_the_readers_of_files() -> None:
    import subprocess
    import sys

    heavy = ("docx", "pypdfium2", "geothai", "pandera")
    code = f"import sys, itaanalysis.review; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("thai_digits", [False, True])
def test_tables_that_a_pdf_tells_as_lines_are_no_faults(thai_digits: bool, tmp_path: Path) -> None:
    # Our own report as a program without tags prints it: weights stand beside the names of the indicators before
    # their scores do, rows are numbered, headings of columns and of pages stand again on every page.
    writer = PdfWriter(clone_from=BytesIO(typeset(make_pack(real_office()), thai_digits=thai_digits).pdf))
    del writer.root_object["/StructTreeRoot"], writer.root_object["/MarkInfo"]
    path = tmp_path / "report.pdf"
    writer.write(path)
    found = check_report(path)
    assert list(found["kind"] + " " + found["place"]) == NOTHING
    assert "PDF นี้ไม่มีโครงสร้างตาราง" in found.attrs["not_checked"][0]


@pytest.mark.parametrize(
    "change",
    [
        ("(EIT)\t96.12", "96.12 คะแนน\n(EIT)"),  # a cell of two lines, beside a number
        ("ของราชการ\t94.92", "ของ\nราชการ 94.92"),  # a name of two lines
        (TEN, f"BB20\nBB21\n{TEN}"),  # cells, not levels
        (TEN, f"ตารางต่อ\n{MEASURES}\n{TEN}"),  # the heading of a column is no heading of a chapter
        (TEN, f"{TEN}\n\nมาตรการทั้งหมดรายงานต่อนายกทุกไตรมาส"),  # nor is a sentence below
    ],
)
def test_a_pdf_without_tags_may_break_rows_and_repeat_headings(change: tuple[str, str], tmp_path: Path) -> None:
    assert kinds(write_pdf(changed(change), tmp_path / "report.pdf", tagged=False)) == NOTHING


def test_areas_without_a_measure_are_found_in_a_pdf_without_tags_too(tmp_path: Path) -> None:
    title = report_text().split("\n")[0]  # stands on every page
    analysis = f"{title}\nตัวชี้วัดที่ 10 ต้องแก้ไขก่อน\nเกณฑ์ระดับผลการประเมิน"
    without = TEN.replace("ตัวชี้วัดที่ 10 ประเมินความเสี่ยงการทุจริต", "ซ่อมถนน")
    text = changed(("เกณฑ์ระดับผลการประเมิน", analysis), (TEN, without))
    found = check_report(write_pdf(text, tmp_path / "report.pdf", tagged=False))
    assert found.loc[found["kind"] == "urgent_without_measure", "problem"].str.contains("ตัวชี้วัดที่ 10").tolist() == [True]


def test_the_foot_of_a_page_is_no_line_of_the_contents(tmp_path: Path) -> None:
    text = changed(("แผนมาตรการ\t5", "แผนมาตรการ\t5\nอบต.ตัวอย่าง หน้า 2"))
    assert kinds(write(text, tmp_path / "report.txt")) == NOTHING


def test_marks_that_a_pdf_puts_elsewhere_are_no_other_name(tmp_path: Path) -> None:
    wrong = "แบบวัดการรับร้ของผ ู ู้มีส่วนได้ส่วนเสียภายใน"  # as pdfium reads แบบวัดการรับรู้ของผู้มี… of some faces
    assert Document(extracted=True).key(wrong) == Document(extracted=True).key("แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน")
    assert Document().key(wrong) != Document().key("แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน")
