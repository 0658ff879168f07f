"""A report file to a `Document`: .docx, .txt and .pdf."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from itaanalysis.errors import ItaError
from itaanalysis.review._document import Document, Passage

_MOST_BYTES = 50_000_000
_MOST_LETTERS = 5_000_000
_OTHER_KINDS = {
    ".doc": "เปิดใน Word แล้วบันทึกเป็น .docx",
    ".odt": "เปิดในโปรแกรมเอกสารแล้วบันทึกเป็น .docx",
    ".rtf": "เปิดใน Word แล้วบันทึกเป็น .docx",
    ".xlsx": "ไฟล์คะแนนตรวจด้วย ita check",
    ".xls": "ไฟล์คะแนนตรวจด้วย ita check",
}


def read_report(path: Path) -> Document:
    """The passages and tables of a report.

    Raises
    ------
    ItaError
        No such file, a kind of file that is not read, one that is too large, locked, damaged, or without text.
    """
    readers: dict[str, Callable[[Path], Document]] = {".docx": _read_docx, ".txt": read_txt, ".pdf": _read_pdf}
    suffix = path.suffix.lower()
    if suffix not in readers:
        way = _OTHER_KINDS.get(suffix, "บันทึกรายงานเป็น .docx")
        raise ItaError(f"{path.name}: ตรวจได้เฉพาะไฟล์ .docx .txt และ .pdf; {way}")
    if not path.is_file():
        raise ItaError(f"ไม่พบไฟล์ {path}; ตรวจชื่อไฟล์และโฟลเดอร์ แล้วสั่งใหม่")
    if path.stat().st_size > _MOST_BYTES:
        raise ItaError(f"{path.name}: ไฟล์ใหญ่เกิน {_MOST_BYTES // 1_000_000} MB; ลดขนาดภาพแล้วบันทึกใหม่")
    try:
        document = readers[suffix](path)
    except OSError as error:
        why = error.strerror or str(error)
        raise ItaError(f"{path.name}: ระบบไม่ยอมให้อ่านไฟล์ ({why}); ปิดไฟล์ในโปรแกรมอื่นและตรวจสิทธิ์ของไฟล์") from error
    letters = sum(len(passage.text) for passage in document.passages)
    if letters > _MOST_LETTERS:
        raise ItaError(f"{path.name}: ข้อความยาวเกิน {_MOST_LETTERS:,} ตัวอักษร จึงไม่ใช่รายงานมาตรการ")
    if not letters:
        raise ItaError(f"{path.name}: ไม่มีข้อความในไฟล์; ตรวจว่าเลือกไฟล์ถูกและบันทึกแล้ว")
    return document


def _read_docx(path: Path) -> Document:
    from itaanalysis.review._read_docx import read_docx  # here: it takes a while to load

    return read_docx(path)


def _read_pdf(path: Path) -> Document:
    from itaanalysis.review._read_pdf import read_pdf  # here: it takes a while to load

    return read_pdf(path)


def read_txt(path: Path) -> Document:
    """Lines; those with tabs are rows of a table."""
    document = Document(has_pictures=False)
    rows: list[list[Passage]] = []
    for number, line in enumerate(_decode(path).split("\n"), start=1):
        place = f"บรรทัด {number}"
        if "\t" in line.lstrip():  # a line that only begins with tabs is an indented paragraph
            cells = line.rstrip("\r").split("\t")
            rows.append([Passage(f"{place} คอลัมน์ {at}", cell, in_table=True) for at, cell in enumerate(cells, 1)])
            continue
        if rows:
            document.add_table(rows)
            rows = []
        document.add(Passage(place, line))
    if rows:
        document.add_table(rows)
    return document


def _decode(path: Path) -> str:
    data = path.read_bytes()
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp874")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise ItaError(f"{path.name}: ไม่ใช่ไฟล์ข้อความ; บันทึกใหม่เป็นข้อความแบบ UTF-8")
