"""Workbooks with one trap each (`workbooks/`): the exact frames or issues that must come out, and the laws over all."""

from __future__ import annotations

import math
import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest
from laws import NEAR, NEAR_NOTED, check_accounting, check_sources
from typer.testing import CliRunner
from workbook_files import write_workbook

import itaanalysis as ita
from itaanalysis.commands import app

FOLDER = Path(__file__).parent / "workbooks"
FILES = sorted(FOLDER.glob("should_*/*.py"))
READ = [file for file in FILES if file.parent.name == "should_read"]
REPORT = [file for file in FILES if file.parent.name == "should_report"]

#: What a workbook's file may state; `...` is "not stated". A cell is `C3`, or `sheet!C3` where there are several.
DEFAULTS = {
    "FILE": "workbook.xlsx",
    "SHEET": "ผล",
    "ROWS": None,  # the one sheet, or SHEETS: name to rows
    "MERGES": (),
    "FORMATS": {},  # cell to number format
    "HIDDEN_ROWS": (),  # from 1
    "ENCODING": "utf-8",
    "SEPARATOR": ",",
    "BESIDE": {},  # other files of the folder: name to text
    "SCORES": {},  # (year_be, agency, district, province, code) to (score, cell)
    "RATINGS": [],  # (year_be, agency_id, printed, cell)
    "SAMPLES": [],  # (year_be, agency_id, instrument, population, answers, cell); two numbers have no one cell: `...`
    "AGGREGATES": set(),  # agencies that are averages or totals
    "NOTED": set(),  # cells whose scores must bear a note; no others may
    "MAY_BE_NOTED": set(),
    "ISSUES": [],  # (kind, cell, severity); the cell `...`: anywhere, once or more
    "ONCE": set(),  # kinds that must stand once
    "SAID": [],  # words that the problems must hold
    "NEVER": [],  # text that must reach no frame
    "ANY_ERROR": False,  # some error, of whatever kind
}


class Workbook(SimpleNamespace):
    """One file of `workbooks/` and the workbook that it builds in a folder."""

    def __init__(self, file: Path, folder: Path) -> None:
        super().__init__(**{**DEFAULTS, **runpy.run_path(str(file))})
        for name, text in self.BESIDE.items():
            (folder / name).write_text(text, encoding="utf-8-sig")
        self.path = self.build(folder) if hasattr(self, "build") else self._write(folder)

    def _write(self, folder: Path) -> Path:
        sheets = self.SHEETS if hasattr(self, "SHEETS") else {self.SHEET: self.ROWS}
        first = next(iter(sheets))
        return write_workbook(
            folder / self.FILE,
            sheets,
            merges={first: self.MERGES},
            formats={first: self.FORMATS},
            hidden_rows={first: self.HIDDEN_ROWS},
            encoding=self.ENCODING,
            separator=self.SEPARATOR,
        )

    def place(self, sheet: str, cell: str) -> str:
        """A cell as the file of the workbook states it."""
        return f"{sheet}!{cell}" if len(getattr(self, "SHEETS", ())) > 1 and (sheet or cell) else cell

    def cell(self, source: str) -> str:
        """The cell of a source as the file of the workbook states it."""
        sheet, cell = source.removeprefix(f"{self.path.name}#").rsplit("!", 1)
        return self.place(sheet, cell)


def name_of(file: Path) -> str:
    return f"{file.parent.name}/{file.stem}"


def check_frames(book: Workbook, export: ita.Export) -> None:
    """Scores, notes, ratings, samples and kinds of agencies are exactly those that the file states."""
    key = ["year_be", "agency", "district", "province", "code"]
    found = {
        tuple(row[: len(key)]): (row[-2], book.cell(row[-1]))
        for row in export.scores[[*key, "score", "source"]].itertuples(index=False, name=None)
    }
    assert len(found) == len(export.scores), "a key stands twice"
    told = {place: cell for place, (_, cell) in found.items()}
    assert told == {place: cell for place, (_, cell) in book.SCORES.items()}
    for place, (score, cell) in book.SCORES.items():
        read = found[place][0]
        near = NEAR_NOTED if cell in book.NOTED else NEAR
        assert (math.isnan(read) and math.isnan(score)) or abs(read - score) < near, f"{place}: {read}, not {score}"
    noted = {
        book.cell(source) for source, note in zip(export.scores["source"], export.scores["note"], strict=True) if note
    }
    assert noted - book.MAY_BE_NOTED == book.NOTED
    averages = set(export.scores.loc[export.scores["agency_type"] == "aggregate", "agency"])
    assert averages == book.AGGREGATES
    if book.RATINGS is not ...:
        ratings = export.ratings.itertuples(index=False, name=None)
        assert sorted((*row, book.cell(source)) for *row, source in ratings) == sorted(book.RATINGS)
    samples = export.samples.astype(object).where(export.samples.notna(), None).itertuples(index=False, name=None)
    unstated = {row[:-1] for row in book.SAMPLES if row[-1] is ...}
    read = [(*row, ... if tuple(row) in unstated else book.cell(source)) for *row, source in samples]
    assert sorted(map(str, read)) == sorted(map(str, book.SAMPLES))


def check_issues(book: Workbook, export: ita.Export) -> None:
    """The issues are exactly those that the file states, each with what stands there and how to mend it."""
    issues = export.issues
    found = [
        (kind, book.place(sheet, cell), severity)
        for kind, sheet, cell, severity in issues[["kind", "sheet", "cell", "severity"]].itertuples(index=False)
    ]
    if book.ANY_ERROR:
        assert any(severity == "error" for *_, severity in found), found
    else:
        anywhere = {(kind, severity) for kind, cell, severity in book.ISSUES if cell is ...}
        exact = sorted(issue for issue in book.ISSUES if issue[1] is not ...)
        assert sorted(issue for issue in found if (issue[0], issue[2]) not in anywhere) == exact
        assert {(kind, severity) for kind, _, severity in found} >= anywhere
    for kind in book.ONCE:
        assert [one for one, _, _ in found].count(kind) == 1
    assert (issues[["file", "problem", "fix"]] != "").all(axis=None)
    for word in book.SAID:
        assert issues["problem"].str.contains(word, regex=False).any(), f"{word} is not said"


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_a_workbook_gives_exactly_what_it_states(tmp_path, file):
    book = Workbook(file, tmp_path)
    before = book.path.read_bytes()
    export = ita.read_export(book.path, strict=False)
    check_frames(book, export)
    check_issues(book, export)
    check_accounting(export.cells)
    if file.parent.name == "should_read":  # the others hold numbers that are read and not taken
        assert export.layout["scores"].sum() == export.scores["score"].notna().sum()
    check_sources(export.scores, book.path, encoding=book.ENCODING, separator=book.SEPARATOR)
    for frame in vars(export).values():
        text = frame.to_csv()
        assert not [word for word in book.NEVER if word in text]
    assert book.path.read_bytes() == before


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_strict_reading_ends_in_one_error_that_tells_all_or_in_none(tmp_path, file):
    book = Workbook(file, tmp_path)
    errors = {(kind, cell) for kind, cell, severity in book.ISSUES if severity == "error"}
    if not errors and not book.ANY_ERROR:
        assert len(ita.read_export(book.path).scores) == len(book.SCORES)
        return
    with pytest.raises(ita.ExportError) as caught:
        ita.read_export(book.path)
    assert book.path.name in str(caught.value)
    assert {kind for kind, _ in errors} <= set(caught.value.issues["kind"])


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_the_command_tells_the_same(tmp_path, file):
    book = Workbook(file, tmp_path)
    before = book.path.read_bytes()
    out = tmp_path / "out"
    done = CliRunner().invoke(app, ["check", str(book.path), "--out", str(out)])
    assert done.exception is None or isinstance(done.exception, SystemExit), repr(done.exception)
    errors = book.ANY_ERROR or any(severity == "error" for *_, severity in book.ISSUES)
    assert done.exit_code == int(errors), done.output
    assert f"{len(book.SCORES):,} คะแนน" in done.output
    assert (out / "issues.xlsx").exists() == bool(book.ISSUES or book.ANY_ERROR)
    assert not [word for word in book.NEVER if word in done.output]
    assert book.path.read_bytes() == before


def test_there_are_workbooks_enough_and_each_tells_its_trap():
    assert len(READ) >= 25
    assert len(REPORT) >= 20
    for file in FILES:
        stated = {**DEFAULTS, **runpy.run_path(str(file))}
        assert stated["__doc__"]
        clean = not stated["ISSUES"] and not stated["ANY_ERROR"]
        assert clean == (file in READ), f"{name_of(file)} stands in the wrong folder"
        assert stated["SCORES"] or file in REPORT, f"{name_of(file)} states no score"


WRONG = [
    {"SCORES": {(2566, "องค์การบริหารส่วนตำบลตัวอย่างหนึ่ง", "", "", "1"): (90.5, "C2")}},
    {"NOTED": {"C2"}},
    {"AGGREGATES": {"องค์การบริหารส่วนตำบลตัวอย่างหนึ่ง"}},
    {"RATINGS": [(2566, "องค์การบริหารส่วนตำบลตัวอย่างหนึ่ง", "A", "C2")]},
    {"SAMPLES": [(2566, "องค์การบริหารส่วนตำบลตัวอย่างหนึ่ง", "IIT", None, 30, "C2")]},
    {"ISSUES": [("unread", "C2", "error")]},
    {"ISSUES": [("unread", ..., "error")]},
    {"ANY_ERROR": True},
    {"ONCE": {"unread"}},
    {"SAID": ["C2"]},
]


@pytest.mark.parametrize("wrong", [{}, *WRONG], ids=lambda wrong: ",".join(wrong) or "nothing wrong")
def test_a_wrong_statement_is_seen(tmp_path, wrong):
    book = Workbook(FOLDER / "should_read" / "04_only_the_file_name_tells.py", tmp_path)
    export = ita.read_export(book.path, strict=False)
    vars(book).update(wrong)
    if not wrong:
        check_frames(book, export)
        check_issues(book, export)
        return
    with pytest.raises(AssertionError):  # noqa: PT012 - either may see it
        check_frames(book, export)
        check_issues(book, export)


@pytest.mark.parametrize(("score", "cell"), [(90.51, "C2"), (90.5, "C3"), (float("nan"), "C2")])
def test_a_wrong_score_or_cell_is_seen(tmp_path, score, cell):
    book = Workbook(FOLDER / "should_read" / "04_only_the_file_name_tells.py", tmp_path)
    first = next(iter(book.SCORES))
    book.SCORES = {**book.SCORES, first: (score, cell)}
    with pytest.raises(AssertionError):
        check_frames(book, ita.read_export(book.path, strict=False))
