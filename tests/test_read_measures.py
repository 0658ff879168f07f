"""An edited measures workbook taken back: what changed, what is refused and where, and drafting again beside it."""

from __future__ import annotations

from datetime import date, datetime

import openpyxl
import pandas as pd
import pytest
from conftest import THANANGNAEW, office
from hypothesis import given, settings
from hypothesis import strategies as st

from itaanalysis.analysis import compute_gaps, find_weak_areas
from itaanalysis.errors import ItaError
from itaanalysis.frames import MEASURES, SIMULATED
from itaanalysis.measures import draft_measures, merge_measures, read_measures
from itaanalysis.measures._dates import find_dates
from itaanalysis.measures.sheet import TRACKED, TRACKING, columns_of
from itaanalysis.reports.measures_sheet import write_measures

PLACE = {column.name: at for at, column in enumerate(columns_of("measures"), start=1)}
OWN_SHEET = "มาตรการ"
# what a person types into a row (column: text), what the frame then holds
EDITS = [
    ({"measure": "ทำเว็บใหม่"}, {"measure": "ทำเว็บใหม่"}),
    ({"steps": "- ขั้นแรก\n- ขั้นสอง"}, {"steps": "- ขั้นแรก\n- ขั้นสอง"}),
    ({"responsible": " กองคลัง "}, {"responsible": "กองคลัง"}),
    ({"success": None}, {"success": ""}),
    ({"status": "เสร็จแล้ว"}, {"status": "เสร็จแล้ว"}),
    ({"status": " กำลัง ดำเนินการ"}, {"status": "กำลังดำเนินการ"}),
    ({"result": 12.0}, {"result": "12"}),
    ({"evidence": "https://example.org/a?b=1&c=2"}, {"evidence": "https://example.org/a?b=1&c=2"}),
    ({"done": "15 ม.ค. 2566"}, {"done": pd.Timestamp(2023, 1, 15)}),
    ({"done": datetime(2023, 1, 15)}, {"done": pd.Timestamp(2023, 1, 15)}),
    ({"done": datetime(2566, 1, 15)}, {"done": pd.Timestamp(2023, 1, 15)}),  # Excel took พ.ศ. for ค.ศ.
    (
        {"period": "1 พ.ย. 2565 – 31 ม.ค. 2566\n(เร่งก่อน)"},
        {
            "period": "1 พ.ย. 2565 – 31 ม.ค. 2566\n(เร่งก่อน)",
            "start": pd.Timestamp(2022, 11, 1),
            "end": pd.Timestamp(2023, 1, 31),
        },
    ),
]
# column and text, words of the sentence that refuses it
REFUSED = [
    ("measure_id", "2566-0000000000-M10-05", "ที่ไม่ได้มาจากไฟล์นี้"),
    ("measure", "", "ว่าง: กรอกมาตรการ"),
    ("responsible", None, "ว่าง: กรอกผู้รับผิดชอบ"),
    ("period", "ตลอดปี 2566", "“ตลอดปี 2566” ต้องขึ้นต้นด้วยวันเริ่มและวันสิ้นสุด"),
    ("period", "31 ม.ค. 2566 – 1 พ.ย. 2565", "ต้องขึ้นต้นด้วย"),  # backwards
    ("period", None, "ต้องขึ้นต้นด้วย"),
    ("status", "ทำอยู่", "เลือกจาก ยังไม่เริ่ม, กำลังดำเนินการ, เสร็จแล้ว, ยกเลิก"),
    ("done", "เมื่อวาน", "ไม่ใช่วันที่เดียวในปี พ.ศ."),
    ("done", "31 ก.พ. 2566", "ไม่ใช่วันที่เดียว"),
    ("result", "=1+1", "เป็นสูตร"),
    ("measure_id", "ประเด็น อื่น", "ที่โปรแกรมไม่ได้เขียน"),
]
DATES = [
    ("1 ต.ค. 2565 – 31 ธ.ค. 2565", [date(2022, 10, 1), date(2022, 12, 31)]),
    ("๑ ตุลาคม ๒๕๖๕ ถึง ๓๑ มีนาคม พ.ศ. ๒๕๖๖", [date(2022, 10, 1), date(2023, 3, 31)]),
    ("1 ตค 65-31 มี.ค.66", [date(2022, 10, 1), date(2023, 3, 31)]),
    ("01/10/2565 - 31/3/2023", [date(2022, 10, 1), date(2023, 3, 31)]),
    ("29 ก.พ. 2567", [date(2024, 2, 29)]),
    ("29 ก.พ. 2566 30/13/2566 0 ม.ค. 2566", []),  # no calendar has them
    ("ไตรมาส 1–2 ปี 2566", []),
    ("มิ.ย. 2566", []),
]


def draft(*names, scores=THANANGNAEW, target=None, note="", **options):
    frames = [office(scores, name=name, note=note) for name in names or ("อบต.ตัวอย่าง",)]
    return draft_measures(find_weak_areas(compute_gaps(pd.concat(frames, ignore_index=True), target)), **options)


@pytest.fixture(scope="module")
def plan():
    return draft()


@pytest.fixture
def path(tmp_path, plan):
    return write_measures(plan, tmp_path / "measures.xlsx")


def row_of(sheet, measure_id):
    return next(r for r in range(1, sheet.max_row + 1) if sheet.cell(r, PLACE["measure_id"]).value == measure_id)


def edit(path, change):
    """Open the workbook as a person would, let `change` do something to the sheet, save it."""
    book = openpyxl.load_workbook(path)
    change(book.worksheets[0])
    book.save(path)
    return path


def shift(sheet, at, rows):
    """Insert (1) or delete (-1) a row as Excel does: merged cells move along, which openpyxl leaves where they are."""
    merged = [str(area) for area in sheet.merged_cells.ranges]
    for area in merged:
        sheet.unmerge_cells(area)
    sheet.insert_rows(at) if rows > 0 else sheet.delete_rows(at)
    for left, top, right, bottom in map(openpyxl.utils.range_boundaries, merged):
        moved = rows if top >= at else 0
        sheet.merge_cells(start_row=top + moved, end_row=bottom + moved, start_column=left, end_column=right)


def typed(measure_id, words):
    def change(sheet):
        for name, text in words.items():
            sheet.cell(row_of(sheet, measure_id), PLACE[name]).value = text

    return change


def as_drafted(edited):
    return edited[MEASURES]


def test_nothing_edited_is_the_draft(path, plan):
    found = read_measures(path)
    pd.testing.assert_frame_equal(as_drafted(found.measures), plan)
    assert list(found.measures) == TRACKED
    assert set(found.measures["edited"]) == {""}
    assert found.changes.empty
    assert found.warnings == []


@pytest.mark.parametrize("digits", ["arabic", "thai"])
def test_several_offices_and_thai_digits_come_back(tmp_path, digits):
    both = draft("อบต.ตัวอย่าง", "อบต.ตัวอย่างสอง", note=SIMULATED)
    found = read_measures(write_measures(both, tmp_path / "a.xlsx", digits=digits))
    pd.testing.assert_frame_equal(as_drafted(found.measures), both)
    assert found.changes.empty


@pytest.mark.parametrize(("words", "expected"), EDITS)
def test_what_a_person_typed(path, plan, words, expected):
    name = plan["measure_id"].iloc[2]
    found = read_measures(edit(path, typed(name, words)))
    row = found.measures.set_index("measure_id").loc[name]
    assert {column: row[column] for column in expected} == expected
    assert set(found.changes["measure_id"]) == {name}
    assert set(found.changes["column"]) == set(expected) == set(row["edited"].split())
    others = as_drafted(found.measures).drop(index=2)
    pd.testing.assert_frame_equal(others, plan.drop(index=2))


def test_changes_tell_before_and_after_as_the_sheet_prints_them(path, plan):
    name, before = plan.loc[2, ["measure_id", "responsible"]]
    words = {"responsible": "กองคลัง", "period": "1 พ.ย. 2565 – 31 ม.ค. 2566"}
    changes = read_measures(edit(path, typed(name, words))).changes.set_index("column")
    assert changes.loc["responsible", ["measure_id", "before", "after"]].tolist() == [name, before, "กองคลัง"]
    assert changes.loc["start", ["before", "after"]].tolist() == ["1 ต.ค. 2565", "1 พ.ย. 2565"]


def test_links_to_the_scores_stay_and_typing_over_them_is_told(path, plan):
    name = plan["measure_id"].iloc[0]
    found = read_measures(edit(path, typed(name, {"points": 99, "code": "o1"})))
    pd.testing.assert_frame_equal(as_drafted(found.measures), plan)
    assert len(found.warnings) == 2
    assert all("มาจากผลคะแนน" in told for told in found.warnings)
    assert "ใช้ค่าเดิม 3.75" in found.warnings[0]


def test_a_reason_is_edited_where_it_is_told_for_all_its_rows(path, plan):
    def change(sheet):
        at = next(r for r in range(1, 99) if "ตัวชี้วัดที่ 9" in str(sheet.cell(r, 1).value))
        sheet.cell(at, 1).value = "เว็บไซต์ล่มตลอดไตรมาส"

    found = read_measures(edit(path, change))
    nine = found.measures["code"] == "9"
    assert nine.sum() == 3
    rest = plan.loc[nine, "reason"].str.partition("\n")[2]
    assert found.measures.loc[nine, "reason"].tolist() == ["เว็บไซต์ล่มตลอดไตรมาส\n" + words for words in rest]
    assert found.measures.loc[~nine, "reason"].tolist() == plan.loc[~nine, "reason"].tolist()


def test_the_mark_of_simulated_data_cannot_be_edited_away(tmp_path):
    plan = draft(note=SIMULATED)

    def change(sheet):
        at = next(r for r in range(6, 99) if str(sheet.cell(r, 1).value).startswith(SIMULATED + " ตัว"))
        sheet.cell(at, 1).value = "ตัวชี้วัดที่ 10"

    found = read_measures(edit(write_measures(plan, tmp_path / "a.xlsx"), change))
    assert found.measures["reason"].str.startswith(SIMULATED).all()


def test_rows_moved_and_headings_deleted_keep_their_reasons(path, plan):
    def change(sheet):
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=6)]
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))
        measures = [row for row in rows if "-M" in row[-1] and not row[-1].startswith(("ประเด็น", "เหตุผล"))]
        sheet.delete_rows(6, 99)
        for row in reversed(measures):
            sheet.append(row)

    found = read_measures(edit(path, change))
    pd.testing.assert_frame_equal(as_drafted(found.measures), plan[::-1].reset_index(drop=True))
    assert found.changes.empty


@pytest.mark.parametrize(("column", "text", "told"), REFUSED)
def test_what_is_refused_names_the_cell(path, plan, column, text, told):
    name = plan["measure_id"].iloc[2]
    at = row_of(openpyxl.load_workbook(path).worksheets[0], name)
    with pytest.raises(ItaError, match=r"measures\.xlsx") as caught:
        read_measures(edit(path, typed(name, {column: text})))
    letter = openpyxl.utils.get_column_letter(PLACE[column])
    assert f"ช่อง {OWN_SHEET}!{letter}{at} " in str(caught.value)
    assert told in str(caught.value)


def test_all_faults_are_told_at_once(path, plan):
    def change(sheet):
        for at, (column, text, _) in enumerate(REFUSED[1:4]):
            typed(plan["measure_id"].iloc[at], {column: text})(sheet)

    with pytest.raises(ItaError) as caught:
        read_measures(edit(path, change))
    assert len(str(caught.value).splitlines()) == 3


def test_a_copied_row_is_refused_with_both_cells(path, plan):
    first, second = plan["measure_id"].iloc[[0, 1]]
    sheet = openpyxl.load_workbook(path).worksheets[0]
    cells = [f"{OWN_SHEET}!O{row_of(sheet, name)}" for name in (first, second)]
    with pytest.raises(ItaError) as caught:
        read_measures(edit(path, typed(second, {"measure_id": first})))
    assert f"ช่อง {cells[1]} มีรหัส {first} ซ้ำกับช่อง {cells[0]}" in str(caught.value)


def test_a_removed_row_is_told(path, plan):
    name, measure = plan.loc[4, ["measure_id", "measure"]]
    found = read_measures(edit(path, lambda sheet: shift(sheet, row_of(sheet, name), -1)))
    assert name not in set(found.measures["measure_id"])
    (told,) = found.warnings
    assert name in told
    assert measure in told
    assert found.changes.to_numpy().tolist() == [[name, "measure", measure, ""]]


NEW = {
    "measure": "เพิ่มช่องข้อมูลบนหน้าแรก",
    "steps": "1. ออกแบบ",
    "responsible": "สำนักปลัด",
    "period": "1 ต.ค. 2565 – 30 พ.ย. 2565",
}


def add_row(sheet, at, words):
    shift(sheet, at, 1)
    for name, text in words.items():
        sheet.cell(at, PLACE[name]).value = text


def test_an_added_row_belongs_to_the_row_above_it(path, plan):
    above = plan.iloc[-1]
    edit(path, lambda sheet: add_row(sheet, row_of(sheet, above["measure_id"]) + 1, NEW))
    found = read_measures(path)
    new = found.measures.iloc[-1]
    assert {name: new[name] for name in NEW} == NEW
    assert new["measure_id"].startswith(above["measure_id"].removesuffix("-" + above["catalogue_id"]) + "-N")
    links = ["agency_id", "result_year_be", "plan_year_be", "code", "plan_code", "score", "points", "source", "reason"]
    assert new[links].tolist() == above[links].tolist()
    assert (new["catalogue_id"], new["status"], new["start"]) == ("", "ยังไม่เริ่ม", pd.Timestamp(2022, 10, 1))
    assert found.changes.to_numpy().tolist() == [[new["measure_id"], "measure", "", NEW["measure"]]]
    pd.testing.assert_frame_equal(as_drafted(found.measures.iloc[:-1]), plan)
    again = read_measures(path)
    assert again.measures["measure_id"].tolist() == found.measures["measure_id"].tolist(), "the same id every time"


def test_an_added_row_may_name_its_node(path, plan):
    words = NEW | {"code": "o1"}
    new = read_measures(edit(path, lambda sheet: add_row(sheet, sheet.max_row + 1, words))).measures.iloc[-1]
    assert (new["code"], new["plan_code"], new["reason"]) == ("o1", "o1", "")
    assert pd.isna(new["points"]), "nothing is known of what it can win"
    o42 = plan.set_index("catalogue_id").loc["M10-05"]
    words = NEW | {"code": "o42", "measure": "อีกเรื่อง"}
    new = read_measures(edit(path, lambda sheet: add_row(sheet, sheet.max_row + 1, words))).measures.iloc[-1]
    assert new[["code", "plan_code", "source"]].tolist() == o42[["code", "plan_code", "source"]].tolist()
    assert new["plan_points"] == pytest.approx(2.0)
    with pytest.raises(ItaError, match="มี “o99” ซึ่งไม่มีในรายการปี 2565"):
        read_measures(edit(path, lambda sheet: add_row(sheet, sheet.max_row + 1, NEW | {"code": "o99"})))


def test_the_same_new_measure_twice_has_two_ids_and_comes_back_after_writing(path, tmp_path, plan):
    def change(sheet):
        for _ in range(2):
            add_row(sheet, sheet.max_row + 1, NEW)

    found = read_measures(edit(path, change)).measures
    assert found["measure_id"].is_unique
    assert len(found) == len(plan) + 2
    again = read_measures(write_measures(found, tmp_path / "again.xlsx"))
    pd.testing.assert_frame_equal(again.measures, found)
    assert again.changes.empty


def test_a_new_row_above_all_others_is_refused(path):
    with pytest.raises(ItaError, match="อยู่เหนือมาตรการเดิมทุกแถว"):
        read_measures(edit(path, lambda sheet: add_row(sheet, 6, NEW)))


def test_words_below_the_table_are_no_measure(path, plan):
    def change(sheet):
        sheet.cell(sheet.max_row + 2, 2).value = "ลงชื่อ ........ นายกองค์การบริหารส่วนตำบล"

    found = read_measures(edit(path, change))
    assert len(found.measures) == len(plan)
    (told,) = found.warnings
    assert "“ลงชื่อ" in told
    assert "ไม่ได้อ่านเป็นมาตรการ" in told


def test_units_merged_over_two_rows_mean_both(path, plan):
    first, second = plan["measure_id"].iloc[[-2, -1]]

    def change(sheet):
        above, below = row_of(sheet, first), row_of(sheet, second)
        assert below == above + 1
        sheet.cell(above, PLACE["responsible"]).value = "กองช่าง"
        sheet.merge_cells(start_row=above, end_row=below, start_column=4, end_column=4)

    units = read_measures(edit(path, change)).measures["responsible"]
    assert units.iloc[-2:].tolist() == ["กองช่าง"] * 2


def test_a_missing_column_is_told_and_the_words_stay(path, plan):
    found = read_measures(edit(path, lambda sheet: sheet.cell(5, PLACE["follow_up"]).__setattr__("value", None)))
    assert found.measures["follow_up"].tolist() == plan["follow_up"].tolist()
    assert any("ไม่มีคอลัมน์ “การติดตามผล”" in told for told in found.warnings)
    with pytest.raises(ItaError, match="ไม่มีคอลัมน์ “รหัสมาตรการ”"):
        read_measures(edit(path, lambda sheet: sheet.cell(5, PLACE["measure_id"]).__setattr__("value", None)))


def broken(tmp_path, kind):
    file = tmp_path / f"{kind}.xlsx"
    if kind == "damaged":
        file.write_bytes(b"PK\x03\x04 not a workbook")
    elif kind == "foreign":
        openpyxl.Workbook().save(file)
    elif kind == "touched":
        write_measures(draft(), file)
        book = openpyxl.load_workbook(file)
        book["_ita"].cell(1, 3).value = "อื่น"
        book.save(file)
    elif kind == "no table":
        write_measures(draft(), file)
        book = openpyxl.load_workbook(file)
        del book[OWN_SHEET]
        book.save(file)
    return file


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("absent", "ไม่พบไฟล์"),
        ("damaged", "เปิดไม่ได้"),
        ("foreign", "ไม่ใช่ไฟล์ที่โปรแกรมเขียน"),
        ("touched", "แผ่นซ่อน _ita ถูกแก้ไข"),
        ("no table", "ไม่พบตารางมาตรการ"),
    ],
)
def test_a_file_that_is_not_ours(tmp_path, kind, told):
    with pytest.raises(ItaError, match=told) as caught:
        read_measures(broken(tmp_path, kind))
    assert "\n" not in str(caught.value)


def test_a_word_file_is_refused():
    with pytest.raises(ItaError, match=r"ต้องเป็นไฟล์ \.xlsx"):
        read_measures("measures.docx")


@pytest.mark.parametrize(("text", "days"), DATES)
def test_dates_as_people_write_them(text, days):
    assert find_dates(text) == days


# --- drafting again -------------------------------------------------------------------------------------------------

LATER = THANANGNAEW | {"9": 60.0, "3": 50.0, "10.1": 0.0, "10.2": 0.0}  # 9 corrected, 3 newly weak
PERSONS = ["measure", "steps", "responsible", "follow_up", "success", "reason", "status", "result", "evidence"]


def test_drafting_again_follows_the_scores_where_no_person_wrote(plan):
    edited = plan.assign(edited="")
    nine = plan.index[plan["code"] == "9"]
    edited.loc[nine[0], ["measure", "edited"]] = ["คำของสำนักงาน", "measure"]
    again = merge_measures(draft(scores=LATER), edited).set_index("measure_id")
    row = again.loc[plan["measure_id"][nine[0]]]
    assert (row["measure"], row["score"]) == ("คำของสำนักงาน", 60.0)
    assert "60.00" in row["reason"]
    assert "41.41" not in row["reason"]


def test_new_weak_areas_appear_and_a_measure_struck_out_stays_out(plan):
    nine = plan.index[plan["code"] == "9"]
    o42 = plan.index[plan["code"] == "o42"]
    edited = plan.drop(index=[nine[1], *o42])
    again = merge_measures(draft(scores=LATER), edited.assign(edited=""))
    ids = set(again["measure_id"])
    assert plan["measure_id"][nine[1]] not in ids, "indicator 9 has two others"
    assert plan["measure_id"][o42[0]] in ids, "o42 would have none"
    assert "3" in set(again["code"]), "newly weak"
    assert again["measure_id"].tolist()[: len(edited)] == edited["measure_id"].tolist(), "the person's order"


def test_a_frame_of_unknown_history_counts_as_the_person_s(plan):
    mine = plan.assign(steps="ของฉัน", reason="เพราะ")
    again = merge_measures(draft(scores=LATER), mine).set_index("measure_id").loc[plan["measure_id"]]
    assert set(again["steps"]) == {"ของฉัน"}
    assert set(again["reason"]) == {"เพราะ"}


def test_new_rows_stand_with_their_office(plan):
    both = draft("อบต.ก", "อบต.ข")
    again = merge_measures(draft("อบต.ก", "อบต.ข", scores=LATER), both.assign(edited=""))
    assert again["agency_id"].tolist() == sorted(again["agency_id"])
    assert (again["code"] == "3").sum() == 2 * (draft(scores=LATER)["code"] == "3").sum() > 0


def test_merging_takes_measures_frames_only(plan):
    with pytest.raises(ItaError, match="it has no plan_code"):
        merge_measures(plan.drop(columns="plan_code"), plan)
    with pytest.raises(ItaError, match="ซ้ำกัน 2 แถว"):
        merge_measures(plan, pd.concat([plan, plan.head(1)]))


WORDS = st.text(st.characters(blacklist_categories=("Cs",)), min_size=1, max_size=12)
EDIT = st.tuples(st.integers(0, 8), st.sampled_from(PERSONS), WORDS)


@settings(max_examples=40)
@given(
    st.lists(EDIT, max_size=8),
    st.sets(st.integers(0, 8), max_size=8),
    st.dictionaries(
        st.sampled_from([str(number) for number in range(1, 11)]),
        st.floats(0, 100).map(lambda score: round(score, 2)),
        min_size=1,
    ),
)
def test_law_no_edited_cell_changes_new_areas_appear_and_ids_stay(edits, removed, scores):
    edited = draft().assign(edited="")
    for at, name, words in edits:
        edited.loc[at, name] = words
        edited.loc[at, "edited"] += f" {name}"
    edited = edited.drop(index=sorted(removed)).reset_index(drop=True)
    new = draft(scores=THANANGNAEW | scores)
    before = edited.copy(deep=True)
    again = merge_measures(new, edited)
    pd.testing.assert_frame_equal(edited, before)
    assert again["measure_id"].is_unique
    kept = again.set_index("measure_id").loc[edited["measure_id"]].reset_index()
    for at, names in enumerate(edited["edited"].str.split()):
        for name in [*names, *(name for name in TRACKING if name != "done")]:
            assert kept.loc[at, name] == edited.loc[at, name], name
    answered = set(" ".join(again["code"]).split())
    assert set(" ".join(new["code"]).split()) <= answered
    twice = merge_measures(new, again)
    pd.testing.assert_frame_equal(twice, again)


SHOWN = st.text(st.sampled_from("กขคที่น้ำ ๑2=+-@'\"<&\n"), min_size=1, max_size=12).filter(str.strip)


@settings(max_examples=15)
@given(st.lists(st.tuples(st.integers(0, 8), st.sampled_from([*PERSONS[:5], "result"]), SHOWN), max_size=6))
def test_law_words_survive_writing_reading_and_drafting_again(tmp_path_factory, edits):
    plan, path = draft(), tmp_path_factory.mktemp("law") / "a.xlsx"
    wanted = plan.copy()
    for at, name, words in edits:
        wanted.loc[at, name] = words.strip()

    def change(sheet):
        for at, name in {(at, name) for at, name, _ in edits}:
            cell = sheet.cell(row_of(sheet, plan["measure_id"][at]), PLACE[name])
            cell.value, cell.data_type = wanted.loc[at, name], "s"

    found = read_measures(edit(write_measures(plan, path), change)).measures
    pd.testing.assert_frame_equal(as_drafted(found), wanted)
    again = merge_measures(plan, found)
    pd.testing.assert_frame_equal(as_drafted(again), wanted)
    pd.testing.assert_frame_equal(read_measures(write_measures(again, path)).measures, again)
