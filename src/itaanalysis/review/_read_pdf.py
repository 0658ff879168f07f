"""A PDF: the parts that its tags name (paragraphs, tables), or its lines where it has no tags.

pypdfium2 reads it: of 8 `สำนักงาน` that typst set, it finds all and pypdf none (clusters come out as stray letters);
of a PDF by LibreOffice pypdf makes กําาหนด of กำหนด. Pictures are not read for text.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

from itaanalysis.errors import ItaError
from itaanalysis.review._document import Document, Passage

_MOST_PAGES = 1_000
_FEWEST_LETTERS = 20  # a page: below it, a scan with a page number
_FEWEST_DRAWN = 30  # shapes on a page: below it rules, boxes and borders of tables, from it on a drawn chart
_PASSWORD = 4
_ROWS, _CELLS, _TEXTS = ("TR",), ("TH", "TD"), re.compile(r"H\d?|P|Caption|Title|LI|TOCI|Lbl|BlockQuote|Note|Figure")
#: Where a cluster with two marks has its own tag, pdfium tells it twice: ซึ่ซึ่ง. A word that ends so (สถานที่ที่) pays.
_TWICE = re.compile(r"([ก-ฮ][ัิ-ฺ็-๎]{2,})\1")


def read_pdf(path: Path) -> Document:
    """The document; a locked, damaged or scanned one is an `ItaError`."""
    try:
        pdf = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if error.err_code == _PASSWORD:
            raise ItaError(f"{path.name}: PDF ใส่รหัสผ่านไว้จึงอ่านไม่ได้; ขอไฟล์ที่ไม่ใส่รหัสผ่าน") from error
        raise ItaError(f"{path.name}: ไฟล์ PDF เสียหรือไม่ครบ; ดาวน์โหลดหรือบันทึกใหม่") from error
    try:
        return _read(pdf, path)
    finally:
        pdf.close()


def _read(pdf: Any, path: Path) -> Document:
    if len(pdf) > _MOST_PAGES:
        raise ItaError(f"{path.name}: มี {len(pdf):,} หน้า ตรวจได้ไม่เกิน {_MOST_PAGES:,} หน้า")
    document = Document(has_tables=bool(raw.FPDFCatalog_IsTagged(pdf)), extracted=True)
    letters = 0
    for number in range(1, len(pdf) + 1):
        page = pdf[number - 1]
        text_page = page.get_textpage()
        text = text_page.get_text_bounded()
        letters += len(text.strip())
        before = len(document.passages)
        picture = _has_picture(page)
        if document.has_tables:
            _TaggedPage(page, text_page, number, picture).read_into(document)
        if len(document.passages) == before:
            for at, line in enumerate(text.splitlines(), start=1):
                document.add(Passage(f"หน้า {number} บรรทัด {at}", _once(line), picture=picture))
    if letters < _FEWEST_LETTERS * len(pdf):
        raise ItaError(f"{path.name}: PDF เป็นภาพสแกน ไม่มีตัวอักษรให้อ่าน; ใช้ไฟล์ .docx หรือ PDF ที่บันทึกจาก Word")
    return document


def _once(text: str) -> str:
    return _TWICE.sub(r"\1", text)


def _has_picture(page: Any) -> bool:
    kinds = [item.type for item in page.get_objects(max_depth=3)]
    drawn = kinds.count(raw.FPDF_PAGEOBJ_PATH) + kinds.count(raw.FPDF_PAGEOBJ_SHADING)
    return raw.FPDF_PAGEOBJ_IMAGE in kinds or drawn >= _FEWEST_DRAWN


class _TaggedPage:
    """One page by its tags: each names the pieces of marked content that its text stands in."""

    def __init__(self, page: Any, text_page: Any, number: int, picture: bool) -> None:
        self.page, self.number, self.picture = page, number, picture
        self.pieces = _marked_texts(page, text_page)
        self.counts = {"ย่อหน้า": 0, "ตาราง": 0}

    def read_into(self, document: Document) -> None:
        tree = raw.FPDF_StructTree_GetForPage(self.page)
        if not tree:
            return
        for at in range(raw.FPDF_StructTree_CountChildren(tree)):
            self._walk(raw.FPDF_StructTree_GetChildAtIndex(tree, at), document)
        raw.FPDF_StructTree_Close(tree)

    def _walk(self, part: Any, document: Document) -> None:
        kind = _kind(part)
        if kind == "Table":
            place = self._place("ตาราง")
            document.add_table(
                [
                    [
                        Passage(f"{place} แถว {row} คอลัมน์ {at}", self._text(cell), in_table=True)
                        for at, cell in enumerate(_parts(line, _CELLS), start=1)
                    ]
                    for row, line in enumerate(_parts(part, _ROWS), start=1)
                ]
            )
        elif _TEXTS.fullmatch(kind):
            document.add(Passage(self._place("ย่อหน้า"), self._text(part), picture=self.picture))
        else:
            for child in _children(part):
                self._walk(child, document)

    def _place(self, kind: str) -> str:
        self.counts[kind] += 1
        return f"หน้า {self.number} {kind} {self.counts[kind]}"

    def _text(self, part: Any) -> str:
        """What the page shows of a part; its paragraphs are lines."""
        blocks = [child for child in _children(part) if _TEXTS.fullmatch(_kind(child)) and _kind(child) != "Lbl"]
        if blocks:
            return "\n".join(self._text(block) for block in blocks)
        return _once("".join(self.pieces.get(piece, "") for piece in _pieces(part)))


def _marked_texts(page: Any, text_page: Any) -> dict[int, str]:
    """The text of each piece of marked content of the page."""
    texts: dict[int, str] = {}
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=5):
        piece = raw.FPDFPageObj_GetMarkedContentID(item)
        texts[piece] = texts.get(piece, "") + _string(
            lambda *to, item=item: raw.FPDFTextObj_GetText(item, text_page, *to)
        )
    return texts


def _kind(part: Any) -> str:
    return _string(lambda *to: raw.FPDF_StructElement_GetType(part, *to))


def _string(ask: Callable[..., int]) -> str:
    """A text of pdfium: asked for once to learn its length in bytes, once to have it."""
    size = ask(None, 0)
    if size <= 2:
        return ""
    held = ctypes.create_string_buffer(size)
    ask(ctypes.cast(held, ctypes.POINTER(ctypes.c_ushort)), size)
    return held.raw[: size - 2].decode("utf-16-le", errors="replace")


def _children(part: Any) -> Iterator[Any]:
    for at in range(raw.FPDF_StructElement_CountChildren(part)):
        child = raw.FPDF_StructElement_GetChildAtIndex(part, at)
        if child:
            yield child


def _parts(part: Any, kinds: tuple[str, ...]) -> Iterator[Any]:
    """The nearest parts of these kinds below a part."""
    for child in _children(part):
        if _kind(child) in kinds:
            yield child
        else:
            yield from _parts(child, kinds)


def _pieces(part: Any) -> Iterator[int]:
    """The pieces of marked content of a part, in reading order: a place that holds no piece holds a child."""
    for at in range(raw.FPDF_StructElement_GetMarkedContentIdCount(part)):
        piece = raw.FPDF_StructElement_GetMarkedContentIdAtIndex(part, at)
        if piece >= 0:
            yield piece
    for child in _children(part):
        yield from _pieces(child)
