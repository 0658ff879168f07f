"""The report as a Word document, from a template that an office can edit."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime, time
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from itaanalysis.errors import ItaError
from itaanalysis.reports._file import check_suffix, write_file
from itaanalysis.reports._xlsx import in_digits
from itaanalysis.reports.pack import _word_xml as xml
from itaanalysis.reports.pack._check import stop_on, stop_on_faults
from itaanalysis.reports.pack._headings import Entry, list_headings
from itaanalysis.reports.pack._parts import Figure, Heading, Pack, Paragraph, Section, Table
from itaanalysis.reports.pack._pdf import fit_picture, typeset
from itaanalysis.reports.pack._word_template import (
    STATUS,
    fill_words,
    mark_headers,
    open_template,
    page_margins,
    section_slots,
    zip_steadily,
)
from itaanalysis.review import check_report
from itaanalysis.thai import fiscal_year

if TYPE_CHECKING:
    from docx.document import Document

COVER = "cover"
_TWIPS_A_MM = 1440 / 25.4
#: What the properties of a file hold, in characters.
_LONGEST_PROPERTY = 255
#: Height of a page that heading and caption leave for a picture.
_PICTURE_SHARE = 0.78
#: Findings that a template brings about by leaving chapters out, as an office may.
_OF_CHAPTERS = ("no_measures", "urgent_without_measure")


def write_word(pack: Pack, path: str | Path, *, template: str | Path | None = None, thai_digits: bool = False) -> Path:
    """Write the report as a Word document to edit: numbered headings, contents filled in, Thai type throughout.

    Parameters
    ----------
    template
        A .docx that `write_template` made and somebody edited; None: as it is made. It reaches Word alone, not the PDF
        of `write_pdf`: letterhead, styles, chapters and the words around them. The words inside the chapters are the
        pack's in both.
    thai_digits
        Thai digits in all text but codes and file names.

    Returns
    -------
    Path
        The file; the same pack and template give the same bytes. It is written whole or not at all.

    Raises
    ------
    ItaError
        The path does not end in .docx, the template cannot be used, the review finds a P0 in the pack or in the
        template's own words (`stop_on_faults`), or the file cannot be written; the message says why.
    """
    file = check_suffix(path, ".docx")
    stop_on_faults(pack)
    made = _Report(pack, open_template(template), thai_digits=thai_digits).build()

    def write(file: Path) -> None:
        file.write_bytes(made)
        if template is not None:
            found = check_report(file, year_be=pack.year_be, agency=pack.agency_id)
            stop_on(found[~found["kind"].isin(_OF_CHAPTERS)])

    return write_file(file, write)


class _Report:
    """A document being filled."""

    def __init__(self, pack: Pack, document: Document, *, thai_digits: bool) -> None:
        self.pack, self.document = pack, document
        self.digits = "thai" if thai_digits else "arabic"
        self.sections = {section.key: section for section in pack.sections}
        self.pages = typeset(pack, thai_digits=thai_digits).pages
        self.page = document.element.body.sectPr
        self.counts = {"ตาราง": 0, "ภาพ": 0}
        if thai_digits:
            _count_in_thai(document)

    def build(self) -> bytes:
        """The finished document as bytes."""
        slots = section_slots(self.document, {COVER, *self.sections})
        self.entries = {entry.key: entry for entry in list_headings(self._placed(slots))}
        status = " · ".join(self.pack.marks)
        if status:
            mark_headers(self.document, status)
        words = {name: self.shown(text) for name, text in {**self.pack.facts, STATUS: status}.items()}
        # Before the sections: what they say is text, also where it looks like a slot.
        fill_words(self.document, words | {key: f"{{{{{key}}}}}" for key in (COVER, *self.sections)})
        self._fill(slots)
        return self._bytes()

    def shown(self, text: str) -> str:
        """A text in the digits asked for."""
        return in_digits(xml.safe(text), self.digits)

    def _placed(self, slots: list[tuple[Any, str]]) -> list[Section]:
        """The sections that the template has a place for, in its order."""
        keys = [key for _, key in slots if key != COVER]
        if not keys:
            raise ItaError("แม่แบบ Word ไม่มีช่องของบทใดเลย เช่น {{results}}: เริ่มจากแม่แบบของ write_template")
        twice = [key for key in self.sections if keys.count(key) > 1]
        if twice:
            raise ItaError(f"แม่แบบ Word มีช่อง {{{{{twice[0]}}}}} มากกว่าหนึ่งแห่ง: ให้เหลือแห่งเดียว")
        return [self.sections[key] for key in keys]

    def _fill(self, slots: list[tuple[Any, str]]) -> None:
        """Sections in place of their slots, with a new page set-up wherever paper turns."""
        from docx.oxml import parse_xml

        wide = False
        for slot, key in slots:
            section = self.sections.get(key)
            if section is None:
                made = self._cover()
            elif section.landscape != wide:
                made = self._page_end(landscape=wide) + self._section(section, new_page=False)
                wide = section.landscape
            else:
                made = self._section(section, new_page=section.new_page or wide)
            for element in reversed(parse_xml(xml.wrap_fragment(made))):
                slot.addnext(element)
            slot.getparent().remove(slot)
        if wide:
            _turn(self.page)

    def _page_end(self, *, landscape: bool) -> str:
        """The end of the pages so far: the template's page set-up, turned where they lie across."""
        from lxml import etree  # type: ignore[import-untyped]

        ended = deepcopy(self.page)
        if landscape:
            _turn(ended)
        # Only the first pages of the document have a cover.
        for title_page in self.page.findall(_w("titlePg")):
            self.page.remove(title_page)
        return xml.paragraph("SectionEnd", "", more=etree.tostring(ended, encoding="unicode", with_tail=False))

    def _cover(self) -> str:
        return "".join(xml.plain(line, self.shown) for line in self.pack.cover)

    def _section(self, section: Section, *, new_page: bool) -> str:
        made = [self._heading(self.entries[section.key], new_page=new_page)]
        if section.key == "contents":
            made.append(xml.contents(self.entries.values(), self.pages, self.shown))
        below = iter([entry for entry in self.entries.values() if entry.key.startswith(f"{section.key}.")])
        made += [self._block(block, below, landscape=section.landscape) for block in section.blocks]
        return "".join(made)

    def _heading(self, entry: Entry, *, new_page: bool) -> str:
        return xml.heading(entry, list(self.entries).index(entry.key) + 1, self.shown, new_page=new_page)

    def _block(self, block: object, below: Any, *, landscape: bool) -> str:
        if isinstance(block, Paragraph):
            return xml.plain(block, self.shown)
        if isinstance(block, Heading):
            return self._heading(next(below), new_page=False)
        width, height = self._room(landscape=landscape)
        if isinstance(block, Table):
            title = self._caption("ตาราง", block.title, above=True)
            # Two tables without a paragraph between them would become one.
            after = xml.paragraph("Note", xml.run(self.shown(block.note))) if block.note else xml.hairline()
            return title + xml.table(block, round(width), self.shown) + after
        assert isinstance(block, Figure)
        return self._picture(block, width / _TWIPS_A_MM, height / _TWIPS_A_MM)

    def _caption(self, word: str, title: str, *, above: bool) -> str:
        self.counts[word] += 1
        return xml.caption(word, self.counts[word], title, self.shown, above=above)

    def _picture(self, figure: Figure, width: float, height: float) -> str:
        size = fit_picture(self.pack, figure, width, height * _PICTURE_SHARE)
        relation, _ = self.document.part.get_or_add_image(BytesIO(self.pack.pictures[figure.key].png))
        caption = self._caption("ภาพ", figure.title, above=False)
        return xml.picture(relation, self.counts["ภาพ"], figure.alt, size, figure.key) + caption

    def _room(self, *, landscape: bool) -> tuple[float, float]:
        """Width and height that the page set-up leaves for text, in twentieths of a point."""
        size, margins = self.page.find(_w("pgSz")), self.page.find(_w("pgMar"))
        wide, high = (int(size.get(_w(side))) for side in ("w", "h"))
        if landscape:
            wide, high = max(wide, high), min(wide, high)
        left, right, top, bottom = (int(margins.get(_w(side))) for side in ("left", "right", "top", "bottom"))
        return wide - left - right, high - top - bottom

    def _bytes(self) -> bytes:
        properties = self.document.core_properties
        made = datetime.combine(fiscal_year(self.pack.plan_year_be)[0], time())
        properties.title, properties.author = self.pack.title, xml.safe(self.pack.agency)[:_LONGEST_PROPERTY]
        properties.language, properties.last_modified_by = "th-TH", "itaanalysis"
        properties.created = properties.modified = made
        properties.content_status = self.pack.status
        file = BytesIO()
        self.document.save(file)
        with ZipFile(file) as archive:
            return zip_steadily({name: archive.read(name) for name in archive.namelist()})


def _count_in_thai(document: Document) -> None:
    """Thai digits where Word itself counts, numbers of headings and of pages, and in what it counted last."""
    for root in page_margins(document):
        for shown in root.iter(_w("t")):
            if (shown.text or "").isdigit():
                shown.text = in_digits(shown.text, "thai")
    lists = [relation for relation in document.part.rels.values() if relation.reltype.endswith("/numbering")]
    for number in (found for relation in lists for found in relation.target_part.element.iter(_w("numFmt"))):
        if number.get(_w("val")) == "decimal":
            number.set(_w("val"), "thaiNumbers")
    page = document.element.body.sectPr
    pages = page.find(_w("pgNumType"))
    if pages is None:
        pages = page.makeelement(_w("pgNumType"))
        page.find(_w("pgMar")).addnext(pages)
    pages.set(_w("fmt"), "thaiNumbers")


def _turn(page: Any) -> None:
    """Lay a page set-up across."""
    size = page.find(_w("pgSz"))
    wide, high = sorted((int(size.get(_w(side))) for side in ("w", "h")), reverse=True)
    size.set(_w("w"), str(wide))
    size.set(_w("h"), str(high))
    size.set(_w("orient"), "landscape")


def _w(tag: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{tag}"
