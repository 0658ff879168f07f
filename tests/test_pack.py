"""One description of the pack: its order, its numbers, its blanks, and what it must never say."""

import pandas as pd
import pytest
from chart_frames import NAME, province, real_office
from conftest import office

from itaanalysis.analysis import compute_gaps, find_weak_areas
from itaanalysis.charts._text import register_fonts
from itaanalysis.errors import ItaError
from itaanalysis.frames import RATINGS, SAMPLES, SIMULATED, make_frame
from itaanalysis.measures import draft_measures
from itaanalysis.reports.pack import Pack, make_pack
from itaanalysis.reports.pack import _draw as drawing
from itaanalysis.reports.pack._canvas import TextOnceCanvas
from itaanalysis.reports.pack._parts import BLANK, DRAFT, Column, Figure, Heading, Paragraph, Table
from itaanalysis.reports.pack._samples import compare_with_minimums

ORDER = [
    *("preface", "contents", "background", "framework", "samples", "indicators", "levels", "results", "analysis"),
    *("charts", "measures", "follow_up", "sources"),
]
AGENCY_ID = f"{NAME} · แวงน้อย · ขอนแก่น"
TEN = {str(code): 90.0 for code in range(1, 11)}


def texts(pack: Pack) -> list[str]:
    """Everything that the documents of a pack say."""
    told = [line.text for line in pack.cover] + [pack.title, pack.status]
    for section in pack.sections:
        told.append(section.heading)
        for block in section.blocks:
            if isinstance(block, Paragraph | Heading):
                told.append(block.text)
            elif isinstance(block, Figure):
                told += [block.title, block.alt]
            elif isinstance(block, Table):
                told += [block.title, block.note, *block.header, *(cell for row in block.texts() for cell in row)]
    return told


def rows_of(pack: Pack, key: str) -> list[list[str]]:
    return pack.table(key).texts()


@pytest.fixture(scope="module")
def real() -> Pack:
    return make_pack(real_office())


# --- order and numbers ------------------------------------------------------------------------------------------------


def test_sections_stand_in_the_order_of_the_published_reports(real: Pack) -> None:
    assert [section.key for section in real.sections] == ORDER
    assert [section.key for section in real.sections if not section.numbered] == ["preface", "contents"]
    assert [section.key for section in real.sections if section.landscape] == ["charts", "measures", "follow_up"]


def test_total_and_instruments_are_those_of_the_scores(real: Pack) -> None:
    assert (round(real.total, 2), real.rating, real.year_be, real.plan_year_be) == (65.54, "C", 2565, 2566)
    assert [row[1] for row in rows_of(real, "instruments")] == ["65.54", "94.74", "96.12", "20.71"]
    assert [row[1] for row in rows_of(real, "indicators")][-2:] == ["41.41", "0.00"]
    assert "65.54" in real.section("results").blocks[1].text  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("year", "labels"),
    [
        (2565, ["AA", "A", "B", "C", "D", "E", "F"]),  # not the ten steps that offices keep printing
        (2566, ["ผ่านดีเยี่ยม", "ผ่านดี", "ผ่าน", "ต้องปรับปรุง", "ต้องปรับปรุงโดยด่วน"]),
    ],
)
def test_levels_are_those_in_force_in_the_year(year: int, labels: list[str]) -> None:
    table = make_pack(office(TEN, year=year)).table("levels")
    assert [row[0] for row in table.texts()] == labels
    assert ("และทุกเครื่องมือตั้งแต่" in table.header) == (year == 2566)


def test_each_instrument_tells_its_three_priorities(real: Pack) -> None:
    told = [block.text for block in real.section("analysis").blocks if isinstance(block, Paragraph)][1:]
    assert [line.partition(":")[0] for line in told[:3]] == [
        *("ประเด็นที่ต้องแก้ไขโดยเร่งด่วน", "ประเด็นที่ต้องพัฒนาให้ดีขึ้น", "ประเด็นที่ต้องรักษาระดับ")
    ]
    urgent = told[6]  # the first of the third instrument
    assert "ตัวชี้วัดที่ 9 " in urgent
    assert "ตัวชี้วัดที่ 10 " in urgent
    assert "ตัวชี้วัดที่ 2 การใช้งบประมาณ ได้ 92.12" in told[1]
    assert told[0].endswith("ไม่มี")


def test_a_failed_item_is_urgent_whatever_its_indicator_is() -> None:
    items = {f"o{number}": 100.0 for number in range(1, 36)} | {"o26": 0.0}
    told = texts(make_pack(office({**dict.fromkeys("12345678", 96.0), **items}, year=2567)))
    urgent = [text for text in told if text.startswith("ประเด็นที่ต้องแก้ไขโดยเร่งด่วน")][-1]
    assert urgent == "ประเด็นที่ต้องแก้ไขโดยเร่งด่วน: ข้อที่ไม่ผ่านของตัวชี้วัดที่ 10 การป้องกันการทุจริต: o26"
    improve = [text for text in told if text.startswith("ประเด็นที่ต้องพัฒนาให้ดีขึ้น")][-1]
    assert improve == "ประเด็นที่ต้องพัฒนาให้ดีขึ้น: ตัวชี้วัดที่ 10 การป้องกันการทุจริต ได้ 93.75 คะแนน", "told once"


def test_the_table_of_failed_items_says_what_it_counts_and_what_is_not_known(real: Pack) -> None:
    note = real.table("failed").note
    assert "ข้อผ่านหรือไม่ผ่าน จึงคิดถึง 100 คะแนน ส่วนตัวชี้วัดคิดถึงเป้าหมาย" in note
    assert "อนุมานจากข้อ 10 ซึ่งได้ 0" in note
    assert "ไม่ทราบผลอีก 33 ข้อ" in note
    known = {f"o{number}": 100.0 for number in range(1, 44)} | {"o9": 0.0}
    note = make_pack(office({**dict.fromkeys("12345678", 90.0), **known})).table("failed").note
    assert "อนุมาน" not in note
    assert "ไม่ทราบผล" not in note


def test_an_office_with_nothing_to_mend_has_no_words_of_measures() -> None:
    pack = make_pack(office(dict.fromkeys(map(str, range(1, 11)), 97.0)))
    assert [section.key for section in pack.sections if section.landscape] == ["charts"]
    told = " ".join(texts(pack))
    assert "ยังไม่มีมาตรการให้ติดตาม" in told
    for words in ("ตามวิธีติดตามของแต่ละมาตรการ", "แล้วกำหนดมาตรการสำหรับ", "“ขาดไป”"):
        assert words not in told, words
    assert [section.key for section in pack.sections] == ORDER


def test_what_is_to_be_improved_but_at_its_target_is_told_to_have_no_measure(real: Pack) -> None:
    words = "กลุ่มที่ต้องพัฒนาซึ่งถึงเป้าหมายแล้ว ไม่มีมาตรการในแผนนี้"
    assert words in " ".join(texts(real)), "indicators 2, 3 and 4 stand between 85 and 95"
    assert words not in " ".join(texts(make_pack(office({**dict.fromkeys("12345678", 97.0), "9": 20.0, "10": 97.0}))))


def test_every_measure_stands_in_all_three_tables_under_its_id(real: Pack) -> None:
    ids = list(real.frames.measures["measure_id"])
    assert len(ids) > 3
    assert [row[1] for row in rows_of(real, "follow_up")] == ids
    assert len(rows_of(real, "measures")) == len(rows_of(real, "reasons")) == len(ids)


def test_last_year_stands_beside_this_year_where_it_is_known() -> None:
    both = pd.concat([office(TEN, year=2565), office({**TEN, "9": 70.0, "2": 95.5}, year=2564)], ignore_index=True)
    pack = make_pack(both, year_be=2565)
    table = pack.table("indicators")
    assert table.header[2:4] == ["ปี 2564", "เปลี่ยนแปลง"]
    assert [row[3] for row in table.texts()] == [
        "0.00" if n not in (2, 9) else ("+20.00" if n == 9 else "−5.50") for n in range(1, 11)
    ]
    assert "เพิ่มขึ้น 1 ตัวชี้วัด ลดลง 1 ตัวชี้วัด เท่าเดิม 8 ตัวชี้วัด" in pack.facts["last_year_told"]


def test_no_column_of_last_year_without_one(real: Pack) -> None:
    assert "เปลี่ยนแปลง" not in real.table("indicators").header
    assert "ไม่มีคะแนนรายตัวชี้วัดปี 2564" in real.facts["last_year_told"]


def test_new_questionnaires_are_told_beside_the_change() -> None:
    both = pd.concat([office(TEN, year=2567), office(TEN, year=2566)], ignore_index=True)
    assert "แบบสอบถาม" in make_pack(both, year_be=2567).facts["last_year_told"]


@pytest.mark.parametrize(("published", "told"), [(65.54, "ตรงกัน"), (65.55, "ตรงกัน"), (66.54, "ไม่ตรงกัน ให้ตรวจกับประกาศ")])
def test_a_published_total_is_compared_and_never_taken_over(published: float, told: str) -> None:
    scores = real_office()
    total = scores.iloc[[0]].assign(code="ITA", level="total", score=published)
    pack = make_pack(pd.concat([total, scores], ignore_index=True))
    assert pack.facts["published_told"].endswith((told, f"{told}ก่อนใช้รายงานนี้"))
    assert ("ไม่ตรงกัน" in pack.facts["published_told"]) == told.startswith("ไม่")
    assert round(pack.total, 2) == 65.54


def test_a_printed_level_that_the_rules_do_not_give_is_told() -> None:
    ratings = make_frame([(2565, AGENCY_ID, "B", "f.xlsx#s!C2")], RATINGS)
    assert any(
        "พิมพ์ระดับไว้ว่า B ส่วนระดับตามเกณฑ์ปี 2565 คือ C" in text for text in texts(make_pack(real_office(), ratings=ratings))
    )
    assert not any("พิมพ์ระดับไว้ว่า" in text for text in texts(make_pack(real_office())))


# --- blanks and samples -----------------------------------------------------------------------------------------------


def test_what_was_not_published_stays_a_marked_blank(real: Pack) -> None:
    for row in rows_of(real, "samples"):
        assert (row[1], row[4]) == (BLANK, BLANK)
        assert row[5:] == ["ไม่ทราบ", "ยังบอกไม่ได้"]
    assert BLANK in real.facts["iit_told"]
    assert sum(BLANK in text for text in texts(real)) >= 8
    assert [blank for blank in real.blanks if "(IIT)" in blank or "(EIT)" in blank][:1] == [
        "จำนวนทั้งหมดของผู้มีส่วนได้ส่วนเสียภายใน (IIT)"
    ]
    assert len(real.blanks) == 6


def samples(iit: tuple[object, object], eit: tuple[object, object]) -> pd.DataFrame:
    rows = [(2565, AGENCY_ID, name, *pair, "f.xlsx#s!C2") for name, pair in (("IIT", iit), ("EIT", eit))]
    return make_frame(rows, SAMPLES)


NO_RULE = "ไม่มีเกณฑ์ของหน่วยงานประเภทนี้"
SAMPLE_CASES = [
    # type, people inside, (minimum by table, by percent), (EIT by table)
    ("อบต.", 26, ("26", "26"), "30"),  # fewer than 30: all there are
    ("อบต.", 400, ("30", "40"), "50"),  # the two rules disagree
    ("อบต.", 310, ("30", "31"), "50"),  # 10 % of 310 is 31, in binary a little more
    ("อบต.", 501, ("51", "51"), "100"),
    ("อบต.", 3000, ("300", "100"), "100"),  # and again
    ("เทศบาลเมือง", 90, ("30", "30"), "30"),  # every เทศบาล is one group
    ("เทศบาลตำบล", 20, ("20", "20"), "30"),
    ("อบจ.", 450, ("45", "45"), "50"),
    ("เมืองพัทยา", 600, ("60", "60"), "100"),
    ("กรม", 200, (NO_RULE, NO_RULE), NO_RULE),  # both rules are for local offices: not guessed
]


@pytest.mark.parametrize(("kind", "people", "iit", "eit"), SAMPLE_CASES)
def test_minimum_answers_by_both_rules(kind: str, people: int, iit: tuple[str, str], eit: str) -> None:
    found = compare_with_minimums(samples((people, 30), (200, 40)), kind, AGENCY_ID, 2565)
    assert tuple(found.loc[0, ["by_table", "by_percent"]]) == iit
    assert found.loc[1, "by_table"] == eit


@pytest.mark.parametrize(
    ("answers", "reading"),
    [(6, "ต่ำกว่าขั้นต่ำแบบตารางและแบบร้อยละ"), (30, "ไม่ต่ำกว่าขั้นต่ำทั้งสองแบบ"), (29, "ต่ำกว่าขั้นต่ำแบบตารางและแบบร้อยละ")],
)
def test_too_few_answers_are_told_and_never_called_complete(answers: int, reading: str) -> None:
    pack = make_pack(real_office(), samples=samples((26, 26), (200, answers)))
    assert rows_of(pack, "samples")[1][4:] == [str(answers), f"{answers / 2:.2f}", reading]  # of 200
    assert "จำนวนทั้งหมด 26 คน ตอบแบบวัด 26 คน" in pack.facts["iit_told"]
    assert len(pack.blanks) == 2  # website, and who gathers the follow-up


def test_a_response_rate_of_nobody_is_not_known() -> None:
    found = compare_with_minimums(samples((0, 5), (200, 40)), "อบต.", AGENCY_ID, 2565)
    assert found["response_rate"].isna().tolist() == [True, False]


def test_samples_of_another_office_or_year_fill_nothing() -> None:
    others = samples((26, 26), (200, 40)).assign(agency_id="อบต.ตัวอย่าง")
    older = samples((26, 26), (200, 40)).assign(year_be=2564)
    for frame in (others, older):
        assert rows_of(make_pack(real_office(), samples=frame), "samples")[0][1] == BLANK


# --- draft, simulated, peers ------------------------------------------------------------------------------------------


def test_a_draft_says_so_until_it_is_approved() -> None:
    draft, approved = make_pack(real_office()), make_pack(real_office(), approved=True)
    assert draft.status == DRAFT
    assert any(line.text.startswith(DRAFT) for line in draft.cover)
    assert approved.status == ""
    assert [text for text in texts(approved) if DRAFT in text] == []


def test_simulated_data_is_told_on_the_cover_and_under_every_picture() -> None:
    pack = make_pack(province(4), agency="องค์การบริหารส่วนตำบลตัวอย่าง1")
    assert pack.simulated
    assert any(SIMULATED in line.text for line in pack.cover)
    assert all(SIMULATED in figure.title for figure in pack.figures())
    assert not any(SIMULATED in text for text in texts(make_pack(real_office())))


def test_a_real_office_is_never_compared_with_invented_ones() -> None:
    invented = province(5).assign(province="ขอนแก่น")  # of the same type and province: they would make a group
    pack = make_pack(pd.concat([real_office(), invented], ignore_index=True), agency=NAME)
    assert pack.frames.peers.empty
    assert "peers" not in [table.key for table in pack.tables()]
    assert "spine" not in [figure.key for figure in pack.figures()]
    assert "ไม่มีคะแนนปี 2565 ของหน่วยงานอื่น" in pack.facts["peers_told"]


def test_peers_stand_with_rank_and_median() -> None:
    pack = make_pack(province(6), agency="องค์การบริหารส่วนตำบลตัวอย่าง2")
    ranked = {row[0]: row for row in rows_of(pack, "peers")}
    assert ranked["จังหวัดสมมติ"][1] == "6"
    assert ranked["จังหวัดสมมติ"][5] == "2"
    assert "spine" in [figure.key for figure in pack.figures()]


def test_an_empty_frame_of_peers_means_no_comparison() -> None:
    pack = make_pack(province(6), agency="องค์การบริหารส่วนตำบลตัวอย่าง2", peers=pd.DataFrame())
    assert pack.frames.peers.empty


# --- what comes in ----------------------------------------------------------------------------------------------------


def test_words_of_a_name_are_never_taken_for_places_to_fill() -> None:
    pack = make_pack(office(TEN, name="อบต.ตัวอย่าง{plan}{0}"))
    assert pack.agency == "อบต.ตัวอย่าง{plan}{0}"
    assert any("{plan}{0}" in text for text in texts(pack))


def test_own_measures_are_told_as_they_stand() -> None:
    plan = draft_measures(find_weak_areas(compute_gaps(real_office())))
    plan.loc[0, ["measure", "responsible"]] = ["- มาตรการที่แก้ไขเอง", ""]
    pack = make_pack(real_office(), measures=plan)
    assert rows_of(pack, "measures")[0][1] == "- มาตรการที่แก้ไขเอง"
    assert rows_of(pack, "measures")[0][3] == BLANK  # no unit is named for the office
    assert any(plan.loc[0, "measure_id"] in blank for blank in pack.blanks)


def test_measures_of_another_office_are_refused() -> None:
    plan = draft_measures(find_weak_areas(compute_gaps(office({**TEN, "9": 10.0}))))
    with pytest.raises(ItaError, match="ไม่มีแถวของ"):
        make_pack(real_office(), measures=plan)


def test_an_office_without_weak_areas_has_a_report_without_measures() -> None:
    pack = make_pack(office(dict.fromkeys(TEN, 97.0)))
    assert "measures" not in [table.key for table in pack.tables()]
    assert "recoverable" not in [figure.key for figure in pack.figures()]
    assert any("ในตัวชี้วัดที่มีคะแนน ไม่มีตัวใดต่ำกว่าเป้าหมาย" in text for text in texts(pack))


def test_missing_indicators_are_told_and_no_step_is_drawn_for_them() -> None:
    scores = office({"ITA": 88.0, "1": 91.0, "9": 60.0})
    pack = make_pack(scores)
    assert rows_of(pack, "indicators")[1][1] == "ไม่มีข้อมูล"
    assert "lost" not in [figure.key for figure in pack.figures()]
    assert pack.total == 88.0


def test_an_office_with_a_total_alone_gets_no_verdict_on_its_indicators() -> None:
    pack = make_pack(office({"ITA": 70.0}), agency="อบต.ตัวอย่าง")
    assert [figure.key for figure in pack.figures()] == ["process"]
    told = " ".join(texts(pack))
    assert "ยังบอกไม่ได้ว่าควรแก้เรื่องใดก่อน" in told
    assert "ไม่มีตัวชี้วัดที่มีคะแนนต่ำกว่าเป้าหมาย" not in told  # nothing is known, which is not the same
    assert pack.facts["published_told"] == ""  # nothing to compare it with


def test_a_year_with_a_total_alone_is_refused_in_a_sentence() -> None:
    with pytest.raises(ItaError, match="ปี 2561 มีเพียงคะแนนรวม"):
        make_pack(office({"ITA": 80.0}, year=2561), agency="อบต.ตัวอย่าง")


def test_the_input_is_not_changed_and_categories_are_taken() -> None:
    scores = real_office()
    scores.attrs["sources"] = {"ita-2565-thanangnaew.xlsx": {"title": "ผล", "retrieved": "2026-11-23"}, "x": {}}
    before, attrs = scores.copy(deep=True), dict(scores.attrs)
    packed = make_pack(scores.astype(dict.fromkeys(("agency_id", "agency", "code", "source", "note"), "category")))
    make_pack(scores)
    pd.testing.assert_frame_equal(scores, before)
    assert scores.attrs == attrs
    assert packed.agency == NAME


def test_sources_tell_file_sheet_cells_title_and_date() -> None:
    scores = real_office()
    scores.attrs["sources"] = {"ita-2565-thanangnaew.xlsx": {"title": "ผลปี 2565", "retrieved": "2026-11-23"}}
    (row,) = rows_of(make_pack(scores), "sources")
    assert row[:3] == ["ita-2565-thanangnaew.xlsx", "ผลปี 2565", "ผลคะแนน"]
    assert row[3].startswith("1 C6, 2 C7")
    assert row[4] == "23 พ.ย. 2569"


# --- pictures and cells -----------------------------------------------------------------------------------------------


def test_each_picture_is_drawn_once_and_says_in_words_what_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []

    def note(figure: Figure) -> str:
        drawn.append(figure.key)
        return figure.key

    monkeypatch.setattr(drawing, "draw_picture", note)
    pack = make_pack(real_office())
    assert list(pack.pictures) == list(pack.pictures) == ["process", "gaps", "lost", "recoverable"]
    assert drawn == ["process", "gaps", "lost", "recoverable"]
    assert all(len(figure.alt) > 30 for figure in pack.figures())
    assert "41.41" in next(figure.alt for figure in pack.figures() if figure.key == "gaps")


def test_pictures_are_closed_and_the_same_each_time() -> None:
    import matplotlib.pyplot as plt

    before = plt.get_fignums()
    figure = next(figure for figure in make_pack(real_office()).figures() if figure.key == "gaps")
    first, again = drawing.draw_picture(figure), drawing.draw_picture(figure)
    assert first.png == again.png
    assert first.png.startswith(b"\x89PNG")
    assert (first.width, first.height) == (12.0, 6.75)
    assert plt.get_fignums() == before


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        *(("score", 84.995, "85.00"), ("score", 0.0, "0.00"), ("score", float("nan"), "ไม่มีข้อมูล")),
        *(("change", 2.0, "+2.00"), ("change", -0.126, "−0.13"), ("change", 0.0, "0.00"), ("change", -0.001, "0.00")),
        *(("count", 1234, "1,234"), ("count", pd.NA, "ไม่มีข้อมูล")),
        *(("text", "=1+1", "=1+1"), ("text", "", "ไม่มีข้อมูล"), ("text", "- ข้อ", "- ข้อ")),
    ],
)
def test_values_as_they_are_printed(kind: str, value: object, shown: str) -> None:
    assert Column("x", "x", 1.0, kind).show(value) == shown  # type: ignore[arg-type]


def test_a_text_kept_from_another_chart_looks_as_if_drawn_anew() -> None:
    import numpy as np
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure as Page

    def draw(canvas: type[FigureCanvasAgg]) -> tuple[np.ndarray, list[float]]:
        page = Page(figsize=(3, 2), dpi=120)
        style = {"fontfamily": ["Sarabun", "DejaVu Sans"]}
        for at, (text, colour) in enumerate(shown):
            page.text(0.1, 0.15 * at, text, color=colour, **style)  # type: ignore[arg-type]
        lines = [page.text(2, 2, "น้ำ ที่\nปี่", linespacing=of, **style) for of in ("normal", 1.1)]  # type: ignore[arg-type]
        drawn = canvas(page)
        drawn.draw()
        return np.asarray(drawn.buffer_rgba())[..., :3].astype(int), [line.get_window_extent().height for line in lines]

    thai = "ที่ น้ำ ปี่ ผู้ซื้อ"
    shown = [(thai, "black"), (thai, "#C4501B"), ("95.23", "black")]
    register_fonts()
    (plain, heights), (kept, kept_heights), (again, _) = (
        draw(FigureCanvasAgg),
        draw(TextOnceCanvas),
        draw(TextOnceCanvas),
    )
    assert (kept == again).all()
    assert kept.shape == plain.shape
    # Placed on whole pixels, the letters are the same to a shade; between them they move by half a pixel at most.
    assert np.abs(plain - kept).max() <= 2
    assert kept_heights == pytest.approx(heights)


def test_plan_for_a_year_whose_rules_are_not_known_tells_its_items_and_says_so() -> None:
    told = " ".join(texts(make_pack(office({**TEN, "9": 10.0}, year=2568))))
    assert "ข้อ o25 และ o26" in told
    assert "ยังไม่ทราบกติกาและรายการข้อของปี 2569" in told


def test_each_measure_names_the_indicators_that_it_mends(real: Pack) -> None:
    told = [row[-1] for row in rows_of(real, "measures")]
    assert told[0] == "ตัวชี้วัดที่ 10 o39 o40 o41"
    assert told[-1] == "ตัวชี้วัดที่ 9"


def test_an_instrument_without_scores_is_not_told_to_be_in_order() -> None:
    told = texts(make_pack(office(dict.fromkeys("12345678", 96.0))))
    urgent = [text for text in told if text.startswith("ประเด็นที่ต้องแก้ไขโดยเร่งด่วน")]
    assert urgent == [
        "ประเด็นที่ต้องแก้ไขโดยเร่งด่วน: ไม่มี",
        "ประเด็นที่ต้องแก้ไขโดยเร่งด่วน: ไม่มี",
        "ประเด็นที่ต้องแก้ไขโดยเร่งด่วน: ยังบอกไม่ได้ ไม่มีคะแนนตัวชี้วัดที่ 9 10",
    ]
