"""The commands, as a user types them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import docx
import pytest
from commands import run
from sheets import make_workbook

import itaanalysis as ita

ROWS = [["ปี 2565"], ["หน่วยงาน", "1", "2"], ["อบต.ก", 90, 80]]


@pytest.fixture
def project(tmp_path):
    (tmp_path / "data" / "raw").mkdir(parents=True)
    make_workbook(tmp_path / "data" / "raw" / "a.xlsx", {"s": ROWS})
    return tmp_path


def test_clean_says_what_it_made_and_then_that_nothing_changed(project):
    first = run("clean", cwd=project)
    assert first.returncode == 0, first.stderr
    assert "scores.parquet" in first.stdout
    assert "อ่าน a.xlsx" in first.stderr, "progress"
    again = run("clean", cwd=project)
    assert "ไม่มีอะไรเปลี่ยน" in again.stdout


def test_an_error_is_sentences_and_no_trace(project):
    make_workbook(project / "data" / "raw" / "b.xlsx", {"s": [*ROWS[:2], ["อบต.ข", 101, "แปดสิบ"]]})
    done = run("clean", cwd=project)
    assert done.returncode == 1
    assert "b.xlsx · s!B3" in done.stderr
    assert "b.xlsx · s!C3" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (project / "data" / "processed").exists()


def test_a_place_that_takes_no_file_is_a_sentence_and_no_trace(project):
    (project / "taken").write_text("a file, no folder", encoding="utf-8")
    done = run("clean", "--processed", "taken/processed", cwd=project)
    assert done.returncode == 1
    assert "taken" in done.stderr
    assert "ไม่ได้ (Not a directory): ปิดไฟล์" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_report_without_notebooks_says_so(project):
    done = run("report", cwd=project)
    assert done.returncode == 1
    assert "ไม่พบสมุดงาน" in done.stderr
    assert "Traceback" not in done.stderr


def test_help_needs_no_heavy_import(project):
    code = "import sys, itaanalysis.__main__; print(sorted({'pandas', 'matplotlib', 'openpyxl'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    shown = run("--help", cwd=project)
    assert "clean" in shown.stdout
    assert "report" in shown.stdout


def test_the_front_door_opens_every_name_it_lists():
    for name in ita.__all__:
        assert getattr(ita, name) is not None
    assert set(ita.__all__) <= set(dir(ita))
    with pytest.raises(AttributeError, match="nothing"):
        _ = ita.nothing


INDICATORS = [str(number) for number in range(1, 11)]


def test_the_pack_of_one_office_is_four_documents(project):
    rows = [
        ["ข้อมูลจำลอง ปี 2565"],
        ["หน่วยงาน", "อำเภอ", "จังหวัด", *INDICATORS],
        ["อบต.ตัวอย่าง", "สมมติเหนือ", "สมมติ", *range(55, 65)],
    ]
    make_workbook(project / "data" / "raw" / "a.xlsx", {"s": rows})
    made = run("pack", "-o", "pack", cwd=project)
    assert made.returncode == 0, made.stderr
    names = ["meeting-2565.pptx", "report-2566.docx", "report-2566.pdf", "tables-2565.xlsx"]
    assert sorted(path.name for path in (project / "pack").glob("[!.]*")) == names
    assert "สไลด์ประชุม 2565" in made.stderr, "progress"
    word = project / "pack" / "report-2566.docx"
    word.write_bytes("แก้ใน Word".encode())
    again = run("pack", "-o", "pack", cwd=project)
    assert again.returncode == 1
    assert "มีไฟล์ที่คนแก้" in again.stderr
    assert "report-2566.docx" in again.stderr
    assert word.read_bytes() == "แก้ใน Word".encode()


def test_the_template_is_written_once_edited_and_given_back(project):
    rows = [["ปี 2565"], ["หน่วยงาน", *INDICATORS], ["อบต.ตัวอย่าง", *range(55, 65)]]
    make_workbook(project / "data" / "raw" / "a.xlsx", {"s": rows})
    made = run("template", "-o", "own.docx", cwd=project)
    assert made.returncode == 0, made.stderr
    edited = docx.Document(str(project / "own.docx"))
    edited.paragraphs[0].insert_paragraph_before("หัวจดหมาย")
    edited.save(str(project / "own.docx"))
    again = run("template", "-o", "own.docx", cwd=project)
    assert again.returncode == 1, "an edited template is not overwritten"
    assert "ไม่เขียนทับ" in again.stderr
    assert run("pack", "-o", "pack", "--template", "own.docx", cwd=project).returncode == 0
    word = docx.Document(str(project / "pack" / "report-2566.docx"))
    assert word.paragraphs[0].text == "หัวจดหมาย"


@pytest.mark.parametrize("words", [["pack"], ["batch", "--all"], ["report"], ["review", "r.docx"], ["score", "a.xlsx"]])
def test_a_year_of_the_common_era_is_told_with_the_year_to_use(project, words):
    done = run(*words, "--year", "2022", cwd=project)
    assert done.returncode == 1
    assert "2022 เป็นปี ค.ศ." in done.stderr
    assert "--year 2565" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_follow_up_tells_what_is_late_and_writes_the_report(project):
    rows = [["ปี 2565"], ["หน่วยงาน", *INDICATORS], ["อบต.ตัวอย่าง", *range(55, 65)]]
    scores = ita.read_export(make_workbook(project / "b.xlsx", {"s": rows})).scores
    ita.write_measures(ita.draft_measures(ita.find_weak_areas(ita.compute_gaps(scores))), project / "m.xlsx")
    told = run("follow-up", "m.xlsx", "-o", "f.xlsx", cwd=project)
    assert told.returncode == 0, told.stderr
    assert "เลยกำหนด" in told.stdout
    assert (project / "f.xlsx").exists()
    refused = run("follow-up", "m.xlsx", "-o", "f.docx", cwd=project)
    assert refused.returncode == 1
    assert "f.docx" in refused.stderr
    assert "ต้องเป็นไฟล์ .xlsx" in refused.stderr, "Thai"


def test_a_report_with_another_agencys_name_is_told_and_ends_in_an_error(project):
    report = Path(__file__).parent / "measures-report-2566.txt"
    told = run("review", str(report), cwd=project)
    assert told.returncode == 1, told.stderr
    assert "หัวทุ่ง" in told.stdout
    assert "measures-report-2566.txt: P0" in told.stdout
    missing = run("review", "no.docx", cwd=project)
    assert missing.returncode == 1
    assert "Traceback" not in missing.stderr
