"""The report as a Word document: its type, its structure, its template, and text that is only text."""

import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from chart_frames import NAME, province, real_office
from conftest import office
from lxml import etree

from itaanalysis.analysis import compute_gaps, find_weak_areas
from itaanalysis.errors import ItaError
from itaanalysis.frames import SIMULATED
from itaanalysis.measures import draft_measures
from itaanalysis.reports.pack import make_pack
from itaanalysis.reports.pack._parts import BLANK, DRAFT, Pack
from itaanalysis.reports.pack._pdf import typeset
from itaanalysis.reports.pack._word import write_word
from itaanalysis.reports.pack._word_template import write_template
from itaanalysis.review import check_report

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
TEN = {str(code): 90.0 for code in range(1, 11)}


def part(path: Path, name: str) -> etree._Element:
    with ZipFile(path) as archive:
        return etree.fromstring(archive.read(name))


def body(path: Path) -> etree._Element:
    return part(path, "word/document.xml")[0]


def text_of(element: etree._Element) -> str:
    return "".join(piece.text or "" for piece in element.iter(f"{W}t"))


def lines(path: Path) -> list[str]:
    return [text_of(line) for line in body(path).iter(f"{W}p")]


def styled(path: Path, style: str) -> Iterator[etree._Element]:
    for line in body(path).iter(f"{W}p"):
        if (name := line.find(f"{W}pPr/{W}pStyle")) is not None and name.get(f"{W}val") == style:
            yield line


@pytest.fixture(scope="module")
def pack() -> Pack:
    return make_pack(real_office())


@pytest.fixture(scope="module")
def report(pack: Pack, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_word(pack, tmp_path_factory.mktemp("word") / "report.docx")


# --- type -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["docDefaults/rPrDefault/rPr", "style[@STYLEID='Normal']/rPr"])
def test_thai_type_is_set_for_every_script(report: Path, place: str) -> None:
    path = "/".join(f"{W}{step}" for step in place.split("/")).replace("@STYLEID", f"@{W}styleId")
    looks = part(report, "word/styles.xml").find(path)
    assert looks is not None
    fonts = looks.find(f"{W}rFonts")
    assert {fonts.get(f"{W}{script}") for script in ("ascii", "hAnsi", "eastAsia", "cs")} == {"TH Sarabun New"}
    assert (looks.find(f"{W}sz").get(f"{W}val"), looks.find(f"{W}szCs").get(f"{W}val")) == ("32", "32")
    assert looks.find(f"{W}lang").get(f"{W}bidi") == "th-TH"


def test_every_size_and_weight_is_told_for_thai_too(report: Path) -> None:
    for name in ("word/styles.xml", "word/document.xml", "word/header1.xml"):
        for looks in part(report, name).iter(f"{W}rPr"):
            # Word sets Thai by the complex-script twin alone: without it a heading is bold only in its Latin letters.
            for plain, thai in (("sz", "szCs"), ("b", "bCs")):
                assert (looks.find(f"{W}{plain}") is None) == (looks.find(f"{W}{thai}") is None)


def test_a_face_stands_in_where_the_first_is_missing(report: Path) -> None:
    face = part(report, "word/fontTable.xml").find(f"{W}font[@{W}name='TH Sarabun New']")
    assert face is not None
    assert face.find(f"{W}altName").get(f"{W}val") == "TH SarabunPSK"


# --- structure --------------------------------------------------------------------------------------------------------


def test_headings_are_styles_that_number_themselves(report: Path, pack: Pack) -> None:
    first = [text_of(line) for line in styled(report, "Heading1")]
    assert first == [section.heading for section in pack.sections if section.numbered]
    assert len(list(styled(report, "Heading2"))) == 13
    assert [text_of(line) for line in styled(report, "HeadingPlain")] == ["คำนำ", "สารบัญ"]
    assert not any(re.match(r"[\d๐-๙]", text) for text in first)  # the number is Word's, not typed
    styles, numbering = part(report, "word/styles.xml"), part(report, "word/numbering.xml")
    for level, style in enumerate(("Heading1", "Heading2")):
        properties = styles.find(f"{W}style[@{W}styleId='{style}']/{W}pPr")
        assert properties.find(f"{W}numPr/{W}numId").get(f"{W}val") == "1"
        assert properties.find(f"{W}outlineLvl").get(f"{W}val") == str(level)
        assert numbering.find(f".//{W}lvl[@{W}ilvl='{level}']/{W}pStyle").get(f"{W}val") == style


def test_the_contents_are_filled_and_nothing_is_asked_on_opening(report: Path, pack: Pack) -> None:
    entries = [text_of(line) for style in ("TOC1", "TOC2") for line in styled(report, style)]
    pages = typeset(pack, thai_digits=False).pages
    assert len(entries) == len(pages)
    assert f"6. ผลการประเมิน{pages['results']}" in entries
    assert f"6.2 คะแนนรายเครื่องมือ{pages['results.2']}" in entries
    marks = {mark.get(f"{W}name") for mark in body(report).iter(f"{W}bookmarkStart")}
    links = [link.get(f"{W}anchor") for link in body(report).iter(f"{W}hyperlink")]
    assert set(links) == marks
    assert len(links) == len(marks)
    assert part(report, "word/settings.xml").find(f"{W}updateFields") is None
    assert not any(field.get(f"{W}dirty") for field in body(report).iter(f"{W}fldChar"))


def test_fields_are_opened_and_closed_in_turn(report: Path) -> None:
    depth = 0
    for field in body(report).iter(f"{W}fldChar"):
        depth += {"begin": 1, "separate": 0, "end": -1}[field.get(f"{W}fldCharType")]
        assert depth in (0, 1, 2)
    assert depth == 0


def test_header_rows_repeat_and_no_row_breaks(report: Path, pack: Pack) -> None:
    tables = list(body(report).iter(f"{W}tbl"))
    assert len(tables) == len(list(pack.tables()))
    for table, described in zip(tables, pack.tables(), strict=True):
        rows = table.findall(f"{W}tr")
        assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True] + [False] * len(
            described.frame
        )
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        assert [text_of(cell) for cell in rows[0].findall(f"{W}tc")] == described.header
        widths = [int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol")]
        assert sum(widths) <= (14004 if described.key in ("measures", "reasons", "follow_up") else 9074)


def test_what_follows_a_table_cannot_open_an_empty_page(report: Path, pack: Pack) -> None:
    bare = [table for table in pack.tables() if not table.note]
    lines = [table.getnext().find(f"{W}pPr/{W}spacing") for table in body(report).iterfind(f"{W}tbl")]
    low = [line.get(f"{W}line") for line in lines if line is not None and line.get(f"{W}lineRule") == "exact"]
    assert low == ["20"] * len(bare), "a point high"
    assert bare


def test_pictures_say_in_words_what_they_show(report: Path, pack: Pack) -> None:
    told = [picture.get("descr") for picture in body(report).iter(f"{WP}docPr")]
    assert told == [figure.alt for figure in pack.figures()]
    ids = [picture.get("id") for picture in body(report).iter(f"{WP}docPr")]
    assert len(set(ids)) == len(ids)
    with ZipFile(report) as archive:
        assert sum(name.endswith(".png") for name in archive.namelist()) == len(told)


def test_wide_tables_lie_across_and_the_rest_stands_upright(report: Path) -> None:
    set_ups = list(body(report).iter(f"{W}sectPr"))
    sizes = [page.find(f"{W}pgSz") for page in set_ups]
    assert [size.get(f"{W}orient") for size in sizes] == [None, "landscape", None]
    assert [size.get(f"{W}w") for size in sizes] == ["11906", "16838", "11906"]
    assert [page.find(f"{W}titlePg") is not None for page in set_ups] == [True, False, False]
    margins = set_ups[0].find(f"{W}pgMar")
    assert [margins.get(f"{W}{side}") for side in ("top", "left", "bottom", "right")] == [
        "1417",
        "1701",
        "1134",
        "1134",
    ]


def test_tables_and_pictures_are_numbered_in_one_run_each(report: Path) -> None:
    captions = [text_of(line) for line in styled(report, "Caption")]
    for word in ("ตารางที่", "ภาพที่"):
        numbers = [int(re.match(rf"{word} (\d+)", text)[1]) for text in captions if text.startswith(word)]  # type: ignore[index]
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) > 3


# --- what it says -----------------------------------------------------------------------------------------------------


def test_all_that_is_described_is_written(report: Path, pack: Pack) -> None:
    told = "\n".join(lines(report))
    for table in pack.tables():
        for row in table.texts():
            for cell in row:
                assert cell.replace("\n", "") in told
    assert BLANK in told
    assert "{{" not in told


@pytest.mark.parametrize("approved", [False, True])
def test_a_draft_bears_its_mark_in_every_header(approved: bool, tmp_path: Path) -> None:
    path = write_word(make_pack(real_office(), approved=approved), tmp_path / "r.docx")
    headers = [text_of(part(path, f"word/header{number}.xml")) for number in (1, 2)]
    assert all((DRAFT in header) == (not approved) for header in headers)
    assert any(DRAFT in line for line in lines(path)) == (not approved)
    assert docx.Document(str(path)).core_properties.content_status == ("" if approved else DRAFT)


def test_simulated_data_is_told_in_every_header(tmp_path: Path) -> None:
    path = write_word(make_pack(province(3), agency="องค์การบริหารส่วนตำบลตัวอย่าง1"), tmp_path / "r.docx")
    assert all(SIMULATED in text_of(part(path, f"word/header{number}.xml")) for number in (1, 2))


@pytest.mark.parametrize(
    "name",
    [
        "อบต.<w:b/>&amp;\"'>",
        "อบต.<ol style='x'><li>1</li></ol>",
    ],
)
def test_a_name_is_text_and_never_markup(name: str, tmp_path: Path) -> None:
    path = write_word(make_pack(office(TEN, name=name)), tmp_path / "r.docx")
    assert sum(name in line for line in lines(path)) > 3
    assert name in text_of(part(path, "word/footer1.xml"))
    with ZipFile(path) as archive:
        assert b"<ol" not in archive.read("word/document.xml")


def test_signs_that_xml_forbids_are_left_out(tmp_path: Path) -> None:
    plan = draft_measures(find_weak_areas(compute_gaps(real_office())))
    plan.loc[0, "measure"] = "- ข้อหนึ่ง\x0b\x00\nข้อสอง"
    path = write_word(make_pack(real_office(), measures=plan), tmp_path / "r.docx")
    assert "- ข้อหนึ่งข้อสอง" in lines(path)  # with a line break between


def test_a_name_that_looks_like_a_slot_stays_a_name(tmp_path: Path) -> None:
    name = "อบต.{{status}}{{plan}}"
    path = write_word(make_pack(office(TEN, name=name)), tmp_path / "r.docx")
    assert sum(name in line for line in lines(path)) > 3
    assert text_of(part(path, "word/footer1.xml")).startswith(name)


def test_thai_digits_also_where_word_counts(pack: Pack, report: Path, tmp_path: Path) -> None:
    thai = write_word(pack, tmp_path / "r.docx", thai_digits=True)
    for path, counted, field in ((report, "decimal", r"\* ARABIC"), (thai, "thaiNumbers", r"\* THAIARABIC")):
        formats = {found.get(f"{W}val") for found in part(path, "word/numbering.xml").iter(f"{W}numFmt")}
        assert formats == {"bullet", counted}
        told = {found.text.strip() for found in body(path).iter(f"{W}instrText") if "SEQ" in found.text}
        assert told
        assert all(text.endswith(field) for text in told)
    pages = [page.find(f"{W}pgNumType") for page in body(thai).iter(f"{W}sectPr")]
    assert len(pages) > 1
    assert {found.get(f"{W}fmt") for found in pages} == {"thaiNumbers"}
    assert text_of(part(thai, "word/footer1.xml")).endswith("หน้า ๒")  # until Word counts again
    assert "mixed_digits" not in set(check_report(thai)["kind"])


def test_a_header_that_word_alone_can_align_has_a_tab_for_others(report: Path) -> None:
    # LibreOffice takes the alignment tab of Word for a plain one.
    for style in ("Header", "Footer"):
        (found,) = (one for one in part(report, "word/styles.xml") if one.get(f"{W}styleId") == style)
        assert [tab.get(f"{W}val") for tab in found.iter(f"{W}tab")] == ["right"]


def test_thai_digits_on_request_but_not_in_codes(pack: Pack, tmp_path: Path) -> None:
    told = "\n".join(lines(write_word(pack, tmp_path / "r.docx", thai_digits=True)))
    assert "๖๕.๕๔" in told
    assert "65.54" not in told
    assert "ita-2565-thanangnaew.xlsx" in told


def test_the_same_pack_gives_the_same_bytes_at_any_hour(pack: Pack, report: Path, tmp_path: Path) -> None:
    again = write_word(make_pack(real_office()), tmp_path / "again.docx")
    assert again.read_bytes() == report.read_bytes()
    with ZipFile(again) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}  # not the clock's


# --- the template -----------------------------------------------------------------------------------------------------


@pytest.fixture
def template(tmp_path: Path) -> Path:
    return write_template(tmp_path / "แม่แบบ.docx")


def test_the_template_as_written_gives_the_report_as_it_is(pack: Pack, report: Path, template: Path) -> None:
    own = write_word(pack, template.with_name("r.docx"), template=template)
    assert lines(own) == lines(report)


def test_an_office_edits_letterhead_and_wording(pack: Pack, template: Path) -> None:
    edited = docx.Document(str(template))
    first = edited.paragraphs[0].insert_paragraph_before("")
    # Word cuts a text into runs wherever it was edited or checked.
    for piece in ("ที่ทำการ{{ag", "en", "cy}} ", "ปี {{ plan }}"):
        first.add_run(piece).bold = piece == "en"
    edited.save(str(template))
    told = lines(write_word(pack, template.with_name("r.docx"), template=template))
    assert told[0] == f"ที่ทำการ{NAME} ปี 2566"


def test_sections_follow_the_order_of_the_template_and_may_be_left_out(pack: Pack, template: Path) -> None:
    edited = docx.Document(str(template))
    slots = {line.text: line for line in edited.paragraphs}
    slots["{{background}}"]._element.addprevious(slots["{{levels}}"]._element)
    slots["{{preface}}"]._element.getparent().remove(slots["{{preface}}"]._element)
    edited.save(str(template))
    path = write_word(pack, template.with_name("r.docx"), template=template)
    assert [text_of(line) for line in styled(path, "Heading1")][:2] == [
        pack.section("levels").heading,
        "ที่มาและความสำคัญ",
    ]
    entries = [text_of(line) for line in styled(path, "TOC1")]
    assert not any("คำนำ" in entry for entry in entries)
    assert entries[1].startswith(f"1. {pack.section('levels').heading}")


def test_a_template_without_a_place_for_the_mark_cannot_hide_a_draft(pack: Pack, template: Path) -> None:
    edited = docx.Document(str(template))
    for section in edited.sections:
        for header in (section.header, section.first_page_header):
            for line in list(header.paragraphs):
                line._element.getparent().remove(line._element)
            header.add_paragraph("หัวจดหมาย")
    edited.save(str(template))
    path = write_word(pack, template.with_name("r.docx"), template=template)
    assert all(text_of(part(path, f"word/header{number}.xml")) == f"หัวจดหมาย{DRAFT}" for number in (1, 2))


def test_a_plain_document_can_be_a_template(pack: Pack, tmp_path: Path) -> None:
    plain = docx.Document()
    plain.add_paragraph("{{results}}")
    plain.save(str(tmp_path / "plain.docx"))
    path = write_word(pack, tmp_path / "r.docx", template=tmp_path / "plain.docx")
    assert any("65.54" in line for line in lines(path))
    with ZipFile(path) as archive:
        headers = [
            archive.read(name).decode() for name in archive.namelist() if "header" in name and "rels" not in name
        ]
    assert headers
    assert all(DRAFT in header for header in headers)


@pytest.mark.parametrize(
    ("slot", "message"),
    [("{{ไม่มี}}", "ไม่มี"), ("{{agancy}} และ", "agancy"), ("{{results}}", "มากกว่าหนึ่งแห่ง")],
)
def test_a_slot_that_stands_for_nothing_is_named(slot: str, message: str, pack: Pack, template: Path) -> None:
    edited = docx.Document(str(template))
    edited.add_paragraph(slot)
    edited.save(str(template))
    with pytest.raises(ItaError, match=message):
        write_word(pack, template.with_name("r.docx"), template=template)
    assert not template.with_name("r.docx").exists()


@pytest.mark.parametrize("content", [b"", b"not a document", None])
def test_what_is_no_template_is_told_in_a_sentence(content: bytes | None, pack: Pack, tmp_path: Path) -> None:
    bad = tmp_path / "bad.docx"
    if content is not None:
        bad.write_bytes(content)
    with pytest.raises(ItaError, match=r"เปิดแม่แบบ bad\.docx ไม่ได้"):
        write_word(pack, tmp_path / "r.docx", template=bad)


def test_a_template_without_any_section_is_refused(pack: Pack, tmp_path: Path) -> None:
    docx.Document().save(str(tmp_path / "empty.docx"))
    with pytest.raises(ItaError, match="ไม่มีช่องของบทใดเลย"):
        write_word(pack, tmp_path / "r.docx", template=tmp_path / "empty.docx")


@pytest.mark.parametrize("write", [write_word, lambda pack, path: write_template(path)])
def test_another_suffix_is_refused(write: object, pack: Pack, tmp_path: Path) -> None:
    with pytest.raises(ItaError, match=r"\.docx"):
        write(pack, tmp_path / "report.pdf")  # type: ignore[operator]
    assert list(tmp_path.iterdir()) == []
