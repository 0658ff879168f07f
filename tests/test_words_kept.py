"""What a person wrote in a measures workbook is never written over: not by the writer, the report or the follow-up."""

from __future__ import annotations

import openpyxl
import pytest
from conftest import THANANGNAEW, office
from sheets import make_workbook

from itaanalysis.analysis import compute_gaps, find_weak_areas
from itaanalysis.errors import ItaError
from itaanalysis.measures import draft_measures, merge_measures, read_measures
from itaanalysis.measures.sheet import columns_of
from itaanalysis.reports import build
from itaanalysis.reports.build import Places, clean, report
from itaanalysis.reports.follow_up_sheet import write_follow_up
from itaanalysis.reports.freshness import Manifest
from itaanalysis.reports.measures_sheet import write_measures

PLACE = {column.name: at for at, column in enumerate(columns_of("measures"), start=1)}
WORDS = "มาตรการที่คนเขียน"
# what a person did to the first measure of the workbook
EDITS = [{"measure": WORDS}, {"status": "เสร็จแล้ว"}, {"result": "ทำแล้ว"}, {"responsible": "กองคลัง"}]


def draft(**scores):
    return draft_measures(find_weak_areas(compute_gaps(office({**THANANGNAEW, **scores}))))


def first_row(sheet):
    ids = {row: str(sheet.cell(row, PLACE["measure_id"]).value) for row in range(1, sheet.max_row + 1)}
    return next(row for row, name in ids.items() if name.startswith("2566-"))


def edit(path, cells):
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for name, text in cells.items():
        sheet.cell(first_row(sheet), PLACE[name]).value = text
    book.save(path)


def remove_first(path):
    book = openpyxl.load_workbook(path)
    for cell in book.worksheets[0][first_row(book.worksheets[0])]:
        cell.value = None
    book.save(path)


@pytest.fixture
def path(tmp_path):
    return write_measures(draft(), tmp_path / "measures.xlsx")


@pytest.mark.parametrize("cells", EDITS)
def test_a_new_draft_does_not_replace_a_workbook_with_words_of_a_person(path, cells):
    edit(path, cells)
    before = path.read_bytes()
    with pytest.raises(ItaError, match=rf"ไม่ได้เขียนทับ measures.xlsx .*M10-03 {next(iter(cells))}.*merge_measures"):
        write_measures(draft(), path)
    assert path.read_bytes() == before
    merged = merge_measures(draft(), read_measures(path).measures)
    write_measures(merged, path)
    (name,) = cells
    assert read_measures(path).measures[name].iloc[0] == cells[name]


def test_a_row_that_a_person_struck_out_is_not_put_back_unasked(path):
    remove_first(path)
    with pytest.raises(ItaError, match="แถวที่ลบ"):
        write_measures(draft(), path)
    merged = merge_measures(draft(), read_measures(path).measures)
    assert write_measures(merged, path), "o39 to o41 would be left without a measure: told and brought back"


def test_a_workbook_that_nobody_edited_is_replaced(path):
    write_measures(draft(**{"9": 99.0}), path)
    assert "9" not in set(read_measures(path).measures["code"])


def test_a_workbook_that_cannot_be_read_back_is_not_replaced(path):
    edit(path, {"status": "ทำอยู่"})  # not of the list
    with pytest.raises(ItaError, match=r"อ่านข้อความที่คนแก้ไว้กลับมาไม่ได้:\n.*สถานะ"):
        write_measures(draft(), path)


def test_another_file_of_that_name_is_replaced(path):
    path.write_bytes(b"old")
    write_measures(draft(), path)
    assert len(read_measures(path).measures) == len(draft())


def test_a_follow_up_never_takes_the_place_of_a_measures_table(path):
    before = path.read_bytes()
    with pytest.raises(ItaError, match="เป็นตารางมาตรการ"):
        write_follow_up(read_measures(path).measures, path)
    assert path.read_bytes() == before
    follow_up = write_follow_up(read_measures(path).measures, path.with_name("follow-up.xlsx"))
    assert write_follow_up(read_measures(path).measures, follow_up), "an older follow-up is replaced"


@pytest.fixture
def places(tmp_path, monkeypatch):
    """A project with one notebook, whose page is not what this is about."""
    monkeypatch.setattr(build, "_page", lambda *_: ([], []))
    for name in ("raw", "notebooks"):
        (tmp_path / name).mkdir()
    (tmp_path / "notebooks" / "01-a.ipynb").write_text("{}")
    _write_raw(tmp_path / "raw" / "a.xlsx", 10.0)
    return Places(tmp_path / "raw", tmp_path / "processed", tmp_path / "notebooks", tmp_path / "out")


def _write_raw(path, ninth, name="อบต.ตัวอย่าง"):
    scores = [90.0] * 8 + [ninth, 20.0]
    make_workbook(path, {"s": [["ปี 2565"], ["หน่วยงาน", *map(str, range(1, 11))], [name, *scores]]})


def run(places):
    clean(places, tell=lambda _: None)
    return report(places, tell=lambda _: None)


def test_a_report_run_again_leaves_an_edited_table_alone(places):
    (table,) = run(places).new
    edit(table, {"measure": WORDS})
    before = table.read_bytes()
    again = run(places)
    assert (again.new, again.kept) == ([], [table])
    assert table.read_bytes() == before


def test_new_scores_are_drafted_beside_the_words_of_a_person(places):
    (table,) = run(places).new
    edit(table, {"measure": WORDS})
    _write_raw(places.raw / "a.xlsx", 99.0)  # nothing is short in indicator 9 any more
    made = run(places)
    assert made.told == [f"{table.name}: ร่างใหม่รวมกับข้อความที่คนแก้ไว้แล้ว"]
    assert WORDS in set(read_measures(table).measures["measure"])


def test_new_scores_replace_a_table_that_nobody_edited(places):
    (table,) = run(places).new
    assert "9" in set(read_measures(table).measures["code"])
    _write_raw(places.raw / "a.xlsx", 99.0)
    assert run(places).told == []
    assert "9" not in set(read_measures(table).measures["code"])


def test_another_office_does_not_take_the_place_of_an_edited_table(places):
    (table,) = run(places).new
    edit(table, {"measure": WORDS})
    before = table.read_bytes()
    _write_raw(places.raw / "a.xlsx", 10.0, "อบต.ตัวอย่างสอง")
    with pytest.raises(ItaError, match="ไม่ได้เขียนทับ"):
        run(places)
    assert table.read_bytes() == before


def test_what_somebody_changed_is_not_removed_with_what_a_step_no_longer_makes(tmp_path):
    manifest, old, own = Manifest(tmp_path), tmp_path / "old.txt", tmp_path / "own.txt"
    for path in (old, own):
        path.write_text("1")
    manifest.record("step", "x", [old, own])
    own.write_text("words of a person")
    assert not manifest.is_fresh("step", "x")
    assert manifest.is_made_from("step", "x")
    assert not manifest.is_made_from("step", "y")
    manifest.record("step", "y", [])
    assert (old.exists(), own.exists()) == (False, True)
    manifest.record("step", "x", [own])
    own.write_text("more words")
    manifest.forget("step")
    assert own.exists()
