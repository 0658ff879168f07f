"""The notebooks: their form, and that they run clean, warnings as errors, on the data of the project."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import nbformat
import pytest
from openpyxl import load_workbook

import itaanalysis as ita
from itaanalysis.reports.build import Places, clean, report
from itaanalysis.reports.pages import execute, to_html

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
WARNINGS_ARE_ERRORS = 'import warnings\n\nwarnings.simplefilter("error")'


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A copy of the project's data and notebooks, cleaned."""
    root = tmp_path_factory.mktemp("project")
    for data in ("raw", "answers"):
        shutil.copytree(ROOT / "data" / data, root / "data" / data)
    shutil.copytree(ROOT / "notebooks", root / "notebooks", ignore=shutil.ignore_patterns(".*"))
    clean(Places(root / "data" / "raw", root / "data" / "processed"), tell=lambda step: None)
    return root


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_form(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert re.match(r"# \d\. .+\n\n\*\*คำถาม\*\*", notebook.cells[0].source), "opens with its question"
    assert notebook.cells[-1].id == "finding", "ends with its finding"
    assert "parameters" in code[0].metadata["tags"], "an agency and a year can be set from outside"
    assert all(not cell.outputs and cell.execution_count is None for cell in code), "stored without outputs"
    assert all(len(cell.source.splitlines()) <= 15 for cell in code)
    assert all("def " not in cell.source and "for path in" not in cell.source for cell in code)
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)


@pytest.mark.parametrize("name", [path.stem for path in NOTEBOOKS])
def test_it_runs_with_warnings_as_errors_and_makes_a_page_that_stands_alone(project, name):
    path = project / "notebooks" / f"{name}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(WARNINGS_ARE_ERRORS))
    strict = path.with_name(f"strict-{name}.ipynb")
    nbformat.write(notebook, strict)
    executed = execute(strict, {})
    stderr = [out.text for cell in executed.cells for out in cell.get("outputs", []) if out.get("name") == "stderr"]
    assert stderr == []
    finding = executed.cells[-1].outputs[0].data["text/markdown"]
    assert re.search(r"สรุป.*\d", finding, re.DOTALL), "the finding holds numbers"
    page = to_html(executed)
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", page), "no outside link"
    assert "<script" not in page
    assert "ข้อผิดพลาด" not in page
    assert page.count("<img") == page.count('src="data:image/png;base64,')


def text_of(executed):
    return "\n".join(str(out.get("data", out)) for cell in executed.cells for out in cell.get("outputs", []))


def test_notebook_03_cannot_be_missed(project):
    """The published report spent its measures where 0.95 points were to be won, and none where 31.72 were lost."""
    said = text_of(execute(project / "notebooks" / "03-weak-areas.ipynb", {}))
    for words in ("34.46", "31.72", "0.95", "ข้อที่เร่งด่วนแต่ไม่มีมาตรการ: 10, 9"):
        assert words in said


def test_an_office_and_a_year_can_be_set(project):
    scores = ita.read_scores(project / "data" / "processed")
    other = scores[scores["note"].str.contains("ข้อมูลจำลอง")]["agency_id"].iloc[0]
    said = text_of(execute(project / "notebooks" / "02-indicator-gaps.ipynb", {"agency": other, "year_be": 2564}))
    assert "2564" in said
    assert other.split(" · ")[0] in said


def sheet_alone(project, name):
    """A file with one sheet of the sample, without its columns of groups."""
    book = load_workbook(project / "data" / "answers" / "simulated-2565.xlsx")
    for other in set(book.sheetnames) - {name}:
        del book[other]
    for cell in [cell for cell in book[name][2] if cell.value == "เพศ"]:
        book[name].delete_cols(cell.column)
    path = project / f"{name.lower()}-2565.xlsx"
    book.save(path)
    return str(path)


def test_answers_to_one_instrument_alone_are_a_finding_too(project):
    """Without the other instrument there is no total: no interval, no chance of a rating, and no failing cell."""
    answers = sheet_alone(project, "IIT")
    said = text_of(execute(project / "notebooks" / "08-how-sure.ipynb", {"answers": answers}))
    for words in ("ผู้ตอบ IIT 28 คน EIT 0 คน", "คะแนนรวม ไม่มีข้อมูล", "โอกาสของระดับ: ไม่ทราบ"):
        assert words in said


def test_answers_in_several_files_are_one_office(project):
    files = [sheet_alone(project, name) for name in ("IIT", "EIT", "OIT")]
    said = text_of(
        execute(project / "notebooks" / "08-how-sure.ipynb", {"answers": files, "reading": {"year_be": 2565}})
    )
    assert "ผู้ตอบ IIT 28 คน EIT 52 คน · คะแนนรวม 85.25 ช่วง 95%" in said


def test_a_failing_cell_is_told_in_a_sentence(project):
    with pytest.raises(ita.ItaError, match=r"02-indicator-gaps\.ipynb.*ไม่พบหน่วยงาน"):
        execute(project / "notebooks" / "02-indicator-gaps.ipynb", {"agency": "อบต.ไม่มีจริง"})


def test_the_report_makes_pages_charts_and_measures_and_redoes_nothing(project, tmp_path):
    only = tmp_path / "notebooks"
    only.mkdir()
    places = Places(project / "data" / "raw", project / "data" / "processed", project / "notebooks", tmp_path / "out")
    told = []
    made = report(places, tell=told.append)
    names = {path.relative_to(places.out).as_posix() for path in made.new}
    assert {"measures-2566.xlsx", "02-indicator-gaps.html", "charts/03-lost-points.png"} <= names
    assert {f"{path.stem}.html" for path in NOTEBOOKS} <= names
    assert len(told) == len(NOTEBOOKS) + 1, "progress: a line a step"
    again = report(places, tell=told.append)
    assert not again.new
    assert sorted(again.kept) == sorted(made.new)
