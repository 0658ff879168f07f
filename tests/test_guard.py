"""Files that would break, stall or end the reader: refused in one sentence, at once; ordinary files pass."""

from __future__ import annotations

import io
import struct
import time
import zipfile
from pathlib import Path

import msoffcrypto.format.ooxml
import pytest
import xlwt
from laws import SECONDS
from office_files import ods_cell, ods_parts, ods_row, sheet_xml, write_xlsb, write_xlsx, write_zip, xlsx_parts
from openpyxl import Workbook

from itaanalysis.exports._issues import IssueList, Problem
from itaanalysis.exports.opening import _guard, _hidden_parts
from itaanalysis.exports.opening._guard import check_file
from itaanalysis.exports.opening._hidden import read_hidden

SHEET, TEXTS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


def write_bytes(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def honest_xlsx(path: Path) -> Path:
    book = Workbook()
    book.active.append(["หน่วยงาน", "คะแนน"])
    book.active.append(["อบต.ตัวอย่าง", 90])
    book.save(path)
    return path


def honest_xls(path: Path, *, far: bool = False) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("s")
    sheet.write(0, 0, "อบต.ตัวอย่าง")
    sheet.write(*((65535, 255) if far else (1, 1)), 90)
    book.save(str(path))
    return path


def empty_xls(path: Path) -> Path:
    book = xlwt.Workbook()
    book.add_sheet("s")
    book.save(str(path))
    return path


def xls_of_excel_95(path: Path) -> Path:
    data = honest_xls(path, far=True).read_bytes()
    names = ["Workbook".encode("utf-16-le") + bytes(48) + b"\x12\0", "Book".encode("utf-16-le") + bytes(56) + b"\x0a\0"]
    assert names[0] in data
    return write_bytes(path, data.replace(*names))


def encrypted(path: Path) -> Path:
    out = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(honest_xlsx(path).read_bytes())).encrypt("1234", out)
    return write_bytes(path, out.getvalue())


def locked_xls(path: Path) -> Path:
    # The record that tells of a password, in the place of one that tells nothing of interest.
    return write_bytes(path, honest_xls(path).read_bytes().replace(b"\xe1\x00\x02\x00", b"\x2f\x00\x02\x00", 1))


def boastful_xls(path: Path, rows: tuple[int, int]) -> Path:
    """An .xls whose sheet says that it has these rows (first, and the one after the last)."""
    data = bytearray(honest_xls(path).read_bytes())
    at = data.index(b"\x00\x02\x0e\x00") + 4
    data[at : at + 8] = struct.pack("<II", *rows)
    return write_bytes(path, bytes(data))


def lying_zip(path: Path, parts: dict[str, str | bytes], part: str) -> Path:
    """An archive that says of one part that it has 100 bytes."""
    write_zip(path, parts)
    data = bytearray(path.read_bytes())
    for mark, name_at, size_at in ((b"PK\x03\x04", 30, 22), (b"PK\x01\x02", 46, 24)):
        at = data.find(mark)
        while at >= 0:
            if data[at + name_at :].startswith(part.encode()):
                data[at + size_at : at + size_at + 4] = struct.pack("<I", 100)
            at = data.find(mark, at + 4)
    return write_bytes(path, bytes(data))


def many_parts(path: Path) -> Path:
    return write_zip(path, xlsx_parts({"s": sheet_xml(ONE)}) | {f"xl/x{at}.xml": "" for at in range(2100)})


PREFIXED = (
    '<x:worksheet xmlns:x="a"><x:sheetData><x:row r="9"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>'
    "</x:sheetData></x:worksheet>"
)
REPEATED = 'table:number-columns-repeated="16384"'

#: what is written, and the kind of problem that refuses it
HOSTILE = {
    "missing": (lambda path: path, "file_missing"),
    "a folder": (lambda path: path.mkdir() or path, "not_a_file"),
    "nothing in it": (lambda path: write_bytes(path, b""), "empty_file"),
    "noise": (lambda path: write_bytes(path, b"PK\x03\x04" + bytes(range(256)) * 20), "damaged"),
    "cut short": (lambda path: write_bytes(path, honest_xlsx(path).read_bytes()[:3000]), "damaged"),
    "an empty archive": (lambda path: write_bytes(path, b"PK\x05\x06" + bytes(18)), "not_a_workbook"),
    "another archive": (lambda path: write_zip(path, {"a.txt": "a"}), "not_a_workbook"),
    "a Word document": (
        lambda path: write_zip(
            path,
            {"_rels/.rels": xlsx_parts({})["_rels/.rels"].replace("workbook", "document"), "xl/document.xml": "<a/>"},
        ),
        "not_a_workbook",
    ),
    "a password": (encrypted, "password"),
    "a password on .xls": (locked_xls, "password"),
    "a password on .ods": (
        lambda path: write_zip(path, ods_parts("") | {"META-INF/manifest.xml": "<m><encryption-data/></m>"}),
        "password",
    ),
    "a web page": (lambda path: write_bytes(path, b"\xef\xbb\xbf\n<HTML><table><tr><td>1</table>"), "web_page"),
    "a bare table": (lambda path: write_bytes(path, "<table>".encode("utf-16")), "web_page"),
    "a saved web page": (lambda path: write_bytes(path, b"MIME-Version: 1.0\nX: y\n"), "web_page"),
    "XML of Excel 2003": (
        lambda path: write_bytes(
            path, b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
        ),
        "xml_text",
    ),
    "entities": (
        lambda path: write_zip(path, xlsx_parts({"s": '<!DOCTYPE x [<!ENTITY a "b">]>' + sheet_xml(ONE)})),
        "entities",
    ),
    "entities behind a comment": (
        lambda path: write_zip(path, xlsx_parts({"s": "<!-- <a> --><!DOCTYPE x>" + sheet_xml(ONE)})),
        "entities",
    ),
    "entities in the texts": (
        lambda path: write_zip(
            path, xlsx_parts({"s": sheet_xml(ONE)}) | {"xl/sharedStrings.xml": "<!DOCTYPE x><sst/>"}
        ),
        "entities",
    ),
    "entities in .ods": (
        lambda path: write_zip(path, ods_parts("") | {"content.xml": "<!DOCTYPE x><office:document-content/>"}),
        "entities",
    ),
    # calamine ends the whole process here: 17 billion cells
    "the farthest corner": (lambda path: write_xlsx(path, ONE + FAR), "too_many_cells"),
    "the farthest corner only": (lambda path: write_xlsx(path, FAR), "too_many_cells"),
    "the farthest corner, prefixed": (
        lambda path: write_zip(
            path,
            xlsx_parts({"s": PREFIXED}),
        ),
        "too_many_cells",
    ),
    "the farthest corner first": (lambda path: write_xlsx(path, FAR + ONE), "too_many_cells"),
    "the farthest corner in the first row": (
        lambda path: write_xlsx(path, '<row r="1"><c r="XFD1048576"><v>1</v></c><c r="B1"><v>1</v></c></row>'),
        "too_many_cells",
    ),
    "an address beyond all sheets": (
        lambda path: write_xlsx(path, '<row r="1"><c r="A4294967290"><v>1</v></c></row>'),
        "too_many_cells",
    ),
    "a stray cell in a long table": (
        lambda path: write_xlsx(
            path,
            "".join(
                f'<row r="{at}"><c r="A{at}" t="inlineStr"><is><t>อบต.ตัวอย่าง {at}</t></is></c>'
                + ('<c r="BZZ30000"><v>1</v></c><c r="CAA30000" s="1"/>' if at == 30_000 else "")
                + "</row>"
                for at in range(1, 40_001)
            ),
        ),
        "too_many_cells",
    ),
    "cells without addresses": (
        lambda path: write_xlsx(
            path, "<row>" + "<c><v>1</v></c>" * 200 + "</row>" + "<row><c><v>1</v></c></row>" * 60_000
        ),
        "too_many_cells",
    ),
    "too many sheets": (
        lambda path: write_zip(
            path,
            xlsx_parts({str(at): sheet_xml('<row r="90000"><c r="CV90000"><v>1</v></c></row>') for at in range(3)}),
        ),
        "too_many_cells",
    ),
    "the farthest corner of .xlsb": (
        lambda path: write_xlsb(path, {0: [(0, 0, "number", 1)], 1048575: [(16383, 0, "number", 1)]}),
        "too_many_cells",
    ),
    "the farthest corner of .xls": (lambda path: honest_xls(path, far=True), "too_many_cells"),
    "the farthest corner of an .xls of Excel 95": (xls_of_excel_95, "too_many_cells"),
    # calamine makes room for what the sheet says and ends the whole process: 17 TB
    "an .xls that says it has 500 million rows": (lambda path: boastful_xls(path, (0, 0x7FFFFFFF)), "damaged"),
    "an .xls that begins after its end": (lambda path: boastful_xls(path, (0x7F000000, 2)), "damaged"),
    "repeated rows and columns of .ods": (
        lambda path: write_zip(
            path, ods_parts(ods_row(ods_cell("1", value=1, more=REPEATED), number_rows_repeated="1048576"))
        ),
        "too_many_cells",
    ),
    "repeated percentages of .ods": (
        lambda path: write_zip(
            path,
            ods_parts(ods_row(ods_cell("1", value=1, kind="percentage", more=REPEATED), number_rows_repeated="600")),
        ),
        "too_many_cells",
    ),
    "a cell behind repeated blanks of .ods": (
        lambda path: write_zip(
            path,
            ods_parts(
                ods_row(ods_cell(more=REPEATED), number_rows_repeated="1048575")
                + ods_row(ods_cell(more='table:number-columns-repeated="16383"'), ods_cell("1", value=1))
            ),
        ),
        "too_many_cells",
    ),
    "a bomb": (lambda path: write_xlsx(path, ONE + " " * 160_000_000), "unpacks_too_large"),
    "a bomb that lies": (
        lambda path: lying_zip(path, xlsx_parts({"s": sheet_xml(ONE + " " * 160_000_000)}), SHEET),
        "unpacks_too_large",
    ),
    "a bomb beside the sheets that lies": (
        lambda path: lying_zip(path, xlsx_parts({"s": sheet_xml(ONE)}) | {TEXTS: b" " * 160_000_000}, TEXTS),
        "unpacks_too_large",
    ),
    "more rows than a sheet has": (
        lambda path: write_xlsx(path, '<row r="2"><c r="B2"><v>1</v></c></row>' * 1_100_000),
        "too_many_cells",
    ),
    "a bomb beside the sheets": (
        lambda path: write_zip(path, xlsx_parts({"s": sheet_xml(ONE)}) | {"xl/sharedStrings.xml": b" " * 160_000_000}),
        "unpacks_too_large",
    ),
    "too many parts": (many_parts, "unpacks_too_large"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_refused_at_once(tmp_path, name):
    write, kind = HOSTILE[name]
    path = write(tmp_path / "a.xlsx")
    start = time.process_time()
    with pytest.raises(Problem) as caught:
        check_file(path)
    assert (caught.value.kind, time.process_time() - start < SECONDS) == (kind, True)
    issues = IssueList("a.xlsx")
    issues.add(caught.value.kind, **caught.value.words)  # the sentence has all its words
    assert len(issues.rows) == 1


#: what looks like trouble and is none
HONEST = {
    "openpyxl": honest_xlsx,
    "xls": honest_xls,
    "an empty .xls": empty_xls,
    "an .xls that says it is full": lambda path: boastful_xls(path, (0, 65536)),
    "xlsb": lambda path: write_xlsb(path, {0: [(0, 0, "text", "ก")]}),
    "ods": lambda path: write_zip(path, ods_parts(ods_row(ods_cell("1", value=1)))),
    "text": lambda path: write_bytes(path, "หน่วยงาน,คะแนน\nอบต.ตัวอย่าง,<90\n".encode("cp874")),
    "a dimension that lies": lambda path: write_xlsx(path, ONE, head='<dimension ref="A1:XFD1048576"/>'),
    "formats up to the farthest corner": lambda path: write_xlsx(
        path,
        ONE
        + '<row r="2"><c r="A2"><v>1</v></c><c r="XFD2" s="1"/></row><row r="1048576"><c r="A1048576" s="1"/></row>',
    ),
    "one long column": lambda path: write_xlsx(path, ONE + '<row r="1048576"><c r="B1048576"><v>1</v></c></row>'),
    "one wide row": lambda path: write_xlsx(path, '<row r="1"><c r="XFD1"><v>1</v></c></row>'),
    "blanks to the farthest corner of .ods": lambda path: write_zip(
        path,
        ods_parts(
            ods_row(ods_cell("1", value=1), ods_cell(more='table:number-columns-repeated="16383"'))
            + ods_row(ods_cell(more=REPEATED), number_rows_repeated="1048575")
        ),
    ),
    "a big picture": lambda path: write_zip(
        path, xlsx_parts({"s": sheet_xml(ONE)}) | {"xl/media/a.png": bytes(160_000_000)}
    ),
    "macros and links": lambda path: write_zip(
        path,
        xlsx_parts({"s": sheet_xml(ONE)})
        | {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0", "xl/externalLinks/externalLink1.xml": "<externalLink/>"},
    ),
}


@pytest.mark.parametrize("name", HONEST)
def test_let_pass(tmp_path, name):
    check_file(HONEST[name](tmp_path / "a.xlsx"))


def test_too_large_on_disk(tmp_path, monkeypatch):
    monkeypatch.setattr(_guard, "MOST_ON_DISK", 100)
    with pytest.raises(Problem, match="file_too_large") as caught:
        check_file(honest_xlsx(tmp_path / "a.xlsx"))
    IssueList("a.xlsx").add(caught.value.kind, **caught.value.words)


def test_a_locked_file_is_told_as_not_readable(tmp_path, monkeypatch):
    path = honest_xlsx(tmp_path / "a.xlsx")

    def locked(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", locked)
    with pytest.raises(Problem, match="not_readable"):
        check_file(path)


def test_a_bomb_that_says_so_is_not_even_inflated(tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", " " * 160_000_000)
    with pytest.raises(Problem, match="unpacks_too_large"):
        _hidden_parts.Parts(path.read_bytes())


def test_the_archive_is_counted_while_it_is_inflated(tmp_path):
    path = lying_zip(tmp_path / "a.xlsx", xlsx_parts({"s": sheet_xml(ONE) + " " * 5000}), SHEET)
    with zipfile.ZipFile(path) as archive:
        assert archive.getinfo(SHEET).file_size == 100
    parts = _hidden_parts.Parts(path.read_bytes())
    assert len(parts.text(SHEET)) > 5000


#: text that makes a careless search start over at every letter
TANGLES = [
    '<c r="A1" t="e" ',
    '<c r="A1" s="1" t="e"><f>',
    '<row hidden="1" ',
    '<c r="A1"><f ',
    "<c r='A1",
    '<c r="A1"><f>1</f> ',
    ' t="e" hidden="1" s="1"',
    "<!--",
    "<table:table-cell ",
    '<table:table-row table:number-rows-repeated="2">',
    '<table:table-cell table:formula="',
    '<table:table-cell table:formula=""/>',
]


@pytest.mark.parametrize("tangle", TANGLES)
@pytest.mark.parametrize("end", ["", "</row></table:table-row>"])
def test_tangled_text_takes_no_longer_than_its_length(tmp_path, tangle, end):
    text = tangle * (3_000_000 // len(tangle)) + end
    for parts in (xlsx_parts({"s": sheet_xml(text)}, formats=["0%"]), ods_parts(text)):
        path = write_zip(tmp_path / "a.xlsx", parts)
        start = time.process_time()
        try:
            check_file(path)
            read_hidden(path)
        except Problem:
            pass
        assert time.process_time() - start < SECONDS
