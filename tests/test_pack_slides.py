"""The pack as slides: findings as titles, native text in the Thai face, nothing outside its box, notes with sources."""

import time
import unicodedata
import zipfile
from functools import cache

import chart_frames as frames
import pandas as pd
import pytest
from conftest import office
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn
from pptx.util import Pt

from itaanalysis.charts import plot_gaps
from itaanalysis.errors import ItaError
from itaanalysis.frames import SIMULATED
from itaanalysis.reports.pack import make_pack
from itaanalysis.reports.pack._slides import write_slides
from itaanalysis.reports.pack._slides._charts import mark_last_year
from itaanalysis.reports.pack._slides._findings import signed, told_measures
from itaanalysis.reports.pack._slides._sources import tell_sources
from itaanalysis.reports.pack._slides._table import fit_table, head_row, text_row
from itaanalysis.reports.pack._slides._text import letters, shorten
from itaanalysis.simulate import simulate_province

TITLES = [
    "องค์การบริหารส่วนตำบลท่านางแนว ได้ 65.54 คะแนน ระดับ C ต่ำกว่าเกณฑ์ผ่าน 85 อยู่ 19.46 คะแนน",
    "2 จาก 10 ตัวชี้วัดต่ำกว่าเป้าหมาย: 10 การป้องกันการทุจริต 0.00 และ 9 การเปิดเผยข้อมูล 41.41",
    "เสียไป 34.46 คะแนน: ตัวชี้วัด 10 และ 9 รวมกัน 31.72 หรือร้อยละ 92 ของที่เสีย",
    "แก้ 2 ตัวชี้วัดให้ถึงเป้าหมาย ได้คืน 25.72 คะแนน · ไประดับ ต้องปรับปรุง ตามกติกาปี 2566 ใช้ 3 ขั้น ได้ 70.00",
    "OIT 43 ข้อ: ผ่าน 0 · ไม่ผ่าน 10 · ไม่ทราบ 33 · ข้อที่ไม่ผ่านเสียไป 20.00 คะแนน",
    "มาตรการปี 2566 มี 9 มาตรการ: ยังไม่เริ่ม 9 · ครบกำหนดแรก 31 ธ.ค. 2565 (1/2)",
    "มาตรการปี 2566 มี 9 มาตรการ: ยังไม่เริ่ม 9 · ครบกำหนดแรก 31 ธ.ค. 2565 (2/2)",
    "ข้อมูลชุดนี้ไม่มีหน่วยงานอื่นที่เปรียบเทียบกันได้ จึงไม่แสดงอันดับ",
]
# most letters, text, shortened: marks above and below take no room, none is torn off, no leading vowel stays alone
SHORTENED = [
    (5, "กขค", "กขค"),
    (5, "ที่นี่ปี่", "ที่นี่ปี่"),
    (3, "ผู้ซื้อ", "ผู้ซื้อ"),
    (3, "ผู้ซื้อของ", "ผู้ซื้…"),
    (4, "กขเคง", "กข…"),
    (3, "น้ำใจ", "น้ำ…"),
    (2, "น้ำใจ", "…"),  # น้ำ would be torn
]
LONG = "องค์การบริหารส่วนตำบลตัวอย่าง" + "ที่มีชื่อยาวมากเป็นพิเศษ" * 5
HOSTILE = '<b>&amp;"=1+1'
NOT_XML = "\x0b\ufffe"
BLANK_SURE = ("Click to add", "คลิกเพื่อ")


@cache
def province():
    return simulate_province(seed=1, districts=2, offices=12, years=[2564, 2565])


def many(*, agency=0):
    scores = province()
    totals = scores[(scores["code"] == "ITA") & (scores["year_be"] == 2565)].sort_values("score")
    return make_pack(scores, agency=totals["agency_id"].iloc[agency], year_be=2565)


def long_names():
    pack = make_pack(frames.real_office(name=LONG))
    plan = pack.frames.measures
    plan = plan.assign(measure="ทำงานที่ยาวมาก" * 30, responsible="กองที่มีชื่อยาวมากเหลือเกิน" * 8, status="อยู่ระหว่างดำเนินการ")
    return make_pack(frames.real_office(name=LONG), measures=pd.concat([plan] * 6, ignore_index=True))


PACKS = {
    "real": lambda: make_pack(frames.real_office()),
    "weakest": lambda: many(),
    "best": lambda: many(agency=-1),
    "long": long_names,
    "2562": lambda: make_pack(frames.real_office(year=2562, name="องค์การบริหารส่วนตำบลตัวอย่าง")),
    "partly": lambda: make_pack(frames.real_office(name="องค์การบริหารส่วนตำบลตัวอย่าง", i7=frames.NAN)),
    "good": lambda: make_pack(frames.real_office(name="องค์การบริหารส่วนตำบลตัวอย่าง", i9=100, i10=100)),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("slides")


@pytest.fixture(scope="module")
def decks(folder):
    return {name: Presentation(write_slides(make(), folder / f"{name}.pptx")) for name, make in PACKS.items()}


@pytest.fixture
def real(decks):
    return decks["real"]


def texts_of(shape):
    """Each text of a shape: its element, and the box that it has to stay in (points)."""
    if shape.has_text_frame:
        yield shape.text_frame._txBody, Pt(0) + shape.width, shape.height
    elif shape.has_table:
        columns = [column.width for column in shape.table.columns]
        for row in shape.table.rows:
            for at, cell in enumerate(row._tr.tc_lst):
                if not cell.hMerge:
                    yield cell.txBody, sum(columns[at : at + cell.gridSpan]), row.height


def runs(shape):
    return [run for body, *_ in texts_of(shape) for run in body.iter(qn("a:r"))]


def whole_text(slide):
    return " ".join(run.findtext(qn("a:t")) or "" for shape in slide.shapes for run in runs(shape))


def every_shape(decks):
    return [(name, slide, shape) for name, deck in decks.items() for slide in deck.slides for shape in slide.shapes]


def test_titles_are_findings(real):
    assert [slide.shapes.title.text_frame.text for slide in real.slides] == TITLES


def test_a_slide_more_or_less_only_where_measures_ask_for_it(decks):
    assert {name: len(deck.slides) for name, deck in decks.items()} == {
        **dict.fromkeys(["real", "weakest", "long", "partly"], 8),
        **dict.fromkeys(["best", "good", "2562"], 7),
    }


def test_wide_page_and_one_layout(decks):
    for deck in decks.values():
        assert (deck.slide_width, deck.slide_height) == (Pt(960), Pt(540))
        assert [layout.name for layout in deck.slide_layouts] == ["Title Only"]


def test_no_placeholder_is_left_empty(decks):
    for deck in decks.values():
        for slide in deck.slides:
            assert [holder.placeholder_format.idx for holder in slide.placeholders] == [0]
            assert slide.shapes.title.text_frame.text.strip()
            assert not any(word in whole_text(slide) for word in BLANK_SURE)


def test_every_run_is_shaped_as_thai_and_large_enough(decks):
    seen = 0
    for _, _, shape in every_shape(decks):
        for run in runs(shape):
            look = run.find(qn("a:rPr"))
            faces = {tag: look.find(qn(tag)).get("typeface") for tag in ("a:latin", "a:cs")}
            assert set(faces.values()) == {"TH Sarabun New"}
            assert look.get("lang") == "th-TH"
            assert int(look.get("sz")) >= 1800
            seen += 1
    assert seen > 500


def test_notes_are_in_the_thai_face_too(real):
    looks = [run.find(qn("a:rPr")) for slide in real.slides for run in slide.notes_slide._element.iter(qn("a:r"))]
    assert {look.find(qn("a:cs")).get("typeface") for look in looks} == {"TH Sarabun New"}


def lines_of(text, width, size):
    """Lines of a text by letters of 0.5 of the size: more than TH Sarabun New takes."""
    wide = sum(unicodedata.category(letter) not in ("Mn", "Cf") for letter in text) * size * 0.5
    return max(-(-wide // max(width / Pt(1) - 8, 1)), 1)


def test_texts_stay_in_their_boxes(decks):
    for name, slide, shape in every_shape(decks):
        for body, width, height in texts_of(shape):
            needed = 0.0
            for paragraph in body.findall(qn("a:p")):
                size = max((int(run.find(qn("a:rPr")).get("sz")) / 100 for run in paragraph.iter(qn("a:r"))), default=0)
                text = "".join(run.findtext(qn("a:t")) or "" for run in paragraph.iter(qn("a:r")))
                needed += lines_of(text, width, size) * size * 1.3
            assert needed <= height / Pt(1), (name, slide.shapes.title.text_frame.text, shape.name)


def box_of(shape):
    height = sum(row.height for row in shape.table.rows) if shape.has_table else shape.height
    return shape.left, shape.top, shape.left + shape.width, shape.top + height


def test_nothing_overlaps_or_leaves_the_page(decks):
    for name, deck in decks.items():
        for slide in deck.slides:
            boxes = [(shape.name, box_of(shape)) for shape in slide.shapes]
            for at, (one, (left, top, right, bottom)) in enumerate(boxes):
                assert left >= 0
                assert top >= 0
                assert right <= Pt(960)
                assert bottom <= Pt(540)
                for other, box in boxes[at + 1 :]:
                    apart = right <= box[0] or box[2] <= left or bottom <= box[1] or box[3] <= top
                    assert apart, (name, slide.shapes.title.text_frame.text, one, other)


def test_pictures_and_tables_are_told_in_words(decks):
    kinds = set()
    for _, _, shape in every_shape(decks):
        if shape.shape_type in (MSO_SHAPE_TYPE.PICTURE, MSO_SHAPE_TYPE.TABLE):
            kinds.add(shape.shape_type)
            assert len(shape._element.xpath(".//p:cNvPr")[0].get("descr")) > 15
    assert kinds == {MSO_SHAPE_TYPE.PICTURE, MSO_SHAPE_TYPE.TABLE}


def alt_texts(slide):
    return [shape._element.xpath(".//p:cNvPr")[0].get("descr") for shape in slide.shapes if hasattr(shape, "image")]


def test_alternative_text_holds_the_numbers(real, decks):
    assert "9 การเปิดเผยข้อมูล 41.41" in alt_texts(real.slides[1])[0]
    assert "ไม่มีข้อมูลคะแนนปี 2564" in alt_texts(real.slides[1])[0]
    last = many().frames.nodes.set_index("code").loc["9", "last_score"]
    assert f"9 {last:.2f}" in alt_texts(decks["weakest"].slides[1])[0].split("▲ คะแนนปี 2564")[1]


def test_last_year_is_marked_at_its_score_in_its_row():
    ax = plot_gaps(frames.real_gaps())
    mark_last_year(ax, pd.Series([90.0, *[frames.NAN] * 8, 12.5]))
    (marks,) = frames.with_gid(ax, "last year")
    assert list(marks.get_xdata())[0::9] == [90.0, 12.5]
    assert [round(y) for y in marks.get_ydata()] == list(range(10))


def luminance(color):
    parts = [int(color[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_itself():
    assert contrast("FFFFFF", "000000") == pytest.approx(21)
    assert contrast("FFFFFF", "777777") == pytest.approx(4.48, abs=0.01)


def test_contrast_of_every_text(decks):
    pairs = set()
    for _, _, shape in every_shape(decks):
        for body, *_ in texts_of(shape):
            cell = body.getparent().find(qn("a:tcPr"))
            holder = cell if cell is not None else shape._element.spPr
            fill = holder.find(f"{qn('a:solidFill')}/{qn('a:srgbClr')}")
            behind = "FFFFFF" if fill is None else fill.get("val")
            pairs |= {(color.get("val"), behind) for color in body.iter(qn("a:srgbClr"))}
    assert len(pairs) >= 7
    assert {pair: contrast(*pair) for pair in pairs if contrast(*pair) < 4.5} == {}


def grid(deck):
    (table,) = (shape for shape in deck.slides[4].shapes if shape.has_table)
    rows = [[cell.text_frame.text.split("\n") for cell in row.cells] for row in table.table.rows]
    return rows[0][0][0], {cell[0].split()[1]: cell for row in rows[1:] for cell in row[1:] if cell[0]}


def test_grid_holds_every_item_with_a_sign_and_a_word(real):
    legend, items = grid(real)
    assert list(items) == [f"o{number}" for number in range(1, 44)]
    assert items["o1"] == ["? o1", "ไม่ทราบ"]
    assert items["o39"] == ["✗ o39", "สำนักปลัด"]  # its measure: สำนักปลัด (งานแผน)
    assert all(sign in legend for sign in "✓✗?")


def test_grid_of_an_office_with_known_items(decks):
    _, items = grid(decks["weakest"])
    signs = [cell[0][0] for cell in items.values()]
    assert set(signs) == {"✓", "✗"}
    assert [cell[1] for cell in items.values() if cell[0][0] == "✓"] == ["ผ่าน"] * signs.count("✓")
    assert (
        f"ผ่าน {signs.count('✓')} · ไม่ผ่าน {signs.count('✗')}" in decks["weakest"].slides[4].shapes.title.text_frame.text
    )


def test_a_year_whose_items_are_not_known_says_so(decks):
    slide = decks["2562"].slides[4]
    assert "ยังไม่ทราบรายการข้อ OIT ของปี 2562" in whole_text(slide)
    assert not any(shape.has_table for shape in slide.shapes)


def test_notes_hold_the_sources(real):
    notes = [slide.notes_slide.notes_text_frame.text for slide in real.slides]
    assert all("ที่มา: ita-2565-thanangnaew.xlsx · ผลคะแนน!" in note for note in notes)
    assert "ผลคะแนน!C6:C15" in notes[1]
    assert "ข้อ o39" in notes[5]
    assert all("เกณฑ์ระดับปี 2565" in note for note in notes)


def test_notes_hold_the_day_of_retrieval():
    scores = frames.real_office()
    scores.attrs["sources"] = {frames.FILE: {"retrieved": "2026-11-23"}}
    assert "ได้ไฟล์มาเมื่อ 23 พ.ย. 2569" in tell_sources(make_pack(scores), ["9"]).replace("\u00a0", " ")


def test_what_is_shortened_stands_in_the_notes(decks):
    deck = decks["long"]
    slide = deck.slides[5]
    assert "…" in whole_text(slide)
    assert "ทำงานที่ยาวมาก" * 30 in slide.notes_slide.notes_text_frame.text
    assert "และอีก" in whole_text(deck.slides[6])
    told = sum(row.cells[0].text_frame.text.startswith("M") for at in (5, 6) for row in table_of(deck.slides[at]).rows)
    assert f"และอีก {54 - told} มาตรการ" in whole_text(deck.slides[6])


def test_a_long_name_does_not_push_the_finding_out(decks):
    slide = decks["long"].slides[0]
    assert slide.shapes.title.text_frame.text.endswith("… ได้ 65.54 คะแนน ระดับ C ต่ำกว่าเกณฑ์ผ่าน 85 อยู่ 19.46 คะแนน")
    assert LONG in slide.notes_slide.notes_text_frame.text


def test_what_is_lost_is_told_as_far_as_it_is_known(decks):
    assert "เสียไป 34.11 คะแนน (เท่าที่มีข้อมูล)" in whole_text(decks["partly"].slides[2])


def table_of(slide):
    return next(shape.table for shape in slide.shapes if shape.has_table)


def test_marks(decks, folder):
    for slide in decks["real"].slides:
        assert [shape.text_frame.text for shape in slide.shapes if shape.name == "ร่าง"] == ["ร่าง"]
        assert SIMULATED not in whole_text(slide)
    assert all(SIMULATED in whole_text(slide) for slide in decks["weakest"].slides)
    approved = Presentation(write_slides(make_pack(frames.real_office(), approved=True), folder / "approved.pptx"))
    assert not any("ร่าง" in whole_text(slide) for slide in approved.slides)


def test_a_lone_office_is_not_compared(real):
    slide = real.slides[-1]
    assert alt_texts(slide) == []
    assert "อันดับ" in TITLES[-1]


def test_peers(decks):
    slide = decks["weakest"].slides[-1]
    assert "คะแนนรวมอยู่อันดับ 12 จาก 12 แห่งในจังหวัด" in slide.shapes.title.text_frame.text
    assert "ต่ำกว่ามัธยฐาน" in slide.shapes.title.text_frame.text
    assert "10 " in alt_texts(slide)[0]
    assert "อันดับ 1 จาก 12" in decks["best"].slides[-1].shapes.title.text_frame.text


def test_both_years_stand_side_by_side(real):
    heads = [cell.text_frame.text for cell in table_of(real.slides[3]).rows[0].cells]
    assert heads == ["ตัวชี้วัด", "คะแนน", "ขาด 2565", "ได้ 2566"]
    assert "ถ้าจะให้คะแนนรวมถึงเกณฑ์ผ่าน 85" in whole_text(real.slides[3])


def test_without_a_score_of_an_indicator_there_is_no_route(decks):
    assert "หาเส้นทางสู่ระดับถัดไปไม่ได้" in whole_text(decks["partly"].slides[3])


def test_hostile_names(folder):
    office = frames.real_office(name=f"อบต.ตัวอย่าง{HOSTILE}" + "ก" * 300)
    measures = make_pack(office).frames.measures.assign(measure=f"- {HOSTILE}{NOT_XML}ข")
    pack = make_pack(office, measures=measures)
    path = write_slides(pack, folder / "hostile.pptx")
    deck = Presentation(path)
    assert f"ตัวอย่าง{HOSTILE}กก" in whole_text(deck.slides[0])
    assert f"- {HOSTILE}ข" in whole_text(deck.slides[5])
    assert f"- {HOSTILE}ข" in deck.slides[5].notes_slide.notes_text_frame.text
    with zipfile.ZipFile(path) as parts:
        assert parts.testzip() is None


def test_wrong_name_and_a_place_that_takes_no_file(folder):
    pack = make_pack(frames.real_office())
    with pytest.raises(ItaError, match=r"\.pptx.*slides\.ppt"):
        write_slides(pack, folder / "slides.ppt")
    (folder / "file").write_text("x", encoding="utf-8")
    with pytest.raises(ItaError, match="เขียนไฟล์"):
        write_slides(pack, folder / "file" / "t.pptx")


@pytest.mark.parametrize(("most", "text", "wanted"), SHORTENED)
def test_shorten(most, text, wanted):
    assert shorten(text, most) == wanted


@given(st.text("กขคงจเแโไใะาำิีุู่้ 1a(", max_size=30), st.integers(2, 20))
def test_shortened_text_fits_and_begins_the_text(text, most):
    short = shorten(text, most)
    assert letters(short) <= most
    assert text.startswith(short.removesuffix("…"))
    assert short == text or short[-2:-1] not in tuple("เแโไใ")


def test_the_same_pack_gives_the_same_bytes_at_any_hour(tmp_path, monkeypatch):
    first = write_slides(make_pack(frames.real_office()), tmp_path / "a.pptx").read_bytes()
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    monkeypatch.setattr(time, "localtime", lambda *at: time.gmtime(2_000_000_000))
    assert write_slides(make_pack(frames.real_office()), tmp_path / "b.pptx").read_bytes() == first
    with zipfile.ZipFile(tmp_path / "a.pptx") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = Presentation(str(tmp_path / "a.pptx")).core_properties
    assert [day.year for day in (properties.created, properties.modified)] == [2022, 2022]  # plan of 2566


@pytest.mark.parametrize(
    ("change", "told"),
    [(0.72, "+0.72"), (-13.69, "−13.69"), (0.0, "0.00"), (0.004, "0.00"), (-0.004, "0.00"), (float("nan"), "ไม่มีข้อมูล")],
)
def test_a_change_bears_a_sign_where_there_is_one(change, told):
    assert signed(change) == told


def test_no_measures_where_scores_are_missing_is_no_good_news():
    pack = make_pack(office(dict.fromkeys("12345678", 96.0)))
    assert told_measures(pack).endswith("ต่ำกว่าเป้าหมาย (ไม่ทราบคะแนนอีก 2 ตัว)")


def test_notes_tell_the_evidence_of_what_the_slide_shows(real):
    notes = [slide.notes_slide.notes_text_frame.text for slide in real.slides]
    evidence = [note.split("น้ำหนักของปี 2565: ")[1].split("\n")[0] for note in notes]
    assert set(evidence[:-1]) == {"คำนวณจากตัวเลขที่เผยแพร่"}  # the items of IIT and EIT, which no slide shows, are weaker


@pytest.mark.parametrize(
    ("text", "width", "height", "size"),
    [
        ("สำนักปลัด", 110, 400, 24),
        ("สำนักปลัด", 110, 70, 22),  # the place is not high enough for 24
        ("คณะทำงานขับเคลื่อน", 120, 400, 20),  # cut at 24 and 22
        ("คณะทำงานขับเคลื่อนจริยธรรมและงานการเจ้าหน้าที่", 120, 400, 24),  # cut at every size
        ("9 ส.ค. 2566", 130, 400, 24),
        ("9\u00a0ส.ค.\u00a02566", 130, 400, 20),  # on one line
    ],
)
def test_a_table_takes_the_largest_size_at_which_no_text_is_cut(text, width, height, size):
    def make(at):
        return [head_row(("ก",), at), text_row((text,), (width,), at, numbers=0)]

    table = fit_table(make, (width,), height, "แถว")
    assert {run.size for row in table for cell in row for run in cell.lines} == {size}


def test_dates_of_measures_stay_on_one_line(real):
    rows = [shape.table.rows[1] for _, _, shape in every_shape({"real": real}) if shape.has_table]
    assert "9\u00a0ส.ค.\u00a02566" in [cell.text for row in rows for cell in row.cells]
