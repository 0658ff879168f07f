"""A Word document: paragraphs, tables, text boxes, page headers and footers, in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import docx
from lxml.etree import XMLSyntaxError  # type: ignore[import-untyped]

from itaanalysis.errors import ItaError
from itaanalysis.review._document import Document, Passage

_MOST_UNPACKED = 300_000_000
_LOCKED = b"\xd0\xcf\x11\xe0"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PICTURES = (f"{_W}drawing", f"{_W}pict", f"{_W}object")
#: Text that is not of the page: an instruction of a field, moved away, a copy for old programs, a box of its own.
_SKIPPED = (f"{_W}instrText", f"{_W}moveFrom", f"{_W}txbxContent", _FALLBACK)


def read_docx(path: Path) -> Document:
    """The document; a locked or damaged one is an `ItaError`."""
    word = _open(path)
    document = Document()
    counts = {"paragraph": 0, "table": 0}
    _walk(word.element.body, document, counts)
    for number, section in enumerate(word.sections, start=1):
        for part, name in ((section.header, "หัวกระดาษ"), (section.footer, "ท้ายกระดาษ")):
            if not part.is_linked_to_previous:
                for paragraph in part._element.iter(f"{_W}p"):
                    document.add(Passage(f"{name} ตอนที่ {number}", _text(paragraph)))
    return document


def _open(path: Path) -> Any:
    damaged = f"{path.name}: ไฟล์ Word เสียหรือไม่ใช่ .docx; เปิดใน Word แล้วบันทึกใหม่เป็น .docx"
    with path.open("rb") as file:
        if file.read(4) == _LOCKED:
            raise ItaError(f"{path.name}: ไฟล์ใส่รหัสผ่านไว้หรือเป็น .doc แบบเก่า; เปิดใน Word เอารหัสผ่านออก แล้วบันทึกเป็น .docx")
    try:
        with ZipFile(path) as packed:
            unpacked = sum(entry.file_size for entry in packed.infolist())
        if unpacked > _MOST_UNPACKED:
            raise ItaError(f"{path.name}: เนื้อในไฟล์ใหญ่ผิดปกติเมื่อขยาย จึงไม่ได้อ่าน; ตรวจว่าไฟล์มาจากแหล่งที่เชื่อถือได้")
        return docx.Document(str(path))
    except (BadZipFile, KeyError, ValueError, XMLSyntaxError, EOFError, NotImplementedError) as error:
        raise ItaError(damaged) from error


def _walk(parent: Any, document: Document, counts: dict[str, int]) -> None:
    """Blocks in their order; content controls (a table of contents is one) are looked into."""
    for block in parent:
        if block.tag == f"{_W}p":
            counts["paragraph"] += 1
            place = f"ย่อหน้า {counts['paragraph']}"
            document.add(Passage(place, _text(block), picture=_has_picture(block)))
            for box in _boxes(block):
                for paragraph in box.iter(f"{_W}p"):
                    document.add(Passage(f"{place} กล่องข้อความ", _text(paragraph)))
        elif block.tag == f"{_W}tbl":
            counts["table"] += 1
            document.add_table(_rows(block, counts["table"]))
        elif block.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins"):
            _walk(block, document, counts)


def _rows(table: Any, number: int) -> list[list[Passage]]:
    rows: list[list[Passage]] = []
    lines = [
        row for row in table.iter(f"{_W}tr") if next(row.iterancestors(f"{_W}tbl")) is table
    ]  # not of one in a cell
    for at, line in enumerate(lines, start=1):
        row: list[Passage] = []
        for cell in _cells(line):
            above = rows[-1][len(row)] if rows and len(row) < len(rows[-1]) else None
            place = f"ตาราง {number} แถว {at} คอลัมน์ {len(row) + 1}"
            text = "\n".join(_text(paragraph) for paragraph in cell.iter(f"{_W}p"))
            own = Passage(place, text, picture=_has_picture(cell), in_table=True)
            row.append(above if _goes_on(cell) and above is not None else own)
            row += [Passage(place, "", in_table=True) for _ in range(_span(cell) - 1)]
        rows.append(row)
    return rows


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == f"{_W}tc":
            yield child
        elif child.tag == f"{_W}sdt":
            yield from child.iter(f"{_W}tc")


def _goes_on(cell: Any) -> bool:
    """Whether the cell is the lower part of one that is merged over rows."""
    found = cell.find(f"{_W}tcPr/{_W}vMerge")
    return found is not None and found.get(f"{_W}val", "continue") == "continue"


def _span(cell: Any) -> int:
    found = cell.find(f"{_W}tcPr/{_W}gridSpan")
    value = "1" if found is None else found.get(f"{_W}val", "1")
    return min(int(value), 100) if value.isdigit() else 1


def _text(node: Any) -> str:
    """What the page shows of a paragraph."""
    if node.tag == f"{_W}t":
        return node.text or ""
    if node.tag in (f"{_W}tab", f"{_W}ptab"):
        return "" if node.getparent().tag == f"{_W}tabs" else "\t"
    if node.tag in (f"{_W}br", f"{_W}cr"):
        return "\n"
    return "".join(_text(child) for child in node if child.tag not in _SKIPPED)


def _boxes(paragraph: Any) -> Iterator[Any]:
    for box in paragraph.iter(f"{_W}txbxContent"):
        if next(box.iterancestors(_FALLBACK), None) is None:
            yield box


def _has_picture(block: Any) -> bool:
    return next(block.iter(*_PICTURES), None) is not None
