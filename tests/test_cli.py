"""The commands, as a user types them."""

from __future__ import annotations

import subprocess
import sys

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
