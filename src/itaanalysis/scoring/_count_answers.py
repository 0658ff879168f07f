"""How many people gave each answer: the whole numbers from which every score of answers is computed."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from itaanalysis.frames import answer_groups, answer_places, check_answers, number_texts, question_columns
from itaanalysis.rulebook import questions


class Counts(NamedTuple):
    """The answers of one year and instrument, counted.

    `asked`: the questions of the instrument as `rulebook.questions` has them. `rows`: where the respondents stand in
    the frame, and `office` of each, a place in `agency_ids` (sorted as text). `people`: respondents an office.
    `counts`: sub-questions × offices × places, from the worst answer up; a sub-question that the frame has not is 0.
    """

    year_be: int
    instrument: str
    asked: pd.DataFrame
    agency_ids: pd.Index
    rows: np.ndarray | slice
    office: np.ndarray
    people: np.ndarray
    counts: np.ndarray


def count_places(answers: pd.DataFrame) -> list[Counts]:
    """The answers of each year and instrument of an answers frame, counted; order of rows makes no difference.

    Raises
    ------
    ItaError
        Not an answers frame.
    """
    check_answers(answers)
    office, ids = number_texts(answers["agency_id"])
    texts = pd.Index(ids).astype("str")
    present = np.flatnonzero(np.bincount(office, minlength=len(texts)))
    present = present[texts[present].argsort()]
    place = np.full(len(texts), -1)
    place[present] = np.arange(len(present))
    columns = {column: answer_places(answers[column]) for column in question_columns(answers)}
    agency_ids = texts[present]
    return [_count(kind, agency_ids, rows, place[office[rows]], columns) for kind, rows in answer_groups(answers)]


def _count(
    kind: tuple[int, str],
    agency_ids: pd.Index,
    rows: np.ndarray | slice,
    office: np.ndarray,
    columns: dict[str, np.ndarray],
) -> Counts:
    asked = questions(kind[0])
    asked = asked[asked["instrument"] == kind[1]].reset_index(drop=True)
    offices, places = len(agency_ids), int(asked["choices"].max())
    counts = np.zeros((len(asked), offices, places), dtype="int64")
    cell = office * (places + 1) + 1  # before an office's places stands one for those who did not answer
    at_place = np.empty_like(cell)
    for at, column in enumerate(asked["column"]):
        if column in columns:
            np.add(cell, columns[column][rows], out=at_place)
            found = np.bincount(at_place, minlength=offices * (places + 1))
            counts[at] = found.reshape(offices, places + 1)[:, 1:]
    people = np.bincount(office, minlength=offices)
    return Counts(*kind, asked, agency_ids, rows, office, people, counts)
