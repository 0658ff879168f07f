"""The Word template of an office: it reaches the pack, and whatever it leaves out, every page of a draft bears ร่าง."""

from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from chart_frames import real_office
from docx.document import Document
from docx.enum.section import WD_SECTION

from itaanalysis.reports.pack import Pack, make_pack, write_pack, write_template, write_word

DRAFT = "ร่าง"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return make_pack(real_office())


def no_default(document: Document) -> None:
    document.sections[0].header.is_linked_to_previous = True


def no_header(document: Document) -> None:
    no_default(document)
    document.sections[0].first_page_header.is_linked_to_previous = True


def even_pages(document: Document) -> None:
    document.settings.odd_and_even_pages_header_footer = True


def second_section(document: Document) -> None:
    """A section of its own at the end, whose first page differs; its header is that of the section before."""
    document.add_section(WD_SECTION.NEW_PAGE)


def second_section_alone(document: Document) -> None:
    """The first page of the second section differs and has nothing."""
    no_header(document)
    document.sections[0].different_first_page_header_footer = False
    document.add_section(WD_SECTION.NEW_PAGE).different_first_page_header_footer = True


EDITS = [no_default, no_header, even_pages, second_section, second_section_alone]


def page_headers(path: Path) -> list[str]:
    """The text of each header that some page of the document shows, as Word finds it: the last one said of its kind."""
    document = docx.Document(str(path))
    kinds = {"default": lambda section: True, "first": lambda section: section.different_first_page_header_footer}
    if document.settings.odd_and_even_pages_header_footer:
        kinds["even"] = lambda section: True
    said: dict[str, str] = {}
    shown = []
    for section in document.sections:
        for line in section._sectPr.headerReference_lst:
            part = document.part.related_parts[line.rId]
            said[line.get(docx.oxml.ns.qn("w:type"))] = "".join(part.element.itertext())
        shown += [said.get(kind, "") for kind, holds in kinds.items() if holds(section)]
    return shown


def test_the_headers_of_pages_are_found(tmp_path: Path) -> None:
    path = write_template(tmp_path / "t.docx")
    assert all("{{status}}" in text for text in page_headers(path))
    document = docx.Document(str(path))
    no_default(document)
    document.save(str(path))
    assert "" in page_headers(path), "the trap"


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_every_page_of_a_draft_bears_the_mark(edit: Callable[[Document], None], pack: Pack, tmp_path: Path) -> None:
    template = write_template(tmp_path / "t.docx")
    document = docx.Document(str(template))
    edit(document)
    document.save(str(template))
    shown = page_headers(write_word(pack, tmp_path / "r.docx", template=template))
    assert len(shown) >= 3, "upright pages, pages across, and the cover"
    assert [text for text in shown if DRAFT not in text] == []


def test_a_template_without_headers_stays_so_where_the_report_is_approved(tmp_path: Path) -> None:
    template = write_template(tmp_path / "t.docx")
    document = docx.Document(str(template))
    no_header(document)
    document.save(str(template))
    path = write_word(make_pack(real_office(), approved=True), tmp_path / "r.docx", template=template)
    assert set(page_headers(path)) == {""}


def test_the_template_of_an_office_reaches_its_pack(pack: Pack, tmp_path: Path) -> None:
    template = write_template(tmp_path / "t.docx")
    document = docx.Document(str(template))
    document.paragraphs[0].insert_paragraph_before("หัวจดหมายของ {{agency}}")
    document.save(str(template))
    word, *_ = write_pack(pack, tmp_path / "pack", template=template)
    assert docx.Document(str(word)).paragraphs[0].text == f"หัวจดหมายของ {pack.agency}"
