"""A pack made from an office's own answers says on every page that its scores are not the announced result."""

from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from chart_frames import real_office
from docx import Document
from openpyxl import load_workbook
from pptx import Presentation

import itaanalysis as ita
from itaanalysis.reports.answer_scores import score_files
from itaanalysis.reports.pack import Pack, make_pack, write_pack
from itaanalysis.reports.pack._slides._deck import BODY

SAMPLE = Path(__file__).parents[1] / "data" / "answers" / "simulated-2565.xlsx"
MARK = "ไม่ใช่ผลที่ประกาศ"


@pytest.fixture(scope="module")
def answered() -> Pack:
    scored = score_files([ita.read_answers(SAMPLE)], population={"IIT": 34})
    return make_pack(scored.scores, samples=scored.samples, intervals=scored.intervals)


def sentences(pack: Pack, section: str) -> str:
    return "\n".join(getattr(block, "text", "") for block in pack.section(section).blocks)


def test_the_mark_stands_beside_the_others(answered: Pack) -> None:
    assert answered.marks == ["ร่าง", "ข้อมูลจำลอง", MARK]
    assert make_pack(real_office()).marks == ["ร่าง"]
    assert make_pack(real_office(), approved=True).marks == []


def test_what_is_told_of_announced_scores_is_not_told_of_answers(answered: Pack) -> None:
    announced = make_pack(real_office())
    for section, word in (
        ("framework", "ผลคะแนนที่ประกาศ"),
        ("framework", "จากไฟล์ที่ประกาศ"),
        ("framework", "เทียบคะแนนรวมที่ประกาศ"),
    ):
        assert word in sentences(announced, section)
        assert word not in sentences(answered, section)
    assert "คิดคะแนน IIT และ EIT จากคำตอบ" in sentences(answered, "framework")
    assert "ไม่ใช่ผลที่สำนักงาน ป.ป.ช. ประกาศ" in sentences(answered, "results")
    assert "คำตอบ" not in sentences(announced, "framework") + sentences(announced, "results")
    assert (
        make_pack(real_office(), intervals=pd.DataFrame()).section("results").heading
    )  # no intervals: no table, no fault


@pytest.mark.parametrize("instrument", ["IIT", "EIT"])
def test_only_the_instruments_that_were_answered_are_named(instrument: str) -> None:
    read = ita.read_answers(SAMPLE)
    scores = ita.roll_up(ita.score_answers(read.answers[read.answers["instrument"] == instrument]))
    assert make_pack(scores).facts["from_answers"] == instrument


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
    scored = score_files([ita.read_answers(SAMPLE)])
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


def test_charts_of_such_scores_say_so() -> None:
    scores = score_files([ita.read_answers(SAMPLE)]).scores
    for rows, told in ((scores, True), (real_office(), False)):
        ax = ita.plot_gaps(ita.compute_gaps(rows))
        words = " ".join(text.get_text() for text in ax.figure.findobj(lambda one: hasattr(one, "get_text")))
        assert (MARK in words) == told
        plt.close("all")
