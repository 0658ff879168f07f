"""Laws over workbooks nobody thought of, with a small budget; `make fuzz` holds the same over many."""

from __future__ import annotations

import math
import tempfile
from pathlib import Path
from random import Random

import pandas as pd
import pytest
from fuzz import Case, damage, damaged_workbooks, make_case, mutate, workbooks
from fuzz_run import originals, run
from hypothesis import Phase, given, settings
from laws import SECONDS, check_accounting, check_case, check_sources, gives

#: Without the phase that explains a failure: it takes a minute, and the file tells enough.
PHASES = (Phase.explicit, Phase.generate, Phase.shrink)


@given(workbooks())
@settings(max_examples=80, phases=PHASES)
def test_a_sound_workbook_gives_back_the_truth_and_no_issue(case):
    with tempfile.TemporaryDirectory() as folder:
        check_case(case, Path(folder))


@given(damaged_workbooks())
@settings(max_examples=80, phases=PHASES)
def test_a_damaged_cell_is_always_an_issue_at_that_cell_and_the_rest_is_read(case):
    with tempfile.TemporaryDirectory() as folder:
        check_case(case, Path(folder))


def test_damaged_files_raise_nothing_hang_never_and_stay_small(tmp_path):
    figures = run(range(300), keep=tmp_path / "kept", workers=2)
    assert figures.files == 300
    assert not figures.failed, figures.failed
    assert figures.slowest < SECONDS


def test_a_worker_that_dies_or_hangs_is_told_and_its_file_kept(tmp_path):
    figures = run([-1, -2, -3, 1], keep=tmp_path / "kept", workers=1, seconds=8)
    assert {seed: told.split(":")[0] for seed, told in figures.failed.items()} == {
        -1: "the process died",
        -2: "no answer in 8 s",
        -3: "MemoryError",
    }
    assert figures.files == 4
    assert sorted(path.name for path in (tmp_path / "kept").iterdir()) == ["-1", "-2", "-3"]


def test_the_mutator_changes_a_file_and_does_the_same_again():
    for suffix, data in originals():
        changed = [mutate(data, seed) for seed in range(20)]
        assert changed == [mutate(data, seed) for seed in range(20)], suffix
        assert sum(one != data for one in changed) > 15, suffix


def test_the_generator_makes_every_kind_of_workbook():
    cases = [make_case(Random(seed)) for seed in range(300)]
    assert {Path(case.file).suffix for case in cases} == {".xlsx", ".xls", ".csv"}
    heads = [str(rows) for case in cases for rows in case.sheets.values()]
    assert any("OIT" in head for head in heads)
    assert any(len(case.sheets) > 1 for case in cases)
    assert any(merges for case in cases for merges in case.merges.values())
    assert all(case.scores for case in cases)
    assert any(math.isnan(score) for case in cases for score, _ in case.scores.values())


def test_the_laws_see_a_wrong_score_a_wrong_cell_and_a_missed_damage(tmp_path):
    case = next(case for case in map(make_case, map(Random, range(100))) if len(case.scores) > 3)
    key, (score, cell) = next((k, v) for k, v in case.scores.items() if not math.isnan(v[0]))
    with pytest.raises(AssertionError):
        check_case(Case(case.file, case.sheets, case.merges, {**case.scores, key: (score + 0.01, cell)}), tmp_path)
    with pytest.raises(AssertionError):
        check_case(Case(case.file, case.sheets, case.merges, {**case.scores, key: (score, cell + "0")}), tmp_path)
    with pytest.raises(AssertionError, match="no issue at"):
        check_case(Case(case.file, case.sheets, case.merges, case.scores, (cell,)), tmp_path)
    assert damage(case, Random(1)).damaged


GIVES = [
    # what stands in the cell, the score, the note, whether the cell gives it
    (96.1, 96.1, "", True),
    ("๙๖.๑๐ คะแนน", 96.1, "", True),
    ("96,10", 96.1, "", True),
    ("1. การปฏิบัติหน้าที่ 96.10", 96.1, "", True),
    ("\u200b96.10\u00a0", 96.1, "", True),
    ("ผ่าน", 100.0, "", True),
    ("ไม่มี", 0.0, "", True),
    ("–", math.nan, "", True),
    ("", math.nan, "", True),
    (0.961, 96.1, "จากรูปแบบร้อยละ", True),
    (25.04, 83.47, "จากคะแนนถ่วงน้ำหนัก", True),
    (32, 80.0, "จากคะแนนถ่วงน้ำหนัก", True),
    (0.961, 96.1, "", False),
    (25.04, 83.47, "", False),
    (96.2, 96.1, "", False),
    (96.2, 96.1, "note", False),
    ("", 0.0, "", False),
    (50, math.nan, "", False),
    ("ผ่าน", 0.0, "", False),
    (True, 1.0, "", False),
]


@pytest.mark.parametrize(("value", "score", "note", "given"), GIVES)
def test_what_a_reader_of_a_cell_would_take_from_it(value, score, note, given):
    assert gives(value, score, note) is given


def test_a_lost_cell_is_seen():
    sheet = {"filled": 9, "score": 4, "label": 3, "remark": 1, "issue": 1}
    check_accounting(pd.DataFrame([sheet]))
    with pytest.raises(AssertionError):
        check_accounting(pd.DataFrame([sheet, {**sheet, "label": 2}]))


@pytest.mark.parametrize("source", ["a.csv#csv!B1", "b.csv#csv!A1", "a.csv#csv!A1:B1", "a.csv#csv!A2"])
def test_a_source_that_leads_elsewhere_is_seen(tmp_path, source):
    (tmp_path / "a.csv").write_text("90.5,80.5\n70.5\n", encoding="utf-8")
    check_sources(pd.DataFrame([{"score": 90.5, "source": "a.csv#csv!A1", "note": ""}]), tmp_path / "a.csv")
    with pytest.raises(AssertionError):
        check_sources(pd.DataFrame([{"score": 90.5, "source": source, "note": ""}]), tmp_path / "a.csv")
