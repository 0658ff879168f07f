"""data/processed: whole or not at all, redone only where something changed."""

from __future__ import annotations

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from sheets import make_workbook

import itaanalysis as ita
from itaanalysis.files import write_whole
from itaanalysis.frames import plain_text
from itaanalysis.reports.build import Places, clean
from itaanalysis.reports.freshness import Manifest, fingerprint
from itaanalysis.reports.processed import write_processed

ROWS = [["ปี 2565"], ["หน่วยงาน", "1", "2"], ["อบต.ก", 90, 80]]


@pytest.fixture
def places(tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    make_workbook(raw / "a.xlsx", {"s": ROWS})
    return Places(raw=raw, processed=tmp_path / "processed")


def quiet(step):
    pass


def test_what_is_written_is_read_back(places):
    export = ita.read_folder(places.raw)
    write_processed(export, places.processed)
    assert_frame_equal(ita.read_scores(places.processed), plain_text(export.scores))
    assert ita.read_scores(places.processed).attrs == export.scores.attrs
    assert_frame_equal(ita.read_issues(places.processed), export.issues)
    assert_frame_equal(ita.read_ratings(places.processed), export.ratings)


def test_the_csv_opens_in_excel_in_thai_and_runs_no_formula(places):
    export = ita.read_folder(places.raw)
    export.scores["agency"] = ["=HYPERLINK(1)", "อบต.ก"]
    write_processed(export, places.processed)
    raw = (places.processed / "scores.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf"), "Excel takes a CSV without this mark for the Windows code page"
    assert pd.read_csv(places.processed / "scores.csv")["agency"].tolist() == ["'=HYPERLINK(1)", "อบต.ก"]


def test_nothing_written_yet_is_told_in_a_sentence(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ita.ItaError, match="ita clean"):
        ita.read_scores()


def test_a_notebook_below_the_project_finds_the_processed_data(places, monkeypatch):
    write_processed(ita.read_folder(places.raw), places.raw.parent / "data" / "processed")
    below = places.raw.parent / "notebooks"
    below.mkdir()
    monkeypatch.chdir(below)
    assert len(ita.read_scores()) == 2


def test_an_error_leaves_the_old_file_and_no_other(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("old")

    def fail(made):
        made.write_text("half")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write_whole(path, fail)
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("a.txt", "old")]


def test_a_file_with_errors_writes_nothing(places):
    make_workbook(places.raw / "bad.xlsx", {"s": [*ROWS, ["อบต.ข", 101, 80]]})
    with pytest.raises(ita.ExportError, match=r"bad\.xlsx · s!B4"):
        clean(places, tell=quiet)
    assert not places.processed.exists()
    assert clean(places, strict=False, tell=quiet).new, "what was understood is written on request"
    assert list(ita.read_issues(places.processed)["cell"]) == ["B4"]


def test_a_second_run_redoes_nothing_until_something_changes(places):
    first = clean(places, tell=quiet)
    assert first.new
    again = clean(places, tell=quiet)
    assert not again.new
    assert sorted(again.kept) == sorted(first.new)
    make_workbook(places.raw / "b.xlsx", {"s": [*ROWS[:2], ["อบต.ข", 1, 2]]})
    assert clean(places, tell=quiet).new, "a new file"
    (places.processed / "scores.csv").unlink()
    assert clean(places, tell=quiet).new, "a lost output"
    (places.processed / "scores.parquet").write_bytes(b"")
    assert clean(places, tell=quiet).new, "a damaged output"
    assert not clean(places, tell=quiet).new


def test_raw_files_are_never_changed(places):
    before = {path: path.read_bytes() for path in places.raw.iterdir()}
    clean(places, tell=quiet)
    assert {path: path.read_bytes() for path in places.raw.iterdir()} == before


def test_a_damaged_record_is_made_anew_and_stale_outputs_go(tmp_path):
    (tmp_path / ".made.json").write_text("{")
    manifest = Manifest(tmp_path)
    old, new = tmp_path / "old.png", tmp_path / "new.png"
    old.write_text("1")
    new.write_text("2")
    manifest.record("page", "x", [old])
    manifest.record("page", "y", [new])
    assert not old.exists(), "what a step no longer makes is removed"
    assert Manifest(tmp_path).is_fresh("page", "y")
    assert not Manifest(tmp_path).is_fresh("page", "x")


def test_a_fingerprint_knows_names_contents_and_words(tmp_path):
    path = tmp_path / "a"
    path.write_text("1")
    one = fingerprint([path], "x")
    assert fingerprint([path], "x") == one
    assert fingerprint([path], "y") != one
    path.write_text("2")
    assert fingerprint([path], "x") != one
    assert fingerprint([path.rename(tmp_path / "b")], "x") != one
