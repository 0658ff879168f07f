"""The made-up answers that the project stores: what the seed gives, marked, invented, and read back whole."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from itaanalysis.errors import ItaError
from itaanalysis.exports.answers import read_answers
from itaanalysis.frames import SIMULATED
from itaanalysis.rulebook import questions
from itaanalysis.scoring import roll_up
from itaanalysis.simulate._answer_workbook import PEOPLE, YEAR, sample_scores, write_answers_workbook
from itaanalysis.simulate._answers import simulate_answers

STORED = Path(__file__).parents[1] / "data" / "answers" / "simulated-2565.xlsx"


def rows(path: Path) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def test_the_stored_file_is_what_the_function_makes(tmp_path: Path) -> None:
    made = write_answers_workbook(tmp_path / STORED.name)
    assert rows(made) == rows(STORED)
    again = write_answers_workbook(tmp_path / "again.xlsx")
    assert made.read_bytes() == again.read_bytes()
    assert rows(write_answers_workbook(tmp_path / "other.xlsx", seed=1)) != rows(STORED)


def test_it_says_that_it_is_made_up_on_every_sheet_and_is_small() -> None:
    assert STORED.stat().st_size < 60_000
    for name, sheet in rows(STORED).items():
        assert str(sheet[0][0]).startswith(SIMULATED), name
        assert "ตัวอย่าง" in str(sheet[0][0])
        assert "เมืองสมมติ" in str(sheet[0][0])
    for sheet in openpyxl.load_workbook(STORED):
        assert sheet.sheet_state == "visible"
        assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


def test_a_negative_question_stands_as_the_form_asks_it() -> None:
    # i9 asks for a bad thing: its best answer is the least one. Read unturned, its score would be near 16, not 84.
    header, *body = rows(STORED)["IIT"][1:]
    column = header.index("i9")
    said = [row[column] for row in body]
    assert said.count("น้อยที่สุดหรือไม่มีเลย") > said.count("มากที่สุด")


def test_read_back_it_gives_the_answers_and_scores_it_was_made_from() -> None:
    read = read_answers(STORED)
    assert read.issues.empty
    made = simulate_answers(sample_scores(), PEOPLE)
    columns = questions(YEAR)["column"].tolist()
    for instrument, people in PEOPLE.items():
        own, wanted = (frame[frame["instrument"] == instrument][columns] for frame in (read.answers, made))
        assert len(own) == people
        np.testing.assert_array_equal(own.fillna(-1).to_numpy(), wanted.fillna(-1).to_numpy())
    assert read.answers["note"].str.contains(SIMULATED).all()
    assert len(read.suggestions) == 5
    asked = roll_up(sample_scores()).set_index("code")["score"]
    verdicts = read.scores.set_index("code")["score"]
    assert verdicts.to_dict() == {code: asked[code] for code in verdicts.index}
    assert len(verdicts) == 43


@pytest.mark.parametrize("name", ["answers.csv", "no-such-folder/answers.xlsx"])
def test_a_path_that_cannot_be_is_said(tmp_path: Path, name: str) -> None:
    with pytest.raises(ItaError, match=r"must be an \.xlsx file in a folder that exists"):
        write_answers_workbook(tmp_path / name)
