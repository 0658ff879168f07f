"""The report as a PDF: tagged, its fonts inside, text that is only text."""

import io
import re
from pathlib import Path

import pypdfium2
import pytest
from chart_frames import NAME, province, real_office
from conftest import office
from pypdf import PdfReader

from itaanalysis.analysis import compute_gaps, find_weak_areas
from itaanalysis.errors import ItaError
from itaanalysis.frames import SIMULATED
from itaanalysis.measures import draft_measures
from itaanalysis.reports.pack import make_pack
from itaanalysis.reports.pack._parts import BLANK, DRAFT, Pack
from itaanalysis.reports.pack._pdf import typeset, write_pdf


def pages(pdf: bytes) -> list[str]:
    """The text of each page as a viewer copies it, without spaces: Thai lines break anywhere between words.

    Not with pypdf: it does not read the /ActualText that Thai needs.
    """
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [re.sub(r"\s", "", document[at].get_textpage().get_text_range()) for at in range(len(document))]
    finally:
        document.close()


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.fixture(scope="module")
def pack() -> Pack:
    return make_pack(real_office())


@pytest.fixture(scope="module")
def pdf(pack: Pack) -> bytes:
    return typeset(pack, thai_digits=False).pdf


def test_the_text_is_all_there_and_reads_right_when_copied(pack: Pack, pdf: bytes) -> None:
    told = "".join(pages(pdf))
    for text in (NAME, "65.54", "ผู้มีส่วนได้ส่วนเสียภายใน", "คะแนนรวมที่เพิ่มได้", "41.41", pack.title, BLANK):
        assert squeezed(text) in told
    for section in pack.sections:
        assert squeezed(section.heading) in told
    for table in pack.tables():
        assert squeezed(table.title) in told, table.key
    assert "ทั้ทั้" not in told  # marks doubled in copied text


def test_every_cell_of_the_measures_is_there(pack: Pack, pdf: bytes) -> None:
    told = "".join(pages(pdf))
    cells = {cell for row in pack.table("measures").texts() for cell in row[1:4]}
    assert len(cells) > 15
    assert [cell for cell in cells if not all(squeezed(line) in told for line in cell.split("\n"))] == []


def test_fonts_are_inside_and_are_sarabun(pdf: bytes) -> None:
    fonts = {}
    for page in PdfReader(io.BytesIO(pdf)).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            fonts[descriptor["/FontName"]] = "/FontFile2" in descriptor
    assert {name.partition("+")[2] for name in fonts} == {"Sarabun-Regular", "Sarabun-Bold"}
    assert all(fonts.values())


def test_it_is_tagged_and_says_its_language_and_title(pack: Pack, pdf: bytes) -> None:
    reader = PdfReader(io.BytesIO(pdf))
    root = reader.root_object
    assert root["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert root["/Lang"] == "th-TH"
    assert reader.metadata is not None
    assert reader.metadata.title == pack.title
    tags, alts, waiting = [], [], [root["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            tags.append(node.get("/S"))
            alts += [node["/Alt"]] if "/Alt" in node else []
            waiting += [node["/K"]] if "/K" in node else []
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure"} <= set(tags)
    assert set(alts) == {figure.alt for figure in pack.figures()}


def test_the_header_row_stands_on_every_page_of_a_table(pack: Pack, pdf: bytes) -> None:
    header = squeezed("".join(pack.table("measures").header[1:5]))
    first_measures = [row[1] for row in pack.table("measures").texts()]
    holding = [page for page in pages(pdf) if header in page]
    assert len(holding) == 2  # nine measures do not fit one page
    assert squeezed(first_measures[0]) in holding[0]
    assert squeezed(first_measures[-1]) in holding[1]


def test_page_numbers_are_where_the_headings_stand(pack: Pack) -> None:
    made = typeset(pack, thai_digits=False)
    texts = pages(made.pdf)
    for section in pack.sections:
        assert squeezed(section.heading) in texts[made.pages[section.key] - 1], section.key
    contents = texts[made.pages["contents"] - 1]
    assert re.search(rf"9\.{squeezed(pack.section('measures').heading)}\.+{made.pages['measures']}", contents)


def test_a_draft_bears_its_mark_on_every_page_and_an_approved_one_nowhere(pdf: bytes) -> None:
    assert all(DRAFT in page for page in pages(pdf))
    approved = typeset(make_pack(real_office(), approved=True), thai_digits=False).pdf
    assert not any(DRAFT in page for page in pages(approved))


def test_simulated_data_is_told_on_every_page() -> None:
    simulated = make_pack(province(3), agency="องค์การบริหารส่วนตำบลตัวอย่าง1")
    assert all(SIMULATED in page for page in pages(typeset(simulated, thai_digits=False).pdf))


@pytest.mark.parametrize(
    "name",
    [
        "อบต.#let x = 1 #x",
        "อบต.*หนา* _เอียง_ $x^2$ `code`",
        'อบต.\\ #panic("x") ]',
        "อบต.= หัวข้อ @label <label> //note",
    ],
)
def test_a_name_is_text_and_never_markup(name: str) -> None:
    pack = make_pack(office({str(code): 90.0 for code in range(1, 11)}, name=name))
    told = pages(typeset(pack, thai_digits=False).pdf)
    assert squeezed(name) in told[0]
    assert squeezed(name) in told[1]  # the footer too


@pytest.mark.parametrize("sign", ["✓", "①", "😀", "中", "\x00", "\x0b", "\ue000"])
def test_no_sign_in_a_measure_stops_the_report(sign: str) -> None:
    # PDF/UA forbids what no face can draw; typst then refuses the whole report.
    plan = draft_measures(find_weak_areas(compute_gaps(real_office())))
    plan.loc[0, "measure"] = f"มาตรการ{sign}ตัวอย่าง"
    pdf = typeset(make_pack(real_office(), measures=plan), thai_digits=False).pdf
    told = "".join(pages(pdf))
    assert "มาตรการ" in told
    assert "ตัวอย่าง" in told
    assert PdfReader(io.BytesIO(pdf)).root_object["/MarkInfo"]["/Marked"]  # type: ignore[index]


def test_thai_digits_on_request_but_not_in_codes(pack: Pack) -> None:
    told = "".join(pages(typeset(pack, thai_digits=True).pdf))
    assert "๖๕.๕๔" in told
    assert "65.54" not in told
    assert "หน้า๒" in told
    assert "o42" in told
    assert "ita-2565-thanangnaew.xlsx" in told


def test_the_same_pack_gives_the_same_bytes(pack: Pack, tmp_path: Path) -> None:
    first = write_pdf(pack, tmp_path / "a" / "report.pdf").read_bytes()
    typeset.cache_clear()
    assert write_pdf(make_pack(real_office()), tmp_path / "again.pdf").read_bytes() == first


def test_a_temporary_folder_that_takes_nothing_is_told(
    pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    typeset.cache_clear()
    with pytest.raises(ItaError, match=r"เขียนในโฟลเดอร์ชั่วคราว .*nowhere ไม่ได้"):
        write_pdf(pack, tmp_path / "report.pdf")


def test_another_suffix_is_refused(pack: Pack, tmp_path: Path) -> None:
    with pytest.raises(ItaError, match=r"\.pdf"):
        write_pdf(pack, tmp_path / "report.docx")
    assert list(tmp_path.iterdir()) == []


def rewritten(**columns: str) -> Pack:
    """The pack of an office whose first measure says something else."""
    plan = draft_measures(find_weak_areas(compute_gaps(real_office())))
    for column, text in columns.items():
        plan.loc[0, column] = text
    return make_pack(real_office(), measures=plan)


def test_a_row_taller_than_a_page_goes_on_over_the_next() -> None:
    steps = [f"{number}. ลงเว็บครั้งที่ {number}" for number in range(1, 121)]
    document = pypdfium2.PdfDocument(typeset(rewritten(steps="\n".join(steps)), thai_digits=False).pdf)
    # Bounded: what stands below the edge of a page is in its text, but nobody sees it.
    told = squeezed("".join(page.get_textpage().get_text_bounded() for page in document))
    document.close()
    assert [step for step in steps if squeezed(step) not in told] == []


def test_an_address_stays_in_its_cell_and_words_whole() -> None:
    address = f"data.example.go.th/{'ABCDEFGHIJKLMNOPQRSTUVWXYZ' * 3}/%E0%B8%A3%E0%B8%B2%E0%B8%A2%E0%B8%87.pdf"
    words = "\n".join("ก" * letters + "ให้ความสะดวกรวดเร็ว" for letters in range(30))
    made = typeset(rewritten(evidence=address, steps=words), thai_digits=False).pdf
    document = pypdfium2.PdfDocument(made)
    texts = [document[at].get_textpage() for at in range(len(document))]
    assert any(address in re.sub(r"\s", "", text.get_text_range()) for text in texts)
    for page, text in zip(document, texts, strict=True):
        edge = page.get_width() - 20 * 72 / 25.4 + 1
        assert all(text.get_charbox(at)[2] <= edge for at in range(text.count_chars()))
        assert not re.search(r"สะดว(\s|$)", text.get_text_range())
    document.close()
