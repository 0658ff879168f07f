"""A pack made from answers or a check of the office's own says everywhere that its scores were not announced."""

from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from chart_frames import real_office
from conftest import office
from docx import Document
from matplotlib.axes import Axes
from openpyxl import load_workbook
from pptx import Presentation

import itaanalysis as ita
from itaanalysis.frames import SCORES
from itaanalysis.reports.answer_scores import score_files
from itaanalysis.reports.pack import Pack, make_pack, tell_findings, write_pack
from itaanalysis.reports.pack._draw import draw_picture
from itaanalysis.reports.pack._slides._deck import BODY
from itaanalysis.rulebook import rulebook

SAMPLE = Path(__file__).parents[1] / "data" / "answers" / "simulated-2565.xlsx"
MARK = "ไม่ใช่ผลที่ประกาศ"


@pytest.fixture(scope="module")
def answered() -> Pack:
    scored = score_files(ita.read_answers(SAMPLE), population={"IIT": 34})
    return make_pack(scored.scores, samples=scored.samples, intervals=scored.intervals)


def sentences(pack: Pack, section: str) -> str:
    """Its heading, and what its paragraphs and the words of its figures say."""
    blocks = pack.cover if section == "cover" else pack.section(section).blocks
    told = [getattr(block, "text", "") or getattr(block, "alt", "") for block in blocks]
    return "\n".join([*([] if section == "cover" else [pack.section(section).heading]), *told])


def told_on(ax: Axes) -> str:
    """All that is written on a chart."""
    words = " ".join(text.get_text() for text in ax.figure.findobj(lambda one: hasattr(one, "get_text")))
    plt.close("all")
    return words


def test_the_mark_stands_beside_the_others(answered: Pack) -> None:
    assert answered.marks == ["ร่าง", "ข้อมูลจำลอง", MARK]
    assert make_pack(real_office()).marks == ["ร่าง"]
    assert make_pack(real_office(), approved=True).marks == []


#: What is only true of announced scores, by the section that says it of them.
OF_ANNOUNCED = [
    *[("preface", "นำผลการประเมิน"), ("framework", "ผลคะแนนที่ประกาศ"), ("framework", "จากไฟล์ที่ประกาศ")],
    *[("framework", "เทียบคะแนนรวมที่ประกาศ"), ("framework", "รับผลคะแนน"), ("samples", "ผ่านระบบ ITAS")],
    *[("samples", "ผู้เก็บข้อมูลที่สำนักงาน ป.ป.ช. กำหนด"), ("samples", "ผู้ประเมินตรวจจากเว็บไซต์จริง")],
    *[("results", "ได้คะแนนรวม"), ("results", "อยู่ในระดับ"), ("results", "ผลการประเมิน")],
]


@pytest.fixture(scope="module")
def checked() -> Pack:
    """A list of OIT items that the office checked itself, and nobody asked."""
    return make_pack(own_check())


def own_check() -> pd.DataFrame:
    items = rulebook(2565).tree.query("level == 'item' and answers == 'pass/fail'")["code"]
    scores = ita.roll_up(office({**dict.fromkeys(items, 100.0), "o42": 0.0}, name="อบต.ตัวอย่าง · สมมติ · สมมติ"))[SCORES]
    scores.attrs["announced"] = False
    return scores


@pytest.mark.parametrize(("section", "words"), OF_ANNOUNCED)
def test_what_is_told_of_announced_scores_is_told_of_no_others(
    section: str, words: str, answered: Pack, checked: Pack
) -> None:
    assert words in sentences(make_pack(real_office()), section)
    for pack in (answered, checked):
        assert words not in sentences(pack, section)


@pytest.mark.parametrize("section", ["cover", "preface", "framework", "results"])
def test_what_the_scores_were_computed_from_is_said(section: str, answered: Pack, checked: Pack) -> None:
    announced = make_pack(real_office())
    assert "คำตอบ" not in sentences(announced, section)
    assert "หน่วยงานเอง" not in sentences(announced, section)
    assert "คิดจากคำตอบ IIT และ EIT กับผลตรวจของหน่วยงานเอง" in sentences(answered, section).replace("คิดคะแนนจาก", "คิดจาก")
    assert "คิดจากผลตรวจของหน่วยงานเอง" in sentences(checked, section).replace("คิดคะแนนจาก", "คิดจาก")


def test_a_check_of_ones_own_is_no_announced_result_and_names_no_questionnaire(checked: Pack) -> None:
    assert checked.marks == ["ร่าง", MARK]
    assert not checked.announced
    assert checked.facts["answered"] == ""
    for section in ("cover", "preface", "framework"):
        assert not {"IIT", "EIT"} & set(sentences(checked, section).split())
    assert sentences(checked, "samples").count("เป็นผู้ตอบแบบวัดนี้ ไม่มีคำตอบในไฟล์ที่อ่าน") == 2
    assert "ค่าคำตอบ" not in str(checked.table("evidence").texts())
    assert "คะแนนคิดจากผลตรวจของหน่วยงานเอง ไม่ใช่ผลที่ประกาศ" in told_on(checked.section("charts").figures[0].draw())


def test_scores_are_announced_unless_they_say_otherwise() -> None:
    assert make_pack(real_office()).announced
    said = real_office()
    said.attrs["announced"] = True
    assert make_pack(said).announced


def test_a_total_in_a_file_of_ones_own_is_not_called_the_announced_one() -> None:
    scores = real_office()
    total = scores.iloc[[0]].assign(code="ITA", level="total", score=65.54)
    for announced in (True, False):
        both = pd.concat([total, scores], ignore_index=True)
        both.attrs["announced"] = announced
        assert ("คะแนนรวมที่ประกาศ" in sentences(make_pack(both), "results")) is announced


def test_answers_beside_an_announced_list_are_no_check_of_ones_own() -> None:
    scores = score_files(ita.read_answers(SAMPLE)).scores
    scores.attrs = {}
    pack = make_pack(scores)
    assert pack.facts["scored_from"] == "คำตอบ IIT และ EIT"
    assert "ผู้ประเมินตรวจจากเว็บไซต์จริง" in sentences(pack, "samples")
    assert pack.marks[-1] == MARK


def test_the_picture_of_the_steps_begins_with_the_files_of_the_office(answered: Pack, checked: Pack) -> None:
    announced = make_pack(real_office())
    told = {
        pack.announced: next(figure for figure in pack.figures() if figure.key == "process")
        for pack in (announced, checked)
    }
    assert "1. รับผลคะแนน แล้ว 2. ตรวจและคำนวณซ้ำ แล้ว 3. หาช่องว่าง" in told[True].alt
    assert "1. อ่านคำตอบหรือผลตรวจ แล้ว 2. คิดคะแนน แล้ว 3. หาช่องว่าง" in told[False].alt
    assert "2. คิดคะแนน" in told_on(told[False].draw())
    again = next(figure for figure in answered.figures() if figure.key == "process")
    assert draw_picture(again) is draw_picture(told[False]), "drawn once for all packs"
    assert draw_picture(told[False]) is not draw_picture(told[True])


def test_who_reads_a_figure_aloud_hears_the_marks_that_it_bears(answered: Pack) -> None:
    for figure in answered.figures():
        assert figure.alt.startswith(f"ข้อมูลจำลอง: {MARK}: "), figure.key
    assert not any(MARK in figure.alt for figure in make_pack(real_office()).figures())


def test_the_slides_say_so_too(answered: Pack) -> None:
    assert f" คิดได้ {answered.total:.2f} คะแนน" in tell_findings(answered)[0]
    assert " ได้ 65.54 คะแนน" in tell_findings(make_pack(real_office()))[0]


def test_what_answers_were_counted_as_stands_in_the_chapter_of_evidence(answered: Pack) -> None:
    rows = answered.table("evidence").texts()
    at = next(at for at, row in enumerate(rows) if row[0] == "ค่าคำตอบที่ใช้คิดคะแนน")
    assert [text for _, text in rows[at:]] == ["0 33 67 100 (แหล่งทุติยภูมิ)", "0 100 (ยังไม่มีหลักฐานยืนยัน)"]


@pytest.mark.parametrize("instrument", ["IIT", "EIT"])
def test_only_the_instruments_that_were_answered_are_named(instrument: str) -> None:
    read = ita.read_answers(SAMPLE)
    scores = ita.roll_up(ita.score_answers(read.answers[read.answers["instrument"] == instrument]))
    assert make_pack(scores).facts["answered"] == instrument


# --- announced scores beside others -----------------------------------------------------------------------------------


FROM = "คิดจากคำตอบในไฟล์ ไม่ใช่ผลที่ประกาศ"


@pytest.mark.parametrize("note", ["", "จากคำตอบของ 28 คน"])
def test_last_years_scores_from_answers_are_told_beside_announced_ones(note: str) -> None:
    both = pd.concat([real_office(), real_office(year=2564, note=note)], ignore_index=True)
    pack = make_pack(both, year_be=2565)
    assert pack.announced
    assert (f"คะแนนปี 2564 {FROM}" in sentences(pack, "results")) is bool(note)
    assert "ปี 2564" in pack.table("indicators").header


@pytest.mark.parametrize("note", ["", "จากคำตอบของ 28 คน"])
def test_a_neighbours_scores_from_answers_are_told_beside_announced_ones(note: str) -> None:
    neighbours = [real_office(name=f"องค์การบริหารส่วนตำบลตัวอย่าง{at}", note=note) for at in range(3)]
    both = pd.concat([real_office(), *neighbours], ignore_index=True)
    pack = make_pack(both, agency=real_office()["agency"].iloc[0])
    assert pack.announced
    assert (f"คะแนนของบางหน่วยงานในข้อมูลชุดนี้{FROM}" in sentences(pack, "results")) is bool(note)


# --- how sure the level is --------------------------------------------------------------------------------------------

#: The interval of a total of 80 (B), and what is said of the level under the rules of FY2565 (B from 75, A from 85).
LEVELS = [
    ((74.67, 80.13), "ช่วง 95% ของคะแนนรวม 74.67–80.13 คร่อมเกณฑ์ 75.00 ระดับจึงอาจเป็น C ได้"),
    ((75.00, 84.99), ""),  # the floor itself is B
    ((74.996, 84.994), ""),  # and so is what is told as 75.00
    ((75.41, 85.00), "ช่วง 95% ของคะแนนรวม 75.41–85.00 คร่อมเกณฑ์ 85.00 ระดับจึงอาจเป็น A ได้"),
    ((74.0, 86.0), "ช่วง 95% ของคะแนนรวม 74.00–86.00 คร่อมเกณฑ์ 75.00 และ 85.00 ระดับจึงอาจเป็น C หรือ A ได้"),
    ((float("nan"), float("nan")), ""),  # not known
]


def intervals_of(scores: pd.DataFrame, *rows: tuple[str, str, float, float]) -> pd.DataFrame:
    """Intervals from code, level, low and high."""
    key = scores.iloc[0][["year_be", "agency_id"]].to_dict()
    ends = pd.DataFrame(rows, columns=["code", "level", "low", "high"])
    return ends.assign(**key, score=80.0, n=pd.array([30] * len(rows), dtype="Int64"), method="beta", note="")


@pytest.mark.parametrize(("ends", "told"), LEVELS)
def test_a_level_whose_floor_lies_in_the_interval_is_not_named_flatly(ends: tuple[float, float], told: str) -> None:
    scores = office({str(at): 80.0 for at in range(1, 11)})
    pack = make_pack(scores, intervals=intervals_of(scores, ("ITA", "total", *ends)))
    assert pack.rating == "B"
    assert pack.facts["near_floor_told"] == told
    assert ("ระดับจึงอาจเป็น" in sentences(pack, "results")) is bool(told)


def test_a_floor_of_an_instrument_is_told_where_it_decides() -> None:
    scores = office({str(at): 97.0 if at < 6 else 96.0 for at in range(1, 11)}, year=2566)
    rows = [("IIT", "instrument", 96.0, 98.0), ("EIT", "instrument", 94.2, 97.8), ("6", "indicator", 84.0, 98.0)]
    pack = make_pack(scores, intervals=intervals_of(scores, *rows))
    assert pack.rating == "ผ่านดีเยี่ยม"
    assert pack.facts["near_floor_told"] == "ช่วง 95% ของคะแนน EIT 94.20–97.80 คร่อมเกณฑ์ 95.00 ระดับจึงอาจเป็น ผ่านดี ได้"


# --- people and intervals ---------------------------------------------------------------------------------------------


def test_people_answers_minimums_and_the_response_rate_stand_in_the_report(answered: Pack) -> None:
    table = answered.table("samples")
    iit, eit = (dict(zip(table.header, row, strict=True)) for row in table.texts())
    assert (iit["ทั้งหมด (คน)"], iit["ผู้ตอบ (คน)"], iit["อัตราตอบ (ร้อยละ)"]) == ("34", "28", "82.35")
    assert (iit["ขั้นต่ำแบบตาราง"], iit["ขั้นต่ำแบบร้อยละ"]) == ("30", "30")
    assert eit["อัตราตอบ (ร้อยละ)"] == "ไม่ทราบ"  # nobody told how many there are


def test_how_sure_each_score_is_stands_beside_it(answered: Pack) -> None:
    table = answered.table("intervals")
    rows = {row[0]: row for row in table.texts()}
    total, iit, oit = (rows[name] for name in rows if name.startswith("คะแนนรวม") or name.endswith(("(IIT)", "(OIT)")))
    assert len(rows) == 1 + 3 + 8  # indicators 9 and 10 are of the web site
    for row in (total, iit):
        assert float(row[2]) < float(row[1]) < float(row[3])
    assert iit[4:] == ["28", "มีเพียง 28 คำตอบ: ช่วงเป็นค่าประมาณหยาบ"]
    assert oit[2:] == ["–", "–", "–", "ไม่ได้ถามคน จึงไม่มีความคลาดเคลื่อนจากการสุ่ม"]
    assert "intervals" not in [table.key for table in make_pack(real_office()).tables()]
    assert "ช่วง 95%" not in sentences(make_pack(real_office()), "results")


def test_intervals_of_another_office_or_year_are_not_shown(answered: Pack) -> None:
    scored = score_files(ita.read_answers(SAMPLE))
    for others in (scored.intervals.assign(agency_id="อบต.ตัวอย่าง"), scored.intervals.assign(year_be=2564)):
        keys = [table.key for table in make_pack(scored.scores, intervals=others).tables()]
        assert "intervals" not in keys


def test_every_page_of_every_file_bears_the_mark(answered: Pack, tmp_path: Path) -> None:
    files = {path.suffix: path for path in write_pack(answered, tmp_path / "pack")}
    for section in Document(files[".docx"]).sections:
        assert MARK in "".join(one.text for one in section.header._element.iter() if one.tag.endswith("}t"))
    for slide in Presentation(files[".pptx"]).slides:
        chips = [shape for shape in slide.shapes if shape.name in answered.marks]
        assert [shape.text_frame.text for shape in chips] == answered.marks
        assert chips[-1].top + chips[-1].height <= BODY.top * 12_700  # in EMU: above what the slide shows
        assert "ไม่ใช่ผลที่ประกาศ" in slide.notes_slide.notes_text_frame.text
    for sheet in load_workbook(files[".xlsx"]):
        assert MARK in sheet["A2"].value
        assert MARK in sheet.oddFooter.center.text


@pytest.mark.parametrize("kind", ["gaps", "lost", "recoverable", "spine"])
def test_charts_of_such_scores_say_so(kind: str) -> None:
    scores = score_files(ita.read_answers(SAMPLE)).scores
    other = scores.assign(agency_id="อบต.อื่น · เมืองสมมติ · สมมติ", agency="อบต.อื่น")
    every = pd.concat([scores, other], ignore_index=True)
    every.attrs = dict(scores.attrs)
    for pack, times in ((make_pack(every, agency=scores["agency_id"].iloc[0]), 1), (make_pack(real_office()), 0)):
        for figure in pack.figures():
            if figure.key == kind:
                assert told_on(figure.draw()).count(MARK) == times
