"""Our own draft under review: a fault that must not be published stops the writing, and nothing is left behind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pandas as pd
import pytest
from chart_frames import province, real_office
from conftest import office

from itaanalysis.analysis import compute_gaps, find_weak_areas
from itaanalysis.errors import ItaError
from itaanalysis.measures import draft_measures, read_measures
from itaanalysis.reports.follow_up_sheet import write_follow_up
from itaanalysis.reports.measures_sheet import write_measures
from itaanalysis.reports.pack import Pack, make_pack, write_pack, write_pdf, write_word
from itaanalysis.reports.pack._check import find_faults
from itaanalysis.reports.pack._slides import write_slides
from itaanalysis.reports.pack._tables import write_tables
from itaanalysis.reports.pack._word_template import write_template

TEN = {str(code): 90.0 for code in range(1, 11)}
OTHER = "องค์การบริหารส่วนตำบลหัวทุ่ง"  # named in the seed report, which is not its own
COACHING = "แนะนำการตอบแบบวัดให้บุคลากรก่อนวันเก็บข้อมูล"
WRITERS: dict[str, Callable[[Pack, Path], object]] = {
    "report.docx": write_word,
    "report.pdf": write_pdf,
    "slides.pptx": write_slides,
    "tables.xlsx": write_tables,
}
#: What a person does to the draft, and what the refusal says of it.
FAULTS = {
    "another office": (lambda plan: plan.assign(steps=plan["steps"] + f"\nตามแบบของ{OTHER}"), OTHER, "แก้เป็น"),
    "steps for a unit": (lambda plan: plan.assign(responsible="จัดประชุมชี้แจง"), "เป็นขั้นตอนการทำงาน", "ใส่ชื่อกอง"),
    "a weak area left out": (
        lambda plan: plan[plan["code"] == "9"].assign(measure="ตั้งเจ้าภาพ", steps="ประชุม"),
        "ตัวชี้วัดที่ 10 การป้องกันการทุจริต ได้ 0.00",
        "เพิ่มมาตรการ",
    ),
    "a year of its own": (lambda plan: plan.assign(period="ตลอดปีงบประมาณ 2565"), "ปี 2565", "แก้ปี"),
}
#: Reports that must never be stopped: what is missing in them is missing in the data.
SOUND = {
    "nothing to mend": lambda: make_pack(office(dict.fromkeys(TEN, 97.0))),
    "a total alone": lambda: make_pack(office({"ITA": 70.0}), agency="อบต.ตัวอย่าง"),
    "some indicators": lambda: make_pack(office({"ITA": 88.0, "1": 91.0, "9": 60.0})),
    "the years before 2566": lambda: make_pack(office({**TEN, "9": 10.0}, year=2563)),
    "rules of the plan year not known": lambda: make_pack(office({**TEN, "9": 10.0}, year=2568)),
    "one of many": lambda: make_pack(province(6), agency="องค์การบริหารส่วนตำบลตัวอย่าง2"),
    "a name with signs": lambda: make_pack(office(TEN, name="อบต.ตัวอย่าง{plan}{0}")),
    "measures in other words": lambda: make_pack(
        real_office(),
        measures=plan_of().assign(**dict.fromkeys(("measure", "steps", "follow_up", "success"), "รายงานผล")),
    ),
}


def plan_of() -> pd.DataFrame:
    return draft_measures(find_weak_areas(compute_gaps(real_office())))


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_stops_every_document_and_leaves_nothing(name: str, tmp_path: Path) -> None:
    spoil, found, mend = FAULTS[name]
    pack = make_pack(real_office(), measures=spoil(plan_of()))
    (tmp_path / "old.txt").touch()
    with pytest.raises(ItaError) as refused:
        write_pack(pack, tmp_path / "pack")
    assert found in str(refused.value)
    assert mend in str(refused.value)
    for file, write in WRITERS.items():
        with pytest.raises(ItaError, match="ไม่ได้เขียนเอกสาร"):
            write(pack, tmp_path / file)
    assert [path.name for path in tmp_path.iterdir()] == ["old.txt"]


def test_a_marked_blank_may_stand_in_a_draft_and_not_in_an_approved_report() -> None:
    plan = plan_of()
    plan.loc[1, "responsible"] = ""
    drafted, approved = (make_pack(real_office(), measures=plan, approved=yes) for yes in (False, True))
    assert "no_responsible" not in set(find_faults(drafted)["kind"])
    (row,) = find_faults(approved).query("kind == 'no_responsible'").to_dict(orient="records")
    assert "แถว 2" in row["place"]


ADDED = [
    # codes of a row that a person adds to a plan without any of indicator 10; the areas that still have no measure
    ("9", ["10"]),  # its words speak of OIT, of which 10 is a part
    ("OIT", ["10"]),
    ("10", []),
    ("10.1", []),
    ("o36", []),
    ("9 o36", []),
]


@pytest.mark.parametrize(("codes", "left"), ADDED)
def test_an_urgent_area_has_a_measure_where_a_row_has_its_code(codes: str, left: list[str]) -> None:
    rest = plan_of().query("not catalogue_id.str.startswith('M10')")
    added = rest.head(1).assign(code=codes, measure="ทบทวนแบบ OIT ป้องกันการทุจริต", steps="ประชุม")
    found = find_faults(make_pack(real_office(), measures=pd.concat([rest, added])))
    told = found.loc[found["kind"] == "urgent_without_measure", "problem"].str.extract(r"ตัวชี้วัดที่ (\d+)")[0]
    assert list(told) == left


def test_a_total_that_is_not_the_published_one_stops_the_writing() -> None:
    found = find_faults(make_pack(office({**TEN, "ITA": 50.0})))
    assert list(found.loc[found["priority"] == "P0", "kind"]) == ["total_differs"]


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_draft_is_not_stopped(name: str) -> None:
    findings = find_faults(SOUND[name]())
    assert findings[findings["priority"] == "P0"].to_dict(orient="records") == []


def test_the_real_office_has_no_finding_at_all() -> None:
    scores = real_office()
    scores.attrs["sources"] = {"ita-2565-thanangnaew.xlsx": {"title": "ผลปี 2565", "retrieved": "2026-11-23"}}
    assert find_faults(make_pack(scores)).empty
    assert list(find_faults(make_pack(real_office()))["kind"]) == ["no_source_date"]  # a frame that knows no file


def test_what_a_person_wrote_in_excel_is_reviewed_too(tmp_path: Path) -> None:
    path = write_measures(plan_of(), tmp_path / "measures.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    head = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "วิธีการดำเนินงาน")
    below = [sheet.cell(row, head.column) for row in range(head.row + 1, sheet.max_row + 1)]
    next(cell for cell in below if isinstance(cell.value, str)).value = f"แจ้งเวียนบุคลากรของ{OTHER}"
    book.save(path)
    pack = make_pack(real_office(), measures=read_measures(path).measures)
    with pytest.raises(ItaError, match=OTHER):
        write_pack(pack, tmp_path / "pack")
    assert not (tmp_path / "pack").exists()


def test_the_words_of_a_template_are_reviewed_too(tmp_path: Path) -> None:
    path = write_template(tmp_path / "own.docx")
    template = docx.Document(str(path))
    template.add_paragraph(f"เอกสารของ{OTHER}")
    template.save(str(path))
    with pytest.raises(ItaError, match=OTHER):
        write_word(make_pack(real_office()), tmp_path / "report.docx", template=path)
    assert [file.name for file in tmp_path.iterdir()] == ["own.docx"]


# --- coaching ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("column", ["reason", "measure", "steps", "follow_up", "success", "result", "evidence"])
def test_coaching_is_refused_wherever_measures_are_written(column: str, tmp_path: Path) -> None:
    plan = plan_of()
    plan.loc[2, column] += f"\n{COACHING}"
    calls: dict[str, Callable[[], object]] = {
        "measures": lambda: write_measures(plan, tmp_path / "a.xlsx"),
        "follow-up": lambda: write_follow_up(plan, tmp_path / "b.xlsx"),
        "pack": lambda: make_pack(real_office(), measures=plan),
    }
    for name, call in calls.items():
        with pytest.raises(ItaError) as refused:
            call()
        told = str(refused.value)
        for words in (str(plan.loc[2, "measure_id"]), "แนะนำการตอบ", "อย่างทั่วถึง"):
            assert words in told, name
        assert str(plan.loc[1, "measure_id"]) not in told
    assert list(tmp_path.iterdir()) == []


def test_reach_is_no_coaching(tmp_path: Path) -> None:
    plan = plan_of()
    plan.loc[0, "steps"] = "ประชาสัมพันธ์ให้ผู้มีสิทธิ์ตอบแบบวัดอย่างทั่วถึง ห้ามชี้นำคำตอบ"
    assert write_measures(plan, tmp_path / "a.xlsx").exists()
    make_pack(real_office(), measures=plan)
