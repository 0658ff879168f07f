"""The Word template: the one that comes with the package, and those that offices have edited.

In a template `{{agency}}` stands for the agency, and so do the other words of `Pack.facts`; `{{status}}` for ร่าง, and
a paragraph that is only `{{results}}` (the key of a section) for that section. All else is the office's.

Who decides what: the template decides, for Word alone, letterhead, headers and footers, styles, page set-up, which
chapters stand there and in which order, and any words around them. The words inside the chapters are those of
`outline.csv`, the same in Word and PDF; the looks of the PDF are those of `report.typ`, which no template reaches. An
office that changed its template makes its PDF from the Word file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from itaanalysis.errors import ItaError
from itaanalysis.reports._file import check_suffix, write_file

if TYPE_CHECKING:
    from docx.document import Document

_EPOCH = (1980, 1, 1, 0, 0, 0)
#: Where each file of `word_template` stands in the document.
_PLACES = {
    "content_types.xml": "[Content_Types].xml",
    "package_rels.xml": "_rels/.rels",
    "document_rels.xml": "word/_rels/document.xml.rels",
}
_SLOT = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")
STATUS = "status"


def write_template(path: str | Path) -> Path:
    """Write the Word template of the report, to be edited in Word and given to `write_word`.

    Raises
    ------
    ItaError
        The path does not end in .docx, or the file cannot be written.
    """
    file = check_suffix(path, ".docx")
    return write_file(file, lambda made: made.write_bytes(_own_template()))


@cache
def _own_template() -> bytes:
    folder = files("itaanalysis.reports.pack").joinpath("word_template")
    parts = {_PLACES.get(part.name, f"word/{part.name}"): part.read_bytes() for part in folder.iterdir()}
    ordered = sorted(parts, key=lambda name: (name != "[Content_Types].xml", name))
    return zip_steadily({name: parts[name] for name in ordered})


def zip_steadily(parts: dict[str, bytes]) -> bytes:
    """An archive whose bytes hang on its parts alone, not on the clock; pictures are stored as they are."""
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        for name, content in parts.items():
            entry = ZipInfo(name, date_time=_EPOCH)
            entry.compress_type = ZIP_STORED if name.endswith(".png") else ZIP_DEFLATED
            archive.writestr(entry, content)
    return made.getvalue()


def open_template(path: str | Path | None) -> Document:
    """A template as a document to be filled: the package's own where no path is given.

    Raises
    ------
    ItaError
        There is no such file, or it is no Word document.
    """
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    if path is None:
        return docx.Document(BytesIO(_own_template()))
    try:
        return docx.Document(str(path))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, OSError):
        raise ItaError(
            f"เปิดแม่แบบ {Path(path).name} ไม่ได้: ต้องเป็นไฟล์ .docx ที่บันทึกจาก Word หรือจาก write_template"
        ) from None


def section_slots(document: Document, keys: set[str]) -> list[tuple[Any, str]]:
    """The paragraphs of the body that stand for a section, with its key, in their order."""
    found = []
    for element in document.element.body.iter(_w("p")):
        slot = _SLOT.fullmatch(_text(element).strip())
        if slot and slot[1] in keys:
            found.append((element, slot[1]))
    return found


def fill_words(document: Document, words: dict[str, str]) -> None:
    """Put the words in place of their slots, in the body and in every header and footer.

    Raises
    ------
    ItaError
        A slot that stands for nothing; the message names it.
    """
    for root in _roots(document):
        for element in list(root.iter(_w("p"))):
            if "{{" not in _text(element):
                continue
            if not all(_is_whole(part.text or "") for part in element.iter(_w("t"))):
                _put(element, _text(element))
            for part in element.iter(_w("t")):
                part.text = _SLOT.sub(lambda slot: _word(slot[1], words), part.text or "")


def mark_headers(document: Document, status: str) -> None:
    """Put the status into every header that has no slot for it: a draft is known as one whatever the template."""
    from docx.oxml import parse_xml

    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    for header in _headers(document):
        if f"{{{{{STATUS}}}}}" not in "".join(_text(element) for element in header.iter(_w("p"))):
            line = parse_xml(
                f'<w:p {space}><w:pPr><w:jc w:val="right"/></w:pPr><w:r><w:rPr><w:b/><w:bCs/></w:rPr><w:t/></w:r></w:p>'
            )
            _put(line, status)
            header.append(line)


def _word(name: str, words: dict[str, str]) -> str:
    if name not in words:
        raise ItaError(f"แม่แบบ Word มีช่อง {{{{{name}}}}} ที่ไม่รู้จัก: ลบออก หรือแก้ให้ตรงกับช่องในแม่แบบของ write_template")
    return words[name]


def _headers(document: Document) -> list[Any]:
    """Every header; one is made wherever a page of the template would have none."""
    from docx.enum.section import WD_HEADER_FOOTER
    from docx.opc.constants import RELATIONSHIP_TYPE

    even = document.settings.odd_and_even_pages_header_footer
    for section, page in zip(document.sections, document.element.body.iter(_w("sectPr")), strict=True):
        kinds = {
            WD_HEADER_FOOTER.PRIMARY: (section.header, True),
            WD_HEADER_FOOTER.FIRST_PAGE: (section.first_page_header, section.different_first_page_header_footer),
            WD_HEADER_FOOTER.EVEN_PAGE: (section.even_page_header, even),
        }
        for kind, (header, shown) in kinds.items():
            if not shown:
                continue
            part = header.part  # made here where neither this section nor one before it has any
            if header.is_linked_to_previous:
                # Said in so many words: this section's set-up is copied to pages that stand before the other section.
                page.add_headerReference(kind, document.part.relate_to(part, RELATIONSHIP_TYPE.HEADER))
    return [root for root in _roots(document) if root.tag == _w("hdr")]


def _roots(document: Document) -> Iterator[Any]:
    yield document.element.body
    yield from page_margins(document)


def page_margins(document: Document) -> Iterator[Any]:
    """Every header and footer."""
    for relation in document.part.rels.values():
        if relation.reltype.endswith(("/header", "/footer")):
            yield relation.target_part.element


def _text(element: Any) -> str:
    return "".join(part.text or "" for part in element.iter(_w("t")))


def _is_whole(text: str) -> bool:
    """Whether no slot begins in this run and ends in another: Word cuts texts where they were edited or checked."""
    return "{" not in (rest := _SLOT.sub("", text)) and "}" not in rest


def _put(element: Any, text: str) -> None:
    """The whole text of a paragraph into its first run, which keeps its looks."""
    first, *rest = list(element.iter(_w("t")))
    first.text = text
    first.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    for part in rest:
        part.text = ""


def _w(tag: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{tag}"
