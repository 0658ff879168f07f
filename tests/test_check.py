"""`ita check`: the issues as a list and on a marked copy; the raw file is never changed."""

from __future__ import annotations

import io
import sys

import pytest
from commands import run
from openpyxl import load_workbook
from openpyxl.styles import Font
from sheets import make_workbook

import itaanalysis as ita
from itaanalysis.commands._terminal import show_issues
from itaanalysis.reports.check_sheet import write_issues, write_marked_copy

TWELVE = [
    ["ปี 2565"],
    ["หน่วยงาน", "1", "2", "3", "9"],
    ["อบต.ก", 101, -1, "แปดสิบ", "=1+"],
    ["อบต.ข", 102, -2, "เก้าสิบ", 80],
    ["อบต.ค", 103, -3, "x", 80],
    ["อบต.ง", 104, "y", "z", 80],
]


@pytest.fixture
def bad(tmp_path):
    path = make_workbook(tmp_path / "bad.xlsx", {"ผล": TWELVE}, merges={"ผล": ["A1:E1"]})
    book = load_workbook(path)
    book["ผล"]["A3"].font = Font(name="TH Sarabun New", size=20, bold=True)
    book["ผล"]["E3"].data_type = "s"
    book["ผล"].column_dimensions["A"].width = 33
    book.save(path)
    return path


def test_every_problem_stands_in_the_list_as_text(bad, tmp_path):
    issues = ita.read_export(bad, strict=False).issues
    assert len(issues) == 13
    sheet = load_workbook(write_issues(issues, tmp_path / "out" / "issues.xlsx")).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("ไฟล์", "แผ่นงาน", "ช่อง", "ในช่องมี", "ปัญหา", "วิธีแก้")
    assert [row[2] for row in rows[1:]] == list(issues["cell"])
    cells = {cell.coordinate: cell for row in sheet.iter_rows() for cell in row}
    assert all(cell.data_type == "s" for cell in cells.values()), "what stands in a cell is data, never run"
    assert "=1+" in {row[3] for row in rows}


def test_a_copy_keeps_the_formatting_and_marks_the_cells(bad, tmp_path):
    before = bad.read_bytes()
    issues = ita.read_export(bad, strict=False).issues
    copy = load_workbook(write_marked_copy(bad, issues, tmp_path / "out" / "bad-marked.xlsx"))["ผล"]
    assert bad.read_bytes() == before
    assert copy["A3"].font.size == 20
    assert copy["A3"].font.name == "TH Sarabun New"
    assert copy.column_dimensions["A"].width == 33
    assert {str(merged) for merged in copy.merged_cells.ranges} == {"A1:E1"}
    commented = {cell.coordinate for row in copy.iter_rows() for cell in row if cell.comment}
    assert commented == set(issues["cell"])
    assert "101" in copy["B3"].comment.text
    assert "วิธีแก้" in copy["B3"].comment.text
    assert copy["B3"].border.left.style == "thick", "told by more than colour"
    assert copy["E4"].fill.fgColor.rgb == "00000000", "a good cell is left alone"


def test_nothing_to_mark_makes_no_copy(tmp_path):
    good = make_workbook(tmp_path / "good.xlsx", {"ผล": [["ปี 2565"], ["หน่วยงาน", "1", "2"], ["อบต.ก", 90, 80]]})
    assert write_marked_copy(good, ita.read_export(good).issues, tmp_path / "x.xlsx") is None
    text = tmp_path / "bad-2565.csv"
    text.write_text("หน่วยงาน,1,2\nอบต.ก,101,80\n", encoding="utf-8")
    assert write_marked_copy(text, ita.read_export(text, strict=False).issues, tmp_path / "x.csv") is None


def test_the_command_shows_all_problems_in_one_sitting(bad, tmp_path):
    done = run("check", "bad.xlsx", "nowhere.xlsx", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.splitlines() == ["ตรวจ bad.xlsx", "ตรวจ nowhere.xlsx"]
    assert done.stdout.count("bad.xlsx · ผล!") == 13
    assert "nowhere.xlsx" in done.stdout
    assert (tmp_path / "reports" / "check" / "issues.xlsx").exists()
    assert (tmp_path / "reports" / "check" / "bad-marked.xlsx").exists()


def test_a_clean_file_ends_well_and_writes_nothing(tmp_path):
    make_workbook(tmp_path / "good.xlsx", {"ผล": [["ปี 2565"], ["หน่วยงาน", "1", "2"], ["อบต.ก", 90, 80]]})
    done = run("check", "good.xlsx", cwd=tmp_path)
    assert done.returncode == 0
    assert "good.xlsx: 2 คะแนน 0 ปัญหา" in done.stdout
    assert not (tmp_path / "reports").exists()


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_the_problems_are_a_table(tmp_path, monkeypatch):
    path = make_workbook(
        tmp_path / "bad.xlsx", {"s": [["ปี 2565"], ["หน่วยงาน", "ตัวชี้วัดที่ 1"], ["อบต.ก", 101], ["ทต.ข", "ดี"]]}
    )
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setenv("COLUMNS", "160")
    show_issues(ita.read_export(path, strict=False).issues)
    told = terminal.getvalue()
    assert "2 ปัญหา" in told
    for words in ("วิธีแก้", "B3", "คะแนน 101 อยู่นอกช่วง 0–100", "B4", "“ดี”"):
        assert words in told
